"""Encodings by their labels on the web, as the recommendation has them (Model for Tabular Data, section 6.1).

The WHATWG Encoding Standard (https://encoding.spec.whatwg.org/#names-and-labels) gives labels such as
``Shift_JIS`` and ``ISO-8859-1`` a wider meaning than Python's codecs of those names: files that bear them are
written by Windows, with its own characters (``㈱``, ``①``, curly quotes).
"""

from __future__ import annotations

import codecs

__all__ = ["codec_of", "decode"]

_LABELS = {
    "cp932": "csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j x-sjis",
    "cp1252": "ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 "
    "iso88591 iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii windows-1252 x-cp1252",
    "cp1254": "cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 l5 "
    "latin5 windows-1254 x-cp1254",
    "cp874": "dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874",
    "cp949": "cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 "
    "ksc_5601 windows-949",
    "gb18030": "chinese csgb2312 csiso58gb231280 gb18030 gb2312 gb_2312 gb_2312-80 gbk iso-ir-58 x-gbk",
    "big5hkscs": "big5 big5-hkscs cn-big5 csbig5 x-x-big5",
    "euc_jp": "cseucpkdfmtjapanese euc-jp x-euc-jp",
    "utf-8": "unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 x-unicode20utf8",
    "utf-16-le": "csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 utf-16le",
    "utf-16-be": "unicodefffe utf-16be",
    "koi8-r": "cskoi8r koi koi8 koi8-r koi8_r",
    "mac-roman": "csmacintosh mac macintosh x-mac-roman",
}
_CODECS = {label: codec for codec, labels in _LABELS.items() for label in labels.split()}


def codec_of(label: str) -> str | None:
    """Return the Python codec of an encoding's label; None when there is none.

    >>> codec_of("Shift_JIS"), codec_of("windows-31j"), codec_of("latin1"), codec_of("iso-8859-2")
    ('cp932', 'cp932', 'cp1252', 'iso8859-2')
    >>> codec_of("rot13") is codec_of("klingon") is None
    True
    """
    if known := _CODECS.get(label.strip("\t\n\f\r ").lower()):
        return known
    try:
        found = codecs.lookup(label)
    except (LookupError, ValueError):
        return None
    return found.name if found._is_text_encoding else None


def decode(content: bytes, label: str) -> str:
    """Decode a text by the label of its encoding; a byte order mark goes before the label.

    Bytes that Windows-1252 leaves open stand for the control characters, as the standard has it.

    Raises
    ------
    UnicodeDecodeError : the bytes do not fit the encoding.

    >>> decode(bytes([0x87, 0x8A]), "Shift_JIS"), decode(bytes([0x93, 0x80, 0x94]), "ISO-8859-1")
    ('㈱', '“€”')
    """
    for mark, codec in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if content.startswith(mark):
            return content[len(mark) :].decode(codec)
    codec = codec_of(label) or "utf-8"
    if codec != "cp1252":
        return content.decode(codec)
    return "".join(_WINDOWS[byte] for byte in content)


_WINDOWS = [bytes([n]).decode("cp1252", "replace").replace("\ufffd", chr(n)) for n in range(256)]
