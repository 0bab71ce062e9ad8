"""The project's own tables are plain CSVW: the general reader gives what the compiled mapping gives."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from jlac_graph.tables.collections import read_collections
from jlac_graph.tables.quads import convert, load
from tests.fixtures.report import REPORT

from .command import run

COLLECTIONS = sorted((Path(__file__).parents[2] / "data").glob("*/csv-metadata.json"))


def triples(data: bytes, form: ox.RdfFormat) -> set[str]:
    return {str(quad.triple) for quad in ox.parse(data, format=form)}


def test_both_ways_give_the_same_triples(tmp_path: Path) -> None:
    out = tmp_path / "fast.nq"
    convert(load(read_collections(REPORT)), out)
    general = set()
    for folder in REPORT:
        got = run("csvw", str(folder / "csv-metadata.json"), "--minimal")
        assert (got.code, got.err) == (0, "")
        general |= triples(got.out, ox.RdfFormat.N_TRIPLES)
    fast = triples(out.read_bytes(), ox.RdfFormat.N_QUADS)
    assert len(fast) > 10_000
    assert (sorted(fast - general)[:5], sorted(general - fast)[:5]) == ([], [])


@pytest.mark.parametrize("path", COLLECTIONS, ids=lambda path: path.parent.name)
def test_the_tables_hold_to_their_descriptions(path: Path) -> None:
    got = run("csvw", str(path), "--validate")
    assert (got.code, got.err) == (0, "")


def test_the_address_of_a_folder_is_that_of_the_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "ports.csv").write_text("id\ncallao\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for given in ("tables/ports.csv", str(tmp_path / "tables" / "ports.csv")):
        got = run("csvw", given, "--minimal", "--base", "https://example.org/data/")
        assert b"<https://example.org/data/ports.csv#id>" in got.out
