"""The generic rules derive shortcuts, inverses and evidence from declarations alone."""

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from jlac_graph.build import rules
from jlac_graph.build.rules import derive, read_rules
from jlac_graph.build.writing import _write_sorted
from jlac_graph.core.errors import DataError
from jlac_graph.core.graph_names import stated

ROOT = Path(__file__).parents[2]
RULES = read_rules(ROOT / "ontology" / "rules")
PREFIXES = """
@prefix jlac: <https://w3id.org/jlac/ont#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix prov: <http://www.w3.org/ns/prov#> .
@prefix : <urn:> .
"""


def quads(derived_by: list[str] = RULES, **graphs: str) -> set[tuple[str, str]]:
    """What follows from some graphs by their names, and the name of its graph; ``__`` stands for a slash."""
    store = ox.Store()
    for name, turtle in graphs.items():
        graph = ox.NamedNode(f"https://w3id.org/jlac/graph/{name.replace('__', '/')}")
        store.load((PREFIXES + turtle).encode(), ox.RdfFormat.TURTLE, to_graph=graph)
    before = set(store)
    count = derive(store, derived_by)
    new = set(store) - before
    assert count == len(new)
    return {
        (
            f"{q.subject} {q.predicate} {q.object}".replace("https://w3id.org/jlac/ont#", "jlac:"),
            str(q.graph_name).removeprefix("<https://w3id.org/jlac/graph/derived").strip("/>"),
        )
        for q in new
    }


def derived(turtle: str) -> set[str]:
    return {triple for triple, _ in quads(mine__press=turtle)}


TERMS = """jlac:r jlac:ofFact :Gift ; jlac:fromRole :giver ; jlac:toRole :taker ; jlac:shortcut :gaveTo .
    :gaveTo rdfs:subPropertyOf :dealtWith . :Present a owl:Class ; rdfs:subClassOf :Gift .
    :Gift a owl:Class ; rdfs:subClassOf :Fact ."""
GIFT, LINK, WIDER = ":f a :Gift ; :giver :a ; :taker :b .", "<urn:gaveTo>", "<urn:dealtWith>"


def links(**graphs: str) -> set[tuple[str, str]]:
    found = quads(ontology=TERMS, **graphs)
    return {(graph, t.split()[1]) for t, graph in found if LINK in t or WIDER in t}


def test_what_follows_from_a_source_stands_in_the_graph_derived_from_it() -> None:
    assert links(mine__press=GIFT) == {("mine/press", LINK), ("mine/press", WIDER)}


def test_what_two_sources_state_follows_from_each() -> None:
    assert links(mine__press=GIFT, idb__report=":g a :Gift ; :giver :a ; :taker :b .") == {
        ("mine/press", LINK), ("mine/press", WIDER), ("idb/report", LINK), ("idb/report", WIDER),
    }  # fmt: skip


def test_a_transitive_link_holds_along_the_chain_whatever_source_states_each_step() -> None:
    terms = ":partOf rdfs:subPropertyOf :within . :within a owl:TransitiveProperty ."
    found = quads(ontology=terms, mine__one=":a :partOf :b .", mine__two=":b :partOf :c . :c :partOf :d .")
    assert {(t, graph) for t, graph in found if t.startswith("<urn:a>")} == {
        ("<urn:a> <urn:within> <urn:b>", "mine/one"),
        ("<urn:a> <urn:within> <urn:c>", "mine/one+mine/two"),
        ("<urn:a> <urn:within> <urn:d>", "mine/one+mine/two"),
    }


FORMS = """:wanted jlac:isPlan true . :signed jlac:isAgreed true .
    :plannedGaveTo jlac:plannedFor :gaveTo .
    :agreedGaveTo jlac:agreedFor :gaveTo ; rdfs:subPropertyOf jlac:agreedLink ."""


@pytest.mark.parametrize(
    ("status", "link"),
    [("wanted", "plannedGaveTo"), ("signed", "agreedGaveTo"), ("done", "gaveTo")],
)
def test_what_is_not_known_to_be_done_yields_a_link_that_does_not_say_so(status: str, link: str) -> None:
    fact = f":f a :Gift ; :giver :a ; :taker :b ; jlac:status :{status} ."
    found = {
        t.split()[1] for t, _ in quads(ontology=TERMS + FORMS, mine__press=fact) if t.startswith("<urn:a>")
    }
    wider = {"gaveTo": {WIDER}, "agreedGaveTo": {"<jlac:agreedLink>"}}
    assert found == {f"<urn:{link}>"} | wider.get(link, set())


