"""Projections of a small graph, and the commands that use them."""

import csv
import io
import json
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, Store

from jlac_graph.core.errors import NotFoundError, UsageError
from jlac_graph.core.namespaces import expand
from jlac_graph.export import network_format
from jlac_graph.export.flat_network import flat_network
from jlac_graph.lookup.describer import unnamed_label
from jlac_graph.lookup.labels import fetch_all_labels
from jlac_graph.lookup.links import read_links
from jlac_graph.network.build_network import ego, network
from jlac_graph.network.projections import Projection, find_projection, list_projections
from jlac_graph.network.sequences import read_events, sequences
from jlac_graph.network.views import View, flat_view, view_network
from jlac_graph.sparql.store import OxigraphStore
from tests.csvw.command import run_on


def edges(store: OxigraphStore, name: str, **window: int) -> list[tuple[str, str, str]]:
    graph = network(store, find_projection(name), **window)
    return sorted(
        (u.rpartition("/")[2], d["relation"], v.rpartition("/")[2]) for u, v, d in graph.edges(data=True)
    )


def test_every_declared_projection_holds_links(wide: OxigraphStore) -> None:
    sizes = {p.name: len(edges(wide, p.name)) for p in list_projections()}
    assert sizes == {
        "full": 30,
        "actors": 17,
        "coinvestment": 1,
        "cofinancing": 1,
        "firm-agency-project": 11,
        "countries": 10,
        "membership": 2,
    }


def test_full_holds_every_link(wide: OxigraphStore) -> None:
    assert len(edges(wide, "full")) == len(read_links(wide).links)


@pytest.mark.parametrize("lang", ["en", "ja", "es", "pt"])
def test_every_node_has_the_label_and_the_class_that_the_graph_gives_it(
    report_graph: OxigraphStore, lang: str
) -> None:
    """Codes, facts and statistics are nodes of the whole network too."""
    store = report_graph
    graph = network(store, find_projection("full"), lang=lang)
    labels = fetch_all_labels(store, [NamedNode(data["iri"]) for _, data in graph.nodes(data=True)])
    assert {kind for _, kind in graph.nodes(data="entity_class")} >= {"Code", "Observation", "Investment"}
    assert "Thing" not in set(dict(graph.nodes(data="entity_class")).values())
    for _, data in graph.nodes(data=True):
        known = labels[NamedNode(data["iri"])]
        if data.get("unnamed"):
            fallback = known.get("en") or next(iter(known.values()))
            known = {code: unnamed_label(text, code or lang) for code, text in known.items()}
            known.setdefault(lang, unnamed_label(fallback, lang))
        assert data["label"] in (known.get(lang), known.get("en"), *known.values())
        assert lang not in known or data["label"] == known[lang]


def test_edges_carry_fact_role_amount_dates_status_and_sources(wide: OxigraphStore) -> None:
    graph = network(wide, find_projection("actors"))
    (data,) = graph.get_edge_data("agent/jbic", "asset/anglo-sur").values()
    assert data == {
        "relation": "agreedFinances",
        "relation_label": "agreed to finance",
        "fact": "fact/loan-codelco",
        "fact_class": "Loan",
        "role": "financier-financed",
        "wording": "The Japan Bank for International Cooperation agreed to lend about USD 1.87 billion "
        "to Codelco for Anglo Sur (2011)",
        "amount": 1870000000.0,
        "currency": "USD",
        "amount_fact": "fact/loan-codelco",
        "amount_edges": 2,
        "start": "2011",
        "end": "2011",
        "year": 2011,
        "status": "agreed",
        "agreed": True,
        "precision": "about",
        "sources": ["r#p5", "s#p9"],
    }


def test_nodes_carry_class_country_and_labels(wide: OxigraphStore) -> None:
    graph = network(wide, find_projection("full"), lang="ja")
    assert graph.nodes["agent/mitsui"] == {
        "label": "三井物産",
        "iri": "https://w3id.org/jlac/id/agent/mitsui",
        "entity_class": "Firm",
        "country": "Japan",
        "label_en": "Mitsui & Co.",
        "label_ja": "三井物産",
    }


def test_one_mode_projections_weigh_by_shared_things(wide: OxigraphStore) -> None:
    graph = network(wide, find_projection("coinvestment"))
    (edge,) = graph.edges(data=True)
    assert edge[:2] == ("agent/mitsubishi", "agent/mitsubishi-materials")
    assert edge[2]["shared"] == ["asset/caserones"]
    assert edge[2]["weight"] == 1
    assert edge[2]["facts"] == ["fact/materials-caserones", "fact/mitsubishi-caserones"]
    assert edges(wide, "cofinancing") == [("jbic", "cofinancing", "jica")]


def test_a_one_mode_tie_dates_from_the_first_of_its_facts(wide: OxigraphStore) -> None:
    known = read_links(wide)
    years = {"fact/mitsubishi-caserones": 2001, "fact/materials-caserones": 2009}
    dated = tuple(replace(k, start=years.get(k.fact or "", k.start)) for k in known.links)
    graph = network(wide, find_projection("coinvestment"), links=replace(known, links=dated))
    assert [year for *_, year in graph.edges(data="year")] == [2001]


