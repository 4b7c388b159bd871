"""Structure: everything is a span, and joined again it is the document."""

from __future__ import annotations

import gc
from itertools import pairwise
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askleaflet.layout import LONGEST_HEADING
from askleaflet.lines import lines_of
from askleaflet.records import Document, Mark, Span, stretches
from askleaflet.structure import parse, sentences, trim
from invented import MELOTIN, ZORVEXIN, document
from strategies import Leaflet, leaflets, messy_text


def said(text: str) -> list[str]:
    return [text[one.start : one.end] for one in sentences(text, 0, len(text))]


def headings(of: Document) -> list[str]:
    return [of.slice(section.heading) for section in of.sections]


def units(of: Document, kind: str) -> list[str]:
    return [of.slice(unit) for block in of.blocks if block.kind == kind for unit in block.units]


def joined(text: str, spans: list[Span], start: int, end: int) -> str:
    """The text that ``spans`` tile, with what stands between them; fails where they overlap."""
    pieces = []
    at = start
    for span in spans:
        assert at <= span.start <= span.end <= end
        pieces += [text[at : span.start], text[span.start : span.end]]
        at = span.end
    return "".join((*pieces, text[at:end]))


def seen(text: str, marks: tuple[Mark, ...], start: int, end: int) -> str:
    """What a person sees of ``text[start:end]``."""
    own = [one for one in marks if start <= one.start < end]
    return "".join(one.shown for one in stretches(text, Span(start, end), own))


@given(messy_text, st.booleans())
def test_lines_joined_again_are_the_text(text: str, markdown: bool) -> None:
    assert "".join(line.text for line in lines_of(text, markdown)) == text


@given(messy_text, st.booleans())
def test_sections_tile_the_text(text: str, markdown: bool) -> None:
    sections, _, _ = parse(text, markdown)
    assert "".join(text[one.span.start : one.span.end] for one in sections) == text
    assert [one.index for one in sections] == list(range(len(sections)))


@given(messy_text, st.booleans())
def test_blocks_tile_what_stands_under_each_heading(text: str, markdown: bool) -> None:
    sections, blocks, _ = parse(text, markdown)
    for section in sections:
        own = [block.span for block in blocks if block.section == section.index]
        body = "".join(text[span.start : span.end] for span in own)
        whole = text[section.span.start : section.span.end]
        assert whole.endswith(body)
        line = whole[: len(whole) - len(body)]
        assert len(line.splitlines()) <= 1
        assert text[section.heading.start : section.heading.end] in line


@given(messy_text, st.booleans())
def test_sentences_and_items_miss_nothing_but_white_space_and_bullets(
    text: str, markdown: bool
) -> None:
    _, blocks, marks = parse(text, markdown)
    for block in blocks:
        whole = text[block.span.start : block.span.end]
        assert joined(text, list(block.units), block.span.start, block.span.end) == whole
        at = block.span.start
        for unit in block.units:
            assert unit.start < unit.end
            between = seen(text, marks, at, unit.start).strip()
            assert not between or block.kind != "paragraph"
            assert len(between) <= 3
            at = unit.end
        assert not seen(text, marks, at, block.span.end).strip() or not block.units


@given(messy_text, st.booleans())
def test_marks_stand_in_order_and_none_over_another(text: str, markdown: bool) -> None:
    marks = parse(text, markdown).marks
    assert all(one.start < one.end for one in marks)
    assert all(one.end <= other.start for one, other in pairwise(marks))


@given(leaflets())
def test_a_leaflet_of_either_format_is_read_as_it_was_written(leaflet: Leaflet) -> None:
    read = document(leaflet.text, markdown=leaflet.markdown)
    assert headings(read) == [heading for heading, _ in leaflet.sections]
    items = [
        item
        for _, blocks in leaflet.sections
        for block in blocks
        if not isinstance(block, str)
        for item in block.items
    ]
    assert units(read, "list") == items


def test_decimals_abbreviations_and_units_end_no_sentence() -> None:
    text = "It weighs 5.4 kg. See e.g. Dr. Hale, approx. 2.5 ml/hr i.v. at 8 a.m. only. Done."
    assert said(text) == [
        "It weighs 5.4 kg.",
        "See e.g. Dr. Hale, approx. 2.5 ml/hr i.v. at 8 a.m. only.",
        "Done.",
    ]


def test_a_percentage_at_the_end_ends_its_sentence() -> None:
    assert said("Cells were ≥ 0.1%. It works.") == ["Cells were ≥ 0.1%.", "It works."]


def test_questions_and_exclamations_end_sentences() -> None:
    assert said("What is it? A drip! Yes.") == ["What is it?", "A drip!", "Yes."]


def test_white_space_between_sentences_belongs_to_none() -> None:
    assert said("  One.\n\t Two.  ") == ["One.", "Two."]
    assert said(" \n ") == []


