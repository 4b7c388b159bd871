"""The page's HTML: everything escaped, quotes exact by their offsets, parts in order."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError

from askleaflet.assistant import Assistant
from askleaflet.catalogue import listing_of
from askleaflet.passages import passages
from askleaflet.records import Document, Notice, Number, Quote, Related, Reply, Span
from askleaflet.structure import parse
from askleaflet.web.drawing import draw, text
from askleaflet.web.html import cards, pinned_html, question_html, reply_html
from askleaflet.web.leaflet import pane
from askleaflet.web.turn import conversation
from askleaflet.web.wish import Asked, Wish
from askleaflet.wording import say
from invented import by_phrases, passage_html, without_search

HOSTILE = (
    '<script>alert(1)</script> & "quoted" <img src=x onerror=alert(1)>\tend',
    "</article></span><style>*{display:none}</style>",
    "' onmouseover=alert(1) x='",
    "&lt;b&gt; &amp; &#10;",
)


class Names(HTMLParser):
    """The names of the elements, as a browser would read them."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)


def _document(body: str) -> Document:
    sections, blocks, _ = parse(body, markdown=True)
    return Document("one", body, "One", sections, blocks, source="a <source>")


def _names(html: str) -> list[str]:
    reader = Names()
    reader.feed(html)
    return reader.names


def _pieces(html: str, name: str) -> list[str]:
    """The text of every element of this name, with character references read back."""
    found: list[str] = []

    class Pieces(HTMLParser):
        depth = 0

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            if tag == name:
                self.depth += 1
                found.append("")

        def handle_endtag(self, tag: str) -> None:
            self.depth -= tag == name

        def handle_data(self, data: str) -> None:
            if self.depth:
                found[-1] += data

    Pieces(convert_charrefs=True).feed(html)
    return found


LEAFLET = _document(
    "## Who should not\n\nDo not take it if you:\n\n- are 5.4 kg or less\n- have <q>pain</q>\n\n"
    "One sentence & more.\nA second line.\n"
)


def _quote(mark: str) -> Quote:
    passage = next(one for one in passages(LEAFLET) if mark == LEAFLET.slice(one.mark))
    return Quote(
        text=LEAFLET.slice(passage.block),
        highlight=mark,
        highlight_start=passage.mark.start - passage.block.start,
        highlight_end=passage.mark.end - passage.block.start,
        start=passage.block.start,
        end=passage.block.end,
        document="one",
        section="Who should not",
        under=("Outer",),
        title="One",
        source="a <source>",
        reviewed=None,
    )


def _saying(words: str) -> str:
    """A reply in which everything that may come from somebody says ``words``."""
    notice = Notice(words, (words,), (Number(words, words, words, words),))
    choices, related = (words,), (Related(words, words),)
    reply = Reply("unclear", words, words, True, notice, related=related, choices=choices)
    return str(reply_html(replace(reply, notes=(words,)), {}, words))


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_words_make_or_break_an_element(hostile: str) -> None:
    assert _names(_saying(hostile)) == _names(_saying("words"))
    assert _pieces(_saying(hostile), "button").count(hostile) == 2


def test_a_template_without_one_of_its_values_is_an_error() -> None:
    with pytest.raises(UndefinedError, match="words"):
        draw("question")


@given(st.text())
def test_any_text_comes_back_as_written_on_one_line(words: str) -> None:
    html = str(text(words))
    assert "\n" not in html
    assert "\t" not in html
    assert "<" not in html
    html.encode("utf-8")


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_question_is_shown_as_typed(hostile: str) -> None:
    html = str(question_html(hostile))
    assert [" ".join(one.split()) for one in _pieces(html, "h3")] == [" ".join(hostile.split())]


def test_an_item_is_shown_with_the_sentence_that_leads_it_in() -> None:
    quote = _quote("are 5.4 kg or less")
    html = str(
        reply_html(Reply("answer", "Says:", "Ask them.", quotes=(quote,)), {"one": LEAFLET}, "q")
    )
    assert _pieces(html, "mark") == ["are 5.4 kg or less"]
    assert _pieces(html, "li") == ["are 5.4 kg or less", "have <q>pain</q>"]
    assert "Do not take it if you:" in _pieces(html, "p")
    assert "Outer › " in html


def test_quotes_of_one_passage_become_one_card_with_several_marks() -> None:
    two = cards([_quote("are 5.4 kg or less"), _quote("have <q>pain</q>")])
    assert [len(card.marks) for card in two] == [2]


def test_a_mark_over_a_whole_list_marks_every_item() -> None:
    passage = next(one for one in passages(LEAFLET) if one.kind == "list")
    html = passage_html(LEAFLET, passage.block, passage.mark)
    assert _pieces(html, "mark") == ["are 5.4 kg or less", "have <q>pain</q>"]


