"""From curated tables to a validated graph in ``dist/``: tables, rules, shapes, files.

Nothing is written unless every step succeeds and the graph conforms; the files are replaced as one set,
so that a build that fails or is killed leaves the last good graph in place.
"""

from __future__ import annotations

import json
import logging
import tempfile
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.atomic import alone, settle
from ..core.errors import DataError, JlacError, JlacWarning, StoreError
from ..core.file_set import workplace
from ..core.graph_names import COMMON
from ..core.memory import gc_paused, give_back
from ..core.namespaces import PREFIXES
from ..core.paths import checkout, data_dir
from .inputs import Inputs, fingerprint, relevant, sha256
from .known_hashes import hashed
from .refusals import refused, remember
from .writing import FILES, Manifest, write

if TYPE_CHECKING:
    import pyoxigraph as ox

    from ..shacl.compiler import CompiledShapes
    from ..tables.findings import Finding
    from ..tables.metadata import TableGroup
    from ..tables.quads import Loaded
    from ..tables.reader import ReadTable

__all__ = [
    "FILES",
    "Assembly",
    "Manifest",
    "assemble",
    "build",
    "ensure_built",
    "is_whole",
    "read_manifest",
]

SHAPES = "shapes.ttl"
_MISSING = ("csvw:without-common", "csvw:without-others")
"""Rules of collections that were not chosen, which a build names first."""
_CURRENT = "the graph is up to date"
_log = logging.getLogger("jlac_graph.build")

Progress = Callable[[str], None]


