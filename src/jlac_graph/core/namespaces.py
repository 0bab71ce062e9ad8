"""Namespaces and prefixes; the IRIs of entities come from the CSVW templates.

Examples
--------
>>> expand("jlac:investedIn")
'https://w3id.org/jlac/ont#investedIn'
>>> shorten("https://w3id.org/jlac/id/agent/mitsui")
'agent/mitsui'
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyoxigraph import NamedNode

__all__ = [
    "BASE",
    "ID",
    "KINDS",
    "ONT",
    "PREFIXES",
    "SRC",
    "expand",
    "kind_of",
    "local_name",
    "named_node",
    "page_path",
    "relation_iri",
    "short_id",
    "shorten",
]

BASE = "https://w3id.org/jlac/"
ONT = BASE + "ont#"
ID = BASE + "id/"
SRC = BASE + "src/"

PREFIXES: dict[str, str] = {
    "jlac": ONT,
    "id": ID,
    "agent": ID + "agent/",
    "place": ID + "place/",
    "asset": ID + "asset/",
    "project": ID + "project/",
    "programme": ID + "programme/",
    "agreement": ID + "agreement/",
    "standard": ID + "standard/",
    "publication": ID + "publication/",
    "event": ID + "event/",
    "fact": ID + "fact/",
    "code": BASE + "code/",
    "obs": BASE + "obs/",
    "period": BASE + "period/",
    "src": SRC,
    "graph": BASE + "graph/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "org": "http://www.w3.org/ns/org#",
    "rov": "http://www.w3.org/ns/regorg#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "time": "http://www.w3.org/2006/time#",
    "qb": "http://purl.org/linked-data/cube#",
    "sdmx-dimension": "http://purl.org/linked-data/sdmx/2009/dimension#",
    "sdmx-measure": "http://purl.org/linked-data/sdmx/2009/measure#",
    "sdmx-attribute": "http://purl.org/linked-data/sdmx/2009/attribute#",
    "sh": "http://www.w3.org/ns/shacl#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "void": "http://rdfs.org/ns/void#",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "wgs84": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "wd": "http://www.wikidata.org/entity/",
}


_PAGES = ("code", "obs", "src", "period")
"""Prefixes of ids whose pages stand beside those of entities."""


def expand(name: str) -> str:
    """Turn a prefixed name, or a name like ``agent/mitsui``, into an IRI; an IRI stays as it is.

    >>> expand("agent/mitsui")
    'https://w3id.org/jlac/id/agent/mitsui'
    """
    if "://" in name:
        return name
    prefix, colon, local = name.partition(":")
    if colon and prefix in PREFIXES:
        return PREFIXES[prefix] + local
    return ID + name


def shorten(iri: str) -> str:
    """Shorten an IRI: ``agent/mitsui`` for entities, ``prefix:local`` for terms."""
    if iri.startswith(ID):
        return iri.removeprefix(ID)
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and len(iri) > len(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


KINDS = (
    "agent", "place", "asset", "project", "programme", "agreement", "standard", "publication", "event",
    "topic", "fact",
)  # fmt: skip
"""Kinds of what an id names: entities and facts."""
_OWN = re.compile(rf"https?://.*[/#]((?:id/({'|'.join(KINDS)})/[^/#?]+)|(?:(src|obs)/[^#?]+))")
"""The IRI of an entity, passage or statistic under any base; its path below the base, and its kind."""


def kind_of(name: str) -> str:
    """Return the kind of what an id or an IRI names, whatever its base; empty if that is not known.

    >>> [kind_of(name) for name in ("agent/jbic", "src:press-1/p1", "https://example.org/mine/id/fact/loan")]
    ['agent', 'src', 'fact']
    """
    if "://" not in name:
        return name.partition("/")[0].partition(":")[0]
    found = _OWN.fullmatch(name)
    return found[2] or found[3] if found else ""


def short_id(name: str) -> str:
    """Return the id of what an IRI names as tables write it and commands read it, whatever its base.

    An id is unique in a graph, so people need no base; `shorten` keeps it, for programs.

    >>> short_id("https://example.org/mine/id/fact/loan"), short_id("https://example.org/mine/src/press-1/p1")
    ('fact/loan', 'src:press-1/p1')
    >>> short_id("agent/jbic"), short_id("https://w3id.org/jlac/ont#owns"), short_id("https://example.org/page")
    ('agent/jbic', 'jlac:owns', 'https://example.org/page')
    """
    found = _OWN.fullmatch(name)
    if found is None:
        return shorten(name)
    path, _, kind = found.groups()
    return f"{kind}:{path.removeprefix(f'{kind}/')}" if kind else path.removeprefix("id/")


def page_path(name: str) -> str:
    """Return the path of the page of an id, or of an IRI under any base, below the root of the service.

    >>> [page_path(name) for name in ("agent/jbic", "src:press-1/p1", "https://example.org/mine/id/fact/loan")]
    ['id/agent/jbic', 'src/press-1/p1', 'id/fact/loan']
    """
    if found := _OWN.fullmatch(name):
        return found[1]
    prefix, colon, rest = name.partition(":")
    return f"{prefix}/{rest}" if colon and prefix in _PAGES else f"id/{name}"


def local_name(iri: str) -> str:
    """Return the last part of an IRI.

    >>> local_name("https://w3id.org/jlac/ont#owns"), local_name("https://w3id.org/jlac/code/status/agreed")
    ('owns', 'agreed')
    """
    return iri.replace("#", "/").rpartition("/")[2]


def relation_iri(relation: str) -> str:
    """Return the IRI of a relation or class from its local name.

    >>> relation_iri("owns")
    'https://w3id.org/jlac/ont#owns'
    """
    return expand(relation) if ":" in relation else ONT + relation


def named_node(iri: str) -> NamedNode | None:
    """Return the node of an IRI; None if the text is not a valid absolute IRI.

    >>> named_node("https://e.org/a").value, named_node("https://e.org/[a"), named_node("a")
    ('https://e.org/a', None, None)
    """
    from pyoxigraph import NamedNode

    try:
        return NamedNode(iri)
    except ValueError:  # UnicodeEncodeError, of a lone surrogate, is one
        return None
