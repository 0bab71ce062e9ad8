"""Mappings of data sets to tables, declared in TOML: which rows a record yields, and what is looked up where.

`docs/mappings.md` is the reference of the format. A mapping of a user's own may extend one of the package.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..core.errors import NotFoundError, UsageError
from ..tables.collections import read_schemas
from ..tables.suggestions import nearest
from .mapping_checks import check_forms
from .records import GIVEN, Options

__all__ = ["KINDS", "Each", "Entity", "Mapped", "RowRule", "Scope", "layouts", "read_mapping", "show"]

_FOLDER = Path(__file__).parent / "mappings"
FORMATS = ("crs", "iati", "comtrade", "gem", "ftm", "bods")
"""Data sets that are read without a mapping file; each has one layout or several."""
KINDS = {
    "organizations": "agent", "people": "agent", "assets": "asset", "projects": "project",
    "programmes": "programme", "agreements": "agreement",
}  # fmt: skip
"""Tables of entities -> first part of their ids."""
_KEYS = {
    "": {
        "title", "extends", "reader", "items", "delimiter", "encoding", "columns", "required", "passes",
        "source",
        "collection", "lookups", "scope", "entities", "rows", "nothing", "passage", "unique",
    },
    "scope": {"of", "value", "in", "within", "matches", "says", "enabled"},
    "entities": {"table", "key", "match", "country", "ids", "cells"},
    "rows": {"table", "of", "when", "each", "cells", "entity", "introduces", "enabled"},
    "each": {"field", "split", "pattern"},
    "source": {"title", "publisher", "url", "licence", "language", "covers"},
    "collection": {"title", "scope", "missing"},
    "passage": {"label", "url"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scope:
    """A test that a record must pass to be imported.

    Attributes
    ----------
    name : of the test; `says`: what it asks, in words.
    of : the kinds of record that it applies to; empty for all.
    value : template of the text to test.
    among : the texts that pass; `within`: the region that places must lie in; `matches`: a pattern.
    """

    name: str
    says: str
    of: tuple[str, ...]
    value: str
    among: frozenset[str]
    within: str
    matches: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Entity:
    """How an entity that records name gets its id and its row.

    Attributes
    ----------
    name : of the rule; templates refer to it as ``{... | entity:NAME}``.
    table : the table of its rows, or a template that gives one.
    key : template of what identifies it in the data set; without one, its name and country do.
    match : classes of the graph among which its name is looked up; empty when names do not identify it.
    country : template of its country, as the id of a place.
    ids : key or name -> id, for what a person has decided.
    cells : column -> template; ``name`` is among them.
    """

    name: str
    table: str
    key: str
    match: tuple[str, ...]
    country: str
    ids: Mapping[str, str]
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Each:
    """A field that lists several parts, each of which yields a row.

    Attributes
    ----------
    field : the field; `split`: what separates its parts.
    pattern : with named groups, which are fields of the row; ``part`` is the number of the part.
    """

    field: str
    split: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class RowRule:
    """A row that a record yields.

    Attributes
    ----------
    name : of the rule.
    table : the table of the row; empty when the rule only introduces an entity.
    entity : the entity that it introduces.
    introduces : an entity; the row is made only for the record that gave it its own row.
    of : kinds of record; empty for all.
    when : template; the row is made only if it gives a text.
    each : parts of a field, if there is a row for each.
    cells : column -> template.
    """

    name: str
    table: str
    entity: str
    introduces: str
    of: tuple[str, ...]
    when: str
    each: Each | None
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Mapped:
    """A mapping that was read.

    Attributes
    ----------
    name : of its file; `title`: of the data set.
    reader : how its files are read: table, iati, bods or ftm.
    options : their columns and marks.
    passes : kinds of record that are read one after the other; empty when once is enough.
    source, collection : cells of the rows of these tables.
    passage : templates of the label and the address of a record.
    unique : template of what tells records apart; a second one with the same is a repetition.
    lookups : name -> code -> text.
    nothing : why a record that yields no row has nothing to give.
    """

    name: str
    title: str
    reader: str
    options: Options
    passes: tuple[tuple[str, ...], ...]
    source: Mapping[str, str]
    collection: Mapping[str, str]
    passage: Mapping[str, str]
    unique: str
    lookups: Mapping[str, Mapping[str, str]]
    scope: tuple[Scope, ...]
    entities: Mapping[str, Entity]
    rows: tuple[RowRule, ...]
    nothing: str


def layouts(format_: str) -> list[Mapped]:
    """Read the mappings of a format, one for each layout in which it is published.

    Raises
    ------
    NotFoundError : there is no such format.

    Examples
    --------
    >>> [layout.name for layout in layouts("crs")]
    ['crs', 'crs-explorer']
    """
    return [read_mapping(path) for path in _files(format_)]


def show(format_: str) -> str:
    """Return the text of a format's mappings, to start one from.

    Raises
    ------
    NotFoundError : there is no such format.
    """
    return "\n".join(f"# --- {path.name}\n{path.read_text('utf-8')}" for path in _files(format_))


def _files(format_: str) -> list[Path]:
    if format_ not in FORMATS:
        raise NotFoundError("format", format_, nearest(format_, FORMATS), legal=FORMATS)
    return [_FOLDER / f"{format_}.toml", *sorted(_FOLDER.glob(f"{format_}-*.toml"))]


def read_mapping(path: Path) -> Mapped:
    """Read a mapping file, and those that it extends.

    Raises
    ------
    UsageError : it cannot be read, or declares something that does not exist.
    """
    document = _document(path, ())
    where = str(path)
    check_forms(document, where)
    _check_keys(document, path)
    for name in GIVEN:
        if name in document.get("columns", {}):
            raise UsageError(
                f"{where}: columns: every record has a field {name!r}; give the column another name"
            )
    lookups = {name: dict(_texts(found, where)) for name, found in document.get("lookups", {}).items()}
    return Mapped(
        path.stem,
        document.get("title", path.stem),
        document.get("reader", "table"),
        _options(document),
        tuple(tuple(kinds) for kinds in document.get("passes", ())),
        dict(document.get("source", {})),
        dict(document.get("collection", {})),
        dict(document.get("passage", {})),
        document.get("unique", ""),
        lookups,
        tuple(_scope(name, found, where) for name, found in _enabled(document.get("scope", {}))),
        {name: _entity(name, found, lookups, where) for name, found in document.get("entities", {}).items()},
        tuple(_row(name, found, where) for name, found in _enabled(document.get("rows", {}))),
        document.get("nothing", "nothing to take"),
    )


def _document(path: Path, seen: tuple[Path, ...]) -> dict[str, Any]:
    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} is not TOML: {error}") from None
    base = document.pop("extends", "")
    if not isinstance(base, str):
        raise UsageError(f"{path}: extends must be a text, found {base!r}")
    if not base:
        return document
    known = _FOLDER / f"{base}.toml"
    found = known if known.is_file() else path.parent / base
    if not found.is_file():
        names = [file.stem for file in sorted(_FOLDER.glob("*.toml"))]
        raise UsageError(
            f"{path}: extends {base!r} is neither a mapping of the package ({', '.join(names)}) nor a file"
        )
    if found in seen:
        raise UsageError(f"{path}: extends {base!r}, which extends this file")
    return _merged(_document(found, (*seen, path)), document)


def _merged(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Merge tables key by key; any other value of the own mapping replaces that of the base.

    >>> _merged({"scope": {"donor": {"in": ["japan"]}}, "title": "A"}, {"scope": {"donor": {"in": ["peru"]}}})
    {'scope': {'donor': {'in': ['peru']}}, 'title': 'A'}
    """
    found = dict(base)
    for key, value in own.items():
        both = isinstance(value, dict) and isinstance(found.get(key), dict)
        found[key] = _merged(found[key], value) if both else value
    return found


