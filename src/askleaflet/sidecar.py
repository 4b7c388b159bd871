"""What staff say about a leaflet: ``<id>.toml`` beside it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints, ValidationError, field_validator

from askleaflet.data import Entry
from askleaflet.errors import CorpusError
from askleaflet.files import FileError, read_regular
from askleaflet.near import nearest
from askleaflet.records import AskedAs

# The largest we have holds 55,000 wordings in 3.4 million.
LARGEST_SIDECAR = 4_000_000
MOST_ENTRIES = 500
# A key of many parts costs tomllib the square of them; a sidecar has none of more than one. Each
# part is matched as a whole or not at all, and only where one can begin.
MOST_PARTS = 16
_PART = r"""(?:(?<![\w-])[\w-]++|(?<!\\)"(?:\\.|[^"\\\n])*+"|'[^'\n]*+')"""
_LONG_KEY = re.compile(rf"(?:{_PART}[ \t]*+\.[ \t]*+){{{MOST_PARTS}}}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
# A key or value in a message is there to be found again, not to be read whole.
MOST_SHOWN = 80
Name = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
Known = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Said = Annotated[str, StringConstraints(min_length=1)]


class SidecarError(CorpusError):
    """A sidecar cannot be used as it stands. ``others``: what else is wrong with it."""

    def __init__(self, file: str, message: str, others: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.file = file
        self.others = tuple(others)


class _AskedAs(Entry):
    says: Said | Annotated[tuple[Said, ...], Field(min_length=1)]
    questions: str | tuple[str, ...] = ()
    starter: str | None = None
    starter_in: dict[Literal["en", "es"], Known] = Field(default_factory=dict)

    def record(self) -> AskedAs:
        says = (self.says,) if isinstance(self.says, str) else self.says
        return AskedAs(says, _lines(self.questions), self.starter, tuple(self.starter_in.items()))


def _lines(text: str | tuple[str, ...]) -> tuple[str, ...]:
    """One phrase a line; empty lines do not count."""
    lines = text.splitlines() if isinstance(text, str) else text
    return tuple(line.strip() for line in lines if line.strip())


class _Facts(Entry):
    """What a sidecar says of its leaflet, all of it optional."""

    title: Name = ""
    other_names: Annotated[tuple[Known, ...], Field(max_length=50)] = ()
    source: str = ""
    # Of the published text, as its maker counts and dates it: 2026-01-31, 2026-01, or in words.
    version: Annotated[str, StringConstraints(strip_whitespace=True, max_length=60)] = ""
    revised: Annotated[str, StringConstraints(strip_whitespace=True, max_length=60)] = ""
    reviewed: str | None = None
    reviewed_by: Name = ""
    # Why it is served although words of the original were lost, or could not be counted.
    although: Name = ""
    # Since when, and why, it is out of service.
    withdrawn: Name = ""
    why: Name = ""
    sha256: Annotated[str, StringConstraints(to_lower=True, pattern=r"^(?:[0-9A-Fa-f]{64})?$")] = ""
    # Told from the text where nobody says it.
    language: str = ""

    @field_validator("reviewed", mode="before")
    @classmethod
    def _date(cls, value: object) -> str | None:
        """A TOML date, or its text; empty means not yet reviewed."""
        if value is None or value == "":
            return None
        if isinstance(value, str) and _DATE.match(value):
            value = date.fromisoformat(value)
        if not isinstance(value, date) or isinstance(value, datetime):
            raise ValueError("it is no date. Write the day a clinician checked it, as 2026-01-31")
        return value.isoformat()


class _File(_Facts):
    asked_as: tuple[_AskedAs, ...] = ()
    not_answered: str | tuple[str, ...] = ()


class Sidecar(_Facts):
    """A sidecar as read. Every field has a default, as the file itself is optional."""

    asked_as: tuple[AskedAs, ...] = ()
    not_answered: tuple[str, ...] = ()

    def whence(self) -> str:
        """The source with the version and date of the text, in no language: "Maker, v. 3, 2026-01".
        It stands beside every quote, so that people see which edition they read."""
        edition = (f"v. {self.version}" if self.version else "", self.revised)
        return ", ".join(filter(None, (self.source.strip(), *edition)))


def read_sidecar(path: Path) -> Sidecar:
    """The sidecar in ``path``. Raises SidecarError with what to mend."""
    return sidecar_of(sidecar_bytes(path), path.name)


def sidecar_bytes(path: Path) -> bytes:
    """What the file ``path`` holds. Raises SidecarError."""
    try:
        return read_regular(path, LARGEST_SIDECAR)
    except FileError as error:
        raise SidecarError(path.name, str(error)) from error


def sidecar_of(raw: bytes, name: str) -> Sidecar:
    """The sidecar that ``raw``, the file ``name``, holds. Raises SidecarError."""
    try:
        file = _File.model_validate(toml_of(raw))
    except ValidationError as error:
        raise SidecarError(name, explain(error, _File)) from error
    except (ValueError, RecursionError) as error:
        deep = isinstance(error, RecursionError)
        why = "its brackets stand too deep in each other" if deep else short(str(error))
        raise SidecarError(
            name, f"it is not readable TOML in UTF-8 ({why}). Mend that line."
        ) from error
    if sum(len(one.says) if isinstance(one.says, tuple) else 1 for one in file.asked_as) > (
        MOST_ENTRIES
    ):
        raise SidecarError(
            name, f"it has more than {MOST_ENTRIES} 'says'. Put wordings of one sentence together."
        )
    facts = file.model_dump(exclude={"asked_as", "not_answered"})
    asked_as = tuple(one.record() for one in file.asked_as)
    return Sidecar(**facts, asked_as=asked_as, not_answered=_lines(file.not_answered))


def toml_text(text: str, most: int = 200) -> str:
    """``text`` as TOML writes it, on one line, no longer than a sidecar may hold."""
    line = one_line(text)[:most].strip()
    return '"' + line.replace("\\", "\\\\").replace('"', '\\"') + '"'


def one_line(text: str) -> str:
    """``text`` on one line, without characters that TOML refuses."""
    return " ".join(_CONTROL.sub(" ", text).split())


def toml_of(raw: bytes) -> dict[str, object]:
    """What a TOML file holds. Raises ValueError or RecursionError; its work is bounded."""
    text = raw.decode("utf-8-sig")
    for number, line in enumerate(text.split("\n"), start=1):
        # Few lines have so many dots; a look at all took a tenth of a second at each start.
        if line.count(".") >= MOST_PARTS and _LONG_KEY.search(line):
            raise ValueError(f"line {number} holds a key of more than {MOST_PARTS} parts")
    return tomllib.loads(text)


def short(text: str) -> str:
    """``text`` on one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= 2 * MOST_SHOWN else f"{line[: 2 * MOST_SHOWN]}…"


def explain(error: ValidationError, model: type[BaseModel]) -> str:
    """The first fault of ``error`` as a sentence; an unknown key with the nearest valid one."""
    fault = error.errors(include_input=False, include_url=False)[0]
    where = short(".".join(str(step) for step in fault["loc"]))
    if fault["type"] != "extra_forbidden":
        return f"{where}: {fault['msg'].removeprefix('Value error, ')}."
    known: Mapping[str, object] = model.model_fields
    if len(fault["loc"]) > 1:
        known = _AskedAs.model_fields
    valid = nearest(str(fault["loc"][-1])[:MOST_SHOWN], known)
    return f"there is no key '{where}'. Did you mean '{valid}'?"
