"""Where collections declare terms of their own: a finding about a class or code has its line there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from ..core.namespaces import local_name
from ..tables.findings import Cell
from .inputs import ONTOLOGY

__all__ = ["own_terms"]


def own_terms(collections: Mapping[str, Path]) -> dict[str, Cell]:
    """Return the terms that ontologies inside collections declare, each with its file and line.

    Parameters
    ----------
    collections : folder of each collection by its name.
    """
    return {
        iri: Cell(f"{name}/{path.relative_to(folder).as_posix()}", line, "")
        for name, folder in collections.items()
        for path in sorted((folder / ONTOLOGY).glob("**/*.ttl"))
        for iri, line in _declared(path.read_text(encoding="utf-8", errors="replace"))
    }


def _declared(turtle: str) -> Iterator[tuple[str, int]]:
    """Yield the subjects of a Turtle file, each with its line; none if it does not parse."""
    import pyoxigraph as ox

    try:
        subjects = {quad.subject for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE)}
    except SyntaxError:  # is reported where the file is loaded
        return
    for subject in subjects:
        if isinstance(subject, ox.NamedNode):
            name = re.escape(local_name(subject.value))
            found = re.search(rf"^[^\s@#]\S*?\b{name}>?\s", turtle, re.M)
            yield subject.value, turtle.count("\n", 0, found.start()) + 1 if found else 1
