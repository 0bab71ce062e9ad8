"""Run benchmarks: all, or those named.

python -m benchmarks [--list] [NAME ...]
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

NAMES = sorted(path.stem for path in Path(__file__).parent.glob("*.py") if not path.stem.startswith("_"))


def summary(name: str) -> str:
    """The first sentence of a benchmark's docstring."""
    source = Path(__file__).with_name(f"{name}.py").read_text("utf-8")
    return source.partition('"""')[2].partition("\n")[0]


def main() -> None:
    """Run each benchmark in a process of its own; fail when one does."""
    asked = sys.argv[1:]
    if {"-h", "--help", "--list"} & set(asked):
        print((__doc__ or "").strip() + "\n")
        print("\n".join(f"  {name:10} {summary(name)}" for name in NAMES))
        return
    if unknown := [name for name in asked if name not in NAMES]:
        raise SystemExit(f"no benchmark {', '.join(unknown)}; there are {', '.join(NAMES)}")
    failed = []
    for name in asked or NAMES:
        print(f"\n{name}: {summary(name)}", flush=True)
        if subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=False).returncode:
            failed.append(name)
    if failed:
        raise SystemExit(f"failed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
