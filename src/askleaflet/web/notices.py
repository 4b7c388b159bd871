"""The urgent notice as HTML: one heading, the numbers to tap, and what is left to say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markupsafe import Markup

from askleaflet.records import Notice, Number
from askleaflet.web.elements import button, element
from askleaflet.wording import say

_IN_NUMBER = re.compile(r"(?<=\d) (?=\d)")


def notice_html(notice: Notice, language: str, heading: str = "h4") -> Markup:
    """The urgent notice: one action as heading, the numbers to tap, then what they leave to say.
    No number comes as mere text before it can be tapped."""
    tapped = {one.line for one in notice.numbers if one.dial}
    return element(
        "div",
        element(heading, *_heading(notice), tabindex="-1"),
        _numbers(notice.numbers),
        element(
            "ul", *(element("li", unbroken(line)) for line in notice.lines if line not in tapped)
        ),
        speak_button(language),
        class_="notice",
        lang=language,
    )


def unbroken(words: str) -> str:
    """``words`` with each telephone number kept on one line of the screen."""
    return _IN_NUMBER.sub("\u00a0", words)


def _heading(notice: Notice) -> Iterator[str]:
    """The heading, with the number in it to tap."""
    for one in notice.numbers:
        before, number, after = notice.heading.partition(one.text)
        if number and one.dial:
            link = element("a", unbroken(number), class_="dial", href=f"tel:{one.dial}")
            yield from (before, link, after)
            return
    yield notice.heading


def _numbers(numbers: Sequence[Number]) -> Markup:
    links = [
        element(
            "a",
            element("span", one.label, class_="number-label"),
            " ",
            element("span", one.text, class_="number"),
            class_="call",
            href=f"tel:{one.dial}",
        )
        for one in numbers
        if one.dial
    ]
    return element("p", *links, class_="calls") if links else Markup()


def pinned_html(notice: Notice, language: str) -> Markup:
    """One line that stays while the visit lasts, can be folded, and opens the whole notice."""
    return element(
        "section",
        element("strong", notice.heading, class_="pinned-heading"),
        button(
            say(language, "page.show_notice"),
            class_="open-pinned",
            aria_label=f"{say(language, 'page.show_notice')}: {notice.heading}",
        ),
        button(say(language, "page.fold"), class_="fold-pinned"),
        element("div", notice_html(notice, language, "h2"), class_="pinned-notice", hidden=True),
        class_="pinned",
        lang=language,
        aria_label=say(language, "page.urgent"),
    )


def speak_button(language: str) -> Markup:
    """Reads aloud what it stands in; hidden where this machine has no voice."""
    return button(
        say(language, "page.read_aloud"),
        class_="small-action speak",
        hidden=True,
        data_stop=say(language, "page.stop_reading"),
    )
