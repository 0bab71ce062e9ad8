"""GeoJSON, KML and FollowTheMoney, read by what others wrote.

The schemas are read from the wheel of FollowTheMoney, which is not installed: it needs PyICU, which is
compiled at installation.
"""

import json
import re
import subprocess
import sys
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import networkx as nx
import pytest
import yaml
from fastkml import KML, Placemark
from fastkml.utils import find_all
from fastkml.validator import validate
from geojson_pydantic import FeatureCollection

from jlac_graph.export import network_format
from jlac_graph.export.flat_network import FlatNetwork, flat_network
from jlac_graph.export.followthemoney import SCHEMATA
from jlac_graph.lookup.hierarchy import above
from jlac_graph.network.build_network import network
from jlac_graph.network.projections import find_projection
from jlac_graph.sparql.store import OxigraphStore

FOLLOW_THE_MONEY = "followthemoney==4.11.2"
ID = re.compile(r"[0-9a-zA-Z]([0-9a-zA-Z.-]*[0-9a-zA-Z])?")
DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@pytest.fixture(scope="module")
def placed() -> FlatNetwork:
    """A firm without coordinates, a mine and a port with some, and what links them."""
    graph = nx.MultiDiGraph(documents={"r": "A report & more, 2013"})
    graph.add_node(
        "agent/firm", label="Firm <三井>", entity_class="Firm", iri="https://w3id.org/jlac/id/agent/firm"
    )
    for name, kind, lat, long in (("mine", "Mine", -28.1, -69.5), ("port", "Infrastructure", 35.0, 139.75)):
        data = {"label": name, "entity_class": kind, "latitude": lat, "longitude": long}
        graph.add_node(f"asset/{name}", **data, coordinate_precision="exact", coordinate_source="r#p9")
    graph.add_node("place/chile", label="Chile", entity_class="Country", label_ja="チリ")
    owns = {
        "relation": "owns",
        "share": 25.0,
        "status": "reported",
        "sources": ["r#p1", "r#p2"],
        "start": "2012",
    }
    graph.add_edge("agent/firm", "asset/mine", fact="fact/o", wording="Firm owns 25% of mine", **owns)
    plan = {"relation": "plannedOwns", "planned": True, "status": "planned", "sources": ["r#p3"]}
    graph.add_edge("agent/firm", "asset/port", fact="fact/p", wording="Firm plans to buy port", **plan)
    told = {
        "relation": "owns",
        "likelihood": "possible",
        "sources": ["r#p4"],
        "share": 5.0,
        "note": "A rumour.",
    }
    graph.add_edge("agent/firm", "asset/port", fact="fact/q", wording="Firm may own 5% of port", **told)
    ships = {"relation": "supplies", "amount": 3, "currency": "USD", "sources": ["r#p5"]}
    graph.add_edge("asset/mine", "asset/port", fact="fact/s", wording="mine ships to port", **ships)
    return flat_network(graph, title="A & B")


def written(name: str, flat: FlatNetwork) -> bytes:
    return network_format(name).write(flat)[""]


def test_geojson_is_read_as_points_and_lines(placed: FlatNetwork) -> None:
    content = written("geojson", placed)
    read = FeatureCollection.model_validate_json(content)
    shapes = [(f.id, f.geometry.type, f.geometry.coordinates) for f in read.features if f.geometry]
    mine, port = (-69.5, -28.1), (139.75, 35.0)
    assert shapes[:2] == [("asset/mine", "Point", mine), ("asset/port", "Point", port)]
    assert [(kind, ends) for _, kind, ends in shapes[2:]] == [("LineString", [mine, port])]
    facts = (read.features[1].properties or {})["facts"]
    assert [fact["wording"] for fact in facts] == [
        "Firm plans to buy port", "Firm may own 5% of port", "mine ships to port",
    ]  # fmt: skip
    assert (facts[1]["likelihood"], facts[1]["note"], facts[0]["planned"]) == ("possible", "A rumour.", True)
    assert facts[2] == {
        "relation": "supplies", "wording": "mine ships to port", "amount": 3, "currency": "USD",
        "source_passages": "r#p5", "fact": "fact/s",
    }  # fmt: skip
    whole = json.loads(content)
    assert (whole["unlocated"], whole["sources"]) == (2, ["A report & more, 2013 (r)"])


def test_kml_conforms_to_its_schema_and_is_read(placed: FlatNetwork, tmp_path: Path) -> None:
    path = tmp_path / "map.kml"
    path.write_bytes(written("kml", placed))
    assert validate(file_to_validate=path)
    marks = list(find_all(KML.parse(path), of_type=Placemark))
    assert [mark.name for mark in marks] == ["mine", "port", "supplies"]
    assert (marks[0].geometry.x, marks[0].geometry.y) == (-69.5, -28.1)
    data = {each.name: each.value for each in marks[2].extended_data.elements}
    assert (data["amount"], data["source_passages"]) == ("3", "r#p5")


