"""The review: original beside leaflet, every word in its place, every doubt named, all escaped."""

from __future__ import annotations

import re
import subprocess
import sys
from html import unescape
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askleaflet.errors import ReviewError
from askleaflet.importing import incoming
from askleaflet.importing.blocks import Facts, Imported, LeftOut, Understood
from askleaflet.importing.counting import count
from askleaflet.reviewing.aligning import pairs, placed
from askleaflet.reviewing.moving import write_page
from askleaflet.reviewing.review import Review, review_of
from askleaflet.reviewing.rows import rows_of, units_of
from askleaflet.reviewing.showing import as_lines, as_page, verdict
from invented import ZORVEXIN, write

ORIGINAL = """\
V8
Zorvexin 5 mg
What it is
It is a medi-
cine for hay fever.  Do not take it with milk.
Side effects
\u2022 fever
\u2022 chills
"""
LEAFLET = """\
# Zorvexin 5 mg

## What it is

It is a medicine for hay fever. Do not take it with milk.

## Side effects

- fever
- chills
"""


def put(
    corpus: Path, leaflet: str, original: str, left: tuple[LeftOut, ...] = (), id: str = "zorvexin"
) -> None:
    """Puts into ``incoming`` what import would put there."""
    facts = Facts("Zorvexin", ("zorvexinum",), "en", "the maker", "7", "2024-03")
    record = Imported(facts, (), original, left, "package leaflet")
    understood = Understood(facts, leaflet, "", 0, (), (), (), 0, 0, record)
    incoming.write(corpus / "incoming", id, understood, replace=True)


def reviewed(corpus: Path, leaflet: str = LEAFLET, original: str = ORIGINAL) -> Review:
    put(corpus, leaflet, original, (LeftOut("page furniture", "V8"),))
    return review_of(corpus, "zorvexin")


def doubts(review: Review) -> list[str]:
    return list(review.doubts)


def test_what_lost_nothing_passes_and_what_was_left_out_on_purpose_is_named(
    tmp_path: Path,
) -> None:
    review = reviewed(tmp_path)
    assert verdict(review).startswith("0 words lost, 0 added, 2 left out on purpose, of 25 ")
    assert "original: left out on purpose: page furniture, 2 words" in doubts(review)
    assert any("only the package leaflet was taken" in one for one in doubts(review))
    assert review.faults == ()
    assert [(one.kind, one.level) for one in review.rows] == [
        ("not taken", 0), ("heading", 1), ("heading", 2), ("sentence", 0), ("sentence", 0),
        ("heading", 2), ("item", 1), ("item", 1),
    ]  # fmt: skip


def test_each_sentence_stands_beside_its_own_words_of_the_original(tmp_path: Path) -> None:
    rows = reviewed(tmp_path).rows
    sides = [["".join(one.text for one in side).split() for side in (row.left, row.right)]
             for row in rows]  # fmt: skip
    assert sides[3] == [
        "It is a medi- cine for hay fever.".split(),
        "It is a medicine for hay fever.".split(),
    ]
    assert sides[4][0] == sides[4][1] == "Do not take it with milk.".split()
    assert sides[7] == [["\u2022", "chills"], ["-", "chills"]]
    assert [one.mark for one in rows[0].left] == ["left out"]


@pytest.mark.parametrize(
    ("before", "after", "doubt"),
    [
        ("Do not take", "Do take", "line 5: lost: not"),
        ("hay fever. ", "hay and other fever. ", "line 5: added: and other"),
        ("- fever\n- chills", "- chills\n- fever", "line 9: in another order than in the"),
    ],
)
def test_a_doubt_is_named_with_its_line(
    tmp_path: Path, before: str, after: str, doubt: str
) -> None:
    assert before in LEAFLET
    review = reviewed(tmp_path, LEAFLET.replace(before, after))
    assert any(one.startswith(doubt) for one in doubts(review)), doubts(review)
    assert any(one.startswith(f"look at: {doubt}") for one in as_lines(review))
    assert doubt.partition(": ")[2] in unescape(as_page(review))


def test_the_lost_word_is_marked_where_it_stood(tmp_path: Path) -> None:
    page = as_page(reviewed(tmp_path, LEAFLET.replace("Do not take", "Do take")))
    assert re.search(r'Do <del title="lost">not ?</del> ?take it with milk', page)
    assert 'class="verdict bad"' in page
    assert 'class="verdict good"' in as_page(reviewed(tmp_path))


def test_a_word_lost_at_the_very_end_is_named_too(tmp_path: Path) -> None:
    review = reviewed(tmp_path, LEAFLET.replace("- chills\n", ""))
    assert any("lost: \u2022 chills" in one or "lost: chills" in one for one in doubts(review))


