"""Plain pages: one for each entity, and the front page. Everything from the graph is escaped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from ..core.namespaces import BASE, PREFIXES, kind_of, page_path, shorten
from ..lookup.describer import Describer
from ..lookup.labels import fetch_labels
from ..lookup.own_bases import own_bases
from ..sparql.answers import Triples
from .assets import head, is_built
from .explore.statements import qualifiers_of
from .site import FEED
from .structured_data import dataset_record, json_ld, thing_record

if TYPE_CHECKING:
    from pyoxigraph import NamedNode

    from ..queries.parameters import Query
    from ..sparql.store import Store
    from ..sparql.syntax import Term

__all__ = ["PLAIN_WAY", "front_page", "missing_page", "plain_page", "thing_page"]

_MISSING = {
    "en": ("There is no page at this address", "To the start page"),
    "ja": ("このアドレスのページはありません", "最初のページへ"),
    "es": ("No hay ninguna página en esta dirección", "A la página de inicio"),
    "pt": ("Não há página neste endereço", "Para a página inicial"),
}
_MOST = 200
PLAIN_WAY = "plain"
"""The value of ``format`` that asks for a page without scripts."""
_MOST_OF_ONE = 300
"""Values of one property that a page shows; a country in a large graph may have tens of thousands."""
_INCOMING = """SELECT ?s ?p {
  { SELECT ?s ?p { ?s ?p ?_thing FILTER(isIRI(?s)) } LIMIT 5000 }
} ORDER BY ?p ?s LIMIT 201"""
"""The inner limit bounds what is sorted."""


@dataclass(frozen=True, slots=True)
class _Addresses:
    """The addresses of pages: below the root of the service for what is of the graph, elsewhere else."""

    root: str
    bases: tuple[str, ...]

    def of(self, iri: str) -> str:
        if iri.startswith(BASE):
            return f"{self.root}/{iri.removeprefix(BASE)}"
        own = iri.startswith(self.bases) and kind_of(iri)
        return f"{self.root}/{page_path(iri)}" if own else iri


def plain_page(title: str, body: str, *, lang: str, root: str) -> bytes:
    """Return a page that has no script, with a body of HTML."""
    return (
        f'<!doctype html>\n<html lang="{escape(lang)}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(title)}</title>'
        f'<link rel="stylesheet" href="{escape(root)}/plain.css"></head>'
        f"<body><main>{body}</main></body></html>\n"
    ).encode()


def _without_script(values: Mapping[str, str]) -> str:
    """Send a browser without scripts to the plain page of the same address."""
    address = "?" + urlencode({**values, "format": PLAIN_WAY})
    return f'<noscript><meta http-equiv="refresh" content="0; url={escape(address, quote=True)}"></noscript>'


def _page(title: str, body: str, *, root: str, lang: str = "en", links: str = "") -> bytes:
    return (
        f'<!doctype html>\n<html lang="{escape(lang)}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(title)}</title>'
        f'{links}{head(root)}</head><body><div id="app"></div><main id="plain">{body}</main></body></html>\n'
    ).encode()


def thing_page(
    thing: NamedNode,
    found: Triples,
    store: Store,
    *,
    lang: str,
    root: str = "",
    kept: Mapping[str, str] = MappingProxyType({}),
) -> bytes:
    """Show what the graph says of an entity, and what refers to it.

    Parameters
    ----------
    thing : whose page.
    found : its statements.
    store : where labels and incoming links are read.
    lang : language of the labels.
    root : path below which the service stands.
    kept : parameters that the plain page of the same entity needs too.
    """
    incoming = store.select(_INCOMING, {"_thing": thing}).rows
    about, left = _first_of_each([t for t in found if t.subject == thing])
    others = [t for t in found if t.subject != thing]
    named = [t for triple in (*about, *others) for t in (triple.subject, triple.predicate, triple.object)]
    named += [t for row in incoming for t in row if t is not None]
    labels = fetch_labels(store, [t for t in dict.fromkeys([thing, *named]) if _is_iri(t)], lang)
    titles = [t.object for t in about if t.predicate.value == _TITLE]
    title = _text(labels.get(thing) or next(iter(titles), None)) or shorten(thing.value)
    at = _Addresses(root, own_bases(store))
    parts = [f"<h1>{escape(title)}</h1><p><small>{escape(thing.value)}</small></p>"]
    parts.append(_table([(t.predicate, t.object) for t in about], labels, at))
    parts += [f"<p>and {left} more</p>"] if left else []
    parts += [_terms({t.subject for t in others}, labels, at)] if others else []
    if incoming:
        parts.append("<h2>What points here</h2>")
        parts.append(_pointing(incoming[:_MOST], store, labels, lang=lang, at=at))
    links = _alternates(at.of(thing.value)) + _record(thing, title, about)
    links += _without_script({"lang": lang, **kept})
    parts += ["<p>and more</p>"] if len(incoming) > _MOST else []
    return _page(title, "".join(parts), lang=lang, root=root, links=links)


def _first_of_each(triples: Sequence[Any]) -> tuple[list[Any], int]:
    """Return the first triples of each property, as many as a page shows, and how many are left out."""
    seen = Counter[Any]()
    shown = []
    for triple in triples:
        seen[triple.predicate] += 1
        if seen[triple.predicate] <= _MOST_OF_ONE:
            shown.append(triple)
    return shown, len(triples) - len(shown)


def _pointing(
    rows: Sequence[Any], store: Store, labels: dict[Term, Term], *, lang: str, at: _Addresses
) -> str:
    """A table of what points at a thing; below each statement, what its sentence does not say."""
    names = [shorten(s.value) for s, _ in rows]
    facts = [name for name in names if kind_of(name) in ("fact", "obs")]
    said = qualifiers_of(store, facts)
    describer = Describer(store, lang)
    lines = []
    for subject, property_ in rows:
        remarks = _remarks(said.get(shorten(subject.value), {}), _text(labels.get(subject)), describer)
        cells = f"<td>{_cell(property_, labels, at)}</td><td>{_cell(subject, labels, at)}{remarks}</td>"
        lines.append(f"<tr>{cells}</tr>")
    return f"<table>{''.join(lines)}</table>"


def _remarks(entry: Mapping[str, Any], sentence: str, describer: Describer) -> str:
    texts = {name: entry[name] for name in ("claimant", "flag", "note") if name in entry}
    if "claimant" in texts:
        texts["claimant"] = describer.label(texts["claimant"])
    unsaid = {name: text for name, text in texts.items() if name == "note" or text not in sentence}
    return "".join(f"<br><small>{escape(name)}: {escape(text)}</small>" for name, text in unsaid.items())


def _alternates(address: str) -> str:
    path = escape(address, quote=True)
    kinds = ("text/turtle", "application/ld+json", "application/n-triples")
    links = "".join(f'<link rel="alternate" type="{kind}" href="{path}">' for kind in kinds)
    return links + _data_links(("csv", "json"))


def _data_links(forms: Sequence[str]) -> str:
    """Return links to the rows of the same page."""
    media = {"csv": "text/csv", "json": "application/json"}
    return "".join(f'<link rel="alternate" type="{media[form]}" href="?format={form}">' for form in forms)


_NAMES = (PREFIXES["skos"] + "prefLabel", PREFIXES["skos"] + "altLabel", PREFIXES["rdfs"] + "label")
_TITLE = PREFIXES["dcterms"] + "title"
_SAME = (PREFIXES["owl"] + "sameAs", PREFIXES["skos"] + "exactMatch", PREFIXES["rdfs"] + "seeAlso")


def _record(thing: NamedNode, title: str, about: Sequence[Any]) -> str:
    """Describe the entity of a page for search engines."""
    names = [_text(t.object) for t in about if t.predicate.value in _NAMES]
    same = [_text(t.object) for t in about if t.predicate.value in _SAME and _is_iri(t.object)]
    return json_ld(thing_record(thing.value, title, list(dict.fromkeys(names)), same))


def _is_iri(term: Any) -> bool:
    return type(term).__name__ == "NamedNode"


def _text(term: Term | None) -> str:
    return "" if term is None else str(getattr(term, "value", term))


def _table(rows: Sequence[tuple[Any, Any]], labels: dict[Term, Term], at: _Addresses) -> str:
    lines = (
        f"<tr><td>{_cell(name, labels, at)}</td><td>{_cell(value, labels, at)}</td></tr>"
        for name, value in rows
    )
    return f"<table>{''.join(lines)}</table>"


def _terms(subjects: set[Any], labels: dict[Term, Term], at: _Addresses) -> str:
    items = (f"<li>{_cell(s, labels, at)}</li>" for s in sorted(subjects, key=str))
    return f"<h2>Terms</h2><ul>{''.join(items)}</ul>"


def _cell(term: Any, labels: dict[Term, Term], at: _Addresses) -> str:
    if not _is_iri(term):
        language = getattr(term, "language", None)
        mark = f" <small>{escape(language)}</small>" if language else ""
        return escape(_text(term)) + mark
    shown = escape(_text(labels.get(term)) or shorten(term.value))
    if not term.value.startswith(("http://", "https://")):
        return escape(term.value)
    anchor = f' id="{escape(term.value.partition("#")[2], quote=True)}"' if "#" in term.value else ""
    return f'<a{anchor} href="{escape(at.of(term.value), quote=True)}">{shown}</a>'


def front_page(
    queries: Sequence[Query],
    *,
    lang: str = "en",
    root: str = "",
    address: str = "",
    values: Mapping[str, str] | None = None,
) -> bytes:
    """List what the service offers; the page of every view without its own content.

    Parameters
    ----------
    queries : the query library.
    lang : language of the page.
    root : path below which the links of the page stand.
    address : of the service, without a closing slash.
    values : parameters of the view, which a browser without scripts asks for again as a plain page.
    """
    base = escape(root)
    rows = "".join(
        f'<tr><td><a href="{base}/api/queries/{escape(q.name)}/about">{escape(q.name)}</a></td>'
        f"<td>{escape(q.summary(lang))}</td></tr>"
        for q in queries
    )
    notice = "" if is_built() else "<p>The explorer is not built; <code>make web</code> builds it.</p>"
    body = f"""<h1>Japan and Latin America: cooperation and investment</h1>