def test_what_needs_two_sources_stands_in_a_graph_of_both() -> None:
    assert links(mine__press=":f a :Gift ; :giver :a .", idb__report=":f :taker :b .") == {
        ("idb/report+mine/press", LINK), ("idb/report+mine/press", WIDER),
    }  # fmt: skip


def test_what_one_source_supports_needs_no_other() -> None:
    assert links(mine__press=GIFT, idb__report=":f :taker :b .") == {
        ("mine/press", LINK), ("mine/press", WIDER),
    }  # fmt: skip


def test_what_follows_from_terms_alone_follows_from_no_source() -> None:
    assert ("<urn:x> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <urn:Gift>", "") in quads(
        ontology=TERMS, codes=":x a :Present .", mine__press=GIFT
    )


def test_a_rule_that_names_no_graph_rests_on_the_whole() -> None:
    rule = "CONSTRUCT { ?b <urn:from> ?a } WHERE { ?f <urn:giver> ?a ; <urn:taker> ?b }"
    assert quads([rule], mine__press=GIFT) == {("<urn:b> <urn:from> <urn:a>", "all")}


def test_a_new_fact_class_needs_no_code() -> None:
    assert derived(
        """
        jlac:r jlac:ofFact :Gift ; jlac:fromRole :giver ; jlac:toRole :taker ;
            jlac:shortcut :gaveTo .
        :gaveTo owl:inverseOf :gotFrom ; rdfs:subPropertyOf :dealtWith .
        :f a :Gift ; :giver :a ; :taker :b .
        """
    ) == {
        "<urn:a> <urn:gaveTo> <urn:b>",
        "<urn:a> <urn:dealtWith> <urn:b>",
        "<urn:b> <urn:gotFrom> <urn:a>",
    }


def test_rules_hold_for_subclasses_of_the_fact() -> None:
    assert "<urn:a> <urn:owns> <urn:b>" in derived(
        """
        jlac:r jlac:ofFact :Holding ; jlac:fromRole :o ; jlac:toRole :p ; jlac:shortcut :owns .
        :Lease a owl:Class ; rdfs:subClassOf :Holding . :f a :Lease ; :o :a ; :p :b .
        """
    )


def test_a_symmetric_link_leaves_out_the_thing_itself() -> None:
    assert derived(
        """
        jlac:r jlac:ofFact :Pact ; jlac:fromRole :p ; jlac:toRole :p ; jlac:shortcut :with .
        :with a owl:SymmetricProperty . :f a :Pact ; :p :a , :b .
        """
    ) == {"<urn:a> <urn:with> <urn:b>", "<urn:b> <urn:with> <urn:a>"}


def test_a_citation_becomes_evidence() -> None:
    assert derived('jlac:p jlac:locator "s#p1" . :f jlac:citation "s#p1" , "s#p9" .') == {
        "<urn:f> <http://www.w3.org/ns/prov#wasDerivedFrom> <jlac:p>"
    }


def test_a_rule_with_graphs_constructs_one_triple() -> None:
    with pytest.raises(DataError, match="must construct one triple"):
        quads(["CONSTRUCT { ?s ?p ?o . ?o ?p ?s } WHERE { GRAPH ?g { ?s ?p ?o } }"], mine__press=GIFT)


def test_no_rules_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="contains no rules"):
        read_rules(tmp_path)


def test_a_rule_must_construct() -> None:
    with pytest.raises(DataError, match="CONSTRUCT"):
        derive(ox.Store(), ["ASK {}"])


def test_what_follows_of_numbers_and_blank_nodes_keeps_its_terms() -> None:
    terms = ":price rdfs:subPropertyOf :number . :near rdfs:subPropertyOf :beside ."
    stated = "_:x :price 1.50 , 7 , true , 1.0e3 ; :near _:x ."
    found = quads(ontology=terms, mine__press=stated)
    values = {
        triple.split(" ", 2)[2].replace("<http://www.w3.org/2001/XMLSchema#", "") for triple, _ in found
    }
    assert values >= {'"1.5"^^decimal>', '"7"^^integer>', '"true"^^boolean>', '"1000"^^double>'}
    (beside,) = [triple.split() for triple, _ in found if "beside" in triple]
    assert beside[0] == beside[2]
    assert len(found) == 5


