"""Names are matched when one entity alone has them; what is similar or shared is left to a person."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from jlac_graph.cli import app
from jlac_graph.core.errors import NotFoundError
from jlac_graph.lookup.matching import Matcher, matcher
from jlac_graph.sparql.store import OxigraphStore

NAMES = {
    "mitsui": ("Firm", "Mitsui & Co.", "三井物産", "japan"),
    "hitachi": ("Firm", "Hitachi", "日立製作所", "japan"),
    "mitsui-group": ("Group", "Mitsui Group", "三井グループ", "japan"),
    "yamato-mining": ("Firm", "Yamato Metal Mining", "大和金属", "japan"),
    "sanyo-corporation": ("Firm", "Sanyo Corporation", "山陽商事", "japan"),
    "sanyo-bank": ("Firm", "Sanyo Bank", "山陽銀行", "japan"),
    "sanyo-motors": ("Firm", "Sanyo Motors", "山陽自動車", "japan"),
    "sanyo-steel": ("Firm", "Sanyo Steel", "山陽製鋼", "japan"),
    "sanyo-trading": ("Firm", "Sanyo Trading", "山陽通商", "japan"),
    "kaizuka-chile": ("Firm", "Kaizuka Chile", "貝塚チリ", "chile"),
    "kaizuka-corporation": ("Firm", "Kaizuka Corporation", "貝塚商事", "japan"),
    "sumitomo": ("Group", "Sumitomo", "住友グループ", "japan"),
    "codelco": ("Firm", "Codelco", "コデルコ", "chile"),
    "nissan-mexicana": ("Firm", "Nissan Mexicana", "日産メキシコ", "mexico"),
    "bank-of-japan": ("Agency", "Bank of Japan", "日本銀行", "japan"),
    "development-bank-a": ("Agency", "Development Bank", "開発銀行", "chile"),
    "development-bank-b": ("Agency", "Development Bank", "開発銀行", "mexico"),
}


def graph() -> str:
    lines = [
        "@prefix jlac: <https://w3id.org/jlac/ont#> .",
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .",
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .",
        "@prefix agent: <https://w3id.org/jlac/id/agent/> .",
        "@prefix place: <https://w3id.org/jlac/id/place/> .",
    ]
    for class_ in ("Firm", "Group", "Agency", "Country"):
        lines.append(f'jlac:{class_} rdfs:subClassOf jlac:Entity ; rdfs:label "{class_.lower()}"@en .')
    for place in ("japan", "chile", "mexico"):
        lines.append(f'place:{place} a jlac:Entity, jlac:Country ; skos:prefLabel "{place.title()}"@en .')
    for slug, (class_, english, japanese, country) in NAMES.items():
        lines.append(
            f"agent:{slug} a jlac:Entity, jlac:{class_} ; jlac:country place:{country} ; "
            f'skos:prefLabel "{english}"@en, "{japanese}"@ja .'
        )
    for slug in ("sanyo", "kaizuka"):  # a short name, which the one shares with others
        lines.append(f'agent:{slug}-corporation skos:altLabel "{slug.title()}"@en .')
    return "\n".join(lines)


@pytest.fixture(scope="module")
def store() -> OxigraphStore:
    return OxigraphStore.from_text(graph(), "ttl")


@pytest.fixture(scope="module")
def found(store: OxigraphStore) -> Matcher:
    return matcher(store)


@pytest.mark.parametrize(
    ("text", "id_", "score"),
    [
        ("agent/mitsui", "agent/mitsui", 100),
        ("codelco", "agent/codelco", 100),
        ("ＣＯＤＥＬＣＯ", "agent/codelco", 100),
        ("三井物産", "agent/mitsui", 100),
        ("Nissan-Mexicana", "agent/nissan-mexicana", 100),
        ("Nissan Mexi-cana S.A.", "agent/nissan-mexicana", 96),
        ("三井物産株式会社", "agent/mitsui", 97),
        ("㈱日立製作所", "agent/hitachi", 97),
        ("（株）日立製作所", "agent/hitachi", 97),
        ("Mitsui & Co., Ltd.", "agent/mitsui", 97),
        ("Hitachi, Ltd.", "agent/hitachi", 97),
        ("Nissan Mexicana, S.A. de C.V.", "agent/nissan-mexicana", 97),
        ("Codelco S.A.", "agent/codelco", 97),
        ("Japan, Bank of", "agent/bank-of-japan", 95),
    ],
)
def test_a_name_of_one_entity_is_matched(found: Matcher, text: str, id_: str, score: float) -> None:
    match = found.match(text)
    assert (match.status, match.id, match.candidates[0].score) == ("matched", id_, score)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Development Bank", ["agent/development-bank-a", "agent/development-bank-b"]),
        ("開発銀行", ["agent/development-bank-a", "agent/development-bank-b"]),
        ("Codelko", ["agent/codelco"]),
        ("Sumitomo Corporation", ["agent/sumitomo"]),
        ("Nissan", ["agent/nissan-mexicana"]),
        ("メキシコ", ["agent/nissan-mexicana"]),
    ],
)
def test_what_is_shared_or_similar_is_a_candidate_only(found: Matcher, text: str, ids: list[str]) -> None:
    match = found.match(text)
    assert (match.status, match.id, [c.id for c in match.candidates]) == ("candidates", "", ids)
    assert all(candidate.reason for candidate in match.candidates)


@pytest.mark.parametrize("text", ["Toyota Tsusho", "", "  ", "!?", "株式会社"])
def test_a_name_of_no_entity_is_unmatched(found: Matcher, text: str) -> None:
    assert found.match(text).status == "unmatched"


def test_a_country_decides_between_two_of_one_name(store: OxigraphStore) -> None:
    assert matcher(store, country="chile").match("Development Bank").id == "agent/development-bank-a"


def test_a_class_leaves_the_others_out(store: OxigraphStore) -> None:
    assert matcher(store, class_="Firm").match("Sumitomo").status == "unmatched"
    with pytest.raises(NotFoundError, match="no class 'Frm'; did you mean 'Firm'"):
        matcher(store, class_="Frm")


def command(tmp_path: Path, *options: str) -> list[str]:
    (tmp_path / "graph.ttl").write_text(graph(), encoding="utf-8")
    table = tmp_path / "firms.csv"
    table.write_bytes(
        "Name;Year\r\nMitsui & Co., Ltd.;2012\r\n;\r\nCodelko;2013\r\nNobody;2014\r\n".encode("cp1252")
    )
    return ["match", str(table), "--graph", str(tmp_path / "graph.ttl"), *options]


def test_the_command_writes_a_row_per_name_and_reports_the_unmatched(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, command(tmp_path, "--column", "Name"))
    assert result.exit_code == 0
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert [(row["row"], row["name"], row["status"], row["id"]) for row in rows] == [
        ("2", "Mitsui & Co., Ltd.", "matched", "agent/mitsui"),
        ("4", "Codelko", "candidates", ""),
        ("5", "Nobody", "unmatched", ""),
    ]
    assert rows[1]["candidates"] == "agent/codelco (86, similar name)"
    assert "3 names: 1 matched, 1 with candidates only, 1 unmatched" in result.stderr
    assert "no entity for 'Nobody' (row 5)" in result.stderr


def test_json_has_the_candidates_as_records(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, command(tmp_path, "-c", "Name", "-f", "json"))
    first = json.loads(result.stdout)[0]
    assert (first["id"], first["candidates"][0]["reason"]) == (
        "agent/mitsui",
        "same name without its legal form",
    )


def test_a_column_that_does_not_exist_names_the_nearest(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, command(tmp_path, "--column", "name"))
    assert isinstance(result.exception, NotFoundError)
    assert "did you mean 'Name'?" in str(result.exception)


def test_a_name_with_more_words_after_it_is_a_candidate(found: Matcher) -> None:
    match = found.match("Codelco Chile")
    assert (match.id, [c.id for c in match.candidates]) == ("", ["agent/codelco"])
    assert match.candidates[0].reason == "its name and more words"
    assert found.match("三井物産メキシコ").candidates[0].id == "agent/mitsui"


@pytest.mark.parametrize(
    ("text", "id_", "score"),
    [
        ("Yamato Metal Mining Co., Ltd.", "agent/yamato-mining", 97),
        ("Yamato Metal Mining Co Ltd", "agent/yamato-mining", 97),
        ("YAMATO METAL MINING COMPANY LIMITED", "agent/yamato-mining", 97),
        ("Mitsui and Co.", "agent/mitsui", 97),
        ("Mitsui and Co., Ltd.", "agent/mitsui", 97),
        ("Mitsui & Co., Ltd.", "agent/mitsui", 97),
        ("sanyo-corporation", "agent/sanyo-corporation", 100),
        ("Kaizuka", "agent/kaizuka-corporation", 100),
        ("Sanyo Corporation", "agent/sanyo-corporation", 100),
    ],
)
def test_a_compound_form_is_a_form_and_and_is_the_sign(
    found: Matcher, text: str, id_: str, score: float
) -> None:
    match = found.match(text)
    assert (match.id, match.candidates[0].score) == (id_, score)


def test_a_short_name_that_others_begin_with_is_a_candidate_only(found: Matcher) -> None:
    match = found.match("Sanyo")
    assert (match.status, match.candidates[0].id) == ("candidates", "agent/sanyo-corporation")
    assert (match.candidates[0].score, match.candidates[0].reason) == (90, "a name that others begin with")
    assert {"agent/sanyo-bank", "agent/sanyo-motors"} <= {c.id for c in match.candidates}


def test_candidates_of_several_kinds_name_the_option_that_keeps_one(tmp_path: Path) -> None:
    (tmp_path / "graph.ttl").write_text(
        graph() + "<https://w3id.org/jlac/id/event/a-fair> a jlac:Entity ; "
        'skos:prefLabel "Fair of Hitachi works"@en .'
        + 'agent:works a jlac:Entity, jlac:Firm ; skos:prefLabel "Old Hitachi works of Chile"@en .',
        encoding="utf-8",
    )
    (tmp_path / "names.csv").write_text("name\nHitachi works\n", encoding="utf-8")
    options = ["match", str(tmp_path / "names.csv"), "-c", "name", "-g", str(tmp_path / "graph.ttl")]
    result = CliRunner().invoke(app, options)
    (row,) = csv.DictReader(io.StringIO(result.stdout))
    assert row["candidates"].index("agent/works") < row["candidates"].index("event/a-fair")
    assert "candidates of several kinds (agent, event); --class keeps one, such as Agent" in result.stderr
