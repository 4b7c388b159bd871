"""The shape of the program, read from its own statements."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from invented import SOURCE

# Left to right; nothing imports rightwards. What a package holds stands where the package does.
LAYERS = (
    {
        "records",
        "errors",
        "reporting",
        "settings",
        "wording",
        "data",
        "files",
        "near",
        "analysis",
        "spelling",
        "quantities",
        "markers",
    },
    {
        "headings",
        "languages",
        "layout",
        "lines",
        "marks",
        "structure",
        "passages",
        "glance",
        "quality",
        "sidecar",
        "reading",
        "catalogue",
        "corpus",
        "listings",
        "signing",
        "naming",
        "cachefile",
        "importing",
        "due",
    },
    {"search", "reader", "understanding", "urgency"},
    {"decide", "answer", "notice", "rendering", "bridges", "suggesting"},
    {"publishing"},
    {"assistant", "setup", "serving", "checking", "reviewing"},
    {"cli", "web", "app", "streams", "start", "__main__"},
)
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
ROOT = "askleaflet"


def module_name(path: Path) -> str:
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def modules() -> dict[str, Path]:
    return {module_name(path): path for path in sorted(SOURCE.rglob("*.py"))}


def imported(name: str) -> Iterator[str]:
    """The modules that the statements of module ``name`` import, wherever they stand."""
    path = modules()[name]
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join((*above, *([node.module] if node.module else [])))
            for one in node.names:
                inside = f"{base}.{one.name}"
                yield inside if inside in modules() else base


def own(name: str) -> set[str]:
    return {one for one in imported(name) if one.split(".")[0] == ROOT and one != name}


def layer(name: str) -> int:
    part = name.split(".")[1] if "." in name else ""
    assert not part or part in RANK, f"{name} has no layer; give it one in test_layers.py"
    return RANK[part] if part else 0


@pytest.mark.parametrize("name", sorted(set(modules()) - {ROOT}))
def test_nothing_imports_rightwards(name: str) -> None:
    wrong = [one for one in own(name) if one != ROOT and layer(one) > layer(name)]
    assert not wrong


def test_the_reader_of_imports_sees_them() -> None:
    assert "askleaflet.records" in own("askleaflet.structure")
    assert "askleaflet.assistant" in own("askleaflet.cli")
    assert own("askleaflet.records") == set()


def test_no_module_imports_itself_in_a_circle() -> None:
    done: set[str] = set()

    def visit(name: str, above: tuple[str, ...]) -> None:
        assert name not in above, " -> ".join((*above, name))
        if name not in done:
            for one in sorted(own(name) & set(modules())):
                # A package's own __init__ may gather its modules.
                if not name.startswith(f"{one}."):
                    visit(one, (*above, name))
            done.add(name)

    for name in modules():
        visit(name, ())


def importers(library: str) -> list[str]:
    return [
        name for name in modules() if any(one.split(".")[0] == library for one in imported(name))
    ]


@pytest.mark.parametrize(
    ("library", "owners"),
    [
        ("rank_bm25", "askleaflet.search.bm25"),
        ("onnxruntime", "askleaflet.reader.encoder"),
        ("tokenizers", "askleaflet.reader.encoder"),
        ("safetensors", "askleaflet.reader.storing"),
        ("pydantic_settings", "askleaflet.settings"),
        ("httpx", "askleaflet.search.http"),
        ("markdown_it", "askleaflet.importing.markdown"),
        # Two pages that share no template; each escapes every text.
        ("jinja2", "askleaflet.reviewing.showing askleaflet.web.drawing"),
    ],
)
def test_a_library_has_its_owners_and_no_others(library: str, owners: str) -> None:
    assert importers(library) == owners.split()


def test_the_vocabulary_of_the_program_needs_no_library_but_for_the_types_of_numbers() -> None:
    assert {one.split(".")[0] for one in imported("askleaflet.records")} <= {
        "__future__",
        "bisect",
        "collections",
        "dataclasses",
        "numpy",
        "typing",
    }


def test_urgency_needs_neither_search_nor_leaflets_nor_the_network() -> None:
    """What tells of an emergency works whatever else is broken."""
    known = {f"{ROOT}.{one}" for one in ("records", "errors", "urgency", "data", "analysis")}
    for name in modules():
        if name.startswith(f"{ROOT}.urgency"):
            assert {".".join(one.split(".")[:2]) for one in own(name)} <= known, name


def test_what_a_clinic_installs_needs_nothing_that_only_developers_have() -> None:
    for library in ("torch", "onnx"):
        assert importers(library) == []
    # For the one command that only a checkout has; elsewhere it says so (test_bundle.py).
    assert importers("askleaflet_lab") == ["askleaflet.cli"]


def test_only_the_page_needs_gradio_and_no_other_command_waits_for_it() -> None:
    for name in importers("gradio"):
        assert name.startswith("askleaflet.web"), name
    top = ast.parse((SOURCE / "cli.py").read_text("utf-8")).body
    at_start = [one for one in top if isinstance(one, ast.ImportFrom)]
    assert not any("web" in (one.module or "") for one in at_start)


def calls(name: str) -> set[str]:
    tree = ast.parse(modules()[name].read_text("utf-8"))
    return {
        node.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }


def test_only_the_command_line_prints() -> None:
    printing = {name for name in modules() if "print" in calls(name)}
    assert printing <= {f"{ROOT}.cli"}


def test_only_the_settings_read_the_environment() -> None:
    reading = {
        name
        for name, path in modules().items()
        if "os.environ" in path.read_text("utf-8") or "getenv" in path.read_text("utf-8")
    }
    # The program sets what keeps onnxruntime quiet and the page what keeps Gradio off the network,
    # before these read it, the start a home where there is none and the threads of numpy; they read
    # nothing.
    assert reading - {ROOT, f"{ROOT}.web", f"{ROOT}.start"} == {f"{ROOT}.settings"}
    assert 'os.environ["ORT_DISABLE_TELEMETRY"] = "1"' in modules()[ROOT].read_text("utf-8")
    assert "environ.update(" in modules()[f"{ROOT}.web"].read_text("utf-8")


@pytest.mark.parametrize("script", sorted((SOURCE / "web").glob("*.js")), ids=lambda one: one.name)
def test_no_script_declares_a_function_twice(script: Path) -> None:
    """The later one would silently take the place of the first, in all that calls it."""
    declared = re.findall(r"^ *(?:async )?function (\w+)", script.read_text("utf-8"), re.MULTILINE)
    assert [name for name, times in Counter(declared).items() if times > 1] == []
