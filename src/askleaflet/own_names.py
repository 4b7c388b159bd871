"""By which names a leaflet's own medicine goes, and how text reads without them.

A name tells which leaflet is meant and nothing of what is asked, so search and reader see "this
medicine" in its place, in questions and in leaflets alike.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from askleaflet.analysis import folded
from askleaflet.records import Document

PLACEHOLDER = "this medicine"
SHORTEST_NAME = 4
# A long name may be spelled this wrong and still be it: "blinatunomab".
SHORTEST_MISSPELLED, SLIPS_SHARE, MOST_SLIPS = 7, 0.25, 3
# "The active substance is rivaroxaban", the strength line of the European template (QRD).
_SUBSTANCE = re.compile(
    r"\bactive\s+(?:substance|ingredient)s?\s+(?:in\s+\S+\s+)?(?:is|are)\s+([a-z][a-z-]{4,})"
)
# In the first section: "ABASAGLAR contains insulin glargine", "contains the active substance ...".
_CONTAINS = re.compile(
    r"contains\s+(?:(?:an?|the)\s+active\s+(?:substance|ingredient)\s+)?(?:called\s+)?"
    r"([a-z][a-z-]{5,})"
)
_OPENING = 6000
# What stands in that place where no name does.
_NO_NAMES = frozenset(
    "which that this also your lactose sodium tablets medicine active substance soya gluten less "
    "each such called benzyl sorbitol potassium mannitol polysorbate propylene ethanol alcohol "
    "insulin human".split()
)
_WORD = re.compile(r"[^\W\d_](?:[\w-]*\w)?")


def own_names(document: Document) -> tuple[str, ...]:
    """The names of ``document``'s medicine, folded: title, file name, what staff add, and the
    substance that its text names."""
    names = {folded(one).strip() for one in (document.id, document.title, *document.other_names)}
    names.update(re.split(r"[-_ ]", document.id))
    text = folded(document.text)
    if found := _SUBSTANCE.search(text):
        names.add(found.group(1))
    if found := _CONTAINS.search(text[:_OPENING]):
        names.add(found.group(1))
    return tuple(sorted(one for one in names - _NO_NAMES if len(one) >= SHORTEST_NAME))


def neutral(text: str, names: Collection[str]) -> str:
    """``text`` with "this medicine" for each of ``names``."""
    return _pattern(tuple(names)).sub(PLACEHOLDER, text) if names else text


@lru_cache(maxsize=256)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    """What finds each of ``names``, the longest first."""
    whole = "|".join(re.escape(one) for one in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{whole})(?!\w)[®™]?", re.IGNORECASE)


def neutral_question(text: str, names: Collection[str]) -> str:
    """As ``neutral``, also where a name is misspelled."""
    single = [one for one in names if " " not in one]
    return _WORD.sub(
        lambda found: PLACEHOLDER if nearest_name(folded(found[0]), single) else found[0],
        neutral(text, names),
    )


def nearest_name(word: str, names: Collection[str]) -> str | None:
    """The name that ``word`` is a misspelling of: long, with the same first letter, and no more
    than a quarter of it wrong."""
    if len(word) < SHORTEST_MISSPELLED - 1:
        return None
    slips = min(int(len(word) * SLIPS_SHARE), MOST_SLIPS)
    long = [one for one in names if len(one) >= SHORTEST_MISSPELLED and one[0] == word[0]]
    near = process.extractOne(word, long, scorer=OSA.distance, score_cutoff=slips)
    return str(near[0]) if near else None
