"""Which of the publications is served, and which leaflets of them no longer are."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from pydantic import TypeAdapter

from askleaflet.errors import PublishingError
from askleaflet.search.engine import Anything, Engine
from askleaflet.search.index import Publication, this_program
from askleaflet.search.published import PUBLICATION_ID, entries_in, led_to, publication_in
from askleaflet.search.state import Withdrawal, make_state, note, publishing, withdrawals

_INDICES = TypeAdapter(dict[str, object])


@dataclass(frozen=True, slots=True)
class Result:
    """What a publication came to: the index that is served now, and how many leaflets it holds;
    ``written`` of them in this run, and whether it was served before already."""

    index: str
    leaflets: int
    written: int
    already: bool


def roll_back(engine: Engine, name: str) -> Result:
    """Serves the publication before again. Raises PublishingError where there is none that this
    program can read. What was withdrawn stays so."""
    with publishing(engine, name):
        now = led_to(engine, name)
        found = {one: publication_in(engine, one) for one in publications(engine, name)}
        whole = {one: said for one, said in found.items() if said}
        if now not in whole:
            raise PublishingError("Nothing is published, so there is nothing to go back from.")
        earlier = {
            one: said
            for one, said in whole.items()
            if said.since < whole[now].since and said.program == this_program()
        }
        if not earlier:
            raise PublishingError("No earlier publication of this version of the program is kept.")
        index = max(earlier, key=lambda one: earlier[one].since)
        put_live(engine, name, index, now, earlier[index])
    return Result(index, earlier[index].leaflets, 0, already=False)


def put_live(engine: Engine, name: str, index: str, before: str, said: Publication) -> None:
    """Lets the leaflets' name lead to ``index`` and no longer to ``before``, in one step."""
    document = {"kind": "publication", "publication": asdict(said)}
    path = f"/{index}/_doc/{PUBLICATION_ID}?refresh=true"
    body = json.dumps(document).encode()
    engine.ask("PUT", path, Anything, body)
    steps = [{"remove": {"index": before, "alias": name}}] if before not in {"", index} else []
    actions = {"actions": [*steps, {"add": {"index": index, "alias": name}}]}
    body = json.dumps(actions).encode()
    engine.ask("POST", "/_aliases", Anything, body)


def withdraw_published(engine: Engine, name: str, id: str, why: str, now: datetime) -> bool:
    """Withdraws a leaflet in every publication that holds it; for all replicas, at once. Whether
    any holds it."""
    make_state(engine, name)
    known = {one.leaflet: one for one in withdrawals(engine, name)}
    before = known.get(id, Withdrawal(id, (), "", ""))
    held = [entries_in(engine, index).get(id) for index in publications(engine, name)]
    versions = {*before.versions, *(one.version for one in held if one)}
    if not versions:
        return False
    one = Withdrawal(id, tuple(sorted(versions)), why, now.isoformat(timespec="seconds"))
    note(engine, name, one)
    return True


def publications(engine: Engine, name: str) -> list[str]:
    """Every index of this name, finished or not, but for what is kept beside them."""
    found = engine.ask("GET", f"/{name}-*/_alias", _INDICES, missing={})
    ours = (one for one in found if one.removeprefix(f"{name}-") != "state")
    return sorted(one for one in ours if len(one) == len(name) + 17)
