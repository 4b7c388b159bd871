"""Dates in words, as leaflets end with them: "06/2019", "junio 2022", "19 August 2021"."""

from __future__ import annotations

import re
import unicodedata

# The first letters by which a month is known, in the languages whose leaflets we read.
_MONTHS = (
    "jan ene gen janv", "feb fev fevr", "mar mars marz maerz marc", "apr avr abr",
    "may mai maj mag mei", "jun juin giu", "jul juil lug", "aug ago aou", "sep set",
    "oct okt ott out", "nov", "dec dic dez des",
)  # fmt: skip
_BY_WORD = {start: number for number, all_ in enumerate(_MONTHS, 1) for start in all_.split()}
_NUMBERS = re.compile(r"(?<!\d)(?:(\d{1,2})[./-])?(\d{1,2})[./-](\d{4})(?!\d)")
_WORDS = re.compile(r"\b(?:(\d{1,2})\.?\s+(?:de\s+)?)?([a-z]{3,10})\.?,?\s+(?:de\s+)?(\d{4})\b")


def month_of(text: str) -> str:
    """2022-06 or 2022-06-19 of the first date in ``text``; "" where there is none."""
    folded = unicodedata.normalize("NFKD", text[:120].lower())
    folded = "".join(one for one in folded if not unicodedata.combining(one))
    if found := _NUMBERS.search(folded):
        return _written(found[3], int(found[2]), found[1])
    for found in _WORDS.finditer(folded):
        number = next((_BY_WORD[found[2][:n]] for n in (4, 3) if found[2][:n] in _BY_WORD), 0)
        if number:
            return _written(found[3], number, found[1])
    return ""


def _written(year: str, month: int, day: str | None) -> str:
    if not 1 <= month <= 12 or (day and not 1 <= int(day) <= 31):
        return ""
    return f"{year}-{month:02}-{int(day):02}" if day else f"{year}-{month:02}"
