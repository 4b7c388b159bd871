"""The walk: what one question passes, counted; nothing of it stays behind."""

from __future__ import annotations

import sys
from collections import Counter

from askleaflet_lab.walk import told, walk
from invented import ZORVEXIN, corpus_of, document, quick


def test_the_functions_that_a_question_passes_are_counted_by_file() -> None:
    own = quick(corpus_of(document(ZORVEXIN)))
    # What is kept once for all, as the limits in a passage, is made before.
    own.reply("had a stroke.")
    called = walk(own, "had a stroke.")
    for file, name in (
        ("assistant.py", "Assistant.reply"),
        ("decide.py", "Decider.decide"),
        ("reader/reader.py", "Reader.read"),
        ("understanding/understand.py", "Understanding.read"),
    ):
        assert called[file, name] == 1
    assert called["search/bm25.py", "BM25Search.search"] == 1
    assert all(not file.startswith("/") for file, _ in called)
    assert not any(name.rpartition(".")[2].startswith("<") for _, name in called)
    assert walk(own, "had a stroke.") == called


def test_a_greeting_passes_less_than_a_question() -> None:
    own = quick(corpus_of(document(ZORVEXIN)))
    own.reply("hello")
    assert sum(walk(own, "hello").values()) < sum(walk(own, "had a stroke, is it safe").values())


def test_nothing_is_watched_after_the_walk() -> None:
    before = sys.getprofile()
    walk(quick(corpus_of(document(ZORVEXIN))), "hello")
    assert sys.getprofile() is before


def test_it_is_told_file_by_file_with_the_totals() -> None:
    counted = Counter({("b.py", "two"): 3, ("a.py", "one"): 1, ("b.py", "and"): 1})
    assert told(counted) == "a.py: one\nb.py: and, two\n3 functions in 2 files, 5 calls"
