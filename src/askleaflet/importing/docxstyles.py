"""What the styles and numberings of a Word document say."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OFF = frozenset({"0", "false", "none", "off"})


@dataclass(slots=True)
class Style:
    """What one style says: its level as a heading, whether it is bold, its list and its base."""

    level: int = 0
    bold: bool = False
    list: tuple[str, str] = ("", "0")
    based: str = ""


class Styles:
    """What the styles and numberings of a document say, followed to where they come from."""

    def __init__(self, styles: etree._Element | None, numbering: etree._Element | None) -> None:
        self._styles: dict[str, Style] = {}
        for one in () if styles is None else styles.iter(f"{W}style"):
            self._styles[one.get(f"{W}styleId", "")] = style_of(one)
        self._numbered: dict[str, set[str]] = {}
        if numbering is not None:
            self._read(numbering)

    def _read(self, numbering: etree._Element) -> None:
        abstract = {
            one.get(f"{W}abstractNumId", ""): {
                level.get(f"{W}ilvl", "0")
                for level in one.iter(f"{W}lvl")
                if value_of(level, "numFmt") not in {"bullet", "none", ""}
            }
            for one in numbering.iter(f"{W}abstractNum")
        }
        for one in numbering.iter(f"{W}num"):
            known = abstract.get(value_of(one, "abstractNumId"), set())
            self._numbered[one.get(f"{W}numId", "")] = known

    def of(self, name: str) -> Style:
        """The style with what it takes from those it is based on."""
        found, seen = Style(), set[str]()
        while name in self._styles and name not in seen:
            seen.add(name)
            one = self._styles[name]
            found.level = found.level or one.level
            found.bold = found.bold or one.bold
            found.list = found.list if found.list[0] else one.list
            name = one.based
        return found

    def is_numbered(self, number: str, level: str) -> bool:
        """Whether items of this list and level carry numbers, not bullets."""
        return level in self._numbered.get(number, ())


def style_of(one: etree._Element) -> Style:
    """A style without what it takes from others."""
    properties = one.find(f"{W}pPr")
    named = value_of(one, "name").lower()
    level = outline(properties)
    if named.startswith("heading ") and named[8:9].isdecimal():
        level = int(named[8:9])
    elif named == "title":
        level = 1
    return Style(level, is_on(one.find(f"{W}rPr")), list_of(properties), value_of(one, "basedOn"))


def value_of(parent: etree._Element | None, name: str) -> str:
    """The value of a property; "" where it is not there."""
    found = None if parent is None else parent.find(f"{W}{name}")
    return "" if found is None else found.get(f"{W}val", "")


def outline(properties: etree._Element | None) -> int:
    """The level in the outline, 1 to 6; 0 for body text."""
    text = value_of(properties, "outlineLvl")
    return int(text) + 1 if text.isdecimal() and int(text) < 6 else 0


def list_of(properties: etree._Element | None) -> tuple[str, str]:
    """Which list a paragraph is in, and on which level of it."""
    numbering = None if properties is None else properties.find(f"{W}numPr")
    return value_of(numbering, "numId"), value_of(numbering, "ilvl") or "0"


def is_on(properties: etree._Element | None) -> bool:
    """Whether the properties of a run make it bold."""
    found = None if properties is None else properties.find(f"{W}b")
    return found is not None and found.get(f"{W}val", "1") not in OFF
