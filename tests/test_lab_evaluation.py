"""How replies are judged: a quote is right by its mark, a refusal by having none."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from askleaflet.errors import VocabularyError
from askleaflet.records import Notice, Quote, Reply, ReplyKind
from askleaflet_lab.evaluation import (
    LEAFLETS,
    SETS,
    Outcome,
    Question,
    Scores,
    evaluate,
    is_right_mark,
    judge,
    looked_at,
    misses,
    one_leaflet,
    questions_on,
    read_questions,
    table,
)
from invented import ZORVEXIN, quick, write

LIST = "Tell your nurse if you have:\n- fever\n- chills"
NOTICE = Notice("Get help now", ())


def quote(mark: str, text: str = "") -> Quote:
    shown = text or mark
    at = max(shown.find(mark), 0)
    return Quote(
        shown, mark, at, at + len(mark), 0, len(shown), "zorvexin", "A", (), "Zorvexin", "", None
    )


def reply(kind: ReplyKind, *marks: str, urgent: bool = False) -> Reply:
    quotes = tuple(quote(one) for one in marks)
    return Reply(kind, "so", "ask", urgent, NOTICE if urgent else None, quotes=quotes)


def question(kind: str, *gold: str) -> Question:
    return Question("q", kind, "is it so", (), gold)


@pytest.mark.parametrize(
    ("mark", "gold", "right"),
    [
        ("Keep it cold.", ["Keep it cold."], True),
        ("- Keep it\n  cold.", ["Keep it cold."], True),
        ("Keep it cold.", ["Keep it cold. And dry."], False),
        ("Keep it cold.", ["Fever is seen."], False),
        ("Keep it cold. Or else it spoils very soon indeed.", ["Keep it cold."], False),
        ("Keep it cold and quite dry. Ok.", ["Keep it cold and quite dry."], True),
        (LIST, ["fever", "chills"], True),
        ("- fever\n- chills", ["fever"], False),
        ("Keep it cold.", [], False),
        ("Keep it cold.", [" "], False),
    ],
)
def test_a_mark_is_right_where_it_holds_gold_whole_and_is_gold_mostly(
    mark: str, gold: list[str], right: bool
) -> None:
    assert is_right_mark(quote(mark), gold) is right


def test_a_gold_sentence_that_begins_with_the_heading_over_the_mark_counts_without_it() -> None:
    own = replace(quote("It is safe to drive."), section="Driving and using machines")
    gold = "Driving and using machines It is safe to drive."
    assert is_right_mark(own, [gold])
    assert not is_right_mark(replace(own, section="Driving"), [gold])
    assert not is_right_mark(replace(own, section="Driving"), ["Driving It is never safe."])


def test_a_mark_that_does_not_stand_in_its_quote_is_wrong() -> None:
    assert not is_right_mark(quote("Keep it cold.", "Something else."), ["Keep it cold."])


@pytest.mark.parametrize(
    ("asked", "given", "right", "wrong_quote"),
    [
        (question("answerable", "Cold."), reply("answer", "Cold."), True, False),
        (question("answerable", "Cold."), reply("answer", "Warm."), False, True),
        (question("answerable", "Cold."), reply("answer", "Warm.", "Cold."), False, True),
        (question("answerable", "Cold."), reply("not_covered"), False, False),
        (question("calm_mention", "Cold."), reply("answer", "Cold.", urgent=True), False, False),
        (question("calm_mention"), reply("not_covered"), True, False),
        (question("calm_mention"), reply("answer", "Cold."), False, True),
        (question("calm_mention"), reply("not_covered", urgent=True), False, False),
        (question("unanswerable"), reply("not_covered"), True, False),
        (question("unanswerable"), reply("other_medicine"), True, False),
        (question("unanswerable"), reply("answer", "Cold."), False, True),
        (question("unanswerable"), reply("error"), False, False),
        (question("unanswerable"), reply("greeting"), False, False),
        (question("offtopic"), reply("greeting"), True, False),
        (question("offtopic"), reply("not_covered", urgent=True), False, False),
        (question("urgent"), reply("not_covered", urgent=True), True, False),
        (question("urgent"), reply("not_covered"), False, False),
        (question("calm"), reply("answer", "Cold."), True, False),
        (question("calm"), reply("not_covered", urgent=True), False, False),
    ],
)
def test_each_reply_is_judged_by_what_its_question_wants(
    asked: Question, given: Reply, right: bool, wrong_quote: bool
) -> None:
    outcome = judge(asked, given)
    assert (outcome.right, outcome.wrong_quote) == (right, wrong_quote)


@pytest.mark.parametrize(
    ("alarm", "kind", "urgent", "right"),
    [
        ("urgent", "answer", True, True),
        ("urgent", "answer", False, False),
        ("urgent", "not_covered", True, False),
        ("unsure", "answer", True, True),
        ("unsure", "answer", False, True),
        ("", "answer", True, False),
    ],
)
def test_a_question_that_tells_of_an_emergency_is_to_be_heard_and_answered(
    alarm: str, kind: ReplyKind, urgent: bool, right: bool
) -> None:
    asked = replace(question("answerable", "Cold."), alarm=alarm)
    given = reply(kind, *["Cold."] * (kind == "answer"), urgent=urgent)
    assert judge(asked, given).right is right


def test_what_a_nurse_could_not_tell_counts_neither_as_heard_nor_as_a_false_alarm() -> None:
    told, unsure, calm = (
        replace(question("answerable", "Cold."), alarm=alarm) for alarm in ("urgent", "unsure", "")
    )
    heard = reply("answer", "Cold.", urgent=True)
    own = Scores("a set", [judge(told, heard), judge(unsure, heard), judge(calm, heard)])
    assert (own.urgent_recall, own.false_alarms) == (1.0, 1.0)
    assert [one.calm for one in (told, unsure, calm)] == [False, False, True]


def scores() -> Scores:
    """Three questions that are answered (one wrongly, one not), two that are not, two urgent."""
    judged = [
        judge(question("answerable", "Cold."), reply("answer", "Cold.")),
        judge(question("answerable", "Cold."), reply("answer", "Warm.")),
        judge(question("answerable", "Cold."), reply("not_covered")),
        judge(question("unanswerable"), reply("not_covered")),
        judge(question("unanswerable"), reply("answer", "Warm.")),
        judge(question("urgent"), reply("not_covered", urgent=True)),
        judge(question("urgent"), reply("answer", "Cold.")),
        judge(question("offtopic"), reply("not_covered", urgent=True)),
    ]
    return Scores("a set", judged)


def test_the_shares_count_what_they_say() -> None:
    own = scores()
    assert own.right_reply == 3 / 8
    assert own.answered_right == 1 / 3
    assert own.refused == 2 / 3
    assert own.wrong_of_answered == 2 / 3
    assert own.urgent_recall == 1 / 2
    assert own.false_alarms == 1 / 6


def test_a_share_of_nothing_is_whole_and_the_table_shows_none() -> None:
    empty = Scores("none")
    assert empty.right_reply == empty.urgent_recall == 1.0
    assert table([empty]).splitlines()[2] == "| none | 0 | 1.00 | - | - | - | - | 1.000 |"


def test_the_table_has_a_row_a_set_and_a_cell_a_figure() -> None:
    head, rule, row = table([scores()]).splitlines()
    assert row == "| a set | 8 | 0.38 | 0.33 | 0.67 | 0.67 | 0.50 | 0.167 |"
    assert head.count("|") == rule.count("|") == row.count("|")


def test_misses_are_the_questions_without_their_right_reply() -> None:
    found = list(misses(scores()))
    assert len(found) == 5
    assert all(one.startswith("a set | ") for one in found)
    assert sum("FALSE ALARM" in one for one in found) == 1
    assert "quoted: 'Warm.'" in found[0]


def test_questions_are_read_with_all_that_is_labelled(tmp_path: Path) -> None:
    row = {"id": 1, "kind": "answerable", "question": "q", "history": ["h"], "gold": ["g"]}
    path = write(
        tmp_path / "a.jsonl", json.dumps(row) + "\n" + '{"id":2,"kind":"calm","question":"x"}'
    )
    assert read_questions(path) == [
        Question("1", "answerable", "q", ("h",), ("g",)),
        Question("2", "calm", "x", (), ()),
    ]


def test_a_leaflet_as_imported_is_asked_what_its_twin_is(tmp_path: Path) -> None:
    row = json.dumps({"id": 1, "kind": "calm", "question": "q"})
    write(tmp_path / "own" / "a.jsonl", row)
    asked = [Question("1", "calm", "q", (), ())]
    assert questions_on(tmp_path / "own" / "a.md") == asked
    assert questions_on(tmp_path / "own_raw" / "a.md") == asked


@pytest.mark.parametrize("line", ["{", '{"id": 1}', ""])
def test_a_broken_line_is_named(tmp_path: Path, line: str) -> None:
    sound = '{"id":2,"kind":"calm","question":"x"}'
    path = write(tmp_path / "a.jsonl", f"{sound}\n{line}\n{sound}\n")
    with pytest.raises(VocabularyError, match=r"a\.jsonl, line 2.*Mend it"):
        read_questions(path)


def test_sets_kept_aside_are_looked_at_only_when_told_to() -> None:
    every = [*SETS, *LEAFLETS]
    assert list(looked_at(every, kept=True)) == every
    left = list(looked_at(every, kept=False))
    assert set(every) - set(left) == {
        "kept/unread",
        "kept/more_unread",
        "kept/fourth_unread",
        "kept/fifth_unread",
        "kept/headings",
        "kept/conversations",
        "kept/messages",
        "kept/long_messages",
        "kept_leaflets",
        "kept_conversations",
    }


def test_every_question_is_asked_once_of_the_leaflet_it_is_about(tmp_path: Path) -> None:
    corpus = one_leaflet(write(tmp_path / "zorvexin.md", ZORVEXIN))
    asked = [question("answerable", "x"), replace(question("unanswerable"), text="hello")]
    own = evaluate(quick(corpus), asked, "own")
    assert [one.question for one in own.outcomes] == asked
    assert isinstance(own.outcomes[0], Outcome)
    assert own.outcomes[1].reply.kind == "greeting"
