"""The words that commands print around the data, in the languages of the labels."""

from __future__ import annotations

__all__ = ["phrase"]

_PHRASES = {
    "stated in": {"ja": "出典", "es": "consta en", "pt": "consta em"},
    "statements": {"ja": "記述", "es": "afirmaciones", "pt": "afirmações"},
    "things that name it": {
        "ja": "これを参照する事物",
        "es": "entidades que lo mencionan",
        "pt": "entidades que o mencionam",
    },
    "figures": {"ja": "数値", "es": "cifras", "pt": "números"},
    "no source": {"ja": "出典なし", "es": "sin fuente", "pt": "sem fonte"},
    "unclassified": {"ja": "未分類", "es": "sin clasificar", "pt": "sem classificação"},
}


def phrase(english: str, lang: str) -> str:
    """Say a phrase of the commands in a language; English is the key.

    Parameters
    ----------
    english : a phrase of the table.
    lang : en, ja, es or pt.

    Raises
    ------
    KeyError : the table has no such phrase.

    Examples
    --------
    >>> phrase("figures", "en"), phrase("figures", "es")
    ('figures', 'cifras')
    """
    return _PHRASES[english].get(lang, english)
