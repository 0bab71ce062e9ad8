"""Titles of networks in four languages: what a projection shows, its years, what lies around an entity."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["around", "in_years"]

_SINCE: Mapping[str, str] = {"en": "from {0}", "ja": "{0}年以降", "es": "desde {0}", "pt": "desde {0}"}
_UNTIL: Mapping[str, str] = {"en": "to {0}", "ja": "{0}年まで", "es": "hasta {0}", "pt": "até {0}"}
_SPAN: Mapping[str, str] = {"en": "{0} to {1}", "ja": "{0}年から{1}年", "es": "{0} a {1}", "pt": "{0} a {1}"}
_AROUND: Mapping[str, tuple[str, str]] = {
    "en": ("{0}: entities within one link", "{0}: entities within {1} links"),
    "ja": ("{0}：直接つながる事物", "{0}：つながり{1}本以内の事物"),
    "es": ("{0}: entidades a un vínculo", "{0}: entidades a {1} vínculos como máximo"),
    "pt": ("{0}: entidades a uma ligação", "{0}: entidades a no máximo {1} ligações"),
}


def in_years(title: str, start: int | None, end: int | None, lang: str = "en") -> str:
    """Return a title with the years of its network.

    >>> in_years("Loans", 2010, None), in_years("Loans", None, 2012), in_years("Loans", 2010, 2012)
    ('Loans, from 2010', 'Loans, to 2012', 'Loans, 2010 to 2012')
    """
    if start is None and end is None:
        return title
    form = _SPAN if start is not None and end is not None else _SINCE if end is None else _UNTIL
    years = [year for year in (start, end) if year is not None]
    said = form.get(lang, form["en"]).format(*years)
    return f"{title}、{said}" if lang == "ja" else f"{title}, {said}"


def around(name: str, radius: int, lang: str = "en", title: str = "") -> str:
    """Return the title of the network around an entity, with that of the network of which it is a part.

    >>> around("JBIC", 1), around("JBIC", 2, "es", "Empresas")
    ('JBIC: entities within one link', 'JBIC: entidades a 2 vínculos como máximo (Empresas)')
    """
    one, several = _AROUND.get(lang, _AROUND["en"])
    said = (one if radius == 1 else several).format(name, radius)
    if not title:
        return said
    return f"{said}（{title}）" if lang == "ja" else f"{said} ({title})"
