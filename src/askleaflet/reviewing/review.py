"""Everything that who reviews a leaflet has to look at: the original beside what was understood,
every doubt with its place, and what would change for patients."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from pathlib import Path

from askleaflet.catalogue import INCOMING
from askleaflet.checking import check_sidecars
from askleaflet.corpus import Corpus
from askleaflet.errors import ReviewError
from askleaflet.files import FileError, read_regular
from askleaflet.importing.blocks import Imported, ImportingError
from askleaflet.importing.counting import Count, count, words
from askleaflet.importing.record import RECORD_ENDING, read_record
from askleaflet.reading import LARGEST_LEAFLET, LEAFLET_ENDINGS, LeafletError, read_leaflet
from askleaflet.reviewing.rows import Row, marked, rows_of, units_of
from askleaflet.sidecar import Sidecar, SidecarError, read_sidecar, short

NO_ORIGINAL = "there is no original beside it, so no words could be counted"
SAID = {"lost": "lost", "added": "added", "moved": "in another order than in the original"}
FACTS = ("title", "other_names", "source", "version", "revised", "language", "reviewed")


@dataclass(frozen=True, slots=True)
class Change:
    """A sentence, item or heading that is new ("+") or no longer there ("-"), and its line."""

    sign: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Review:
    """One leaflet of ``incoming``. ``faults`` keep it from being served; ``count`` is None without
    an original; ``rest`` is what stands in the original before and after the rows; ``changes`` is
    None where no leaflet of this id is served yet."""

    id: str
    path: Path
    raw: bytes
    facts: tuple[tuple[str, str], ...]
    count: Count | None
    rows: tuple[Row, ...]
    rest: tuple[str, str]
    faults: tuple[str, ...]
    doubts: tuple[str, ...]
    changes: tuple[Change, ...] | None


def files_of(folder: Path, id: str) -> list[Path]:
    """The leaflets of this id in ``folder``: one, or none, or by mistake several."""
    if not folder.is_dir():
        return []
    return sorted(
        one
        for one in folder.iterdir()
        if one.suffix.lower() in LEAFLET_ENDINGS and one.stem.lower() == id.lower()
    )


def review_of(corpus: Path, id: str, incoming: Path | None = None) -> Review:
    """What there is to review of leaflet ``id`` in ``incoming`` of the folder ``corpus``. Raises
    ReviewError where it is not there, or cannot even be shown."""
    folder = incoming or corpus / INCOMING
    found = files_of(folder, id)
    if len(found) != 1:
        many = f"{' and '.join(one.name for one in found)} are both in {folder}. Remove one of them"
        raise ReviewError(many if found else f"There is no leaflet '{id}' in {folder}.")
    path = found[0]
    try:
        record = read_record(path.with_name(f"{path.stem}{RECORD_ENDING}"))
        raw = read_regular(path, LARGEST_LEAFLET)
    except (FileError, ImportingError) as error:
        named = "" if isinstance(error, ImportingError) else f"{path.name}: "
        raise ReviewError(f"{named}{error}") from error
    text = raw.decode("utf-8-sig", "replace")
    counted = count(record, text) if record else None
    rows, rest = rows_of(text, path.suffix.lower() == ".md", record, counted)
    sidecar, faults = _read(path)
    old = _served(corpus, id)
    changes = None if old is None else tuple(_changed(*old, text, path.suffix.lower() == ".md"))
    doubts = (*_of_facts(sidecar, record, corpus / f"{id}.toml"), *_of_words(counted, rows))
    return Review(
        id.lower(), path, raw, _facts(sidecar, record), counted, rows, rest, faults, doubts, changes
    )


def _read(path: Path) -> tuple[Sidecar, tuple[str, ...]]:
    """The sidecar, as far as it can be read, and every fault that keeps the two from serving."""
    try:
        read = read_leaflet(path)
    except (LeafletError, SidecarError) as error:
        faults = tuple(f"{error.file}: {one}" for one in (str(error), *error.others))
        try:
            return read_sidecar(path.with_suffix(".toml")), faults
        except SidecarError:
            return Sidecar(), faults
    return read.sidecar, tuple(check_sidecars(Corpus((read.document,), read.passages, ())))


def _facts(sidecar: Sidecar, record: Imported | None) -> tuple[tuple[str, str], ...]:
    """What the sidecar says, in the order to compare it, and what the file is called."""
    values = ((name, getattr(sidecar, name)) for name in FACTS)
    shown = [
        (name, ", ".join(one) if isinstance(one, tuple) else one or "") for name, one in values
    ]
    return (*shown, ("part taken", (record.part or "all") if record else "unknown"))


def _of_facts(sidecar: Sidecar, record: Imported | None, served: Path) -> Iterator[str]:
    """What of the facts should be looked at, each with its place."""
    for name in ("title", "source", "revised"):
        if not getattr(sidecar, name):
            yield f"sidecar: {name} is empty"
    if sidecar.language == "und":
        yield "sidecar: the language could not be told: write its code, as en"
    if record and record.part:
        yield (
            f"original: only the {record.part} was taken, by lines that such documents share: "
            "see that it begins and ends where the original does"
        )
    for one in record.left_out if record else ():
        left = words(one.text).total()
        yield f"original: left out on purpose: {one.what}, {left:,} words"
    try:
        old = read_sidecar(served) if served.exists() else Sidecar()
    except SidecarError:
        return
    if old.asked_as and not sidecar.asked_as:
        yield "sidecar: the leaflet that is served has example questions, and this one has none"


def _of_words(counted: Count | None, rows: Sequence[Row]) -> Iterator[str]:
    """What of the words should be looked at, each with its place: a line, or a file."""
    if counted is None:
        yield f"original: {NO_ORIGINAL}"
        return
    nowhere = Counter(counted.lost)
    for mark, how in SAID.items():
        said = [(row.line, " … ".join(marked(row, mark))) for row in rows]
        for has, run in groupby(said, lambda one: bool(one[1])):
            if has:
                lines, texts = zip(*run, strict=True)
                nowhere -= words(" ".join(texts)) if mark == "lost" else Counter()
                place = f"line {lines[0]}" + (f" to {lines[-1]}" if lines[0] != lines[-1] else "")
                yield f"{place}: {how}: {short(' … '.join(texts))}"
    if nowhere:
        yield f"original: lost, nobody can tell where: {short(' '.join(nowhere.elements()))}"


def _served(corpus: Path, id: str) -> tuple[str, bool] | None:
    """The text that is served under this id now, and whether it is Markdown."""
    for path in files_of(corpus, id):
        try:
            raw = read_regular(path, LARGEST_LEAFLET)
        except FileError:
            continue
        return raw.decode("utf-8-sig", "replace"), path.suffix.lower() == ".md"
    return None


def _changed(old: str, old_markdown: bool, new: str, markdown: bool) -> Iterator[Change]:
    """What is to be read instead of what, sentence by sentence."""
    before, after = units_of(old, old_markdown), units_of(new, markdown)
    matcher = SequenceMatcher(
        None, [one.words for one in before], [one.words for one in after], autojunk=False
    )
    for kind, first, last, start, end in matcher.get_opcodes():
        if kind != "equal":
            yield from (Change("-", one.line, one.words) for one in before[first:last])
            yield from (Change("+", one.line, one.words) for one in after[start:end])
