"""Run the csv2rdf tests of the W3C CSVW test suite and list what fails, by name.

``CSVW_SUITE=path/to/tests python -m tests.csvw_suite``, where the folder is ``tests`` of the
repository w3c/csvw. The suite is not part of this project.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import rdflib
from rdflib.compare import isomorphic

from jlac_graph.csvw import open_source, triples
from jlac_graph.errors import JlacError

BASE = "http://www.w3.org/2013/csvw/tests/"
MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
VOCAB = rdflib.Namespace(BASE + "vocab#")


@dataclass(frozen=True)
class Case:
    name: str
    title: str
    kind: str
    action: str
    result: str
    metadata: str
    minimal: bool


def cases(folder: Path) -> Iterator[Case]:
    graph = rdflib.Graph().parse(folder / "manifest-rdf.ttl", publicID=BASE)
    for node in sorted(graph.subjects(MF.action)):
        option = graph.value(node, VOCAB.option)
        yield Case(
            name=str(node).partition("#")[2],
            title=str(graph.value(node, MF.name)),
            kind=str(graph.value(node, rdflib.RDF.type)).partition("#")[2],
            action=str(graph.value(node, MF.action)).removeprefix(BASE),
            result=str(graph.value(node, MF.result) or "").removeprefix(BASE),
            metadata=str(graph.value(option, VOCAB.metadata) or "").removeprefix(BASE),
            minimal=graph.value(option, VOCAB.minimal) is not None,
        )


def fault(folder: Path, case: Case) -> str:
    """Run a case; empty when it passes, else what is wrong."""
    warnings: list[str] = []
    data = rdflib.Graph()
    try:
        source = open_source(
            folder / case.action,
            metadata=folder / case.metadata if case.metadata else None,
            base=BASE + case.action,
            warn=warnings.append,
        )
        for s, p, o in triples(source, minimal=case.minimal, warn=warnings.append):
            data.parse(data=f"{s} {p} {o} .", format="nt")
    except JlacError as error:
        return "" if case.kind == "NegativeRdfTest" else f"raises {error}"
    if case.kind == "NegativeRdfTest":
        return "" if warnings else "raises nothing"
    expected = rdflib.Graph().parse(folder / case.result, publicID=BASE + case.result)
    if not isomorphic(data, expected):
        return f"{len(data)} triples, expected {len(expected)}"
    if case.kind == "ToRdfTestWithWarnings" and not warnings:
        return "warns of nothing"
    return ""


if __name__ == "__main__":
    root = Path(os.environ["CSVW_SUITE"])
    only = set(sys.argv[1:])
    results = [(case, fault(root, case)) for case in cases(root) if not only or case.name in only]
    for case, wrong in results:
        if wrong:
            sys.stdout.write(f"{case.name} {case.kind} {case.title}: {wrong}\n")
    passed = sum(not wrong for _, wrong in results)
    sys.stdout.write(f"{passed} of {len(results)} passed\n")
