"""Dates in EDTF against the library `edtf`, and the uncertain ones by hand."""

import re
from datetime import date

import pytest
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from jlac_graph.core.edtf import bounds, is_edtf

YEARS = st.integers(1000, 2999).map(str)
MONTHS = st.builds("{}-{:02}".format, YEARS, st.integers(1, 12))
DAYS = st.dates(date(1000, 1, 1), date(2999, 12, 31)).map(str)
DECADES = st.integers(100, 299).map("{}X".format) | st.integers(10, 29).map("{}XX".format)
SINGLE = YEARS | MONTHS | DAYS | DECADES


def strict(text: str) -> tuple[date, date]:
    parsed = parse_edtf(text)
    return date(*tuple(parsed.lower_strict())[:3]), date(*tuple(parsed.upper_strict())[:3])


@given(SINGLE)
def test_a_date_has_the_bounds_of_the_library(text: str) -> None:
    assert bounds(text) == strict(text)


@given(SINGLE, SINGLE)
def test_an_interval_has_the_bounds_of_its_ends(first: str, last: str) -> None:
    text = f"{first}/{last}"
    start, end = strict(first)[0], strict(last)[1]
    if start <= end:
        assert bounds(text) == (start, end)
    else:
        assert not is_edtf(text)
    assert bounds(f"{first}/..") == (start, None)
    assert bounds(f"../{last}") == (None, end)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1990~", "1989-01-01", "1991-12-31"),
        ("2012?", "2011-01-01", "2013-12-31"),
        ("2012-12~", "2012-11-01", "2013-01-31"),
        ("2012-01%", "2011-12-01", "2012-02-29"),
        ("2012-03-01~", "2012-02-29", "2012-03-02"),
        ("9999", "9999-01-01", "9999-12-31"),
    ],
)
def test_an_uncertain_date_may_lie_one_off(text: str, first: str, last: str) -> None:
    assert bounds(text) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "..",
        "../..",
        "2013/2012",
        "2012-13",
        "2012-02-30",
        "May 2012",
        "0000",
        "2012-1X",
        "196X-02",
        "2012/",
        "2012~~",
    ],
)
def test_what_is_not_a_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        bounds(text)


@given(st.text() | st.from_regex(re.compile(r"[0-9X~?%./-]{0,12}"), fullmatch=True))
def test_any_text_is_a_date_or_not(text: str) -> None:
    assert is_edtf(text) in (True, False)
