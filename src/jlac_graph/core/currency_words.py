"""Currencies by the words and signs that people write for them."""

from __future__ import annotations

__all__ = ["currency_meant"]

_WORDS = {
    "JPY": "yen yenes iene ienes 円 日本円 ¥ ￥ jp¥ 円貨",
    "USD": "us$ usd$ 米ドル ドル dollar dollars",
    "EUR": "€ euro euros ユーロ",
    "BRL": "r$ real reais reales レアル",
    "PEN": "s/ s/. sol soles ソル",
    "GBP": "£ ポンド",
}
_CODES = {word: code for code, words in _WORDS.items() for word in words.split()}


def currency_meant(text: str) -> str:
    """Return the code of the currency that a word or sign means; empty if it may mean several.

    Examples
    --------
    >>> [currency_meant(text) for text in ("YEN", "円", "US$", "pesos")]
    ['JPY', 'JPY', 'USD', '']
    """
    return _CODES.get(text.strip().lower(), "")
