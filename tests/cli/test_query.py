"""The command line, in its own process."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

JLAC = Path(sys.executable).with_name("jlac")


@pytest.fixture
def jlac(graph_path, tmp_path):
    def run(*args, stdin=None, **env):
        return subprocess.run(
            [JLAC, *args], input=stdin, capture_output=True, text=True, timeout=30, cwd=tmp_path,
            env={**os.environ, "JLAC_GRAPH": str(graph_path), "LANG": "C", "COLUMNS": "100", **env},
        )  # fmt: skip

    return run


def test_a_file_with_parameters_writes_rows_and_says_how_many(jlac, queries_path):
    done = jlac("query", str(queries_path / "hosts.rq"), "-p", "host=Mexico", "-f", "csv")
    base = "https://w3id.org/jlac/id/agent/"
    assert done.stdout == f"investor,others\n{base}mitsui,2\n{base}toyota,2\n"
    assert done.stderr.startswith("2 rows in 0.")
    assert done.returncode == 0


def test_stdin_and_labels_in_the_readers_language(jlac):
    done = jlac("query", "-", stdin="SELECT ?f { ?f a jlac:Firm } ORDER BY ?f", JLAC_LANG="ja")
    assert [line.split() for line in done.stdout.splitlines()[2:]] == [
        ["三井物産", "(agent/mitsui)"], ["Toyota", "(agent/toyota)"],
    ]  # fmt: skip


def test_an_empty_answer_names_what_the_graph_does_not_hold(jlac):
    done = jlac("query", "-", stdin="SELECT ?firm {\n ?frm jlac:host place:brasil ; skos:preflabel ?n }")
    assert (done.returncode, done.stdout.split()[0]) == (0, "firm")
    assert done.stderr.splitlines()[1:] == [
        "note: ?firm is a column but does not occur in the pattern; did you mean ?frm?",
        "note: line 2, column 17: place:brasil does not occur in the graph",
        "note: line 2, column 32: skos:preflabel does not occur in the graph; did you mean skos:prefLabel?",
    ]


def test_the_file_is_written_whole_in_the_format_of_its_name(jlac, tmp_path, queries_path):
    done = jlac("query", str(queries_path / "links.rq"), "-o", "out.nt")
    assert (done.stdout, done.returncode) == ("", 0)
    assert len((tmp_path / "out.nt").read_text().splitlines()) == 3
    assert [p.name for p in tmp_path.iterdir()] == ["out.nt"]


@pytest.mark.parametrize(
    ("args", "stdin", "status", "message"),
    [
        (
            ["query", "-"],
            "SELECT ?s {\n ?s a jlac:Frim }",
            1,
            "jlac: line 2, column 7: unknown term jlac:Frim; did you mean jlac:Firm?",
        ),
        (["query", "-"], "SELECT ?s { ?s a skso:Concept }", 1, "did you mean 'skos'?"),
        (
            ["query", "-"],
            "DELETE WHERE { ?s ?p ?o }",
            1,
            "line 1, column 1: DELETE is an update, but the graph is read-only",
        ),
        (
            ["query", "-"],
            "SELECT ?c (COUNT(?s) AS ?n) { ?s a ?c }",
            1,
            "line 1, column 8: ?c is used with an aggregate; add it to GROUP BY",
        ),
        (["query", "-", "-f", "pdf"], "ASK {}", 2, "cannot be written as 'pdf'; choose one of table, csv"),
        (["query", "-", "-p", "x"], "ASK {}", 2, "-p 'x' is not of the form NAME=VALUE"),
        (["query", "-", "--lang", "xx"], "ASK {}", 2, "choose one of en, ja, es, pt"),
        (["query", "none.rq"], None, 2, "none.rq cannot be read: No such file"),
        (["query", "-", "-o", "no/such/x.csv"], "ASK {}", 2, "cannot write no/such/x.csv: No such file"),
        (["query", "-", "-g", "none.nq"], "ASK {}", 1, "none.nq does not exist; build it with jlac build"),
        (["query", "no-such-query"], None, 1, "no query 'no-such-query'"),
    ],
)
def test_a_mistake_is_one_message_and_its_exit_code(jlac, args, stdin, status, message):
    done = jlac(*args, stdin=stdin)
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert (done.returncode, done.stdout) == (status, "")


def test_a_query_loads_no_heavy_library(graph_path, queries_path):
    """What makes a cold start slow is guarded by name; `benchmarks/start.py` measures the time."""
    code = "import sys; from jlac_graph.cli import main; sys.argv=['jlac','query',sys.argv[1]]\n"
    code += "try: main()\nexcept SystemExit: pass\n"
    code += "print(*sorted({'rdflib','networkx','duckdb','SPARQLWrapper','numpy'} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code, str(queries_path / "totals.rq")],
        capture_output=True, text=True, timeout=30, env={**os.environ, "JLAC_GRAPH": str(graph_path)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == ""


def test_json_says_what_each_parameter_was_taken_for(jlac, queries_path):
    done = jlac("query", str(queries_path / "hosts.rq"), "-p", "host=mexico", "-f", "json")
    answer = json.loads(done.stdout)
    assert answer["taken"] == {"host": [{"value": "place/mx", "label": "Mexico"}]}
    assert [row["others"]["value"] for row in answer["results"]["bindings"]] == ["2", "2"]


def test_a_profile_prints_each_statement_with_its_role_and_no_limit_twice(limits_file):
    done = subprocess.run(
        [JLAC, "show", "itochu", "--graph", str(limits_file)], capture_output=True, text=True, timeout=30
    )
    assert (
        "  Itochu may invest USD 40 in Works"
        " (of the first phase; announced, 2012; our inference) [investor]\n"
        "    note: Only if the price holds.\n"
        "    fact/plan  r#p5\n"
    ) in done.stdout


@pytest.mark.parametrize("args", [("query", "-", "-f", "csv"), ("show", "mitsui"), ("search", "mitsui")])
def test_a_full_disk_is_told_in_a_line(jlac, graph_path, args):
    env = {**os.environ, "JLAC_GRAPH": str(graph_path)}
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [JLAC, *args], input="SELECT ?f { ?f a jlac:Firm }", stdout=full, stderr=subprocess.PIPE,
            text=True, timeout=30, env=env,
        )  # fmt: skip
    assert done.stderr.splitlines()[-1] == (
        "jlac: standard output cannot be read or written: No space left on device"
    )
    assert "Traceback" not in done.stderr
    assert done.returncode == 1


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "latin-1"])
@pytest.mark.parametrize("way", ["file", "stdin"])
def test_a_query_is_read_in_the_encodings_that_editors_save(tmp_path, graph_path, way, encoding):
    """PowerShell 5 writes UTF-16; what is not Unicode is refused in one line."""
    content = "ASK {\r\n FILTER('ñ' = 'ñ') }".encode(encoding)
    (tmp_path / "q.rq").write_bytes(content)
    done = subprocess.run(
        [JLAC, "query", "q.rq" if way == "file" else "-", "-g", graph_path, "-f", "csv"],
        input=content, capture_output=True, timeout=30, cwd=tmp_path, env={**os.environ, "LC_ALL": "C"},
    )  # fmt: skip
    if encoding == "latin-1":
        called = "q.rq" if way == "file" else "the query on stdin"
        said = f"jlac: {called} is not UTF-8: invalid byte at position 16; save it as UTF-8\n"
        assert (done.returncode, done.stderr.decode()) == (2, said)
    else:
        assert (done.returncode, done.stdout.split()[-1]) == (0, b"true")
