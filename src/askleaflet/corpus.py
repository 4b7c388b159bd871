"""Reading the folder of leaflets. Every fault is named, with what to do; good leaflets go on."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from askleaflet.errors import CorpusError
from askleaflet.reading import LEAFLET_ENDINGS, Leaflet, LeafletError, read_leaflet, unsigned
from askleaflet.records import Document, Passage
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
    ``changed`` is a text that is served and is not the one that was signed."""

    file: str
    message: str
    serious: bool = True
    changed: bool = False

    def __str__(self) -> str:
        return f"{self.file}: {self.message}"


@dataclass(frozen=True, slots=True)
class Corpus:
    """The leaflets that can be served, their passages, and what was wrong with the others."""

    documents: tuple[Document, ...]
    passages: tuple[Passage, ...]
    faults: tuple[Fault, ...]
    ignored: tuple[str, ...] = ()

    def document(self, id: str) -> Document:
        """The leaflet with this id. Raises KeyError where there is none."""
        return next(document for document in self.documents if document.id == id)


def read_corpus(
    folder: Path, only_signed: bool = False, only_reviewed: bool = False, today: date | None = None
) -> Corpus:
    """Every leaflet of ``folder``, good ones read and faulty ones named.

    ``only_signed``: one whose text is not the one that was signed is faulty; ``only_reviewed``: one
    without a date of review is. Raises CorpusError where the folder is missing, is one whose
    leaflets are not to be served, or holds none that can be.
    """
    if folder.resolve().name in NEVER_SERVED:
        raise CorpusError(
            f"Nothing in a folder '{folder.resolve().name}' is served. Accept its leaflets with "
            "askleaflet accept, or name another folder with --corpus."
        )
    corpus = inspect_corpus(folder, only_signed, only_reviewed, today)
    if not corpus.documents:
        why = "; ".join(str(fault) for fault in corpus.faults) or "it holds no .md or .txt file"
        raise CorpusError(
            f"No leaflet in {folder} can be served: {why}. "
            "Put at least one leaflet there, or name another folder with --corpus."
        )
    return corpus


def inspect_corpus(
    folder: Path, only_signed: bool = False, only_reviewed: bool = False, today: date | None = None
) -> Corpus:
    """As read_corpus, but a folder without a good leaflet is no error."""
    leaflets: dict[str, Leaflet] = {}
    faults: list[Fault] = []
    paths = _listed(folder)
    for path in paths:
        if path.suffix.lower() not in LEAFLET_ENDINGS:
            continue
        try:
            leaflet = read_leaflet(path, only_signed)
        except (SidecarError, LeafletError) as error:
            faults += (Fault(error.file, one) for one in (str(error), *error.others))
            continue
        if why := _barred(leaflet.sidecar, only_reviewed, today or date.today()):
            faults.append(Fault(path.name, why))
            continue
        id = leaflet.document.id
        if id in leaflets:
            faults.append(Fault(path.name, _twice(id)))
            continue
        leaflets[id] = leaflet
        if leaflet.signature == "changed":
            faults.append(Fault(path.name, unsigned("changed"), serious=False, changed=True))
    faults.extend(_stray_sidecars(paths))
    return Corpus(
        tuple(one.document for one in leaflets.values()),
        tuple(passage for one in leaflets.values() for passage in one.passages),
        tuple(faults),
        tuple(_ignored(paths)),
    )


def _barred(sidecar: Sidecar, only_reviewed: bool, today: date) -> str:
    """Why what its sidecar says keeps a leaflet from being served; empty where nothing does."""
    if sidecar.withdrawn:
        return (
            f"it was withdrawn ({sidecar.why or sidecar.withdrawn}). "
            f"Move it and its sidecar to {INCOMING}, and review and accept it there."
        )
    if sidecar.reviewed and date.fromisoformat(sidecar.reviewed) > today:
        return f"it was reviewed in the future, on {sidecar.reviewed}. Mend 'reviewed'."
    if only_reviewed and not sidecar.reviewed:
        return "it has no date of review. Have a clinician check it, and write 'reviewed'."
    return ""


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