def test_every_piece_of_the_leaflet_is_the_slice_that_it_names() -> None:
    html = str(pane(LEAFLET, {"one": listing_of(LEAFLET, ())}, "en"))
    shown = [LEAFLET.text[int(a) : int(b)] for a, b in _offsets(html)]
    assert shown == [
        "Who should not",
        "Do not take it if you:",
        "are 5.4 kg or less",
        "have <q>pain</q>",
        "One sentence & more.\nA second line.",
    ]
    assert [*_pieces(html, "li")][-2:] == ["are 5.4 kg or less", "have <q>pain</q>"]
    assert "\n" not in html


def _offsets(html: str) -> list[tuple[str, str]]:
    return re.findall(r'data-start="(\d+)" data-end="(\d+)"', html)


def test_numbers_of_a_numbered_list_are_shown() -> None:
    numbered = _document("## Steps\n\n1. Wash.\n2. Rest.\n")
    html = passage_html(numbered, Span(0, len(numbered.text)))
    assert _pieces(html, "li") == ["1. Wash.", "2. Rest."]


def test_the_notice_stands_first_and_dials_what_is_set() -> None:
    notice = Notice("Call now", ("Call us: 01 23.",), (Number("us", "01 23", "0123"),))
    reply = Reply("not_covered", "Not here.", "Ask them.", True, notice)
    html = str(reply_html(reply, {}, "q"))
    assert html.index("Call now") < html.index("Ask them.") < html.index("Not here.")
    assert 'href="tel:0123"' in html
    kiosk = Notice("Staff", ("Call.",), (Number("us", "01 23", None),))
    assert "<a " not in str(reply_html(Reply("error", "m", "c", True, kiosk), {}, "q"))


def test_a_fault_of_the_search_says_so_below_the_urgent_notice(assistant: Assistant) -> None:
    wish = Wish((Asked("she cant breathe"), Asked("how is it given")), "en")
    faulty = without_search(by_phrases(assistant), KeyError("breathe"))
    turn = conversation(faulty, wish)
    first, second = map(str, turn.drawn)
    assert first.index('class="notice"') < first.index("Something is broken here.")
    assert 'data-kind="error"' in first
    assert "does not answer" not in first
    assert 'class="notice"' not in second
    assert "Something is broken here." in second
    assert turn.pinned


def test_the_leaflet_that_is_quoted_comes_with_a_question_if_another_lies_open(
    assistant: Assistant,
) -> None:
    asked = (Asked("hello"), Asked("It is given as a continuous intravenous (IV) infusion."))
    assert conversation(assistant, Wish(asked, shown="other")).leaflet == "blinatumomab"
    assert conversation(assistant, Wish(asked, shown="blinatumomab")).leaflet == ""
    assert conversation(assistant, Wish(asked)).leaflet == ""
    assert conversation(assistant, Wish(asked[:1], shown="other")).leaflet == ""
    assert conversation(assistant, Wish(asked, leaflet="wanted", shown="other")).leaflet == "wanted"


def test_what_the_page_knows_is_not_answered_again_and_still_leads_the_next(
    assistant: Assistant,
) -> None:
    asked = (Asked("how long is one treatment"), Asked("and how is it given"))
    whole = conversation(assistant, Wish(asked)).drawn
    assert conversation(assistant, Wish(asked, known=1)).drawn == whole[1:]
    assert conversation(assistant, Wish(asked, known=2)).drawn == []


def test_where_help_is_offered_the_page_says_where_help_is() -> None:
    reply = Reply("not_covered", "Message.", "Care.", notes=("Note.",))
    pointer = say("en", "page.help_shows")
    assert pointer not in _pieces(str(reply_html(reply, {}, "")), "p")
    shown = _pieces(str(reply_html(replace(reply, offers_help=True), {}, "")), "p")
    assert shown.index(pointer) == shown.index("Note.") + 1


def test_numbers_to_tap_stand_under_the_heading_and_are_not_said_twice() -> None:
    numbers = (Number("Emergency", "112", "112"), Number("Us", "01 23", "0123", "Call us: 01 23."))
    notice = Notice("Call 112 now", ("Call us: 01 23.", "Do not wait."), numbers)
    html = str(pinned_html(notice, "en"))
    assert _pieces(html, "h2") == ["Call 112 now"]
    assert _pieces(html, "a") == ["112", "Emergency 112", "Us 01 23"]
    assert _pieces(html, "li") == ["Do not wait."]
    assert html.index("Us") < html.index("<ul>")
    kiosk = Notice("Staff", notice.lines, tuple(one._replace(dial=None) for one in numbers))
    said = _pieces(str(pinned_html(kiosk, "en")), "li")
    # A number stays on one line of the screen.
    assert said == ["Call us: 01\u00a023.", "Do not wait."]
