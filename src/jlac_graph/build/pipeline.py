"""From curated tables to a validated graph in ``dist/``: tables, rules, shapes, files.

Nothing is written unless every step succeeds and the graph conforms; the files are replaced as one set,
so that a build that fails or is killed leaves the last good graph in place.
"""

from __future__ import annotations

import hashlib
import json
import shlex
import tempfile
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.atomic import settle, write_set
from ..core.errors import DataError, JlacError, JlacWarning, StoreError
from ..core.namespaces import BASE, PREFIXES
from ..core.paths import checkout, data_dir, dist_dir, ontology_dir, schemas_dir
from ..core.version import VERSION

if TYPE_CHECKING:
    import pyoxigraph as ox

    from ..shacl.compiler import CompiledShapes
    from ..tables.findings import Finding
    from ..tables.metadata import TableGroup
    from ..tables.quads import Loaded

__all__ = [
    "FILES",
    "Assembly",
    "Manifest",
    "assemble",
    "build",
    "ensure_built",
    "fingerprint",
    "is_whole",
    "read_manifest",
]

FILES = ("graph.nq", "graph.ttl", "context.jsonld", "validation.json", "void.ttl", "manifest.json")

Progress = Callable[[str], None]


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


def build(
    *,
    data: Sequence[Path] = (),
    ontology: Path | None = None,
    out: Path | None = None,
    force: bool = False,
    strict: bool = False,
    progress: Progress = lambda step: None,
) -> tuple[Manifest, list[Finding]]:
    """Build the graph, unless it stands already for the very same inputs.

    Parameters
    ----------
    data : collections, or folders that hold some; by default the project's own.
    ontology : the folder of the ontology; by default the project's own.
    out : where the files go; by default ``dist/`` of the checkout, else the user's cache.
    force : build even when the inputs are unchanged.
    strict : warnings forbid a build as well.
    progress : called with a few words before each step.

    Returns
    -------
    The manifest and the findings that do not forbid a build (warnings).

    Raises
    ------
    DataError : the tables or the graph are at fault; nothing was written.
    """
    data, ontology, out = data or [data_dir()], ontology or ontology_dir(), out or dist_dir()
    inputs = fingerprint(data, ontology)
    if not force and (last := _current(out, inputs)):
        progress("the graph is up to date")
        return last, []
    made = assemble(data, ontology, thorough=strict, progress=progress)
    if errors := [f for f in made.findings if f.severity == "error" or (strict and f.severity == "warning")]:
        raise DataError(
            f"{len(errors)} fault{'s' if len(errors) > 1 else ''} in the data; nothing was written to {out} "
            f"(jlac validate{_options(data)} shows each with its cell)"
        )
    _add_sentences(made.store)
    progress("writing")
    return _write(made.store, made.findings, inputs, out), made.findings


def _options(data: Sequence[Path]) -> str:
    return "".join(f" --data {shlex.quote(str(folder))}" for folder in data)


def ensure_built() -> Path:
    """Return the path of the project's graph, building it first where it does not stand yet.

    Where the tables are at fault, the last good graph is given, with a warning.

    Raises
    ------
    DataError : the tables or the graph are at fault, and no graph was built before.
    StoreError : there is no place to build it in.
    """
    out = dist_dir()
    try:
        build(out=out)
    except DataError as error:
        last = read_manifest(out)
        if last is None or not is_whole(out, last):
            raise
        warnings.warn(
            f"this is the last good graph, for the tables changed: {error}", JlacWarning, stacklevel=2
        )
    except StoreError:
        raise
    except JlacError as error:
        place = "" if checkout() else "set XDG_CACHE_HOME to a folder that can be written, or "
        raise StoreError(
            f"the graph is built on first use: {error}; {place}name a graph with --graph or JLAC_GRAPH"
        ) from None
    return out / "graph.nq"


@dataclass(frozen=True, slots=True)
class Assembly:
    """A graph in the making.

    Attributes
    ----------
    store : the graph without the sentences of its facts; a cell at fault makes no triple.
    findings : all that was found.
    group : the tables that were checked, by file.
    rows : how many rows they have.
    """

    store: ox.Store
    findings: list[Finding]
    group: TableGroup
    rows: int


