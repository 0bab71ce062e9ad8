"""The files from which the explorer answers in the page what the service answers elsewhere.

`core` has every entity, fact, link and passage by id, in no language; `labels` their labels in one.
What only the page of one entity shows is in one of `SHARDS` files, each with a range of ids; `core` has the
first id of each. What is the same in every language is in `core`, or in a file without a language.
"""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
    more = {"labels": shared, "shards": [next(iter(shard)) for shard in shards]}
    links = list(_links(records))
    yield "data/core.json.gz", packed({**_core(records), **more, "links": links})
    for number, shard in enumerate(shards):
        yield f"data/details-{number}.json.gz", packed(shard)
    yield from _coverage(explorer)
    for lang in LANGUAGES:
        own = {name: label for name, label in labels[lang].items() if name not in shared}
        yield f"data/labels.{lang}.json.gz", packed({"labels": own, **_texts_of(records, lang)})
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


def _coverage(explorer: Explorer) -> Iterator[tuple[str, bytes]]:
    """What the sources cover, in each language; their titles and addresses, which have none, once."""
    answers = {lang: json.loads(explorer.answer("coverage", {"lang": lang})) for lang in LANGUAGES}
    shared = _shared(answers)
    yield "data/coverage.json.gz", packed(shared)
    for lang, answer in answers.items():
        yield f"data/coverage.{lang}.json.gz", packed({k: v for k, v in answer.items() if k not in shared})


def _projections(records: Records) -> Any:
    path = records.cache.queries / "projections.toml" if records.cache.queries else None
    return path if path and path.is_file() else None


def _stories(explorer: Explorer) -> list[str]:
    return [story["name"] for story in json.loads(explorer.answer("front", {}))["stories"]]


def _core(records: Records) -> Record:
    cache, things = records.cache, records.things
    return {
        "nodes": {name: {k: thing[k] for k in _NODE if k in thing} for name, thing in things.items()},
        "facts": {
            name: {**fact, "sources": things[name].get("sources", [])} for name, fact in records.facts.items()
        },
        "said": records.qualifiers,
        "figures": records.statistics,
        "passages": cache.passages,
        "ground": cache.links.ground,
        "wholes": records.wholes,
    }


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
            "cited": [[row, records.kinds.get(row, ["Thing"])[0]] for row in records.cited.get(name, ())],
            "whole": records.parts.get(name),
        }
        found[name] = {**entry, **{k: v for k, v in more.items() if v}}
    names = sorted(found)
    size = -(-len(names) // SHARDS) or 1
    return [{n: found[n] for n in names[at : at + size]} for at in range(0, len(names), size)]


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
    """The folded words of entities and passages, of names and of classes, and the facets of statements."""
    cache = records.cache
    texts = read_texts(cache)
    return {
        "names": {name: list(things) for name, things in cache.names.by_name.items()},
        "written": cache.names.written,
        "called": words_of_names(cache),
        "classes": class_words(cache),
        "entities": _texts(texts["entities"]),
        "statements": [[t.id, *(t.facets.get(f, ()) for f in ("kind", "country", "collection"))]
                       for t in texts["statements"]],
        "passages": _texts(texts["passages"]),
    }  # fmt: skip


def _texts(texts: Sequence[Text] | Iterable[Text]) -> list[list[Any]]:
    return [[text.id, text.words, text.facets] for text in texts]
