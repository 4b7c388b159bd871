"""Dates as files write them, and in words, as leaflets end with them: "06/2019", "junio 2022"."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

_DIGITS = re.compile(r"(\d{4})-?(\d{2})(?:-?(\d{2}))?(?!\d)")
# The first letters by which a month is known, in the languages whose leaflets we read.
_MONTHS = (
    "jan ene gen janv", "feb fev fevr", "mar mars marz maerz marc", "apr avr abr",
    "may mai maj mag mei", "jun juin giu", "jul juil lug", "aug ago aou", "sep set",
    "oct okt ott out", "nov", "dec dic dez des",
)  # fmt: skip
_BY_WORD = {start: number for number, all_ in enumerate(_MONTHS, 1) for start in all_.split()}
_NUMBERS = re.compile(r"(?<!\d)(?:(\d{1,2})[./-])?(\d{1,2})[./-](\d{4})(?!\d)")
_WORDS = re.compile(r"\b(?:(\d{1,2})\.?\s+(?:de\s+)?)?([a-z]{3,10})\.?,?\s+(?:de\s+)?(\d{4})\b")


def day_of(text: str) -> str:
    """2026-01-31 or 2026-01 of "20260131", "2026-01-31T10:00" or "202601"; "" of anything else."""
    found = _DIGITS.match(text.strip())
    if not found:
        return text.strip() if re.fullmatch(r"\d{4}", text.strip()) else ""
    year, month, day = found.groups()
    try:
        date(int(year), int(month), int(day or 1))
    except ValueError:
        return ""
    return f"{year}-{month}-{day}" if day else f"{year}-{month}"


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
