"""Passages: what can be quoted, with the words without which it could be misread."""

from __future__ import annotations

from hypothesis import given

from askleaflet.passages import passages
from invented import ZORVEXIN, document, passage
from strategies import Bullets, Leaflet, leaflets, messy_text


def test_a_bullet_is_shown_with_the_whole_list_and_its_lead_in() -> None:
    read = document(ZORVEXIN)
    found = passage(read, "weigh less than 5.4 kg")
    shown = read.slice(found.block)
    assert found.kind == "item"
    assert shown.startswith("Do not take Zorvexin if you:")
    assert shown.endswith("This holds for a small one too.")
    assert found.lead
    assert read.slice(found.lead) == "Do not take Zorvexin if you:"


def test_a_sentence_inside_a_bullet_is_shown_with_the_whole_list() -> None:
    read = document(ZORVEXIN)
    assert "Do not take Zorvexin if you:" in read.slice(
        passage(read, "This holds for a small one too.").block
    )


def test_a_sentence_that_leads_a_list_in_is_shown_with_the_list() -> None:
    read = document(ZORVEXIN)
    shown = read.slice(passage(read, "Do not take Zorvexin if you:").block)
    assert "weigh less than 5.4 kg" in shown


def test_a_list_of_several_items_is_a_passage_and_a_single_item_is_no_list() -> None:
    read = document("## A\n\n- one\n- two\n\n## B\n\n- three\n")
    assert [one.kind for one in passages(read)] == ["list", "item", "item", "item"]


def test_a_list_right_under_its_heading_has_no_lead_in() -> None:
    read = document(ZORVEXIN)
    assert passage(read, "headache").lead is None


def test_a_list_is_not_led_in_by_a_sentence_under_another_heading() -> None:
    read = document("## A\n\nNever do this:\n\n## B\n\n- one\n- two\n")
    assert passage(read, "one").lead is None


def test_a_short_line_without_end_mark_leads_the_next_paragraph_in() -> None:
    read = document("## A\n\nNot for babies\n\nGive it with milk.\n")
    found = passage(read, "Give it with milk.")
    assert read.slice(found.block) == "Not for babies\n\nGive it with milk."


def test_a_paragraph_ending_in_a_colon_leads_the_next_one_in() -> None:
    read = document("## A\n\nDo this. Never do the following:\n\nGive it with milk.\n")
    found = passage(read, "Give it with milk.")
    assert found.lead
    assert read.slice(found.lead) == "Never do the following:"


def test_a_full_sentence_leads_no_paragraph_in() -> None:
    read = document("## A\n\nTake it.\n\nGive it with milk.\n")
    assert passage(read, "Give it with milk.").lead is None


def test_passages_stand_in_the_order_of_the_text_and_their_ids_sort_likewise() -> None:
    ids = [one.id for one in passages(document(ZORVEXIN))]
    assert ids == sorted(ids)
    assert len(set(ids)) == len(ids)


@given(messy_text)
def test_what_answers_always_stands_inside_what_is_shown(text: str) -> None:
    for markdown in (True, False):
        for one in passages(document(text, markdown=markdown)):
            assert 0 <= one.block.start <= one.mark.start < one.mark.end <= one.block.end
            assert one.block.end <= len(text)
            assert one.lead is None or one.block.start <= one.lead.start


@given(leaflets())
def test_no_bullet_of_any_leaflet_is_shown_without_its_lead_in(leaflet: Leaflet) -> None:
    read = document(leaflet.text, markdown=leaflet.markdown)
    for heading, blocks in leaflet.sections:
        for block in blocks:
            if isinstance(block, Bullets):
                for item in block.items:
                    found = passage(read, item)
                    assert block.lead in read.slice(found.block)
                    assert read.slice(read.sections[found.section].heading) == heading
