"""Accepting and withdrawing leaflets: moved whole or not at all, and nothing is thrown away."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from itertools import count
from pathlib import Path

from askleaflet.catalogue import WITHDRAWN
from askleaflet.errors import ReviewError
from askleaflet.files import FileError, read_regular, write_all
from askleaflet.importing.record import RECORD_ENDING
from askleaflet.reading import LARGEST_LEAFLET
from askleaflet.reviewing.review import NO_ORIGINAL, Review, files_of, review_of
from askleaflet.reviewing.showing import as_page
from askleaflet.sidecar import LARGEST_SIDECAR, SidecarError, one_line, toml_of
from askleaflet.signing import with_value

PAGE_ENDING = ".review.html"
# Where the page of each acceptance is kept.
ACCEPTED = "accepted"
Changes = dict[Path, bytes | None]


def write_page(corpus: Path, id: str, incoming: Path | None = None) -> tuple[Review, Path]:
    """Writes the review page of a leaflet beside it, or writes it anew. Raises ReviewError."""
    review = review_of(corpus, id, incoming)
    page = review.path.with_name(f"{review.path.stem}{PAGE_ENDING}")
    _make({page: as_page(review).encode("utf-8", "replace")}, f"The page of {review.id}")
    return review, page


def accept(corpus: Path, id: str, by: str, now: datetime, although: str = "") -> Review:
    """Moves a leaflet from ``incoming`` into ``corpus``, reviewed and signed; one that is served
    under its id goes to ``withdrawn``. Returns what was accepted. Raises ReviewError, and then
    everything is as it was."""
    review = review_of(corpus, id)
    if why := _refusal(review, although):
        raise ReviewError(f"{review.id} is not accepted: {why}")
    path, sidecar = review.path, review.path.with_suffix(".toml")
    said = {
        "reviewed": now.date().isoformat(), "reviewed_by": by, "although": although,
        "withdrawn": "", "why": "", "sha256": hashlib.sha256(review.raw).hexdigest(),
    }  # fmt: skip
    try:
        accepted = _saying(_sidecar(path), said, sidecar.name)
    except SidecarError as error:
        raise ReviewError(f"{review.id} is not accepted: {error.file}: {error}") from error
    page = _free(corpus / ACCEPTED, path.stem, now, PAGE_ENDING)
    facts = [(name, value) for name, value in review.facts if name != "reviewed"]
    facts += [(key, said[key]) for key in ("reviewed", "reviewed_by", "although") if said[key]]
    shown = as_page(replace(review, facts=tuple(facts)))
    changes: Changes = {page: shown.encode("utf-8", "replace")}
    old = [one for found in files_of(corpus, id) for one in _kept(found, now, "replaced", changes)]
    # The sidecar first: with it alone, nothing is served, or the old text is named as another one.
    changes[corpus / sidecar.name] = accepted
    changes |= {one: None for one in old if one.name not in {path.name, sidecar.name}}
    changes[corpus / path.name] = review.raw
    beside = (path.with_name(path.stem + ending) for ending in (RECORD_ENDING, PAGE_ENDING))
    changes |= dict.fromkeys((path, sidecar, *beside))
    _make(changes, review.id)
    return review


def _refusal(review: Review, although: str) -> str:
    if review.faults:
        return review.faults[0]
    if although:
        return ""
    if review.count is None:
        return f'{NO_ORIGINAL}. Import it, or say --although "reason".'
    if lost := review.count.lost:
        return (
            f"{len(lost):,} words of the original were lost ({' '.join(lost[:8])}). "
            'Put them back, or say --although "reason".'
        )
    return ""


def withdraw(corpus: Path, id: str, why: str, now: datetime) -> list[Path]:
    """Takes a leaflet out of ``corpus``, whatever is wrong with it, into ``withdrawn``. Returns
    what was put there. Raises ReviewError, and then everything is as it was."""
    found = files_of(corpus, id)
    if not found:
        raise ReviewError(f"There is no leaflet '{id}' in {corpus}.")
    changes: Changes = {}
    old = [one for path in found for one in _kept(path, now, why, changes)]
    kept = list(changes)
    # The text first: a sidecar alone serves nothing.
    _make({**changes, **dict.fromkeys(old)}, id.lower())
    return kept


def _kept(path: Path, now: datetime, why: str, changes: Changes) -> list[Path]:
    """Adds to ``changes`` what keeps the leaflet in ``path``; returns the files that it is of."""
    folder, sidecar = path.parent / WITHDRAWN, path.with_suffix(".toml")
    target = _free(folder, path.stem, now, path.suffix)
    when = now.isoformat(timespec="seconds")
    old = _sidecar(path)
    try:
        new = _saying(old, {"withdrawn": when, "why": why}, sidecar.name)
    except SidecarError:
        # Nobody can write into it, and it must not keep the leaflet in service.
        new = f"# withdrawn {when}: {one_line(why)}\n".encode() + old
    try:
        changes[target] = read_regular(path, LARGEST_LEAFLET)
    except FileError as error:
        raise ReviewError(f"{path.name}: {error}") from error
    changes[target.with_suffix(".toml")] = new
    return [path, sidecar]


def _sidecar(path: Path) -> bytes:
    sidecar = path.with_suffix(".toml")
    try:
        return read_regular(sidecar, LARGEST_SIDECAR) if sidecar.exists() else b""
    except FileError as error:
        raise ReviewError(f"{sidecar.name}: {error}") from error


def _saying(old: bytes, said: Mapping[str, str], name: str) -> bytes:
    """The sidecar ``old`` that says all this. What is empty is not added. Raises SidecarError."""
    for key, text in said.items():
        if text or key in toml_of(old):
            old = with_value(old, key, text, name)
    return old


def _free(folder: Path, stem: str, now: datetime, ending: str) -> Path:
    """A name with the time in it that nothing in ``folder`` has, nor the sidecar beside it."""
    names = (f"{stem}.{now:%Y%m%d-%H%M%S}{f'-{n}' if n else ''}{ending}" for n in count())
    paths = (folder / name for name in names)
    return next(one for one in paths if not one.exists() and not one.with_suffix(".toml").exists())


def _make(changes: Changes, what: str) -> None:
    try:
        write_all(changes)
    except OSError as error:
        reason = error.strerror or "unknown"
        raise ReviewError(
            f"{what} cannot be moved or written ({reason}), so all is as it was. "
            "Check rights and free space."
        ) from error
