"""Read a metadata document: check it, say what is passed over, and give typed descriptions.

What the recommendation calls an error raises MetadataError; what it asks to warn of is passed to
`warn` and dropped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from . import references
from .common import common
from .context import Context, parse_object, resolve
from .model import Column, Dialect, Group, Inherited, Table
from .properties import dialect, inherited
from .vocabulary import EXTENSION, expand_title, is_language

__all__ = ["read_document"]

PARTIAL_DATE = EXTENSION + "datatype"
_NAME = re.compile(r"([A-Za-z0-9]|%[0-9A-Fa-f]{2})([A-Za-z0-9_.]|%[0-9A-Fa-f]{2})*")


def read_document(
    text: str, url: str, *, fetch: Callable[[str], str], warn: Callable[[str], None] = lambda text: None
) -> Group:
    """Read a metadata document.

    Parameters
    ----------
    text : the JSON.
    url : where it is; relative addresses in it are resolved against this.
    fetch : gives the text at a URL (schemas and dialects may stand in files of their own).
    warn : called with each warning.

    Raises
    ------
    MetadataError : the document is not what the recommendation allows.

    Examples
    --------
    >>> text = '{"@context": "http://www.w3.org/ns/csvw", "url": "towns.csv"}'
    >>> read_document(text, "http://example.org/m.json", fetch=str).tables[0].url
    'http://example.org/towns.csv'
    """
    context = Context(url, fetch, warn)
    document = parse_object(text, url)
    context.enter(document.get("@context"))
    try:
        return _group(context, document)
    except RecursionError:
        raise context.error("nested too deeply") from None


def _group(context: Context, document: Mapping[str, Any]) -> Group:
    if "tables" not in document and "url" in document:
        tables = [(context, _table(context, document, Inherited(), (None, context), Dialect()))]
        return Group(references.settled(tables), language=context.language)
    _identify(context, document, "TableGroup")
    items = document.get("tables")
    if not isinstance(items, list) or not items:
        raise context.error("a table group needs tables, an array with a table in it")
    rules = inherited(context, document, Inherited())
    cut = dialect(context, document.get("dialect"), Dialect())
    schema = (document.get("tableSchema"), context)
    tables = [
        (there, _table(there, item, rules, schema, cut)) for there, item in context.objects(items, "tables")
    ]
    if not tables:
        raise context.error("tables contains no table")
    properties, notes = common(context, document, "TableGroup")
    return Group(
        references.settled(tables),
        context.link(document, "@id"),
        properties,
        notes,
        context.language,
    )


def _table(
    context: Context,
    item: Mapping[str, Any],
    rules: Inherited,
    above: tuple[Any, Context],
    cut: Dialect,
) -> Table:
    """Read a table; `above` is the schema of the group and its context, for a table without its own."""
    _identify(context, item, "Table")
    if not isinstance(item.get("url"), str):
        raise context.error("a table needs a url")
    given, there = (item["tableSchema"], context) if "tableSchema" in item else above
    schema, there = there.load(given, "tableSchema")
    if schema is None:
        schema = {"columns": []} if "tableSchema" in item else {}
    columns, row_rules = _schema(there, schema, inherited(context, item, rules))
    properties, notes = common(context, item, "Table")
    of_schema, _ = common(there, schema, "Schema")
    return Table(
        url=resolve(context.base, item["url"]),
        id=context.link(item, "@id"),
        schema=there.link(schema, "@id"),
        columns=columns,
        rules=row_rules,
        primary_key=references.names(there, schema, "primaryKey", columns),
        foreign_keys=references.foreign_keys(there, schema, columns),
        row_titles=references.names(there, schema, "rowTitles", columns),
        dialect=dialect(context, item.get("dialect"), cut),
        suppress=context.boolean(item, "suppressOutput"),
        common=properties,
        schema_common=of_schema,
        notes=notes,
        place=context.where(),
    )


def _schema(
    context: Context, schema: Mapping[str, Any], rules: Inherited
) -> tuple[tuple[Column, ...] | None, Inherited]:
    """Return the columns of a schema, None when it leaves them to the header, and its properties."""
    _identify(context, schema, "Schema")
    rules = inherited(context, schema, rules)
    if "columns" not in schema:
        return None, rules
    described = context.objects(schema["columns"], "columns")
    columns = [_column(there, item, number, rules) for number, (there, item) in enumerate(described, 1)]
    if len({column.name for column in columns}) < len(columns):
        raise context.at("columns").error("two columns have the same name")
    virtual = [column.virtual for column in columns]
    if sorted(virtual) != virtual:
        raise context.at("columns").error("virtual columns must come after all others")
    return tuple(columns), rules


def _column(context: Context, item: Mapping[str, Any], number: int, rules: Inherited) -> Column:
    _identify(context, item, "Column")
    properties, _ = common(context, item, "Column")
    rules = inherited(context, item, rules)
    if (kind := item.get(PARTIAL_DATE)) == "partialDate":
        rules = replace(rules, datatype=replace(rules.datatype, partial=True))
    elif kind is not None:
        context.drop(PARTIAL_DATE, kind)
    titles = _titles(context, item.get("titles"))
    name = item.get("name")
    if name is not None and not (isinstance(name, str) and _NAME.fullmatch(name)):
        name = context.drop("name", name)
    virtual = context.boolean(item, "virtual")
    return Column(
        name=name or _name_of(titles, context.language) or f"_col.{number}",
        number=0 if virtual else number,
        titles=titles,
        rules=rules,
        suppress=context.boolean(item, "suppressOutput"),
        virtual=virtual,
        named=name is not None,
        place=context.where(),
        common=properties,
    )


def _titles(context: Context, value: Any) -> dict[str, tuple[str, ...]]:
    """Return titles by language; when none of those given holds, an empty list of them."""
    if value is None:
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for lang, texts in (value if isinstance(value, dict) else {context.language: value}).items():
        texts = texts if isinstance(texts, list) else [texts]
        good = tuple(text for text in texts if isinstance(text, str))
        if len(good) < len(texts) or not is_language(lang):
            context.drop("titles", {lang: texts})
        if good and is_language(lang):
            found[lang] = good
    return found or {"und": ()}


def _name_of(titles: Mapping[str, tuple[str, ...]], language: str) -> str:
    for lang in (language, "und"):
        for text in titles.get(lang, ()):
            return expand_title(text)
    return ""


def _identify(context: Context, item: Mapping[str, Any], kind: str) -> None:
    """Check what any description may have: an id, a type, a direction, transformations."""
    context.identify(item, kind)
    if item.get("tableDirection", "auto") not in ("ltr", "rtl", "auto"):
        context.drop("tableDirection", item["tableDirection"])
    for there, each in context.objects(item.get("transformations", []), "transformations"):
        _check_transformation(there, each)


def _check_transformation(context: Context, item: Mapping[str, Any]) -> None:
    """Check a transformation, which this reader does not carry out."""
    context.identify(item, "Template")
    for key in ("url", "targetFormat", "scriptFormat"):
        if not isinstance(item.get(key), str):
            raise context.error(f"a transformation needs {key}")
    common(context, item, "Transformation")
