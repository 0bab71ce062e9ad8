"""A page for every query of the library, and the list that leads to them."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from jlac_graph.core.namespaces import shorten
from jlac_graph.core.paths import queries_dir
from jlac_graph.queries.catalogue import by_topic
from jlac_graph.queries.glossary import Glossary, read_glossary

from .markdown import code, fence, link, table, text

if TYPE_CHECKING:
    from jlac_graph.queries.parameters import Parameter, Query

__all__ = ["library_pages"]

ANSWERS = Path(__file__).parents[2] / "tests" / "answers"
"""The rows of every query, which the tests compare with what the graph gives."""
_OTHERS = {"ja": "日本語", "es": "español", "pt": "português"}
_FRONT = "---\nhide: [navigation]\n---\n\n[Queries](index.md)\n\n"
_ROWS = 5
_HEAD = """# Queries

The library has {count} queries. Each runs by name on the command line (`jlac query NAME -p PARAMETER=VALUE`),
in Python (`kg.query("NAME", PARAMETER=VALUE)`), in the explorer, over HTTP
(`/api/queries/NAME?PARAMETER=VALUE`) and from a language model. A value may be a name in any language, an
acronym, a slug or an IRI. [SPARQL](../../sparql.md) explains the data model for queries of your own.
"""


def library_pages(
    queries: Sequence[Query], terms: Mapping[str, Sequence[tuple[str, str]]]
) -> Iterator[tuple[str, str]]:
    """Yield the path and text of each page.

    Parameters
    ----------
    terms : name of a query to the terms of the ontology that it names, each with the path of its page.
    """
    glossary = read_glossary(queries_dir())
    for query in queries:
        yield f"reference/queries/{query.name}.md", _page(query, glossary, terms.get(query.name, ()))
    yield "reference/queries/index.md", _index(queries, glossary)


def _index(queries: Sequence[Query], glossary: Glossary) -> str:
    lines = [_HEAD.format(count=len(queries))]
    for topic, group in by_topic(queries, glossary).items():
        rows = [(f"[{code(q.name)}]({q.name}.md)", text(q.summary())) for q in group]
        lines.append(f"## {text(_topic(topic, glossary))}\n\n{table(('query', 'question'), rows)}")
    return "\n".join(lines)


def _topic(topic: str, glossary: Glossary, lang: str = "en") -> str:
    return glossary.topics.get(topic, {}).get(lang, topic)


def _page(query: Query, glossary: Glossary, terms: Sequence[tuple[str, str]]) -> str:
    page = f"reference/queries/{query.name}.md"
    others = [
        (words, text(query.summary(lang)), text(query.description(lang))) for lang, words in _OTHERS.items()
    ]
    named = ", ".join(link(code(name), target, page) for name, target in terms)
    parts = [
        f"{_FRONT}# {text(query.summary())} ({code(query.name)})\n",
        f"{text(query.description())}\n",
        f"Topics: {', '.join(text(_topic(tag, glossary)) for tag in query.tags)}\n",
        table(("language", "question", "explanation"), others),
        fence("sh", "\n".join(_commands(query))),
        "## Parameters\n\n" + table(("name", "kind", "", "meaning"), map(_parameter, query.parameters))
        if query.parameters
        else "",
        "## Columns\n\n"
        + table(("name", "meaning"), ((code(c), text(query.column(c))) for c in query.columns))
        if query.columns
        else "",
        _rows(query),
        f"## SPARQL\n\n{fence('sparql', _body(query))}",
        f"## Terms\n\n{named}\n" if named else "",
    ]
    return "\n".join(part for part in parts if part)


def _body(query: Query) -> str:
    """Return the query without its header, which the page has in words."""
    return "".join(line for line in query.text.splitlines(keepends=True) if not line.startswith("#+"))


def _commands(query: Query) -> Iterator[str]:
    for values in query.examples or ({},):
        yield f"jlac query {query.name}" + "".join(f" -p {k}={shorten(v)}" for k, v in values.items())


def _parameter(parameter: Parameter) -> tuple[str, str, str, str]:
    needed = "required" if parameter.required else "optional"
    if parameter.default is not None:
        needed = f"default {code(shorten(parameter.default))}"
    about = [text(parameter.about.get("en", ""))]
    if parameter.legal:
        about.append(f"one of {', '.join(code(shorten(value)) for value in parameter.legal)}")
    return code(parameter.name), text(parameter.kind), needed, "; ".join(filter(None, about))


def _rows(query: Query) -> str:
    """Show the first rows of the answer without values for parameters, as the tests keep it."""
    path = ANSWERS / f"{query.name}.csv"
    columns, *rows = csv.reader(path.read_text("utf-8").splitlines())
    if not rows:
        return "## Rows\n\nThe answer has no row.\n"
    shown = table([code(c) for c in columns], ([text(cell) for cell in row] for row in rows[:_ROWS]))
    more = f"The first {_ROWS} of {len(rows):,} rows" if len(rows) > _ROWS else "All rows"
    given = " with the defaults of the parameters" if query.parameters else ""
    return f"## Rows\n\n{more}{given}, entities by id:\n\n{shown}"
