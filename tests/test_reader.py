"""The reader: the best candidate first, a probability beside it, and nothing without candidates."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from askleaflet.analysis import stems
from askleaflet.decide import THRESHOLDS
from askleaflet.errors import ReaderError
from askleaflet.passages import passages
from askleaflet.reader.library import Shelf
from askleaflet.reader.reader import DENSE, SURELY, Reader, answering, token_likeness
from askleaflet.reader.translations import Translations
from askleaflet.records import Candidate, Encoded, Query, Reading
from askleaflet.understanding.conversation import read_stop_words
from askleaflet.urgency.learned import THRESHOLDS as ALARMS
from handmade import EVIDENCE, asking, axis, carded, encoded, shelf, taught
from invented import ZORVEXIN, corpus_of, document, encoder, quick

TEXT = "## Green\n\nKeep it cold.\n\nFever is seen.\n\nIt may snow.\n"
READ = taught(document(TEXT), {"It may snow.": ["white flakes"]}, "what does it cost")
OWN = passages(READ)
# Who says "hot" asks for what says "fever".
SPOKEN = Translations(
    {"hot": 0},
    {"fever": 0},
    np.array([0.001], np.float32),
    np.array([1]),
    np.array([0]),
    np.array([0.9], np.float32),
)
_NUMBERS = st.floats(-1, 1, width=32)


def stocked() -> Shelf:
    return shelf(READ, [axis(0), axis(1), axis(2)], [axis(3)], [axis(1)])


def reader(**numbers: dict[str, float]) -> Reader:
    return Reader(carded(**numbers), {"zorvexin": stocked()})


def found(*numbers: int) -> list[Candidate]:
    return [Candidate(OWN[number], 0.0) for number in numbers or range(len(OWN))]


def along(number: int, **odds: float) -> Query:
    return asking("", vectors=(encoded(axis(number), [axis(number)], odds=odds),))


def best_of(text: str, words: str, question: str = "") -> Reading:
    """What the reader makes of a leaflet, all of whose passages were found, where the one with
    ``words`` is the likest."""
    read = document(text)
    own = passages(read)
    (place,) = [n for n, one in enumerate(own) if read.words(one.mark) == words]
    rows = [axis(0) if n == place else axis(1) for n in range(len(own))]
    stocked = {"zorvexin": shelf(read, rows, [], [])}
    asked = asking(question, vectors=(encoded(axis(0), [axis(0)]),))
    return Reader(carded(), stocked).read(asked, [Candidate(one, 0.0) for one in own])


LATE = """## If you forget it

If you are late:

