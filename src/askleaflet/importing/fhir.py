"""Electronic product information in FHIR: a Bundle or a Composition, as XML or JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import cast

from lxml import etree

from askleaflet.importing.blocks import Block, Facts, Imported, ImportingError, LeftOut
from askleaflet.importing.dates import day_of
from askleaflet.importing.elements import name_of, visible
from askleaflet.importing.markup import Walk
from askleaflet.importing.parts import names_in, says_leaflet
from askleaflet.importing.texts import cleaned
from askleaflet.importing.trees import html_text

NAMESPACE = "http://hl7.org/fhir"
# EMA's codes of documents: the package leaflet; and what others call it.
_LEAFLET_CODES = frozenset({"100000155538"})
Json = dict[str, object]


def read_fhir(given: etree._Element | Json, name: str) -> list[Imported]:
    """The leaflets among the Compositions. Raises ImportingError where there is none."""
    tree = given if isinstance(given, dict) else _as_json(given)
    all_ = list(_resources(tree, "Composition"))
    wanted = [one for one in all_ if _is_leaflet(one)]
    if not wanted and len(all_) == 1 and not _is_for_professionals(all_[0]):
        wanted = all_
    if not wanted:
        raise ImportingError(
            "it holds no package leaflet, only what is for professionals or data. "
            "Fetch the leaflet's Composition."
        )
    texts = [_plain(one) for one in all_]
    left = tuple(
        LeftOut("the part for professionals", text)
        for one, text in zip(all_, texts, strict=True)
        if one not in wanted
    )
    part = "package leaflet" if len(all_) > len(wanted) else ""
    found = []
    for one in wanted:
        others = tuple(
            LeftOut("another leaflet in the file", _plain(other))
            for other in wanted
            if other is not one
        )
        # Its own text is a summary made by a machine; its sections hold the leaflet.
        parts = [_sectioned(each, 1) for each in _objects(one, "section")]
        blocks = cleaned([block for part in parts for block in part])
        facts = _facts(one, tree, blocks, name)
        found.append(Imported(facts, blocks, "\n".join(texts), (*left, *others), part))
    return found


def _as_json(element: etree._Element) -> Json:
    """FHIR's XML as its JSON: every value a list, so that both are read by one way."""
    found: Json = {}
    kind = name_of(element)
    if kind[:1].isupper():
        found["resourceType"] = kind
    for child in element:
        name = name_of(child)
        value: object = child.get("value")
        if name == "div":
            value = child
        elif name == "resource" and len(child):
            value = _as_json(child[0])
        elif value is None:
            value = _as_json(child)
        cast(list[object], found.setdefault(name, [])).append(value)
    return found


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _objects(parent: Json, key: str) -> Iterator[Json]:
    yield from (one for one in _listed(parent.get(key)) if isinstance(one, dict))


def _text(parent: Json, key: str) -> str:
    return next((one.strip() for one in _listed(parent.get(key)) if isinstance(one, str)), "")


def _resources(tree: Json, kind: str) -> Iterator[Json]:
    if tree.get("resourceType") == kind:
        yield tree
    for entry in _objects(tree, "entry"):
        for resource in _objects(entry, "resource"):
            yield from _resources(resource, kind)


def _coded(one: Json) -> tuple[set[str], str]:
    codings = [code for type_ in _objects(one, "type") for code in _objects(type_, "coding")]
    said = [_text(one, "title"), *(_text(code, "display") for code in codings)]
    said += [_text(type_, "text") for type_ in _objects(one, "type")]
    return {_text(code, "code") for code in codings}, "\n".join(said)


def _is_leaflet(one: Json) -> bool:
    codes, said = _coded(one)
    return bool(codes & _LEAFLET_CODES) or any(map(says_leaflet, said.splitlines()))


def _is_for_professionals(one: Json) -> bool:
    codes, said = _coded(one)
    return "100000155532" in codes or bool(
        re.search(r"summary of product|ficha técnica|produktresum|fachinfo|caractérist", said, re.I)
    )


def _div(section: Json) -> etree._Element | None:
    for text in _objects(section, "text"):
        for one in _listed(text.get("div")):
            if isinstance(one, str) and one.strip():
                return html_text(one)
            if isinstance(one, etree._Element):
                return one
    return None


def _sectioned(section: Json, level: int) -> Iterator[Block]:
    title, div = _text(section, "title"), _div(section)
    blocks = Walk(level).of(div) if div is not None else []
    if title:
        yield Block("heading", title, min(level, 6))
        # Some makers write the title into the text, too.
        if blocks and " ".join(blocks[0].text.split()) == " ".join(title.split()):
            blocks[0] = replace(blocks[0], kind="heading", level=min(level + 1, 6))
    yield from blocks
    for inner in _objects(section, "section"):
        yield from _sectioned(inner, level + 1)


def _plain(one: Json) -> str:
    pieces = []
    for section in _objects(one, "section"):
        div = _div(section)
        pieces += [_text(section, "title"), "" if div is None else visible(div), _plain(section)]
    return "\n".join(pieces)


def _facts(one: Json, tree: Json, blocks: tuple[Block, ...], name: str) -> Facts:
    brand, substance, revised = names_in(blocks)
    for product in _resources(tree, "MedicinalProductDefinition"):
        named = [_text(each, "productName") for each in _objects(product, "name")]
        brand = next(filter(None, named), brand)
    return Facts(
        title=brand or _text(one, "title"),
        names=tuple(dict.fromkeys(filter(None, (brand, substance)))),
        language=_text(one, "language")[:2].lower(),
        source=f"FHIR ePI, {name}",
        version=_text(one, "version"),
        revised=revised or day_of(_text(one, "date")),
    )
