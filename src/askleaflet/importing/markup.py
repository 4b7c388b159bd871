"""Blocks from a tree of elements: HTML, XHTML inside FHIR, and the text of US labels alike."""

from __future__ import annotations

from lxml import etree

from askleaflet.importing.blocks import Block
from askleaflet.importing.bullets import as_blocks, bullet, join_lines, line_of
from askleaflet.importing.elements import (
    FURNITURE,
    HEADINGS,
    INLINE,
    ITEMS,
    LISTS,
    SKIPPED,
    is_bold,
    name_of,
    start_of,
    visible,
)
from askleaflet.marks import INDEX, LOWERED, RAISED


class Walk:
    """Walks a tree and gathers its blocks, and apart from them the text of page furniture."""

    def __init__(self, deepest: int = 0) -> None:
        self.blocks: list[Block] = []
        self.furniture: list[str] = []
        self._lines: list[list[tuple[str, bool]]] = [[]]
        self._heading = 0
        self._lists: list[tuple[bool, int]] = []
        self._item: str | None = None
        # The level of the heading over all of this; a bold line is one below it.
        self._above = deepest

    def of(self, element: etree._Element) -> list[Block]:
        """The blocks of ``element``."""
        self._children(element, bold=False)
        self._end()
        return self.blocks

    def _children(self, element: etree._Element, bold: bool) -> None:
        self._add(element.text, bold)
        for child in element:
            self._child(child, bold)
            self._add(child.tail, bold)

    def _add(self, text: str | None, bold: bool) -> None:
        if text:
            self._lines[-1].append((text, bold))

    def _child(self, child: etree._Element, bold: bool) -> None:
        name = name_of(child)
        if not name or name in SKIPPED:
            return
        if name == "br":
            self._lines.append([])
        elif name in {"sup", "sub"}:
            self._index(child, name, bold)
        elif name in INLINE:
            self._children(child, bold or is_bold(child))
        elif name == "caption" and self._item is not None and not line_of(self._lines[-1])[0]:
            # The mark of an item of a US label, where it has one of its own.
            self._children(child, bold)
            self._add(" ", bold)
        else:
            self._block(child, name, bold)

    def _block(self, child: etree._Element, name: str, bold: bool) -> None:
        if name in FURNITURE:
            self._end()
            self.furniture.append(visible(child))
        elif name in LISTS:
            self._list(child, name)
        elif name in ITEMS:
            self._list_item(child)
        elif name in HEADINGS:
            self._under_heading(child, HEADINGS[name])
        elif name == "table":
            self._table(child)
        else:
            self._end(within=True)
            self._children(child, bold or is_bold(child))
            self._end(within=True)

    def _index(self, child: etree._Element, name: str, bold: bool) -> None:
        """A raised or lowered number stays one: 10⁶ is no 106."""
        text = "".join(str(one) for one in child.itertext())
        if INDEX.fullmatch(text.strip()):
            text = text.translate(RAISED if name == "sup" else LOWERED)
        self._add(text, bold)

    def _under_heading(self, child: etree._Element, level: int) -> None:
        self._end(within=True)
        before, self._heading = self._heading, level
        self._children(child, bold=False)
        self._end(within=True)
        self._heading = before

    def _list(self, child: etree._Element, name: str) -> None:
        self._end()
        ordered = name == "ol" or child.get("listType") == "ordered"
        self._lists.append((ordered, start_of(child) - 1))
        self._children(child, bold=False)
        self._end()
        self._lists.pop()

    def _list_item(self, child: etree._Element) -> None:
        self._end()
        outer = self._item
        mark = "-"
        if self._lists:
            ordered, number = self._lists[-1]
            self._lists[-1] = (ordered, number + 1)
            mark = f"{number + 1}." if ordered else "-"
        self._item = mark
        self._children(child, bold=False)
        self._end()
        self._item = outer

    def _table(self, table: etree._Element) -> None:
        self._end()
        outer, self._item = self._item, None
        depth = len(self._lists)
        for part in table.iter():
            if name_of(part) == "caption":
                self._children(part, bold=False)
                self._end()
            elif name_of(part) == "tr" and _nearest_table(part) is table:
                self._row(part, depth)
        self._item = outer

    def _row(self, row: etree._Element, depth: int) -> None:
        """A row of single texts is one item, its cells apart by a bar; a row whose cells hold
        lists, lines or headings is there for its looks, and each cell is read by itself."""
        cells = [one for one in row if name_of(one) in {"td", "th"}]
        walked = [Walk(self._above).of(cell) for cell in cells]
        filled = [one for one in walked if one]
        # What stands after a list is another one, so that its first row has to part the two.
        after = bool(self.blocks) and self.blocks[-1].kind == "item" and _is_first(row)
        head = after or (bool(cells) and all(_is_head(one, _is_first(row)) for one in cells))
        if len(filled) > 1 and all(len(one) == 1 and one[0].kind != "item" for one in filled):
            text = " | ".join(one[0].text for one in filled)
            kind = "paragraph" if head else "item"
            self.blocks.append(Block(kind, text, 0 if head else depth))  # type: ignore[arg-type]
            return
        for block in (block for one in filled for block in one):
            level = block.level + depth if block.kind == "item" else block.level
            self.blocks.append(Block(block.kind, block.text, level, block.mark))

    def _end(self, within: bool = False) -> None:
        """Ends the block that is gathered. ``within``: a paragraph in an item goes on with it."""
        if within and self._item is not None:
            self._lines.append([])
            return
        lines, self._lines = [one for one in map(line_of, self._lines) if one[0]], [[]]
        if not lines:
            return
        if self._heading:
            self.blocks += [Block("heading", text, self._heading) for text, _ in lines]
            self._above = self._heading
        elif self._item is not None:
            text = " ".join(text for text, _ in lines)
            found = bullet(text) if self._item == "-" else None
            text = found.rest if found else text
            self.blocks.append(Block("item", text, max(len(self._lists) - 1, 0), self._item))
            # What follows in the same item, after a list in it, is a line of its own.
            self._item = "-"
        else:
            self.blocks += as_blocks(join_lines(lines), self._above, len(self._lists))


def _is_head(cell: etree._Element, first: bool) -> bool:
    """Whether a cell is a column's head: by its name, its place, or, in the ``first`` row, as all
    of it is bold. Further down bold is there to be seen: "do not use"."""
    above = cell.getparent()
    outer = None if above is None else above.getparent()
    placed = outer is not None and name_of(outer) == "thead"
    inner = [one for one in cell.iter() if one is not cell and is_bold(one)]
    whole = "".join("".join(map(str, cell.itertext())).split())
    bold = inner and "".join("".join(map(str, inner[0].itertext())).split()) == whole
    return name_of(cell) == "th" or placed or bool(first and bold) or not whole


def _is_first(row: etree._Element) -> bool:
    table = _nearest_table(row)
    return table is not None and next(one for one in table.iter() if name_of(one) == "tr") is row


def _nearest_table(row: etree._Element) -> etree._Element | None:
    return next((one for one in row.iterancestors() if name_of(one) == "table"), None)
