"""The vectors of leaflets are those that the network reads, however they are made."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from askleaflet.passages import passages
from askleaflet.reader.encoder import LONGEST_PASSAGE
from askleaflet.reader.making import Maker
from askleaflet.reader.rows import UNIT
from askleaflet.reader.storing import as_bytes
from askleaflet.reader.texts import LeafletTexts, leaflet_texts
from invented import ZORVEXIN, document, encoder

SOME = leaflet_texts(document(ZORVEXIN), passages(document(ZORVEXIN))).passages


def texts(passages: Sequence[str]) -> LeafletTexts:
    return LeafletTexts(tuple(passages), ("can I drive",), ((0,),), ("what does it cost",))


MANY = texts([f"{one} {number}" for number in range(3) for one in SOME])
FEW = texts(SOME)


@pytest.mark.parametrize("own", [FEW, MANY], ids=["few", "many"])
@pytest.mark.parametrize("threads", [1, 3])
def test_vectors_are_what_the_network_reads_in_each_text_by_itself(
    own: LeafletTexts, threads: int
) -> None:
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
