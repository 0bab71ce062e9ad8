"""One protocol for graphs: embedded Oxigraph here, `endpoint` and `rdfstore` beside it, `opening` above.

A query sees the union of all named graphs as the default graph, each triple once.

Examples
--------
>>> store = OxigraphStore.from_text("<http://e/a> <http://e/p> 3 .", "ttl")
>>> store.select("SELECT ?o { ?s ?p ?o }").to_dicts()
[{'o': 3}]
"""

from __future__ import annotations

import gzip
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeVar, cast

from ..core.atomic import settle
from ..core.errors import QueryError, StoreError
from ..core.rdf_formats import RDF_SUFFIXES, by_suffix
from .answers import Solutions, Triples

if TYPE_CHECKING:
    from .answers import Row
    from .sorted_quads import SortedQuads
    from .syntax import Bindings

__all__ = ["OxigraphStore", "Store", "merge"]

_T = TypeVar("_T")
_STATEMENTS = "SELECT DISTINCT ?thing ?property ?value { VALUES ?property { UNDEF } ?thing ?property ?value }"
_BY_GRAPH = """
SELECT ?thing ?property ?value ?graph {
  VALUES ?property { UNDEF } GRAPH ?graph { ?thing ?property ?value }
}"""
_BOM = b"\xef\xbb\xbf"


class Store(ABC):
    """A graph that answers queries.

    Values come in as terms, by variable name; see `jlac_graph.sparql.syntax.bind`.

    Attributes
    ----------
    name : in messages.
    beside : a folder for what is made from this very graph and can be made again; None where there is none.
    one_pass : whether `statements` reads a file, so that all things of the graph cost less than a join.
    """

    name: str
    beside: Path | None = None
    one_pass: bool = False

    @abstractmethod
    def query(self, text: str, bindings: Bindings | None = None) -> Solutions | Triples | bool:
        """Answer a query of any form.

        Raises
        ------
        QueryError : when the query is invalid; the message gives line and column.
        StoreError : when the graph cannot be read or the server does not answer.
        """

    @abstractmethod
    def count(self) -> int:
        """Count the distinct triples of the union."""

    @abstractmethod
    def graph_names(self) -> tuple[str, ...]:
        """Return the IRIs of the named graphs, sorted."""

    def select(self, text: str, bindings: Bindings | None = None) -> Solutions:
        """Answer a SELECT with its rows."""
        return self._answer(text, bindings, Solutions, "SELECT")

    def rows(self, text: str, bindings: Bindings | None = None) -> Iterator[Row]:
        """Yield the rows of a SELECT; an embedded graph makes each when it is asked for.

        Examples
        --------
        >>> store = OxigraphStore.from_text("<http://e/a> <http://e/p> 3 .", "ttl")
        >>> [row[0].value for row in store.rows("SELECT ?o { ?s ?p ?o }")]
        ['3']
        """
        yield from self.select(text, bindings)

    def statements(self, properties: Collection[str]) -> Iterator[Row]:
        """Yield the subject, property and value of each triple that has one of some properties.

        Literals and blank nodes are as the graph's file has them, which a query may give in another form
        (``"1.50"`` as ``"1.5"``).

        Parameters
        ----------
        properties : their IRIs.

        Examples
        --------
        >>> store = OxigraphStore.from_text("<http://e/a> <http://e/p> 3 ; <http://e/q> 4 .", "ttl")
        >>> [row[2].value for row in store.statements(["http://e/q"])]
        ['4']
        """
        if properties:  # rdflib refuses VALUES without a value
            yield from self.rows(_STATEMENTS, {"property": _nodes(properties)})

    def statements_by_graph(self, properties: Collection[str]) -> Iterator[Row]:
        """Yield subject, property, value and named graph of each quad that has one of some properties."""
        if properties:
            yield from self.rows(_BY_GRAPH, {"property": _nodes(properties)})

    def ask(self, text: str, bindings: Bindings | None = None) -> bool:
        """Answer an ASK."""
        return self._answer(text, bindings, bool, "ASK")

    def construct(self, text: str, bindings: Bindings | None = None) -> Triples:
        """Answer a CONSTRUCT with its triples."""
        return self._answer(text, bindings, Triples, "CONSTRUCT")

    def describe(self, text: str, bindings: Bindings | None = None) -> Triples:
        """Answer a DESCRIBE with its triples."""
        return self._answer(text, bindings, Triples, "DESCRIBE")

    def _answer(self, text: str, bindings: Bindings | None, kind: type[_T], form: str) -> _T:
        answer = self.query(text, bindings)
        if not isinstance(answer, kind):
            raise QueryError(f"expected a {form} query, but this one returns {_kind(answer)}")
        return answer


