"""The tools and resources as a server of the official MCP SDK; the work is done by worker processes."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.shared.exceptions import MCPError
from mcp.types import (
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    ListResourcesResult,
    ListResourceTemplatesResult,
    ListToolsResult,
    PaginatedRequestParams,
    ReadResourceRequestParams,
    ReadResourceResult,
    Resource,
    ResourceTemplate,
    TextContent,
    TextResourceContents,
    ToolAnnotations,
)
from mcp.types import Tool as Declared

from ...core.errors import JlacError, UsageError
from ...core.version import VERSION
from .arguments import TOOLS, Tool, checked, output_schema
from .pages import written

if TYPE_CHECKING:
    from ..workers import Workers

__all__ = ["make_server"]

_TITLE = "jlac-graph: cooperation and investment between Japan and Latin America and the Caribbean"
_INSTRUCTIONS = (
    "A knowledge graph in which every statement cites passages of its sources. Search for a name first; the "
    "other tools take its id. Cite the passages of what you report, by locator or by cite. Keep the status: "
    'planned is not done. The outcome "none found" means that the sources cover what was asked and state '
    'nothing that fits; "not covered" means that it is outside of what they cover, so that nothing follows '
    'from their silence; "unknown name" means that no entity has that name: try the similar ones. If an '
    "answer has next_start, call the tool again with start set to it."
)
_JSON = "application/json"
_COVERAGE = "jlac://coverage"
_ENTITY = "jlac://entity/"
Context = ServerRequestContext[Any]
Call = Callable[[Tool, dict[str, Any]], Awaitable[bytes]]


def make_server(workers: Workers, queries: Sequence[str]) -> Server[Any]:
    """Make a server whose tools run in worker processes, within their limits.

    Parameters
    ----------
    workers : they run on the loop that the server runs on.
    queries : names of the query library.
    """

    async def call(tool: Tool, given: dict[str, Any]) -> bytes:
        wish = {"do": "tool", "tool": tool.name, "given": checked(tool, given)}
        made = await workers.run(wish, lane=tool.lane)
        if made.head["status"] != 200:
            raise UsageError(made.body.decode(errors="replace"))
        return made.body

    declared = [_declared(tool, queries) for tool in TOOLS.values()]

    async def list_tools(_: Context, __: PaginatedRequestParams | None) -> ListToolsResult:
        return ListToolsResult(tools=declared)

    async def call_tool(_: Context, params: CallToolRequestParams) -> CallToolResult:
        return await _called(call, params)

    async def read(_: Context, params: ReadResourceRequestParams) -> ReadResourceResult:
        return await _read(call, str(params.uri))

    return Server(
        "jlac-graph",
        version=VERSION,
        title=_TITLE,
        instructions=_INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
        on_list_resources=_resources,
        on_list_resource_templates=_templates,
        on_read_resource=read,
    )


def _declared(tool: Tool, queries: Sequence[str]) -> Declared:
    arguments = tool.input_schema()
    if tool.name == "run_query":
        arguments["properties"]["name"]["enum"] = list(queries)
    return Declared(
        name=tool.name,
        title=tool.title,
        description=tool.about,
        input_schema=arguments,
        output_schema=output_schema(),
        annotations=ToolAnnotations(
            title=tool.title, read_only_hint=True, idempotent_hint=True, open_world_hint=False
        ),
    )


async def _called(call: Call, params: CallToolRequestParams) -> CallToolResult:
    """Answer a call; an error is part of the answer, so that the model can correct its call."""
    tool = TOOLS.get(params.name)
    if tool is None:
        raise MCPError(INVALID_PARAMS, f"no tool {params.name!r}; choose one of {', '.join(TOOLS)}")
    try:
        body = await call(tool, params.arguments or {})
    except JlacError as error:
        return CallToolResult(content=[TextContent(type="text", text=str(error))], is_error=True)
    answer = json.loads(body)
    return CallToolResult(content=[TextContent(type="text", text=written(answer))], structured_content=answer)


async def _resources(_: Context, __: PaginatedRequestParams | None) -> ListResourcesResult:
    about = "The collections of sources: what they cover, what was searched, what is known to be missing."
    shown = Resource(uri=_COVERAGE, name="coverage", title="Coverage", description=about, mime_type=_JSON)
    return ListResourcesResult(resources=[shown])


async def _templates(_: Context, __: PaginatedRequestParams | None) -> ListResourceTemplatesResult:
    shown = ResourceTemplate(
        uri_template=_ENTITY + "{id}",
        name="entity",
        title="Entity",
        description="The first page of what the sources state of an entity, by id or name.",
        mime_type=_JSON,
    )
    return ListResourceTemplatesResult(resource_templates=[shown])


async def _read(call: Call, uri: str) -> ReadResourceResult:
    try:
        if uri == _COVERAGE:
            body = await call(TOOLS["coverage"], {})
        elif uri.startswith(_ENTITY):
            body = await call(TOOLS["show"], {"entity": unquote(uri.removeprefix(_ENTITY))})
        else:
            raise UsageError(f"no resource {uri!r}; choose {_COVERAGE} or {_ENTITY}ID")
    except JlacError as error:
        raise MCPError(INVALID_PARAMS, str(error)) from None
    content = TextResourceContents(uri=uri, mime_type=_JSON, text=body.decode())
    return ReadResourceResult(contents=[content])
