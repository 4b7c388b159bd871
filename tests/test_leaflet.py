"""The shipped leaflet is the published text, word for word and mark for mark.

``data/blinatumomab.txt`` is the text as supplied by the project's owner,
sha256 6cc8d1d95c02092350966bd62cbf9a65763276b5ff34fad36ba182c4a9a8291e.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from askleaflet.corpus import Corpus
from invented import CORPUS

PUBLISHED = Path(__file__).parent / "data" / "blinatumomab.txt"
SHA256 = "6cc8d1d95c02092350966bd62cbf9a65763276b5ff34fad36ba182c4a9a8291e"


def test_the_copy_of_the_published_text_is_untouched() -> None:
    assert sha256(PUBLISHED.read_bytes()).hexdigest() == SHA256


def test_the_leaflet_without_heading_marks_and_empty_lines_is_the_published_text() -> None:
    ours = (CORPUS / "blinatumomab.md").read_bytes().decode("utf-8").split("\n")
    lines = [line.removeprefix("## ") for line in ours if line]
    assert lines == PUBLISHED.read_bytes().decode("utf-8").split("\n")


def test_the_leaflets_sections_are_the_published_ones(corpus: Corpus) -> None:
    read = corpus.document("blinatumomab")
    assert [read.slice(section.heading) for section in read.sections] == [
        "How it is administered",
        "How it works",
        "Common side effects",
        "Who Should take it",
        "Who should not take it",
        "Commonly used with",
        "Commonly tested with",
    ]


def test_the_leaflet_says_what_staff_said_about_it(corpus: Corpus) -> None:
    read = corpus.document("blinatumomab")
    assert read.title == "Blinatumomab"
    assert "Blincyto" in read.other_names
    assert read.source == "supplied by the project's owner"
    assert read.reviewed is None
    assert read.language == "en"


def test_decimals_percentages_and_lists_of_the_leaflet_are_whole_passages(corpus: Corpus) -> None:
    read = corpus.document("blinatumomab")
    marks = [read.slice(one.mark) for one in corpus.passages]
    assert any(mark.endswith("(MRD) ≥ 0.1%.") for mark in marks)
    assert any("less than 5.4 kg if the preparation" in mark for mark in marks)
    assert "Musculoskeletal pain" in marks
    assert sum(one.kind == "list" for one in corpus.passages) == 2


def test_where_the_leaflet_came_from_is_written_down() -> None:
    sources = (CORPUS / "SOURCES.md").read_text("utf-8")
    for leaflet in CORPUS.glob("*.md"):
        assert leaflet.name == "SOURCES.md" or f"`{leaflet.name}`" in sources
