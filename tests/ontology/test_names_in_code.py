"""Every term of the ontology that Python, the front end, a query or a page names is declared there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NAME = re.compile(r"\bjlac:([A-Za-z]\w*)")
DECLARED = set(
    re.findall(r"^jlac:(\w+) a ", (ROOT / "ontology" / "jlac.ttl").read_text("utf-8"), re.MULTILINE)
)
PLACES = [
    "src/jlac_graph/**/*.py",
    "web/src/**/*.ts",
    "queries/**/*.rq",
    "ontology/**/*.rq",
    "ontology/*.ttl",
]


@pytest.mark.parametrize("place", PLACES)
def test_every_term_named_is_declared(place: str) -> None:
    named = {
        (name, str(path.relative_to(ROOT)))
        for path in ROOT.glob(place)
        for name in NAME.findall(path.read_text("utf-8"))
    }
    assert named, "nothing is read"
    assert sorted(pair for pair in named if pair[0] not in DECLARED) == []