def assemble(
    data: Iterable[Path], ontology: Path, *, thorough: bool = True, progress: Progress = lambda step: None
) -> Assembly:
    """Load the tables and the ontology into a store, derive, and validate.

    Parameters
    ----------
    data : collections, or folders that hold some.
    ontology : the folder of the ontology.
    thorough : look for likely slips as well, where there are no errors.
    """
    import pyoxigraph as ox

    from ..tables.checks import check_cells
    from ..tables.collections import read_collections, unlisted_files
    from ..tables.gathered import gathered
    from ..tables.quads import drop_cells, load
    from ..tables.reader import read_table
    from .results_to_cells import Gaps, check_graph, to_drop, vocabulary

    progress("reading the tables")
    group = read_collections(data)
    path = ontology / "shapes.ttl"
    shapes = _shapes(path, _sha256(path.read_bytes()) if path.is_file() else "")
    tables = [read_table(table) for table in group.tables]
    repaired = {t.table.url: t.repaired for t in tables if t.repaired is not None}
    loaded = load(group, only=[t.table.url for t in tables if t.readable], repaired=repaired)
    store = ox.Store()
    _load_ontology(store, ontology)
    findings = unlisted_files(group) + [f for t in tables for f in t.findings]
    findings += check_cells(loaded, tables, vocabulary=vocabulary(store))
    lost = drop_cells(loaded, to_drop(findings, tables))
    _load_tables(store, loaded)
    progress("deriving")
    _derive(store, ontology)
    progress("validating")
    gaps = Gaps(frozenset(lost), any(t.lost or not t.readable for t in tables))
    known = {(f.file, f.row, f.column) for f in findings}
    found = check_graph(store, shapes, loaded, gaps)
    sound = not any(f.severity == "error" for f in [*findings, *found])
    if thorough and sound:  # what else is amiss may follow from the errors
        found += _slips(store, loaded, ontology)
    findings += [f for f in found if (f.file, f.row, f.column) not in known]
    rows = sum(loaded.rows(table) for table in loaded.group.tables)
    return Assembly(store, gathered(findings), loaded.group, rows)


def _slips(store: ox.Store, loaded: Loaded, ontology: Path) -> list[Finding]:
    """Find what no rule forbids and is likely a slip: in the rows, the ledger, the whole graph."""
    from ..tables.doubts import doubtful
    from ..tables.ledger import check_ledger
    from .hygiene import check_hygiene, read_hygiene

    rules = read_hygiene(ontology / "hygiene")
    return [*doubtful(loaded), *check_ledger(loaded), *check_hygiene(store, rules, loaded)]


@lru_cache(maxsize=1)
def _shapes(path: Path, sha256: str) -> CompiledShapes:
    """Compile shapes, once while they stay the same; the hash of the file is the key."""
    from ..shacl.engine import read_shapes

    return read_shapes(path)


def fingerprint(data: Iterable[Path], ontology: Path) -> dict[str, str]:
    """Hash every input of a build: tables, schemas, ontology, rules and shapes, and the program itself.

    Parameters
    ----------
    data : collections, or folders that hold some.
    ontology : the folder of the ontology.

    Returns
    -------
    File name -> SHA-256 in hexadecimal; ``program`` stands for every module of the package.
    """
    from ..tables.collections import collections_in, named

    collections = named(collections_in(data))
    files = {
        f"data/{name}/{path.name}": path
        for name, folder in collections.items()
        for path in [*folder.glob("*.csv"), *folder.glob("*.json")]
    }
    for folder in {schemas_dir(), *(folder.resolve().parent / "schemas" for folder in collections.values())}:
        files |= {f"{folder.parent.name}/schemas/{path.name}": path for path in folder.glob("*.json")}
    for pattern in ("*.ttl", "vocab/*.ttl", "rules/*.rq"):
        for path in ontology.glob(pattern):
            files[f"ontology/{path.relative_to(ontology).as_posix()}"] = path
    found = {name: _sha256(path.read_bytes()) for name, path in sorted(files.items())}
    return found | {"program": _program(Path(__file__).parents[1])}


