"""Describe the graph for catalogues and programs: VoID, DCAT, and the prefixes in use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..core.namespaces import BASE, PREFIXES, expand, shorten
from ..core.version import VERSION
from .partitions import Partitions

if TYPE_CHECKING:
    import pyoxigraph as ox

__all__ = [
    "AUTHORS",
    "DATASET",
    "LICENCE",
    "TITLE",
    "citation_of_graph",
    "description_triples",
    "void_description",
]

DATASET = BASE + "dataset"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
AUTHORS = "The jlac-graph developers"
TITLE = "jlac-graph: cooperation and investment between Japan and Latin America and the Caribbean"
_EXT = "http://ldf.fi/void-ext#"
"""The extension of VoID that SIB's void-generator writes for datatypes of values."""


def citation_of_graph(year: int | str, address: str = DATASET) -> str:
    """Return how to cite the graph, as releases, the service and the explorer word it.

    Parameters
    ----------
    year : in which this version was published.
    address : where the reader finds it.

    Examples
    --------
    >>> citation_of_graph(2026)[:67]
    'The jlac-graph developers (2026). jlac-graph: cooperation and inves'
    """
    return f"{AUTHORS} ({year}). {TITLE}. Version {VERSION}. {address}. CC BY 4.0."


def void_description(counts: Partitions) -> bytes:
    """Return the VoID and DCAT description of a graph in Turtle, from what is counted in it.

    It contains the licence, the number of triples, how often each class and property is used, which classes
    and datatypes each property leads to from each class, the prefixes, and the names under which the files
    of a build can be downloaded. The same graph gives the same bytes.
    """
    import pyoxigraph as ox

    triples = list(description_triples(counts))
    prefixes = PREFIXES | {"void-ext": _EXT}
    return ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=prefixes) or b""


def description_triples(counts: Partitions) -> Iterator[ox.Triple]:
    """Yield the triples of the description."""
    yield from _dataset(counts)
    yield from _prefixes()
    yield from _partitions(counts)


def _triple(subject: str, predicate: str, value: str | int | ox.Literal) -> ox.Triple:
    import pyoxigraph as ox

    term = ox.NamedNode(value) if isinstance(value, str) else value
    literal = ox.Literal(term) if isinstance(term, int) else term
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(expand(predicate)), literal)


def _dataset(counts: Partitions) -> Iterator[ox.Triple]:
    import pyoxigraph as ox

    for kind in ("void:Dataset", "dcat:Dataset"):
        yield _triple(DATASET, "rdf:type", expand(kind))
    yield _triple(DATASET, "dcterms:title", ox.Literal(TITLE, language="en"))
    yield _triple(DATASET, "dcterms:license", LICENCE)
    yield _triple(DATASET, "owl:versionInfo", ox.Literal(VERSION))
    yield _triple(DATASET, "void:uriSpace", ox.Literal(BASE))
    yield _triple(DATASET, "void:vocabulary", PREFIXES["jlac"])
    totals = {
        "triples": counts.triples,
        "distinctSubjects": counts.subjects,
        "distinctObjects": counts.objects,
        "classes": len(counts.entities),
        "properties": len(counts.properties),
    }
    for name, number in totals.items():
        yield _triple(DATASET, f"void:{name}", number)
    for name, media in (("graph.nq", "application/n-quads"), ("graph.ttl", "text/turtle")):
        file = f"{DATASET}/{name}"
        yield _triple(DATASET, "dcat:distribution", file)
        yield _triple(file, "rdf:type", expand("dcat:Distribution"))
        yield _triple(file, "dcat:mediaType", f"https://www.iana.org/assignments/media-types/{media}")


def _prefixes() -> Iterator[ox.Triple]:
    """Yield the prefixes as SHACL declares them, for `sh:prefixes` of the query examples."""
    import pyoxigraph as ox

    address = ox.NamedNode(PREFIXES["xsd"] + "anyURI")
    for prefix, namespace in PREFIXES.items():
        node = f"{DATASET}/prefix/{prefix}"
        yield _triple(DATASET, "sh:declare", node)
        yield _triple(node, "sh:prefix", ox.Literal(prefix))
        yield _triple(node, "sh:namespace", ox.Literal(namespace, datatype=address))


def _partitions(counts: Partitions) -> Iterator[ox.Triple]:
    for name, number in sorted(counts.properties.items()):
        yield from _part(DATASET, "property", "void:property", name, number, folder="property/")
    for name, number in sorted(counts.entities.items()):
        yield from _part(DATASET, "class", "void:class", name, number, folder="class/", unit="entities")
    for (kind, name), number in sorted(counts.nested.items()):
        yield from _part(_class(kind), "property", "void:property", name, number)
    for (kind, name, target), number in sorted(counts.targets.items()):
        yield from _part(f"{_class(kind)}/{_slug(name)}", "class", "void:class", target, number)
    for (kind, name, datatype), number in sorted(counts.datatypes.items()):
        parent = f"{_class(kind)}/{_slug(name)}"
        yield from _part(parent, "datatype", _EXT + "datatype", datatype, number)


def _part(
    parent: str, kind: str, predicate: str, term: str, number: int, *, folder: str = "", unit: str = "triples"
) -> Iterator[ox.Triple]:
    """Yield one partition of a dataset or of another partition."""
    node = f"{parent}/{folder}{_slug(term)}"
    yield _triple(parent, f"{predicate}Partition" if kind == "datatype" else f"void:{kind}Partition", node)
    yield _triple(node, predicate, term)
    yield _triple(node, f"void:{unit}", number)


def _class(kind: str) -> str:
    return f"{DATASET}/class/{_slug(kind)}"


def _slug(term: str) -> str:
    """Name a term in a path, the vocabulary included: three vocabularies have an Agent."""
    return re.sub(r"[^A-Za-z0-9]+", "-", shorten(term)).strip("-")
