"""The files from which the explorer answers in the page what the service answers elsewhere.

`core` has every entity, fact, link and passage by id, in no language; `labels` their labels in one, in the
order of `core`. What only the page of one entity shows is in one of `SHARDS` files, each with a range of ids;
`core` has the first id of each. What is the same in every language is in `core`, or in a file without a
language. What follows from another file is not repeated: ``web/src/static/stored.ts`` restores it.
"""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..core.errors import NotFoundError
from ..core.languages import LANGUAGES
from ..core.messages import phrase
from ..lookup.describer import Describer
from ..network.paths.costs import Weights, hop_cost
from ..network.projections import list_projections
from ..web.explore.activity import activity
from ..web.explore.asking import query_index
from ..web.explore.finding import collection_titles
from ..web.explore.networks import edge_id, edge_record, projected
from ..web.explore.texts import Text, class_words, read_texts, words_of_names
from .records import Record, Records

if TYPE_CHECKING:
    from ..lookup.links import Link, Surcharges
    from ..web.explore import Explorer

__all__ = ["SHARDS", "data_files", "packed"]

SHARDS = 32
"""Maximum number of files with what only the page of one entity shows."""
_DETAILS = ("kinds", "names", "about", "notes", "identifiers", "sources", "translated", "points")
_SENTENCES = ("fact/", "obs:", "src:")
_NO_CLASS = ("Code", "Thing")
_NODE = ("kind", "country", "sectors", "degree", "plans", "unnamed")
_EXTRA = ("countries", "sectors", "amountShared", "agreed", "membership", "undirected", "possible", "context")
_FOLDED = (
    *_EXTRA, "weight", "facts", "amount", "currency", "planned", "date", "earliest", "latest", "sources",
)  # fmt: skip
_PLACED = ("id", "kind", "pillar", "first", "last", "dated", "countries", "projects", "unsummed", "sectors")
_PHRASES = (
    "{member} is named among {group}",
    "{member} is named among {group}, of which the source says: {words}",
)
_BY_LANGUAGE = ("front", "vocabulary")


def packed(value: object) -> bytes:
    """Return a value as compressed JSON, the same bytes each time."""
    # a map that is kept on disk becomes an object
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=dict)
    return gzip.compress(text.encode(), 9, mtime=0)


def data_files(explorer: Explorer, records: Records) -> Iterator[tuple[str, bytes]]:
    """Yield the path and the content of every file of data but the graph and the library."""
    shards, labels = _shards(records), {lang: records.labels(lang) for lang in LANGUAGES}
    shared = _shared(labels)
    core, links = _core(records, shared), list(_links(records))
    own = [name for name in dict.fromkeys([*core["things"], *labels["en"]]) if name not in shared]
    named = [name for name in own if name not in core["things"]]
    starts = [next(iter(shard)) for shard in shards]
    yield "data/core.json.gz", packed({**core, "named": named, "links": links, "shards": starts})
    for number, shard in enumerate(shards):
        yield f"data/details-{number}.json.gz", packed(shard)
    yield from _coverage(explorer, records)
    for lang in LANGUAGES:
        said = [labels[lang].get(name) for name in own]
        yield f"data/labels.{lang}.json.gz", packed({"labels": said, **_texts_of(records, lang)})
        for what in _BY_LANGUAGE:
            answer = explorer.answer(what, {"lang": lang})
            yield f"data/{what}.{lang}.json.gz", gzip.compress(answer, 9, mtime=0)
        for story in _stories(explorer):
            answer = explorer.answer("story", {"name": story, "lang": lang})
            yield f"data/story-{story}.{lang}.json.gz", gzip.compress(answer, 9, mtime=0)
    yield "data/activity.json.gz", packed(_activity(records))
    places = {_link_id(link): number for number, link in enumerate(links)}
    for projection in list_projections(_projections(records)):
        with suppress(NotFoundError):  # the graph has no such link
            found = _projection(records, projection.name)
            edges = [_edge(edge, places, links) for edge in found["edges"]]
            yield f"data/projection-{projection.name}.json.gz", packed({**found, "edges": edges})
    yield "data/search.json.gz", packed(_search(records))
    yield "data/asking.json.gz", packed(query_index(records.cache))


def _shared(groups: Mapping[str, Mapping[str, Any]]) -> Record:
    """The members that are the same in every language."""
    first, *others = groups.values()
    return {key: value for key, value in first.items() if all(o.get(key) == value for o in others)}


