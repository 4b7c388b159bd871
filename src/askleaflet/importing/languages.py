"""In which language a leaflet is, by the words that every text of a language is full of."""

from __future__ import annotations

import re

_COMMON = {
    "en": "the and of to you your is if this or are with medicine for not",
    "es": "el la de los que en y su si este medicamento para con por una",
    "da": "og du af at din er ikke det til med hvis må på eller der",
    "de": "und der die sie das ist nicht mit von oder wenn ihr ihren zu dieses",
    "fr": "le la les de et vous votre des si ce médicament ou est pas en",
    "it": "il la di che e non se per questo medicinale con del o è gli",
    "nl": "de het en van u een is niet of dit als met uw geneesmiddel voor",
    "pt": "o a de que e do se não este medicamento com para ou da os",
    "sv": "och du att är det av inte om din eller med för som på läkemedlet",
    "nb": "og du av å er ikke det til med hvis på eller legemidlet som for",
    "fi": "ja on tai jos ei lääkettä sinulla voi että tämä lääkkeen kanssa ota ovat",
    "pl": "i w nie lub z się jest leku lek jeśli pacjenta na do należy przez",
}
_SETS = {code: frozenset(words.split()) for code, words in _COMMON.items()}
_WORD = re.compile(r"[^\W\d_]+")
FEWEST_WORDS = 20


def language_of(text: str) -> str:
    """The code of the language, or "" where it cannot be told."""
    words = _WORD.findall(text[:20_000].lower())
    if len(words) < FEWEST_WORDS:
        return ""
    scored = sorted(
        (sum(word in common for word in words) / len(words), code) for code, common in _SETS.items()
    )
    (second, _), (best, code) = scored[-2:]
    return code if best > 0.12 and best > 1.1 * second else ""
