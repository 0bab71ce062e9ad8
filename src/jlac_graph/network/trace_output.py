"""A trace in any format: in words, as JSON, or as a drawing for the export writers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ..core.characters import for_people
from ..core.contents import pieces
from ..core.errors import NotFoundError
from ..core.namespaces import expand
from ..lookup.links import QUALIFIERS
from .trace_model import Hop, Statement, TraceData, TracedPath
from .trace_words import as_markdown, as_text, heading, locators

if TYPE_CHECKING:
    from ..export.flat_network import Edge, FlatNetwork

__all__ = ["FORMATS", "as_flat_network", "as_html", "render"]

WORDS = {"text": as_text, "md": as_markdown}
FORMATS = (*WORDS, "json", "dot", "svg", "png")


def render(
    trace: TraceData, kind: str, *, offset: int = 0, page: int | None = None, explain: bool = False
) -> bytes:
    """Write a trace.

    Parameters
    ----------
    kind : text, md, json, dot, svg or png.
    offset, page : which paths, because answers between classes can have thousands; the total is always
        reported.
    explain : whether text and Markdown say what each cost consists of; JSON always does.

    Raises
    ------
    NotFoundError
        `kind` is not one of the formats.
    """
    stop = None if page is None else offset + page
    shown = trace.paths[offset:stop]
    if kind in WORDS:
        return for_people(WORDS[kind](trace, shown, offset, explain=explain)).encode()
    if kind == "json":
        return _json(trace, shown, offset).encode()
    if kind not in FORMATS:
        raise NotFoundError("format", kind, legal=FORMATS)
    from ..export.dot import write as write_dot
    from ..export.figure import write_png, write_svg

    writer = {"dot": write_dot, "svg": write_svg, "png": write_png}[kind]
    return b"".join(pieces(writer(as_flat_network(trace, shown))[""]))


DRAWN = 5
"""Most paths in the drawing above a trace in a notebook."""


def as_html(trace: TraceData) -> str:
    """Return a drawing of the best paths and the text of the first hundred."""
    from html import escape

    words = escape(render(trace, "text", page=100).decode(), quote=False)
    drawing = render(trace, "svg", page=DRAWN).decode() if trace.paths else ""
    return f'{drawing}<pre style="white-space: pre-wrap">{words}</pre>'


def _json(trace: TraceData, shown: tuple[TracedPath, ...], offset: int) -> str:
    content: dict[str, Any] = {
        "source": asdict(trace.source),
        "target": asdict(trace.target),
        "options": asdict(trace.options),
        "total": len(trace.paths),
        "offset": offset,
        "paths": [_path_data(path) for path in shown],
        "labels": {name: trace.labels[name] for name in sorted(trace.labels)},
        "iris": {name: expand(name) for name in sorted(trace.labels)},
        "neighbours": dict(sorted(trace.neighbours.items())),
        "common_ground": trace.ground,
        "see_also": trace.see_also,
        "namesakes": trace.namesakes,
        "passages": trace.passages,
        "documents": trace.documents,
        "origins": {name: asdict(origin) for name, origin in sorted(trace.origins.items())},
        "hubs": trace.hubs,
        "searched": trace.searched,
        "reach": trace.reach if not trace.paths else None,
        "misses": [{"without": m.without, "path": _path_data(m.path)} for m in trace.misses],
        "coverage": trace.gaps,
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _path_data(path: TracedPath) -> dict[str, Any]:
    return asdict(path)


MARKS = ("symmetric", "planned", "agreed", "membership")
"""What a statement may be, which makes an attribute of its edge."""


def as_flat_network(trace: TraceData, paths: Iterable[TracedPath]) -> FlatNetwork:
    """Return the paths as one network: each entity once, every statement an edge, one row per path."""
    from ..export.colours import styles
    from ..export.flat_network import FlatNetwork, Node, references

    paths = list(paths)
    places = _places(paths)
    kinds = {name: trace.kinds.get(name, "Thing") for name in places}
    style = styles(kinds.values())
    nodes = tuple(
        Node(n, trace.labels[n], kinds[n], *places[n], 12.0, style[kinds[n]], {"iri": expand(n)})
        for n in sorted(places)
    )
    edges = {edge.id: edge for path in reversed(paths) for hop in path.hops for edge in _edges(hop)}
    texts = dict.fromkeys(
        ("wording", "source_passages", "fact", "status", "currency", "precision", *QUALIFIERS), "string"
    )
    return FlatNetwork(
        heading(trace),
        nodes,
        tuple(edges[name] for name in sorted(edges)),
        {"iri": "string"},
        {**texts, **_MONEY, **dict.fromkeys(MARKS, "boolean")},
        references({s.partition("#")[0] for s in locators(paths)}, trace.documents),
        trace.own_sources,
        references((name for name, origin in trace.origins.items() if origin.own), trace.documents),
        trace.lang,
        trace.terms,
    )


def _edges(hop: Hop) -> Iterator[Edge]:
    """Yield the statements of a hop as edges, those after the first of another kind."""
    from ..export.flat_network import Edge

    for number, said in enumerate(hop.statements):
        name = f"e/{said.fact or said.relation}/{said.source}/{said.target}"
        fields: dict[str, Any] = {"wording": said.words, "source_passages": "; ".join(said.sources)}
        fields |= {"fact": said.fact} if said.fact else {}
        fields |= _money(said)
        fields |= {name: True for name in MARKS if getattr(said, name)}
        fields |= {"status": said.status} if said.status else {}
        fields |= said.qualifiers
        kind = said.relation if number == 0 else f"{said.relation} ({number + 1})"
        ends = (said.source, said.target, said.relation, kind, 1.0, said.start, said.end)
        yield Edge(name, *ends, fields)


_SUM = {"amount": "double", "currency": "string"}


def _money(said: Statement) -> dict[str, Any]:
    """The amount; one that another account of the event counts otherwise is only a reported one."""
    if not said.amount:
        return {}
    amount, of = float(Decimal(said.amount)), "" if said.counted else "reported_"
    fields: dict[str, Any] = {f"{of}amount": amount, f"{of}currency": said.currency}
    return fields | ({"precision": said.precision} if said.precision else {})


_MONEY = {
    "amount": "double",
    "currency": "string",
    "reported_amount": "double",
    "reported_currency": "string",
}


def _places(paths: list[TracedPath]) -> dict[str, tuple[float, float]]:
    """Return positions: an entity is placed by the first path with it, each path with new ones has a row."""
    places: dict[str, tuple[float, float]] = {}
    widest = max((len(path.nodes) for path in paths), default=2)
    row = 0
    for path in paths:
        step = 240.0 * (widest - 1) / max(len(path.nodes) - 1, 1)
        before = len(places)
        for column, name in enumerate(path.nodes):
            places.setdefault(name, (column * step, row * 70.0))
        row += len(places) > before
    return places
