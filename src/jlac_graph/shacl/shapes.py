"""A shapes graph: read from Turtle, its shapes named, its parameters looked up.

Shapes and SPARQL constraints that are blank nodes get an IRI, so that the results of two engines can be
compared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from ..core.errors import DataError

__all__ = ["RDFS_CLASS", "SH", "ShapesGraph"]

SH = "http://www.w3.org/ns/shacl#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS_CLASS = "http://www.w3.org/2000/01/rdf-schema#Class"
OWL_IMPORTS = "http://www.w3.org/2002/07/owl#imports"
OWL_CLASS = "http://www.w3.org/2002/07/owl#Class"
NAMED = "urn:shape:"
TARGETS = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")
HOLD_SHAPES = ("property", "node", "not", "qualifiedValueShape", "sparql")
HOLD_LISTS = ("and", "or", "xone")


class ShapesGraph:
    """The triples of a shapes graph, by subject and predicate.

    Examples
    --------
    >>> graph = ShapesGraph.parse(b'''@prefix sh: <http://www.w3.org/ns/shacl#> .
    ... <urn:s> sh:targetNode <urn:n> ; sh:property [ sh:path <urn:p> ; sh:minCount 1 ] .''')
    >>> [name for _, name, _ in graph.targets()]
    ['targetNode']
    """

    def __init__(self, triples: Iterable[tuple[Any, Any, Any]]) -> None:
        self.triples = tuple(_named(list(triples)))
        self._index: dict[Any, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
        for subject, predicate, value in self.triples:
            self._index[subject][predicate.value].append(value)
        components = (node for node, values in self._index.items() if SH + "parameter" in values)
        self._components = sorted(components, key=str)

    @classmethod
    def parse(cls, content: bytes, *, base: str | None = None) -> ShapesGraph:
        """Read Turtle.

        Raises
        ------
        DataError : when it is not valid Turtle.
        """
        import pyoxigraph as ox

        try:
            quads = ox.parse(content, format=ox.RdfFormat.TURTLE, base_iri=base)
            return cls((q.subject, q.predicate, q.object) for q in quads)
        except SyntaxError as error:
            raise DataError(f"the shapes are not valid Turtle: {error}") from None

    def objects(self, node: Any, name: str) -> list[Any]:
        """Return the values of a parameter of SHACL, or of a property given as an IRI, in a fixed order."""
        found = self._index.get(node, {}).get(name if ":" in name else SH + name, [])
        return sorted(dict.fromkeys(found), key=str)

    def value(self, node: Any, name: str) -> Any:
        """Return one value of a parameter; None when it has none."""
        return next(iter(self.objects(node, name)), None)

    def parameters(self, node: Any) -> set[str]:
        """Return the names of the SHACL properties of a node."""
        return {p.removeprefix(SH) for p in self._index.get(node, {}) if p.startswith(SH)}

    def is_list(self, node: Any) -> bool:
        """Return whether a node is an RDF list, the empty one included."""
        return str(node) == f"<{RDF}nil>" or bool(self.objects(node, RDF + "first"))

    def items(self, node: Any) -> list[Any]:
        """Return the members of an RDF list.

        Raises
        ------
        DataError : when the node is not a list, or the list branches, has no end or is cyclic.
        """
        found, met, start = [], set(), node
        while str(node) != f"<{RDF}nil>":
            first, rest = self.objects(node, RDF + "first"), self.objects(node, RDF + "rest")
            if node in met or len(first) != 1 or len(rest) != 1:
                raise DataError(f"{self._use(start)} is not a well-formed list")
            met.add(node)
            found.append(first[0])
            node = rest[0]
        return found

    def _use(self, node: Any) -> str:
        """Return the name of a node: the parameter whose value it is."""
        uses = (f"{p.value.replace(SH, 'sh:')} of {s}" for s, p, o in self.triples if o == node and s != node)
        return next(uses, str(node))

    def is_iri(self, node: Any) -> bool:
        """Return whether a term is an IRI."""
        import pyoxigraph as ox

        return isinstance(node, ox.NamedNode)

    def is_true(self, node: Any, name: str) -> bool:
        """Return whether a boolean parameter is set."""
        value = self.value(node, name)
        return value is not None and value.value in ("true", "1")

    def targets(self) -> Iterator[tuple[Any, str, Any]]:
        """Yield shape, kind of target and its value; a shape that is a class targets its members."""
        for node in sorted(self._index, key=str):
            for name in TARGETS:
                for value in self.objects(node, name):
                    yield node, name, value
            kinds = {k.value for k in self.objects(node, RDF + "type")}
            shape = {SH + "NodeShape", SH + "PropertyShape"} & kinds
            if self.is_iri(node) and shape and {RDFS_CLASS, OWL_CLASS} & kinds:
                yield node, RDFS_CLASS, node

    def severity(self, shape: Any) -> str:
        """Return the IRI of a shape's severity."""
        value = self.value(shape, "severity")
        return value.value if value is not None else SH + "Violation"

    def messages(self, node: Any) -> tuple[tuple[str, str], ...]:
        """Return the messages of a shape or constraint, as (text, language)."""
        found = self.objects(node, "message")
        return tuple(sorted((m.value, getattr(m, "language", "") or "") for m in found))

    def subject_values(self, predicate: str) -> Iterator[tuple[str, str]]:
        """Yield subject and value, as text, of each triple with a predicate."""
        for subject, name, value in self.triples:
            if name.value == predicate:
                yield subject.value, value.value

    def closed_properties(self, shape: Any) -> list[Any]:
        """Return the properties that a closed shape allows."""
        paths = [self.value(p, "path") for p in self.objects(shape, "property")]
        ignored = [i for items in self.objects(shape, "ignoredProperties") for i in self.items(items)]
        return sorted({p for p in [*paths, *ignored] if p is not None and self.is_iri(p)}, key=str)

    def siblings(self, shape: Any) -> list[Any]:
        """Return the qualified value shapes of the sibling property shapes of one."""
        parents = [s for s in self._index if shape in self.objects(s, "property")]
        beside = {p for parent in parents for p in self.objects(parent, "property")}
        own = self.objects(shape, "qualifiedValueShape")
        found = {v for p in beside for v in self.objects(p, "qualifiedValueShape") if v not in own}
        return sorted(found, key=str)

    def custom(self, shape: Any) -> list[str]:
        """Return the IRIs of the shapes graph's own constraint components that a shape uses."""
        used = self._index.get(shape, {})
        return [
            node.value
            for node in self._components
            if any(
                (path := self.value(parameter, "path")) is not None and path.value in used
                for parameter in self.objects(node, "parameter")
            )
        ]

    def prologue(self, constraint: Any) -> str:
        """Return the prefix declarations of a SPARQL constraint."""
        ontologies = self.objects(constraint, "prefixes")
        for ontology in ontologies:
            ontologies += [i for i in self.objects(ontology, OWL_IMPORTS) if i not in ontologies]
        pairs = {
            (self.value(d, "prefix").value, self.value(d, "namespace").value)
            for ontology in ontologies
            for d in self.objects(ontology, "declare")
        }
        return "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in sorted(pairs))


def _named(triples: list[tuple[Any, Any, Any]]) -> Iterator[tuple[Any, Any, Any]]:
    """Assign an IRI to each blank node that is a shape or a constraint."""
    import pyoxigraph as ox

    first = {s: o for s, p, o in triples if p.value == RDF + "first"}
    rest = {s: o for s, p, o in triples if p.value == RDF + "rest"}
    shapes = {s for s, p, _ in triples if p.value.removeprefix(SH) in TARGETS}
    for _, predicate, value in triples:
        name = predicate.value.removeprefix(SH)
        if name in HOLD_SHAPES:
            shapes.add(value)
        met = set()
        while name in HOLD_LISTS and value in first and value not in met:
            met.add(value)
            shapes.add(first[value])
            value = rest.get(value)
    names = {n: ox.NamedNode(NAMED + n.value) for n in shapes if isinstance(n, ox.BlankNode)}
    for subject, predicate, value in triples:
        yield names.get(subject, subject), predicate, names.get(value, value)
