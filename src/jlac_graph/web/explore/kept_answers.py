"""Answers about the whole graph, kept as files beside its store, so that a service starts with them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...core.kept_files import draft_of, remove_old_versions
from ...core.languages import LANGUAGES
from ...core.paths import queries_dir
from ...core.program import program

if TYPE_CHECKING:
    from ...sparql.store import Store

__all__ = ["KeptAnswers"]


class KeptAnswers:
    """The answers that were kept of one graph, query library and version of the program.

    Parameters
    ----------
    store : the graph; where nothing can be kept beside it, no answer is.
    queries : folder of the query library, which some answers list; the project's own when None.
    """

    def __init__(self, store: Store, queries: Path | None) -> None:
        self._folder = store.beside / f"answers-{_version(queries)}" if store.beside else None

    @property
    def complete(self) -> bool:
        """Whether all of them are there."""
        return self._folder is not None and (self._folder / _DONE).is_file()

    def get(self, what: str, values: Mapping[str, Any]) -> bytes | None:
        """Return the answer to a question; None if it is not kept."""
        if self._folder is None:
            return None
        try:
            return self._path(self._folder, what, values).read_bytes()
        except OSError:
            return None

    def keep(self, what: str, values: Mapping[str, Any], answer: bytes) -> None:
        """Write an answer, which stands when it is whole.

        Raises
        ------
        OSError : there is no space, or no permission.
        """
        if self._folder is not None:
            self._write(self._path(self._folder, what, values), answer)

    def finish(self) -> None:
        """Say that all of them are there."""
        if self._folder is not None:
            self._write(self._folder / _DONE, b"")
            remove_old_versions(self._folder)

    def _write(self, path: Path, content: bytes) -> None:
        path.parent.parent.mkdir(exist_ok=True)
        with draft_of(path) as draft:
            draft.write_bytes(content)

    @staticmethod
    def _path(folder: Path, what: str, values: Mapping[str, Any]) -> Path:
        said = {"lang": LANGUAGES[0]} | {
            name: value for name, value in values.items() if value not in (None, "")
        }
        key = hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()[:16]
        return folder / f"{what}-{key}.json"


_DONE = "complete"


def _version(queries: Path | None) -> str:
    """Hash the program and the files of the query library."""
    whole = hashlib.sha256(program(Path(__file__).parents[2]).encode())
    folder = queries or queries_dir()
    for path in sorted(path for kind in ("*.rq", "*.toml") for path in folder.rglob(kind)):
        whole.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()[:12]
