"""Any CSV on the Web as RDF: the W3C recommendations "Metadata Vocabulary for Tabular Data",
"Model for Tabular Data" and "Generating RDF from Tabular Data on the Web", without a network.

The project's own tables take a faster way, compiled to SQL (`jlac_graph.tables.quads`); a test holds
that both ways give the same triples.
"""

from __future__ import annotations

from .locate import Source, open_source
from .rdf import triples, validate

__all__ = ["Source", "open_source", "triples", "validate"]