def _check_keys(document: Mapping[str, Any], path: Path) -> None:
    _legal(document, "", str(path))
    for part in ("scope", "entities", "rows"):
        for name, found in document.get(part, {}).items():
            _legal(found, part, f"{path}: {part}.{name}")
            _legal(found.get("each", {}), "each", f"{path}: {part}.{name}.each")
    for part in ("source", "collection", "passage"):
        _legal(document.get(part, {}), part, f"{path}: {part}")


def _legal(found: object, part: str, where: str) -> None:
    if not isinstance(found, dict):
        raise UsageError(f"{where} must be a table of TOML")
    for key in found:
        if key not in _KEYS[part]:
            legal = sorted(_KEYS[part])
            raise UsageError(str(NotFoundError("key", key, nearest(key, legal), legal=legal, where=where)))


def _enabled(found: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    return ((name, rule) for name, rule in found.items() if rule.get("enabled", True))


def _options(document: Mapping[str, Any]) -> Options:
    columns = {name: _list(headers) for name, headers in document.get("columns", {}).items()}
    return Options(
        columns,
        _list(document.get("required", ())),
        document.get("items", ""),
        document.get("delimiter", ""),
        document.get("encoding", ""),
    )


def _list(value: str | Sequence[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(map(str, value))


def _texts(found: object, where: str) -> Iterable[tuple[str, str]]:
    if not isinstance(found, dict):
        raise UsageError(f"{where}: a lookup is a table of codes and texts")
    return ((str(code).casefold(), str(text)) for code, text in found.items())


def _pattern(text: str, where: str) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except re.error as error:
        raise UsageError(f"{where}: {text!r} is not a regular expression: {error}") from None


def _scope(name: str, found: Mapping[str, Any], where: str) -> Scope:
    place = f"{where}: scope.{name}"
    if len({"in", "within", "matches"} & set(found)) != 1 or "value" not in found:
        raise UsageError(f"{place} needs a value and one of in, within and matches")
    return Scope(
        name,
        found.get("says", name),
        _list(found.get("of", ())),
        found["value"],
        frozenset(_list(found.get("in", ()))),
        found.get("within", ""),
        _pattern(found["matches"], place) if "matches" in found else None,
    )


def _entity(
    name: str, found: Mapping[str, Any], lookups: Mapping[str, Mapping[str, str]], where: str
) -> Entity:
    place = f"{where}: entities.{name}"
    cells: dict[str, str] = {}
    for table in _tables(found.get("table", ""), lookups):
        if table not in KINDS:
            raise UsageError(f"{place}: table {table!r} is not one of {', '.join(KINDS)}")
        cells = _cells(found.get("cells", {}), table, place)
    if "name" not in cells:
        raise UsageError(f"{place}: cells has no name")
    return Entity(
        name,
        found["table"],
        found.get("key", ""),
        tuple(filter(None, _list(found.get("match", "")))),
        found.get("country", ""),
        {str(key): str(thing) for key, thing in found.get("ids", {}).items()},
        cells,
    )


def _tables(table: str, lookups: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Return the tables that an entity may have: the one named, or those that its template may give.

    >>> _tables("{aid_type | lookup:kind? / 'projects'}", {"kind": {"b03": "programmes"}})
    ['projects', 'programmes']
    """
    if "{" not in table:
        return [table]
    named = re.findall(r"lookup:(\w+)", table)
    codes = [text for name in named for text in lookups.get(name, {}).values()]
    return list(dict.fromkeys(re.findall(r"'([^']*)'", table) + codes))


def _row(name: str, found: Mapping[str, Any], where: str) -> RowRule:
    place = f"{where}: rows.{name}"
    table, entity = found.get("table", ""), found.get("entity", "")
    if bool(table) == bool(entity):
        raise UsageError(f"{place} needs a table or an entity")
    return RowRule(
        name,
        table,
        entity,
        found.get("introduces", ""),
        _list(found.get("of", ())),
        found.get("when", ""),
        _each(found["each"], place) if "each" in found else None,
        _cells(found.get("cells", {}), table, place) if table else {},
    )


def _each(found: Mapping[str, Any], place: str) -> Each:
    if "field" not in found:
        raise UsageError(f"{place}.each needs a field")
    return Each(
        found["field"], found.get("split", ";"), _pattern(found.get("pattern", "(?P<item>.+)"), place)
    )


def _cells(found: Mapping[str, Any], table: str, place: str) -> dict[str, str]:
    schemas = read_schemas()
    if table not in schemas:
        near = nearest(table, sorted(schemas))
        raise UsageError(f"{place}: {NotFoundError('table', table, near, legal=sorted(schemas))}")
    columns = [column.name for column in schemas[table].stored]
    for column in found:
        if column not in columns:
            near = nearest(column, columns)
            raise UsageError(f"{place}: {NotFoundError('column', column, near, legal=columns, where=table)}")
    return {column: str(text) for column, text in found.items()}
