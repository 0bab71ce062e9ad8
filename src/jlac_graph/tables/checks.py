"""Check the cells of the tables by what their schemas say of them; all faults at once.

`reader` reads the files; here SQL looks at cells (required, characters, type, form, range) and keys.
A first look at all tables says what need not be tested; one query a table says which tests fail at all, and
only those are asked for their rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ..core.edtf import EXAMPLES, is_edtf
from ..csvw.model import Column
from .advice import form_in_words
from .definitions import Definitions, nameless, undefined_subjects
from .findings import Finding
from .first_look import NOTHING, Look, first_look, is_date, latin_language
from .forms import (
    DATE,
    DATES,
    DAY_NUMBER,
    ERROR_IN_TEXT,
    ERROR_VALUE,
    ESCAPE,
    FORMS,
    FORMULA,
    FULL_WIDTH,
    JAPANESE,
    LOOK_ALIKE,
    LOOK_ALIKES,
    LOST,
    MOJIBAKE,
    MONTH_NAME,
    PLACEHOLDER,
    ROUNDED,
    SIZED,
    SPACE,
    UNFINISHED,
    UNSAFE,
    UNSEEN,
    UNUSUAL_SPACE,
    USUAL,
    unseen,
    unusual_spaces,
)  # fmt: skip
from .hints import NO_HINT, Hint
from .key_checks import foreign_key, primary_key
from .metadata import Table
from .number_words import number_way
from .quads import LINE, Loaded, quote, text
from .reader import ReadTable
from .rule_texts import fault
from .suggestions import somewhat_near, suggestion

__all__ = ["check_cells", "invalid_form"]

KINDS = {
    "decimal": ("a number", "数値", "un número", "um número", "a number with a point, as 2800000000 or 29.5"),
    "integer": ("a whole number", "整数", "un número entero", "um número inteiro", "a whole number, as 2012"),
    "boolean": ("true or false", "真偽値", "un valor lógico", "um valor lógico", "true or false"),
    "anyURI": (
        "a full address", "完全なURL", "una dirección completa", "um endereço completo",
        "a full address with at most one #, as https://example.org/page",
    ),
    "date": (
        "a year, a month or a day that exists", "実在する年・年月・年月日", "un año, mes o día que exista",
        "um ano, mês ou dia que exista", "2012, 2012-03 or 2012-03-01",
    ),
    "edtf": (
        "a date in EDTF that exists", "実在するEDTF形式の日付", "una fecha EDTF que exista",
        "uma data EDTF que exista", EXAMPLES,
    ),
}  # fmt: skip
EXAMPLE = "pan-pacific-copper"
"""The example of an id in `WORDED`."""
KIND_AND_ID = "a kind and an id, as {first}/pan-pacific-copper; the kinds are {kinds}"
WORDED = {
    "[A-Z0-9]{18}[0-9]{2}": "18 capital letters and digits and two check digits",
    "[a-z0-9-]+/[A-Za-z0-9-]+": "a scheme and a code in it, as product/lithium",
    "[A-Z][A-Za-z]+": "the name of a class, as Firm",
    "Q[0-9]+": "an id of Wikidata, as Q17",
    "[0-9]{3}": "three digits, as 032",
    "[A-Z]{2}": "two capital letters, as MX",
    "[a-z0-9]+(-[a-z0-9]+)*": "small letters, digits and single hyphens, as pan-pacific-copper",
    "https?://[A-Za-z0-9._~:/?@!$&'()*+,;=%-]+[/#]": "an address that ends in / or #, as https://example.org/mine/",
    "[A-Z]{3}": "three capital letters, as USD",
    "[a-z0-9-]+#[a-z0-9.-]+": "a source and a place in it, as idb-mg-172#case-mining.p5",
}


@dataclass(frozen=True, slots=True)
class _Test:
    """A test of the cells of a column: the SQL that is true of a fault, and the words."""

    column: Column
    rule: str
    sql: str
    listed: bool = False
    words: Mapping[str, str | Hint] = field(default_factory=dict)

    def any(self) -> str:
        """SQL that says whether a row holds a fault."""
        if not self.listed:
            return self.sql
        items = _split(self.column)
        return f"len(list_filter({items}, lambda item: {self.sql})) > 0"


def _split(column: Column) -> str:
    """Return the SQL list of the items of a column's cell."""
    return f"string_split({quote(column.name)}, {text(column.rules.separator or '')})"


