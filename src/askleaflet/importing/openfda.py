"""Drug labels as openFDA gives them: JSON, each section one block of text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from askleaflet.importing.blocks import Block, Facts, Imported, ImportingError, LeftOut
from askleaflet.importing.dates import day_of
from askleaflet.importing.plain import sections_of
from askleaflet.importing.texts import cleaned

Json = dict[str, object]
PATIENT_PARTS = {
    "spl_medguide": "Medication Guide",
    "spl_patient_package_insert": "Patient Information",
    "information_for_owners_or_caregivers": "Information for owners or caregivers",
    "instructions_for_use": "Instructions for Use",
}
# Drug Facts, in the order in which a package carries them, with the headings it prints.
DRUG_FACTS = {
    "active_ingredient": ("Active ingredients", "Active ingredient"),
    "purpose": ("Purposes", "Purpose"),
    "indications_and_usage": ("Indications and usage", "Indications", "Uses", "Use"),
    "boxed_warning": ("Boxed warning", "Warning"),
    "warnings": ("Warnings", "Warning"),
    "do_not_use": ("Do not use",),
    "ask_doctor": ("Ask a doctor before use if you have", "Ask a doctor before use if"),
    "ask_doctor_or_pharmacist": ("Ask a doctor or pharmacist before use if you are",
                                 "Ask a doctor or pharmacist before use if"),
    "when_using": ("When using this product",),
    "stop_use": ("Stop use and ask a doctor if", "Stop use and ask doctor", "Stop use if"),
    "pregnancy_or_breast_feeding": ("Pregnancy or breast-feeding",),
    "keep_out_of_reach_of_children": ("Keep out of reach of children",),
    "overdosage": ("Overdose warning", "Overdosage", "Overdose"),
    "dosage_and_administration": ("Directions",),
    "storage_and_handling": ("Other information", "Storage and handling"),
    "inactive_ingredient": ("Inactive ingredients", "Inactive ingredient"),
    "questions": ("Questions or comments?", "Questions?", "Questions"),
    "spl_unclassified_section": ("Other information", "Drug Facts"),
}  # fmt: skip
_NO_TEXT = ("_table", "openfda", "id", "set_id", "version", "effective_time")


def read_openfda(tree: Json, name: str) -> list[Imported]:
    """The patient's part of each label in the file. Raises ImportingError where none has one."""
    results = tree.get("results")
    labels = [one for one in results if isinstance(one, dict)] if isinstance(results, list) else []
    found = [one for one in (_label(label, name) for label in labels or [tree]) if one]
    if not found:
        raise ImportingError(
            "none of its labels has a part for patients (Medication Guide, Patient Information or "
            "Drug Facts). Look for the label of another maker."
        )
    return found


def _label(label: Json, name: str) -> Imported | None:
    facts = _facts(label, name)
    texts = {key: _joined(value) for key, value in label.items() if not key.endswith(_NO_TEXT)}
    wanted = [key for key in PATIENT_PARTS if texts.get(key)]
    part = " and ".join(PATIENT_PARTS[key] for key in wanted)
    if not wanted and _over_the_counter(label):
        wanted, part = [key for key in DRUG_FACTS if texts.get(key)], "Drug Facts"
    if not wanted:
        return None
    inner = _within(texts) if "warnings" in wanted else {}
    blocks = [Block("heading", facts.title, 1)] if facts.title else []
    for key in wanted:
        if key not in inner:
            blocks += _warned(texts, inner) if key == "warnings" else _section(key, texts[key], 2)
    left = [
        LeftOut("sections that stand in the warnings, too", _all(texts, list(inner))),
        LeftOut("product data, the picture of the label and the part for professionals",
                _all(texts, [key for key in texts if key not in wanted])),
    ]  # fmt: skip
    original = "\n".join([facts.title, *texts.values()])
    kept = tuple(one for one in left if one.text.strip())
    return Imported(facts, cleaned(blocks), original, kept, part)


def _all(texts: dict[str, str], keys: list[str]) -> str:
    return "\n".join(texts[key] for key in keys)


