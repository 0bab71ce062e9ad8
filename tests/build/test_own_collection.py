"""A user's collection: own base and ontology, codes in one language, only the columns that it needs."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from jlac_graph import load
from jlac_graph.build.inputs import Inputs
from jlac_graph.build.pipeline import assemble
from jlac_graph.cli import app
from jlac_graph.core.errors import UsageError
from jlac_graph.lookup.describer import Describer
from jlac_graph.lookup.search import resolve
from jlac_graph.sparql.store import OxigraphStore
from jlac_graph.tables.findings import Finding
from tests.fixtures.report import ROOT
from tests.fixtures.tolls import BASE, TABLES, tolls, tolls_graph

COMMON = ROOT / "data" / "common"


@pytest.fixture(scope="module")
def graph_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tolls_graph(tmp_path_factory)


@pytest.fixture(scope="module")
def graph(graph_file: Path) -> OxigraphStore:
    return OxigraphStore.from_path(graph_file)


def run(*arguments: str) -> Result:
    found = CliRunner().invoke(app, arguments)
    assert found.exit_code == 0, found.output
    return found


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


def test_an_invalid_cell_hides_no_unknown_reference(tmp_path: Path) -> None:
    mine = tolls(tmp_path / "tolls")
    slips = (
        ("organizations.csv", "kaido,Firm", "Kai do,Firm"),
        ("investments.csv", "agent/yamato", "agent/nobody"),
        ("investments.csv", "USD", "US"),
        ("investments.csv", ",toll-1#p1\n", ",toll-1#p9\n"),
    )
    for name, old, new in slips:
        path = mine / name
        path.write_text(path.read_text().replace(old, new))
    found = [(f.file, f.row, f.column) for f in assemble(Inputs.of(data=[COMMON, mine])).findings]
    assert found == [
        ("tolls/investments.csv", 2, "currency"),
        ("tolls/investments.csv", 2, "investor"),
        ("tolls/investments.csv", 2, "source"),
        ("tolls/organizations.csv", 3, "id"),
    ]  # agent/kaido, which other rows name, may be the invalid id


def test_findings_about_its_own_terms_have_their_line(tmp_path: Path) -> None:
    mine = tolls(tmp_path / "tolls")
    found = [f for f in assemble(Inputs.of(data=[COMMON, mine])).findings if "ontology" in f.file]
    assert {(f.severity, f.file, f.row, f.rule) for f in found} == {
        ("note", "tolls/ontology/tolls.ttl", 6, "hygiene:fact-class-without-wording"),
        ("note", "tolls/ontology/tolls.ttl", 6, "hygiene:term-without-label"),
        ("note", "tolls/ontology/tolls.ttl", 9, "hygiene:term-without-label"),
    }
    said = CliRunner().invoke(app, ["validate", "--data", str(COMMON), "--data", str(mine)]).output
    assert "tolls/ontology/tolls.ttl:6:\n    jlac:TollConcession a owl:Class" in said


def changed(folder: Path, tables: Mapping[str, str]) -> list[Finding]:
    """Write the collection with some other tables, and check it."""
    mine = tolls(folder / "tolls")
    for table, text in tables.items():
        (mine / f"{table}.csv").write_text(text, encoding="utf-8")
    return assemble(Inputs.of(data=[COMMON, mine])).findings


def test_a_finding_names_the_nearest_or_the_legal_values(tmp_path: Path) -> None:
    rows = "yamato-road,investorr,agent/kaido,toll-1#p1\nyamato-road,lender,agent/kaido,toll-1#p1\n"
    tables = {
        "parties": f"fact,role,party,source\n{rows}",
        "passages": TABLES["passages"].replace("paragraph", "line"),
        "ownerships": TABLES["ownerships"].replace("#p1", "#p7"),
        "sources": TABLES["sources"].replace(",covers_area", ",collection").replace("world", "toll"),
    }
    errors = [f for f in changed(tmp_path, tables) if f.severity == "error"]
    assert [(f.file, f.row, f.column, f.suggestion) for f in errors] == [
        ("tolls/ownerships.csv", 2, "source", "legal values: toll-1#p1; or add the passage to passages.csv"),
        ("tolls/parties.csv", 2, "role", "did you mean investor?"),
        ("tolls/parties.csv", 3, "role", "legal values: claimant, host, investor, target"),
        (
            "tolls/passages.csv", 2, "kind", "legal values: document, figure, footnote, heading, list-item, "
            "paragraph, record, sources-note, table-row",
        ),
        ("tolls/sources.csv", 2, "collection", "did you mean tolls?"),
    ]  # fmt: skip


def test_a_class_of_another_table_gives_the_classes_of_its_own(tmp_path: Path) -> None:
    found = changed(tmp_path, {"investments": TABLES["investments"].replace("TollConcession", "Mine")})
    (hint,) = (f.suggestion for f in found if f.severity == "error")
    assert hint == "the class must be one of Acquisition, Investment, TollConcession"


def test_likely_slips_are_graded(tmp_path: Path) -> None:
    more = "toll-2,Another,Ministry,2098-03-02,https://example.org/2,en,,primary,world\n"
    sources = TABLES["sources"].replace("language", "language,read").replace(",en", ",en,2013")
    tables = {
        "sources": sources + more,
        "passages": f"{TABLES['passages']}toll-2#p1,toll-2,p1,paragraph,Another\n",
        "ownerships": TABLES["ownerships"]
        + "yamato-share,agent/yamato,asset/north-road,70,exactly,reported,2014,toll-2#p1\n",
    }
    found = changed(tmp_path, tables)
    assert not [f for f in found if f.severity == "error"]
    rules = ("csvw:future", "csvw:after-reading", "ledger:none", "hygiene:shares-of-sources-above-100")
    assert {(f.severity, f.file, f.row, f.column, f.rule) for f in found if f.rule in rules} == {
        ("warning", "tolls/sources.csv", 3, "published", "csvw:future"),
        ("warning", "tolls/sources.csv", 2, "published", "csvw:after-reading"),
        ("note", "tolls/passages.csv", 0, "", "ledger:none"),
        ("warning", "tolls/ownerships.csv", 2, "share", "hygiene:shares-of-sources-above-100"),
        ("warning", "tolls/ownerships.csv", 3, "share", "hygiene:shares-of-sources-above-100"),
    }


def test_each_passage_needs_a_row_of_the_ledger(tmp_path: Path) -> None:
    found = changed(tmp_path, {"coverage": "source,fragment,outcome,tables\n"})
    assert ("warning", "tolls/passages.csv", 2, "locator", "ledger:missing") in [
        (f.severity, f.file, f.row, f.column, f.rule) for f in found
    ]


def test_match_gives_the_ids_that_tables_take(graph_file: Path, tmp_path: Path) -> None:
    (tmp_path / "names.csv").write_text("name\nYamato\n街道\nYamatto\nMitsui\n", encoding="utf-8")
    found = run("match", str(tmp_path / "names.csv"), "--column", "name", "-g", str(graph_file)).stdout
    rows = [line.split(",") for line in found.splitlines()[1:]]
    assert [row[3] for row in rows] == ["agent/yamato", "agent/kaido", "", ""]
    assert rows[2][7].startswith('"agent/yamato (')
    found = run("match", str(tmp_path / "names.csv"), "--column", "name", "-f", "json", "-g", str(graph_file))
    assert [row["candidates"][:1] for row in json.loads(found.stdout)][2][0]["id"] == "agent/yamato"


def test_follow_the_money_cites_its_passages_by_their_iris(graph_file: Path) -> None:
    found = run("export", "ftm", "--projection", "full", "-g", str(graph_file)).stdout
    links = [json.loads(line)["properties"] for line in found.splitlines()]
    cited = {url for said in links if "recordId" in said for url in said["sourceUrl"]}
    assert cited == {f"{BASE}src/toll-1/p1"}


def test_an_entity_may_have_a_name_in_japanese_only(graph: OxigraphStore, tmp_path: Path) -> None:
    rows = graph.select(
        "SELECT ?name ?words { ?fact a jlac:Ownership ; jlac:owner ?who ; rdfs:label ?words . "
        "?who skos:prefLabel ?name FILTER (LANG(?words) IN ('en', 'ja')) } ORDER BY LANG(?words)"
    )
    assert [[str(term) for term in row] for row in rows] == [
        ['"街道"@ja', '"街道 owns 40% of North road (since 2014)"@en'],
        ['"街道"@ja', '"街道が「North road」の40%を保有（2014年以降）"@ja'],
    ]
    mine = tolls(tmp_path / "tolls")
    (mine / "names.csv").unlink()
    errors = [f for f in assemble(Inputs.of(data=[COMMON, mine])).findings if f.severity == "error"]
    assert [(f.file, f.row, f.column) for f in errors] == [("tolls/organizations.csv", 3, "name")]
    assert errors[0].message.startswith("a name is required, in any language")


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
PREFIX jlac: <https://w3id.org/jlac/ont#>
CONSTRUCT { <https://example.org/tolls/id/agent/yamato> jlac:tollPayer ?place }
WHERE { GRAPH ?graph { <https://example.org/tolls/id/agent/yamato> jlac:country ?place } }
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
    paid = made.store.query(
        "SELECT ?place { GRAPH ?g { ?who <https://w3id.org/jlac/ont#tollPayer> ?place } }"
    )
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


def test_a_failed_build_names_the_options_that_were_given(tmp_path: Path) -> None:
    mine = tolls(tmp_path / "tolls")
    (mine / "names.csv").unlink()
    arguments = ["build", "--data", str(COMMON), "--with", str(mine), "--out", str(tmp_path / "dist")]
    said = str(CliRunner().invoke(app, arguments).exception)
    assert f"(jlac validate --data {COMMON} --with {mine} shows" in said


def test_what_only_other_sources_have_is_said_to_be_there(graph_file: Path) -> None:
    place = ["-g", str(graph_file), "--without-source"]
    found = CliRunner().invoke(app, ["show", "agent/yamato", *place, "tolls"])
    assert found.exit_code == 1 and "only in others" in str(found.exception)
    found = CliRunner().invoke(app, ["show", "agent/nobody", *place, "tolls"])
    assert "only in others" not in str(found.exception)
    found = CliRunner().invoke(app, ["show", "agent/yamato", *place, "tolls", "--source", "toll-1"])
    assert "no statement is left: toll-1 is both chosen and excluded" in str(found.exception)


def test_a_folder_that_does_not_exist_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="does not exist; give a folder of tables"):
        load(with_=[tmp_path / "missing"])


@pytest.mark.parametrize(
    "command",
    [
        ["show", "yamato"],
        ["show", "toll-1#p1"],
        ["search", "Yamato"],
        ["trace", "yamato", "north-road"],
        ["neighbors", "kaido"],
        ["rank", "--projection", "full"],
        ["query", "names-of", "-p", "thing=agent/kaido"],
    ],
    ids=lambda command: command[0],
)
def test_commands_print_its_ids_without_its_base(command: list[str], graph_file: Path) -> None:
    said = run(*command, "-g", str(graph_file)).output
    assert BASE not in said
    names = set(re.findall(r"\b(?:agent|asset|fact)/(?:yamato|kaido|north)[\w-]*|src:toll-1\b", said))
    assert names
    for name in names:
        run("show", name, "-g", str(graph_file))


def test_an_answer_names_who_has_no_english_name(graph_file: Path, tmp_path: Path) -> None:
    text = graph_file.read_text(encoding="utf-8")
    investor = "<https://w3id.org/jlac/ont#investor> <" + BASE + "id/agent/{}>"
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    portuguese = f'<{BASE}id/agent/kaido> {label} "Calzada"@pt <urn:g> .\n'
    other = tmp_path / "graph.nq"
    other.write_text(text.replace(investor.format("yamato"), investor.format("kaido")) + portuguese)
    found = run("query", "investments-in", "-p", "country=chile", "-f", "csv", "-g", str(other)).stdout
    (row,) = csv.DictReader(found.splitlines())
    assert row["investors"] == "街道"


def test_no_query_leaves_a_name_empty_for_want_of_an_english_one() -> None:
    queries = {path.name: path.read_text() for path in (ROOT / "queries").glob("*.rq")}
    only = re.compile(r'LANG\((\?\w+)\) = "en"(?! \|\|)')
    names = {(name, match[1]) for name, text in queries.items() for match in only.finditer(text)}
    assert names == set()


def test_notes_are_about_what_is_added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = tolls(tmp_path / "tolls")
    path = mine / "sources.csv"
    path.write_text(path.read_text().replace("A toll road,Ministry", "THE TOLL ROAD IS OPEN,Ministry"))
    inputs, capitals = Inputs.of(data=[COMMON, mine]), ("tolls/sources.csv", 2, "csvw:capitals")
    assert capitals in {(f.file, f.row, f.rule) for f in assemble(inputs).findings}
    monkeypatch.setattr("jlac_graph.build.inputs.data_dir", lambda: tmp_path)  # the project's own
    assert capitals not in {(f.file, f.row, f.rule) for f in assemble(inputs).findings}


def test_exports_have_its_short_ids_and_its_iris(graph_file: Path) -> None:
    text = run("export", "gexf", "--projection", "full", "-g", str(graph_file)).stdout
    ids = re.findall(r'<(?:node|edge) id="([^"]*)"', text)
    assert {"agent/yamato", "asset/north-road", "e/fact/kaido-road/owns"} <= set(ids)
    assert not [name for name in ids if "://" in name]
    assert f'value="{BASE}id/agent/yamato"' in text
