"""Inherited properties, datatypes and dialects of a metadata document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from .context import Context, resolve
from .datatypes import LENGTHS, RANGES, bound, is_format
from .encodings import codec_of
from .model import Datatype, Dialect, Inherited
from .vocabulary import DATATYPES, DATES, NUMBERS, WITH_LENGTH, is_language

__all__ = ["dialect", "inherited"]

Check = Callable[[Any], bool]


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_truth(value: Any) -> bool:
    return isinstance(value, bool)


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_char(value: Any) -> bool:
    return isinstance(value, str) and len(value) == 1 and value not in "\r\n"


def _is_encoding(value: Any) -> bool:
    return isinstance(value, str) and codec_of(value) is not None


def _is_terminators(value: Any) -> bool:
    items = value if isinstance(value, list) else [value]
    return all(item in ("\r\n", "\n", "\r") for item in items)


# property -> name of the field, what its value must be, what stands instead of another
_INHERITED: dict[str, tuple[str, Check, Any]] = {
    "aboutUrl": ("about_url", _is_text, ""),
    "propertyUrl": ("property_url", _is_text, ""),
    "valueUrl": ("value_url", _is_text, ""),
    "ordered": ("ordered", _is_truth, False),
    "required": ("required", _is_truth, False),
    "default": ("default", _is_text, ""),
    "separator": ("separator", lambda value: value is None or isinstance(value, str), None),
    "lang": ("lang", is_language, "und"),
    "textDirection": ("", lambda value: value in ("ltr", "rtl", "auto", "inherit"), None),
}
_BOUNDS = {"minimum": "minInclusive", "maximum": "maxInclusive"} | {key: key for key in (*LENGTHS, *RANGES)}
_DIALECT: dict[str, tuple[str, Check]] = {
    "commentPrefix": ("comment_prefix", lambda value: value is None or isinstance(value, str)),
    "delimiter": ("delimiter", _is_char),
    "doubleQuote": ("double_quote", _is_truth),
    "encoding": ("encoding", _is_encoding),
    "headerRowCount": ("header_row_count", _is_count),
    "quoteChar": ("quote_char", lambda value: value is None or _is_char(value)),
    "skipBlankRows": ("skip_blank_rows", _is_truth),
    "skipColumns": ("skip_columns", _is_count),
    "skipRows": ("skip_rows", _is_count),
    "lineTerminators": ("", _is_terminators),
}


def inherited(context: Context, item: Mapping[str, Any], rules: Inherited) -> Inherited:
    """Add the inherited properties of a description to those of the description above it."""
    changes: dict[str, Any] = {}
    for key, (name, check, instead) in _INHERITED.items():
        if key not in item:
            continue
        value = item[key] if check(item[key]) else context.drop(key, item[key], instead)
        if name:
            changes[name] = value
    if "null" in item:
        values = item["null"] if isinstance(item["null"], list) else [item["null"]]
        if all(isinstance(value, str) for value in values):
            changes["null"] = tuple(values)
        else:
            context.drop("null", item["null"])
    if "datatype" in item:
        changes["datatype"] = _datatype(context, item["datatype"], above=rules.datatype)
    return replace(rules, **changes)


def _datatype(context: Context, value: Any, *, above: Datatype) -> Datatype:
    if isinstance(value, str):
        known = value in DATATYPES
        return Datatype(value if known else context.drop("datatype", value, "string", among=DATATYPES))
    if not isinstance(value, dict):
        context.drop("datatype", value)
        return above
    context = context.at("datatype")
    _check_known(context, value, {"base", "format", *_BOUNDS}, "datatype")
    own = value.get("@id", "")
    if not isinstance(own, str) or own.startswith("_:") or own in DATATYPES.values():
        raise context.error(f"@id {own!r} of a datatype is a blank node or built in")
    base = value.get("base", "string")
    if not isinstance(base, str) or base not in DATATYPES:
        base = context.drop("base", base, "string", among=DATATYPES)
    form = value.get("format")
    if form is not None and not is_format(base, form):
        form = context.drop("format", form)
    bounds = {_BOUNDS[k]: v for k, v in value.items() if k in _BOUNDS}
    _check_lengths(context, base, {k: v for k, v in bounds.items() if k in LENGTHS})
    bounds = _check_ranges(context, base, bounds)
    return Datatype(base, resolve(context.base, own) if own else "", form, bounds)


def _check_lengths(context: Context, base: str, lengths: Mapping[str, Any]) -> None:
    if lengths and base not in WITH_LENGTH:
        raise context.error(f"{base} has no length")
    if not all(_is_count(value) for value in lengths.values()):
        raise context.error(f"a length is not a whole number: {dict(lengths)}")
    known = [lengths[k] for k in ("minLength", "length", "maxLength") if k in lengths]
    if sorted(known) != known:
        raise context.error("minLength, length and maxLength contradict each other")


def _check_ranges(context: Context, base: str, bounds: Mapping[str, Any]) -> dict[str, Any]:
    """Check minimum and maximum; give the bounds without those that are no values of the base."""
    ranges = {k: v for k, v in bounds.items() if k in RANGES}
    if ranges and base not in NUMBERS | DATES and not base.startswith(("g", "d", "y")):
        raise context.error(f"{base} has no minimum or maximum")
    if {"minInclusive", "minExclusive"} <= set(ranges) or {"maxInclusive", "maxExclusive"} <= set(ranges):
        raise context.error("an inclusive and an exclusive bound at once")
    values = {key: bound(base, value) for key, value in ranges.items()}
    for key in [key for key, value in values.items() if value is None]:
        context.drop(key, ranges[key])
    least = [v for k, v in values.items() if k.startswith("min") and v is not None]
    most = [v for k, v in values.items() if k.startswith("max") and v is not None]
    ends = sum(key.endswith("Exclusive") for key in ranges)
    if least and most and (most[0] < least[0] or (most[0] == least[0] and ends == 1)):
        raise context.error("the maximum is below the minimum")
    return {k: v for k, v in bounds.items() if values.get(k, v) is not None}


def _check_known(context: Context, item: Mapping[str, Any], known: set[str], kind: str) -> None:
    """Warn of properties that a datatype or a dialect does not have."""
    for key in item:
        if key not in known and not key.startswith("@") and ":" not in key:
            context.at(key).say(f"is not a property of a {kind}")


def dialect(context: Context, value: Any, above: Dialect) -> Dialect:
    """Read a dialect description, which may stand in a file of its own."""
    item, context = context.load(value, "dialect")
    if item is None:
        return above
    context.identify(item, "Dialect")
    _check_known(context, item, {*_DIALECT, "header", "skipInitialSpace", "trim"}, "dialect")
    changes: dict[str, Any] = {"comment_prefix": "#", "place": context.where()}
    if not context.boolean(item, "header", True):
        changes["header_row_count"] = 0
    if context.boolean(item, "skipInitialSpace"):
        changes["trim"] = "start"
    if "trim" in item:
        if str(item["trim"]).lower() in ("true", "false", "start", "end"):
            changes["trim"] = str(item["trim"]).lower()
        else:
            context.drop("trim", item["trim"])
    for key, (name, check) in _DIALECT.items():
        if key in item and not check(item[key]):
            context.drop(key, item[key])
        elif key in item and name:
            changes[name] = item[key]
    return replace(Dialect(), **changes)
