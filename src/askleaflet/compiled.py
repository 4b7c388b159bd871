"""What was compiled (see compiling.py), kept in a cache file.

Learning from some 20,000 example wordings takes seconds; what comes of it takes 50 milliseconds
to read. The file is made for the leaflets as they were read, and for the exact bytes of the
vocabularies and the program itself, so that a change in any of them is there at the next start.
Texts, offsets, names and dates are read from the leaflets each time, never from it. It is a
convenience only: where it is missing, damaged, not to be trusted or cannot be written, the same is
built in memory. Nothing that a person typed ever gets into it.
"""

from __future__ import annotations

import hashlib
import json
import logging
import platform
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import version
from pathlib import Path

import numpy as np
import Stemmer
from pydantic import TypeAdapter, ValidationError

from askleaflet.arrayfile import Array, read_arrays, write_arrays
from askleaflet.cachefile import open_cache
from askleaflet.compiling import (
    Compiled,
    by_document,
    compile_corpus,
    read_general,
    without_wordings,
)
from askleaflet.corpus import Corpus, read_corpus
from askleaflet.errors import CacheError
from askleaflet.passages import sayings
from askleaflet.retrieval.examples import ExampleIndex
from askleaflet.retrieval.learned import Learned
from askleaflet.retrieval.postings import named, under
from askleaflet.retrieval.topics import Examples, Topic, TopicIndex, Wordings
from askleaflet.termkeys import TermKeys, TermMap
from askleaflet.understanding.kinds import Kind
from askleaflet.understanding.lexicon import Lexicon, LexiconTables
from askleaflet.understanding.names import Names, NameTables
from askleaflet.understanding.spelling import Drawer, Speller
from askleaflet.urgency.likeness import GROUP_NAMES, Likeness

ENDING = ".leaflets"
# Files for other folders of leaflets or older contents that are kept beside the newest.
MOST_KEPT = 4
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Tables:
    """The part of it that is kept as JSON, and checked by these types when it is read."""

    kinds: dict[str, Kind]
    facets: dict[str, Kind]
    lexicon: LexiconTables
    names: NameTables
    speller: dict[int, Drawer]
    spellings: dict[str, str]
    topics: tuple[Topic, ...]
    facet_topics: tuple[Topic, ...]


def open_compiled(corpus: Path, folder: Path | None, only_signed: bool = False) -> Compiled:
    """For the leaflets in ``corpus``: from the cache ``folder``, else built and put there.

    ``only_signed``: those whose text is the one that was signed. Raises CorpusError,
    VocabularyError or RetrievalError with what to do. A folder that cannot be written is no error;
    it is said once in the log.
    """
    read = read_corpus(corpus, only_signed)
    key = source_key(read)
    try:
        stored = _read(folder / (key + ENDING), key, read) if folder else None
    except CacheError as error:
        _slower(error)
        folder = stored = None
    if stored:
        return stored
    if sys.stderr.isatty():
        _log.warning("askleaflet: the first start with these leaflets takes some seconds longer.")
    built = compile_corpus(read, read_general())
    if folder:
        _write(folder, key, built)
    return built


def source_key(corpus: Corpus) -> str:
    """A hash of everything that the compiled form depends on: what the leaflets and sidecars were
    read as, not what is in their files by now."""
    seen = hashlib.sha256()
    # NLTK is not imported for its version: that would cost 14 MB.
    libraries = (np.__version__, Stemmer.version(), version("nltk"))
    for line in (platform.machine(), platform.python_version(), *libraries):
        seen.update(f"{line}\n".encode())
    for path in _program():
        seen.update(f"{path.name}\n".encode())
        seen.update(hashlib.sha256(path.read_bytes()).digest())
    for one in corpus.documents:
        # Its sections and passages follow from its text, by the program.
        bare = replace(one, sections=(), blocks=())
        seen.update(hashlib.sha256(repr(bare).encode("utf-8", "surrogatepass")).digest())
    return seen.hexdigest()


def _program() -> list[Path]:
    """The modules and vocabularies of the program: a change in either may change the result."""
    own = Path(__file__).parent
    return sorted(one for one in own.rglob("*") if one.suffix in {".py", ".toml", ".txt"})


@cache
def _adapter() -> TypeAdapter[_Tables]:
    return TypeAdapter(_Tables)


