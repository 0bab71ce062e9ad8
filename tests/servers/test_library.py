"""The project's whole query library gives the same rows in every kind of store."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from jlac_graph.core.paths import queries_dir
from jlac_graph.queries.library import list_queries, run
from jlac_graph.sparql.answers import Solutions, Triples, python_value
from jlac_graph.sparql.endpoint import EndpointStore
from jlac_graph.sparql.http import Patience
from jlac_graph.sparql.push import Server, parts_of, push
from jlac_graph.sparql.rdflib_store import RdflibStore, to_rdflib
from jlac_graph.sparql.store import OxigraphStore

LIBRARY = [*list_queries(), *list_queries(queries_dir() / "cq")]
SHARES = 4
"""Parts of the library, so that the slowest store is not one long test."""
MOST = {"rdflib": 1}
"""Examples of a query that a slow store answers; the others answer all."""


@pytest.fixture(scope="module")
def graph(dist: Path):
    return OxigraphStore.from_path(dist / "graph.nq")


@pytest.fixture(scope="module", params=["rdflib", "oxigraph", "virtuoso"])
def other(request, graph):
    if request.param == "rdflib":
        return RdflibStore(to_rdflib(graph))
    server = request.getfixturevalue(f"{request.param}_server")
    push(parts_of(graph), Server(query=server.query, update=server.update))
    return EndpointStore(server.query, patience=Patience(timeout=30))


def plain(answer, query):
    """Rows as a sorted list, numbers by value.

    What SPARQL leaves open (order among equals, integer or decimal) is each server's own. Virtuoso
    7.2.5 sums nothing to no value, where SPARQL says 0 (docs/servers.md).
    """
    if not isinstance(answer, Solutions):
        return sorted(map(told, answer)) if isinstance(answer, Triples) else answer
    sums = set(re.findall(r"\(SUM\(.*?\) AS \?(\w+)\)", query.text))
    rows = [
        tuple(number(0 if v is None and c in sums else v) for c, v in row.items())
        for row in answer.to_dicts()
    ]
    return sorted(rows, key=repr)


def told(triple):
    """A triple with its number by value: Virtuoso writes a whole decimal as an integer."""
    value = number(python_value(triple.object))
    return triple.subject.value, triple.predicate.value, getattr(triple.object, "language", None), str(value)


def number(value):
    return round(float(value), 6) if type(value) in (int, float, Decimal) else value


@pytest.mark.parametrize("share", range(SHARES))
def test_the_library_answers_the_same(share, graph, other, request):
    most = MOST.get(request.node.callspec.params["other"])
    differing = {
        (query.name, str(values))
        for query in LIBRARY[share::SHARES]
        for values in (query.examples or ({},))[:most]
        if plain(run(query, other, values), query) != plain(run(query, graph, values), query)
    }
    assert differing == set()
