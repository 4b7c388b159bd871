"""What the reader sees: passages with what stands over them, long messages in pieces."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from askleaflet.naming import PLACEHOLDER
from askleaflet.passages import passages
from askleaflet.reader.texts import (
    LONGEST_LEAD,
    MOST_PIECES,
    PIECE,
    all_read,
    passage_text,
    pieces,
    pieces_with,
)
from invented import ZORVEXIN, document, passage
from strategies import Leaflet, leaflets

READ = document(ZORVEXIN)
_SAID = st.lists(
    st.sampled_from(
        "how is it given 38.5 kg, ok. fever? yes! no\nand then … ¿cómo e.g. (x)".split(" ")
    ),
    max_size=700,
).map(" ".join)


def seen(words: str) -> str:
    return passage_text(READ, passage(READ, words), ["zorvexin"])


def test_a_passage_is_seen_under_its_headings_but_not_under_the_title() -> None:
    text = seen("It is not for babies under 3.5 kg.")
    assert text == "Who should not take it > Children : It is not for babies under 3.5 kg."


def test_an_item_is_seen_after_the_sentence_that_leads_it_in() -> None:
    text = seen("weigh less than 5.4 kg")
    assert text.endswith(f"Do not take {PLACEHOLDER} if you: weigh less than 5.4 kg")


def test_only_the_end_of_a_long_lead_in_is_seen() -> None:
    lead = " ".join(f"n{number}" for number in range(40))
    read = document(f"## A\n\n{lead} have:\n\n- fever\n- chills\n")
    said = passage_text(read, passage(read, "chills"), ()).removeprefix("A : ").split()
    assert said == [*f"{lead} have:".split()[-LONGEST_LEAD:], "chills"]


def test_the_items_of_a_list_are_seen_apart_without_their_bullets() -> None:
    whole = next(one for one in passages(READ) if one.kind == "list")
    text = passage_text(READ, whole, ())
    assert "milk sugar ; weigh less than 5.4 kg ; had a stroke." in text
    assert not {"-", "*"} & set(text.split())


def test_the_number_of_a_heading_is_not_seen() -> None:
    read = document("## 4. Possible side effects\n\nFever is seen.\n")
    assert passage_text(read, passages(read)[0], ()) == "Possible side effects : Fever is seen."


@given(leaflets())
def test_every_word_of_a_passage_is_seen_and_none_twice(leaflet: Leaflet) -> None:
    read = document(leaflet.text, markdown=leaflet.markdown)
    for one in passages(read):
        text = passage_text(read, one, ())
        words = [word for word in read.slice(one.mark).split() if word not in {"-", "*", "•"}]
        assert [word for word in text.split() if word in words and word[-1].isdigit()] == [
            word for word in words if word[-1].isdigit()
        ]
        assert "\n" not in text


def test_names_of_the_medicine_are_seen_as_this_medicine() -> None:
    assert "zorvexin" not in seen("weigh less than 5.4 kg").lower()


def letters(text: str) -> str:
    return "".join(text.split())


@given(_SAID)
def test_pieces_hold_every_word_of_a_message_up_to_the_bound_and_are_short(text: str) -> None:
    found = pieces(text)
    if len(text.split()) <= PIECE:
        assert found == [text]
        return
    whole = letters(text).lstrip(".!?")
    assert 1 < len(found) <= MOST_PIECES
    assert all(0 < len(one.split()) <= PIECE for one in found)
    if len(found) < MOST_PIECES:
        assert "".join(map(letters, found)) == whole
    assert whole.startswith("".join(map(letters, found[:-1])))
    assert whole.endswith(letters(found[-1]))


@given(_SAID)
def test_all_of_a_message_is_read_where_its_pieces_hold_all_its_letters(text: str) -> None:
    held = "".join(map(letters, pieces(text)))
    assert not all_read(text) or held == letters(text).lstrip(".!?") or [text] == pieces(text)
    assert all_read(text) or len(pieces(text)) == MOST_PIECES


def test_of_a_message_without_end_the_first_pieces_and_the_last_are_read() -> None:
    text = "my story begins. " + "it goes on and on. " * 4000 + "can i drink milk?"
    found = pieces(text)
    assert len(found) == MOST_PIECES
    assert found[0].startswith("my story begins.")
    assert found[-1].endswith("can i drink milk?")
    assert not all_read(text)


def test_a_piece_ends_with_a_sentence_where_there_is_one() -> None:
    for one in pieces("he has had a fever since noon. " * 30)[:-1]:
        assert one.endswith("noon.")


@given(
    st.lists(st.sampled_from(["bag", "38.2", "ran", "dry.", "...", "x", "No!", "a\nb"])), st.data()
)
def test_the_pieces_in_which_something_stands_hold_it(said: list[str], data: st.DataObject) -> None:
    before, after = " ".join(said * 4), " ".join(said[::-1] * 4)
    word = data.draw(st.sampled_from(["needle", "nee dle", "n33.3e"]))
    text = f"{before} {word} {after}"
    start = len(before) + 1
    found = pieces_with(text, [(start, start + len(word))])
    assert found, "there is always one"
    assert letters(word) in "".join(map(letters, found))
    assert len(found) <= 2, "a few words stand in one piece, or over the end of one"
