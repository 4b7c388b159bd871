"""In which language a text is, by the words that every text of a language is full of."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache

from askleaflet.analysis import folded, stem
from askleaflet.analysis import words as words_of
from askleaflet.data import Entry, read_text

LANGUAGES_FILE = "languages.toml"
# The languages that the reader was trained for. Leaflets in others are read word by word.
TRAINED_FOR = frozenset({"en"})
_WORD = re.compile(r"\b[^\W\d_]+\b")
FEWEST_WORDS = 20
# Marks that open a sentence in this language alone.
_OPENING = {"¿": "es", "¡": "es"}
# A Dane reads Norwegian, and their small words are nearly the same: neither is told from the other.
_NEIGHBOURS = {"da", "nb"}
# So many small words tell another language than the leaflet's, and so many times its own: one may
# be of several, and neighbours (Danish and Norwegian) share most.
FEWEST_SMALL, MORE_SMALL = 2, 1.5
_LEAST = 0.12
# What is looked at of a text, in characters.
_ENOUGH = 20_000


class _File(Entry):
    common: Mapping[str, str]
    asked: Mapping[str, str]
    telling: Mapping[str, str]


@cache
def _file() -> _File:
    return _File.model_validate(tomllib.loads(read_text(LANGUAGES_FILE)))


@cache
def _common() -> Mapping[str, frozenset[str]]:
    """The common words of each language, as written."""
    return {code: frozenset(words.split()) for code, words in _file().common.items()}


@cache
def _small() -> Mapping[str, frozenset[str]]:
    """The common words of each language with those of its questions, folded."""
    asked = _file().asked
    return {
        code: frozenset(words_of(f"{words} {asked[code]}"))
        for code, words in _file().common.items()
    }


@cache
def _telling() -> Mapping[str, frozenset[str]]:
    """The other words, folded, that tell the language of a question of few words."""
    return {code: frozenset(words_of(words)) for code, words in _file().telling.items()}


@cache
def stop_words(code: str) -> frozenset[str]:
    """The stems of the words that tell nothing of what is asked; none of a language that is not
    known. English has a longer list of its own."""
    return frozenset(stem(word, code) for word in _small().get(code, ()))


def language_of(text: str) -> str:
    """The code of the language, or "" where it cannot be told."""
    shares = _shares(text)
    second, best = sorted(shares, key=lambda code: shares[code])[-2:]
    return best if shares[best] > _LEAST and shares[best] > 1.1 * shares[second] else ""


def likely_language(text: str) -> str:
    """The code of the language that ``text`` is likely in, of two alike either; English where
    nothing speaks against it."""
    shares = _shares(text)
    best = max(shares, key=lambda code: shares[code])
    return best if shares[best] > _LEAST and shares[best] > 1.5 * shares["en"] else "en"


def _shares(text: str) -> dict[str, float]:
    """The share of common words, by language; none of a text too short to tell."""
    words = _WORD.findall(text[:_ENOUGH].lower())
    words = words if len(words) >= FEWEST_WORDS else []
    return {
        code: sum(word in common for word in words) / max(1, len(words))
        for code, common in _common().items()
    }


def language_of_question(question: str, code: str) -> str:
    """The language of ``question``, put to a leaflet in ``code``, by its marks, else by its words:
    another one only where half as many more are of it, and a third of all words; "" where there
    are none.

    Its small words tell it; to a leaflet that the network reads words like "fever" do, too, one of
    which is enough where none speaks against it: of a leaflet in another language they are its own.
    """
    for sign, opened in _OPENING.items():
        if sign in question:
            return opened
    read = _WORD.findall(folded(question))
    told = _told(read) if code in TRAINED_FOR else {}
    counts = {
        one: sum(word in small for word in read) + told.get(one, 0)
        for one, small in _small().items()
        if one == code or {one, code} != _NEIGHBOURS
    }
    best, own = max(counts, key=lambda one: counts[one]), counts.get(code, 0)
    more = counts[best] >= MORE_SMALL * own and counts[best] > own
    enough = counts[best] >= FEWEST_SMALL or (told.get(best, 0) and not own)
    if more and enough and 3 * counts[best] >= len(read):
        return best
    return code if own else ""


def _told(read: Sequence[str]) -> dict[str, int]:
    """How many of the words (folded) tell each language by themselves."""
    return {code: sum(word in telling for word in read) for code, telling in _telling().items()}
