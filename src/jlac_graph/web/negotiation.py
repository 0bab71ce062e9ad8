"""Content negotiation: which of the formats on offer an Accept header wants.

Examples
--------
>>> choose("text/html;q=0.5, text/turtle", GRAPH_MEDIA)
'ttl'
>>> choose("image/png", ROW_MEDIA) is None
True
"""

from __future__ import annotations

from collections.abc import Mapping

from ..core.rdf_formats import RDF_FORMATS

__all__ = ["ASK_MEDIA", "GRAPH_MEDIA", "MEDIA", "PAGE_MEDIA", "ROW_MEDIA", "choose"]

ROW_MEDIA = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "text/xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
}
ASK_MEDIA = ROW_MEDIA
_GRAPHS = [form for form in RDF_FORMATS.values() if not form.has_graphs]
GRAPH_MEDIA = {media: form.suffix for form in _GRAPHS for media in form.media}
PAGE_MEDIA = {"text/html": "html", "application/xhtml+xml": "html", **GRAPH_MEDIA}
MEDIA = {
    "json": "application/sparql-results+json", "xml": "application/sparql-results+xml",
    "csv": "text/csv; charset=utf-8", "tsv": "text/tab-separated-values; charset=utf-8",
    **{form.suffix: form.media[0] for form in _GRAPHS},
    "ttl": "text/turtle; charset=utf-8", "html": "text/html; charset=utf-8",
}  # fmt: skip


def choose(accept: str | None, offered: Mapping[str, str]) -> str | None:
    """Pick the format a client likes best; None when it likes none.

    Parameters
    ----------
    accept : the Accept header; None or empty means anything.
    offered : media type to format, the service's favourite first.

    Returns
    -------
    The format; among equally liked ones the first offered that the client names, a type named in
    full before ``type/*`` before ``*/*``.
    """
    wishes = [_wish(part) for part in (accept or "*/*").split(",") if part.strip()]
    best: tuple[float, str] | None = None
    for media, kind in offered.items():
        matches = [(rank, quality) for name, quality in wishes if (rank := _rank(name, media))]
        quality = max(matches)[1] if matches else 0.0
        if quality > 0 and (best is None or quality > best[0]):
            best = quality, kind
    return best[1] if best else None


def _wish(part: str) -> tuple[str, float]:
    name, *parameters = (p.strip().lower() for p in part.split(";"))
    quality = next((p[2:].strip() for p in parameters if p.startswith("q=")), "1")
    try:
        return name, min(max(float(quality), 0.0), 1.0)
    except ValueError:
        return name, 0.0


def _rank(wish: str, media: str) -> int:
    if wish == media:
        return 3
    if wish == media.split("/")[0] + "/*":
        return 2
    return 1 if wish == "*/*" else 0
