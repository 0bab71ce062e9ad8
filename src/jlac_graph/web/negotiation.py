"""Content negotiation: the choice of a format by an Accept header.

Examples
--------
>>> choose("text/html;q=0.5, text/turtle", GRAPH_MEDIA)
'ttl'
>>> choose("image/png", ROW_MEDIA) is None
True
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..core.rdf_formats import RDF_FORMATS

__all__ = [
    "GRAPH_MEDIA",
    "MEDIA",
    "PAGE_MEDIA",
    "ROW_MEDIA",
    "accepted",
    "choose",
    "choose_language",
    "offered",
    "takes_gzip",
]

ROW_MEDIA = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "text/xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
}
_GRAPHS = [form for form in RDF_FORMATS.values() if not form.has_graphs]
GRAPH_MEDIA = {media: form.suffix for form in _GRAPHS for media in form.media}
PAGE_MEDIA = {"text/html": "html", "application/xhtml+xml": "html", **GRAPH_MEDIA}
MEDIA = {
    "json": "application/sparql-results+json", "xml": "application/sparql-results+xml",
    "csv": "text/csv; charset=utf-8", "tsv": "text/tab-separated-values; charset=utf-8",
    **{form.suffix: form.media[0] for form in _GRAPHS},
    "ttl": "text/turtle; charset=utf-8", "html": "text/html; charset=utf-8",
}  # fmt: skip


_MOST = 100
"""Maximum number of alternatives of one header that are considered."""


def offered(form: str) -> Mapping[str, str]:
    """Media type to format of the answers to a form of query, the favourite first."""
    if form == "ASK":
        return {media: kind for media, kind in ROW_MEDIA.items() if kind in ("json", "xml")}
    return ROW_MEDIA if form == "SELECT" else GRAPH_MEDIA


def accepted(media: Mapping[str, str]) -> str:
    """Return the media types on offer, as messages list them."""
    return ", ".join(media)


def choose(accept: str | None, offered: Mapping[str, str]) -> str | None:
    """Choose the format that a client prefers; None if it accepts none.

    Parameters
    ----------
    accept : the Accept header; None or empty means anything.
    offered : media type to format, the service's favourite first.

    Returns
    -------
    The format; among equally liked ones the first offered that the client names, a type named in
    full before ``type/*`` before ``*/*``.
    """
    wishes = _wishes(accept or "*/*")
    best: tuple[float, str] | None = None
    for media, kind in offered.items():
        matches = [(rank, quality) for name, quality in wishes if (rank := _rank(name, media))]
        quality = max(matches)[1] if matches else 0.0
        if quality > 0 and (best is None or quality > best[0]):
            best = quality, kind
    return best[1] if best else None


def choose_language(accept: str, languages: Sequence[str]) -> str | None:
    """Choose the language that a client prefers, by RFC 9110 and RFC 4647 (lookup).

    Parameters
    ----------
    accept : the Accept-Language header.
    languages : what there is, the favourite first.

    Examples
    --------
    >>> choose_language("en;q=0.1, ja-JP;q=0.9", ("en", "ja"))
    'ja'
    >>> choose_language("ja;q=0, es", ("en", "ja", "es")), choose_language("fr", ("en", "ja"))
    ('es', None)
    """
    wishes = [(name.partition("-")[0], quality) for name, quality in _wishes(accept)]
    names = [name for name, _ in wishes]

    def rank(lang: str) -> tuple[float, int]:
        own = [q for name, q in wishes if name == lang] or [q for name, q in wishes if name == "*"]
        return max(own, default=0.0), -(names.index(lang) if lang in names else len(names))

    best = max(languages, key=rank)
    return best if rank(best)[0] > 0 else None


def takes_gzip(accept: str) -> bool:
    """Return whether an Accept-Encoding header allows gzip.

    >>> takes_gzip("gzip, br"), takes_gzip("gzip;q=0, *"), takes_gzip("*"), takes_gzip("")
    (True, False, True, False)
    """
    wishes = dict(reversed(_wishes(accept)))
    return wishes.get("gzip", wishes.get("*", 0.0)) > 0


def _wishes(header: str) -> list[tuple[str, float]]:
    return [_wish(part) for part in header.split(",", _MOST)[:_MOST] if part.strip()]


def _wish(part: str) -> tuple[str, float]:
    name, *parameters = (p.strip().lower() for p in part.split(";"))
    quality = next((p[2:].strip() for p in parameters if p.startswith("q=")), "1")
    try:
        number = float(quality)
    except ValueError:
        return name, 0.0
    return name, min(number, 1.0) if number > 0 else 0.0


def _rank(wish: str, media: str) -> int:
    if wish == media:
        return 3
    if wish == media.split("/")[0] + "/*":
        return 2
    return 1 if wish == "*/*" else 0
