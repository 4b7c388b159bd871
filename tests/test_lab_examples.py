"""The labelled examples as the reader learns them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askleaflet.naming import PLACEHOLDER
from askleaflet.passages import passages
from askleaflet_lab.examples import (
    GOLD_SHARE,
    MOST_FITTING,
    all_messages,
    answering,
    bare,
    kept_questions,
    lesson,
    messages,
    read_rows,
    taught_examples,
    training_lessons,
)
from handmade import taught
from invented import ZORVEXIN, document, write

READ = document(ZORVEXIN)
MARKS = [READ.slice(one.mark) for one in passages(READ)]


def row(question: str, *gold: str, **more: object) -> dict[str, object]:
    return {"question": question, "kind": "answerable", "gold": list(gold), **more}


def test_the_passage_that_is_the_gold_sentence_answers() -> None:
    (number,) = answering(MARKS, ["It is not for babies under 3.5 kg."])
    assert MARKS[number] == "It is not for babies under 3.5 kg."


def test_a_list_answers_where_most_of_it_is_gold_and_its_items_do_too() -> None:
    gold = ["headache", "feeling sick", "low levels of potassium"]
    marked = {MARKS[number] for number in answering(MARKS, gold)}
    assert set(gold) < marked
    assert any("\n" in one for one in marked)
    assert {MARKS[number] for number in answering(MARKS, gold[:1])} == {"headache"}


def test_a_text_that_was_cut_otherwise_answers_by_what_it_holds_or_is_held_by() -> None:
    marks = [
        "What it does Keep it cold and dry in the fridge at all times. More.",
        "Fever is seen.",
    ]
    assert answering(marks, ["Keep it cold"]) == (0,)
    assert answering(
        ["Keep it cold and dry, always"], ["Do so: Keep it cold and dry, always. Or no."]
    )
    assert answering(["cold"], ["Keep it cold and dry"]) == ()


@given(st.lists(st.sampled_from(MARKS), max_size=4))
def test_what_answers_mostly_is_gold(gold: list[str]) -> None:
    found = answering(MARKS, gold)
    assert list(found) == sorted(set(found))
    assert bool(found) == bool(gold)
    for one in gold:
        assert MARKS.index(one) in found


@pytest.mark.parametrize("text", ["- a\n- b", "* a\n  • b", "# a\nb", " a \n\n b "])
def test_marks_and_white_space_do_not_count(text: str) -> None:
    assert bare(text) == "a b"


def test_a_lesson_holds_the_questions_as_the_reader_sees_them() -> None:
    rows = [
        row("is zorvexin ok after a stroke", "had a stroke."),
        row(
            "and children?", "It is not for babies under 3.5 kg.", history=["first", "who takes it"]
        ),
        row("what does it cost", kind="unanswerable"),
        row("lost by the import", "Words that this text does not hold anywhere."),
    ]
    own = lesson(READ, rows)
    asked = [one.question for one in own.examples]
    assert asked == [
        f"is {PLACEHOLDER} ok after a stroke",
        "who takes it | and children?",
        "what does it cost",
    ]
    assert [one.kind for one in own.examples] == ["answerable", "answerable", "unanswerable"]
    assert own.examples[2].answers == ()
    assert len(own.passages) == len(MARKS)
    assert "had a stroke." in own.passages[own.examples[0].answers[0]]


def test_the_wordings_of_a_sidecar_become_examples() -> None:
    own = taught_examples(taught(READ, {"had a stroke.": ["my clot"]}, "is it dear"))
    assert [(one.question, one.kind, len(one.answers)) for one in own] == [
        ("my clot", "answerable", 1),
        ("is it dear", "unanswerable", 0),
    ]


def folder(at: Path) -> Path:
    leaflet = "## Storage\n\nKeep it in the fridge.\n\nFever is seen.\n"
    write(at / "leaflets" / "zorvexin.md", leaflet)
    write(at / "leaflets" / "zorvexin.raw.md", f"## Leaflet\n\nStorage {leaflet[12:]}")
    write(at / "leaflets" / "melotin.md", "## A\n\n" + "Keep it in the fridge. \n\n" * 9)
    asked = json.dumps(row("where", "Keep it in the fridge.")) + "\n\n"
    for id in ("zorvexin", "melotin"):
        write(at / "questions" / f"{id}.jsonl", asked)
    write(at / "facets.toml", '[facet.cold]\nsays = ["the FRIDGE"]\nasked = "icy\\ncold"\n')
    return at


def test_each_leaflet_is_read_in_each_of_its_forms_with_the_same_questions(tmp_path: Path) -> None:
    melotin, zorvexin = training_lessons(folder(tmp_path))
    assert [len(melotin), len(zorvexin)] == [1, 2]
    assert {one.id for one in zorvexin} == {"zorvexin"}
    for one in zorvexin:
        (example,) = one.examples
        assert all("fridge" in one.passages[number] for number in example.answers)


def test_a_facet_goes_with_the_passages_that_say_so_unless_too_many_do(tmp_path: Path) -> None:
    melotin, zorvexin = training_lessons(folder(tmp_path))
    ((asked, fits),) = zorvexin[0].facets
    assert asked == ("icy", "cold")
    assert [zorvexin[0].passages[number] for number in fits] == ["Storage : Keep it in the fridge."]
    assert len(melotin[0].passages) > MOST_FITTING
    assert melotin[0].facets == ()


def test_every_message_that_ships_is_urgent_or_calm_and_urgent_ones_name_their_kind() -> None:
    read = messages()
    assert {one.kind for one in read} == {"life", "urgent", "calm"}
    assert all(one.text.strip() for one in read)
    assert all(one.group for one in read if one.kind != "calm")


def test_kept_questions_are_those_of_every_file_below(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", '{"question": "one"}\n\n')
    write(tmp_path / "b" / "c.jsonl", '{"question": "two"}\n')
    assert list(kept_questions(tmp_path)) == ["one", "two"]
    assert read_rows(tmp_path / "a.jsonl") == [{"question": "one"}]


def test_gold_has_to_be_most_of_what_answers() -> None:
    assert 0.5 < GOLD_SHARE < 1
    assert answering(
        ["Keep it cold. And a long tail of other things to say here."], ["Keep it cold."]
    )
    marks = ["Keep it cold.", "Keep it cold. And a long tail of other things to say here."]
    assert answering(marks, ["Keep it cold."]) == (0,)


def test_a_question_is_a_message_of_the_kind_that_a_nurse_gave_it(tmp_path: Path) -> None:
    write(tmp_path / "messages.jsonl", '{"text": "help", "kind": "life", "group": "other"}\n')
    asked = [
        row("is it safe"),
        row("he is fitting", kind="urgent"),
        row("my stools are black as tar", alarm="urgent"),
        row("black stools", alarm="unsure"),
    ]
    write(tmp_path / "questions" / "one.jsonl", "\n".join(map(json.dumps, asked)))
    found = {one.text: one.kind for one in all_messages(tmp_path)}
    assert found == {
        "help": "life",
        "is it safe": "calm",
        "he is fitting": "urgent",
        "my stools are black as tar": "urgent",
    }
