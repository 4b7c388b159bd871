"""An expression that blows up is found; the program's own are all looked at."""

from __future__ import annotations

import re

from askleaflet_lab.patterns import patterns, slow


def test_an_expression_that_blows_up_is_found_and_a_plain_one_is_not() -> None:
    assert slow(re.compile(r"[ \t]+b")) is not None
    assert slow(re.compile(r"[a-z]+")) is None


def test_every_module_with_an_expression_is_looked_at() -> None:
    names = {name for name, _ in patterns()}
    assert {"askleaflet.web.guard._HOST", "askleaflet.reader.texts._SENTENCE"} <= names
    assert len(names) > 25
