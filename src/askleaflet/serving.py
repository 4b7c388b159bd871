"""Leaflets change while the page is served: a new list of them replaces the old one, whole, be
they files of a folder or published to a search engine.

Whoever asks takes the ``edition`` of that moment and keeps it for the whole of the request, so a
quote is always from the text that it was found in.
"""

from __future__ import annotations

import dataclasses
import os
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from askleaflet.assistant import Assistant
from askleaflet.catalogue import Catalogue, Fault
from askleaflet.errors import CorpusError, RetrievalError
from askleaflet.reader.library import Progress
from askleaflet.rendering import printable
from askleaflet.reporting import LOG, report
from askleaflet.search.published import Live, live
from askleaflet.setup import Parts, catalogued, open_with, opened

# A file is noticed within a minute; one that is still being written is given a moment.
SECONDS_BETWEEN, SECONDS_TO_SETTLE = 20.0, 2.0
# Names, sizes and times of the files of a folder; or what is published.
State = Mapping[str, tuple[int, ...]] | Live


@dataclass(frozen=True, slots=True)
class Edition:
    """The leaflets that are served at one moment. ``kept``: the ids of those whose files, as they
    are now, cannot be used, so that the version before is served on."""

    assistant: Assistant
    catalogue: Catalogue
    kept: tuple[str, ...] = ()


class Served:
    """Holds the edition that is served."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self._told: list[Callable[[Edition], None]] = []

    def on_change(self, told: Callable[[Edition], None]) -> None:
        """``told`` is called with each new edition, before it is served."""
        self._told.append(told)

    def replace(self, edition: Edition) -> None:
        """Serves ``edition`` from the next request on."""
        for told in self._told:
            told(edition)
        self.edition = edition


class Watcher:
    """Looks whether the leaflets have changed, and then replaces the edition."""

    def __init__(self, parts: Parts, served: Served, state: State | None) -> None:
        """``state``: of the folder, from before what is ``served`` was read."""
        self._parts, self._served = parts, served
        self._woken = threading.Event()
        self._read = self._last = state

    def wake(self, *_: object) -> None:
        """Reads anew at once. May be called from a handler of signals."""
        self._woken.set()

    def watch(self) -> None:
        """Looks again and again, for as long as the program runs."""
        wait = SECONDS_BETWEEN
        while True:
            woken = self._woken.wait(wait)
            self._woken.clear()
            wait = SECONDS_BETWEEN if self.look(at_once=woken) else SECONDS_TO_SETTLE

    def look(self, *, at_once: bool = False) -> bool:
        """Reads the leaflets anew where the folder is not as it was. False where it must be looked
        at again soon: what changes is read once it has stood still, unless ``at_once``."""
        state = state_of(self._parts)
        if state == self._read and not at_once:
            return True
        settled = at_once or state == self._last
        self._last = state
        if settled:
            self._read = state
            self._read_anew()
        return settled

    def _read_anew(self) -> None:
        """Whatever fails, the edition before is served on, and the fault is told."""
        before = self._served.edition
        try:
            found = catalogued(self._parts)
            stay = staying(found, before.catalogue)
            found = merged(found, before.catalogue, stay)
            self._served.replace(Edition(opened(self._parts, found), found, stay))
        except (CorpusError, RetrievalError) as error:
            self._stay(before, f"the leaflets of before are served on: {error}")
        except Exception as error:
            report(error, "reading the leaflets anew failed")
            self._stay(before, "the leaflets of before are served on")
        else:
            LOG.write(f"the leaflets were read anew: {len(found.listings)} are served")
            for fault in found.faults:
                LOG.write(printable(f"{'left out' if fault.serious else 'look at'}: {fault}"))
            for id in stay:
                LOG.write(f"of {id} the version of before is served on")

    def _stay(self, before: Edition, why: str) -> None:
        LOG.write(printable(why))
        self._served.edition = dataclasses.replace(before, kept=tuple(before.catalogue.listings))


def state_of(parts: Parts) -> State | None:
    """How the leaflets stand now; None where they cannot be looked at."""
    settings = parts.settings
    if parts.engine:
        try:
            return live(parts.engine, settings.search_index)
        except RetrievalError:
            return None
    try:
        with os.scandir(settings.leaflets()) as found:
            return {one.name: _stamp(one) for one in found if not one.name.startswith(".")}
    except OSError:
        return None


def first_edition(parts: Parts, progress: Progress | None = None) -> Edition:
    """What is served from the start. Where the search engine cannot be asked that is no leaflet:
    every reply says what is broken, below its urgent notice, until the engine is back. Raises
    CorpusError."""
    try:
        return Edition(*open_with(parts, progress))
    except RetrievalError as error:
        return without_leaflets(parts, error)


def without_leaflets(parts: Parts, why: RetrievalError) -> Edition:
    """No leaflet, which is told to staff with the reason."""
    LOG.write(printable(f"no leaflet is served yet: {why}"))
    nothing = Catalogue({}, {})
    return Edition(opened(parts, nothing), nothing)


def _stamp(entry: os.DirEntry[str]) -> tuple[int, ...]:
    """Size and times of a file; nothing of one that is gone, or of a link to nowhere."""
    try:
        found = entry.stat()
    except OSError:
        return ()
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns


def staying(found: Catalogue, before: Catalogue) -> tuple[str, ...]:
    """The leaflets of ``before`` whose files cannot be used as they are now; without those that
    staff took out of service."""
    barred = {_id(one) for one in found.faults if one.barred}
    broken = {_id(one) for one in found.faults if one.serious} - barred
    return tuple(id for id in before.listings if id in broken and id not in found.listings)


def merged(found: Catalogue, before: Catalogue, stay: Sequence[str]) -> Catalogue:
    """``found``, with those of ``before`` that are to ``stay``."""
    if not stay:
        # Published sources are read when they are asked for, each by a request.
        return found
    listings = {**found.listings, **{id: before.listings[id] for id in stay}}
    sources = {**found.sources, **{id: before.sources[id] for id in stay}}
    ordered = sorted(listings)
    return dataclasses.replace(
        found,
        listings={id: listings[id] for id in ordered},
        sources={id: sources[id] for id in ordered},
    )


def _id(fault: Fault) -> str:
    return Path(fault.file).stem.lower()
