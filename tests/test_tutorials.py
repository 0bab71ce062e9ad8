"""The tutorials are true: every ``$ command`` in them is run, and prints what the page shows.

``...`` alone on a line stands for any lines. ``python -m tests.test_tutorials`` writes the outputs anew.
"""

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.csvw.command import run as run_jlac
from tests.fixtures.kept import keep

ROOT = Path(__file__).parents[1]
FOLDERS = ("tutorials", "how-to", "explanation")
PAGES = [
    ROOT / "README.md",
    *(
        ROOT / "docs" / f"{name}.md"
        for name in ("networks", "add-a-source", "model-a-loan", "import", "cite")
    ),
    *(page for name in FOLDERS for page in sorted((ROOT / "docs" / name).glob("*.md"))),
]
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)


JLAC = re.compile(r"""jlac ((?:[^'"|&;<>$`]|'[^']*'|"[^"$`]*")*)(?:(\||&&)(.*))?""", re.DOTALL)
"""A command of ours with what follows it in the shell."""
FIRST_USE = re.compile(r"jlac: building the graph, since .*; this takes a while \.\.\.")
"""What one command says, whichever comes first."""
ENVIRONMENT = {
    "COLUMNS": "100",
    "NO_COLOR": "1",
    "TERM": "dumb",
    "LC_ALL": "C.UTF-8",
    "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
}


def run(command: str, folder: Path) -> str:
    """Run a command as a reader of the page would, in a folder that looks like a checkout.

    One that begins with ours runs in this process, which has read the graph already.
    """
    with pytest.MonkeyPatch.context() as patch:
        for name, value in ENVIRONMENT.items():
            patch.setenv(name, value)
        patch.delenv("JLAC_GRAPH", raising=False)
        patch.chdir(folder)
        keep(patch)
        printed = _here(*ours.groups()) if (ours := JLAC.fullmatch(command)) else _in_shell(command)
    return "".join(f"{line.rstrip()}\n" for line in printed.splitlines() if not FIRST_USE.fullmatch(line))


def _here(arguments: str, sign: str | None, then: str | None) -> str:
    found = run_jlac(*shlex.split(arguments))
    out = found.out.decode()
    if sign == "|":
        out = _in_shell(then or "", out)
    elif sign and found.code == 0:
        out += _in_shell(then or "")
    return out + found.err


def _in_shell(command: str, given: str = "") -> str:
    done = subprocess.run(
        ["bash", "-c", command], input=given, capture_output=True, text=True, check=False, timeout=120
    )
    return done.stdout + done.stderr


def steps(block: str) -> list[tuple[str, str]]:
    """Split a block into commands and what each prints."""
    parts = re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
    return [(command, output) for command, _, output in (part.partition("\n") for part in parts)]


def workplace(folder: Path) -> Path:
    """Make a folder with what the pages read of a checkout; beside it there is room for a reader's own."""
    checkout = folder / "checkout"
    checkout.mkdir()
    for name in ("data", "queries", "docs"):
        (checkout / name).symlink_to(ROOT / name)
    return checkout


def fits(shown: str, printed: str) -> bool:
    """Compare, times of a run aside."""
    pattern = "".join(
        r"(?:.*\n)*?" if line == "..." else f"{_timeless(line)}\n" for line in shown.splitlines()
    )
    return re.fullmatch(pattern, printed) is not None


def _timeless(line: str) -> str:
    return re.sub(r"in\\ [0-9]+\\\.[0-9]+\\ s", r"in\\ [0-9.]+\\ s", re.escape(line))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name}-{page.stem}")
def test_the_page_shows_what_happens(page: Path, tmp_path: Path) -> None:
    folder = workplace(tmp_path)
    for block in BLOCK.findall(page.read_text("utf-8")):
        for command, shown in steps(block):
            printed = run(command, folder)
            assert fits(shown, printed), f"$ {command}\n{printed}"


BASE = "https://example.org/press/"
"""A base that a reader may give a collection."""
COUNTED = re.compile(r"^ *[\d,]+  triples$", re.M)


def told(text: str) -> list[str]:
    """The lines of an output whatever the bases of its ids, and the order that follows from them."""
    short = COUNTED.sub("", text).replace(f"{BASE}id/", "").replace("https://w3id.org/jlac/id/", "")
    return sorted(re.sub(r"in [0-9.]+ s|\s+", " ", line).strip() for line in short.splitlines())


def test_a_collection_with_a_base_of_its_own_tells_the_same(tmp_path: Path) -> None:
    folder = workplace(tmp_path)
    page = ROOT / "docs" / "tutorials" / "own-collection.md"
    for block in BLOCK.findall(page.read_text("utf-8")):
        for command, shown in steps(block):
            if command.startswith("jlac validate"):  # build/test_own_collection.py compares the findings
                continue
            printed = run(command, folder)
            if command.startswith("cp "):
                table = folder.parent / "press" / "collections.csv"
                header, row = table.read_text("utf-8").splitlines()
                table.write_text(f"{header},base\n{row},{BASE}\n", encoding="utf-8")
            told_now, told_before = told(printed), told(shown)
            assert told_now == told_before, f"$ {command}\n{printed}"


def rewrite(page: Path) -> str:
    """Return the page with each output as it comes now; one that is cut by ``...`` stays."""
    with tempfile.TemporaryDirectory() as name:
        folder = workplace(Path(name))

        def fresh(match: re.Match[str]) -> str:
            found = []
            for command, shown in steps(match[1]):
                printed = run(command, folder)
                found.append(f"$ {command}\n{shown if fits(shown, printed) else printed}")
            return f"```console\n{''.join(found)}```"

        return BLOCK.sub(fresh, page.read_text("utf-8"))


if __name__ == "__main__":
    for path in PAGES:
        path.write_text(rewrite(path), encoding="utf-8")
