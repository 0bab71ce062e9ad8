"""Imports flow one way: no module reaches itself, and the ground floor knows nothing of what stands on it."""

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "jlac_graph"
GROUND = {
    "errors": set(),
    "terms": set(),
    "findings": set(),
    "analysis": {"errors", "notebook"},
    "csvw": {"errors"},
}


def parts() -> dict[str, set[str]]:
    """Each module or subpackage with those it imports, also inside functions; types do not count."""
    found: dict[str, set[str]] = {}
    for path in PACKAGE.rglob("*.py"):
        own = path.relative_to(PACKAGE).with_suffix("").parts
        if own == ("__init__",):
            continue
        named = found.setdefault(own[0], set())
        named |= {name for name in _imports(ast.parse(path.read_text("utf-8")), own) if name != own[0]}
    return {name: {n for n in named if n in found} for name, named in found.items()}


def _imports(tree: ast.AST, own: tuple[str, ...]) -> Iterator[str]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            continue
        if isinstance(node, ast.ImportFrom) and node.level:
            place = own[: len(own) - node.level]
            names = [node.module] if node.module else [alias.name for alias in node.names]
            yield from ((*place, *name.split("."))[0] for name in names)
        yield from _imports(node, own)


def test_no_module_reaches_itself() -> None:
    try:
        TopologicalSorter(parts()).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


@pytest.mark.parametrize("name", GROUND)
def test_the_ground_floor_stands_alone(name: str) -> None:
    assert parts()[name] <= GROUND[name]
