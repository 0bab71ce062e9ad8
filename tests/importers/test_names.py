"""Names: sure ones get our ids, doubtful ones are listed, and what a person chose is used."""

from pathlib import Path

import pytest

from jlac_graph.core.errors import NotFoundError, UsageError
from jlac_graph.importers.reports import read_chosen

from . import samples
from .conftest import Import
from .crs import bulk, write

ROW = {"USD_Commitment": "1", "AgencyName": "Ministry of Foreign Affairs"}


def test_a_doubtful_name_gets_an_id_of_its_own_and_is_listed_with_candidates(
    run: Import, tmp_path: Path
) -> None:
    made = run("crs", write(tmp_path / "crs.txt", bulk(ROW)))
    assert made.column("organizations.csv", "id", "name") == [
        ("ministry-of-foreign-affairs-test", "Ministry of Foreign Affairs")
    ]
    first = made.rows("report/names.csv")[0]
    assert (first["status"], first["id"], first["chosen"]) == (
        "doubtful",
        "agent/ministry-of-foreign-affairs-test",
        "",
    )
    assert "agent/ministry-of-foreign-affairs-japan" in first["candidates"]


def test_what_a_person_chose_is_used_in_the_next_import(run: Import, tmp_path: Path) -> None:
    file = write(tmp_path / "crs.txt", bulk(ROW))
    listed = (run("crs", file, name="first").folder / "report" / "names.csv").read_text("utf-8")
    line = next(line for line in listed.splitlines() if ",doubtful," in line)
    chosen = write(
        tmp_path / "names.csv", listed.replace(line, f"{line}agent/ministry-of-foreign-affairs-japan")
    )
    made = run("crs", file, chosen=chosen)
    assert made.column("financings.csv", "financier") == [("agent/ministry-of-foreign-affairs-japan",)]
    assert not (made.folder / "organizations.csv").exists()
    assert made.rows("report/names.csv")[0]["chosen"] == "agent/ministry-of-foreign-affairs-japan"


def test_a_sure_name_in_another_country_is_doubtful(run: Import, tmp_path: Path) -> None:
    text = samples.BODS.replace('"jurisdiction": {"code": "JP"}', '"jurisdiction": {"code": "CL"}')
    made = run("bods", write(tmp_path / "b.json", text))
    found = {row["name"]: row for row in made.rows("report/names.csv")}
    assert found["Mitsui & Co., Ltd."]["reason"] == "in another country (japan)"
    assert made.rows("ownerships.csv")[0]["owner"] == "agent/mitsui-co-ltd-test"


def test_a_similar_name_in_another_country_is_no_candidate(run: Import, tmp_path: Path) -> None:
    chile = {**ROW, "DEDonorcode": "CHL"}
    own = write(tmp_path / "own.toml", 'extends = "crs"\n[scope.donor]\nin = ["japan", "chile"]\n')
    made = run("crs", write(tmp_path / "crs.txt", bulk(chile, ROW)), own=own)
    assert made.column("report/names.csv", "country", "status")[0] == ("japan", "doubtful")
    assert ("chile", "new") in made.column("report/names.csv", "country", "status")


def test_two_things_of_one_name_get_two_ids(run: Import, tmp_path: Path) -> None:
    rows = [{"USD_Commitment": "1", "CrsID": str(n)} for n in range(2)]
    made = run("crs", write(tmp_path / "crs.txt", bulk(*rows)))
    assert made.column("projects.csv", "id") == [("rural-water-supply-test",), ("rural-water-supply-2-test",)]


def test_a_choice_holds_for_its_country_and_must_exist(run: Import, tmp_path: Path) -> None:
    file = write(tmp_path / "crs.txt", bulk(ROW))
    for country, status in (("japan", "new"), ("chile", "doubtful")):
        text = f"rule,name,country,chosen\nagency,{ROW['AgencyName']},{country},new\n"
        made = run("crs", file, chosen=write(tmp_path / "names.csv", text), name=f"made-{country}")
        assert (ROW["AgencyName"], status) in made.column("report/names.csv", "name", "status")
    chosen = write(tmp_path / "names.csv", f"name,chosen\n{ROW['AgencyName']},agent/nobody\n")
    with pytest.raises(NotFoundError, match="no entity 'agent/nobody' in the graph, chosen for 'Ministry of"):
        run("crs", file, chosen=chosen, name="none")


def test_choices_that_are_no_ids_are_refused(tmp_path: Path) -> None:
    with pytest.raises(
        UsageError, match=r"names.csv, row 2: 'JICA' is not an id such as agent/jica, or 'new'"
    ):
        read_chosen(write(tmp_path / "names.csv", "name,chosen\nx,JICA\n"))
    with pytest.raises(NotFoundError, match=r"no column 'chosen' in .*names.csv; choose one of name, id"):
        read_chosen(write(tmp_path / "names.csv", "name,id\nx,y\n"))