def test_what_check_finds_is_a_fault_of_the_review(tmp_path: Path) -> None:
    reviewed(tmp_path)
    sidecar = tmp_path / "incoming" / "zorvexin.toml"
    good = sidecar.read_text()
    write(sidecar, good + "[[asked_as]]\nsays = 'chills'\nquestions = ['cold', 'Cold?']\n")
    (fault,) = review_of(tmp_path, "zorvexin").faults
    assert "stands twice in" in fault
    write(sidecar, "titel = 'A'")
    review = review_of(tmp_path, "zorvexin")
    assert review.faults == ("zorvexin.toml: there is no key 'titel'. Did you mean 'title'?",)
    assert review.rows, "a fault keeps nobody from comparing"
    assert "fault: zorvexin.toml: there is no key" in "\n".join(as_lines(review))
    assert "titel" in as_page(review)


def test_names_source_version_and_date_stand_at_the_top(tmp_path: Path) -> None:
    review = reviewed(tmp_path)
    lines = as_lines(review)
    assert lines[0].startswith("zorvexin: 0 words lost")
    for one in ("title: Zorvexin", "other_names: zorvexinum", "source: the maker", "version: 7",
                "revised: 2024-03", "language: en", "reviewed: (empty)"):  # fmt: skip
        assert f"  {one}" in lines[:10]


def test_the_review_is_written_anew_once_the_leaflet_was_mended(tmp_path: Path) -> None:
    reviewed(tmp_path, LEAFLET.replace("Do not take", "Do take"))
    _, page = write_page(tmp_path, "zorvexin")
    assert "1 words lost" in page.read_text()
    write(tmp_path / "incoming" / "zorvexin.md", LEAFLET)
    assert write_page(tmp_path, "zorvexin") == (review_of(tmp_path, "zorvexin"), page)
    assert page.name == "zorvexin.review.html"
    assert "0 words lost" in page.read_text()


def test_without_an_original_no_count_is_claimed(tmp_path: Path) -> None:
    write(tmp_path / "incoming" / "a.md", LEAFLET)
    review = review_of(tmp_path, "a")
    assert "no original" in verdict(review)
    assert 'class="verdict bad"' in as_page(review)
    assert [one.kind for one in review.rows][:2] == ["heading", "heading"]


@pytest.mark.parametrize("id", ["nowhere", "../zorvexin", "", "zorvexin.md", "incoming", "."])
def test_an_unknown_id_is_refused_in_one_line(tmp_path: Path, id: str) -> None:
    reviewed(tmp_path)
    write(tmp_path / "zorvexin.md", ZORVEXIN)
    with pytest.raises(ReviewError, match=r"^There is no leaflet") as caught:
        review_of(tmp_path, id)
    assert "\n" not in str(caught.value)


def test_two_leaflets_of_one_id_and_a_broken_record_are_named(tmp_path: Path) -> None:
    reviewed(tmp_path)
    write(tmp_path / "incoming" / "zorvexin.import.json", "{}")
    with pytest.raises(ReviewError, match=r"zorvexin.import.json: it is not as import wrote it"):
        review_of(tmp_path, "zorvexin")
    write(tmp_path / "incoming" / "zorvexin.txt", ZORVEXIN)
    with pytest.raises(ReviewError, match=r"zorvexin.md and zorvexin.txt are both in"):
        review_of(tmp_path, "zorvexin")


def test_what_changes_against_the_served_leaflet_is_shown_sentence_by_sentence(
    tmp_path: Path,
) -> None:
    write(
        tmp_path / "zorvexin.md", LEAFLET.replace("with milk", "with tea").replace("- fever\n", "")
    )
    review = reviewed(tmp_path)
    assert [(one.sign, one.line, one.text) for one in review.changes or ()] == [
        ("-", 5, "Do not take it with tea."),
        ("+", 5, "Do not take it with milk."),
        ("+", 9, "fever"),
    ]
    assert "- line 5: Do not take it with tea." in as_lines(review)
    assert "\u2212 Do not take it with tea." in as_page(review)


def test_example_questions_that_would_be_lost_are_a_doubt(tmp_path: Path) -> None:
    write(tmp_path / "zorvexin.md", LEAFLET)
    write(tmp_path / "zorvexin.toml", "[[asked_as]]\nsays = 'chills'\nquestions = 'cold'\n")
    assert any(
        "has example questions, and this one has none" in one for one in doubts(reviewed(tmp_path))
    )


MARKUP = "<script>alert(1)</script> <img src=x onerror=y> \"'&amp; {{ 7*7 }} {% raw %} \u202e"