def test_trim_of_nothing_but_space_is_empty() -> None:
    span = trim("   ", 0, 3)
    assert span.start == span.end


def test_bullets_without_full_stops_are_items_of_one_list() -> None:
    read = document(ZORVEXIN)
    assert units(read, "list")[:3] == [
        "are allergic to lactose, e.g. milk sugar",
        "weigh less than 5.4 kg",
        "had a stroke. This holds for a small one too.",
    ]


def test_an_indented_line_goes_on_with_its_item() -> None:
    assert "Swallow one tablet\n   with a glass of water" in units(document(ZORVEXIN), "list")


def test_a_line_that_goes_on_in_small_letters_is_never_cut_from_its_item() -> None:
    """Half of "You can have it / unless you are pregnant" would say the opposite."""
    read = document("## Who\n\n- You can have it\nunless you are pregnant\n- Others\nToo late.\n")
    assert units(read, "list") == ["You can have it\nunless you are pregnant", "Others"]
    assert units(read, "paragraph") == ["Too late."]


def test_a_blank_line_between_items_does_not_end_the_list() -> None:
    read = document("## A\n\n- one\n\n- two\n\nText.\n")
    assert [block.kind for block in read.blocks if block.units] == ["list", "paragraph"]


def test_headings_know_what_they_stand_under() -> None:
    read = document(ZORVEXIN)
    outer = {read.slice(one.heading): one.outer for one in read.sections}
    assert [headings(read)[n] for n in outer["Children"]] == [
        "Zorvexin 5 mg tablets",
        "Who should not take it",
    ]
    assert [headings(read)[n] for n in outer["How to take it"]] == ["Zorvexin 5 mg tablets"]


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("# One", "One"),
        ("###### Six ##", "Six"),
        ("   ## Indented  ", "Indented"),
        ("####### Seven", ""),
        ("#No space", ""),
        ("##", ""),
        ("    ## Code", ""),
    ],
)
def test_markdown_headings_are_found_without_their_marks(line: str, heading: str) -> None:
    sections, _, _ = parse(f"{line}\n\nText.\n", markdown=True)
    found = [one.heading for one in sections if one.heading.end > one.heading.start]
    text = f"{line}\n\nText.\n"
    assert [text[one.start : one.end] for one in found] == ([heading] if heading else [])


def test_plain_text_headings_are_short_lines_between_an_empty_line_and_text() -> None:
    assert headings(document(MELOTIN, markdown=False)) == ["What Melotin is", "How to keep it"]


@pytest.mark.parametrize(
    "line",
    [
        "This ends with a full stop.",
        "It leads in:",
        "- a bullet",
        "1. a number\n2. another",
        "long " * (LONGEST_HEADING // 5 + 1),
    ],
)
def test_in_plain_text_other_lines_are_no_headings(line: str) -> None:
    assert headings(document(f"Title\n\n{line}\n\nText.\n", markdown=False)) == ["Title"]


def test_a_short_last_line_of_plain_text_is_no_heading() -> None:
    assert headings(document("Title\n\nText.\n\nThe end\n", markdown=False)) == ["Title"]


def test_text_before_the_first_heading_is_a_section_without_one() -> None:
    assert headings(document("Before.\n\n## Title\n\nText.\n")) == ["", "Title"]


def test_an_empty_text_has_no_blocks() -> None:
    sections, blocks, _ = parse("", markdown=True)
    assert len(sections) == 1
    assert not blocks


# What costs time where a rule looks from every place to the end of the text.
HOSTILE = (
    "**a ", "[", "](a", "`a ``b ```c ", "<!--", "<!-- -->", "|", "<br", "&amp", "_a", "\\[", "•\n",
    "o a\n", "Do not take A b ", "1. x\n\n", "```\n", "a|b\n", "-|-\n", "a\n---\n", "21\n\na\n\n",
    " ", "a.A ", "a. : ", "What is X? ", "# if\n", "Aa ", "<b>", "<sup>1", '<i a="',
)  # fmt: skip


@pytest.mark.parametrize("unit", HOSTILE)
@pytest.mark.parametrize("markdown", [True, False])
def test_four_times_the_text_takes_not_sixteen_times_as_long(unit: str, markdown: bool) -> None:
    """Within what may be read: so many lines and so many full stops."""

    def seconds(size: int) -> float:
        text = (unit * (size // len(unit)))[:size]
        gc.collect()
        begun = process_time()
        parse(text, markdown)
        return process_time() - begun

    size = 1_000 * min(len(unit), 8) if set(unit) & set("\n.?") else 50_000
    large = seconds(4 * size)
    if large >= 0.5:
        # Where other work takes the processor meanwhile, one look is none.
        small = min(seconds(size) for _ in range(3))
        assert min(large, seconds(4 * size)) < 14 * small + 0.5
