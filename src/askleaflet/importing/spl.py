"""Structured Product Labeling of the United States (HL7 V3 XML)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from askleaflet.importing.blocks import Block, Facts, Imported, ImportingError, LeftOut
from askleaflet.importing.dates import day_of
from askleaflet.importing.elements import visible
from askleaflet.importing.markup import Walk
from askleaflet.importing.texts import cleaned

NAMESPACE = "urn:hl7-org:v3"
_V3 = f"{{{NAMESPACE}}}"
# The codes of LOINC for the parts that are for patients, and for those that nobody reads.
PATIENT_PARTS = {
    "42231-1": "Medication Guide",
    "42230-3": "Patient Information",
    "59845-8": "Instructions for Use",
}
OVER_THE_COUNTER = "34390-5"
NOT_TEXT = {"48780-1": "the table of product data", "51945-4": "the picture of the label"}


def read_spl(root: etree._Element, name: str) -> list[Imported]:
    """The patient's part of a label: Medication Guide, Patient Information and Instructions for
    Use where it has them, else Drug Facts. Raises ImportingError where it has neither."""
    body = root.find(f"{_V3}component/{_V3}structuredBody")
    sections = [] if body is None else list(_sections(body))
    wanted = [one for one in sections if _code(one) in PATIENT_PARTS]
    part = " and ".join(dict.fromkeys(PATIENT_PARTS[_code(one)] for one in wanted))
    if not wanted and _code(root) == OVER_THE_COUNTER:
        wanted, part = [one for one in sections if _code(one) not in NOT_TEXT], "Drug Facts"
    if not wanted:
        raise ImportingError(
            "it is a label for professionals without a Medication Guide, Patient Information or "
            "Drug Facts. Import the patient's leaflet of this medicine instead."
        )
    blocks = [block for one in wanted for block in _blocks(one, 1)]
    others = [one for one in sections if one not in wanted]
    left = [
        LeftOut(NOT_TEXT[code], "\n".join(_plain(one) for one in others if _code(one) == code))
        for code in NOT_TEXT
    ]
    rest = [_plain(one) for one in others if _code(one) not in NOT_TEXT]
    left.append(LeftOut("the part for professionals", "\n".join(rest)))
    original = "\n".join(_plain(one) for one in sections)
    kept = tuple(one for one in left if one.text.strip())
    facts = _facts(root, name)
    head = (Block("heading", facts.title, 1),) if part == "Drug Facts" and facts.title else ()
    original = f"{facts.title}\n{original}" if head else original
    return [Imported(facts, (*head, *cleaned(blocks)), original, kept, part)]


def _sections(above: etree._Element) -> Iterator[etree._Element]:
    for component in above.findall(f"{_V3}component"):
        yield from component.findall(f"{_V3}section")


def _code(element: etree._Element) -> str:
    found = element.find(f"{_V3}code")
    return "" if found is None else found.get("code", "")


def _blocks(section: etree._Element, level: int) -> Iterator[Block]:
    title = section.find(f"{_V3}title")
    named = title is not None and bool(visible(title).strip())
    if title is not None and named:
        level = min(level + 1, 6)
        yield Block("heading", " ".join(visible(title).split()), level)
    text = section.find(f"{_V3}text")
    if text is not None:
        yield from Walk(max(level, 1)).of(text)
    for one in _sections(section):
        yield from _blocks(one, level)


def _plain(section: etree._Element) -> str:
    """The text of a section: of titles and texts, not of its excerpt for the highlights."""
    own = [one for tag in ("title", "text") for one in section.findall(f"{_V3}{tag}")]
    return "\n".join([*map(visible, own), *map(_plain, _sections(section))])


def _facts(root: etree._Element, name: str) -> Facts:
    brands = _texts(root, f".//{_V3}manufacturedProduct/{_V3}name")
    substances = _texts(root, f".//{_V3}genericMedicine/{_V3}name")
    title = brands[0] if brands else ""
    version, time = root.find(f"{_V3}versionNumber"), root.find(f"{_V3}effectiveTime")
    return Facts(
        title=title,
        names=tuple(dict.fromkeys([*brands, *substances[: max(len(brands), 1)]])),
        language="en",
        source=f"Structured Product Labeling, {name}",
        version="" if version is None else version.get("value", ""),
        revised="" if time is None else day_of(time.get("value", "")),
    )


def _texts(root: etree._Element, path: str) -> list[str]:
    found = (" ".join(visible(one).split()) for one in root.iterfind(path))
    return [one for one in dict.fromkeys(found) if one]
