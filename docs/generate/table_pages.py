"""The data dictionary: a page for every table of the curators, as ``jlac describe`` prints it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from jlac_graph.core.namespaces import shorten
from jlac_graph.core.paths import schemas_dir

from .markdown import code, link, table, text

if TYPE_CHECKING:
    from jlac_graph.tables.dictionary import ColumnEntry, TableEntry

    from .terms import Ontology

__all__ = ["table_pages"]

_FRONT = "---\nhide: [navigation]\n---\n\n[Tables](index.md)\n\n"
_FEW = 24
_HEAD = """# Tables

What curators write, and what the graph is built from: one table for each kind of row, in the folder of a
collection. `jlac describe TABLE` prints the same in a terminal, with the codes and ids of your own collection
if `--with DIR` names it. A collection has only the tables that it needs.
"""


def table_pages(tables: Sequence[TableEntry], ontology: Ontology) -> Iterator[tuple[str, str]]:
    """Yield the path and text of each page."""
    for entry in tables:
        yield f"reference/tables/{entry.name}.md", _page(entry, ontology)
    rows = [(f"[{code(entry.name)}]({entry.name}.md)", text(entry.meaning)) for entry in tables]
    yield "reference/tables/index.md", f"{_HEAD}\n{table(('table', 'rows'), rows)}"


def _page(entry: TableEntry, ontology: Ontology) -> str:
    page = f"reference/tables/{entry.name}.md"
    schema = json.loads((schemas_dir() / f"{entry.name}.json").read_text("utf-8"))
    urls = {column["name"]: column.get("propertyUrl", "") for column in schema["columns"]}
    rows = []
    for column in entry.columns:
        name = code(column.name) + (" \\*" if column.required else "")
        stated = _property(urls.get(column.name, ""), ontology, page)
        rows.append((name, text(column.meaning or column.type), _cells(column, page), stated))
    key = ", ".join(code(name) for name in schema.get("primaryKey", ()))
    note = f"Required columns are marked \\*.{f' Primary key: {key}.' if key else ''}\n"
    listed = table(("column", "meaning", "cells", "states"), rows)
    return f"{_FRONT}# {code(entry.name)}\n\n{text(entry.meaning)} {note}\n{listed}"


def _property(iri: str, ontology: Ontology, page: str) -> str:
    if term := ontology.terms.get(iri):
        return link(code(term.name), term.page, page)
    return code(shorten(iri)) if iri else ""


def _cells(column: ColumnEntry, page: str) -> str:
    """Say what a cell looks like, what an empty one means, and what values it may have."""
    parts = [text(column.type) + (f", such as {code(column.example)}" if column.example else "")]
    if column.default:
        parts.append(f"empty means {code(column.default)}")
    if 0 < len(column.leads_to) <= 7:
        homes = (link(code(name), f"reference/tables/{name}.md", page) for name in column.leads_to)
        parts.append(f"defined in {', '.join(homes)}")
    if 0 < len(column.values) <= _FEW:
        parts.append("one of " + ", ".join(map(code, column.values)))
    return "; ".join(parts)
