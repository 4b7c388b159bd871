"""``askleaflet check``: every fault of leaflets, sidecars, vocabularies and settings at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from askleaflet.analysis import stems
from askleaflet.corpus import Corpus, inspect_corpus
from askleaflet.errors import VocabularyError
from askleaflet.records import Document, Passage
from askleaflet.retrieval.topics import passages_saying
from askleaflet.settings import PREFIX, Settings
from askleaflet.understanding.asides import read_asides
from askleaflet.understanding.families import load_families
from askleaflet.understanding.kinds import Kind, read_facets, read_kinds
from askleaflet.understanding.lexicon import Lexicon
from askleaflet.understanding.spelling import read_spellings
from askleaflet.urgency import load_vocabulary
from askleaflet.urgency.learning import EXAMPLES_FILE, read_examples


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found. ``faults`` must be mended, ``warnings`` should be looked at."""

    leaflets: tuple[str, ...]
    faults: tuple[str, ...]
    warnings: tuple[str, ...]


def check_all(settings: Settings) -> Report:
    """Everything that is wrong, in all files at once. Raises CorpusError without a folder."""
    corpus = inspect_corpus(settings.leaflets())
    faults = [str(fault) for fault in corpus.faults if fault.serious]
    warnings = [str(fault) for fault in corpus.faults if not fault.serious]
    warnings += [f"{name}: ignored, it is no .md or .txt leaflet" for name in corpus.ignored]
    try:
        kinds = read_kinds()
    except VocabularyError as error:
        kinds = {}
        faults.append(str(error))
    faults += check_vocabularies()
    faults += check_sidecars(corpus, kinds)
    faults += check_kinds(kinds)
    faults += check_facets(kinds) if kinds else ()
    warnings += [settings.sample_warning()] if settings.serves_sample() else []
    warnings += unset_warnings(settings)
    leaflets = tuple(document.id for document in corpus.documents)
    return Report(leaflets, tuple(faults), tuple(warnings))


def check_vocabularies() -> Iterator[str]:
    """What is wrong in the other vocabularies, the first fault of each."""
    readers: tuple[Callable[[], object], ...] = (
        Lexicon.load,
        load_families,
        load_vocabulary,
        read_asides,
        read_spellings,
        _read_examples_once,
    )
    for read in readers:
        try:
            read()
        except VocabularyError as error:
            yield str(error)


def _read_examples_once() -> None:
    """Raises VocabularyError, too, for a message that stands in the examples twice."""
    seen: set[str] = set()
    for example in read_examples():
        if example.text.lower() in seen:
            raise VocabularyError(
                f"data/{EXAMPLES_FILE}: '{example.text}' stands twice. Take one away."
            )
        seen.add(example.text.lower())


def unset_warnings(settings: Settings) -> list[str]:
    """What staff should set before patients use the page."""
    return [
        f"{name} is not set, so the urgent notice names no number for it. Set it in "
        f"askleaflet.toml or {PREFIX}{name.upper()}, and have a clinician confirm it."
        for name in settings.unset()
    ]


def check_sidecars(corpus: Corpus, kinds: dict[str, Kind]) -> Iterator[str]:
    """Sidecar entries that name unknown words or kinds, and wordings that answer two things."""
    for document in corpus.documents:
        passages = {document.id: [p for p in corpus.passages if p.document == document.id]}
        yield from _entries(document, passages, kinds)
        yield from _doubles(
            f"{document.id}.toml",
            [
                (entry.says[0][:40], (*entry.questions, *entry.follow_ups))
                for entry in document.asked_as
            ],
        )


def _entries(
    document: Document, passages: dict[str, list[Passage]], kinds: dict[str, Kind]
) -> Iterator[str]:
    for entry in document.asked_as:
        for says in entry.says:
            try:
                passages_saying(document, passages, says)
            except VocabularyError as error:
                yield str(error)
        for kind in entry.kinds:
            if kinds and kind not in kinds:
                yield f"{document.id}.toml: there is no kind of question '{kind}'."


def check_kinds(kinds: dict[str, Kind]) -> Iterator[str]:
    """Kinds that name unknown kinds, and wordings that stand for two kinds."""
    for kind in kinds.values():
        for near in kind.near:
            if near not in kinds:
                yield f"kind '{kind.id}': its near kind '{near}' does not exist."
    yield from _doubles("kinds", [(kind.id, kind.asked) for kind in kinds.values()])


def check_facets(kinds: dict[str, Kind]) -> Iterator[str]:
    """What is wrong in the file of facets, and wordings that stand for two of them."""
    try:
        facets = read_facets(kinds)
    except VocabularyError as error:
        yield str(error)
        return
    yield from _doubles("facets", [(facet.id, facet.asked) for facet in facets.values()])


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
