"""Vocabularies as data, and the one way to read them. Each file says at its top what it is,
who may edit it and where it comes from."""

from __future__ import annotations

from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from askleaflet.errors import VocabularyError


class Entry(BaseModel):
    """What a file that people edit holds: a key it does not know is a fault.

    Its validator is built when a file is first read; most starts read none.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


def read_text(name: str) -> str:
    """The text of the data file ``name``. Raises VocabularyError where it cannot be read."""
    try:
        return files(__name__).joinpath(name).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise VocabularyError(f"data/{name} cannot be read: {error}. Install again.") from error


def read_lines(name: str) -> list[str]:
    """The lines of a list file, without comments and empty lines."""
    lines = (line.strip() for line in read_text(name).splitlines())
    return [line for line in lines if line and not line.startswith("#")]
