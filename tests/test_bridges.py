"""The bridge from a person's words to the leaflet's: both are there, and neither is guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askleaflet.analysis import stems
from askleaflet.bridges import LAY_TERMS_FILE, Bridges
from askleaflet.data import read_lines
from askleaflet.understanding.conversation import read_stop_words

STOP = read_stop_words()
OWN = Bridges(
    [
        "infusion;intravenous = drip;through a vein",
        "nausea;feeling sick = queasy;sick to my stomach",
    ],
    STOP,
)
SHIPPED = Bridges.load(STOP)
_LINES = read_lines(LAY_TERMS_FILE)


def test_the_pair_that_links_question_and_answer_is_named_as_each_wrote_it() -> None:
    (one,) = OWN.between("is it a Drip?", "It is given as an INFUSION.")
    assert (one.you_wrote, one.leaflet_says) == ("Drip", "INFUSION")


def test_of_several_of_the_leaflets_words_the_first_of_the_list_is_named() -> None:
    names = [f"word{number}" for number in range(12)]
    own = Bridges([f"{';'.join(names)} = thing"], STOP)
    (one,) = own.between("the thing", " ".join(reversed(names)))
    assert one.leaflet_says == "word0"


def test_a_phrase_of_several_words_and_other_endings_are_seen() -> None:
    (one,) = OWN.between("does it go through a vein", "Infusions take 28 days.")
    assert (one.you_wrote, one.leaflet_says) == ("through a vein", "Infusions")


def test_the_longest_of_the_persons_words_is_named() -> None:
    own = Bridges(["nausea = sick", "nausea = sick to my stomach"], STOP)
    (one,) = own.between("i am sick to my stomach", "Nausea is common.")
    assert one.you_wrote == "sick to my stomach"


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("is it a drip", "Keep it cold."),
        ("is it cold", "It is given as an infusion."),
        ("is the infusion a drip", "It is given as an infusion."),
        ("i feel queasy", "It is given as an infusion."),
        ("", "It is given as an infusion."),
        ("is it a drip", ""),
    ],
)
def test_there_is_no_pair_where_none_links_or_a_word_is_shared(question: str, answer: str) -> None:
    assert OWN.between(question, answer) == ()


def test_words_that_mean_nothing_are_not_shared() -> None:
    assert OWN.between("what is it, a drip", "It is an infusion.")


@given(st.sampled_from(_LINES), st.data())
def test_each_line_of_the_list_links_its_two_sides(line: str, data: st.DataObject) -> None:
    printed, said = (
        data.draw(st.sampled_from(side.split(";")), label)
        for label, side in zip("lp", line.split(" = "), strict=True)
    )
    found = SHIPPED.between(said, printed)
    if (set(stems(said)) - STOP) & set(stems(printed)):
        assert found == ()
    else:
        assert found
    for one in found:
        assert one.you_wrote in said
        assert one.leaflet_says in printed


def test_each_line_of_the_list_has_two_sides_and_no_empty_phrase() -> None:
    for line in _LINES:
        assert line.count(" = ") == 1, line
        assert all(stems(one) for side in line.split(" = ") for one in side.split(";")), line
