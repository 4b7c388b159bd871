"""What a leaflet says of those without something is never shown to somebody who has it."""

from __future__ import annotations

import pytest

from askleaflet.markers import is_for_those_without

BULLET = "CD19-positive Philadelphia chromosome-negative B-cell precursor ALL in consolidation."


@pytest.mark.parametrize(
    "asked",
    [
        "im philadelphia positive can i have it",
        "ph+ ALL is it for me",
        "Ph + here, allowed?",
        "I have the Philadelphia chromosome, can I still get this?",
        "my son is ph positive in consolidation",
        "it's the philadelphia type positive one",
        "mine is philly positive",
        "she's got BCR-ABL",
        "is it for Philadelphia too",
        "ALL with philadelphia chromosome after two TKIs failed",
        "Doctor said my genes are Philadelphia plus.",
        "We don't know why he is PH POSITIVE",
    ],
)
def test_somebody_who_has_it_is_known_by_how_they_say_so(asked: str) -> None:
    assert is_for_those_without(BULLET, asked)


@pytest.mark.parametrize(
    "asked",
    [
        "I am Philadelphia negative, is it for me?",
        "ph- and in consolidation",
        "ph minus on his report",
        "Our little one has no Philadelphia chromosome, the girl in the next bed has it.",
        "i dont have the philadelphia chromosome",
        "She doesn't have the Philadelphia thing",
        "without philadelphia chromosome",
        "my leukaemia lacks that philly thing",
        "Philadelphia plus or minus for the consolidation use?",
        "does philadelphia matter for getting it",
        "I have photos of the rash",
        "I am CD19 positive",
        "is the pump heavy",
        "",
    ],
)
def test_who_has_it_not_or_asks_whether_it_matters_is_none_of_those(asked: str) -> None:
    assert not is_for_those_without(BULLET, asked)


@pytest.mark.parametrize(
    ("said", "asked", "wanted"),
    [
        ("For adults with HER2-negative breast cancer.", "mine is her 2 positive", True),
        ("For adults with HER2-negative breast cancer.", "mine is her2 negative", False),
        ("To lower the risk of HIV in HIV-negative adults.", "I have HIV", True),
        ("You must be HIV-negative before you start.", "I have HIV", False),
        ("For hormone receptor-negative cancer.", "I am hormone positive", True),
        ("Relapsed or refractory CD19-positive ALL.", "I am Ph positive", False),
        ("The test was negative.", "I have fever", False),
        ("Gene-negative people.", "I am positive", False),
    ],
)
def test_what_it_is_stands_in_the_leaflet_itself(said: str, asked: str, wanted: bool) -> None:
    assert is_for_those_without(said, asked) is wanted
