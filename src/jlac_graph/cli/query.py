"""`jlac query` and `jlac queries`."""

from __future__ import annotations

import sys
import time
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..core.errors import UsageError
from ..core.paths import queries_dir
from ..open_graph import GraphChoice
from ..queries.glossary import read_glossary
from .app import app
from .options import OWN, Lang, reads_graph
from .streams import write_output, write_text

if TYPE_CHECKING:
    from ..queries.explaining import Taken
    from ..queries.parameters import Chosen, Query
    from ..sparql.answers import Solutions, Triples
    from ..sparql.store import Store

__all__ = ["queries", "query"]


@app.command()
@reads_graph
def query(
    source: Annotated[
        str,
        typer.Argument(
            metavar="NAME|FILE|-", help="Name of a query in the library, a .rq file, or - for stdin."
        ),
    ],
    param: Annotated[
        list[str] | None,
        typer.Option(
            "--param", "-p", metavar="NAME=VALUE", help="Value of a parameter; repeat for several values."
        ),
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            help="Output format: table, csv, tsv, json, xml, md, parquet, xlsx; for triples ttl, nt, jsonld.",
        ),
    ] = None,
    graph: GraphChoice = OWN,
    lang: Lang = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Output file; default: stdout.")
    ] = None,
) -> None:
    """Run a query: one of the library, a file, or stdin (-).

    Example: jlac query investments-in -p country=chile --format csv
    """
    from ..queries.explaining import in_words
    from ..queries.library import answer as answer_of
    from ..queries.parameters import chosen

    asked = _read(source)
    store = graph.open()
    started = time.perf_counter()
    _check(asked, store, own=not _is_file(source))
    values = chosen(asked, _values(param or ()), store)
    form = kind or _guess(output)
    spoken = _language(lang, form)
    answer = answer_of(asked, store, values, lang=spoken or "en")
    read = _taken(values, store, lang)
    _emit(_labelled(asked, answer, store, spoken), form, output, read)
    sys.stderr.write(f"{_size(answer)} in {time.perf_counter() - started:.3f} s\n")
    sys.stderr.write("".join(f"{line}\n" for line in in_words(read)))
    if not isinstance(answer, bool) and len(answer) == 0:
        _explain_empty(asked, values, store, own=not _is_file(source))


def _explain_empty(asked: Query, values: Chosen, store: Store, *, own: bool) -> None:
    notes = _reasons(asked, values, store) if own else _hints(asked, store)
    sys.stderr.write("".join(f"note: {line}\n" for line in notes))


def _values(texts: Sequence[str]) -> dict[str, list[str]]:
    """Gather the values of each parameter, which may be repeated."""
    found: dict[str, list[str]] = {}
    for name, value in map(_pair, texts):
        found.setdefault(name, []).append(value)
    return found


def _taken(values: Chosen, store: Store, lang: str | None) -> dict[str, list[Taken]]:
    from ..lookup.labels import reader_language
    from ..queries.explaining import taken

    return taken(values, store, lang=lang or reader_language())


def _reasons(asked: Query, values: Chosen, store: Store) -> list[str]:
    from ..queries.explaining import why_empty

    return [reason.words for reason in why_empty(asked, values, store)]


def _hints(asked: Query, store: Store) -> list[str]:
    from ..sparql.diagnostics import hints

    return hints(asked.text, store)


def _is_file(source: str) -> bool:
    return source == "-" or source.endswith((".rq", ".sparql")) or "/" in source


