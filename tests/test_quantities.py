"""A limit of body weight or time is known to hold, or not, for the person who asks."""

from __future__ import annotations

import pytest

from askleaflet.quantities import TIME, WEIGHT

LIGHT = "Not for babies who weigh less than 5.4 kg."
HEAVY = "Adults of at least 60 kg take two."


@pytest.mark.parametrize(
    ("said", "asked", "wanted"),
    [
        (LIGHT, "he is 12 kg, can he have it", False),
        (LIGHT, "she weighs 3 stone", False),
        (LIGHT, "my baby is 4,9 kilos", True),
        (LIGHT, "my baby is 10 lb", True),
        (LIGHT, "my baby is 20 pounds", False),
        (LIGHT, "does weight matter", None),
        (LIGHT, "he is 12 years old", None),
        (HEAVY, "i am 55 kg", False),
        (HEAVY, "i am 70kg", True),
        ("Take it with food.", "i am 70 kg", None),
        ("45 kg or more: one tablet.", "she is 44.5kg", False),
        ("45 kg or less: half a tablet.", "she is 44.5kg", True),
        ("Under 10 kg half, over 30 kg two.", "he is 20 kg", False),
        ("Under 10 kg half, over 30 kg two.", "he is 31 kg", True),
    ],
)
def test_a_limit_of_weight_counts_only_for_whom_it_holds(
    said: str, asked: str, wanted: bool | None
) -> None:
    assert WEIGHT.fits(said, asked) is wanted


@pytest.mark.parametrize(
    ("said", "asked", "wanted"),
    [
        ("It is 5 days or less: use it now.", "i am 3 days late", True),
        ("It is 5 days or less: use it now.", "a whole 2 weeks late", False),
        ("more than 12 hours have passed: leave it out", "its been 30 hours", True),
        ("more than 12 hours have passed: leave it out", "two hours late", None),
        ("within 2 days of the dose", "36 hours after", True),
        ("Take it once a day.", "i am 3 days late", None),
    ],
)
def test_so_does_one_of_time(said: str, asked: str, wanted: bool | None) -> None:
    assert TIME.fits(said, asked) is wanted
    assert TIME.limits(said) is (said != "Take it once a day.")
