"""Describe the graph for catalogues: VoID and DCAT."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..core.namespaces import BASE, PREFIXES, expand, shorten
from ..core.version import VERSION

if TYPE_CHECKING:
    import pyoxigraph as ox

__all__ = ["void_description"]

DATASET = BASE + "dataset"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
TITLE = "jlac-graph: cooperation and investment between Japan and Latin America and the Caribbean"

_PARTITIONS = """
SELECT ?kind ?term (COUNT(*) AS ?n) WHERE {
  { SELECT DISTINCT ?thing ?term ("class" AS ?kind) WHERE { ?thing a ?term } }
  UNION
  { SELECT DISTINCT ?thing ?term ?value ("property" AS ?kind) WHERE { ?thing ?term ?value } }
} GROUP BY ?kind ?term ORDER BY ?kind ?term
"""


def void_description(store: ox.Store) -> bytes:
    """Return the VoID and DCAT description of a store in Turtle.

    It contains the licence, the number of triples, how often each class and property is used, and the names
    under which the files of a build can be downloaded. The same store gives the same bytes.
    """
    import pyoxigraph as ox

    return ox.serialize(list(_triples(store)), format=ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b""


def _triples(store: ox.Store) -> Iterator[ox.Triple]:
    import pyoxigraph as ox

    def triple(subject: str, predicate: str, value: str | int | ox.Literal) -> ox.Triple:
        term = ox.NamedNode(value) if isinstance(value, str) else value
        literal = ox.Literal(term) if isinstance(term, int) else term
        return ox.Triple(ox.NamedNode(subject), ox.NamedNode(expand(predicate)), literal)

    for kind in ("void:Dataset", "dcat:Dataset"):
        yield triple(DATASET, "rdf:type", expand(kind))
    yield triple(DATASET, "dcterms:title", ox.Literal(TITLE, language="en"))
    yield triple(DATASET, "dcterms:license", LICENCE)
    yield triple(DATASET, "owl:versionInfo", ox.Literal(VERSION))
    yield triple(DATASET, "void:uriSpace", ox.Literal(BASE))
    yield triple(DATASET, "void:vocabulary", PREFIXES["jlac"])
    yield triple(DATASET, "void:triples", len({quad.triple for quad in store}))
    for name, media in (("graph.nq", "application/n-quads"), ("graph.ttl", "text/turtle")):
        file = f"{DATASET}/{name}"
        yield triple(DATASET, "dcat:distribution", file)
        yield triple(file, "rdf:type", expand("dcat:Distribution"))
        yield triple(file, "dcat:mediaType", f"https://www.iana.org/assignments/media-types/{media}")
    rows: Any = store.query(_PARTITIONS, use_default_graph_as_union=True)
    for row in rows:
        kind, term, count = row["kind"].value, row["term"].value, int(row["n"].value)
        part = f"{DATASET}/{kind}/{_slug(term)}"
        yield triple(DATASET, f"void:{kind}Partition", part)
        yield triple(part, f"void:{kind}", term)
        yield triple(part, "void:entities" if kind == "class" else "void:triples", count)


def _slug(term: str) -> str:
    """Name a term in a path, the vocabulary included: three vocabularies have an Agent."""
    return re.sub(r"[^A-Za-z0-9]+", "-", shorten(term)).strip("-")
