"""SHACL's tests of one value, as SPARQL expressions."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

__all__ = ["OF_ABSENCE", "value_test"]

XSD = "http://www.w3.org/2001/XMLSchema#"
LANG_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"

OF_ABSENCE = frozenset({
    "minCount", "class", "hasValue", "equals", "node", "not", "and", "or", "xone", "qualifiedValueShape",
})  # fmt: skip

_ZONE = "(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?"
_TIME = "T((([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]+)?)|24:00:00([.]0+)?)"
_YEAR = "-?([1-9][0-9]{3,}|0[0-9]{3})"
_LEAP_YEAR = "-?([1-9][0-9]*)?([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)"
_DAY = (
    f"(({_YEAR}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)"
    f"|02-(0[1-9]|1[0-9]|2[0-8])))|({_LEAP_YEAR}-02-29))"
)
_FLOAT = "^([+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]+)?|[+-]?INF|NaN)$"
LEXICAL = {
    "gYear": f"^{_YEAR}{_ZONE}$",
    "gYearMonth": f"^{_YEAR}-(0[1-9]|1[0-2]){_ZONE}$",
    "date": f"^{_DAY}{_ZONE}$",
    "dateTime": f"^{_DAY}{_TIME}{_ZONE}$",
    "decimal": "^[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)$",
    "integer": "^[+-]?[0-9]+$",
    "nonNegativeInteger": "^([+]?[0-9]+|-0+)$",
    "positiveInteger": "^[+]?0*[1-9][0-9]*$",
    "boolean": "^(true|false|0|1)$",
    "float": _FLOAT,
    "double": _FLOAT,
    "string": "",
    "anyURI": "",
}
KINDS = {
    "IRI": "ISIRI({0})",
    "Literal": "ISLITERAL({0})",
    "BlankNode": "ISBLANK({0})",
    "BlankNodeOrIRI": "(!ISLITERAL({0}))",
    "BlankNodeOrLiteral": "(!ISIRI({0}))",
    "IRIOrLiteral": "(!ISBLANK({0}))",
}
SIGNS = {"minInclusive": ">=", "maxInclusive": "<=", "minExclusive": ">", "maxExclusive": "<"}
LENGTHS = {"minLength": ">=", "maxLength": "<="}


def value_test(
    name: str, value: Any, at: str, *, flags: Any, items: Callable[[Any], list[Any]]
) -> str | None:
    """Return the expression that says whether the value `at` obeys a constraint of SHACL Core.

    Parameters
    ----------
    name, value : the parameter of the constraint, and its value in the shapes graph.
    at : the variable that holds the value.
    flags : value of ``sh:flags`` beside a pattern.
    items : gives the members of a list.

    Returns
    -------
    The expression, which never fails; None for a constraint that is not supported.

    Examples
    --------
    >>> import pyoxigraph as ox
    >>> print(value_test("minExclusive", ox.Literal(3), "?v", flags=None, items=list))
    COALESCE(?v > "3"^^<http://www.w3.org/2001/XMLSchema#integer>, false)
    """
    if name == "datatype":
        return _datatype(value, at)
    if name == "nodeKind":
        kind = KINDS.get(value.value.partition("#")[2])
        return kind.format(at) if kind else None
    if name in SIGNS:
        return f"COALESCE({at} {SIGNS[name]} {value}, false)"
    if name in LENGTHS:
        return f"(!ISBLANK({at}) && STRLEN(STR({at})) {LENGTHS[name]} {value})"
    if name == "pattern":
        return _pattern(value, flags, at)
    if name == "in":
        return f"({' || '.join(f'SAMETERM({at}, {item})' for item in items(value)) or 'false'})"
    if name == "languageIn":
        tests = (f"LANGMATCHES(LANG({at}), {item})" for item in items(value))
        return f'COALESCE(LANG({at}) != "" && ({" || ".join(tests) or "false"}), false)'
    return None


def _datatype(datatype: Any, at: str) -> str | None:
    """Test for a well-formed literal of a datatype."""
    local = datatype.value.removeprefix(XSD)
    if datatype.value.startswith(XSD) and local not in LEXICAL:
        return None
    if datatype.value.startswith(LANG_STRING.partition("#")[0]) and datatype.value != LANG_STRING:
        return None
    test = f"DATATYPE({at}) = {datatype}"
    if form := LEXICAL.get(local):
        test += f' && REGEX(STR({at}), "{form}")'.replace("\\", "\\\\")
    return f"COALESCE({test}, false)"


def _pattern(value: Any, flags: Any, at: str) -> str | None:
    """Test a pattern, if it means the same in the engines' regular expressions."""
    if re.search(r"\(\?|\\[0-9pPXRGzZAkK]|\[\[|&&", value.value):
        return None
    if flags is not None and set(flags.value) - {"i"}:
        return None
    try:
        re.compile(value.value)
    except re.error:
        return None
    extra = f", {flags}" if flags is not None else ""
    return f"(!ISBLANK({at}) && COALESCE(REGEX(STR({at}), {value}{extra}), false))"
