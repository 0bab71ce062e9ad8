"""The requests that a worker answers from the graph alone."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..build.dataset_description import TITLE
from ..build.sources import check_sources
from ..core.characters import for_xml_bytes
from ..core.errors import JlacError, LimitError, NotFoundError, QueryError, UsageError
from ..core.namespaces import named_node
from ..lookup.own_bases import found_under
from ..output.rows import write
from ..queries.in_language import labelled
from ..queries.library import answer as answer_of
from ..queries.library import find_query
from ..queries.parameters import chosen
from ..sparql.answers import Solutions, Triples
from ..sparql.diagnostics import hints
from ..sparql.store import OxigraphStore, Store
from .description import DESCRIPTION, description_store
from .explore import Explorer
from .explore.views import figure_file, view_file
from .negotiation import MEDIA
from .page_rows import records_csv, thing_rows, view_rows
from .pages import thing_page
from .query_guard import Guarded, admit, check_graphs
from .service_description import service_description
from .site import feed, sitemap
from .sparql_page import ROWS, answer_page, format_of, inside, is_empty, serialization
from .worker_contract import Plan, RefusedTaskError, Task

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from ..queries.parameters import Query
    from .reconcile.reconciler import Reconciler

__all__ = ["make_task"]

_JSON = "application/json"
_XML = ("xml", "rdf")
_OUT = "CONSTRUCT { ?_thing ?p ?o } WHERE { ?_thing ?p ?o }"
_ONT = """CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o
  FILTER(isIRI(?s) && (?s = ?_thing || STRSTARTS(STR(?s), CONCAT(STR(?_thing), "#")))) }"""
_SMALL = 1000
"""Bytes below which an answer is not worth compressing."""


@dataclass(frozen=True, slots=True)
class _Made:
    """An answer: its body and media type, whether the same request always has it, its format, notes."""

    body: bytes
    media: str
    stable: bool = True
    name: str = ""
    notes: tuple[str, ...] = ()


def make_task(store: Store, plan: Plan) -> tuple[Task, Callable[[], None]]:
    """Return the function that workers run over a graph, and the one that reads what all of them need.

    Returns
    -------
    A function from a request, a map with ``do`` and a body, to a head with ``status`` and the body of
    the answer. An invalid request gives status 400, 404 or 406 and the message as the body. The second
    one reads nothing of a graph on a server.
    """
    desk = _Desk(store, plan)
    doing: dict[str, Callable[[dict[str, Any], bytes], _Made]] = {
        "sparql": desk.sparql,
        "describe": desk.describe,
        "void": desk.void,
        "library": desk.library,
        "about": desk.about,
        "thing": desk.thing,
        "explore": desk.explore,
        "export": desk.export,
        "tool": desk.tool,
        "reconcile": desk.reconcile,
        "rows": desk.rows,
        "figure": desk.figure,
        "view": desk.view,
        "plain": desk.plain,
        "sitemap": desk.sitemap,
        "feed": desk.feed,
        "sources": desk.sources,
    }

    def task(request: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
        try:
            return _packed(doing[request["do"]](request, body), gzipped=bool(request.get("gzip")))
        except NotFoundError as error:
            return {"status": _error_status(error, request)}, _text(error)
        except RefusedTaskError as error:
            return {"status": error.status}, _text(error)
        except JlacError as error:
            return {"status": 400}, _text(error)

    return task, desk.warm if isinstance(store, OxigraphStore) else lambda: None


def _text(error: JlacError) -> bytes:
    # a message may quote half a surrogate pair
    return str(error).encode(errors="backslashreplace")


def _packed(made: _Made, *, gzipped: bool) -> tuple[dict[str, Any], bytes]:
    head = {
        "status": 200,
        "media": made.media,
        "stable": made.stable,
        "name": made.name,
        "notes": made.notes,
        "digest": hashlib.sha256(made.body).hexdigest()[:32],
    }
    if gzipped and len(made.body) >= _SMALL:
        return head | {"encoding": "gzip"}, gzip.compress(made.body, 5, mtime=0)
    return head, made.body


def _error_status(error: NotFoundError, request: dict[str, Any]) -> int:
    """Return 404 if what the address names does not exist, 400 if a value in the request is unknown."""
    return 404 if error.name in (request.get("name"), request.get("iri")) else 400


class _Bounded(io.BytesIO):
    """A buffer with a maximum size."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self._room, self.full = size, False

    def write(self, data: Any) -> int:
        self._room -= len(data)
        if self._room < 0:
            self.full = True
            raise OSError("full")
        return super().write(data)