- {0} have passed: take it at once.
- {1} have passed: leave it out.
- Do not double it.
"""


@pytest.mark.parametrize(
    ("early", "late", "whole"),
    [
        ("less than 6 hours", "more than 6 hours", True),
        ("3 days or less", "more than 3 days", True),
        ("some hours", "many hours", False),
        ("less than 6 hours", "many hours", False),
    ],
)
@pytest.mark.parametrize("which", [0, 1])
def test_of_a_list_with_a_limit_of_time_no_branch_is_marked_alone(
    early: str, late: str, whole: bool, which: int
) -> None:
    text = LATE.format(early, late)
    item = (f"{early} have passed: take it at once.", f"{late} have passed: leave it out.")[which]
    best = best_of(text, item, "i forgot it").hits[0].passage
    assert best.kind == ("list" if whole else "item")


def test_a_branch_that_holds_for_what_the_question_says_is_marked() -> None:
    text = LATE.format("less than 6 hours", "more than 6 hours")
    item = "more than 6 hours have passed: leave it out."
    assert best_of(text, item, "i am 9 hours late").hits[0].passage.kind == "item"
    assert best_of(text, item, "i am 2 hours late").hits[0].passage.kind == "list"


def test_what_a_limit_of_weight_excludes_is_not_read() -> None:
    text = "## Green\n\nNot below 5 kg: babies under 5 kg.\n\nIt may snow.\n"
    said = "Not below 5 kg: babies under 5 kg."
    document_of = {
        words: [hit.passage.mark for hit in best_of(text, said, words).hits]
        for words in ("he is 4 kg", "he is 14 kg")
    }
    assert len(document_of["he is 4 kg"]) == len(document_of["he is 14 kg"]) + 1


@pytest.mark.parametrize(
    ("heading", "item", "bare"),
    [
        ("Possible side effects", "itching", True),
        ("Possible side effects", "itching all over: go to the nearest hospital at once", False),
        ("Do not take zorvexin", "itching", False),
    ],
)
def test_the_bare_name_of_a_side_effect_is_known_as_such(
    heading: str, item: str, bare: bool
) -> None:
    text = f"## {heading}\n\nThese are known:\n\n- {item}\n- hiccups\n"
    assert best_of(text, item).bare is bare


@given(st.lists(st.integers(0, 3), min_size=1, max_size=3))
def test_without_a_candidate_nothing_is_answered(pieces: list[int]) -> None:
    sure = {"constant": 50.0, **dict.fromkeys(EVIDENCE, 50.0)}
    query = asking(vectors=tuple(encoded(axis(one)) for one in pieces))
    reading = reader(answers=sure, answers_taught=sure).read(query, [])
    assert reading.hits == ()
    assert reading.answers == 0.0


def test_a_question_in_which_nothing_was_read_is_not_answered() -> None:
    reading = reader().read(asking(vectors=()), found())
    assert reading.hits == ()
    assert reading.answers == 0.0


@pytest.mark.parametrize(
    ("heading", "others"), [("Other medicines and zorvexin", True), ("Green", False)]
)
def test_it_is_known_whether_the_leaflet_speaks_of_other_medicines(
    heading: str, others: bool
) -> None:
    read = document(f"## {heading}\n\n### Painkillers\n\nTell your doctor.\n")
    (own,) = passages(read)
    stocked = {"zorvexin": shelf(read, [axis(0)], [], [])}
    reading = Reader(carded(), stocked).read(along(0), [Candidate(own, 0.0)])
    assert reading.others is others


@pytest.mark.parametrize("number", range(3))
def test_the_best_candidate_comes_first_whatever_the_order_of_search(number: int) -> None:
    for order in ((0, 1, 2), (2, 1, 0), (1, 0, 2)):
        hits = reader().read(along(number), found(*order)).hits
        assert hits[0].passage == OWN[number]
        assert len(hits) == 3
        assert [one.score for one in hits] == sorted((one.score for one in hits), reverse=True)


def test_only_what_search_found_is_read() -> None:
    hits = reader().read(along(0), found(1, 2)).hits
    assert {one.passage.id for one in hits} == {OWN[1].id, OWN[2].id}


def test_a_score_is_the_likenesses_by_the_numbers_of_the_card() -> None:
    scores = {"vector": 3.0, "tokens": 5.0, "wording": 7.0, "terms": 0.0, "translated": 9.0}
    asked = asking("", vectors=(encoded(axis(2), [axis(2), axis(0)], [0.75, 0.25]),))
    best = reader(scores=scores).read(asked, found()).hits[0]
    assert (best.vector, best.wording) == (1.0, 0.0)
    assert best.tokens == pytest.approx(0.75)
    assert best.score == pytest.approx(3 * 1 + 5 * 0.75)
    worded = reader(scores=scores).read(along(3), found()).hits[0]
    assert worded.passage == OWN[2]
    assert worded.score == pytest.approx(7.0)
    knowing = replace(carded(scores=scores), translations=SPOKEN)
    asked = replace(along(3), read="hot hot")
    hits = Reader(knowing, {"zorvexin": stocked()}).read(asked, found()).hits
    assert hits[0].passage == OWN[1]
    assert hits[0].score == pytest.approx(9 * hits[0].translated)


def test_the_piece_of_a_story_that_asks_decides() -> None:
    story = asking("", vectors=(encoded(axis(3), [axis(3)]), encoded(axis(1), [axis(1)])))
    assert reader().read(story, found()).hits[0].passage == OWN[1]


@given(
    st.lists(st.lists(_NUMBERS, min_size=3, max_size=3), min_size=1, max_size=5),
    st.lists(st.lists(_NUMBERS, min_size=3, max_size=3), min_size=1, max_size=5),
    st.lists(st.floats(0, 1, width=32), min_size=5, max_size=5),
)
def test_the_likeness_of_words_equals_a_plain_loop(
    question: list[list[float]], passage: list[list[float]], weights: list[float]
) -> None:
    heavy = weights[: len(question)]
    expected = sum(
        weight * max(sum(a * b for a, b in zip(one, other, strict=True)) for other in passage)
        for one, weight in zip(question, heavy, strict=True)
    )
    rows = np.array(question, np.float32)
    asked = Encoded(axis(0), rows, np.array(heavy, np.float32), {})
    got = token_likeness(asked, np.array(passage, np.float32))
    assert got == pytest.approx(expected, abs=1e-4)


@given(
    st.fixed_dictionaries(dict.fromkeys(EVIDENCE, st.floats(-1e6, 1e6))),
    st.floats(-1e6, 1e6),
    st.floats(0, 1e6),
)
def test_how_likely_it_answers_is_a_probability_that_grows_with_the_odds(
    evidence: dict[str, float], constant: float, more: float
) -> None:
    weights = {"constant": constant, **dict.fromkeys(EVIDENCE, 1.0)}
    low = answering(weights, evidence)
    high = answering({**weights, "constant": constant + more}, evidence)
    assert 0 < low <= high <= 1


def test_how_likely_it_answers_is_the_logistic_of_the_sum() -> None:
    weights = {"constant": 0.5, "a": 2.0, "b": -1.0}
    assert answering(weights, {"a": 0.75, "b": 1.0}) == pytest.approx(1 / (1 + math.exp(-1.0)))
    assert answering(weights, {"a": 1.0, "b": 1.0}) > answering(weights, {"a": 0.9, "b": 1.0})
    assert answering(weights, {"a": 1.0, "b": 1.0}) < answering(weights, {"a": 1.0, "b": 0.9})


def test_what_the_shipped_card_weighs_is_evidence_that_there_is() -> None:
    own = quick(corpus_of(document(ZORVEXIN)))
    reading = own.explain("had a stroke.").reading
    assert set(reading.evidence) >= set(EVIDENCE)
    for name in ("answers", "answers_taught"):
        weighed = set(encoder().numbers(name))
        assert {"constant", "wording"} <= weighed <= {"constant", *reading.evidence}
    assert "chosen" in encoder().numbers("answers")


def test_the_shipped_card_has_every_number_that_the_program_asks_for() -> None:
    scores = {"vector", "tokens", "wording", "terms", "translated"}
    assert set(encoder().numbers("scores")) == scores
    assert set(encoder().numbers("thresholds")) == set(THRESHOLDS)
    assert set(encoder().numbers("urgency")) == set(ALARMS)


def test_evidence_says_what_was_seen() -> None:
    seen = reader().read(along(1, nothing=-3.0), found()).evidence
    assert seen["vector"] == seen["tokens"] == 1.0
    # Of what scores 2, 0, 0 and -3 the first.
    assert seen["chosen"] == pytest.approx(-math.log(1 + 2 * math.exp(-2) + math.exp(-5)))
    assert seen["wording"] == 0.0
    assert seen["beside"] == 1.0


@pytest.mark.parametrize(("like", "told"), [(0.3, 0.0), (0.5, 0.0), (0.75, 0.5), (1.0, 1.0)])
def test_an_example_says_nothing_of_questions_that_are_not_near_it(
    like: float, told: float
) -> None:
    """Two examples on one sentence must not draw every question to it, nor have it refused."""
    asked = axis(0) * np.float32(math.sqrt(1 - like * like)) + axis(3) * np.float32(like)
    own = shelf(READ, [axis(0), axis(1), axis(2)], [axis(3)], [axis(3)])
    read = Reader(carded(), {"zorvexin": own}).read(
        asking("", vectors=(encoded(asked, [axis(0)]),)), found()
    )
    tied = next(one for one in read.hits if own.places[one.passage.id] in own.answered)
    assert tied.wording == pytest.approx(told, abs=0.02)
    assert read.sort == "plain"
    assert tied.examples is None
    assert read.evidence["beside"] == pytest.approx(told, abs=0.02)


def with_examples(asked: int, beside: int) -> Shelf:
    """So many of each for each of its three passages."""
    read = taught(
        document(TEXT), {"It may snow.": ["white"] * asked * 3}, *(["is it dear"] * beside * 3)
    )
    rows = [axis(3)] * asked * 3, [axis(3)] * beside * 3
    return shelf(read, [axis(0), axis(1), axis(2)], *rows)


@pytest.mark.parametrize(("alone", "sure"), [(9.0, True), (1.0, False)])
def test_what_the_sentence_alone_makes_sure_no_want_of_examples_undoes(
    alone: float, sure: bool
) -> None:
    card = carded(answers={"constant": alone}, answers_taught={"constant": -9.0})
    read = Reader(card, {"zorvexin": with_examples(DENSE, DENSE)}).read(along(0), found())
    assert read.sort == "taught"
    assert (read.answers >= SURELY) == sure


@pytest.mark.parametrize(("asked", "beside"), [(DENSE, 1), (1, DENSE), (DENSE, DENSE)])
def test_only_of_many_examples_both_ways_it_counts_that_none_is_near(
    asked: int, beside: int
) -> None:
    own = {"zorvexin": with_examples(asked, beside)}
    read = Reader(carded(), own).read(along(0), found())
    assert read.sort == ("taught" if min(asked, beside) == DENSE else "plain")


@pytest.mark.parametrize(("examples", "counts"), [(1, True), (DENSE, False)])
def test_beside_many_examples_of_its_own_what_is_asked_elsewhere_chooses_nothing(
    examples: int, counts: bool
) -> None:
    own = {"zorvexin": with_examples(examples, examples)}
    asked = replace(along(0), read="hot")
    read = Reader(replace(carded(), translations=SPOKEN), own).read(asked, found())
    (hit,) = [one for one in read.hits if one.passage == OWN[1]]
    assert hit.translated > 0
    assert hit.score == pytest.approx(hit.translated if counts else 0.0, abs=1e-6)


OWN_WORDS_TEXT = "## How\n\nIt is infused over 28 days, then rest follows.\n\nIt may snow.\n"


@pytest.mark.parametrize(
    ("asked", "own"),
    [
        ("and infused over 28 days, then does rest follow?", True),
        ("how is it infused", False),
        ("infused over 28 days, then does sleep follow?", False),
        ("how long is the rest that follows what is infused over 28 days", False),
    ],
)
def test_what_is_asked_in_the_words_of_a_passage_is_what_it_says(asked: str, own: bool) -> None:
    read = document(OWN_WORDS_TEXT)
    telling = tuple(one for one in stems(asked) if one not in read_stop_words())
    query = asking(asked, vectors=(encoded(axis(0)),), stems=telling)
    made = shelf(read, [axis(0), axis(1)])
    reading = Reader(carded(), {"zorvexin": made}).read(
        query, [Candidate(one, 0.0) for one in made.passages]
    )
    assert (reading.hits[0].passage.id in reading.under) is own


WORDED = taught(
    document("It may snow.\n\nIt may rain.\n\nIt may hail.\n"),
    {
        "It may snow.": ["white flakes tonight"] * 150,
        "It may rain.": ["wet flakes of water"] * 150,
    },
    *(["is it dear"] * 150),
)


def worded(text: str, scale: float = 0.0, **given: object) -> Reading:
    """What the reader makes of words alone: all passages are alike to the network."""
    made = LIBRARY_OF_WORDS["zorvexin"]
    scores = {"vector": 0.0, "tokens": 0.0, "wording": 0.0, "terms": scale, "translated": 0.0}
    query = asking(text, vectors=(encoded(),), **given)
    candidates = [Candidate(one, 0.0) for one in made.passages]
    return Reader(carded(scores=scores), LIBRARY_OF_WORDS).read(query, candidates)


LIBRARY_OF_WORDS = {
    "zorvexin": shelf(WORDED, [axis(0)] * 3, [axis(0)] * 300, [axis(0)] * 150),
}


def test_of_a_leaflet_with_many_examples_their_words_tell_which_passage_is_meant() -> None:
    for text, mark in (("white tonight", "It may snow."), ("wet water", "It may rain.")):
        best = worded(text, 1.0).hits[0]
        assert WORDED.slice(best.passage.mark) == mark
        assert best.score == pytest.approx(best.terms)
        assert best.terms > 0
    assert worded("white tonight").hits[0].score == 0.0


def test_the_words_of_examples_are_evidence_for_an_answer_and_against_one() -> None:
    seen = worded("white tonight", 1.0)
    assert seen.evidence["terms"] == seen.hits[0].terms > 0
    dear = worded("is it dear", 1.0)
    assert dear.evidence["terms"] == pytest.approx(0.0, abs=1e-6), "of what has no examples"
    assert min(one.terms for one in dear.hits) < 0


def test_a_follow_up_says_no_more_than_by_itself_nor_than_with_what_was_asked_before() -> None:
    text, before = "wet water", "white flakes tonight"
    both = f"{before} {text}"
    alone, behind = worded(text), worded(both)
    found = worded(text, read=both, earlier=before)
    for one in found.hits:
        of = [
            next(hit.terms for hit in own.hits if hit.passage == one.passage)
            for own in (alone, behind)
        ]
        assert one.terms == pytest.approx(min(of))


def test_a_card_without_its_numbers_is_an_error_before_anything_is_asked() -> None:
    with pytest.raises(ReaderError, match="Install the program again"):
        reader(scores={"vector": 1.0, "tokens": 1.0})


SIDE = document(
    "## Side effects of it\n\nThey pass.\n\n- fever\n- chills\n\n"
    "## Taking it\n\n- at night\n- cold\n"
)
UNDER = passages(SIDE)


def asked_for(*words: str) -> Reading:
    """All passages, scored alike but for the first sentence, which is the best."""
    own = shelf(SIDE, [axis(0), *[axis(1)] * (len(UNDER) - 1)])
    query = asking(vectors=(encoded(axis(0)),), stems=tuple(stems(" ".join(words))))
    candidates = [Candidate(one, 0.0) for one in UNDER]
    return Reader(carded(), {"zorvexin": own}).read(query, candidates)


def test_a_question_that_is_a_heading_gets_what_stands_under_it_lists_first() -> None:
    reading = asked_for("side", "effects")
    over = SIDE.sections[UNDER[0].section].index
    assert {one.id for one in UNDER if one.section == over} == set(reading.under)
    assert reading.hits[0].passage.kind == "list"
    assert reading.hits[0].passage.section == over


@pytest.mark.parametrize("words", [("effects",), ("side", "effects", "children"), ()])
def test_one_word_or_more_than_the_heading_is_not_the_heading(words: tuple[str, ...]) -> None:
    reading = asked_for(*words)
    assert reading.under == frozenset()
    assert reading.hits[0].passage == UNDER[0]


@pytest.mark.parametrize(
    ("said", "under"),
    [
        ("Swallow it whole with water.", True),
        ("The usual dose is one tablet.", True),
        ("Remove the cap.", False),
        ("If you have questions, ask your doctor.", False),
    ],
)
def test_how_it_is_taken_is_only_what_says_so_itself(said: str, under: bool) -> None:
    reading = best_of(f"## How to take zorvexin\n\n{said}\n", said, "how do I take it?")
    assert bool(reading.under) is under


@pytest.mark.parametrize(
    ("asked", "number", "opposed"),
    [
        ("¿quién no la toma?", 0, True),
        ("¿quién la toma?", 0, False),
        ("¿quién no la toma?", 1, False),
        ("¿quién la toma?", 1, True),
        ("¿quién no la toma?", 2, False),
        ("¿quién la toma?", 2, False),
    ],
)
def test_it_is_known_whether_only_one_of_question_and_passage_denies_something(
    asked: str, number: int, opposed: bool
) -> None:
    text = "## Who\n\nAdults take it.\n\nBabies should not take it.\n\n## Not for\n\nBig dogs.\n"
    read = document(text)
    own = shelf(read, [axis(0), axis(1), axis(2)])
    query = asking(asked, vectors=(encoded(axis(number), [axis(number)]),))
    candidate = Candidate(passages(read)[number], 0.0)
    assert Reader(carded(), {"zorvexin": own}).read(query, [candidate]).opposed is opposed
