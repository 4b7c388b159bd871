"""PDF files: lines put together again as headings, paragraphs and items, in reading order."""

from __future__ import annotations

import pytest

from askleaflet.importing.blocks import Imported, ImportingError
from askleaflet.importing.counting import count
from askleaflet.importing.markdown import as_markdown
from askleaflet.importing.pdf import read_pdf
from askleaflet.importing.reading import told_apart
from importable import LEFT, PAGE_TOP, PITCH, Drawn, lines, pdf

WIDE = "This line is as wide as the page of the leaflet on which it stands, as lines are, and"
TEXT = [WIDE, "it goes on in the next line, where it ends soon."]
JOINED = " ".join(TEXT)


def read(*pages: list[Drawn]) -> Imported:
    (one,) = read_pdf(pdf(*pages), "leaflet.pdf")
    return one


def kinds(leaflet: Imported) -> list[tuple[str, str]]:
    return [(one.kind, one.text) for one in leaflet.blocks]


def lost(leaflet: Imported) -> tuple[tuple[str, ...], tuple[str, ...]]:
    counted = count(leaflet, as_markdown(leaflet.blocks))
    return counted.lost, counted.added


def test_lines_become_headings_paragraphs_and_items() -> None:
    leaflet = read(
        lines(
            ("bold", "2. Before you take Zorvexin"),
            "",
            *TEXT,
            ("bold", "Do not take Zorvexin if you:"),
            "\u2022 are allergic to lactose",
            "\u2022 had a stroke of any kind, which is what doctors call it when a vessel is",
            "closed by a clot",
            "Tell your doctor.",
        )
    )
    assert kinds(leaflet) == [
        ("heading", "2. Before you take Zorvexin"),
        ("paragraph", JOINED),
        ("heading", "Do not take Zorvexin if you:"),
        ("item", "are allergic to lactose"),
        (
            "item",
            "had a stroke of any kind, which is what doctors call it when a vessel is "
            "closed by a clot",
        ),
        ("paragraph", "Tell your doctor."),
    ]
    assert [one.level for one in leaflet.blocks[:3]] == [2, 0, 3]
    assert lost(leaflet) == ((), ())


def test_two_columns_are_read_one_after_the_other_however_they_were_drawn() -> None:
    left = [f"left column has a line {number} in it" for number in range(12)]
    right = [f"right column has line {number} in it" for number in range(12)]
    head = Drawn(
        LEFT, PAGE_TOP + 40, b"A title that stands over both of the columns of this page", "bold"
    )
    drawn = [head]
    for number, (one, other) in enumerate(zip(left, right, strict=True)):
        y = PAGE_TOP - number * PITCH
        drawn += [Drawn(LEFT, y, one.encode()), Drawn(330, y, other.encode())]
    leaflet = read(drawn)
    assert " ".join(one.text for one in leaflet.blocks[1:]) == " ".join([*left, *right])
    assert leaflet.blocks[0].text.startswith("A title")
    assert lost(leaflet) == ((), ())


def test_rows_of_a_table_are_not_taken_for_columns() -> None:
    rows = [("Body weight", "Dose"), *((f"{kg} kg", f"{kg // 5} mg") for kg in range(10, 40, 5))]
    drawn = lines("Take as much as your weight says, which is told in this table of doses here:")
    for number, (one, other) in enumerate(rows, 2):
        y = PAGE_TOP - number * PITCH
        drawn += [Drawn(LEFT, y, one.encode()), Drawn(330, y, other.encode())]
    found = kinds(read(drawn))
    assert ("item", "10 kg | 2 mg") in found
    assert ("item", "35 kg | 7 mg") in found


def test_page_furniture_is_left_out_and_listed_and_the_list_goes_on_over_the_page() -> None:
    def page(number: int, *text: str) -> list[Drawn]:
        head = [Drawn(500, 800, b"Zorvexin V8"), Drawn(280, 30, f"{number} of 3".encode())]
        return [*head, *lines(*text)]

    leaflet = read(
        page(1, "Talk to your doctor before taking it if you:", "\u2022 have glandular fever"),
        page(
            2, "\u2022 have kidney problems of a kind that needs blood tests again and again, and"
        ),
        page(3, "that are watched by a doctor", "Some more text stands here at the end of it."),
    )
    assert kinds(leaflet)[1:] == [
        ("item", "have glandular fever"),
        (
            "item",
            "have kidney problems of a kind that needs blood tests again and again, and "
            "that are watched by a doctor",
        ),
        ("paragraph", "Some more text stands here at the end of it."),
    ]
    (left,) = leaflet.left_out
    assert left.what == "page furniture"
    assert "Zorvexin V8" in left.text
    assert "2 of 3" in left.text
    assert lost(leaflet) == ((), ())


def test_what_is_alike_but_stands_elsewhere_is_no_furniture() -> None:
    first = lines(*TEXT, "Children take 1 tablet a day.")
    second = lines("Another page has other words.", "", *TEXT, "Children take 2 tablets a day.")
    found = [text for _, text in kinds(read(first, second))]
    assert "Children take 1 tablet a day." in " ".join(found)
    assert "Children take 2 tablets a day." in " ".join(found)


