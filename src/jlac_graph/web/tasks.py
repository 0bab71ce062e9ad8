"""What a worker does with a request: the graph is at hand, the network and the clock are not."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..core.errors import JlacError, LimitError, NotFoundError
from ..core.rdf_formats import by_suffix
from ..output.rows import write
from ..queries.library import find_query, run
from ..sparql.answers import Solutions, Triples
from ..sparql.store import OxigraphStore, Store
from .explore import Explorer
from .limits import Limits
from .nursery import Task
from .pages import thing_page

__all__ = ["make_task"]

_WARM = 500_000
"""Triples up to which the explorer reads the graph before the service starts."""
_ROWS = {"json": "JSON", "xml": "XML", "csv": "CSV", "tsv": "TSV"}
_OUT = "CONSTRUCT { ?_thing ?p ?o } WHERE { ?_thing ?p ?o }"
_ONT = """CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o
  FILTER(isIRI(?s) && (?s = ?_thing || STRSTARTS(STR(?s), CONCAT(STR(?_thing), "#")))) }"""


def make_task(store: Store, limits: Limits, queries: Path | None) -> Task:
    """Make the function that workers run over a graph.

    Returns
    -------
    A function from a request, a map with ``do``, to a head with ``status`` and a body. A request at
    fault gives status 400 or 404 and the message as the body.
    """
    desk = _Desk(store, limits, queries)
    if isinstance(store, OxigraphStore) and len(store.inner) <= _WARM:
        desk.explorer.warm()
    doing: dict[str, Callable[[dict[str, Any]], bytes]] = {
        "sparql": desk.sparql,
        "library": desk.library,
        "about": desk.about,
        "thing": desk.thing,
        "explore": desk.explore,
        "export": desk.export,
    }

    def task(request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        try:
            return {"status": 200}, doing[request["do"]](request)
        except NotFoundError as error:
            return {"status": error_status(error, request)}, str(error).encode()
        except JlacError as error:
            return {"status": 400}, str(error).encode()
        except (MemoryError, RecursionError):
            return {"status": 503}, b"the query takes more memory than one query may"

    return task


def error_status(error: NotFoundError, request: dict[str, Any]) -> int:
    """404 when what the address names is missing, 400 when a value in the request is unknown."""
    return 404 if error.name in (request.get("name"), request.get("iri")) else 400


class _Bounded(io.BytesIO):
    """A buffer that refuses to grow beyond a size."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self._room = size

    def write(self, data: Any) -> int:
        self._room -= len(data)
        if self._room < 0:
            raise OSError("the answer is too large")
        return super().write(data)


class _Desk:
    """The requests that a worker understands."""

    def __init__(self, store: Store, limits: Limits, queries: Path | None) -> None:
        self._store, self._limits, self._queries = store, limits, queries
        self._datasets: dict[str, OxigraphStore] = {}
        self.explorer = Explorer(store, queries)

    def sparql(self, request: dict[str, Any]) -> bytes:
        store = self._dataset(request["default"], request["named"])
        if not isinstance(store, OxigraphStore):
            answer = store.query(request["query"])
            return self._written(answer, request["format"])
        raw = store.raw(request["query"], written=request["written"])
        out = _Bounded(self._limits.answer_bytes)
        try:
            raw.serialize(output=out, format=_format(request))
        except (OSError, RuntimeError) as error:
            raise LimitError(f"{error}; bound: {self._limits.answer_bytes} bytes; add LIMIT") from None
        body = out.getvalue()
        if request["form"] == "SELECT" and len(body) > 2 * self._limits.rows:
            self._count(body, request["format"])
        return body

    def _count(self, body: bytes, kind: str) -> None:
        """Refuse a body with more rows than the bound; only a long one can have them."""
        from pyoxigraph import QueryResultsFormat, parse_query_results

        if kind == "csv":
            import csv

            rows = sum(1 for _ in csv.reader(io.StringIO(body.decode(), newline=""))) - 1
        else:
            parsed: Any = parse_query_results(body, getattr(QueryResultsFormat, _ROWS[kind]))
            rows = sum(1 for _ in parsed)
        self._bound(rows)

    def _bound(self, rows: int) -> None:
        if rows > self._limits.rows:
            raise LimitError(f"the answer has more than {self._limits.rows} rows; add LIMIT")

    def _written(self, answer: Solutions | Triples | bool, kind: str) -> bytes:
        if not isinstance(answer, bool):
            self._bound(len(answer))
        return write(answer, kind)

    def _dataset(self, default: list[str], named: list[str]) -> Store:
        """Make the dataset that a request describes: its default graphs merged, others named."""
        if not (default or named) or not isinstance(self._store, OxigraphStore):
            return self._store
        key = repr((default, named))
        if key not in self._datasets:
            self._datasets.clear()
            self._datasets[key] = self._store.part(default, named)
        return self._datasets[key]

    def library(self, request: dict[str, Any]) -> bytes:
        from ..lookup.labels import with_labels

        query = find_query(request["name"], self._queries)
        answer = run(query, self._store, request["values"])
        if request["lang"] and isinstance(answer, Solutions):
            self._bound(len(answer))
            answer = with_labels(answer, self._store, request["lang"])
        return self._written(answer, request["format"])

    def about(self, request: dict[str, Any]) -> bytes:
        import json

        from ..queries.parameters import legal_values
        from .service_description import query_record

        query = find_query(request["name"], self._queries)
        legal = {p.name: legal_values(query, p, self._store) for p in query.parameters}
        return json.dumps(query_record(query, legal), ensure_ascii=False).encode()

    def explore(self, request: dict[str, Any]) -> bytes:
        return self.explorer.answer(request["what"], request["values"])

    def export(self, request: dict[str, Any]) -> bytes:
        return self.explorer.export(request["values"])

    def thing(self, request: dict[str, Any]) -> bytes:
        from pyoxigraph import NamedNode

        thing = NamedNode(request["iri"])
        pattern = _ONT if request["iri"].endswith("/ont") else _OUT
        found = self._store.construct(pattern, {"_thing": thing})
        if not len(found):
            raise NotFoundError("thing", request["iri"])
        if request["format"] == "html":
            return thing_page(thing, found, self._store, lang=request["lang"])
        return self._written(found, request["format"])


def _format(request: dict[str, Any]) -> Any:
    from pyoxigraph import QueryResultsFormat

    if request["form"] in ("SELECT", "ASK"):
        return getattr(QueryResultsFormat, _ROWS[request["format"]])
    return by_suffix(request["format"])[0].for_engine()
