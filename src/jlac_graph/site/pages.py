"""The plain pages of the site: readable without a script, in four languages, one file for each address.

Links start at the root of the site, which the ``base`` of a page names relative to it, so that the site works
below any path. Everything from the graph is escaped.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import takewhile
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ..build.dataset_description import DATASET
from ..core.languages import LANGUAGES
from ..core.namespaces import expand, kind_of, page_path
from ..web.structured_data import dataset_record, json_ld, thing_record
from .records import Record, Records
from .words import LANGUAGE_NAMES, WORDS

if TYPE_CHECKING:
    from ..queries.parameters import Query

__all__ = [
    "POLICY",
    "Frame",
    "Inverse",
    "address_of",
    "entity_pages",
    "is_translated",
    "library_pages",
    "not_found_page",
    "view_pages",
]

_STATED = ("fact", "code", "obs", "src", "period")
"""Kinds of what is not an entity."""
POLICY = "default-src 'self';img-src 'self' data: blob:;form-action 'none';base-uri 'self'"
"""The Content-Security-Policy of each page: scripts, styles, workers and requests of this site only.

The first script of a page adds it before anything of the graph is read, because thousands of pages need
not repeat it; a browser that runs no scripts has nothing to forbid. A page has a ``base`` of its own, so it
cannot forbid all. The worker that runs SPARQL is loaded from the network, so it has a policy of its own:
the pages need no leave to compile WebAssembly.
"""
_UTF8 = "\ufeff"
"""The mark at the beginning of a page that says its encoding, shorter than an element."""
_VIEWS = ("search", "compare", "saved", "network", "map", "sparql", "data")


@dataclass(frozen=True, slots=True)
class Frame:
    """What surrounds the content of every page.

    There are thousands of pages: optional tags and quotes are left out, and one script adds the policy and
    the explorer with its style and its icon.

    Parameters
    ----------
    start : HTML of the head before anything of the graph: the style and the script, or the style and the
        policy if the explorer is not built.
    address : of the site, without a closing slash; empty if it is not known.
    """

    start: str = ""
    address: str = ""

    def page(self, path: str, title: str, body: str, *, head: str = "", canonical: bool = False) -> bytes:
        """Return the page of a path.

        Parameters
        ----------
        path : below the root; empty for the start page.
        title : plain text.
        body, head : HTML.
        canonical : whether the head names the address of the page.
        """
        if canonical and self.address:
            head = f"<link rel=canonical href={escape(address_of(self.address, path))}>{head}"
        return self.rooted(root_of(path), title, body, head=head)

    def rooted(self, root: str, title: str, body: str, *, head: str = "") -> bytes:
        """Return a page whose links start at a path to the root."""
        return (
            f"{_UTF8}<!doctype html><html lang=en><base href={root}/>{self.start}"
            f"<title>{escape(title)}</title>{head}<main id=plain>{body}</main>\n"
        ).encode()


def address_of(site: str, path: str) -> str:
    """Return the address of the page of a path.

    >>> address_of("https://example.org", "map"), address_of("https://example.org", "")
    ('https://example.org/map/', 'https://example.org/')
    """
    return f"{site}/{path}/" if path else f"{site}/"


def root_of(path: str) -> str:
    """Return the relative path from a page to the root of the site.

    >>> root_of("id/agent/jbic"), root_of("")
    ('../../..', '.')
    """
    return "/".join([".."] * len(path.split("/"))) if path else "."


def is_translated(path: str) -> bool:
    """Return whether the explorer has the page of a path in each language: a view or an entity, not a fact.

    >>> is_translated("id/agent/jbic"), is_translated("map"), is_translated("id/fact/jbic-caserones")
    (True, True, False)
    """
    return not path.startswith(("id/fact/", "code/", "obs/", "src/", "period/"))


def _articles(bodies: Mapping[str, str], path: str) -> str:
    """The same text in each language, with links to each on the page of a path."""
    place = f"{path}/" if path else ""
    names = "".join(f"<a href={place}#{lang} lang={lang}>{LANGUAGE_NAMES[lang]}</a> " for lang in bodies)
    parts = "".join(f"<article lang={lang} id={lang}>{body}</article>" for lang, body in bodies.items())
    return f"<nav>{names}</nav>{parts}"


def not_found_page(frame: Frame) -> bytes:
    """Return the page that a host shows for an unknown address; its root is absolute."""
    root = urlsplit(frame.address).path
    said = "".join(
        f"<article lang={lang}><h1>{WORDS['missing'][lang]}</h1>"
        f"<p><a href=./>{WORDS['home'][lang]}</a></article>"
        for lang in LANGUAGES
    )
    mark = "<meta name=jlac-missing content=1>"
    return frame.rooted(root, "404 – jlac-graph", said, head=mark)


@dataclass(frozen=True)
class _Writer:
    """Writes the pages of entities: the name or sentence in each language, the rest once."""

    records: Records
    frame: Frame
    labels: Mapping[str, Mapping[str, str]]
    inverse: Inverse
    passages: Mapping[str, str]

    def page(self, name: str) -> bytes:
        """Return the page of an id."""
        path, thing, label = page_path(name), self.records.things[name], self.labels["en"]
        entity = kind_of(name) not in _STATED and not name.endswith("--accounts")
        kinds = ", ".join(label.get(f"jlac:{kind}", kind) for kind in thing.get("kinds", ()))
        called = self._title(name)
        body = f"<h1>{escape(called)}</h1>{self._translations(name)}<p>{escape(kinds)}{self._whole(name)}"
        said = kind_of(name) in ("fact", "obs") or name in self.records.parts
        body += self._about(thing, said=said, but=called) + self._lists(name, thing)
        record = self._record(name, thing) if entity else {}
        # a record with a name alone repeats the heading
        head = json_ld(record) if {"sameAs", "alternateName"} & record.keys() else ""
        title = _cut(called) + (" – jlac-graph" if entity else "")
        return self.frame.page(path, title, body, head=head, canonical=entity)

    def _title(self, name: str) -> str:
        """The title of a source, the English label of anything else."""
        return str(self.records.wholes.get(name, {}).get("title") or self.labels["en"][name])

    def _whole(self, name: str) -> str:
        """A link to the source that a passage is part of; the label of the passage names it."""
        whole = self.records.parts.get(name, "")
        return f" ({self._link(whole, 'source')})" if whole in self.records.things else ""

    def _translations(self, name: str) -> str:
        labels = {lang: self.labels[lang][name] for lang in LANGUAGES[1:]}
        others = {text: lang for lang, text in labels.items() if text != self.labels["en"][name]}
        return "".join(f"<p lang={lang}>{escape(text)}" for text, lang in others.items())

    def _record(self, name: str, thing: Record) -> Record:
        """The schema.org record of an entity; facts, passages and codes have none."""
        names = [other for group in thing.get("names", {}).values() for other in group]
        same = [row["url"] for row in thing.get("identifiers", ()) if "url" in row]
        record = thing_record(expand(name), self.labels["en"][name], names, same)
        return {"@context": record["@context"], **record["about"], "subjectOf": {"@id": DATASET}}

    def _about(self, thing: Record, *, said: bool, but: str) -> str:
        """The properties of an entity; without codes if its sentence has them, and without its title."""
        labels, rows = self.labels["en"], []
        for property_, values in thing.get("about", ()):
            known = [v for v in values if v.get("lang") in (None, "en") and v.get("text") != but]
            shown = [v for v in known if not (said and _is_said(v))]
            cells = ", ".join(self._value(value) for value in shown)
            rows += [f"<li>{escape(labels[property_])}: {cells}"] if cells else []
        rows += [f"<li>{escape(labels['jlac:note'])}: {escape(note)}" for note in thing.get("notes", ())]
        return f"<ul>{''.join(rows)}</ul>" if rows else ""

    def _value(self, value: Record) -> str:
        if "id" in value:
            return self._link(value["id"])
        text = escape(value["text"])
        is_address = value["text"].startswith(("http://", "https://"))
        host = escape(urlsplit(value["text"]).netloc)
        return f'<a href="{text}" rel=noreferrer>{host}</a>' if is_address else text

    def _link(self, name: str, text: str = "") -> str:
        """A link to the page of an id; the text alone if it has none."""
        shown = escape(text or self.labels["en"][name])
        return f"<a href={page_path(name)}/>{shown}</a>" if name in self.records.things else shown

    def _lists(self, name: str, thing: Record) -> str:
        """What refers to it, its other names, and the passages that it cites."""
        inverse, records = self.inverse, self.records
        rows = {
            "facts": [self._link(row) for row in inverse.facts.get(name, ())],
            "statistics": [self._link(row) for row in records.dimensions.get(name, ())],
            "cited_for": [self._link(row) for row in records.cited.get(name, ())],
            "inward": [self._link(row) for row in inverse.inward.get(name, ())],
            "passages": self._passages(inverse.parts.get(name, ())),
            "names": _other_names(name, thing, self.labels),
            "identifiers": [_identifier(row) for row in thing.get("identifiers", ())],
            "sources": [self._passage(locator) for locator in thing.get("sources", ())],
        }
        if name.startswith("code:"):
            rows["statistics"] = rows["cited_for"] = []
        return "".join(
            f"<h2>{WORDS[key]['en']}</h2><ul>{''.join(f'<li>{item}' for item in items)}</ul>"
            for key, items in rows.items() if items
        )  # fmt: skip

    def _passages(self, names: Sequence[str]) -> list[str]:
        """The passages of a source, without the beginning that all their labels share."""
        labels = [self.labels["en"][name] for name in names]
        ends = zip(min(labels, default=""), max(labels, default=""), strict=False)
        same = takewhile(lambda pair: pair[0] == pair[1], ends)
        shared = "".join(letter for letter, _ in same).rpartition(", ")
        start = len(shared[0] + shared[1]) if len(names) > 1 else 0
        return [self._link(name, label[start:]) for name, label in zip(names, labels, strict=True)]

    def _passage(self, locator: str) -> str:
        text = self.passages.get(locator, locator)
        name = self.records.passages.get(f"src/{locator.replace('#', '/')}", "")
        return self._link(name, text) if name else escape(text)


def _is_said(value: Record) -> bool:
    """Whether the sentence of a fact or statistic has a value of it already: a code, a number or a date."""
    return kind_of(str(value.get("id", "code:"))) in ("", "code", "period")


def _cut(text: str, most: int = 50) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _other_names(name: str, thing: Record, labels: Mapping[str, Mapping[str, str]]) -> list[str]:
    if kind_of(name) in _STATED:
        return []
    said = {texts[name] for texts in labels.values()}
    groups = thing.get("names", {}).items()
    return [f"<span lang={lang or 'und'}>{escape(n)}</span>" for lang, group in groups
            for n in group if n not in said]  # fmt: skip


def _identifier(row: Record) -> str:
    value = escape(row["value"])
    return f'<a href="{value}" rel=noreferrer>{value}</a>' if "url" in row else f"{row['name']}: {value}"


def entity_pages(
    records: Records, frame: Frame, labels: Mapping[str, Mapping[str, str]]
) -> Iterable[tuple[str, bytes]]:
    """Yield the path and the page of every entity, fact, statistic, code, source and passage.

    Parameters
    ----------
    labels : language -> id -> label, from `Records.labels`.
    """
    passages = {locator: entry["label"] for locator, entry in records.cache.passages.items()}
    writer = _Writer(records, frame, labels, Inverse.of(records), passages)
    for name in records.things:
        yield page_path(name), writer.page(name)


@dataclass(frozen=True, slots=True)
class Inverse:
    """Id -> the facts in which it plays a role in order of time, what refers to it, its passages."""

    facts: Mapping[str, Sequence[str]]
    inward: Mapping[str, Sequence[str]]
    parts: Mapping[str, Sequence[str]]

    @classmethod
    def of(cls, records: Records) -> Inverse:
        """Invert the records of a graph."""
        facts: dict[str, dict[str, None]] = defaultdict(dict)
        for fact, row in records.facts.items():
            for _, party in row["parties"]:
                facts[party][fact] = None
        inward: dict[str, dict[str, None]] = defaultdict(dict)
        for _, start, end in records.inward:
            inward[end][start] = None
        parts: dict[str, list[str]] = defaultdict(list)
        for part, whole in records.parts.items():
            parts[whole].append(part)
        timed = {name: sorted(rows, key=lambda fact: _time(records, fact)) for name, rows in facts.items()}
        return cls(timed, {name: list(rows) for name, rows in inward.items()}, parts)


def _time(records: Records, fact: str) -> tuple[str, str]:
    said = records.qualifiers.get(fact, {})
    return said.get("earliest") or said.get("latest") or "9999", fact


def view_pages(
    records: Records, frame: Frame, labels: Mapping[str, Mapping[str, str]], stories: Sequence[str]
) -> Iterable[tuple[str, bytes]]:
    """Yield the pages of the explorer's views: without a script, the start page and the list of entities."""
    start = {
        lang: f"<h1>{WORDS['title'][lang]}</h1><p>{WORDS['lead'][lang]}<p>{_readable(lang)}<ul>"
        + "".join(f"<li><a href={view}/>{WORDS[view][lang]}</a>" for view in _VIEWS)
        + "</ul>"
        for lang in LANGUAGES
    }
    head = json_ld(_dataset(frame))
    yield "", frame.page("", WORDS["title"]["en"], _articles(start, ""), head=head, canonical=True)
    for view in (*_VIEWS[1:], *(f"story/{name}" for name in stories)):
        words = WORDS[view.partition("/")[0]]
        needs = {
            lang: f"<h1>{words[lang]}</h1><p>{WORDS['script'][lang]}<p>{_readable(lang)}"
            for lang in LANGUAGES
        }
        yield view, frame.page(view, f"{words['en']} – jlac-graph", _articles(needs, view), canonical=True)
    names = [name for name in records.things if kind_of(name) not in _STATED]
    index = _index(names, labels["en"])
    yield "search", frame.page("search", WORDS["entities"]["en"], index, canonical=True)