def test_a_view_without_coordinates_is_an_empty_map(flat: FlatNetwork) -> None:
    read = FeatureCollection.model_validate_json(written("geojson", flat))
    assert read.features == []
    assert json.loads(written("geojson", flat))["unlocated"] == len(flat.nodes)


@cache
def schemas() -> dict[str, dict]:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", folder, FOLLOW_THE_MONEY]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        with ZipFile(next(Path(folder).glob("*.whl"))) as wheel:
            names = [name for name in wheel.namelist() if re.fullmatch(r".*/schema/\w+\.yaml", name)]
            return {key: value for name in names for key, value in yaml.safe_load(wheel.read(name)).items()}


def schema(name: str) -> dict:
    return schemas()[name]


def parents(name: str) -> set[str]:
    return {name}.union(*(parents(parent) for parent in schema(name).get("extends", [])))


def properties(name: str) -> dict[str, dict]:
    found: dict[str, dict] = {}
    for parent in sorted(parents(name)):
        found |= {key: value or {} for key, value in (schema(parent).get("properties") or {}).items()}
    return found


def check_ftm(lines: list[dict]) -> None:
    """What FollowTheMoney asks of entities: known properties, required ones, ranges, ids and dates."""
    schemata = {line["id"]: line["schema"] for line in lines}
    assert len(schemata) == len(lines)
    for line in lines:
        known, name = properties(line["schema"]), line["schema"]
        assert ID.fullmatch(line["id"])
        assert not schema(name).get("abstract")
        assert set(line["properties"]) <= set(known), (name, set(line["properties"]) - set(known))
        required = {each for parent in parents(name) for each in schema(parent).get("required", [])}
        assert required - {"alias"} <= set(line["properties"])
        for key, values in line["properties"].items():
            kind = known[key].get("type")
            if kind == "entity":
                assert all(known[key]["range"] in parents(schemata[value]) for value in values), line
            if kind == "date":
                assert all(DATE.fullmatch(value) for value in values)
            if kind == "url":
                assert all(value.startswith("https://") for value in values)


def test_ftm_claims_no_more_than_the_source(placed: FlatNetwork) -> None:
    lines = [json.loads(line) for line in written("ftm", placed).splitlines()]
    check_ftm(lines)
    links = {line["properties"]["recordId"][0]: line for line in lines if "recordId" in line["properties"]}
    assert {fact: line["schema"] for fact, line in links.items()} == {
        "fact/o": "Ownership", "fact/p": "UnknownLink", "fact/q": "UnknownLink", "fact/s": "UnknownLink",
    }  # fmt: skip
    owned = links["fact/o"]["properties"]
    assert (owned["owner"], owned["asset"], owned["percentage"]) == (["agent.firm"], ["asset.mine"], ["25.0"])
    assert owned["sourceUrl"] == ["https://w3id.org/jlac/src/r/p1", "https://w3id.org/jlac/src/r/p2"]
    assert links["fact/q"]["properties"]["summary"] == ["Firm may own 5% of port"]
    assert links["fact/q"]["properties"]["description"] == [
        "likelihood: possible; note: A rumour.; share: 5.0"
    ]
    assert links["fact/s"]["properties"]["description"] == ["amount: 3; currency: USD"]


def test_ftm_holds_for_the_report_and_knows_its_classes(report_graph: OxigraphStore) -> None:
    flat = flat_network(network(report_graph, find_projection("full")))
    check_ftm([json.loads(line) for line in written("ftm", flat).splitlines()])
    names = {
        name.rpartition("#")[2]
        for name in above(report_graph, "http://www.w3.org/2000/01/rdf-schema#subClassOf")
    }
    assert set(SCHEMATA) <= names


@pytest.mark.parametrize("form", ["geojson", "kml"])
def test_a_map_goes_through_the_edges_a_fixed_number_of_times(placed: FlatNetwork, form: str) -> None:
    """The time of a map grows with its edges, not with edges times points."""

    class Counted(tuple):  # type: ignore[type-arg]
        read = 0

        def __iter__(self) -> Any:
            Counted.read += 1
            return super().__iter__()

    many = [replace(node, id=f"{node.id}-{n}") for node in placed.nodes for n in range(50)]
    network_format(form).write(replace(placed, nodes=(*placed.nodes, *many), edges=Counted(placed.edges)))
    assert Counted.read <= 4
