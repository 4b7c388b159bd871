"""The headings that leaflets of all makers share, and what the section under one says.

They stand in ``data/headings.toml`` with their sources; imports take the fixed lines of templates
from there, too.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Literal, NamedTuple

from pydantic import ValidationError

from askleaflet.data import Entry, read_text
from askleaflet.errors import VocabularyError

HEADINGS_FILE = "headings.toml"
# What a section says; "" where its heading does not tell.
Sense = Literal[
    "contents", "not", "effects", "uses", "how", "missed", "storage", "pregnancy", "alcohol",
    "driving", "others", "other", "",
]  # fmt: skip
Sort = Literal["headings", "questions", "lines"]
# A medicine's name: a word, then its strength and form. A small word that opens a sentence is none.
_NAME = (
    r"(?P<x>this\s+medicine|(?!(?:an?|any|each|every|its?|more|one|th[aeio]\w*|yours?|"
    r"what|how|if|when|who|do|not|use|take)\b)"
    r"[^\s.:;!?,()]{1,40}(?:\s(?:(?-i:[A-ZÅÆØÄÖÜÉ0-9])[^\s:;!?()]{0,40}|m?c?[gl]|mg|tablets?|"
    r"capsules?|film-coated|pre-filled|pens?|syringes?|solution|injection|and|or)){0,6}?)"
)
_SOME = r"[^.:;!?]{2,80}?"
# What stands behind a heading in its line is a sentence: so many words, at least.
_FEWEST_WORDS = 3
_NUMBERED = re.compile(r"^\s*\d{1,2}[.)]\s*")
# Where in a line a sentence ends and a heading may begin, with its number.
_SENTENCE_END = re.compile(r"[.!?][\"')\]»”’]*[ \t]+(?=(\d{1,2}\.[ \t]+)?[^\W\d_])")
# No heading of a template is longer, with the names in it; one that ends a paragraph has so many
# words, as fewer could end its last sentence.
_LONGEST = 300
_FEWEST_AT_THE_END = 3


class _Template(Entry):
    openers: str = ""
    headings: str = ""
    questions: str = ""
    lines: str = ""


class _File(Entry):
    it: str
    hanging: str
    template: Mapping[str, _Template]
    sense: Mapping[Sense, tuple[str, ...]]
    said: Mapping[Sense, tuple[str, ...]]
    asked: Mapping[Sense, tuple[str, ...]]
    lines: Mapping[str, str | tuple[str, ...]]


class _Heading(NamedTuple):
    """One heading of a template, and the words that may open a sentence after it."""

    words: str
    sort: Sort
    openers: str

    @property
    def first(self) -> str:
        """Its first word; "" for a name."""
        if self.words.startswith("{"):
            return ""
        return self.words.split(maxsplit=1)[0].rstrip("?,:").casefold()


@cache
def load_headings() -> _File:
    """The whole file. Raises VocabularyError where the file cannot be used."""
    try:
        return _File.model_validate(tomllib.loads(read_text(HEADINGS_FILE)))
    except (ValidationError, tomllib.TOMLDecodeError) as error:
        raise VocabularyError(f"data/{HEADINGS_FILE}: {error}. Mend it.") from error


def fixed_lines(name: str) -> str:
    """The lines of templates so named, as one regular expression."""
    lines = load_headings().lines[name]
    return lines.replace("\n", "") if isinstance(lines, str) else "|".join(lines)


@cache
def _pattern(heading: _Heading) -> re.Pattern[str]:
    """What it looks like; made when a line begins like it, as there are hundreds."""
    words, sort, openers = heading
    body = re.escape(words.rstrip("?")).replace(r"\ ", r"\s+")
    body = body.replace(r"\{X\}", _NAME, 1).replace(r"\{Y\}", _SOME)
    # A sentence may begin with these words, so that what follows has to begin another.
    open_ = words.endswith(("{X}", "{Y}")) or " " not in words
    if sort == "lines":
        body += r"\??(?=\s*$)"
    elif sort == "questions":
        body += r"\?"
    elif open_:
        again = r"|\s+(?-i:(?P=x))\s" if "{X}" in words else ""
        body += rf"(?=\s*$|\s*:?\s+(?-i:{'|'.join(openers.split())})\b{again})"
    else:
        body += r"\??(?=[\s:]|$)"
    return re.compile(body, re.IGNORECASE)


@cache
def _known() -> Mapping[str, tuple[_Heading, ...]]:
    """The headings of all templates, by their first words."""
    found: dict[str, list[_Heading]] = {}
    for one in load_headings().template.values():
        groups: tuple[tuple[Sort, str], ...] = (
            ("headings", one.headings), ("questions", one.questions), ("lines", one.lines),
        )  # fmt: skip
        for sort, words in groups:
            for line in filter(None, words.splitlines()):
                heading = _Heading(line, sort, one.openers)
                found.setdefault(heading.first, []).append(heading)
    return {first: tuple(own) for first, own in found.items()}


def heading_at(line: str) -> int:
    """How many characters of ``line`` are a heading that a template has and all of the line, or a
    sentence follows it there; 0 where none is."""
    if capitals := _in_capitals().match(line):
        # In "USES To relieve pain" the capitals say where the heading ends.
        return len(capitals[0]) if heading_at(capitals[0]) == len(capitals[0]) else 0
    first = re.split(r"[\s?,:]", line, maxsplit=1)[0].casefold()
    lengths = (
        found.end()
        for one in (*_known().get(first, ()), *_known()[""])
        if (found := _pattern(one).match(line))
        and found[0].count("(") == found[0].count(")")
        and _ends(line[found.end() :])
    )
    return max(lengths, default=0)


def is_heading(line: str) -> bool:
    """Whether all of ``line`` is a heading that a template has, with its number or without."""
    bare = _NUMBERED.sub("", line).strip()
    return bool(bare) and heading_at(bare) == len(bare)


@cache
def _in_capitals() -> re.Pattern[str]:
    openers = "|".join(load_headings().template["en"].openers.split())
    return re.compile(rf"[A-Z][A-Z0-9 /,&'’()-]{{2,88}}[A-Z)?](?=:\s|\s+(?:{openers})\b)")


def headings_within(line: str) -> Iterator[tuple[int, int]]:
    """Where in ``line``, behind the end of a sentence, a heading of a template begins, with its
    number, and where it ends. What follows it is a sentence, or nothing."""
    at, end = 0, len(line.rstrip())
    while found := _SENTENCE_END.search(line, at):
        at = found.end(1) if found[1] else found.end()
        ahead = line[at : at + _LONGEST]
        length = heading_at(ahead) if ahead[:1].isupper() or ahead[:1] == "¿" else 0
        whole = at + length == end
        # "1. How to take it" may be the last entry of a list of contents.
        counted = bool(found[1]) or line[found.start() - 1 : found.start()].isdigit()
        few = len(ahead[:length].split()) < _FEWEST_AT_THE_END
        if length and (not (few or counted) if whole else length < len(ahead)):
            yield found.end(), at + length
            at += length


def _ends(rest: str) -> bool:
    """Whether a heading can end before ``rest``."""
    rest = rest.strip()
    if not rest:
        return True
    sentence = rest.lstrip(": ")
    return len(sentence.split(maxsplit=_FEWEST_WORDS)) >= _FEWEST_WORDS and (
        sentence[0].isupper() or sentence[0] in "¿1"
    )


def hangs(line: str) -> bool:
    """Whether a line ends with a word that no heading ends with."""
    words = line.split()
    return bool(words) and words[-1].casefold() in _hanging()


@cache
def _hanging() -> frozenset[str]:
    return frozenset(load_headings().hanging.split())


@cache
def _patterns() -> tuple[Mapping[Sense, re.Pattern[str]], ...]:
    """The patterns of ``sense``, ``said`` and ``asked``."""
    file = load_headings()
    return tuple(
        {one: _any_of(words, file.it) for one, words in table.items()}
        for table in (file.sense, file.said, file.asked)
    )


def _any_of(words: Iterable[str], it: str) -> re.Pattern[str]:
    return re.compile("|".join(words).replace("{it}", it), re.IGNORECASE)


def sense_of(heading: str) -> Sense:
    """What a section with this heading, or a list with this lead-in, says."""
    bare = _NUMBERED.sub("", heading)
    senses, _, _ = _patterns()
    return next((sense for sense, words in senses.items() if words.search(bare)), "")


def says(sentence: str, sense: Sense) -> bool:
    """Whether ``sentence`` says of itself what a section of that sense would."""
    _, said, _ = _patterns()
    return sense in said and bool(said[sense].search(sentence))


def asked_for(question: str) -> Sense:
    """Of which sort of section ``question`` asks for all; "" where it asks for something else."""
    bare = " ".join(question.split()).strip(" ?.!")
    _, _, asked = _patterns()
    return next((sense for sense, words in asked.items() if words.fullmatch(bare)), "")