def check_cells(
    loaded: Loaded, tables: Sequence[ReadTable], *, vocabulary: frozenset[str] = frozenset()
) -> list[Finding]:
    """Check every cell and key of loaded tables.

    Parameters
    ----------
    loaded : the tables.
    tables : what was read of their files; records that were left out are not looked at, and keys
        that lead to a table without all its records, or that may be an id at fault, are not judged.
    vocabulary : IRIs that the ontology and its code lists define, from which right values are suggested.
    """
    definitions = Definitions(loaded, vocabulary)
    found = [f for name in loaded.group.names for f in primary_key(loaded, name)]
    readable = [read.table for read in tables if read.readable]
    looks = first_look(loaded.db, readable)
    for table in readable:
        found += _cells(definitions, table, looks.get(table.url, NOTHING))
    lost = {read.table.url for read in tables if read.lost or not read.readable}
    whole = {read.table.url for read in tables} - lost
    unknown = nameless(readable, found)
    gaps = {read.table.name for read in tables if read.table.url not in whole}
    for table in readable:
        for key in table.foreign_keys:
            found += foreign_key(loaded, table, key, unknown) if key.table not in gaps else ()
    skipped = {(read.table.url, line) for read in tables for line in read.lost | read.skipped}
    known = {(f.file, f.row, f.column) for read in tables for f in read.findings}
    found = [f for f in found if (f.file, f.row) not in skipped and _place(f) not in known]
    skipped |= {(f.file, f.row) for f in found if f.rule == "csvw:foreignKey"}  # the cause of the other
    found += [
        f
        for f in undefined_subjects(loaded, [read.table for read in tables], whole, unknown)
        if (f.file, f.row) not in skipped
    ]
    return sorted(_one_a_cell(found))


def _place(finding: Finding) -> tuple[str, int, str]:
    return finding.file, finding.row, finding.column


def _one_a_cell(findings: list[Finding]) -> Iterator[Finding]:
    """Keep, of the findings at one cell, what lies deepest: a stray character spoils the form too."""
    depth: dict[tuple[str, int, str], int] = {}
    for finding in findings:
        depth[_place(finding)] = min(_depth(finding), depth.get(_place(finding), len(DEPTHS)))
    for finding in findings:
        if _depth(finding) == depth[_place(finding)]:
            yield finding


def _depth(finding: Finding) -> int:
    name = finding.rule.partition(":")[2]
    return DEPTHS.index(name) if name in DEPTHS else len(DEPTHS)


DEPTHS = (
    "error-value",
    "formula",
    "look-alike",
    "day-number",
    "month-name",
    "rounded",
    "no-value",
    "unsafe-address",
    "digits",
    "character",
    "mojibake",
    "normal-form",
    "space",
    "required",
    "datatype",
    "format",
    "minimum",
    "maximum",
    "foreignKey",
    "undefined",
    "placeholder",
    "lost-letters",
    "full-width",
    "half-width",
    "language",
)


def _cells(definitions: Definitions, table: Table, look: Look) -> Iterator[Finding]:
    db = definitions.loaded.db
    tests: list[_Test] = []
    for column in table.stored:
        vague = _vague_dates(db, table, column) if look.dates else []
        tests += _tests(column, look, vague)
    if look.odd:
        tests += [test for column in table.stored for test in _text_tests(column)]
    sums = ", ".join(f"coalesce(bool_or({test.any()}), false)" for test in tests)
    failed = (db.execute(f"SELECT {sums} FROM {quote(table.url)}").fetchone() or ()) if tests else ()
    for test, fails in zip(tests, failed, strict=True):
        if fails:
            yield from _faults(definitions, table, test)


def invalid_form(db: Any, table: Table, column: Column, under: str) -> str:
    """Return the SQL that is true where the cell of a column is not of the form that another column asks for.

    Parameters
    ----------
    column : the column whose form is asked for.
    under : name of the column whose cells are tested.
    """
    moved = replace(column, name=under)
    tests = _tests(moved, Look(odd=False, foreign=True, dates=False), _vague_dates(db, table, moved))
    sums = " OR ".join(f"({test.any()})" for test in tests if test.rule not in ("csvw:required", "csvw:year"))
    return f"coalesce({sums or 'false'}, false)"


