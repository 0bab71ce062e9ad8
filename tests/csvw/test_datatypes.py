"""What a cell stands for: datatypes, formats, bounds, nulls, lists."""

from __future__ import annotations

from typing import Any

import pytest

from jlac_graph.csvw.datatypes import read
from jlac_graph.csvw.model import Datatype

from .conftest import Place


def typed(name: str, *texts: str) -> list[str]:
    return [f'"{text}"^^xsd:{name}' for text in texts]


@pytest.mark.parametrize(
    ("datatype", "cells", "expected"),
    [
        ("string", [" a  b "], ['" a  b "']),
        ("token", [" a  b "], typed("token", "a b")),
        ("boolean", ["true", "0"], typed("boolean", "true", "false")),
        ({"base": "boolean", "format": "sí|no"}, ["sí", "no"], typed("boolean", "true", "false")),
        ("integer", ["-12", "+3"], typed("integer", "-12", "+3")),
        ("number", ["1E3", "NaN", "-INF"], typed("double", "1e3", "NaN", "-INF")),
        ("gYear", ["2012", "2012Z"], typed("gYear", "2012", "2012Z")),
        ("duration", ["P1Y2M", "PT5S"], typed("duration", "P1Y2M", "PT5S")),
        ("binary", ["aGk="], typed("base64Binary", "aGk=")),
        ("json", ['{"a":1}'], ['"{\\"a\\":1}"^^csvw:JSON']),
        ("xml", ["<a/>"], ['"a/"^^rdf:XMLLiteral']),
        ({"base": "string", "@id": "http://example.org/code"}, ["A1"], ['"A1"^^:code']),
        ({"base": "string", "format": "[A-Z]\\d"}, ["A1"], ['"A1"']),
    ],
)
def test_plain_datatypes(place: Place, datatype: Any, cells: list[str], expected: list[str]) -> None:
    assert place.cells(datatype, *cells) == expected


@pytest.mark.parametrize(
    ("pattern", "cell", "expected"),
    [
        ("#,##0", "1,234,567", "1234567"),
        ("#,##,##0", "12,34,567", "1234567"),
        ("#0.00", "12.50", "12.50"),
        ("#0.0##", "12.5", "12.5"),
        ("0.0##,###", "1.234,5", "1.2345"),
        ("#0%", "45%", "0.45"),
        ("#0‰", "45‰", "0.045"),
        ("000", "007", "007"),
        ({"decimalChar": ",", "groupChar": "."}, "1.234,5", "1234.5"),
        ({"pattern": "#.##0,00", "decimalChar": ",", "groupChar": "."}, "1.234,50", "1234.50"),
        ("0.###E+00", "1.5E+03", None),
    ],
)
def test_number_patterns(place: Place, pattern: Any, cell: str, expected: str | None) -> None:
    got = place.cells({"base": "decimal", "format": pattern}, cell)
    assert got[0] == (f'"{expected}"^^xsd:decimal' if expected else f'"{cell}"')


@pytest.mark.parametrize(
    ("pattern", "cell"),
    [("#,##0", "12,34"), ("#0.00", "1.5"), ("000", "07"), ("#0.0", "1"), ("#0%", "45"), ("+0", "1")],
)
def test_a_number_off_its_pattern_is_told(place: Place, pattern: str, cell: str) -> None:
    text, warning = place.cells({"base": "decimal", "format": pattern}, cell)
    assert (text, warning) == (f'"{cell}"', f"'{cell}': not a valid decimal of the format {pattern}")


@pytest.mark.parametrize(
    ("base", "form", "cell", "expected"),
    [
        ("date", "dd/MM/yyyy", "31/12/2012", "2012-12-31"),
        ("date", "M/d/yyyy", "3/7/2012", "2012-03-07"),
        ("date", "yyyyMMdd", "20120307", "2012-03-07"),
        ("date", "dd.MM.yyyy XXX", "07.03.2012 +09:00", "2012-03-07+09:00"),
        ("time", "HHmm", "1502", "15:02:00"),
        ("time", "HH:mm:ss.SSS", "15:02:37.250", "15:02:37.25"),
        ("dateTime", "yyyy-MM-ddTHH:mm", "2012-03-07T15:02", "2012-03-07T15:02:00"),
        ("dateTime", "d-M-yyyy HHmm X", "7-3-2012 1502 -03", "2012-03-07T15:02:00-03:00"),
    ],
)
def test_date_formats(place: Place, base: str, form: str, cell: str, expected: str) -> None:
    assert place.cells({"base": base, "format": form}, cell) == typed(base, expected)


