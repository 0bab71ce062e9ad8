"""A user's collection: own base and ontology, codes in one language, only the columns that it needs."""

from __future__ import annotations

from pathlib import Path

import pytest

from jlac_graph.build.inputs import Inputs
from jlac_graph.build.pipeline import assemble, build
from jlac_graph.lookup.describer import Describer
from jlac_graph.lookup.search import resolve
from jlac_graph.sparql.store import OxigraphStore
from tests.fixtures.report import ROOT

COMMON = ROOT / "data" / "common"
BASE = "https://example.org/tolls/"
TABLES = {
    "collections": f"id,title,scope,base\ntolls,Tolls,Invented.,{BASE}\n",
    "sources": "id,title,publisher,published,url,language,tier,covers_area\n"
    "toll-1,A toll road,Ministry,2014-03-01,https://example.org/1,en,primary,world\n",
    "passages": "locator,source,fragment,kind,label\ntoll-1#p1,toll-1,p1,paragraph,A toll road\n",
    "codes": "scheme,code,label_ja\nproduct,toll-roads,有料道路\n",
    "organizations": "id,class,name,country,source\nyamato,Firm,Yamato,japan,toll-1#p1\n",
    "assets": "id,class,name,country,source\nnorth-road,Infrastructure,North road,chile,toll-1#p1\n",
    "classifications": "id,classified,code,basis,source\n"
    "road-is-toll,asset/north-road,product/toll-roads,inferred,toll-1#p1\n",
    "investments": "id,class,investor,target,host,amount,currency,precision,status,date,source\n"
    "yamato-road,TollConcession,agent/yamato,asset/north-road,chile,5000000,USD,exactly,agreed,2014,toll-1#p1\n",
}
ONTOLOGY = """
@prefix jlac: <https://w3id.org/jlac/ont#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
jlac:TollConcession a owl:Class ; rdfs:subClassOf jlac:Investment ;
    rdfs:label "toll concession"@en ; skos:definition "An agent buys the right to a toll."@en ;
    jlac:wording "{investor} {investor|bought|bought|buy} the toll of {target}[ for {amount}]"@en .
jlac:tollPayer a owl:ObjectProperty ; rdfs:label "toll payer"@en ; skos:definition "Who pays."@en .
"""
SHAPES = """
@prefix jlac: <https://w3id.org/jlac/ont#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
<https://example.org/tolls/shape/TollConcession> a sh:NodeShape ; sh:targetClass jlac:TollConcession ;
    sh:property <https://example.org/tolls/shape/amount> .
<https://example.org/tolls/shape/amount> a sh:PropertyShape ; sh:path jlac:amount ; sh:minCount 1 ;
    sh:message "a toll concession needs an amount"@en .
"""
RULE = """
PREFIX jlac: <https://w3id.org/jlac/ont#>
CONSTRUCT { ?road jlac:tollPayer ?country }
WHERE { GRAPH ?graph { ?fact a jlac:TollConcession ; jlac:target ?road ; jlac:host ?country } }
"""


def tolls(folder: Path) -> Path:
    for name, text in TABLES.items():
        (folder / "ontology" / "rules").mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    (folder / "ontology" / "tolls.ttl").write_text(ONTOLOGY)
    (folder / "ontology" / "shapes.ttl").write_text(SHAPES)
    (folder / "ontology" / "rules" / "90-payer.rq").write_text(RULE)
    return folder


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> OxigraphStore:
    folder = tmp_path_factory.mktemp("own")
    build(Inputs.of(data=[COMMON, tolls(folder / "tolls")]), out=folder / "dist")
    return OxigraphStore.from_path(folder / "dist" / "graph.nq")


def test_what_it_defines_has_its_base_and_what_it_names_its_own(graph: OxigraphStore) -> None:
    rows = graph.select(
        "SELECT ?who ?road ?to { ?fact jlac:investor ?who ; jlac:target ?road ; jlac:host ?to }"
    )
    assert [[term.value for term in row] for row in rows] == [
        [f"{BASE}id/agent/yamato", f"{BASE}id/asset/north-road", "https://w3id.org/jlac/id/place/chile"]
    ]
    cited = graph.select("SELECT DISTINCT ?passage { ?fact a jlac:Fact ; prov:wasDerivedFrom ?passage }")
    assert [row[0].value for row in cited] == [f"{BASE}src/toll-1/p1"]
    for name in ("agent/yamato", "yamato", "Yamato", f"{BASE}id/agent/yamato"):
        assert resolve(graph, name) == f"{BASE}id/agent/yamato"


def test_its_sources_are_cited_by_title_as_the_others(graph: OxigraphStore) -> None:
    assert Describer(graph, "en").documents({"toll-1", "none"}) == {
        "none": "none",
        "toll-1": "A toll road, Ministry, 2014-03-01",
    }


def test_its_class_words_its_facts_and_its_rule_derives(graph: OxigraphStore) -> None:
    (row,) = graph.select(
        "SELECT ?words { ?fact a jlac:TollConcession ; rdfs:label ?words FILTER (LANG(?words) = 'en') }"
    )
    assert row[0].value == "Yamato agreed to buy the toll of North road for USD 5 million (2014)"
    (row,) = graph.select("SELECT ?payer { ?road jlac:tollPayer ?payer }")
    assert row[0].value.endswith("/place/chile")


