"""Writing what was understood: a leaflet and a draft of its sidecar, whole or not at all."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from askleaflet.files import replace_file
from askleaflet.importing.blocks import Facts, ImportingError, Understood

LONGEST_ID = 70
_OTHER = re.compile(r"[^a-z0-9._]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]")
OPENING = """\
# A draft, made from {source}. Nobody has reviewed it: compare the leaflet with the original,
# mend names and dates here, and write the day of the review below.
"""


def id_of(path: Path, number: int, of: int) -> str:
    """The id of leaflet ``number`` of ``of`` in a file: its name, as an id may be written."""
    plain = unicodedata.normalize("NFKD", path.stem.lower()).encode("ascii", "ignore").decode()
    id = _OTHER.sub("-", plain).strip("-._")[:LONGEST_ID].strip("-._") or "leaflet"
    return f"{id}-{number}" if of > 1 else id


def write(folder: Path, id: str, leaflet: Understood, replace: bool) -> None:
    """Writes ``<id>.md`` and ``<id>.toml``. Raises ImportingError where one is there and may not be
    replaced, or cannot be written."""
    text, sidecar = folder / f"{id}.md", folder / f"{id}.toml"
    there = [one.name for one in (text, sidecar) if one.exists() or one.is_symlink()]
    if there and not replace:
        raise ImportingError(
            f"{there[0]} is in {folder} already. Move it away, or import with --replace."
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        before = sidecar.read_bytes() if sidecar.exists() else None
        # The sidecar first: a leaflet is never there without the line that says "not reviewed".
        replace_file(sidecar, draft(leaflet).encode("utf-8", "replace"))
        try:
            replace_file(text, leaflet.markdown.encode("utf-8", "replace"))
        except OSError:
            _put_back(sidecar, before)
            raise
    except OSError as error:
        reason = error.strerror or "unknown"
        raise ImportingError(
            f"{id} cannot be written to {folder} ({reason}). Check its rights and free space."
        ) from error


def _put_back(sidecar: Path, before: bytes | None) -> None:
    if before is None:
        sidecar.unlink()
    else:
        replace_file(sidecar, before)


def draft(leaflet: Understood) -> str:
    """The sidecar of a leaflet that nobody has reviewed."""
    return (
        OPENING.format(source=_one_line(leaflet.facts.source))
        + "\n"
        + "".join(f"{line}\n" for line in _lines(leaflet.facts))
    )


def _lines(facts: Facts) -> Iterator[str]:
    names = (_short(one, 200) for one in facts.names)
    others = [one for one in names if one and one.casefold() != facts.title.casefold()]
    yield f"title = {_quoted(facts.title)}"
    yield f"other_names = [{', '.join(map(_quoted, others[:50]))}]"
    yield f"source = {_quoted(facts.source)}"
    yield f"version = {_quoted(facts.version, 60)}"
    yield f"revised = {_quoted(facts.revised, 60)}  # of the text: 2026-01-31, 2026-01 or empty"
    # "und" is the code for a language that could not be told.
    yield f"language = {_quoted(facts.language or 'und')}"
    yield 'reviewed = ""  # the date a clinician checked it, as 2026-01-31'


def _short(text: str, most: int) -> str:
    return _one_line(text)[:most].strip()


def _quoted(text: str, most: int = 200) -> str:
    """A text of TOML, on one line, no longer than a sidecar may hold."""
    line = _short(text, most)
    return '"' + line.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _one_line(text: str) -> str:
    return " ".join(_CONTROL.sub(" ", text).split())
