"""What a user installs: the wheel alone builds the graph into the cache and answers from it."""

import json
import os
import re
import runpy
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import jlac_graph
from tests.fixtures.report import COLLECTIONS

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's content in a folder, as an installer lays it out; with the report's data only."""
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    for collection in (folder / "site" / "jlac_graph" / "_bundle" / "data").iterdir():
        if collection.is_dir() and collection.name not in (*COLLECTIONS, "schemas"):
            shutil.rmtree(collection)
    return folder


def jlac(installed: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "PYTHONPATH": str(installed / "site"),
        "XDG_CACHE_HOME": str(installed / "cache"),
    }
    environment.pop("JLAC_GRAPH", None)
    code = "from jlac_graph.cli import main; main()"
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(
        command, cwd=installed, env=environment, capture_output=True, text=True, check=False, timeout=120
    )


SESSION = """
import json, sys
from tests.csvw.command import run
ran = [run(*arguments) for arguments in json.loads(sys.argv[1])]
print(json.dumps([[one.code, one.out.decode() + one.err] for one in ran]))
"""


def session(installed: Path, commands: list[tuple[str, ...]]) -> list[tuple[int, str]]:
    """Run commands of the wheel one after another in one process: exit code and output of each."""
    environment = {
        **os.environ,
        "PYTHONPATH": f"{installed / 'site'}{os.pathsep}{ROOT}",
        "XDG_CACHE_HOME": str(installed / "cache"),
    }
    environment.pop("JLAC_GRAPH", None)
    command = [sys.executable, "-c", SESSION, json.dumps(commands)]
    done = subprocess.run(
        command, cwd=installed, env=environment, capture_output=True, text=True, check=False, timeout=240
    )
    assert done.returncode == 0, done.stderr
    return [tuple(one) for one in json.loads(done.stdout)]


def test_the_wheel_builds_on_first_use_and_keeps_its_graph(installed: Path) -> None:
    first = jlac(installed, "query", "agencies-behind-investment", "--format", "csv")
    assert first.returncode == 0, first.stderr
    assert "agent/jbic" in first.stdout or "JBIC" in first.stdout
    graph = installed / "cache" / "jlac-graph" / "graph.nq"
    written = graph.stat().st_mtime_ns
    assert jlac(installed, "search", "mitsui").returncode == 0
    assert graph.stat().st_mtime_ns == written


def test_the_wheel_makes_and_checks_a_collection_outside_the_checkout(installed: Path) -> None:
    common = installed / "site" / "jlac_graph" / "_bundle" / "data" / "common"
    folders = ("--data", str(common), "--data", "mine/example")
    steps = (
        (("new", "mine"), "next: jlac validate --with mine/example"),
        (("validate", *folders), "conforms: nothing found"),
        (("describe", "financings", "status"), "under way"),
        (("xlsx", "mine/example", "mine.xlsx"), "sheets"),
        (("xlsx", "mine.xlsx", "mine/example"), "nothing written"),
        (("tidy", "mine/example/assets.csv"), "tidy"),
        (("build", *folders, "--out", "mine/dist"), "conforms"),
        (("trace", "Example Bank", "Example mine", "--graph", "mine/dist"), "example-bank-2014#p1"),
        (("rank", "--source", "example", "--graph", "mine/dist"), "agent/example-mining"),
    )
    unknown = ("rank", "--source", "exampel", "--graph", "mine/dist")
    *found, last = session(installed, [*(arguments for arguments, _ in steps), unknown])
    for (arguments, said), (code, told) in zip(steps, found, strict=True):
        assert (code, said in told) == (0, True), (arguments, told)
    assert "unknown source 'exampel'" in last[1]


def test_the_wheel_has_the_files_that_pages_read_of_a_checkout(installed: Path, tmp_path: Path) -> None:
    page = (ROOT / "docs" / "install.md").read_text("utf-8")
    (lines,) = re.findall(r"```sh\n(files=.*?)```", page, re.DOTALL)
    environment = {**os.environ, "PYTHONPATH": str(installed / "site")}
    lines = lines.replace("python -c", f"{sys.executable} -c")
    subprocess.run(["bash", "-c", lines], cwd=tmp_path, env=environment, check=True)
    for folder in (
        "docs/tutorials/own-collection",
        "docs/model-a-loan",
        "docs/import",
        "docs/how-to/concessions",
    ):
        files = [path.relative_to(ROOT) for path in (ROOT / folder).rglob("*") if path.is_file()]
        assert files and all((tmp_path / file).is_file() for file in files)
    assert (tmp_path / "queries" / "projections.toml").is_file()
    assert (tmp_path / "data" / "common" / "places.csv").is_file()


def test_the_wheel_carries_its_licences_and_no_test(installed: Path) -> None:
    names = [p.relative_to(installed / "site").as_posix() for p in (installed / "site").rglob("*")]
    assert any(name.endswith("licenses/LICENSE-DATA") for name in names)
    assert not any(name.startswith(("tests", "benchmarks")) for name in names)


def test_one_version_everywhere() -> None:
    version = jlac_graph.__version__
    assert f'version = "{version}"' in (ROOT / "pyproject.toml").read_text("utf-8")
    assert re.search(rf"^version: {re.escape(version)}$", (ROOT / "CITATION.cff").read_text("utf-8"), re.M)
    ontology = (ROOT / "ontology" / "jlac.ttl").read_text("utf-8")
    assert f"owl:versionIRI <https://w3id.org/jlac/ont/{version}>" in ontology
    assert f'owl:versionInfo "{version}"' in ontology
    assert f"owl:versionIRI <https://w3id.org/jlac/shapes/{version}>" in (
        ROOT / "ontology" / "shapes.ttl"
    ).read_text("utf-8")
    assert json.loads((ROOT / "web" / "package.json").read_text("utf-8"))["version"] == version
    assert (ROOT / "CHANGELOG.md").read_text("utf-8").count(f"## {version}") == 1
    named = {"README.md": "Version ", "docs/cite.md": "Version ", "docs/install.md": "jlac_graph-"}
    for page, before in {**named, "docs/index.md": "jlac_graph-"}.items():
        text = (ROOT / page).read_text("utf-8")
        assert set(re.findall(rf"{before}(\d+\.\d+\.\d+)", text)) == {version}, page


@pytest.mark.parametrize(
    ("target", "place"), [("wheel", "jlac_graph/_bundle/web"), ("sdist", "web/dist")], ids=["wheel", "sdist"]
)
def test_the_wheel_and_the_sdist_carry_the_explorer_that_is_built(
    target: str, place: str, tmp_path: Path
) -> None:
    """A wheel made from the sdist has the explorer too."""
    hook = runpy.run_path(str(ROOT / "hatch_build.py"))["CustomBuildHook"]
    (tmp_path / "web" / "dist" / "assets").mkdir(parents=True)
    build_data: dict[str, dict[str, str]] = {"force_include": {}}
    hook(str(tmp_path), {}, None, None, "", target).initialize("standard", build_data)
    assert build_data["force_include"] == {str(tmp_path / "web" / "dist"): place}
