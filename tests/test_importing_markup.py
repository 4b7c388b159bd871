"""Web pages, electronic product information and US labels: one walk through their elements."""

from __future__ import annotations

import json

import pytest

from askleaflet.importing.blocks import Imported, ImportingError
from askleaflet.importing.counting import count
from askleaflet.importing.fhir import read_fhir
from askleaflet.importing.html import read_html
from askleaflet.importing.markdown import as_markdown
from askleaflet.importing.openfda import read_openfda
from askleaflet.importing.spl import read_spl
from askleaflet.importing.trees import xml_root
from importable import section, spl


def written(leaflet: Imported) -> str:
    """The leaflet as Markdown, of which no word was lost or added."""
    markdown = as_markdown(leaflet.blocks)
    counted = count(leaflet, markdown)
    assert counted.lost == counted.added == ()
    return markdown


def page(body: str, head: str = "") -> Imported:
    (one,) = read_html(
        f"<html lang=en-GB><head>{head}</head><body>{body}</body></html>".encode(), "a"
    )
    return one


def test_a_page_keeps_its_headings_lists_and_numbers() -> None:
    leaflet = page(
        "<h1>Zorvexin</h1><h2>How to<br>take it</h2><ol><li>Open it<li>Take:<ul><li>one"
        "<li><p>two</p></ul></ol><p>It is a\n  medicine."
    )
    assert written(leaflet) == (
        "# Zorvexin\n\n## How to\n\n## take it\n\n1. Open it\n2. Take:\n   - one\n   - two\n\n"
        "It is a medicine.\n"
    )
    assert leaflet.facts.language == "en"


def test_the_line_that_every_leaflet_opens_with_stands_over_no_section() -> None:
    leaflet = page("<h1>Package leaflet: Information for the user</h1><h2>1. What it is</h2><p>It.")
    assert [one.level for one in leaflet.blocks] == [2, 2, 0]


def test_scripts_and_styles_are_no_text_and_navigation_is_listed_as_left_out() -> None:
    leaflet = page(
        "<nav><a href=/>Home</a></nav><script>alert('no')</script><style>p{}</style><p>Text."
        "<iframe srcdoc='no'></iframe><p onclick='no()'>More.<footer>Imprint</footer>"
    )
    assert written(leaflet) == "Text.\n\nMore.\n"
    assert [(one.what, one.text.split()) for one in leaflet.left_out] == [
        ("page furniture", ["Home", "Imprint"])
    ]


def test_the_main_text_of_a_page_is_taken_where_the_page_says_which_it_is() -> None:
    leaflet = page("<div>Cookies!</div><main><p>Text.</p></main><div>Share</div>")
    assert written(leaflet) == "Text.\n"
    assert leaflet.left_out[0].text.split() == ["Cookies!", "Share"]


@pytest.mark.parametrize(
    ("body", "kinds"),
    [
        ("<p><b>Driving</b></p><p>You may.", ["heading", "paragraph"]),
        ("<p><b>Driving</b><br>you may.", ["heading", "paragraph"]),
        ("<p style='font-weight: bold'>Driving", ["heading"]),
        ("<p><b>Do not drive.</b>", ["paragraph"]),
        ("<p><b>See</b> the end", ["paragraph"]),
        ("<p><b>Figure A</b>", ["paragraph"]),
        ("<p>\u2022 fever<br>\u2022 chills", ["item", "item"]),
        ("<p>fever \u2022 chills \u2022 rash", ["paragraph", "item", "item"]),
        ("<p>1. Open it<p>2. Take it", ["item", "item"]),
    ],
)
def test_what_looks_like_a_heading_or_item_is_one(body: str, kinds: list[str]) -> None:
    leaflet = page(body)
    assert [one.kind for one in leaflet.blocks] == kinds
    written(leaflet)


def test_a_raised_number_does_not_run_into_the_one_before() -> None:
    assert written(
        page("<p>10<sup>6</sup> cells/m<sup>2</sup>, CO<sub>2</sub>, X<sup>\u00ae</sup>")
    ) == ("10\u2076 cells/m\u00b2, CO\u2082, X\u00ae\n")


def test_a_table_after_a_list_is_no_part_of_it() -> None:
    leaflet = page("<ul><li>fever</ul><table><tr><td>10 kg<td>5 ml<tr><td>20 kg<td>9 ml</table>")
    assert written(leaflet) == "- fever\n\n10 kg | 5 ml\n\n- 20 kg | 9 ml\n"


