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
    "title = 5": "own.toml: title must be a text, found '5'",
    "extends = 5": "extends must be a text, found 5",
    'reader = "tabel"': "no reader 'tabel'; did you mean 'table'",
    'delimiter = "||"': r"delimiter must be one character, found '\|\|'",
    'encoding = "klingon"': "unknown encoding 'klingon', such as utf-8",
    'columns = ["a"]': "columns must be a table of TOML",
    "[columns]\nyear = 5": "columns.year must be a header or a list of headers, found '5'",
    'required = ["yaer"]\n[columns]\nyear = "Year"': "required: no column 'yaer'; did you mean 'year'",
    'passes = ["a"]': "passes must be a list of lists of kinds",
    "[passage]\nlabel = 3": "passage.label must be a text, found '3'",
    "lookups = 3": "lookups must be a table of TOML",
    "[lookups.a]\n1 = {b = 2}": "lookups.a must be a table of codes and texts",
    "[scope.a]\nin = 5": "scope.a: in must be a text or a list of texts, found '5'",
    '[scope.a]\nenabled = "no"': "scope.a: enabled must be true or false, found 'no'",
    '[scope.a]\nof = ["rwo"]': "scope.a.of: no kind of record 'rwo'; did you mean 'row'",
    '[entities.a]\nids = {A = "jica"}': "entities.a.ids: 'jica' is not an id such as agent/jica",
    "[entities.a]\ncells = 5": "entities.a: cells must be a table of columns and texts",
    '[rows.a]\nentity = "mien"\n[entities.mine]': "rows.a.entity: no entity 'mien'; did you mean 'mine'",
    '[rows.a.each]\nsplit = ""': "rows.a.each: split is empty; write what separates the parts",
    '[scope.a]\nvalue = "x"\nmatches = "("': r"scope.a: '\(' is not a regular expression",
}  # fmt: skip


@pytest.mark.parametrize("text", FAULTS)
def test_a_fault_of_a_mapping_names_its_place_and_a_way_out(tmp_path: Path, text: str) -> None:
    with pytest.raises(UsageError, match=FAULTS[text]):
        read_mapping(write(tmp_path / "own.toml", text))


TEMPLATES = {
    "{yaer}": "no field 'yaer'; did you mean 'year'",
    "{year | dat}": "unknown filter 'dat'; choose one of after, amount",
    "{year | cut:x}": "cut needs a whole number, such as cut:80, found 'x'",
    "{year | times}": "times needs a number, such as times:1000000, found ''",
    "{year | place:iso5}": "no scheme of places 'iso5'; did you mean 'iso2' or 'iso3'",
    "{year | instead:yaer}": "instead: no field 'yaer'; did you mean 'year'",
    "{year | code:dac-purpose,yaer}": "code: no field 'yaer'; did you mean 'year'",
    "{year | entity}": "no entity ''; choose one of agency, project",
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


def test_a_region_a_class_or_a_list_that_does_not_exist_is_found_before_the_first_record(
    run: Import, tmp_path: Path
) -> None:
    for text, said in (
        (
            '[scope.recipient]\nwithin = "latin-amercia"',
            "no place 'latin-amercia' in the graph, in own: scope",
        ),
        ('[entities.agency]\nmatch = "Organisation"', "no class 'Organisation' in own; did you mean 'Organi"),
        ('[rows.commitment.each]\nfield = "yaer"', "no field 'yaer'; did you mean 'year'"),
    ):
        with pytest.raises((UsageError, NotFoundError), match=said):
            own = write(tmp_path / "own.toml", f'extends = "crs"\n{text}\n')
            run("crs", write(tmp_path / "crs.txt", bulk()), own=own)


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
