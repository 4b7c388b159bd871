"""What ships, as CycloneDX 1.6 JSON: the packages of requirements.lock, the network, the leaflet.

The document is written here, from the lock and from what each installed package says of itself;
the format's own library (extra ``security``) only checks it. The same files make the same bytes:
there is no date in it and no number drawn by chance.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, metadata, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import askleaflet
from askleaflet_lab.licences import LOCK, Locked, licence, locked

ROOT = LOCK.parent
OWN = f"askleaflet@{askleaflet.__version__}"
# What travels inside the wheel and is no program: kind, name and file.
INSIDE = (
    ("machine-learning-model", "reader", "src/askleaflet/reader/model/reader.onnx"),
    ("machine-learning-model", "alarm", "src/askleaflet/reader/model/alarm.onnx"),
    ("data", "tokenizer", "src/askleaflet/reader/model/tokenizer.json"),
    ("data", "translations", "src/askleaflet/reader/model/translations.safetensors"),
    ("data", "blinatumomab", "corpus/blinatumomab.md"),
)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def sbom(lock: Path = LOCK) -> str:
    """The document for a lock file, as JSON."""
    text = lock.read_text("utf-8")
    packages = list(locked(text))
    return json.dumps(
        {
            "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
            "bomFormat": "CycloneDX",
            "specVersion": "1.6",
            "version": 1,
            "metadata": {"component": _own()},
            "components": [
                *(_component(one, _hashes(text, one)) for one in packages),
                *(_inside(*one) for one in INSIDE),
            ],
            "dependencies": list(_dependencies(packages)),
        },
        indent=1,
    )


def faults(text: str) -> str:
    """What the format's own validator says of a document; empty where it is valid."""
    from cyclonedx.schema import SchemaVersion  # noqa: PLC0415 - in the extra "security"
    from cyclonedx.validation.json import JsonStrictValidator  # noqa: PLC0415 - the same

    found = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    return str(found) if found is not None else ""


def _own() -> dict[str, object]:
    return {
        "type": "application",
        "bom-ref": OWN,
        "name": "askleaflet",
        "version": askleaflet.__version__,
        "licenses": [{"expression": "Apache-2.0"}],
    }


def _component(one: Locked, hashes: list[str]) -> dict[str, object]:
    """A package; the hashes are those of each file that the lock lets in."""
    properties = [{"name": "askleaflet:lock:sha256", "value": value} for value in hashes]
    if one.where:
        properties.append({"name": "askleaflet:lock:where", "value": one.where})
    return {
        "type": "library",
        "bom-ref": _ref(one),
        "name": one.name,
        "version": one.version,
        "purl": f"pkg:pypi/{one.name}@{one.version}",
        "licenses": [_licence(one.name)],
        "properties": properties,
    }


def _licence(name: str) -> dict[str, object]:
    """As an expression where the package gives one, else under the name it gives."""
    try:
        expression = "License-Expression" in metadata(name)
    except PackageNotFoundError:
        expression = False
    said = licence(name)
    return {"expression": said} if expression else {"license": {"name": said}}


def _inside(kind: str, name: str, file: str) -> dict[str, object]:
    content = sha256((ROOT / file).read_bytes()).hexdigest()
    return {
        "type": kind,
        "bom-ref": f"{OWN}/{name}",
        "name": name,
        "hashes": [{"alg": "SHA-256", "content": content}],
    }


def _hashes(text: str, one: Locked) -> list[str]:
    entry = text[text.index(f"{one.name}=={one.version}") :]
    return _HASH.findall(re.split(r"\n(?=\S)", entry, maxsplit=1)[0])


def _ref(one: Locked) -> str:
    return f"{one.name}@{one.version}"


def _dependencies(packages: list[Locked]) -> Iterator[dict[str, object]]:
    """Who needs whom, wherever it is installed, among the packages of the lock."""
    refs: dict[str, list[str]] = {}
    for one in packages:
        refs.setdefault(canonicalize_name(one.name), []).append(_ref(one))
    inside = [f"{OWN}/{name}" for _, name, _ in INSIDE]
    yield {"ref": OWN, "dependsOn": sorted({*_needed("askleaflet", refs), *inside})}
    for one in packages:
        yield {"ref": _ref(one), "dependsOn": sorted(_needed(one.name, refs))}


def _needed(name: str, refs: dict[str, list[str]]) -> set[str]:
    """What a package says it needs; of one that only other machines install nothing is known."""
    try:
        lines = requires(name) or []
    except PackageNotFoundError:
        return set()
    asked = [Requirement(line) for line in lines]
    plain = [one for one in asked if "extra" not in str(one.marker)]
    return {ref for one in plain for ref in refs.get(canonicalize_name(one.name), ())}
