"""Parsing XML and HTML that somebody else wrote: no entities, no network, no endless depth."""

from __future__ import annotations

import re

from lxml import etree, html

from askleaflet.importing.blocks import ImportingError
from askleaflet.importing.texts import decoded

_ENTITY = re.compile(rb"<!(?:ENTITY|DOCTYPE[^>]*\[)", re.IGNORECASE)
_TOO_DEEP = "its elements stand too deep in each other. Check that it is the right file."


def xml_root(raw: bytes) -> etree._Element:
    """The root of an XML file. Raises ImportingError with what to do."""
    if _ENTITY.search(raw) or _ENTITY.search(raw.replace(b"\0", b"")):
        raise ImportingError(
            "it declares entities of its own, which can hide what it says. "
            "Ask its maker for a file without them."
        )
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True,
        remove_comments=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if "depth" in str(error).lower():
            raise ImportingError(_TOO_DEEP) from error
        raise ImportingError(
            f"it is no whole XML ({' '.join(str(error).split())[:120]}). Fetch it again."
        ) from error
    if root is None:
        raise ImportingError("it is no whole XML. Fetch it again.")
    return root


def html_root(raw: bytes) -> etree._Element:
    """The root of a web page. Raises ImportingError with what to do."""
    text = decoded(raw, _declared(raw))
    return html_text(text)


def html_text(text: str) -> etree._Element:
    """The root of a page or a piece of one."""
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text).replace("\0", "")
    if not text.strip():
        raise ImportingError("it is empty. Fetch it again.")
    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True)
    try:
        root = html.document_fromstring(text, parser=parser)
    except (etree.ParserError, ValueError) as error:
        raise ImportingError("there is no text in it. Fetch it again.") from error
    # Deeper than this the parser drops what it reads, which would be words lost.
    if any("depth" in one.message.lower() for one in parser.error_log):
        raise ImportingError(_TOO_DEEP)
    return root


def _declared(raw: bytes) -> str:
    found = re.search(rb"charset\s*=\s*[\"']?([\w-]{1,40})", raw[:4096], re.IGNORECASE)
    found = found or re.search(rb"<\?xml[^>]*encoding\s*=\s*[\"']([\w-]{1,40})", raw[:200])
    return found[1].decode("ascii") if found else ""
