"""Leaflets that are web pages."""

from __future__ import annotations

from lxml import etree

from askleaflet.importing.blocks import Facts, Imported, LeftOut
from askleaflet.importing.elements import name_of, visible
from askleaflet.importing.markup import Walk
from askleaflet.importing.parts import leaflets
from askleaflet.importing.texts import cleaned
from askleaflet.importing.trees import html_root


def read_html(raw: bytes, name: str) -> list[Imported]:
    """The leaflets of a web page."""
    root = html_root(raw)
    title = next((one.text or "" for one in root.iter("title")), "")
    language = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    body = _main(root)
    walk = Walk()
    blocks = cleaned(walk.of(body))
    whole = next((one for one in root.iter("body")), root)
    left = [LeftOut("page furniture", "\n".join(walk.furniture))] if walk.furniture else []
    if body is not whole and body is not root:
        left = [*left, LeftOut("what stands around the page's main text", visible(whole, body))]
    facts = Facts(title=" ".join(title.split()), language=language[:2].lower(), source=name)
    return leaflets(facts, blocks, visible(whole), left)


def _main(root: etree._Element) -> etree._Element:
    """The page's main text, where the page says which it is."""
    found = [one for one in root.iter() if name_of(one) == "main" or one.get("role") == "main"]
    bodies = list(root.iter("body"))
    return found[0] if len(found) == 1 else bodies[0] if bodies else root
