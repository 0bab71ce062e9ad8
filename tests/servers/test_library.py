"""The project's whole query library gives the same rows in every kind of store."""

import re
from decimal import Decimal
from functools import partial

from pyoxigraph import RdfFormat, serialize

from jlac_graph.core.errors import NotFoundError
from jlac_graph.core.namespaces import BASE
from jlac_graph.core.paths import queries_dir
from jlac_graph.queries.library import list_queries, run
from jlac_graph.sparql.answers import Solutions, Triples, python_value
from jlac_graph.sparql.endpoint import EndpointStore
from jlac_graph.sparql.http import Patience
from jlac_graph.sparql.push import Server, parts_of, push
from jlac_graph.sparql.rdflib_store import RdflibStore, to_rdflib
from jlac_graph.sparql.store import OxigraphStore
from tests.fixtures.report import thinned

from .conftest import add_to_jena, isql

LIBRARY = [*list_queries(), *list_queries(queries_dir() / "cq")]
SAMPLE = [*list_queries(), *list_queries(queries_dir() / "cq")[::5]]
"""Of the competency questions, which are written alike, one in five."""
HARD = {
    "claims-borne-out", "cooperation-projects", "cq-165", "financing-by", "history-of", "investments-by-year",
    "largest-deals", "life-of-assets", "mine-stakes", "pillar-order", "sources", "who-finances-whom",
}  # fmt: skip
"""Queries that Virtuoso answered wrongly on all data only, when they were written otherwise."""
PATH = re.compile(r"[\w)>][+*](?=[\s/|)])")

GRAPH = f"{BASE}graph/data"
"""One named graph for all: both servers repeat a triple that two graphs share."""


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


def test_the_library_answers_the_same_from_oxigraph(oxigraph_server, report_graph):
    """One example of each query, on the report: it is our own engine."""
    running = oxigraph_server
    push(parts_of(report_graph, into=GRAPH), Server(query=running.query, update=running.update))
    served = EndpointStore(running.query, patience=Patience(timeout=60))
    known = partial(answer, store=report_graph)
    assert differing(partial(answer, store=served), known, SAMPLE, most=1) == set()


def test_the_library_answers_the_same_from_virtuoso(virtuoso_server, graph_of_all, tmp_path_factory):
    """One example of each query, on all data, and each example of those that were hard."""
    file = tmp_path_factory.getbasetemp() / "virtuoso0" / "all.nt"
    file.write_text("".join(line for part in parts_of(graph_of_all, into=GRAPH) for line in part.lines))
    isql(virtuoso_server.sql, f"DB.DBA.TTLP_MT(file_to_string_output('{file}'), '', '{GRAPH}', 0);")
    served = EndpointStore(virtuoso_server.query, patience=Patience(timeout=60))
    asked, known = partial(answer, store=served), partial(answer, store=graph_of_all)
    hard = [query for query in LIBRARY if query.name in HARD]
    assert {query.name for query in hard} == HARD
    assert differing(asked, known, [q for q in SAMPLE if q not in hard], most=1) == set()
    assert differing(asked, known, hard, most=None) == set()


def test_the_library_answers_the_same_from_jena(jena_server, report_graph):
    """One example of each query, on the report."""
    add_to_jena(jena_server, serialize(report_graph.quads(), format=RdfFormat.N_QUADS))
    served = EndpointStore(jena_server.query, patience=Patience(timeout=60))
    known = partial(answer, store=report_graph)
    assert differing(partial(answer, store=served), known, SAMPLE, most=1) == set()


def test_no_query_has_a_path_of_any_length():
    """Virtuoso loses their rows in some runs (docs/servers.md): the build derives transitive links."""
    assert [query.name for query in LIBRARY if PATH.search(query.text)] == []


def test_the_library_answers_the_same_in_rdflib(report_graph):
    """One example of each query, over one in forty of the facts and statistics: rdflib is slow.

    Queries without rows there are left out: rdflib makes a row of a group of nothing, where SPARQL has none.
    """
    kinds = ("<https://w3id.org/jlac/id/fact/", "<https://w3id.org/jlac/obs/")
    nquads = serialize(thinned(report_graph.quads(), kinds, every=40), format=RdfFormat.N_QUADS)
    graph = OxigraphStore.from_text(nquads.decode(), "nq")
    asked = [query for query in SAMPLE if answer(query, graph, (query.examples or ({},))[0])]
    assert len(asked) > 0.5 * len(SAMPLE)
    slow = RdflibStore(to_rdflib(graph))
    assert differing(partial(answer, store=slow), partial(answer, store=graph), asked, most=1) == set()


def differing(one, other, queries, most):
    """The queries, with their values, to which two stores do not give the same rows."""
    return {
        (query.name, str(values))
        for query in queries
        for values in (query.examples or ({},))[:most]
        if one(query, values=values) != other(query, values=values)
    }


def answer(query, store, values):
    """Its rows, or what is said of a value that a part of the graph does not have."""
    try:
        return plain(run(query, store, values), query)
    except NotFoundError as error:
        return str(error)