class _Desk:
    """The requests that a worker understands."""

    def __init__(self, store: Store, plan: Plan) -> None:
        self._store, self._plan, self._limits = store, plan, plan.limits
        self._queries = Path(plan.queries) if plan.queries else None
        self._datasets: dict[str, OxigraphStore] = {}
        self._graphs = frozenset(store.graph_names())
        self.explorer = Explorer(store, self._queries)

    def warm(self) -> None:
        """Read what many requests need, before workers are forked that would each read it."""
        self.explorer.warm()
        _ = self._description

    @cached_property
    def _description(self) -> OxigraphStore | None:
        return description_store(self._store, self._queries, self._plan.endpoint)

    def sparql(self, request: dict[str, Any], body: bytes) -> _Made:
        """Answer a client's query; the body is its text."""
        text = body.decode()
        query = admit(text, limits=self._limits, base=request["base"])
        kind = format_of(request["accept"], query.form, request.get("format", ""))
        store = self._dataset(query, request["default"], request["named"])
        made = self._answered(store, query, text, inside(kind, query.form))
        notes = self._notes(query.form, text, made, inside(kind, query.form))
        if kind == "html":
            root, lang = request["root"], request["lang"]
            made = answer_page(made, form=query.form, query=text, root=root, lang=lang)
        return _Made(made, MEDIA[kind], query.stable, notes=notes)

    def _notes(self, form: str, text: str, body: bytes, kind: str) -> tuple[str, ...]:
        """Return possible reasons for an answer without rows: names that the graph does not have."""
        if not isinstance(self._store, OxigraphStore) or len(body) > _SMALL or not is_empty(body, kind, form):
            return ()
        return tuple(hints(text, self._store, most=3))

    def _answered(self, store: Store, query: Guarded, text: str, kind: str) -> bytes:
        """Write the answer to a query in a format that is not a page."""
        if not isinstance(store, OxigraphStore):
            return self._written(store.query(query.text), kind)
        raw = store.raw(query.text, written=text)
        out = _Bounded(self._limits.answer_bytes)
        try:
            raw.serialize(output=out, format=serialization(kind, query.form))
        except (OSError, RuntimeError) as error:
            if out.full:
                limit = self._limits.answer_bytes
                raise LimitError(f"the answer has more than {limit} bytes; add LIMIT") from None
            raise QueryError(f"the answer cannot be written as {kind}: {error}") from None
        found = for_xml_bytes(out.getvalue()) if kind in _XML else out.getvalue()
        if query.form == "SELECT" and len(found) > 2 * self._limits.rows:
            self._count(found, kind)
        return found

    def _count(self, body: bytes, kind: str) -> None:
        """Refuse a body with more rows than the limit; only a long one can have them."""
        from pyoxigraph import QueryResultsFormat, parse_query_results

        if kind == "csv":
            import csv

            rows = sum(1 for _ in csv.reader(io.StringIO(body.decode(), newline=""))) - 1
        else:
            parsed: Any = parse_query_results(body, getattr(QueryResultsFormat, ROWS[kind]))
            rows = sum(1 for _ in parsed)
        self._bound(rows)

    def _bound(self, rows: int) -> None:
        if rows > self._limits.rows:
            raise LimitError(f"the answer has more than {self._limits.rows} rows; add LIMIT")

    def _written(
        self,
        answer: Solutions | Triples | bool,
        kind: str,
        taken: Mapping[str, object] | None = None,
    ) -> bytes:
        if not isinstance(answer, bool):
            self._bound(len(answer))
        return write(answer, kind, taken=taken)

    def _dataset(self, query: Guarded, default: Sequence[str], named: Sequence[str]) -> Store:
        """Make the dataset of a request: its default graphs merged, others named.

        One that the request describes wins over the one in the query.
        """
        if not (default or named):
            default, named = query.default_graphs, query.named_graphs
        asked = {*default, *named}
        if (query.on_description if not asked else asked == {DESCRIPTION}) and self._description:
            return self._description
        check_graphs([*asked, *query.default_graphs, *query.named_graphs], self._graphs)
        if not asked or not isinstance(self._store, OxigraphStore):
            return self._store
        key = repr((default, named))
        if key not in self._datasets:
            self._datasets.clear()
            self._datasets[key] = self._store.part(default, named)
        return self._datasets[key]

    def describe(self, request: dict[str, Any], _body: bytes) -> _Made:
        """Describe the endpoint."""
        return self._described(
            service_description(request["endpoint"], TITLE, self._graph_sizes), request["format"]
        )

    @cached_property
    def _graph_sizes(self) -> dict[str, int | None]:
        """Count the triples of each named graph, the description's too, and under ``""`` those of all.

        A graph on a server is not counted.
        """
        from pyoxigraph import NamedNode

        if not isinstance(self._store, OxigraphStore):
            return dict.fromkeys(["", *sorted(self._graphs)])
        sizes: dict[str, int | None] = {"": self._store.count()}
        held = [(name, self._store) for name in sorted(self._graphs)]
        held += [(DESCRIPTION, self._description)] if self._description else []
        for name, store in held:
            sizes[name] = sum(1 for _ in store.inner.quads_for_pattern(None, None, None, NamedNode(name)))
        return sizes

    def void(self, request: dict[str, Any], _body: bytes) -> _Made:
        """Describe the dataset: VoID, DCAT, prefixes and query examples."""
        from pyoxigraph import NamedNode

        graph = NamedNode(DESCRIPTION)
        held = self._description
        found = held.inner.quads_for_pattern(None, None, None, graph) if held else ()
        return self._described((quad.triple for quad in found), request["format"])

    def _described(self, triples: Iterable[Triple], kind: str) -> _Made:
        return _Made(write(Triples.of(list(triples)), kind), MEDIA[kind])

    def library(self, request: dict[str, Any], _body: bytes) -> _Made:
        """Run a query of the library."""
        from ..queries.explaining import taken

        query = find_query(request["name"], self._queries)
        values = chosen(query, request["values"], self._store)
        answer = answer_of(query, self._store, values, lang=request["lang"] or "en")
        if request["lang"] and isinstance(answer, Solutions):
            self._bound(len(answer))
            answer = labelled(query, answer, self._store, request["lang"])
        kind = request["format"]
        read = taken(values, self._store, lang=request["lang"] or "en") if kind == "json" else {}
        return _Made(self._written(answer, kind, read), MEDIA[kind])

    def about(self, request: dict[str, Any], _body: bytes) -> _Made:
        """Describe a query of the library, with the legal values that the graph holds."""
        from ..queries.parameters import legal_values
        from .service_description import query_record

        query = find_query(request["name"], self._queries)
        legal = {p.name: legal_values(query, p, self._store) for p in query.parameters}
        return _Made(json.dumps(query_record(query, legal), ensure_ascii=False).encode(), _JSON)

    def explore(self, request: dict[str, Any], body: bytes) -> _Made:
        """Answer a question of the explorer; its values come with the request or are the body."""
        values = request["values"] if "values" in request else _values(body)
        return _Made(self.explorer.answer(request["what"], values), _JSON)

    def export(self, _request: dict[str, Any], body: bytes) -> _Made:
        """Write the drawn network as a file."""
        values = _values(body)
        content = self.explorer.export(values)
        return _Made(content, "application/octet-stream", name=str(values.get("format")))

    def tool(self, request: dict[str, Any], _body: bytes) -> _Made:
        """Answer a call of a language model's tool."""
        from .mcp.tools import call

        body = call(
            self.explorer.cache, request["tool"], request["given"], ask=self._asked, bound=self._bound
        )
        return _Made(body, _JSON, stable=request["tool"] != "ask_sparql")

    def reconcile(self, request: dict[str, Any], body: bytes) -> _Made:
        """Answer a request of the reconciliation API."""
        from .reconcile.tasks import answer

        asked = request["asked"]
        try:
            made = answer(self._reconciler, asked, body)
        except LimitError as error:
            raise RefusedTaskError(413, str(error)) from None
        return _Made(made, MEDIA["html"] if asked["what"] == "preview" else _JSON)

    @cached_property
    def _reconciler(self) -> Reconciler:
        from .reconcile.reconciler import Reconciler

        return Reconciler(self.explorer.cache)

    def _asked(self, text: str) -> Solutions | Triples | bool:
        """Answer a query as `sparql` does, with as many rows, as values."""
        query = admit(text, limits=self._limits)
        answer = self._dataset(query, (), ()).query(query.text)
        if not isinstance(answer, bool):
            self._bound(len(answer))
        return answer

    def view(self, request: dict[str, Any], _body: bytes) -> _Made:
        """Write a view of the graph as a file."""
        cache, form = self.explorer.cache, request["format"]
        content = view_file(cache, form, request["values"], largest=self._limits.answer_bytes)
        return _Made(content, "application/octet-stream", name=form)

    def figure(self, request: dict[str, Any], _body: bytes) -> _Made:
        """Draw a view of the graph."""
        cache, form = self.explorer.cache, request["format"]
        content = figure_file(cache, form, request["values"], largest=self._limits.answer_bytes)
        return _Made(content, f"image/{form}", name=form)

    def rows(self, request: dict[str, Any], _body: bytes) -> _Made:
        """Give what a page shows: all of it as JSON, its table as CSV."""
        lang = request["lang"]

        def ask(what: str, **values: Any) -> Any:
            return json.loads(self.explorer.answer(what, {**values, "lang": lang}))

        found, rows = view_rows(request["path"], request["values"], ask)
        if request["form"] == "json":
            return _Made(json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode(), _JSON)
        self._bound(len(rows))
        return _Made(records_csv(rows), MEDIA["csv"])

    def plain(self, request: dict[str, Any], _body: bytes) -> _Made:
        """Show a view to a browser without scripts."""
        from .pages import plain_page
        from .plain_views import Plain, plain_view

        lang, root = request["lang"], request["root"]
        page = Plain(self.explorer, self._queries, self._labelled, lang, root, self._plan.sources)
        title, body = plain_view(page, request["path"], request["values"])
        return _Made(plain_page(title, body, lang=lang, root=root), MEDIA["html"])

    def _labelled(self, query: Query, values: Mapping[str, str], lang: str) -> Solutions:
        """Run a query of the library; add the labels of what it finds."""
        found = answer_of(query, self._store, chosen(query, values, self._store), lang=lang)
        if not isinstance(found, Solutions):
            raise UsageError(f"{query.name} returns triples; give format=turtle for them")
        self._bound(len(found))
        return labelled(query, found, self._store, lang)

    def sitemap(self, request: dict[str, Any], _body: bytes) -> _Made:
        """List the addresses of the pages."""
        found = sitemap(self._store, request["address"], tuple(request["views"]), request["part"])
        if found is None:
            raise RefusedTaskError(404, f"the sitemap has no part {request['part']}")
        return _Made(found, "application/xml")

    def feed(self, _request: dict[str, Any], _body: bytes) -> _Made:
        """Return the feed of changes that the release of the graph has."""
        found = feed(self._store)
        if found is None:
            raise RefusedTaskError(404, "this graph has no feed of changes; jlac build --release writes one")
        return _Made(found, "application/atom+xml", stable=False)

    def sources(self, request: dict[str, Any], _body: bytes) -> _Made:
        """Check the ids of a choice of sources."""
        check_sources(self._store, request["ids"])
        return _Made(b"", _JSON)

    def thing(self, request: dict[str, Any], _body: bytes) -> _Made:
        """Show an entity of the graph."""
        node, kind = named_node(request["iri"]), request["format"]
        pattern = _ONT if request["iri"].endswith("/ont") else _OUT
        if node is None:
            raise RefusedTaskError(404, "unknown entity: the address is not a valid IRI")
        found = self._store.construct(pattern, {"_thing": node})
        found = found or (self._description or self._store).construct(pattern, {"_thing": node})
        if not found:
            if own := found_under(self._store, node.value):
                return self.thing({**request, "iri": own}, _body)
            raise NotFoundError("entity", request["iri"])
        if kind == "html":
            shown = {"lang": request["lang"], "root": request["root"], "kept": self._plan.sources.pairs}
            return _Made(thing_page(node, found, self._store, **shown), MEDIA[kind])
        rows = thing_rows(node, found, self._store, request["lang"]) if kind in ("csv", "json") else found
        return _Made(self._written(rows, kind), MEDIA[kind])


def _values(body: bytes) -> Mapping[str, Any]:
    """Return the JSON object of a request's body."""
    try:
        values = json.loads(body)
        json.dumps(values, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise UsageError("the body contains half of a surrogate pair, which is not text") from None
    except (ValueError, RecursionError):
        raise UsageError("the body is not JSON") from None
    if not isinstance(values, dict):
        raise UsageError("the body is not a JSON object")
    return values
