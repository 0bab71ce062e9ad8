"""Restrictions on public queries: read-only, local graphs only, limited answers.

It runs in the worker, where time and memory are bounded, never in the service's own process.

Examples
--------
>>> admit("SELECT * { ?s ?p ?o }", limits=Limits(rows=10)).text
'SELECT * { ?s ?p ?o }\\nLIMIT 11 '
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

from ..core.errors import QueryError
from ..core.namespaces import PREFIXES
from ..sparql.syntax import Token, declared, tokens
from .limits import Limits

__all__ = ["Guarded", "admit", "check_graphs"]

_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATES = (
    "INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH",
)  # fmt: skip
_CHANGING = {"RAND", "NOW", "UUID", "STRUUID", "BNODE"}
_DESCRIBING = re.compile(
    r"http://www\.w3\.org/ns/shacl#(?:SPARQL\w*Executable|select|ask|construct|describe|"
    r"declare|prefix|prefixes|namespace)"
    r"|http://rdfs\.org/ns/void#\w+|http://ldf\.fi/void-ext#\w+"
    r"|https://w3id\.org/jlac/graph/description"
)
"""Terms of the description, which no fact uses, and the name of its graph."""
_LISTED = 12
"""Most names that a message lists."""
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


@dataclass(frozen=True, slots=True)
class Guarded:
    """A query that may run.

    Parameters
    ----------
    text : the query without its dataset clause, bounded in rows.
    form : SELECT, ASK, CONSTRUCT or DESCRIBE.
    default_graphs, named_graphs : the IRIs of its FROM and FROM NAMED.
    stable : whether the same query always has the same answer.
    on_description : whether it asks for VoID, prefixes or query examples, as SPARQL editors and tools do.
    """

    text: str
    form: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    stable: bool
    on_description: bool


def admit(text: str, *, limits: Limits, base: str = "") -> Guarded:
    """Check a query and bound it.

    Parameters
    ----------
    text : the query as it was written.
    limits : bounds on its rows and on how deeply it is nested.
    base : the IRI that its relative IRIs are resolved against.

    Raises
    ------
    QueryError : for an update, SERVICE, or brackets nested too deeply.

    Examples
    --------
    >>> query = "BASE <http://e/g/> CONSTRUCT { ?s ?p 1 } FROM <a> { ?s ?p ?o }"
    >>> admit(query, limits=Limits()).default_graphs
    ('http://e/g/a',)
    """
    parts = tokens(text)
    form = next((t for t in parts if t.is_word(*_FORMS, *_UPDATES)), None)
    if form is None:
        raise QueryError("the query is empty; write SELECT, ASK, CONSTRUCT or DESCRIBE")
    if form.is_word(*_UPDATES):
        raise QueryError.at(text, form.start, "updates are refused: this graph is read-only")
    for part in parts:
        if part.is_word("SERVICE"):
            raise QueryError.at(
                text, part.start, "SERVICE is refused: this service sends no requests to other servers"
            )
    depths = _depths(text, parts, limits.depth)
    clauses = _dataset(parts, depths, base)
    kind = form.text.upper()
    ready = _without(text, [span for _, _, span in clauses])
    if kind == "SELECT":
        ready = _bounded(ready, parts, depths, limits.rows)
    return Guarded(
        text=(f"BASE <{base}> " if base else "") + ready,
        form=kind,
        default_graphs=tuple(iri for iri, named, _ in clauses if not named),
        named_graphs=tuple(iri for iri, named, _ in clauses if named),
        stable=not any(t.is_word(*_CHANGING) for t in parts),
        on_description=_on_description(parts),
    )


def _on_description(parts: Sequence[Token]) -> bool:
    prefixes = {**PREFIXES, **declared(parts)}
    names = (_iri(part, prefixes, "") for part in parts if part.kind in ("pname", "iri"))
    return any(_DESCRIBING.fullmatch(name) for name in names)


def check_graphs(wanted: Sequence[str], graphs: Collection[str]) -> None:
    """Refuse graphs that the store does not contain: none is fetched.

    Raises
    ------
    QueryError : naming the graph, and those there are if they are few, else those of the same last name.

    Examples
    --------
    >>> check_graphs(["http://e/g/b"], {f"http://e/g/{n}/b" for n in range(20)})
    Traceback (most recent call last):
    ...
    jlac_graph.core.errors.QueryError: unknown graph <http://e/g/b>; did you mean <http://e/g/0/b> or \
