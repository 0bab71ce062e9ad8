"""The views for a browser without scripts: the same answers as headings, lists and tables.

A page that needs the explorer sends such a browser to its own address with ``format=plain``.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from ..build.dataset_description import citation_of_graph
from ..core.namespaces import kind_of, page_path, shorten
from ..queries.library import find_query, list_queries
from ..queries.parameters import legal_values
from .explore.fact_rows import claims
from .plain_texts import OUTSIDE_TEXTS, PLAIN_TEXTS
from .source_choice import ALL, SourceChoice

if TYPE_CHECKING:
    from pathlib import Path

    from ..queries.parameters import Parameter, Query
    from ..sparql.answers import Solutions
    from .explore import Explorer

__all__ = ["Plain", "plain_view"]

_MOST, _CHOICES = 200, 400
_THINGS = ("id/", "code/", "src/", "obs/", "period/")
_WAYS = (
    ("", "start"),
    ("queries", "queries"),
    ("map", "map"),
    ("network?p=actors", "network"),
    ("data", "data"),
)
_Answer = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Plain:
    """What a plain page is made of.

    Parameters
    ----------
    explorer : answers the questions.
    queries : folder of the query library; the project's own when None.
    run : runs a query of the library with values, with labels.
    lang : language of the page.
    root : path below which its links stand.
    chosen : the choice of sources whose graph this is.
    """

    explorer: Explorer
    queries: Path | None
    run: Callable[[Query, Mapping[str, str], str], Solutions]
    lang: str
    root: str
    chosen: SourceChoice = ALL

    @property
    def kept(self) -> dict[str, str]:
        """Parameters that keep the next page plain, in the same language and of the same sources."""
        return {"format": "plain", "lang": self.lang, **self.chosen.pairs}

    def said(self, key: str) -> str:
        """Return a text of the page."""
        return PLAIN_TEXTS[self.lang][key]

    def property(self, row: _Answer) -> str:
        """Return the name of a property, which other vocabularies have in English only."""
        return OUTSIDE_TEXTS[self.lang].get(row["name"]) or str(row["label"])

    def ask(self, what: str, **values: Any) -> Any:
        """Return the explorer's answer to a question."""
        return json.loads(self.explorer.answer(what, {**values, "lang": self.lang}))

    def link(self, path: str, text: str) -> str:
        """Return a link to a page of the service, which has no script either."""
        return f'<a href="{escape(self.address(path), quote=True)}">{escape(text)}</a>'

    def address(self, path: str) -> str:
        """Return the plain address of a page."""
        bare, _, values = path.partition("?")
        more = f"{values}&" if values else ""
        return f"{self.root}/{bare}?{more}{urlencode(self.kept, safe=',')}"

    def section(self, title: str, items: Iterable[str]) -> str:
        """Return a heading and a list; nothing without items."""
        rows = "".join(f"<li>{item}</li>" for item in items)
        return f"<h2>{escape(title)}</h2><ul>{rows}</ul>" if rows else ""

    def thing(self, name: str, label: str) -> str:
        """Return a link to the page of an entity, fact, statistic or passage."""
        return self.link(quote(page_path(name)), label)

    def sources(self, locators: Sequence[str], passages: _Answer) -> str:
        """Return the passages that state something, each with its document."""
        found = []
        for locator in locators:
            passage = passages.get(locator, {})
            way = self.link(f"src/{quote(locator.replace('#', '/'))}", passage.get("label", locator))
            found.append(way if self.lang == "en" else f'<span lang="en">{way}</span>')
            if passage.get("url", "").startswith(("http://", "https://")):
                found.append(f'<a href="{escape(passage["url"], quote=True)}" rel="noreferrer">↗</a>')
        return f"<br><small>{escape(self.said('source'))}: {' '.join(found)}</small>" if found else ""

    def statement(self, row: _Answer, passages: _Answer) -> str:
        """Return a statement with what its sentence does not say, and its sources."""
        words = str(row.get("words") or row.get("label") or row.get("id"))
        name = row.get("id") if row.get("kind") or "fact" not in row else row["fact"]
        head = self.thing(str(name), words) if name else escape(words)
        return head + self.remarks(row, words) + self.sources(row.get("sources", ()), passages)

    def remarks(self, row: _Answer, words: str) -> str:
        """Return claimant, note and flag of a statement, as far as its sentence does not say them."""
        texts = {"claimant": row.get("claimantLabel"), "note": row.get("note"), "flag": row.get("flag")}
        lines = ""
        for key, text in texts.items():
            if text and text not in words:
                mark = "" if self.lang == "en" or key == "claimant" else f" ({self.said('english')})"
                lang = "" if key == "claimant" else ' lang="en"'
                said = f"<span{lang}>{escape(text)}</span>{escape(mark)}"
                lines += f"<br><small>{escape(self.said(key))}: {said}</small>"
        return lines


