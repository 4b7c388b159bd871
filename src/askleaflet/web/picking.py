"""What the leaflets are called, for the box that finds one by its name (pick.js)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Set

from askleaflet.analysis import words
from askleaflet.records import Listing
from askleaflet.web.assets import OwnFile, own_file

NAMES = "names.json"
# So many leaflets are offered as a button each; of more, one is found by its name.
MOST_BUTTONS = 8


def names_file(listings: Mapping[str, Listing]) -> OwnFile:
    """Each leaflet as ``[id, title, language, other names]``, in the order of their titles."""
    ordered = sorted(listings.values(), key=lambda one: one.title.casefold())
    # A leaflet may name another's brand among its substances: "insulin glargine, as Toujeo".
    brands = {name for one in ordered for name in one.called if name not in one.substances}
    rows = [[one.id, one.title, one.language, _other_names(one, brands)] for one in ordered]
    content = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    return own_file(content.encode(), "json")


def _other_names(one: Listing, brands: Set[str]) -> list[str]:
    """By what else people know the medicine: brands first, then substances, each once."""
    substances = [name for name in one.substances if name not in brands]
    names = dict.fromkeys((*one.called, *substances))
    names.pop(" ".join(words(one.title)), None)
    return [*names]
