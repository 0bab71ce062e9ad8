"""The mapping of CSVW metadata in RML, for the columns whose triples RML can name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from jlac_graph.csvw.model import Column
from jlac_graph.csvw.templates import Expression, parse
from jlac_graph.csvw.vocabulary import DATATYPES
from jlac_graph.tables.metadata import Table, TableGroup
from jlac_graph.tables.quads import variables
from jlac_graph.tables.support import expand_prefix

PREFIXES = """
@prefix rml: <http://w3id.org/rml/> .
@prefix grel: <http://users.ugent.be/~bjdmeest/function/grel.ttl#> .
@prefix morph: <https://github.com/morph-kgc/morph-kgc/function/built-in.ttl#> .
"""


RESERVED = frozenset({"subject", "predicate", "object", "graph"})
"""Columns whose cells morph-kgc replaces by terms that it has made."""


def mapped(table: Table, column: Column) -> bool:
    """Return whether RML maps a column to the triples of CSVW.

    Its literals have one datatype, and no triple comes of an empty cell.
    """
    rules = column.rules
    if column.suppress or table.suppressed or rules.datatype.partial or rules.default:
        return False
    filled = {other.name for other in table.columns if other.rules.required} | {column.name}
    used = {name for url in (rules.about_url, rules.property_url, rules.value_url) for name in variables(url)}
    return used <= filled and not (used | {column.name}) & RESERVED


def in_one_graph(group: TableGroup) -> TableGroup:
    """Return the tables with only the columns that RML maps, and without the graph of each source."""
    tables = (
        replace(
            table,
            columns=tuple(replace(column, suppress=not mapped(table, column)) for column in table.columns),
            graph_by_source="",
        )
        for table in group.tables
    )
    return replace(group, tables=tuple(tables))


def rml(group: TableGroup) -> str:
    """Return the mapping of the columns that RML maps."""
    maps = (text for number, table in enumerate(group.tables) for text in _maps(table, f"t{number}"))
    return "\n".join([PREFIXES, *maps])


def _maps(table: Table, name: str) -> Iterator[str]:
    """Yield a triples map for each template of subjects, and the function of each list."""
    by_subject: dict[str, list[Column]] = defaultdict(list)
    for column in table.columns:
        if mapped(table, column):
            by_subject[_iri(column.rules.about_url)].append(column)
    for number, (subject, columns) in enumerate(by_subject.items()):
        objects = [_object(column, f"{name}-{column.name}") for column in columns]
        predicates = [f"rml:predicateMap [ {_iri(column.rules.property_url)} ]" for column in columns]
        parts = [
            f'<#{name}-{number}> rml:logicalSource [ rml:source "{table.path}" ; '
            "rml:referenceFormulation rml:CSV ]",
            f"rml:subjectMap [ {subject} ]",
            *(
                f"rml:predicateObjectMap [ {predicate} ; rml:objectMap [ {value} ] ]"
                for predicate, value in zip(predicates, objects, strict=True)
            ),
        ]
        yield " ;\n  ".join(parts) + " ."
    yield from _functions(name, (column for columns in by_subject.values() for column in columns))


def _functions(name: str, columns: Iterable[Column]) -> Iterator[str]:
    for column in columns:
        if separator := column.rules.separator:
            yield (
                f"<#{name}-{column.name}> rml:function morph:string_split_explode ; rml:input "
                "[ rml:parameter grel:valueParameter ; "
                f'rml:inputValueMap [ rml:reference "{column.name}" ] ] , '
                f'[ rml:parameter grel:p_string_sep ; rml:inputValueMap [ rml:constant "{separator}" ] ] .'
            )


def _object(column: Column, function: str) -> str:
    rules = column.rules
    if rules.value_url is not None:
        return _iri(rules.value_url)
    if rules.separator:
        value = f"rml:functionExecution <#{function}> ; rml:termType rml:Literal"
    else:
        value = f'rml:reference "{column.name}"'
    datatype = rules.datatype
    if datatype.base != "string" or datatype.id:
        return f"{value} ; rml:datatype <{datatype.id or DATATYPES[datatype.base]}>"
    return value if rules.lang == "und" else f'{value} ; rml:language "{rules.lang}"'


def _iri(template: str | None) -> str:
    """Return a URI template as one of RML; what may stand unencoded is an option of the tool."""
    pieces = parse(expand_prefix(template or ""))
    if all(isinstance(piece, str) for piece in pieces):
        return f"rml:constant <{''.join(map(str, pieces))}>"
    text = "".join(
        f"{{{piece.variables[0][0]}}}" if isinstance(piece, Expression) else piece for piece in pieces
    )
    return f'rml:template "{text}"'