def plain_view(page: Plain, path: str, values: Mapping[str, str]) -> tuple[str, str]:
    """Return the title and the body of a view.

    Parameters
    ----------
    path : of the view, without the first slash.
    values : the parameters of its address.

    Raises
    ------
    NotFoundError : nothing has that name.
    UsageError : a value is missing or invalid.
    """
    first, _, rest = path.partition("/")
    if path.startswith(_THINGS):
        title, body = _thing(page, path)
    elif first == "queries" and rest:
        title, body = _query(page, find_query(rest, page.queries), values)
    elif first == "story":
        title, body = _story(page, rest)
    else:
        made = {"search": _search, "queries": _queries, "network": _network, "map": _map, "data": _data}
        made |= {"compare": _compare}
        title, body = made.get(first, _start)(page, values)
    return title, _frame(page, values.get("q", "")) + f"<h1>{escape(title)}</h1>{body}"


def _frame(page: Plain, text: str) -> str:
    """The links to the other views, and the search."""
    ways = " · ".join(page.link(path, page.said(key)) for path, key in _WAYS)
    search = escape(page.said("search"))
    return (
        f'<nav><p>{ways}</p></nav><form action="{escape(page.root)}/search">{_kept(page)}'
        f'<label>{search} <input name="q" value="{escape(text, quote=True)}"></label> '
        f"<button>{search}</button></form>{_chosen(page)}"
    )


def _chosen(page: Plain) -> str:
    """Say which sources are shown, if it is not all, with the way back to all."""
    if not page.chosen:
        return ""
    texts = {"onlySources": page.chosen.only, "withoutSources": page.chosen.without}
    said = " · ".join(f"{page.said(key)}: {', '.join(ids)}" for key, ids in texts.items() if ids)
    way = replace(page, chosen=ALL).link("", page.said("allSources"))
    return f'<p role="note"><strong>{escape(said)}</strong> · {way}</p>'


def _kept(page: Plain) -> str:
    """The fields of a form for what its answer keeps."""
    fields = ((name, escape(value, quote=True)) for name, value in page.kept.items())
    return "".join(f'<input type="hidden" name="{name}" value="{value}">' for name, value in fields)


def _start(page: Plain, _values: Mapping[str, str]) -> tuple[str, str]:
    stories = page.ask("front")["stories"]
    known = page.ask("vocabulary")
    body = f"<p>{escape(page.said('lead'))}</p>"
    body += page.section(
        page.said("stories"),
        (page.link(f"story/{s['name']}", s["title"]) + f": {escape(s['lead'])}" for s in stories),
    )
    body += page.section(page.said("try"), (page.thing(s["id"], s["label"]) for s in known["starts"]))
    return page.said("title"), body


def _search(page: Plain, values: Mapping[str, str]) -> tuple[str, str]:
    wanted = {
        k: v
        for k, v in values.items()
        if k in ("q", "group", "offset", "kind", "country", "decade", "collection")
    }
    found, body = page.ask("find", **wanted), ""
    for reading in found["readings"]:
        ids = [thing["id"] for thing in reading["things"]]
        if reading["ask"] == "path":
            body += f"<p>{page.link(f'network?path={ids[0]}~{ids[1]}', page.said('path'))}</p>"
        elif reading["ask"] == "query":
            query = f"queries/{reading['name']}?{urlencode(reading['values'])}"
            body += f"<p>{page.link(query, reading['title'])}</p>"
    for group in ("entities", "statements", "passages"):
        part = found[group]
        rows = [page.statement(row, part["passages"]) for row in part["items"]]
        body += page.section(f"{page.said(group)} ({part['total']})", rows)
        end = int(values.get("offset") or 0) + len(rows)
        if rows and end < part["total"]:
            more = urlencode({"q": values.get("q", ""), "group": group, "offset": end})
            body += f"<p>{page.link(f'search?{more}', page.said('more'))}</p>"
    return f"{page.said('search')}: {values.get('q', '')}", body or f"<p>{escape(page.said('none'))}</p>"


