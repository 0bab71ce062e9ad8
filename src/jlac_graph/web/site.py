"""What crawlers and feed readers ask for: robots.txt, the sitemap, the feed of changes."""

from __future__ import annotations

import gzip
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from ..core.languages import LANGUAGES
from ..core.namespaces import page_path, shorten
from ..core.terms import text_of

if TYPE_CHECKING:
    from ..sparql.store import Store

__all__ = ["FEED", "MOST_ADDRESSES", "feed", "robots", "sitemap", "sitemap_of"]

FEED = "changes.atom"
MOST_ADDRESSES = 50_000
"""Maximum number of addresses of one sitemap (https://www.sitemaps.org/protocol.html)."""
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_WORK = ("/sparql", "/api/", "/export/", "/figure.", "/embed/")
_ENTITIES = """
SELECT DISTINCT ?thing WHERE {
  ?thing a ?kind VALUES ?kind { jlac:Entity jlac:Fact jlac:Source }
} ORDER BY ?thing"""


def robots(address: str) -> bytes:
    """Return the robots.txt of a service: crawlers read pages, and nothing that costs work.

    >>> print(robots("https://kg.example.org").decode().splitlines()[-1])
    Sitemap: https://kg.example.org/sitemap.xml
    """
    closed = "".join(f"Disallow: {path}\n" for path in _WORK)
    return f"User-agent: *\n{closed}Sitemap: {address}/sitemap.xml\n".encode()


def sitemap(store: Store, address: str, views: tuple[str, ...], part: int) -> bytes | None:
    """Return the sitemap, or its index if there are more addresses than one sitemap may have.

    Parameters
    ----------
    address : of the service, without a closing slash.
    views : paths of the pages that are of no entity.
    part : number of a part, from 1; 0 for the whole.

    Returns
    -------
    XML; None if there is no such part.
    """
    things = [page_path(shorten(text_of(row[0]))) for row in store.select(_ENTITIES)]
    pages = [*(address + view for view in views), *(f"{address}/{thing}" for thing in things)]
    parts = -(-len(pages) // MOST_ADDRESSES)
    if part > parts:
        return None
    if part == 0 and parts > 1:
        places = [f"{address}/sitemap.xml?part={number}" for number in range(1, parts + 1)]
        return _listed("sitemapindex", "sitemap", places)
    first = max(part - 1, 0) * MOST_ADDRESSES
    return _listed("urlset", "url", pages[first : first + MOST_ADDRESSES])


def sitemap_of(
    pages: Sequence[str], address: str, *, in_languages: Collection[str] = ()
) -> Iterator[tuple[str, bytes]]:
    """Yield the sitemap of pages as compressed files: one, or an index and its parts.

    Parameters
    ----------
    pages : their addresses.
    address : of the folder of the files, without a closing slash.
    in_languages : those of the pages that ``?lang=`` shows in each language of the explorer.
    """
    if len(pages) <= MOST_ADDRESSES:
        yield "sitemap.xml.gz", _packed("urlset", "url", pages, in_languages)
        return
    starts = range(0, len(pages), MOST_ADDRESSES)
    parts = [f"sitemap-{number}.xml.gz" for number, _ in enumerate(starts, 1)]
    yield "sitemap.xml.gz", _packed("sitemapindex", "sitemap", [f"{address}/{name}" for name in parts])
    for name, start in zip(parts, starts, strict=True):
        yield name, _packed("urlset", "url", pages[start : start + MOST_ADDRESSES], in_languages)


def _packed(root: str, item: str, places: Sequence[str], in_languages: Collection[str] = ()) -> bytes:
    return gzip.compress(_listed(root, item, places, in_languages), 9, mtime=0)


def _listed(root: str, item: str, places: Sequence[str], in_languages: Collection[str] = ()) -> bytes:
    several = frozenset(in_languages)
    spaces = f'xmlns="{_NAMESPACE}"' + (f' xmlns:xhtml="{_XHTML}"' if several else "")
    rows = "".join(
        f"<{item}><loc>{escape(place)}</loc>{_alternates(place) if place in several else ''}</{item}>\n"
        for place in places
    )
    return f"{_HEAD}<{root} {spaces}>\n{rows}</{root}>\n".encode()


def _alternates(place: str) -> str:
    """The same page in each language (https://developers.google.com/search/docs/specialty/international)."""
    return "".join(
        f'<xhtml:link rel="alternate" hreflang="{lang}" href="{escape(place)}?lang={lang}"/>'
        for lang in LANGUAGES
    )


def feed(store: Store) -> bytes | None:
    """Return the feed of changes that a release wrote beside the graph; None if there is none."""
    path = Path(store.name)
    beside = (path if path.is_dir() else path.parent) / FEED
    return beside.read_bytes() if beside.is_file() else None
