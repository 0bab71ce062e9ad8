"""The tokens of SPARQL as regular expressions, compiled at the first query.

Their character classes take long to compile, longer than most queries take, so that a text in ASCII gets
patterns of ASCII alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

__all__ = ["ESCAPE", "TokenPatterns", "is_whole", "patterns"]

_ASCII = "A-Za-z"
_ANY = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)  # PN_CHARS_BASE of the grammar
_MORE = "\u00b7\u0300-\u036f\u203f\u2040"
"""Characters of PN_CHARS that cannot begin a name."""
ESCAPE = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"


@dataclass(frozen=True, slots=True)
class TokenPatterns:
    """Patterns of tokens.

    Attributes
    ----------
    run : characters of names, dots and escapes.
    first : what can begin a prefixed name.
    local : the colon of a prefixed name and what follows.
    token : any other token, in the group of its kind.
    """

    run: re.Pattern[str]
    first: re.Pattern[str]
    local: re.Pattern[str]
    token: re.Pattern[str]


def patterns(text: str) -> TokenPatterns:
    """Return the patterns for the tokens of a text."""
    return _patterns(text.isascii())


@cache
def _patterns(ascii_only: bool) -> TokenPatterns:
    base = _ASCII if ascii_only else _ANY
    variable = f"{base}_0-9" if ascii_only else f"{base}_0-9{_MORE}"
    name = rf"{variable}\-"
    return TokenPatterns(
        re.compile(rf"(?:[{name}.]|{ESCAPE})+"),
        re.compile(rf"[{base}:]|{ESCAPE}"),
        re.compile(_rest(name)),
        _token(variable, name),
    )


def _rest(name: str) -> str:
    local = rf"(?:[{name}:]|%[0-9A-Fa-f]{{2}}|\\[_~.\-!$&'()*+,;=/?#@%]|{ESCAPE})"
    return rf":(?:(?![.\-{_MORE}]){local}(?:\.*{local})*)?"


def _token(variable: str, name: str) -> re.Pattern[str]:
    return re.compile(
        rf"""(?P<space>[\ \t\r\n]+)
        |(?P<comment>\#[^\n\r]*)
        |(?P<iri><(?:[^<>"{{}}|^`\\\x00-\x20]|{ESCAPE})*+>)
        |(?P<string>\"\"\"(?:[^"\\]|\\.|\"{{1,2}}(?!\"))*+\"\"\"|\'\'\'(?:[^'\\]|\\.|'{{1,2}}(?!'))*+\'\'\'
            |"(?!\"\")(?:[^"\\\n\r]|\\.)*+"|'(?!\'\')(?:[^'\\\n\r]|\\.)*+')
        |(?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*(?:--[A-Za-z]+)?)
        |(?P<variable>[?$](?:[{variable}]|{ESCAPE})+)
        |(?P<blank>_:(?:[{variable}]|{ESCAPE})(?:\.*(?:[{name}]|{ESCAPE}))*)
        |(?P<number>[0-9]+\.[0-9]*[eE][+\-]?[0-9]+|\.?[0-9]+[eE][+\-]?[0-9]+|[0-9]*\.[0-9]+|[0-9]+)
        |(?P<word>[A-Za-z][A-Za-z0-9_]*)
        |(?P<sign>\^\^|&&|\|\||[<>!]=|<<\(|\)>>|<<|>>|[{{}}()\[\].;,*/|^?!=<>+\-~])""",
        re.VERBOSE | re.DOTALL,
    )


def is_whole(kind: str, plain: str) -> bool:
    """Return whether a token whose escapes are decoded has the form that the grammar requires."""
    return _whole()[kind].fullmatch(plain) is not None


@cache
def _whole() -> dict[str, re.Pattern[str]]:
    start, variable = f"{_ANY}_0-9", f"{_ANY}_0-9{_MORE}"
    name = rf"{variable}\-"
    return {
        "iri": re.compile(r'<[^<>"{}|^`\\\x00-\x20]*>'),
        "variable": re.compile(rf"[?$][{start}][{variable}]*"),
        "blank": re.compile(rf"_:[{start}](?:\.*[{name}])*"),
        "pname": re.compile(rf"(?:[{_ANY}](?:\.*[{name}])*)?{_rest(name)}"),
    }
