"""What of a leaflet that can be served may serve its readers badly, with where and what to do."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import accumulate

from askleaflet.headings import fixed_lines, hangs, sense_of
from askleaflet.languages import language_of
from askleaflet.naming import own_names
from askleaflet.passages import contents_of
from askleaflet.records import Document, Section, Span

# In words. Of the leaflets we have seen one sentence in a thousand is longer.
LONGEST_SENTENCE = 80
# So many places of a kind are named, the others counted.
MOST_NAMED = 5
# A leaflet of which so much stands in every leaflet says nothing of its own.
_MOST_BOILERPLATE = 0.8
# In characters. What is shorter and has one heading is a torn piece: of 944 leaflets of the EU 30
# were, and the shortest of the others has 6,500 characters and 15 headings.
_SHORTEST = 1_100
_RAW = re.compile(
    r"\*\*|__\w|~~|<!--|-->|</?[a-zA-Z]\w*[^<>\n]{0,80}>|\]\(|&#?\w{2,8};|\\[^\w\s]|^#", re.M
)

Check = Callable[[Document], Iterable[int]]


def quality(documents: Sequence[Document]) -> Iterator[str]:
    """Every suspicion about these leaflets: which, in which lines, and what to do."""
    for one in documents:
        starts = (0, *accumulate(map(len, one.text.splitlines(keepends=True))))
        for check, message in _PLACES.items():
            lines = sorted({bisect_right(starts, at) for at in check(one)})
            if lines:
                yield f"{one.id}, {_named(lines)}: {message}"
        yield from (f"{one.id}: {message}" for check, message in _WHOLE.items() if check(one))
        if not one.declared:
            yield (
                f"{one.id}: nobody said in which language it is; it is read as '{one.language}'."
                f' Write language = "{one.language}", or the right one, into {one.id}.toml.'
            )
    yield from _twice(documents)


def _named(lines: Sequence[int]) -> str:
    word = "line" if len(lines) == 1 else "lines"
    more = len(lines) - MOST_NAMED
    others = f" and {more} more" if more > 0 else ""
    return f"{word} {', '.join(map(str, lines[:MOST_NAMED]))}{others}"


def _titled(document: Document) -> list[tuple[Section, str]]:
    heads = ((one, document.words(one.heading)) for one in document.sections)
    return [(one, words) for one, words in heads if words]


def _contents(document: Document) -> Iterator[int]:
    return (document.blocks[at].units[0].start for at in contents_of(document))


def _short_headings(document: Document) -> Iterator[int]:
    for section, words in _titled(document):
        if sum(one.isalpha() for one in words) < 2:
            yield section.heading.start


def _repeated_headings(document: Document) -> Iterator[int]:
    """Of headings that stand under the same ones more than once, all but the first."""
    seen: set[tuple[tuple[str, ...], str]] = set()
    for section, words in _titled(document):
        over = tuple(document.words(document.sections[at].heading) for at in section.outer)
        key = (over, words.casefold())
        if key in seen:
            yield section.heading.start
        seen.add(key)


def _cut_headings(document: Document) -> Iterator[int]:
    for section, words in _titled(document):
        rest = document.text[section.heading.end : section.span.end]
        line, _, after = rest.partition("\n")
        if hangs(words) or (not line.strip(" \t\r#:*_") and after[:1].islower()):
            yield section.heading.start


def _tables(document: Document) -> Iterator[int]:
    return (block.units[0].start for block in document.blocks if block.kind == "table")


def _raw_marks(document: Document) -> Iterator[int]:
    spans = [one.heading for one in document.sections]
    spans += [unit for block in document.blocks for unit in block.units]
    return (span.start for span in spans if _RAW.search(document.words(span)))


def _long_sentences(document: Document) -> Iterator[int]:
    for block in document.blocks:
        for unit in block.units:
            if len(document.words(unit).split()) > LONGEST_SENTENCE:
                yield unit.start


def _other_languages(document: Document) -> Iterator[int]:
    for section in document.sections:
        told = language_of(document.words(section.span))
        if told and told != document.language:
            yield section.span.start


def _has_no(sense: str, *, list_: bool = False) -> Callable[[Document], bool]:
    """Whether no section, or no list, of a leaflet in English says this."""

    def check(document: Document) -> bool:
        led: Span | None = None
        for block in document.blocks:
            section = document.sections[block.section]
            over = [document.sections[at].heading for at in (*section.outer, section.index)]
            told = {sense_of(document.words(one)) for one in (*over, *([led] if led else []))}
            if sense in told and block.units and (block.kind != "paragraph" or not list_):
                return False
            led = block.units[-1] if block.units and block.kind == "paragraph" else led
        said = (document.words(unit) for block in document.blocks for unit in block.units)
        return document.language == "en" and (
            list_ or not any(sense_of(one) == sense for one in said)
        )

    return check


@cache
def _boilerplate() -> re.Pattern[str]:
    names = ("openings", "read_all", "revised", "references", "boilerplate")
    return re.compile("|".join(map(fixed_lines, names)), re.IGNORECASE)


def _says_nothing(document: Document) -> bool:
    said = [document.words(unit) for block in document.blocks for unit in block.units]
    same = sum(bool(_boilerplate().match(one)) for one in said)
    under = {block.section for block in document.blocks if block.units}
    torn = len(document.text) < _SHORTEST and len(under) < 2
    return torn or same >= _MOST_BOILERPLATE * len(said)


def _twice(documents: Sequence[Document]) -> Iterator[str]:
    names = {one.id: own_names(one) for one in documents}
    often = Counter(name for own in names.values() for name in own)
    groups = {tuple(id for id, own in names.items() if name in own): name for name in often}
    for ids, name in groups.items():
        if len(ids) > 1:
            yield (
                f"{', '.join(ids)}: all are leaflets for “{name}”, so that a question about it is "
                "asked back. Keep one, or give each a title and other_names of its own."
            )


_PLACES: Mapping[Check, str] = {
    _contents: "a list of contents. It is shown and never quoted. Take it out if it is in the way.",
    _short_headings: "a heading of hardly a letter. Check whether it is a heading, and join it to "
    "its words or leave out its '#'.",
    _repeated_headings: "a heading that stands there before. Check that both head a text of their "
    "own; if one is the head of a page, take it out.",
    _cut_headings: "a heading that seems to go on in the next line. Put it on one line.",
    _tables: "a table. Check that each row can be read alone beside the heads of its columns.",
    _raw_marks: "signs that look like marks of Markdown or HTML and are shown as they are. Name a "
    "Markdown file .md, or take out the marks.",
    _long_sentences: f"a sentence of more than {LONGEST_SENTENCE} words. Check whether full stops, "
    "line ends or bullets were lost.",
    _other_languages: "a part in another language. Make it a leaflet of its own, or take it out.",
}
_WHOLE: Mapping[Callable[[Document], bool], str] = {
    _has_no("not"): "no section says who should not take it. Check whether its heading was lost.",
    _has_no(
        "effects", list_=True
    ): "no list of side effects was found. Check whether its heading or its bullets were lost.",
    _says_nothing: "it says hardly more than what stands in every leaflet. Check that it is whole.",
}
