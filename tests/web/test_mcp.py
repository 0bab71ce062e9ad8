"""Language models ask over both transports: the SDK's own client, and real processes."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mcp import Client, StdioServerParameters
from mcp.shared.exceptions import MCPError

from jlac_graph.core.errors import NotFoundError, UsageError
from jlac_graph.network.trace_model import TracedPath
from jlac_graph.web.explore.cache import Cache
from jlac_graph.web.mcp.arguments import TOOLS, checked
from jlac_graph.web.mcp.entity_tools import path_record, unknown
from jlac_graph.web.mcp.pages import MOST_CHARACTERS, Found, page, written
from tests.tools import run

from .conftest import service

ROOT = Path(__file__).parents[2]
P7 = "idb-mg-172#case-mining.p7"
SILENT = "idb-mg-172#acknowledgements.p1"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n2 ?o }"
EVERY = "SELECT * { ?s a ?class } ORDER BY ?s ?class"
CALLS = {
    "search": ("search", {"text": "三井物産"}),
    "search nothing": ("search", {"text": "zzyzx qqq"}),
    "search another class": ("search", {"text": "mitsui", "kind": "Mine"}),
    "show": ("show", {"entity": "jbic"}),
    "search by words": ("search", {"text": "銅山 チリ", "lang": "ja"}),
    "search past the end": ("search", {"text": "三井物産", "start": 99}),
    "show misspelt": ("show", {"entity": "Mitsuii", "part": "facts"}),
    "show no passage": ("show", {"entity": "idb-mg-172#case-mining.p77"}),
    "show a passage": ("show", {"entity": P7, "part": "cited"}),
    "show nothing": ("show", {"entity": "zzyzx qqq"}),
    "show a fact": ("show", {"entity": "fact/jbic-caserones"}),
    "show in Japanese": ("show", {"entity": "jbic", "lang": "ja"}),
    "trace": ("trace", {"source": "mitsui", "target": "jbic"}),
    "trace too short": ("trace", {"source": "mazda", "target": "vale", "max_length": 1}),
    "trace before": ("trace", {"source": "mazda", "target": "vale", "to_year": 1800, "max_length": 1}),
    "trace in years before all": (
        "trace",
        {"source": "mitsui", "target": "jbic", "from_year": 1700, "to_year": 1750},
    ),
    "queries": ("list_queries", {}),
    "queries in words": ("list_queries", {"text": "loans in Mexico"}),
    "queries for an entity": ("list_queries", {"text": "チリ", "lang": "ja"}),
    "a query": ("list_queries", {"name": "investments-in"}),
    "run": ("run_query", {"name": "investments-in", "parameters": {"country": "chile"}}),
    "run twice": ("run_query", {"name": "investments-in", "parameters": {"country": ["chile", "mexico"]}}),
    "run without rows": ("run_query", {"name": "evidence", "parameters": {"a": "mazda", "b": "vale"}}),
    "run too early": ("run_query", {"name": "dated-in-year", "parameters": {"year": 1850}}),
    "run a wrong value": ("run_query", {"name": "dated-in-year", "parameters": {"year": "twenty"}}),
    "sparql": ("ask_sparql", {"query": "SELECT ?f { ?f jlac:financier agent:jbic } ORDER BY ?f"}),
    "sparql misspelt": ("ask_sparql", {"query": "SELECT * { ?s jlac:ownr ?o }"}),
    "sparql count of nothing": ("ask_sparql", {"query": "SELECT (COUNT(*) AS ?n) { ?s jlac:ownr ?o }"}),
    "sparql false": ("ask_sparql", {"query": "ASK { agent:jbic a jlac:Mine }"}),
    "sparql sum": ("ask_sparql", {"query": "SELECT (SUM(?a) AS ?sum) { ?f jlac:amount ?a }"}),
    "sparql update": ("ask_sparql", {"query": "DELETE WHERE { ?s ?p ?o }"}),
    "sparql elsewhere": ("ask_sparql", {"query": "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"}),
    "sparql long": ("ask_sparql", {"query": EVERY}),
    "sparql long, next": ("ask_sparql", {"query": EVERY, "start": 50}),
    "coverage": ("coverage", {}),
    "coverage of nothing": ("coverage", {"source": "nowhere"}),
    "cite": ("cite", {"ids": [P7, "fact/jbic-caserones", "zzyzx qqq"]}),
    "vocabulary": ("vocabulary", {"text": "owns"}),
    "unknown argument": ("search", {"txt": "JBIC"}),
}


async def _asked(where, mode):
    found = {}
    async with Client(where, mode=mode, read_timeout_seconds=180) as client:
        found["tools"] = (await client.list_tools()).tools
        for name, (tool, arguments) in CALLS.items():
            found[name] = await client.call_tool(tool, arguments)
        found["resources"] = [r.uri for r in (await client.list_resources()).resources]
        found["entity"] = await client.read_resource("jlac://entity/agent/jbic")
        for name, failing in (
            ("no tool", client.call_tool("drop", {})),
            ("no resource", client.read_resource("jlac://other")),
        ):
            with pytest.raises(MCPError) as refused:
                await failing
            found[name] = str(refused.value)
    return found


@pytest.fixture(scope="module", params=["stdio", "http"])
def found(request, report_dist):
    """What a client gets for all calls, over each transport, by the newest protocol and the first."""
    graph = report_dist / "graph.nq"
    if request.param == "stdio":
        arguments = ["-m", "jlac_graph", "mcp", "-g", str(graph), "--seconds", "20"]
        where = StdioServerParameters(command=sys.executable, args=arguments, env=dict(os.environ))
        yield run(_asked(where, "auto"))
    else:
        running = request.getfixturevalue("reported")
        yield run(_asked(running.url + "/mcp", "legacy"))


def answer(found, name):
    result = found[name]
    assert not result.is_error, result.content[0].text
    assert json.loads(result.content[0].text) == result.structured_content
    return result.structured_content


def ids(found, name):
    return [item["id"] for item in answer(found, name)["items"]]


def error(found, name):
    assert found[name].is_error
    return found[name].content[0].text


def test_every_tool_has_typed_arguments_and_only_reads(found):
    tools = {tool.name: tool for tool in found["tools"]}
    assert set(tools) == set(TOOLS)
    assert all(tool.annotations.read_only_hint for tool in tools.values())
    assert all(tool.input_schema["additionalProperties"] is False for tool in tools.values())
    assert "investments-in" in tools["run_query"].input_schema["properties"]["name"]["enum"]
    assert tools["trace"].input_schema["properties"]["paths"]["maximum"] == 20


def test_every_answer_fits_and_knows_its_passages(found):
    for name in CALLS:
        if not found[name].is_error:
            assert len(found[name].content[0].text) <= MOST_CHARACTERS, name
            assert answer(found, name)["outcome"] in ("found", "none found", "unknown name", "not covered")
    assert answer(found, "show")["passages"][P7]["url"].startswith("https://")


def test_a_name_in_any_language_gives_the_id_with_its_passages(found):
    best = answer(found, "search")["items"][0]
    assert (best["id"], best["name"], best["score"]) == ("agent/mitsui", "三井物産", 100.0)
    assert best["sources"]


def test_silence_is_told_from_what_the_sources_do_not_cover(found):
    outcomes = {name: answer(found, name)["outcome"] for name in CALLS if not found[name].is_error}
    assert {name for name, outcome in outcomes.items() if outcome == "none found"} == {
        "search another class", "trace too short", "run without rows", "sparql misspelt",
        "sparql count of nothing", "sparql false",
    }  # fmt: skip
    assert {name for name, outcome in outcomes.items() if outcome == "not covered"} == {
        "search nothing", "show nothing", "show no passage", "trace before", "trace in years before all",
        "run too early", "coverage of nothing",
    }  # fmt: skip
    assert any(note.startswith("the sources cover") for note in answer(found, "show nothing")["notes"])


def test_an_answer_says_what_it_does_not_show(found):
    def notes(name):
        return " ".join(answer(found, name)["notes"])

    assert "taken for agent/mitsui" in notes("show misspelt")
    assert "taken for" not in notes("show")
    assert "idb-mg-172#case-mining.p7," in notes("show no passage")
    assert notes("search past the end").startswith("start 99 is after the last item; there are ")
    assert "did you mean jlac:owner?" in notes("sparql count of nothing")
    assert "cites nothing by itself" in notes("sparql sum")
    assert "cites nothing by itself" not in notes("sparql")
    assert answer(found, "trace in years before all")["notes"][0].startswith("the sources cover ")


def test_words_that_are_no_name_find_entities_and_facts_with_passages(found):
    items = answer(found, "search by words")["items"]
    assert "asset/caserones" in [item["id"] for item in items]
    facts = [item for item in items if item["id"].startswith("fact/")]
    assert facts and all(fact["sources"] for fact in facts)


def test_queries_are_found_by_what_they_answer(found):
    names = [item["name"] for item in answer(found, "queries in words")["items"]]
    assert "finance-by-country" in names[:3] and len(names) < 20
    assert answer(found, "queries for an entity")["items"][0]["name"] == "investments-in"


def test_an_entity_is_shown_with_status_and_passages(found):
    shown = answer(found, "show")
    fact = next(item for item in shown["items"] if item["id"] == "fact/jbic-caserones")
    assert (fact["status"], fact["amount"], fact["sources"]) == ("agreed", 300000000.0, [P7])
    assert "国際協力銀行" in answer(found, "show in Japanese")["about"]["label"]
    assert "fact/jbic-caserones" in ids(found, "show a passage")


def test_the_sentence_of_a_fact_is_whole_and_said_once(found):
    about = answer(found, "show a fact")["about"]
    assert about["label"].startswith("The Japan Bank") and about["label"].endswith(")")
    assert "names" not in about


def test_a_trace_has_the_evidence_of_each_step(found):
    best = answer(found, "trace")["items"][0]
    assert [step["to"] for step in best["steps"]] == ["asset/caserones", "agent/jbic"]
    assert best["steps"][1]["statements"][0]["sources"] == [P7]
    added = [n for step in best["steps"] for n in step["parts"].values()]
    added += [n for parts in best["passing"].values() for n in parts.values()]
    assert best["cost"] == pytest.approx(sum(added), abs=0.01)
    assert "dropping the condition" in " ".join(answer(found, "trace too short")["notes"])


def test_a_path_names_the_facts_that_name_all_its_entities():
    found = SimpleNamespace(labels=dict(zip("abc", "ABC", strict=True)), ground=())
    made = path_record(found, TracedPath(("a", "b", "c"), (), 2.0, together=("fact/x",), same_year=False))
    assert (made["together"], made["same_year"]) == (("fact/x",), False)


def test_a_query_has_its_legal_values_and_rows_their_evidence(found):
    country, *others = answer(found, "a query")["items"]
    assert [one["name"] for one in others] == ["since", "until"]
    assert (country["name"], country["default"]) == ("country", "place/mexico")
    assert "place/chile" in country["legal"]
    rows = answer(found, "run")["items"]
    plan = next(row for row in rows if row["fact"] == "fact/codelco-expansion-plan")
    assert plan["_sources"] == ["idb-mg-172#case-mining.p4", "idb-mg-172#case-mining.p6"]
    assert plan["_status"] == {
        "fact/codelco-expansion-plan": {"status": "planned", "planned": True, "scope": "its-copper-mines"}
    }
    assert {row["country"] for row in answer(found, "run twice")["items"]} == {"place/chile", "place/mexico"}
    assert "'twenty' is not a whole number" in error(found, "run a wrong value")


def test_sparql_is_guarded_bounded_and_has_evidence(found):
    rows = {row["f"]: row for row in answer(found, "sparql")["items"]}
    assert rows["fact/jbic-caserones"]["_sources"] == [P7]
    assert "did you mean jlac:owner?" in answer(found, "sparql misspelt")["notes"][0]
    assert "read-only" in error(found, "sparql update")
    assert "SERVICE is refused" in error(found, "sparql elsewhere")


def test_a_long_answer_is_read_page_by_page(found):
    first, second = answer(found, "sparql long"), answer(found, "sparql long, next")
    assert first["total"] == second["total"] > 2_000
    assert (first["start"], first["next_start"]) == (0, len(first["items"]))
    assert second["items"][: first["next_start"] - 50] == first["items"][50:]


def test_references_are_ready_to_print(found):
    cited = answer(found, "cite")
    assert cited["items"][0]["reference"].startswith("Theodore Kahn, Japan and Latin America")
    assert cited["items"][0]["reference"].endswith("IDB-MG-172, Mining, paragraph 7")
    assert cited["items"][1]["cited_for"] == "fact/jbic-caserones"
    assert cited["notes"] == ["not covered: no entity 'zzyzx qqq'"]


def test_errors_name_the_legal_values(found):
    assert error(found, "unknown argument").endswith("the arguments are start, lang, text, kind")
    assert "choose one of search, show" in found["no tool"]
    assert "choose jlac://coverage" in found["no resource"]


def test_coverage_vocabulary_and_resources(found):
    assert ids(found, "coverage") == ["common", "idb-mg-172"]
    assert answer(found, "coverage")["notes"][0].startswith("entries of each part: collections 2, sources")
    assert {item["term"] for item in answer(found, "vocabulary")["items"]} >= {"jlac:owns", "jlac:owner"}
    assert found["resources"] == ["jlac://coverage"]
    assert json.loads(found["entity"].contents[0].text)["about"]["id"] == "agent/jbic"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT * { ?s ?p ?o . ?q ?r ?t }", "the answer has more than 40 rows; add LIMIT"),
        (ENDLESS, "the request exceeded the time limit of 2 s; narrow the query or add LIMIT"),
    ],
)
def test_a_query_is_limited_as_at_the_endpoint(served, query, said):
    async def ask():
        async with Client(served.url + "/mcp") as client:
            return (await client.call_tool("ask_sparql", {"query": query})).content[0].text

    assert run(ask()) == said


def _computing(process):
    """The grandchildren of a service, its workers, that use a processor now."""
    found = []
    for nursery in _children(process):
        states = (
            Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2] for worker in _children(nursery)
        )
        found += [state for state in states if state.split()[0] == "R"]
    return found


def _children(pid):
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def test_the_work_ends_when_the_client_leaves():
    call = {"name": "ask_sparql", "arguments": {"query": ENDLESS}}
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call}).encode()
    media = "Content-Type: application/json\r\nAccept: application/json, text/event-stream"
    head = f"POST /mcp HTTP/1.1\r\nHost: x\r\n{media}\r\nContent-Length: {len(body)}\r\n\r\n"
    with service(seconds=600.0, brief=600.0) as running:
        address = ("127.0.0.1", int(running.url.rpartition(":")[2]))
        with socket.create_connection(address) as wire:
            wire.sendall(head.encode() + body)
            assert running.wait(lambda: _computing(running.process.pid), 120)
        assert running.wait(lambda: not _computing(running.process.pid), 120)


@pytest.mark.parametrize(
    ("origin", "status"),
    [("http://evil.example", 403), ("null", 403), ("http://localhost:6274", 200), ("", 200)],
)
def test_web_pages_of_others_are_refused(served, origin, status):
    sent = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
    headers = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    headers |= {"Origin": origin} if origin else {}
    found = served.ask("/mcp", data=json.dumps(sent).encode(), **headers)
    assert (found.status, "evil" in found.text) == (status, origin == "http://evil.example")


def test_a_request_is_bounded_and_only_posted(served):
    assert served.ask("/mcp").status == 405
    assert served.ask("/mcp", data=b"x" * 5000, Content_Type="application/json").status == 413
    assert served.ask("/mcp", data=b"{", Content_Type="application/json").status in (400, 406)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--data", "nowhere"], "nowhere"),
        (["-g", "nowhere.nq"], "nowhere.nq"),
        (["-g", "{small}", "--source", "zzyzx"], "zzyzx"),
        (["--seconds", "0"], "--seconds must be greater than 0"),
    ],
)
def test_the_command_chooses_its_graph_as_others_do(small_file, options, said):
    given = [option.format(small=small_file) for option in options]
    command = [sys.executable, "-m", "jlac_graph", "mcp", *given]
    run = subprocess.run(command, input="", capture_output=True, text=True, timeout=180, check=False)
    assert run.returncode in (1, 2)
    assert (run.stdout, said in run.stderr) == ("", True)


def test_the_command_says_what_to_install():
    code = "import sys; sys.modules['mcp'] = None; from jlac_graph.__main__ import main; main()"
    command = [sys.executable, "-c", code, "mcp"]
    run = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
    said = "jlac: the MCP server is not installed; pip install 'jlac-graph[mcp]'\n"
    assert (run.returncode, run.stdout, run.stderr) == (2, "", said)


def test_an_argument_of_another_type_is_refused_with_its_name():
    with pytest.raises(UsageError, match=r"paths: Input should be less than or equal to 20"):
        checked(TOOLS["trace"], {"source": "a", "target": "b", "paths": 99})


TEXT = st.builds(lambda text, times: text * times, st.text(max_size=5), st.sampled_from([1, 1, 1, 900]))
VALUE = st.recursive(TEXT | st.integers(), lambda v: st.lists(v, max_size=30), max_leaves=10)
ITEMS = st.lists(st.dictionaries(st.text(max_size=8), VALUE, max_size=4), max_size=30)


@settings(max_examples=25, deadline=None)
@given(ITEMS, st.lists(TEXT, max_size=9), VALUE)
def test_pages_are_bounded_and_hold_every_item_once(items, notes, about):
    passages = {"a#b": {"label": "x" * 3000}}
    items = [{**item, "source": "a#b"} for item in items]
    found, start, met = Found(items, "found", about={"about": about}, notes=notes), 0, 0
    while True:
        one = page(found, start, passages)
        assert len(written(one)) <= MOST_CHARACTERS
        met += len(one["items"])
        if "next_start" not in one:
            break
        assert one["next_start"] > start
        start = one["next_start"]
    assert met == len(items)


def test_a_name_with_similar_ones_is_told_from_what_is_not_covered():
    slip = NotFoundError("entity", "ICE Costa Rica", ["agent/ice-costa-rica"])
    found = unknown(
        cast("Cache", None), "en", "", slip
    )  # the graph is asked only about what it does not cover
    assert (found.outcome, found.notes[0]) == ("unknown name", "no entity is called 'ICE Costa Rica'")
    assert "agent/ice-costa-rica; call again" in found.notes[1]
