"""Traces on a small graph: which paths, in which order, with which words and sources."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pyoxigraph as ox
import pytest

from jlac_graph.core.errors import NotFoundError, UsageError
from jlac_graph.core.namespaces import BASE
from jlac_graph.lookup.links import Link, read_links
from jlac_graph.lookup.search import ends, read_names
from jlac_graph.network.prepared import _window, prepared
from jlac_graph.network.trace_output import render
from jlac_graph.network.tracing import Trace, TraceOptions, trace
from jlac_graph.sparql.rdflib_store import RdflibStore, to_rdflib
from jlac_graph.sparql.store import OxigraphStore
from tests.csvw.command import run_on
from tests.fixtures.report import thinned


def nodes(store: OxigraphStore, a: str, b: str, **options: object) -> list[str]:
    found = trace(store, a, b, options=TraceOptions(**options))
    return [" ".join(n.rpartition("/")[2] for n in path.nodes) for path in found.paths]


def test_links_follow_the_declared_rules(small: OxigraphStore) -> None:
    links = read_links(small).links
    found = {(k.source, k.relation, k.target) for k in links if k.fact == "fact/mitsui-anglo"}
    assert found == {
        ("agent/mitsui", "acquiredStakeIn", "asset/anglo-sur"),
        ("agent/mitsui", "boughtFrom", "agent/codelco"),
        ("agent/codelco", "soldStakeIn", "asset/anglo-sur"),
    }
    partners = [k for k in links if k.fact == "fact/partners"]
    assert [(k.source, k.target) for k in partners] == [("agent/codelco", "agent/mitsui")]
    assert sum(k.timeless for k in links) == 9


def test_the_best_evidenced_path_comes_first(small: OxigraphStore) -> None:
    assert nodes(small, "mitsui", "jbic") == [
        "mitsui anglo-sur jbic",
        "mitsui codelco jbic",
        "mitsui japan jbic",
    ]


def test_each_hop_says_its_facts_with_amount_date_and_passages(small: OxigraphStore) -> None:
    hop = trace(small, "mitsui", "jbic").paths[0].hops[1]
    (said,) = hop.statements
    assert said.words == (
        "The Japan Bank for International Cooperation agreed to lend about USD 1.87 billion "
        "to Codelco for Anglo Sur (2011)"
    )
    assert (said.fact, said.start, said.amount, said.currency) == (
        "fact/loan-codelco",
        "2011",
        "1870000000",
        "USD",
    )
    assert (said.source, said.target) == ("agent/jbic", "asset/anglo-sur")
    assert (said.status, said.precision, said.sources) == ("agreed", "about", ("r#p5", "s#p9"))


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"via": ("Mine",), "paths": 1}, ["mitsui anglo-sur jbic"]),
        ({"via": ("Mine", "codelco"), "paths": 1}, ["mitsui anglo-sur codelco jbic"]),
        ({"avoid": ("Anglo Sur", "Codelco"), "paths": 1}, ["mitsui japan jbic"]),
        ({"start": 2012, "end": 2013, "paths": 1}, ["mitsui japan jbic"]),
        (
            {"max_degree": 5, "paths": 9, "max_length": 2},
            ["mitsui anglo-sur jbic", "mitsui codelco jbic"],
        ),
        ({"overlap": True, "paths": 1, "avoid": ("japan",)}, ["mitsui codelco jbic"]),
        ({"max_length": 1}, []),
    ],
)
def test_options(small: OxigraphStore, options: dict[str, object], expected: list[str]) -> None:
    assert nodes(small, "mitsui", "jbic", **options) == expected


def test_a_fact_is_no_end_and_a_misspelt_class_is_told(small: OxigraphStore) -> None:
    with pytest.raises(UsageError, match="fact/partners is a fact, not an entity; jlac show fact/partners"):
        trace(small, "mitsui", "fact/partners")
    with pytest.raises(NotFoundError, match="no entity 'Mne'; did you mean 'Mine'"):
        trace(small, "mitsui", "jbic", options=TraceOptions(via=("Mne",)))


def test_a_fact_may_be_avoided_and_its_links_alone_are_left_out(small: OxigraphStore) -> None:
    found = trace(small, "mitsui", "jbic", options=TraceOptions(paths=1, avoid=("fact/loan-codelco",)))
    facts = {said.fact for path in found.paths for hop in path.hops for said in hop.statements}
    assert "fact/loan-codelco" not in facts
    assert [path.nodes[1] for path in found.paths] == ["place/japan"]
    none = trace(
        small, "mitsui", "jbic", options=TraceOptions(paths=1, max_length=2, avoid=("loan-codelco", "japan"))
    )
    assert [(miss.without, miss.path.nodes[1]) for miss in none.misses] == [
        ("at most 2 links", "place/chile"),
        ("avoiding loan-codelco, japan", "asset/anglo-sur"),
    ]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"via": ("fact/partners",)}, "--via fact/partners: fact/partners is a fact, not an entity"),
        ({"avoid": ("r#p1",)}, "--avoid r#p1: src:r/p1 has no links; give an entity"),
        ({"via": ("r",)}, "--via r: src:r has no links; give an entity"),
    ],
)
def test_what_no_path_can_pass_is_refused(
    small: OxigraphStore, options: dict[str, tuple[str, ...]], said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        trace(small, "mitsui", "jbic", options=TraceOptions(**options))


class Emptied(dict):
    """A cache that another thread always empties between a check and the reading of what was found."""

    def __getitem__(self, key: object) -> object:
        raise KeyError(key)


def test_another_thread_may_empty_the_cache_of_prepared_links(small: OxigraphStore) -> None:
    links = read_links(small)
    object.__setattr__(links, "cache", Emptied())
    first, second = prepared(links, 2011, 2011), prepared(links, 2011, 2011)
    assert first is second
    assert first.links == prepared(read_links(small), 2011, 2011).links > 0


def test_hubs_that_were_refused_are_named(small: OxigraphStore) -> None:
    found = trace(small, "mitsui", "jbic", options=TraceOptions(max_degree=5))
    assert found.hubs == ("place/chile", "place/japan")
    assert "excluded because they have more than 5 neighbours: " in render(found, "text").decode()


def test_what_happened_by_a_year_counts_in_no_earlier_one() -> None:
    links = (Link("a", "b", "owns", "f", end=2012), Link("b", "c", "owns", "g", start=2012))
    assert [_window(links, *years)[0] for years in ((1990, 2000), (2012, 2012), (2013, None))] == [
        [],
        [*links],
        [links[1]],
    ]


def test_a_window_says_how_many_links_bear_no_date(small: OxigraphStore) -> None:
    found = trace(small, "mitsui", "jbic", options=TraceOptions(start=2010))
    assert found.searched["undated"] == 1


def test_classes_as_ends_give_the_best_path_of_each_pair(small: OxigraphStore) -> None:
    found = trace(small, "Firm@japan", "Mine@chile")
    assert len(found.paths) == 6
    assert [path.nodes for path in found.paths[:2]] == [
        ("agent/mitsui", "asset/anglo-sur"),
        ("agent/mitsubishi", "asset/caserones"),
    ]
    assert [p.cost for p in found.paths] == sorted(p.cost for p in found.paths)
    text = render(found, "text", offset=2, page=2).decode()
    assert "paths 3 to 4 of 6" in text
    assert "\n3. Mitsubishi" in text
    assert "\n5. " not in text


def test_two_classes_that_share_things_give_each_pair_once(small: OxigraphStore) -> None:
    found = trace(small, "Firm@japan", "Firm")
    pairs = sorted((path.nodes[0], path.nodes[-1]) for path in found.paths)
    firms = ["agent/codelco", "agent/mitsubishi", "agent/mitsubishi-materials", "agent/mitsui"]
    assert len(pairs) == len({frozenset(pair) for pair in pairs}) == 6
    assert {frozenset(pair) for pair in pairs} == {frozenset(pair) for pair in combinations(firms, 2)}


def test_no_path_tells_what_was_searched_missed_and_covered(small: OxigraphStore) -> None:
    found = trace(small, "mitsui", "jbic", options=TraceOptions(max_length=1))
    assert [(m.without, len(m.path.hops)) for m in found.misses] == [
        ("at most 1 link", 2),
    ]
    lonely = trace(small, "mitsui", "lonely")
    assert (lonely.paths, lonely.misses, lonely.reach) == ((), (), (11, 0))
    assert "the sources cover: A report: Examples only." in render(lonely, "text").decode()


def test_labels_and_words_follow_the_language(small: OxigraphStore) -> None:
    found = trace(small, "mitsui", "anglo-sur", lang="ja", options=TraceOptions(paths=1))
    assert found.labels["agent/mitsui"] == "三井物産"
    assert found.paths[0].hops[0].statements[0].words.startswith("三井物産がCodelcoから")


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "ja",
            (
                ": 経路3本\n",
                "   つながり2本、最も弱いつながりの裏付け：文書1件の2か所、コスト3.80\n",
                "「日本」（隣接する事物6件）を介してのみつながる：共通の属性であり",
                "経由する事物（数字は経路の数）：\n",
            ),
        ),
        (
            "es",
            (
                ": 3 caminos\n",
                "   2 vínculos; respaldo del más débil: 2 pasajes de 1 documento; costo 3,80\n",
                "conectados solo a través de Japón (6 vecinos), un rasgo común",
                "  empresa: Codelco (1)\n",
                "entidades, con un máximo de 6 vínculos por camino\n",
            ),
        ),
        (
            "pt",
            (
                ": 3 caminhos\n",
                "   2 ligações; respaldo da mais fraca: 2 passagens de 1 documento; custo 3,80\n",
                "conectados apenas por Japan (6 vizinhos), um atributo em comum",
                "entidades, com no máximo 6 ligações por caminho\n",
            ),
        ),
    ],
)
def test_the_words_around_a_trace_follow_the_language(
    small: OxigraphStore, lang: str, said: tuple[str, ...]
) -> None:
    text = render(trace(small, "mitsui", "jbic", lang=lang), "text").decode()
    assert [words for words in said if words not in text] == []
    english = ("the weakest", "meets in", "between them", "searched", "links", "paths", "[agreed]", "cost:")
    assert [words for words in english if words in text] == []


def test_a_missing_path_is_explained_in_the_language_and_json_keeps_its_codes(small: OxigraphStore) -> None:
    options = TraceOptions(max_length=1)
    found = trace(small, "mitsui", "jbic", lang="es", options=options)
    page = render(found, "md").decode()
    assert "\n\nNingún camino.\n\n" in page
    assert "quitar la condición «como máximo 1 vínculo» daría un camino: Mitsui" in page
    assert json.loads(render(found, "json"))["misses"][0]["without"] == "at most 1 link"
    answered = trace(small, "mitsui", "jbic", lang="ja")
    assert "| 起点 | 終点 | 記述 | 状態 | 出典 |\n" in render(answered, "md").decode()
    assert "| 合意 | r#p5 s#p9 |" in render(answered, "md").decode()
    statements = json.loads(render(answered, "json"))["paths"][0]["hops"][1]["statements"]
    assert [said["status"] for said in statements] == ["agreed"]


def test_bad_ends_and_options(small: OxigraphStore) -> None:
    with pytest.raises(UsageError, match="both mean agent/mitsui"):
        trace(small, "mitsui", "三井物産")
    with pytest.raises(UsageError, match="from 2013 is after to 2010"):
        trace(small, "mitsui", "jbic", options=TraceOptions(start=2013, end=2010))
    with pytest.raises(NotFoundError, match="no format 'pdf'"):
        render(trace(small, "mitsui", "jbic"), "pdf")


def test_json_and_markdown_carry_the_evidence(small: OxigraphStore) -> None:
    found = trace(small, "mitsui", "jbic")
    data = json.loads(render(found, "json"))
    assert data["total"] == 3
    assert data["paths"][0]["hops"][1]["statements"][0]["sources"] == ["r#p5", "s#p9"]
    assert data["iris"]["agent/jbic"] == "https://w3id.org/jlac/id/agent/jbic"
    assert "| agreed | r#p5 s#p9 |" in render(found, "md").decode()


def test_pictures(small: OxigraphStore) -> None:
    found = trace(small, "mitsui", "jbic")
    svg = render(found, "svg").decode()
    assert svg.count("<path d=") == 6
    assert "5 nodes, 8 links in 6 lines; dashed: planned or agreed only. Sources: A report (r); s." in svg
    assert render(found, "png")[:8] == b"\x89PNG\r\n\x1a\n"
    assert '"agent/jbic" -> "asset/anglo-sur"' in render(found, "dot").decode()


def run(*args: str, graph: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.CompletedProcess(args, *run_on(graph, *args))


def test_command_line(small_file: Path, tmp_path: Path) -> None:
    found = run("trace", "mitsui", "jbic", "--lang", "en", graph=small_file)
    assert found.returncode == 0
    assert found.stdout.startswith("Mitsui & Co. – Japan Bank for International Cooperation: 3 path")
    missing = run("trace", "mitsui", "lonely", graph=small_file)
    assert (missing.returncode, "no path" in missing.stdout) == (1, True)
    same = run("trace", "mitsui", "mitsui", graph=small_file)
    assert (same.returncode, same.stderr.count("\n")) == (2, 1)
    wrong = run("trace", "mitsui", "jbic", "-o", str(tmp_path / "no" / "x.txt"), graph=small_file)
    assert wrong.returncode == 2
    assert "cannot write" in wrong.stderr
    shown = run("show", "JBIC", "--lang", "en", graph=small_file)
    assert "fact/loan-codelco  r#p5 s#p9" in shown.stdout
    content = json.loads(run("show", "JBIC", "-f", "json", graph=small_file).stdout)
    assert [*content] == [
        "iri",
        "label",
        "kinds",
        "names",
        "about",
        "sources",
        "facts",
        "inward",
        "related",
        "see_also",
        "figures",
        "id",
    ]
    said = run("show", "JBIC", "--lang", "es", graph=small_file).stdout
    assert "\nafirmaciones (" in said
    assert "\nstatements (" not in said
    hits = run("search", "三井", "--lang", "en", graph=small_file)
    assert hits.stdout.splitlines()[0].split() == ["agent/mitsui", "Mitsui", "&", "Co."]
    few = run("search", "japan", "--limit", "1", "--lang", "pt", graph=small_file)
    assert few.stderr == "mais de 1; use --limit para ver outros\n"


def test_a_trace_imports_nothing_heavy(small_file: Path) -> None:
    code = (
        "import sys; from jlac_graph.cli import app;"
        f"app(['trace', 'mitsui', 'jbic', '-g', {str(small_file)!r}], standalone_mode=False);"
        "print(sorted({'networkx', 'numpy', 'scipy', 'rdflib', 'duckdb'} & sys.modules.keys()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_every_store_gives_the_same_trace(small: OxigraphStore) -> None:
    """Without most of the terms and codes that no fact of the graph names: rdflib is slow."""
    named = {quad.object for quad in small.quads() if "/graph/ontology" not in str(quad.graph_name)}
    thin = thinned(small.quads(), (f"<{BASE}code/",), keep=named, every=50)
    graph = OxigraphStore.from_text(ox.serialize(thin, format=ox.RdfFormat.N_QUADS).decode(), "nq")
    found = trace(graph, "mitsui", "jbic")
    assert [path.nodes[1] for path in found.paths] == ["asset/anglo-sur", "agent/codelco", "place/japan"]
    assert trace(RdflibStore(to_rdflib(graph)), "mitsui", "jbic") == found


def test_a_thousand_pairs_are_paged_and_counted(small: OxigraphStore) -> None:
    found = trace(small, "Entity", "Entity@chile", options=TraceOptions(max_length=3))
    pages = [render(found, "text", offset=at, page=10) for at in range(0, len(found.paths), 10)]
    numbers = [
        line.partition(".")[0] for page in pages for line in page.decode().splitlines() if line[:1].isdigit()
    ]
    assert numbers == [str(n) for n in range(1, len(found.paths) + 1)]
    assert f"paths 1 to 10 of {len(found.paths)}; --page shows others" in pages[0].decode()


def test_common_ground_costs_more_than_a_dealing_and_is_named(small: OxigraphStore) -> None:
    found = trace(small, "mitsui", "jbic")
    assert [path.nodes[1] for path in found.paths] == ["asset/anglo-sur", "agent/codelco", "place/japan"]
    assert found.ground == ("place/japan",)
    assert found.neighbours["place/japan"] == 6
    text = render(found, "text").decode()
    assert text.count("connected only through Japan (6 neighbours), a shared attribute") == 1
    assert "2 links, the weakest stated in 2 passages of 1 document; cost 3.80" in text
    assert "  Firm: Codelco (1)\n  Mine: Anglo Sur (1)\n" in text


def test_a_path_that_goes_round_within_one_fact_is_left_out_and_counted(small: OxigraphStore) -> None:
    """The loan ties the bank, the firm and the mine in pairs: bank, firm, mine says nothing new."""
    known = read_links(small)
    third = Link("agent/codelco", "asset/anglo-sur", "borrowedFor", "fact/loan-codelco", sources=("r#p5",))
    links = replace(known, links=(*known.links, third))

    def asked(**options: object) -> Trace:
        wanted = TraceOptions(paths=2, max_length=2, **options)
        return trace(small, "anglo-sur", "jbic", options=wanted, links=links)

    found = asked()
    assert [path.nodes for path in found.paths] == [("asset/anglo-sur", "agent/jbic")]
    assert found.searched["detours"] == 1
    assert "excluded because they are detours within a single fact: 1 path" in render(found, "text").decode()
    assert [path.nodes[1] for path in asked(via=("codelco",)).paths] == ["agent/codelco"]


def test_sources_are_looked_up_in_order(small: OxigraphStore) -> None:
    text = render(trace(small, "mitsui", "jbic"), "text").decode()
    assert text.endswith("r: A report\n  r#p1  A report, p. 1\ns: s\n")


def test_a_class_comes_before_a_code_of_its_name_and_has_the_members_of_its_subclasses(
    small: OxigraphStore,
) -> None:
    assert read_names(small).exact("Place") == ("code:coordinate-precision/place",)
    places = ends(small, "Place")
    assert not places.single
    assert {"place/japan", "place/chile"} <= set(places.things)
    assert ends(small, "code:coordinate-precision/place").things == ("code:coordinate-precision/place",)
    assert nodes(small, "mitsui", "jbic", paths=1, avoid=("Place", "Codelco", "Anglo Sur")) == []
    assert nodes(small, "mitsui", "jbic", paths=1, via=("Place",)) == ["mitsui japan jbic"]


def test_a_class_may_be_avoided(small: OxigraphStore) -> None:
    assert nodes(small, "mitsui", "jbic", avoid=("Country", "Mine")) == ["mitsui codelco jbic"]


def test_what_is_cited_for_a_name_alone_backs_no_link() -> None:
    text = """
    @prefix jlac: <https://w3id.org/jlac/ont#> . @prefix e: <https://w3id.org/jlac/id/agent/> .
    jlac:country a jlac:DirectLink .
    <urn:report> { e:a jlac:country e:b ; jlac:citation "r#p1" }
    <urn:names> { e:a jlac:citation "names#a" }
    """
    (link,) = read_links(OxigraphStore.from_text(text, "trig")).links
    assert (link.source, link.target, link.sources) == ("agent/a", "agent/b", ("r#p1",))
    (flat,) = read_links(OxigraphStore.from_text(re.sub(r"<urn:.*?> {(.*)}", r"\1 .", text), "trig")).links
    assert flat.sources == ("names#a", "r#p1")


def test_a_name_with_which_others_begin_is_said_to_be_taken_for_one(small: OxigraphStore) -> None:
    known = read_names(small)
    named = {**known.by_name, "big": ("agent/mitsui",), "big bank": ("agent/codelco",)}
    found = trace(small, "Big", "jbic", names=replace(known, by_name=named))
    assert found.namesakes == {"agent/mitsui": ("agent/codelco",)}
    assert "'Big' was taken for Mitsui" in render(found, "text").decode()
    assert not trace(small, "mitsui", "jbic").namesakes, "a slug means one entity"
