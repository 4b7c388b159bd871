"""Nothing that is measured was taught: no question of the labelled sets, no leaflet of theirs."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from functools import cache

import pytest

from askleaflet.analysis import words
from askleaflet.naming import own_names
from askleaflet.reading import read_leaflet
from askleaflet_lab.examples import DATA, after_another, kept_questions, messages, read_rows
from askleaflet_lab.near import Kept
from invented import CORPUS, SETS

ASIDE = DATA / "never_train_on.txt"


def sidecar() -> Iterator[str]:
    read = tomllib.loads((CORPUS / "blinatumomab.toml").read_text("utf-8"))
    for entry in read["asked_as"]:
        asked = entry["questions"]
        yield from asked.splitlines() if isinstance(asked, str) else asked
    beside = read.get("not_answered", "")
    yield from beside.splitlines() if isinstance(beside, str) else beside


def facets() -> Iterator[str]:
    for facet in tomllib.loads((DATA / "facets.toml").read_text("utf-8"))["facet"].values():
        yield from facet["asked"].splitlines()


def questions() -> Iterator[str]:
    for path in sorted((DATA / "questions").glob("*.jsonl")):
        for row in read_rows(path):
            yield from (str(row["question"]), after_another(row))


TAUGHT: dict[str, Callable[[], Iterator[str]]] = {
    "sidecar": sidecar,
    "questions": questions,
    "messages": lambda: (one.text for one in messages()),
    "facets": facets,
}


@cache
def kept() -> Kept:
    return Kept(kept_questions(SETS))


@pytest.mark.no_cover
@pytest.mark.parametrize("name", TAUGHT)
def test_no_wording_that_is_taught_is_nearly_a_question_that_is_measured(name: str) -> None:
    taught = {one.strip() for one in TAUGHT[name]() if one.strip()}
    assert len(taught) > 1000
    assert sorted(one for one in taught if kept().near(one)) == []


@pytest.mark.no_cover
def test_each_question_that_is_measured_would_be_seen() -> None:
    asked = [one for one in kept_questions(SETS) if words(one)]
    assert len(asked) > 3000
    assert all(kept().near(f"  {one.upper()}") for one in asked[::50])


def aside() -> set[str]:
    """Every medicine that is kept aside: the list, and the leaflets that are measured on."""
    listed = {one for one in ASIDE.read_text("utf-8").splitlines() if not one.startswith("#")}
    measured = {path.stem for path in SETS.rglob("*.md") if path.parent != SETS}
    return {name for name in listed | measured if name.strip()}


@pytest.mark.no_cover
def test_no_leaflet_that_is_taught_is_of_a_medicine_that_is_kept_aside() -> None:
    names = aside()
    assert len(names) > 60
    paths = sorted((DATA / "leaflets").glob("*.md"))
    assert len(paths) > 200
    wrong = []
    for path in paths:
        own = {path.stem.removesuffix(".raw"), *own_names(read_leaflet(path).document)}
        parts = own | {part for name in own for part in re.split(r"[-_ ]", name)}
        wrong += [(path.name, name) for name in parts & names]
    assert wrong == []


def test_every_leaflet_that_is_measured_on_is_on_the_list_by_its_name() -> None:
    assert {path.stem for path in (SETS / "leaflets").glob("*.md")} <= aside()
    assert "# " in ASIDE.read_text("utf-8")
