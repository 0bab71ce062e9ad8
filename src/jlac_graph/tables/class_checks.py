"""Rows of facts whose class exists, but is not a class of facts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..core.namespaces import ONT
from ..csvw.vocabulary import RDF
from .legal import class_vocabulary
from .quads import LINE, Loaded, quote
from .rule_texts import fault
from .support import expand_prefix

if TYPE_CHECKING:
    import pyoxigraph as ox

    from .findings import Finding

_FACT = ONT + "Fact"

__all__ = ["wrong_classes"]


def wrong_classes(loaded: Loaded, ontology: ox.Store) -> Iterator[Finding]:
    """Find the cells with a class of entities in tables of facts; no shape of facts would look at such a row.

    Parameters
    ----------
    loaded : the tables.
    ontology : the classes, and the properties that say which of them a table has.
    """
    known = class_vocabulary(ontology)
    for table in loaded.group.tables:
        for column in table.stored:
            url = expand_prefix(column.rules.property_url or "")
            template = expand_prefix(column.rules.value_url or "")
            if url != RDF + "type" or template != f"{ONT}{{{column.name}}}":
                continue
            classes = known.classes_of(table)
            legal = {iri.removeprefix(ONT) for iri in classes}
            if not legal or not all(_FACT in known.wider[iri] for iri in classes):
                continue
            rows = loaded.db.execute(
                f"SELECT {LINE}, {quote(column.name)} FROM {quote(table.url)} "
                f"WHERE {quote(column.name)} IS NOT NULL ORDER BY 1"
            ).fetchall()
            for line, value in rows:
                if _FACT not in known.wider.get(ONT + value, (_FACT,)):
                    words = {"class_": value, "table": table.name, "classes": ", ".join(sorted(legal))}
                    yield fault("csvw:class", table.url, line, column.name, value, **words)