def build(
    inputs: Inputs | None = None,
    *,
    out: Path | None = None,
    force: bool = False,
    strict: bool = False,
    progress: Progress = lambda step: None,
) -> tuple[Manifest, list[Finding]]:
    """Build the graph, unless it stands already for the very same inputs.

    Parameters
    ----------
    inputs : collections and the ontology; by default the project's own.
    out : where the files go; by default the place of these inputs.
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
    inputs = inputs or Inputs.of()
    out = out or inputs.place()
    hashes = inputs.hashes()
    if not force and (last := _current(out, hashes)):
        progress(_CURRENT)
        return last, []
    with gc_paused():
        return _built(inputs, out, hashes, strict, progress)


def _built(
    inputs: Inputs, out: Path, hashes: dict[str, str], strict: bool, progress: Progress
) -> tuple[Manifest, list[Finding]]:
    import pyoxigraph as ox

    from .sentences import write_sentences

    made = assemble(inputs, thorough=strict, progress=progress)
    if errors := [f for f in made.findings if f.severity == "error" or (strict and f.severity == "warning")]:
        first = "".join(f"{f.message}; {f.suggestion}\n" for f in errors if f.rule in _MISSING)
        raise DataError(
            f"{first}{len(errors)} error{'s' if len(errors) > 1 else ''} in the data; "
            f"nothing was written to {out} "
            f"(jlac validate{inputs.options()} shows each with its cell)"
        )
    progress("writing")
    with workplace(out) as folder:
        store, findings = made.store, made.findings
        del made
        quads = [folder / "quads.nq", folder / "sentences.nq"]
        write_sentences(store, quads[1])
        store.dump(str(quads[0]), format=ox.RdfFormat.N_QUADS)
        cited = _cited(store)
        del store  # before the files are sorted, which needs memory too
        give_back()
        return write(quads, cited, findings, hashes, out), findings


def ensure_built(inputs: Inputs | None = None) -> Path:
    """Return the path of the graph of some inputs, building it first where it does not stand yet.

    Where the tables are at fault, the last good graph is given, with a warning; they are not read again
    until they change.

    Parameters
    ----------
    inputs : collections and the ontology; by default the project's own.

    Raises
    ------
    DataError : the tables or the graph are at fault, and no graph was built before.
    StoreError : there is no place to build it in.
    """
    inputs = inputs or Inputs.of()
    inputs.collections()  # a folder that does not exist is an error, whatever was built before
    out = inputs.place()
    try:
        with alone(out):
            if error := refused(out, fingerprint(inputs.hashes())):
                raise error
            build(inputs, out=out, progress=_announced(out))
    except DataError as error:
        last = read_manifest(out)
        if last is None or not is_whole(out, last):
            raise
        remember(out, fingerprint(inputs.hashes()), error)
        warnings.warn(f"the last good graph is used: {error}", JlacWarning, stacklevel=2)
    except StoreError:
        raise
    except JlacError as error:
        root = checkout()
        in_cache = root is None or not out.is_relative_to(root)
        place = "set XDG_CACHE_HOME to a folder that can be written, or " if in_cache else ""
        raise StoreError(
            f"cannot build the graph on first use: {error}; {place}name a graph with --graph or JLAC_GRAPH"
        ) from None
    return out / "graph.nq"


def _announced(out: Path) -> Progress:
    """Return a progress callback that says once, on stderr, that a graph is being built."""
    said: list[str] = []
    why = "its inputs have changed" if read_manifest(out) else "this is its first use"

    def progress(step: str) -> None:
        if not said and step != _CURRENT:
            said.append(step)
            _log.warning("jlac: building the graph, since %s; this takes a while ...", why)

    return progress


@dataclass(frozen=True, slots=True)
class Assembly:
    """A graph in the making.

    Attributes
    ----------
    store : the graph without the sentences of its facts; a cell at fault makes no triple. What a collection
        with a base of its own defines has its IRIs there. A derived triple may stand in a needless graph
        too (see `rules.smallest`).
    findings : all that was found.
    group : the tables that were checked, by file.
    rows : how many rows they have.
    """

    store: ox.Store
    findings: list[Finding]
    group: TableGroup
    rows: int


def assemble(
    inputs: Inputs,
    *,
    thorough: bool = True,
    engine: str = "compiled",
    progress: Progress = lambda step: None,
) -> Assembly:
    """Load the tables and the ontology into a store, derive, and validate.

    If what is undefined is in the project's collection of places and codes, which was not chosen, one finding
    says so in place of all of these.

    Parameters
    ----------
    inputs : collections and the ontology.
    thorough : look for likely slips as well, where there are no errors.
    engine : what applies the shapes, one of `build.results_to_cells.ENGINES`.
    """
    made = _assembled(inputs, thorough, engine, progress)
    errors = _errors(made)
    if not errors:
        return made
    from .missing_collections import without_others

    if COMMON in inputs.collections():
        return replace(made, findings=[*without_others(inputs, errors), *made.findings])
    wider = replace(inputs, folders=(data_dir() / COMMON, *inputs.folders))
    found = _assembled(wider, False, engine, progress)
    own = [finding for finding in found.findings if not finding.file.startswith(f"{COMMON}/")]
    less = len(errors) - len(_errors(replace(found, findings=own)))
    return replace(made, findings=[_without_common(wider, less), *own]) if less > 0 else made


def _errors(made: Assembly) -> list[Finding]:
    return [finding for finding in made.findings if finding.severity == "error"]


def _without_common(wider: Inputs, errors: int) -> Finding:
    """Make the finding of a choice of folders that misses the collection of places and codes."""
    from ..tables.rule_texts import fault

    own = next(iter(replace(wider, folders=wider.folders[1:]).collections()))
    return fault("csvw:without-common", own, 0, errors=errors, options=wider.options().strip())


def _assembled(inputs: Inputs, thorough: bool, engine: str, progress: Progress) -> Assembly:
    import pyoxigraph as ox

    from ..tables.collections import read_collections, unlisted_files
    from ..tables.definitions import nameless
    from ..tables.exchanged import exchanges, with_exchanges
    from ..tables.gathered import gathered
    from ..tables.quads import drop_cells
    from ..tables.reader import read_table
    from .own_bases import own_names, renamed
    from .own_terms import own_terms
    from .results_to_cells import Gaps, check_graph, to_drop

    progress("reading the tables")
    group = read_collections(inputs.folders)
    ontologies = inputs.ontologies()
    shapes = _shapes_of(ontologies)
    tables = [read_table(table) for table in group.tables]
    loaded = _loaded(group, tables)
    store = ox.Store()
    _load_ontology(store, ontologies)
    findings = unlisted_files(group) + [f for t in tables for f in t.findings]
    findings += _in_cells(loaded, tables, store)
    crossed = exchanges(loaded, tables, findings)
    lost = drop_cells(loaded, to_drop(findings, tables))
    _load_tables(store, loaded)
    own = own_names(loaded)
    store, loaded = renamed(store, own), loaded.with_names(own, own_terms(group.folders))
    progress("deriving")
    _derive(store, ontologies)
    give_back()
    progress("validating")
    missing = frozenset((own.get(s, s), p, own.get(o, o)) for s, p, o in lost)
    incomplete = any(t.lost or not t.readable for t in tables)
    gaps = Gaps(missing, incomplete, frozenset(nameless(loaded.group.tables, findings)))
    undefined = [f for f in findings if f.rule == "csvw:undefined"]
    findings = [f for f in findings if f.rule != "csvw:undefined"]
    known = {(f.file, f.row, f.column) for f in findings}
    found = check_graph(store, shapes, loaded, gaps, engine=engine, undefined=undefined)
    sound = not any(f.severity == "error" for f in [*findings, *found])
    if thorough and sound:  # what else is amiss may follow from the errors
        found += _slips(_union(store), loaded, ontologies, inputs.added_names())
    findings += [f for f in found if (f.file, f.row, f.column) not in known]
    rows = sum(map(loaded.rows, loaded.group.tables))
    return Assembly(store, gathered(relevant(with_exchanges(crossed, findings), inputs)), loaded.group, rows)


def _loaded(group: TableGroup, tables: Sequence[ReadTable]) -> Loaded:
    """Load the tables that can be read, those with faults in their file as they were repaired."""
    from ..tables.quads import load

    repaired = {t.table.url: t.repaired for t in tables if t.repaired is not None}
    return load(group, only=[t.table.url for t in tables if t.readable], repaired=repaired)


def _in_cells(loaded: Loaded, tables: Sequence[ReadTable], ontology: ox.Store) -> list[Finding]:
    """Find what is wrong with cells by their schemas, and with the classes that they name."""
    from ..tables.checks import check_cells
    from ..tables.class_checks import wrong_classes
    from .results_to_cells import vocabulary

    found = check_cells(loaded, tables, vocabulary=vocabulary(ontology))
    return [*found, *wrong_classes(loaded, ontology)]


def _union(store: ox.Store) -> ox.Store:
    """Copy the triples of all graphs, each once: what two sources state must not count twice."""
    import pyoxigraph as ox

    from ..sparql.store import distinct_triples

    whole = ox.Store()
    whole.bulk_extend(distinct_triples(store))
    return whole


def _slips(
    store: ox.Store, loaded: Loaded, ontologies: Sequence[Path], added: frozenset[str]
) -> list[Finding]:
    """Find what no rule forbids and is likely a slip: in the rows, the ledger, the whole graph."""
    from ..tables.doubts import doubtful
    from ..tables.ledger import check_ledger
    from .hygiene import check_hygiene, read_hygiene
    from .same_events import same_events
    from .ways_out import role_properties

    rules = [rule for folder in ontologies for rule in read_hygiene(folder / "hygiene")]
    events = same_events(loaded, added, role_properties(store)) if added else ()
    return [*doubtful(loaded), *check_ledger(loaded), *check_hygiene(store, rules, loaded), *events]


def _shapes_of(ontologies: Sequence[Path]) -> CompiledShapes:
    paths = [folder / SHAPES for folder in ontologies]
    present = tuple(path for path in paths if path.is_file()) or (paths[0],)
    return _shapes(present, tuple(sha256(p.read_bytes()) if p.is_file() else "" for p in present))


@lru_cache(maxsize=1)
def _shapes(paths: tuple[Path, ...], hashes: tuple[str, ...]) -> CompiledShapes:
    """Compile shapes, once while they stay the same; the hashes of the files are part of the key."""
    from ..shacl.engine import read_shapes

    return read_shapes(*paths)


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
    if last is None or last.fingerprint != fingerprint(inputs):
        return None
    return last if is_whole(out, last) else None


def is_whole(out: Path, manifest: Manifest) -> bool:
    """Return whether the files of a folder are those of a manifest, byte for byte."""
    try:
        return hashed(out, manifest.outputs, sha256) == manifest.outputs
    except OSError:
        return False


def _load_tables(store: ox.Store, loaded: Loaded) -> None:
    import duckdb
    import pyoxigraph as ox

    from ..tables.quads import convert

    with tempfile.TemporaryDirectory() as folder:
        quads = Path(folder) / "tables.nq"
        try:
            convert(loaded, quads)
            store.bulk_load(path=str(quads), format=ox.RdfFormat.N_QUADS)
            give_back()
        except (duckdb.IOException, OSError) as error:
            raise JlacError(f"cannot write a working file in {folder}: {error}") from None


def _derive(store: ox.Store, ontologies: Sequence[Path]) -> None:
    from . import rules
    from .date_bounds import date_bounds

    store.bulk_extend(date_bounds(store))
    rules.apply(store, rules.read_rules(*(folder / "rules" for folder in ontologies)))


_CITED = """
PREFIX jlac: <https://w3id.org/jlac/ont#>
PREFIX prov: <http://www.w3.org/ns/prov#>
SELECT (COUNT(DISTINCT ?passage) AS ?n) WHERE {
  ?thing prov:wasDerivedFrom ?passage . ?passage a jlac:Passage
}"""


def _cited(store: ox.Store) -> int:
    """Count the passages that are cited."""
    rows: Any = store.query(_CITED, use_default_graph_as_union=True)
    return int(next(iter(rows))["n"].value)


def _load_ontology(store: ox.Store, ontologies: Sequence[Path]) -> None:
    import pyoxigraph as ox

    for graph, pattern in (("ontology", "*.ttl"), ("codes", "vocab/*.ttl")):
        for path in (path for folder in ontologies for path in sorted(folder.glob(pattern))):
            if path.name == SHAPES:
                continue
            name = ox.NamedNode(PREFIXES["graph"] + graph)
            try:
                store.load(path=str(path), format=ox.RdfFormat.TURTLE, to_graph=name)
            except SyntaxError as error:
                raise DataError(f"{path} is not Turtle: {error}") from None
