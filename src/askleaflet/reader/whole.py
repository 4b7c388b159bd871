"""Questions that ask for the whole of what one sort of section says: "What are the side effects?"

The section is known by its heading, or the list by the sentence that leads it in. Only what search
found is looked at.
"""

from __future__ import annotations

from collections.abc import Sequence

from askleaflet.headings import Sense, asked_for, sense_of
from askleaflet.records import Document, Hit, Passage, Query


def sense(document: Document, passage: Passage) -> Sense:
    """What the list or section that ``passage`` stands in says: by its lead-in, else by the nearest
    heading that tells."""
    section = document.sections[passage.section]
    over = [document.sections[number].heading for number in (*section.outer, section.index)]
    told = [*([passage.lead] if passage.lead else []), *reversed(over)]
    return next((found for one in told if (found := sense_of(document.words(one)))), "")


def whole_of(
    document: Document, query: Query, hits: Sequence[Hit]
) -> tuple[list[Hit], frozenset[str]]:
    """The hits that can answer ``query``, best first, and the ids of those that are what it asks
    for: of lists the first of the leaflet comes first."""
    asked = "" if query.earlier else asked_for(query.read)
    if not asked:
        return list(hits), frozenset()
    senses = {hit.passage.id: sense(document, hit.passage) for hit in hits}
    # "Do not use it to make a child sleepy" is nothing that it is for.
    left = [one for one in hits if asked == "not" or senses[one.passage.id] != "not"]
    own = [one for one in left if senses[one.passage.id] == asked]
    if asked == "uses":
        # One sentence says it; a list may be of anything there.
        first = left[:1] if left[:1] == own[:1] else []
    else:
        lists = [one for one in own if one.passage.kind == "list"]
        first = sorted(lists, key=lambda one: one.passage.mark) or (own if asked == "not" else [])
    under = frozenset(one.passage.id for one in first)
    return [*first, *(one for one in left if one.passage.id not in under)], under
