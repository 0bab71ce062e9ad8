"""Find what describes a CSV file, and the files that a description names; no network.

The order is that of the recommendation: metadata the caller names, then ``{name}-metadata.json``
and ``csv-metadata.json`` beside the file, then the header of the file itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urljoin

from ..errors import NotFoundError, UsageError
from .metadata import read_document
from .model import Group, Table

__all__ = ["Files", "Source", "open_source"]

DEFAULTS = ("{name}-metadata.json", "csv-metadata.json")


@dataclass(frozen=True, slots=True)
class Files:
    """Files of a folder under the addresses that they have on the web."""

    root: Path
    base: str

    def path(self, url: str) -> Path:
        """Give the file behind a URL.

        Raises
        ------
        NotFoundError : the URL lies outside, or there is no such file.
        """
        bare = url.partition("#")[0].partition("?")[0]
        if not bare.startswith(self.base):
            raise NotFoundError("local file for", url)
        path = self.root / unquote(bare.removeprefix(self.base))
        if not path.is_file():
            raise NotFoundError("file", str(path))
        return path

    def text(self, url: str) -> str:
        """Read the text behind a URL."""
        return self.path(url).read_text(encoding="utf-8-sig")

    def has(self, url: str) -> bool:
        """Say whether there is a file behind a URL."""
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
    embedded: bool


def open_source(
    given: Path,
    *,
    metadata: Path | None = None,
    base: str | None = None,
    warn: Callable[[str], None] = lambda text: None,
) -> Source:
    """Open a CSV file or a metadata document.

    Parameters
    ----------
    given : the file.
    metadata : a metadata document for a CSV file; it comes before all others.
    base : the address of the file on the web, or of the folder it lies in (with a slash at the
        end); its own ``file:`` address when left out.
    warn : called with each warning.

    Raises
    ------
    UsageError : the file cannot be read.
    MetadataError : the metadata is not what the recommendation allows.
    """
    if not given.is_file():
        raise UsageError(f"{given} is no file")
    files, url = _addresses(given, base)
    if given.suffix == ".json":
        group = read_document(_text(given), url, fetch=files.text, warn=warn)
        return Source(group, files, False)
    if metadata is not None:
        address = (
            files.base + metadata.resolve().relative_to(files.root).as_posix()
            if metadata.resolve().is_relative_to(files.root)
            else metadata.resolve().as_uri()
        )
        group = read_document(_text(metadata), address, fetch=files.text, warn=warn)
        return Source(_for_table(group, url), files, False)
    for pattern in DEFAULTS:
        address = urljoin(url, pattern.format(name=url.rpartition("/")[2]))
        if files.has(address):
            group = read_document(files.text(address), address, fetch=files.text, warn=warn)
            if any(table.url == url for table in group.tables):
                return Source(group, files, False)
            warn(f"{address} does not describe {url}")
    return Source(Group((Table(url=url),)), files, True)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}") from None


def _for_table(group: Group, url: str) -> Group:
    """Let metadata for one table, which may leave out the url, describe the given file."""
    return (
        group
        if any(table.url == url for table in group.tables)
        else Group(group.tables, language=group.language)
    )


def _addresses(given: Path, base: str | None) -> tuple[Files, str]:
    path = given.resolve()
    if base is None:
        return Files(Path(path.anchor), Path(path.anchor).as_uri()), path.as_uri()
    if base.rpartition("/")[2] == path.name:
        url = base
    else:
        name = path.name if given.is_absolute() else given.as_posix()
        url = urljoin(base, name)
    depth, root, address = 0, path.parent, url.rpartition("/")[0] + "/"
    while (
        address.count("/") > 3
        and depth < 32
        and root != root.parent
        and address.rstrip("/").rpartition("/")[2] == root.name
    ):
        root, address, depth = root.parent, address.rstrip("/").rpartition("/")[0] + "/", depth + 1
    return Files(root, address), url
