"""A review to be read: a page of its own, and the same in a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from importlib.resources import files
from itertools import zip_longest

from jinja2 import Environment, StrictUndefined

from askleaflet.rendering import printable
from askleaflet.reviewing.review import Change, Review
from askleaflet.reviewing.rows import Piece

# How a terminal without colours shows a mark.
_AROUND = {"": "{}", "lost": "[-{}-]", "left out": "(-{}-)", "added": "{{+{}+}}", "moved": "~{}~"}
_WIDE = 54


def as_page(review: Review) -> str:
    """One page of HTML that needs no script and nothing from outside. All text is escaped."""
    page = files("askleaflet.reviewing").joinpath("page.html").read_text("utf-8")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["seen"] = printable
    return environment.from_string(page).render(review=review, verdict=verdict(review))


def verdict(review: Review) -> str:
    """What the counts say, on one line; "0 words lost" is the pass mark."""
    if review.count is None:
        return "words not counted: there is no original"
    left = sum(words for _, words in review.count.left_out)
    return (
        f"{len(review.count.lost):,} words lost, {len(review.count.added):,} added, "
        f"{left:,} left out on purpose, of {review.count.words:,} in the original"
    )


def as_lines(review: Review) -> list[str]:
    """The same for a terminal: what to look at first, then original and leaflet side by side."""
    lines = [f"{review.id}: {verdict(review)}"]
    lines += [f"  {name}: {value or '(empty)'}" for name, value in review.facts]
    lines += [f"fault: {one}" for one in review.faults]
    lines += [f"look at: {one}" for one in review.doubts]
    lines += changed_lines(review.changes)
    lines += ["", f"{'original':{_WIDE}} | as it would be quoted"]
    for row in review.rows:
        label = f"{row.kind} {row.level}" if row.kind == "heading" else row.kind
        lines.append(f"-- line {row.line}, {label}")
        sides = (textwrap.wrap(_in_line(one), _WIDE) for one in (row.left, row.right))
        lines += [f"{one:{_WIDE}} | {other}" for one, other in zip_longest(*sides, fillvalue="")]
    return [" ".join(printable(one).splitlines()) for one in lines]


def changed_lines(changes: Sequence[Change] | None) -> list[str]:
    """What is new and what is gone against the leaflet that is served; nothing where none is."""
    if changes is None:
        return []
    said = [f"{one.sign} line {one.line}: {one.text}" for one in changes]
    return [
        f"against the leaflet that is served, {len(said):,} sentences differ",
        *(" ".join(printable(one).split()) for one in said),
    ]


def _in_line(pieces: Sequence[Piece]) -> str:
    return " ".join("".join(_around(one) for one in pieces).split())


def _around(piece: Piece) -> str:
    bare = piece.text.strip()
    if not bare:
        return piece.text
    before, _, after = piece.text.partition(bare)
    return f"{before}{_AROUND[piece.mark].format(bare)}{after}"
