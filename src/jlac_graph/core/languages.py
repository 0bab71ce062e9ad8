"""The languages of labels and messages, and how each writes numbers, lists and names within a sentence.

Babel would write the same digits in these four languages, but other lists ("A, B, and C", "A、B"), and
importing it would add about 40 ms to a command.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

__all__ = ["LANGUAGES", "and_list", "comma_list", "contract", "digits", "number", "with_article"]

LANGUAGES = ("en", "ja", "es", "pt")
"""Every language that labels and messages come in, English first."""

_AND = {"en": " and ", "ja": "と", "es": " y ", "pt": " e "}
_COMMA = {"en": ", ", "ja": "、", "es": ", ", "pt": ", "}
_DECIMAL_COMMA = ("es", "pt")
_SCALES = {
    "en": ((10**12, "trillion", "trillion"), (10**9, "billion", "billion"), (10**6, "million", "million")),
    "es": ((10**12, "billón", "billones"), (10**6, "millón", "millones")),
    "pt": ((10**12, "trilhão", "trilhões"), (10**9, "bilhão", "bilhões"), (10**6, "milhão", "milhões")),
}
"""Large units: size, name of one, name of more. Spanish counts thousands of millions."""
_MYRIADS = ((10**12, "兆"), (10**8, "億"), (10**4, "万"))
"""Japanese counts by ten thousands."""
_ARTICLES = {
    "en": {
        "the": "United States|United Kingdom|world|Americas|Caribbean|Bahamas|Dominican Republic|Middle East"
        "|European Union|United Nations|World Bank|Uyuni salt flats|Amazon|Andes|Cerrado"
    },
    "es": {"el": "mundo|Mundo|Caribe|Sudeste Asiático|Medio Oriente|Oriente Medio", "las": "Américas"},
    "pt": {
        "o": "Brasil|Canadá|Caribe|Chile|Equador|Haiti|Japão|México|Panamá|Paraguai|Peru|Reino Unido|Suriname"
        "|Uruguai|mundo|Mundo|Oriente Médio|Sudeste Asiático|Norte do México",
        "a": "América Central|América do Sul|América Latina e Caribe|América Setentrional|Argentina|Ásia"
        "|Ásia Oriental|Bolívia|China|Colômbia|Coreia do Sul|Costa Rica|Europa|Guatemala|Guiana|Jamaica"
        "|Nicarágua|República Dominicana|União Europeia|Venezuela|Índia",
        "os": "Estados Unidos",
        "as": "Américas|Bahamas",
    },
}
"""Names of places that take an article within a sentence; Spanish omits it before countries."""
_HEADS = {
    "en": re.compile(
        r"^(?:Government|Bank|Ministry|Embassy|Office|State|Economy|(?:\w+ )?[Ii]ndustry) of "
        r"|\b(?:Agency|Bank|Agreement|Alliance|Association|Organization|Program|Committee|Earthquake"
        r"|Commission|Forum for|Fund|Trans-Pacific Partnership|Group)\b"
        r"|(?: mine| complex| venture| plant in \w+| refinery in \w+| metro| firm)$"
    ),
    "es": {
        "el": "Banco|Gobierno|Ministerio|Fondo|Acuerdo|Tratado|Comité|Instituto|Programa|Foro|Complejo|Grupo",
        "la": "Agencia|Organización|Alianza|Asociación|Comisión|Unión|Universidad|Mina|Planta|Embajada|Oficina",
    },
    "pt": {
        "o": "Banco|Governo|Ministério|Fundo|Acordo|Tratado|Comitê|Instituto|Programa|Fórum|Complexo|Grupo",
        "a": "Agência|Organização|Aliança|Associação|Comissão|União|Universidade|Mina|Planta|Embaixada",
    },
}
"""What a name begins with, or contains, that takes an article within a sentence."""
_CONTRACTIONS = {
    "es": ((r"\b([Dd]e|[Aa]) el (?=\w)", {"de": "del", "a": "al"}),),
    "pt": tuple(
        (
            rf"\b([Dd]e|[Ee]m|[Aa]|[Pp]or) {article} (?=\w)",
            {
                "de": f"d{article}",
                "em": f"n{article}",
                "a": f"à{article[1:]}" if article[0] == "a" else f"a{article}",
                "por": f"pel{article}",
            },
        )
        for article in ("o", "a", "os", "as")
    ),
}


def digits(value: Decimal | float, lang: str, *, places: int | None = None) -> str:
    """Write a number in digits, in groups of three.

    Parameters
    ----------
    value : the number.
    lang : en, ja, es or pt.
    places : how many decimal places; None for those that the number has, without zeros at the end.

    Examples
    --------
    >>> digits(1522, "en"), digits(1522, "es"), digits(1.634, "pt", places=2)
    ('1,522', '1.522', '1,63')
    >>> digits(Decimal("29.50"), "ja")
    '29.5'
    """
    if places is None:
        text = f"{Decimal(str(value)):,f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    else:
        text = f"{value:,.{places}f}"
    return text.translate(str.maketrans(",.", ".,")) if lang in _DECIMAL_COMMA else text


def number(value: Decimal, lang: str) -> str:
    """Write a number as `digits` does, but with the large units of the language if few digits are left.

    Examples
    --------
    >>> number(Decimal("2800000000"), "en"), number(Decimal("29.5"), "es")
    ('2.8 billion', '29,5')
    >>> number(Decimal("2800000000"), "ja"), number(Decimal("57600000"), "ja")
    ('28億', '5,760万')
    >>> number(Decimal("10000000000"), "es"), number(Decimal("1500000000"), "pt")
    ('10.000 millones', '1,5 bilhão')
    """
    millions = value / 1_000_000
    if abs(millions) < 1 or millions != round(millions, 3):
        return digits(value, lang)
    if lang == "ja":
        size, name = next((size, name) for size, name in _MYRIADS if abs(value) >= size)
        return digits(value / size, lang) + name
    for size, one, many in _SCALES[lang]:
        scaled = value / size
        if abs(scaled) >= 1 and scaled == round(scaled, 3):
            single = abs(scaled) < 2 if lang == "pt" else scaled == 1
            return f"{digits(scaled, lang)} {one if single else many}"
    return digits(value, lang)  # pragma: no cover - millions always fit


def comma_list(texts: Iterable[str], lang: str) -> str:
    """Join texts with the comma of a language.

    >>> comma_list(["Chile", "Perú"], "es"), comma_list(["チリ", "ペルー"], "ja")
    ('Chile, Perú', 'チリ、ペルー')
    """
    return _COMMA[lang].join(texts)


def and_list(texts: Iterable[str], lang: str) -> str:
    """Join texts with commas and, before the last, the language's "and".

    >>> and_list("ABC", "en"), and_list("AB", "pt"), and_list("ABC", "ja"), and_list(["A"], "es")
    ('A, B and C', 'A e B', 'A、BとC', 'A')
    >>> and_list(["Japón", "Instituto"], "es")
    'Japón e Instituto'
    """
    *first, last = texts
    if not first:
        return last
    before_i = lang == "es" and re.match(r"(?:h?i(?![ae])|h?í|y(?![aeiou]))", last, re.IGNORECASE)
    return f"{comma_list(first, lang)}{' e ' if before_i else _AND[lang]}{last}"


def with_article(name: str, lang: str) -> str:
    """Return a name with the article that it takes within a sentence, if it takes one.

    Examples
    --------
    >>> with_article("United States", "en"), with_article("Codelco", "en")
    ('the United States', 'Codelco')
    >>> with_article("Japão", "pt"), with_article("Banco Mundial", "es")
    ('o Japão', 'el Banco Mundial')
    """
    for article, names in _ARTICLES.get(lang, {}).items():
        if name in names.split("|"):
            return f"{article} {name}"
    heads = _HEADS.get(lang)
    if isinstance(heads, dict):
        first = name.split(" ", 1)[0]
        article = next((article for article, words in heads.items() if first in words.split("|")), "")
        return f"{article} {name}" if article and first != name else name
    if heads and heads.search(name) and not re.match(r"The |Japan-IDB|\w+ [Bb]anks|.*'s ", name):
        return f"the {name}"
    return name


def contract(text: str, lang: str) -> str:
    """Join prepositions with the articles after them.

    >>> contract("investiu em o Japão", "pt"), contract("según datos de el Banco Mundial", "es")
    ('investiu no Japão', 'según datos del Banco Mundial')
    """
    for pattern, forms in _CONTRACTIONS.get(lang, ()):
        text = re.sub(pattern, lambda match, forms=forms: forms[match[1].lower()] + " ", text)  # type: ignore[misc]
    return text
