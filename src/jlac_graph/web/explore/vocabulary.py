"""The vocabulary that the explorer needs, and the coverage of the sources."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ...build.dataset_description import AUTHORS, LICENCE, TITLE
from ...core.namespaces import BASE, ONT, PREFIXES, local_name, page_path, shorten
from ...core.paths import queries_dir
from ...core.terms import text_of
from ...core.version import VERSION
from ...export import FORMATS
from ...export.colours import styles
from ...lookup.classes import read_types
from ...network.projections import list_projections
from ...output.rdf_dump import DUMP_FORMATS
from ...queries.glossary import read_glossary
from .activity import year_range
from .cache import Cache
from .in_use import in_use
from .statistics import HOME

__all__ = ["coverage", "vocabulary"]

_IN_SCHEME = "SELECT DISTINCT ?code WHERE { ?code skos:inScheme ?_scheme } ORDER BY ?code"
_SHOWN = ("id", "title", "coverage", "searched", "start", "end", "searchedOn", "missing", "readings")
_SCHEMES = {"tier": "tier", "financeType": "finance-type"}
"""Columns of queries with codes that qualify no statement -> the scheme of the codes."""
_MORE_SHAPES = ("hexagon", "star", "pentagon", "vee")
_TERMS = """
SELECT DISTINCT ?term ?type ?label WHERE {
  VALUES ?type { owl:Class owl:ObjectProperty owl:DatatypeProperty }
  ?term a ?type ; rdfs:label ?label . FILTER (LANG(?label) = ?_lang)
  FILTER (STRSTARTS(STR(?term), STR(jlac:)))
} ORDER BY ?term ?type"""
_SOURCES = """
SELECT ?source ?property ?value WHERE {
  ?source a jlac:Source ; ?property ?value .
  FILTER (!isIRI(?value) || ?property IN (jlac:tier, jlac:inCollection))
}"""
_LEDGER = """
SELECT ?source ?section ?outcome (COUNT(DISTINCT ?passage) AS ?n) WHERE {
  ?passage a jlac:Passage ; jlac:section ?section ; jlac:coverage ?outcome ; dcterms:isPartOf ?source .
} GROUP BY ?source ?section ?outcome ORDER BY ?source ?section ?outcome"""
_COLLECTIONS = """
SELECT ?collection ?property ?value WHERE {
  ?collection a jlac:Collection ; ?property ?value . FILTER (!isIRI(?value))
} ORDER BY ?collection ?property ?value"""
_KEPT = "SELECT DISTINCT ?collection WHERE { ?collection a jlac:Collection }"
_PARTS = "SELECT DISTINCT ?passage ?source WHERE { ?passage a jlac:Passage ; dcterms:isPartOf ?source }"
_DERIVED = f"{PREFIXES['prov']}wasDerivedFrom"
_TOPS = tuple(ONT + top for top in ("Entity", "Fact", "Observation"))
_READINGS = """
SELECT ?collection ?reading (COUNT(DISTINCT ?passage) AS ?n) WHERE {
  ?source jlac:inCollection ?collection . ?passage dcterms:isPartOf ?source ; a jlac:Passage .
  OPTIONAL { ?passage jlac:reading ?given }
  BIND (COALESCE(?given, "") AS ?reading)
} GROUP BY ?collection ?reading ORDER BY ?collection ?reading"""
_CITED = "SELECT (COUNT(DISTINCT ?thing) AS ?n) WHERE { ?thing jlac:citation ?locator }"


def vocabulary(cache: Cache, lang: str) -> dict[str, Any]:
    """Return the labels of classes and relations in use, their colours, projections, formats, terms."""
    used = in_use(cache)
    return {
        "version": VERSION,
        "author": AUTHORS,
        "year": _year(cache),
        "base": BASE,
        "bases": list(cache.bases[1:]),
        "repository": _repository(),
        "kinds": cache.terms(used["kinds"], lang) | _unclassed(cache, lang),
        "styles": _styles({*used["kinds"]}),
        "facts": cache.terms(used["facts"], lang),
        "relations": cache.terms(used["relations"], lang),
        "context": list(used["context"]),
        "countries": cache.labels(used["countries"], lang),
        "sectors": cache.labels(used["sectors"], lang),
        "plans": list(used["plans"]),
        "codes": {name: _codes(cache, name, codes, lang) for name, codes in used["codes"].items()}
        | {name: _scheme(cache, scheme, lang) for name, scheme in _SCHEMES.items()},
        "span": year_range(cache),
        "holds": cache.kept("holds", lambda: _holds(cache)),
        "projections": {p.name: p.told(lang) for p in list_projections(_projections(cache))},
        "topics": _topics(cache, lang),
        "starts": [cache.node(name, lang) for name in used["starts"] if name != HOME],
        "formats": {name: form.summary for name, form in FORMATS.items()},
        "prefixes": dict(PREFIXES),
        "terms": _terms(cache, lang),
    }


def _year(cache: Cache) -> int:
    """Return the year in which the graph was written; of a graph on a server, this year."""
    path = Path(cache.store.name)
    day = datetime.datetime.fromtimestamp(path.stat().st_mtime, datetime.UTC) if path.exists() else None
    return (day or datetime.datetime.now(datetime.UTC)).year


def _repository() -> str:
    """The address of the project's repository, from the package's metadata; empty if it names none."""
    from importlib.metadata import PackageNotFoundError, metadata

    try:
        urls = metadata("jlac-graph").get_all("Project-URL") or []
    except PackageNotFoundError:
        return ""
    named = dict(url.lower().split(", ", 1) for url in urls if ", " in url)
    return next((named[name] for name in ("repository", "source", "source code") if name in named), "")


def _holds(cache: Cache) -> dict[str, int]:
    """How many facts, statistics, cited sources and collections the graph holds."""
    parts = [(text_of(passage), text_of(source)) for passage, source in cache.store.select(_PARTS)]
    cited = {text_of(row[2]) for row in cache.store.statements([_DERIVED])}
    return {
        "facts": len(cache.fact_kinds),
        "figures": len(cache.kinds["Observation"]),
        "collections": len(cache.store.select(_KEPT)),
        "sources": len({source for passage, source in parts if passage in cited}),
    }


def _counts(cache: Cache) -> list[tuple[str, int]]:
    """How many entities, facts and statistics are of each class, the broader ones too; the most first."""
    met = Counter(read_types(cache.store, _TOPS).values())
    found: Counter[str] = Counter()
    for kinds, number in met.items():
        found.update({kind: number for kind in kinds if kind.startswith(ONT)})
    return [(local_name(kind), n) for kind, n in sorted(found.items(), key=lambda item: (-item[1], item[0]))]


def _codes(cache: Cache, scheme: str, codes: Sequence[str], lang: str) -> dict[str, str]:
    """Some codes of a scheme with their labels."""
    labels = cache.labels([f"code:{scheme}/{name}" for name in codes], lang)
    return {name: labels[f"code:{scheme}/{name}"] for name in codes}


def _unclassed(cache: Cache, lang: str) -> dict[str, str]:
    """Return the classes of nodes that are not entities: codes, and statistics with claims."""
    terms = cache.terms(["Code", "Observation"], lang)
    return {"Code": terms["Code"], "Thing": terms["Observation"]}


def _styles(kinds: set[str]) -> dict[str, dict[str, str]]:
    """Return colour and shape of each kind; where the palette repeats, with other shapes."""
    found: dict[str, dict[str, str]] = {}
    taken: set[tuple[str, str]] = set()
    for kind, style in styles(kinds).items():
        free = (s for s in (style.shape, *_MORE_SHAPES) if (style.colour, s) not in taken)
        shape = next(free, style.shape)
        taken.add((style.colour, shape))
        found[kind] = {"colour": style.colour, "shape": shape}
    return found


def _projections(cache: Cache) -> Any:
    path = cache.queries / "projections.toml" if cache.queries else None
    return path if path and path.is_file() else None


def _topics(cache: Cache, lang: str) -> dict[str, str]:
    """Return the topics of the query library, in the order in which they are listed."""
    topics = read_glossary(cache.queries or queries_dir()).topics
    return {name: texts.get(lang) or texts["en"] for name, texts in topics.items()}


def _terms(cache: Cache, lang: str) -> list[dict[str, str]]:
    from pyoxigraph import Literal

    rows = cache.store.select(_TERMS, {"_lang": Literal(lang)})
    return [
        {"name": local_name(text_of(term)), "type": local_name(text_of(kind)), "label": text_of(label)}
        for term, kind, label in rows
    ]


def coverage(cache: Cache, lang: str) -> dict[str, Any]:
    """Return the counts, sources with what they cover, the ledger of passages, licence and downloads."""
    held = cache.kept("held", lambda: _held(cache))
    counts, ledger = held["counts"], held["ledger"]
    labels = cache.terms({kind for kind, _ in counts}, lang)
    return {
        "title": TITLE,
        "version": VERSION,
        "licence": LICENCE,
        "triples": held["triples"],
        "cited": held["cited"],
        "counts": [{"kind": kind, "label": labels[kind], "count": n} for kind, n in counts],
        "collections": _collections(cache, held["readings"], lang),
        "readings": _scheme(cache, "reading", lang),
        "tiers": _scheme(cache, "tier", lang),
        "sources": _sources(held["sources"], held["citing"], lang),
        "ledger": ledger,
        "outcomes": cache.labels({row["outcome"] for row in ledger}, lang),
        "formats": {name: form.title for name, form in DUMP_FORMATS.items()},
    }


def _held(cache: Cache) -> dict[str, Any]:
    """What is counted over the whole graph, whatever the language."""
    select, facts = cache.store.select, cache.links.facts.values()
    return {
        "counts": _counts(cache),
        "triples": cache.store.count(),
        "cited": int(text_of(select(_CITED).rows[0][0])),
        "sources": [
            (shorten(text_of(s)), local_name(text_of(p)), text_of(v), getattr(v, "language", None))
            for s, p, v in select(_SOURCES).ordered()
        ],
        "readings": [[text_of(term) for term in row] for row in select(_READINGS)],
        "citing": Counter(stem for data in facts for stem in {at.partition("#")[0] for at in data.sources}),
        "ledger": [
            {
                "source": shorten(text_of(s)),
                "section": text_of(section),
                "outcome": shorten(text_of(o)),
                "count": int(text_of(n)),
            }
            for s, section, o, n in select(_LEDGER)
        ],
    }


def _sources(
    stated: Sequence[tuple[str, str, str, str | None]], citing: Mapping[str, int], lang: str
) -> list[dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for source, name, text, language in stated:
        entry = found.setdefault(source, {"id": source})
        if language in (None, lang) or name not in entry:
            entry[name] = text
    for entry in found.values():
        entry["facts"] = str(citing.get(page_path(entry["id"]).removeprefix("src/"), 0))
        for name in {"tier", "inCollection"} & entry.keys():
            entry[name] = local_name(entry[name])
    return list(found.values())


def _scheme(cache: Cache, scheme: str, lang: str) -> dict[str, str]:
    """Every code of a scheme with its label."""
    from pyoxigraph import NamedNode

    bound = {"_scheme": NamedNode(f"{BASE}code/{scheme}")}
    names = [shorten(text_of(row[0])) for row in cache.store.select(_IN_SCHEME, bound)]
    labels = cache.labels(names, lang)
    return {name.rpartition("/")[2]: labels[name] for name in names}


def _collections(cache: Cache, readings: Sequence[Sequence[str]], lang: str) -> list[dict[str, Any]]:
    """Each collection: what belongs in it, what was searched, what is missing, how its passages were read."""
    found: dict[str, dict[str, Any]] = {}
    for collection, property_, value in cache.store.select(_COLLECTIONS):
        name = local_name(text_of(collection))
        entry = found.setdefault(name, {"id": name, "readings": {}})
        language = getattr(value, "language", None)
        if language in (None, lang) or local_name(text_of(property_)) not in entry:
            entry[local_name(text_of(property_))] = text_of(value)
    for of, reading, number in readings:
        if local_name(of) in found:
            found[local_name(of)]["readings"][local_name(reading) if reading else ""] = int(number)
    return [{key: entry[key] for key in _SHOWN if key in entry} for entry in found.values()]
