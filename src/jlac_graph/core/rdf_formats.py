"""The formats of RDF: the one table of their names, file suffixes and media types.

Examples
--------
>>> RDF_FORMATS["xml"].suffix, RDF_FORMATS["ttl"].media[0]
('rdf', 'text/turtle')
>>> [form.name for form in by_suffix("OWL")]
['xml']
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyoxigraph import RdfFormat as EngineFormat

__all__ = ["RDF_FORMATS", "RDF_SUFFIXES", "RdfFormat", "by_suffix"]


@dataclass(frozen=True, slots=True)
class RdfFormat:
    """A format of RDF.

    Parameters
    ----------
    name : as in ``jlac export NAME`` and ``jlac query -f NAME``.
    suffixes : of files, without the dot, the usual one first.
    media : media types that mean it, its own first.
    title : for people.
    engine : its name in pyoxigraph.
    has_graphs : whether it keeps named graphs.
    """

    name: str
    suffixes: tuple[str, ...]
    media: tuple[str, ...]
    title: str
    engine: str
    has_graphs: bool = False

    @property
    def suffix(self) -> str:
        """The usual suffix of its files."""
        return self.suffixes[0]

    def for_engine(self) -> EngineFormat:
        """Return the format as pyoxigraph names it."""
        import pyoxigraph

        form: EngineFormat = getattr(pyoxigraph.RdfFormat, self.engine)
        return form


RDF_FORMATS = {
    form.name: form
    for form in (
        RdfFormat("ttl", ("ttl",), ("text/turtle",), "Turtle, with prefixes", "TURTLE"),
        RdfFormat("nt", ("nt",), ("application/n-triples", "text/plain"), "N-Triples", "N_TRIPLES"),
        RdfFormat("nq", ("nq",), ("application/n-quads",), "N-Quads, with the named graphs", "N_QUADS", True),
        RdfFormat("trig", ("trig",), ("application/trig",), "TriG, with the named graphs", "TRIG", True),
        RdfFormat("jsonld", ("jsonld",), ("application/ld+json", "application/json"), "JSON-LD", "JSON_LD"),
        RdfFormat("xml", ("rdf", "owl"), ("application/rdf+xml", "application/xml"), "RDF/XML", "RDF_XML"),
    )
}
RDF_SUFFIXES = tuple(sorted(suffix for form in RDF_FORMATS.values() for suffix in form.suffixes))


def by_suffix(suffix: str) -> tuple[RdfFormat, ...]:
    """Find the format of files of a suffix, with or without its dot, in any case; empty for others."""
    wanted = suffix.lower().removeprefix(".")
    return tuple(form for form in RDF_FORMATS.values() if wanted in form.suffixes)