def test_a_code_may_be_named_in_one_language(graph: OxigraphStore) -> None:
    (row,) = graph.select("SELECT ?name { ?road jlac:classifiedAs/skos:prefLabel ?name }")
    assert str(row[0]) == '"有料道路"@ja'


def test_its_shape_finds_the_cell_and_missing_places_are_one_finding(tmp_path: Path) -> None:
    mine = tolls(tmp_path / "tolls")
    path = mine / "investments.csv"
    path.write_text(path.read_text().replace("5000000,USD,exactly", ",,"))
    made = assemble(Inputs.of(data=[mine]))
    errors = [f for f in made.findings if f.severity == "error"]
    assert [(f.file, f.row, f.column, f.rule) for f in errors] == [
        ("tolls", 0, "", "csvw:without-common"),
        ("tolls/investments.csv", 2, "amount", f"shape:{BASE}shape/amount"),
    ]
    assert errors[0].suggestion == f"add it: --data {COMMON} --data {mine}"
    assert errors[1].message == "a toll concession needs an amount"


OWN_SHAPES = """
@prefix jlac: <https://w3id.org/jlac/ont#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix agent: <https://example.org/tolls/id/agent/> .
<https://example.org/tolls/shape/yamato> a sh:NodeShape ; sh:targetNode agent:yamato ;
    sh:property <https://example.org/tolls/shape/founded> .
<https://example.org/tolls/shape/founded> a sh:PropertyShape ; sh:path jlac:start ; sh:minCount 1 ;
    sh:message "Yamato needs the year of its foundation"@en .
<https://example.org/tolls/shape/investor> a sh:NodeShape ; sh:targetClass jlac:TollConcession ;
    sh:property [ sh:path jlac:investor ; sh:hasValue agent:yamato ] ;
    sh:sparql [ sh:message "the road is not one of ours"@en ; sh:select \"\"\"
SELECT $this (<https://w3id.org/jlac/ont#target> AS ?path) ?value WHERE {
  $this <https://w3id.org/jlac/ont#target> ?value .
  FILTER (!STRSTARTS(STR(?value), "https://example.org/tolls/id/asset/south"))
}\"\"\" ] .
"""
OWN_RULE = """
CONSTRUCT { <https://example.org/tolls/id/agent/yamato> <https://w3id.org/jlac/ont#tollPayer> ?place }
WHERE { GRAPH ?graph { <https://example.org/tolls/id/agent/yamato> <https://w3id.org/jlac/ont#country> ?place } }
"""
OWN_HYGIENE = """# Yamato holds no road.
SELECT ?fault WHERE { ?fault a <https://w3id.org/jlac/ont#Firm>
  FILTER (?fault = <https://example.org/tolls/id/agent/yamato>) }
"""


def test_its_own_iris_are_seen_by_its_shapes_and_rules(tmp_path: Path) -> None:
    mine = tolls(tmp_path / "tolls")
    (mine / "ontology" / "shapes.ttl").write_text(OWN_SHAPES)
    (mine / "ontology" / "rules" / "90-payer.rq").write_text(OWN_RULE)
    made = assemble(Inputs.of(data=[COMMON, mine]))
    errors = [(f.file, f.row, f.column, f.message) for f in made.findings if f.severity == "error"]
    assert errors == [
        ("tolls/investments.csv", 2, "target", "the road is not one of ours"),
        ("tolls/organizations.csv", 2, "founded", "Yamato needs the year of its foundation"),
    ]
    paid = made.store.query("SELECT ?place { GRAPH ?g { ?who <https://w3id.org/jlac/ont#tollPayer> ?place } }")
    assert [row["place"].value for row in paid] == ["https://w3id.org/jlac/id/place/japan"]


def test_its_own_iris_are_seen_by_its_hygiene_rules(tmp_path: Path) -> None:
    mine = tolls(tmp_path / "tolls")
    (mine / "ontology" / "hygiene").mkdir()
    (mine / "ontology" / "hygiene" / "roads.rq").write_text(OWN_HYGIENE)
    found = assemble(Inputs.of(data=[COMMON, mine])).findings
    assert ("tolls/organizations.csv", 2, "class", "Firm", "yamato holds no road") in [
        (f.file, f.row, f.column, f.value, f.message) for f in found
    ]


def test_findings_are_the_same_with_and_without_its_base(tmp_path: Path) -> None:
    mine = tolls(tmp_path / "tolls")
    slips = (
        ("organizations.csv", "Firm,Yamato,japan", "Mine,Yamato,japn"),
        ("assets.csv", "Infrastructure,North road", "Infrastructure,North Road"),
        ("assets.csv", "source\n", "source\nnorth-route,Infrastructure,North Road,chile,toll-1#p1\n"),
        ("investments.csv", "agent/yamato", "agent/yamoto"),
        ("passages.csv", "toll-1#p1,toll-1,p1", "toll-1#p1,toll-1,p2"),
    )
    for name, old, new in slips:
        path = mine / name
        path.write_text(path.read_text().replace(old, new))
    with_base = assemble(Inputs.of(data=[COMMON, mine])).findings
    path = mine / "collections.csv"
    path.write_text(path.read_text().replace(BASE, ""))
    assert with_base == assemble(Inputs.of(data=[COMMON, mine])).findings
    assert {"did you mean agent/yamato?"} <= {f.suggestion for f in with_base}
