"""Reading the folder of leaflets. Every fault is named, with what to do; good leaflets go on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from askleaflet.errors import CorpusError
from askleaflet.passages import passages
from askleaflet.records import Document, Passage
from askleaflet.sidecar import Sidecar, SidecarError, read_sidecar
from askleaflet.structure import parse

LEAFLET_ENDINGS = (".md", ".txt")
# The longest of 944 EU leaflets has 190,000 characters; ten times that is no leaflet.
LARGEST_LEAFLET = 2_000_000
# Files beside the leaflets that are not leaflets.
NOT_LEAFLETS = frozenset({"sources.md", "readme.md", "license.md", "license.txt"})
_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,79}\Z")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one file, and what to do about it. ``serious`` keeps it from serving."""

    file: str
    message: str
    serious: bool = True

    def __str__(self) -> str:
        return f"{self.file}: {self.message}"


@dataclass(frozen=True, slots=True)
class Corpus:
    """The leaflets that can be served, their passages, and what was wrong with the others."""

    documents: tuple[Document, ...]
    passages: tuple[Passage, ...]
    faults: tuple[Fault, ...]
    ignored: tuple[str, ...] = ()

    def document(self, id: str) -> Document:
        """The leaflet with this id. Raises KeyError where there is none."""
        return next(document for document in self.documents if document.id == id)


def read_corpus(folder: Path) -> Corpus:
    """Every leaflet of ``folder``, good ones read and faulty ones named.

    Raises CorpusError where the folder is missing or no leaflet in it can be served.
    """
    corpus = inspect_corpus(folder)
    if not corpus.documents:
        why = "; ".join(str(fault) for fault in corpus.faults) or "it holds no .md or .txt file"
        raise CorpusError(
            f"No leaflet in {folder} can be served: {why}. "
            "Put at least one leaflet there, or name another folder with --corpus."
        )
    return corpus


def inspect_corpus(folder: Path) -> Corpus:
    """As read_corpus, but a folder without a good leaflet is no error."""
    if not folder.is_dir():
        raise CorpusError(
            f"The corpus folder {folder} is not there. Make it and put a leaflet in it, "
            "or name another folder with --corpus or ASKLEAFLET_CORPUS."
        )
    documents: dict[str, Document] = {}
    faults: list[Fault] = []
    ignored: list[str] = []
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.is_dir():
            continue
        if path.name.lower() in NOT_LEAFLETS or path.suffix.lower() == ".toml":
            continue
        if path.suffix.lower() not in LEAFLET_ENDINGS:
            ignored.append(path.name)
            continue
        try:
            document = read_leaflet(path)
        except (SidecarError, LeafletError) as error:
            faults.append(Fault(error.file, str(error)))
            continue
        if document.id in documents:
            faults.append(Fault(path.name, _twice(document.id)))
            continue
        documents[document.id] = document
    faults.extend(_stray_sidecars(folder))
    found = tuple(passage for one in documents.values() for passage in passages(one))
    return Corpus(tuple(documents.values()), found, tuple(faults), tuple(ignored))


class LeafletError(CorpusError):
    """One leaflet file cannot be served."""

    def __init__(self, file: str, message: str) -> None:
        super().__init__(message)
        self.file = file


def read_leaflet(path: Path) -> Document:
    """The leaflet in ``path`` with its sidecar. Raises LeafletError or SidecarError."""
    text = _text(path)
    id = path.stem.lower()
    if not _ID.match(id):
        raise LeafletError(
            path.name, "its name has other characters than a-z, 0-9, dot and dash. Rename it."
        )
    sections, blocks = parse(text, markdown=path.suffix.lower() == ".md")
    if not any(section.heading.end > section.heading.start for section in sections):
        raise LeafletError(
            path.name,
            "it has no headings. Write '## ' before each heading (.md), or put each heading "
            "on a line of its own after an empty line (.txt).",
        )
    if not any(block.units for block in blocks):
        raise LeafletError(path.name, "it has headings but no text under them. Add the text.")
    sidecar_path = path.with_suffix(".toml")
    sidecar = read_sidecar(sidecar_path) if sidecar_path.is_file() else Sidecar()
    return Document(
        id=id,
        text=text,
        title=sidecar.title or id.replace("-", " ").replace("_", " ").capitalize(),
        sections=sections,
        blocks=blocks,
        other_names=sidecar.other_names,
        source=sidecar.source,
        reviewed=sidecar.reviewed,
        language=sidecar.language,
        asked_as=sidecar.asked_as,
        not_answered=sidecar.not_answered,
    )


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "unknown"
        raise LeafletError(path.name, f"it cannot be read ({reason}). Check its rights.") from error
    if len(raw) > LARGEST_LEAFLET:
        raise LeafletError(
            path.name,
            f"it has {len(raw):,} bytes, more than the {LARGEST_LEAFLET:,} a leaflet may have. "
            "Check that it is one leaflet, or split it.",
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LeafletError(
            path.name, f"byte {error.start} is not UTF-8. Save the file again as UTF-8 text."
        ) from error
    if "\x00" in text:
        raise LeafletError(path.name, "it holds NUL bytes, so it is not text. Save it as text.")
    if not text.strip():
        raise LeafletError(path.name, "it is empty. Put the leaflet's text in it or remove it.")
    return text


def _twice(id: str) -> str:
    return f"another file has the id '{id}' already. Remove or rename one of the two."


def _stray_sidecars(folder: Path) -> Iterator[Fault]:
    """Sidecars without a leaflet: most likely a leaflet was renamed and its sidecar was not."""
    for path in sorted(folder.glob("*.toml")):
        if not any(path.with_suffix(ending).is_file() for ending in LEAFLET_ENDINGS):
            message = f"there is no {path.stem}.md or {path.stem}.txt beside it. Rename or remove."
            yield Fault(path.name, message, serious=False)
