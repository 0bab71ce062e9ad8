"""Read a metadata document: check it, say what is passed over, and give typed descriptions.

What the recommendation calls an error raises MetadataError; what it asks to warn of is passed to
`warn` and dropped.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urljoin

from ..errors import MetadataError
from .model import Column, Datatype, Dialect, ForeignKey, Group, Inherited, Table
from .vocabulary import (
    CSVW,
    DATATYPES,
    DATES,
    LENGTHS,
    NUMBERS,
    PROPERTIES,
    expand_name,
    expand_title,
    is_language,
)

__all__ = ["Reader", "read_document"]

Warn = Callable[[str], None]
Fetch = Callable[[str], str]
PARTIAL_DATE = ("https://w3id.org/jlac/csvw#datatype", "partialDate")
CONTEXT = "http://www.w3.org/ns/csvw"


def read_document(text: str, url: str, *, fetch: Fetch, warn: Warn) -> Group:
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
    """
    try:
        document = json.loads(text)
    except ValueError as error:
        raise MetadataError(f"{url} is not JSON: {error}") from None
    if not isinstance(document, dict):
        raise MetadataError(f"{url}: the document must be an object")
    return Reader(url, fetch, warn).group(document)


@dataclass(slots=True)
class Reader:
    """Walks a document; knows the base address and the default language."""

    base: str
    fetch: Fetch
    warn: Warn
    language: str = "und"

    def group(self, document: Mapping[str, Any]) -> Group:
        """Read a table group, or a single table as a group of one."""
        self._context(document.get("@context"))
        if "tables" not in document and "url" in document:
            table = self._table(document, Inherited(), None, Dialect())
            return Group((table,), language=self.language)
        self._identify(document, "TableGroup")
        if "tables" not in document:
            raise MetadataError(f"{self.base}: a table group needs tables")
        tables = document["tables"]
        if not isinstance(tables, list) or not tables:
            raise MetadataError(f"{self.base}: tables must be an array with a table in it")
        rules = self._inherited(document, Inherited())
        dialect = self._dialect(document.get("dialect"), Dialect())
        schema = document.get("tableSchema")
        found = [self._table(t, rules, schema, dialect) for t in tables if self._is_object(t, "tables")]
        if not found:
            raise MetadataError(f"{self.base}: tables holds no table")
        self._check_keys(found)
        common, notes = self._common(document, "TableGroup")
        return Group(tuple(found), self._link(document, "@id"), common, notes, self.language)

    def _context(self, context: Any) -> None:
        if context == CONTEXT:
            return
        parts = context if isinstance(context, list) else [context]
        if not parts or parts[0] != CONTEXT or len(parts) > 2:
            raise MetadataError(f"{self.base}: @context must be {CONTEXT}")
        local = parts[1] if len(parts) == 2 else {}
        if not isinstance(local, dict) or set(local) - {"@base", "@language"}:
            raise MetadataError(f"{self.base}: @context may add @base and @language only")
        if "@language" in local:
            if is_language(local["@language"]):
                self.language = local["@language"]
            else:
                self.warn(f"@language {local['@language']!r} is no language tag")
        if "@base" in local:
            self.base = urljoin(self.base, str(local["@base"]))

    # --- descriptions

    def _table(self, item: Mapping[str, Any], rules: Inherited, schema: Any, dialect: Dialect) -> Table:
        self._identify(item, "Table")
        if not isinstance(item.get("url"), str):
            raise MetadataError(f"{self.base}: a table needs a url")
        url = urljoin(self.base, item["url"])
        rules = self._inherited(item, rules)
        described = self._load(item.get("tableSchema", schema), "tableSchema")
        if described is None:
            described = {"columns": []} if "tableSchema" in item else {}
        common, notes = self._common(item, "Table")
        columns, row_rules = self._schema(described, rules)
        return Table(
            url=url,
            id=self._link(item, "@id"),
            columns=columns,
            rules=row_rules,
            primary_key=self._references(described.get("primaryKey"), columns, "primaryKey"),
            foreign_keys=self._foreign_keys(described, columns),
            row_titles=self._references(described.get("rowTitles"), columns, "rowTitles"),
            dialect=self._dialect(item.get("dialect"), dialect),
            suppress=self._boolean(item, "suppressOutput"),
            common=common,
            notes=notes,
        )

    def _schema(
        self, schema: Mapping[str, Any], rules: Inherited
    ) -> tuple[tuple[Column, ...] | None, Inherited]:
        self._identify(schema, "Schema")
        self._common(schema, "Schema")
        rules = self._inherited(schema, rules)
        if "columns" not in schema:
            return None, rules
        items = schema["columns"]
        if not isinstance(items, list):
            self.warn("columns is not an array and is taken as empty")
            return (), rules
        columns = [
            self._column(item, number, rules)
            for number, item in enumerate((i for i in items if self._is_object(i, "columns")), 1)
        ]
        names = [column.name for column in columns]
        if len(set(names)) < len(names):
            raise MetadataError(f"{self.base}: two columns have the same name")
        virtual = [column.virtual for column in columns]
        if sorted(virtual) != virtual:
            raise MetadataError(f"{self.base}: virtual columns must come after all others")
        return tuple(columns), rules

    def _column(self, item: Mapping[str, Any], number: int, rules: Inherited) -> Column:
        self._identify(item, "Column")
        self._common(item, "Column")
        rules = self._inherited(item, rules)
        if item.get(PARTIAL_DATE[0]) == PARTIAL_DATE[1]:
            rules = replace(rules, datatype=replace(rules.datatype, partial=True))
        titles = self._titles(item.get("titles"))
        name = item.get("name")
        if name is not None and not _is_name(name):
            self.warn(f"name {name!r} is no name of a column")
            name = None
        virtual = self._boolean(item, "virtual")
        return Column(
            name=name or _name_of(titles, self.language) or f"_col.{number}",
            number=0 if virtual else number,
            titles=titles,
            rules=rules,
            suppress=self._boolean(item, "suppressOutput"),
            virtual=virtual,
            named=name is not None,
        )

    def _titles(self, value: Any) -> dict[str, tuple[str, ...]]:
        if value is None:
            return {}
        found: dict[str, tuple[str, ...]] = {}
        for lang, texts in (value if isinstance(value, dict) else {self.language: value}).items():
            texts = texts if isinstance(texts, list) else [texts]
            good = tuple(t for t in texts if isinstance(t, str))
            if len(good) < len(texts) or not (is_language(lang)):
                self.warn(f"titles holds {texts!r} for {lang!r}")
            if good and is_language(lang):
                found[lang] = good
        return found or {"und": ()}

    def _references(self, value: Any, columns: Any, key: str) -> tuple[str, ...]:
        if value is None:
            return ()
        names = value if isinstance(value, list) else [value]
        known = {column.name for column in columns or () if column.named}
        if not names or any(name not in known for name in names if isinstance(name, str)):
            self.warn(f"{key} names a column that does not exist")
            return ()
        if not all(isinstance(name, str) for name in names):
            self.warn(f"{key} is no column reference")
            return ()
        return tuple(names)

    def _foreign_keys(self, schema: Mapping[str, Any], columns: Any) -> tuple[ForeignKey, ...]:
        keys = schema.get("foreignKeys", [])
        if not isinstance(keys, list):
            self.warn("foreignKeys is not an array")
            return ()
        return tuple(self._foreign_key(k, columns) for k in keys if self._is_object(k, "foreignKeys"))

    def _foreign_key(self, key: Mapping[str, Any], columns: Any) -> ForeignKey:
        reference = key.get("reference")
        if set(key) - {"columnReference", "reference"} or not isinstance(reference, dict):
            raise MetadataError(f"{self.base}: a foreign key has columnReference and reference only")
        if set(reference) - {"resource", "schemaReference", "columnReference"}:
            raise MetadataError(
                f"{self.base}: a reference has resource or schemaReference, and columnReference"
            )
        own = _names(key.get("columnReference"))
        if not set(own) <= {column.name for column in columns or () if column.named} or not own:
            raise MetadataError(f"{self.base}: a foreign key names columns {own} that do not exist")
        target = reference.get("resource", reference.get("schemaReference", ""))
        marker = "" if "resource" in reference else "schema:"
        return ForeignKey(own, marker + urljoin(self.base, target), _names(reference.get("columnReference")))

    def _check_keys(self, tables: Sequence[Table]) -> None:
        for table in tables:
            for key in table.foreign_keys:
                if key.table.startswith("schema:"):
                    continue
                there = next((t for t in tables if t.url == key.table), None)
                if there is None:
                    raise MetadataError(f"{self.base}: a foreign key leads to no table {key.table}")
                if not set(key.references) <= {c.name for c in there.columns or ()}:
                    raise MetadataError(f"{self.base}: {key.table} has no columns {key.references}")

    # --- properties

    def _inherited(self, item: Mapping[str, Any], rules: Inherited) -> Inherited:
        changes: dict[str, Any] = {}
        for key, name in (
            ("aboutUrl", "about_url"),
            ("propertyUrl", "property_url"),
            ("valueUrl", "value_url"),
        ):
            if key in item:
                changes[name] = item[key] if isinstance(item[key], str) else self._drop(key, item[key], "")
        for key in ("ordered", "required"):
            if key in item:
                changes[key] = self._boolean(item, key)
        for key in ("default", "separator"):
            if key in item and (isinstance(item[key], str) or (key == "separator" and item[key] is None)):
                changes[key] = item[key]
            elif key in item:
                self._drop(key, item[key], None)
        if "lang" in item:
            changes["lang"] = (
                item["lang"] if is_language(item["lang"]) else self._drop("lang", item["lang"], "und")
            )
        if "null" in item:
            values = item["null"] if isinstance(item["null"], list) else [item["null"]]
            if all(isinstance(v, str) for v in values):
                changes["null"] = tuple(values)
            else:
                self._drop("null", item["null"], None)
        if "textDirection" in item and item["textDirection"] not in ("ltr", "rtl", "auto", "inherit"):
            self._drop("textDirection", item["textDirection"], None)
        if "datatype" in item:
            changes["datatype"] = self._datatype(item["datatype"], rules.datatype)
        return replace(rules, **changes)

    def _datatype(self, value: Any, fallback: Datatype) -> Datatype:
        if isinstance(value, str):
            if value in DATATYPES:
                return Datatype(value)
            self._drop("datatype", value, None)
            return Datatype()
        if not isinstance(value, dict):
            self._drop("datatype", value, None)
            return fallback
        own = value.get("@id", "")
        if own and (own.startswith("_:") or own in DATATYPES.values()):
            raise MetadataError(f"{self.base}: @id {own} of a datatype is a blank node or built in")
        base = value.get("base", "string")
        if base not in DATATYPES:
            base = self._drop("base", base, "string")
        bounds = {k: v for k, v in value.items() if k.startswith(("min", "max", "length"))}
        if "minimum" in bounds:
            bounds["minInclusive"] = bounds.pop("minimum")
        if "maximum" in bounds:
            bounds["maxInclusive"] = bounds.pop("maximum")
        self._check_bounds(base, bounds)
        return Datatype(
            base, urljoin(self.base, own) if own else "", self._format(base, value.get("format")), bounds
        )

    def _format(self, base: str, form: Any) -> Any:
        from .datatypes import is_format

        if form is None or is_format(base, form):
            return form
        return self._drop("format", form, None)

    def _check_bounds(self, base: str, bounds: Mapping[str, Any]) -> None:
        lengths = {k: v for k, v in bounds.items() if "ength" in k}
        ranges = {k: v for k, v in bounds.items() if k not in lengths}
        if lengths and base not in LENGTHS:
            raise MetadataError(f"{self.base}: {base} has no length")
        if ranges and base not in NUMBERS | DATES and not base.startswith(("g", "d", "y")):
            raise MetadataError(f"{self.base}: {base} has no minimum or maximum")
        low, exact, high = (lengths.get(k) for k in ("minLength", "length", "maxLength"))
        known = [v for v in (low, exact, high) if v is not None]
        if sorted(known) != known:
            raise MetadataError(f"{self.base}: minLength, length and maxLength contradict each other")
        if {"minInclusive", "minExclusive"} <= set(ranges) or {"maxInclusive", "maxExclusive"} <= set(ranges):
            raise MetadataError(f"{self.base}: an inclusive and an exclusive bound at once")
        from .datatypes import bound

        least = [bound(base, ranges[k]) for k in ("minInclusive", "minExclusive") if k in ranges]
        most = [bound(base, ranges[k]) for k in ("maxInclusive", "maxExclusive") if k in ranges]
        open_end = "minExclusive" in ranges or "maxExclusive" in ranges
        both_open = "minExclusive" in ranges and "maxExclusive" in ranges
        if least and most and (most[0] < least[0] or (most[0] == least[0] and open_end and not both_open)):
            raise MetadataError(f"{self.base}: the maximum lies below the minimum")

    def _dialect(self, value: Any, inherited: Dialect) -> Dialect:
        item = self._load(value, "dialect")
        if item is None:
            return inherited
        self._identify(item, "Dialect")
        changes: dict[str, Any] = {}
        names: dict[str, tuple[str, Any]] = {
            "commentPrefix": ("comment_prefix", (str, type(None))),
            "delimiter": ("delimiter", str),
            "doubleQuote": ("double_quote", bool),
            "encoding": ("encoding", str),
            "headerRowCount": ("header_row_count", int),
            "quoteChar": ("quote_char", (str, type(None))),
            "skipBlankRows": ("skip_blank_rows", bool),
            "skipColumns": ("skip_columns", int),
            "skipRows": ("skip_rows", int),
        }
        if self._boolean(item, "header", True) is False:
            changes["header_row_count"] = 0
        if self._boolean(item, "skipInitialSpace"):
            changes["trim"] = "start"
        if "trim" in item:
            if str(item["trim"]).lower() in ("true", "false", "start", "end"):
                changes["trim"] = str(item["trim"]).lower()
            else:
                self._drop("trim", item["trim"], None)
        terminators = item.get("lineTerminators", [])
        if not isinstance(terminators, str) and not (
            isinstance(terminators, list) and all(isinstance(t, str) for t in terminators)
        ):
            self._drop("lineTerminators", terminators, None)
        for key, (name, kind) in names.items():
            if key not in item:
                continue
            good = isinstance(item[key], kind) and not (kind is int and (item[key] is True or item[key] < 0))
            if good and (key != "encoding" or _is_encoding(item[key])):
                changes[name] = item[key]
            else:
                self._drop(key, item[key], None)
        return replace(Dialect(comment_prefix="#"), **changes)

    def _load(self, value: Any, key: str) -> Mapping[str, Any] | None:
        """Give an object that may stand in a file of its own."""
        if value is None or isinstance(value, dict):
            return value
        if not isinstance(value, str):
            self._drop(key, value, None)
            return None
        url = urljoin(self.base, value)
        loaded = json.loads(self.fetch(url))
        if isinstance(loaded, dict):
            loaded.setdefault("@id", url)
            return loaded
        return None

    def _identify(self, item: Mapping[str, Any], kind: str) -> None:
        if str(item.get("@id", "")).startswith("_:"):
            raise MetadataError(f"{self.base}: @id {item['@id']} of a {kind} is a blank node")
        if "@type" in item and item["@type"] != kind:
            raise MetadataError(f"{self.base}: @type of a {kind} is {item['@type']!r}")
        self._check_transformations(item.get("transformations", []))
        if item.get("tableDirection", "auto") not in ("ltr", "rtl", "auto"):
            self._drop("tableDirection", item["tableDirection"], None)

    def _check_transformations(self, items: Any) -> None:
        """Check transformations, which this reader does not carry out."""
        if not isinstance(items, list):
            self._drop("transformations", items, None)
            return
        for item in (i for i in items if self._is_object(i, "transformations")):
            if str(item.get("@id", "")).startswith("_:"):
                raise MetadataError(f"{self.base}: @id of a transformation is a blank node")
            if item.get("@type", "Template") != "Template":
                raise MetadataError(f"{self.base}: @type of a transformation must be Template")
            for key in ("url", "targetFormat", "scriptFormat"):
                if not isinstance(item.get(key), str):
                    raise MetadataError(f"{self.base}: a transformation needs {key}")
            self._common(item, "Transformation")

    def _link(self, item: Mapping[str, Any], key: str) -> str:
        if key not in item:
            return ""
        value = item[key] if isinstance(item[key], str) else self._drop(key, item[key], "")
        return urljoin(self.base, value)

    def _boolean(self, item: Mapping[str, Any], key: str, default: bool = False) -> bool:
        value = item.get(key, default)
        return value if isinstance(value, bool) else bool(self._drop(key, value, default))

    def _is_object(self, value: Any, key: str) -> bool:
        if isinstance(value, dict):
            return True
        self.warn(f"{key} holds {value!r}, which is no object")
        return False

    def _drop(self, key: str, value: Any, instead: Any) -> Any:
        self.warn(f"{key}: {value!r} is not allowed and passed over")
        return instead

    # --- common properties

    def _common(self, item: Mapping[str, Any], kind: str) -> tuple[dict[str, Any], tuple[Any, ...]]:
        found: dict[str, Any] = {}
        for key, value in item.items():
            if key in PROPERTIES[kind] or key.startswith("@"):
                continue
            name = expand_name(key)
            if name is None or name.startswith(CSVW):
                self.warn(f"{key} is no property of a {kind}")
                continue
            found[name] = self._value(value)
        notes = item.get("notes", [])
        if not isinstance(notes, list):
            notes = self._drop("notes", notes, [])
        return found, tuple(self._value(note) for note in notes)

    def _value(self, value: Any) -> Any:
        """Check and normalise the value of a common property (CSVW, section 6.1)."""
        if isinstance(value, list):
            return [self._value(item) for item in value]
        if isinstance(value, str):
            return {"@value": value, "@language": self.language}
        if not isinstance(value, dict):
            return value
        self._check_value(value)
        if "@value" in value:
            return value
        return {key: v if key.startswith("@") else self._value(v) for key, v in value.items()}

    def _check_value(self, value: Mapping[str, Any]) -> None:
        keys = set(value)
        special = {key for key in keys if key.startswith("@")}
        if special - {"@value", "@type", "@language", "@id"}:
            raise MetadataError(f"{self.base}: {sorted(special)} may not stand in a common property")
        if "@value" in keys and (keys - {"@value", "@type", "@language"} or {"@type", "@language"} <= keys):
            raise MetadataError(f"{self.base}: a @value goes with @type or with @language alone")
        if "@language" in keys and "@value" not in keys:
            raise MetadataError(f"{self.base}: @language goes with @value only")
        if "@language" in keys and not is_language(value["@language"]):
            raise MetadataError(f"{self.base}: {value['@language']!r} is no language tag")
        types = value.get("@type", [])
        for name in types if isinstance(types, list) else [types]:
            known = isinstance(name, str) and not name.startswith("_:")
            if not known or (expand_name(name) is None and name not in DATATYPES):
                raise MetadataError(f"{self.base}: @type {name!r} is no name that can be expanded")
        if str(value.get("@id", "")).startswith("_:"):
            raise MetadataError(f"{self.base}: @id {value['@id']} is a blank node")


def _is_encoding(name: str) -> bool:
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True


def _names(value: Any) -> tuple[str, ...]:
    items = value if isinstance(value, list) else [value]
    return tuple(item for item in items if isinstance(item, str))


def _is_name(name: Any) -> bool:
    import re

    return (
        isinstance(name, str)
        and re.fullmatch(r"([A-Za-z0-9_]|%[0-9A-Fa-f]{2})([A-Za-z0-9_.]|%[0-9A-Fa-f]{2})*", name) is not None
        and not name.startswith("_")
    )


def _name_of(titles: Mapping[str, tuple[str, ...]], language: str) -> str:
    for lang in (language, "und"):
        for text in titles.get(lang, ()):
            return expand_title(text)
    return ""
