"""The encoding of a file that is not UTF-8, judged by its whole text: a cell makes sense in several."""

from __future__ import annotations

import re

__all__ = ["ENCODINGS", "encoding_of", "is_mixed"]

ENCODINGS = {
    "cp1252": "Windows-1252",
    "cp932": "Shift_JIS",
    "cp850": "MS-DOS (code page 850)",
    "mac-roman": "Mac OS Roman",
    "euc-jp": "EUC-JP",
    "iso-2022-jp": "ISO-2022-JP",
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
}
"""Encodings that spreadsheets of the region and of Japan write -> how they are called."""
_WESTERN = ("cp1252", "cp850", "mac-roman")
_JAPANESE = ("cp932", "euc-jp")
_LETTERS = re.compile("[áéíóúüñãõâêôçà¡¿ªº–—‘’“”…€£©®™•]|(?<![a-z])[ÁÉÍÓÚÜÑÃÕÂÊÔÇÀ]")
"""What Spanish, Portuguese and English have beside ASCII. A capital after a small letter is misread."""
_SELDOM = re.compile("[èìòùäöåæøîïëß°«»\u00a0]|(?<![a-z])[ÄÖÅØÎ]")
_LESS = 0.9
"""What a seldom letter counts beside one that is usual."""
_SIGN_IN_WORD = re.compile(
    r"[A-Za-z](?:[–—‘“”…€£©®™•°ªº¡¿«»\u00a0]|’(?!(?:s|t|re|ve|ll|d|m)\b)(?<!\b[dl]’(?=[aeiouh][a-z]{3})))"
    r"(?=[a-z])"
    r"|[a-z][£¡¿]|[áéíóúüñãõâêôçà](?=[A-Z])"
)
"""Signs within words, which no text has; but d’affaires has one, while d’a may be the día of a Mac."""
_SIGN = re.compile(
    "[\u3001-\u3015\u3041-\u30ff\u4e00-\u9fff\uff01-\uff5e\u2460-\u24ff\u3200-\u33ff々〆〇ー・～－―]"
)
_RUN = re.compile("[\u3041-\u30ff\u4e00-\u9fff]{2,}")
_WIDE_NUMBER = re.compile("[\uff10-\uff19]{2,}")
_COMMON = 0.1
"""What the most common encoding is given beside the others."""
_MANY = 0.85
"""Share of the characters beyond ASCII that must be usual ones."""
_UTF8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")


def encoding_of(raw: bytes) -> str:
    """Return in which of `ENCODINGS` bytes that are not UTF-8 make sense; empty if in none or in two.

    Examples
    --------
    >>> encoding_of("Yucatán, México".encode("cp1252")), encoding_of("Yucatán, México".encode("cp850"))
    ('cp1252', 'cp850')
    >>> encoding_of("三井物産株式会社".encode("cp932")), encoding_of("三井物産株式会社".encode("euc-jp"))
    ('cp932', 'euc-jp')
    >>> encoding_of("the chargé d’affaires".encode("cp1252")), encoding_of("día, México".encode("mac-roman"))
    ('cp1252', 'mac-roman')
    >>> encoding_of("loan,５０００".encode("cp932"))
    'cp932'
    >>> encoding_of("México 三井物産".encode() + "Perú".encode("cp1252"))
    ''
    """
    if is_mixed(raw):
        return ""
    scores = {name: _score(raw, name) for name in (*_WESTERN, *_JAPANESE)}
    scores["cp1252"] += _COMMON if scores["cp1252"] >= _MANY else 0
    best = max(scores.values())
    found = [name for name, score in scores.items() if score == best]
    return found[0] if best >= _MANY and len(found) == 1 else ""


def is_mixed(raw: bytes) -> bool:
    """Return whether bytes are UTF-8 for the most part, with some that are not."""
    good = _UTF8.findall(raw)
    bad = len(_BEYOND_ASCII.findall(raw)) - sum(map(len, good))
    return bool(bad) and 2 * len(good) > bad


def _score(raw: bytes, encoding: str) -> float:
    """Return the share of the characters beyond ASCII that the language uses; 0 if it cannot be read."""
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        return 0.0
    beyond = sum(not char.isascii() for char in text)
    if encoding in _WESTERN:
        seldom = _LESS * len(_SELDOM.findall(text))
        return (len(_LETTERS.findall(text)) + seldom - len(_SIGN_IN_WORD.findall(text))) / beyond
    signs = len(_SIGN.findall(text))
    if sum(map(len, _WIDE_NUMBER.findall(text))) == beyond:
        return 1 + _COMMON  # of a table in English; the same bytes are ÇOÇP on a Mac
    in_runs = sum(map(len, _RUN.findall(text)))
    return (signs + len(_LETTERS.findall(text))) / beyond if 2 * in_runs > signs else 0.0
