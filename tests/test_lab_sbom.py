"""The list of what ships: the packages of the lock, and what the wheel holds beside the program."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

import askleaflet
from askleaflet_lab.licences import LOCK, locked
from askleaflet_lab.sbom import ROOT, sbom

Made = dict[str, list[dict[str, list[object]]]]
LOCKED = """\
h11==0.16.0 \\
    --hash=sha256:{a} \\
    --hash=sha256:{b}
uvicorn==0.54.0 ; sys_platform != 'emscripten' \\
    --hash=sha256:{c}
colorama==0.4.6 ; sys_platform == 'win32' \\
    --hash=sha256:{c}
""".format(a="a" * 64, b="b" * 64, c="c" * 64)


@pytest.fixture
def made(tmp_path: Path) -> Made:
    lock = tmp_path / "some.lock"
    lock.write_text(LOCKED, "utf-8")
    found: Made = json.loads(sbom(lock))
    return found


def test_every_package_of_the_lock_is_listed_with_version_and_licence() -> None:
    components = {one["bom-ref"]: one for one in json.loads(sbom())["components"]}
    for one in locked(LOCK.read_text("utf-8")):
        listed = components[f"{one.name}@{one.version}"]
        assert listed["purl"] == f"pkg:pypi/{one.name}@{one.version}"
        assert listed["licenses"]


def test_a_package_carries_the_hashes_and_the_marker_of_its_own_lines(
    made: Made,
) -> None:
    first, second, third, *_ = made["components"]
    assert first["properties"] == [
        {"name": "askleaflet:lock:sha256", "value": "a" * 64},
        {"name": "askleaflet:lock:sha256", "value": "b" * 64},
    ]
    assert second["properties"] == [
        {"name": "askleaflet:lock:sha256", "value": "c" * 64},
        {"name": "askleaflet:lock:where", "value": "sys_platform != 'emscripten'"},
    ]
    assert first["licenses"] == [{"license": {"name": "MIT License"}}]
    assert second["licenses"] == [{"expression": "BSD-3-Clause"}]
    assert third["licenses"] == [{"license": {"name": "BSD License"}}]


def test_who_needs_whom_is_said(made: Made) -> None:
    needs = {str(one["ref"]): one["dependsOn"] for one in made["dependencies"]}
    own = f"askleaflet@{askleaflet.__version__}"
    assert needs["uvicorn@0.54.0"] == ["h11@0.16.0"]
    assert needs["h11@0.16.0"] == needs["colorama@0.4.6"] == []
    assert {f"{own}/reader", "h11@0.16.0", "uvicorn@0.54.0"} <= set(needs[own])


def test_the_networks_are_listed_with_their_hashes() -> None:
    listed = [one for one in json.loads(sbom())["components"] if "learning" in one["type"]]
    files = sorted((ROOT / "src" / "askleaflet" / "reader" / "model").glob("*.onnx"))
    sums = {sha256(file.read_bytes()).hexdigest() for file in files}
    assert len(files) == len(listed)
    assert {one["content"] for network in listed for one in network["hashes"]} == sums


def test_the_same_files_make_the_same_bytes() -> None:
    assert sbom() == sbom()