def _nodes(iris: Collection[str]) -> list[Any]:
    from pyoxigraph import NamedNode

    return [NamedNode(iri) for iri in iris]


def _kind(answer: Solutions | Triples | bool) -> str:
    return {Solutions: "rows", Triples: "triples"}.get(type(answer), "true or false")


class OxigraphStore(Store):
    """A graph in this process, in Oxigraph.

    Parameters
    ----------
    store : a pyoxigraph Store.
    name : its name in messages.
    union : True when the default graph is empty and the union is to be made by each query.
    writable : whether the pyoxigraph Store takes changes.

    Attributes
    ----------
    file : the sorted file that a store on disk was made from.
    """

    file: SortedQuads | None = None

    def __init__(
        self, store: Any, *, name: str = "memory", union: bool = False, writable: bool = True
    ) -> None:
        self.inner, self.name, self.writable, self._union = store, name, writable, union

    @classmethod
    def from_text(cls, text: str | bytes, suffix: str) -> OxigraphStore:
        """Read a graph from text in the format of a file suffix, such as ``ttl``.

        Raises
        ------
        StoreError : when the text does not parse.
        """
        from pyoxigraph import Store

        store = Store()
        content = text.encode() if isinstance(text, str) else text
        try:
            store.load(content.removeprefix(_BOM), by_suffix(suffix)[0].for_engine())
        except SyntaxError as error:
            raise StoreError(f"cannot be parsed as {suffix}: {error}") from None
        merge(store)
        return cls(store)

    @classmethod
    def from_path(cls, path: Path) -> OxigraphStore:
        """Read a file (.nq .nt .ttl .trig .jsonld .rdf .owl), a store folder, or a build folder.

        Raises
        ------
        StoreError : when the path is missing, of another format, or does not parse.
        """
        settle(path)
        if (path / "graph.nq").is_file():
            path = path / "graph.nq"
        if path.is_dir():
            return cls._from_folder(path)
        if not path.is_file():
            raise StoreError(
                f"{path} does not exist; build it with jlac build, or give the place of another graph"
            )
        return cls(_load(path), name=str(path))

    @classmethod
    def _from_folder(cls, path: Path) -> OxigraphStore:
        from pyoxigraph import DefaultGraph, Quad, Store

        if not (path / "CURRENT").is_file():
            raise StoreError(f"{path} is neither an Oxigraph store nor a build with a graph.nq")
        try:
            store = Store.read_only(str(path))
        except OSError as error:
            raise StoreError(f"{path} cannot be opened as an Oxigraph store: {error}") from None
        opened = cls(store, name=str(path), union=True, writable=False)
        firsts = [next(opened._of(graph)) for graph in store.named_graphs()]
        merged = all(Quad(q.subject, q.predicate, q.object, DefaultGraph()) in store for q in firsts)
        opened._union = bool(firsts) and not merged
        return opened

    def query(self, text: str, bindings: Bindings | None = None) -> Solutions | Triples | bool:
        """Answer a query of any form; see `Store.query`."""
        from .sorting import sorted_rows, without_order

        if (plain := without_order(text)) is not None:
            found = self._read(plain[0], bindings, written=text)
            rows = sorted_rows(found.columns, found.rows, plain[1]) if isinstance(found, Solutions) else None
            if isinstance(found, Solutions) and rows is not None:
                return Solutions(found.columns, tuple(rows))
        return self._read(text, bindings)

    def _read(
        self, text: str, bindings: Bindings | None, *, written: str | None = None
    ) -> Solutions | Triples | bool:
        from pyoxigraph import QueryBoolean, QuerySolutions

        answer = self.raw(text, bindings, written=written)
        try:
            if isinstance(answer, QueryBoolean):
                return bool(answer)
            if isinstance(answer, QuerySolutions):
                names = tuple(v.value for v in answer.variables)
                return Solutions(names, tuple(tuple(row) for row in answer))
            return Triples.of(list(answer))
        except (RuntimeError, OSError) as error:
            raise _failed(text, error) from None

    def rows(self, text: str, bindings: Bindings | None = None) -> Iterator[Row]:
        """Yield the rows of a SELECT, of which only one is in memory; see `Store.rows`."""
        try:
            for row in self.raw(text, bindings):
                yield tuple(row)
        except (RuntimeError, OSError) as error:
            raise _failed(text, error) from None

    def statements(self, properties: Collection[str]) -> Iterator[Row]:
        """Yield the triples of some properties; see `Store.statements`."""
        if self.file is None or not self.file.is_unchanged:
            yield from super().statements(properties)
            return
        last = None
        for quad in self._in_file(self.file, properties):
            if (row := (quad.subject, quad.predicate, quad.object)) != last:
                yield row
                last = row

    def statements_by_graph(self, properties: Collection[str]) -> Iterator[Row]:
        """Yield the quads of some properties; see `Store.statements_by_graph`."""
        if self.file is None or not self.file.is_unchanged:
            yield from super().statements_by_graph(properties)
            return
        yield from map(tuple, self._in_file(self.file, properties))

    def _in_file(self, file: SortedQuads, properties: Collection[str]) -> Iterator[Any]:
        try:
            yield from file.of(properties)
        except OSError as error:
            raise StoreError(f"{self.name} cannot be read: {error}") from None

    def raw(self, text: str, bindings: Bindings | None = None, *, written: str | None = None) -> Any:
        """Answer with pyoxigraph's own lazy result, which serializes itself fastest.

        Parameters
        ----------
        written : the query before anything was added to it; errors show its lines.

        Raises
        ------
        QueryError : when the query is invalid.
        """
        from .ordering import with_total_order
        from .syntax import bind, prefixed

        if written is not None:
            prefixed(written)  # an unknown prefix is reported at its place in the user's text
        ready = bind(prefixed(text), bindings or {})
        try:
            return self._evaluate(with_total_order(ready))
        except SyntaxError:
            pass  # run again as written, so that the message has the line and column of the user's text
        try:
            return self._evaluate(ready)
        except SyntaxError as error:
            from .diagnostics import explain

            raise explain(written or text, str(error), bound=bool(bindings)) from None

    def _evaluate(self, text: str, **more: Any) -> Any:
        try:
            return self.inner.query(text, use_default_graph_as_union=self._union, **more)
        except (RuntimeError, OSError) as error:
            raise _failed(text, error) from None

    def quads(self) -> list[Any]:
        """List the quads as published: those of named graphs, or of the only graph there is."""
        named = [q for g in self.inner.named_graphs() for q in self._of(g)]
        return named or list(self.inner)

    def _of(self, graph: Any) -> Any:
        return self.inner.quads_for_pattern(None, None, None, graph)

    def part(self, default: Sequence[str], named: Sequence[str]) -> OxigraphStore:
        """Return the dataset of some of the named graphs.

        Parameters
        ----------
        default : IRIs of the graphs whose merge becomes the default graph.
        named : IRIs of the graphs that stay named.
        """
        from pyoxigraph import NamedNode, Quad, Store

        chosen = Store()
        for iri in default:
            chosen.extend(Quad(*q.triple) for q in self._of(NamedNode(iri)))
        for iri in named:
            chosen.extend(self._of(NamedNode(iri)))
        return type(self)(chosen, name=self.name)

    def count(self) -> int:
        """Count the distinct triples of the union."""
        if not self._union:
            (row,) = self._evaluate("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
            return int(row["n"].value)
        return len({(q.subject, q.predicate, q.object) for q in self.inner})

    def graph_names(self) -> tuple[str, ...]:
        """Return the IRIs of the named graphs, sorted."""
        return tuple(sorted(g.value for g in self.inner.named_graphs()))


def _failed(text: str, error: Exception) -> QueryError:
    from .syntax import tokens

    asked = "; it asks another server (SERVICE)" if any(t.is_word("SERVICE") for t in tokens(text)) else ""
    return QueryError(f"the query failed: {error}{asked}")


def _load(path: Path) -> Any:
    from pyoxigraph import Store

    packed = path.suffix.lower() == ".gz"
    suffix = path.with_suffix("").suffix if packed else path.suffix
    forms = by_suffix(suffix)
    if not forms:
        known = ", ".join(f".{name}" for name in RDF_SUFFIXES)
        raise StoreError(f"{path}: {suffix!r} is not a known format; choose one of {known}")
    store = Store()
    try:
        with cast("IO[bytes]", gzip.open(path) if packed else path.open("rb")) as file:
            marked = file.read(len(_BOM)) == _BOM
            if packed and not marked:
                file.seek(0)
            if packed or marked:
                store.bulk_load(file, forms[0].for_engine())
            else:  # the engine reads a file by itself a little faster
                store.bulk_load(path=str(path), format=forms[0].for_engine())
    except SyntaxError as error:
        raise StoreError(f"{path}: {error}") from None
    except (OSError, EOFError) as error:
        raise StoreError(f"{path} cannot be read: {error}") from None
    merge(store)
    return store


def merge(store: Any) -> None:
    """Copy the named graphs into the default graph: Oxigraph's own union repeats shared triples."""
    if next(store.named_graphs(), None) is not None:
        store.bulk_extend(distinct_triples(store))


def distinct_triples(store: Any) -> Iterator[Any]:
    """Yield the triples of the named graphs as quads of the default graph."""
    from pyoxigraph import Quad

    for graph in list(store.named_graphs()):
        for quad in store.quads_for_pattern(None, None, None, graph):
            yield Quad(*quad.triple)
