"""``jlac show`` and ``jlac search``."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from ..core.errors import NotFoundError, UsageError
from ..open_graph import GraphChoice
from .app import app
from .options import OWN, Lang, reads_graph
from .streams import write_output, write_text

if TYPE_CHECKING:
    from ..lookup.profile import FactRow, Profile
    from ..lookup.search import Names
    from ..sparql.store import Store

__all__ = ["search", "show"]

Form = Annotated[str, typer.Option("--format", "-f", help="Output format: text or json.")]


@app.command()
@reads_graph
def show(
    entity: Annotated[str, typer.Argument(help="A slug, IRI, label or acronym.")],
    form: Form = "text",
    graph: GraphChoice = OWN,
    lang: Lang = None,
) -> None:
    """Show the profile of an entity, each statement with its source.

    Example: jlac show jbic
    """
    from ..core.namespaces import shorten
    from ..lookup.labels import reader_language
    from ..lookup.profile import profile
    from ..lookup.search import read_names, resolve

    _check(form)
    store = graph.open()
    spoken = reader_language(lang)
    names = read_names(store)
    found = profile(store, resolve(store, entity, names=names), lang=spoken)
    if form == "json":
        content = asdict(found)
        content |= {"figures": content.pop("statistics"), "id": shorten(found.iri)}
        _json(content)
    else:
        write_text("".join(f"{line}\n" for line in _lines(found, spoken)))
    _tell_choice(store, names, entity, shorten(found.iri), spoken)


def _tell_choice(store: Store, names: Names, text: str, taken: str, lang: str) -> None:
    """Say on stderr that other names begin with a name, if they do."""
    from ..lookup.describer import Describer
    from ..lookup.namesakes import namesakes
    from ..network.trace_words import taken_for

    if others := namesakes(names, text, taken):
        labels = Describer(store, lang).labels([taken, *others])
        sys.stderr.write(taken_for(text, taken, others, labels, lang) + "\n")


@app.command()
@reads_graph
def search(
    text: Annotated[str, typer.Argument(help="A name, or part of one, in any language.")],
    limit: Annotated[int, typer.Option(min=1, help="Maximum number of results.")] = 20,
    form: Form = "text",
    graph: GraphChoice = OWN,
    lang: Lang = None,
) -> None:
    """Find entities by name in any language, best match first.

    Example: jlac search 三井
    """
    from ..core.messages import phrase
    from ..core.namespaces import short_id
    from ..lookup.describer import Describer
    from ..lookup.labels import reader_language
    from ..lookup.search import search as find

    _check(form)
    store = graph.open()
    hits = find(store, text, limit=limit + 1)
    if not hits:
        raise NotFoundError("entity", text)
    more, hits = len(hits) > limit, hits[:limit]
    spoken = reader_language(lang)
    labels = Describer(store, spoken).labels([hit.thing for hit in hits])
    if form == "json":
        _json([{**asdict(hit), "label": labels[hit.thing]} for hit in hits])
    else:
        ids = [short_id(hit.thing) for hit in hits]
        width = max(map(len, ids))
        for name, hit in zip(ids, hits, strict=True):
            write_text(f"{name:<{width}}  {labels[hit.thing]}\n")
    if more:
        sys.stderr.write(phrase("more than {limit}; --limit shows more", spoken, limit=str(limit)) + "\n")


def _check(form: str) -> None:
    if form not in ("text", "json"):
        raise UsageError(f"unknown format {form!r}; choose text or json")


def _json(content: object) -> None:
    write_output(json.dumps(content, ensure_ascii=False, indent=1) + "\n")


def _lines(found: Profile, lang: str) -> Iterator[str]:
    from ..core.messages import phrase
    from ..core.namespaces import short_id

    kinds = ", ".join(found.kinds) or phrase("unclassified", lang)
    yield f"{found.label}  ({short_id(found.iri)}; {kinds})"
    for tag, names in found.names.items():
        yield f"  {tag or '-':<3} {'; '.join(names)}"
    for name, values in found.about.items():
        yield f"  {name}: {'; '.join(values)}"
    for other in found.see_also:
        yield f"  {phrase('see also', lang)}: {other}"
    if found.sources:
        yield f"  {phrase('stated in', lang)} {' '.join(found.sources)}"
    yield from _section("statements", found.facts, lang)
    yield from _section("may be the same or related: a remark of the curators", found.related, lang)
    yield from _section("entities that refer to it", found.inward, lang)
    yield from _section("statistics", found.statistics, lang)


def _section(title: str, rows: tuple[FactRow, ...], lang: str) -> Iterator[str]:
    if not rows:
        return
    from ..core.messages import phrase
    from ..core.namespaces import short_id

    yield f"\n{phrase(title, lang)} ({len(rows):,})"
    for row in rows:
        yield f"  {row.words}" + (f" [{row.role}]" if row.role else "")
        for name, value in row.remarks.items():
            yield f"    {phrase('{name}: {value}', lang, name=name, value=value)}"
        if row.event:
            yield f"    {phrase('one of several accounts of', lang)} {short_id(row.event)}"
        yield f"    {short_id(row.id)}  {' '.join(row.sources) or phrase('no source', lang)}"
