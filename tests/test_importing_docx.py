"""Word documents: headings by style, lists by numbering, and nothing that unfolds without end."""

from __future__ import annotations

import io
import zipfile

import pytest

from askleaflet.importing.blocks import Imported, ImportingError
from askleaflet.importing.counting import count
from askleaflet.importing.docx import read_docx
from askleaflet.importing.markdown import as_markdown
from importable import NUMBERING, STYLES, WORD, docx, paragraph


def read(body: str, **parts: str) -> Imported:
    (one,) = read_docx(docx(body, styles=STYLES, numbering=NUMBERING, **parts), "a.docx")
    counted = count(one, as_markdown(one.blocks))
    assert counted.lost == counted.added == ()
    return one


def test_headings_are_known_by_their_style_and_what_it_is_based_on() -> None:
    leaflet = read(
        paragraph("Zorvexin", "H1") + paragraph("How to take it", "Berschrift2") + paragraph("Now.")
    )
    assert [(one.kind, one.level) for one in leaflet.blocks] == [
        ("heading", 1),
        ("heading", 2),
        ("paragraph", 0),
    ]


def test_lists_are_known_by_their_numbering() -> None:
    leaflet = read(
        paragraph("Do not take it if you:")
        + paragraph("are allergic", number="1")
        + paragraph("to milk", number="1", level=1)
        + paragraph("Open it", number="2")
        + paragraph("Swallow it", number="2")
    )
    assert as_markdown(leaflet.blocks) == (
        "Do not take it if you:\n\n- are allergic\n  - to milk\n1. Open it\n2. Swallow it\n"
    )


def test_a_bold_line_is_a_heading_and_a_line_break_parts_it_from_its_text() -> None:
    bold = "<w:r><w:rPr><w:b/></w:rPr><w:t>Driving</w:t><w:br/></w:r>"
    leaflet = read(f"<w:p>{bold}<w:r><w:t>You may drive.</w:t></w:r></w:p>")
    assert [(one.kind, one.text) for one in leaflet.blocks] == [
        ("heading", "Driving"),
        ("paragraph", "You may drive."),
    ]


def test_bullets_that_were_typed_are_items() -> None:
    leaflet = read(paragraph("\uf0b7 fever") + paragraph("\u2022 chills") + paragraph("- rash"))
    assert [(one.kind, one.text) for one in leaflet.blocks] == [
        ("item", "fever"),
        ("item", "chills"),
        ("item", "rash"),
    ]


def test_a_row_of_a_table_is_one_item() -> None:
    def cells(*texts: str) -> str:
        return "<w:tr>" + "".join(f"<w:tc>{paragraph(one)}</w:tc>" for one in texts) + "</w:tr>"

    leaflet = read(f"<w:tbl>{cells('Weight', 'Dose')}{cells('10 kg', '5 ml')}</w:tbl>")
    assert as_markdown(leaflet.blocks) == "Weight | Dose\n\n- 10 kg | 5 ml\n"


def test_a_table_in_a_table_is_read_once() -> None:
    inner = f"<w:tbl><w:tr><w:tc>{paragraph('5 ml')}</w:tc></w:tr></w:tbl>"
    cells = f"<w:tc>{paragraph('10 kg')}</w:tc><w:tc>{inner}</w:tc>"
    leaflet = read(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>")
    assert [one.text for one in leaflet.blocks] == ["10 kg | 5 ml"]


def test_what_was_deleted_is_gone_and_headers_are_listed_as_left_out() -> None:
    gone = "<w:p><w:del><w:r><w:delText>old</w:delText><w:t>older</w:t></w:r></w:del></w:p>"
    header = f'<w:hdr xmlns:w="{WORD}">{paragraph("Zorvexin V8")}</w:hdr>'
    leaflet = read(gone + paragraph("It is new."), header1=header)
    assert [one.text for one in leaflet.blocks] == ["It is new."]
    assert [(one.what, one.text.strip()) for one in leaflet.left_out] == [
        ("headers and footers", "Zorvexin V8")
    ]


def test_soft_hyphens_are_gone_and_hyphens_that_may_not_break_stay() -> None:
    run = "<w:r><w:t>medi\u00adcine for breast</w:t><w:noBreakHyphen/><w:t>feeding</w:t></w:r>"
    assert read(f"<w:p>{run}</w:p>").blocks[0].text == "medicine for breast-feeding"


def packed(content: bytes, name: str = "word/document.xml") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (packed(b"<a>" + b" " * 60_000_000 + b"</a>"), "unfolds to 60,000,007 bytes"),
        (packed(b"<a/>", "word/other.xml"), "no whole XML"),
        (docx("")[:200], "damaged or locked"),
        (packed(b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'), "declares entities"),
        (packed(b"<a/>"), "no Word document inside"),
        (docx(paragraph(" ")), "there is no text in it"),
    ],
)
def test_what_cannot_be_read_is_said(given: bytes, why: str) -> None:
    with pytest.raises(ImportingError, match=why):
        read_docx(given, "a.docx")


def test_a_size_that_is_told_wrong_does_not_help(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("askleaflet.importing.docx.LARGEST_MEMBER", 100)
    with pytest.raises(ImportingError, match="unfolds to more than any leaflet"):
        read_docx(docx(paragraph("x" * 200)), "a.docx")
