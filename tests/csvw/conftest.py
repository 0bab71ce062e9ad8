"""A folder of tables that lies at http://example.org/ on the web."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from .command import Outcome, run

BASE = "http://example.org/"
CONTEXT = "http://www.w3.org/ns/csvw"
SHORT = {
    BASE: ":",
    CONTEXT + "#": "csvw:",
    "http://www.w3.org/2001/XMLSchema#": "xsd:",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:",
    "http://purl.org/dc/terms/": "dc:",
}


def short(term: object) -> str:
    text = str(term)
    for long, prefix in SHORT.items():
        text = text.replace(f"<{long}", f"<{prefix}")
    return "_" if text.startswith("_:") else text.replace("<", "").replace(">", "")


@dataclass(frozen=True)
class Place:
    """A folder; what it gives is short: ``:port.csv#name "Callao"``."""

    root: Path

    def write(self, name: str, content: str | bytes | dict[str, Any]) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, dict):
            content = json.dumps({"@context": CONTEXT, **content})
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def run(self, name: str, *options: str) -> Outcome:
        return run("csvw", str(self.root / name), "--base", BASE + name, *options)

    def triples(self, name: str, *options: str) -> list[str]:
        """Convert a file that must give no warning; the statements, sorted, blank nodes as ``_``."""
        got = self.run(name, *options)
        assert (got.code, got.err) == (0, "")
        return statements(got)

    def cells(self, datatype: Any, *texts: str, **properties: Any) -> list[str]:
        """Convert a table with one column; the objects in the order of rows, and what is warned of."""
        quoted = "".join('"' + text.replace('"', '""') + '"\n' for text in texts)
        self.write("t.csv", "x\n" + quoted)
        column = {"name": "x", "propertyUrl": "http://example.org/{_row}", "datatype": datatype, **properties}
        self.write("t.json", {"url": "t.csv", "tableSchema": {"columns": [column]}})
        got = self.run("t.json", "--minimal")
        assert got.code == 0, got.err
        rows = [text.partition(" ")[2].partition(" ") for text in statements(got)]
        found = sorted((int(row.removeprefix(":")), text) for row, _, text in rows)
        return [text for _, text in found] + [line.rpartition("x: ")[2] for line in got.err.splitlines()]


def statements(got: Outcome) -> list[str]:
    found = ox.parse(got.out, format=ox.RdfFormat.N_TRIPLES)
    return sorted(" ".join(map(short, (q.subject, q.predicate, q.object))) for q in found)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)
