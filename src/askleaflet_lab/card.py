"""The model's card: the checksums of the files that ship, and every learned number."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from askleaflet.reader.encoder import CARD


def checksums(folder: Path, names: Iterable[str]) -> dict[str, str]:
    """SHA-256 of the files that ship."""
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names}


def write_card(folder: Path, facts: Mapping[str, object]) -> None:
    """Writes ``facts`` into the card."""
    path = folder / CARD
    card = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    card = {**card, **facts}
    path.write_text(json.dumps(card, indent=1, sort_keys=True) + "\n", "utf-8")
