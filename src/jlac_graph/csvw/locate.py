"""Find what describes a CSV file, and the files that a description names; no network.

The order is that of the recommendation: metadata the caller names, metadata that the site-wide
configuration leads to (``{url}-metadata.json`` and ``csv-metadata.json`` when there is none), then
the header of the file itself.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote, urljoin, urlsplit

from ..core.errors import DataError, NotFoundError, UsageError
from .context import CONTEXT
from .metadata import read_document
from .model import Group, Table
from .templates import expand

__all__ = ["Files", "Source", "open_source"]

WELL_KNOWN = "/.well-known/csvm"
DEFAULTS = ("{+url}-metadata.json", "csv-metadata.json")
# What sites answer at WELL_KNOWN, for want of a network; a local file of that name comes first.
SITES = {"www.w3.org": (*DEFAULTS, "{+url}.json", "csvm.json")}
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Files:
    """Files of a folder under the addresses that they have on the web."""

    root: Path
    base: str

    def path(self, url: str) -> Path:
        """Return the file behind a URL.

        Raises
        ------
        NotFoundError : the URL lies outside, or there is no such file.
        """
        bare = _bare(url)
        if not bare.startswith(self.base):
            raise NotFoundError("local file for", url)
        path = Path(os.path.normpath(self.root / unquote(bare.removeprefix(self.base))))
        if not path.is_relative_to(self.root):  # .. and // lead out of the folder even when encoded
            raise NotFoundError("local file for", url)
        if not path.is_file():
            raise NotFoundError("file", str(path))
        return path

    def text(self, url: str) -> str:
        """Read the text behind a URL."""
        return _text(self.path(url))

    def has(self, url: str) -> bool:
        """Return whether there is a file behind a URL."""
        try:
            self.path(url)
        except NotFoundError:
            return False
        return True


@dataclass(frozen=True, slots=True)
class Source:
    """A group of tables, the files they lie in, and where the description came from."""

    group: Group
    files: Files


def open_source(
    given: Path,
    *,
    metadata: Path | None = None,
    linked: Path | None = None,
    base: str | None = None,
    warn: Tell = lambda text: None,
    note: Tell = lambda text: None,
) -> Source:
    """Open a CSV file or a metadata document.

    Parameters
    ----------
    given : the file; a query may follow its name, as in ``table.csv?year=2020``.
    metadata : a metadata document for a CSV file; it comes before all others.
    linked : the metadata that a server's Link header would name; used when it describes the file.
    base : the address of the file on the web, or the IRI that its name is relative to (a folder
        ends in a slash); the file's own ``file:`` address when left out.
    warn : called with each warning.
    note : called with what is worth knowing though it is no fault.

    Raises
    ------
    DataError : the file is not there or cannot be read.
    MetadataError : the metadata is not what the recommendation allows.
    """
    path, query = _split(given)
    files, url = _addresses(path, base)
    url = url if query == "" or "?" in url else f"{url}?{query}"
    if metadata is not None:
        return _described(metadata, url, files, warn=warn, note=note)
    if _is_metadata(path):
        return Source(read_document(_text(path), url, fetch=files.text, warn=warn), files)
    links = [] if linked is None else [(_address(linked, url, files), _text(linked))]
    for address, text in (*links, *_candidates(files, url)):
        group = read_document(text, address, fetch=files.text, warn=warn)
        if any(table.url == url for table in group.tables):
            return Source(group, files)
        warn(f"{address} does not describe {url} and is ignored")
    return Source(Group((Table(url=url),)), files)


def _described(metadata: Path, url: str, files: Files, *, warn: Tell, note: Tell) -> Source:
    """Open a CSV file with the metadata that the caller names."""
    address = _address(metadata, url, files)
    group = read_document(_text(metadata), address, fetch=files.text, warn=warn)
    if all(table.url != url for table in group.tables):
        note(f"{metadata} does not name {url}; the tables that it names are read")
    return Source(group, files)


def _address(path: Path, url: str, files: Files) -> str:
    """Return the address of a document that was named by its path."""
    place = path.resolve()
    if place.is_relative_to(files.root):
        return files.base + quote(place.relative_to(files.root).as_posix())
    return urljoin(url, quote(path.name))


def _split(given: Path) -> tuple[Path, str]:
    """Split a path from the query that may follow it."""
    name, mark, query = given.name.partition("?")
    path, query = (given, "") if given.is_file() or not mark else (given.with_name(name), query)
    if not path.is_file():
        raise DataError(
            f"{path} {'is a folder' if path.is_dir() else 'does not exist'}; give a CSV or JSON file"
        )
    return path, query


def _is_metadata(path: Path) -> bool:
    """Return whether a document is metadata or a table, by its name, or else by its first character."""
    if path.suffix.lower() in (".json", ".jsonld"):
        return True
    if path.suffix.lower() in (".csv", ".tsv", ".txt"):
        return False
    with path.open("rb") as file:
        return file.read(64).removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")


def _candidates(files: Files, url: str) -> Iterator[tuple[str, str]]:
    """Yield addresses and texts of metadata documents that a site offers for a file."""
    well_known = urljoin(url, WELL_KNOWN)
    if files.has(well_known):
        patterns = tuple(line.strip() for line in files.text(well_known).splitlines() if line.strip())
    else:
        patterns = SITES.get(urlsplit(url).netloc, DEFAULTS)
    for pattern in patterns:
        address = urljoin(url, expand(pattern, {"url": url.partition("#")[0]}))
        if _bare(address) != _bare(url) and files.has(address) and _names_csvw(text := files.text(address)):
            yield address, text


def _names_csvw(text: str) -> bool:
    """Return whether a document is metadata, or is to be read as such and found at fault."""
    try:
        document = json.loads(text)
    except ValueError:
        return True
    context = document.get("@context") if isinstance(document, dict) else None
    return context == CONTEXT or (isinstance(context, list) and CONTEXT in context) or "tables" in document


def _bare(url: str) -> str:
    return url.partition("#")[0].partition("?")[0]


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(f"{path} is not UTF-8 (byte {error.start + 1}); save it as UTF-8") from None
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror}") from None


def _addresses(path: Path, base: str | None) -> tuple[Files, str]:
    """Return the address of a file, and the folder whose files are found under that address."""
    place = path.resolve()
    if base is None:
        return Files(Path(place.anchor), Path(place.anchor).as_uri()), place.as_uri()
    if not urlsplit(base).scheme:
        raise UsageError(f"--base {base} is not an absolute IRI, such as https://example.org/data/")
    url = base if unquote(_bare(base).rpartition("/")[2]) == path.name else urljoin(base, _name(path, base))
    root, address = place.parent, _bare(url).rpartition("/")[0] + "/"
    while address.count("/") > 3 and _last(address) == root.name and root != root.parent:
        root, address = root.parent, address.rstrip("/").rpartition("/")[0] + "/"
    return Files(root, address), url


def _name(path: Path, base: str) -> str:
    """Return the part of a path that follows a folder's address.

    That is the part after the nearest folder of the same name as the address's last; else the file's name.
    """
    parts = path.resolve().parts
    folder = _last(base) if base.endswith("/") else ""
    if folder in parts[:-1]:
        start = max(number for number, part in enumerate(parts[:-1]) if part == folder)
        return quote("/".join(parts[start + 1 :]))
    return quote(path.name)


def _last(address: str) -> str:
    return unquote(address.rstrip("/").rpartition("/")[2])
