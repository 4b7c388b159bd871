"""``python -m askleaflet.importing.worker FILE`` writes what a file holds as JSON, and ends."""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path

from askleaflet.importing.blocks import BROKEN, Imported, ImportingError, Understood
from askleaflet.importing.counting import count
from askleaflet.importing.markdown import as_markdown
from askleaflet.importing.reading import read_file

# The largest file, what it unfolds to, and the libraries, several times over.
MOST_MEMORY = 3_000_000_000


def said(path: Path) -> dict[str, object]:
    """What came of ``path``: the leaflets, or what is wrong with it."""
    try:
        return {"leaflets": [asdict(_counted(one)) for one in read_file(path)]}
    except ImportingError as error:
        return {"error": str(error)}
    except (MemoryError, RecursionError):
        return {"error": BROKEN}


def _counted(one: Imported) -> Understood:
    markdown = one.verbatim or as_markdown(one.blocks)
    counted = count(one, markdown)
    kinds = [block.kind for block in one.blocks]
    return Understood(
        one.facts, markdown, one.part, counted.words, counted.lost, counted.added,
        counted.left_out, kinds.count("heading"), kinds.count("item"),
        replace(one, blocks=()),
    )  # fmt: skip


def limit_memory() -> None:
    """Where the system can, what this process may take is bounded."""
    with suppress(ImportError):
        import resource  # noqa: PLC0415 - not on Windows

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


if __name__ == "__main__":
    limit_memory()
    sys.stdout.write(json.dumps(said(Path(sys.argv[1]))))
