"""The addresses for other programs in the OpenAPI document: the Model Context Protocol."""

from __future__ import annotations

from typing import Any

__all__ = ["program_paths"]

_TEXT = {"text/plain": {"schema": {"type": "string"}}}
_MESSAGE = {
    "type": "object",
    "description": "A JSON-RPC 2.0 message of the Model Context Protocol.",
    "properties": {
        "jsonrpc": {"const": "2.0"},
        "id": {"type": ["integer", "string"]},
        "method": {"type": "string"},
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


def program_paths() -> dict[str, Any]:
    """Return the path items of the addresses for other programs."""
    return {"/mcp": {"post": _mcp()}}


def _mcp() -> dict[str, Any]:
    replied = {"application/json": {"schema": _REPLY}}
    refused = {
        "403": "a web page of another site", "413": "the request is too large",
        "501": "the MCP server is not installed",
    }  # fmt: skip
    return {
        "operationId": "mcp",
        "summary": "Tools for language models, by the Model Context Protocol (streamable HTTP, no sessions)",
        "requestBody": {"required": True, "content": {"application/json": {"schema": _MESSAGE}}},
        "responses": {
            "200": {"description": "the answer", "content": replied},
            "202": {"description": "a notification was received"},
            "400": {"description": "not a message of the protocol", "content": replied | _TEXT},
            **{code: {"description": words, "content": _TEXT} for code, words in refused.items()},
        },
    }
