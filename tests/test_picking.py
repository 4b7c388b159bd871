"""The names of leaflets, for the box that finds one."""

from __future__ import annotations

import json

from askleaflet.records import Listing
from askleaflet.web.picking import names_file


def test_a_leaflet_has_its_brands_and_substances_and_no_brand_of_another() -> None:
    glargine = ("glargine", "insulin glargine", "toujeo")
    listings = {
        "toujeo": Listing("toujeo", "Toujeo", ("toujeo",), ("toujeo",), ("insulin glargine",)),
        "abasaglar": Listing(
            "abasaglar", "Abasaglar", (), ("abasaglar", "abasaglar pen"), glargine
        ),
    }
    assert json.loads(names_file(listings).content) == [
        ["abasaglar", "Abasaglar", "en", ["abasaglar pen", "glargine", "insulin glargine"]],
        ["toujeo", "Toujeo", "en", ["insulin glargine"]],
    ]
