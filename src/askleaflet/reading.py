"""Reading one leaflet with its sidecar. What is wrong with either is said, with what to do."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from askleaflet.errors import CorpusError
from askleaflet.files import FileError, read_regular
from askleaflet.languages import likely_language
from askleaflet.passages import passages, sayings
from askleaflet.records import Document, Passage, Signature
from askleaflet.sidecar import Sidecar, SidecarError, sidecar_bytes, sidecar_of
from askleaflet.structure import Structure, parse

LEAFLET_ENDINGS = (".md", ".txt")
# The longest of 944 EU leaflets has 190,000 characters; ten times that is no leaflet. Nor is what
# has so many ends of sentences or lines: each costs time, at the start and at every question.
LARGEST_LEAFLET = 2_000_000
MOST_ENDS = 20_000
MOST_LINES = 20_000
MOST_PASSAGES = 10_000
# A quote shows its whole paragraph or list. What stands around a passage is searched with it.
LONGEST_BLOCK = 50_000
LARGEST_AROUND = 4_000_000
# What an import writes where it cannot tell.
UNKNOWN = frozenset({"", "und"})
_ENDS = re.compile(r"[.!?…]")
_CODE = re.compile(r"[a-z]{2,3}")
_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,79}\Z")


class LeafletError(CorpusError):
    """One leaflet file cannot be served. ``others``: what else is wrong with it."""

    def __init__(self, file: str, message: str, others: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.file = file
        self.others = tuple(others)


@dataclass(frozen=True, slots=True)
class Leaflet:
    """A leaflet as read, its passages, and whether its text is the one that was signed."""

    document: Document
    passages: tuple[Passage, ...]
    signature: Signature
    sidecar: Sidecar


@dataclass(frozen=True, slots=True)
class Source:
    """The files of one leaflet, whole, as they were when they were read."""

    path: Path
    raw: bytes
    sidecar: bytes | None

    @property
    def id(self) -> str:
        """The id of the leaflet."""
        return self.path.stem.lower()


class Taken(NamedTuple):
    """A leaflet's text taken apart, as it was when it was read: by offset, without a word of it."""

    structure: Structure
    passages: tuple[Passage, ...]


def read_leaflet(path: Path, only_signed: bool = False) -> Leaflet:
    """The leaflet in ``path`` with its sidecar. Raises LeafletError or SidecarError.

    ``only_signed``: a text that is not the one that was signed is an error, before it is looked at.
    """
    return leaflet_of(read_source(path), only_signed)


def read_source(path: Path) -> Source:
    """The files of the leaflet in ``path``. Raises LeafletError or SidecarError."""
    if not _ID.match(path.stem.lower()):
        raise LeafletError(
            path.name, "its name has other characters than a-z, 0-9, dot and dash. Rename it."
        )
    raw = _read(path)
    sidecar = path.with_suffix(".toml")
    # A link to nowhere, too, is a sidecar that staff believe to be there.
    return Source(path, raw, sidecar_bytes(sidecar) if os.path.lexists(sidecar) else None)


def leaflet_of(
    source: Source, only_signed: bool = False, language: str = "", taken: Taken | None = None
) -> Leaflet:
    """As read_leaflet, from files that were read. ``language``: as its words told, where that is
    known already; ``taken``: what this program took these very files apart to."""
    path = source.path
    beside = path.with_suffix(".toml").name
    sidecar = Sidecar() if source.sidecar is None else sidecar_of(source.sidecar, beside)
    signature = _signature(source.raw, sidecar)
    if only_signed and signature != "fits":
        raise LeafletError(path.name, unsigned(signature))
    text = _text(path, source.raw)
    if taken:
        document = _document(path, text, sidecar, language, taken.structure)
        return Leaflet(document, taken.passages, signature, sidecar)
    structure = parse(text, markdown=path.suffix.lower() == ".md")
    document = _document(path, text, sidecar, language, structure)
    found = passages(document)
    _bound(path, document, found)
    _tie(path, document, found)
    return Leaflet(document, found, signature, sidecar)


def unsigned(signature: Signature) -> str:
    """What is wrong with a leaflet whose signature does not fit, and what to do."""
    if signature == "none":
        return "it is not signed. Have a clinician check it, then run askleaflet check --sign."
    return (
        "its text is not the one that was signed. Put the signed text back, or have a clinician "
        "check this one, then run askleaflet check --sign."
    )


