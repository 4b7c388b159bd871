"""One file, whatever its format, as leaflets: what it is, is told by what it holds."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import cast

from askleaflet.files import FileError, read_regular
from askleaflet.importing import docx, fhir, html, openfda, pdf, plain, spl
from askleaflet.importing.blocks import LARGEST_FILE, MOST_TEXT, Imported, ImportingError
from askleaflet.importing.texts import decoded
from askleaflet.importing.trees import xml_root

# Endings that are read, by what the file then must hold.
ENDINGS = {
    ".pdf": "PDF", ".docx": "DOCX", ".html": "HTML", ".htm": "HTML", ".xhtml": "HTML",
    ".xml": "XML", ".json": "JSON", ".txt": "text", ".text": "text", ".md": "text",
    ".markdown": "text",
}  # fmt: skip
_TAG = re.compile(rb"<[A-Za-z][A-Za-z0-9]*[\s/>]")
_OTHERS = {
    (b"\xd0\xcf\x11\xe0",): "an old Office document",
    (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*"): "a picture",
    (b"{\\rtf",): "RTF",
}


def read_file(path: Path) -> list[Imported]:
    """The leaflets in a file. Raises ImportingError with what is wrong and what to do."""
    wanted = ENDINGS.get(path.suffix.lower())
    if wanted is None:
        raise ImportingError(
            f"files named {path.suffix or 'without an ending'} are not read. "
            "Save it as PDF, DOCX, HTML, XML, JSON, TXT or MD."
        )
    try:
        given = read_regular(path, LARGEST_FILE)
    except FileError as error:
        raise ImportingError(str(error)) from error
    if not given.strip():
        raise ImportingError("it is empty. Fetch it again.")
    held = _kind(given)
    # A page may begin with any of its elements, or with text.
    if held == "text" and wanted == "HTML" and _TAG.search(given):
        held = "HTML"
    if held != wanted and (held, wanted) not in {("HTML", "XML"), ("XML", "HTML")}:
        raise ImportingError(f"it is named {path.suffix} but holds {held}. {_advice(held)}")
    if wanted not in {"PDF", "DOCX"} and len(given) > MOST_TEXT:
        raise ImportingError("it holds more text than any leaflet. Split it.")
    return told_apart(_read(given, held, path))


def told_apart(found: list[Imported]) -> list[Imported]:
    """Leaflets of one file with titles of their own: of two strengths of a medicine, each gets its
    whole name ("Zorvexin 5 mg tablets"), and the brand is one of its other names."""
    alike = Counter(one.facts.title for one in found)
    return [
        replace(one, facts=replace(one.facts, title=_whole_name(one)))
        if alike[one.facts.title] > 1
        else one
        for one in found
    ]


def _whole_name(leaflet: Imported) -> str:
    title = leaflet.facts.title
    lines = (one.text for one in leaflet.blocks[:6])
    return next((one for one in lines if title and one.startswith(title)), title)[:200]


def _advice(held: str) -> str:
    if held in set(ENDINGS.values()):
        return "Rename it, or fetch the right file."
    return "Save it as PDF with text, DOCX or HTML."


def _kind(given: bytes) -> str:
    """What the bytes are: by the marks that open such files."""
    start = given[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"%PDF-" in given[:1024]:
        return "PDF"
    if given.startswith(b"PK\x03\x04"):
        return "DOCX" if b"word/" in given else "another archive"
    for marks, what in _OTHERS.items():
        if given.startswith(marks):
            return what
    if start[:1] in {b"{", b"["} and _is_json(given):
        return "JSON"
    return _text_kind(given, start)


def _text_kind(given: bytes, start: bytes) -> str:
    head = start.lower()
    if head.startswith((b"<!doctype html", b"<html")) or (
        b"<html" in head[:600] and b"<?xml" not in head[:5]
    ):
        return "HTML"
    if head.startswith((b"<?xml", b"\xff\xfe<", b"\xfe\xff")) or (
        head[:1] == b"<" and b"xmlns" in head
    ):
        return "HTML" if b"<html" in head else "XML"
    if b"\0" in given[:4096] and not given.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "something else than text"
    if head[:1] == b"<" and any(
        mark in head for mark in (b"<p", b"<div", b"<h1", b"<h2", b"<ul", b"<body")
    ):
        return "HTML"
    return "XML" if head[:2] == b"<!" and b"<!--" not in head[:4] else "text"


def _is_json(given: bytes) -> bool:
    try:
        json.loads(given)
    except (ValueError, RecursionError):
        # A leaflet may open with a bracket; a file named .json that is broken is told apart below.
        return False
    return True


def _read(given: bytes, held: str, path: Path) -> list[Imported]:
    readers = {"PDF": pdf.read_pdf, "DOCX": docx.read_docx, "HTML": html.read_html,
               "JSON": _json, "XML": _xml}  # fmt: skip
    markdown = path.suffix.lower() in {".md", ".markdown"}
    text = plain.read_markdown if markdown else plain.read_plain
    return readers.get(held, text)(given, path.name)


def _json(given: bytes, name: str) -> list[Imported]:
    tree = json.loads(decoded(given))
    if isinstance(tree, dict):
        if tree.get("resourceType") in {"Bundle", "Composition"}:
            return fhir.read_fhir(cast(fhir.Json, tree), name)
        if "results" in tree or "spl_product_data_elements" in tree or "set_id" in tree:
            return openfda.read_openfda(cast(openfda.Json, tree), name)
    raise ImportingError(
        "it is neither FHIR ePI nor an openFDA drug label. "
        "Fetch the leaflet in one of these, or as PDF."
    )


def _xml(given: bytes, name: str) -> list[Imported]:
    root = xml_root(given)
    namespace = root.tag[1:].partition("}")[0] if isinstance(root.tag, str) else ""
    if namespace == fhir.NAMESPACE:
        return fhir.read_fhir(root, name)
    if namespace == spl.NAMESPACE:
        return spl.read_spl(root, name)
    if namespace == "http://www.w3.org/1999/xhtml":
        return html.read_html(given, name)
    raise ImportingError(
        "it is neither FHIR ePI nor a label of Structured Product Labeling. "
        "Fetch the leaflet in one of these, or as PDF."
    )
