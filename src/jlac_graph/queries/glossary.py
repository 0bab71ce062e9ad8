"""What the queries of a folder share: topics, and the meaning of columns and parameters.

``glossary.toml`` in the same folder has four tables, each a name and its texts by language:
``topics`` (in the order of listing), ``columns`` (with units), ``parameters``, and ``words`` that queries
put into cells.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

from ..core.errors import QueryError

__all__ = ["Glossary", "Texts", "read_glossary"]

Texts: TypeAlias = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Glossary:
    """Names and their texts by language.

    Parameters
    ----------
    topics : in the order in which queries are listed.
    columns : what a column of that name contains, unless a query states otherwise.
    parameters : what a parameter of that name means, unless a query states otherwise.
    words : texts and prefixed names of other vocabularies that a query puts into cells itself.
    """

    topics: Mapping[str, Texts] = field(default_factory=dict)
    columns: Mapping[str, Texts] = field(default_factory=dict)
    parameters: Mapping[str, Texts] = field(default_factory=dict)
    words: Mapping[str, Texts] = field(default_factory=dict)


@lru_cache(maxsize=8)
def read_glossary(folder: Path) -> Glossary:
    """Read the glossary of a folder; an empty one if there is none.

    Raises
    ------
    QueryError : when the file is not valid TOML, has another table than the four, or a name without texts
        by language.

    Examples
    --------
    >>> from jlac_graph.core.paths import queries_dir
    >>> read_glossary(queries_dir()).columns["share"]["en"]
    'percent (0 to 100)'
    """
    import tomllib

    path = folder / "glossary.toml"
    if not path.is_file():
        return Glossary()
    try:
        tables = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise QueryError(f"{path.name}: {error}") from None
    if unknown := sorted(set(tables) - {"topics", "columns", "parameters", "words"}):
        raise QueryError(
            f"{path.name}: unknown table {unknown[0]!r}; the tables are topics, columns, parameters and words"
        )
    for table, names in tables.items():
        _check_texts(f"{path.name}: {table}", names)
    return Glossary(**tables)


def _check_texts(place: str, names: object) -> None:
    """Refuse a table whose names do not each have texts by language."""
    if not isinstance(names, dict):
        raise QueryError(f"{place} is not a table")
    for name, texts in names.items():
        if not isinstance(texts, dict) or not all(isinstance(text, str) for text in texts.values()):
            raise QueryError(f"{place}.{name} is not a table of texts by language")
