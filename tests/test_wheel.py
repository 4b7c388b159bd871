"""An installed wheel runs by itself: in a fresh environment, in a folder with nothing in it."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import sysconfig
import time
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen
from zipfile import ZipFile

import pytest

from askleaflet import __version__
from invented import CORPUS, ROOT, SHOWS_SAMPLE, SOURCE

# Seconds for an answer on a busy machine.
PATIENCE = 120
SECONDS_TO_START = 400


@dataclass(frozen=True)
class Installed:
    """The wheel, the program it was installed as, and the empty folder to start it in."""

    wheel: Path
    program: Path
    folder: Path

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(self.program), *words],
            cwd=self.folder,
            env=self.environment(),
            capture_output=True,
            text=True,
            check=True,
            timeout=SECONDS_TO_START,
        )

    def environment(self) -> dict[str, str]:
        """This machine's, without anything that leads back to the checkout."""
        return {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}

    @contextmanager
    def served(self) -> Iterator[str]:
        """The address of its page, for as long as it is served."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = str(free.getsockname()[1])
        errors = self.folder.parent / "errors"
        with errors.open("wb") as said:
            process = subprocess.Popen(
                [str(self.program), "serve", "--port", port],
                cwd=self.folder,
                env=self.environment(),
                stdout=said,
                stderr=said,
            )
        try:
            address = f"http://127.0.0.1:{port}/"
            _await(address, process, errors)
            yield address
        finally:
            process.terminate()
            process.wait(30)


def _await(address: str, process: subprocess.Popen[bytes], errors: Path) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and process.poll() is None:
        try:
            with urlopen(f"{address}healthz", timeout=PATIENCE) as answer:
                if answer.status == 200:
                    return
        except URLError:
            time.sleep(0.1)
    raise RuntimeError(errors.read_text("utf-8"))


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Needs no network: what the program needs is taken from the environment that runs the tests,
    by a path that brings in its packages but not the checkout, to which only a link leads."""
    place = tmp_path_factory.mktemp("installed")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(place)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = place.glob("*.whl")
    fresh = place / "environment"
    venv.create(fresh, symlinks=True, with_pip=False)
    python = fresh / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps"]
    subprocess.run([*pip, "--no-index", "-q", str(wheel)], check=True, cwd=place)
    own = {"base": str(fresh), "platbase": str(fresh)}
    packages = Path(sysconfig.get_path("purelib", "venv", own))
    (packages / "needed.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    folder = place / "empty"
    folder.mkdir()
    return Installed(wheel, fresh / "bin" / "askleaflet", folder)


def test_the_wheel_holds_all_that_it_should_and_nothing_of_the_lab(installed: Installed) -> None:
    held = set(ZipFile(installed.wheel).namelist())
    inside = {path.relative_to(SOURCE.parent).as_posix() for path in SOURCE.rglob("*.*")}
    model = ("reader.onnx", "alarm.onnx", "tokenizer.json", "translations.safetensors")
    assert {f"askleaflet/reader/model/{name}" for name in model} <= held
    assert {one for one in inside if "__pycache__" not in one} <= held
    assert "askleaflet/py.typed" in held
    notices = f"askleaflet-{__version__}.dist-info/licenses"
    assert {f"{notices}/LICENSE", f"{notices}/NOTICE"} <= held
    assert {f"askleaflet/sample/{path.name}" for path in CORPUS.iterdir()} <= held
    assert not [one for one in held if one.startswith(("askleaflet_lab", "tests"))]


def test_it_answers_from_the_sample_and_says_that_it_is_the_sample(installed: Installed) -> None:
    ended = installed.run("ask", "Blinatumomab is given as a continuous intravenous infusion")
    assert ">>Blinatumomab is given as a continuous intravenous (IV) infusion.<<" in ended.stdout
    assert "this is the sample leaflet" in ended.stderr
    assert "no folder 'corpus'" in installed.run("check").stdout


def test_it_is_the_installed_program_that_was_asked(installed: Installed) -> None:
    where = "import askleaflet; print(askleaflet.__file__)"
    python = installed.program.parent / "python"
    said = subprocess.run(
        [str(python), "-c", where],
        cwd=installed.folder,
        env=installed.environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(said.stdout.strip()).is_relative_to(installed.program.parent.parent)
    assert installed.run("--version").stdout == f"askleaflet {__version__}\n"


def test_its_page_opens_and_says_that_it_is_the_sample(installed: Installed) -> None:
    with installed.served() as address, urlopen(address, timeout=PATIENCE) as answer:
        page = answer.read().decode("utf-8")
        assert answer.status == 200
    assert re.search(SHOWS_SAMPLE, page)
    errors = (installed.folder.parent / "errors").read_text("utf-8")
    assert "this is the sample leaflet" in errors
    assert list(installed.folder.iterdir()) == []
