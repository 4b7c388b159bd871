"""``askleaflet check``: every fault of leaflets, sidecars, vocabularies and settings at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from askleaflet.analysis import stems
from askleaflet.bridges import Bridges
from askleaflet.corpus import Corpus, inspect_corpus
from askleaflet.due import reviews_due
from askleaflet.errors import ReaderError, VocabularyError
from askleaflet.headings import load_headings
from askleaflet.quality import quality
from askleaflet.reader.encoder import load_encoder
from askleaflet.settings import PREFIX, Settings
from askleaflet.understanding.conversation import read_stop_words
from askleaflet.understanding.names import MedicineNames
from askleaflet.urgency import load_vocabulary


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found. ``faults`` must be mended, ``warnings`` should be looked at."""

    leaflets: tuple[str, ...]
    faults: tuple[str, ...]
    warnings: tuple[str, ...]


def check_all(settings: Settings, today: date | None = None) -> Report:
    """Everything that is wrong, in all files at once. Raises CorpusError without a folder."""
    folder, day = settings.leaflets(), today or date.today()
    corpus = inspect_corpus(folder, settings.only_signed, settings.only_reviewed, day)
    faults = [str(fault) for fault in corpus.faults if fault.serious or fault.changed]
    warnings = [str(fault) for fault in corpus.faults if not (fault.serious or fault.changed)]
    if not corpus.documents and not faults:
        faults.append(
            f"{settings.corpus}: it holds no .md or .txt file. Put at least one leaflet there, "
            "or name another folder with --corpus."
        )
    warnings += [f"{name}: ignored, it is no .md or .txt leaflet" for name in corpus.ignored]
    faults += check_program()
    faults += check_sidecars(corpus)
    warnings += quality(corpus.documents)
    warnings += [settings.sample_warning()] if settings.serves_sample() else []
    warnings += map(str, reviews_due(corpus.documents, settings.review_every, day))
    warnings += unset_warnings(settings)
    leaflets = tuple(document.id for document in corpus.documents)
    return Report(leaflets, tuple(faults), tuple(warnings))


def check_program() -> Iterator[str]:
    """What is wrong with the vocabularies and the reader, the first fault of each."""
    readers: tuple[Callable[[], object], ...] = (
        load_vocabulary,
        load_headings,
        load_encoder,
        lambda: Bridges.load(read_stop_words()),
        lambda: MedicineNames.load(()),
    )
    for read in readers:
        try:
            read()
        except (VocabularyError, ReaderError) as error:
            yield str(error)


def unset_warnings(settings: Settings) -> list[str]:
    """What staff should set before patients use the page."""
    return [
        f"{name} is not set, so the urgent notice names no number for it. Set it in "
        f"askleaflet.toml or {PREFIX}{name.upper()}, and have a clinician confirm it."
        for name in settings.unset()
    ]


def check_sidecars(corpus: Corpus) -> Iterator[str]:
    """Wordings of a sidecar that stand twice, or that answer two things."""
    for document in corpus.documents:
        groups = [(entry.says[0][:40], entry.questions) for entry in document.asked_as]
        groups.append(("not_answered", document.not_answered))
        yield from _doubles(f"{document.id}.toml", groups)


def _doubles(file: str, groups: list[tuple[str, tuple[str, ...]]]) -> Iterator[str]:
    """Wordings that stand twice, or in two groups, compared as the program compares them."""
    seen: dict[tuple[str, ...], tuple[str, str]] = {}
    for group, wordings in groups:
        for wording in wordings:
            key = stems(wording)
            if key in seen:
                other, first = seen[key]
                where = "twice in" if other == group else f"in “{other}” and"
                yield f"{file}: “{wording}” stands {where} “{group}” (as “{first}”). Keep one."
            seen.setdefault(key, (group, wording))
