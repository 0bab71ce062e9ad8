"""The names that a mistyped or unknown name of a query, a parameter or a class may stand for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher, get_close_matches
from typing import TYPE_CHECKING

from ..core.namespaces import local_name, shorten
from ..core.terms import text_of

if TYPE_CHECKING:
    from ..sparql.store import Store

__all__ = ["nearest_classes", "nearest_names", "nearest_queries"]

_MOST = 3
_ALIKE, _FAR = 0.6, 0.25
_NAMED = """
SELECT ?class ?text WHERE {
  VALUES ?said { rdfs:label skos:definition } ?class rdfs:subClassOf ?wider ; ?said ?text
}"""


def nearest_names(name: str, names: Iterable[str], *, alike: float = 0.5) -> list[str]:
    """Return the names most similar to one, best first, at most three.

    Parameters
    ----------
    alike : from 0 to 1, how similar they are at least: more where all names can be listed instead.
    """
    return get_close_matches(name, list(names), n=_MOST, cutoff=alike)


def nearest_queries(name: str, titles: Mapping[str, str]) -> list[str]:
    """Return the queries that a name may mean, best first, at most three.

    A name fits by its letters, by the words that it shares with a query's name, and by those of the title.

    Parameters
    ----------
    titles : name of each query -> its title.

    Examples
    --------
    >>> titles = {"loan-terms": "Terms of loans", "plans": "Plans", "top-lenders": "Who lent most"}
    >>> nearest_queries("loans", titles), nearest_queries("toplenders", titles)
    (['loan-terms', 'plans'], ['top-lenders'])
    """
    scores = {query: _fit(name, query, title) for query, title in titles.items()}
    best = max(scores.values(), default=0.0)
    near = [query for query, score in scores.items() if score >= max(_ALIKE, best - _FAR)]
    return sorted(near, key=lambda query: (-scores[query], query))[:_MOST]


def _fit(name: str, query: str, title: str) -> float:
    """Return from 0 to 1 how well a name fits a query; whole words before letters."""
    asked, named = _stems(name), _stems(query)
    words = len(asked & named) / max(len(asked), 1)
    titled = len(asked & _stems(title)) / max(len(asked), 1)
    letters = SequenceMatcher(None, name, query).ratio()
    return max(letters if letters > _ALIKE + 0.1 else 0.0, 0.95 * words, 0.7 * titled) + 0.05 * letters


def _stems(text: str) -> set[str]:
    """The words of a name or title without their endings, so that loans is loan and lender lend."""
    words = re.findall(r"[a-z]+", text.lower())
    return {re.sub("(ing|er|e)?s?$", "", word) or word for word in words if len(word) > _MOST}


def nearest_classes(store: Store, word: str, classes: Mapping[str, str]) -> list[str]:
    """Return those classes whose name, label or definition is nearest to a word, at most three.

    Parameters
    ----------
    classes : IRI -> what a caller writes for it.
    """
    named: dict[str, set[str]] = {}
    for iri, text in store.select(_NAMED):
        if (found := text_of(iri)) in classes:
            named.setdefault(text_of(text).lower(), set()).add(found)
    for class_ in classes:
        named.setdefault(local_name(class_).lower(), set()).add(class_)
    asked = word.lower()
    texts = get_close_matches(asked, named, n=_MOST, cutoff=_ALIKE)
    stem = re.sub("(ies|y|s)$", "", asked)
    texts = texts or [
        text for text in named if len(stem) > _MOST and re.search(rf"\b{re.escape(stem)}", text)
    ]
    return list(dict.fromkeys(shorten(iri) for text in texts for iri in sorted(named[text])))[:_MOST]
