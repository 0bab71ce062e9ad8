"""The rows that a record yields, by the rules of a mapping, with its passage and its row in the ledger."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..tables.forms import FORMS
from .resolving import Resolver
from .values import RejectedError

if TYPE_CHECKING:
    from ..lookup.search import Names
    from ..sparql.store import Store
    from .entities import Chosen, Named
    from .mapping import Mapped, RowRule, Scope
    from .records import Record
    from .writing import Tables

__all__ = ["Rows"]

_PEOPLE = "people"
_LABEL = 1000
"""Characters of the label of a passage."""


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
    chosen : what a person has decided, see `jlac_graph.importers.entities.Chosen`.
    names : of the graph, if they were read before.

    Attributes
    ----------
    tables_of_record : the tables that cite the record taken last; `took`: whether anything was taken from it.
    """

    def __init__(
        self,
        mapping: Mapped,
        store: Store,
        tables: Tables,
        *,
        collection: str,
        chosen: Chosen,
        names: Names | None = None,
    ) -> None:
        self._mapping, self._tables, self._collection = mapping, tables, collection
        self._resolver = Resolver(mapping, store, collection, chosen=chosen, names=names, tables=tables)
        self._template = self._resolver.template
        self._deferred: dict[str, _Deferred] = {}
        self._published = self._read = ""
        self._seen: set[int] = set()
        self.tables_of_record: set[str] = set()
        self.took = False

    @property
    def names(self) -> list[Named]:
        """What was named, and what each name was taken for."""
        return list(self._resolver.entities.known.values())

    def share(self, other: Rows) -> None:
        """Use what another mapping of the same import has found and named."""
        self._resolver.share(other._resolver)
        self._seen, self._deferred = other._seen, other._deferred

    def add_source(self, path: Path, source: str, *, published: str, read: str) -> str:
        """Add the row of a file as a source, and return the SHA-256 of the file."""
        self._published, self._read = published, read
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        given = self._mapping.source
        covers = (given.get("covers", ""), f"File {path.name}.")
        cells = {
            "id": source, "title": f"{given.get('title', self._mapping.title)}, {path.name}",
            "publisher": given.get("publisher", "not stated"), "published": published,
            "url": given.get("url", ""), "licence": given.get("licence", ""),
            "language": given.get("language", "en"), "read": read,
            "tier": "dataset", "collection": self._collection, "covers": " ".join(filter(None, covers)),
            "description": f"File {path.name}, {path.stat().st_size:,} bytes, SHA-256 {digest}",
        }  # fmt: skip
        self._tables.check("sources", cells)
        self._tables.write("sources", cells)
        return digest

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
            return any(self._resolver.places.is_within(place, scope.within) for place in value.split(" "))
        return value in scope.among

    def take(self, record: Record, source: str) -> list[tuple[str, RejectedError]]:
        """Write the rows of a record, its passage, and what was taken from it.

        Returns
        -------
        What did not fit: the name of the rule, and why.
        """
        fields = self._begin(record, source)
        if self._is_repeated(fields):
            return [
                ("", RejectedError("repeats an earlier record", self._template(self._mapping.unique)(fields)))
            ]
        rules = [rule for rule in self._mapping.rows if not rule.of or record.kind in rule.of]
        faults: list[tuple[str, RejectedError]] = []
        for rule in rules:
            for part in _parts(rule, fields, faults):
                try:
                    self._row(rule, part)
                    self._defer(record, source, fields)
                    self._write()
                except RejectedError as fault:
                    self._resolver.forget()
                    faults.append((rule.name, fault))
                faults += self._resolver.remarked()
        if not self.took and not faults:
            nothing = self._template(self._mapping.nothing)(fields)
            faults.append(
                ("", RejectedError(nothing if rules else f"no table for records of kind {record.kind}"))
            )
        if not self._postponed:
            self._passage(record, source, fields, faults)
        return faults

    def _begin(self, record: Record, source: str) -> dict[str, str]:
        """Forget the record before, and return the fields of this one with those that every record has."""
        self._resolver.locator = f"{source}#{record.fragment}"
        self.tables_of_record, self.took, self._postponed = set(), False, False
        self._introduced: set[str] = set()
        self._done: set[tuple[str, str]] = set()
        own = f"{source}-{record.fragment}".replace(".", "-")
        given = {"locator": self._resolver.locator, "record": own, "kind": record.kind}
        return {**record.fields, **given, "published": self._published, "read": self._read}

    def finish(self) -> list[tuple[str, Record, RejectedError]]:
        """Write the people that a fact names; the others are left out, for a person is shown only in a part.

        Returns
        -------
        The people left out: the source and the record of each, and why.
        """
        lost = []
        for waiting in self._deferred.values():
            self._resolver.locator, self.tables_of_record = waiting.cells["source"], set()
            faults: list[tuple[str, RejectedError]] = []
            if waiting.used:
                self._tables.write(_PEOPLE, waiting.cells)
                self.tables_of_record.add(_PEOPLE)
            else:
                fault = RejectedError("a person who takes no part", waiting.cells["name"])
                faults.append(("", fault))
                lost.append((waiting.source, waiting.record, fault))
            self._passage(waiting.record, waiting.source, waiting.fields, faults)
        return lost

    def _is_repeated(self, fields: Mapping[str, str]) -> bool:
        """Return whether a record was read before; 8 bytes of a hash are kept of each."""
        text = self._template(self._mapping.unique)(fields) if self._mapping.unique else ""
        digest = int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest())
        if not text or digest not in self._seen:
            self._seen.update([digest] if text else ())
            return False
        return True

    def _row(self, rule: RowRule, fields: Mapping[str, str]) -> None:
        """Make the row of a rule; it and what it introduces are pending then."""
        this = self._template(rule.when)(fields) if rule.when else "yes"
        if not this or (rule.introduces and rule.introduces not in self._introduced):
            return
        if rule.entity:
            self._resolver.entity(this, rule.entity, fields)
        else:
            cells = {column: self._template(text)(fields) for column, text in rule.cells.items()}
            cells = {"source": self._resolver.locator} | {name: text for name, text in cells.items() if text}
            own = (rule.table, cells.get("id", ""))
            if own in self._done:
                self._resolver.forget()
                return
            cells = self._tables.fitted(rule.table, cells)
            self._tables.check(rule.table, cells)
            self._done.add(own)
            self._resolver.pending.append((rule.table, cells, None))
        self.took = True

    def _defer(self, record: Record, source: str, fields: Mapping[str, str]) -> None:
        """Keep the row of a person until a fact names the person."""
        pending = self._resolver.pending
        if len(pending) == 1 and pending[0][0] == _PEOPLE:
            _, cells, named = pending.pop()
            if named is not None:
                self._deferred[named.id] = _Deferred(record, source, fields, cells)
                self._resolver.deferred.add(named.id)
                self._postponed = True

    def _write(self) -> None:
        """Write a row and what it introduces."""
        for thing in self._resolver.referred:
            self._deferred[thing].used = True
        for table, cells, named in self._resolver.pending:
            self._tables.write(table, cells)
            self._introduced |= {named.rule} if named else set()
            self.tables_of_record.add(table)
        self._resolver.pending.clear()
        self._resolver.referred.clear()

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
            "locator": self._resolver.locator, "source": source, "fragment": record.fragment,
            "kind": "record", "label": label[:_LABEL], "url": _address(texts.get("url", "")),
        }  # fmt: skip
        self._tables.write("passages", self._tables.fitted("passages", passage))
        reasons = "; ".join(dict.fromkeys(fault.reason for _, fault in faults))
        outcome = "cited" if cited else "left-out"
        row = {"source": source, "fragment": record.fragment, "outcome": outcome, "tables": " ".join(cited)}
        self._tables.write("coverage", row | {"note": f"Not taken: {reasons}." if reasons else ""})


def _address(text: str) -> str:
    """Return the address of a web page; nothing for any other text."""
    return text if re.fullmatch(FORMS["anyURI"], text) and text.startswith("http") else ""


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