def test_a_rule_runs_again_when_a_later_one_adds_what_it_reads() -> None:
    early = "CONSTRUCT { ?x <urn:c> ?y } WHERE { GRAPH ?g { ?x <urn:b> ?y } }"
    late = "PREFIX e: <urn:> CONSTRUCT { ?x e:b ?y } WHERE { GRAPH ?g { ?x e:a ?y } }"
    assert len(quads([early, late], mine__press="<urn:x> <urn:a> <urn:y> .")) == 2
    any_property = "CONSTRUCT { ?x <urn:seen> ?p } WHERE { GRAPH ?g { ?x ?p ?y . FILTER (?y = <urn:y>) } }"
    assert len(quads([any_property, late], mine__press="<urn:x> <urn:a> <urn:y> .")) == 3


def test_a_rule_that_says_what_it_reads_derives_what_one_that_may_read_anything_does() -> None:
    terms = f"""{TERMS} :gaveTo rdfs:subPropertyOf :chain .
        :chain a owl:TransitiveProperty ; owl:inverseOf :back . :back rdfs:subPropertyOf :taker .
        :alike a owl:SymmetricProperty ; rdfs:subPropertyOf :chain ."""
    facts = f"{GIFT} :g a :Present ; :giver :b ; :taker :c . :c :alike :d ."
    bare = [re.sub("^# (?:Reads .*|Complete)\n", "", rule, flags=re.MULTILINE) for rule in RULES]
    assert bare != RULES
    found = quads(ontology=terms, mine__press=facts)
    assert ("<urn:a> <urn:chain> <urn:d>", "mine/press") in found
    assert found == quads(bare, ontology=terms, mine__press=facts)


def test_a_complete_rule_is_not_applied_to_what_it_derived_itself() -> None:
    rule = "CONSTRUCT { ?x <urn:in> ?z } WHERE { GRAPH ?g { ?x <urn:in> ?y } GRAPH ?h { ?y <urn:in> ?z } }"
    chain = "<urn:a> <urn:in> <urn:b> . <urn:b> <urn:in> <urn:c> . <urn:c> <urn:in> <urn:d> ."
    assert len(quads([rule], mine__press=chain)) == 3
    assert len(quads([f"# Complete\n{rule}"], mine__press=chain)) == 2


def test_what_another_rule_derived_too_gives_no_cause_to_apply_rules_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run, ran = rules._Applied.run, list[str]()
    monkeypatch.setattr(
        rules._Applied, "run", lambda self, store: (ran.append(self.rule.query), run(self, store))[1]
    )
    form = "CONSTRUCT {{ ?x <urn:{made}> ?y }} WHERE {{ GRAPH ?g {{ ?x <urn:{read}> ?y }} }}"
    made = [form.format(made="b", read="a"), form.format(made="c", read="b"), form.format(made="b", read="d")]
    assert len(quads(made, mine__press="<urn:x> <urn:a> <urn:y> ; <urn:d> <urn:y> .")) == 2
    assert len(ran) == len(made)


def test_needless_graphs_of_a_triple_are_not_written(tmp_path: Path) -> None:
    graph = "<https://w3id.org/jlac/graph/"
    names = ["codes", "derived/mine/a", "derived/mine/a+mine/b", "derived/all", "mine/a", "mine/b"]
    lines = [f"<urn:x> <urn:p> <urn:{n}> {graph}{name}> .\n".encode() for n in (1, 2) for name in names[n:]]
    lines[-1:] = [b"<urn:x> <urn:q> <urn:3> " + graph.encode() + b"derived/all> .\n"]
    counted = _write_sorted(sorted(lines), tmp_path / "graph.nq", tmp_path / "triples.nt")
    kept = [line.split()[2:4] for line in (tmp_path / "graph.nq").read_text().splitlines()]
    assert [(n, name.removeprefix(graph)) for n, name in kept] == [
        ("<urn:1>", "mine/a>"), ("<urn:1>", "mine/b>"), ("<urn:2>", "mine/a>"), ("<urn:3>", "derived/all>"),
    ]  # fmt: skip
    assert counted.total() == 4
    assert (tmp_path / "triples.nt").read_text().count("\n") == 3


def test_a_collection_whose_name_begins_with_derived_keeps_what_it_states():
    store = ox.Store()
    mine = ox.NamedNode(stated("derived-loans", "press-1"))
    turtle = b"<urn:a> <urn:in> <urn:b>, <urn:c> . <urn:b> <urn:in> <urn:c> ."
    store.load(turtle, ox.RdfFormat.TURTLE, to_graph=mine)
    rule = "CONSTRUCT { ?x <urn:in> ?z } WHERE { GRAPH ?g { ?x <urn:in> ?y . ?y <urn:in> ?z } }"
    assert derive(store, [rule]) == 0
    assert len(list(store.quads_for_pattern(None, None, None, mine))) == 3
