"""The folder of leaflets as a list: which there are, how they are called, what ails the others.

A leaflet whose files this very program has read before is listed as it was then, and stays closed.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path

from askleaflet.errors import CorpusError
from askleaflet.naming import called, classes, own_names, substances
from askleaflet.passages import sayings
from askleaflet.reading import (
    LEAFLET_ENDINGS,
    Leaflet,
    LeafletError,
    Source,
    leaflet_of,
    read_source,
    unsigned,
)
from askleaflet.records import Document, Listing, Passage, Related, Signature, headings
from askleaflet.sidecar import Sidecar, SidecarError

# Files beside the leaflets that are not leaflets.
NOT_LEAFLETS = frozenset({"sources.md", "readme.md", "license.md", "license.txt"})
SIDECAR_ENDING = ".toml"
# Folders beside the leaflets, whose own are not yet, or no longer, to be served.
INCOMING, WITHDRAWN = "incoming", "withdrawn"
NEVER_SERVED = frozenset({INCOMING, WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one file, and what to do about it. ``serious`` keeps it from serving;
    ``changed`` is a text that is served and is not the one that was signed; ``barred`` is a leaflet
    that staff keep from serving, so that no earlier version of it may be shown either."""

    file: str
    message: str
    serious: bool = True
    changed: bool = False
    barred: bool = False

    def __str__(self) -> str:
        return f"{self.file}: {self.message}"