def _read(source: str) -> Query:
    from ..queries.library import find_query, read_query

    if not _is_file(source):
        return find_query(source)
    called = "the query on stdin" if source == "-" else source
    try:
        content = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
        text = content.decode("utf-16" if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8")
    except OSError as error:
        raise UsageError(f"{called} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise UsageError(
            f"{called} is not UTF-8: invalid byte at position {error.start}; save it as UTF-8"
        ) from None
    return read_query(Path(source).stem, text.replace("\r\n", "\n"))


def _check(asked: Query, store: Store, *, own: bool) -> None:
    from ..sparql.diagnostics import check_terms

    if not own:
        check_terms(asked.text, store)


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise UsageError(f"-p {text!r} is not of the form NAME=VALUE, such as year=2012")
    return name, value


def _guess(output: Path | None) -> str:
    """Take the format from the file's suffix; a table otherwise."""
    from ..output.rows import FORMATS

    suffix = output.suffix[1:] if output else ""
    return suffix if suffix in FORMATS else "table"


def _language(lang: str | None, kind: str) -> str | None:
    """The language of the labels; None if none are requested and the format is not meant for people."""
    from ..lookup.labels import reader_language

    return None if lang is None and kind not in ("table", "md", "xlsx") else reader_language(lang)


def _labelled(
    asked: Query, answer: Solutions | Triples | bool, store: Store, lang: str | None
) -> Solutions | Triples | bool:
    """Add labels in a language, if there is one."""
    from ..queries.in_language import labelled
    from ..sparql.answers import Solutions

    return labelled(asked, answer, store, lang) if lang and isinstance(answer, Solutions) else answer


def _emit(
    answer: Solutions | Triples | bool, kind: str, output: Path | None, taken: Mapping[str, list[Taken]]
) -> None:
    from ..output.rows import write

    if output is None and kind in ("parquet", "xlsx") and sys.stdout.isatty():
        raise UsageError(f"{kind} is a binary format; give a file with -o")
    write_output(write(answer, kind, taken=taken), output)


def _size(answer: Solutions | Triples | bool) -> str:
    if isinstance(answer, bool):
        return "one answer"
    noun = "row" if hasattr(answer, "rows") else "triple"
    return f"{len(answer)} {noun}{'' if len(answer) == 1 else 's'}"


@app.command()
@reads_graph
def queries(
    name: Annotated[str | None, typer.Argument(help="Name of a query to explain.")] = None,
    topic: Annotated[
        str | None, typer.Option("--topic", "-t", help="List only the queries of this topic.")
    ] = None,
    kind: Annotated[str, typer.Option("--format", "-f", help="Output format: text or md.")] = "text",
    graph: GraphChoice = OWN,
    lang: Lang = None,
) -> None:
    """List the queries of the library by topic, or explain one: parameters, legal values, columns.

    Example: jlac queries investments-in --lang es
    """
    from ..core.languages import LANGUAGES
    from ..lookup.labels import reader_language
    from ..queries.catalogue import listing, page
    from ..queries.library import find_query

    if lang is not None and lang not in LANGUAGES:
        raise UsageError(f"there are no texts in {lang!r}; choose one of {', '.join(LANGUAGES)}")
    if kind not in ("text", "md"):
        raise UsageError(f"unknown format {kind!r}; choose text or md")
    glossary = read_glossary(queries_dir())
    if name is not None:
        lines = _explain(find_query(name), graph, lang or reader_language())
    elif kind == "md":
        lines = [page(_of_topic(topic), glossary, lang or "en").removesuffix("\n")]
    else:
        lines = listing(_of_topic(topic), glossary, lang or reader_language())
    write_text("".join(f"{line}\n" for line in lines))


def _of_topic(topic: str | None) -> list[Query]:
    """Read the library, or the queries with a topic among their tags."""
    from ..queries.library import list_queries

    found = list_queries()
    if topic is None:
        return list(found)
    known = sorted({tag for q in found for tag in q.tags})
    if topic not in known:
        raise UsageError(f"unknown topic {topic!r}; choose one of {', '.join(known)}")
    return [q for q in found if topic in q.tags]


def _explain(asked: Query, graph: GraphChoice, lang: str) -> list[str]:
    from ..queries.catalogue import explained
    from ..queries.parameters import legal_values

    legal = {p.name: p.legal for p in asked.parameters}
    if any(p.open_list and not p.legal for p in asked.parameters):
        store = graph.open()
        legal = {p.name: legal_values(asked, p, store) for p in asked.parameters}
    return explained(asked, legal, read_glossary(queries_dir()), lang)
