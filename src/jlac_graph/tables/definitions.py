"""What the tables define: the subjects to which a row gives a class, and the values that columns may take."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..csvw.templates import parse
from ..csvw.vocabulary import RDF
from .findings import Finding
from .hints import NO_HINT, Hint, did_you_mean, legal_values
from .quads import LINE, Loaded, expand, quote, variables
from .rule_texts import fault
from .suggestions import nearest
from .support import expand_prefix

if TYPE_CHECKING:
    from ..csvw.model import Column
    from .metadata import Table

__all__ = [
    "Definitions",
    "Nameless",
    "homes",
    "nameless",
    "template_of",
    "undefined_subjects",
    "value_reader",
]


FEW = 12
"""Most ids that a suggestion lists."""
SIMILAR = 60.0
"""Points of 100 from which on a misspelt id may be a name that other rows use."""


def homes(table: Table) -> set[str]:
    """Return the templates of the subjects to which a table gives a class."""
    rules = [column.rules for column in table.columns if not column.suppress and not table.suppressed]
    typed = [rule for rule in rules if expand_prefix(rule.property_url or "") == RDF + "type"]
    return {rule.about_url or "" for rule in typed}


@dataclass(frozen=True, slots=True)
class Nameless:
    """What a row would define whose id is at fault: it is not known how a corrected id reads.

    Attributes
    ----------
    table : name of the table.
    start : how the IRI begins.
    written : the cell at fault; empty for one that is missing.
    """

    table: str
    start: str
    written: str

    def may_be(self, name: str) -> bool:
        """Return whether the corrected id may be a name that other rows use: one that is similar."""
        from rapidfuzz import fuzz

        return not self.written or fuzz.ratio(_plain(self.written), _plain(name)) >= SIMILAR


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def nameless(tables: Iterable[Table], findings: Iterable[Finding]) -> list[Nameless]:
    """Find the rows whose id is at fault, so that it is not known what the row defines."""
    at_fault = [f for f in findings if f.severity == "error" and f.row > 1 and f.rule != "csvw:primaryKey"]
    cells: dict[tuple[str, str], list[str]] = {}
    for finding in at_fault:
        cells.setdefault((finding.file, finding.column), []).append(finding.value)
    return [
        Nameless(table.name, _start(home), value)
        for table in tables
        for home in sorted(homes(table))
        for column in variables(home)
        for value in cells.get((table.url, column), ())
    ]


def _start(template: str) -> str:
    """Return the text that a template begins with."""
    first = parse(expand_prefix(template))[0]
    return first if isinstance(first, str) else ""


@dataclass
class Definitions:
    """Looks up what is defined, once each.

    Attributes
    ----------
    loaded : the tables.
    vocabulary : IRIs that the ontology and its code lists define.
    """

    loaded: Loaded
    vocabulary: frozenset[str] = frozenset()
    _subjects: frozenset[str] | None = field(default=None, init=False)
    _legal: dict[str, tuple[str, ...]] = field(default_factory=dict, init=False)

    @property
    def subjects(self) -> frozenset[str]:
        """The IRIs of all subjects that a table gives a class."""
        if self._subjects is None:
            found = {
                iri
                for table in self.loaded.group.tables
                for template in homes(table)
                for (iri,) in self.loaded.db.execute(
                    f"SELECT DISTINCT {expand(table, template)} FROM {quote(table.url)}"
                ).fetchall()
            }
            self._subjects = frozenset(found)
        return self._subjects

    def legal(self, table: Table, column: Column) -> tuple[str, ...]:
        """List the values of a column that lead to something defined; empty when nothing says."""
        template = template_of(table, column)
        if template not in self._legal:
            read = value_reader(template, column.name)
            self._legal[template] = tuple(sorted(filter(None, map(read, self.vocabulary | self.subjects))))
        return self._legal[template]


def template_of(table: Table, column: Column) -> str:
    """Return the template that a column's values fill: its own, or that of the subject of its table."""
    if column.rules.value_url:
        return column.rules.value_url
    subjects = {other.rules.about_url or "" for other in table.columns if not other.suppress}
    about = [url for url in sorted(subjects - homes(table)) if variables(url) == [column.name]]
    return about[0] if about else ""


