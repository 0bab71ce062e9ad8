"""Where entities lie: one point each, with the passage that gives it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..core.namespaces import local_name, shorten
from ..core.terms import text_of

if TYPE_CHECKING:
    from ..sparql.store import Store

__all__ = ["Point", "read_points"]

_POINTS = """
SELECT DISTINCT ?thing ?lat ?long ?precision ?locator WHERE {
  ?thing geo:hasGeometry ?point . ?point wgs84:lat ?lat ; wgs84:long ?long .
  OPTIONAL { ?point jlac:coordinatePrecision ?precision }
  OPTIONAL { ?point jlac:citation ?locator }
} ORDER BY ?thing ?precision ?lat ?long ?locator"""


@dataclass(frozen=True, slots=True)
class Point:
    """A point in degrees of WGS 84.

    Attributes
    ----------
    lat, long : south and west are negative.
    precision : ``exact``, or how far the point stands for a wider place; empty if the source does not say.
    source : locator of the passage that gives it; empty if it cites none.
    """

    lat: float
    long: float
    precision: str = ""
    source: str = ""


def read_points(store: Store) -> Mapping[str, Point]:
    """Return the point of each entity that has one, by short name; of several points, an exact one.

    Examples
    --------
    >>> from jlac_graph.sparql.store import OxigraphStore
    >>> text = '''@prefix geo: <http://www.opengis.net/ont/geosparql#> .
    ... @prefix wgs84: <http://www.w3.org/2003/01/geo/wgs84_pos#> .
    ... <https://w3id.org/jlac/id/asset/mine> geo:hasGeometry <urn:p> .
    ... <urn:p> wgs84:lat -28.1 ; wgs84:long -69.5 .'''
    >>> read_points(OxigraphStore.from_text(text, "ttl"))
    {'asset/mine': Point(lat=-28.1, long=-69.5, precision='', source='')}
    """
    found: dict[str, Point] = {}
    for thing, lat, long, precision, locator in store.select(_POINTS):
        name, grade = shorten(text_of(thing)), local_name(text_of(precision)) if precision else ""
        if name not in found or (grade == "exact" and found[name].precision != "exact"):
            point = float(text_of(lat)), float(text_of(long))
            found[name] = Point(*point, grade, text_of(locator) if locator else "")
    return found
