"""What every test stands on: a machine without settings of its own, and leaflets to ask."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from askleaflet import reporting
from askleaflet.assistant import Assistant
from askleaflet.catalogue import Catalogue
from askleaflet.corpus import Corpus
from invented import LEAFLETS, set_here, shipped, whole, write
from opensearch import cluster

_SLOW = [HealthCheck.too_slow]
settings.register_profile(
    "quick", deadline=None, max_examples=20, derandomize=True, suppress_health_check=_SLOW
)
settings.register_profile(
    "ci", deadline=None, max_examples=30, derandomize=True, suppress_health_check=_SLOW
)
# Longer, and with other examples each time: pytest --hypothesis-profile=nightly (docs/security.md).
settings.register_profile("nightly", deadline=None, max_examples=2000, suppress_health_check=_SLOW)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "quick")

_CACHES = (
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "MPLCONFIGDIR",
    "HF_HOME",
    "GRADIO_TEMP_DIR",
)


@pytest.fixture(scope="session", autouse=True)
def _own_machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No setting, cache or working directory of the machine reaches a test. Leaflets that are
    compiled once are so for all processes of this run: the cache knows them by their content."""
    run = tmp_path_factory.getbasetemp()
    run = run.parent if "PYTEST_XDIST_WORKER" in os.environ else run
    with pytest.MonkeyPatch.context() as patch:
        for name in set_here():
            patch.delenv(name)
        for name in _CACHES:
            patch.setenv(name, str(tmp_path_factory.mktemp(name.lower())))
        patch.setenv("XDG_CACHE_HOME", str(run / "cache"))
        patch.chdir(tmp_path_factory.mktemp("nowhere"))
        yield


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test works in an empty folder of its own."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture(autouse=True)
def _own_log(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test has its lines on standard error: equal ones are left out after a few."""
    monkeypatch.setattr(reporting, "LOG", reporting.Log())


@pytest.fixture(scope="session")
def opened() -> tuple[Assistant, Catalogue]:
    """The assistant and the list of leaflets that the project ships."""
    return shipped()


@pytest.fixture(scope="session")
def assistant(opened: tuple[Assistant, Catalogue]) -> Assistant:
    return opened[0]


@pytest.fixture(scope="session")
def catalogue(opened: tuple[Assistant, Catalogue]) -> Catalogue:
    return opened[1]


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    return whole()


@pytest.fixture(scope="session")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an OpenSearch of one node."""
    with cluster(tmp_path_factory.mktemp("opensearch"), 1) as nodes:
        yield nodes[0].url


@pytest.fixture
def leaflets(tmp_path: Path) -> Path:
    """A folder with the invented leaflets, one of each format."""
    folder = tmp_path / "leaflets"
    for name, text in LEAFLETS.items():
        write(folder / name, text)
    return folder


# These files take longest: begun last, they would keep one process busy while the others wait.
_LONG = ("test_xss", "test_reflow", "test_visit", "test_accessible")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last: Playwright keeps an event loop running for as long as it is open,
    and in its thread no other test could run one of its own."""
    items.sort(
        key=lambda item: ("browser" in item.path.parts, item.path.stem not in _LONG),
    )