def _text_tests(column: Column) -> Iterator[_Test]:
    cell, separator = quote(column.name), column.rules.separator
    double = f" OR contains({cell}, {text(separator * 2)})" if separator else ""
    yield _Test(column, "csvw:space", f"regexp_matches({cell}, '^{SPACE}|{SPACE}$'){double}")
    yield _Test(column, "csvw:character", f"regexp_matches({cell}, '{UNSEEN}')")
    yield _Test(column, "csvw:mojibake", f"regexp_matches({cell}, '{MOJIBAKE}')")
    yield _Test(column, "csvw:normal-form", f"nfc_normalize({cell}) <> {cell}")
    yield _Test(column, "csvw:error-value", _is_or_has(cell, ERROR_VALUE, ERROR_IN_TEXT))
    yield _Test(column, "csvw:formula", f"regexp_full_match({cell}, {text('(?s)' + FORMULA)})")
    alike = f"[{''.join(sorted(LOOK_ALIKES))}]" if column.rules.datatype.format else LOOK_ALIKE
    yield _Test(column, "csvw:look-alike", f"regexp_matches({cell}, {text(alike)})")
    if not column.rules.datatype.format and column.rules.datatype.base == "string":
        yield _Test(column, "csvw:placeholder", _is_or_has(cell, PLACEHOLDER, UNFINISHED))
        yield _Test(column, "csvw:lost-letters", f"regexp_matches({cell}, {text(LOST)})")
        yield _Test(column, "csvw:escaped", f"regexp_matches({cell}, {text(ESCAPE)})")
        yield _Test(column, "csvw:unusual-space", f"regexp_matches({cell}, {text(UNUSUAL_SPACE)})")
    if not column.rules.datatype.format:
        for rule, form in USUAL.get(column.rules.datatype.base, ()):
            yield _Test(column, f"csvw:{rule}", f"regexp_full_match({cell}, {text(form)})")


def _is_or_has(cell: str, whole: str, part: str) -> str:
    return f"regexp_full_match({cell}, {text(whole)}) OR regexp_matches({cell}, {text(part)})"


def _vague_dates(db: Any, table: Table, column: Column) -> list[str]:
    """The values of a column of dates that are valid EDTF but not a year, a month or a day."""
    if not column.rules.datatype.partial:
        return []
    cell = quote(column.name)
    sql = f"SELECT DISTINCT {cell} FROM {quote(table.url)} WHERE NOT regexp_full_match({cell}, '{DATE}')"
    return [value for (value,) in db.execute(sql).fetchall() if is_edtf(value)]


def _tests(column: Column, look: Look, vague: Sequence[str]) -> Iterator[_Test]:
    cell, rules = quote(column.name), column.rules
    if rules.required:
        yield _Test(column, "csvw:required", f"{cell} IS NULL")
    listed, datatype = bool(rules.separator), rules.datatype
    item = "item" if listed else cell
    yield from _of_language(column, look)
    if is_date(column):
        kind = "date" if datatype.partial else datatype.base
        for rule, form in (("day-number", DAY_NUMBER), ("month-name", MONTH_NAME)) if look.dates else ():
            yield _Test(column, f"csvw:{rule}", f"regexp_full_match({item}, {text(form)})", listed)
        whole = f"length({item}) = {DATES[kind]}" if not datatype.partial else "true"
        known = f" OR {item} IN ({', '.join(map(text, vague))})" if vague else ""
        wrong = f"{item} IS NOT NULL AND NOT ({whole} AND {_is_date(item)}{known})"
        yield _typed(column, "edtf" if datatype.partial else kind, wrong, listed)
        plain = f"regexp_full_match({item}, '{DATE}')"
        yield _Test(column, "csvw:year", f"{plain} AND ({item} < '1500' OR {item} >= '2101')", listed)
    elif datatype.base in FORMS:
        form = f"NOT regexp_full_match({item}, {text(FORMS[datatype.base])})"
        yield _typed(column, datatype.base, form, listed)
        if datatype.base == "anyURI":
            yield _Test(column, "csvw:unsafe-address", f"regexp_full_match({item}, {text(UNSAFE)})", listed)
        if datatype.base in ("decimal", "integer"):
            sized = f"regexp_full_match({item}, {text(SIZED)})"
            yield _Test(column, "csvw:digits", f"NOT ({form}) AND NOT {sized}", listed)
    elif datatype.format:
        form = f"NOT regexp_full_match({item}, {text(datatype.format)})"
        words = {"form": _worded(datatype.format)}
        yield _Test(column, "csvw:format", form, listed, words)
    for key, sign, rule in (("minInclusive", "<", "minimum"), ("maxInclusive", ">", "maximum")):
        if bound := str(datatype.bounds.get(key, "")):
            number = f"TRY_CAST({item} AS DECIMAL(38, 9)) {sign} CAST({text(bound)} AS DECIMAL(38, 9))"
            yield _Test(column, f"csvw:{rule}", number, listed, {"bound": bound})


