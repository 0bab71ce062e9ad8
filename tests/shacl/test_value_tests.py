"""The days that a calendar has: February's leap day, in every form that XML Schema reads."""

import re

import pytest

from jlac_graph.shacl.value_tests import LEXICAL


@pytest.mark.parametrize(
    ("year", "leap"),
    [("2012", True), ("2000", True), ("2400", True), ("12012", True), ("-0004", True), ("0000", True),
     ("2013", False), ("1900", False), ("2100", False), ("2014", False), ("12013", False), ("2010", False)],
)  # fmt: skip
def test_a_leap_day_stands_in_leap_years_only(year: str, leap: bool) -> None:
    for zone in ("", "Z", "+09:00"):
        assert bool(re.match(LEXICAL["date"], f"{year}-02-29{zone}")) == leap
        assert bool(re.match(LEXICAL["dateTime"], f"{year}-02-29T00:00:00{zone}")) == leap
        assert re.match(LEXICAL["date"], f"{year}-02-28{zone}")
        assert not re.match(LEXICAL["date"], f"{year}-02-30{zone}")
