"""One bad leaflet never takes the others down: it is named, with what to do, at a bounded cost."""

from __future__ import annotations

import os
import random
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from askleaflet import reading
from askleaflet.catalogue import Fault
from askleaflet.corpus import inspect_corpus, read_corpus
from askleaflet.errors import CorpusError
from askleaflet.passages import passages
from askleaflet.records import Document
from askleaflet.sidecar import SidecarError, sidecar_of
from askleaflet.structure import parse
from invented import LEAFLETS, document, quick, write
from strategies import messy_text

SERVED = ["melotin", "zorvexin"]


def text_of(words: str) -> Callable[[Path], object]:
    return lambda path: write(path, words)


def one_fault(folder: Path) -> Fault:
    """The only fault there is, the invented leaflets being served."""
    found = read_corpus(folder)
    assert [one.id for one in found.documents] == SERVED
    (fault,) = found.faults
    assert fault.serious
    assert re.search(r"\. [A-Z]", fault.message), "it says nothing to do"
    return fault


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (os.mkfifo, "device, pipe or socket"),
        (lambda path: path.symlink_to("/dev/zero"), "device, pipe or socket"),
        (lambda path: path.symlink_to("/dev/tty"), "device, pipe or socket"),
        (lambda path: path.symlink_to("/proc/self/environ"), "changed while it was read"),
        (Path.mkdir, "it is a folder"),
        (lambda path: path.symlink_to(path), "cannot be read"),
        (text_of("## A\n\n" + "a. b? " * 300_000), "600,000 ends of sentences, more than"),
        (text_of("## A\n\n" + "?" * 1_900_000), "ends of sentences, more than"),
        (text_of("## A\n\n" + "- a\n" * 30_000), "30,002 lines, more than"),
        (text_of("## A\n\n" + "- a\n" * 12_000), "12,001 sentences and list items, more than"),
        (text_of("## A\n\nText.\n\n" + "word " * 12_000), "the paragraph or list at line 5"),
        (text_of("# " + "a" * 40_000 + "\n\n" + "Text.\n\n" * 500), "its headings"),
        (text_of("## A\n\n" + "a" * 40_000 + "\n\n" + "- b\n" * 2_000), "lead its lists in"),
    ],
)
def test_a_bad_leaflet_is_named_and_the_others_are_served(
    leaflets: Path, make: Callable[[Path], object], says: str
) -> None:
    make(leaflets / "bad.md")
    fault = one_fault(leaflets)
    assert fault.file == "bad.md"
    assert says in fault.message


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (os.mkfifo, "device, pipe or socket"),
        (lambda path: path.symlink_to("/dev/zero"), "device, pipe or socket"),
        (Path.mkdir, "it is a folder"),
        (lambda path: path.symlink_to(path.parent / "gone"), "cannot be read"),
        (text_of("a = " + "[" * 400_000), "brackets stand too deep"),
        (text_of("#" * 4_000_001), "4,000,001 bytes, more than the 4,000,000"),
        (text_of("reviewed = 'not yet'"), "it is no date"),
        (text_of("[[asked_as]]\nsays = 'Not in it.'"), "no sentence, list item or heading"),
    ],
)
def test_a_bad_sidecar_keeps_its_leaflet_out_and_the_others_are_served(
    leaflets: Path, make: Callable[[Path], object], says: str
) -> None:
    write(leaflets / "bad.md", "## One\n\nText.\n")
    make(leaflets / "bad.toml")
    fault = one_fault(leaflets)
    assert fault.file == "bad.toml"
    assert says in fault.message


def test_all_words_that_a_sidecar_names_and_that_are_not_there_are_named(leaflets: Path) -> None:
    write(leaflets / "bad.md", "## One\n\nText.\n\n## Two\n\n- a\n- b\n")
    says = "says = ['One', 'Text.', 'Gone.', 'Two', 'b', 'Gone too.', 'Gone.']"
    write(leaflets / "bad.toml", f"[[asked_as]]\n{says}\n")
    found = [fault.message for fault in read_corpus(leaflets).faults]
    assert [re.findall("“(.*)”", one) for one in found] == [["Gone."], ["Gone too."], ["Gone."]]