def test_a_list_is_one_cell_joined_by_semicolons(wide: OxigraphStore) -> None:
    graph = network(wide, find_projection("coinvestment"))
    tables = network_format("csv").write(flat_network(graph))
    (row,) = csv.DictReader(io.StringIO(tables["edges.csv"].decode()))
    assert row["facts"] == "fact/materials-caserones; fact/mitsubishi-caserones"


def test_countries_add_up_by_kind_and_year_each_fact_once(wide: OxigraphStore) -> None:
    graph = network(wide, find_projection("countries"))
    loans = [d for _, _, d in graph.edges(data=True) if d["relation"] == "Loan"]
    assert sorted((d.get("year"), d["amount"], d["weight"]) for d in loans if "year" in d) == [
        (2011, 1870000000.0, 1)
    ]


def test_parts_only_tie_across(wide: OxigraphStore) -> None:
    graph = network(wide, find_projection("firm-agency-project"))
    kinds = {(graph.nodes[u]["entity_class"], graph.nodes[v]["entity_class"]) for u, v in graph.edges()}
    assert kinds == {
        ("Firm", "Mine"),
        ("PublicAgency", "Mine"),
        ("PublicAgency", "Firm"),
        ("PublicAgency", "Project"),
        ("Firm", "Project"),
    }


def test_a_window_slices_and_may_leave_nothing(wide: OxigraphStore) -> None:
    assert edges(wide, "membership", start=2013, end=2013) == [
        ("chile", "memberOf", "alliance"),
        ("japan", "observerOf", "alliance"),
    ]
    assert edges(wide, "membership", end=2012) == [("chile", "memberOf", "alliance")]
    with pytest.raises(NotFoundError, match="no link in the years … to 1900 in projection 'member"):
        network(wide, find_projection("membership"), end=1900)


def test_ego(wide: OxigraphStore) -> None:
    graph = network(wide, find_projection("actors"))
    spoken = ego(network(wide, find_projection("actors"), lang="es", start=1990), "agent/jica").graph["title"]
    assert "entidades a un vínculo (" in spoken and spoken.endswith(", desde 1990)")
    near = ego(graph, "agent/jica")
    assert sorted(near) == ["agent/codelco", "agent/jica", "project/biomining"]
    with pytest.raises(NotFoundError, match="no entity 'agent/lonely' in this network"):
        ego(graph, "agent/lonely")


def test_projection_files_are_checked(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="no projection 'actor'; did you mean 'actors'"):
        find_projection("actor")
    own = tmp_path / "own.toml"
    own.write_text('[mine]\nsummary = "x"\nclass = ["Firm"]\n')
    with pytest.raises(UsageError, match=r"\[mine\] has the unknown key 'class'; the keys are direct"):
        list_projections(own)
    own.write_text('[mine]\nsummary.ja = "x"\n')
    with pytest.raises(UsageError, match=r"\[mine\] summary must be a text, or texts by language"):
        list_projections(own)
    own.write_text('[mine]\nsummary = "x"\n')
    assert [(p.summary, p.told("ja")) for p in list_projections(own)] == [("x", "x")]
    own.write_text("[mine\n")
    with pytest.raises(UsageError, match="is not TOML"):
        list_projections(own)
    with pytest.raises(UsageError, match="cannot be read"):
        list_projections(tmp_path / "none.toml")


def test_the_thesis_is_found_in_the_graph(wide: OxigraphStore) -> None:
    found = sequences(read_events(wide), within=10)
    assert [(match.country, match.sector) for match in found] == [("place/chile", "Copper")] * 3
    assert [[event.id for event in match.events] for match in found] == [
        ["fact/codelco-biomining", "fact/mitsui-anglo", "fact/supply"],
        ["fact/jica-biomining", "fact/mitsui-anglo", "fact/supply"],
        ["fact/loan-codelco", "fact/mitsui-anglo", "fact/supply"],
    ]
    assert found[0].events[0].sources == ("r#p8",)


def test_the_thesis_takes_an_event_of_several_accounts_once(wide: OxigraphStore) -> None:
    names = ("fact/jica-biomining", "jlac:countedIn", "fact/codelco-biomining")
    store = Store()
    store.bulk_extend([*wide.inner, Quad(*(NamedNode(expand(name)) for name in names))])
    found = sequences(read_events(OxigraphStore(store, name="accounts")), within=10)
    assert [match.events[0].id for match in found] == ["fact/codelco-biomining", "fact/loan-codelco"]


def run(*args: str, graph: Path) -> subprocess.CompletedProcess[str]:
    words = args if "--lang" in args else (*args, "--lang", "en")
    return subprocess.CompletedProcess(words, *run_on(graph, *words))


