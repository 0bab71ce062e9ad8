"""What the public may ask: queries only, over the graphs held here, answers bounded.

Examples
--------
>>> admit("SELECT * { ?s ?p ?o }", graphs=frozenset(), rows=10).text
'SELECT * { ?s ?p ?o }\\nLIMIT 11 '
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ..core.errors import QueryError
from ..core.namespaces import PREFIXES
from ..sparql.syntax import Token, declared, tokens

__all__ = ["Guarded", "admit", "check_graphs"]

_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATES = (
    "INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH",
)  # fmt: skip
_CHANGING = {"RAND", "NOW", "UUID", "STRUUID", "BNODE"}


@dataclass(frozen=True, slots=True)
class Guarded:
    """A query that may run.

    Parameters
    ----------
    text : the query without its dataset clause, bounded in rows.
    form : SELECT, ASK, CONSTRUCT or DESCRIBE.
    default_graphs, named_graphs : the IRIs of its FROM and FROM NAMED.
    stable : whether the same query always has the same answer.
    """

    text: str
    form: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    stable: bool


@lru_cache(maxsize=512)
def admit(text: str, *, graphs: frozenset[str], rows: int) -> Guarded:
    """Check a query and bound it.

    Raises
    ------
    QueryError : for an update, SERVICE, or a graph that is not held here.
    """
    parts = tokens(text)
    form = next((t for t in parts if t.is_word(*_FORMS, *_UPDATES)), None)
    if form is None:
        raise QueryError("no query: SELECT, ASK, CONSTRUCT or DESCRIBE was expected")
    if form.is_word(*_UPDATES):
        raise QueryError.at(text, form.start, "updates are refused: this graph is read-only")
    for part in parts:
        if part.is_word("SERVICE"):
            raise QueryError.at(text, part.start, "SERVICE is refused: nothing is asked elsewhere")
    default, named, clauses = _dataset(parts)
    check_graphs([*default, *named], graphs)
    for start, end in clauses:
        text = text[:start] + " " * (end - start) + text[end:]
    kind = form.text.upper()
    return Guarded(
        text=_bounded(text, rows) if kind == "SELECT" else text,
        form=kind,
        default_graphs=default,
        named_graphs=named,
        stable=not any(t.is_word(*_CHANGING) for t in parts),
    )


def check_graphs(wanted: Sequence[str], graphs: frozenset[str]) -> None:
    """Refuse graphs that are not held here: nothing is fetched.

    Raises
    ------
    QueryError : naming the graph and those there are.
    """
    for graph in wanted:
        if graph not in graphs:
            held = ", ".join(sorted(graphs)) or "none"
            raise QueryError(f"graph <{graph}> is not held here; named graphs: {held}")


def _dataset(
    parts: list[Token],
) -> tuple[tuple[str, ...], tuple[str, ...], list[tuple[int, int]]]:
    prefixes = {**PREFIXES, **declared(parts)}
    default: list[str] = []
    named: list[str] = []
    spans: list[tuple[int, int]] = []
    for i, part in enumerate(parts[:-1]):
        if part.text == "{":
            break
        if not part.is_word("FROM"):
            continue
        is_named = parts[i + 1].is_word("NAMED")
        iri = parts[min(i + 1 + is_named, len(parts) - 1)]
        (named if is_named else default).append(_iri(iri, prefixes))
        spans.append((part.start, iri.end))
    return tuple(default), tuple(named), spans


def _iri(part: Token, prefixes: dict[str, str]) -> str:
    if part.kind == "iri":
        return part.text[1:-1]
    prefix, _, local = part.text.partition(":")
    return prefixes.get(prefix, prefix + ":") + local


def _bounded(text: str, rows: int) -> str:
    """Add LIMIT rows + 1 to a SELECT without a smaller one, before any closing VALUES."""
    depth, at, place = 0, len(text), -1
    parts = tokens(text)
    for i, part in enumerate(parts):
        depth += (part.text == "{") - (part.text == "}")
        if depth == 0 and part.text == "}" and place < 0:
            place = part.end
        if depth or place < 0:
            continue
        if part.is_word("VALUES"):
            at = part.start
            break
        if part.is_word("LIMIT") and i + 1 < len(parts):
            number = parts[i + 1]
            small = number.text.isdigit() and int(number.text) <= rows
            return text if small else text[: number.start] + str(rows + 1) + text[number.end :]
    if place < 0:  # no whole query: the engine says what is wrong, of the text as it was written
        return text
    # on a line of its own: no comment swallows it, and no message on a line of the query shows it
    return f"{text[:at]}\nLIMIT {rows + 1} {text[at:]}"