def test_a_leaflet_that_is_left_out_leaves_the_program_able_to_answer(leaflets: Path) -> None:
    write(leaflets / "bad.md", "## One\n\nText.\n")
    write(leaflets / "bad.toml", "[[asked_as]]\nsays = 'Not in it.'\nquestions = 'a'\n")
    reply = quick(read_corpus(leaflets)).reply("how do I keep Melotin?")
    assert reply.kind == "answer"


def test_a_sidecar_whose_ending_is_in_capitals_is_not_passed_over_in_silence(
    leaflets: Path,
) -> None:
    write(leaflets / "melotin.TOML", "reviewed = 2026-01-31")
    (fault,) = inspect_corpus(leaflets).faults
    assert (fault.file, fault.serious) == ("melotin.TOML", False)


def test_a_folder_that_cannot_be_listed_says_what_to_do(
    leaflets: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refused)
    with pytest.raises(CorpusError, match=r"\(Permission denied\)\. Check its rights"):
        read_corpus(leaflets)


def test_a_text_of_many_ends_is_refused_before_it_is_split(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "parse", lambda *_, **__: pytest.fail("it was split"))
    path = write(tmp_path / "a.md", "## A\n\n" + "a. b? " * 20_000)
    with pytest.raises(reading.LeafletError, match="40,000 ends of sentences"):
        reading.read_leaflet(path)


def _read(text: str, markdown: bool) -> tuple[object, ...]:
    sections, blocks, _ = parse(text, markdown)
    made = Document("a", text, "A", sections, blocks)
    return passages(made)


GROWING: dict[str, tuple[Callable[[int], str], int, bool]] = {
    "spaces in a heading": (lambda n: "## a" + " " * n + "b\n\nText.\n", 400, True),
    "hashes in a heading": (lambda n: "## a" + " #" * n + "b\n\nText.\n", 400, True),
    "lines of a paragraph": (lambda n: "## A\n\n" + "word\n" * n, 2_000, True),
    "items": (lambda n: "## A\n\n" + "- a\n" * n, 1_000, True),
    "lines of an item": (lambda n: "## A\n\n- a\n" + "  b\n" * n, 2_000, True),
    "line separators": (lambda n: "## A\n\n" + "a\u2028" * n, 2_000, True),
    "headings": (lambda n: "## A\nb\n" * n, 1_000, True),
    "plain headings": (lambda n: "Abc\n\nDef\n\n" * n, 1_000, False),
    "plain headings, then nothing": (lambda n: "\nAbc\n" * n + "\n" * 4 * n, 1_000, False),
    "blank lines": (lambda n: "## A\n\nb\n" + "\n" * n + "c", 4_000, True),
    "sentences": (lambda n: "## A\n\n" + "a. b? " * n, 500, True),
    "full stops": (lambda n: "## A\n\n" + "." * n, 20_000, True),
    "question marks": (lambda n: "## A\n\n" + "?" * n, 5_000, True),
    "closing marks": (lambda n: "## A\n\n" + ".)\"'" * n, 4_000, True),
    "one word": (lambda n: "## A\n\n" + "a" * n, 50_000, True),
    "spaces before an item": (lambda n: "## A\n\n" + " " * n + "- a", 50_000, True),
    "spaces after a bullet": (lambda n: "## A\n\n- " + "\t" * n + "a", 50_000, True),
    "spaces after a number": (lambda n: "## A\n\n1. " + " " * n, 50_000, True),
}


def seconds(work: Callable[[], object]) -> float:
    """The least of three times, in seconds of the processor: others use this machine, too."""
    took = []
    for _ in range(3):
        began = time.process_time()
        work()
        took.append(time.process_time() - began)
    return min(took)


