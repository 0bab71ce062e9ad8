"""Collections beside those that were chosen, if these name what only the others define."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.errors import UsageError
from ..core.namespaces import ID
from ..csvw.templates import expand as filled
from ..tables.collections import read_collections
from ..tables.definitions import homes
from ..tables.folders import collections_in, named
from ..tables.gathered import of_undefined
from ..tables.legal import records
from ..tables.rule_texts import fault
from ..tables.support import expand_prefix

if TYPE_CHECKING:
    from ..tables.findings import Finding
    from .inputs import Inputs

__all__ = ["without_others"]


def without_others(inputs: Inputs, findings: Iterable[Finding]) -> list[Finding]:
    """Say how many errors there are because collections of the same folder were not chosen.

    Parameters
    ----------
    inputs : what was chosen.
    findings : what was found.

    Returns
    -------
    One finding, or none.
    """
    values = [f.value for f in findings if f.severity == "error" and f.value and of_undefined(f.rule)]
    if not values:
        return []
    defining = {}
    for name, folder in _others(inputs).items():
        if found := set(_defined(folder)).intersection(values):
            defining[name] = folder, found
    errors = sum(any(value in found for _, found in defining.values()) for value in values)
    if not errors:
        return []
    options = " ".join(f"--data {folder}" for folder, _ in defining.values())
    own = next(iter(inputs.collections()))
    names = ", ".join(defining)
    return [fault("csvw:without-others", own, 0, errors=errors, names=names, options=options)]


def _others(inputs: Inputs) -> dict[str, Path]:
    """Return the collections that lie beside those that were chosen, by name."""
    chosen = {path.resolve() for path in inputs.collections().values()}
    found: list[Path] = []
    for parent in dict.fromkeys(path.parent for path in inputs.folders):
        try:
            found += [path for path in collections_in([parent]) if path.resolve() not in chosen]
        except UsageError:  # a folder of other things
            continue
    return named(found)


def _defined(folder: Path) -> Iterator[str]:
    """Yield the ids, codes and passages that the tables of a collection define, as others write them."""
    for table in read_collections([folder]).tables:
        templates = [expand_prefix(template) for template in homes(table)]
        for row in records(table):
            yield from (filled(template, row).removeprefix(ID) for template in templates)
            yield from (row[name] for name in table.primary_key[-1:])
