"""Imports flow one way: each room imports only rooms above it in the list, and no module reaches itself.

Every import counts: those of types, those inside functions, those inside a room, relative or absolute.
A small package with each fault, `FAULTY`, shows that none goes unseen.
"""

import ast
import textwrap
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import networkx as nx
import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "jlac_graph"
TESTS = Path(__file__).parent
FACE, ENTRY = "the library's face", "__main__"
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
    "importers",
    FACE,
    "web",
    "site",
    "cli",
    ENTRY,
]
"""Lowest first. The modules at the package's root are its face; ``python -m jlac_graph`` stands on all."""
MODULE_LINES = 450
FUNCTION_LINES = 45
"""Longest function, its docstring aside: more needs scrolling."""


def modules(package: Path) -> dict[str, Path]:
    """Dotted name below the package -> file; a package goes by its own name, the root by the empty one."""
    found = {}
    for path in package.rglob("*.py"):
        parts = path.relative_to(package).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def imports(package: Path) -> nx.DiGraph:
    """Who imports whom, among a package's own modules."""
    files = modules(package)
    graph = nx.DiGraph()
    graph.add_nodes_from(files)
    for name, path in files.items():
        within = (package.name, *path.relative_to(package).parts[:-1])
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            for full in _imported(node, within):
                if full.partition(".")[0] == package.name:
                    graph.add_edge(name, _module(full.removeprefix(package.name)[1:], files))
    return graph


def _imported(node: ast.AST, within: tuple[str, ...]) -> Iterator[str]:
    """The full dotted names that a statement imports, of modules or of what stands in them."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        place = within[: len(within) - node.level + 1] if node.level else ()
        parts = [*place, *([node.module] if node.module else [])]
        yield from (".".join([*parts, alias.name]) for alias in node.names)


def _module(name: str, files: dict[str, Path]) -> str:
    """The module that a name is, or that the named thing stands in."""
    return name if name in files else name.rpartition(".")[0]


def room(name: str, files: dict[str, Path]) -> str:
    top = name.partition(".")[0]
    if top in files and files[top].name == "__init__.py" and top:
        return top
    return ENTRY if name == ENTRY else FACE


def upward(package: Path, rooms: list[str]) -> list[str]:
    """Imports of a module by one whose room stands above it in the list."""
    files = modules(package)
    place = {name: rooms.index(room(name, files)) for name in files}
    return sorted(f"{a} -> {b}" for a, b in imports(package).edges if place[b] > place[a])


def circles(package: Path) -> list[list[str]]:
    """Modules that reach themselves, those of one circle together."""
    graph = imports(package)
    loops = (found for found in nx.strongly_connected_components(graph) if len(found) > 1)
    return sorted([*map(sorted, loops), *([name] for name in nx.nodes_with_selfloops(graph))])


def long_functions(package: Path, most: int) -> list[str]:
    found = []
    for name, path in modules(package).items():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _lines(node) > most:
                found.append(f"{name}.{node.name}: {_lines(node)} lines")
    return sorted(found)


def _lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from ``def`` to the end, the docstring's left out."""
    text = node.body[0]
    told = text.end_lineno - text.lineno + 1 if ast.get_docstring(node) is not None else 0
    return node.end_lineno - node.lineno + 1 - told


def test_every_module_stands_in_a_room() -> None:
    files = modules(PACKAGE)
    assert {room(name, files) for name in files} == set(ROOMS)


def test_a_room_imports_only_rooms_above_it_in_the_list() -> None:
    wrong = upward(PACKAGE, ROOMS)
    assert wrong == [], "\n".join(wrong)


def test_no_module_reaches_itself() -> None:
    wrong = circles(PACKAGE)
    assert wrong == [], "\n".join(map(" - ".join, wrong))


@pytest.mark.parametrize("package", [PACKAGE, TESTS], ids=["source", "tests"])
def test_no_module_is_too_long_and_no_function_needs_scrolling(package: Path) -> None:
    """Biome holds the front end to the same lengths, and to imports without circles (web/biome.json)."""
    sizes = {name: len(path.read_text("utf-8").splitlines()) for name, path in modules(package).items()}
    assert {name: size for name, size in sizes.items() if size > MODULE_LINES} == {}
    assert long_functions(package, FUNCTION_LINES) == []


FAULTY = {
    "__init__": "from .low import name",
    "__main__": "from . import top",
    "face": "from .low.plain import x",
    "low/__init__": "name = 1",
    "low/plain": "from os import path\nfrom . import name",
    "low/typed": "if TYPE_CHECKING:\n    from ..top.page import Page",
    "low/lazy": "def f():\n    from .. import face",
    "low/absolute": "import faulty.top.page",
    "low/named": "from faulty.top import page",
    "low/ring": "from .ring2 import a",
    "low/ring2": "def f():\n    from . import ring",
    "low/own": "from .own import a",
    "top/__init__": "from ..face import x",
    "top/page": "from ..low import plain\nfrom . import part",
    "top/part": "if TYPE_CHECKING:\n    from .page import Page",
}
"""Module -> its text: a package that breaks each rule, beside imports that are right."""


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    for name, text in FAULTY.items():
        path = tmp_path / "faulty" / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text + "\n", "utf-8")
    return tmp_path / "faulty"


def test_upward_imports_are_found_typed_lazy_and_absolute(faulty: Path) -> None:
    assert upward(faulty, ["low", FACE, "top", ENTRY]) == [
        "low.absolute -> top.page",
        "low.lazy -> face",
        "low.named -> top.page",
        "low.typed -> top.page",
    ]
    assert "face -> low.plain" in upward(faulty, [FACE, "low", "top", ENTRY])
    assert "__main__ -> top" in upward(faulty, ["low", FACE, ENTRY, "top"])


def test_circles_are_found_typed_lazy_and_of_one(faulty: Path) -> None:
    assert circles(faulty) == [["low.own"], ["low.ring", "low.ring2"], ["top.page", "top.part"]]


def test_a_long_function_is_found_whatever_its_docstring(faulty: Path) -> None:
    text = '''
        def short():
            """One line.

            Another.
            """
            return 1
        class Thing:
            async def long(self):
                a = 1
                b = 2
                return a + b
    '''
    (faulty / "low" / "plain.py").write_text(textwrap.dedent(text), "utf-8")
    assert long_functions(faulty, 3) == ["low.plain.long: 4 lines"]
