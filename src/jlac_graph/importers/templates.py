"""Templates of cells: text with fields in braces, as mappings declare them.

``{year}`` is a field; ``{amount | number | times:1000000}`` passes it through filters; ``{title / id}`` takes
the first that is not empty; ``{'reported'}`` is a text. A part in brackets is left out when a field in it is
empty, and so is the whole cell when a field outside brackets is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ..core.errors import UsageError

__all__ = ["Filter", "Template"]

Filter = Callable[[str, str, Mapping[str, str]], str]
"""Takes the text, the argument and all fields; returns the new text, or raises `RejectedError`."""
_PART = re.compile(r"\{([^{}]*)\}|\[([^\[\]]*)\]|([^{}\[\]]+)|(.)", re.DOTALL)
_STEP = re.compile(r"\s*\|\s*")


@dataclass(frozen=True, slots=True)
class _Choice:
    """One alternative of an expression: a field or a literal text, and its filters with their arguments."""

    name: str
    literal: str
    steps: tuple[tuple[Filter, str], ...]

    def text(self, fields: Mapping[str, str]) -> str:
        value = fields.get(self.name, "") if self.name else self.literal
        for step, argument in self.steps:
            if not value:
                break
            value = step(value, argument, fields)
        return value


class Template:
    """A cell, made from the fields of a record.

    Parameters
    ----------
    text : the template.
    filters : name -> filter.
    where : the place in the mapping, for messages.

    Attributes
    ----------
    names : the fields that it uses; `steps`: its filters with their arguments.

    Raises
    ------
    UsageError : a bracket without its partner, or an unknown filter.

    Examples
    --------
    >>> upper = {"upper": lambda text, argument, fields: text.upper()}
    >>> cell = Template("{id | upper}[, unit {unit}]", upper)
    >>> cell({"id": "a", "unit": "2"}), cell({"id": "a"}), cell({"unit": "2"})
    ('A, unit 2', 'A', '')
    >>> Template("{end / 'open'}", upper)({})
    'open'
    """

    def __init__(self, text: str, filters: Mapping[str, Filter], where: str = "") -> None:
        self._filters, self._where = filters, where
        self.names: set[str] = set()
        self.steps: list[tuple[str, str]] = []
        self._parts = self._compiled(text)

    def __call__(self, fields: Mapping[str, str]) -> str:
        """Return the text of the cell; empty when a field that it needs is."""
        return self._text(fields).strip()

    def _text(self, fields: Mapping[str, str]) -> str:
        found = []
        for part, optional in self._parts:
            text = part if isinstance(part, str) else part(fields)
            if not text and not optional:
                return ""
            found.append(text)
        return "".join(found)

    def _compiled(self, text: str) -> list[tuple[str | Callable[[Mapping[str, str]], str], bool]]:
        parts: list[tuple[str | Callable[[Mapping[str, str]], str], bool]] = []
        for match in _PART.finditer(text):
            expression, option, literal, stray = match.groups()
            if stray:
                raise UsageError(f"{self._where}: {stray!r} without its partner in {text!r}")
            if literal:
                parts.append((literal, False))
            elif option is not None:
                inner = Template(option, self._filters, self._where)
                self.names |= inner.names
                self.steps += inner.steps
                parts.append((inner._text, True))
            else:
                parts.append((self._expression(expression), False))
        return parts

    def _expression(self, text: str) -> Callable[[Mapping[str, str]], str]:
        choices = [self._choice(choice) for choice in text.split(" / ")]
        if len(choices) == 1:
            return choices[0].text
        return lambda fields: next(filter(None, (choice.text(fields) for choice in choices)), "")

    def _choice(self, text: str) -> _Choice:
        head, *steps = _STEP.split(text.strip())
        literal = head[1:-1] if re.fullmatch(r"'[^']*'", head) else ""
        if not literal and not re.fullmatch(r"[a-z_][a-z0-9_]*", head):
            raise UsageError(
                f"{self._where}: {head!r} is not the name of a field, such as donor_name, or a 'text'"
            )
        if not literal:
            self.names.add(head)
        return _Choice("" if literal else head, literal, tuple(self._step(step) for step in steps))

    def _step(self, text: str) -> tuple[Filter, str]:
        name, _, argument = text.partition(":")
        if name not in self._filters:
            legal = ", ".join(sorted(self._filters))
            raise UsageError(f"{self._where}: unknown filter {name!r}; choose one of {legal}")
        self.steps.append((name, argument))
        return self._filters[name], argument
