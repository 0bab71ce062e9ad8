"""The codes of currencies that the shapes allow."""

from __future__ import annotations

from functools import cache

from ..core.paths import ontology_dir

__all__ = ["currencies"]

_CODES = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX jlac: <https://w3id.org/jlac/ont#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT ?code { ?shape sh:path jlac:currency ; sh:in/rdf:rest*/rdf:first ?code }"""


@cache
def currencies() -> frozenset[str]:
    """Read the codes of ISO 4217, former ones among them, from the shapes.

    Examples
    --------
    >>> {"USD", "JPY", "MXP"} <= currencies(), "US$" in currencies()
    (True, False)
    """
    import pyoxigraph as ox

    store = ox.Store()
    store.load(path=ontology_dir() / "shapes.ttl", format=ox.RdfFormat.TURTLE)
    rows = store.query(_CODES)
    return frozenset(row["code"].value for row in rows)  # type: ignore[union-attr]
