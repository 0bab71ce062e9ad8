"""The files of a build: the graph, what is counted in it, the findings and the manifest."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.file_set import write_set
from ..core.namespaces import BASE, PREFIXES
from ..core.sorting import sorted_lines
from ..core.version import VERSION
from .inputs import fingerprint, sha256
from .rules import smallest

if TYPE_CHECKING:
    from ..tables.findings import Finding
    from .partitions import Partitions

__all__ = ["FILES", "Manifest", "write"]

FILES = ("graph.nq", "graph.ttl", "context.jsonld", "validation.json", "void.ttl", "manifest.json")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a build was made from and what it holds.

    Attributes
    ----------
    version : version of the package and the ontology.
    fingerprint : SHA-256 over all inputs, in hexadecimal.
    inputs : input file -> SHA-256.
    outputs : output file -> SHA-256.
    counts : what is counted -> number.
    """

    version: str
    fingerprint: str
    inputs: dict[str, str]
    outputs: dict[str, str]
    counts: dict[str, int]


def write(
    quads: Sequence[Path], cited: int, findings: Sequence[Finding], inputs: dict[str, str], out: Path
) -> Manifest:
    """Write the files of a build as one set; return its manifest.

    Parameters
    ----------
    quads : files of N-Quads that are the whole graph; those of `core.atomic.workplace` of the same folder,
        where they are removed.
    cited : how many passages are cited.
    findings : what does not forbid the build.
    inputs : input file -> SHA-256.
    out : the folder.
    """
    counts, contents = _contents(quads, cited)
    contents["context.jsonld"] = _json({"@context": {"@vocab": PREFIXES["jlac"], **PREFIXES}})
    contents["validation.json"] = _json({"conforms": True, "findings": [asdict(f) for f in findings]})
    contents = {name: contents[name] for name in FILES if name in contents}
    manifest = Manifest(
        version=VERSION,
        fingerprint=fingerprint(inputs),
        inputs=inputs,
        outputs={name: sha256(content) for name, content in contents.items()},
        counts=counts,
    )
    contents["manifest.json"] = _json(asdict(manifest))
    write_set(out, contents)
    return manifest


def _contents(quads: Sequence[Path], cited: int) -> tuple[dict[str, int], dict[str, bytes | Path]]:
    """Return what is counted in a graph, and its files, which are sorted: equal graphs give equal bytes."""
    import pyoxigraph as ox

    from .dataset_description import void_description
    from .partitions import count_partitions

    folder = quads[0].parent
    graph, triples, turtle = (folder / name for name in ("graph.nq", "triples.nt", "graph.ttl"))
    with sorted_lines(quads, folder) as lines:
        graphs = _write_sorted(lines, graph, triples)
    for path in quads:
        path.unlink()
    counted = count_partitions(_Triples(triples))
    read = ox.parse(path=str(triples), format=ox.RdfFormat.N_TRIPLES)
    ox.serialize(read, str(turtle), format=ox.RdfFormat.TURTLE, prefixes=PREFIXES)
    triples.unlink()
    contents: dict[str, bytes | Path] = {
        "graph.nq": graph,
        "graph.ttl": turtle,
        "void.ttl": void_description(counted),
    }
    return _counts(counted, graphs, cited), contents


def _write_sorted(lines: Iterable[bytes], quads: Path, triples: Path) -> Counter[bytes]:
    """Write sorted quads without needless ones, and their triples; return how many quads each graph has."""
    counted: Counter[bytes] = Counter()
    with quads.open("wb") as graph, triples.open("wb") as out:
        last, names = b"", list[bytes]()
        for line in chain(lines, [b"  .\n"]):
            triple, name, _ = line.rsplit(b" ", 2)
            if triple == last:
                names.append(name)
                continue
            for needed in names if len(names) < 2 else _needed(names):
                counted[needed] += 1
                graph.write(b"%s %s .\n" % (last, needed))
            if last:
                out.write(b"%s .\n" % last)
            last, names = triple, [name]
    return counted


def _needed(graphs: Sequence[bytes]) -> list[bytes]:
    """Return the graphs that a triple needs to stand in (see `rules.smallest`)."""
    return [f"<{name}>".encode() for name in smallest([graph[1:-1].decode() for graph in graphs])]


@dataclass(frozen=True, slots=True)
class _Triples:
    """The triples of a file, without the end of each line; they can be gone through again."""

    path: Path

    def __iter__(self) -> Iterator[bytes]:
        with self.path.open("rb") as lines:
            for line in lines:
                yield line[:-3]


def _json(value: Any) -> bytes:
    return (json.dumps(value, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()


def _counts(counted: Partitions, graphs: Counter[bytes], cited: int) -> dict[str, int]:
    """Count triples, passages cited, and the instances of each of our classes by its local name."""
    counts = {"triples": counted.triples}
    for name, number in sorted((graph[1:-1].decode(), number) for graph, number in graphs.items()):
        counts[f"triples in {name.removeprefix(BASE)}"] = number
    counts["passages cited"] = cited
    own = sorted(item for item in counted.entities.items() if item[0].startswith(PREFIXES["jlac"]))
    return counts | {name.partition("#")[2]: number for name, number in own}