def _read(path: Path, key: str, corpus: Corpus) -> Compiled | None:
    arrays = read_arrays(path, key)
    if arrays is None:
        return None
    try:
        tables = _adapter().validate_json(arrays["tables"].tobytes())
        lexicon = Lexicon(tables.lexicon, _term_map(arrays, "phrases"))
        names = Names(tables.names, _term_map(arrays, "names"))
        topics = _topics(arrays, "asked", _tied(tables.topics, corpus), lexicon)
        facets = _topics(arrays, "facets", tables.facet_topics, lexicon)
        known, ordinary = _term_keys(arrays, "known"), _term_keys(arrays, "ordinary")
        likeness = _likeness_of(arrays)
    except (ValidationError, KeyError):
        return None
    speller = Speller(tables.speller, tables.spellings, known, ordinary)
    return Compiled(
        without_wordings(corpus),
        tables.kinds,
        tables.facets,
        lexicon,
        names,
        speller,
        topics,
        facets,
        likeness,
    )


def _tied(topics: Iterable[Topic], corpus: Corpus) -> tuple[Topic, ...]:
    """``topics`` with the passages that answer them, as the sidecars say. Raises KeyError where
    there is no such entry."""
    passages = by_document(corpus)
    said = {
        f"{one.id}/{number:03d}": tuple(known[words] for words in entry.says)
        for one in corpus.documents
        for known in (sayings(one, passages[one.id]),)
        for number, entry in enumerate(one.asked_as)
    }
    return tuple(replace(one, passages=said[one.name] if one.document else ()) for one in topics)


def _topics(
    arrays: Mapping[str, Array], name: str, topics: tuple[Topic, ...], lexicon: Lexicon
) -> TopicIndex:
    learned = Learned.of_arrays(under(arrays, f"{name}.learned."))
    own = under(arrays, f"{name}.examples.")
    if not own:
        return TopicIndex(topics, learned, lexicon)
    wordings = Wordings(own["texts"].astype(np.uint8, copy=False))
    examples = Examples(ExampleIndex.of_arrays(own, len(topics)), wordings)
    return TopicIndex(topics, learned, lexicon, examples)


def _topic_arrays(name: str, index: TopicIndex) -> dict[str, Array]:
    found = named(f"{name}.learned.", index.learned.arrays())
    if index.examples is not None:
        own = {"texts": index.examples.wordings.encoded, **index.examples.index.arrays()}
        found |= named(f"{name}.examples.", own)
    return found


def _likeness_of(arrays: Mapping[str, Array]) -> Likeness:
    weights, groups, life = (
        arrays[f"urgent.{name}"].astype(np.float32, copy=False)
        for name in ("weights", "groups", "life")
    )
    return Likeness(weights, groups.reshape(len(GROUP_NAMES), -1), life)


def _term_map(arrays: Mapping[str, Array], name: str) -> TermMap:
    numbers = arrays[f"{name}.numbers"].astype(np.uint16, copy=False)
    return TermMap(_term_keys(arrays, f"{name}.keys"), numbers)


def _term_keys(arrays: Mapping[str, Array], name: str) -> TermKeys:
    return TermKeys(arrays[name].astype(np.uint64, copy=False))


def _arrays(built: Compiled) -> dict[str, Array]:
    lexicon, names, speller = built.lexicon, built.names, built.speller
    tables = _Tables(
        built.kinds,
        built.facets,
        lexicon.tables,
        names.tables,
        dict(speller.drawers),
        dict(speller.spellings),
        tuple(replace(one, passages=()) for one in built.topics.topics),
        tuple(built.facet_topics.topics),
    )
    return {
        "tables": np.frombuffer(_json(tables), np.uint8),
        "phrases.keys": lexicon.phrases.keys.hashes,
        "phrases.numbers": lexicon.phrases.numbers,
        "names.keys": names.phrases.keys.hashes,
        "names.numbers": names.phrases.numbers,
        "known": speller.known.hashes,
        "ordinary": speller.ordinary.hashes,
        "urgent.weights": built.likeness.weights,
        "urgent.groups": built.likeness.groups.ravel(),
        "urgent.life": built.likeness.life,
        **_topic_arrays("asked", built.topics),
        **_topic_arrays("facets", built.facet_topics),
    }


def _json(tables: _Tables) -> bytes:
    """``tables`` as JSON, the same at each run: what is in a set has an order of its own then."""
    return json.dumps(_adapter().dump_python(tables), default=sorted).encode()


def _write(folder: Path, key: str, built: Compiled) -> None:
    try:
        write_arrays(folder / (key + ENDING), key, _arrays(built))
        with open_cache(folder) as opened:
            opened.tidy(ENDING, MOST_KEPT)
    except CacheError as error:
        _slower(error)


def _slower(error: CacheError) -> None:
    _log.warning("askleaflet: %s Until then every start takes some seconds longer.", error)
