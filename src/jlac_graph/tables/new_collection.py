"""An empty collection for a curator to fill, with a worked example and the next steps."""

from __future__ import annotations

import csv
import io
import shlex
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..core.errors import DataError, UsageError
from ..core.file_set import write_set
from .collections import read_schemas

__all__ = ["new_collection"]

_CONTENT = Path(__file__).with_suffix(".toml")
EXAMPLE = "example"
"""The folder of the worked example, a collection of its own."""

_README = """\
# {title}

A collection: tables about one body of sources. Each file is a table; its name says which. All tables but
those of sources and passages may be left out, and others may be added: `jlac describe` lists them. Columns
that are not required may be left out too. A name that is not English stands in `names.csv`, as `prefLabel`.
With a `base` in `collections.csv`, such as `https://example.org/mine/`, what the collection defines has its
IRIs there.

## Steps

1. Read the example: a loan of two lenders and a sale, from two invented press releases, in `{example}/`.

       jlac validate --with {folder}/{example}

2. See what a table asks for: the meaning of each column, its legal values, an example.

       jlac describe financings
       jlac describe financings status

3. Add rows, in this order: the source (`sources.csv`), its passages (`passages.csv`), who and what it names
   (such as `organizations.csv` and `assets.csv`), what it states (such as `financings.csv`), and for each
   passage what was taken from it (`coverage.csv`). A second lender or investor is a row of `parties.csv`.
   Look first whether an entity has an id already:

       jlac search "三井物産"
       jlac match firms.csv --column name

4. A spreadsheet is easier with drop-downs for codes and ids; it comes back byte for byte.

       jlac xlsx {folder} collection.xlsx
       jlac xlsx collection.xlsx {folder}

   Tables that a spreadsheet saved as CSV are put into form by:

       jlac tidy {folder}/*.csv --write

5. Check: each finding names its file, row, column and a way out.

       jlac validate --with {folder}

6. Build a graph of the project's tables and yours, and use it.

       jlac build --with {folder} --out {folder}/dist
       jlac trace jbic "your firm" --graph {folder}/dist

Where several curators keep the folder in git, `.gitattributes` makes git keep the rows that both sides
added. Run `jlac validate` after a merge: a row that both sides changed then appears twice, and is reported.

Delete `{example}/` when you no longer need it; it is not read with `--with {folder}`.
"""


def new_collection(folder: Path) -> list[str]:
    """Write an empty collection: headers, a README, how git merges, and a worked example in its own folder.

    Parameters
    ----------
    folder : the collection; it must not exist, or be empty.

    Returns
    -------
    The names of the files.

    Raises
    ------
    UsageError : the folder contains files, or the path is a file.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file; give a folder that does not exist yet")
    if folder.is_dir() and any(folder.iterdir()):
        raise UsageError(f"{folder} contains files; give a folder that does not exist yet, or an empty one")
    content = tomllib.loads(_CONTENT.read_text(encoding="utf-8"))
    files = {f"{name}.csv": _table(name, ()) for name in content["tables"]}
    files |= {f"{EXAMPLE}/{name}.csv": _table(name, rows) for name, rows in content["example"].items()}
    files[".gitattributes"] = b"*.csv text eol=lf merge=union\n"
    words = {"title": folder.resolve().name, "folder": shlex.quote(str(folder)), "example": EXAMPLE}
    files["README.md"] = _README.format(**words).encode()
    write_set(folder, files)
    return list(files)


def _table(name: str, rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Write a table with the header of its schema."""
    header = [column.name for column in read_schemas()[name].stored]
    _check(name, header, rows := list(rows))
    out = io.StringIO()
    writer = csv.DictWriter(out, header, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def _check(name: str, header: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    for column in (column for row in rows for column in row):
        if column not in header:
            raise DataError(f"{_CONTENT.name}: table {name} has no column {column}")
