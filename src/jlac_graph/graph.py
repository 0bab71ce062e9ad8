"""The library in one object: open a graph, then query, show, trace, draw and rank.

Examples
--------
>>> import jlac_graph as jlac
>>> kg = jlac.load()
>>> [hit.thing for hit in kg.search("チリ", limit=1)]
['place/chile']
>>> found = kg.trace("mitsui", "caserones")
>>> said = found.paths[0].hops[0].statements
>>> "idb-mg-172#case-mining.p7" in {source for one in said for source in one.sources}
True
"""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .core.errors import QueryError, UsageError
from .open_graph import open_graph

if TYPE_CHECKING:
    from collections.abc import Iterable

    import networkx as nx
    from rdflib import Graph as RdflibGraph

    from .lookup.links import LinkSet
    from .lookup.profile import Profile
    from .lookup.search import Hit, Names
    from .network.projections import Projection
    from .network.tracing import Trace
    from .queries.parameters import Query
    from .sparql.answers import Solutions, Triples
    from .sparql.store import Store

__all__ = ["Graph", "load"]

_FILES = (".rq", ".sparql")


def load(
    place: str | Path | None = None,
    *,
    with_: Iterable[str | Path] = (),
    data: Iterable[str | Path] = (),
    sources: Iterable[str] = (),
    without: Iterable[str] = (),
    lang: str = "en",
) -> Graph:
    """Open a graph.

    Parameters
    ----------
    place : a file (.nq, .ttl, ...), a store or build folder, or the http(s) address of a SPARQL
        endpoint. None means the variable JLAC_GRAPH, and without it the project's own graph, which
        the first use builds: into ``dist/`` of a checkout, else into the user's cache.
    with_ : folders of collections to add to the project's own; their graph is kept in the user's cache.
    data : folders of collections to read in place of the project's own.
    sources : ids of sources or collections; only what these state is opened. Empty means all. A plain
        id of both means the collection; ``source:ID`` means the source alone.
    without : ids of sources or collections whose statements are left out.
    lang : language of labels and words: en, ja, es or pt.

    Raises
    ------
    StoreError : when nothing is there, or it is not a graph.
    DataError : the tables of the collections have errors.
    UsageError : when there are no labels in that language, or no such source.

    Examples
    --------
    >>> load(lang="ja")  # doctest: +ELLIPSIS
    <jlac_graph.Graph .../graph.nq in ja>
    """
    from .lookup.labels import reader_language

    spoken = reader_language(lang)
    store = open_graph(
        None if place is None else str(place),
        data=_paths(data),
        with_=_paths(with_),
        sources=sources,
        without=without,
    )
    return Graph(store, lang=spoken)


def _paths(folders: Iterable[str | Path]) -> list[Path]:
    return [Path(folders)] if isinstance(folders, str | Path) else [Path(folder) for folder in folders]


