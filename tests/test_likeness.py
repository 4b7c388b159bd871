"""Sentences are weighed by the examples: which words, which numbers, which windows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from askleaflet.urgency import Likeness, find_signs, load_vocabulary
from askleaflet.urgency.likeness import (
    BUCKETS,
    COLD,
    GROUP_BUCKETS,
    GROUP_NAMES,
    HOT,
    NORMAL,
    OTHER,
    WHOLE,
    WINDOW,
    buckets,
    telling_words,
    windows,
)
from askleaflet.urgency.signs import LIKE_EXAMPLES
from askleaflet.urgency.vocabulary import GROUPS
from askleaflet.urgency.words import sentences
from invented import learned


def words(text: str) -> list[str]:
    vocabulary = load_vocabulary()
    return [word for one in sentences(text) for word in telling_words(one, vocabulary)]


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("38.5", HOT), ("38,5", HOT), ("101.2", HOT), ("39", HOT + WHOLE), ("102", HOT + WHOLE),
        ("35.2", COLD), ("95.5", COLD), ("36.8", NORMAL), ("98.6", NORMAL), ("36", COLD + WHOLE),
        ("37", NORMAL + WHOLE), ("5.4", OTHER), ("28", OTHER), ("39%", OTHER), ("37.5 kg", OTHER),
        ("38.5 mg", OTHER), ("12/11/2026", OTHER),
    ],
)  # fmt: skip
def test_a_number_is_read_as_the_temperature_it_can_be(text: str, read_as: str) -> None:
    assert words(text)[0] == read_as


def test_a_question_and_a_statement_end_differently() -> None:
    assert words("is it a fever?")[:-1] == words("is it a fever")[:-1]
    assert words("is it a fever?")[-1] != words("is it a fever")[-1]


@given(st.lists(st.sampled_from(["a", "fever", HOT, "."]), min_size=1, max_size=120))
def test_every_word_is_in_a_window_and_no_window_is_long(read: list[str]) -> None:
    found = list(windows(read))
    assert all(0 < len(one) <= WINDOW for one in found)
    assert set().union(*found) == set(read)
    assert list(found[0]) == read[:WINDOW]
    assert list(found[-1]) == read[-len(found[-1]) :]


@given(st.lists(st.text(min_size=1, max_size=40), max_size=30))
def test_any_words_have_buckets_each_once(read: list[str]) -> None:
    found = buckets(read)
    assert len(set(found.tolist())) == len(found)
    assert all(0 <= one < BUCKETS for one in found.tolist())


def test_a_word_of_a_million_letters_is_one_feature() -> None:
    assert len(buckets(["a" * 1_000_000])) <= 3


@pytest.mark.parametrize(
    ("text", "group", "life"),
    [
        ("her lips have gone blue and she is gasping", {"reaction", "other"}, True),
        ("his words come out in the wrong order since lunch", {"nerves"}, False),
        ("i do not want to live any longer", {"crisis"}, False),
        ("the pump shows a red light and squeals", {"pump"}, False),
        ("temp 38.4 since an hour", {"reaction", "infection"}, False),
    ],
)
def test_a_sentence_belongs_to_the_group_it_is_most_like(
    text: str, group: set[str], life: bool
) -> None:
    likeness = learned()
    assert likeness.odds(words(text)) > 0
    found, threatens = likeness.group(words(text))
    assert found in group
    assert threatens or not life


def test_the_groups_are_those_of_the_vocabulary() -> None:
    assert set(GROUP_NAMES) == GROUPS


@pytest.mark.parametrize(
    "text",
    [
        "there are cats on the ceiling, I know there are not but I see them",
        "struggling to do simple sums and I was an accountant 40 years",
    ],
)
def test_what_no_phrase_knows_is_found_by_its_likeness_to_the_examples(text: str) -> None:
    assert not find_signs(text)
    (sign,) = find_signs(text, likeness=learned())
    assert sign.sign == LIKE_EXAMPLES
    assert text[sign.start : sign.end] == sign.words


def test_a_phrase_in_a_calm_sentence_does_not_count() -> None:
    text = "afraid the line will get infected when we go home"
    assert find_signs(text)
    assert not find_signs(text, likeness=learned())


def test_without_weights_nothing_is_like_an_example() -> None:
    nothing = np.zeros(BUCKETS + 1, np.float32)
    nothing[BUCKETS] = -9.0
    calm = Likeness(nothing, np.zeros((len(GROUP_NAMES), GROUP_BUCKETS + 1), np.float32), nothing)
    assert not find_signs("she is walking into doors and cannot say her name", likeness=calm)
