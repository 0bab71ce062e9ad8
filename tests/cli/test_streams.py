"""Output in any encoding, a reader that leaves, and Ctrl-C at any moment."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import jlac_graph
from jlac_graph import cli

JLAC = [sys.executable, "-m", "jlac_graph"]
HEAVY = "SELECT (COUNT(*) AS ?n) { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f }"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("large") / "g.nt"
    path.write_text(
        "".join(f'<urn:s{n}> <urn:p{n % 7}> "三井物産 São Paulo {n}"@ja .\n' for n in range(3000))
    )
    return path


@pytest.mark.parametrize("encoding", ["cp1252", "cp932", "ascii", "utf-8"])
def test_redirected_output_is_utf8_whatever_the_terminal(graph: Path, encoding: str) -> None:
    env = {**os.environ, "PYTHONIOENCODING": encoding}
    for command in (["query", "-", "-g", str(graph), "-f", "csv"], ["queries", "--lang", "ja"]):
        done = subprocess.run(
            [*JLAC, *command], input=b"SELECT ?o { <urn:s1> ?p ?o }", capture_output=True, env=env
        )
        assert done.returncode == 0, done.stderr.decode()
        assert any(word in done.stdout.decode("utf-8") for word in ("三井物産 São Paulo 1", "投資"))


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "md"])
def test_a_reader_who_leaves_is_not_a_fault(graph: Path, form: str) -> None:
    query = "SELECT * { ?s ?p ?o }"
    command = [*JLAC, "query", "-", "-g", str(graph), "-f", form]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdin and process.stdout and process.stderr
    process.stdin.write(query)
    process.stdin.close()
    process.stdout.readline()
    process.stdout.close()
    said = process.stderr.read()
    assert (process.wait(30), "Traceback" in said) == (0, False)


def test_want_of_memory_is_told_in_a_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def greedy() -> None:
        raise MemoryError("no memory is left to map hops.bin")

    monkeypatch.setattr(cli, "app", greedy)
    for name in ("prepare_output", "raise_when_interrupted", "end_when_interrupted"):
        monkeypatch.setattr(cli, name, lambda: None)
    with pytest.raises(SystemExit) as end:
        cli.main()
    assert end.value.code == 1
    assert capsys.readouterr().err == "jlac: there is not enough memory: no memory is left to map hops.bin\n"


def interrupted(command: list[str], *, after: float) -> tuple[int, str]:
    process = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    time.sleep(after)
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=30)[1]
    return process.returncode, said


def test_ctrl_c_ends_a_query_inside_the_engine(graph: Path, tmp_path: Path) -> None:
    (tmp_path / "heavy.rq").write_text(HEAVY)
    code, said = interrupted([*JLAC, "query", str(tmp_path / "heavy.rq"), "-g", str(graph)], after=4)
    assert (code, said) == (130, "jlac: interrupted\n")


MOMENTS = {
    "while it is imported": "sys.addaudithook(lambda e, a: e == 'import' and a[0] == 'typer' and hit())",
    "before its work": "import jlac_graph.cli as c; c.prepare_output = hit",
    "in its work": "import jlac_graph.cli as c; c.app = hit",
    "at its end": "import atexit; atexit.register(hit)",
}
START = """
import os, signal, sys
hit = lambda: os.kill(os.getpid(), signal.SIGINT)
{moment}
from jlac_graph.__main__ import main
main()
"""


@pytest.mark.parametrize("moment", MOMENTS)
def test_ctrl_c_is_one_line_from_the_first_import_to_the_end(moment: str) -> None:
    code = START.format(moment=MOMENTS[moment])
    done = subprocess.run([sys.executable, "-c", code, "--version"], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (130, "jlac: interrupted\n")


def test_little_is_imported_before_ctrl_c_is_heard() -> None:
    """Python's own start is the rest of the time in which Ctrl-C gives its traceback."""
    code = "import sys; sys.path[:0] = [sys.argv[1]]; import jlac_graph.__main__; print(*sys.modules)"
    command = [sys.executable, "-I", "-S", "-c", code, str(Path(jlac_graph.__file__).parents[1])]
    loaded = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert {"typing", "re", "inspect", "pathlib"} & set(loaded) == set()


@pytest.mark.parametrize("after", [0.3, 0.6, 0.9, 1.2, 1.5, 1.8])
def test_ctrl_c_ends_a_build_at_any_moment_without_a_traceback(tmp_path: Path, after: float) -> None:
    code, said = interrupted([*JLAC, "build", "--force", "--out", str(tmp_path / "d")], after=after)
    assert "Traceback" not in said
    assert code == 0 or (code == 130 and said.endswith("jlac: interrupted\n"))
