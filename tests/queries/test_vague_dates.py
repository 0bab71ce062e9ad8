"""Queries that list by year take a vague date by its bounds, show those, and drop no dated row."""

from datetime import date

import pyoxigraph as ox
import pytest

from jlac_graph.build.date_bounds import date_bounds
from jlac_graph.core.edtf import DATATYPE
from jlac_graph.core.graph_names import stated
from jlac_graph.queries.library import find_query, run
from jlac_graph.sparql.store import OxigraphStore

AGREEMENT = f"""
@prefix jlac: <https://w3id.org/jlac/ont#> .
@prefix id: <https://w3id.org/jlac/id/agreement/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix place: <https://w3id.org/jlac/id/place/> .
id:pact a jlac:Agreement ; jlac:hasParty place:japan ; jlac:inForcePrinted "2005/2007"^^<{DATATYPE}> .
id:deed a jlac:Agreement ; jlac:hasParty place:japan ; jlac:inForcePrinted "2004"^^xsd:gYear .
jlac:Agreement rdfs:isDefinedBy <https://w3id.org/jlac/ont> .
"""

DEALS = f"""
@prefix fact: <https://w3id.org/jlac/id/fact/> .
@prefix jlac: <https://w3id.org/jlac/ont#> .
@prefix place: <https://w3id.org/jlac/id/place/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix src: <https://w3id.org/jlac/src/press/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
fact:by a jlac:Fact , jlac:Investment ; jlac:host place:mexico ; jlac:citation src:p1 ; jlac:date "../2019-03"^^<{DATATYPE}> .
fact:since a jlac:Fact , jlac:Investment ; jlac:host place:mexico ; jlac:citation src:p2 ; jlac:start "2010"^^xsd:gYear .
fact:in a jlac:Fact , jlac:Investment ; jlac:host place:mexico ; jlac:citation src:p3 ; jlac:date "2012"^^xsd:gYear .
jlac:Fact rdfs:isDefinedBy <https://w3id.org/jlac/ont> .
jlac:Investment rdfs:isDefinedBy <https://w3id.org/jlac/ont> ; rdfs:subClassOf jlac:Fact .
"""  # noqa: E501
"""Three investments: known to be made by a month, going on since a year, and of a year."""


@pytest.fixture(scope="module")
def store() -> OxigraphStore:
    return loaded(AGREEMENT)


@pytest.fixture(scope="module")
def deals() -> OxigraphStore:
    return loaded(DEALS)


def loaded(turtle: str) -> OxigraphStore:
    graph = ox.Store()
    source = ox.NamedNode(stated("pacts", "press"))
    graph.load(turtle.encode(), ox.RdfFormat.TURTLE, to_graph=source)
    lines = [f"{quad.triple} ." for quad in [*graph, *date_bounds(graph)]]
    return OxigraphStore.from_text("\n".join(lines), "nt")


@pytest.mark.parametrize(
    ("year", "rows"),
    [
        ("2003", []),
        ("2004", [("deed", None, None, 0)]),
        ("2006", [("deed", None, None, 2), ("pact", date(2005, 1, 1), date(2007, 12, 31), None)]),
        ("2010", [("deed", None, None, 6), ("pact", date(2005, 1, 1), date(2007, 12, 31), 3)]),
    ],
)
def test_an_agreement_of_a_vague_date_may_be_in_force_within_its_bounds(
    store: OxigraphStore, year: str, rows: list[tuple[str | int | date | None, ...]]
) -> None:
    found = run(find_query("agreements-in-force"), store, {"year": year}).to_dicts()
    assert [
        (row["agreement"].rpartition("/")[2], *(row[name] for name in ("earliest", "latest", "years")))
        for row in found
    ] == rows


def test_an_agreement_lies_between_the_bounds_of_its_date_in_every_list(store: OxigraphStore) -> None:
    (pact,) = run(find_query("dated-in-year"), store, {"year": "2006"}).to_dicts()
    assert (pact["firstYear"], pact["lastYear"]) == (2005, 2007)


