"""Files of a published build: checksums, and a VoID/DCAT description with them.

A normal build does not depend on the time; only these files have the date of the release.
"""

from __future__ import annotations

import datetime
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from ..core.atomic import write_file
from ..core.errors import NotFoundError, UsageError
from ..core.namespaces import PREFIXES, expand
from ..core.rdf_formats import by_suffix
from ..sparql.answers import Triples
from ..sparql.triples_writer import write_triples
from .dataset_description import DATASET
from .pipeline import FILES

if TYPE_CHECKING:
    from pyoxigraph import Literal, NamedNode, Triple

    Object: TypeAlias = NamedNode | Literal

__all__ = ["RELEASE_FILES", "release_day", "write_release"]

RELEASE_FILES = ("release.ttl", "SHA256SUMS")
_SPDX = "http://spdx.org/rdf/terms#"


def release_day() -> datetime.date:
    """Return the day of a release: SOURCE_DATE_EPOCH where it is set, else today (UTC).

    Raises
    ------
    UsageError : when SOURCE_DATE_EPOCH is not a number of seconds.

    Examples
    --------
    >>> os.environ["SOURCE_DATE_EPOCH"] = "0"
    >>> release_day()
    datetime.date(1970, 1, 1)
    >>> del os.environ["SOURCE_DATE_EPOCH"]
    """
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if not given:
        return datetime.datetime.now(datetime.UTC).date()
    try:
        return datetime.datetime.fromtimestamp(int(given), datetime.UTC).date()
    except (ValueError, OverflowError, OSError):
        raise UsageError(f"SOURCE_DATE_EPOCH {given!r} is not a number of seconds since 1970") from None


def write_release(folder: Path, day: datetime.date) -> tuple[Path, ...]:
    """Write checksums and description of the build in a folder.

    Parameters
    ----------
    folder : what `build` wrote.
    day : the day of the release.

    Returns
    -------
    The files written: ``release.ttl``, which holds all of ``void.ttl`` too, and ``SHA256SUMS`` for
    ``sha256sum --check``.

    Raises
    ------
    NotFoundError : when the folder contains no build.
    """
    if not (folder / "void.ttl").is_file():
        raise NotFoundError("build", str(folder))
    parts = [folder / name for name in sorted(FILES) if (folder / name).is_file()]
    write_file(folder / "release.ttl", _description(folder, parts, day))
    listed = sorted([*parts, folder / "release.ttl"])
    sums = "".join(f"{_sha256(path)}  {path.name}\n" for path in listed)
    write_file(folder / "SHA256SUMS", sums.encode())
    return folder / "release.ttl", folder / "SHA256SUMS"


def _sha256(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _description(folder: Path, parts: list[Path], day: datetime.date) -> bytes:
    from pyoxigraph import RdfFormat, parse

    stable = {quad.triple for quad in parse((folder / "void.ttl").read_bytes(), RdfFormat.TURTLE)}
    distributions = (t for p in parts for t in _distribution(p))
    return write_triples(Triples.of([*stable, *_dated(day), *distributions]))


def _triple(subject: str, predicate: str, value: Object) -> Triple:
    from pyoxigraph import NamedNode, Triple

    return Triple(NamedNode(subject), NamedNode(expand(predicate)), value)


def _typed(value: object, kind: str) -> Literal:
    from pyoxigraph import Literal, NamedNode

    return Literal(str(value), datatype=NamedNode(PREFIXES["xsd"] + kind))


def _dated(day: datetime.date) -> Iterator[Triple]:
    yield _triple(DATASET, "dcterms:issued", _typed(day, "date"))


def _distribution(path: Path) -> Iterator[Triple]:
    from pyoxigraph import NamedNode

    file = f"{DATASET}/{path.name}"
    kind = by_suffix(path.suffix)[0].media[0] if by_suffix(path.suffix) else "application/json"
    media = f"https://www.iana.org/assignments/media-types/{kind}"
    yield _triple(DATASET, "dcat:distribution", NamedNode(file))
    yield _triple(file, "rdf:type", NamedNode(expand("dcat:Distribution")))
    yield _triple(file, "dcat:mediaType", NamedNode(media))
    yield _triple(file, "dcat:byteSize", _typed(path.stat().st_size, "nonNegativeInteger"))
    if path.name in ("graph.nq", "graph.ttl"):
        yield _triple(DATASET, "void:dataDump", NamedNode(file))
    checksum = f"{file}/checksum"
    yield _triple(file, _SPDX + "checksum", NamedNode(checksum))
    yield _triple(checksum, "rdf:type", NamedNode(_SPDX + "Checksum"))
    yield _triple(checksum, _SPDX + "algorithm", NamedNode(_SPDX + "checksumAlgorithm_sha256"))
    yield _triple(checksum, _SPDX + "checksumValue", _typed(_sha256(path), "hexBinary"))