def _signature(raw: bytes, sidecar: Sidecar) -> Signature:
    if not sidecar.sha256:
        return "none"
    return "fits" if hashlib.sha256(raw).hexdigest() == sidecar.sha256 else "changed"


def _read(path: Path) -> bytes:
    try:
        return read_regular(path, LARGEST_LEAFLET)
    except FileError as error:
        raise LeafletError(path.name, str(error)) from error


def _text(path: Path, raw: bytes) -> str:
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
    for number, most, what in (
        (sum(1 for _ in _ENDS.finditer(text)), MOST_ENDS, "ends of sentences"),
        (len(text.splitlines()), MOST_LINES, "lines"),
    ):
        if number > most:
            raise _too_much(path, number, what, most)
    return text


def _too_much(path: Path, number: int, what: str, most: int) -> LeafletError:
    return LeafletError(
        path.name,
        f"it has {number:,} {what}, more than the {most:,} a leaflet may have. "
        "Check that it is one leaflet, or split it.",
    )


def _document(path: Path, text: str, sidecar: Sidecar, told: str, structure: Structure) -> Document:
    id = path.stem.lower()
    sections, blocks, marks = structure
    if not any(section.heading.end > section.heading.start for section in sections):
        raise LeafletError(
            path.name,
            "it has no headings. Write '## ' before each heading (.md), or put each heading "
            "on a line of its own after an empty line (.txt).",
        )
    if not any(block.units for block in blocks):
        raise LeafletError(path.name, "it has headings but no text under them. Add the text.")
    return Document(
        id=id,
        text=text,
        title=sidecar.title or id.replace("-", " ").replace("_", " ").capitalize(),
        sections=sections,
        blocks=blocks,
        other_names=sidecar.other_names,
        source=sidecar.whence(),
        reviewed=sidecar.reviewed,
        language=told or _language(sidecar.language, text),
        asked_as=sidecar.asked_as,
        not_answered=sidecar.not_answered,
        marks=marks,
        declared=sidecar.language not in UNKNOWN,
    )


def _language(declared: str, text: str) -> str:
    """The code of a leaflet's language, as declared ("en" of "en-GB"), else as its words tell."""
    code = re.split("[-_]", declared.strip().lower())[0]
    code = "nb" if code in {"no", "nn"} else code
    return code if _CODE.fullmatch(code) and code not in UNKNOWN else likely_language(text)


def _bound(path: Path, document: Document, found: Sequence[Passage]) -> None:
    """Raises LeafletError where quoting or searching this leaflet would cost too much."""
    if len(found) > MOST_PASSAGES:
        raise _too_much(path, len(found), "sentences and list items", MOST_PASSAGES)
    longest = max(found, key=lambda one: one.block.end - one.block.start).block
    if longest.end - longest.start > LONGEST_BLOCK:
        line = document.text.count("\n", 0, longest.start) + 1
        raise LeafletError(
            path.name,
            f"the paragraph or list at line {line} has more than {LONGEST_BLOCK:,} characters, and "
            "a quote shows the whole of it. Put empty lines or headings into it.",
        )
    over = [0] * len(document.sections)
    for one in document.sections:
        outer = over[one.outer[-1]] if one.outer else 0
        over[one.index] = outer + one.heading.end - one.heading.start
    around = sum(
        over[one.section] + (one.lead.end - one.lead.start if one.lead else 0) for one in found
    )
    if around > LARGEST_AROUND:
        raise LeafletError(
            path.name,
            "its headings, or the sentences that lead its lists in, are too long to be searched "
            "with each sentence below them. Make them shorter.",
        )


def _tie(path: Path, document: Document, found: Sequence[Passage]) -> None:
    """Raises SidecarError where an entry of the sidecar is tied to words that are not there."""
    known = sayings(document, found)
    missing = [one for entry in document.asked_as for one in entry.says if one not in known]
    if missing:
        first, *others = (not_said(one) for one in missing)
        raise SidecarError(path.with_suffix(".toml").name, first, others)


def not_said(words: str) -> str:
    """What is wrong with ``says`` that is not in the leaflet, and what to do."""
    return (
        f"no sentence, list item or heading of the leaflet reads “{words[:80]}”. "
        "Copy it from the leaflet word for word."
    )