def assert_linear(work: Callable[[int], object], size: int) -> None:
    """Four times as much costs about four times as much: sixteen times would be the square."""
    first, later = seconds(lambda: work(size)), seconds(lambda: work(4 * size))
    assert later <= 9 * max(first, 0.004), (first, later)


@pytest.mark.no_cover
@pytest.mark.parametrize("name", GROWING)
def test_reading_a_leaflet_takes_no_more_than_its_length(name: str) -> None:
    make, size, markdown = GROWING[name]
    assert_linear(lambda n: _read(make(n), markdown), size)


SIDECARS: dict[str, Callable[[int], str]] = {
    "brackets": lambda n: "a = " + "[" * n,
    "parts of a key": lambda n: "a" + ".a" * n + " = 1",
    "quoted parts": lambda n: '"a"' + r'."\""' * n + " = 1",
    "empty parts": lambda n: "''" + ".''" * n + " = 1",
    "parts of a table": lambda n: "[a" + ".a" * n + "]",
    "escaped quotes": lambda n: '"' + r"\"" * n,
    "quotes": lambda n: '""' * n,
    "spaces": lambda n: "a" + " " * n + "b",
    "one long key": lambda n: "a" * n + " = 1",
    "digits": lambda n: "a = " + "1" * n,
    "tables": lambda n: "".join(f"[a{one}]\n" for one in range(n // 8)),
    "entries": lambda n: "[[asked_as]]\nsays = 'a'\n" * (n // 5),
    "names": lambda n: "other_names = [" + "'a', " * n + "]",
}


@pytest.mark.parametrize("name", SIDECARS)
def test_reading_a_sidecar_takes_no_more_than_its_length(name: str) -> None:
    def read(size: int) -> None:
        with pytest.raises(SidecarError):
            sidecar_of(SIDECARS[name](size).encode(), "a.toml")

    assert_linear(read, 3_000)


_OLD_HEADING = re.compile(r"[ ]{0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$")


@given(st.text("# \ta", max_size=12))
def test_a_heading_is_what_one_pattern_says_of_short_lines(line: str) -> None:
    """The pattern is plain to read, and takes the cube of a line's length."""
    found = _OLD_HEADING.match(line)
    sections, _, _ = parse(f"{line}\nText.\n", markdown=True)
    heading = document(f"{line}\nText.\n").slice(sections[0].heading)
    assert heading == (found.group(2) if found else "")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.binary(max_size=200), messy_text.map(str.encode)), st.binary(max_size=60))
def test_whatever_a_file_holds_the_others_are_served(
    tmp_path: Path, leaflet: bytes, sidecar: bytes
) -> None:
    for name, text in LEAFLETS.items():
        write(tmp_path / name, text)
    (tmp_path / "bad.md").write_bytes(leaflet)
    (tmp_path / "bad.toml").write_bytes(sidecar)
    found = read_corpus(tmp_path)
    served = {one.id for one in found.documents}
    assert served >= set(SERVED)
    assert ("bad" in served) != any(fault.serious for fault in found.faults)


def mutated(raw: bytes, chance: random.Random) -> bytes:
    """``raw`` with one thing wrong: a bit, a byte, a piece gone, twice, or in another place."""
    at, size = chance.randrange(len(raw)), chance.randrange(1, 40)
    piece = raw[at : at + size]
    rest = raw[:at] + raw[at + size :]
    to = chance.randrange(len(rest))
    return chance.choice(
        (
            raw[:at] + bytes([raw[at] ^ 1 << chance.randrange(8)]) + raw[at + 1 :],
            raw[:at] + bytes([chance.randrange(256)]) + raw[at:],
            raw[:at],
            rest,
            raw[:at] + piece + raw[at:],
            rest[:to] + piece + rest[to:],
            raw.replace(b"not ", b"", 1) if chance.random() < 0.5 else raw.replace(b"1", b"7"),
        )
    )
