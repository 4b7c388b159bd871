"""What is kept of leaflets: the list of a folder's, so that the next start opens none of them, and
of each how its text is taken apart, so that to open it costs little."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from askleaflet.cachefile import open_cache
from askleaflet.catalogue import Catalogue, key_of
from askleaflet.errors import CacheError
from askleaflet.reading import Leaflet, Source, Taken, leaflet_of
from askleaflet.records import Listing
from askleaflet.structure import Structure

ENDING, TAKEN = ".listings.json", ".taken.json"
LARGEST_FILE = 50_000_000
# One a folder of leaflets, and one a leaflet.
MOST_FILES, MOST_TAKEN = 20, 5000
_LISTINGS = TypeAdapter(dict[str, Listing])
_TAKEN = TypeAdapter(Taken)
T = TypeVar("T")


def read_listings(cache: Path | None, folder: Path) -> dict[str, Listing]:
    """What was kept of the leaflets of ``folder``, by ``key_of``; nothing where that is no good."""
    return (_read(cache, _name(folder), _LISTINGS) if cache else None) or {}


def write_listings(
    cache: Path | None, folder: Path, found: Catalogue, known: Mapping[str, Listing]
) -> None:
    """Keeps ``found``, unless it is what is ``known``. A cache that cannot be used has been told of
    where vectors are kept."""
    now = {key_of(found.sources[id]): one for id, one in found.listings.items()}
    if cache is None or now == known:
        return
    with suppress(CacheError), open_cache(cache) as kept:
        kept.write(_name(folder), _LISTINGS.dump_json(now))
        kept.tidy(ENDING, MOST_FILES)
        kept.tidy(TAKEN, MOST_TAKEN)


def taken_apart(cache: Path | None, source: Source, language: str) -> Leaflet:
    """The leaflet of ``source``, as it was taken apart before; now, where nothing good was kept,
    and kept then. Raises LeafletError or SidecarError."""
    taken = _read(cache, key_of(source) + TAKEN, _TAKEN) if cache else None
    leaflet = leaflet_of(source, language=language, taken=taken)
    if cache and taken is None:
        write_taken(cache, source, leaflet)
        with suppress(CacheError), open_cache(cache) as kept:
            kept.tidy(TAKEN, MOST_TAKEN)
    return leaflet


def _read(cache: Path, name: str, kind: TypeAdapter[T]) -> T | None:
    """What was kept under ``name``; None where that is nothing, or no good."""
    try:
        with open_cache(cache) as kept:
            content = kept.read(name, LARGEST_FILE)
        return kind.validate_json(content) if content else None
    except (CacheError, ValidationError):
        return None


def write_taken(cache: Path | None, source: Source, leaflet: Leaflet) -> None:
    """Keeps how ``leaflet``, which was read from ``source``, is taken apart, where that can be."""
    if cache is None:
        return
    own = leaflet.document
    taken = Taken(Structure(own.sections, own.blocks, own.marks), leaflet.passages)
    with suppress(CacheError), open_cache(cache) as kept:
        kept.write(key_of(source) + TAKEN, _TAKEN.dump_json(taken))


def _name(folder: Path) -> str:
    return hashlib.sha256(str(folder.resolve()).encode(errors="surrogateescape")).hexdigest() + (
        ENDING
    )