@pytest.mark.parametrize(
    ("end", "start", "whole"),
    [
        (
            "this is very important infor-",
            "mation for you and others.",
            "important information for",
        ),
        ("and think of your breast-", "feeding child, who drinks.", "your breast-feeding child"),
        (
            "this is very important infor\u00ad",
            "mation for you and others.",
            "important information for",
        ),
        ("your body needs the vitamin B-", "12 each and every day now.", "the vitamin B-12 each"),
    ],
)
def test_a_word_parted_by_the_end_of_a_line_is_whole_again(
    end: str, start: str, whole: str
) -> None:
    leaflet = read(
        lines(
            "Breast-feeding is a word with a hyphen.",
            "",
            f"This stands in front of it so that {end}",
            start,
        )
    )
    assert whole in leaflet.blocks[-1].text
    assert lost(leaflet) == ((), ())


def test_ligatures_are_plain_letters() -> None:
    drawn = lines("A medicine for the eyes, with much text around it so that it is no scan.")
    drawn.append(
        Drawn(
            LEFT, 600, b"It stops \x80ts (\x80rst of all) in people who have them often.", "times"
        )
    )
    leaflet = read(drawn)
    assert "It stops fits (first of all)" in leaflet.blocks[1].text
    assert lost(leaflet) == ((), ())


@pytest.mark.parametrize(
    ("font", "sign"),
    [("symbol", b"\xb7"), ("dingbats", b"n"), ("courier", b"o"), ("normal", b"\x95")],
)
def test_a_bullet_is_a_bullet_in_any_font(font: str, sign: bytes) -> None:
    drawn = lines("Do not take this medicine if one of these holds for you or for your child:")
    for number, text in enumerate([b"an allergy to lactose", b"a stroke"], 1):
        y = PAGE_TOP - number * PITCH
        drawn += [Drawn(LEFT, y, sign, font), Drawn(LEFT + 20, y, text)]
    leaflet = read(drawn)
    assert kinds(leaflet)[1:] == [("item", "an allergy to lactose"), ("item", "a stroke")]
    assert lost(leaflet) == ((), ())


def test_a_list_in_a_list_is_one() -> None:
    drawn = lines("Tell your doctor before you take this medicine if any of these holds for you:")
    for number, (x, text) in enumerate(
        [(LEFT, "you take one of these:"), (LEFT + 30, "aspirin"), (LEFT, "you are pregnant")], 1
    ):
        drawn.append(Drawn(x, PAGE_TOP - number * PITCH, b"\x95 " + text.encode()))
    assert [one.level for one in read(drawn).blocks[1:]] == [0, 1, 0]


SMPC = lines("ANNEX I", "Summary of things that only professionals read, with much of their words.")
TITLE = "Package leaflet: Information for the user"


def leaflet_page(strength: int) -> list[Drawn]:
    return lines(
        ("bold", TITLE),
        "",
        ("bold", f"Zorvexin {strength} mg tablets"),
        "",
        "zorvexinum",
        "",
        "Read all of this leaflet carefully.",
        "",
        ("bold", "1. What Zorvexin is"),
        "It is a medicine.",
    )


def test_every_leaflet_of_a_product_information_is_taken_and_the_rest_listed() -> None:
    given = pdf(SMPC, SMPC, leaflet_page(5), leaflet_page(10))
    first, second = read_pdf(given, "information.pdf")
    assert first.part == second.part == "package leaflet (annex III B)"
    assert first.facts.title == "Zorvexin"
    assert first.facts.names == ("Zorvexin", "zorvexinum")
    assert "Zorvexin 5 mg tablets" in [one.text for one in first.blocks]
    assert "Zorvexin 10 mg tablets" in [one.text for one in second.blocks]
    assert "professionals" not in as_markdown(first.blocks)
    assert first.left_out[0].what == "other parts than pages 3 to 3"
    assert lost(first) == lost(second) == ((), ())


def test_two_strengths_of_one_medicine_have_titles_of_their_own() -> None:
    found = told_apart(read_pdf(pdf(SMPC, leaflet_page(5), leaflet_page(10)), "a.pdf"))
    assert [one.facts.title for one in found] == ["Zorvexin 5 mg tablets", "Zorvexin 10 mg tablets"]
    assert "Zorvexin" in found[0].facts.names


def test_what_is_for_professionals_alone_is_refused() -> None:
    with pytest.raises(ImportingError, match="for professionals, and no patient's part"):
        read_pdf(pdf(SMPC), "a.pdf")


def test_a_scan_is_refused_with_what_to_do() -> None:
    with pytest.raises(ImportingError, match=r"is a scan.*ocrmypdf"):
        read_pdf(pdf([], lines("V8")), "a.pdf")


def test_a_page_that_is_a_picture_among_others_is_named() -> None:
    leaflet = read(lines(*TEXT), [], lines("Another page with some text of its own on it."))
    assert ("pictures without text on page 2", "") in [
        (one.what, one.text) for one in leaflet.left_out
    ]


def test_a_locked_file_is_refused() -> None:
    locked = pdf(lines(*TEXT), trailer="/ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 "
                 f"/O <{'41' * 32}> /U <{'42' * 32}> /P -4 >>")  # fmt: skip
    with pytest.raises(ImportingError, match="locked with a password"):
        read_pdf(locked, "a.pdf")


def test_a_damaged_file_is_refused() -> None:
    with pytest.raises(ImportingError, match="damaged"):
        read_pdf(pdf(lines(*TEXT))[:100], "a.pdf")


def test_a_file_of_too_many_pages_is_refused() -> None:
    with pytest.raises(ImportingError, match="1,001 pages, more than the 1,000"):
        read_pdf(pdf(*[[]] * 1001), "a.pdf")