def _readable(lang: str) -> str:
    """Links to what can be read or taken without a script."""
    places = ("search/", "entities"), ("queries/", "queries"), ("data/graph.trig.gz", "graph")
    return " · ".join(f"<a href={path}>{WORDS[word][lang]}</a>" for path, word in places)


def _dataset(frame: Frame) -> dict[str, Any]:
    """The dataset of the site; its one download is the graph as TriG."""
    record = dataset_record(frame.address)
    files = [{"@type": "DataDownload", "encodingFormat": "application/trig", "contentUrl":
              f"{frame.address}/data/graph.trig.gz"}]  # fmt: skip
    known = {**record, "distribution": files}
    return known if frame.address else {k: v for k, v in known.items() if k not in ("url", "distribution")}


def _index(names: Iterable[str], labels: Mapping[str, str]) -> str:
    rows = sorted(names, key=lambda name: (labels[name].casefold(), name))
    items = "".join(f"<li><a href={page_path(name)}/>{escape(labels[name])}</a>" for name in rows)
    return f"<h1>{WORDS['entities']['en']}</h1><ul>{items}</ul>"


def library_pages(queries: Sequence[Query], frame: Frame) -> Iterable[tuple[str, bytes]]:
    """Yield the list of the query library and a page for each query."""
    bodies = {
        lang: f"<h1>{WORDS['queries'][lang]}</h1><ul>"
        + "".join(f"<li><a href=queries/{q.name}/>{escape(q.summary(lang))}</a>" for q in queries)
        + "</ul>"
        for lang in LANGUAGES
    }
    yield (
        "queries",
        frame.page("queries", WORDS["queries"]["en"], _articles(bodies, "queries"), canonical=True),
    )
    for query in queries:
        path = f"queries/{query.name}"
        told = {lang: _query(query, lang) for lang in LANGUAGES}
        body = f"{_articles(told, path)}<pre>{escape(query.text)}</pre>"
        yield path, frame.page(path, query.summary(), body, canonical=True)


def _query(query: Query, lang: str) -> str:
    rows = [(p.name, p.about.get(lang) or p.about.get("en", "")) for p in query.parameters]
    rows += [(column, query.column(column, lang)) for column in query.columns]
    items = "".join(f"<li><code>{escape(name)}</code>: {escape(text)}" for name, text in rows)
    return f"<h1>{escape(query.summary(lang))}</h1><p>{escape(query.description(lang))}<ul>{items}</ul>"
