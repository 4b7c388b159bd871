"""What of a leaflet stands in the index of the search engine, and how it is laid out.

Three sorts of documents a leaflet: its passages, which are searched; its text and vectors, which
are read by id; and, written last, its entry, without which it does not count.

What each word adds to the score of a passage is worked out here, by the very code that searches in
memory, and kept with the passage (as in impact-ordered indexes: Anh and Moffat 2006). So the engine
needs no analyser, no statistics of its own leaflets change a score, and both searches give the same
numbers.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from askleaflet.catalogue import program
from askleaflet.errors import RetrievalError
from askleaflet.reader.library import Shelf
from askleaflet.reading import Source
from askleaflet.records import Listing

Json = Mapping[str, object]
_KEPT = {"index": False, "doc_values": False}
MAPPINGS: Json = {
    "dynamic": "strict",
    "properties": {
        **{name: {"type": "keyword"} for name in ("kind", "leaflet", "version", "language")},
        "place": {"type": "integer"},
        "impacts": {"type": "rank_features"},
        "passage": {"type": "object", "enabled": False},
        "entry": {"type": "object", "enabled": False},
        "reviewed": {"type": "date"},
        "name": {"type": "keyword", **_KEPT},
        **{name: {"type": "binary"} for name in ("text", "sidecar", "vectors")},
        "publication": {"type": "object", "enabled": False},
    },
}
# One shard, and a copy of it on up to three nodes: each searches its own. Nothing is logged of what
# is asked.
SETTINGS: Json = {
    "number_of_shards": 1,
    "auto_expand_replicas": "0-2",
    "search.slowlog.threshold.query.warn": "-1",
    "search.slowlog.threshold.fetch.warn": "-1",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One leaflet of a publication. ``version`` names its files; ``sha256`` is that of its text,
    ``passages`` their number."""

    listing: Listing
    version: str
    sha256: str
    passages: int


@dataclass(frozen=True, slots=True)
class Publication:
    """A whole index: by which program, of which leaflets (``fingerprint``), and since when, in
    seconds, the leaflets' name has led to it."""

    program: str
    fingerprint: str
    leaflets: int
    since: float


@dataclass(frozen=True, slots=True)
class TextOf:
    """The files of a leaflet, as base64."""

    name: str
    text: str
    sidecar: str | None = None


@cache
def this_program() -> str:
    """The name of the code and vocabularies that make passages, words and impacts of a text."""
    here = Path(__file__)
    own = (one.read_bytes() for one in (here, here.with_name("bm25.py")))
    return sha256(b"".join((program(), *own))).hexdigest()


def version_of(source: Source) -> str:
    """The name of a leaflet's files: another for any other of them."""
    parts = (source.raw, b"" if source.sidecar is None else b"\1" + source.sidecar)
    return sha256(b"".join(sha256(one).digest() for one in parts)).hexdigest()


def fingerprint(versions: Mapping[str, str]) -> str:
    """The name of these leaflets, as this program reads them."""
    said = json.dumps([this_program(), sorted(versions.items())])
    return sha256(said.encode()).hexdigest()


def feature(term: str) -> str:
    """A term as the engine takes it: a full stop would part names there, and no term holds "_"."""
    return term.replace(".", "_")


def passage_documents(
    shelf: Shelf, version: str, impacts: Iterable[Mapping[str, float]]
) -> Iterator[tuple[str, Json]]:
    """The passages of a leaflet as documents, by id."""
    own = shelf.document
    for place, (passage, adds) in enumerate(zip(shelf.passages, impacts, strict=True)):
        yield f"passage:{own.id}:{place}", {
            "kind": "passage", "leaflet": own.id, "version": version, "language": own.language,
            "place": place, "passage": asdict(passage),
            "impacts": {feature(term): value for term, value in adds.items()},
        }  # fmt: skip


def text_document(source: Source, version: str) -> tuple[str, Json]:
    """The files of a leaflet as a document, with its id."""
    said = {"kind": "text", "leaflet": source.id, "version": version, "name": source.path.name}
    beside = {} if source.sidecar is None else {"sidecar": _written(source.sidecar)}
    return text_id(source.id), {**said, "text": _written(source.raw), **beside}


def entry_document(entry: Entry) -> tuple[str, Json]:
    """The entry of a leaflet as a document, with its id."""
    one = entry.listing
    said = {"kind": "entry", "leaflet": one.id, "version": entry.version, "language": one.language}
    day = {"reviewed": one.reviewed} if one.reviewed else {}
    return f"entry:{one.id}", {**said, **day, "entry": asdict(entry)}


def text_id(leaflet: str) -> str:
    """Under which id the files of a leaflet are kept."""
    return f"text:{leaflet}"


def vectors_id(key: str) -> str:
    """Under which id vectors are kept."""
    return f"vectors:{key}"


def source_of(found: TextOf, entry: Entry) -> Source:
    """The files that ``found`` holds. Raises RetrievalError where they are not those of ``entry``:
    nothing may be quoted from them."""
    beside = None if found.sidecar is None else b64decode(found.sidecar)
    source = Source(Path(found.name), b64decode(found.text), beside)
    if sha256(source.raw).hexdigest() != entry.sha256 or version_of(source) != entry.version:
        raise RetrievalError(
            f"The text of {entry.listing.id} in the search engine is not the one that was "
            "published, so nothing is quoted from it. Run askleaflet publish."
        )
    return source


def vectors_document(key: str, content: bytes) -> tuple[str, Json]:
    """Vectors as a document, with its id."""
    return vectors_id(key), {"kind": "vectors", "vectors": _written(content)}


def _written(content: bytes) -> str:
    return b64encode(content).decode()


def lines_of(documents: Iterable[tuple[str, Json]]) -> bytes:
    """Documents as the engine takes many at once: each replaces the one of its id."""
    lines: list[str] = []
    for id, document in documents:
        lines += (json.dumps({"index": {"_id": id}}), json.dumps(document), "")
    return "\n".join(line for line in lines if line).encode() + b"\n"
