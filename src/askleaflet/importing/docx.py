"""Word documents (DOCX): paragraphs, headings by style, lists by numbering, tables."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from askleaflet.importing.blocks import (
    LARGEST_FILE,
    Block,
    Facts,
    Imported,
    ImportingError,
    LeftOut,
)
from askleaflet.importing.bullets import as_blocks, join_lines, line_of
from askleaflet.importing.docxstyles import Styles, W, is_on, list_of, outline, value_of
from askleaflet.importing.parts import leaflets
from askleaflet.importing.texts import clean, cleaned
from askleaflet.importing.trees import xml_root

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
DOCUMENT = "word/document.xml"
# What one member may unfold to, and how much larger than packed: text packs to a twentieth.
LARGEST_MEMBER = 50_000_000
MOST_UNFOLDING = 200


def read_docx(raw: bytes, name: str) -> list[Imported]:
    """The leaflets of a Word document. Raises ImportingError with what to do."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as file:
            _bound(file)
            document = xml_root(_member(file, DOCUMENT) or b"")
            styles = Styles(_parsed(file, "word/styles.xml"), _parsed(file, "word/numbering.xml"))
            furniture = [_plain(xml_root(_member(file, one) or b"")) for one in _furniture(file)]
            core = _parsed(file, "docProps/core.xml")
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise ImportingError(
            "it is damaged or locked, so Word's own parts cannot be read. "
            "Open it in Word and save it anew, without a password."
        ) from error
    body = document.find(f"{W}body")
    if body is None:
        raise ImportingError("it is no Word document inside. Save it anew as DOCX.")
    reader = _Reader(styles)
    blocks = cleaned(list(reader.blocks(body)))
    # Word shows numbers that it does not store.
    original = "\n".join([_plain(body), *reader.numbers])
    left = []
    if furniture and (text := "\n".join(furniture)).strip():
        left.append(LeftOut("headers and footers", text))
        original = f"{original}\n{text}"
    title = "" if core is None else core.findtext("{http://purl.org/dc/elements/1.1/}title") or ""
    return leaflets(Facts(title=title.strip(), source=name), blocks, original, left)


def _bound(file: zipfile.ZipFile) -> None:
    """Raises ImportingError for a file that unfolds to more than any leaflet does."""
    infos = file.infolist()
    whole = sum(one.file_size for one in infos)
    for one in infos:
        swells = one.file_size > max(one.compress_size, 1) * MOST_UNFOLDING
        if whole > 2 * LARGEST_FILE or (swells and one.file_size > 1_000_000):
            raise ImportingError(
                f"it unfolds to {whole:,} bytes, as no leaflet does. Do not open it; "
                "ask where it comes from."
            )


def _member(file: zipfile.ZipFile, name: str) -> bytes | None:
    """The content of one member, as long as it is no longer than it may be: what a file says of
    its sizes need not be true."""
    try:
        with file.open(name) as opened:
            content = opened.read(LARGEST_MEMBER + 1)
    except KeyError:
        return None
    if len(content) > LARGEST_MEMBER:
        raise ImportingError("its text unfolds to more than any leaflet has. Split it.")
    return content


def _parsed(file: zipfile.ZipFile, name: str) -> etree._Element | None:
    content = _member(file, name)
    return xml_root(content) if content else None


def _furniture(file: zipfile.ZipFile) -> list[str]:
    starts = ("word/header", "word/footer")
    return sorted(one for one in file.namelist() if one.startswith(starts) and one.endswith(".xml"))