@pytest.mark.parametrize(
    ("base", "cell"),
    [
        ("date", "2012-02-30"),
        ("date", "31/12/2012"),
        ("time", "25:61:00"),
        ("dateTime", "2012-03-07"),
        ("integer", "1.5"),
        ("byte", "128"),
        ("unsignedInt", "-1"),
        ("decimal", "1e3"),
        ("boolean", "yes"),
        ("language", "no tongue"),
        ("hexBinary", "abc"),
    ],
)
def test_a_cell_off_its_datatype_stays_a_string(place: Place, base: str, cell: str) -> None:
    assert place.cells(base, cell) == [f'"{cell}"', f"'{cell}': not a valid {base}"]


@pytest.mark.parametrize(
    ("datatype", "cell", "fault"),
    [
        ({"base": "integer", "minimum": 3}, "2", "minInclusive is 3"),
        ({"base": "integer", "maxExclusive": "5"}, "5", "maxExclusive is 5"),
        ({"base": "duration", "maximum": "P9D"}, "P10D", "maxInclusive is P9D"),
        ({"base": "date", "maximum": "2012-01-01"}, "2012-01-02", "maxInclusive is 2012-01-01"),
        ({"base": "string", "maxLength": 2}, "abc", "the length is 3, maxLength is 2"),
        ({"base": "hexBinary", "length": 2}, "abcd12", "the length is 3, length is 2"),
    ],
)
def test_bounds(place: Place, datatype: Any, cell: str, fault: str) -> None:
    assert place.cells(datatype, cell) == [f'"{cell}"', f"'{cell}': {fault}"]


def test_null_default_and_required(place: Place) -> None:
    assert place.cells("string", "-", "", "a", null=["-"], default="none") == ['"none"', '"a"']
    fault = place.cells("string", "", "a", required=True)[1]
    assert fault == "jlac: warning: http://example.org/t.csv#row=2: x is required, the cell is empty"


def test_language(place: Place) -> None:
    assert place.cells("string", "puerto", lang="es") == ['"puerto"@es']


def test_a_list_makes_one_triple_an_item(place: Place) -> None:
    assert place.cells("integer", "1; 2;;3", separator=";") == typed("integer", "1", "2", "3")
    assert place.cells("string", "a; b", separator=";") == ['" b"', '"a"']


def test_an_ordered_list_is_an_rdf_list(place: Place) -> None:
    place.write("t.csv", "x\na;b\n")
    column = {"name": "x", "separator": ";", "ordered": True}
    place.write("t.json", {"url": "t.csv", "tableSchema": {"columns": [column]}})
    assert place.triples("t.json", "--minimal") == [
        "_ :t.csv#x _",
        '_ rdf:first "a"',
        '_ rdf:first "b"',
        "_ rdf:rest _",
        "_ rdf:rest rdf:nil",
    ]


def test_partial_dates_take_the_type_of_their_form(place: Place) -> None:
    extension = {"https://w3id.org/jlac/csvw#datatype": "partialDate"}
    assert place.cells("string", "2012", "2012-03", "2012-03-07", **extension) == [
        '"2012"^^xsd:gYear',
        '"2012-03"^^xsd:gYearMonth',
        '"2012-03-07"^^xsd:date',
    ]


@pytest.mark.parametrize(
    ("base", "text"),
    [
        ("gYearMonth", "2012-13"), ("gDay", "---32"), ("gMonth", "--13"), ("gMonthDay", "--02-30"),
        ("gYear", "02012"), ("date", "2012-01-01+25:00"), ("gMonthDay", "--04-31"), ("gYear", "2012+14:30"),
    ],
)  # fmt: skip
def test_what_no_calendar_has_is_refused(base: str, text: str) -> None:
    assert read(text, Datatype(base)) == (text, f"not a valid {base}")


@pytest.mark.parametrize(
    ("base", "bounds", "text", "fits"),
    [
        ("gYear", {"minInclusive": "2000"}, "10000", True),
        ("gYear", {"minInclusive": "2000"}, "-0500", False),
        ("dateTime", {"minInclusive": "2012-01-02T00:00:00Z"}, "2012-01-01T23:00:00-05:00", True),
        ("dateTime", {"minInclusive": "2012-01-02T00:00:00Z"}, "2012-01-01T23:00:00+05:00", False),
        ("time", {"maxInclusive": "12:00:00Z"}, "13:00:00+02:00", True),
    ],
)
def test_dates_are_compared_as_dates(base: str, bounds: dict[str, str], text: str, fits: bool) -> None:
    assert (read(text, Datatype(base, bounds=bounds))[1] == "") == fits


def test_a_regular_expression_takes_time_linear_in_the_text() -> None:
    text = "a" * 40 + "!"
    assert read(text, Datatype("string", format="(a+)+")) == (text, "not a valid string of the format (a+)+")
    assert read("a" * 40, Datatype("string", format="(a+)+"))[1] == ""
