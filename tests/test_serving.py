"""Leaflets that change while the page is served: noticed, read whole, and never half replaced."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from fastapi import FastAPI

from asgi import send
from askleaflet.catalogue import Catalogue
from askleaflet.reader.storing import Store
from askleaflet.reading import Source
from askleaflet.records import Reply
from askleaflet.serving import Edition, Served, Watcher, merged, state_of
from askleaflet.setup import Parts, open_with
from askleaflet.web import server
from invented import LEAFLETS, MELOTIN, ZORVEXIN, encoder, settings, write

QUESTION = "what is melotin stored in"


class Watched:
    """A folder that is served, and the one that looks at it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.parts = Parts.load(settings(corpus=folder), encoder(), Store())
        state = state_of(self.parts)
        self.served = Served(Edition(*open_with(self.parts)))
        self.watcher = Watcher(self.parts, self.served, state)

    def ids(self) -> list[str]:
        return list(self.served.edition.catalogue.listings)

    def text(self, id: str) -> str:
        return self.served.edition.assistant.composer.documents[id].text

    def ask(self, question: str) -> Reply:
        return self.served.edition.assistant.reply(question)

    def settle(self) -> None:
        """Looks as often as it takes to see that the folder stands still."""
        while not self.watcher.look():
            pass


@pytest.fixture
def watched(leaflets: Path) -> Watched:
    return Watched(leaflets)


def test_nothing_is_read_where_nothing_changed(watched: Watched) -> None:
    before = watched.served.edition
    watched.settle()
    assert watched.served.edition is before


def test_a_new_a_changed_and_a_removed_leaflet_are_noticed(watched: Watched) -> None:
    write(watched.folder / "third.md", ZORVEXIN.replace("Zorvexin", "Thirdex"))
    watched.settle()
    assert watched.ids() == ["melotin", "third", "zorvexin"]
    write(watched.folder / "melotin.txt", MELOTIN.replace("fridge", "freezer"))
    watched.settle()
    assert "freezer" in watched.text("melotin")
    (watched.folder / "zorvexin.md").unlink()
    watched.settle()
    assert watched.ids() == ["melotin", "third"]


def test_a_file_is_read_once_it_stands_still_and_at_once_when_told(watched: Watched) -> None:
    write(watched.folder / "third.md", "## One\n\nHalf of")
    assert not watched.watcher.look()
    write(watched.folder / "third.md", "## One\n\nHalf of it and the rest.\n")
    assert not watched.watcher.look()
    assert watched.ids() == ["melotin", "zorvexin"]
    assert watched.watcher.look()
    assert "and the rest" in watched.text("third")
    write(watched.folder / "fourth.md", "## One\n\nAll of it.\n")
    watched.watcher.look(at_once=True)
    assert "fourth" in watched.ids()


def test_a_request_under_way_ends_with_the_version_that_it_began_with(watched: Watched) -> None:
    began = watched.served.edition.assistant
    write(watched.folder / "melotin.txt", MELOTIN.replace("fridge", "freezer"))
    watched.settle()
    assert began.composer.documents["melotin"].text == MELOTIN
    assert "freezer" in watched.text("melotin")


@pytest.mark.parametrize(
    "broken",
    [
        lambda folder: (folder / "melotin.txt").write_bytes(b"\xff\xfe"),
        lambda folder: (folder / "melotin.txt").write_text(""),
        lambda folder: (folder / "melotin.toml").write_text("titel = 1"),
    ],
)
def test_a_leaflet_that_breaks_is_served_as_it_was_and_named(
    watched: Watched, capsys: pytest.CaptureFixture[str], broken: Callable[[Path], None]
) -> None:
    broken(watched.folder)
    write(watched.folder / "zorvexin.md", ZORVEXIN + "\nAnd more.\n")
    watched.settle()
    assert watched.text("melotin") == MELOTIN
    assert watched.text("zorvexin").endswith("And more.\n")
    assert watched.served.edition.kept == ("melotin",)
    assert "of melotin the version of before is served on" in capsys.readouterr().err
    write(watched.folder / "melotin.txt", MELOTIN + "Mended.\n")
    (watched.folder / "melotin.toml").unlink(missing_ok=True)
    watched.settle()
    assert watched.text("melotin").endswith("Mended.\n")
    assert not watched.served.edition.kept


