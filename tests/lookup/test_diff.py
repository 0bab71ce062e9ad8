"""What changed, in the domain's words."""

import json

import pytest
from pyoxigraph import Store as Oxigraph

from jlac_graph.lookup.diff import as_json, as_patch, as_text, compare
from jlac_graph.sparql.store import OxigraphStore
from tests.fixtures.small_graph import GRAPH


@pytest.fixture
def changed(tmp_path):
    """The small graph with another amount, a fact gone, a firm more, and a derived triple more."""
    store = Oxigraph()
    store.load(path=str(GRAPH))
    store.update(
        """PREFIX jlac: <https://w3id.org/jlac/ont#> PREFIX fact: <https://w3id.org/jlac/id/fact/>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        PREFIX agent: <https://w3id.org/jlac/id/agent/> PREFIX g: <https://w3id.org/jlac/graph/>
        WITH g:one DELETE { fact:f2 jlac:amount 20 } INSERT { fact:f2 jlac:amount 25 } WHERE {} ;
        WITH g:one DELETE { fact:f3 ?p ?o } WHERE { fact:f3 ?p ?o } ;
        INSERT DATA { GRAPH g:one { agent:jogmec a jlac:Firm ; rdfs:label "JOGMEC"@en }
          GRAPH g:derived { agent:jogmec jlac:investedIn <https://w3id.org/jlac/id/place/br> } }"""
    )
    path = tmp_path / "changed.nq"
    store.dump(str(path))
    return path


def test_changes_are_told_by_thing_and_name(embedded, changed):
    assert as_text(compare(embedded, OxigraphStore.from_path(changed))) == (
        "1 added, 1 removed, 1 changed\n"
        "+ firm agent/jogmec: JOGMEC\n"
        "    rdfs:label: JOGMEC@en\n"
        "- investment fact/f3\n"
        '    rdfs:comment: a "quoted",\tline\\nand <more> & | bar@en\n'
        "    jlac:amount: 300\n"
        "    jlac:host: Mexico (place/mx)\n"
        "    jlac:investor: Toyota (agent/toyota)\n"
        "    jlac:year: 2009\n"
        "~ investment fact/f2\n"
        "    jlac:amount: 20 -> 25\n"
    )


def test_the_same_as_json(embedded, changed):
    found = json.loads(as_json(compare(embedded, OxigraphStore.from_path(changed))))
    assert [(c["change"], c["thing"].rpartition("/")[2], c["classes"]) for c in found] == [
        ("added", "jogmec", ["firm"]), ("removed", "f3", ["investment"]),
        ("changed", "f2", ["investment"]),
    ]  # fmt: skip
    assert found[2]["properties"] == {"jlac:amount": {"was": ["20"], "now": ["25"]}}


def test_the_patch_turns_the_old_into_the_new(embedded, changed):
    new = OxigraphStore.from_path(changed)
    lines = as_patch(compare(embedded, new)).splitlines()
    assert (lines[0], lines[-1]) == ("TX .", "TC .")
    quads = {f"{q} ." for q in embedded.quads()}
    for line in lines[1:-1]:
        mark, quad = line.split(" ", 1)
        if mark == "D":
            quads.remove(quad)
        else:
            assert mark == "A"
            quads.add(quad)
    assert quads == {f"{q} ." for q in new.quads()}


def test_nothing_changed_is_nothing_told(embedded):
    assert as_text(compare(embedded, embedded)) == "0 added, 0 removed, 0 changed\n"


PARTIES = """@prefix : <http://e/> . :deal :party {a}, {b} .
{a} :role "lender" ; :who :jbic ; :signed [ :on "2012" ] . {b} :role "borrower" ; :who {who} .
{c} :alike {d} . {d} :alike {c} ."""


def parties(who=":ppc", **names):
    names = {name: f"_:{name}" for name in "abcd"} | names
    return OxigraphStore.from_text(PARTIES.format(who=who, **names), "ttl")


def test_graphs_that_differ_in_the_labels_of_blank_nodes_are_the_same():
    found = compare(parties(), parties(a="_:d", b="_:x", c="_:b", d="_:a"))
    assert as_text(found) == "0 added, 0 removed, 0 changed\n"
    assert as_patch(found) == "TX .\nTC .\n"


def test_a_change_of_one_blank_node_leaves_the_others_alone():
    told = as_text(compare(parties(), parties(who=":other", a="_:b", b="_:a")))
    assert told.startswith("1 added, 1 removed, 1 changed\n")
    assert ":jbic" not in told
    assert "http://e/other" in told
    same = compare(parties(), parties(who=":ppc"))
    assert not same.changes
