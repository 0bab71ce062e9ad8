"""The addresses for other programs in the OpenAPI document: language models and reconciliation."""

from __future__ import annotations

from typing import Any

from ..core.languages import LANGUAGES
from .reconcile import shapes
from .schemas import schema

__all__ = ["PROGRAM_ANSWERS", "PROGRAM_RESPONSES", "program_paths"]

_JSON = "application/json"
_STRING = {"type": "string"}
_TEXT = {"text/plain": {"schema": _STRING}}
_MESSAGE = {
    "type": "object",
    "description": "A JSON-RPC 2.0 message of the Model Context Protocol.",
    "properties": {
        "jsonrpc": {"const": "2.0"},
        "id": {"type": ["integer", "string"]},
        "method": _STRING,
        "params": {"type": "object"},
    },
    "required": ["jsonrpc", "method"],
}
_REPLY = {
    "type": "object",
    "properties": {
        "jsonrpc": {"const": "2.0"},
        "id": {"type": ["integer", "string", "null"]},
        "result": {"type": "object"},
        "error": {"type": "object"},
    },
    "required": ["jsonrpc", "id"],
}
_FAULTS = {
    "400": ("Invalid", "a parameter value is missing or invalid"),
    "404": ("Unknown", "unknown entity, type or property"),
    "413": ("TooLarge", "too many queries, or too large"),
    "415": ("WrongMedia", "unsupported media type"),
    "503": ("Exhausted", "the time or memory limit was exceeded"),
}
PROGRAM_RESPONSES = {name: {"description": words, "content": _TEXT} for name, words in _FAULTS.values()}
"""The errors that these addresses share, by name."""
_BATCH = dict[str, shapes.ReconcileResult]
PROGRAM_ANSWERS = (
    shapes.ReconcileManifest, _BATCH, shapes.ExtendedRows, shapes.SuggestedEntities, shapes.SuggestedTerms,
    shapes.FlyoutAnswer, shapes.ProposedProperties,
)  # fmt: skip
"""Every type that these addresses answer."""
_QUERIES = ("queries", "a batch of reconciliation queries, as JSON", _STRING)
_EXTEND = ("extend", "a data extension query, as JSON", _STRING)
_ID = ("id", "the entity, type or property", _STRING)
_WHOLE = {"type": "integer", "minimum": 0, "maximum": 999_999}
_SKIP = ("cursor", "number of suggestions to skip", _WHOLE)
Value = tuple[str, str, dict[str, Any]]


def program_paths() -> dict[str, Any]:
    """Return the path items of the addresses for other programs."""
    plain = _reconciliation("/reconcile", "")
    by_lang = _reconciliation("/reconcile/{lang}", "InLanguage")
    lang = {
        "name": "lang", "in": "path", "required": True, "description": "the language of labels",
        "schema": {"type": "string", "enum": list(LANGUAGES)},
    }  # fmt: skip
    return (
        {"/mcp": {"post": _mcp()}} | plain | {p: item | {"parameters": [lang]} for p, item in by_lang.items()}
    )


def _mcp() -> dict[str, Any]:
    replied = {_JSON: {"schema": _REPLY}}
    refused = {
        "403": "a web page of another site", "413": "the request is too large",
        "415": "unsupported media type", "501": "the MCP server is not installed",
    }  # fmt: skip
    return {
        "operationId": "mcp",
        "summary": "Tools for language models, by the Model Context Protocol (streamable HTTP, no sessions)",
        "requestBody": {"required": True, "content": {_JSON: {"schema": _MESSAGE}}},
        "responses": {
            "200": {"description": "the answer", "content": replied},
            "202": {"description": "a notification was received"},
            "400": {"description": "not a message of the protocol", "content": replied | _TEXT},
            **{code: {"description": words, "content": _TEXT} for code, words in refused.items()},
        },
    }


def _reconciliation(path: str, suffix: str) -> dict[str, Any]:
    either = schema(shapes.ReconcileManifest | _BATCH | shapes.ExtendedRows)
    form = {"type": "object", "properties": {name: described for name, _, described in (_QUERIES, _EXTEND)}}
    posted = _operation(f"reconcilePosted{suffix}", "Answer a batch", schema(_BATCH | shapes.ExtendedRows))
    body = {"required": True, "content": {"application/x-www-form-urlencoded": {"schema": form}}}
    about = "The service manifest of the Reconciliation API 0.2; with queries or extend, the answer to them"
    found = {
        path: {
            "get": _operation(f"reconcile{suffix}", about, either, _QUERIES, _EXTEND),
            "post": posted | {"requestBody": body},
        },
        f"{path}/preview": {"get": _preview(suffix)},
        f"{path}/properties": {"get": _operation(
            f"proposeProperties{suffix}", "The properties that entities of a type have",
            schema(shapes.ProposedProperties), ("type", "a class such as Firm", _STRING),
            ("limit", "most properties", _WHOLE),
        )},
    }  # fmt: skip
    for kind in ("entity", "property", "type"):
        suggested = shapes.SuggestedEntities if kind == "entity" else shapes.SuggestedTerms
        name = kind.capitalize() + suffix
        prefix = ("prefix", "the beginning of a name or id", _STRING)
        found[f"{path}/suggest/{kind}"] = {
            "get": _operation(f"suggest{name}", "Suggestions by prefix", schema(suggested), prefix, _SKIP)
        }
        shown = _operation(f"flyout{name}", "A suggestion in HTML", schema(shapes.FlyoutAnswer), _ID)
        found[f"{path}/flyout/{kind}"] = {"get": shown}
    return found


def _preview(suffix: str) -> dict[str, Any]:
    made = _operation(f"preview{suffix}", "A small page about an entity, for a frame", _STRING, _ID)
    made["responses"]["200"]["content"] = {"text/html": {"schema": _STRING}}
    return made


def _operation(name: str, about: str, answer: dict[str, Any], *values: Value) -> dict[str, Any]:
    return {
        "operationId": name,
        "summary": about,
        "parameters": [
            {"name": value, "in": "query", "description": words, "schema": described}
            for value, words, described in values
        ],
        "responses": {
            "200": {"description": "the answer", "content": {_JSON: {"schema": answer}}},
            **{code: {"$ref": f"#/components/responses/{name}"} for code, (name, _) in _FAULTS.items()},
        },
    }
