"""What a build reads, and where its files go."""

from __future__ import annotations

import hashlib
import json
import shlex
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.errors import DataError
from ..core.graph_names import COMMON
from ..core.paths import cache_dir, data_dir, dist_dir, ontology_dir, read_regular, schemas_dir
from ..core.program import program
from ..core.version import VERSION
from ..tables.folders import collections_in, named

__all__ = ["Inputs", "fingerprint", "sha256"]

if TYPE_CHECKING:
    from ..tables.findings import Finding

ONTOLOGY = "ontology"
"""The folder inside a collection that has its own codes, classes, shapes and rules."""
_ONTOLOGY_FILES = ("*.ttl", "vocab/*.ttl", "rules/*.rq", "hygiene/*.rq")


@dataclass(frozen=True, slots=True)
class Inputs:
    """The inputs of a build.

    Attributes
    ----------
    folders : collections, or folders that contain some.
    ontology : the folder of the ontology that all collections share.
    added : those of the folders that are added to others; what is found depends on it, not the graph.

    Examples
    --------
    >>> {"common", "idb-mg-172"} <= set(Inputs.of().collections())
    True
    """

    folders: tuple[Path, ...]
    ontology: Path
    added: tuple[Path, ...] = field(default=(), compare=False)

    @classmethod
    def of(
        cls, *, data: Iterable[Path] = (), with_: Iterable[Path] = (), ontology: Path | None = None
    ) -> Inputs:
        """Choose the inputs of a build.

        Parameters
        ----------
        data : folders that replace the project's own collections.
        with_ : folders to add.
        ontology : the folder of the ontology; by default the project's own.
        """
        added = tuple(with_)
        return cls((*(tuple(data) or (data_dir(),)), *added), ontology or ontology_dir(), added)

    def collections(self) -> dict[str, Path]:
        """Return the folder of each collection by its name.

        Raises
        ------
        UsageError : a folder does not exist or has no collection.
        """
        return named(collections_in(self.folders))

    def added_names(self) -> frozenset[str]:
        """Return the names of the collections that are added to others."""
        added = {path.resolve() for path in self.added}
        found = {name: path.resolve() for name, path in self.collections().items()}
        return frozenset(name for name, path in found.items() if {path, *path.parents} & added)

    def ontologies(self) -> tuple[Path, ...]:
        """Return the folders of ontologies: the shared one, then those inside collections."""
        own = (folder / ONTOLOGY for folder in self.collections().values())
        return (self.ontology, *(folder for folder in own if folder.is_dir()))

    def place(self) -> Path:
        """Return where the files of the build go unless the caller says: not made here.

        That is ``dist/`` of the checkout (else the user's cache) for the project's own collections, and a
        folder in the user's cache for each other choice of folders.
        """
        if self == Inputs.of():
            return dist_dir()
        places = [str(path.resolve()) for path in (*self.folders, self.ontology)]
        key = sha256(json.dumps(places).encode())[:12]
        return cache_dir() / "collections" / f"{self.folders[-1].resolve().name}-{key}"

    def options(self) -> str:
        """Write the options of the command line that choose these collections.

        >>> Inputs.of(with_=[Path("my loans")]).options()
        " --with 'my loans'"
        >>> Inputs.of(data=[Path("common")], with_=[Path("loans")]).options()
        ' --data common --with loans'
        """
        chosen = [folder for folder in self.folders if folder != data_dir()]
        ways = (("--with" if folder in self.added else "--data", folder) for folder in chosen)
        return "".join(f" {option} {shlex.quote(str(folder))}" for option, folder in ways)

    def hashes(self) -> dict[str, str]:
        """Hash every input: tables, schemas, ontologies, and the program itself.

        Returns
        -------
        File name -> SHA-256 in hexadecimal; ``program`` stands for every module of the package.
        """
        found = {name: _hash(path) for name, path in sorted(self._files().items())}
        return found | {"program": program(Path(__file__).parents[1])}

    def _files(self) -> dict[str, Path]:
        collections = self.collections()
        files = {
            f"data/{name}/{path.name}": path
            for name, folder in collections.items()
            for path in [*folder.glob("*.csv"), *folder.glob("*.json")]
        }
        for folder in {schemas_dir(), *(path.resolve().parent / "schemas" for path in collections.values())}:
            files |= {f"{folder.parent.name}/schemas/{path.name}": path for path in folder.glob("*.json")}
        homes = {ONTOLOGY: self.ontology} | {
            f"data/{name}/{ONTOLOGY}": path / ONTOLOGY for name, path in collections.items()
        }
        for home, folder in homes.items():
            for path in (path for pattern in _ONTOLOGY_FILES for path in folder.glob(pattern)):
                files[f"{home}/{path.relative_to(folder).as_posix()}"] = path
        return files


def _hash(path: Path) -> str:
    try:
        return sha256(read_regular(path))
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror}") from None


def relevant(findings: Iterable[Finding], inputs: Inputs) -> list[Finding]:
    """Leave out what the reader cannot act on.

    A part of the data need not use every row of ``common``, and notes about the project's own collections
    are not for whoever adds another.
    """
    home, whole = data_dir().resolve(), data_dir() in inputs.folders
    own = {name for name, path in inputs.collections().items() if path.resolve().parent != home}
    return [
        f
        for f in findings
        if not (f.severity == "note" and own and f.file.partition("/")[0] not in own)
        and (whole or not (f.rule.startswith("hygiene:unused-") and f.file.startswith(f"{COMMON}/")))
    ]


def fingerprint(hashes: dict[str, str]) -> str:
    """Hash the hashes of inputs, and the version, into one value."""
    return sha256(json.dumps([VERSION, hashes], sort_keys=True).encode())


def sha256(content: bytes | Path) -> str:
    """Hash some bytes, or those of a file, in hexadecimal."""
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()
    with content.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
