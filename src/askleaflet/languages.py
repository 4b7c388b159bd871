"""In which language a text is, by the words that every text of a language is full of."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from functools import cache

from askleaflet.analysis import singular
from askleaflet.analysis import words as folded
from askleaflet.data import Entry, read_text

LANGUAGES_FILE = "languages.toml"
_WORD = re.compile(r"[^\W\d_]+")
FEWEST_WORDS = 20
_LEAST = 0.12
# What is looked at of a text, in characters.
_ENOUGH = 20_000


class _File(Entry):
    common: Mapping[str, str]
    asked: Mapping[str, str]


@cache
def _sets() -> tuple[dict[str, frozenset[str]], frozenset[str]]:
    """The common words of each language, and those of questions in English."""
    file = _File.model_validate(tomllib.loads(read_text(LANGUAGES_FILE)))
    common = {code: frozenset(words.split()) for code, words in file.common.items()}
    return common, common["en"] | frozenset(file.asked["en"].split())


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
        for code, common in _sets()[0].items()
    }


def is_english_beside(question: str, code: str, said: Collection[str]) -> bool:
    """Whether ``question`` is in English and the leaflet in another language, ``code``: by its
    small words, and where it has none by the leaflet, which has ``said`` (folded, without the
    endings of plurals) none of its words."""
    words = _WORD.findall(question.lower())
    if not words or code in {"", "en"}:
        return False
    common, english = _sets()
    foreign = sum(word in english for word in words)
    own = sum(word in common.get(code, ()) for word in words)
    if foreign or own:
        return foreign > own
    return not any(singular(word) in said for word in folded(question))
