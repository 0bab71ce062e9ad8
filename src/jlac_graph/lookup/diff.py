"""Changes between two graphs, by entity and property.

Triples are grouped by the entity that they describe: it is added, removed, or some of its properties are
changed. Derived triples are excluded if the graph keeps them in a graph of their own.

Examples
--------
>>> from jlac_graph.sparql.store import OxigraphStore
>>> old = OxigraphStore.from_text("<urn:f> <urn:amount> 3 .", "ttl")
>>> new = OxigraphStore.from_text("<urn:f> <urn:amount> 4 . <urn:g> <urn:amount> 1 .", "ttl")
>>> print(as_text(compare(old, new)), end="")
1 added, 0 removed, 1 changed
+ urn:g
    urn:amount: 1
~ urn:f
    urn:amount: 3 -> 4
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..core.graph_names import is_derived
from ..core.namespaces import PREFIXES, shorten
from ..core.terms import text_of
from ..sparql.whole_graph import read_quads
from .blank_nodes import with_stable_names
from .labels import fetch_labels

if TYPE_CHECKING:
    from pyoxigraph import Quad, Triple

    from ..sparql.store import Store
    from ..sparql.syntax import Term

__all__ = ["Change", "Difference", "as_json", "as_patch", "as_text", "compare"]

_TYPE = PREFIXES["rdf"] + "type"


@dataclass(frozen=True, slots=True)
class Change:
    """The change of one entity.

    Parameters
    ----------
    kind : ``added``, ``removed`` or ``changed``.
    thing : its IRI.
    label : its name; empty when it has none.
    classes : the names of its classes, such as ``investment``.
    properties : property name to the values before and after, as people write them.
    """

    kind: str
    thing: str
    label: str
    classes: tuple[str, ...]
    properties: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Difference:
    """All changes, by kind and entity, and the quads removed and added."""

    changes: tuple[Change, ...]
    removed: tuple[Quad, ...]
    added: tuple[Quad, ...]


def compare(old: Store, new: Store, *, lang: str = "en") -> Difference:
    """Compare two graphs; blank nodes are the same when what is said about them is.

    Parameters
    ----------
    old, new : the graphs.
    lang : language of the names.
    """
    before, after = with_stable_names(read_quads(old)), with_stable_names(read_quads(new))
    lost, found = before - after, after - before
    gone, come = _asserted(before) - _asserted(after), _asserted(after) - _asserted(before)
    kept = {t.subject for t in _asserted(before) & _asserted(after)}
    names = _names(gone | come | _types(before | after, gone | come), old, new, lang)
    subjects = sorted({t.subject for t in gone | come}, key=str)
    types = _by_subject(_types(before | after, gone | come))
    was, now = _by_subject(gone), _by_subject(come)
    changes = (
        _change(s, was.get(s, []), now.get(s, []), types.get(s, []), names, whole=s not in kept)
        for s in subjects
    )
    order = {"added": 0, "removed": 1, "changed": 2}
    ranked = sorted(changes, key=lambda c: (order[c.kind], c.thing))
    return Difference(tuple(ranked), _in_order(lost), _in_order(found))


def _in_order(quads: Iterable[Quad]) -> tuple[Quad, ...]:
    return tuple(sorted(quads, key=str))


def _asserted(quads: frozenset[Quad]) -> set[Triple]:
    return {q.triple for q in quads if not is_derived(text_of(q.graph_name))}


def _types(quads: frozenset[Quad], changed: set[Triple]) -> set[Triple]:
    subjects = {t.subject for t in changed}
    asserted = _asserted(quads)
    return {t for t in asserted if t.predicate.value == _TYPE and t.subject in subjects}


def _by_subject(triples: Iterable[Triple]) -> dict[Any, list[Triple]]:
    grouped: dict[Any, list[Triple]] = {}
    for triple in sorted(triples, key=str):
        grouped.setdefault(triple.subject, []).append(triple)
    return grouped


def _names(triples: set[Triple], old: Store, new: Store, lang: str) -> dict[Term, str]:
    from pyoxigraph import NamedNode

    terms = {t for x in triples for t in (x.subject, x.predicate, x.object)}
    wanted = sorted((t for t in terms if isinstance(t, NamedNode)), key=str)
    labels = {**fetch_labels(old, wanted, lang), **fetch_labels(new, wanted, lang)}
    return {term: str(getattr(label, "value", label)) for term, label in labels.items()}


def _change(
    thing: Any,
    was: list[Triple],
    now: list[Triple],
    types: list[Triple],
    names: Mapping[Term, str],
    *,
    whole: bool,
) -> Change:
    kind = "changed"
    if whole and not (was and now):
        kind = "added" if now else "removed"
    predicates = sorted({t.predicate for t in was + now}, key=lambda p: p.value)
    properties = {
        names.get(p, shorten(p.value)): (_values(was, p, names), _values(now, p, names))
        for p in predicates
        if p.value != _TYPE or kind == "changed"
    }
    classes = tuple(names.get(t.object, _shown(t.object, {})) for t in types)
    return Change(kind, str(thing.value), names.get(thing, ""), classes, properties)


def _values(triples: list[Triple], predicate: Any, names: Mapping[Term, str]) -> tuple[str, ...]:
    return tuple(_shown(t.object, names) for t in triples if t.predicate == predicate)


def _shown(term: Any, names: Mapping[Term, str]) -> str:
    """Write a value for people: an entity with its name, a text with its language."""
    if type(term).__name__ != "NamedNode":
        language = getattr(term, "language", None)
        text = str(getattr(term, "value", term)).replace("\n", "\\n")
        return f"{text}@{language}" if language else text
    short = shorten(term.value)
    return f"{names[term]} ({short})" if term in names else short


def as_text(difference: Difference) -> str:
    """Return the changes as lines: ``+`` added, ``-`` removed, ``~`` changed."""
    counts = [
        f"{sum(c.kind == kind for c in difference.changes)} {kind}"
        for kind in ("added", "removed", "changed")
    ]
    lines = [", ".join(counts)]
    for change in difference.changes:
        lines += _lines(change)
    return "".join(f"{line}\n" for line in lines)


def _lines(change: Change) -> list[str]:
    mark = {"added": "+", "removed": "-", "changed": "~"}[change.kind]
    classes = "/".join(change.classes)
    label = f": {change.label}" if change.label else ""
    lines = [" ".join(filter(None, [mark, classes, shorten(change.thing)])) + label]
    for name, (was, now) in change.properties.items():
        if change.kind == "changed":
            told = f"{', '.join(was) or 'nothing'} -> {', '.join(now) or 'nothing'}"
        else:
            told = ", ".join(was or now)
        lines.append(f"    {name}: {told}")
    return lines


def as_json(difference: Difference) -> str:
    """Return the changes as a JSON list."""
    records = [
        {
            "change": c.kind, "thing": c.thing, "label": c.label, "classes": list(c.classes),
            "properties": {n: {"was": w, "now": x} for n, (w, x) in c.properties.items()},
        }
        for c in difference.changes
    ]  # fmt: skip
    return json.dumps(records, ensure_ascii=False, indent=1) + "\n"


def as_patch(difference: Difference) -> str:
    """Write the RDF Patch that turns the old quads into the new: deletions, then additions."""
    rows = [("D", q) for q in difference.removed] + [("A", q) for q in difference.added]
    return "".join(["TX .\n", *(f"{mark} {quad} .\n" for mark, quad in rows), "TC .\n"])