def value_reader(template: str, name: str) -> Callable[[str], str]:
    """Return a function from an IRI to the value of a column that leads to it, or to the empty text.

    Parameters
    ----------
    template : the column's, with no other variable than the column itself; any other leads to nothing.
    name : of the column.

    Examples
    --------
    >>> read = value_reader("https://w3id.org/jlac/id/place/{host}", "host")
    >>> read("https://w3id.org/jlac/id/place/chile"), read("https://w3id.org/jlac/id/agent/jbic")
    ('chile', '')
    """
    pieces = parse(expand_prefix(template))
    if variables(template) != [name] or len(pieces) > 3 or not isinstance(pieces[0], str):
        return lambda iri: ""
    start, end = pieces[0], pieces[2] if len(pieces) == 3 and isinstance(pieces[2], str) else ""
    slashes = "{+" in template

    def read(iri: str) -> str:
        if not (iri.startswith(start) and iri.endswith(end)):
            return ""
        value = iri[len(start) : len(iri) - len(end)]
        return value if slashes or "/" not in value else ""

    return read


def undefined_subjects(
    loaded: Loaded, tables: Sequence[Table], whole: set[str], unknown: Sequence[Nameless] = ()
) -> Iterator[Finding]:
    """Find rows about a subject to which no row of any table gives a class.

    Parameters
    ----------
    loaded : the tables that were read.
    tables : all tables, those that cannot be read as well.
    whole : urls of the tables of which every row is known; what others may define is not judged.
    unknown : rows whose id is at fault; what they may define is not judged.
    """
    known = [(table, template) for table in tables for template in sorted(homes(table))]
    listed: dict[str, str] = {}
    for table in loaded.group.tables:
        own = {c.rules.about_url or "" for c in table.columns if not c.suppress and not table.suppressed}
        for template in sorted(own - homes(table)):
            start = _start(template)
            near = [(t, h) for t, h in known if _start(h).startswith(start) or start.startswith(_start(h))]
            if near and variables(template) and all(t.url in whole for t, _ in near):
                names = {t.name for t, _ in near}
                lost = [row for row in unknown if row.table in names]
                defined = _iris(near)
                if defined not in listed:  # many tables ask for the same
                    listed[defined] = f"_defined_{len(listed)}"
                    loaded.db.execute(f"CREATE OR REPLACE TEMP TABLE {listed[defined]} AS {defined}")
                for finding in _undefined(loaded, table, template, near, listed[defined]):
                    if not any(row.may_be(finding.value.rpartition("/")[2]) for row in lost):
                        yield finding


def _iris(known: Iterable[tuple[Table, str]]) -> str:
    """Return the query of the IRIs that some templates make of the rows of their tables."""
    rows = " UNION ALL ".join(f"SELECT {expand(t, h)} AS iri FROM {quote(t.url)}" for t, h in known)
    return f"SELECT DISTINCT iri FROM ({rows}) WHERE iri IS NOT NULL"


def _undefined(
    loaded: Loaded, table: Table, template: str, known: list[tuple[Table, str]], defined: str
) -> Iterator[Finding]:
    column = variables(template)[-1]
    iri = expand(table, template)
    rows = loaded.db.execute(
        f"SELECT {LINE}, {quote(column)}, {iri} FROM {quote(table.url)} WHERE {quote(column)} IS NOT NULL "
        f"AND {iri} NOT IN (SELECT iri FROM {defined}) ORDER BY 1"
    ).fetchall()
    iris = [iri for (iri,) in loaded.db.execute(f"SELECT iri FROM {defined}").fetchall()] if rows else []
    for line, value, iri in rows:
        homes_of_kind = [t for t, h in known if iri.startswith(_start(h))]
        words = {"tables": _named(loaded, homes_of_kind or [t for t, _ in known])}
        yield fault("csvw:undefined", table.url, line, column, value, hint=_near(iri, value, iris), **words)


def _near(iri: str, value: str, defined: Sequence[str]) -> Hint:
    """Suggest the ids of the same kind nearest to one that is not defined, or all if they are few."""
    start, _, word = iri.rpartition("/")
    alike = [other.removeprefix(f"{start}/") for other in defined if other.startswith(f"{start}/")]
    kind = value.removesuffix(word)
    if near := nearest(word, alike):
        return did_you_mean([kind + name for name in near])
    return legal_values([kind + name for name in sorted(alike)]) if len(alike) <= FEW else NO_HINT


def _named(loaded: Loaded, tables: Sequence[Table]) -> str:
    """Name the files of tables, those with most rows first."""
    rows: Counter[str] = Counter()
    for table in tables:
        rows[f"{table.name}.csv"] += loaded.rows(table) if table in loaded.group.tables else 0
    names = [name for name, _ in rows.most_common()]
    return ", ".join(names if len(names) <= 3 else [*names[:3], "…"])
