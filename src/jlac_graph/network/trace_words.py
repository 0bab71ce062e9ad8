"""A trace in words: as plain text and as Markdown."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..core.languages import comma_list, digits
from ..core.messages import count, phrase
from ..core.namespaces import short_id
from ..lookup.describer import Origin
from .trace_model import Hop, Statement, TraceData, TracedPath, TraceOptions

_NAMED = 3
"""Namesakes that a line names; it counts the others."""

__all__ = ["as_markdown", "as_text", "condition_in_words", "heading", "locators"]


def heading(trace: TraceData) -> str:
    """Return the two ends of a trace in words."""
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


def as_text(trace: TraceData, shown: tuple[TracedPath, ...], offset: int, *, explain: bool = False) -> str:
    """Return paths as text: their hops with sentences and passages, what was searched, and the sources."""
    lines = [f"{heading(trace)}: {_shown(trace, shown, offset)}"]
    for number, path in enumerate(shown, offset + 1):
        names = " – ".join(trace.labels[n] for n in path.nodes)
        strength = _strength(trace, path, places=3 if explain else 2)
        lines += ["", f"{number}. {names}", *(f"   {line}" for line in strength)]
        lines += [f"   {line}" for line in _explained(trace, path)] if explain else []
        for hop in path.hops:
            lines += _hop_text(trace, hop)
    below = [*_between(trace, shown), *_account(trace)]
    return "\n".join([*lines, "", *below, "", *_sources(trace, shown)]).rstrip() + "\n"


def _strength(trace: TraceData, path: TracedPath, *, places: int) -> Iterator[str]:
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
    several = len(path.hops) > 1
    words = "{links}, " + ("the weakest stated" if several else "stated") + " in {weakest}; cost {cost}"
    yield phrase(words, lang, links=links, weakest=weakest, cost=digits(path.cost, lang, places=places))
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
    if path.together:
        things = count(len(path.nodes), "entity", lang)
        facts = comma_list(map(short_id, path.together), lang)
        yield phrase("one fact names all {things}: {facts}", lang, things=things, facts=facts)


def _explained(trace: TraceData, path: TracedPath) -> Iterator[str]:
    """Yield what each hop and each entity passed through adds to the cost of a path."""
    lang = trace.lang
    for hop in path.hops:
        names = f"{trace.labels[hop.source]} – {trace.labels[hop.target]}"
        yield f"  {_added(hop.parts, lang)}  {names}"
    for name, parts in path.passing.items():
        many = count(trace.neighbours[name], "neighbour", lang)
        words = "passing through {label} ({many})"
        yield f"  {_added(parts, lang)}  {phrase(words, lang, label=trace.labels[name], many=many)}"


def _added(parts: Mapping[str, float], lang: str) -> str:
    """Return costs with their sum: ``1.75 = link 1 + documents 0.5 + passages 0.25``."""
    words = (f"{phrase(part, lang)} {digits(cost, lang)}" for part, cost in parts.items())
    return f"{digits(round(sum(parts.values()), 3), lang)} = {' + '.join(words)}"


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
    cited = sorted({*locators(shown)}, key=_natural)
    for name in sorted({locator.partition("#")[0] for locator in cited}):
        yield f"{name}: {trace.documents.get(name, name)}"
        if where := _origin(trace, name):
            yield f"  {where}"
        for locator in cited:
            if locator.partition("#")[0] == name and trace.passages.get(locator, locator) != locator:
                yield f"  {locator}  {trace.passages[locator]}"


def _origin(trace: TraceData, name: str) -> str:
    """Return the address of a document on the web and its collection."""
    origin = trace.origins.get(name, Origin())
    part = phrase("collection {name}", trace.lang, name=origin.collection) if origin.collection else ""
    return "  ".join(filter(None, (origin.address, part)))


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
    for name, label in said.parties.items():
        yield phrase("{name}: {value}", trace.lang, name=name, value=label)
    for name in said.unsaid:
        yield phrase("{name}: {value}", trace.lang, name=trace.terms[name], value=said.qualifiers[name])


def _evidence(trace: TraceData, said: Statement) -> str:
    where = _passages(trace, said) or phrase("no source", trace.lang)
    return f"{short_id(said.fact)}  {where}" if said.fact else where


def _passages(trace: TraceData, said: Statement) -> str:
    """Return the locators of a statement, those of the user's own collections with their collection."""
    return " ".join(_marked(trace, locator) for locator in said.sources)