OPEN = [("since", 2010, None), ("in", 2012, 2012), ("by", None, 2019)]
"""The investments in order of the years that are known of them."""


@pytest.mark.parametrize(
    ("query", "values", "rows"),
    [
        ("investments-by-year", {}, OPEN),
        ("investments-by-year", {"since": "2013"}, OPEN[2:]),
        ("investments-by-year", {"until": "2011"}, OPEN[:1]),
        ("pillar-order", {}, OPEN),
        ("dated-in-year", {"year": "2010"}, OPEN[:1]),
        ("dated-in-year", {"year": "2019"}, OPEN[2:]),
        ("dated-in-year", {"year": "2015"}, []),
    ],
)
def test_a_date_open_at_one_end_stands_in_the_lists_by_year_with_the_year_that_is_known(
    deals: OxigraphStore,
    query: str,
    values: dict[str, str],
    rows: list[tuple[str, int | None, int | None]],
) -> None:
    found = run(find_query(query), deals, values).to_dicts()
    assert [
        (row.get("item", row.get("fact")).rpartition("/")[2], row["firstYear"], row["lastYear"])
        for row in found
    ] == rows


@pytest.mark.parametrize(
    ("values", "facts"),
    [({"since": "2013"}, ["by"]), ({"until": "2011"}, ["since"]), ({"since": "2020"}, [])],
)
def test_the_steps_of_assets_are_filtered_by_the_year_that_is_known(
    deals: OxigraphStore, values: dict[str, str], facts: list[str]
) -> None:
    found = run(find_query("life-of-assets"), deals, values).to_dicts()
    assert [row["fact"].rpartition("/")[2] for row in found] == facts


def test_items_of_a_vague_date_are_counted_without_a_year(deals: OxigraphStore) -> None:
    found = run(find_query("counts-by-year"), deals).to_dicts()
    assert [(row["year"], row["items"]) for row in found] == [(None, 1), (2010, 1), (2012, 1)]


OPEN_DATES = f"""
@prefix agreement: <https://w3id.org/jlac/id/agreement/> .
@prefix fact: <https://w3id.org/jlac/id/fact/> .
@prefix jlac: <https://w3id.org/jlac/ont#> .
@prefix obs: <https://w3id.org/jlac/obs/> .
@prefix place: <https://w3id.org/jlac/id/place/> .
@prefix qb: <http://purl.org/linked-data/cube#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sdmx-dimension: <http://purl.org/linked-data/sdmx/2009/dimension#> .
@prefix sdmx-measure: <http://purl.org/linked-data/sdmx/2009/measure#> .
@prefix src: <https://w3id.org/jlac/src/press/> .
@prefix state: <https://w3id.org/jlac/code/status/> .
@prefix type: <https://w3id.org/jlac/code/agreement-type/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
obs:to a qb:Observation ; jlac:indicator obs:loans ; sdmx-dimension:refArea place:mexico ; sdmx-measure:obsValue 1 ; jlac:citation src:p1 ; jlac:date "../2003-03"^^<{DATATYPE}> .
obs:from a qb:Observation ; jlac:indicator obs:loans ; sdmx-dimension:refArea place:mexico ; sdmx-measure:obsValue 2 ; jlac:citation src:p2 ; jlac:start "2005"^^xsd:gYear .
obs:over a qb:Observation ; jlac:indicator obs:loans ; sdmx-dimension:refArea place:mexico ; sdmx-measure:obsValue 3 ; jlac:citation src:p3 ; jlac:start "2002"^^xsd:gYear ; jlac:end "2004"^^xsd:gYear .
agreement:by a jlac:Agreement ; jlac:hasParty place:japan ; jlac:agreementType type:tax ; jlac:citation src:p4 ; jlac:inForcePrinted "../2006-03"^^<{DATATYPE}> .
agreement:from a jlac:Agreement ; jlac:hasParty place:japan ; jlac:agreementType type:tax ; jlac:citation src:p5 ; jlac:inForcePrinted "2005/.."^^<{DATATYPE}> .
agreement:lasting a jlac:Agreement ; jlac:hasParty place:japan ; jlac:agreementType type:tax ; jlac:citation src:p6 .
fact:lasts a jlac:Fact , jlac:AgreementParty ; jlac:agreement agreement:lasting ; jlac:party place:japan ; jlac:status state:in-force ; jlac:citation src:p6 ; jlac:start "2004"^^xsd:gYear .
agreement:ended a jlac:Agreement ; jlac:hasParty place:japan ; jlac:agreementType type:tax ; jlac:citation src:p7 .
fact:ends a jlac:Fact , jlac:AgreementParty ; jlac:agreement agreement:ended ; jlac:party place:japan ; jlac:status state:in-force ; jlac:citation src:p7 ; jlac:start "2003"^^xsd:gYear ; jlac:end "2008"^^xsd:gYear .
fact:told a jlac:Fact , jlac:Investment ; jlac:host place:mexico ; jlac:citation src:p8 ; jlac:status state:agreed ; jlac:date "../2004"^^<{DATATYPE}> .
fact:begun a jlac:Fact , jlac:Investment ; jlac:host place:mexico ; jlac:citation src:p9 ; jlac:status state:agreed ; jlac:start "2006"^^xsd:gYear .
<https://w3id.org/jlac/id/event/one> jlac:account fact:told , fact:begun .
jlac:host rdfs:subPropertyOf jlac:role .
jlac:Investment rdfs:subClassOf jlac:Fact .
"""  # noqa: E501
"""Statistics, agreements and two accounts of one event, whose dates are open at one end."""


