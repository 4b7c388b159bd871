"""What a reviewer needs of the original: its text, and what was left out, in a file beside."""

from __future__ import annotations

from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from askleaflet.files import FileError, read_regular
from askleaflet.importing.blocks import Imported, ImportingError, Understood

RECORD_ENDING = ".import.json"
# The text of the largest file, and that of what was left out of it, with every character escaped.
LARGEST_RECORD = 400_000_000
_RECORD = TypeAdapter(Imported | None)


def as_record(leaflet: Understood) -> bytes:
    """The record of one leaflet, as JSON."""
    return _RECORD.dump_json(leaflet.record)


def read_record(path: Path) -> Imported | None:
    """The record in ``path``, without blocks; None where there is none. Raises ImportingError."""
    if not path.exists():
        return None
    try:
        return _RECORD.validate_json(read_regular(path, LARGEST_RECORD))
    except FileError as error:
        raise ImportingError(f"{path.name}: {error}") from error
    except ValidationError as error:
        raise ImportingError(
            f"{path.name}: it is not as import wrote it. Import again with --replace."
        ) from error
