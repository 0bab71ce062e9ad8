"""The project's own tables are plain CSVW: the general reader gives what the compiled mapping gives."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from jlac_graph.tables.metadata import read_group
from jlac_graph.tables.quads import convert, load

from .command import run

METADATA = Path(__file__).parents[2] / "data" / "csv-metadata.json"


def triples(data: bytes, form: ox.RdfFormat) -> set[str]:
    return {str(quad.triple) for quad in ox.parse(data, format=form)}


def test_both_ways_give_the_same_triples(tmp_path: Path) -> None:
    out = tmp_path / "fast.nq"
    convert(load(read_group(METADATA)), out)
    got = run("csvw", str(METADATA), "--minimal")
    assert (got.code, got.err) == (0, "")
    general, fast = triples(got.out, ox.RdfFormat.N_TRIPLES), triples(out.read_bytes(), ox.RdfFormat.N_QUADS)
    assert len(fast) > 10_000
    assert (sorted(fast - general)[:5], sorted(general - fast)[:5]) == ([], [])


def test_the_tables_hold_to_their_descriptions() -> None:
    got = run("csvw", str(METADATA), "--validate")
    assert (got.code, got.err) == (0, "")
