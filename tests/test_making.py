"""The vectors of leaflets are those that the network reads, however they are made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from askleaflet.errors import ReaderError
from askleaflet.passages import passages
from askleaflet.reader.encoder import LONGEST_PASSAGE, Read
from askleaflet.reader.lean import only
from askleaflet.reader.making import WORTH_IT, Maker
from askleaflet.reader.rows import UNIT
from askleaflet.reader.storing import as_bytes
from askleaflet.reader.texts import LeafletTexts, leaflet_texts
from invented import ZORVEXIN, document, encoder

WANTED = ("vector", "tokens")
SOME = leaflet_texts(document(ZORVEXIN), passages(document(ZORVEXIN))).passages


def texts(passages: Sequence[str]) -> LeafletTexts:
    return LeafletTexts(tuple(passages), ("can I drive",), ((0,),), ("what does it cost",))


MANY = texts([f"{one} {number}" for number in range(3) for one in SOME])
FEW = texts(SOME)


@cache
def lean() -> Read:
    return encoder().gives_leanly(WANTED)


@pytest.mark.parametrize("text", [*SOME, ""])
def test_the_leaner_network_reads_bit_by_bit_what_the_whole_one_does(text: str) -> None:
    (ids,) = encoder().tokens([text], LONGEST_PASSAGE)
    whole, less = encoder().gives(WANTED)(ids), lean()(ids)
    assert [one.tobytes() for one in less] == [one.tobytes() for one in whole]


def test_the_leaner_network_is_less_to_compute() -> None:
    model = (encoder().folder / "model.onnx").read_bytes()
    every = [one.name for one in encoder().session.get_outputs()]
    sizes = [len(only(model, outputs)) for outputs in (["vector"], WANTED, every)]
    assert sizes == sorted(sizes)
    assert sizes[1] < sizes[2] - 1_000_000


def test_a_damaged_network_is_made_no_leaner(tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(b"no network")
    with pytest.raises(ReaderError, match=r"model\.onnx.*Install the program again"):
        replace(encoder(), folder=tmp_path).gives_leanly(WANTED)


@pytest.mark.parametrize("own", [FEW, MANY], ids=["few", "many"])
@pytest.mark.parametrize("threads", [1, 3])
def test_vectors_are_what_the_network_reads_in_each_text_by_itself(
    own: LeafletTexts, threads: int
) -> None:
    assert len(FEW.passages) < WORTH_IT < len(MANY.passages)
    made = Maker(encoder(), threads).vectors(own)
    read = encoder().encode(own.passages, LONGEST_PASSAGE)
    assert (made["passages"] == [np.rint(one.vector * UNIT) for one in read]).all()
    assert (made["tokens"] == np.rint(np.concatenate([one.tokens for one in read]) * UNIT)).all()
    assert (np.diff(made["ends"], prepend=0) == [len(one.tokens) for one in read]).all()


def test_what_other_leaflets_say_too_is_the_same_beside_them() -> None:
    maker = Maker(encoder())
    maker.vectors(MANY)
    again = maker.vectors(texts(MANY.passages[::-1]))
    assert as_bytes(again) == as_bytes(Maker(encoder()).vectors(texts(MANY.passages[::-1])))
