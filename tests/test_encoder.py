"""The network's files are verified; what it reads has the shapes that everything relies on."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from askleaflet.errors import ReaderError
from askleaflet.reader.encoder import (
    ALARM,
    CARD,
    LONGEST_PASSAGE,
    LONGEST_QUESTION,
    MODEL_FOLDER,
    NOTHING,
    READER,
    TOKENIZER,
    TRANSLATIONS,
    load_encoder,
)
from invented import encoder
from strategies import any_text

SOME = (
    "How is it given?",
    "x",
    "Do not take it if you are allergic to lactose, or have had a stroke. " * 9,
    "Keep it in the fridge",
    "",
    "what are the side effects of this medicine in children under two years of age",
)
# What stands beside a text must not move its vector.
NEARLY_ONE = 0.999


def folder(at: Path, **files: bytes) -> Path:
    """The shipped model's folder, with other content in some of its files."""
    at.mkdir(exist_ok=True)
    for path in MODEL_FOLDER.iterdir():
        own = path.name.replace(".", "_")
        if own in files:
            (at / path.name).write_bytes(files[own])
        else:
            (at / path.name).symlink_to(path)
    return at


def refused(at: Path, name: str) -> None:
    """Loading says in one line which file is at fault and what to do; nothing of the machine."""
    with pytest.raises(ReaderError) as caught:
        load_encoder(at)
    told = str(caught.value)
    assert name in told
    assert "Install the program again" in told
    assert "\n" not in told
    assert str(at) not in told


@pytest.mark.parametrize("name", [READER, ALARM, TOKENIZER, TRANSLATIONS])
def test_a_file_that_was_changed_by_one_byte_is_refused(tmp_path: Path, name: str) -> None:
    content = (MODEL_FOLDER / name).read_bytes() + b"\n"
    refused(folder(tmp_path / "m", **{name.replace(".", "_"): content}), name)


@pytest.mark.parametrize("name", [READER, ALARM, TOKENIZER, TRANSLATIONS, CARD])
def test_a_file_that_is_missing_is_named(tmp_path: Path, name: str) -> None:
    own = folder(tmp_path / "m")
    (own / name).unlink()
    refused(own, name)


def _card(**changed: object) -> bytes:
    card = json.loads((MODEL_FOLDER / CARD).read_text("utf-8"))
    return json.dumps({**card, **changed}).encode()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"\xff\xfe",
        b"{}",
        _card(files={}),
        _card(files=[READER, ALARM, TOKENIZER]),
        _card(files={READER: "0", ALARM: "0"}),
        _card(heads=None),
        _card(heads=["urgent"]),
    ],
)
def test_a_card_that_cannot_be_used_is_refused(tmp_path: Path, content: bytes) -> None:
    refused(folder(tmp_path / "m", model_json=content), CARD)


@pytest.mark.parametrize("name", [READER, ALARM, TOKENIZER, TRANSLATIONS])
def test_a_file_with_its_checksum_that_is_no_model_is_refused_too(
    tmp_path: Path, name: str
) -> None:
    sums = json.loads((MODEL_FOLDER / CARD).read_text("utf-8"))["files"]
    sums[name] = hashlib.sha256(b"no model").hexdigest()
    own = {name.replace(".", "_"): b"no model", "model_json": _card(files=sums)}
    refused(folder(tmp_path / "m", **own), name)


def test_vectors_go_by_the_network_that_makes_them() -> None:
    content = (MODEL_FOLDER / READER).read_bytes()
    assert encoder().vectors == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize("numbers", [None, [1.0], {"vector": "much"}, {"vector": None}])
def test_numbers_that_the_card_lacks_are_an_error_that_says_so(numbers: object) -> None:
    own = replace(encoder(), card={**encoder().card, "scores": numbers})
    with pytest.raises(ReaderError, match=r"'scores'.*Install the program again"):
        own.numbers("scores")


@given(st.lists(any_text, min_size=1, max_size=4))
@settings(max_examples=25)
def test_whatever_is_read_vectors_have_length_one_and_weights_add_up_to_one(
    texts: list[str],
) -> None:
    read = encoder().encode(texts, LONGEST_PASSAGE)
    assert len(read) == len(texts)
    for one in read:
        assert np.linalg.norm(one.vector) == pytest.approx(1, abs=1e-3)
        assert np.linalg.norm(one.tokens, axis=1) == pytest.approx(1, abs=1e-3)
        assert one.weights.sum() == pytest.approx(1, abs=1e-3)
        assert (one.weights >= 0).all()
        assert one.tokens.shape == (len(one.weights), 64)
        assert one.vector.shape == (384,)
        assert tuple(one.odds) == (NOTHING, *encoder().heads)


def test_what_is_read_comes_in_the_order_given_however_long_the_texts() -> None:
    together = encoder().encode(SOME * 4, LONGEST_QUESTION)
    alone = [encoder().encode([text], LONGEST_QUESTION)[0] for text in SOME]
    likeness = np.array([[a.vector @ b.vector for b in alone] for a in together])
    assert likeness.argmax(axis=1).tolist() == list(range(len(SOME))) * 4


@pytest.mark.parametrize("text", SOME)
def test_a_text_alone_reads_nearly_as_it_does_among_others(text: str) -> None:
    alone = encoder().encode([text], LONGEST_QUESTION)[0]
    among = encoder().encode([*SOME, text], LONGEST_QUESTION)[-1]
    assert alone.vector @ among.vector > NEARLY_ONE
    assert (alone.tokens * among.tokens).sum(axis=1).mean() > NEARLY_ONE


def test_the_same_texts_read_the_same_every_time() -> None:
    first, again = (encoder().encode(SOME, LONGEST_PASSAGE) for _ in range(2))
    for one, other in zip(first, again, strict=True):
        assert one.vector.tolist() == other.vector.tolist()


@pytest.mark.parametrize("longest", [8, LONGEST_PASSAGE, LONGEST_QUESTION])
def test_of_a_long_text_only_the_first_tokens_are_read(longest: int) -> None:
    text = "take one tablet a day " * 40
    read, more = (encoder().encode([one], longest)[0] for one in (text, text + "with milk"))
    assert len(read.weights) == longest
    assert more.vector.tolist() == read.vector.tolist()
    assert len(encoder().encode(["take one"], longest)[0].weights) < longest


def test_an_empty_text_is_read_as_nothing_and_no_text_as_none() -> None:
    empty = encoder().encode([""], LONGEST_QUESTION)[0]
    assert np.linalg.norm(empty.vector) == pytest.approx(1, abs=1e-3)
    assert encoder().encode([], LONGEST_QUESTION) == []


def test_ordinary_words_are_known_and_names_of_medicines_are_not() -> None:
    assert {"medicine", "children", "fever"} <= encoder().words()
    assert encoder().words().isdisjoint({"blinatumomab", "zorvexin", "rivaroxaban"})
