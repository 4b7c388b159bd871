"""Small files of every format that is imported, made here by hand."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from typing import NamedTuple

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
FONTS = {
    "normal": "/Helvetica /Encoding /WinAnsiEncoding",
    "bold": "/Helvetica-Bold /Encoding /WinAnsiEncoding",
    "times": "/Times-Roman /Encoding << /BaseEncoding /WinAnsiEncoding /Differences [128 /fi] >>",
    "symbol": "/Symbol",
    "dingbats": "/ZapfDingbats",
    "courier": "/Courier /Encoding /WinAnsiEncoding",
}
PAGE_TOP, LEFT, PITCH = 740, 60, 14


class Drawn(NamedTuple):
    """A piece of text on a page: where, in which font, and its bytes."""

    x: float
    y: float
    text: bytes
    font: str = "normal"
    size: float = 11


def lines(*texts: str | tuple[str, str], x: float = LEFT, y: float = PAGE_TOP) -> list[Drawn]:
    """Lines below each other; ("bold", "text") in another font; "" leaves half a line free."""
    drawn = []
    for one in texts:
        font, text = one if isinstance(one, tuple) else ("normal", one)
        if not text:
            y -= PITCH / 2
            continue
        drawn.append(Drawn(x, y, text.encode("cp1252"), font))
        y -= PITCH
    return drawn


def pdf(*pages: Iterable[Drawn], trailer: str = "") -> bytes:
    """A PDF of these pages, whole and with a text layer."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    fonts = []
    for number, (name, base) in enumerate(FONTS.items(), 3):
        kind = f"<< /Type /Font /Subtype /Type1 /BaseFont {base} >>"
        objects.append(kind.encode())
        fonts.append(f"/{name} {number} 0 R")
    kids = []
    for page in pages:
        content = b"\n".join(_shown(one) for one in page)
        packed = zlib.compress(content)
        head = f"<< /Length {len(packed)} /Filter /FlateDecode >>\nstream\n".encode()
        objects.append(head + packed + b"\nendstream")
        resources = f"/Resources << /Font << {' '.join(fonts)} >> >>"
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {resources} "
            f"/Contents {len(objects)} 0 R >>".encode()
        )
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    return _written(objects, trailer)


def _shown(one: Drawn) -> bytes:
    text = one.text.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    return f"BT /{one.font} {one.size} Tf {one.x} {one.y} Td (".encode() + text + b") Tj ET"


def _written(objects: Sequence[bytes], trailer: str) -> bytes:
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, one in enumerate(objects, 1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n".encode() + one + b"\nendobj\n")
    start = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    for place in places:
        out.write(f"{place:010} 00000 n \n".encode())
    out.write(f"trailer << /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\n".encode())
    out.write(f"startxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()


def docx(body: str, **parts: str) -> bytes:
    """A Word document with this body. ``parts``: styles, numbering, header1 ... as XML."""
    document = f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("word/document.xml", document)
        for name, content in parts.items():
            file.writestr(f"word/{name}.xml", content)
    return out.getvalue()


def paragraph(text: str, style: str = "", number: str = "", level: int = 0) -> str:
    """A paragraph of Word."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if number:
        properties += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


STYLES = f"""<w:styles xmlns:w="{WORD}">
<w:style w:styleId="H1"><w:name w:val="heading 1"/></w:style>
<w:style w:styleId="Berschrift2"><w:name w:val="Own"/><w:basedOn w:val="H2"/></w:style>
<w:style w:styleId="H2"><w:name w:val="heading 2"/></w:style>
</w:styles>"""
NUMBERING = f"""<w:numbering xmlns:w="{WORD}">
<w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1">
<w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
</w:numbering>"""


def spl(*sections: str, kind: str = "34391-3") -> bytes:
    """A label of the United States."""
    components = "".join(f"<component>{one}</component>" for one in sections)
    return (
        f'<?xml version="1.0"?><document xmlns="urn:hl7-org:v3"><code code="{kind}"/>'
        '<effectiveTime value="20130930"/><versionNumber value="7"/>'
        f"<component><structuredBody>{components}</structuredBody></component>"
        "<author><manufacturedProduct><name>Zorvexin</name><asEntityWithGeneric><genericMedicine>"
        "<name>Zorvexinum</name></genericMedicine></asEntityWithGeneric></manufacturedProduct>"
        "</author></document>"
    ).encode()


def section(code: str, title: str, text: str, inner: str = "") -> str:
    """A section of a label."""
    named = f"<title>{title}</title>" if title else ""
    return f'<section><code code="{code}"/>{named}<text>{text}</text>{inner}</section>'
