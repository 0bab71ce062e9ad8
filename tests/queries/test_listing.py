"""The query that lists what a parameter takes."""

import pytest

from jlac_graph.core.errors import UsageError
from jlac_graph.queries.library import list_queries
from jlac_graph.queries.listing import listing
from jlac_graph.sparql.store import OxigraphStore

DATA = """
@prefix e: <http://e/> .
e:a e:kind e:k1 ; e:label "a" . e:b e:kind e:k2 . e:c e:of e:a ; e:kind e:k3 .
"""
PATTERNS = [
    "{ ?x e:kind ?k OPTIONAL { ?x e:label ?l } }",
    "{ ?x e:kind ?k OPTIONAL { ?x e:label ?l } FILTER (!BOUND(?l)) }",
    "{ ?x e:kind ?k FILTER (!BOUND(?l)) OPTIONAL { ?x e:label ?l } }",
    "{ ?x e:label ?l OPTIONAL { ?x e:kind ?k } }",
    "{ ?x e:kind ?k OPTIONAL { ?x e:of ?y } ?y e:label ?l }",
    "{ ?x e:kind ?k OPTIONAL { ?x e:of ?y OPTIONAL { ?y e:label ?l } } OPTIONAL { ?x e:label ?m } }",
    "{ { SELECT ?x { ?x e:label ?l OPTIONAL { ?x e:of ?y } } } ?x e:kind ?k OPTIONAL { ?x e:none ?n } }",
    "{ ?x e:kind ?k OPTIONAL { ?x e:label ?l } MINUS { ?x e:label ?l } }",
]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_listing_has_the_values_of_the_whole_pattern(pattern: str) -> None:
    store = OxigraphStore.from_text(DATA, "ttl")
    prefix = "PREFIX e: <http://e/> "
    whole = store.select(f"{prefix} SELECT DISTINCT ?k WHERE {pattern}")
    listed = store.select(listing(f"{prefix} SELECT ?x {pattern}", "k"))
    assert sorted(map(str, listed)) == sorted(map(str, whole)) != []


def test_what_is_only_added_is_left_out() -> None:
    found = [listing(f"SELECT ?x {pattern}", "k") for pattern in PATTERNS]
    assert ["OPTIONAL" in text for text in found] == [False, True, True, True, True, False, True, True]
    assert "e:none" not in found[6]


def test_every_parameter_of_the_library_takes_what_the_whole_pattern_gives(
    report_graph: OxigraphStore,
) -> None:
    met = 0
    for query in list_queries():
        for parameter in query.parameters:
            if parameter.open_list and not (
                parameter.legal or parameter.legal_property or parameter.legal_class
            ):
                listed = report_graph.select(listing(query.text, parameter.variable))
                start = query.text.index("SELECT")
                where = query.text[query.text.index("{", start) : query.text.rindex("}") + 1]
                text = f"{query.text[:start]} SELECT DISTINCT ?{parameter.variable} WHERE {where}"
                assert sorted(map(str, listed)) == sorted(map(str, report_graph.select(text))), query.name
                met += 1
    assert met > 10


def test_a_query_without_a_pattern_is_refused() -> None:
    with pytest.raises(UsageError, match="no pattern"):
        listing("SELECT ?x WHERE", "x")
