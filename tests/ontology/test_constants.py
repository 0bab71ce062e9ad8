"""Python constants that name classes, properties or codes of the ontology name ones that it declares."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from jlac_graph.build.statistic_sentences import DIMENSIONS
from jlac_graph.cli.build import KINDS
from jlac_graph.export.colours import FIXED
from jlac_graph.lookup.links import QUALIFIERS
from jlac_graph.lookup.profile import _NAMES, _PLUMBING
from jlac_graph.network.sequences import CHAIN

ONTOLOGY = Path(__file__).parents[2] / "ontology"
TERMS = set(re.findall(r"^jlac:(\w+) a ", (ONTOLOGY / "jlac.ttl").read_text("utf-8"), re.MULTILINE))
STANDARD = {
    "type", "wasDerivedFrom", "isPartOf", "notation", "prefLabel", "altLabel", "label", "refArea",
    "inScheme", "topConceptOf", "broaderTransitive", "alternateOf", "exactMatch", "closeMatch", "seeAlso",
    "definition", "isDefinedBy",
}  # fmt: skip
"""Local names of RDF, RDFS, SKOS, PROV, Dublin Core and SDMX."""


def codes(scheme: str) -> set[str]:
    return set(
        re.findall(r'skos:notation "([^"]+)"', (ONTOLOGY / "vocab" / f"{scheme}.ttl").read_text("utf-8"))
    )


@pytest.mark.parametrize(
    ("named", "known"),
    [
        (DIMENSIONS, TERMS | STANDARD),
        (KINDS, TERMS),
        (FIXED, TERMS),
        (_NAMES | _PLUMBING, TERMS | STANDARD),
        (QUALIFIERS, TERMS),
        (CHAIN, {"cooperation", "investment", "trade"}),
    ],
    ids=["dimensions", "kinds of the summary", "colours", "profile", "qualifiers", "chain"],
)
def test_every_name_exists(named: Iterable[str], known: set[str]) -> None:
    assert set(named) - known == set()


def test_surcharges_stand_on_relations_and_classes() -> None:
    text = (ONTOLOGY / "jlac.ttl").read_text("utf-8")
    blocks = [block for block in text.split("\n\n") if re.search(r"^    jlac:surcharge \d", block, re.M)]
    assert len(blocks) > 8
    assert all(re.search("owl:(ObjectProperty|Class)", block) for block in blocks)