def test_a_table_leads_its_rows_in_with_its_heads_and_one_for_looks_is_text() -> None:
    leaflet = page(
        "<table><tr><th>Weight<th>Dose<tr><td>10 kg<td>5 ml</table>"
        "<table><tr><td>\u2022 fever<td>\u2022 chills</table>"
    )
    assert written(leaflet) == "Weight | Dose\n\n- 10 kg | 5 ml\n- fever\n- chills\n"


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ("<meta charset=iso-8859-1><p>F\u00fcr".encode("latin-1"), "F\u00fcr"),
        ("<p>F\u00fcr".encode("utf-8-sig"), "F\u00fcr"),
        ("<p>F\u00fcr".encode("utf-16"), "F\u00fcr"),
        ("<p>it \u2019s".encode("cp1252"), "it \u2019s"),
    ],
)
def test_characters_are_read_as_the_page_means_them(given: bytes, text: str) -> None:
    (leaflet,) = read_html(given, "a")
    assert leaflet.blocks[0].text == text


def test_what_stands_too_deep_is_refused_and_not_lost() -> None:
    with pytest.raises(ImportingError, match="too deep"):
        read_html(b"<div>" * 5000 + b"text", "a")
    with pytest.raises(ImportingError, match="too deep"):
        xml_root(b"<a>" * 5000 + b"text" + b"</a>" * 5000)


DIV = '<div xmlns="http://www.w3.org/1999/xhtml">{}</div>'


def composition(title: str, code: str, *sections: tuple[str, str]) -> dict[str, object]:
    return {
        "resourceType": "Composition",
        "language": "es",
        "date": "2024-12-03",
        "type": {"coding": [{"code": code}]},
        "title": title,
        "section": [
            {"title": heading, "text": {"div": DIV.format(text)}} for heading, text in sections
        ],
    }


def bundle() -> dict[str, object]:
    professional = composition("Ficha t\u00e9cnica", "100000155532", ("1. Nombre", "<p>Solo.</p>"))
    inner = {"resourceType": "Bundle", "entry": [{"resource": professional}]}
    patient = composition(
        "Prospecto",
        "100000155538",
        ("Prospecto", "<p>Prospecto: informaci\u00f3n</p><p>ZORVEXIN 5 mg</p><p>zorvexina</p>"
         "<p>Lea todo el prospecto.</p>"),
        ("1. Qu\u00e9 es", "<ul><li>una cosa</li></ul>"),
        ("Fecha de la \u00faltima revisi\u00f3n de este prospecto: 06/2019.", ""),
    )  # fmt: skip
    return {"resourceType": "Bundle", "entry": [{"resource": inner}, {"resource": patient}]}


def as_xml(value: object, name: str) -> str:
    """FHIR's JSON as its XML, as far as these tests need it."""
    if isinstance(value, list):
        return "".join(as_xml(one, name) for one in value)
    if name == "div":
        return str(value)
    if isinstance(value, str):
        return f'<{name} value="{value}"/>'
    assert isinstance(value, dict)
    kind = value.get("resourceType")
    inner = "".join(as_xml(one, key) for key, one in value.items() if key != "resourceType")
    return f"<{name}><{kind}>{inner}</{kind}></{name}>" if kind else f"<{name}>{inner}</{name}>"


def test_the_leaflet_of_a_bundle_is_taken_from_json_and_xml_alike() -> None:
    (from_json,) = read_fhir(bundle(), "a.json")
    xml = as_xml(bundle(), "resource").removeprefix("<resource>").removesuffix("</resource>")
    root = xml_root(xml.replace("<Bundle>", '<Bundle xmlns="http://hl7.org/fhir">', 1).encode())
    (from_xml,) = read_fhir(root, "a.json")
    assert from_json.blocks == from_xml.blocks
    assert written(from_json) == written(from_xml)
    assert from_json.facts == from_xml.facts
    assert from_json.facts.title == "ZORVEXIN"
    assert from_json.facts.names == ("ZORVEXIN", "zorvexina")
    assert (from_json.facts.language, from_json.facts.revised) == ("es", "2019-06")
    assert from_json.part == "package leaflet"
    assert [one.what for one in from_json.left_out] == ["the part for professionals"]


def test_a_bundle_for_professionals_alone_is_refused() -> None:
    with pytest.raises(ImportingError, match="no package leaflet"):
        read_fhir(composition("Ficha t\u00e9cnica", "100000155532", ("1.", "<p>x</p>")), "a")


