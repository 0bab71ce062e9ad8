"""Check the tables again on every save, and tell only what changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from ..core.errors import JlacError
from ..core.languages import and_list
from ..tables.findings import Finding, graded
from ..tables.report_formats import render, summary
from .inputs import Inputs
from .pipeline import assemble

__all__ = ["changes", "watch"]

WATCHED = (".csv", ".json", ".ttl", ".rq")


def watch(inputs: Inputs, *, lang: str, write: Callable[[str], object], strict: bool = False) -> None:
    """Check now and after each save, until it is interrupted.

    Parameters
    ----------
    inputs : collections and the ontology.
    lang : language of the messages.
    write : takes the report of what is new or mended.
    strict : report warnings as errors.
    """
    import sys

    from watchfiles import watch as saves

    def wanted(_: object, path: str) -> bool:
        return path.endswith(WATCHED) and not Path(path).name.startswith(".")

    last: list[Finding] | None = None
    begun = False
    watched = (*inputs.folders, inputs.ontology)
    options: dict[str, Any] = {"watch_filter": wanted, "debounce": 200, "step": 50, "rust_timeout": 250}
    try:
        for saved in saves(*watched, yield_on_timeout=True, **options):
            if saved or not begun:  # the first round checks what stands, the watcher being at work
                last = _check(inputs, last, lang, write, strict)
                folders = and_list([str(folder) for folder in watched], "en")
                write("" if begun else f"watching {folders}; Ctrl-C ends\n")
                sys.stdout.flush()
                begun = True
    except KeyboardInterrupt:
        write("\nno longer watching\n")


def _check(
    inputs: Inputs,
    last: list[Finding] | None,
    lang: str,
    write: Callable[[str], object],
    strict: bool,
) -> list[Finding] | None:
    """Check once and write what changed; a fault of the metadata is reported, and the watch goes on."""
    try:
        made = assemble(inputs)
    except JlacError as error:
        write(f"{error}\n")
        return last
    found = graded(made.findings, strict=strict)
    new, gone = changes(last or [], found)
    if last is None:
        write(render(found, form="text", folders=made.group.folders, lang=lang))
        return found
    if new:
        write(render(new, form="text", folders=made.group.folders, lang=lang, total=found))
    for finding in gone:
        write(f"corrected: {finding.file}:{finding.row}:{finding.column}: {finding.message}\n")
    if not new:
        write(f"{summary(found)}\n")
    return found


def changes(last: Iterable[Finding], found: Iterable[Finding]) -> tuple[list[Finding], list[Finding]]:
    """Return the findings that are new and those that are gone; one that only moved is neither.

    Examples
    --------
    >>> moved = [Finding("a.csv", 3, "x", "1", "r", "m")]
    >>> changes([Finding("a.csv", 2, "x", "1", "r", "m")], moved)
    ([], [])
    """
    last, found = list(last), list(found)
    return _beyond(found, last), _beyond(last, found)


def _beyond(some: list[Finding], others: list[Finding]) -> list[Finding]:
    seen = Counter(map(_same, others))
    left = []
    for finding in some:
        key = _same(finding)
        if seen[key]:
            seen[key] -= 1
        else:
            left.append(finding)
    return left


def _same(finding: Finding) -> tuple[str, str, str, str]:
    return finding.file, finding.column, finding.value, finding.rule