def test_everything_of_the_file_is_escaped(tmp_path: Path) -> None:
    put(tmp_path, f"# {MARKUP}\n\n{MARKUP}\n\n- {MARKUP}\n", f"{MARKUP} lost\n{MARKUP}")
    sidecar = tmp_path / "incoming" / "zorvexin.toml"
    write(sidecar, f"title = '''{MARKUP}'''\nsource = '''{MARKUP}'''\n")
    write(tmp_path / "zorvexin.md", f"# Old\n\n{MARKUP} old\n")
    page = as_page(review_of(tmp_path, "zorvexin"))
    assert "&lt;script&gt;" in page
    assert "{{ 7*7 }}" in page
    assert "<script" not in page
    assert "<img" not in page
    assert "\u202e" not in page
    assert not re.search(r"(?:src|href)\s*=\s*[\"']?(?:https?:|//)", page)


TAGS = {"html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "code", "table", "thead",
        "tbody", "tr", "th", "td", "ul", "li", "strong", "del", "ins", "mark", "details", "summary",
        "pre"}  # fmt: skip


@given(st.text(st.sampled_from("<>&\"'/ab!-=%{}#\n\u2028"), max_size=40), st.text(max_size=20))
def test_no_text_opens_an_element(text: str, other: str) -> None:
    record = Imported(Facts(), (), f"{text} {other}")
    leaflet = f"# A\n\n{other} {text}\n"
    counted = count(record, leaflet)
    rows, rest = rows_of(leaflet, True, record, counted)
    page = as_page(
        Review(text, Path("a"), b"", (("title", text),), counted, rows, rest, (text,), (), None)
    )
    assert set(re.findall(r"<([a-z]\w*)", page)) <= TAGS
    assert not re.search(r"<[^>]*\son\w+=", page)


SOME = st.lists(
    st.sampled_from("take it once a day not if you have 5 mg or 2.5 mg < > fever".split()),
    max_size=60,
)


@given(SOME, SOME)
def test_the_rows_hold_every_word_of_both_once_and_in_order(
    one: list[str], other: list[str]
) -> None:
    leaflet = "# Zorvexin\n\n" + ". ".join(
        " ".join(other[at : at + 7]) for at in range(0, len(other), 7)
    )
    record = Imported(Facts(), (), " ".join(one))
    counted = count(record, leaflet)
    rows, rest = rows_of(leaflet, True, record, counted)
    left = "".join(each.text for row in rows for each in row.left)
    right = "".join(f" {each.text}" for row in rows for each in row.right)
    assert [each.key for each in placed(rest[0] + left + rest[1])] == [
        each.key for each in placed(record.original)
    ]
    if left:
        assert sorted(each.key for each in placed(right)) == sorted(
            each.key for each in placed(leaflet)
        )


@given(SOME, SOME)
def test_pairs_are_equal_words_in_the_order_of_both(one: list[str], other: list[str]) -> None:
    found = sorted(pairs(one, other).items())
    assert all(one[at] == other[start] for start, at in found)
    assert all(a[1] < b[1] for a, b in pairwise(found))


@given(SOME)
def test_a_text_is_paired_with_itself_whole(one: list[str]) -> None:
    assert pairs(one, one) == {at: at for at in range(len(one))}


def test_of_two_leaflets_that_are_nearly_the_same_the_right_one_is_laid_beside() -> None:
    def strength(mg: str) -> list[str]:
        return (
            f"zorvexin {mg} tablets " + " ".join(f"w{at}" for at in range(300)) + f" end {mg}"
        ).split()

    whole = [*strength("5"), *strength("10"), *strength("20")]
    found = pairs(whole, strength("10"))
    first = len(strength("5"))
    assert found == {at: first + at for at in range(first)}


def test_a_text_that_repeats_itself_takes_no_longer_than_it_may() -> None:
    assert pairs(["a"] * 20_000, ["a"] * 20_000) == {}
    review = rows_of("# A\n\n" + "a " * 9_000, True, Imported(Facts(), (), "a " * 9_000), None)
    assert len(review[0]) == 2


def test_units_are_what_would_be_quoted() -> None:
    assert [(one.kind, one.words) for one in units_of(ZORVEXIN, markdown=True)][:6] == [
        ("heading", "Zorvexin 5 mg tablets"),
        ("sentence", "Read all of this leaflet carefully."),
        ("heading", "Who should not take it"),
        ("sentence", "Do not take Zorvexin if you:"),
        ("item", "are allergic to lactose, e.g. milk sugar"),
        ("item", "weigh less than 5.4 kg"),
    ]


def test_reviewing_needs_nothing_of_the_extra(tmp_path: Path) -> None:
    reviewed(tmp_path)
    code = (
        "import sys\nfor one in ('lxml', 'pypdfium2'): sys.modules[one] = None\n"
        "from datetime import datetime\nfrom pathlib import Path\n"
        "from askleaflet.reviewing.moving import accept, withdraw, write_page\n"
        f"folder = Path({str(tmp_path)!r})\n"
        "write_page(folder, 'zorvexin')\naccept(folder, 'zorvexin', 'B. Kay', datetime.now())\n"
        "withdraw(folder, 'zorvexin', 'a try', datetime.now())\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    assert not (tmp_path / "zorvexin.md").exists()
