"""Mapping files of one's own: what they change, and what is said of their faults."""

from pathlib import Path

import pytest

from jlac_graph.core.errors import NotFoundError, UsageError
from jlac_graph.importers.mapping import FORMATS, layouts, read_mapping, show

from .conftest import Import
from .crs import bulk, write

KOREA = """
extends = "crs"
title = "Aid of Korea"

[scope.donor]
says = "donor Korea"
in = ["south-korea"]

[rows.disbursement]
enabled = false

[rows.commitment.cells]
terms = "[{short_description}]"
"""
MINES = """
title = "Mines of an agency"
required = ["mine", "country"]
[columns]
mine = "Mine name"
country = "Pais"
ore = "Mineral"
[lookups.ore]
Cobre = "copper-ores"
[entities.mine]
table = "assets"
match = "Mine"
country = "{country | place:name}"
[entities.mine.cells]
class = "Mine"
name = "{mine}"
country = "{country | place:name}"
[rows.mine]
table = "classifications"
[rows.mine.cells]
id = "{record}"
classified = "{mine | entity:mine}"
code = "product/{ore | lookup:ore}"
basis = "printed"
"""


def test_a_mapping_extends_one_of_the_package(run: Import, tmp_path: Path) -> None:
    korea = {"DEDonorcode": "KOR", "DonorName": "Korea", "AgencyName": "", "ShortDescription": "Tied"}
    text = bulk({"USD_Commitment": "1", "USD_Disbursement": "1", **korea}, {"USD_Commitment": "1"})
    made = run("crs", write(tmp_path / "crs.txt", text), own=write(tmp_path / "own.toml", KOREA))
    assert made.column("financings.csv", "financier", "status", "terms") == [
        ("place/south-korea", "agreed", "Tied")
    ]
    assert made.found.outside["donor Korea"] == {"japan": 1}


def test_a_data_set_that_the_package_does_not_know(run: Import, tmp_path: Path) -> None:
    file = write(
        tmp_path / "mines.csv", "Mine name;Pais;Mineral\nCaserones;Chile;Cobre\nOther mine;Chile;Oro\n"
    )
    made = run("gem", file, own=write(tmp_path / "own.toml", MINES))
    assert made.column("classifications.csv", "classified", "code") == [
        ("asset/caserones", "product/copper-ores")
    ]
    assert made.column("report/rejected.csv", "reason", "value") == [("unknown code (ore)", "Oro")]


FAULTS = {
    "title = ": r"own.toml is not TOML: Invalid value",
    'extends = "crss"': r"extends 'crss' is neither a mapping of the package \(bods, .*\) nor a file",
    'columms = {}': r"no key 'columms' in .*own.toml; did you mean 'columns'",
    '[rows.a]\ntable = "financing"': r"rows.a: no table 'financing'; did you mean 'financings'",
    '[rows.a]\ntable = "financings"\ncells = {ammount = "1"}': "no column 'ammount' in financings; did",
    '[rows.a]': "rows.a needs a table or an entity",
    '[scope.a]\nvalue = "{x}"': "scope.a needs a value and one of in, within and matches",
    '[entities.a]\ntable = "financings"': "entities.a: table 'financings' is not one of organizations",
    '[lookups.k]\n1 = "firms"\n[entities.a]\ntable = "{x | lookup:k / \'projects\'}"\ncells = {name = "n"}': (
        "entities.a: table 'firms' is not one of organizations"
    ),
    '[scope.a]\nvalue = "x"\nmatches = "("': r"scope.a: '\(' is not a regular expression",
}  # fmt: skip


@pytest.mark.parametrize("text", FAULTS)
def test_a_fault_of_a_mapping_names_its_place_and_a_way_out(tmp_path: Path, text: str) -> None:
    with pytest.raises(UsageError, match=FAULTS[text]):
        read_mapping(write(tmp_path / "own.toml", text))


TEMPLATES = {
    "{yaer}": "no field 'yaer'; did you mean 'year'",
    "{year | dat}": "unknown filter 'dat'; choose one of after, amount",
    "{year | lookup:colour}": "no lookup 'colour'; choose one of",
    "{year": "'{' without its partner",
    "{Year}": "'Year' is not the name of a field, such as donor_name, or a 'text'",
}


@pytest.mark.parametrize("text", TEMPLATES)
def test_a_fault_of_a_template_is_found_before_the_first_record(
    run: Import, tmp_path: Path, text: str
) -> None:
    own = f'extends = "crs"\n[rows.commitment.cells]\nnote = "{text}"\n'
    with pytest.raises(UsageError, match=TEMPLATES[text]):
        run("crs", write(tmp_path / "crs.txt", bulk()), own=write(tmp_path / "own.toml", own))


def test_every_format_has_a_mapping_that_can_be_shown() -> None:
    for form in FORMATS:
        assert layouts(form)[0].collection["missing"], "what is left out is said"
        assert "[rows." in show(form)
    with pytest.raises(NotFoundError, match="no format 'csr'; did you mean 'crs'"):
        layouts("csr")


def test_a_column_cannot_take_the_name_of_a_field_that_every_record_has(tmp_path: Path) -> None:
    path = write(tmp_path / "mines.toml", MINES.replace('ore = "Mineral"', 'kind = "Mineral"'))
    with pytest.raises(UsageError, match="columns: every record has a field 'kind'"):
        read_mapping(path)


def test_a_place_is_found_by_its_name_in_any_language(run: Import, tmp_path: Path) -> None:
    mines = write(
        tmp_path / "mines.csv", "Mine name,Pais,Mineral\nA,México,Cobre\nB,mexico,Cobre\nC,ブラジル,Cobre\n"
    )
    made = run("any-word", mines, own=write(tmp_path / "mines.toml", MINES))
    assert made.column("assets.csv", "country") == [("mexico",), ("mexico",), ("brazil",)]
