"""Run the W3C CSVW test suite through the command line and list what fails, by name.

``CSVW_SUITE=path/to/tests python -m tests.csvw.suite [rdf] [validation] [testNNN ...]``, where the
folder is ``tests`` of the repository w3c/csvw. The suite is not part of this project.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from tests.csvw.command import canonical, run

BASE = "http://www.w3.org/2013/csvw/tests/"
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
VOCAB = BASE + "vocab#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


@dataclass(frozen=True)
class Case:
    name: str
    title: str
    kind: str
    action: str
    result: str
    metadata: str
    link: str
    minimal: bool


def cases(folder: Path, manifest: str) -> Iterator[Case]:
    """Yield the tests of a manifest in the order of their names."""
    path = folder / f"manifest-{manifest}.ttl"
    store = ox.Store()
    store.load(path.read_bytes(), format=ox.RdfFormat.TURTLE, base_iri=BASE + path.stem)

    def get(node: object, name: str) -> str:
        found = [q.object.value for q in store.quads_for_pattern(node, ox.NamedNode(name), None)]
        return found[0] if found else ""

    for quad in sorted(store.quads_for_pattern(None, ox.NamedNode(MF + "action"), None), key=str):
        node = quad.subject
        option = next(store.quads_for_pattern(node, ox.NamedNode(VOCAB + "option"), None)).object
        yield Case(
            name=node.value.partition("#")[2],
            title=get(node, MF + "name"),
            kind=get(node, RDF + "type").partition("#")[2],
            action=quad.object.value.removeprefix(BASE),
            result=get(node, MF + "result").removeprefix(BASE),
            metadata=get(option, VOCAB + "metadata").removeprefix(BASE),
            link=get(node, VOCAB + "httpLink").partition(">")[0].removeprefix("<"),
            minimal=get(option, VOCAB + "minimal") == "true",
        )


def fault(folder: Path, case: Case) -> str:
    """Run a case; empty when it passes, else what is wrong."""
    arguments = ["csvw", str(folder / case.action), "--base", BASE + case.action]
    if case.metadata:
        arguments += ["--metadata", str(folder / case.metadata)]
    if case.link:
        arguments += ["--linked", str((folder / case.action).with_name(case.link))]
    arguments += ["--minimal"] * case.minimal + ["--validate"] * case.kind.endswith("ValidationTest")
    try:
        got = run(*arguments)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        return f"crashed with {error!r}"
    if case.kind.startswith("Negative"):
        return "" if got.code == 1 and got.err else f"exit {got.code}: {got.err.strip()}"
    if got.code:
        return f"exit {got.code}: {got.err.strip()}"
    if case.result and (wrong := difference(folder / case.result, BASE + case.result, got.out)):
        return wrong
    if "Warning" in case.kind and not got.err:
        return "warns of nothing"
    silent = case.kind == "PositiveValidationTest"
    return f"warns: {got.err.strip()}" if silent and "warning:" in got.err else ""


def difference(expected: Path, address: str, got: bytes) -> str:
    """Compare triples but for the names of blank nodes; say what one side alone has."""
    there = canonical(ox.parse(expected.read_bytes(), format=ox.RdfFormat.TURTLE, base_iri=address))
    here = canonical(ox.parse(got, format=ox.RdfFormat.N_TRIPLES))
    if there == here:
        return ""
    here_plain, there_plain = ({re.sub(r"_:c14n\d+", "_:x", t) for t in side} for side in (here, there))
    lacks, extra = sorted(there_plain - here_plain)[:3], sorted(here_plain - there_plain)[:3]
    return f"{len(here)} triples, expected {len(there)}; lacks {lacks}; has {extra}"


def report(folder: Path, manifest: str, only: set[str]) -> None:
    """Run a manifest and print each failure and the sum."""
    results = [
        (case, fault(folder, case)) for case in cases(folder, manifest) if not only or case.name in only
    ]
    for case, wrong in results:
        if wrong:
            sys.stdout.write(f"{manifest} {case.name} {case.kind} {case.title}: {wrong}\n")
    sys.stdout.write(f"{manifest}: {sum(not wrong for _, wrong in results)} of {len(results)} passed\n")


if __name__ == "__main__":
    root, names = Path(os.environ["CSVW_SUITE"]), set(sys.argv[1:])
    manifests = [name for name in ("rdf", "validation") if name in names] or ["rdf", "validation"]
    for chosen in manifests:
        report(root, chosen, names - {"rdf", "validation"})
