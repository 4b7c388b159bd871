"""What staff say about a leaflet: ``<id>.toml`` beside it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ValidationError, field_validator

from askleaflet.data import Entry
from askleaflet.errors import CorpusError
from askleaflet.near import nearest
from askleaflet.records import AskedAs


class SidecarError(CorpusError):
    """A sidecar cannot be used as it stands."""

    def __init__(self, file: str, message: str) -> None:
        super().__init__(message)
        self.file = file


class _AskedAs(Entry):
    says: str | tuple[str, ...]
    questions: str | tuple[str, ...] = ()
    starter: str | None = None

    def record(self) -> AskedAs:
        says = (self.says,) if isinstance(self.says, str) else self.says
        return AskedAs(says, _lines(self.questions), self.starter)


def _lines(text: str | tuple[str, ...]) -> tuple[str, ...]:
    """One phrase a line; empty lines do not count."""
    lines = text.splitlines() if isinstance(text, str) else text
    return tuple(line.strip() for line in lines if line.strip())


class _Facts(Entry):
    """What a sidecar says of its leaflet, all of it optional."""

    title: str = ""
    other_names: tuple[str, ...] = ()
    source: str = ""
    reviewed: str | None = None
    language: str = "en"

    @field_validator("reviewed", mode="before")
    @classmethod
    def _date(cls, value: object) -> str | None:
        """A TOML date, or its text; empty means not yet reviewed."""
        return str(value) if value else None


class _File(_Facts):
    asked_as: tuple[_AskedAs, ...] = ()
    not_answered: str | tuple[str, ...] = ()


class Sidecar(_Facts):
    """A sidecar as read. Every field has a default, as the file itself is optional."""

    asked_as: tuple[AskedAs, ...] = ()
    not_answered: tuple[str, ...] = ()


def read_sidecar(path: Path) -> Sidecar:
    """The sidecar in ``path``. Raises SidecarError with what to mend."""
    try:
        content = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise SidecarError(path.name, f"it is not readable TOML in UTF-8 ({error}).") from error
    try:
        file = _File.model_validate(content)
    except ValidationError as error:
        raise SidecarError(path.name, explain(error, _File)) from error
    facts = file.model_dump(exclude={"asked_as", "not_answered"})
    asked_as = tuple(one.record() for one in file.asked_as)
    return Sidecar(**facts, asked_as=asked_as, not_answered=_lines(file.not_answered))


def explain(error: ValidationError, model: type[BaseModel]) -> str:
    """The first fault of ``error`` as a sentence; an unknown key with the nearest valid one."""
    fault = error.errors(include_input=False, include_url=False)[0]
    where = ".".join(str(step) for step in fault["loc"])
    if fault["type"] != "extra_forbidden":
        return f"{where}: {fault['msg']}."
    known: Mapping[str, object] = model.model_fields
    if len(fault["loc"]) > 1:
        known = _AskedAs.model_fields
    valid = nearest(str(fault["loc"][-1]), known)
    return f"there is no key '{where}'. Did you mean '{valid}'?"
