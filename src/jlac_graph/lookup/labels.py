"""Labels beside IRIs, in the reader's language."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from ..core.errors import UsageError
from ..core.languages import LANGUAGES
from ..core.terms import text_of
from ..sparql.answers import Solutions

if TYPE_CHECKING:
    from ..sparql.store import Store
    from ..sparql.syntax import Term

__all__ = ["fetch_all_labels", "fetch_labels", "reader_language", "with_labels"]

_BATCH = 500
_QUERY = """SELECT ?thing ?label (LANG(?label) AS ?lang) {
  VALUES ?thing { UNDEF }
  ?thing rdfs:label|skos:prefLabel ?label
  FILTER(LANG(?label) IN ("", "en", ?_lang)) }"""
_EVERY = """SELECT DISTINCT ?thing ?label {
  VALUES ?thing { UNDEF }
  ?thing rdfs:label|skos:prefLabel ?label }"""
_CODES = """SELECT DISTINCT ?code ?notation {
  VALUES ?notation { UNDEF }
  ?code skos:notation ?notation FILTER EXISTS { ?thing ?_property ?code } }"""
_IRI = re.compile(r"https?://[^<>\"{}|^`\\\s]+|urn:[^<>\"{}|^`\\\s]+")


def reader_language(asked: str | None = None) -> str:
    """Return the requested language, else that of JLAC_LANG, LC_ALL, LC_MESSAGES or LANG, else English.

    Raises
    ------
    UsageError : when there are no labels in the requested language.

    Examples
    --------
    >>> reader_language("ja"), reader_language() in ("en", "ja", "es", "pt")
    ('ja', True)
    """
    if asked is not None and asked not in LANGUAGES:
        raise UsageError(f"there are no labels in {asked!r}; choose one of {', '.join(LANGUAGES)}")
    if asked is not None:
        return asked
    names = ("JLAC_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
    wanted = next((os.environ[n] for n in names if os.environ.get(n)), "en")[:2].lower()
    return wanted if wanted in LANGUAGES else "en"


def fetch_labels(store: Store, things: Sequence[Term], lang: str) -> dict[Term, Term]:
    """Look up one label for each entity: in the language, else English, without language, or any.

    Returns
    -------
    Entity -> label; entities without a label are omitted.
    """
    from pyoxigraph import Literal

    best: dict[Term, tuple[int, Term]] = {}
    for start in range(0, len(things), _BATCH):
        batch = things[start : start + _BATCH]
        rows = store.select(_QUERY, {"thing": batch, "_lang": Literal(lang)})
        for thing, label, language in rows.ordered():
            if thing is None or label is None or language is None:
                continue
            rank = (lang, "en", "").index(text_of(language))
            if thing not in best or rank < best[thing][0]:
                best[thing] = (rank, label)
    found = {thing: label for thing, (_, label) in best.items()}
    for thing, labels in fetch_all_labels(store, [thing for thing in things if thing not in best]).items():
        found[thing] = Literal(labels[min(labels)], language=min(labels))
    return found


def fetch_all_labels(store: Store, things: Sequence[Term]) -> dict[Term, dict[str, str]]:
    """Look up one label of each thing in each language; the key is empty for one without a language.

    Examples
    --------
    >>> from pyoxigraph import NamedNode
    >>> from jlac_graph.sparql.store import OxigraphStore
    >>> text = '<urn:a> <http://www.w3.org/2000/01/rdf-schema#label> "A", "あ"@ja .'
    >>> store = OxigraphStore.from_text(text, "ttl")
    >>> found = fetch_all_labels(store, [NamedNode("urn:a"), NamedNode("urn:b")])
    >>> [(thing.value, labels) for thing, labels in found.items()]
    [('urn:a', {'': 'A', 'ja': 'あ'})]
    """
    found: dict[Term, dict[str, str]] = {}
    for start in range(0, len(things), _BATCH):
        for thing, label in store.select(_EVERY, {"thing": things[start : start + _BATCH]}).ordered():
            if thing is not None:
                language = str(getattr(label, "language", None) or "")
                found.setdefault(thing, {}).setdefault(language, text_of(label))
    return {thing: dict(sorted(labels.items())) for thing, labels in found.items()}


def with_labels(
    rows: Solutions,
    store: Store,
    lang: str,
    *,
    codes: Mapping[str, str] = MappingProxyType({}),
    joined: Collection[str] = (),
    words: Mapping[Term, Term] = MappingProxyType({}),
) -> Solutions:
    """Add a column of labels after each column that contains entities or codes with a label.

    A column ``firm`` gets ``firmLabel``, unless the query has a column of that name already.

    Parameters
    ----------
    codes : columns of notations of codes -> IRI of the property whose values the codes are. Several in a cell
        have a space between them.
    joined : columns of which a cell may name several entities by their IRIs, with spaces between them.
    words : labels of texts and terms that the graph does not have.
    """
    named = {**words, **fetch_labels(store, list(dict.fromkeys(_entities(rows, joined))), lang)}
    found: dict[int, Mapping[Term, Term]] = {}
    for i, name in enumerate(rows.columns):
        cells = dict.fromkeys(cell for row in rows if (cell := row[i]) is not None)
        if name in codes:
            labels = _together(cells, _code_labels(store, cells, codes[name], lang), _notations, ", ")
            found[i] = {**words, **labels}
        elif name in joined:
            found[i] = {**words, **_together(cells, named, _iris, " · ")}
        else:
            found[i] = named
    wanted = [
        i
        for i, name in enumerate(rows.columns)
        if f"{name}Label" not in rows.columns and any(row[i] in found[i] for row in rows)
    ]
    order = [(i, label) for i in range(len(rows.columns)) for label in (False, True)]
    order = [(i, label) for i, label in order if not label or i in wanted]
    columns = tuple(rows.columns[i] + ("Label" if label else "") for i, label in order)
    cells_of = (tuple(_label(found[i], row[i]) if label else row[i] for i, label in order) for row in rows)
    return Solutions(columns, tuple(cells_of))


def _label(labels: Mapping[Term, Term], thing: Term | None) -> Term | None:
    return None if thing is None else labels.get(thing)


def _entities(rows: Solutions, joined: Collection[str]) -> Iterator[Term]:
    """The entities in the cells of rows."""
    from pyoxigraph import NamedNode

    several = [i for i, name in enumerate(rows.columns) if name in joined]
    for row in rows:
        yield from (term for term in row if isinstance(term, NamedNode))
        for i in several:
            yield from _iris(row[i])


def _iris(cell: Term | None) -> list[Term]:
    """The entities that a text names by their IRIs; none if it has other words."""
    from pyoxigraph import Literal, NamedNode

    words = cell.value.split(" ") if isinstance(cell, Literal) else []
    return [NamedNode(word) for word in words] if all(map(_IRI.fullmatch, words)) else []


def _notations(cell: Term | None) -> list[Term]:
    """The notations that a text has."""
    from pyoxigraph import Literal

    return [Literal(word) for word in cell.value.split(" ") if word] if isinstance(cell, Literal) else []


def _code_labels(store: Store, cells: Iterable[Term], property_: str, lang: str) -> dict[Term, Term]:
    """Look up the label of each notation among the values of a property."""
    from pyoxigraph import NamedNode

    notations = list(dict.fromkeys(word for cell in cells for word in _notations(cell)))
    if not notations:
        return {}
    codes = list(store.select(_CODES, {"notation": notations, "_property": NamedNode(property_)}))
    labels = fetch_labels(store, [code for code, _ in codes if code], lang)
    return {notation: labels[code] for code, notation in codes if notation and code in labels}


def _together(
    cells: Iterable[Term], known: Mapping[Term, Term], parts: Callable[[Term], Sequence[Term]], mark: str
) -> dict[Term, Term]:
    """Label each cell by the labels of its parts, if all of them have one."""
    from pyoxigraph import Literal

    found = {cell: [known.get(part) for part in parts(cell)] for cell in cells}
    return {
        cell: Literal(mark.join(text_of(label) for label in labels if label))
        for cell, labels in found.items()
        if labels and all(labels)
    }