@pytest.fixture(scope="module")
def open_dates() -> OxigraphStore:
    return loaded(OPEN_DATES)


@pytest.mark.parametrize(
    ("year", "values"), [(2002, [3]), (2003, [3, 1]), (2004, [3]), (2005, [2]), (2010, [])]
)
def test_a_statistic_of_a_period_open_at_one_end_stands_in_the_year_that_is_known(
    open_dates: OxigraphStore, year: int, values: list[int]
) -> None:
    found = run(find_query("figures-of-year"), open_dates, {"year": str(year)}).to_dicts()
    assert sorted(row["value"] for row in found) == sorted(values)


@pytest.mark.parametrize(
    ("year", "rows"),
    [
        ("2003", [("ended", 0)]),
        ("2005", [("ended", 2), ("from", None), ("lasting", 1)]),
        ("2007", [("by", 1), ("ended", 4), ("from", None), ("lasting", 3)]),
    ],
)
def test_an_agreement_known_to_be_in_force_by_or_since_a_day_is_in_force(
    open_dates: OxigraphStore, year: str, rows: list[tuple[str, int | None]]
) -> None:
    found = run(find_query("agreements-in-force"), open_dates, {"year": year}).to_dicts()
    assert sorted((row["agreement"].rpartition("/")[2], row["years"]) for row in found) == rows


def test_the_known_bound_of_an_agreement_is_shown(open_dates: OxigraphStore) -> None:
    found = run(find_query("agreements"), open_dates).to_dicts()
    bounds = {row["agreement"].rpartition("/")[2]: (row["earliest"], row["latest"]) for row in found}
    assert bounds["by"] == (None, date(2006, 3, 31))
    assert bounds["from"] == (date(2005, 1, 1), None)


def test_a_fact_known_to_have_happened_by_a_day_stands_in_that_year(open_dates: OxigraphStore) -> None:
    found = run(
        find_query("facts-of"), open_dates, {"thing": "https://w3id.org/jlac/id/place/mexico"}
    ).to_dicts()
    assert [row["year"] for row in found] == [2004, 2006]


def test_accounts_whose_open_dates_exclude_each_other_are_contradictions(open_dates: OxigraphStore) -> None:
    (found,) = run(find_query("contradictions"), open_dates).to_dicts()
    assert found["why"] == "same event, different dates"
