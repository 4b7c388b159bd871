"""Text to terms. The one analysis, used for passages, example wordings and questions alike.

Named one-line steps, each testable: fold (what looks the same is the same), words (with
offsets), spelling variants (British and American), stem (Snowball, PyStemmer; English where no
other language is named).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache

import Stemmer

from askleaflet.records import Term

# Longer "words" are not language (base64, a held-down key); Lucene cuts at 255, we at 64.
LONGEST_WORD = 64
# Decimals stay whole ("5.4", "0,1"); an apostrophe inside a word belongs to it.
# U+02BC, which Unicode counts among letters, is an apostrophe here.
_WORD = re.compile(r"\d+(?:[.,]\d+)+|[^\W_ʼ]+(?:['’ʼ][^\W_ʼ]+)*")
_ENGLISH = "en"
_VARIANTS = {
    _ENGLISH: (
        (re.compile(r"[ao]e(?=.)"), "e"),
        (re.compile(r"(?<=...)our(?=$|s$|ed$|ing$|less$)"), "or"),
        (re.compile(r"(?<=...)is(?=(?:e|ed|es|ing|ation|ations)$)"), "iz"),
    ),
    # The stemmers know these endings by the marks that folding has taken away.
    "es": ((re.compile(r"(?<=[cs])ion$"), "ión"),),
    "pt": ((re.compile(r"cao$"), "ção"), (re.compile(r"coes$"), "ções")),
}
_MARKS = frozenset({"Mn", "Me", "Cf", "Cs"})
# The languages whose endings are known, and how Snowball calls them.
STEMMERS = {
    _ENGLISH: "english",
    "da": "danish",
    "de": "german",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "it": "italian",
    "nb": "norwegian",
    "nl": "dutch",
    "pl": "polish",
    "pt": "portuguese",
    "sv": "swedish",
}
# Shorter ones are of several words: "sol", "solamente". English stays as the reader learned it.
_SHORTEST_STEM = 4
# "l'alcool", "dell'acqua": what is left out of the small word before it is none of the word's.
_ELIDED = re.compile(r"\b(?:qu|jusqu|lorsqu|puisqu|dall|dell|nell|sull|all|un|[cdjlmnst])['’ʼ]")
_ELIDING = frozenset({"fr", "it"})


def fold(text: str) -> tuple[str, Sequence[int]]:
    """``text`` without case, accents, invisible marks and look-alike forms.

    Returns the folded text and, for each of its characters, the offset in ``text`` it came
    from. At most three marks in a row are looked at, so a pile of accents costs nothing.
    """
    if text.isascii():
        return text.lower(), range(len(text))
    letters: list[str] = []
    offsets: list[int] = []
    compared_as = _letters_of(text)
    for offset, character in enumerate(text):
        plain = compared_as[character]
        letters.append(plain)
        offsets.extend([offset] * len(plain))
    return "".join(letters), offsets


def folded(text: str) -> str:
    """``text`` as ``fold`` gives it, without the offsets, in a fraction of the time."""
    if text.isascii():
        return text.lower()
    return text.translate({ord(one): letters for one, letters in _letters_of(text).items()})


def _letters_of(text: str) -> dict[str, str]:
    """What each character of ``text`` is compared as. For this text alone: what a person typed is
    not kept for the next one."""
    return {one: one.lower() if one.isascii() else _plain(one) for one in set(text)}


def _plain(character: str) -> str:
    """What ``character`` is compared as: some letters, or nothing for a mark."""
    folded = unicodedata.normalize("NFKD", character)[:18].casefold()
    return "".join(one for one in folded if unicodedata.category(one) not in _MARKS)


@cache
def _stemmer(language: str) -> Stemmer.Stemmer:
    """Without the cache of words that PyStemmer keeps: some of them are what a person typed."""
    return Stemmer.Stemmer(STEMMERS[language], 0)


def stem(word: str, language: str = _ENGLISH) -> str:
    """The form of a folded word that is compared: one spelling, no endings; in a language whose
    endings are not known, the word."""
    word = word.replace(",", ".") if word[0].isdigit() else word
    for pattern, plain in _VARIANTS.get(language, ()) if len(word) > 4 else ():
        word = pattern.sub(plain, word)
    if language == _ENGLISH:
        return _stemmer(language).stemWord(word)
    found = folded(_stemmer(language).stemWord(word)) if language in STEMMERS else word
    return found if len(found) >= _SHORTEST_STEM else word


# What search reads of a message, in letters once it is folded; the rest is said to be left out.
# Urgency reads all of it.
LONGEST_QUESTION = 1_000


def beginning(text: str) -> str:
    """What search reads of ``text``: one sign can fold to eighteen letters, so the limit counts
    what is left to compare. No word is cut. In time linear in the limit, however long the text."""
    if len(text) <= LONGEST_QUESTION and text.isascii():
        return text
    letters = 0
    for offset, character in enumerate(text[: LONGEST_QUESTION + 1]):
        letters += max(1, len(_plain(character)))
        if letters > LONGEST_QUESTION:
            return whole_words(text, offset)
    return text


def whole_words(text: str, most: int) -> str:
    """The first ``most`` characters of a longer text, without the word that would be cut; a word
    that alone is as long is cut."""
    kept = text[:most]
    if text[most].isspace() or not kept.split():
        return kept
    before = kept[: kept.rindex(kept.split()[-1])]
    return before if before.strip() and not kept[-1].isspace() else kept


def size(text: str) -> int:
    """How many letters of ``text`` search reads."""
    return len(folded(beginning(text)))


def bare_word(word: str) -> str:
    """A folded word without apostrophes: ``don't`` -> ``dont``, ``patient's`` -> ``patient``."""
    word = word.replace("’", "'").replace("ʼ", "'")
    if "'" in word:
        word = word[:-2] if word.endswith("'s") and len(word) > 3 else word
        word = word.replace("'", "")
    return word[:LONGEST_WORD]


def terms(text: str) -> tuple[Term, ...]:
    """The words of ``text`` in order, each with its stem and its offsets in ``text``."""
    plain, offsets = fold(text)
    found = []
    for match in _WORD.finditer(plain):
        word = bare_word(match.group())
        start, end = offsets[match.start()], offsets[match.end() - 1] + 1
        found.append(Term(word, stem(word), start, end))
    return tuple(found)


def words(text: str) -> tuple[str, ...]:
    """The words of ``text`` in order, folded."""
    return tuple(bare_word(word) for word in _WORD.findall(folded(text)))


def stems(
    text: str, language: str = _ENGLISH, stemmed: Callable[[str, str], str] = stem
) -> tuple[str, ...]:
    """The stems of ``text`` in order; ``stemmed`` may be a ``stem`` that remembers the words of a
    leaflet."""
    if language in _ELIDING:
        text = _ELIDED.sub(" ", text.lower())
    return tuple(stemmed(word, language) for word in words(text))


def singular(word: str) -> str:
    """A folded word without the ending of an English plural."""
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("shes", "ches", "xes", "sses")) else word[:-1]