class Distant(Mapping[str, Source]):
    """Sources that are read when they are asked for, as those of a search engine."""

    def __getitem__(self, id: str) -> Source:
        raise AssertionError(f"{id} was read")

    def __iter__(self) -> Iterator[str]:
        return iter(["melotin"])

    def __len__(self) -> int:
        return 1


def test_where_all_leaflets_were_read_anew_no_source_is_fetched() -> None:
    found = Catalogue({}, Distant())
    assert merged(found, Catalogue({}, {}), ()) is found


def test_a_leaflet_that_staff_withdraw_is_out_at_once(watched: Watched) -> None:
    write(watched.folder / "melotin.toml", 'withdrawn = "2026-11-28"\nwhy = "recalled"\n')
    watched.settle()
    assert watched.ids() == ["zorvexin"]
    assert "melotin" not in watched.served.edition.kept


def test_without_its_folder_the_leaflets_of_before_are_served_on(
    watched: Watched, capsys: pytest.CaptureFixture[str]
) -> None:
    away = watched.folder.rename(watched.folder.with_name("away"))
    watched.settle()
    assert watched.ids() == ["melotin", "zorvexin"]
    assert watched.served.edition.kept == ("melotin", "zorvexin")
    assert "the leaflets of before are served on" in capsys.readouterr().err
    away.rename(watched.folder)
    watched.settle()
    assert not watched.served.edition.kept


def test_where_the_last_leaflet_is_withdrawn_nothing_is_quoted_and_help_is_named(
    watched: Watched,
) -> None:
    for one in watched.folder.iterdir():
        one.unlink()
    watched.settle()
    reply = watched.ask("she has a fever of 39 and shakes")
    assert reply.kind == "error"
    assert reply.urgent
    assert reply.care_team
    assert "There is no leaflet here" in reply.message
    assert not reply.quotes


async def created(watched: Watched) -> FastAPI:
    return server.create_app(watched.served, settings())


def test_the_page_and_health_show_the_leaflets_of_now(watched: Watched) -> None:
    app = asyncio.run(created(watched))
    assert "freezer" not in send(app, "GET", "/").text
    write(watched.folder / "melotin.txt", MELOTIN.replace("fridge", "freezer"))
    (watched.folder / "zorvexin.md").unlink()
    watched.settle()
    assert "freezer" in send(app, "GET", "/").text
    said = send(app, "GET", "/healthz").json()
    assert (said["ids"], said["kept"]) == (["melotin"], [])


def test_a_ward_serves_its_own_list_and_hears_what_of_it_is_not_there(leaflets: Path) -> None:
    own = settings(corpus=leaflets, only_leaflets=("Melotin", "gone"))
    _, found = open_with(Parts.load(own, encoder(), Store()))
    assert list(found.listings) == ["melotin"]
    (fault,) = found.faults
    assert fault.file == "gone"
    assert "it is not here" in fault.message


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    """A page of the invented leaflets, which stay as they are."""
    folder = tmp_path_factory.mktemp("linked")
    for name, text in LEAFLETS.items():
        write(folder / name, text)
    return asyncio.run(created(Watched(folder)))


@pytest.mark.parametrize("link", ["melotin", "Melotin", "%20MELOTIN%20"])
def test_a_link_opens_its_leaflet_and_no_other(linked: FastAPI, link: str) -> None:
    page = send(linked, "GET", f"/?leaflet={link}").text
    assert '<main id="plain" lang="en" data-linked="melotin">' in page
    assert "Keep Melotin in the fridge" in page
    assert "Swallow one tablet" not in page.partition("<gradio-app")[0]
    assert 'href="?"' in page
    assert "data-linked" not in send(linked, "GET", "/").text


@pytest.mark.parametrize("link", ["zqxmark", "", "zqxmark<script>", "melotin&leaflet=zqxmark"])
def test_a_link_to_no_leaflet_is_said_with_the_list_and_not_repeated(
    linked: FastAPI, link: str
) -> None:
    page = send(linked, "GET", f"/?leaflet={link}").text
    assert 'data-linked=""' in page
    assert "We have no leaflet for this link." in page
    assert "Zorvexin" in page
    assert "zqxmark" not in page
