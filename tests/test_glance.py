"""What of a passage is seen at once, and what waits to be unfolded."""

from __future__ import annotations

import pytest
from hypothesis import given

from askleaflet.glance import FEWEST_FOLDED, all_marked, can_wait
from askleaflet.passages import passages
from askleaflet.records import Document, Passage, Span
from invented import document
from strategies import Leaflet, leaflets

LONG = "This sentence is so long that it would hardly be seen on the small screen of a telephone."
FIRST, SECOND, THIRD, FOURTH, FIFTH = (f"{name} {LONG}" for name in "ABCDE")
PARAGRAPH = f"## Use\n\n{FIRST} {SECOND} {THIRD} {FOURTH} {FIFTH}\n"
LIST = "## Who\n\nDo not take it if you:\n\n- have gout\n- are pregnant\n"


def passage_of(read: Document, mark: str) -> Passage:
    return next(one for one in passages(read) if read.slice(one.mark) == mark)


def seen(read: Document, mark: str) -> str:
    """What of the passage around ``mark`` does not wait."""
    one = passage_of(read, mark)
    left = list(read.text)
    for span in can_wait(read, one.block, [one.mark]):
        left[span.start : span.end] = [" "] * (span.end - span.start)
    return "".join(left[one.block.start : one.block.end])


def test_a_marked_sentence_is_seen_with_the_one_before_it() -> None:
    read = document(PARAGRAPH)
    assert seen(read, THIRD).split() == f"{SECOND} {THIRD}".split()
    assert seen(read, FIRST).split() == FIRST.split()


@pytest.mark.parametrize(
    "limit", ["However, not at night.", "Unless you have gout.", "Do not run."]
)
def test_what_limits_a_marked_sentence_is_seen_with_it(limit: str) -> None:
    read = document(f"## Use\n\n{FIRST} {limit} {THIRD} {FOURTH}\n")
    assert seen(read, FIRST).split() == f"{FIRST} {limit}".split()


@pytest.mark.parametrize(
    "denial", ["Do not take it with gout.", "Nicht bei Gicht.", "Never do it."]
)
def test_what_denies_something_above_a_marked_sentence_is_seen_with_it(denial: str) -> None:
    read = document(f"## Use\n\n{denial} {FIRST} {SECOND} {THIRD} {FOURTH}\n")
    assert seen(read, THIRD).split() == f"{denial} {SECOND} {THIRD}".split()


def test_little_is_not_folded() -> None:
    read = document("## Use\n\nTake it. Drink water. Sit down. Rest.\n")
    assert seen(read, "Take it.") == "Take it. Drink water. Sit down. Rest."


@given(leaflets())
def test_of_any_leaflet_lists_leads_and_marks_never_wait(leaflet: Leaflet) -> None:
    read = document(leaflet.text, markdown=leaflet.markdown)
    for one in passages(read):
        waits = can_wait(read, one.block, [one.mark])
        assert not waits or sum(len(read.slice(span)) for span in waits) >= FEWEST_FOLDED
        always = [one.mark, *([one.lead] if one.lead else [])]
        always += [unit for block in read.blocks if block.kind == "list" for unit in block.units]
        for span in waits:
            assert one.block.start <= span.start < span.end <= one.block.end
            assert all(span.end <= kept.start or kept.end <= span.start for kept in always)


def test_a_list_that_answers_whole_is_known_and_one_item_is_not() -> None:
    read = document(LIST)
    whole = next(one for one in passages(read) if one.kind == "list")
    item = passage_of(read, "have gout")
    assert all_marked(read, whole.block, [whole.mark])
    assert not all_marked(read, item.block, [item.mark])
    both = [item.mark, passage_of(read, "are pregnant").mark]
    assert all_marked(read, whole.block, both)
    lead = Span(whole.block.start, whole.block.start + 5)
    assert not all_marked(read, whole.block, [*both, lead])
