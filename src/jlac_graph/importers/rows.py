"""The rows that a record yields, by the rules of a mapping, with its passage and its row in the ledger."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.errors import NotFoundError, UsageError
from ..core.namespaces import shorten
from ..core.terms import text_of
from ..tables.suggestions import nearest
from .bods import FIELDS as BODS
from .entities import Entities, Named, key_of
from .iati import FIELDS as IATI
from .places import Places
from .templates import Template
from .values import FILTERS, RejectedError, slug

if TYPE_CHECKING:
    from ..lookup.search import Names
    from ..sparql.store import Store
    from .mapping import Entity, Mapped, RowRule, Scope
    from .records import Record
    from .writing import Tables

__all__ = ["Rows"]

_CODES = "SELECT DISTINCT ?code WHERE { ?code a skos:Concept }"
_GIVEN = ("locator", "record", "published", "kind", "this", "part")
"""Fields that every record has, beside its own."""
Pending = tuple[str, dict[str, str], "Named | None"]
"""A row to write: its table, its cells, and the name that it introduces."""
_PEOPLE = "people"


@dataclass(slots=True)
class _Deferred:
    """The row of a person that no fact has named yet, with the record that introduced it."""

    record: Record
    source: str
    fields: Mapping[str, str]
    cells: dict[str, str]
    used: bool = False


class Rows:
    """Makes the rows of records.

    Parameters
    ----------
    mapping : the rules.
    store : the graph whose entities, places and codes are used again.
    tables : where the rows go.
    collection : its name.
    chosen : name -> id, as a person has decided.
    names : of the graph, if they were read before.

    Attributes
    ----------
    tables_of_record : the tables that cite the record taken last; `took`: whether anything was taken from it.
    entities : the ids of what was named.
    """

    def __init__(
        self,
        mapping: Mapped,
        store: Store,
        tables: Tables,
        *,
        collection: str,
        chosen: Mapping[str, str],
        names: Names | None = None,
    ) -> None:
        self._mapping, self._tables, self._collection = mapping, tables, collection
        self.entities = Entities(store, collection, chosen, names)
        self._places = Places(store)
        self._new_places: dict[str, str] = {}
        self._codes = {shorten(text_of(code)).removeprefix("code:") for (code,) in store.select(_CODES)}
        self._filters = {
            **FILTERS, "lookup": self._lookup, "place": self._place, "area": self._area,
            "places": self._place_list,
            "entity": self._entity, "code": self._code,
        }  # fmt: skip
        self._compiled: dict[str, Template] = {}
        self._pending: list[Pending] = []
        self._deferred: dict[str, _Deferred] = {}
        self._referred: list[str] = []
        self._locator = ""
        self._published = ""
        self._seen: set[int] = set()
        self.tables_of_record: set[str] = set()
        self.took = False
        self._check()

    def share(self, other: Rows) -> None:
        """Use the entities, places and codes of another mapping of the same import."""
        self.entities, self._places, self._new_places = other.entities, other._places, other._new_places
        self._codes, self._seen, self._deferred = other._codes, other._seen, other._deferred

    def add_source(self, path: Path, source: str, *, published: str, read: str) -> None:
        """Add the row of a file as a source."""
        self._published = published
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        given = self._mapping.source
        cells = {
            "id": source, "title": f"{given.get('title', self._mapping.title)}, {path.name}",
            "publisher": given.get("publisher", "not stated"), "published": published,
            "url": given.get("url", ""), "licence": given.get("licence", ""),
            "language": given.get("language", "en"), "read": read,
            "tier": "dataset", "collection": self._collection, "covers": given.get("covers", ""),
            "description": f"File {path.name}, {path.stat().st_size:,} bytes, SHA-256 {digest}",
        }  # fmt: skip
        self._tables.check("sources", cells)
        self._tables.write("sources", cells)

    def add_collection(self, files: Sequence[str], *, read: str) -> None:
        """Add the row that says what the collection holds."""
        given, tests = self._mapping.collection, "; ".join(scope.says for scope in self._mapping.scope)
        scope = given.get("scope", f"Records of {self._mapping.title}.") + (
            f" Only: {tests}." if tests else ""
        )
        cells = {
            "id": self._collection, "title": given.get("title", self._mapping.title), "scope": scope,
            "searched": f"Imported from {', '.join(files)} with the mapping {self._mapping.name}.",
            "searched_on": read, "missing": given.get("missing", ""),
        }  # fmt: skip
        self._tables.write("collections", cells)

    def outside(self, record: Record) -> tuple[str, str] | None:
        """Return the test of the scope that a record does not pass, and the text that was tested."""
        for scope in self._mapping.scope:
            if not scope.of or record.kind in scope.of:
                value = self._tested(scope, record)
                if not self._passes(scope, value):
                    return scope.says, value.removeprefix("?")
        return None

    def _tested(self, scope: Scope, record: Record) -> str:
        try:
            return self._template(scope.value)(record.fields)
        except RejectedError as fault:
            return fault.value

    def _passes(self, scope: Scope, value: str) -> bool:
        if scope.matches is not None:
            return scope.matches.search(value) is not None
        if scope.within:
            return any(self._places.is_within(place, scope.within) for place in value.split(" "))
        return value in scope.among

    def take(self, record: Record, source: str) -> list[tuple[str, RejectedError]]:
        """Write the rows of a record, its passage, and what was taken from it.

        Returns
        -------
        What did not fit: the name of the rule, and why.
        """
        self._locator = f"{source}#{record.fragment}"
        self.tables_of_record = set()
        fields = dict(record.fields)
        own = f"{source}-{record.fragment}".replace(".", "-")
        fields |= {"locator": self._locator, "record": own, "published": self._published, "kind": record.kind}
        faults: list[tuple[str, RejectedError]] = []
        done: set[tuple[str, str]] = set()
        self.took = False
        self._introduces: set[str] = set()
        self._postponed = False
        if self._is_repeated(fields):
            return [
                ("", RejectedError("repeats an earlier record", self._template(self._mapping.unique)(fields)))
            ]
        rules = [rule for rule in self._mapping.rows if not rule.of or record.kind in rule.of]
        for rule in rules:
            for part in _parts(rule, fields, faults):
                try:
                    self._row(rule, part, done)
                    self._defer(record, source, fields)
                    self._write()
                except RejectedError as fault:
                    self._forget()
                    faults.append((rule.name, fault))
        if not self.took and not faults:
            reason = (
                self._template(self._mapping.nothing)(fields)
                if rules
                else f"no table for records of kind {record.kind}"
            )
            faults.append(("", RejectedError(reason)))
        if not self._postponed:
            self._passage(record, source, fields, faults)
        return faults

    def finish(self) -> list[tuple[str, RejectedError]]:
        """Write the people that a fact names; the others are left out, for a person is shown only in a part.

        Returns
        -------
        The people left out: the fragment of each record, and why.
        """
        faults = []
        for waiting in self._deferred.values():
            self._locator, self.tables_of_record = waiting.cells["source"], set()
            if waiting.used:
                self._tables.write(_PEOPLE, waiting.cells)
                self.tables_of_record.add(_PEOPLE)
            own = (
                []
                if waiting.used
                else [("", RejectedError("a person who takes no part", waiting.cells["name"]))]
            )
            self._passage(waiting.record, waiting.source, waiting.fields, own)
            faults += [(waiting.record.fragment, fault) for _, fault in own]
        return faults

    def _is_repeated(self, fields: Mapping[str, str]) -> bool:
        """Return whether a record was read before; 8 bytes of a hash are kept of each."""
        text = self._template(self._mapping.unique)(fields) if self._mapping.unique else ""
        digest = int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest())
        if not text or digest not in self._seen:
            self._seen.update([digest] if text else ())
            return False
        return True

    def _row(self, rule: RowRule, fields: Mapping[str, str], done: set[tuple[str, str]]) -> None:
        this = self._template(rule.when)(fields) if rule.when else "yes"
        if not this or (rule.introduces and rule.introduces not in self._introduces):
            return
        if rule.entity:
            self._entity(this, rule.entity, fields)
        else:
            cells = {column: self._template(text)(fields) for column, text in rule.cells.items()}
            cells = {"source": self._locator} | {name: text for name, text in cells.items() if text}
            if (rule.table, cells.get("id", "")) in done:
                self._forget()
                return
            self._tables.check(rule.table, cells)
            done.add((rule.table, cells.get("id", "")))
            self._pending.append((rule.table, cells, None))
        self.took = True

    def _defer(self, record: Record, source: str, fields: Mapping[str, str]) -> None:
        """Keep the row of a person until a fact names the person."""
        if len(self._pending) == 1 and self._pending[0][0] == _PEOPLE:
            _, cells, named = self._pending.pop()
            if named is not None:
                self._deferred[named.id] = _Deferred(record, source, fields, cells)
                self._postponed = True

    def _write(self) -> None:
        """Write a row and what it introduces."""
        for thing in self._referred:
            self._deferred[thing].used = True
        for table, cells, named in self._pending:
            self._tables.write(table, cells)
            self._introduces |= {named.rule} if named else set()
            self.tables_of_record.add(table)
        self._pending.clear()
        self._referred.clear()

    def _forget(self) -> None:
        """Take back what a rejected row would have introduced."""
        for table, cells, named in self._pending:
            if named is not None:
                self.entities.forget(named)
            elif table == "codes":
                self._codes.discard(f"{cells['scheme']}/{cells['code']}")
            elif table == "places":
                self._new_places = {k: v for k, v in self._new_places.items() if v != cells["id"]}
        self._pending.clear()
        self._referred.clear()

    def _passage(
        self,
        record: Record,
        source: str,
        fields: Mapping[str, str],
        faults: Sequence[tuple[str, RejectedError]],
    ) -> None:
        cited = sorted(self.tables_of_record)
        if not cited and not faults:
            return
        texts = {name: self._template(text)(fields) for name, text in self._mapping.passage.items()}
        label = ", ".join(filter(None, (f"{self._mapping.title}, {record.place}", texts.get("label", ""))))
        passage = {
            "locator": self._locator, "source": source, "fragment": record.fragment, "kind": "record",
            "label": label, "url": texts.get("url", ""),
        }  # fmt: skip
        self._tables.write("passages", passage)
        reasons = "; ".join(dict.fromkeys(fault.reason for _, fault in faults))
        outcome = "cited" if cited else "left-out"
        row = {"source": source, "fragment": record.fragment, "outcome": outcome, "tables": " ".join(cited)}
        self._tables.write("coverage", row | {"note": f"Not taken: {reasons}." if reasons else ""})

    def _template(self, text: str) -> Template:
        if text not in self._compiled:
            self._compiled[text] = Template(text, self._filters, self._mapping.name)
        return self._compiled[text]

    def _check(self) -> None:
        """Compile every template, so that a fault of a mapping is found before the first record."""
        mapping = self._mapping
        texts = [scope.value for scope in mapping.scope]
        texts += [t for r in mapping.rows for t in (r.when, *r.cells.values())]
        texts += [t for e in mapping.entities.values() for t in (e.key, e.country, *e.cells.values())]
        for text in (*texts, mapping.unique, mapping.nothing, *mapping.passage.values()):
            self._check_names(text, self._template(text))

    def _check_names(self, text: str, template: Template) -> None:
        known = _known(self._mapping)
        legal: dict[str, Collection[str]] = {
            "lookup": self._mapping.lookups,
            "entity": self._mapping.entities,
        }
        for kind, name in re.findall(r"\b(lookup|entity):(\w+)", text):
            if name not in legal[kind]:
                raise UsageError(
                    f"{self._mapping.name}: {text!r}: {NotFoundError(kind, name, legal=sorted(legal[kind]))}"
                )
        for name in sorted(template.names - known) if known else ():
            near = nearest(name, sorted(known))
            raise UsageError(
                f"{self._mapping.name}: {text!r}: {NotFoundError('field', name, near, legal=sorted(known))}"
            )

    # --- filters that need the graph or the record

    def _lookup(self, text: str, argument: str, fields: Mapping[str, str]) -> str:
        name = argument.removesuffix("?")
        found = self._mapping.lookups[name].get(text.casefold(), "")
        if not found and name == argument:
            raise RejectedError(f"unknown code ({name})", text)
        return found

    def _place(self, text: str, argument: str, fields: Mapping[str, str]) -> str:
        found = self._places.find(text, argument.removesuffix("?"))
        if not found and not argument.endswith("?"):
            raise RejectedError("unknown place", text)
        return self._introduced(found) if found.startswith("?") and "locator" in fields else found

    def _area(self, text: str, argument: str, fields: Mapping[str, str]) -> str:
        """Return a place as a role refers to it: with its kind."""
        found = self._place(text, argument, fields)
        return f"place/{found}" if found else ""

    def _place_list(self, text: str, argument: str, fields: Mapping[str, str]) -> str:
        """Return the places of several codes, those that are not known left out."""
        return " ".join(filter(None, (self._places.find(code, argument) for code in text.split())))

    def _introduced(self, place: str) -> str:
        """Give a place that the graph does not have an id and a row of its own."""
        if place not in self._new_places:
            area = self._places.new[place]
            self._new_places[place] = f"{slug(area.name)}-{self._collection}"
            cells = {
                "id": self._new_places[place], "class": "Country", "name_en": area.name,
                "name_ja": area.name_ja, "name_es": area.name_es, "name_pt": area.name_pt, "iso2": area.iso2,
                "iso3": area.iso3, "m49": area.m49, "part_of": area.part_of, "source": self._locator,
                "note": "Names and codes as in CLDR, ISO 3166 and UN M49.",
            }  # fmt: skip
            self._pending.append(("places", cells, None))
        return self._new_places[place]

    def _code(self, text: str, argument: str, fields: Mapping[str, str]) -> str:
        """Return a code as scheme/code; one that the graph does not have gets a row of its own."""
        scheme, _, label = argument.partition(",")
        full = f"{scheme}/{text}"
        if full not in self._codes:
            self._codes.add(full)
            name = fields.get(label, "") or text
            cells = {"scheme": scheme, "code": text, "label_en": name, "source": self._locator}
            cells |= dict.fromkeys(("label_ja", "label_es", "label_pt"), text.replace("-", " ").upper())
            self._pending.append(("codes", cells, None))
        return full

    def _entity(self, text: str, argument: str, fields: Mapping[str, str]) -> str:
        rule = self._mapping.entities[argument.removesuffix("?")]
        known = {**fields, "this": text}
        key = self._template(rule.key)(known) if rule.key else ""
        if key and (found := self.entities.find(rule, key)):
            if found.id in self._deferred:
                self._referred.append(found.id)
            return found.id
        if argument.endswith("?"):
            return ""
        name = self._template(rule.cells.get("name", ""))(known)
        country = self._template(rule.country)(known) if rule.country else ""
        key = key or key_of(rule, name, country)
        found = self.entities.find(rule, key)
        if found is None:
            found = self.entities.name(rule, key=key, name=name, country=country)
            if found.is_new:
                self._introduce(rule, found, known)
        return found.id

    def _introduce(self, rule: Entity, found: Named, fields: Mapping[str, str]) -> None:
        try:
            cells = {column: self._template(text)(fields) for column, text in rule.cells.items()}
            cells = {"id": found.id.partition("/")[2], "source": self._locator} | cells
            self._tables.check(rule.table, cells)
        except RejectedError:
            self.entities.forget(found)
            raise
        self._pending.append((rule.table, cells, found))


def _known(mapping: Mapped) -> set[str]:
    """Return the fields that a mapping may use; of records whose fields are not fixed, nothing."""
    fields = {"table": set(mapping.options.columns), "iati": set(IATI), "bods": set(BODS)}.get(mapping.reader)
    groups = {name for rule in mapping.rows if rule.each for name in rule.each.pattern.groupindex}
    return fields | groups | {*_GIVEN} if fields else set()


def _parts(
    rule: RowRule, fields: Mapping[str, str], faults: list[tuple[str, RejectedError]]
) -> Iterator[Mapping[str, str]]:
    """Yield the fields of each row of a rule: one, or one for each part of a field."""
    if rule.each is None:
        yield fields
        return
    for number, part in enumerate(
        filter(None, map(str.strip, fields.get(rule.each.field, "").split(rule.each.split))), 1
    ):
        match = rule.each.pattern.fullmatch(part)
        if match is None:
            faults.append((rule.name, RejectedError(f"not of the form of a part of {rule.each.field}", part)))
        else:
            yield {**fields, "part": str(number), **{k: v or "" for k, v in match.groupdict().items()}}
