"""`jlac query` and `jlac queries`."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import UsageError
from . import app

if TYPE_CHECKING:
    from ..library import Query
    from ..solutions import Solutions, Triples
    from ..store import Store

__all__ = ["queries", "query"]

Graph = Annotated[
    str | None,
    typer.Option("--graph", "-g", help="File, store folder or http(s) endpoint.", metavar="GRAPH"),
]
Lang = Annotated[
    str | None, typer.Option("--lang", help="Language of labels: en, ja, es or pt.", metavar="LANG")
]


@app.command()
def query(
    source: Annotated[str, typer.Argument(metavar="NAME|FILE|-", help="What to ask.")],
    param: Annotated[
        list[str] | None,
        typer.Option("--param", "-p", metavar="NAME=VALUE", help="A parameter's value."),
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option(
            "--format", "-f", help="table, csv, tsv, json, xml, md, parquet, xlsx; ttl, nt, jsonld."
        ),
    ] = None,
    graph: Graph = None,
    lang: Lang = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write; stdout without it.")
    ] = None,
) -> None:
    """Ask the graph: a query of the library, a file, or stdin (-)."""
    from ..library import run
    from ..store import open_graph

    asked = _read(source)
    values = dict(_pair(text) for text in param or ())
    store = open_graph(graph, once=True)
    started = time.perf_counter()
    _check(asked, store, own=not _is_file(source))
    answer = run(asked, store, values)
    chosen = kind or _guess(output)
    answer = _labelled(answer, store, lang, chosen)
    _emit(answer, chosen, output)
    sys.stderr.write(f"{_size(answer)} in {time.perf_counter() - started:.3f} s\n")


def _is_file(source: str) -> bool:
    return source == "-" or source.endswith((".rq", ".sparql")) or "/" in source


def _read(source: str) -> Query:
    from ..library import find_query, read_query

    if not _is_file(source):
        return find_query(source)
    try:
        text = sys.stdin.read() if source == "-" else Path(source).read_text("utf-8")
    except OSError as error:
        raise UsageError(f"{source} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise UsageError(f"{source} is not UTF-8: byte {error.start} is wrong") from None
    return read_query(Path(source).stem, text)


def _check(asked: Query, store: Store, *, own: bool) -> None:
    from ..mistakes import check_terms

    if not own:
        check_terms(asked.text, store)


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise UsageError(f"-p {text!r} is not NAME=VALUE")
    return name, value


def _guess(output: Path | None) -> str:
    """Take the format from the file's suffix; a table otherwise."""
    from ..results import FORMATS

    suffix = output.suffix[1:] if output else ""
    return suffix if suffix in FORMATS else "table"


def _labelled(
    answer: Solutions | Triples | bool, store: Store, lang: str | None, kind: str
) -> Solutions | Triples | bool:
    """Add labels: when asked for, and for people's table in their own language."""
    from ..labels import reader_language, with_labels
    from ..library import LANGUAGES
    from ..solutions import Solutions

    if lang is not None and lang not in LANGUAGES:
        raise UsageError(f"no labels in {lang!r}; choose {', '.join(LANGUAGES)}")
    if not isinstance(answer, Solutions) or (lang is None and kind != "table"):
        return answer
    return with_labels(answer, store, lang or reader_language())


def _emit(answer: Solutions | Triples | bool, kind: str, output: Path | None) -> None:
    from ..files import write_atomic
    from ..results import write

    if output is None and kind in ("parquet", "xlsx") and sys.stdout.isatty():
        raise UsageError(f"{kind} is no text; give -o FILE")
    content = write(answer, kind)
    if output is None or str(output) == "-":
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
    else:
        write_atomic(output, content)


def _size(answer: Solutions | Triples | bool) -> str:
    if isinstance(answer, bool):
        return "one answer"
    noun = "row" if hasattr(answer, "rows") else "triple"
    return f"{len(answer)} {noun}{'' if len(answer) == 1 else 's'}"


@app.command()
def queries(
    name: Annotated[str | None, typer.Argument(help="A query to explain.")] = None,
    graph: Graph = None,
    lang: Lang = None,
) -> None:
    """List the queries of the library, or explain one: parameters, legal values, columns."""
    from ..labels import reader_language
    from ..library import find_query, list_queries

    shown = lang or reader_language()
    if name is None:
        found = list_queries()
        width = max((len(q.name) for q in found), default=0)
        lines = [f"{q.name:<{width}}  {q.summary(shown)}" for q in found]
    else:
        lines = _explain(find_query(name), graph, shown)
    sys.stdout.write("".join(f"{line}\n" for line in lines))


def _explain(asked: Query, graph: str | None, lang: str) -> list[str]:
    lines = [asked.name, f"  {asked.summary(lang)}", *_indent(asked.description(lang))]
    if asked.tags:
        lines.append(f"  topics: {', '.join(asked.tags)}")
    if asked.parameters:
        lines += ["", "parameters", *_parameters(asked, graph, lang)]
    if asked.columns:
        lines += ["", "columns", *(f"  {c}: {asked.column(c, lang)}" for c in asked.columns)]
    examples = asked.examples or ({},)
    lines += ["", "examples"]
    for values in examples:
        given = "".join(f" -p {k}={v}" for k, v in values.items())
        lines.append(f"  jlac query {asked.name}{given}")
    return lines


def _indent(text: str) -> list[str]:
    return [f"  {line}" for line in text.splitlines()]


def _parameters(asked: Query, graph: str | None, lang: str) -> list[str]:
    from ..store import open_graph
    from ..values import legal_values

    lines = []
    for p in asked.parameters:
        needed = f"default {p.default}" if p.default is not None else "required"
        needed = needed if p.required or p.default is not None else "optional"
        about = p.about.get(lang) or p.about.get("en") or ""
        lines.append(f"  {p.name} ({p.kind}, {needed}){': ' if about else ''}{about}")
        legal = legal_values(asked, p, open_graph(graph)) if p.open_list else ()
        if legal:
            more = f", ... ({len(legal)} in all)" if len(legal) > 12 else ""
            lines.append(f"    one of {', '.join(legal[:12])}{more}")
    return lines
