"""Bundles made of a handful of wheels that are made here, and the way to install one."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import askleaflet
from askleaflet.settings import read_settings
from askleaflet_lab.bundle import THIS_PYTHON, make_bundle
from invented import CORPUS, ROOT, SOURCE

# The program's wheel holds a command that runs the program from here, as a whole one would.
COMMAND = f"""\
#!/bin/sh
PYTHONPATH='{SOURCE.parent}' exec '{sys.executable}' -m askleaflet "$@"
"""


def wheel(folder: Path, name: str, version: str, files: dict[str, str]) -> Path:
    """A wheel as small as pip takes one."""
    info = f"{name}-{version}.dist-info"
    files = {
        **files,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{one},,\n" for one in [*files, f"{info}/RECORD"])
    path = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for one, text in {**files, f"{info}/RECORD": record}.items():
            entry = zipfile.ZipInfo(one)
            entry.external_attr = 0o100755 << 16
            archive.writestr(entry, text)
    return path


def small_bundle(folder: Path, note: str = "") -> str:
    """A bundle of the program and one package of its lock; ``note`` makes it another version."""
    own, version = folder.with_name(f"{folder.name}-made"), askleaflet.__version__
    own.mkdir(parents=True)
    package = wheel(own, "h11", "0.16.0", {"h11.py": f"# {note}\n"})
    pin = hashlib.sha256(package.read_bytes()).hexdigest()
    lock = own / "some.lock"
    lock.write_text(f"h11==0.16.0 \\\n    --hash=sha256:{pin}\n", "utf-8")

    def collect(text: str, pythons: tuple[str, ...], wheels: Path) -> None:
        assert (text, pythons) == (lock.read_text("utf-8"), (THIS_PYTHON,))
        package.rename(wheels / package.name)
        command = {f"askleaflet-{version}.data/scripts/askleaflet": COMMAND}
        wheel(wheels, "askleaflet", version, command)

    return make_bundle(folder, read_settings(corpus=CORPUS), (THIS_PYTHON,), lock, collect)


def quick_python(folder: Path) -> Path:
    """A Python that makes environments in a second: pip is linked into them, not installed."""
    found = find_spec("pip")
    assert found
    assert found.origin
    pip = Path(found.origin).parent
    python = folder / "python3"
    python.write_text(
        f"""#!/bin/sh
set -e
if [ "$2 $3" != "-m venv" ]; then exec '{sys.executable}' "$@"; fi
'{sys.executable}' -I -m venv --without-pip "$4"
ln -s '{pip}' "$4"/lib/python*/site-packages/
""",
        "utf-8",
    )
    python.chmod(0o755)
    return python


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended, and all that it said."""

    status: int
    said: str


def run(command: list[str], folder: Path, **set_too: str) -> Ran:
    """Runs a command in ``folder``, with nothing of this environment but where programs are,
    and no home to leave anything in."""
    kept = {"PATH": os.environ["PATH"], "HOME": os.devnull}
    done = subprocess.run(
        command,
        cwd=folder,
        env={**kept, **set_too},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return Ran(done.returncode, done.stdout)


# A network of its own, in which nothing but itself can be reached.
ALONE = ("unshare", "--map-root-user", "--net")


def install(bundle: Path, *arguments: str | Path, within: Sequence[str] = ()) -> Ran:
    """Runs a bundle's script to install; ``within``: a command that runs others."""
    python = quick_python(bundle.parent)
    command = [*within, "sh", str(bundle / "install.sh"), *map(str, arguments)]
    return run(command, bundle.parent, PYTHON=str(python))


DEPLOY = ROOT / "deploy"