@dataclass(slots=True)
class _Reader:
    """Reads the body: counts the numbers of numbered lists as Word does."""

    styles: Styles
    counts: dict[tuple[str, str], int] = field(default_factory=dict)
    above: int = 1
    numbers: list[str] = field(default_factory=list)

    def blocks(self, parent: etree._Element) -> Iterator[Block]:
        """The blocks of a body or a cell."""
        for child in parent:
            if child.tag == f"{W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{W}tbl":
                for number, row in enumerate(child.findall(f"{W}tr")):
                    yield from self._row(row, head=number == 0)
            elif child.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"}:
                yield from self.blocks(child)

    def _row(self, row: etree._Element, head: bool) -> Iterator[Block]:
        """A row of single texts: the first leads the others in, each of which is one item."""
        within = f"{W}sdt/{W}sdtContent/{W}tc"
        cells = [list(self.blocks(one)) for one in (*row.findall(f"{W}tc"), *row.findall(within))]
        filled = [one for one in cells if one]
        if len(filled) > 1 and all(len(one) == 1 and one[0].kind != "item" for one in filled):
            text = " | ".join(one[0].text for one in filled)
            yield Block("paragraph" if head else "item", text)
            return
        yield from (block for one in filled for block in one)

    def _paragraph(self, paragraph: etree._Element) -> Iterator[Block]:
        properties = paragraph.find(f"{W}pPr")
        style = self.styles.of(value_of(properties, "pStyle"))
        lines = join_lines(_lines(paragraph, style.bold))
        if not lines:
            return
        level = outline(properties) or style.level
        own = list_of(properties)
        number, depth = own if own[0] else style.list
        if level:
            self.above = level
            yield from (Block("heading", text, level) for text, _ in lines)
        elif number not in {"", "0"}:
            yield self._item(" ".join(text for text, _ in lines), number, depth)
        else:
            yield from as_blocks(lines, self.above)

    def _item(self, text: str, number: str, depth: str) -> Block:
        level = int(depth) if depth.isdecimal() and len(depth) < 3 else 0
        if not self.styles.is_numbered(number, depth):
            return Block("item", text, level)
        self.counts[number, depth] = self.counts.get((number, depth), 0) + 1
        mark = f"{self.counts[number, depth]}."
        self.numbers.append(mark)
        return Block("item", text, level, mark)


_BREAKS = frozenset({f"{W}br", f"{W}cr"})
_HIDDEN = frozenset({f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}pPr", f"{W}rPr",
                     f"{_MC}Fallback"})  # fmt: skip


def _lines(paragraph: etree._Element, bold: bool) -> list[tuple[str, bool]]:
    """The lines of a paragraph, each with whether all of it is bold."""
    lines: list[list[tuple[str, bool]]] = [[]]
    for text, strong in _pieces(paragraph, bold):
        if text == "\n":
            lines.append([])
        else:
            lines[-1].append((text, strong))
    return [one for one in map(line_of, lines) if one[0]]


def _pieces(element: etree._Element, bold: bool) -> Iterator[tuple[str, bool]]:
    for child in element:
        if child.tag in _HIDDEN:
            continue
        if child.tag == f"{W}r":
            properties = child.find(f"{W}rPr")
            own = properties is not None and properties.find(f"{W}b") is not None
            yield from _pieces(child, is_on(properties) if own else bold)
        elif child.tag == f"{W}t":
            yield child.text or "", bold
        elif child.tag in _BREAKS:
            yield "\n", bold
        elif child.tag == f"{W}tab":
            yield " ", bold
        elif child.tag == f"{W}noBreakHyphen":
            yield "-", bold
        elif child.tag == f"{W}sym":
            yield _sign(child), bold
        elif child.tag != f"{W}p":
            yield from _pieces(child, bold)


def _sign(element: etree._Element) -> str:
    """A sign of a font of signs, as it stands in the private use area."""
    code = element.get(f"{W}char", "")
    try:
        return clean(chr(int(code, 16)))
    except (ValueError, OverflowError):
        return " "


def _plain(element: etree._Element) -> str:
    """All text that is shown, a paragraph a line, by a way of its own, to count words against."""
    lines = []
    for paragraph in element.iter(f"{W}p"):
        texts: list[str] = []
        for one in paragraph.iter():
            if any(above.tag in _HIDDEN for above in one.iterancestors()):
                continue
            if one.tag == f"{W}t":
                texts.append(one.text or "")
            elif one.tag in _BREAKS or one.tag == f"{W}tab":
                texts.append(" ")
            elif one.tag == f"{W}noBreakHyphen":
                texts.append("-")
            elif one.tag == f"{W}sym":
                texts.append(_sign(one))
        lines.append("".join(texts))
    return "\n".join(lines)
