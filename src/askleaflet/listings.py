"""Where the list of a folder's leaflets is kept, so that the next start opens none of them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from askleaflet.cachefile import open_cache
from askleaflet.catalogue import Catalogue, key_of
from askleaflet.errors import CacheError
from askleaflet.records import Listing

ENDING = ".listings.json"
LARGEST_FILE = 50_000_000
# One a folder of leaflets.
MOST_FILES = 20
_LISTINGS = TypeAdapter(dict[str, Listing])


def read_listings(cache: Path | None, folder: Path) -> dict[str, Listing]:
    """What was kept of the leaflets of ``folder``, by ``key_of``; nothing where that is no good."""
    if cache is None:
        return {}
    try:
        with open_cache(cache) as kept:
            content = kept.read(_name(folder), LARGEST_FILE)
        return _LISTINGS.validate_json(content) if content else {}
    except (CacheError, ValidationError):
        return {}


def write_listings(
    cache: Path | None, folder: Path, found: Catalogue, known: Mapping[str, Listing]
) -> None:
    """Keeps ``found``, unless it is what is ``known``. A cache that cannot be used has been told of
    where vectors are kept."""
    now = {key_of(found.sources[id]): one for id, one in found.listings.items()}
    if cache is None or now == known:
        return
    try:
        with open_cache(cache) as kept:
            kept.write(_name(folder), _LISTINGS.dump_json(now))
            kept.tidy(ENDING, MOST_FILES)
    except CacheError:
        return


def _name(folder: Path) -> str:
    return hashlib.sha256(str(folder.resolve()).encode(errors="surrogateescape")).hexdigest() + (
        ENDING
    )