def _program(package: Path) -> str:
    """Hash the modules of a package by their names and contents."""
    whole = hashlib.sha256()
    for path in sorted(package.rglob("*.py")):
        whole.update(f"{path.relative_to(package).as_posix()}\0".encode())
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def read_manifest(out: Path) -> Manifest | None:
    """Read the manifest of a build; None when there is none or it is not whole."""
    try:
        found = Manifest(**json.loads((out / "manifest.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError, RecursionError):
        return None
    maps = (found.inputs, found.outputs, found.counts)
    return found if all(isinstance(kept, dict) for kept in maps) else None


def _current(out: Path, inputs: dict[str, str]) -> Manifest | None:
    settle(out)
    last = read_manifest(out)
    if last is None or last.fingerprint != _whole(inputs):
        return None
    return last if is_whole(out, last) else None


def is_whole(out: Path, manifest: Manifest) -> bool:
    """Say whether the files of a folder are those of a manifest, byte for byte."""
    try:
        found = {name: _sha256((out / name).read_bytes()) for name in manifest.outputs}
    except OSError:
        return False
    return found == manifest.outputs


def _whole(inputs: dict[str, str]) -> str:
    return _sha256(json.dumps([VERSION, inputs], sort_keys=True).encode())


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _load_tables(store: ox.Store, loaded: Loaded) -> None:
    import duckdb
    import pyoxigraph as ox

    from ..tables.quads import convert

    with tempfile.TemporaryDirectory() as folder:
        quads = Path(folder) / "tables.nq"
        try:
            convert(loaded, quads)
            store.bulk_load(path=str(quads), format=ox.RdfFormat.N_QUADS)
        except (duckdb.IOException, OSError) as error:
            raise JlacError(f"cannot write a working file in {folder}: {error}") from None


def _derive(store: ox.Store, ontology: Path) -> None:
    import pyoxigraph as ox

    from . import rules
    from .date_bounds import date_bounds

    derived = ox.NamedNode(rules.DERIVED)
    store.extend([ox.Quad(s, p, o, derived) for s, p, o in date_bounds(store)])
    rules.derive(store, rules.read_rules(ontology / "rules"))


def _add_sentences(store: ox.Store) -> None:
    """Add the labels of facts and statistics; the checks must have passed, for they need whole values."""
    import pyoxigraph as ox

    from . import rules
    from .fact_sentences import fact_labels
    from .statistic_sentences import statistic_labels

    derived = ox.NamedNode(rules.DERIVED)
    store.extend([ox.Quad(s, p, o, derived) for s, p, o in fact_labels(store)])
    store.extend([ox.Quad(s, p, o, derived) for s, p, o in statistic_labels(store)])


def _load_ontology(store: ox.Store, ontology: Path) -> None:
    import pyoxigraph as ox

    for graph, pattern in (("ontology", "jlac.ttl"), ("codes", "vocab/*.ttl")):
        for path in sorted(ontology.glob(pattern)):
            name = ox.NamedNode(PREFIXES["graph"] + graph)
            try:
                store.load(path=str(path), format=ox.RdfFormat.TURTLE, to_graph=name)
            except SyntaxError as error:
                raise DataError(f"{path} is not Turtle: {error}") from None


def _write(store: ox.Store, findings: list[Finding], inputs: dict[str, str], out: Path) -> Manifest:
    contents = dict(_outputs(store, findings))
    manifest = Manifest(
        version=VERSION,
        fingerprint=_whole(inputs),
        inputs=inputs,
        outputs={name: _sha256(content) for name, content in contents.items()},
        counts=_counts(store),
    )
    contents["manifest.json"] = _json(asdict(manifest))
    write_set(out, contents)
    return manifest


def _outputs(store: ox.Store, findings: list[Finding]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a build; sorted, so that the same inputs give the same bytes."""
    import pyoxigraph as ox

    from .dataset_description import void_description

    nquads = ox.serialize(store, format=ox.RdfFormat.N_QUADS) or b""
    yield "graph.nq", b"\n".join(sorted(set(nquads.splitlines()))) + b"\n"
    triples = sorted({quad.triple for quad in store}, key=str)
    yield "graph.ttl", ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b""
    yield "context.jsonld", _json({"@context": {"@vocab": PREFIXES["jlac"], **PREFIXES}})
    yield "validation.json", _json({"conforms": True, "findings": [asdict(f) for f in findings]})
    yield "void.ttl", void_description(store)


def _json(value: Any) -> bytes:
    return (json.dumps(value, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()


_CLASSES = """
PREFIX jlac: <https://w3id.org/jlac/ont#>
SELECT ?class (COUNT(DISTINCT ?thing) AS ?n) WHERE {
  ?thing a ?class FILTER (STRSTARTS(STR(?class), STR(jlac:)))
} GROUP BY ?class ORDER BY ?class"""
_CITED = """
PREFIX jlac: <https://w3id.org/jlac/ont#>
PREFIX prov: <http://www.w3.org/ns/prov#>
SELECT (COUNT(DISTINCT ?passage) AS ?n) WHERE {
  ?thing prov:wasDerivedFrom ?passage . ?passage a jlac:Passage
}"""


def _counts(store: ox.Store) -> dict[str, int]:
    """Count triples, passages cited, and the instances of each of our classes by its local name."""
    rows: Any = store.query(_CLASSES, use_default_graph_as_union=True)
    cited: Any = store.query(_CITED, use_default_graph_as_union=True)
    counts = {"triples": len({quad.triple for quad in store})}
    for graph in sorted(store.named_graphs(), key=str):
        name = str(graph.value).removeprefix(BASE)
        counts[f"triples in {name}"] = sum(1 for _ in store.quads_for_pattern(None, None, None, graph))
    counts["passages cited"] = int(next(iter(cited))["n"].value)
    return counts | {row["class"].value.partition("#")[2]: int(row["n"].value) for row in rows}
