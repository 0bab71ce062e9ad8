"""A trace as text, Markdown, JSON, or as a drawing for the export writers."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from .errors import NotFoundError
from .links import spaced
from .terms import expand

if TYPE_CHECKING:
    from .export.sheet import Edge, Sheet
    from .trace import Hop, Statement, Trace, TracedPath

__all__ = ["FORMATS", "as_html", "as_sheet", "render"]

PICTURES = ("svg", "png")
PLAIN = (None, "completed", "reported")
"""Statuses that add nothing to the words."""


def render(trace: Trace, kind: str, *, offset: int = 0, page: int | None = None) -> bytes:
    """Write a trace.

    Parameters
    ----------
    kind : text, md, json, dot, svg or png.
    offset, page : which paths, for the answers between classes that run to thousands; what is left
        out is always said.

    Raises
    ------
    NotFoundError
        There is no such format.
    """
    stop = None if page is None else offset + page
    shown = trace.paths[offset:stop]
    if kind in VIEWS:
        return VIEWS[kind](trace, shown, offset).encode()
    if kind not in FORMATS:
        raise NotFoundError("format", kind, FORMATS)
    from .export.dot import write as write_dot
    from .export.figure import write_png, write_svg

    writer = {"dot": write_dot, "svg": write_svg, "png": write_png}[kind]
    return writer(as_sheet(trace, shown))[""]


DRAWN = 5
"""Most paths in the drawing above a trace in a notebook."""


def as_html(trace: Trace) -> str:
    """A drawing of the best paths and the text of the first hundred."""
    from html import escape

    words = escape(render(trace, "text", page=100).decode(), quote=False)
    drawing = render(trace, "svg", page=DRAWN).decode() if trace.paths else ""
    return f'{drawing}<pre style="white-space: pre-wrap">{words}</pre>'


def _head(trace: Trace) -> str:
    a, b = (_end(trace, end.text, end.things, end.single) for end in (trace.source, trace.target))
    return f"{a} – {b}"


def _end(trace: Trace, text: str, things: tuple[str, ...], single: bool) -> str:
    return trace.labels[things[0]] if single else f"{text} ({len(things)} things)"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _shown(trace: Trace, shown: tuple[TracedPath, ...], offset: int) -> str:
    if not trace.paths:
        return "no path"
    if len(shown) == len(trace.paths):
        return _count(len(shown), "path")
    last = offset + len(shown)
    return f"paths {offset + 1:,} to {last:,} of {len(trace.paths):,}; --page for others"


def _text(trace: Trace, shown: tuple[TracedPath, ...], offset: int) -> str:
    lines = [f"{_head(trace)}: {_shown(trace, shown, offset)}"]
    for number, path in enumerate(shown, offset + 1):
        names = " – ".join(trace.labels[n] for n in path.nodes)
        lines += ["", f"{number}. {names}", *(f"   {line}" for line in _strength(trace, path))]
        for hop in path.hops:
            lines += _hop_text(trace, hop)
    below = [*_between(trace, shown), *_account(trace)]
    return "\n".join([*lines, "", *below, "", *_sources(trace, shown)]).rstrip() + "\n"


def _strength(trace: Trace, path: TracedPath) -> Iterator[str]:
    """What the path rests on at its weakest, and what on it is no dealing at all."""
    backing = [{s for said in hop.statements for s in said.sources} for hop in path.hops]
    least = min(backing, key=lambda cited: (len({s.partition("#")[0] for s in cited}), len(cited)))
    documents = {locator.partition("#")[0] for locator in least}
    rests = f"{_count(len(least), 'passage')} of {_count(len(documents), 'document')}"
    weakest = rests if least else "no passage"
    yield f"{_count(len(path.hops), 'link')}, the weakest on {weakest}; cost {path.cost:.2f}"
    for name in path.nodes[1:-1]:
        if name in trace.ground:
            label, many = trace.labels[name], _count(trace.neighbours[name], "neighbour")
            yield f"meets in {label} ({many}): common ground, not a dealing between the two sides"


def _between(trace: Trace, shown: tuple[TracedPath, ...]) -> Iterator[str]:
    """What lies between the ends, class by class: which firms, through which projects."""
    if len(shown) < 2:
        return
    counts = Counter(name for path in shown for name in path.nodes[1:-1])
    groups: dict[str, list[str]] = defaultdict(list)
    for name, number in sorted(counts.items(), key=lambda item: (-item[1], trace.labels[item[0]])):
        groups[trace.kinds.get(name, "Thing")].append(f"{trace.labels[name]} ({number})")
    if groups:
        yield "between them, with the number of paths:"
        yield from (f"  {spaced(kind)}: {'; '.join(names)}" for kind, names in sorted(groups.items()))


def _sources(trace: Trace, shown: Iterable[TracedPath]) -> Iterator[str]:
    """Each document cited, and what to look up in it for each locator."""
    cited = sorted({*_locators(list(shown))}, key=_natural)
    for name in sorted({locator.partition("#")[0] for locator in cited}):
        yield f"{name}: {trace.documents.get(name, name)}"
        for locator in cited:
            if locator.partition("#")[0] == name and trace.passages.get(locator, locator) != locator:
                yield f"  {locator}  {trace.passages[locator]}"


def _natural(locator: str) -> list[tuple[int, str]]:
    """Numbers in a text compare as numbers."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", locator)]


def _hop_text(trace: Trace, hop: Hop) -> Iterator[str]:
    yield f"   {trace.labels[hop.source]} – {trace.labels[hop.target]}"
    for said in hop.statements:
        yield f"     {said.words}{_note(said)}"
        yield f"       {_evidence(said)}"


