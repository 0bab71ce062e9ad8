"""A citable release: the files of a build with checksums, licence and metadata for archives and catalogues.

A normal build does not depend on the time; only a release has a date.
"""

from __future__ import annotations

import datetime
import hashlib
import os
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from ..core.errors import NotFoundError, UsageError
from ..core.namespaces import PREFIXES, expand
from ..core.paths import checkout
from ..core.rdf_formats import by_suffix
from ..sparql.answers import Triples
from ..sparql.triples_writer import write_triples
from .dataset_description import DATASET
from .pipeline import FILES
from .release_metadata import ReleasedFile, citation, croissant, ro_crate, zenodo

if TYPE_CHECKING:
    from pyoxigraph import Literal, NamedNode, Triple

    Object: TypeAlias = NamedNode | Literal

__all__ = ["release_day", "release_files"]

_SPDX = "http://spdx.org/rdf/terms#"
_LICENCE_FILE = "LICENSE-DATA"
_MEDIA = {".json": "application/json", ".csv": "text/csv", ".atom": "application/atom+xml"}
_ABOUT = {
    "graph.nq": "The graph, with a named graph for each source of each collection.",
    "graph.ttl": "The triples of all named graphs, each once.",
    "context.jsonld": "A JSON-LD context with the prefixes.",
    "validation.json": "What the validation of the tables and the graph found.",
    "void.ttl": "The description of the graph in VoID and DCAT.",
    "manifest.json": "The SHA-256 of every input and output of the build, and counts.",
    "nodes.csv": "The entities that links connect, a row each.",
    "edges.csv": "The links between entities, a row each, with fact, sentence, amount, status and passages.",
    "changes.atom": "The changes between releases.",
    "release.ttl": "The description with the day of the release, and size and checksum of each file.",
    "CITATION.cff": "How to cite the release.",
    _LICENCE_FILE: "The licence of the data.",
}


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


def release_files(folder: Path, day: datetime.date, more: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files of a release of the build in a folder.

    Parameters
    ----------
    folder : what `build` wrote.
    day : the day of the release.
    more : further files; the CSV files among them become record sets of the Croissant metadata.

    Returns
    -------
    File name -> content: those of the build and `more`; ``release.ttl``, which holds all of ``void.ttl``
    too; ``ro-crate-metadata.json``, ``croissant.json``, ``.zenodo.json``, ``CITATION.cff``, ``LICENSE-DATA``;
    and ``SHA256SUMS`` for ``sha256sum --check``.

    Raises
    ------
    NotFoundError : when the folder contains no build.
    """
    if not (folder / "void.ttl").is_file():
        raise NotFoundError("build", str(folder))
    content = {name: (folder / name).read_bytes() for name in FILES if (folder / name).is_file()}
    content |= more
    content |= {_LICENCE_FILE: _licence(), "CITATION.cff": citation(day)}
    content["release.ttl"] = _description(content, day)
    listed = [_released(name, content[name]) for name in sorted(content)]
    tables = {name: content[name] for name in sorted(more) if name.endswith(".csv")}
    content["ro-crate-metadata.json"] = ro_crate(listed, day)
    content["croissant.json"] = croissant(listed, tables, day)
    content[".zenodo.json"] = zenodo(day)
    sums = (f"{_sha256(content[name])}  {name}\n" for name in sorted(content))
    content["SHA256SUMS"] = "".join(sums).encode()
    return content


def _licence() -> bytes:
    """Return the licence of the data, from the checkout or from the installed package."""
    root = checkout()
    if root and (root / _LICENCE_FILE).is_file():
        return (root / _LICENCE_FILE).read_bytes()
    try:
        text = distribution("jlac-graph").read_text(f"licenses/{_LICENCE_FILE}")
    except PackageNotFoundError:
        text = None
    if text is None:
        raise NotFoundError("file", _LICENCE_FILE, where="the installed package")
    return text.encode()


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _media(name: str) -> str:
    suffix = Path(name).suffix
    rdf = by_suffix(suffix) if suffix else ()
    return rdf[0].media[0] if rdf else _MEDIA.get(suffix, "text/plain")


def _released(name: str, content: bytes) -> ReleasedFile:
    return ReleasedFile(name, _media(name), len(content), _sha256(content), _ABOUT.get(name, name))


def _description(content: Mapping[str, bytes], day: datetime.date) -> bytes:
    from pyoxigraph import RdfFormat, parse

    stable = {quad.triple for quad in parse(content["void.ttl"], RdfFormat.TURTLE)}
    distributions = (t for name in sorted(content) for t in _distribution(_released(name, content[name])))
    return write_triples(Triples.of([*stable, *_dated(day), *distributions]))


def _triple(subject: str, predicate: str, value: Object) -> Triple:
    from pyoxigraph import NamedNode, Triple

    return Triple(NamedNode(subject), NamedNode(expand(predicate)), value)


def _typed(value: object, kind: str) -> Literal:
    from pyoxigraph import Literal, NamedNode

    return Literal(str(value), datatype=NamedNode(PREFIXES["xsd"] + kind))


def _dated(day: datetime.date) -> Iterator[Triple]:
    yield _triple(DATASET, "dcterms:issued", _typed(day, "date"))


def _distribution(released: ReleasedFile) -> Iterator[Triple]:
    from pyoxigraph import NamedNode

    file = f"{DATASET}/{released.name}"
    media = f"https://www.iana.org/assignments/media-types/{released.media}"
    yield _triple(DATASET, "dcat:distribution", NamedNode(file))
    yield _triple(file, "rdf:type", NamedNode(expand("dcat:Distribution")))
    yield _triple(file, "dcat:mediaType", NamedNode(media))
    yield _triple(file, "dcat:byteSize", _typed(released.size, "nonNegativeInteger"))
    if released.name in ("graph.nq", "graph.ttl"):
        yield _triple(DATASET, "void:dataDump", NamedNode(file))
    checksum = f"{file}/checksum"
    yield _triple(file, _SPDX + "checksum", NamedNode(checksum))
    yield _triple(checksum, "rdf:type", NamedNode(_SPDX + "Checksum"))
    yield _triple(checksum, _SPDX + "algorithm", NamedNode(_SPDX + "checksumAlgorithm_sha256"))
    yield _triple(checksum, _SPDX + "checksumValue", _typed(released.sha256, "hexBinary"))