<p>A knowledge graph. <a href="{base}/sparql">SPARQL endpoint</a>, <a href="{base}/ont">ontology</a>,
<a href="{base}/.well-known/void">dataset description</a>,
<a href="{base}/openapi.json">query API</a>.</p>{notice}
<form action="{base}/sparql"><label for="query">Query</label><br>
<textarea id="query" name="query" rows="8" cols="80">SELECT ?firm {{ ?firm a jlac:Firm }}</textarea>
<br><button>Run</button></form><h2>Queries</h2><table>{rows}</table>"""
    links = json_ld(dataset_record(address)) + _data_links(("csv", "json"))
    links += "" if values is None else _without_script(values)
    feed = f'<link rel="alternate" type="application/atom+xml" href="{base}/{FEED}">'
    return _page("jlac-graph", body, lang=lang, root=root, links=links + feed)


def missing_page(message: str, *, lang: str = "en", root: str = "") -> bytes:
    """Say that an address has no page, with a way out; the explorer adds a search.

    Parameters
    ----------
    message : what is missing.
    lang : language of the heading.
    root : path below which the service stands.
    """
    title, way = _MISSING[lang]
    body = f'<h1>{title}</h1><p lang="en">{escape(message)}</p><p><a href="{escape(root)}/">{way}</a></p>'
    return _page(title, body, lang=lang, root=root, links='<meta name="jlac-missing" content="1">')