class Graph:
    """An open graph and its operations.

    Links are read once and kept: make a new `Graph` for a store that has changed.

    Parameters
    ----------
    store : where the triples are; see `jlac_graph.sparql.store`.
    lang : language of labels and words, unless a call names another.
    """

    def __init__(self, store: Store, *, lang: str = "en") -> None:
        self.store, self.lang = store, lang

    def __repr__(self) -> str:
        return f"<jlac_graph.Graph {self.store.name} in {self.lang}>"

    def __len__(self) -> int:
        """Count the distinct triples."""
        return self.store.count()

    @cached_property
    def links(self) -> LinkSet:
        """Every link between two entities, with the data of its fact; read at the first use.

        Examples
        --------
        >>> links = load().links
        >>> sorted({link.relation for link in links.links if link.fact == "fact/jbic-caserones"})
        ['agreedCofinancesWith', 'agreedFinances']
        """
        from .lookup.links import read_links

        return read_links(self.store)

    @cached_property
    def names(self) -> Names:
        """Every name of every entity; read at the first use."""
        from .lookup.search import read_names

        return read_names(self.store)

    def queries(self) -> tuple[Query, ...]:
        """List the queries of the library, by name.

        Examples
        --------
        >>> [query.name for query in load().queries()][:2]
        ['activities-by-country-and-year', 'agencies-behind-investment']
        """
        from .queries.library import list_queries

        return list_queries()

    def query(self, source: str | Path, /, **parameters: Any) -> Solutions:
        """Answer a SELECT with its rows.

        Parameters
        ----------
        source : a query of the library by name, a ``.rq`` file, or SPARQL text; the project's
            prefixes need no declaration.
        parameters : values for the query's parameters, as text, number, date or term; an entity may
            be given by slug, IRI or label.

        Returns
        -------
        Rows of terms, with ``to_dicts()``, ``to_pandas()``, ``to_polars()``, ``to_arrow()`` and
        ``column(name)``; ``parameters`` says what each parameter was taken for.

        Warns
        -----
        InexactNameWarning : a value is not the name of an entity and was taken for the nearest one.
        UnknownTermWarning : the answer is empty, and the graph does not have a term of the query.

        Raises
        ------
        NotFoundError : for a query, parameter or entity that does not exist.
        QueryError : for a query that does not parse, or is not a SELECT.
        UsageError : for a missing parameter, or a value that is not of its kind.

        Examples
        --------
        >>> kg = load()
        >>> rows = kg.query("investments-in", country="chile")
        >>> rows.columns[:3]
        ('fact', 'target', 'amount')
        >>> kg.query("SELECT ?name { ?_thing_iri jlac:acronym ?name }", thing="jbic").to_dicts()
        [{'name': 'JBIC'}]
        """
        from .sparql.answers import Solutions

        answer = self._answer(source, parameters)
        if not isinstance(answer, Solutions):
            raise QueryError("query() needs a SELECT query; use ask() or construct() for this one")
        return answer

    def ask(self, source: str | Path, /, **parameters: Any) -> bool:
        """Answer an ASK; otherwise as `query`.

        Examples
        --------
        >>> load().ask("ASK { ?_who_iri jlac:owns ?mine . ?mine a jlac:Mine }", who="mitsui")
        True
        """
        answer = self._answer(source, parameters)
        if not isinstance(answer, bool):
            raise QueryError("ask() needs an ASK query; use query() or construct() for this one")
        return answer

    def construct(self, source: str | Path, /, **parameters: Any) -> Triples:
        """Answer a CONSTRUCT or DESCRIBE with its triples; otherwise as `query`.

        Examples
        --------
        >>> len(load().construct("CONSTRUCT { ?_t_iri a ?c } { ?_t_iri a ?c }", t="jbic")) > 1
        True
        """
        from .sparql.answers import Triples

        answer = self._answer(source, parameters)
        if not isinstance(answer, Triples):
            raise QueryError("construct() needs a CONSTRUCT or DESCRIBE query; use query() or ask()")
        return answer

    def _answer(self, source: str | Path, values: dict[str, Any]) -> Solutions | Triples | bool:
        from .queries.asking import ask_query

        return ask_query(_read(source), self.store, values, own=_is_name(source), lang=self.lang)

    def search(self, text: str, *, limit: int = 20) -> list[Hit]:
        """Find entities by name in any language, the best match first.

        Examples
        --------
        >>> [hit.thing for hit in load().search("Perú", limit=1)]
        ['place/peru']
        """
        from .lookup.search import search

        return search(self.store, text, limit=limit, names=self.names)

    def show(self, entity: str, *, lang: str | None = None) -> Profile:
        """Return the profile of one entity, each statement with its source.

        Parameters
        ----------
        entity : a slug, IRI, label or acronym.

        Raises
        ------
        NotFoundError : no entity has the name.
        AmbiguousError : several entities have it; the message lists them.

        Examples
        --------
        >>> jbic = load().show("JBIC")
        >>> jbic.label
        'Japan Bank for International Cooperation'
        >>> [row.sources for row in jbic.facts if row.id == "fact/jbic-caserones"]
        [('idb-mg-172#case-mining.p7',)]
        """
        from .lookup.profile import profile
        from .lookup.search import resolve

        return profile(self.store, resolve(self.store, entity, names=self.names), lang=lang or self.lang)

    def trace(self, source: str, target: str, *, lang: str | None = None, **options: Any) -> Trace:
        """Find the best-evidenced paths between two entities, or two classes of entities.

        Parameters
        ----------
        source : where the paths begin: a name, or a class such as ``Firm@japan``.
        target : where they end: a name, or a class such as ``Mine@chile``.
        options : fields of `jlac_graph.network.tracing.TraceOptions`: paths, max_length, via, avoid, start,
            end, overlap, max_degree.

        Raises
        ------
        NotFoundError : no entity has the name.
        AmbiguousError : several entities have it; the message lists them.
        UsageError : for two ends that are the same, or an option that is unknown or cannot be met.

        Examples
        --------
        >>> found = load().trace("mitsui", "jbic", paths=1)
        >>> found.paths[0].nodes
        ('agent/mitsui', 'agent/jbic')
        >>> found.paths[0].hops[0].statements[0].amount
        '314000000'
        """
        from .network.tracing import TraceOptions, trace

        return trace(
            self.store,
            source,
            target,
            options=TraceOptions.of(options),
            lang=lang or self.lang,
            links=self.links,
            names=self.names,
        )

    def network(
        self,
        projection: str | Projection = "full",
        *,
        start: int | None = None,
        end: int | None = None,
        ego: str | None = None,
        radius: int = 1,
        lang: str | None = None,
    ) -> nx.MultiDiGraph:
        """Return the graph, or a view of it, as a networkx graph.

        Parameters
        ----------
        projection : a name from ``queries/projections.toml`` or a `Projection` of your own.
        start : first year; links that ended before it are left out, and so are undated ones.
        end : last year; links that began after it are left out, and so are undated ones.
        ego : an entity by name; only what is near it is returned. None means the whole network.
        radius : most links from `ego`: 1 for its neighbours, 2 for theirs too.
        lang : language of labels and sentences; None means that of the graph.

        Returns
        -------
        Nodes by short name, with ``label``, ``entity_class`` and ``country``; edges with
        ``relation``, ``fact``, ``amount``, ``year``, ``sources`` and more, where known.

        Raises
        ------
        NotFoundError : for an unknown projection or entity, or when no link is left.

        Examples
        --------
        >>> graph = load().network("actors", ego="caserones")
        >>> graph.nodes["agent/mitsui"]["entity_class"], graph.is_multigraph()
        ('Firm', True)
        >>> from jlac_graph.network.measures.centrality import rank
        >>> rank(graph, by="degree").rows[0][0]
        'asset/caserones'
        """
        from .core.namespaces import shorten
        from .lookup.search import resolve
        from .network.build_network import ego as around
        from .network.build_network import network
        from .network.projections import find_projection

        wanted = find_projection(projection) if isinstance(projection, str) else projection
        made = network(self.store, wanted, lang=lang or self.lang, start=start, end=end, links=self.links)
        return (
            around(made, shorten(resolve(self.store, ego, names=self.names)), radius=radius) if ego else made
        )

    def widget(self, projection: str = "actors", *, height: int = 480, **view: Any) -> Any:
        """Return a view as an interactive widget of a notebook; see `jlac_graph.network.widget`.

        Parameters
        ----------
        projection, view : as of `network`; `view` takes start, end, ego, radius and lang.
        height : of the drawing, in pixels.

        Raises
        ------
        UsageError : when anywidget is not installed.
        """
        from .export.flat_network import flat_network
        from .export.layout import layout
        from .network.widget import network_widget

        graph = self.network(projection, **view)
        title, lang = graph.graph.get("title", ""), view.get("lang") or self.lang
        flat = flat_network(graph, title=title, lang=lang, positions=layout(graph))
        return network_widget(flat, height=height)

    def export(self, form: str, target: str | Path, **view: Any) -> list[Path]:
        """Write a network for Gephi, Cytoscape, yEd, Neo4j and others, atomically.

        Parameters
        ----------
        form : gexf, graphml, yed, cytoscape, cx2, neo4j, ladybug, dot, d3, graphology, csv, obsidian,
            geojson, kml, ftm, svg or png.
        target : the file, or the folder for neo4j, ladybug, csv and obsidian.
        view : parameters of `network`: projection, start, end, ego, radius, lang.

        Returns
        -------
        The files written.

        Examples
        --------
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     files = load().export("gexf", f"{folder}/jbic.gexf", projection="actors", ego="jbic")
        ...     [(file.name, file.stat().st_size > 1000) for file in files]
        [('jbic.gexf', True)]
        """
        from .core.atomic import write_bundle
        from .export import network_format
        from .export.figure import write_png, write_svg
        from .export.flat_network import flat_network
        from .export.layout import layout
        from .network.link_costs import trace_costs

        drawn = {"svg": write_svg, "png": write_png}
        chosen = None if form in drawn else network_format(form)
        graph, costs = self.network(**view), None
        if chosen and chosen.costed:
            costs = trace_costs(self.links, graph, start=view.get("start"), end=view.get("end"))
        title, lang = graph.graph.get("title", ""), view.get("lang") or self.lang
        flat = flat_network(graph, title=title, lang=lang, positions=layout(graph), costs=costs)
        return write_bundle(chosen.pieces(flat) if chosen else drawn[form](flat), Path(target))

    def rdflib(self) -> RdflibGraph:
        """Copy the graph into rdflib.

        Returns
        -------
        A ``Dataset`` whose queries see the union of the named graphs; of an endpoint one ``Graph``,
        for which every triple is fetched.

        Examples
        --------
        >>> from rdflib import URIRef
        >>> graph = load(sources=["idb-mg-172"]).rdflib()
        >>> mitsui = URIRef("https://w3id.org/jlac/id/agent/mitsui")
        >>> any(graph.predicate_objects(mitsui))
        True
        """
        from .sparql.rdflib_store import to_rdflib

        return to_rdflib(self.store)


def _read(source: str | Path) -> Query:
    """Return a query of the library, of a file, or of text, recognized by its form."""
    from .queries.library import find_query, read_query

    text = str(source)
    if isinstance(source, str) and re.search(r"[{}\s]", text):
        return read_query("text", text)
    if _is_name(source):
        return find_query(text)
    try:
        return read_query(Path(text).stem, Path(text).read_text("utf-8"))
    except OSError as error:
        raise UsageError(f"{text} cannot be read: {error.strerror}") from None


def _is_name(source: str | Path) -> bool:
    """Return whether it names a query of the library."""
    return isinstance(source, str) and not re.search(r"[{}\s]", source) and not source.endswith(_FILES)
