"""Publishing to a real OpenSearch, and what a replica makes of it."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from unittest.mock import patch

import pytest

from askleaflet import publishing, setup
from askleaflet.assistant import Assistant
from askleaflet.errors import PublishingError, RetrievalError
from askleaflet.publishing import Publisher
from askleaflet.search import published, state
from askleaflet.search.engine import Anything, Engine
from askleaflet.search.switching import Result, roll_back, withdraw_published
from askleaflet.serving import Served, Watcher, first_edition, state_of
from askleaflet.settings import Settings
from invented import LEAFLETS, MELOTIN, ZORVEXIN, settings, write
from opensearch import needs_opensearch

pytestmark = needs_opensearch
_NUMBERS = count()
STROKE = "who had a stroke and takes zorvexin"
URGENT = "zorvexin: she has a fever of 39 and shakes"


@dataclass
class Clinic:
    """A folder of leaflets, and a name for them in the search engine."""

    folder: Path
    settings: Settings

    @property
    def engine(self) -> Engine:
        return setup.engine_of(self.settings).patient()

    @property
    def name(self) -> str:
        return self.settings.search_index

    def publisher(self) -> Publisher:
        return setup.publisher(self.settings)

    def publish(self) -> Result:
        return self.publisher().publish()

    def replica(self) -> Assistant:
        return setup.open_assistant(self.settings)[0]

    def index(self) -> str:
        return published.led_to(self.engine, self.name)

    def change(self, document: str, **said: object) -> None:
        """Writes into the live index what no publisher would."""
        body = json.dumps({"doc": said}).encode()
        path = f"/{self.index()}/_update/{document}?refresh=true"
        self.engine.ask("POST", path, Anything, body)


@pytest.fixture
def clinic(leaflets: Path, node: str) -> Clinic:
    name = f"clinic{next(_NUMBERS)}"
    return Clinic(leaflets, settings(corpus=leaflets, search_url=node, search_index=name))


def withdraw(clinic: Clinic, id: str) -> bool:
    now = datetime.now(UTC)
    return withdraw_published(clinic.engine, clinic.name, id, "recalled", now)


def fails_as_an_error(assistant: Assistant) -> bool:
    """Whether a question is an error that keeps the urgent notice and names the care team."""
    reply = assistant.reply(URGENT)
    assert reply.kind == "error"
    assert reply.urgent
    assert reply.care_team
    return assistant.reply(STROKE).kind == "error"


def test_a_replica_gives_the_same_replies_as_the_program_by_itself(clinic: Clinic) -> None:
    clinic.publish()
    alone = setup.open_assistant(settings(corpus=clinic.folder))[0]
    replica = clinic.replica()
    for asked in (STROKE, "how do i keep melotin", "zorvexin 5.4 kg", "zorvexin and my cat", ""):
        assert replica.explain(asked).found == alone.explain(asked).found
        assert replica.reply(asked) == alone.reply(asked)
    assert replica.reply(STROKE).quotes


def test_publishing_again_changes_nothing_and_goes_on_where_it_was_broken_off(
    clinic: Clinic,
) -> None:
    first = clinic.publisher()
    broken_off = patch.object(Publisher, "_check", side_effect=KeyboardInterrupt)
    with broken_off, pytest.raises(KeyboardInterrupt):
        first.publish()
    assert clinic.index() == ""
    done = clinic.publish()
    assert (done.leaflets, done.written, done.already) == (2, 0, False)
    assert clinic.publish() == replace(done, already=True)


def test_nothing_is_published_where_a_leaflet_is_faulty(clinic: Clinic) -> None:
    clinic.publish()
    before = clinic.index()
    write(clinic.folder / "third.md", "no heading")
    with pytest.raises(PublishingError, match=r"third\.md"):
        clinic.publish()
    assert clinic.index() == before


def test_nothing_is_published_where_the_new_index_is_not_what_it_should_be(clinic: Clinic) -> None:
    clinic.publish()
    before = clinic.index()
    write(clinic.folder / "melotin.txt", MELOTIN.replace("fridge", "freezer"))
    ready = clinic.publisher()
    half = patch.object(publishing, "passage_documents", return_value=[])
    with half, pytest.raises(PublishingError, match="lacks leaflets or passages"):
        ready.publish()
    assert clinic.index() == before


def test_of_two_publishers_the_second_is_told(clinic: Clinic) -> None:
    first, told = state.publishing(clinic.engine, clinic.name), "Somebody else is publishing"
    with first, pytest.raises(PublishingError, match=told):
        clinic.publish()
    assert clinic.publish().leaflets == 2


def test_who_was_gone_for_long_loses_the_turn_and_is_told(clinic: Clinic) -> None:
    with state.publishing(clinic.engine, clinic.name) as slow:
        with patch.object(state, "SECONDS_GONE", -1.0):
            assert clinic.publish().leaflets == 2
        slow.renewed = 0.0
        with pytest.raises(PublishingError):
            slow.renew()


def test_the_publication_before_is_served_again_and_no_older_one_is_kept(clinic: Clinic) -> None:
    indices = []
    for word in ("fridge", "freezer", "cellar"):
        write(clinic.folder / "melotin.txt", MELOTIN.replace("fridge", word))
        indices.append(clinic.publish().index)
    assert roll_back(clinic.engine, clinic.name).index == indices[1] == clinic.index()
    assert "freezer" in clinic.replica().composer.documents["melotin"].text
    with pytest.raises(PublishingError, match="No earlier publication"):
        roll_back(clinic.engine, clinic.name)
    assert clinic.publish().index == indices[2]


def test_a_withdrawn_leaflet_is_gone_from_all_replicas_and_nothing_brings_it_back(
    clinic: Clinic,
) -> None:
    clinic.publish()
    running = clinic.replica()
    write(clinic.folder / "melotin.txt", MELOTIN.replace("fridge", "freezer"))
    clinic.publish()
    assert running.reply(STROKE).quotes
    assert withdraw(clinic, "zorvexin")
    # A replica that has not looked yet; one that starts; the publication before; a stale folder.
    assert fails_as_an_error(running)
    assert list(setup.open_assistant(clinic.settings)[1].listings) == ["melotin"]
    roll_back(clinic.engine, clinic.name)
    assert list(setup.open_assistant(clinic.settings)[1].listings) == ["melotin"]
    assert not clinic.replica().reply(STROKE).quotes
    with pytest.raises(PublishingError, match="zorvexin was withdrawn"):
        clinic.publish()
    # Accepted again, it has another sidecar.
    write(clinic.folder / "zorvexin.toml", 'reviewed = "2026-01-31"\nwithdrawn = ""\n')
    clinic.publish()
    assert clinic.replica().reply(STROKE).quotes


def test_what_a_replica_opened_once_it_opens_again_from_its_own_cache(
    clinic: Clinic, tmp_path: Path
) -> None:
    clinic.publish()
    own = clinic.settings.model_copy(update={"cache": tmp_path / "cache"})
    asked: list[set[str]] = []
    for _ in range(2):
        replica = setup.open_assistant(own)[0]
        with patch.object(Engine, "ask", autospec=True, side_effect=Engine.ask) as ask:
            assert replica.reply(STROKE).quotes
        asked.append({call.args[2].rpartition("/")[2].partition(":")[0] for call in ask.mock_calls})
    assert asked == [{"text", "vectors", "_msearch"}, {"text", "_msearch"}]
    assert {one.suffixes[0] for one in (tmp_path / "cache").iterdir()} == {".taken", ".safetensors"}


def test_what_was_never_published_is_not_withdrawn(clinic: Clinic) -> None:
    clinic.publish()
    assert not withdraw(clinic, "never")


def test_a_running_page_takes_what_is_published_and_withdrawn(clinic: Clinic) -> None:
    parts = setup.load_parts(clinic.settings)
    before = state_of(parts)
    # Nothing is published yet: an error, and no refusal.
    served = Served(first_edition(parts))
    assert fails_as_an_error(served.edition.assistant)
    watcher = Watcher(parts, served, before)
    clinic.publish()
    settle(watcher)
    assert served.edition.assistant.reply(STROKE).quotes
    withdraw(clinic, "zorvexin")
    settle(watcher)
    assert list(served.edition.catalogue.listings) == ["melotin"]


def settle(watcher: Watcher) -> None:
    while not watcher.look():
        pass


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ("passage:zorvexin:3", {"version": "0" * 64}),
        ("passage:zorvexin:3", {"kind": "other"}),
        ("text:zorvexin", {"text": "IyBBCgpPdGhlcgo="}),
    ],
)
def test_an_index_that_is_not_whole_or_not_the_same_is_an_error(
    clinic: Clinic, document: str, said: dict[str, object]
) -> None:
    clinic.publish()
    clinic.change(document, **said)
    assert fails_as_an_error(clinic.replica())


def test_a_passage_that_stands_elsewhere_than_in_the_leaflet_is_never_quoted(
    clinic: Clinic,
) -> None:
    clinic.publish()
    for place in range(published.entries_in(clinic.engine, clinic.index())["zorvexin"].passages):
        clinic.change(f"passage:zorvexin:{place}", passage={"section": 99})
    assert fails_as_an_error(clinic.replica())


def test_leaflets_of_another_version_of_the_program_are_an_error(clinic: Clinic) -> None:
    clinic.publish()
    other = patch.object(published, "this_program", return_value="another")
    with other, pytest.raises(RetrievalError, match="another version of this program"):
        clinic.replica()


def test_an_index_that_lacks_a_leaflet_is_an_error(clinic: Clinic) -> None:
    clinic.publish()
    clinic.change("entry:melotin", kind="other")
    with pytest.raises(RetrievalError, match="not those that were published"):
        clinic.replica()


def test_an_index_that_cannot_be_searched_is_an_error(clinic: Clinic) -> None:
    clinic.publish()
    replica = clinic.replica()
    clinic.engine.ask("POST", f"/{clinic.index()}/_close", Anything)
    assert fails_as_an_error(replica)


def test_a_cluster_that_is_red_is_an_error_and_all_is_right_once_it_is_not(clinic: Clinic) -> None:
    clinic.publish()
    replica, index = clinic.replica(), clinic.index()

    def reopened(wanted: str | None) -> None:
        """Gives the index a place among the nodes of that name alone."""
        held = json.dumps({"index.routing.allocation.require._name": wanted}).encode()
        for method, path, body in (
            ("POST", "_close", None), ("PUT", "_settings", held),
            ("POST", "_open?wait_for_active_shards=0", None),
        ):  # fmt: skip
            clinic.engine.ask(method, f"/{index}/{path}", Anything, body)

    reopened("nowhere")
    assert fails_as_an_error(replica)
    reopened(None)
    # A node that failed is left alone for a while.
    while not replica.reply(STROKE).quotes:
        time.sleep(0.2)


def test_a_name_that_leads_to_two_indices_is_an_error(clinic: Clinic) -> None:
    clinic.publish()
    action = {"add": {"index": state.state_index(clinic.name), "alias": clinic.name}}
    body = json.dumps({"actions": [action]}).encode()
    clinic.engine.ask("POST", "/_aliases", Anything, body)
    with pytest.raises(RetrievalError, match="two indices"):
        clinic.replica()


def test_where_nothing_is_published_that_is_said(clinic: Clinic) -> None:
    with pytest.raises(RetrievalError, match="askleaflet publish"):
        clinic.replica()


def test_nothing_that_is_asked_is_in_an_address_or_kept_by_the_engine(
    clinic: Clinic, node: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    clinic.publish()
    replica = clinic.replica()
    with patch.object(Engine, "ask", autospec=True, side_effect=Engine.ask) as asked:
        for marker in ("zq7xmarkerone", "zq7xmarkertwo"):
            replica.reply(f"zorvexin {marker} stroke")
    assert asked.call_count
    for call in asked.call_args_list:
        assert "zq7xmarker" not in call.args[2]
    for content in kept_by_engine(tmp_path_factory.getbasetemp()):
        assert b"zq7xmarker" not in content


def kept_by_engine(folder: Path) -> Iterator[bytes]:
    """What its files hold, but for those that it takes away meanwhile."""
    found = [one for one in folder.glob("opensearch*/**/*") if one.is_file()]
    assert len(found) > 10
    for one in found:
        with suppress(FileNotFoundError):
            yield one.read_bytes()


def test_the_invented_leaflets_are_what_is_published(clinic: Clinic) -> None:
    assert clinic.publish().leaflets == len(LEAFLETS)
    assert clinic.replica().composer.documents["zorvexin"].text == ZORVEXIN
