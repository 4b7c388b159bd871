"""Coverage: which passages answer which kind, by the sidecar or by the leaflet's own words."""

from __future__ import annotations

from dataclasses import replace

from askleaflet.passages import passages
from askleaflet.records import AskedAs, Document
from askleaflet.retrieval.coverage import HEADING_EVIDENCE, PHRASE_EVIDENCE, Coverage
from askleaflet.understanding.kinds import Kind
from invented import ZORVEXIN, document, few_kinds


def kind(id: str, heading: tuple[str, ...] = (), says: tuple[str, ...] = ()) -> Kind:
    return Kind(id, {"en": id}, (), heading, says, ())


def coverage(of: Document, *kinds: Kind) -> Coverage:
    return Coverage(of, {of.id: passages(of)}, {one.id: one for one in kinds})


def answering(of: Document, found: Coverage, id: str) -> list[str]:
    return [of.slice(cue.passage.mark) for cue in found.cues(id)]


def test_words_in_the_heading_tell_what_stands_under_it() -> None:
    read = document(ZORVEXIN)
    found = coverage(read, kind("effects", heading=("side effects",)))
    assert "headache" in answering(read, found, "effects")
    assert found.cues("effects")[0].evidence == HEADING_EVIDENCE


def test_a_phrase_in_the_sentence_is_better_evidence_than_the_heading() -> None:
    read = document(ZORVEXIN)
    found = coverage(read, kind("dose", heading=("how to take",), says=("usual dose",)))
    assert answering(read, found, "dose")[0].startswith("The usual dose")
    assert found.cues("dose")[0].evidence == PHRASE_EVIDENCE + HEADING_EVIDENCE


def test_a_phrase_in_the_lead_in_tells_what_its_items_answer() -> None:
    read = document(ZORVEXIN)
    found = coverage(read, kind("not", says=("do not take",)))
    assert "weigh less than 5.4 kg" in answering(read, found, "not")


def test_an_outer_heading_is_weaker_evidence_than_the_nearest() -> None:
    read = document("# Storage\n\n## Other\n\nOne.\n\n## Storage\n\nTwo.\n")
    found = coverage(read, kind("storage", heading=("storage",)))
    assert answering(read, found, "storage") == ["Two.", "One."]


def test_endings_do_not_matter_but_the_order_of_words_does() -> None:
    read = document("## A\n\nThe doses are usual. Usual dosing.\n")
    found = coverage(read, kind("dose", says=("usual dose",)))
    assert answering(read, found, "dose") == ["Usual dosing."]


def test_a_kind_of_which_the_leaflet_has_no_word_is_not_covered() -> None:
    read = document(ZORVEXIN)
    found = coverage(read, kind("price", heading=("price",), says=("costs", "")))
    assert "price" not in found
    assert found.cues("price") == []


def test_a_sidecar_entry_wins_over_the_leaflets_own_words() -> None:
    entry = AskedAs(("Open the box",), ("how", "what"), ("effects",))
    read = replace(document(ZORVEXIN), asked_as=(entry,))
    found = coverage(read, kind("effects", heading=("side effects",)))
    assert answering(read, found, "effects") == ["Open the box"]


def test_in_a_complete_sidecar_a_kind_without_entry_is_not_answered() -> None:
    read = replace(document(ZORVEXIN), complete=True)
    assert "effects" not in coverage(read, kind("effects", heading=("side effects",)))


def test_a_heading_in_a_sidecar_stands_for_the_list_or_text_under_it() -> None:
    entry = AskedAs(("Possible side effects",), ("q",), ("effects",))
    read = replace(document(ZORVEXIN), asked_as=(entry,), complete=True)
    found = coverage(read, kind("effects"))
    assert answering(read, found, "effects")[0].startswith("headache\n- feeling sick")


def test_the_shipped_kinds_find_side_effects_in_an_unknown_leaflet() -> None:
    read = document(ZORVEXIN)
    found = Coverage(read, {read.id: passages(read)}, few_kinds())
    assert "side_effects" in found
    assert "storage" not in found
