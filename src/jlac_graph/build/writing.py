"""The files of a build: the graph, what is counted in it, the findings and the manifest."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.atomic import write_set
from ..core.namespaces import BASE, PREFIXES
from ..core.version import VERSION
from .inputs import fingerprint, sha256

if TYPE_CHECKING:
    import pyoxigraph as ox

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


def write(store: ox.Store, findings: Sequence[Finding], inputs: dict[str, str], out: Path) -> Manifest:
    """Write the files of a build as one set; return its manifest.

    Parameters
    ----------
    store : the whole graph, with the sentences.
    findings : what does not forbid the build.
    inputs : input file -> SHA-256.
    out : the folder; made if it is missing.
    """
    counts, contents = _contents(store)
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


def _contents(store: ox.Store) -> tuple[dict[str, int], dict[str, bytes]]:
    """Return what is counted in a graph, and the files of it: sorted, so that equal graphs give equal bytes.

    Of a large graph, each list of lines is let go as soon as it was used.
    """
    import pyoxigraph as ox

    from .dataset_description import void_description
    from .partitions import count_partitions, triple_lines

    quads = sorted((ox.serialize(store, format=ox.RdfFormat.N_QUADS) or b"").splitlines())
    triples = triple_lines(quads)
    counted = count_partitions(triples)
    counts = _counts(store, quads, counted)
    contents = {"graph.nq": b"\n".join([*quads, b""])}
    del quads
    read = ox.parse(b" .\n".join([*triples, b""]), format=ox.RdfFormat.N_TRIPLES)
    del triples
    contents["graph.ttl"] = ox.serialize(read, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b""
    return counts, contents | {"void.ttl": void_description(counted)}


def _json(value: Any) -> bytes:
    return (json.dumps(value, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()


_CITED = """
PREFIX jlac: <https://w3id.org/jlac/ont#>
PREFIX prov: <http://www.w3.org/ns/prov#>
SELECT (COUNT(DISTINCT ?passage) AS ?n) WHERE {
  ?thing prov:wasDerivedFrom ?passage . ?passage a jlac:Passage
}"""


def _counts(store: ox.Store, quads: list[bytes], counted: Partitions) -> dict[str, int]:
    """Count triples, passages cited, and the instances of each of our classes by its local name."""
    cited: Any = store.query(_CITED, use_default_graph_as_union=True)
    counts = {"triples": counted.triples}
    graphs = Counter(line.rsplit(b" ", 2)[1] for line in quads)
    for name, number in sorted((graph[1:-1].decode(), number) for graph, number in graphs.items()):
        counts[f"triples in {name.removeprefix(BASE)}"] = number
    counts["passages cited"] = int(next(iter(cited))["n"].value)
    own = sorted(item for item in counted.entities.items() if item[0].startswith(PREFIXES["jlac"]))
    return counts | {name.partition("#")[2]: number for name, number in own}
