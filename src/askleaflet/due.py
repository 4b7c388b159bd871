"""Which leaflets are to be reviewed again, and since when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from askleaflet.records import Document, Listing

# So many days ahead staff are told.
AHEAD = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Due:
    """A leaflet whose review ends on ``day``, or that was never reviewed (None)."""

    id: str
    day: date | None
    overdue: bool

    def __str__(self) -> str:
        if self.day is None:
            return f"{self.id}: it has never been reviewed. Have a clinician check it."
        was = "overdue since" if self.overdue else "due by"
        return (
            f"{self.id}: its review is {was} {self.day}. Have a clinician check it against the "
            "text that its maker publishes now, and write the day into 'reviewed'."
        )


def reviews_due(
    leaflets: Iterable[Document | Listing], every: int | None, today: date
) -> tuple[Due, ...]:
    """Leaflets whose review is older than ``every`` days, will be within 30, or was never made.
    The day itself is not overdue yet. None where no span is set."""
    found = []
    for one in leaflets if every else ():
        day = None
        if one.reviewed:
            # A span of a century may go past the last year that there is.
            ends = date.fromisoformat(one.reviewed).toordinal() + (every or 0)
            day = date.fromordinal(min(ends, date.max.toordinal()))
            if day - today > AHEAD:
                continue
        found.append(Due(one.id, day, day is None or day < today))
    return tuple(found)
