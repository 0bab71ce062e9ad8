"""A trace as text, Markdown, JSON, or as a drawing for the export writers."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ..core.characters import for_people
from ..core.errors import NotFoundError
from ..core.languages import comma_list, digits
from ..core.messages import count, phrase
from ..core.namespaces import expand, short_id
from ..lookup.links import QUALIFIERS
from .trace_model import Hop, Statement, TraceData, TracedPath, TraceOptions

if TYPE_CHECKING:
    from ..export.flat_network import Edge, FlatNetwork

__all__ = ["FORMATS", "as_flat_network", "as_html", "condition_in_words", "render"]

PICTURES = ("svg", "png")


def render(trace: TraceData, kind: str, *, offset: int = 0, page: int | None = None) -> bytes:
    """Write a trace.

    Parameters
    ----------
    kind : text, md, json, dot, svg or png.
    offset, page : which paths, because answers between classes can have thousands; the total is always
        reported.

    Raises
    ------
    NotFoundError
        `kind` is not one of the formats.
    """
    stop = None if page is None else offset + page
    shown = trace.paths[offset:stop]
    if kind in VIEWS:
        view = VIEWS[kind](trace, shown, offset)
        return (view if kind == "json" else for_people(view)).encode()
    if kind not in FORMATS:
        raise NotFoundError("format", kind, legal=FORMATS)
    from ..export.dot import write as write_dot
    from ..export.figure import write_png, write_svg

    writer = {"dot": write_dot, "svg": write_svg, "png": write_png}[kind]
    return writer(as_flat_network(trace, shown))[""]


DRAWN = 5
"""Most paths in the drawing above a trace in a notebook."""


def as_html(trace: TraceData) -> str:
    """Return a drawing of the best paths and the text of the first hundred."""
    from html import escape

    words = escape(render(trace, "text", page=100).decode(), quote=False)
    drawing = render(trace, "svg", page=DRAWN).decode() if trace.paths else ""
    return f'{drawing}<pre style="white-space: pre-wrap">{words}</pre>'


def _head(trace: TraceData) -> str:
    a, b = (_end(trace, end.text, end.things, end.single) for end in (trace.source, trace.target))
    return f"{a} – {b}"


def _end(trace: TraceData, text: str, things: tuple[str, ...], single: bool) -> str:
    if single:
        return trace.labels[things[0]]
    return phrase("{text} ({things})", trace.lang, text=text, things=count(len(things), "entity", trace.lang))


def _shown(trace: TraceData, shown: tuple[TracedPath, ...], offset: int) -> str:
    lang, total = trace.lang, len(trace.paths)
    if not trace.paths:
        return phrase("no path", lang)
    if len(shown) == total:
        return count(total, "path", lang)
    first, last = digits(offset + 1, lang), digits(offset + len(shown), lang)
    words = "paths {first} to {last} of {total}; --page shows others"
    return phrase(words, lang, first=first, last=last, total=digits(total, lang))


def _text(trace: TraceData, shown: tuple[TracedPath, ...], offset: int) -> str:
    lines = [f"{_head(trace)}: {_shown(trace, shown, offset)}"]
    for number, path in enumerate(shown, offset + 1):
        names = " – ".join(trace.labels[n] for n in path.nodes)
        lines += ["", f"{number}. {names}", *(f"   {line}" for line in _strength(trace, path))]
        for hop in path.hops:
            lines += _hop_text(trace, hop)
    below = [*_between(trace, shown), *_account(trace)]
    return "\n".join([*lines, "", *below, "", *_sources(trace, shown)]).rstrip() + "\n"


def _strength(trace: TraceData, path: TracedPath) -> Iterator[str]:
    """Yield the weakest evidence of a path, and its intermediaries that are only shared attributes."""
    backing = [{s for said in hop.statements for s in said.sources} for hop in path.hops]
    least = min(backing, key=lambda cited: (len({s.partition("#")[0] for s in cited}), len(cited)))
    documents = {locator.partition("#")[0] for locator in least}
    lang, links = trace.lang, count(len(path.hops), "link", trace.lang)
    cited = {
        "passages": count(len(least), "passage", lang),
        "documents": count(len(documents), "document", lang),
    }
    weakest = phrase("{passages} of {documents}", lang, **cited) if least else phrase("no passage", lang)
    several = "{links}, the weakest stated in {weakest}; cost {cost}"
    words = several if len(path.hops) > 1 else "{links}, stated in {weakest}; cost {cost}"
    yield phrase(words, lang, links=links, weakest=weakest, cost=digits(path.cost, lang, places=2))
    words = "connected only through {label} ({many}), a shared attribute, not a transaction"
    for name in path.nodes[1:-1]:
        if name in trace.ground:
            many = count(trace.neighbours[name], "neighbour", lang)
            yield phrase(words, lang, label=trace.labels[name], many=many)
    for hop in path.hops:
        if all(said.planned for said in hop.statements):
            names = f"{trace.labels[hop.source]} – {trace.labels[hop.target]}"
            yield phrase("not yet realised: {what}", lang, what=names)
    words = "through the group {label}: what the source says of it is not said of each member"
    yield from (phrase(words, lang, label=trace.labels[group]) for group in path.groups)


def _between(trace: TraceData, shown: tuple[TracedPath, ...]) -> Iterator[str]:
    """Yield the intermediaries of the paths, by class."""
    if len(shown) < 2:
        return
    counts = Counter(name for path in shown for name in path.nodes[1:-1])
    groups: dict[str, list[str]] = defaultdict(list)
    for name, number in sorted(counts.items(), key=lambda item: (-item[1], trace.labels[item[0]])):
        groups[trace.kinds.get(name, "Thing")].append(f"{trace.labels[name]} ({number})")
    if groups:
        yield phrase("intermediaries, with the number of paths:", trace.lang)
        said = sorted((trace.terms[kind], names) for kind, names in groups.items())
        yield from (f"  {kind}: {'; '.join(names)}" for kind, names in said)


def _sources(trace: TraceData, shown: Iterable[TracedPath]) -> Iterator[str]:
    """Yield each cited document with its locators and passages."""
    cited = sorted({*_locators(list(shown))}, key=_natural)
    for name in sorted({locator.partition("#")[0] for locator in cited}):
        yield f"{name}: {trace.documents.get(name, name)}"
        for locator in cited:
            if locator.partition("#")[0] == name and trace.passages.get(locator, locator) != locator:
                yield f"  {locator}  {trace.passages[locator]}"


def _natural(locator: str) -> list[tuple[int, str]]:
    """Return a sort key by which numbers in a text compare as numbers."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", locator)]


