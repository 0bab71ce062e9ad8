"""The notebook of the docs runs, and shows tables, frames and widgets; frames keep types."""

from pathlib import Path

import nbformat
import polars as pl
import pyarrow as pa
import pytest
from nbclient import NotebookClient

from jlac_graph.core.errors import UsageError
from jlac_graph.core.notebook import installed
from jlac_graph.graph import Graph
from jlac_graph.sparql.store import OxigraphStore

NOTEBOOK = Path(__file__).parents[1] / "docs" / "notebook.ipynb"
WIDGET = "application/vnd.jupyter.widget-view+json"


def test_the_notebook_runs(report_dist: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JLAC_GRAPH", str(report_dist))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    assert not any(cell.get("outputs") for cell in notebook.cells)  # they would go out of date
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    codes = [cell for cell in notebook.cells if cell.cell_type == "code"]
    shown = [{**out.get("data", {})} for cell in codes for out in cell.outputs]
    tables = [data["text/html"] for data in shown if "text/html" in data]
    assert "fact/codelco-mitsui-anglo-sur-2012" in tables[0]
    assert sum(WIDGET in data for data in shown) == 2
    assert any("idb-mg-172#" in table for table in tables[-1:])


def test_frames_have_one_type_per_column(report_graph: OxigraphStore) -> None:
    kg = Graph(report_graph)
    values = '(1 "2012"^^xsd:gYear "a") (2.5 "2012-03"^^xsd:gYearMonth UNDEF)'
    rows = kg.query(f"SELECT * {{ VALUES (?n ?when ?word) {{ {values} }} }}")
    frame, table = rows.to_polars(), rows.to_arrow()
    assert frame["n"].to_list() == [1.0, 2.5]
    assert frame["when"].to_list() == table["when"].to_pylist() == ["2012", "2012-03"]
    assert (frame.schema["when"], table.schema.field("word").type) == (pl.String, pa.string())
    assert frame["word"].to_list() == ["a", None]
    empty = kg.query("SELECT ?a ?b { ?a ?b 'nothing' }")
    assert (empty.to_polars().columns, empty.to_arrow().column_names) == (["a", "b"], ["a", "b"])


def test_frames_have_numbers_to_plot_and_texts_where_a_column_is_empty(report_graph: OxigraphStore) -> None:
    values = '(300.0 1.5 "2012"^^xsd:gYear UNDEF) (UNDEF 2 UNDEF UNDEF)'
    query = f"SELECT * {{ VALUES (?amount ?share ?year ?none) {{ {values} }} }}"
    rows = Graph(report_graph).query(query)
    kinds = {name: str(kind) for name, kind in rows.to_pandas().dtypes.items()}
    assert kinds == {"amount": "Int64", "share": "Float64", "year": "Int64", "none": "string"}
    assert rows.to_pandas()["amount"].sum() == 300
    assert rows.to_polars().schema["none"] == pl.String
    assert rows.to_arrow().schema.field("none").type == pa.string()
    assert rows.to_arrow().schema.field("amount").type == pa.int64()
    (large,) = Graph(report_graph).query("SELECT (9223372036854775808 AS ?n) {}").to_pandas()["n"]
    assert large == 2.0**63


def test_a_missing_package_is_named_with_its_extra() -> None:
    with pytest.raises(
        UsageError, match=r"no_such_package is not installed; pip install 'jlac-graph\[polars\]'"
    ):
        installed("no_such_package", "polars")


def test_a_trace_is_a_widget_with_its_statements(report_graph: OxigraphStore) -> None:
    made = Graph(report_graph).trace("mitsui", "jbic", paths=1).widget(height=300)
    assert {"agent/mitsui", "agent/jbic"} <= {node["id"] for node in made.network["nodes"]}
    assert "idb-mg-172#case-mining.p7" in {edge["sources"] for edge in made.network["edges"]}
    assert made.height == 300
