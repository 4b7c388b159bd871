"""The program's own sentences: the same in every language, all used, and easy to read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pytest
import textstat  # type: ignore[import-untyped]

from askleaflet.errors import VocabularyError
from askleaflet.wording import DEFAULT_LANGUAGE, all_words, languages, listed, say
from invented import SOURCE

LONGEST_SENTENCE = 14
HARDEST_ENGLISH = 6.0
EASIEST_SPANISH = 70.0
# What stands in the places, as long as what stands there in use.
SAMPLES = {
    "number": "112",
    "name": "Ward 7",
    "title": "Blincyto",
    "titles": "Blincyto",
    "typed": "fevr",
    "read": "fever",
    "wrote": "drip",
    "says": "infusion",
    "about": "the cost",
    "subjects": "aspirin",
    "covered": "fever",
    "section": "How it works",
    "source": "the maker",
    "date": "2 May",
    "threshold": "38 °C",
    "language": "English",
}


def places(words: str) -> list[str]:
    return sorted(re.findall(r"\{(\w+)\}", words))


def filled(language: str) -> Iterator[str]:
    """Every text of a language as a person reads it."""
    for key, words in all_words(language).items():
        values = {place: SAMPLES.get(place, "word") for place in places(words)}
        yield say(language, key, **values)


def sentences(text: str) -> list[str]:
    return [one for one in re.split(r"(?<=[.!?:])[”\"]?\s+", text.strip()) if one]


class Syllables:
    """Counts syllables by groups of vowels, in place of a dictionary that is a download."""

    def __getitem__(self, word: str) -> list[list[str]]:
        groups = re.findall(r"[aeiouy]+", word.lower())
        silent = word.lower().endswith("e") and not word.lower().endswith("le")
        count = max(1, len(groups) - (silent and len(groups) > 1))
        return [["V1"] * count]


@pytest.mark.parametrize("language", languages())
def test_every_language_has_the_same_keys_and_places(language: str) -> None:
    ours, theirs = all_words(DEFAULT_LANGUAGE), all_words(language)
    assert sorted(theirs) == sorted(ours)
    assert {key: places(words) for key, words in theirs.items()} == {
        key: places(words) for key, words in ours.items()
    }


def test_english_comes_first_and_spanish_is_there() -> None:
    assert languages()[0] == "en"
    assert "es" in languages()


# Keys that no line of the program spells out: the words that make them, and all that they make.
MADE = {
    'f"{key}_unset"': (
        "urgent.life_heading_unset",
        "urgent.emergency_then_unset",
        "urgent.emergency_kiosk_unset",
        "urgent.crisis_emergency_unset",
    ),
    'f"urgent.team{suffix}"': ("urgent.team", "urgent.team_after"),
    'f"urgent.team_unset{suffix}"': ("urgent.team_unset", "urgent.team_unset_after"),
    'f"page.size_{size}"': ("page.size_1", "page.size_2", "page.size_3"),
    'f"page.theme_{theme}"': ("page.theme_light", "page.theme_dark", "page.theme_contrast"),
    "`language.${places.spoken}`": tuple(
        f"language.{code}" for code in "da de en es fi fr it nb nl pl pt sv".split()
    ),
}


def unused(keys: Iterable[str], source: str) -> list[str]:
    """The keys that ``source`` neither spells out, between quotes, nor makes."""
    made = {key for words, own in MADE.items() if words in source for key in own}
    return [
        key
        for key in keys
        if key not in made and not any(f"{mark}{key}{mark}" in source for mark in "\"'")
    ]


def test_every_key_is_used_in_the_program() -> None:
    source = "\n".join(
        path.read_text("utf-8")
        for path in SOURCE.rglob("*")
        if path.suffix in {".py", ".js", ".html"}
    )
    assert unused(all_words(DEFAULT_LANGUAGE), source) == []
    assert unused(["page.gone", "urgent.gone_unset"], source) == ["page.gone", "urgent.gone_unset"]
    assert {key for own in MADE.values() for key in own} <= all_words(DEFAULT_LANGUAGE).keys()


@pytest.mark.parametrize("language", languages())
def test_no_sentence_has_fifteen_words(language: str) -> None:
    long = [
        one
        for text in filled(language)
        for one in sentences(text)
        if len(one.split()) > LONGEST_SENTENCE
    ]
    assert not long


def test_english_is_read_by_eleven_year_olds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "textstat.backend.counts._count_syllables.get_cmudict", lambda _: Syllables()
    )
    textstat.set_lang("en")
    text = " ".join(one if one[-1] in ".!?" else f"{one.rstrip(':')}." for one in filled("en"))
    assert textstat.flesch_kincaid_grade(text) <= HARDEST_ENGLISH


def test_spanish_is_easy_to_read() -> None:
    textstat.set_lang("es")
    text = " ".join(one if one[-1] in ".!?" else f"{one.rstrip(':')}." for one in filled("es"))
    assert textstat.fernandez_huerta(text) >= EASIEST_SPANISH


@pytest.mark.parametrize("language", languages())
def test_no_place_is_left_open_and_no_text_is_empty(language: str) -> None:
    for text in filled(language):
        assert text.strip()
        assert not re.search(r"[{}]", text)


def test_a_persons_words_are_never_read_as_places() -> None:
    said = say("en", "reply.bridge", wrote="{says}", says="infusion")
    assert said == "You wrote “{says}”. The leaflet says “infusion”."


def test_things_in_a_row() -> None:
    assert listed("en", ()) == ""
    assert listed("en", ("a",)) == "a"
    assert listed("en", ("a", "b")) == "a and b"
    assert listed("es", ("a", "b", "c")) == "a, b y c"


def test_an_unknown_key_or_language_is_an_error_that_says_where() -> None:
    with pytest.raises(VocabularyError, match=r"wording/en\.toml lacks the key 'reply\.nothing'"):
        say("en", "reply.nothing")
    with pytest.raises(VocabularyError, match=r"no wording in 'xx'\. Choose one of: en, es"):
        say("xx", "reply.answer")


@pytest.mark.parametrize("language", languages())
def test_what_a_terminal_says_names_nothing_that_only_the_page_has(language: str) -> None:
    """Replies, notices and prompts are the same everywhere; only the page's own words may speak
    of its buttons, or of a page at all."""
    words = all_words(language)
    buttons = [words["urgent.open_heading"], words["page.my_questions"], words["page.finish"]]
    own = ("page.", "server.", "language.")
    shown = {"urgent.open_heading", "about.boundary", "about.sample"}
    for key, said in words.items():
        if not key.startswith(own) and key not in shown:
            assert not [one for one in buttons if one in said], key
            assert not re.search(r"\b(page|screen|página|pantalla|botón|button)\b", said), key
