"""The benchmarks run and compare like with like; none is timed here."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox

from jlac_graph.tables.collections import read_collections

ROOT = Path(__file__).parents[1]


def run(*arguments: str) -> str:
    command = [sys.executable, "-m", "benchmarks", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout if done.returncode == 0 else done.stderr


def test_the_list_names_each_with_what_it_does() -> None:
    listed = [line.split()[0] for line in run("--list").splitlines() if line.startswith("  ")]
    assert listed == sorted(p.stem for p in (ROOT / "benchmarks").glob("*.py") if p.stem[0] != "_")


def test_an_unknown_name_is_told() -> None:
    assert run("lode").startswith("no benchmark lode; there are ")


def test_loading_compares_the_same_triples(tmp_path: Path) -> None:
    sys.path.insert(0, str(ROOT))
    try:
        from benchmarks import load
    finally:
        sys.path.remove(str(ROOT))
    load.write_tables(tmp_path, 50)
    load.by_jlac(tmp_path)
    load.by_rdflib(tmp_path)
    ours, theirs = ({q.triple for q in ox.parse(path=str(tmp_path / n))} for n in ("ours.nq", "rdflib.nt"))
    assert len(ours) == 50 * load.PER_ROW
    assert ours == theirs


def test_the_chain_maps_each_column_that_it_compares() -> None:
    sys.path.insert(0, str(ROOT))
    try:
        from benchmarks import _rml
    finally:
        sys.path.remove(str(ROOT))
    group = read_collections([ROOT / "data" / "idb-mg-172"])
    mapping = list(ox.parse(_rml.rml(group), ox.RdfFormat.TURTLE, base_iri="http://example.org/"))
    made = [t for t in mapping if t.predicate.value.endswith("predicateObjectMap")]
    compared = [c for t in _rml.in_one_graph(group).tables for c in t.columns if not c.suppress]
    assert len(made) == len(compared) > 300
    files = {t.object.value for t in mapping if t.predicate.value.endswith("/rml/source")}
    assert files == {str(table.path) for table in group.tables}
