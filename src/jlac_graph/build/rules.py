"""Derive what the asserted facts imply: evidence, super-classes, shortcuts, inverses.

The rules are the CONSTRUCT queries of ``ontology/rules``. They run in the order of their names,
repeatedly until they derive nothing new, so that a rule can use the result of a later one.

A rule says with ``GRAPH ?name`` which of its patterns are statements, and leaves out the graph of terms. What
it derives stands in the graph that is derived from the graphs of those statements, so that a triple goes
when its source is left out, and stays when another source states the same. What a rule without ``GRAPH``
derives, such as a choice among all accounts of an event, rests on the whole graph: for a part of the
sources it is derived again.

A rule is applied again when something new was derived that it may read. Of one with a variable in the place
of a predicate, a line ``# Reads SELECT ?p { ... }`` selects the predicates that this variable stands for;
without it, the rule may read anything. A line ``# Complete`` says that by this rule nothing more follows from
what it derived itself.

The engine writes what a rule finds to a file, whose lines become quads, and reads these: no triple becomes an
object of Python.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.errors import DataError
from ..core.graph_names import DERIVED, bases, derived, is_derived
from ..core.namespaces import PREFIXES

if TYPE_CHECKING:
    import pyoxigraph as ox

__all__ = ["apply", "derive", "of_the_whole", "read_rules", "smallest"]

_TEMPLATE = re.compile(r"CONSTRUCT\s*\{\s*(\S+)\s+(\S+)\s+(\S+?)\s*\.?\s*\}\s*(?:WHERE)?")
_GRAPH = re.compile(r"\bGRAPH\s*\?(\w+)", re.I)
_ANY_PREDICATE = re.compile(r"(?:[?:][\w-]*|[]>;\"')*+])\s+\?\w+\s+[^.;,})|&=!>*/+\s]")
"""A variable between what may be a subject and an object, or after a semicolon."""
_NAMED = re.compile(r"<[^<>\s]+>|[\w-]*:[\w.:%-]*\w|\ba\b")
_PREFIX = re.compile(r"PREFIX\s+([\w-]*):\s*<([^<>\s]*)>", re.IGNORECASE)
_READS = re.compile(r"^# Reads (SELECT .+)$", re.MULTILINE)
_COMPLETE = re.compile(r"^# Complete\b", re.MULTILINE)
_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_ALL = derived(None)


def read_rules(*folders: Path) -> list[str]:
    """Read the rules of some folders, in the order of their file names.

    Raises
    ------
    DataError : when there is no rule.
    """
    paths = sorted((path for folder in folders for path in folder.glob("*.rq")), key=lambda p: p.name)
    if not paths:
        raise DataError(f"{folders[0]} contains no rules (*.rq)")
    return [path.read_text(encoding="utf-8") for path in paths]


def derive(store: ox.Store, rules: Iterable[str]) -> int:
    """Add every triple that the rules derive from the union of all graphs.

    Parameters
    ----------
    store : the store, changed in place; its triples are in named graphs.
    rules : CONSTRUCT queries; those with ``GRAPH`` construct one triple.

    Returns
    -------
    The number of quads added. A triple is not added again beside one that rests on the same graphs, or on
    some of them.

    Examples
    --------
    >>> import pyoxigraph as ox
    >>> store, mine = ox.Store(), ox.NamedNode("https://w3id.org/jlac/graph/mine/press-1")
    >>> turtle = b"<urn:a> <urn:in> <urn:b> . <urn:b> <urn:in> <urn:c> ."
    >>> store.load(turtle, ox.RdfFormat.TURTLE, to_graph=mine)
    >>> rule = "CONSTRUCT { ?x <urn:in> ?z } WHERE { GRAPH ?g { ?x <urn:in> ?y . ?y <urn:in> ?z } }"
    >>> derive(store, [rule])
    1
    >>> [str(graph.value) for graph in store.named_graphs() if graph != mine]
    ['https://w3id.org/jlac/graph/derived/mine/press-1']
    """
    before = len(store)
    apply(store, rules)
    _keep_the_smallest(store)
    return len(store) - before


def apply(store: ox.Store, rules: Iterable[str]) -> None:
    """Add what the rules derive as `derive` does, each triple in all graphs that it follows from."""
    with tempfile.TemporaryDirectory() as folder:
        read = [_Applied(_Rule.read(rule), Path(folder)) for rule in rules]
        while due := [rule for rule in read if rule.due]:
            for rule in due:
                made = rule.run(store)
                for other in read:
                    other.due |= other.reads(made) and not (other is rule and rule.rule.complete)


def of_the_whole(rules: Iterable[str]) -> list[str]:
    """Return the rules that rest on the whole graph."""
    return [rule for rule in rules if not _GRAPH.search(rule)]


@dataclass(frozen=True, slots=True)
class _Rule:
    """A rule; with graphs, as a SELECT of the triple and of the graphs that it follows from."""

    query: str
    graphs: tuple[str, ...]
    named: frozenset[bytes] | None
    """The IRIs that it matches; None if it has a variable in the place of a predicate, which may be any."""
    variable: str = ""
    """The query of the predicates that a variable stands for."""
    complete: bool = False
    """By this rule nothing more follows from what it derived itself."""

    @classmethod
    def read(cls, text: str) -> _Rule:
        graphs = tuple(dict.fromkeys(_GRAPH.findall(text)))
        template, reads = _TEMPLATE.search(text), _READS.search(text)
        matched = text[template.end() :] if template else text
        is_open = "\\" in text or (not reads and _ANY_PREDICATE.search(text))
        named = None if is_open else frozenset(_named(matched, _prefixes(text)))
        variable, complete = _declared(text) + reads[1] if reads else "", bool(_COMPLETE.search(text))
        if not graphs:
            return cls(text, (), named, variable, complete)
        if template is None:
            raise DataError("a rule with GRAPH must construct one triple: CONSTRUCT { ?s ?p ?o } WHERE ...")
        terms = zip(template.groups(), ("subject", "predicate", "object"), strict=True)
        shown = [f"({_TYPE if term == 'a' else term} AS ?derived_{name})" for term, name in terms]
        select = f"SELECT DISTINCT {' '.join([*shown, *(f'?{name}' for name in graphs)])} WHERE"
        query = text[: template.start()] + select + text[template.end() :]
        return cls(query, graphs, named, variable, complete)

    def reads(self, store: ox.Store) -> frozenset[bytes] | None:
        """Return the predicates whose triples may let more follow; None for any."""
        if self.named is None or not self.variable:
            return self.named
        rows: Any = store.query(self.variable, use_default_graph_as_union=True)
        return self.named.union(str(row[0]).encode() for row in rows)

    def write(self, store: ox.Store, out: Path) -> None:
        """Write what follows: a line of subject, predicate, object and graphs, or of a triple."""
        import pyoxigraph as ox

        found = store.query(self.query, use_default_graph_as_union=True)
        if self.graphs and isinstance(found, ox.QuerySolutions):
            found.serialize(str(out), format=ox.QueryResultsFormat.TSV)
        elif not self.graphs and isinstance(found, ox.QueryTriples):
            found.serialize(str(out), format=ox.RdfFormat.N_TRIPLES)
        else:
            raise DataError("a rule must be a CONSTRUCT query")

    def quads(self, lines: Iterator[bytes]) -> Iterator[bytes]:
        """Yield the lines that `write` wrote as N-Quads."""
        if not self.graphs:
            yield from (b"%s <%s> .\n" % (line.removesuffix(b" .\n"), _ALL.encode()) for line in lines)
            return
        next(lines)  # the names of the variables
        for line in lines:
            subject, predicate, value, graphs = line.rstrip(b"\n").split(b"\t", 3)
            if subject[:1] not in b'"' and value:  # what is no triple is not constructed
                yield b"%s %s %s %s .\n" % (subject, predicate, _full(value), _graph(graphs))


def _named(text: str, prefixes: Mapping[str, str]) -> Iterator[bytes]:
    """Yield the IRIs that a part of a rule names, as in N-Triples.

    >>> sorted(_named("{ ?x a e:B ; e:p/<urn:q> ?y }", {"e": "urn:e:"}))[1:]
    [b'<urn:e:B>', b'<urn:e:p>', b'<urn:q>']
    """
    for name in _NAMED.findall(text):
        prefix, _, local = name.partition(":")
        yield (
            name if name[0] == "<" else _TYPE if name == "a" else f"<{prefixes.get(prefix)}{local}>"
        ).encode()


def _prefixes(text: str) -> dict[str, str]:
    return dict(_PREFIX.findall(text))


def _declared(text: str) -> str:
    """Return the declarations of the prefixes of a rule."""
    return "".join(f"PREFIX {prefix}: <{iri}> " for prefix, iri in _prefixes(text).items())


@dataclass(slots=True)
class _Applied:
    """A rule, and the checksum of what it found last."""

    rule: _Rule
    folder: Path
    last: bytes = b""
    due: bool = True
    read: frozenset[bytes] | None = None

    def reads(self, predicates: set[bytes]) -> bool:
        """Return whether triples with some predicates may let more follow than when it was run last."""
        return bool(predicates) and (self.read is None or not self.read.isdisjoint(predicates))

    def run(self, store: ox.Store) -> set[bytes]:
        """Add what follows to the store; return its predicates, none if nothing is new."""
        found, quads = self.folder / "found", self.folder / "quads"
        self.due, self.read = False, self.rule.reads(store)
        self.rule.write(store, found)
        with found.open("rb") as lines:
            checksum = hashlib.file_digest(lines, "sha256").digest()
            if checksum == self.last:
                return set()
            self.last = checksum
            lines.seek(0)
            with quads.open("wb") as out:
                out.writelines(self.rule.quads(lines))
        if not _adds(store, quads):
            return set()
        _load(store, quads)
        with quads.open("rb") as lines:
            return {line.split(b" ", 2)[1] for line in lines}


def _adds(store: ox.Store, quads: Path) -> bool:
    """Return whether a file of quads has one that a store lacks; it is read up to the first of them."""
    import pyoxigraph as ox

    return any(
        quad not in store for quad in ox.parse(path=str(quads), format=ox.RdfFormat.N_QUADS, lenient=True)
    )


def _load(store: ox.Store, quads: Path) -> None:
    """Add a file of quads that the engine wrote to its store."""
    import pyoxigraph as ox

    with quads.open("rb") as lines:
        blank = any(b"_:" in line for line in lines)
    if blank:  # a bulk load would give blank nodes new names
        store.bulk_extend(ox.parse(path=str(quads), format=ox.RdfFormat.N_QUADS, lenient=True))
    else:
        store.bulk_load(path=str(quads), format=ox.RdfFormat.N_QUADS, lenient=True)


def _full(value: bytes) -> bytes:
    """Return a term as in N-Quads; the engine writes numbers and truth values as in Turtle.

    >>> _full(b"<e:a>"), _full(b"1.50"), _full(b"true")[:6]
    (b'<e:a>', b'"1.50"^^<http://www.w3.org/2001/XMLSchema#decimal>', b'"true"')
    """
    if value[:1] in b'<"_':
        return value
    kind = "boolean" if value[:1] in b"tf" else "double" if b"e" in value.lower() else "decimal"
    kind = "integer" if value.lstrip(b"+-").isdigit() else kind
    return b'"%s"^^<%s>' % (value, (PREFIXES["xsd"] + kind).encode())


@cache
def _graph(graphs: bytes) -> bytes:
    """Return the graph of what follows from statements of some graphs, as in N-Quads."""
    names = (graph.decode().strip("<>") for graph in graphs.split(b"\t"))
    return f"<{derived(frozenset().union(*map(bases, names)))}>".encode()


_TWICE = f"""SELECT DISTINCT ?s ?p ?o {{
  GRAPH ?graph {{ ?s ?p ?o }} FILTER(?graph = <{DERIVED}> || STRSTARTS(STR(?graph), "{DERIVED}/"))
  GRAPH ?other {{ ?s ?p ?o }} FILTER(?graph != ?other)
}}"""
"""Derived triples that stand in another graph too."""
_rests = cache(bases)


def _keep_the_smallest(store: ox.Store) -> None:
    """Remove a derived triple where it also stands in a graph that rests on the same graphs or on fewer."""
    import pyoxigraph as ox

    found: Any = store.query(_TWICE)
    for subject, predicate, value in list(found):
        quads: Any = store.quads_for_pattern(subject, predicate, value, None)
        graphs = {quad.graph_name.value for quad in quads}
        for graph in graphs - set(smallest(graphs)):
            store.remove(ox.Quad(subject, predicate, value, ox.NamedNode(graph)))


def smallest(graphs: Collection[str]) -> Iterator[str]:
    """Yield of the graphs of a triple those that no other one makes needless.

    A derived one is needless beside a graph that rests on the same graphs or on some of them.

    >>> name = "https://w3id.org/jlac/graph/"
    >>> list(smallest([f"{name}derived/a/1", f"{name}derived/a/1+b/2", f"{name}b/2", f"{name}derived/b/2"]))
    ['https://w3id.org/jlac/graph/derived/a/1', 'https://w3id.org/jlac/graph/b/2']
    """
    for graph in graphs:
        others = (other for other in graphs if other != graph)
        if not is_derived(graph) or not any(graph == _ALL or _rests(o) <= _rests(graph) for o in others):
            yield graph
