"""The data dictionary follows from schemas, ontology and rows: every column of every table is described."""

from __future__ import annotations

import csv
import json
from functools import cache
from pathlib import Path

import pytest

from jlac_graph.core.errors import NotFoundError
from jlac_graph.core.paths import data_dir
from jlac_graph.tables.collections import read_collections
from jlac_graph.tables.dictionary import ColumnEntry, TableEntry, describe_table, list_tables
from jlac_graph.tables.dictionary_formats import render_table, render_tables
from jlac_graph.tables.legal import Vocabulary, read_vocabulary
from jlac_graph.tables.metadata import TableGroup

NAMES = [table.name for table in list_tables()]


@cache
def read() -> tuple[TableGroup, Vocabulary]:
    group = read_collections([data_dir()])
    return group, read_vocabulary(group)


@cache
def entry(name: str) -> TableEntry:
    return describe_table(name, *read())


def column(table: str, name: str) -> ColumnEntry:
    return next(column for column in entry(table).columns if column.name == name)


@pytest.mark.parametrize("name", NAMES)
def test_every_table_and_column_is_described(name: str) -> None:
    assert entry(name).meaning
    assert [c.name for c in entry(name).columns if not (c.meaning and c.type)] == []


@pytest.mark.parametrize("name", NAMES)
def test_what_the_tables_contain_is_legal(name: str) -> None:
    """A column whose values are listed lists each value that a row has."""
    listed = {c.name: set(c.values) for c in entry(name).columns if c.values}
    for table in read()[0].named(name):
        separators = {c.name: c.rules.separator for c in table.stored}
        with table.path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                for key, legal in listed.items():
                    values = row[key].split(separators[key]) if separators[key] else [row[key]]
                    assert {value for value in values if value} <= legal, (table.url, key)


def test_classes_are_those_that_fit_the_table() -> None:
    assert set(column("investments", "class").values) == {"Acquisition", "Investment"}
    assert set(column("places", "class").values) >= {"City", "Country", "Place"}
    assert "Mine" not in column("places", "class").values


def test_a_code_has_its_label_and_definition() -> None:
    agreed = column("investments", "status").values["agreed"]
    assert (agreed.label, agreed.definition) == ("agreed", "Signed or otherwise agreed by the parties.")


def test_codes_of_the_tables_are_legal_too() -> None:
    assert column("trade_statistics", "product").values["copper-ores"].label == "Copper ores and concentrates"


def test_a_role_takes_the_entities_of_the_class_that_its_range_names() -> None:
    """A country may invest, a city may not."""
    investor = column("investments", "investor")
    assert {"agent/codelco", "place/chile"} <= set(investor.values)
    assert not {"place/tokyo", "asset/caserones"} & set(investor.values)
    assert investor.type == "agent/id or place/id"
    assert column("investments", "seller").meaning == "The agent that sells."


def test_ids_of_an_own_folder_are_legal(tmp_path: Path) -> None:
    header = ",".join(c.name for c in entry("places").columns)
    row = {"id": "arica", "class": "City", "name_en": "Arica", "part_of": "chile", "source": "x#p1"}
    cells = ",".join(row.get(name, "") for name in header.split(","))
    (tmp_path / "places.csv").write_text(f"{header}\n{cells}\n", encoding="utf-8")
    found = describe_table("investments", read_collections([data_dir(), tmp_path]))
    assert next(c for c in found.columns if c.name == "host").values["arica"].label == "Arica"


def test_a_default_is_said() -> None:
    assert column("activity_statistics", "product").default == "total"
    assert "empty means total" in render_table(entry("activity_statistics"), "text")


def test_a_table_that_does_not_exist_names_the_nearest() -> None:
    with pytest.raises(NotFoundError, match="no table 'investmets'; did you mean 'investments'"):
        describe_table("investmets", *read())


def test_formats_say_the_same() -> None:
    found = json.loads(render_table(entry("sites"), "json"))
    assert [c["name"] for c in found["columns"]] == [c.name for c in entry("sites").columns]
    markdown = render_table(entry("sites"), "md")
    assert all(f"| `{c.name}`" in markdown for c in entry("sites").columns)
    assert [row["name"] for row in json.loads(render_tables(list_tables(), "json"))] == NAMES


def test_the_roles_of_parties_are_listed_with_their_meaning() -> None:
    roles = column("parties", "role").values
    assert roles["claimant"].definition == "The agent, publication or study that makes the claim."
    assert {"financier", "guarantor", "investor", "partner"} < set(roles)
