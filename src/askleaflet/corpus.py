"""Leaflets that are read whole, all at once: what is checked, signed, reviewed and measured."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from askleaflet.catalogue import Catalogue, Fault, Rules, expect_some, read_catalogue
from askleaflet.reading import Leaflet
from askleaflet.records import Document, Passage


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


def read_corpus(
    folder: Path, only_signed: bool = False, only_reviewed: bool = False, today: date | None = None
) -> Corpus:
    """Every leaflet of ``folder``, good ones read and faulty ones named.

    ``only_signed``: one whose text is not the one that was signed is faulty; ``only_reviewed``: one
    without a date of review is. Raises CorpusError where the folder is missing, is one whose
    leaflets are not to be served, or holds none that can be.
    """
    corpus, found = _read(folder, only_signed, only_reviewed, today)
    expect_some(found, folder)
    return corpus


def inspect_corpus(
    folder: Path, only_signed: bool = False, only_reviewed: bool = False, today: date | None = None
) -> Corpus:
    """As read_corpus, of any folder, and one without a good leaflet is no error."""
    return _read(folder, only_signed, only_reviewed, today)[0]


def _read(
    folder: Path, only_signed: bool, only_reviewed: bool, today: date | None
) -> tuple[Corpus, Catalogue]:
    leaflets: list[Leaflet] = []
    rules = Rules(only_signed, only_reviewed, today or date.today())
    found = read_catalogue(folder, rules, told=lambda leaflet, *_: leaflets.append(leaflet))
    documents = tuple(one.document for one in leaflets)
    passages = tuple(passage for one in leaflets for passage in one.passages)
    return Corpus(documents, passages, found.faults, found.ignored), found