<http://e/g/1/b> or <http://e/g/10/b>? SELECT DISTINCT ?g { GRAPH ?g { } } lists all 20
    """
    for graph in wanted:
        if graph not in graphs:
            raise QueryError(f"unknown graph <{graph}>; {_instead(graph, graphs)}")


def _instead(graph: str, graphs: Collection[str]) -> str:
    if len(graphs) <= _LISTED:
        return f"the named graphs are {', '.join(sorted(graphs)) or 'none'}"
    last = graph.rpartition("/")[2]
    near = [f"<{name}>" for name in sorted(graphs) if name.rpartition("/")[2] == last][:3]
    said = f"did you mean {' or '.join(near)}? " if near else ""
    return f"{said}SELECT DISTINCT ?g {{ GRAPH ?g {{ }} }} lists all {len(graphs):,}"


def _depths(text: str, parts: Sequence[Token], deepest: int) -> list[int]:
    """Return the nesting depth of each token; a closing bracket has that of its opening one.

    Raises
    ------
    QueryError : more deeply than is allowed.
    """
    found, depth = [], 0
    for part in parts:
        if part.kind == "sign" and part.text in ("}", ")", "]"):
            depth -= 1
        found.append(depth)
        if part.kind == "sign" and part.text in ("{", "(", "["):
            depth += 1
        if depth > deepest:
            raise QueryError.at(text, part.start, f"brackets are nested more than {deepest} levels deep")
    return found


def _dataset(
    parts: Sequence[Token], depths: Sequence[int], base: str
) -> list[tuple[str, bool, tuple[int, int]]]:
    """Return every FROM of the query, wherever it stands: the graph, whether NAMED, and its place.

    One inside brackets is an error that the parser reports.
    """
    prefixes = {**PREFIXES, **declared(parts)}
    found = []
    for i, part in enumerate(parts[:-1]):
        if part.is_word("BASE") and parts[i + 1].kind == "iri":
            base = urljoin(base, _unescaped(parts[i + 1].text[1:-1]))
        if not part.is_word("FROM") or depths[i]:
            continue
        named = parts[i + 1].is_word("NAMED")
        graph = parts[min(i + 1 + named, len(parts) - 1)]
        found.append((_iri(graph, prefixes, base), named, (part.start, graph.end)))
    return found


def _iri(part: Token, prefixes: Mapping[str, str], base: str) -> str:
    text = _unescaped(part.text)
    if part.kind == "iri":
        iri = text[1:-1]
    else:
        prefix, _, local = text.partition(":")
        iri = prefixes.get(prefix, prefix + ":") + re.sub(r"\\(.)", r"\1", local)
    return iri if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", iri) else urljoin(base, iri)


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda m: chr(int(m[1] or m[2], 16)), text)


def _without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return the text with spaces in place of some spans, so that every other place stays what it was."""
    pieces, at = [], 0
    for start, end in spans:
        pieces += [text[at:start], " " * (end - start)]
        at = end
    return "".join([*pieces, text[at:]])


def _bounded(text: str, parts: Sequence[Token], depths: Sequence[int], rows: int) -> str:
    """Add LIMIT rows + 1 to a SELECT without a smaller one, before any closing VALUES."""
    at, whole = len(text), False
    for i, part in enumerate(parts):
        if depths[i]:
            continue
        whole = whole or part.text == "}"
        if whole and part.is_word("VALUES"):
            at = part.start
            break
        if whole and part.is_word("LIMIT") and i + 1 < len(parts):
            number = parts[i + 1]
            if number.kind != "number" or _at_most(number.text, rows):
                return text
            return text[: number.start] + str(rows + 1) + text[number.end :]
    if not whole:  # an incomplete query: the engine reports the error in the text as written
        return text
    # on a line of its own, so that it is not inside a comment and line numbers stay the same
    return f"{text[:at]}\nLIMIT {rows + 1} {text[at:]}"


def _at_most(digits: str, most: int) -> bool:
    digits = digits.lstrip("0") or "0"
    return digits.isascii() and digits.isdigit() and len(digits) <= len(str(most)) and int(digits) <= most