def _coverage(explorer: Explorer, records: Records) -> Iterator[tuple[str, bytes]]:
    """What the sources cover, in each language; the sources, which have none, without what `core` has."""
    answers = {lang: json.loads(explorer.answer("coverage", {"lang": lang})) for lang in LANGUAGES}
    shared = _shared(answers)
    sources = [_beyond(row, _told(records.wholes.get(row["id"], {}))) for row in shared["sources"]]
    yield "data/coverage.json.gz", packed({**shared, "sources": sources})
    for lang, answer in answers.items():
        yield f"data/coverage.{lang}.json.gz", packed({k: v for k, v in answer.items() if k not in shared})


def _projections(records: Records) -> Any:
    path = records.cache.queries / "projections.toml" if records.cache.queries else None
    return path if path and path.is_file() else None


def _stories(explorer: Explorer) -> list[str]:
    return [story["name"] for story in json.loads(explorer.answer("front", {}))["stories"]]


def _told(whole: Record) -> Record:
    """What `core` says of a source, by the names of the coverage."""
    return {"source" if key == "url" else key: value for key, value in whole.items()}


def _beyond(record: Record, known: Mapping[str, Any]) -> Record:
    """What a record has beside what is known; None for what it does not have."""
    return {key: record.get(key) for key in {**known, **record} if record.get(key) != known.get(key)}


def _core(records: Records, labels: Mapping[str, str]) -> Record:
    """Everything by id: each thing with its fact, statistic, source or passage, and its label if shared."""
    cache, things = records.cache, records.things
    parts: dict[str, Mapping[str, Any]] = {
        "fact": {n: {**fact, "sources": things[n].get("sources", [])} for n, fact in records.facts.items()},
        "said": records.qualifiers,
        "figure": records.statistics,
        "whole": records.wholes,
        "passage": _passages(records, labels),
    }
    entries: dict[str, Record] = {n: {k: t[k] for k in _NODE if k in t} for n, t in things.items()}
    for key, part in parts.items():
        for name, value in part.items():
            entries.setdefault(name, {})[key] = value
    for name, entry in entries.items():
        if name in labels:
            entry["label"] = labels[name]
    others = {name: label for name, label in labels.items() if name not in entries}
    return {"things": entries, "labels": others, "ground": cache.links.ground}


def _passages(records: Records, labels: Mapping[str, str]) -> dict[str, Record]:
    """Passage -> what neither its label nor its source says of it, and its locator if its id has another."""
    found = {}
    for locator, passage in records.cache.passages.items():
        path = locator.replace("#", "/")
        name = records.passages.get(f"src/{path}", f"src:{path}")
        whole = records.wholes.get(f"src:{locator.partition('#')[0]}", {})
        known = {k: whole[k] for k in ("url", "tier", "read") if k in whole} | {"label": labels.get(name)}
        other = {} if name == f"src:{path}" else {"locator": locator}
        found[name] = _beyond(passage, known) | other
    return found


def _links(records: Records) -> Iterator[list[Any]]:
    """Each link: ends, relation, fact, years; timeless, planned, of a group; doubt, passages, its edge."""
    cache, extra = records.cache, {}
    for a, b, data in cache.network("en").edges(data=True):
        row = edge_record(cache, a, b, data, "en")
        extra[edge_id(a, b, data)] = {key: row[key] for key in _EXTRA if key in row}
    for link in cache.links.links:
        flags = link.timeless + 2 * link.planned + 4 * link.membership
        cited = [] if link.fact else list(link.sources)
        key = "|".join((link.fact or "", link.relation, link.source, link.target))
        doubt = _doubt(link, cache.links.surcharges)
        yield [
            link.source, link.target, link.relation, link.fact, link.start, link.end, flags, doubt, cited,
            extra.get(key, {}),
        ]  # fmt: skip


def _doubt(link: Link, surcharges: Surcharges) -> int:
    """What a link adds to the cost of its hop, whatever it cites."""
    weights = Weights(surcharges=surcharges)
    return hop_cost([replace(link, sources=())], weights) - weights.hop - weights.unsourced


