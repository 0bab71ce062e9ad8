"""Load the graph into a SPARQL 1.1 server so that the live graphs are always complete.

Each named graph first goes, in batches, into a staging graph named after it and its content; when the
server's own counts agree, one update moves all staging graphs to their places. That update is sent once; if
its outcome is uncertain, the server is asked for its counts. An interrupted push continues where it
stopped, because staged triples stay on the server. During a push, a graph on the server names it, and any
other push is refused; one that was killed can be continued a minute later. A server without SPARQL Update
receives each graph by one PUT of the Graph Store Protocol.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import quote
from uuid import uuid4

from ..core.errors import StoreError, UsageError
from ..core.namespaces import BASE
from .endpoint import EndpointStore
from .http import Client, Failure, Patience, authorization, split_user

if TYPE_CHECKING:
    from pyoxigraph import NamedNode

    from .store import OxigraphStore

__all__ = ["Part", "Server", "parts_of", "push"]

_WHOLE = "default"
_DEFAULT = BASE + "graph/data"
_OWN = BASE + "graph/"
_STAGING = BASE + "graph/staging/"
_LOCK = BASE + "graph/push"
_LOCKED_FOR, _ALIVE = 3600.0, 60.0
"""Seconds after its last sign until a push of other content, or of the same, counts as killed."""
_MOVING = 600
"""Seconds that the server may take to move large graphs."""
_SINCE, _CONTENT = (f"http://purl.org/dc/terms/{name}" for name in ("modified", "identifier"))
_HOLDERS = (
    f"SELECT ?push ?since ?content {{ GRAPH ?_lock {{ ?push <{_SINCE}> ?since ; <{_CONTENT}> ?content }} }}"
)


@dataclass(frozen=True, slots=True)
class Part:
    """One named graph to push: its name, and its triples as sorted N-Triples lines."""

    name: str
    lines: tuple[str, ...]

    @property
    def move(self) -> str:
        """The update that makes the staged triples live; an empty graph has none."""
        target = "DEFAULT" if self.name == _WHOLE else f"GRAPH <{self.name}>"
        return f"MOVE GRAPH <{self.staging}> TO {target}" if self.lines else f"CLEAR SILENT {target}"

    @property
    def staging(self) -> str:
        """Name of its staging graph, the same whenever the graph and its content are the same."""
        digest = hashlib.sha256("".join((self.name, *self.lines)).encode()).hexdigest()[:16]
        return f"{_STAGING}{digest}/{self.name.rpartition('/')[2]}"


@dataclass(frozen=True, slots=True)
class Server:
    """The addresses of a server.

    Parameters
    ----------
    query : address for queries, by which counts are verified.
    update : address for SPARQL Update; empty when there is none.
    store : address for the Graph Store Protocol; empty when there is none.
    """

    query: str
    update: str = ""
    store: str = ""

    @classmethod
    def guess(cls, url: str, *, query: str = "", update: str = "", store: str = "") -> Server:
        """Fill in, from one address, the others by the usual names.

        Parameters
        ----------
        url : ends in ``update``, ``query``, ``sparql`` or ``sparql-auth`` for SPARQL, in ``store``,
            ``data`` or ``sparql-graph-crud`` for the Graph Store Protocol.
        query, update, store : addresses that are given take precedence.

        Raises
        ------
        UsageError : when the address ends in none of these and no other is given.

        Examples
        --------
        >>> Server.guess("http://localhost:7878/store").query
        'http://localhost:7878/query'
        >>> Server.guess("http://localhost:8890/sparql-auth").query
        'http://localhost:8890/sparql'
        """
        root, _, end = url.rstrip("/").rpartition("/")
        if end in ("update", "query", "sparql", "sparql-auth"):
            same = end.startswith("sparql")
            update = update or (url if same or end == "update" else f"{root}/update")
            query = query or (f"{root}/sparql" if same else f"{root}/query")
        elif end.startswith("sparql-graph-crud"):
            store, query = store or url, query or f"{root}/sparql"
        elif end in ("store", "data"):
            store, query = store or url, query or f"{root}/query"
        if not query or not (update or store):
            raise UsageError(f"{url}: unknown type of address; give --query with --update or --store")
        return cls(query=query, update=update, store=store)


def parts_of(store: OxigraphStore, *, into: str = "") -> list[Part]:
    """Split a graph into what is pushed: its named graphs, or all of it as one.

    Parameters
    ----------
    store : the graph.
    into : ``default``, or the IRI of a graph, to push everything there, each triple once; for
        servers whose default graph is not the union, or whose union repeats shared triples.

    Raises
    ------
    StoreError : for a blank node, which a batch sent twice would duplicate.
    """
    found: dict[str, set[str]] = {}
    for quad in store.quads():
        if "BlankNode" in (type(quad.subject).__name__, type(quad.object).__name__):
            raise StoreError(f"{store.name}: blank node in {quad}; replace it by an IRI before you push")
        name = into or getattr(quad.graph_name, "value", "") or _DEFAULT
        found.setdefault(name, set()).add(f"{quad.triple} .\n")
    return [Part(name, tuple(sorted(lines))) for name, lines in sorted(found.items())]


def push(
    parts: Sequence[Part],
    server: Server,
    *,
    batch: int = 1000,
    patience: Patience | None = None,
    progress: Callable[[str], None] = lambda _: None,
    remove_others: bool = False,
) -> int:
    """Replace the content of the server's graphs of these names by these triples.

    Parameters
    ----------
    parts : from `parts_of`.
    server : its addresses.
    batch : number of triples per request.
    patience : time limits and retries.
    progress : called with a line for each step.
    remove_others : also remove the project's other graphs (``.../graph/...``), such as those of
        sources that the new build no longer has.

    Returns
    -------
    The number of triples sent; fewer than all if an interrupted push was continued.

    Raises
    ------
    StoreError : when the server fails or reports other counts, or during another push; the live graphs are
        then unchanged.
    """
    pusher = _Pusher(server, batch, patience or Patience(), progress)
    if not server.update:
        sent = sum(pusher.replace(part) for part in parts)
        for name in pusher.others(parts) if remove_others else ():
            pusher.remove(name)
        return sent
    with pusher.lock(parts):
        sent = sum(pusher.stage(part) for part in parts)
        pusher.swap(parts, pusher.others(parts) if remove_others else [])
    return sent


class _Pusher:
    """Sends the requests of one push."""

    def __init__(
        self, server: Server, batch: int, patience: Patience, progress: Callable[[str], None]
    ) -> None:
        self._server, self._batch, self._patience = server, batch, patience
        self._progress, self._client = progress, Client(patience)
        self._reader = EndpointStore(server.query, patience=patience)
        self._run, self._content, self._renewed = uuid4().urn, "", 0.0

    @contextmanager
    def lock(self, parts: Sequence[Part]) -> Iterator[None]:
        """Record this push on the server, and refuse to go on beside another one."""
        self._content = hashlib.sha256("".join(part.staging for part in parts).encode()).hexdigest()
        for stale in self._stale_pushes():
            self._unlock(stale)
        self._renewed = time.time()
        row = f'<{self._run}> <{_SINCE}> "{int(self._renewed)}" ; <{_CONTENT}> "{self._content}"'
        self._update(f"INSERT DATA {{ GRAPH <{_LOCK}> {{ {row} }} }}", repeatable=True)
        try:
            # of two pushes that begin at once, at least the later one sees the other here
            self._stale_pushes()
            yield
        finally:
            with suppress(StoreError):  # a lock that is not removed expires
                self._unlock(self._run)

    def _holders(self) -> list[dict[str, str]]:
        rows = self._reader.select(_HOLDERS, {"_lock": _node(_LOCK)}).to_dicts()
        return [{name: str(value) for name, value in row.items()} for row in rows]

    def _stale_pushes(self) -> list[str]:
        """Return the locks of pushes that were killed.

        Raises
        ------
        StoreError : another push is under way.
        """
        others = [row for row in self._holders() if row["push"] != self._run]
        for row in others:
            age = time.time() - float(row["since"])
            if age < (_ALIVE if row["content"] == self._content else _LOCKED_FOR):
                raise StoreError(
                    f"another push to {self._server.update} was active {max(0, int(age))} seconds ago; "
                    f"wait for its end, or, if it was killed, run CLEAR GRAPH <{_LOCK}> on the server"
                )
        return [row["push"] for row in others]

    def _unlock(self, run: str) -> None:
        self._update(f"DELETE WHERE {{ GRAPH <{_LOCK}> {{ <{run}> ?p ?o }} }}", repeatable=True)

    def _renew(self, *, ahead: float = 0.0) -> None:
        """Record from time to time, or for some seconds ahead, that this push is under way."""
        now = time.time()
        if now - self._renewed < _ALIVE / 6 and not ahead:
            return
        self._renewed = now
        row = f"GRAPH <{_LOCK}> {{ <{self._run}> <{_SINCE}> "
        update = (
            f'DELETE {{ {row} ?s }} }} INSERT {{ {row} "{int(now + ahead)}" }} }} WHERE {{ {row} ?s }} }}'
        )
        self._update(update, repeatable=True)

    def others(self, parts: Sequence[Part]) -> list[str]:
        """Return the project's graphs on the server that are not pushed, including leftovers of staging."""
        ours = {_LOCK, *(part.name for part in parts), *(part.staging for part in parts)}
        return [name for name in self._reader.graph_names() if name.startswith(_OWN) and name not in ours]

    def remove(self, name: str) -> None:
        """Remove a graph by the Graph Store Protocol."""
        self._send("DELETE", self._graph(name), None, "", repeatable=True)
        self._progress(f"{name}: removed")

    def stage(self, part: Part) -> int:
        """Complete a staging graph, starting after the triples that it has."""
        held = self._reader.size(part.staging)
        begin = held // self._batch * self._batch if held < len(part.lines) else len(part.lines)
        for start in range(begin, len(part.lines), self._batch):
            self._renew()
            self._insert(part.staging, part.lines[start : start + self._batch])
            done = min(start + self._batch, len(part.lines))
            self._progress(f"{part.name}: {done} of {len(part.lines)}")
        self._verify(part.staging, part)
        return len(part.lines) - begin

    def swap(self, parts: Sequence[Part], others: Sequence[str]) -> None:
        """Move all staging graphs to their places in one update, and verify."""
        if all(row["push"] != self._run for row in self._holders()):
            raise StoreError(
                f"another push to {self._server.update} has taken over; the live graphs are unchanged"
            )
        self._renew(ahead=_MOVING)
        self._client = Client(replace(self._patience, timeout=max(self._patience.timeout, _MOVING)))
        clears = [f"CLEAR SILENT GRAPH <{name}>" for name in others]
        try:
            self._update(" ;\n".join([*(part.move for part in parts), *clears]), repeatable=False)
        except Failure as failure:
            if not self._is_moved(parts):
                raise failure.error(self._server.update) from None
        for part in parts:
            self._verify(part.name, part)
            self._progress(f"{part.name}: live")
        for name in others:
            self._progress(f"{name}: removed")

    def _is_moved(self, parts: Sequence[Part]) -> bool:
        """Ask, after an uncertain outcome, whether the move was made; it may still be in progress."""
        for wait in range(self._patience.tries):
            time.sleep(min(self._patience.pause * 2**wait, self._patience.longest))
            staged = any(self._reader.size(part.staging) for part in parts if part.lines)
            if not staged and all(self._held(part.name) == len(part.lines) for part in parts):
                return True
        return False

    def replace(self, part: Part) -> int:
        """Put a whole graph in one request."""
        body = "".join(part.lines).encode()
        self._send("PUT", self._graph(part.name), body, "application/n-triples", repeatable=True)
        self._verify(part.name, part)
        self._progress(f"{part.name}: {len(part.lines)}")
        return len(part.lines)

    def _held(self, graph: str) -> int:
        return self._reader.count() if graph == _WHOLE else self._reader.size(graph)

    def _verify(self, graph: str, part: Part) -> None:
        held = self._held(graph)
        if held != len(part.lines):
            raise StoreError(
                f"{self._server.query} reports {held} triples in <{graph}> instead of {len(part.lines)}"
            )

    def _insert(self, graph: str, lines: Sequence[str]) -> None:
        body = "".join(lines)
        if self._server.store:
            media = "application/n-triples"
            self._send("POST", self._graph(graph), body.encode(), media, repeatable=True)
        else:
            self._update(f"INSERT DATA {{ GRAPH <{graph}> {{\n{body}}} }}", repeatable=True)

    def _update(self, text: str, *, repeatable: bool) -> None:
        media = "application/sparql-update"
        self._send("POST", self._server.update, text.encode(), media, repeatable=repeatable)

    def _graph(self, name: str) -> str:
        wanted = "default" if name == _WHOLE else f"graph={quote(name, safe='')}"
        return f"{self._server.store}?{wanted}"

    def _send(self, method: str, url: str, body: bytes | None, media: str, *, repeatable: bool) -> None:
        """Send a request; one that must not be sent twice leaves its failure to the caller."""
        url, given = split_user(url)
        headers = {"User-Agent": "jlac-graph", "Accept": "*/*"} | ({"Content-Type": media} if media else {})
        # a digest server wants to challenge first; others take the header at once
        if not url.partition("?")[0].endswith("-auth"):
            headers |= authorization(url, given=given)
        try:
            self._client.send(method, url, body=body, headers=headers, repeatable=repeatable, given=given)
        except Failure as failure:
            if not repeatable and failure.is_uncertain:
                raise
            raise failure.error(url) from None


def _node(iri: str) -> NamedNode:
    from pyoxigraph import NamedNode

    return NamedNode(iri)
