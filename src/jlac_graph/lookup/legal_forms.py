"""Names of firms without their legal form: Ltd, S.A. de C.V., 株式会社.

The forms of the Latin alphabet are those of `cleanco`. It has no Japanese ones, and it counts *Company* and
*Corporation* as forms, which tell firms of one group apart; both is put right here.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any

__all__ = ["without_company_limited", "without_form", "without_general_words"]

_JAPANESE = re.compile(
    r"株式会社|有限会社|合同会社|合資会社|合名会社|\(株\)|\(有\)|独立行政法人|国立研究開発法人|国立大学法人"
    r"|(?:一般|公益)?(?:財団|社団)法人|特定非営利活動法人|株式會社"
)
_GENERAL = {"company", "corporation", "corp", "co", "& co"}
"""Words that `cleanco` counts as forms, and that firms of one group differ by."""
_MORE = re.compile(
    r"[,\s]+(?:S/A|S\. ?A\. ?A\.|Kabushiki Kaisha|Kabushiki Gaisha|S\.? ?A\.? ?P\.? ?I\.?)$", re.I
)
_WORDS = re.compile(
    r"[,\s&]+(?:and )?(?:company|corporation|corp|co|group|holdings?|grupo|holding)\.?$", re.I
)


_SHORT = {"corp": "Corporation", "co": "Company"}
_SHORT_END = re.compile(rf"\b({'|'.join(_SHORT)})\.?$", re.I)


@cache
def _terms() -> list[Any]:
    from cleanco.clean import prepare_default_terms

    return [(length, parts) for length, parts in prepare_default_terms() if " ".join(parts) not in _GENERAL]


def without_form(name: str) -> str:
    """Return a name without its legal form; a last *Corp.* or *Co.* is spelled out, not cut.

    Examples
    --------
    >>> [without_form(name) for name in ("Nissan Mexicana, S.A. de C.V.", "三井物産株式会社", "Vale S/A")]
    ['Nissan Mexicana', '三井物産', 'Vale']
    >>> without_form("Sumitomo Corporation")
    'Sumitomo Corporation'
    >>> without_form("Sumitomo Corp.")
    'Sumitomo Corporation'
    """
    from cleanco.clean import custom_basename

    text = _JAPANESE.sub("", unicodedata.normalize("NFKC", name)).strip()
    while text:
        bare = str(custom_basename(_MORE.sub("", text), _terms(), suffix=True)).strip(" ,")
        if bare in ("", text):
            break
        text = bare
    return _SHORT_END.sub(lambda short: _SHORT[short[1].lower()], text) or name


_COMPANY_LIMITED = re.compile(
    r"(?<![&,\s])[,\s]+(?:co|company)\b\.?,?\s*(?:ltd|limited|inc|incorporated|llc)\b\.?,?\s*$", re.I
)


def without_company_limited(name: str) -> str:
    """Return a name without the compound form *Co., Ltd.*; *& Co., Ltd.* is a part of the name.

    Examples
    --------
    >>> [without_company_limited(name) for name in ("Sumitomo Metal Mining Co., Ltd.", "Nippon Ink Co Ltd")]
    ['Sumitomo Metal Mining', 'Nippon Ink']
    >>> without_company_limited("Mitsui & Co., Ltd."), without_company_limited("Mitsui and Co., Ltd.")
    ('Mitsui & Co., Ltd.', 'Mitsui and Co., Ltd.')
    """
    bare = _COMPANY_LIMITED.sub("", unicodedata.normalize("NFKC", name))
    return name if bare.casefold().endswith((" and", " &")) else bare


def without_general_words(name: str) -> str:
    """Return a name without its legal form and words such as Corporation or Group.

    Examples
    --------
    >>> without_general_words("Mitsui & Co., Ltd."), without_general_words("Sumitomo Corporation")
    ('Mitsui', 'Sumitomo')
    """
    text = without_form(name)
    bare = _WORDS.sub("", text).strip(" ,")
    return bare or text