def _note(said: Statement) -> str:
    return f" [{said.status}]" if said.status not in PLAIN else ""


def _evidence(said: Statement) -> str:
    where = " ".join(said.sources) or "no source"
    return f"{said.fact}  {where}" if said.fact else where


def _account(trace: Trace) -> Iterator[str]:
    """What was searched and left out; when nothing was found, what would give a path."""
    found = trace.searched
    extent = f"{_count(found['links'], 'link')} between {_count(found['things'], 'thing')}"
    if trace.paths:
        yield "cost: 1 a link, more where few sources back it or it is only a plan, and for passing hubs"
    yield f"searched {extent}, at most {_count(trace.options.max_length, 'link')} a path"
    if found["undated"]:
        yield f"left out for bearing no date: {_count(found['undated'], 'link')}"
    if found["detours"]:
        yield f"left out for going round within one fact: {_count(found['detours'], 'path')}"
    if trace.hubs:
        hubs = ", ".join(trace.labels[n] for n in trace.hubs)
        yield f"not passed through, with over {trace.options.max_degree} neighbours: {hubs}"
    if trace.paths:
        return
    near = ", ".join(f"{count:,}" for count in trace.reach)
    yield f"things within reach of either end: {near}"
    for miss in trace.misses:
        names = " – ".join(trace.labels[n] for n in miss.path.nodes)
        yield f"there would be a path without the wish '{miss.without}': {names}"
    yield from (f"the sources cover: {gap}" for gap in trace.gaps)


def _markdown(trace: Trace, shown: tuple[TracedPath, ...], offset: int) -> str:
    lines = [f"# {_head(trace)}", "", f"{_shown(trace, shown, offset).capitalize()}."]
    for number, path in enumerate(shown, offset + 1):
        names = " – ".join(trace.labels[n] for n in path.nodes)
        lines += ["", f"## {number}. {names}", "", *(f"{line}  " for line in _strength(trace, path)), ""]
        lines += ["| from | to | statement | status | source |", "|---|---|---|---|---|"]
        lines += [_row(trace, hop, said) for hop in path.hops for said in hop.statements]
    below = [*_between(trace, shown), *_account(trace)]
    sources = [f"- {line.strip()}" for line in _sources(trace, shown)]
    lines += ["", *(f"{line}  " for line in below), "", *sources]
    return "\n".join(lines).rstrip() + "\n"


def _row(trace: Trace, hop: Hop, said: Statement) -> str:
    cells = (
        trace.labels[hop.source],
        trace.labels[hop.target],
        said.words,
        said.status or "",
        " ".join(said.sources),
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _json(trace: Trace, shown: tuple[TracedPath, ...], offset: int) -> str:
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
        "passages": trace.passages,
        "documents": trace.documents,
        "hubs": trace.hubs,
        "searched": trace.searched,
        "reach": trace.reach if not trace.paths else None,
        "misses": [{"without": m.without, "path": _path_data(m.path)} for m in trace.misses],
        "coverage": trace.gaps,
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _path_data(path: TracedPath) -> dict[str, Any]:
    return asdict(path)


VIEWS: dict[str, Callable[[Trace, tuple[TracedPath, ...], int], str]] = {
    "text": _text,
    "md": _markdown,
    "json": _json,
}
FORMATS = (*VIEWS, "dot", *PICTURES)


def as_sheet(trace: Trace, paths: Iterable[TracedPath]) -> Sheet:
    """The paths as one network: each thing once, every statement an edge, a row a path."""
    from .export.colours import styles
    from .export.sheet import Node, Sheet, references

    paths = list(paths)
    places = _places(paths)
    kinds = {name: trace.kinds.get(name, "Thing") for name in places}
    style = styles(kinds.values())
    nodes = tuple(
        Node(n, trace.labels[n], kinds[n], *places[n], 12.0, style[kinds[n]], {"iri": expand(n)})
        for n in sorted(places)
    )
    edges = {edge.id: edge for path in reversed(paths) for hop in path.hops for edge in _edges(hop)}
    texts = {"wording": "string", "source_passages": "string", "fact": "string"}
    return Sheet(
        _head(trace),
        nodes,
        tuple(edges[name] for name in sorted(edges)),
        {"iri": "string"},
        {**texts, "amount": "double", "symmetric": "boolean"},
        references({s.partition("#")[0] for s in _locators(paths)}, trace.documents),
    )


def _edges(hop: Hop) -> Iterator[Edge]:
    """The statements of a hop as edges, those after the first of another kind."""
    from .export.sheet import Edge

    for number, said in enumerate(hop.statements):
        name = f"e/{said.fact or said.relation}/{said.source}/{said.target}"
        fields: dict[str, Any] = {"wording": said.words, "source_passages": "; ".join(said.sources)}
        fields |= {"fact": said.fact} if said.fact else {}
        fields |= {"amount": float(Decimal(said.amount))} if said.amount else {}
        fields |= {"symmetric": True} if said.symmetric else {}
        kind = said.relation if number == 0 else f"{said.relation} ({number + 1})"
        ends = (said.source, said.target, said.relation, kind, 1.0, said.start, said.end)
        yield Edge(name, *ends, fields)


def _locators(paths: list[TracedPath]) -> Iterator[str]:
    for path in paths:
        for hop in path.hops:
            for said in hop.statements:
                yield from said.sources


def _places(paths: list[TracedPath]) -> dict[str, tuple[float, float]]:
    """A thing stands where the first path that has it puts it; a path with new things takes a row."""
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
