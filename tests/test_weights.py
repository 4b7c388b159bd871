"""A limit of body weight that does not hold for the person who asks is no answer to them."""

from __future__ import annotations

import pytest

from askleaflet.weights import excludes

LIGHT = "Not for babies who weigh less than 5.4 kg."
HEAVY = "Adults of at least 60 kg take two."


@pytest.mark.parametrize(
    ("said", "asked", "wanted"),
    [
        (LIGHT, "he is 12 kg, can he have it", True),
        (LIGHT, "she weighs 3 stone", True),
        (LIGHT, "my baby is 4,9 kilos", False),
        (LIGHT, "my baby is 10 lb", False),
        (LIGHT, "my baby is 20 pounds", True),
        (LIGHT, "does weight matter", False),
        (LIGHT, "he is 12 years old", False),
        (HEAVY, "i am 55 kg", True),
        (HEAVY, "i am 70kg", False),
        ("Take it with food.", "i am 70 kg", False),
        ("45 kg or more: one tablet.", "she is 44.5kg", True),
        ("45 kg or less: half a tablet.", "she is 44.5kg", False),
        ("Under 10 kg half, over 30 kg two.", "he is 20 kg", True),
        ("Under 10 kg half, over 30 kg two.", "he is 31 kg", False),
    ],
)
def test_a_limit_counts_only_for_whom_it_holds(said: str, asked: str, wanted: bool) -> None:
    assert excludes(said, asked) is wanted