def _shards(records: Records) -> list[dict[str, Record]]:
    found: dict[str, Record] = {}
    inward: dict[str, list[list[Any]]] = defaultdict(list)
    for property_, start, end in records.inward:
        inward[end].append([property_, start, records.things.get(start, {}).get("sources", [])])
    for name, thing in records.things.items():
        # the explorer shows the sentence of a fact or statistic, not its names
        unshown = ("names",) if name.startswith(_SENTENCES) else ()
        entry = {key: thing[key] for key in _DETAILS if key in thing and key not in unshown}
        more = {
            "inward": inward.get(name),
            "figures": records.dimensions.get(name),
            "cited": [_cited(records, row) for row in records.cited.get(name, ())],
            "whole": records.parts.get(name),
        }
        known = _of_core(records, name)
        entry |= {key: value for key, value in more.items() if value}
        found[name] = {k: entry.get(k, []) for k in {**known, **entry} if entry.get(k, []) != known.get(k)}
    names = sorted(found)
    size = -(-len(names) // SHARDS) or 1
    return [{n: found[n] for n in names[at : at + size]} for at in range(0, len(names), size)]


def _of_core(records: Records, name: str) -> Record:
    """What the explorer takes from `core` for a thing whose details do not say it."""
    thing = records.things[name]
    fact = thing if name in records.facts else records.statistics.get(name, {})
    kinds = [] if thing["kind"] in _NO_CLASS else [thing["kind"]]
    return {"sources": fact.get("sources", []), "kinds": kinds}


def _cited(records: Records, name: str) -> Any:
    """What a passage is cited for, with its class if it is not drawn as that."""
    kind = records.kinds.get(name, ["Thing"])[0]
    return name if kind == records.things.get(name, {}).get("kind") else [name, kind]


def _texts_of(records: Records, lang: str) -> Record:
    describer = Describer(records.cache.store, lang)
    return {
        "units": records.units[lang],
        "gaps": list(describer.gaps()),
        "phrases": {text: _template(text, lang) for text in _PHRASES},
        "projections": {p.name: p.told(lang) for p in list_projections(_projections(records))},
        "collections": collection_titles(records.cache, lang),
    }


def _template(english: str, lang: str) -> str:
    """A phrase with its places still open."""
    names = ("member", "group", "words")
    return phrase(english, lang, **{name: f"{{{name}}}" for name in names})


def _activity(records: Records) -> Record:
    found = activity(records.cache, "en")
    return {
        "facts": [{key: row[key] for key in _PLACED if key in row} for row in found["facts"]],
        "figures": [row["id"] for row in found["figures"]],
        "countries": [{k: v for k, v in row.items() if k != "label"} for row in found["countries"]],
        "kinds": list(found["kinds"]),
        "sectors": list(found["sectors"]),
        "points": [{k: v for k, v in row.items() if k != "label"} for row in found["points"]],
    }


def _projection(records: Records, name: str) -> Record:
    found = projected(records.cache, name, "en", start=None, end=None)
    return {
        "nodes": [node["id"] for node in found["nodes"]],
        "edges": found["edges"],
        "left": found["left"],
    }


def _link_id(link: Sequence[Any]) -> str:
    source, target, relation, fact, *_ = link
    return edge_id(source, target, {"fact": fact, "relation": relation})


def _edge(edge: Mapping[str, Any], places: Mapping[str, int], links: Sequence[Sequence[Any]]) -> Any:
    """The number of the link that an edge is; the edge whole if it is folded or differs from its link."""
    number = places.get(edge["id"])
    if number is not None:
        known = links[number][-1]
        if all(known.get(key) == edge[key] for key in _EXTRA if key in edge):
            return number
    kept = _EXTRA if edge.get("fact") else _FOLDED
    extra = {key: edge[key] for key in kept if key in edge}
    return [edge["id"], edge["source"], edge["target"], edge["relation"], edge.get("fact"), extra]


def _search(records: Records) -> Record:
    """Names as they are written, and the folded words and facets that neither names nor labels give."""
    cache = records.cache
    texts, called, classes = read_texts(cache), words_of_names(cache), class_words(cache)
    written = cache.names.written
    return {
        "names": [[written.get(name, name), *things] for name, things in cache.names.by_name.items()],
        "classes": classes,
        "entities": [_entity(text, called, classes) for text in texts["entities"]],
        "statements": [[t.id, *(t.facets.get(f, ()) for f in ("kind", "country", "collection")),
                        sorted(cache.concerned([t.id])[1])] for t in texts["statements"]],
        "passages": [[text.id, *text.facets.get("collection", ())] for text in texts["passages"]],
    }  # fmt: skip


def _entity(text: Text, called: Mapping[str, str], classes: Mapping[str, str]) -> list[Any]:
    """An entity with its facets, and its words after those of its name, its class and its country."""
    kind, country = (next(iter(text.facets.get(f, ())), "") for f in ("kind", "country"))
    known = called.get(text.id, "") + classes.get(kind, "") + called.get(country, "")
    return [text.id, kind, country, text.words.removeprefix(known)]
