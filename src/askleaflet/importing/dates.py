"""Dates as files write them."""

from __future__ import annotations

import re
from datetime import date

_DIGITS = re.compile(r"(\d{4})-?(\d{2})(?:-?(\d{2}))?(?!\d)")


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
