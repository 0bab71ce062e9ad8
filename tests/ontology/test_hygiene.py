"""The hygiene queries find nothing in the built graph, and each of them fires on its trigger."""

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

ROOT = Path(__file__).parents[2]
QUERIES = sorted((ROOT / "ontology" / "hygiene").glob("*.rq"))


def faults(store: ox.Store, query: Path) -> list[str]:
    rows = store.query(query.read_text(), use_default_graph_as_union=True)
    return sorted({str(row["fault"]) for row in rows})


@pytest.mark.parametrize("query", QUERIES, ids=lambda path: path.stem)
def test_trigger_fires(query: Path) -> None:
    trigger = ROOT / "tests" / "hygiene" / f"{query.stem}.ttl"
    store = ox.Store()
    store.load(trigger.read_bytes(), ox.RdfFormat.TURTLE)
    expected = trigger.read_text().splitlines()[0].removeprefix("# fires: ")
    found = faults(store, query)
    counts = {"*": 1, "2": 2}
    assert len(found) == counts[expected] if expected in counts else found == [f"<{expected}>"]


@pytest.mark.parametrize("query", QUERIES, ids=lambda path: path.stem)
def test_graph_is_clean(query: Path, store: ox.Store) -> None:
    assert faults(store, query) == []


def test_every_trigger_has_a_query() -> None:
    triggers = {path.stem for path in (ROOT / "tests" / "hygiene").glob("*.ttl")}
    assert triggers == {path.stem for path in QUERIES}


def test_every_term_is_used_by_a_query_a_rule_or_a_shape() -> None:
    """A class or property that nothing asks for or checks has no reason to stand in the ontology."""
    text = (ROOT / "ontology" / "jlac.ttl").read_text("utf-8")
    blocks = [
        block for block in text.split("\n\n") if not re.search(r"jlac:(plannedFor|agreedFor) jlac:", block)
    ]  # the rule names all
    declared = re.findall(r"^jlac:(\w+) a owl:", "\n\n".join(blocks), re.M)
    files = [
        *ROOT.glob("queries/**/*.rq"),
        *ROOT.glob("ontology/rules/*.rq"),
        ROOT / "ontology" / "shapes.ttl",
    ]
    used = set(re.findall(r"jlac:(\w+)", " ".join(path.read_text("utf-8") for path in files)))
    assert sorted(set(declared) - used) == []
