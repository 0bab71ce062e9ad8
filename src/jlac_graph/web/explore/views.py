"""A view of the graph as a file or figure, from the parameters of an address."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ...core.errors import LimitError, UsageError
from ...export import network_format
from ...network.views import View, flat_view
from ...output.rdf_dump import DUMP_FORMATS, write_rdf
from .networks import concerning, kept_positions, kept_projection, projection_network
from .parameters import language, whole

if TYPE_CHECKING:
    import networkx as nx

    from ...export.flat_network import FlatNetwork
    from .cache import Cache

__all__ = ["VIEW_PARAMETERS", "figure_file", "view_file", "zipped"]

VIEW_PARAMETERS = (
    "projection", "ego", "radius", "country", "sector", "source", "target", "from", "to", "lang",
)  # fmt: skip
_NARROWING = ("country", "sector")
_MOST_LINKS = 8
_EARLIEST_DATE = (1980, 1, 1, 0, 0, 0)


def view_file(cache: Cache, form: str, values: Mapping[str, str], *, largest: int) -> bytes:
    """Write a view in a network format, or the whole graph in an RDF format.

    Parameters
    ----------
    form : a name of `export.FORMATS` or of `rdf_dump.DUMP_FORMATS`.
    values : the parameters of the address; see `VIEW_PARAMETERS`.
    largest : maximum number of bytes.

    Returns
    -------
    The content; the files of a format that writes a folder come as a zip archive.

    Raises
    ------
    UsageError : for a parameter that is unknown or invalid.
    NotFoundError, AmbiguousError : for an unknown format, projection or entity, or when no link is left.
    LimitError : the file would be larger.
    """
    if form in DUMP_FORMATS:
        if values:
            raise UsageError(f"{form} is the whole graph and takes no parameters")
        return _bounded(write_rdf(cache.store, form)[""], largest)
    chosen = network_format(form)
    bundle = chosen.write(_flat(cache, values, drawn=chosen.drawn, costed=chosen.costed))
    return _bounded(bundle[""] if chosen.suffix else zipped(bundle), largest)


def figure_file(cache: Cache, form: str, values: Mapping[str, str], *, largest: int) -> bytes:
    """Draw a view as an svg or png file; see `view_file`."""
    from ...export.figure import write_png, write_svg

    write = {"svg": write_svg, "png": write_png}[form]
    return _bounded(write(_flat(cache, {"projection": "actors", **values}))[""], largest)


def _flat(
    cache: Cache, values: Mapping[str, str], *, drawn: bool = True, costed: bool = False
) -> FlatNetwork:
    path = cache.queries / "projections.toml" if cache.queries else None
    view = _view(values)
    narrowed = {name: values[name] for name in _NARROWING if values.get(name)}
    everything = not view.ends and view.start is None and view.end is None and not narrowed
    entire = everything and view.ego is None
    return flat_view(
        cache.store,
        view,
        drawn=drawn,
        costed=costed,
        links=cache.links,
        names=cache.names,
        projections=path if path and path.is_file() else None,
        whole=_narrowed(cache, view, narrowed) if everything or narrowed else None,
        positions=kept_positions(cache, view.projection, view.lang) if drawn and entire else None,
    )


def _narrowed(cache: Cache, view: View, names: Mapping[str, str]) -> nx.MultiDiGraph:
    """The projection of a view, of all years if it names none, with the links of a country and sector."""
    if view.start is None and view.end is None:
        graph = kept_projection(cache, view.projection, view.lang)
    else:
        graph = projection_network(cache, view.projection, view.lang, start=view.start, end=view.end)
    return concerning(cache, graph, view.lang, **names) if names else graph


def _view(values: Mapping[str, str]) -> View:
    if unknown := sorted(set(values) - set(VIEW_PARAMETERS)):
        known = ", ".join(VIEW_PARAMETERS)
        raise UsageError(f"unknown parameter {unknown[0]!r}; the parameters are {known}")
    source, target = values.get("source", ""), values.get("target", "")
    if bool(source) != bool(target):
        raise UsageError("source and target are the two ends of paths; give both")
    if source and any(values.get(name) for name in _NARROWING):
        raise UsageError("country and sector are for the links of a projection, not for paths")
    radius = whole(values, "radius")
    if radius is not None and not 1 <= radius <= _MOST_LINKS:
        raise UsageError(f"radius: {radius} is not a number of links from 1 to {_MOST_LINKS}")
    if radius is not None and not values.get("ego"):
        raise UsageError("radius is the distance from an entity; give its name as ego")
    return View(
        projection=values.get("projection") or "full",
        ego=values.get("ego") or None,
        radius=radius or 1,
        ends=(source, target) if source else None,
        start=whole(values, "from"),
        end=whole(values, "to"),
        lang=language(values),
    )


def _bounded(content: bytes, largest: int) -> bytes:
    if len(content) > largest:
        raise LimitError(
            f"the file has {len(content):,} bytes, more than the {largest:,} that the service sends; choose "
            "a smaller projection, ego, or fewer years"
        )
    return content


def zipped(bundle: Mapping[str, bytes]) -> bytes:
    """Return the files of a folder as a zip archive; the same files give the same bytes."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(bundle.items()):
            archive.writestr(zipfile.ZipInfo(name, _EARLIEST_DATE), content, zipfile.ZIP_DEFLATED)
    return held.getvalue()