def _of_language(column: Column, look: Look) -> Iterator[_Test]:
    """Yield the tests of the script of a column's language: Japanese, or Latin letters."""
    cell, lang = quote(column.name), column.rules.lang
    if column.rules.datatype.base != "string" or column.rules.datatype.format:
        return
    japanese = f"length(regexp_replace({cell}, {text(JAPANESE)}, '', 'g'))"
    if lang == "ja":
        latin = f"{japanese} = length({cell}) AND regexp_matches({cell}, '[a-z]{{2}}')"
        yield _Test(column, "csvw:not-japanese", latin)
    elif look.foreign and latin_language(column):
        left = f"length(regexp_replace({cell}, '[^\\pL]|\\p{{Latin}}', '', 'g'))"
        latin = f"length(regexp_replace({cell}, '\\P{{Latin}}', '', 'g'))"
        yield _Test(column, "csvw:language", f"{left} > {latin}", words={"lang": lang})
        yield _Test(column, "csvw:full-width", f"regexp_matches({cell}, {text(FULL_WIDTH)})")


def _worded(form: str) -> Hint:
    """Return a form in words; that of an id with its kind names the kinds."""
    if match := re.fullmatch(r"\(([a-z|]+)\)/\[a-z0-9\]\+.*", form):
        kinds = match[1].split("|")
        return form_in_words(KIND_AND_ID, first=kinds[0], kinds=", ".join(kinds))
    return form_in_words(WORDED.get(form, form))


def _typed(column: Column, kind: str, sql: str, listed: bool) -> _Test:
    *kinds, form = KINDS[kind]
    names = ("kind", "kind_ja", "kind_es", "kind_pt")
    words: dict[str, str | Hint] = dict(zip(names, kinds, strict=True))
    words["form"] = form_in_words(form)
    return _Test(column, "csvw:datatype", sql, listed, words)


def _is_date(item: str) -> str:
    whole = f"rpad({item}, 10, substr('0000-01-01', length({item}) + 1))"
    return f"(regexp_full_match({item}, '{DATE}') AND TRY_CAST({whole} AS DATE) IS NOT NULL)"


def _faults(definitions: Definitions, table: Table, test: _Test) -> Iterator[Finding]:
    column, cell = test.column, quote(test.column.name)
    source, shown = quote(table.url), cell
    if test.listed:
        items = f"unnest({_split(column)})"
        source, shown = f"(SELECT {LINE}, {items} AS item FROM {source})", "item"
    rows = definitions.loaded.db.execute(
        f"SELECT DISTINCT {LINE}, coalesce({shown}, '') FROM {source} WHERE {test.sql} ORDER BY 1, 2"
    ).fetchall()
    for line, value in rows:
        words = {**test.words, "code": _codes(value), "letters": _letters(value), "escapes": _escapes(value)}
        legal = definitions.legal(table, column) if test.rule in MENDED else ()
        way = number_way(table, column, value) or suggestion(column, value, legal)
        way = way if test.rule in MENDED else NO_HINT
        if isinstance(form := words.get("form"), Hint):
            words["form"] = _fitting(form, value, legal)
        yield fault(_closer(test.rule, value), table.url, line, column.name, value, hint=way, **words)


def _fitting(form: Hint, value: str, legal: Sequence[str]) -> Hint:
    """Return the form of a code with the legal value nearest to a cell as its example."""
    if not legal or "/" in legal[0] or not re.search(r"[^\W_]", value):
        return form
    own = somewhat_near(value.lower(), legal, most=1)[0]
    return Hint(*(said.replace(EXAMPLE, own) for said in (form.en, form.ja, form.es, form.pt)))


def _closer(rule: str, value: str) -> str:
    """Return the rule that says what spoilt a value that does not have its form, where that can be told."""
    if rule == "csvw:format":
        for name, form in (("month-name", MONTH_NAME), ("rounded", ROUNDED)):
            if re.fullmatch(form, value):
                return f"csvw:{name}"
    if rule in ("csvw:format", "csvw:datatype") and re.fullmatch(PLACEHOLDER, value):
        return "csvw:no-value"
    return rule


MENDED = (
    "csvw:look-alike",
    "csvw:day-number",
    "csvw:month-name",
    "csvw:datatype",
    "csvw:format",
    "csvw:character",
    "csvw:space",
    "csvw:normal-form",
    "csvw:mojibake",
    "csvw:escaped",
)


def _letters(value: str) -> str:
    return ", ".join(sorted({f"{c} (U+{ord(c):04X})" for c in value if c in LOOK_ALIKES}))


def _codes(value: str) -> str:
    return ", ".join(sorted({f"U+{ord(c):04X}" for c in [*unseen(value), *unusual_spaces(value)]}))


def _escapes(value: str) -> str:
    return ", ".join(dict.fromkeys(match[0] for match in re.finditer(ESCAPE, value)))
