"""An extension of griffe for the sections of our docstrings: a name and its meaning are on one line.

The NumPy style that griffe knows has the type of a parameter behind its name. Ours has the meaning there; the
type is in the signature.
"""

from __future__ import annotations

import re
from typing import Any

import griffe

__all__ = ["OneLineSections", "as_google"]

_SECTION = re.compile(r"^(Parameters|Returns|Raises|Warns|Yields|Attributes|Examples)\n-+\n", re.MULTILINE)
_NAMES = {"Parameters": "Args"}


def as_google(text: str) -> str:
    """Rewrite the sections of a docstring in Google's style.

    Examples
    --------
    >>> print(as_google("Open.\\n\\nParameters\\n----------\\na, b : what it is\\n    and more."))
    Open.
    <BLANKLINE>
    Args:
        a: what it is
            and more.
        b: what it is
            and more.
    """
    head, *parts = _SECTION.split(text)
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return head + "".join(
        f"{_NAMES.get(name, name)}:\n{_indented(_entries(name, body))}\n" for name, body in pairs
    )


def _entries(section: str, body: str) -> str:
    """Give every name of a list of parameters, attributes or errors a line of its own."""
    if section in ("Returns", "Yields", "Examples"):
        return body
    entries = re.split(r"\n(?=\S)", body.strip("\n"))
    return "\n".join(f"{name}: {meaning}" for entry in entries for name, meaning in _named(entry))


def _named(entry: str) -> list[tuple[str, str]]:
    names, colon, meaning = entry.partition(" : ")
    return [(name.strip(), meaning) for name in names.split(",")] if colon else [(entry, "")]


def _indented(body: str) -> str:
    return "\n".join(f"    {line}" if line.strip() else "" for line in body.strip("\n").split("\n")) + "\n"


class OneLineSections(griffe.Extension):
    """Rewrites each docstring before it is parsed."""

    def on_object(self, *, obj: griffe.Object, **_: Any) -> None:
        """Rewrite the docstring of an object."""
        if obj.docstring:
            obj.docstring.value = as_google(obj.docstring.value)
