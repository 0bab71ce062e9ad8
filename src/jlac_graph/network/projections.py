"""The projections that ``queries/projections.toml`` declares; another file may declare more."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.errors import NotFoundError, UsageError
from ..core.namespaces import ONT, expand, local_name
from ..core.paths import queries_dir
from ..core.terms import text_of

if TYPE_CHECKING:
    from ..sparql.store import Store

__all__ = ["Projection", "checked_classes", "find_projection", "list_projections"]

_CLASSES = """
SELECT DISTINCT ?class WHERE { ?class rdfs:subClassOf|^rdfs:subClassOf ?other }"""


@dataclass(frozen=True, slots=True)
class Projection:
    """The part of the graph that becomes a network.

    Classes and relations are written as local names, such as ``Firm`` and ``owns``. A class stands for its
    subclasses too. A tuple that is empty chooses all.

    Attributes
    ----------
    name : by which commands and ``kg.network`` take it, and the title of a drawing.
    summary : what the network shows, in English.
    summaries : pairs of a language and the summary in it.
    facts : classes of facts whose links are included.
    nodes : classes of the entities that can be nodes.
    parts : groups of classes; only links between entities of different groups are included.
    through : classes of shared entities: two entities of `nodes` are linked if they share one, and the weight
        of the edge is the number of those that they share.
    without : relations that are left out.
    direct : whether the links that are stated on entities themselves (country, part of) are included too.
    fold : ``"country"`` replaces each entity by its country and adds up the facts by class and year.

    Examples
    --------
    >>> import jlac_graph as jlac
    >>> kg = jlac.load()
    >>> lenders = jlac.Projection("lenders", "Who lends for mines", facts=("Loan",), nodes=("Agent", "Mine"))
    >>> graph = kg.network(lenders, ego="caserones")
    >>> sorted({data["entity_class"] for _, data in graph.nodes(data=True)})
    ['Firm', 'Mine', 'PublicAgency']
    """

    name: str
    summary: str
    summaries: tuple[tuple[str, str], ...] = ()
    facts: tuple[str, ...] = ()
    nodes: tuple[str, ...] = ()
    parts: tuple[tuple[str, ...], ...] = ()
    through: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    direct: bool = False
    fold: str = ""

    def told(self, lang: str) -> str:
        """Return what it shows, in a language if the file has it.

        Examples
        --------
        >>> find_projection("countries").told("es")[:6]
        'Países'
        """
        return dict(self.summaries).get(lang, self.summary)


WHOLE = Projection("full", "All links between entities", direct=True)
"""Every link, whatever a file of projections declares."""


def list_projections(path: Path | None = None) -> tuple[Projection, ...]:
    """Read the projections of a file, in its order; the project's own when None.

    Raises
    ------
    UsageError
        The file cannot be read, or a key or value in it is not one of those known.

    Examples
    --------
    >>> [projection.name for projection in list_projections()][:3]
    ['full', 'actors', 'coinvestment']
    """
    place = path or queries_dir() / "projections.toml"
    try:
        tables = tomllib.loads(place.read_text("utf-8"))
    except OSError as error:
        raise UsageError(f"{place} cannot be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{place} is not TOML: {error}") from None
    return tuple(_projection(place, name, table) for name, table in tables.items())


def _projection(place: Path, name: str, table: Any) -> Projection:
    known = {field.name for field in fields(Projection)} - {"name", "summaries"}
    if not isinstance(table, dict) or "summary" not in table:
        raise UsageError(f"{place}: [{name}] must be a table with the key summary")
    if unknown := sorted(set(table) - known):
        raise UsageError(
            f"{place}: [{name}] has the unknown key {unknown[0]!r}; the keys are {', '.join(sorted(known))}"
        )
    if table.get("fold", "country") != "country":
        raise UsageError(f"{place}: [{name}] fold is {table['fold']!r}; the only value is country")
    values = {key: _tuple(value) for key, value in table.items() if key != "summary"}
    texts = _texts(place, name, table["summary"])
    return Projection(name=name, summary=texts["en"], summaries=tuple(texts.items()), **values)


def _texts(place: Path, name: str, summary: Any) -> dict[str, str]:
    """Return a summary by language; one text is English."""
    texts = {"en": summary} if isinstance(summary, str) else summary
    if (
        not isinstance(texts, dict)
        or "en" not in texts
        or not all(isinstance(t, str) for t in texts.values())
    ):
        raise UsageError(f"{place}: [{name}] summary must be a text, or texts by language including en")
    return texts


def _tuple(value: Any) -> Any:
    return tuple(_tuple(item) for item in value) if isinstance(value, list) else value


def find_projection(name: str, *, path: Path | None = None) -> Projection:
    """Return the projection of that name.

    Raises
    ------
    NotFoundError
        No projection has that name; the nearest names are listed.
    """
    known = {projection.name: projection for projection in list_projections(path)}
    if name not in known:
        raise NotFoundError("projection", name, get_close_matches(name, known, 3, 0.4), legal=[*known])
    return known[name]


def checked_classes(store: Store, projection: Projection) -> Projection:
    """Return a projection with its classes by their local names, such as ``Firm`` for ``jlac:Firm``.

    Raises
    ------
    NotFoundError
        The ontology in the graph has no such class; the nearest names are listed.
    """
    iris = (text_of(row[0]) for row in store.select(_CLASSES))
    known = {local_name(iri) for iri in iris if iri.startswith(ONT)}

    def local(name: str) -> str:
        word = local_name(expand(name)) if ":" in name else name
        if known and word not in known:
            raise NotFoundError("class", name, get_close_matches(word, sorted(known), 3, 0.4))
        return word

    facts, nodes, through = (
        tuple(map(local, names)) for names in (projection.facts, projection.nodes, projection.through)
    )
    parts = tuple(tuple(map(local, names)) for names in projection.parts)
    return replace(projection, facts=facts, nodes=nodes, through=through, parts=parts)
