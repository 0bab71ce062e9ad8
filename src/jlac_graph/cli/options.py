"""The options that several commands share."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import Annotated, Any

import typer

from ..core.errors import JlacError, NotFoundError
from ..open_graph import GraphChoice

__all__ = ["OWN", "Data", "End", "Lang", "Output", "Projection", "Start", "With", "reads_graph"]

Graph = Annotated[
    str | None,
    typer.Option("--graph", "-g", help="The graph: file, store folder or http(s) endpoint.", metavar="GRAPH"),
]
Data = Annotated[
    list[Path] | None,
    typer.Option(
        "--data",
        help="A collection, or a folder of some, in place of the project's own; may be repeated.",
        metavar="DIR",
    ),
]
With = Annotated[
    list[Path] | None, typer.Option("--with", help="A collection to add; may be repeated.", metavar="DIR")
]
Sources = Annotated[
    list[str] | None,
    typer.Option(
        "--source", help="Only statements of this source or collection; may be repeated.", metavar="ID"
    ),
]
Without = Annotated[
    list[str] | None,
    typer.Option(
        "--without-source",
        help="No statements of this source or collection; may be repeated.",
        metavar="ID",
    ),
]
Lang = Annotated[
    str | None, typer.Option("--lang", help="Language of labels: en, ja, es or pt.", metavar="LANG")
]


Projection = Annotated[
    str,
    typer.Option(
        "--projection",
        "-P",
        help="Projection of the graph: full, actors, coinvestment, cofinancing, countries...",
    ),
]
Start = Annotated[int | None, typer.Option("--from", help="Only links that hold in this year or later.")]
End = Annotated[int | None, typer.Option("--to", help="Only links that hold in this year or earlier.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="Output file; default: stdout.")]


OWN = GraphChoice()
"""The project's own graph, or the one that JLAC_GRAPH names."""
_OPTIONS = {"graph": Graph, "with_": With, "data": Data, "sources": Sources, "without": Without}


def reads_graph(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that choose its graph; it gets them as one value, its parameter `graph`."""
    signature = inspect.signature(command, eval_str=True)
    parameters: list[inspect.Parameter] = []
    for parameter in signature.parameters.values():
        if parameter.name == "graph":
            parameters += [parameter.replace(name=n, annotation=a, default=None) for n, a in _OPTIONS.items()]
        else:
            parameters.append(parameter)

    @wraps(command)
    def run(**values: Any) -> None:
        place, *lists = (values.pop(name) for name in _OPTIONS)
        with_, data, sources, without = (tuple(found or ()) for found in lists)
        choice = GraphChoice(place, data, with_, sources, without)
        try:
            command(graph=choice, **values)
        except NotFoundError as error:
            raise _elsewhere(error, choice) from None

    run.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return run


def _elsewhere(error: NotFoundError, choice: GraphChoice) -> NotFoundError:
    """Say of an entity that only sources have which are left out."""
    from ..lookup.search import read_names

    if error.kind != "entity" or not (choice.sources or choice.without):
        return error
    try:
        known = read_names(replace(choice, sources=(), without=()).open()).exact(error.name)
    except JlacError:
        return error
    where = "the sources chosen with --source and --without-source, only in others"
    return NotFoundError("entity", error.name, where=where) if known else error
