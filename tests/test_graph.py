"""The library as people import it: in a fresh process, with its examples, from any kind of place."""

import subprocess
import sys
from pathlib import Path

import pytest

import jlac_graph as jlac


@pytest.fixture(scope="module")
def kg(small_file: Path) -> jlac.Graph:
    return jlac.load(small_file)


def fresh(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_importing_the_package_imports_nothing_more() -> None:
    code = "import sys, jlac_graph; print(*sorted(m for m in sys.modules if m.startswith('jlac_graph')))"
    assert fresh(code).split() == ["jlac_graph", "jlac_graph.core", "jlac_graph.core.version"]


def test_the_first_examples_run_in_a_fresh_process() -> None:
    code = (
        "import doctest, importlib\n"
        "for name in ('jlac_graph', 'jlac_graph.core.notebook'):\n"
        "    found = doctest.testmod(importlib.import_module(name))\n"
        "    assert found.attempted and not found.failed, found\n"
        "    print(name)\n"
    )
    assert fresh(code).split() == ["jlac_graph", "jlac_graph.core.notebook"]


def test_every_public_name_is_there_and_no_other() -> None:
    assert dir(jlac) == sorted(jlac.__all__)
    assert all(getattr(jlac, name) is not None for name in jlac.__all__)
    with pytest.raises(AttributeError, match="no attribute 'lod'"):
        jlac.lod  # noqa: B018


def test_queries_take_names_files_and_text(kg: jlac.Graph, tmp_path: Path) -> None:
    text = "SELECT ?amount { ?_loan_iri jlac:amount ?amount }"
    own = tmp_path / "own.rq"
    own.write_text(text)
    for source in (text, own, str(own)):
        assert [int(r["amount"]) for r in kg.query(source, loan="fact/loan-codelco").to_dicts()] == [
            1870000000
        ]
    assert "members" in [query.name for query in kg.queries()]
    with pytest.raises(jlac.NotFoundError, match="no query 'member'; did you mean 'members'"):
        kg.query("member")
    with pytest.raises(jlac.UsageError, match="cannot be read: No such file"):
        kg.query(tmp_path / "none.rq")
    with pytest.raises(jlac.QueryError, match=r"query\(\) needs a SELECT query; use ask\(\)"):
        kg.query("ASK { ?s ?p ?o }")


def test_rows_become_pandas_and_html(kg: jlac.Graph) -> None:
    rows = kg.query("SELECT ?t ?n { ?t jlac:acronym ?n } ORDER BY ?t")
    frame = rows.to_pandas()
    assert list(frame.columns) == ["t", "n"]
    assert frame["n"].tolist() == [row["n"] for row in rows.to_dicts()]
    assert "<td>agent/jbic</td><td>JBIC</td>" in rows._repr_html_()


def test_traces_take_options_and_show_themselves(kg: jlac.Graph) -> None:
    found = kg.trace("mitsui", "jbic", paths=1, via="Mine", avoid=["chile"])
    assert found.paths[0].nodes == ("agent/mitsui", "asset/anglo-sur", "agent/jbic")
    assert str(found).startswith("Mitsui & Co. – Japan Bank for International Cooperation: 1 path")
    html = found._repr_html_()
    assert html.startswith("<svg") and "r#p5 s#p9" in html
    with pytest.raises(jlac.UsageError, match="unknown option 'depth'; choose one of paths, max_length"):
        kg.trace("mitsui", "jbic", depth=3)


def test_a_profile_and_a_ranking_show_themselves(kg: jlac.Graph) -> None:
    from jlac_graph.network.measures.centrality import rank

    assert "r#p5 s#p9" in kg.show("JBIC")._repr_html_()
    table = rank(kg.network("actors"))
    assert table.to_dicts()[0]["thing"] == table.to_pandas()["thing"][0]
    assert f"<p>{table.reading}</p>" in table._repr_html_()


def test_exports_and_drawings_are_written(kg: jlac.Graph, tmp_path: Path) -> None:
    (svg,) = kg.export("svg", tmp_path / "jbic.svg", projection="actors", ego="jbic")
    assert "Japan Bank for International Cooperation: entities within one link" in svg.read_text("utf-8")
    (png,) = kg.export("png", tmp_path / "jbic.png", ego="jbic")
    assert png.read_bytes()[:4] == b"\x89PNG"
    assert [path.name for path in kg.export("csv", tmp_path / "csv")] == ["edges.csv", "nodes.csv"]
    with pytest.raises(jlac.NotFoundError, match="no format 'gefx'; did you mean 'gexf'"):
        kg.export("gefx", tmp_path / "x")


def test_a_language_without_labels_is_refused(small_file: Path) -> None:
    with pytest.raises(jlac.UsageError, match="there are no labels in 'fr'; choose one of en, ja, es, pt"):
        jlac.load(small_file, lang="fr")
    with pytest.raises(jlac.StoreError, match="does not exist; build it with jlac build"):
        jlac.load("nowhere.nq")