def _hop_text(trace: TraceData, hop: Hop) -> Iterator[str]:
    yield f"   {trace.labels[hop.source]} – {trace.labels[hop.target]}"
    for said in hop.statements:
        yield f"     {said.words}"
        yield from (f"       {line}" for line in _remarks(trace, said))
        yield f"       {_evidence(trace, said)}"


def _status(trace: TraceData, said: Statement) -> str:
    if said.status is None:
        return ""
    status = trace.terms[said.status]
    return phrase("not yet realised: {what}", trace.lang, what=status) if said.planned else status


def _remarks(trace: TraceData, said: Statement) -> Iterator[str]:
    """What the sentence does not say of how far the statement goes; the note comes last."""
    for name in said.unsaid:
        yield phrase("{name}: {value}", trace.lang, name=trace.terms[name], value=said.qualifiers[name])


def _evidence(trace: TraceData, said: Statement) -> str:
    where = " ".join(said.sources) or phrase("no source", trace.lang)
    return f"{short_id(said.fact)}  {where}" if said.fact else where


def _account(trace: TraceData) -> Iterator[str]:
    """Yield what was searched and excluded and, without a path, what would give one."""
    found, lang = trace.searched, trace.lang
    if trace.paths:
        words = "cost: 1 per link, plus surcharges for few sources, doubt, plans, hubs, places and groups"
        yield phrase(words, lang)
    links, things = count(found["links"], "link", lang), count(found["things"], "entity", lang)
    words = "searched {links} between {things}, at most {most} per path"
    yield phrase(words, lang, links=links, things=things, most=count(trace.options.max_length, "link", lang))
    if found["undated"]:
        undated = count(found["undated"], "link", lang)
        yield phrase("excluded because undated: {links}", lang, links=undated)
    if found["detours"]:
        detours = count(found["detours"], "path", lang)
        yield phrase("excluded because they are detours within a single fact: {paths}", lang, paths=detours)
    if trace.hubs:
        hubs = comma_list((trace.labels[n] for n in trace.hubs), lang)
        words, limit = (
            "excluded because they have more than {limit} neighbours: {hubs}",
            trace.options.max_degree,
        )
        yield phrase(words, lang, limit=str(limit), hubs=hubs)
    for name, others in trace.see_also.items():
        also = comma_list((f"{trace.labels[other]} ({short_id(other)})" for other in others), lang)
        yield f"{trace.labels[name]}: {phrase('see also', lang)} {also}"
    if not trace.paths:
        yield from _remedy(trace)


