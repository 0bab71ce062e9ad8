"""Whether one value is legal is asked without listing them all; the answers agree."""

from random import Random

import pytest

from jlac_graph.core.namespaces import expand
from jlac_graph.queries.library import list_queries
from jlac_graph.queries.parameters import legal_values, takes
from jlac_graph.sparql.store import OxigraphStore

ASKED = [(query, p) for query in list_queries() for p in query.parameters if p.kind == "iri"]


@pytest.fixture(scope="module")
def legal(report_graph: OxigraphStore) -> list[set[str]]:
    return [set(map(expand, legal_values(query, p, report_graph))) for query, p in ASKED]


def test_what_is_taken_is_what_is_listed(report_graph: OxigraphStore, legal: list[set[str]]) -> None:
    listed = sorted(name for name in set().union(*legal) if name.startswith("https:"))
    chance = Random(172)
    for (query, parameter), values in zip(ASKED, legal, strict=True):
        own = [name for name in sorted(values) if name.startswith("https:")][:2]
        for name in [*own, *chance.sample(listed, 3)]:
            taken = takes(query, parameter, name, report_graph)
            assert taken == (name in values), (query.name, parameter.name, name)
