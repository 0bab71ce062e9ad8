"""``jlac build``: a few counts for a newcomer, all of them when asked."""

from pathlib import Path

from typer.testing import CliRunner

from jlac_graph.build.pipeline import read_manifest
from jlac_graph.cli import app

ROOT = Path(__file__).parents[2]
SOURCES = ["--data", str(ROOT / "data"), "--ontology", str(ROOT / "ontology")]


def test_a_build_greets_with_a_short_summary(dist: Path) -> None:
    manifest = read_manifest(dist)
    assert manifest is not None
    counts = manifest.counts
    result = CliRunner().invoke(app, ["build", *SOURCES, "--out", str(dist)])
    said = result.stderr.splitlines()
    assert (result.exit_code, said[0]) == (0, "the graph is up to date")
    assert set(said[1:]) <= {"preparing the store"}  # where no command has read this graph yet
    lines = result.stdout.splitlines()
    assert len(lines) == 8
    assert lines[0] == f"{counts['triples']:>8,}  triples"
    assert lines[1] == f"{counts['Entity']:>8,}  entities, among them"
    assert lines[2].startswith(f"          {counts['Agent']:,} agents, {counts['Place']:,} places, ")
    assert lines[5] == f"{counts['passages cited']:>8,}  passages cited as their sources"
    assert 0 < counts["passages cited"] <= counts["Passage"]
    assert lines[-1].startswith("conforms; graph.nq, ")


def test_all_counts_are_there_for_the_asking(dist: Path) -> None:
    manifest = read_manifest(dist)
    assert manifest is not None
    result = CliRunner().invoke(app, ["build", *SOURCES, "--out", str(dist), "--counts"])
    rows = [line.rsplit(maxsplit=1) for line in result.stdout.splitlines()[1:-1]]
    shown = {name.strip(): int(count.replace(",", "")) for name, count in rows}
    assert shown == manifest.counts