def _joined(value: object) -> str:
    if isinstance(value, str):
        return value
    return (
        "\n".join(one for one in value if isinstance(one, str)) if isinstance(value, list) else ""
    )


def _over_the_counter(label: Json) -> bool:
    facts = label.get("openfda")
    kinds = _joined(facts.get("product_type")) if isinstance(facts, dict) else ""
    return "OTC" in kinds or bool(label.keys() & {"do_not_use", "stop_use", "active_ingredient"})


_WITHIN_WARNINGS = (
    "do_not_use ask_doctor ask_doctor_or_pharmacist when_using stop_use "
    "pregnancy_or_breast_feeding keep_out_of_reach_of_children overdosage boxed_warning".split()
)


def _within(texts: dict[str, str]) -> dict[str, int]:
    """The sections whose words stand in the warnings, too, and where: openFDA gives the outer
    section with the text of its inner ones, without a mark where one begins."""
    found: dict[str, int] = {}
    taken: list[tuple[int, int]] = []
    for key in sorted(_WITHIN_WARNINGS, key=lambda key: -len(texts.get(key, ""))):
        text = texts.get(key, "").strip()
        at = texts["warnings"].find(text) if text else -1
        if at >= 0 and not any(at < end and start < at + len(text) for start, end in taken):
            found[key] = at
            taken.append((at, at + len(text)))
            texts[key] = text
    return dict(sorted(found.items(), key=lambda one: one[1]))


def _warned(texts: dict[str, str], inner: dict[str, int]) -> Iterator[Block]:
    """The warnings, each section in them under its own heading, in their order. What has no
    heading of its own comes first, so that it does not stand under another section's."""
    whole = texts["warnings"]
    ends = [*inner.values(), len(whole)]
    parts = [list(_section("warnings", whole[: ends[0]], 2))]
    for key, next_ in zip(inner, ends[1:], strict=True):
        rest = whole[inner[key] + len(texts[key]) : next_]
        known = next((one for one in _WITHIN_WARNINGS if _heading(one, rest)), "warnings")
        parts += [list(_section(key, texts[key], 3)), list(_section(known, rest, 3))]
    for headed in (False, True):
        for number, part in enumerate(parts):
            opens = bool(part) and part[0].kind == "heading" and number > 0
            yield from part if opens == headed else ()


def _heading(key: str, text: str) -> re.Match[str] | None:
    """The heading of section ``key`` with which ``text`` opens, and goes on after it."""
    headings = (PATIENT_PARTS[key],) if key in PATIENT_PARTS else DRUG_FACTS[key]
    for heading in headings:
        pattern = rf"\s*({re.escape(heading)}(?!\w)[:?.]?)(?!\s*[,(])\s*"
        found = re.match(pattern, text, re.IGNORECASE)
        if found and found.end() < len(text):
            return found
    return None


def _section(key: str, text: str, level: int) -> Iterator[Block]:
    """The heading that a section's text opens with, as it stands there, and the rest."""
    if found := _heading(key, text):
        yield Block("heading", found[1], level)
        text = text[found.end() :]
    yield from sections_of(text, level + 1)


def _facts(label: Json, name: str) -> Facts:
    """Names only where the label's own text holds them: in exports the two can be of different
    products."""
    named = label.get("openfda")
    facts = named if isinstance(named, dict) else {}
    own = _joined(label.get("spl_product_data_elements")).casefold()
    own += _joined(label.get("package_label_principal_display_panel")).casefold()
    brands = [one for one in _joined(facts.get("brand_name")).splitlines() if one]
    others = [one for one in _joined(facts.get("generic_name")).splitlines() if one]
    true = [one for one in (*brands, *others) if one.casefold() in own]
    unique = list({one.casefold(): one for one in reversed(true)}.values())[::-1]
    return Facts(
        title=unique[0] if unique else "",
        names=tuple(unique),
        language="en",
        source=f"openFDA drug label {_joined(label.get('set_id'))}, {name}",
        version=_joined(label.get("version")),
        revised=day_of(_joined(label.get("effective_time"))),
    )
