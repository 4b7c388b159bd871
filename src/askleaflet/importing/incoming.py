"""Writing what was understood: a leaflet and a draft of its sidecar, whole or not at all."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from askleaflet.files import write_all
from askleaflet.importing.blocks import Facts, ImportingError, Understood
from askleaflet.importing.record import RECORD_ENDING, as_record
from askleaflet.sidecar import one_line, toml_text

LONGEST_ID = 70
_OTHER = re.compile(r"[^a-z0-9._]+")
OPENING = """\
# Made from {source}. For as long as "reviewed" is empty below, nobody has reviewed it: compare the
# leaflet with the original, mend names and dates here, then run askleaflet accept.
"""


def id_of(path: Path, number: int, of: int) -> str:
    """The id of leaflet ``number`` of ``of`` in a file: its name, as an id may be written."""
    plain = unicodedata.normalize("NFKD", path.stem.lower()).encode("ascii", "ignore").decode()
    id = _OTHER.sub("-", plain).strip("-._")[:LONGEST_ID].strip("-._") or "leaflet"
    return f"{id}-{number}" if of > 1 else id


def write(folder: Path, id: str, leaflet: Understood, replace: bool) -> None:
    """Writes ``<id>.md``, ``<id>.toml`` and a record of the original. Raises ImportingError where
    one is there and may not be replaced, or cannot be written."""
    text, sidecar = folder / f"{id}.md", folder / f"{id}.toml"
    there = [one.name for one in (text, sidecar) if one.exists() or one.is_symlink()]
    if there and not replace:
        raise ImportingError(
            f"{there[0]} is in {folder} already. Move it away, or import with --replace."
        )
    # The sidecar first: a leaflet is never there without the line that says "not reviewed".
    changes: dict[Path, bytes | None] = {
        sidecar: draft(leaflet).encode("utf-8", "replace"),
        folder / f"{id}{RECORD_ENDING}": as_record(leaflet),
        text: leaflet.markdown.encode("utf-8", "replace"),
    }
    try:
        write_all(changes)
    except OSError as error:
        reason = error.strerror or "unknown"
        raise ImportingError(
            f"{id} cannot be written to {folder} ({reason}). Check its rights and free space."
        ) from error


def draft(leaflet: Understood) -> str:
    """The sidecar of a leaflet that nobody has reviewed."""
    lines = (OPENING.format(source=one_line(leaflet.facts.source)), *_lines(leaflet.facts))
    return "".join(f"{line}\n" for line in lines)


def _lines(facts: Facts) -> Iterator[str]:
    names = (one_line(one)[:200].strip() for one in facts.names)
    others = [one for one in names if one and one.casefold() != facts.title.casefold()]
    yield f"title = {toml_text(facts.title)}"
    yield f"other_names = [{', '.join(map(toml_text, others[:50]))}]"
    yield f"source = {toml_text(facts.source)}"
    yield f"version = {toml_text(facts.version, 60)}"
    yield f"revised = {toml_text(facts.revised, 60)}  # of the text: 2026-01-31, 2026-01 or empty"
    # "und" is the code for a language that could not be told.
    yield f"language = {toml_text(facts.language or 'und')}"
    yield 'reviewed = ""  # the date a clinician checked it, as 2026-01-31'