def test_the_medication_guide_of_a_label_is_taken() -> None:
    guide = (
        '<paragraph><content styleCode="bold">What is Zorvexin?</content></paragraph>'
        '<list listType="ordered"><item><caption>a)</caption>first<list><item>inner</item></list>'
        "</item></list>"
    )
    given = spl(
        section("34067-9", "1 INDICATIONS", "<paragraph>For experts.</paragraph>"),
        section(
            "42231-1", "", guide, f"<component>{section('42229-5', 'More', 'Text')}</component>"
        ),
        section("51945-4", "PANEL", "<paragraph>5 mg</paragraph>"),
    )
    (leaflet,) = read_spl(xml_root(given), "a.xml")
    assert written(leaflet) == (
        "## What is Zorvexin?\n\n1. a) first\n   - inner\n\n## More\n\nText\n"
    )
    assert leaflet.part == "Medication Guide"
    assert [one.what for one in leaflet.left_out] == [
        "the picture of the label",
        "the part for professionals",
    ]
    facts = leaflet.facts
    assert (facts.title, facts.names) == ("Zorvexin", ("Zorvexin", "Zorvexinum"))
    assert (facts.version, facts.revised, facts.language) == ("7", "2013-09-30", "en")


def test_drug_facts_are_taken_from_a_label_of_what_is_sold_over_the_counter() -> None:
    given = spl(
        section("34067-9", "Uses", "<list><item>relieves sneezing</item></list>"), kind="34390-5"
    )
    (leaflet,) = read_spl(xml_root(given), "a.xml")
    assert written(leaflet) == "# Zorvexin\n\n## Uses\n\n- relieves sneezing\n"
    assert leaflet.part == "Drug Facts"


def test_a_label_for_professionals_alone_is_refused() -> None:
    with pytest.raises(ImportingError, match="for professionals without a Medication Guide"):
        read_spl(xml_root(spl(section("34067-9", "1", "x"))), "a.xml")


def openfda(**more: object) -> dict[str, object]:
    return {
        "openfda": {"brand_name": ["Zorvexin"], "product_type": ["HUMAN OTC DRUG"]},
        "spl_product_data_elements": ["Zorvexin zorvexinum"],
        "version": "3",
        "effective_time": "20181231",
        **{key: value if isinstance(value, list) else [value] for key, value in more.items()},
    }


def test_sections_of_an_openfda_label_stand_under_the_headings_they_open_with() -> None:
    label = openfda(
        warnings="Warnings For skin only. Do not use on wounds If pregnant, ask. Stop use if a "
        "rash occurs",
        do_not_use="Do not use on wounds",
        stop_use="Stop use if a rash occurs",
        indications_and_usage="Uses relieves itching",
        dosage_and_administration="Directions twice a day",
    )
    (leaflet,) = read_openfda({"results": [label]}, "a.json")
    assert written(leaflet) == (
        "# Zorvexin\n\n## Uses\n\nrelieves itching\n\n## Warnings\n\nFor skin only.\n\n"
        "If pregnant, ask.\n\n### Do not use\n\non wounds\n\n### Stop use if\n\na rash occurs\n\n"
        "## Directions\n\ntwice a day\n"
    )
    assert leaflet.part == "Drug Facts"
    assert (leaflet.facts.version, leaflet.facts.revised) == ("3", "2018-12-31")


def test_names_that_the_label_itself_does_not_hold_are_not_believed() -> None:
    label = openfda(do_not_use="Do not use on wounds") | {"spl_product_data_elements": ["Other"]}
    (leaflet,) = read_openfda({"results": [label]}, "a.json")
    assert leaflet.facts.names == ()


def test_an_openfda_label_without_a_part_for_patients_is_refused() -> None:
    label = json.loads(
        '{"openfda": {"product_type": ["HUMAN PRESCRIPTION DRUG"]}, "warnings": ["x"]}'
    )
    with pytest.raises(ImportingError, match="none of its labels has a part for patients"):
        read_openfda({"results": [label]}, "a.json")
    guide = label | {"spl_medguide": ["MEDICATION GUIDE What is it? A medicine."]}
    (leaflet,) = read_openfda({"results": [guide]}, "a.json")
    assert written(leaflet).startswith("## MEDICATION GUIDE\n\nWhat is it? A medicine.")
