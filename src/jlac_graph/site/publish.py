"""The folder of a site: pages, the explorer, its data, the graph and the documentation."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.atomic import check_folder, write_folder
from ..core.errors import UsageError
from ..core.languages import LANGUAGES
from ..core.namespaces import PREFIXES
from ..core.paths import web_dir
from ..output.rdf_dump import write_rdf
from ..queries.library import list_queries
from ..sparql.triples_writer import sorted_prefixes
from ..web.assets import PLAIN_PART
from ..web.explore import Explorer
from ..web.site import sitemap_of
from .fonts import shortened_font
from .library import library_files
from .pack import data_files
from .pages import (
    POLICY,
    Frame,
    address_of,
    entity_pages,
    is_translated,
    library_pages,
    not_found_page,
    view_pages,
)
from .records import Records

if TYPE_CHECKING:
    from pyoxigraph import Quad

    from ..queries.parameters import Query
    from ..sparql.store import Store

__all__ = ["Site", "make_site", "publish"]

Progress = Callable[[str], None]
_SCRIPT, _STYLE = "site.js", "site.css"
_STYLED = f"<meta name=viewport content=width=device-width><link rel=stylesheet href={_STYLE}>"
_LOADS = f"<script src={_SCRIPT}></script>"
_DOCS = "<meta name=jlac-docs content=docs/>"
_POLICY = f'<meta http-equiv=content-security-policy content="{POLICY}">'
_ENGINE = "data/oxigraph.wasm.gz"
_DERIVED = "/graph/derived/"


@dataclass(frozen=True, slots=True)
class Site:
    """What was written: the number of files and their bytes, by their first folder."""

    files: Mapping[str, int]
    sizes: Mapping[str, int]


def publish(
    store: Store,
    target: Path,
    *,
    address: str = "",
    docs: Path | None = None,
    queries: Path | None = None,
    progress: Progress = lambda _: None,
) -> Site:
    """Write the site of a graph into a folder, all files or none.

    A folder that a former run wrote is brought up to date; files in it that somebody changed are not
    replaced.

    Parameters
    ----------
    store : the graph.
    target : the folder.
    address : where the site will be reached, without a closing slash; canonical links, the sitemap and the
        page for unknown addresses need it.
    docs : a folder of built documentation, which goes to ``docs``.
    queries : folder of the query library; the project's own by default.
    progress : called with each step.

    Raises
    ------
    UsageError : the folder has other files, or files that were changed; the address is not valid.
    """
    check_folder(target)  # before the minute that a large site takes
    files = dict(make_site(store, address=address, docs=docs, queries=queries, progress=progress))
    progress(f"writing {len(files):,} files to {target}")
    write_folder(target, files)
    top = {path: path.partition("/")[0] if "/" in path else "" for path in files}
    sizes: Counter[str] = Counter()
    for path, content in files.items():
        sizes[top[path]] += len(content)
    return Site(Counter(top.values()), sizes)


def make_site(
    store: Store,
    *,
    address: str = "",
    docs: Path | None = None,
    queries: Path | None = None,
    progress: Progress = lambda _: None,
) -> Iterator[tuple[str, bytes]]:
    """Yield the path and the content of each file of a site; see `publish`."""
    progress("reading the graph")
    explorer = Explorer(store, queries)
    records = Records(explorer.cache)
    labels = {lang: records.labels(lang) for lang in LANGUAGES}
    library = list_queries(queries)
    quads = write_rdf(store, "nq")[""]
    yield from _assets(_letters(quads, library))
    frame = Frame(_STYLED + (_LOADS if _entry() else _POLICY) + (_DOCS if docs else ""), address)
    progress(f"writing {len(records.things):,} pages")
    stories = [one["name"] for one in json.loads(explorer.answer("front", {}))["stories"]]
    pages: list[str] = []
    for path, page in (
        *entity_pages(records, frame, labels),
        *view_pages(records, frame, labels, stories),
        *library_pages(library, frame),
    ):
        pages.append(path)
        yield f"{path}/index.html".removeprefix("/"), page
    yield "404.html", not_found_page(frame)
    yield from _for_crawlers(pages, address)
    progress("packing the data of the explorer")
    yield from data_files(explorer, records)
    progress(f"answering {len(library)} queries of the library")
    yield from library_files(library, store)
    yield "data/graph.trig.gz", gzip.compress(_trig(quads), 9, mtime=0)
    yield from _documentation(docs)


def _trig(quads: bytes) -> bytes:
    """The quads by graph and subject, what is derived of a source after it: it compresses best."""
    from pyoxigraph import RdfFormat, parse, serialize

    def place(row: Quad) -> tuple[str, ...]:
        graph = str(row.graph_name)
        return graph.replace(_DERIVED, "/graph/", 1), graph, str(row.triple)

    rows = sorted(parse(quads, RdfFormat.N_QUADS), key=place)
    return sorted_prefixes(serialize(rows, format=RdfFormat.TRIG, prefixes=PREFIXES) or b"")


def _letters(quads: bytes, library: Sequence[Query]) -> frozenset[str]:
    """Every letter of the graph, the library and the explorer."""
    texts = [quads.decode(), *(query.text for query in library)]
    folder = web_dir()
    texts += [path.read_text("utf-8") for path in sorted(folder.rglob("*.js"))] if folder else []
    return frozenset().union(*texts)


def _assets(letters: frozenset[str]) -> Iterator[tuple[str, bytes]]:
    """The explorer's files; the engine of SPARQL, maps and fonts compressed, because hosts rarely do it.

    The pages name one style and one script, which keep their names when the explorer changes.
    """
    yield _STYLE, PLAIN_PART.encode()
    folder, entry = web_dir(), _entry()
    if folder is None or entry is None:
        return
    yield _SCRIPT, _start(entry)
    for path in sorted((folder / "assets").iterdir()):
        content = path.read_bytes() if path.is_file() else b""
        if path.suffix == ".ttf":
            content = shortened_font(content, letters)
        if path.suffix == ".wasm":
            yield _ENGINE, gzip.compress(content, 9, mtime=0)
        elif path.suffix in (".json", ".ttf"):
            yield f"assets/{path.name}.gz", gzip.compress(content, 9, mtime=0)
        elif path.is_file():
            yield f"assets/{path.name}", content


def _entry() -> dict[str, Any] | None:
    """What Vite's manifest says of the explorer's first script; None if the explorer is not built."""
    folder = web_dir()
    manifest = folder / ".vite" / "manifest.json" if folder else None
    if manifest is None or not manifest.is_file():
        return None
    entry: dict[str, Any] = json.loads(manifest.read_text("utf-8"))["index.html"]
    return entry


def _start(entry: Mapping[str, Any]) -> bytes:
    """The script that adds the policy and the explorer to the page before its text is drawn."""
    styles = "".join(f"<link rel=stylesheet href={name}>" for name in entry.get("css", ()))
    added = f"{_POLICY}{styles}<script type=module src={entry['file']}></script>"
    return f"document.write({json.dumps(added)})\n".encode()


def _for_crawlers(paths: Iterable[str], address: str) -> Iterator[tuple[str, bytes]]:
    """robots.txt, and the sitemap if the address is known."""
    allowed = "User-agent: *\nAllow: /\n"
    if not address:
        yield "robots.txt", allowed.encode()
        return
    yield "robots.txt", f"{allowed}Sitemap: {address}/sitemap.xml.gz\n".encode()
    pages = {path: address_of(address, path) for path in paths}
    several = [place for path, place in pages.items() if is_translated(path)]
    yield from sitemap_of(list(pages.values()), address, in_languages=several)


def _documentation(docs: Path | None) -> Iterator[tuple[str, bytes]]:
    if docs is None:
        return
    if not (docs / "index.html").is_file():
        raise UsageError(f"{docs} has no index.html; give the folder of built documentation")
    for path in sorted(docs.rglob("*")):
        if path.is_file():
            yield f"docs/{path.relative_to(docs).as_posix()}", path.read_bytes()
