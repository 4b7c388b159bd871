"""Elements of a tree by their names, and their plain text as a reader sees it."""

from __future__ import annotations

import re

from lxml import etree

SKIPPED = frozenset(
    "script style head template noscript svg math col colgroup iframe object button select "
    "textarea input renderMultiMedia observationMedia".split()
)
INLINE = frozenset(
    "a abbr b bdi bdo big cite code content data del dfn em font footnote footnoteRef i ins kbd "
    "label linkHtml mark nobr q s samp small span strike strong sub sup time tt u var wbr".split()
)
LISTS = frozenset({"ul", "ol", "list", "menu", "dir"})
ITEMS = frozenset({"li", "item", "dd"})
BOLD = frozenset({"b", "strong"})
HEADINGS = {f"h{level}": level for level in range(1, 7)}
# Where a web page says what is not its text.
FURNITURE = frozenset({"nav", "footer", "aside"})


def name_of(element: etree._Element) -> str:
    """The element's name without its namespace; "" for comments and instructions."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def is_bold(element: etree._Element) -> bool:
    """Whether an element makes its text bold, by its name or by its style."""
    style = f"{element.get('styleCode', '')} {element.get('style', '')}".lower()
    return name_of(element) in BOLD or bool(
        re.search(r"(?:^|[\s;])(?:bold\b|font-weight:\s*(?:bold|[6-9]00))", style)
    )


def start_of(child: etree._Element) -> int:
    """The number that a numbered list begins with."""
    text = child.get("start", "1")
    return int(text) if text.isdecimal() and len(text) < 6 else 1


def visible(element: etree._Element, without: etree._Element | None = None) -> str:
    """The plain text of a tree as a reader sees it, by a way of its own, to count words against:
    lines where blocks begin and end, the numbers of numbered lists, no scripts, and nothing of
    ``without``."""
    pieces: list[str] = []

    def visit(one: etree._Element) -> None:
        name = name_of(one)
        if not name or name in SKIPPED or one is without:
            return
        apart = name not in INLINE
        if apart:
            pieces.append("\n")
        if name in {"li", "item"} and (number := _shown_number(one)):
            pieces.append(number)
        pieces.append(one.text or "")
        for child in one:
            visit(child)
            pieces.append(child.tail or "")
        if apart:
            pieces.append("\n")

    visit(element)
    return "".join(pieces)


def _shown_number(item: etree._Element) -> str:
    above = item.getparent()
    if above is None or not (name_of(above) == "ol" or above.get("listType") == "ordered"):
        return ""
    before = sum(1 for one in item.itersiblings(preceding=True) if name_of(one) == name_of(item))
    return f"{start_of(above) + before}. "
