"""Queries that list agreements take a vague date by its bounds, and show those."""

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


@pytest.fixture(scope="module")
def store() -> OxigraphStore:
    graph = ox.Store()
    source = ox.NamedNode(stated("pacts", "press"))
    graph.load(AGREEMENT.encode(), ox.RdfFormat.TURTLE, to_graph=source)
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