def _marked(trace: TraceData, locator: str) -> str:
    origin = trace.origins.get(locator.partition("#")[0], Origin())
    if not origin.own:
        return locator
    words = phrase("collection {name}", trace.lang, name=origin.collection)
    return phrase("{text} ({things})", trace.lang, text=locator, things=words)


def _account(trace: TraceData) -> Iterator[str]:
    """Yield what was searched and excluded and, without a path, what would give one."""
    found, lang = trace.searched, trace.lang
    if trace.paths:
        words = "cost: 1 per link, plus surcharges for few sources, doubt, plans, hubs, places and groups"
        yield phrase(words, lang)
        if trace.paths[0].same_year is False and not trace.paths[0].together:
            yield phrase(
                "the links of the first path hold in no common year; --overlap lists paths whose links do",
                lang,
            )
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
    for name, others in trace.namesakes.items():
        text = next(end.text for end in (trace.source, trace.target) if name in end.things)
        yield taken_for(text, name, others, trace.labels, lang)
    for name, others in trace.see_also.items():
        also = comma_list((f"{trace.labels[other]} ({short_id(other)})" for other in others), lang)
        yield f"{trace.labels[name]}: {phrase('see also', lang)} {also}"
    if not trace.paths:
        yield from _remedy(trace)


def taken_for(text: str, name: str, others: Sequence[str], labels: Mapping[str, str], lang: str) -> str:
    """Say for which entity a text was taken, and whose names begin with it too; the first of them by name.

    Parameters
    ----------
    name : short name of the entity.
    others : short names of those whose names begin with the text.
    labels : of the entity and of the others, by short name.
    """
    first = comma_list([f"{labels[other]} ({short_id(other)})" for other in others[:_NAMED]], lang)
    if len(others) > _NAMED:
        first = phrase("{names} and {more} more", lang, names=first, more=digits(len(others) - _NAMED, lang))
    words = "'{text}' was taken for {name}; other names begin with it: {others}; jlac search lists them"
    return phrase(words, lang, text=text, name=f"{labels[name]} ({short_id(name)})", others=first)


def _remedy(trace: TraceData) -> Iterator[str]:
    """Yield what is reachable, which condition excludes all paths, and what the sources cover."""
    lang = trace.lang
    near = ", ".join(digits(reach, lang) for reach in trace.reach)
    yield phrase("entities reachable from the first end and from the second: {near}", lang, near=near)
    for miss in trace.misses:
        names = " – ".join(trace.labels[n] for n in miss.path.nodes)
        words = "dropping the condition '{wish}' would give a path: {names}"
        yield phrase(words, lang, wish=condition_in_words(miss.condition, trace.options, lang), names=names)
    if trace.collections:
        words = "searched in these collections: {names}; jlac query collections says what each covers"
        yield phrase(words, lang, names="; ".join(trace.collections))
    else:
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


def as_markdown(
    trace: TraceData, shown: tuple[TracedPath, ...], offset: int, *, explain: bool = False
) -> str:
    """Return paths as Markdown, one table of statements each."""
    lines = [f"# {heading(trace)}", "", _sentence(trace, shown, offset)]
    for number, path in enumerate(shown, offset + 1):
        names = " – ".join(trace.labels[n] for n in path.nodes)
        strength = _strength(trace, path, places=3 if explain else 2)
        lines += ["", f"## {number}. {names}", "", *(f"{line}  " for line in strength), ""]
        lines += [*(f"- {line.strip()}" for line in _explained(trace, path)), ""] if explain else []
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
        _passages(trace, said),
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def locators(paths: Iterable[TracedPath]) -> Iterator[str]:
    """Yield the locators that statements of paths cite, as often as they are cited."""
    for path in paths:
        for hop in path.hops:
            for said in hop.statements:
                yield from said.sources
