"""What the phrases are made of: slips that are forgiven, and the file that nurses edit."""

import tomllib

import pytest

from askleaflet.errors import VocabularyError
from askleaflet.urgency import find_signs, load_vocabulary, read_vocabulary
from askleaflet.urgency.compiling import VOCABULARY_FILE
from askleaflet.urgency.vocabulary import GROUPS, is_double_slip, is_slip


def test_typing_slips_are_forgiven_in_long_words_only() -> None:
    assert is_slip("feverr", "fever")
    assert is_slip("sezure", "seizure")
    assert not is_slip("never", "fever")
    assert not is_slip("keeping", "beeping")
    assert is_double_slip("hemorage", "hemorrhage")
    assert not is_double_slip("conversion", "convulsion")
    assert find_signs("she is convullsng on the floor")
    assert not find_signs("is the concert hall far from the ward")
    for calm in ("sharing", "shaving", "cooking", "injection", "fewer"):
        assert calm in load_vocabulary().labels
        assert not load_vocabulary().labels[calm]


SHIPPED = VOCABULARY_FILE.read_text(encoding="utf-8")


def test_every_sign_has_a_source_and_crisis_says_it_has_none() -> None:
    signs = tomllib.loads(SHIPPED)["sign"]
    for one in signs:
        assert one["source"]
        assert one["group"] != "crisis" or "not in any drug source" in one["source"]
    assert {one["group"] for one in signs} == GROUPS


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('group = "crisis"', 'group = "sad"', "'sad' is not one of"),
        ("\nCANT BREATHE\n", "\nCANT BREETHE\n", "BREETHE is not in"),
        ("high_c = 37.5", "high_c = '37.5'", "high_c"),
        ("life = true", 'life = "yes"', "true or false"),
        ('first = "emergency"', 'first = "nurse"', "'first' must be"),
        ("teeth & chatter~", "teeth &", "empty side"),
        ("rigoring", "tiritón", "without accents"),
        ("negation = ", "negations = ", "negation"),
        ('reading = "pulse"', "", "pulse"),
        ("\n[words]", "\n[words", "cannot be read"),
    ],
)
def test_a_mistake_in_the_file_is_named(old: str, new: str, said: str) -> None:
    assert old in SHIPPED
    with pytest.raises(VocabularyError, match=said):
        read_vocabulary(SHIPPED.replace(old, new, 1))
