"""The formats of answers to queries, and the page that shows one to a browser."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from ..core.errors import UsageError
from ..core.namespaces import BASE, shorten
from ..core.rdf_formats import by_suffix
from .negotiation import MEDIA, accepted, choose, offered
from .pages import plain_page
from .plain_texts import PLAIN_TEXTS
from .worker_contract import RefusedTaskError

if TYPE_CHECKING:
    from pyoxigraph import QuerySolutions

__all__ = ["ROWS", "answer_page", "format_of", "inside", "is_empty", "serialization"]

ROWS = {"json": "JSON", "xml": "XML", "csv": "CSV", "tsv": "TSV"}
_ROW_FORMS = ("SELECT", "ASK")
_HTML = {"text/html": "html", "application/xhtml+xml": "html"}
_MOST = 1000
"""Rows that a page shows; its links lead to all of them."""


def format_of(accept: str, form: str, named: str = "") -> str:
    """Return the format that the client prefers for the answer to a query; a browser's is a page.

    Parameters
    ----------
    accept : the Accept header.
    form : of the query, such as ``SELECT``.
    named : the format that the address names, which comes before the header.

    Raises
    ------
    RefusedTaskError : the client takes none of those on offer.
    UsageError : the address names another.
    """
    kinds = offered(form)
    if named:
        legal = [*dict.fromkeys(kinds.values()), "html"]
        if named not in legal:
            raise UsageError(f"unknown format {named!r}; choose one of {', '.join(legal)}")
        return named
    kind = choose(accept, {**kinds, **_HTML})
    if kind is None:
        raise RefusedTaskError(406, f"no acceptable format; this query offers {accepted(kinds)}")
    return kind


def inside(kind: str, form: str) -> str:
    """Return the format in which an answer is made; for a page, the one that it is read from."""
    return kind if kind != "html" else next(iter(offered(form).values()))


def serialization(kind: str, form: str) -> Any:
    """Return the engine's name of a format."""
    from pyoxigraph import QueryResultsFormat

    if form in _ROW_FORMS:
        return getattr(QueryResultsFormat, ROWS[kind])
    return by_suffix(kind)[0].for_engine()


def is_empty(body: bytes, kind: str, form: str) -> bool:
    """Return whether an answer has no rows, or is no."""
    from pyoxigraph import QueryBoolean, parse_query_results

    if form not in _ROW_FORMS:
        return False
    if kind == "csv":
        return body.count(b"\n") < 2 and body.strip() != b"true"
    found: Any = parse_query_results(body, serialization(kind, form))
    return not found if isinstance(found, QueryBoolean) else next(iter(found), None) is None


def answer_page(answer: bytes, *, form: str, query: str, root: str, lang: str) -> bytes:
    """Show an answer to people: rows as a table, triples as text, with the query in a form.

    Parameters
    ----------
    answer : in the format of `inside`.
    form : of the query, such as ``SELECT``.
    query : its text.
    root : path below which the service stands.
    lang : language of the page.
    """
    said = PLAIN_TEXTS[lang]
    body = (
        f'<form action="{escape(root)}/sparql"><label for="query">SPARQL</label><br>'
        f'<textarea id="query" name="query" rows="10" cols="80">{escape(query)}</textarea><br>'
        f"<button>{escape(said['ask'])}</button></form>"
    )
    links = " ".join(_link(kind, query) for kind in dict.fromkeys(offered(form).values()))
    shown = (
        _rows(answer, root, said["rows"]) if form in _ROW_FORMS else f"<pre>{escape(answer.decode())}</pre>"
    )
    return plain_page("SPARQL", f"<h1>SPARQL</h1>{body}<p>{links}</p>{shown}", lang=lang, root=root)


def _link(kind: str, query: str) -> str:
    address = "?" + urlencode({"query": query, "format": kind})
    return f'<a href="{escape(address, quote=True)}" type="{MEDIA[kind].partition(";")[0]}">{kind}</a>'


def _rows(answer: bytes, root: str, rows: str) -> str:
    from pyoxigraph import QueryResultsFormat, parse_query_results

    found: Any = parse_query_results(answer, QueryResultsFormat.JSON)
    if type(found).__name__ == "QueryBoolean":
        return f"<p><strong>{str(bool(found)).lower()}</strong></p>"
    return _table(found, root, rows)


def _table(found: QuerySolutions, root: str, rows: str) -> str:
    names = [variable.value for variable in found.variables]
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in names)
    lines, count = [], 0
    for row in found:
        count += 1
        if count <= _MOST:
            lines.append(f"<tr>{''.join(_cells(row, root))}</tr>")
    shown = f"{count}" if count <= _MOST else f"{_MOST} / {count}"
    return f"<h2>{escape(rows)}: {shown}</h2><table><tr>{head}</tr>{''.join(lines)}</table>"


def _cells(row: Iterable[Any], root: str) -> Iterable[str]:
    for term in row:
        value = "" if term is None else str(getattr(term, "value", term))
        if type(term).__name__ == "NamedNode" and value.startswith(BASE):
            address = f"{root}/{quote(value.removeprefix(BASE))}"
            yield f'<td><a href="{escape(address, quote=True)}">{escape(shorten(value))}</a></td>'
        else:
            yield f"<td>{escape(value)}</td>"
