"""What an answer was asked with, and why it is empty."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple, NotRequired, TypedDict

from ..core.namespaces import local_name, short_id, shorten
from ..core.terms import text_of
from .parameters import Chosen, Parameter, Query, legal_values

if TYPE_CHECKING:
    from pyoxigraph import NamedNode

    from ..sparql.store import Store
    from ..sparql.syntax import Term

__all__ = ["Reason", "Taken", "in_words", "phrases", "taken", "why_empty"]


class Taken(TypedDict):
    """A value that a parameter was taken for: a short name or a literal, and the label of a name."""

    value: str
    label: NotRequired[str]


class Reason(NamedTuple):
    """Why an answer is empty, and whether the sources cover what was asked."""

    words: str
    covered: bool


_FEW = 3
_LEDGER = """SELECT ?outcome ?note {
  ?passage jlac:locator ?_locator ; jlac:coverage ?code . ?code skos:prefLabel ?outcome
  FILTER (?code != <https://w3id.org/jlac/code/coverage/cited> && LANG(?outcome) = "en")
  OPTIONAL { ?passage jlac:note ?note } }"""
_STATED = "ASK { { ?fact jlac:role ?_thing } UNION { ?obs a qb:Observation ; ?property ?_thing } }"


def taken(values: Chosen, store: Store, *, lang: str = "en") -> dict[str, list[Taken]]:
    """Say what each parameter was taken for.

    Parameters
    ----------
    values : from `parameters.chosen`.
    lang : language of the labels.

    Returns
    -------
    The name of each parameter with its values, such as ``{"country": [{"value": "place/chile", "label":
    "Chile"}]}``; what has no label goes without.
    """
    from ..lookup.labels import fetch_labels

    terms = [term for group in values.values() for term in group]
    labels = fetch_labels(store, terms, lang) if terms else {}
    return {name: [_named(term, labels) for term in group] for name, group in values.items()}


def in_words(values: Mapping[str, list[Taken]]) -> list[str]:
    """Return what was taken for each parameter in lines.

    >>> in_words({"country": [{"value": "place/chile", "label": "Chile"}], "year": [{"value": "2012"}]})
    ['country: Chile (place/chile)', 'year: 2012']
    """
    return [f"{name}: {words}" for name, words in phrases(values).items()]


def phrases(values: Mapping[str, list[Taken]]) -> dict[str, str]:
    """Return what was taken for each parameter in words, by its name."""
    return {name: "; ".join(map(_phrase, group)) for name, group in values.items()}


def _phrase(one: Taken) -> str:
    value = short_id(one["value"])
    return f"{one['label']} ({value})" if "label" in one else value


def _named(term: Term, labels: dict[Term, Term]) -> Taken:
    short = shorten(text_of(term))
    return {"value": short, "label": text_of(labels[term])} if term in labels else {"value": short}


def why_empty(query: Query, values: Chosen, store: Store) -> list[Reason]:
    """Say why an answer has no rows: not in the sources, not covered, or a value that has none here.

    Parameters
    ----------
    values : the terms that the query was run with.

    Returns
    -------
    Reasons for the reader, at least one.
    """
    found = _apart(query, values, store)
    if found:
        return found
    at_fault = _at_fault(query, values, store)
    for name in at_fault or values:
        for term in values[name]:
            found += _of_value(query, query.parameter(name), term, store)
    if at_fault and not found:
        found = [
            Reason(
                f"{name}: no row has {shorten(text_of(values[name][0]))}; without {name} there are {rows}",
                True,
            )
            for name, rows in at_fault.items()
        ]
    return found or [Reason("not in the sources: no statement of the graph fits this query", True)]


def _at_fault(query: Query, values: Chosen, store: Store) -> dict[str, int]:
    """The optional parameters without which the query has rows, and how many; none if one alone was given."""
    from .library import answer

    given = [
        name
        for name in values
        if not query.parameter(name).required and query.parameter(name).default is None
    ]
    if len(given) < 2:
        return {}
    rest = {name: answer(query, store, {k: v for k, v in values.items() if k != name}) for name in given}
    return {name: len(rows) for name, rows in rest.items() if not isinstance(rows, bool) and len(rows)}


def _apart(query: Query, values: Chosen, store: Store) -> list[Reason]:
    """Say that nothing has all of several entities, each of which the sources name."""
    given = {
        name: terms[0]
        for name, terms in values.items()
        if len(terms) == 1 and "/id/" in text_of(terms[0]) and not query.parameter(name).open_list
    }
    if len(given) < 2 or not all(store.ask(_STATED, {"_thing": term}) for term in given.values()):
        return []
    named = " and ".join(f"{name} ({shorten(text_of(term))})" for name, term in given.items())
    return [Reason(f"not in the sources: no fact has both {named}; each has facts of its own", True)]


def _of_value(query: Query, parameter: Parameter, term: Term, store: Store) -> list[Reason]:
    from pyoxigraph import NamedNode

    if parameter.legal_property == "jlac:locator":
        return [Reason(_of_passage(term, store), False)]
    short = shorten(text_of(term))
    if not isinstance(term, NamedNode) or (parameter.legal and short in map(shorten, parameter.legal)):
        return []
    if not store.ask(_STATED, {"_thing": term}) and parameter.kind == "iri" and "/id/" in term.value:
        return [Reason(f"{parameter.name}: not in the sources: they state nothing else of {short}", False)]
    legal = legal_values(query, parameter, store) if parameter.open_list else ()
    if legal and short not in legal:
        some = ", ".join(legal[:_FEW])
        words = (
            f"{parameter.name}: the sources state nothing of this kind about {short}; try {some} "
            f"({len(legal)} values have rows: jlac queries {query.name})"
        )
        return [Reason(words, True)]
    if "/id/" in term.value and "/fact/" not in term.value:
        words = (
            f"{parameter.name}: the sources state nothing of this kind about {short}; "
            f"try jlac query facts-of -p thing={local_name(term.value)}{_near(term, store)}"
        )
        return [Reason(words, True)]
    near = _near(term, store) if "/code/" in term.value else ""
    words = f"{parameter.name}: the sources state nothing of this kind about {short}{near}"
    return [Reason(words, True)] if near else []


def _near(term: NamedNode, store: Store) -> str:
    """Name the entities whose names are nearest to that of an entity or a code."""
    from ..lookup.labels import fetch_labels
    from ..lookup.search import search

    label = fetch_labels(store, [term], "en").get(term)
    hits = search(store, text_of(label), limit=_FEW + 1) if label is not None else []
    others = [hit.thing for hit in hits if hit.thing != shorten(term.value)]
    return f"; similar names: {', '.join(others[:_FEW])}" if others else ""


def _of_passage(locator: Term, store: Store) -> str:
    """Say what the ledger has of a passage that no row cites."""
    rows = store.select(_LEDGER, {"_locator": locator}).rows
    if not rows:
        return f"{text_of(locator)}: no row cites it"
    outcome, note = rows[0]
    remark = f": {text_of(note)}" if note is not None else ""
    return f"{text_of(locator)}: not covered ({text_of(outcome)}){remark}"
