"""The OpenAPI document: it names every address of the API, and real answers are as it says."""

import json
import re
import subprocess
import sys
from pathlib import Path

import jsonschema_rs
import pytest
from starlette.routing import Route

from jlac_graph.queries.library import list_queries
from jlac_graph.web.openapi import openapi
from jlac_graph.web.routes import routes

from .conftest import Service

ROOT = Path(__file__).parents[2]
DOCUMENT = openapi(list_queries(ROOT / "queries"))


def faults(path: str, answer: bytes, status: str = "200", method: str = "get") -> list[str]:
    """What is wrong with an answer, by the document."""
    content = DOCUMENT["paths"][path][method]["responses"][status]["content"]
    media = "application/json" if "application/json" in content else "application/sparql-results+json"
    schema = {**content[media]["schema"], "components": DOCUMENT["components"]}
    return [str(error) for error in jsonschema_rs.validator_for(schema).iter_errors(json.loads(answer))]


READ = [
    ("/api/queries", "/api/queries"),
    ("/api/queries/pillars", "/api/queries/pillars"),
    ("/api/queries/investments-in/about", "/api/queries/investments-in/about"),
    ("/api/search", "/api/search?q=mitsui"),
    ("/api/search", "/api/search?q=&lang=ja"),
    ("/api/find", "/api/find?q=how is Mitsui linked to JBIC".replace(" ", "%20")),
    ("/api/find", "/api/find?group=statements&country=place/chile&decade=2010&lang=pt"),
    ("/api/front", "/api/front?lang=ja"),
    ("/api/story/{name}", "/api/story/mine?lang=es"),
    ("/api/thing/{id}", "/api/thing/agent/jbic"),
    ("/api/thing/{id}", "/api/thing/place/mexico?lang=ja"),
    ("/api/thing/{id}", "/api/thing/src:idb-mg-172/case-mining.p5"),
    ("/api/thing/{id}", "/api/thing/src:idb-mg-172"),
    ("/api/thing/{id}", "/api/thing/code:sector/automotive?lang=es"),
    ("/api/neighbors", "/api/neighbors?id=agent/mitsui&limit=5"),
    ("/api/neighbors", "/api/neighbors?id=place/chile&context=1&relation=country"),
    ("/api/trace", "/api/trace?source=mitsui&target=jbic"),
    ("/api/trace", "/api/trace?source=mitsui&target=jbic&max_length=1&avoid=codelco&from=2000&to=2010"),
    ("/api/activity", "/api/activity?lang=pt"),
    ("/api/vocabulary", "/api/vocabulary"),
    ("/api/coverage", "/api/coverage?lang=ja"),
]


@pytest.mark.parametrize(("path", "address"), READ, ids=[address for _, address in READ])
def test_an_answer_is_as_the_document_says(whole: Service, path: str, address: str) -> None:
    answer = whole.ask(address, Accept="application/json, application/sparql-results+json")
    assert answer.status == 200, answer.text
    assert faults(path, answer.body) == []


def test_every_projection_is_as_the_document_says(whole: Service) -> None:
    names = json.loads(whole.ask("/api/vocabulary").body)["projections"]
    assert len(names) > 3
    for name in names:
        answer = whole.ask(f"/api/projection?name={name}")
        assert (name, answer.status, faults("/api/projection", answer.body)) == (name, 200, [])


def test_every_fact_and_statistic_is_as_the_document_says(whole: Service) -> None:
    activity = json.loads(whole.ask("/api/activity").body)
    names = [row["id"] for kind in ("facts", "figures") for row in activity[kind][::40]]
    assert len(names) > 20
    for name in names:
        answer = whole.ask(f"/api/thing/{name}")
        assert (name, answer.status, faults("/api/thing/{id}", answer.body)) == (name, 200, [])


WRITTEN = [
    ("/api/graph", {"shown": ["agent/mitsui", "agent/codelco", "agent/none"], "context": True}),
    ("/api/graph", {"expand": "agent/jica", "limit": 3, "lang": "ja"}),
    ("/api/labels", {"ids": ["agent/mitsui", "code:sector/automotive"]}),
]


@pytest.mark.parametrize(("path", "body"), WRITTEN)
def test_an_answer_to_a_body_is_as_the_document_says(whole: Service, path: str, body: object) -> None:
    answer = whole.ask(path, data=json.dumps(body).encode(), method="POST")
    assert (answer.status, faults(path, answer.body, method="post")) == (200, [])


@pytest.mark.parametrize(
    ("path", "address", "status"),
    [
        ("/api/thing/{id}", "/api/thing/agent/none", 404),
        ("/api/neighbors", "/api/neighbors", 400),
        ("/api/projection", "/api/projection?name=none", 404),
        ("/api/trace", "/api/trace?source=mitsui", 400),
        ("/api/search", "/api/search?q=x&lang=xx", 400),
        ("/api/queries/investments-in", "/api/queries/investments-in?country=nowhere", 400),
    ],
)
def test_a_fault_is_as_the_document_says(whole: Service, path: str, address: str, status: int) -> None:
    answer = whole.ask(address)
    content = DOCUMENT["paths"][path]["get"]["responses"][str(status)]["content"]
    schema = {**content["application/json"]["schema"], "components": DOCUMENT["components"]}
    assert answer.status == status
    jsonschema_rs.validator_for(schema).validate(json.loads(answer.body))


def test_the_document_refuses_what_the_service_does_not_answer() -> None:
    thing = {"id": "agent/x", "label": "X", "kind": "Firm", "sectors": [], "degree": 0}
    found = {**thing, "name": "X", "score": 100, "kindLabel": "firm"}
    assert faults("/api/search", json.dumps([found]).encode()) == []
    assert faults("/api/search", json.dumps([thing]).encode()) != []
    assert faults("/api/search", json.dumps([found | {"colour": "red"}]).encode()) != []


def test_the_document_names_every_address() -> None:
    asked = {
        (
            re.sub(r"^/reconcile/(en|ja|es|pt)\b", "/reconcile/{lang}", route.path.replace(":path}", "}")),
            method.lower(),
        )
        for route in routes()
        if isinstance(route, Route) and not route.path.startswith("/api/queries/{name}")
        if not route.path.endswith("/") or route.path == "/"  # the others redirect
        for method in (route.methods or set()) - {"HEAD"}
    }
    assert len(asked) > 35
    described = {(path, method) for path, found in DOCUMENT["paths"].items() for method in found}
    assert asked - described == set()


CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
RUNS = [
    ("served", ["--phases", "examples,coverage,fuzzing", "--max-examples", "2"]),
    # figures and descriptions need real data
    (
        "reported",
        ["--phases", "fuzzing", "--max-examples", "1", "--include-path-regex", "figure|void|sitemap"],
    ),
]


@pytest.mark.parametrize(("which", "options"), RUNS, ids=[which for which, _ in RUNS])
def test_the_document_holds_under_fuzzing(
    which: str, options: list[str], request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    service: Service = request.getfixturevalue(which)
    schemathesis = Path(sys.executable).with_name("schemathesis")
    common = [
        "--seed",
        "1",
        "--checks",
        CHECKS,
        "--exclude-checks",
        "unsupported_method",
        "--request-timeout",
        "60",
        # an id is any path: how many of the made-up ones are no paths is no matter
        "--suppress-health-check",
        "filter_too_much",
    ]
    command = [schemathesis, "run", f"{service.url}/openapi.json", *options, *common]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, cwd=tmp_path, check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-1000:]
