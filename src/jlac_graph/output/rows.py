"""Writers of query results: the W3C formats, tables for people, and RDF for triples.

Examples
--------
>>> from pyoxigraph import Literal
>>> from jlac_graph.sparql.answers import Solutions
>>> write(Solutions(("n", "m"), ((Literal(3), None),)), "csv")
b'n,m\\r\\n3,\\r\\n'
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ..core.characters import for_people, for_xml
from ..core.errors import UsageError
from ..core.namespaces import PREFIXES
from ..core.rdf_formats import RDF_FORMATS
from ..core.terms import written
from ..sparql.answers import Solutions, Triples
from ..sparql.triples_writer import write_triples
from .terminal import draw, merged

if TYPE_CHECKING:
    from ..sparql.syntax import Term

__all__ = ["FORMATS", "GRAPH_FORMATS", "ROW_FORMATS", "write"]


def write(
    answer: Solutions | Triples | bool, kind: str, *, taken: Mapping[str, object] | None = None
) -> bytes:
    """Write an answer in a format.

    Parameters
    ----------
    answer : what a store answered.
    kind : one of ROW_FORMATS for rows and ASK, of GRAPH_FORMATS for triples.
    taken : what each parameter was taken for, as data; stands in JSON beside the rows, and in a workbook on
        a second sheet.

    Raises
    ------
    UsageError : for a format that this kind of answer cannot take; lists those it can.
    """
    if isinstance(answer, Triples):
        return _write_graph(answer, kind)
    rows = _boolean(answer) if isinstance(answer, bool) else answer
    if kind not in _WRITERS:
        raise UsageError(f"rows cannot be written as {kind!r}; choose one of {', '.join(ROW_FORMATS)}")
    if kind == "json" and (taken or isinstance(answer, bool)):
        return _json(answer, {"taken": taken} if taken else {})
    if isinstance(answer, bool) and kind == "xml":
        return _boolean_xml(answer)
    if kind == "xlsx":
        return _xlsx(rows, taken or {})
    return _WRITERS[kind](rows)


def _boolean(answer: bool) -> Solutions:
    from pyoxigraph import Literal

    return Solutions(("answer",), ((Literal(answer),),))


def _boolean_xml(answer: bool) -> bytes:
    return f"{_XML_HEAD}<head></head><boolean>{str(answer).lower()}</boolean></sparql>\n".encode()


def _plain(term: Term | None) -> str:
    """Write a term as SPARQL CSV does: its value only."""
    if term is None:
        return ""
    value = getattr(term, "value", None)
    return str(value) if value is not None and not _is_blank(term) else written(term)


def _is_blank(term: Any) -> bool:
    from pyoxigraph import BlankNode

    return isinstance(term, BlankNode)


def _csv(rows: Solutions) -> bytes:
    import csv
    import io

    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(rows.columns)
    writer.writerows([_plain(t) for t in row] for row in rows)
    return out.getvalue().encode()


def _tsv(rows: Solutions) -> bytes:
    head = "\t".join(f"?{c}" for c in rows.columns)
    lines = ("\t".join("" if t is None else written(t).replace("\t", "\\t") for t in r) for r in rows)
    return "".join(f"{line}\n" for line in [head, *lines]).encode()


def _json(answer: Solutions | bool, beside: Mapping[str, object]) -> bytes:
    if isinstance(answer, bool):
        return json.dumps({"head": {}, **beside, "boolean": answer}, ensure_ascii=False).encode()
    bindings = [
        {c: _json_term(t) for c, t in zip(answer.columns, row, strict=True) if t is not None}
        for row in answer
    ]
    document = {"head": {"vars": list(answer.columns)}, **beside, "results": {"bindings": bindings}}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _json_term(term: Any) -> dict[str, Any]:
    from pyoxigraph import BlankNode, Literal, Triple

    if isinstance(term, Triple):
        return {"type": "triple", "value": {name: _json_term(getattr(term, name)) for name in _PARTS}}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if not isinstance(term, Literal):
        return {"type": "uri", "value": term.value}
    found = {"type": "literal", "value": term.value}
    if term.language:
        direction = {"its:dir": str(term.direction)} if term.direction else {}
        return {**found, "xml:lang": term.language, **direction}
    if term.datatype.value != PREFIXES["xsd"] + "string":
        return {**found, "datatype": term.datatype.value}
    return found


_PARTS = ("subject", "predicate", "object")
_XML_DIRECTION = ' xmlns:its="http://www.w3.org/2005/11/its" its:version="2.0"'
_XML_HEAD = '<?xml version="1.0"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">'


def _xml(rows: Solutions) -> bytes:
    from xml.sax.saxutils import quoteattr

    head = "".join(f"<variable name={quoteattr(c)}/>" for c in rows.columns)
    parts = [f"{_XML_HEAD}\n<head>{head}</head>\n<results>\n"]
    for row in rows:
        cells = zip(rows.columns, row, strict=True)
        parts.append("<result>")
        parts += [f"<binding name={quoteattr(c)}>{_xml_term(t)}</binding>" for c, t in cells if t]
        parts.append("</result>\n")
    return "".join([*parts, "</results>\n</sparql>\n"]).encode()


def _xml_term(term: Any) -> str:
    from xml.sax.saxutils import escape, quoteattr

    found = _json_term(term)
    if found["type"] == "triple":
        parts = (f"<{name}>{_xml_term(getattr(term, name))}</{name}>" for name in _PARTS)
        return f"<triple>{''.join(parts)}</triple>"
    value = escape(for_xml(found["value"]), {"\r": "&#13;"})
    if found["type"] != "literal":
        return f"<{found['type']}>{value}</{found['type']}>"
    names = ("xml:lang", "its:dir", "datatype")
    extra = "".join(f" {name}={quoteattr(found[name])}" for name in names if name in found)
    return f"<literal{extra}{_XML_DIRECTION if 'its:dir' in found else ''}>{value}</literal>"


def _markdown(rows: Solutions) -> bytes:
    def line(cells: Iterable[str]) -> str:
        plain = (for_people(c.replace("\r", "")) for c in cells)
        clean = (c.replace("|", "\\|").replace("\n", "<br>") for c in plain)
        return "| " + " | ".join(clean) + " |\n"

    names, cells = merged(rows)
    rule = line("---" for _ in names)
    return "".join([line(names), rule, *map(line, cells)]).encode()


def _table(rows: Solutions) -> bytes:
    """Draw rows as wide as the terminal."""
    import shutil

    return draw(rows, width=shutil.get_terminal_size((120, 24)).columns).encode()


def _write_graph(answer: Triples, kind: str) -> bytes:
    form = RDF_FORMATS.get(_STANDS_FOR.get(kind, kind))
    if form is None or form.has_graphs:
        raise UsageError(f"triples cannot be written as {kind!r}; choose one of {', '.join(GRAPH_FORMATS)}")
    return write_triples(answer, form)


def _parquet(rows: Solutions) -> bytes:
    from .spreadsheets import parquet

    return parquet(rows)


def _xlsx(rows: Solutions, taken: Mapping[str, object]) -> bytes:
    from .spreadsheets import xlsx

    return xlsx(rows, taken)


_WRITERS: dict[str, Callable[[Solutions], bytes]] = {
    "table": _table, "csv": _csv, "tsv": _tsv, "json": lambda rows: _json(rows, {}), "xml": _xml,
    "md": _markdown, "parquet": _parquet, "xlsx": lambda rows: _xlsx(rows, {}),
}  # fmt: skip
_STANDS_FOR = {"table": "ttl", "json": "jsonld", "rdf": "xml"}
ROW_FORMATS = tuple(_WRITERS)
GRAPH_FORMATS = tuple(form.name for form in RDF_FORMATS.values() if not form.has_graphs)
FORMATS = tuple(dict.fromkeys([*ROW_FORMATS, *GRAPH_FORMATS]))