def _remedy(trace: TraceData) -> Iterator[str]:
    """Yield what is reachable, which condition excludes all paths, and what the sources cover."""
    lang = trace.lang
    near = ", ".join(digits(reach, lang) for reach in trace.reach)
    yield phrase("entities reachable from the first end and from the second: {near}", lang, near=near)
    for miss in trace.misses:
        names = " – ".join(trace.labels[n] for n in miss.path.nodes)
        words = "dropping the condition '{wish}' would give a path: {names}"
        yield phrase(words, lang, wish=condition_in_words(miss.condition, trace.options, lang), names=names)
    yield from (phrase("the sources cover: {gap}", lang, gap=gap) for gap in trace.gaps)


def condition_in_words(condition: str, options: TraceOptions, lang: str) -> str:
    """Return a condition on the paths in words.

    Parameters
    ----------
    condition : a phrase of `core.messages` about the options, such as ``at most {links}``.

    Examples
    --------
    >>> condition_in_words("at most {links}", TraceOptions(max_length=2), "es")
    'como máximo 2 vínculos'
    """
    values = {
        "at most {links}": {"links": count(options.max_length, "link", lang)},
        "avoiding {names}": {"names": comma_list(options.avoid, lang)},
        "passing through {names}": {"names": comma_list(options.via, lang)},
    }
    return phrase(condition, lang, **values.get(condition, {}))


def _markdown(trace: TraceData, shown: tuple[TracedPath, ...], offset: int) -> str:
    lines = [f"# {_head(trace)}", "", _sentence(trace, shown, offset)]
    for number, path in enumerate(shown, offset + 1):
        names = " – ".join(trace.labels[n] for n in path.nodes)
        lines += ["", f"## {number}. {names}", "", *(f"{line}  " for line in _strength(trace, path)), ""]
        lines += [_headings(trace.lang), "|---|---|---|---|---|"]
        lines += [_row(trace, hop, said) for hop in path.hops for said in hop.statements]
    below = [*_between(trace, shown), *_account(trace)]
    sources = [f"- {line.strip()}" for line in _sources(trace, shown)]
    lines += ["", *(f"{line}  " for line in below), "", *sources]
    return "\n".join(lines).rstrip() + "\n"


def _sentence(trace: TraceData, shown: tuple[TracedPath, ...], offset: int) -> str:
    return phrase("{shown}.", trace.lang, shown=_shown(trace, shown, offset).capitalize())


def _headings(lang: str) -> str:
    columns = ("from", "to", "statement", "status", "source")
    return f"| {' | '.join(phrase(column, lang) for column in columns)} |"


def _row(trace: TraceData, hop: Hop, said: Statement) -> str:
    cells = (
        trace.labels[hop.source],
        trace.labels[hop.target],
        "; ".join((said.words, *_remarks(trace, said))),
        _status(trace, said),
        " ".join(said.sources),
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


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


VIEWS: dict[str, Callable[[TraceData, tuple[TracedPath, ...], int], str]] = {
    "text": _text,
    "md": _markdown,
    "json": _json,
}
FORMATS = (*VIEWS, "dot", *PICTURES)


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
    texts = dict.fromkeys(("wording", "source_passages", "fact", "status", *QUALIFIERS), "string")
    return FlatNetwork(
        _head(trace),
        nodes,
        tuple(edges[name] for name in sorted(edges)),
        {"iri": "string"},
        {**texts, "amount": "double", "symmetric": "boolean", "planned": "boolean", "membership": "boolean"},
        references({s.partition("#")[0] for s in _locators(paths)}, trace.documents),
        trace.own_sources,
    )


def _edges(hop: Hop) -> Iterator[Edge]:
    """Yield the statements of a hop as edges, those after the first of another kind."""
    from ..export.flat_network import Edge

    for number, said in enumerate(hop.statements):
        name = f"e/{said.fact or said.relation}/{said.source}/{said.target}"
        fields: dict[str, Any] = {"wording": said.words, "source_passages": "; ".join(said.sources)}
        fields |= {"fact": said.fact} if said.fact else {}
        fields |= {"amount": float(Decimal(said.amount))} if said.amount else {}
        marks = {"symmetric": said.symmetric, "planned": said.planned, "membership": said.membership}
        fields |= {name: True for name, holds in marks.items() if holds}
        fields |= {"status": said.status} if said.status else {}
        fields |= said.qualifiers
        kind = said.relation if number == 0 else f"{said.relation} ({number + 1})"
        ends = (said.source, said.target, said.relation, kind, 1.0, said.start, said.end)
        yield Edge(name, *ends, fields)


def _locators(paths: list[TracedPath]) -> Iterator[str]:
    for path in paths:
        for hop in path.hops:
            for said in hop.statements:
                yield from said.sources


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