@dataclass(frozen=True, slots=True)
class Rules:
    """What keeps a leaflet from being served: with ``only_signed`` a text that is not the one that
    was signed, with ``only_reviewed`` no date of review; a review after ``today`` always. With
    ``only`` others than these are left where they are, and no fault."""

    only_signed: bool = False
    only_reviewed: bool = False
    today: date = field(default_factory=date.today)
    only: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The leaflets that can be served, with their files, by id; and what was wrong with others."""

    listings: Mapping[str, Listing]
    sources: Mapping[str, Source]
    faults: tuple[Fault, ...] = ()
    ignored: tuple[str, ...] = ()


def expect_some(found: Catalogue, folder: Path) -> Catalogue:
    """``found``, which was read from ``folder``. Raises CorpusError where no leaflet of it can be
    served, or none may."""
    if folder.resolve().name in NEVER_SERVED:
        raise CorpusError(
            f"Nothing in a folder '{folder.resolve().name}' is served. Accept its leaflets with "
            "askleaflet accept, or name another folder with --corpus."
        )
    if not found.listings:
        why = "; ".join(str(fault) for fault in found.faults) or "it holds no .md or .txt file"
        raise CorpusError(
            f"No leaflet in {folder} can be served: {why}. "
            "Put at least one leaflet there, or name another folder with --corpus."
        )
    return found


# Called with each leaflet that had to be read, and its files: which of the folder it is, and of how
# many.
Told = Callable[[Leaflet, Source, int, int], None]


def read_catalogue(
    folder: Path,
    rules: Rules,
    known: Mapping[str, Listing] | None = None,
    told: Told = lambda *_: None,
) -> Catalogue:
    """The leaflets of ``folder``, none of which is no error; ``known``: listings of earlier
    readings, by ``key_of``. Raises CorpusError where the folder is missing."""
    listings: dict[str, Listing] = {}
    sources: dict[str, Source] = {}
    faults: list[Fault] = []
    paths = _listed(folder)
    leaflets = [
        path
        for path in paths
        if path.suffix.lower() in LEAFLET_ENDINGS
        and (not rules.only or path.stem.lower() in rules.only)
    ]
    for number, path in enumerate(leaflets, 1):
        try:
            source = read_source(path)
            one, leaflet = (known or {}).get(key_of(source)), None
            if one is None:
                leaflet = leaflet_of(source, rules.only_signed)
                _expect_in_service(leaflet.sidecar, path)
                one = listing_of(leaflet.document, leaflet.passages, leaflet.signature)
            expect_allowed(one, rules, path)
            if one.id in listings:
                raise LeafletError(path.name, _twice(one.id))
            if leaflet:
                told(leaflet, source, number, len(leaflets))
        except (SidecarError, LeafletError) as error:
            barred = isinstance(error, BarredError)
            messages = (str(error), *error.others)
            faults += (Fault(error.file, each, barred=barred) for each in messages)
            continue
        listings[one.id], sources[one.id] = one, source
        if one.signature == "changed":
            faults.append(Fault(path.name, unsigned("changed"), serious=False, changed=True))
    faults.extend(_stray_sidecars(paths))
    faults.extend(not_here(rules.only, (path.stem.lower() for path in leaflets)))
    return Catalogue(listings, sources, tuple(faults), tuple(_ignored(paths)))


def not_here(only: Iterable[str], ids: Iterable[str]) -> Iterator[Fault]:
    """What the setting asks for and is none of ``ids``."""
    for id in sorted({*only} - {*ids}):
        yield Fault(
            id, "'only_leaflets' names it, and it is not here. Put it here, or mend the list."
        )


class BarredError(LeafletError):
    """Staff keep this leaflet from being served."""


def _expect_in_service(sidecar: Sidecar, path: Path) -> None:
    if sidecar.withdrawn:
        raise BarredError(
            path.name,
            f"it was withdrawn ({sidecar.why or sidecar.withdrawn}). "
            f"Move it and its sidecar to {INCOMING}, and review and accept it there.",
        )


def expect_allowed(one: Listing, rules: Rules, path: Path) -> None:
    """Raises LeafletError where ``rules`` keep a leaflet from being served."""
    if rules.only_signed and one.signature != "fits":
        raise LeafletError(path.name, unsigned(one.signature))
    if one.reviewed and date.fromisoformat(one.reviewed) > rules.today:
        raise LeafletError(
            path.name, f"it was reviewed in the future, on {one.reviewed}. Mend 'reviewed'."
        )
    if rules.only_reviewed and not one.reviewed:
        raise BarredError(
            path.name,
            "it has no date of review. Have a clinician check it, and write 'reviewed'.",
        )


def listing_of(
    document: Document, passages: Sequence[Passage], signature: Signature = "none"
) -> Listing:
    """What is to be known of a leaflet while it is closed."""
    return Listing(
        document.id,
        document.title,
        own_names(document),
        called(document),
        substances(document),
        classes(document),
        document.language,
        document.reviewed,
        tuple(_starters(document, passages)),
        signature,
    )


def _starters(document: Document, passages: Sequence[Passage]) -> Iterator[Related]:
    """Questions to start from, as staff chose them, and the section each leads to."""
    known = sayings(document, passages) if document.asked_as else {}
    for one in document.asked_as:
        if one.starter:
            over = headings(document, known[one.says[0]])
            yield Related(over[-1] if over else document.title, one.starter, one.starter_in)


def key_of(source: Source) -> str:
    """The name of what this program makes of these files: another for any other of them."""
    beside = b"" if source.sidecar is None else b"\1" + source.sidecar
    parts = (program(), source.path.name.encode(errors="surrogateescape"), source.raw, beside)
    return hashlib.sha256(b"\0".join(hashlib.sha256(one).digest() for one in parts)).hexdigest()


@cache
def program() -> bytes:
    """The hash of what reads leaflets: the modules and vocabularies beside this one."""
    here = files("askleaflet")
    found = [one for folder in (here, here / "data") for one in folder.iterdir() if one.is_file()]
    whole = b"\0".join(one.read_bytes() for one in sorted(found, key=lambda one: one.name))
    return hashlib.sha256(whole).digest()


def _listed(folder: Path) -> list[Path]:
    """What stands in ``folder``, but for hidden files and those that say where leaflets are from.
    Raises CorpusError where it cannot be listed."""
    try:
        found = sorted(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError) as error:
        raise CorpusError(
            f"The corpus folder {folder} is not there. Make it and put a leaflet in it, "
            "or name another folder with --corpus or ASKLEAFLET_CORPUS."
        ) from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in its name
        reason = getattr(error, "strerror", None) or "no folder can have this name"
        raise CorpusError(
            f"The corpus folder {folder} cannot be read ({reason}). Check its rights, "
            "or name another folder with --corpus or ASKLEAFLET_CORPUS."
        ) from error
    return [
        one
        for one in found
        if not one.name.startswith(".") and one.name.lower() not in NOT_LEAFLETS
    ]


def _ignored(paths: Sequence[Path]) -> Iterator[str]:
    """Files that are neither leaflets nor sidecars."""
    for path in paths:
        known = path.suffix.lower() in {*LEAFLET_ENDINGS, SIDECAR_ENDING}
        if not known and not os.path.isdir(path):
            yield path.name


def _twice(id: str) -> str:
    return f"another file has the id '{id}' already. Remove or rename one of the two."


def _stray_sidecars(paths: Sequence[Path]) -> Iterator[Fault]:
    """Sidecars without a leaflet: most likely a leaflet was renamed and its sidecar was not."""
    read = {
        path.with_suffix(SIDECAR_ENDING).name
        for path in paths
        if path.suffix.lower() in LEAFLET_ENDINGS
    }
    for path in paths:
        if path.suffix.lower() == SIDECAR_ENDING and path.name not in read:
            message = f"there is no {path.stem}.md or {path.stem}.txt beside it. Rename or remove."
            yield Fault(path.name, message, serious=False)
