"""The cases of the W3C's SPARQL 1.1 Protocol tests for queries, written for this graph, sent by curl.

Names are those of the W3C's list; each sends what the case describes and checks status and content.
"""

import json
import subprocess
from urllib.parse import urlencode

import pytest

from tests.tools import need

GRAPH = "https://w3id.org/jlac/graph/"
FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
NAMES = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"
BOTH = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o GRAPH ?g { ?s ?p ?o } }"


@pytest.fixture(scope="module")
def curl(served):
    need("curl", "curl")

    def run(*args, fields=(), body=None):
        address = served.url + "/sparql" + ("?" + urlencode(fields) if fields else "")
        command = ["curl", "-sS", "-w", "\n%{http_code} %{content_type}", *args, address]
        sent = body.encode() if isinstance(body, str) else body
        done = subprocess.run(command, input=sent, capture_output=True, timeout=60, check=True)
        text, _, told = done.stdout.decode().rpartition("\n")
        status, _, media = told.partition(" ")
        return int(status), media.partition(";")[0], text

    return run


def posted(kind):
    return ("-X", "POST", "-H", f"Content-Type: {kind}", "--data-binary", "@-")


def first(answer):
    status, _, text = answer
    assert status == 200, text
    rows = json.loads(text)["results"]["bindings"]
    return [next(iter(row.values()))["value"].rpartition("/")[2] for row in rows]


def graphs(**named):
    keys = {"default": "default-graph-uri", "named": "named-graph-uri"}
    return [(keys[key], GRAPH + name) for key, names in named.items() for name in names]


DATASETS = {
    "query_dataset_default_graph": (COUNT, graphs(default=["two"]), ["3"]),
    "query_dataset_default_graphs": (COUNT, graphs(default=["one", "two"]), ["30"]),
    "query_dataset_named_graphs": (NAMES, graphs(named=["one", "two"]), ["one", "two"]),
    "query_dataset_full": (BOTH, graphs(default=["one"], named=["two"]), ["3"]),
    "query_multiple_dataset": (
        f"SELECT (COUNT(*) AS ?n) FROM <{GRAPH}one> {{ ?s ?p ?o }}", graphs(default=["two"]), ["3"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("way", ["get", "post_form", "post_direct"])
@pytest.mark.parametrize("name", DATASETS)
def test_dataset(curl, name, way):
    query, fields, expected = DATASETS[name]
    if way == "get":
        answer = curl(fields=[("query", query), *fields])
    elif way == "post_form":
        answer = curl(*posted(FORM), body=urlencode([("query", query), *fields]))
    else:
        answer = curl(*posted(DIRECT), fields=fields, body=query)
    assert first(answer) == expected


@pytest.mark.parametrize(
    ("name", "query", "media"),
    [
        ("query_content_type_select", "SELECT * { ?s ?p ?o } LIMIT 1", {"application/sparql-results+json"}),
        ("query_content_type_ask", "ASK {}", {"application/sparql-results+json"}),
        ("query_content_type_describe", "DESCRIBE agent:mitsui", {"text/turtle"}),
        ("query_content_type_construct", "CONSTRUCT WHERE { ?s a jlac:Firm }", {"text/turtle"}),
    ],
)
def test_content_type(curl, name, query, media):
    status, found, _ = curl(fields=[("query", query)])
    assert (status, found in media) == (200, True), name


BAD = {
    "bad_query_method": (("-X", "PUT"), [("query", "ASK {}")], None, 405),
    "bad_multiple_queries": ((), [("query", "ASK {}"), ("query", "SELECT * {}")], None, 400),
    "bad_query_wrong_media_type": (posted("text/plain"), [], "ASK {}", 415),
    "bad_query_missing_form_type": (
        ("-X", "POST", "-H", "Content-Type:", "--data-binary", "@-"), [], "query=ASK%20%7B%7D", 415,
    ),
    "bad_query_missing_direct_type": (
        ("-X", "POST", "-H", "Content-Type:", "--data-binary", "@-"), [], "ASK {}", 415,
    ),
    "bad_query_non_utf8": (posted(DIRECT), [], "ASK { ?s ?p '三' }".encode("utf-16"), 400),
    "bad_query_syntax": ((), [("query", "ASK { 1 }")], None, 400),
    "bad_update_over_query": (posted("application/sparql-update"), [], "CLEAR ALL", 415),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad(curl, name):
    args, fields, body, status = BAD[name]
    found, media, text = curl(*args, fields=fields, body=body)
    assert (found, media) == (status, "text/plain")
    assert text.strip()
    assert "Traceback" not in text
