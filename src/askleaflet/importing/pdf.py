"""Leaflets that are PDF files with a text layer."""

from __future__ import annotations

import re
from dataclasses import replace

import pypdfium2 as pdfium
from pypdfium2 import raw

from askleaflet.importing.blocks import (
    MOST_PAGES,
    MOST_TEXT,
    Facts,
    Imported,
    ImportingError,
    LeftOut,
)
from askleaflet.importing.parts import PACKAGE_LEAFLET, leaflets, opens_leaflet
from askleaflet.importing.pdflayout import blocks_of
from askleaflet.importing.pdforder import ordered, without_furniture
from askleaflet.importing.pdfpage import pieces, text_of
from askleaflet.importing.texts import cleaned

# A page of a leaflet has hundreds; a scan with a stamp has some.
FEWEST_WORDS_A_PAGE = 8
MOST_UNREADABLE = 0.05


def read_pdf(given: bytes, name: str) -> list[Imported]:
    """The leaflets of a PDF file. Raises ImportingError with what to do."""
    document = _opened(given)
    if len(document) > MOST_PAGES:
        raise ImportingError(
            f"it has {len(document):,} pages, more than the {MOST_PAGES:,} that are read. "
            "Save the pages of the leaflet as a file of their own."
        )
    texts = _texts(document)
    _expect_text(texts)
    title = document.get_metadata_dict().get("Title", "").strip()
    facts = Facts(title="" if _is_file(title) else title, source=name)
    return [
        leaflet
        for first, end in _groups(texts)
        for leaflet in _group(document, facts, texts, range(first, end))
    ]


def _texts(document: pdfium.PdfDocument) -> list[str]:
    texts: list[str] = []
    whole = 0
    for page in document:
        texts.append(text_of(page))
        page.close()
        whole += len(texts[-1])
        if whole > MOST_TEXT:
            raise ImportingError("it holds more text than any leaflet. Split it.")
    return texts


def _groups(texts: list[str]) -> list[tuple[int, int]]:
    """The pages of each leaflet of a long product information, in which a leaflet begins a page;
    all pages of any other file."""
    heads = [text.split("\n")[:6] for text in texts]
    starts = [at for at, head in enumerate(heads) if any(opens_leaflet(one) for one in head)]
    if not starts or (len(starts) == 1 and starts[0] <= 1):
        return [(0, len(texts))]
    return list(zip(starts, [*starts[1:], len(texts)], strict=True))


def _group(
    document: pdfium.PdfDocument, facts: Facts, texts: list[str], numbers: range
) -> list[Imported]:
    first, end = numbers.start, numbers.stop
    pages = [ordered(pieces(document[at], at)) for at in numbers]
    kept, furniture = without_furniture(pages)
    letters = [one.letter for page in kept for one in page if one.letter]
    others = [*texts[:first], *texts[end:]]
    empty = [str(at + 1) for at in numbers if not texts[at].strip()]
    left = [
        LeftOut(f"other parts than pages {first + 1} to {end}", "\n".join(others)),
        LeftOut("page furniture", "\n".join(furniture)),
        LeftOut("letters that are bullets", "\n".join(letters)),
    ]
    left = [one for one in left if one.text]
    if empty:
        left.append(LeftOut(f"pictures without text on page {', '.join(empty)}", ""))
    found = leaflets(facts, cleaned(blocks_of(kept)), "\n".join(texts), left)
    return [replace(one, part=one.part or (PACKAGE_LEAFLET if others else "")) for one in found]


def _is_file(title: str) -> bool:
    return bool(re.search(r"\.(?:docx?|pdf|indd|qxd)\b|microsoft word", title, re.IGNORECASE))


def _opened(given: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(given)
    except pdfium.PdfiumError as error:
        if raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise ImportingError(
                "it is locked with a password. Ask its maker for a file without one."
            ) from error
        raise ImportingError("it is damaged, or no PDF inside. Fetch it again.") from error


def _expect_text(texts: list[str]) -> None:
    whole = "\n".join(texts)
    if len(re.findall(r"[^\W\d_]{2,}", whole)) < FEWEST_WORDS_A_PAGE * min(len(texts), 5):
        raise ImportingError(
            "it is a scan: pictures of pages without text. Ask its maker for the text PDF, or have "
            "the text recognised (for example with ocrmypdf) and proofread, then import that."
        )
    bad = sum(one in "\ufffd\0" for one in whole)
    if bad > MOST_UNREADABLE * len(whole):
        raise ImportingError(
            "its fonts do not say which letters they draw, so its text cannot be read. "
            "Ask its maker for another PDF, or for the Word file."
        )