@pytest.mark.parametrize(
    ("args", "first"),
    [
        (("rank", "--by", "degree", "-f", "csv", "--top", "1"), "agent/codelco,Codelco,Firm,Chile"),
        (("communities", "-f", "csv"), "agent/alliance"),
        (("brokers", "-f", "csv", "--top", "1"), "asset/caserones,Caserones,Mine,Chile"),
        (("mixing", "-f", "csv"), "Japan,Chile,"),
        (("neighbors", "jica", "-f", "csv"), "agent/codelco,Codelco,to,finances,2004"),
        (("motifs", "-f", "csv"), "place/chile,Copper,by date,2003,fact/codelco-biomining,2012"),
    ],
)
def test_analysis_commands(wide_file: Path, args: tuple[str, ...], first: str) -> None:
    found = run(*args, graph=wide_file)
    assert found.returncode == 0, found.stderr
    body = found.stdout.splitlines()[1]
    assert body.startswith(first) or args[0] == "communities"
    assert found.stderr.strip()


def test_export_and_draw_commands(wide_file: Path, tmp_path: Path) -> None:
    place = tmp_path / "near.json"
    args = ("export", "d3", "-P", "actors", "--ego", "JICA", "-o", str(place))
    done = run(*args, graph=wide_file)
    assert (done.returncode, done.stderr) == (0, f"3 nodes, 3 edges: {place}\n")
    data = json.loads(place.read_text("utf-8"))
    assert {node["id"] for node in data["nodes"]} == {
        "agent/codelco",
        "agent/jica",
        "project/biomining",
    }
    path = run("export", "d3", "--path", "mitsui", "jbic", graph=wide_file)
    assert {"agent/mitsui", "agent/jbic"} <= {n["id"] for n in json.loads(path.stdout)["nodes"]}
    svg = tmp_path / "figure.svg"
    assert run("draw", "--ego", "jbic", "-o", str(svg), graph=wide_file).returncode == 0
    assert "Sources: A report (r); s." in svg.read_text("utf-8")


@pytest.mark.parametrize("form", ["ttl", "nq", "jsonld", "xml"])
def test_rdf_exports_hold_the_same_triples(
    wide: OxigraphStore, wide_file: Path, tmp_path: Path, form: str
) -> None:
    import rdflib

    place = tmp_path / f"graph.{form}"
    assert run("export", form, "-o", str(place), graph=wide_file).returncode == 0
    kinds = {"nq": "nquads", "jsonld": "json-ld", "ttl": "turtle", "xml": "xml"}
    found = rdflib.Dataset(default_union=True)
    found.parse(place, format=kinds[form])
    assert len({(s, p, o) for s, p, o, _ in found.quads()}) == wide.count()


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("export", "gefx"), 1, "no format 'gefx'; did you mean 'gexf'"),
        (("export", "obsidian"), 2, "obsidian writes a folder; give one with -o"),
        (("export", "ttl", "-P", "actors"), 2, "ttl writes the whole graph"),
        (("export", "gexf", "-P", "actr"), 1, "no projection 'actr'"),
        (("export", "gexf", "-o", "/proc/no/x.gexf"), 2, "cannot write /proc/no/x.gexf"),
        (("draw", "-o", "x.pdf"), 2, "a figure must be an .svg or .png file"),
        (("rank", "--by", "fame"), 1, "no measure 'fame'"),
        (("neighbors", "nobody at all"), 1, "no entity 'nobody at all'"),
        (("rank", "--to", "1900"), 1, "no link in the years"),
        (
            ("trace", "mitsui", "jbic", "--lang", "fr"),
            2,
            "there are no labels in 'fr'; choose one of en, ja, es, pt",
        ),
    ],
)
def test_faults_are_one_line(wide_file: Path, args: tuple[str, ...], code: int, said: str) -> None:
    found = run(*args, graph=wide_file)
    assert (found.returncode, found.stderr.count("\n")) == (code, 1), found.stderr
    assert said in found.stderr


def test_classes_of_a_projection_may_have_a_prefix_and_must_exist(small: OxigraphStore) -> None:
    plain = network(small, Projection("mine", "", nodes=("Firm",)))
    prefixed = network(small, Projection("mine", "", nodes=("jlac:Firm",)))
    assert sorted(plain.edges) == sorted(prefixed.edges) != []
    for wrong in ({"nodes": ("Frim",)}, {"facts": ("jlac:Frim",)}, {"parts": (("Firm",), ("Frim",))}):
        with pytest.raises(NotFoundError, match=r"no class '(jlac:)?Frim'; did you mean 'Firm'"):
            network(small, Projection("mine", "", **wrong))


def test_a_country_without_links_is_answered_with_its_government(report_graph: OxigraphStore) -> None:
    view = View("firm-agency-project", ego="japan")
    links = flat_view(report_graph, View(ego="japan"), drawn=False).see_also
    assert links["agent/government-of-japan"] > 10
    with pytest.raises(NotFoundError, match="did you mean 'agent/government-of-japan'"):
        view_network(report_graph, view)
