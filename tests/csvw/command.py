"""Run the command line inside this process."""

from __future__ import annotations

import io
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import pytest

from jlac_graph.cli import main
from tests.fixtures.kept import keep


@dataclass(frozen=True)
class Outcome:
    """What a run of the command gave."""

    code: int
    out: bytes
    err: str


def run(*arguments: str) -> Outcome:
    """Run `jlac` with arguments."""
    out, err, code = io.TextIOWrapper(io.BytesIO()), io.StringIO(), 0
    before, sys.argv = sys.argv, ["jlac", *arguments]
    try:
        with redirect_stdout(out), redirect_stderr(err):
            main()
    except SystemExit as ended:
        code = int(ended.code or 0)
    finally:
        sys.argv = before
    out.flush()
    return Outcome(code, out.buffer.getvalue(), err.getvalue())  # type: ignore[attr-defined]


def run_on(graph: Path, *arguments: str) -> tuple[int, str, str]:
    """Run `jlac` on a graph that is read once; its status and what it prints on both streams."""
    with pytest.MonkeyPatch.context() as patch:
        keep(patch)
        found = run(*arguments, "--graph", str(graph))
    return found.code, found.out.decode(), found.err


def canonical(quads: object) -> set[str]:
    """Give the statements of an iterable of quads with canonical names of blank nodes."""
    found = ox.Dataset(quads)  # type: ignore[arg-type]
    found.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in found}
