"""What every test stands on: a machine without settings of its own, and leaflets to ask."""

from __future__ import annotations

import os
from collections.abc import Iterator
from multiprocessing import get_context
from multiprocessing.pool import AsyncResult
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from askleaflet.assistant import Assistant
from askleaflet.corpus import Corpus
from askleaflet.evaluation import Scores
from invented import LEAFLETS, score_all, set_here, shipped, write

SCORING = pytest.StashKey[AsyncResult[list[Scores]]]()

_SLOW = [HealthCheck.too_slow]
settings.register_profile(
    "quick", deadline=None, max_examples=40, derandomize=True, suppress_health_check=_SLOW
)
settings.register_profile(
    "ci", deadline=None, max_examples=80, derandomize=True, suppress_health_check=_SLOW
)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "quick")

_CACHES = (
    "XDG_CACHE_HOME",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "MPLCONFIGDIR",
    "HF_HOME",
    "GRADIO_TEMP_DIR",
)


@pytest.fixture(scope="session", autouse=True)
def _own_machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No setting, cache or working directory of the machine reaches a test."""
    with pytest.MonkeyPatch.context() as patch:
        for name in set_here():
            patch.delenv(name)
        for name in _CACHES:
            patch.setenv(name, str(tmp_path_factory.mktemp(name.lower())))
        patch.chdir(tmp_path_factory.mktemp("nowhere"))
        yield


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test works in an empty folder of its own."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="session")
def opened() -> tuple[Assistant, Corpus]:
    """The assistant and the corpus that the project ships."""
    return shipped()


@pytest.fixture(scope="session")
def assistant(opened: tuple[Assistant, Corpus]) -> Assistant:
    return opened[0]


@pytest.fixture(scope="session")
def corpus(opened: tuple[Assistant, Corpus]) -> Corpus:
    return opened[1]


@pytest.fixture
def leaflets(tmp_path: Path) -> Path:
    """A folder with the invented leaflets, one of each format."""
    folder = tmp_path / "leaflets"
    for name, text in LEAFLETS.items():
        write(folder / name, text)
    return folder


def pytest_collection_finish(session: pytest.Session) -> None:
    """The labelled sets take minutes: where a test wants their scores they are worked out from the
    start, beside the other tests, in a process that no coverage is traced in."""
    if any("scores" in getattr(item, "fixturenames", ()) for item in session.items):
        pool = get_context("spawn").Pool(1)
        session.config.stash[SCORING] = pool.apply_async(score_all)
        session.config.add_cleanup(pool.terminate)


@pytest.fixture(scope="session")
def scores(request: pytest.FixtureRequest) -> dict[str, Scores]:
    """The scores of every labelled set, by its name."""
    found = request.config.stash[SCORING].get()
    return {one.name.split(" (")[0]: one for one in found}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last: Playwright keeps an event loop running for as long as it is open,
    and in its thread no other test could run one of its own."""
    items.sort(key=lambda item: "browser" in item.path.parts)
