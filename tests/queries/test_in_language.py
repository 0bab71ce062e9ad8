"""Answers of the library in another language: every code and every word of a query has its label."""

import pytest
from pyoxigraph import Literal, NamedNode

from jlac_graph.core.errors import JlacError
from jlac_graph.queries.in_language import coded_columns, labelled, named_in
from jlac_graph.queries.library import answer, find_query, list_queries
from jlac_graph.queries.parameters import chosen
from jlac_graph.sparql.answers import Solutions


def rows_of(query, graph, lang):
    """The first example, or the defaults, with labels; None for triples and yes or no."""
    values = query.examples[0] if query.examples else {}
    try:
        found = answer(query, graph, chosen(query, values, graph), lang=lang)
    except JlacError:  # the example is of another collection
        return None
    return labelled(query, found, graph, lang) if isinstance(found, Solutions) else None


def test_every_code_and_word_has_a_label_in_japanese(report_graph):
    unlabelled, seen = [], 0
    for query in list_queries():
        rows, coded = rows_of(query, report_graph, "ja"), coded_columns(query)
        for row in rows.to_dicts() if rows else []:
            for column in coded:
                label = row.get(f"{column}Label") or ""
                seen += bool(row.get(column))
                if row.get(column) and not label:
                    unlabelled.append((query.name, column, row[column]))
            own = [name for name, value in row.items() if value in query.words and f"{name}Label" not in row]
            unlabelled += [(query.name, name, row[name]) for name in own]
    assert unlabelled == []
    assert seen > 1000


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("top-lenders", {"precisions": "precision"}),
        ("agreement-steps", {"step": "agreementStep", "status": "status"}),
        ("hedged-statements", {"likelihood": "likelihood", "status": "status"}),
        ("figures", {"status": "status", "precision": "precision"}),
    ],
)
def test_the_columns_of_codes_are_read_from_the_text(name, columns):
    found = coded_columns(find_query(name))
    assert {column: found[column].rpartition("#")[2] for column in columns} == columns


def test_names_and_plans_in_spanish(report_graph):
    flows = rows_of(find_query("investment-flows"), report_graph, "es").to_dicts()
    assert {"Japón", "Brasil"} <= {origin for row in flows for origin in row["origins"].split("; ")}
    assert {"acordado", "planeado"} & {row["statusLabel"] for row in flows}
    settled = [row for row in rows_of(find_query("plans"), report_graph, "es") if row[-1]]
    assert settled


def test_several_codes_and_entities_in_a_cell(report_graph):
    from jlac_graph.lookup.labels import with_labels

    chile, peru = (f"https://w3id.org/jlac/id/place/{name}" for name in ("chile", "peru"))
    status = "https://w3id.org/jlac/ont#status"
    rows = Solutions(
        ("states", "places", "word"),
        ((Literal("agreed planned"), Literal(f"{chile} {peru}"), Literal("joint")), (None, None, None)),
    )
    words = {Literal("joint"): Literal("共同", language="ja")}
    found = with_labels(rows, report_graph, "ja", codes={"states": status}, joined={"places"}, words=words)
    assert found.columns == ("states", "statesLabel", "places", "placesLabel", "word", "wordLabel")
    assert [cell and cell.value for cell in found.rows[0]][1::2] == ["合意, 計画", "チリ · ペルー", "共同"]
    assert set(found.rows[1]) == {None}
    assert isinstance(NamedNode(chile), NamedNode)


def test_only_names_that_a_query_asks_for_in_english_change():
    text = 'SELECT ?n { ?a rdfs:label ?n FILTER (LANG(?n) = "en") }'
    assert named_in(text, "ja") == text