def _thing(page: Plain, path: str) -> tuple[str, str]:
    name = path.removeprefix("id/") if path.startswith("id/") else path.replace("/", ":", 1)
    found = page.ask("thing", id=name, limit=_MOST)
    passages, said = found["passages"], page.said
    body = f"<p>{escape(found['kindLabel'])}</p>" + page.remarks(found["qualifiers"], found["label"])
    body += page.sources(found["sources"], passages) + _whole(page, found["whole"]) + _events(page, found)
    for key in ("facts", "accounts", "findings", "related", "figures"):
        body += page.section(said(key), (page.statement(row, passages) for row in found[key][:_MOST]))
    body += page.section(said("states"), (page.thing(row["id"], row["label"]) for row in found["cited"]))
    body += _properties(page, found["about"])
    body += page.section(said("inward"), (page.statement(r, passages) for r in found["inward"][:_MOST]))
    names = (
        f'<span lang="{escape(lang)}">{escape("; ".join(group))}</span>'
        for lang, group in found["names"].items()
    )
    return found["label"], body + ("" if kind_of(name) == "fact" else page.section(said("names"), names))


def _events(page: Plain, found: _Answer) -> str:
    """The events that the map counts for a country, with the way to them."""
    if not found.get("events"):
        return ""
    said = page.said("concerning").format(n=found["events"], name=found["label"])
    return f"<p>{page.link('map?country=' + quote(found['id']), said)}</p>"


def _properties(page: Plain, about: Sequence[_Answer]) -> str:
    rows = []
    for row in about:
        values = (
            page.thing(v["id"], v["label"]) if v.get("id") else escape(v["label"]) for v in row["values"]
        )
        rows.append(f'<tr><th scope="row">{escape(page.property(row))}</th><td>{"; ".join(values)}</td></tr>')
    return f"<h2>{escape(page.said('properties'))}</h2><table>{''.join(rows)}</table>" if rows else ""


def _whole(page: Plain, whole: _Answer | None) -> str:
    """The source of a passage, with a link to the document."""
    if not whole:
        return ""
    head = f"{escape(page.said('part'))} {page.thing(whole['id'], whole['label'])}"
    read = f" ({escape(page.said('read'))}: {escape(whole['read'])})" if whole.get("read") else ""
    if not whole.get("url", "").startswith(("http://", "https://")):
        return f"<p>{head}{read}</p>"
    address, text = escape(whole["url"], quote=True), escape(page.said("open"))
    return f'<p>{head}: <a href="{address}" rel="noreferrer">{text}</a>{read}</p>'


def _queries(page: Plain, _values: Mapping[str, str]) -> tuple[str, str]:
    rows = (page.link(f"queries/{q.name}", q.summary(page.lang)) for q in list_queries(page.queries))
    return page.said("queries"), page.section("", rows).replace("<h2></h2>", "")


def _query(page: Plain, query: Query, values: Mapping[str, str]) -> tuple[str, str]:
    given = {p.name: values[p.name] for p in query.parameters if values.get(p.name)}
    body = f"<p>{escape(query.description(page.lang))}</p>" + _form(page, query, given)
    if all(p.name in given or not p.required for p in query.parameters):
        body += _rows(page, query, given)
    return query.summary(page.lang), body


def _form(page: Plain, query: Query, given: Mapping[str, str]) -> str:
    if not query.parameters:
        return ""
    fields = "".join(_field(page, query, p, given.get(p.name) or p.default or "") for p in query.parameters)
    action = escape(f"{page.root}/queries/{query.name}")
    return f'<form action="{action}">{_kept(page)}{fields}<button>{escape(page.said("ask"))}</button></form>'


