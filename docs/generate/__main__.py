"""Build the documentation site; any warning is an error: ``python -m docs.generate --out FOLDER``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import jlac_graph

from .site import ROOT, build_site, write_source


def main() -> int:
    """Write the source of the site, then the site."""
    parser = argparse.ArgumentParser(prog="python -m docs.generate", description=__doc__)
    parser.add_argument(
        "--graph", help="The graph from which examples are taken; by default the project's own."
    )
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "docs", help="The folder to write to.")
    given = parser.parse_args()
    write_source(jlac_graph.load(given.graph), given.out)
    done = build_site(given.out)
    sys.stderr.write(done.stdout + done.stderr)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
