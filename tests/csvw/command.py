"""Run the command line inside this process."""

from __future__ import annotations

import io
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass

import pyoxigraph as ox

from jlac_graph.cli import main


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


def canonical(quads: object) -> set[str]:
    """Give the statements of an iterable of quads with canonical names of blank nodes."""
    found = ox.Dataset(quads)  # type: ignore[arg-type]
    found.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in found}