def _field(page: Plain, query: Query, parameter: Parameter, value: str) -> str:
    legal = legal_values(query, parameter, page.explorer.cache.store)
    about = escape(parameter.about.get(page.lang) or parameter.about.get("en") or parameter.name)
    name = escape(parameter.name)
    if not 0 < len(legal) <= _CHOICES:
        return f'<p><label>{about}<br><input name="{name}" value="{escape(value, quote=True)}"></label></p>'
    labels = page.ask("labels", ids=list(legal)) if parameter.kind == "iri" else {}
    named = sorted((labels.get(one, one), one) for one in legal)
    options = "".join(
        f'<option value="{escape(one, quote=True)}"{" selected" * (one == value)}>{escape(label)}</option>'
        for label, one in [("", ""), *named]
    )
    return f'<p><label>{about}<br><select name="{name}">{options}</select></label></p>'


def _rows(page: Plain, query: Query, given: Mapping[str, str]) -> str:
    found = page.run(query, given, page.lang)
    columns = list(found.columns)
    shown = [c for c in columns if not (c.endswith("Label") and c[:-5] in columns)]
    at = {name: columns.index(name) for name in columns}
    head = "".join(f'<th scope="col">{escape(query.column(c, page.lang) or c)}</th>' for c in shown)
    lines = []
    for row in found.rows[:_MOST]:
        cells = (_cell(page, row[at[c]], row[at[c + "Label"]] if c + "Label" in at else None) for c in shown)
        lines.append(f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>")
    csv = f'<a href="?{escape(urlencode({**given, "format": "csv", "lang": page.lang}), quote=True)}">CSV</a>'
    title = f"{page.said('rows')}: {len(found.rows)}"
    return f"<h2>{escape(title)}</h2><p>{csv}</p><table><tr>{head}</tr>{''.join(lines)}</table>"


def _cell(page: Plain, term: Any, label: Any) -> str:
    if term is None:
        return ""
    text = str(getattr(label, "value", "") or "")
    if type(term).__name__ != "NamedNode":
        return escape(text or str(term.value))
    if term.value.startswith(page.explorer.cache.bases):
        return page.thing(shorten(term.value), text or shorten(term.value))
    return escape(text or term.value)


def _network(page: Plain, values: Mapping[str, str]) -> tuple[str, str]:
    ends = values.get("path", "").split("~")
    if len(ends) == 2:
        return _paths(page, ends)
    if values.get("n") or values.get("x"):
        names = [name for name in values.get("n", "").split(",") if name]
        expand = values.get("x", "").split(",")[0] or (names[0] if len(names) == 1 else "")
        found = page.ask("graph", shown=names, expand=expand)
    else:
        found = page.ask("projection", name=values.get("p") or "actors")
    once = {edge.get("words") or edge["id"]: edge for edge in found["edges"]}
    labels = {node["id"]: node["label"] for node in found["nodes"]}
    rows = (_edge(page, edge, labels, found["passages"]) for edge in list(once.values())[:_MOST])
    title = found.get("title") or ", ".join(list(labels.values())[:3]) or page.said("network")
    things = page.section(page.said("entities"), (page.thing(n, t) for n, t in list(labels.items())[:_MOST]))
    return title, page.section(f"{page.said('links')} ({len(once)})", rows) + things


def _edge(page: Plain, edge: _Answer, labels: Mapping[str, str], passages: _Answer) -> str:
    between = f"{labels.get(edge['source'])} – {edge['label']} – {labels.get(edge['target'])}"
    return page.statement({"words": between, "id": None, **edge, "fact": edge.get("fact")}, passages)


def _compare(page: Plain, values: Mapping[str, str]) -> tuple[str, str]:
    """Two entities side by side: their facts by class, the way between them, what both are linked to."""
    ends = [values[name] for name in ("a", "b") if values.get(name)]
    if len(ends) < 2:
        return page.said("compare"), f"<p>{escape(page.said('none'))}</p>"
    both = [page.ask("thing", id=name) for name in ends]
    labels = [found["label"] for found in both]
    kinds = {kind["kind"]: kind["label"] for found in both for kind in found["kinds"]}
    counts = [{kind["kind"]: kind["count"] for kind in found["kinds"]} for found in both]
    head = "".join(f'<th scope="col">{page.thing(found["id"], found["label"])}</th>' for found in both)
    lines = []
    for kind, label in kinds.items():
        cells = "".join(f"<td>{count.get(kind, 0)}</td>" for count in counts)
        lines.append(f'<tr><th scope="row">{escape(label)}</th>{cells}</tr>')
    body = f"<h2>{escape(page.said('facts'))}</h2><table><tr><td></td>{head}</tr>{''.join(lines)}</table>"
    body += "".join(_events(page, found) for found in both)
    body += f"<p>{page.link(f'network?path={ends[0]}~{ends[1]}', page.said('path'))}</p>"
    shared = find_query("common-ground", page.queries)
    body += f"<h2>{escape(shared.summary(page.lang))}</h2>"
    body += _rows(page, shared, dict(zip(("a", "b"), ends, strict=True)))
    return " – ".join(labels), body


def _paths(page: Plain, ends: Sequence[str]) -> tuple[str, str]:
    found = page.ask("trace", source=ends[0], target=ends[1])
    labels = {node["id"]: node["label"] for node in found["nodes"]}
    body = "" if found["paths"] else f"<p>{escape(page.said('none'))}</p>"
    for path in found["paths"]:
        body += f"<h2>{' – '.join(page.thing(n, labels.get(n, n)) for n in path['nodes'])}</h2>"
        for name in path.get("shared", ()):
            body += f"<p>{escape(page.said('shared').format(name=labels.get(name, name)))}</p>"
        for hop in path["hops"]:
            names = f"{labels.get(hop['source'])} – {labels.get(hop['target'])}"
            items = (page.statement(one, found["passages"]) for one in hop["statements"])
            body += page.section(names, items).replace("h2>", "h3>")
    return f"{page.said('paths')}: {' – '.join(labels.get(end, end) for end in ends)}", body


def _map(page: Plain, values: Mapping[str, str]) -> tuple[str, str]:
    found = page.ask("activity")
    country, year = values.get("country", ""), values.get("year", "")
    facts = [f for f in found["facts"] if not country or country in f["countries"]]
    facts = [f for f in facts if not year.isdigit() or _within(f, int(year))]
    labels = {one["id"]: one["label"] for one in found["countries"]}
    events = {name: claims(page.explorer.cache, ids) for name, ids in _by_country(facts).items()}
    if country:
        known = {"id": country, "label": labels.get(country, country), "events": len(events.get(country, ()))}
        rows = (page.statement({"kind": "", **fact}, found["passages"]) for fact in facts[:_MOST])
        listed = page.section(f"{page.said('facts')} ({len(facts)})", rows)
        return known["label"], _events(page, known) + listed
    counts = Counter({name: len(ids) for name, ids in events.items()})
    rows = (
        f"{page.link(f'map?country={quote(name)}', labels.get(name, name))}: {n}"
        for name, n in counts.most_common()
    )
    return page.said("events"), page.section(page.said("events"), rows)


def _by_country(facts: Iterable[_Answer]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for fact in facts:
        for name in fact["countries"]:
            found.setdefault(name, []).append(fact["id"])
    return found


def _within(fact: _Answer, year: int) -> bool:
    first, last = fact.get("first"), fact.get("last")
    return (first is None or first <= year) and (last is None or year <= last) and (first or last) is not None


def _story(page: Plain, name: str) -> tuple[str, str]:
    found = page.ask("story", name=name)
    rows = (page.statement(fact, found["passages"]) for fact in found["facts"])
    return found["title"], f"<p>{escape(found['lead'])}</p>" + page.section(page.said("facts"), rows)


def _data(page: Plain, _values: Mapping[str, str]) -> tuple[str, str]:
    found, known = page.ask("coverage"), page.ask("vocabulary")
    counts = (f"{escape(row['label'])}: {row['count']}" for row in found["counts"][:_MOST])
    sources = sorted(found["sources"], key=lambda one: -int(one["facts"]))[:_MOST]
    cited = citation_of_graph(known["year"])
    return page.said("data"), (
        f"<h2>{escape(page.said('cite'))}</h2><p>{escape(cited)}</p>"
        + page.section(page.said("entities"), counts)
        + page.section(
            page.said("sources"), (page.thing(one["id"], one.get("title", one["id"])) for one in sources)
        )
    )
