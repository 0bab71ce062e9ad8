"""ORDER BY for the embedded engine: each key is written so that the engine can compare any two of its values.

Oxigraph compares numbers with strings, large integers, durations and triple terms in a way that is not a
total order, and its sort then ends the whole process (seen in pyoxigraph 0.4.11 to 0.5.13). SPARQL 1.1
(section 15.1) fixes the order of unbound values, blank nodes, IRIs and literals, and of literals that `<`
compares; it leaves the rest open. So a key ``?k`` becomes two: the kind of the value, with the datatype of
a literal that is not a number, and then the value among those of its kind. Numbers come before other
literals; values of ``xsd:duration``, which `<` does not compare, are ordered by their text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .syntax import Token, tokens

__all__ = ["with_total_order"]

_DURATION = "<http://www.w3.org/2001/XMLSchema#duration>"
_ZONE = '"(Z|[+-][0-9][0-9]:[0-9][0-9])$"'
# a date with a time zone and one without are not comparable, so they are two kinds
_KIND = (
    'IF(isBlank({key}), "0", IF(isIRI({key}), "1", IF(isNumeric({key}), "2", IF(isLiteral({key}), '
    'CONCAT("3", STR(DATATYPE({key})), IF(REGEX(STR({key}), ' + _ZONE + '), "Z", "")), "4"))))'
)
_VALUE = (
    "IF(isBlank({key}) || isIRI({key}) || isLiteral({key}), "
    "IF(isLiteral({key}) && DATATYPE({key}) = " + _DURATION + ', STR({key}), {key}), "")'
)
_ONE_KIND = {
    "STR", "LANG", "LCASE", "UCASE", "CONCAT", "STRLEN", "SUBSTR", "REPLACE", "ENCODE_FOR_URI", "CONTAINS",
    "STRSTARTS", "STRENDS", "STRBEFORE", "STRAFTER", "YEAR", "MONTH", "DAY", "HOURS", "MINUTES", "SECONDS",
    "TZ", "NOW", "RAND", "UUID", "STRUUID", "MD5", "SHA1", "SHA256", "SHA384", "SHA512", "COUNT", "SUM",
    "AVG", "GROUP_CONCAT", "ABS", "CEIL", "FLOOR", "ROUND", "BOUND", "EXISTS", "NOT", "REGEX", "SAMETERM",
    "ISIRI", "ISURI", "ISBLANK", "ISLITERAL", "ISNUMERIC", "IRI", "URI", "DATATYPE",
}  # fmt: skip
"""Functions whose values the engine can always compare; RAND must not be asked twice for one row."""
_AFTER = ("LIMIT", "OFFSET", "VALUES")


def with_total_order(text: str) -> str:
    """Rewrite the ORDER BY clauses of a query so that the embedded engine can sort by them.

    Parameters
    ----------
    text : a query; if it does not parse, the keys that were recognized are rewritten.

    Returns
    -------
    The query. No line end is added, so line numbers stay the same.

    Examples
    --------
    >>> with_total_order("SELECT * { ?s ?p ?o } ORDER BY STRLEN(?o) DESC(COUNT(?o))")
    'SELECT * { ?s ?p ?o } ORDER BY STRLEN(?o) DESC(COUNT(?o))'
    >>> with_total_order("SELECT * { ?s ?p ?o } ORDER BY ?o LIMIT 1").count("isNumeric(?o)")
    1
    """
    if "order" not in text.lower():
        return text
    parts = tokens(text)
    pieces: list[str] = []
    at = 0
    for first, last in _keys(parts):
        start, end = parts[first].start, parts[last].end
        pieces += [text[at:start], _rewritten(text, parts[first : last + 1])]
        at = end
    return "".join([*pieces, text[at:]])


def _keys(parts: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Yield the first and last token of each key of each ORDER BY clause."""
    at = 0
    while at < len(parts) - 1:
        if not (parts[at].is_word("ORDER") and parts[at + 1].is_word("BY")):
            at += 1
            continue
        at += 2
        while at < len(parts) and parts[at].text != "}" and not parts[at].is_word(*_AFTER):
            last = _end(parts, at)
            yield at, last
            at = last + 1


def _end(parts: Sequence[Token], at: int) -> int:
    """Return the last token of the key that starts at a token: a variable, or up to the closing bracket."""
    depth = 0
    for place in range(at, len(parts)):
        part = parts[place]
        depth += (part.text in ("(", "{")) - (part.text in (")", "}"))
        if depth == 0 and (part.kind == "variable" or part.text in (")", "}")):
            return place
    return len(parts) - 1


def _rewritten(text: str, key: Sequence[Token]) -> str:
    directed = len(key) > 1 and key[0].is_word("ASC", "DESC")
    inner = key[1:] if directed else key
    shown = text[inner[0].start : inner[-1].end]
    called = inner[1:-1] if directed and len(inner) > 2 else inner
    if called[0].is_word(*_ONE_KIND) and _end(called, 0) == len(called) - 1:
        return text[key[0].start : key[-1].end]
    direction = key[0].text if directed else ""
    return " ".join(f"{direction}({part.format(key=shown)})" for part in (_KIND, _VALUE))
