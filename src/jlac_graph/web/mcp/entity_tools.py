"""The tools about entities: search, show, trace and cite."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...core.errors import NotFoundError, UsageError
from ...core.namespaces import expand, kind_of, page_path, shorten
from ...lookup.describer import Describer
from ...lookup.search import class_names, find_class, members, resolve
from ..explore.activity import year_range
from ..explore.finding import find
from ..explore.thing import suggestions, thing
from .evidence import citations, ledger_entry
from .pages import Found

if TYPE_CHECKING:
    from ...network.trace_model import Hop, Statement, TraceData, TracedPath
    from ..explore.cache import Cache

__all__ = ["cite", "not_covered", "outside_years", "path_record", "search", "show", "trace", "unknown"]

_MOST_HITS = 50
_EXACT = 100.0
_BACKING = 3
"""Statements of a step that a path shows; the rest is in the facts of the two entities."""
_PARTS = {
    "facts": "facts", "findings": "findings", "related": "related", "figures": "statistics",
    "accounts": "accounts", "inward": "mentions", "cited": "cited",
}  # fmt: skip
_KEPT = (
    "id", "words", "label", "role", "kindLabel", "status", "planned", "likelihood", "basis", "scope",
    "condition", "when", "date", "start", "end", "asOf", "amount", "currency", "value", "upper", "unit",
    "precision",
    "claimantLabel", "note", "flag", "sameClaim", "countedIn", "replaces", "sources",
)  # fmt: skip


def not_covered(cache: Cache, lang: str, reason: str, near: Sequence[str] = ()) -> Found:
    """Answer that what was asked is outside of what the sources cover, with what they do cover."""
    alike = [f"similar names: {', '.join(near)}"] if near else []
    gaps = [f"the sources cover: {gap}" for gap in Describer(cache.store, lang).gaps()]
    return Found((), "not covered", notes=[reason, *alike, *gaps])


def unknown(cache: Cache, lang: str, reason: str, error: NotFoundError) -> Found:
    """Answer that a name is not in the graph: with similar names it may be a slip, else it is not covered."""
    if not error.near or not error.kind.startswith("entity"):
        return not_covered(cache, lang, reason, error.near)
    alike = f"similar names: {', '.join(error.near)}; call again with one of them, or search for another"
    return Found((), "unknown name", notes=[f"no entity is called {error.name!r}", alike])


def search(cache: Cache, given: Mapping[str, Any]) -> Found:
    """Find entities by name."""
    text, lang = given["text"], given["lang"]
    hits = all_hits = suggestions(cache, text, lang, _MOST_HITS)
    if given["kind"]:
        among = _members(cache, given["kind"])
        hits = [hit for hit in all_hits if hit["id"] in among]
    if all_hits and not hits:
        others = ", ".join(f"{hit['id']} ({hit['kindLabel']})" for hit in all_hits[:5])
        return Found(
            (), "none found", notes=[f"no {given['kind']} has a name like {text!r}; others: {others}"]
        )
    if not hits:
        return _by_words(cache, text, lang)
    cited = citations(cache.store, [hit["id"] for hit in hits])
    items = [_hit(hit, cited.get(hit["id"], ())) for hit in hits]
    notes = ["links: the number of entities that facts link it to; show has its facts"]
    if hits[0]["score"] < _EXACT:
        notes.append(f"no entity is called exactly {text!r}; these names are similar or contain it")
    return Found(items, "found", notes=notes)


def _by_words(cache: Cache, text: str, lang: str) -> Found:
    """Find the entities and facts that have every word of a text that is not a name."""
    what = f"no entity of the graph is called {text!r}, in any language"
    groups = {
        name: find(cache, {"q": text, "group": name}, lang)[name] for name in ("entities", "statements")
    }
    entities, facts = (group["items"] if group["every"] else () for group in groups.values())
    if not entities and not facts:
        return not_covered(cache, lang, what, [hit.thing for hit in cache.names.close(text, limit=5)])
    cited = citations(cache.store, [row["id"] for row in entities])
    items = [_hit(row, cited.get(row["id"], ())) for row in entities] + [_kept("facts", row) for row in facts]
    totals = ", ".join(f"{name} {group['total']}" for name, group in groups.items() if group["every"])
    notes = [f"{what}; these have all its words, the first of each kind", f"in all: {totals}"]
    return Found(items, "found", notes=notes)


def _members(cache: Cache, kind: str) -> frozenset[str]:
    iri = find_class(cache.store, kind)
    if iri is None:
        raise NotFoundError("class", kind, class_names(cache.store, kind))
    return frozenset(members(cache.store, iri))


def _hit(hit: Mapping[str, Any], cited: Sequence[str]) -> dict[str, Any]:
    named = {"kind": "kindLabel", "country": "countryLabel", "links": "degree"}
    found = {key: hit[key] for key in ("id", "label", "name", "score") if key in hit}
    found |= {key: hit[name] for key, name in named.items() if name in hit}
    return found | {"sources": list(cited[:_BACKING])}


def show(cache: Cache, given: Mapping[str, Any]) -> Found:
    """Show everything about an entity."""
    lang, text = given["lang"], given["entity"]
    try:
        iri = resolve(cache.store, text, names=cache.names)
    except NotFoundError as error:
        return unknown(cache, lang, f"the graph has no statement about {text!r}", error)
    found = thing(cache, shorten(iri), lang)
    read = _taken(cache, text, shorten(iri))
    items = [
        _kept(part, row) for key, part in _PARTS.items() if given["part"] in ("", part) for row in found[key]
    ]
    head = _head(found)
    if items or head.get("qualifiers") or _is_source(found):
        return Found(items, "found", about=head, notes=[*read, *_notes_on(found)])
    if locator := ledger_entry(cache.store, iri):
        return Found((), "not covered", about=head, notes=[*read, locator])
    where = f" under {given['part']}" if given["part"] else ""
    return Found((), "none found", about=head, notes=[*read, f"the sources state nothing of it{where}"])


def _taken(cache: Cache, text: str, name: str) -> list[str]:
    """Say for which entity a text was taken if none is called exactly so."""
    if "#" in text or name == shorten(expand(text.strip())) or name in cache.names.exact(text):
        return []
    return [f"no entity is called exactly {text!r}; it was taken for {name}; search lists other names"]


def _is_source(found: Mapping[str, Any]) -> bool:
    return kind_of(str(found["id"])) == "src" and not found["whole"]


def _kept(part: str, row: Mapping[str, Any]) -> dict[str, Any]:
    found = {"part": part} | {key: row[key] for key in _KEPT if row.get(key) not in (None, "", [])}
    if parties := [f"{party['id']} ({party['role']})" for party in row.get("parties", ())]:
        found["parties"] = parties
    return found


def _head(found: Mapping[str, Any]) -> dict[str, Any]:
    first = ("id", "label", "kindLabel", "country", "names", "identifiers", "whole")
    head = {key: found[key] for key in first if found.get(key)}
    if kind_of(str(found["id"])) == "fact":  # its names are its sentence, as the label is, in other languages
        head.pop("names", None)
    head["properties"] = {
        row["label"]: [f"{v['label']} ({v['id']})" if "id" in v else v["label"] for v in row["values"]]
        for row in found["about"]
    }
    head |= {key: found[key] for key in ("qualifiers", "sources", "unnamed") if found.get(key)}
    return head


def _notes_on(found: Mapping[str, Any]) -> list[str]:
    notes = []
    if found["translated"]:
        notes.append(
            "names that no source gives, translated by the curators: " + _listed(found["translated"])
        )
    if found["related"]:
        notes.append("part related: what may belong together, though no source says so")
    if found["accounts"]:
        notes.append("part accounts: several sources report one event; count it once")
    if any(row.get("planned") for row in found["facts"]):
        notes.append(
            "facts with planned: the passage cited states a plan, talks or an expectation; "
            "another fact may report that it was carried out"
        )
    return notes


def _listed(names: Mapping[str, Sequence[str]]) -> str:
    return "; ".join(name for group in names.values() for name in group)


def trace(cache: Cache, given: Mapping[str, Any]) -> Found:
    """Trace the best-evidenced paths between two entities."""
    from ...network.trace_model import TraceOptions
    from ...network.tracing import trace as run

    options = TraceOptions(
        paths=given["paths"], max_length=given["max_length"], via=tuple(given["via"]),
        avoid=tuple(given["avoid"]), start=given["from_year"], end=given["to_year"],
        overlap=given["overlap"], max_degree=given["max_degree"],
    )  # fmt: skip
    lang, ends = given["lang"], (given["source"], given["target"])
    try:
        found = run(cache.store, *ends, options=options, lang=lang, links=cache.links, names=cache.names)
    except NotFoundError as error:
        if error.name not in ends:
            raise
        return unknown(cache, lang, f"the graph has no statement about {error.name!r}", error)
    about = {"source": _end(found, 0), "target": _end(found, 1), "searched": dict(found.searched)}
    outside = _outside(cache, found)
    single = [end for end in (found.source, found.target) if end.single]
    read = [note for end in single for note in _taken(cache, end.text, end.things[0])]
    if found.paths and not outside:
        items = [path_record(found, path) for path in found.paths]
        return Found(items, "found", about=about, notes=[*read, *_reading(found)])
    notes = [*read, *(outside or _without_path(found))]
    return Found((), "not covered" if outside else "none found", about=about, notes=notes)


def _end(found: TraceData, which: int) -> str:
    end = (found.source, found.target)[which]
    return f"{found.labels[end.things[0]]} ({end.things[0]})" if end.single else end.text


def path_record(found: TraceData, path: TracedPath) -> dict[str, Any]:
    """Return a path as `jlac trace --format json` has it, without what is empty."""
    more = {"groups": path.groups, "passing": path.passing, "together": path.together}
    return {
        "nodes": [f"{found.labels[name]} ({name})" for name in path.nodes],
        "cost": round(path.cost, 2),
        "shared_attributes": [name for name in path.nodes[1:-1] if name in found.ground],
        **{key: value for key, value in more.items() if value},
        **({} if path.same_year is None else {"same_year": path.same_year}),
        "steps": [_step(hop) for hop in path.hops],
    }


def _step(hop: Hop) -> dict[str, Any]:
    step: dict[str, Any] = {"from": hop.source, "to": hop.target, "parts": dict(hop.parts)}
    step["statements"] = [_said(said) for said in hop.statements[:_BACKING]]
    if (more := len(hop.statements) - _BACKING) > 0:
        step["more_statements"] = more
    return step


def _said(said: Statement) -> dict[str, Any]:
    found = {
        "fact": said.fact, "words": said.words, "status": said.status, "planned": said.planned,
        "amount": said.amount, "currency": said.currency, "start": said.start, "end": said.end,
        "notes": {name: said.qualifiers[name] for name in said.unsaid}, "sources": list(said.sources),
    }  # fmt: skip
    return {key: value for key, value in found.items() if value}


def _reading(found: TraceData) -> list[str]:
    notes = [
        "cost: 1 per link, plus surcharges for few sources, doubt, plans, hubs, places and groups",
        "parts of each step and passing add up to the cost; together: facts that name a whole path; "
        "same_year: whether all links hold in one year",
        "an entity under shared_attributes shows only a shared attribute, not a transaction",
    ]
    return notes + [f"{hub} was not passed: it has too many neighbours" for hub in found.hubs]


def _without_path(found: TraceData) -> Iterator[str]:
    yield f"entities reachable from the first end and from the second: {found.reach[0]}, {found.reach[1]}"
    for miss in found.misses:
        names = " – ".join(found.labels[name] for name in miss.path.nodes)
        yield f"dropping the condition '{miss.without}' would give a path: {names}"
    yield from (f"the sources cover: {gap}" for gap in found.gaps)


def _outside(cache: Cache, found: TraceData) -> list[str]:
    """Say why a trace is outside of what the sources cover: entities without links, other years."""
    reasons = [
        f"the sources state no link of {found.labels.get(end.things[0], end.text)}"
        for end in (found.source, found.target)
        if not any(name in cache.nearby for name in end.things)
    ]
    return [*reasons, *outside_years(cache, found.options.start, found.options.end)]


def outside_years(cache: Cache, first: int | None, last: int | None) -> list[str]:
    """Say that a period is before or after what the sources cover; nothing if it is not."""
    span = year_range(cache)
    if span and ((last is not None and last < span[0]) or (first is not None and first > span[1])):
        return [f"the sources cover {span[0]} to {span[1]}"]
    return []


def cite(cache: Cache, given: Mapping[str, Any]) -> Found:
    """Give references for locators, facts, statistics and entities."""
    items, said = [], []
    for text in dict.fromkeys(given["ids"]):
        try:
            iri = resolve(cache.store, text, names=cache.names)
        except UsageError as error:
            said.append(f"not covered: {error}")
            continue
        said += _taken(cache, text, shorten(iri))
        items += list(_references(cache, iri, given["lang"]))
    if not items:
        return not_covered(cache, given["lang"], "; ".join(said))
    return Found(items, "found", notes=said)


def _references(cache: Cache, iri: str, lang: str) -> Iterator[dict[str, Any]]:
    """Yield the reference of a passage, or those of all passages that state something of an entity."""
    name = shorten(iri)
    locators = (
        [_locator(name)] if _locator(name) in cache.passages else citations(cache.store, [name]).get(name, ())
    )
    described = Describer(cache.store, lang)
    documents = described.documents({at.partition("#")[0] for at in locators})
    places = described.passages(locators)
    if not locators:
        yield {"id": name, "label": described.label(name), "sources": [], "note": "no source states it"}
    for at in locators:
        source = at.partition("#")[0]
        ledger = ledger_entry(cache.store, expand(f"src:{at.replace('#', '/', 1)}"))
        yield {
            "id": at,
            **({"cited_for": name} if name != f"src:{at.replace('#', '/', 1)}" else {}),
            "reference": f"{documents.get(source, source)}; {places[at]}",
            "iri": expand(f"src:{at.replace('#', '/', 1)}"),
            **{key: text for key, text in cache.passages.get(at, {}).items() if key in ("url", "tier")},
            **({"coverage": ledger} if ledger else {}),
        }


def _locator(name: str) -> str:
    return page_path(name).removeprefix("src/").replace("/", "#", 1)
