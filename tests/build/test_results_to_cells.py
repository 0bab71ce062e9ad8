"""From a SHACL result back to the cell that made its triple, through the templates of the tables."""

import csv
from pathlib import Path

import pyoxigraph as ox
import pytest

from jlac_graph.build import pipeline as build
from jlac_graph.build import results_to_cells as validate
from jlac_graph.build.inputs import Inputs
from jlac_graph.core.errors import MetadataError
from jlac_graph.shacl import engine as shacl
from jlac_graph.shacl.shapes import ShapesGraph
from jlac_graph.tables import quads as mapping
from jlac_graph.tables.collections import read_collections
from jlac_graph.tables.findings import Finding
from jlac_graph.tables.quads import Loaded
from jlac_graph.tables.reader import read_table
from tests.fixtures.report import REPORT, copy_report
from tests.tables.faults.edits import line_of

ROOT = Path(__file__).parents[2]
TABLES = ROOT / "data" / "idb-mg-172"
PREFIXES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix jlac: <https://w3id.org/jlac/ont#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix id: <https://w3id.org/jlac/id/> .
@prefix fact: <https://w3id.org/jlac/id/fact/> . @prefix shape: <https://w3id.org/jlac/shape/> .
@prefix prov: <http://www.w3.org/ns/prov#> . @prefix agent: <https://w3id.org/jlac/id/agent/> .
"""


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return mapping.load(read_collections(REPORT))


def findings(store: ox.Store, loaded: Loaded, shapes: str, engine: str = "compiled") -> list[Finding]:
    compiled = shacl.compile_shapes(ShapesGraph.parse((PREFIXES + shapes).encode()))
    return validate.check_graph(store, compiled, loaded, engine=engine)


def places(found: list[Finding]) -> list[tuple[str, int, str, str]]:
    return [(f.file, f.row, f.column, f.value) for f in found]


@pytest.mark.parametrize("engine", validate.ENGINES)
def test_a_value_leads_to_its_cell(store: ox.Store, loaded: Loaded, engine: str) -> None:
    deal = ox.NamedNode("https://w3id.org/jlac/id/fact/mazda-salamanca-2011")
    small = ox.Store()
    small.extend(ox.Quad(*quad.triple) for quad in store.quads_for_pattern(deal, None, None))
    found = findings(
        small,
        loaded,
        "shape:s sh:targetNode fact:mazda-salamanca-2011 ; "
        'sh:property [ sh:path jlac:currency ; sh:pattern "X" ] .',
        engine,
    )
    row = line_of(TABLES / "investments.csv", "mazda-salamanca-2011")
    assert places(found) == [("idb-mg-172/investments.csv", row, "currency", "USD")]


def test_a_missing_value_leads_to_the_empty_cell(store: ox.Store, loaded: Loaded) -> None:
    found = findings(
        store,
        loaded,
        "shape:s sh:targetNode fact:mazda-salamanca-2011 ; "
        "sh:property [ sh:path jlac:seller ; sh:minCount 1 ] .",
    )
    row = line_of(TABLES / "investments.csv", "mazda-salamanca-2011")
    assert places(found) == [("idb-mg-172/investments.csv", row, "seller", "")]


def test_one_of_many_columns_with_a_property(store: ox.Store, loaded: Loaded) -> None:
    found = findings(
        store,
        loaded,
        "shape:s sh:targetNode <https://w3id.org/jlac/id/place/mexico> ; "
        'sh:property [ sh:path skos:prefLabel ; sh:languageIn ( "en" "ja" "pt" ) ] .',
    )
    row = line_of(ROOT / "data" / "common" / "places.csv", "mexico")
    cells = {(f.file, f.row, f.column) for f in found}
    assert ("common/places.csv", row, "name_es") in cells


def test_a_derived_link_leads_to_the_fact_behind_it(store: ox.Store, loaded: Loaded) -> None:
    found = findings(
        store,
        loaded,
        "shape:s sh:targetNode agent:pan-pacific-copper ; "
        "sh:property [ sh:path jlac:investedIn ; sh:in ( ) ] .",
    )
    row = line_of(TABLES / "investments.csv", "ppc-mitsui-caserones")
    assert ("idb-mg-172/investments.csv", row, "target", "asset/caserones") in places(found)


def test_an_inverse_link_leads_to_the_fact_behind_it(store: ox.Store, loaded: Loaded) -> None:
    """The inverse property is read from the ontology, so that its name may change."""
    query = """PREFIX jlac: <https://w3id.org/jlac/ont#> PREFIX owl: <http://www.w3.org/2002/07/owl#>
               SELECT ?p { { ?p owl:inverseOf jlac:investedIn }
                           UNION { jlac:investedIn owl:inverseOf ?p } }"""
    rows = store.query(query, use_default_graph_as_union=True)
    inverse = next(iter(rows))["p"]
    found = findings(
        store,
        loaded,
        "shape:s sh:targetNode <https://w3id.org/jlac/id/asset/caserones> ; "
        f"sh:property [ sh:path {inverse} ; sh:in ( ) ] .",
    )
    row = line_of(TABLES / "investments.csv", "ppc-mitsui-caserones")
    assert ("idb-mg-172/investments.csv", row, "investor", "agent/pan-pacific-copper") in places(found)


def test_derived_evidence_leads_to_the_source_column(store: ox.Store, loaded: Loaded) -> None:
    found = findings(
        store,
        loaded,
        "shape:s sh:targetNode fact:mazda-salamanca-2011 ; sh:property shape:p . "
        "shape:p sh:path prov:wasDerivedFrom ; sh:in ( ) ; jlac:cellProperty jlac:citation .",
    )
    row = line_of(TABLES / "investments.csv", "mazda-salamanca-2011")
    assert {(f.file, f.row, f.column) for f in found} == {("idb-mg-172/investments.csv", row, "source")}


def test_a_role_in_a_table_of_its_own(store: ox.Store, loaded: Loaded) -> None:
    found = findings(
        store,
        loaded,
        "shape:s sh:targetNode fact:ppc-mitsui-caserones ; "
        "sh:property [ sh:path jlac:investor ; sh:in ( agent:pan-pacific-copper ) ] .",
    )
    row = line_of(TABLES / "parties.csv", "ppc-mitsui-caserones,investor,agent/mitsui")
    assert places(found) == [("idb-mg-172/parties.csv", row, "party", "agent/mitsui")]


def test_a_row_after_cells_of_many_lines(tmp_path: Path) -> None:
    meta = (
        '{"@context": "http://www.w3.org/ns/csvw", "tables": [{"url": "t.csv", "tableSchema": '
        '{"aboutUrl": "urn:t:{id}", "primaryKey": ["id"], "columns": ['
        '{"name": "id", "required": true, "suppressOutput": true}, '
        '{"name": "n", "datatype": "decimal", "propertyUrl": "urn:n"}, '
        '{"name": "note", "propertyUrl": "urn:note"}]}}]}'
    )
    (tmp_path / "csv-metadata.json").write_text(meta)
    (tmp_path / "t.csv").write_text('id,n,note\na,1,"two\nlines"\nb,-2,x\n')
    loaded = mapping.load(read_collections([tmp_path]))
    assert not read_table(loaded.group.tables[0]).findings
    store = ox.Store()
    build._load_tables(store, loaded)
    shapes = "shape:s sh:targetSubjectsOf <urn:n> ; sh:property [ sh:path <urn:n> ; sh:minInclusive 0 ] ."
    assert places(findings(store, loaded, shapes)) == [(f"{tmp_path.name}/t.csv", 4, "n", "-2")]


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        (
            "foreignKeys",
            "foreignKey",
            r"schemas/coverage.json: /foreignKey: is not a property of a Schema; did you mean f",
        ),
        ("required", "requird", r"columns/\d+/requird: is not a property of a Column; did you mean required"),
        ("tableSchema", "tableSchem", r"/tables/0/tableSchem: is not a property of a Table"),
    ],
)
def test_a_misspelt_property_of_the_metadata_disarms_no_check(
    tmp_path: Path, right: str, wrong: str, message: str
) -> None:
    data = copy_report(tmp_path)
    for path in [*data.glob("schemas/coverage.json"), *data.glob("*/csv-metadata.json")]:
        path.write_text(path.read_text().replace(f'"{right}"', f'"{wrong}"'))
    with pytest.raises(MetadataError, match=message):
        read_collections([data])


def test_statistics_without_a_number_are_found_at_their_cells(tmp_path: Path) -> None:
    data = copy_report(tmp_path)
    path = data / "idb-mg-172" / "trade_statistics.csv"
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file))
    for row, value in zip(rows, ["", "29,5", "free", "9" * 41], strict=False):
        row[header.index("value")] = value
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])
    errors = [f for f in build.assemble(Inputs((data,), ROOT / "ontology")).findings if f.severity == "error"]
    found = sorted((f.file, f.row, f.column) for f in errors)
    assert found == [("idb-mg-172/trade_statistics.csv", line, "value") for line in (2, 3, 4, 5)]
