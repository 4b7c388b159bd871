"""Importing files one after the other; what is wrong with one keeps no other from it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from askleaflet.errors import AskLeafletError
from askleaflet.importing.blocks import ImportingError, Understood

# As many lost or added words as a line can show.
MOST_SHOWN = 8
LIBRARIES = ("lxml", "pypdfium2", "markdown_it")
# What stands beside leaflets in a folder and is none.
NOT_LEAFLETS = frozenset({"readme.md", "readme.txt", "sources.md", "license.md", "license.txt"})


@dataclass(frozen=True, slots=True)
class Line:
    """What came of one leaflet, or of a file that gave none: then ``written`` is false."""

    text: str
    written: bool
    id: str = ""


def expect_libraries() -> None:
    """Raises AskLeafletError where what reads the formats is not installed."""
    if missing := [one for one in LIBRARIES if find_spec(one) is None]:
        raise AskLeafletError(
            f"Importing needs {', '.join(missing)}, which only those install who import. "
            "Install them: pip install 'askleaflet[import]'"
        )


def listed(given: Sequence[Path]) -> list[Path]:
    """The files to import: each one named, and those in each folder named, in order."""
    found: list[Path] = []
    for one in given:
        if not one.is_dir():
            found.append(one)
            continue
        for folder, inner, names in os.walk(one):
            inner[:] = sorted(name for name in inner if not name.startswith("."))
            found += [
                Path(folder) / name
                for name in sorted(names)
                if not name.startswith(".") and name.lower() not in NOT_LEAFLETS
            ]
    return list(dict.fromkeys(found))


def import_all(files: Sequence[Path], folder: Path, replace: bool) -> Iterator[Line]:
    """Imports ``files`` into ``folder``; a line for each leaflet or fault, once it is there."""
    written: set[str] = set()
    for number, path in enumerate(files, 1):
        place = f"[{number}/{len(files)}] {path.name}"
        try:
            for id, line in _import(path, folder, replace, written):
                yield Line(f"{place}: {line}", written=True, id=id)
        except ImportingError as error:
            yield Line(f"{place}: not imported: {error}", written=False)


def _import(
    path: Path, folder: Path, replace: bool, written: set[str]
) -> Iterator[tuple[str, str]]:
    from askleaflet.importing.child import understood  # noqa: PLC0415 - after expect_libraries
    from askleaflet.importing.incoming import id_of, write  # noqa: PLC0415

    found = understood(path)
    for number, leaflet in enumerate(found, 1):
        id = id_of(path, number, len(found))
        if id in written:
            raise ImportingError(
                f"another file of this run was written as {id}. Rename one of the two."
            )
        write(folder, id, leaflet, replace)
        written.add(id)
        yield id, f"{id}.md: {told(leaflet)}"


def told(leaflet: Understood) -> str:
    """What was taken and counted, on one line."""
    taken = f"took the {leaflet.part}; " if leaflet.part else ""
    left = "".join(f"; left out {what}: {words:,} words" for what, words in leaflet.left_out)
    return (
        f"{taken}{leaflet.headings} headings, {leaflet.items} list items; of {leaflet.words:,} "
        f"words {_some(leaflet.lost)} lost, {_some(leaflet.added)} added{left}"
    )


def _some(words: Sequence[str]) -> str:
    if not words:
        return "0"
    shown = " ".join(words[:MOST_SHOWN])
    return f"{len(words):,} ({shown}{' ...' if len(words) > MOST_SHOWN else ''})"
