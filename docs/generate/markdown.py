"""Pieces of Markdown, with what a text may not say to it escaped."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Sequence

__all__ = ["code", "fence", "link", "table", "text"]

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|])")


def text(words: str) -> str:
    """Write words of a source so that no character of theirs is taken for Markdown.

    Examples
    --------
    >>> text("a_b <c>")
    'a\\\\_b \\\\<c\\\\>'
    """
    return _SPECIAL.sub(r"\\\1", " ".join(words.split()))


def code(words: str) -> str:
    """Write a name as code; a bar in it does not end the cell of a table."""
    return f"`{words}`" if "|" not in words else f"<code>{words.replace('|', '&#124;')}</code>"


def link(words: str, target: str, page: str) -> str:
    """Link from one page to another, both paths from the root of the site.

    Examples
    --------
    >>> link("loan", "reference/classes/Loan.md", "reference/properties/financier.md")
    '[loan](../classes/Loan.md)'
    """
    path, mark, anchor = target.partition("#")
    return f"[{words}]({posixpath.relpath(path, posixpath.dirname(page) or '.')}{mark}{anchor})"


def fence(language: str, body: str) -> str:
    """Write a block of code."""
    return f"```{language}\n{body.rstrip()}\n```\n"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table of cells that are Markdown already; nothing if it has no rows."""
    body = ["| " + " | ".join(row) + " |" for row in rows]
    if not body:
        return ""
    return "\n".join([f"| {' | '.join(header)} |", f"|{' --- |' * len(header)}", *body]) + "\n"
