"""Triples written as RDF, the same bytes each time."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from ..core.characters import for_xml_bytes
from ..core.namespaces import PREFIXES
from ..core.rdf_formats import RDF_FORMATS
from .answers import Triples

if TYPE_CHECKING:
    from ..core.rdf_formats import RdfFormat

__all__ = ["sorted_prefixes", "write_triples"]


def write_triples(triples: Triples, form: RdfFormat = RDF_FORMATS["ttl"]) -> bytes:
    """Write triples in a format; Turtle declares the known prefixes that it uses, in their order.

    Examples
    --------
    >>> from pyoxigraph import NamedNode, Triple
    >>> firm = NamedNode("https://w3id.org/jlac/ont#Firm")
    >>> kind = NamedNode("http://www.w3.org/2000/01/rdf-schema#Class")
    >>> print(write_triples(Triples.of([Triple(firm, firm, kind)])).decode())
    @prefix jlac: <https://w3id.org/jlac/ont#> .
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    jlac:Firm jlac:Firm rdfs:Class .
    <BLANKLINE>
    """
    from pyoxigraph import serialize

    if form.name != "ttl":
        document = serialize(triples.triples, format=form.for_engine()) or b""
        return for_xml_bytes(document) if form.name == "xml" else document
    text = "\n".join(map(str, triples))
    used = {name: iri for name, iri in PREFIXES.items() if f"<{iri}" in text}
    return sorted_prefixes(serialize(triples.triples, format=form.for_engine(), prefixes=used) or b"")


def sorted_prefixes(turtle: bytes) -> bytes:
    """Sort the prefix lines of Turtle or TriG, because the order of the serializer varies."""
    lines = turtle.splitlines(keepends=True)
    head = sum(1 for _ in takewhile(lambda line: line.startswith(b"@prefix"), lines))
    return b"".join(sorted(lines[:head]) + lines[head:])
