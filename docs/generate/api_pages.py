"""The pages of the Python API: the directives from which mkdocstrings makes them out of the docstrings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import jlac_graph

__all__ = ["api_pages"]

_HEAD = """# Python

For programs and notebooks. `import jlac_graph as jlac`, then `jlac.load()` opens a graph; everything else is
a method of it or a value that one returns. The names on this page are the interface that
[versions](../../versions.md) keep stable; of [what methods return](#what-methods-return), that is the
attributes. [Modules](modules.md) lists all others, which may move.
"""
_RETURNED = (
    "network.trace_model.TraceData",
    "network.trace_model.TracedPath",
    "network.trace_model.Hop",
    "network.trace_model.Statement",
    "lookup.profile.Profile",
    "lookup.profile.FactRow",
    "lookup.names_of_entities.Hit",
    "queries.parameters.Query",
)
"""Classes whose objects the methods return; only the objects are part of the interface."""
_RESULTS = """
## What methods return

`trace` returns a `Trace`, which has the attributes of `TraceData`: its `paths` have `hops`, and these have
`statements`. `show` returns a `Profile`, `search` a list of `Hit`, `queries` a tuple of `Query`. The modules
of these classes may change.
"""
_MODULES = """# Modules

For contributors: every module of the package by room, with its job. `help("jlac_graph.ROOM.MODULE")` in
Python shows the functions of one. What [the interface](index.md) does not list may change in any version.
"""


def api_pages() -> Iterator[tuple[str, str]]:
    """Yield the path and text of each page."""
    names = [name for name in jlac_graph.__all__ if not name.startswith("__")]
    first = ["load", "Graph"]
    order = [*first, *sorted(set(names) - set(first))]
    yield (
        "reference/python/index.md",
        "".join([_HEAD, *_directives(order, 2), _RESULTS, *_directives(_RETURNED, 3)]),
    )
    yield "reference/python/modules.md", _MODULES + "".join(_rooms(Path(jlac_graph.__file__).parent))


def _directives(names: Iterable[str], level: int) -> Iterator[str]:
    for name in names:
        yield f"\n::: jlac_graph.{name}\n    options:\n      heading_level: {level}\n"


def _rooms(package: Path) -> Iterator[str]:
    for room in sorted(path.parent for path in package.glob("*/__init__.py")):
        yield f"\n## {room.name}\n\n{_job(room / '__init__.py')}\n\n| module | job |\n| --- | --- |\n"
        for path in sorted(room.rglob("*.py")):
            if path.name != "__init__.py":
                dotted = ".".join(("jlac_graph", *path.relative_to(package).with_suffix("").parts))
                yield f"| `{dotted}` | {_job(path)} |\n"


def _job(path: Path) -> str:
    """Return the first paragraph of a module's docstring."""
    found = re.match(r'\s*"""(.+?)(?:\n\n|""")', path.read_text("utf-8"), re.DOTALL)
    return " ".join(found[1].split()).replace("``", "`").replace("|", "\\|") if found else ""
