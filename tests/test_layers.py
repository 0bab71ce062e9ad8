"""Imports flow one way: each room knows only the rooms above it, and no module of a room reaches itself.

Every import counts: those of types, those inside functions, and those inside a room.
"""

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "jlac_graph"
FACE = "the library's face"
ROOMS = [
    "core",
    "csvw",
    "sparql",
    "shacl",
    "tables",
    "build",
    "lookup",
    "output",
    "queries",
    "export",
    "network",
    FACE,
    "web",
    "cli",
]
"""From the ground floor up; the modules at the root of the package are its face."""
LONGEST = 450
"""Lines of a module: what does not fit is two modules."""


def modules() -> dict[str, Path]:
    """Dotted name below the package -> file; a package goes by its own name."""
    found = {}
    for path in PACKAGE.rglob("*.py"):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = modules()


def imported(name: str) -> Iterator[str]:
    """The package's own modules that a module imports anywhere in it."""
    path = MODULES[name]
    own = path.relative_to(PACKAGE).parts[:-1]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            place = own[: len(own) - node.level + 1]
            whole = ".".join((*place, *(node.module.split(".") if node.module else ())))
            for alias in node.names:
                part = f"{whole}.{alias.name}".removeprefix(".")
                yield part if part in MODULES else whole
        elif isinstance(node, ast.ImportFrom):
            assert not (node.module or "").startswith("jlac_graph"), f"{name}: import by a relative name"


def room(name: str) -> str:
    return name.partition(".")[0] if (PACKAGE / name.partition(".")[0]).is_dir() else FACE


GRAPH = {name: {other for other in imported(name) if other != name} for name in MODULES}


def test_every_module_stands_in_a_room() -> None:
    assert {room(name) for name in MODULES} == set(ROOMS)


@pytest.mark.parametrize("name", sorted(MODULES))
def test_a_room_imports_only_rooms_above_it_in_the_list(name: str) -> None:
    place = ROOMS.index(room(name))
    assert {other for other in GRAPH[name] if ROOMS.index(room(other)) > place} == set()


def test_no_module_reaches_itself() -> None:

    parts = {name: {other for other in found if other in GRAPH} for name, found in GRAPH.items()}
    try:
        TopologicalSorter(parts).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


@pytest.mark.parametrize("name", sorted(MODULES))
def test_no_module_is_too_long(name: str) -> None:
    assert len(MODULES[name].read_text("utf-8").splitlines()) <= LONGEST
