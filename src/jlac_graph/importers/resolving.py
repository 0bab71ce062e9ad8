"""What templates need of the graph and of earlier records: lookups, places, codes, entities."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..core.errors import NotFoundError, UsageError
from ..core.namespaces import shorten
from ..core.terms import text_of
from ..lookup.search import class_names, find_class
from ..tables.suggestions import nearest
from .bods import FIELDS as BODS
from .entities import Chosen, Entities, Named, key_of
from .iati import FIELDS as IATI
from .mapping import KINDS
from .mapping_checks import check_steps
from .places import Places
from .records import GIVEN
from .templates import Template
from .values import FILTERS, RejectedError, slug
from .writing import REVERSED, Tables, is_reversed

if TYPE_CHECKING:
    from ..lookup.search import Names
    from ..sparql.store import Store
    from .mapping import Entity, Mapped

__all__ = ["Resolver"]

_CODES = "SELECT DISTINCT ?code WHERE { ?code a skos:Concept }"
Pending = tuple[str, dict[str, str], "Named | None"]
"""A row to write: its table, its cells, and the name that it introduces."""


class Resolver:
    """Compiles the templates of a mapping, and finds what their filters refer to.

    Parameters
    ----------
    mapping : the mapping.
    store : the graph whose entities, places and codes are used again.
    collection : name of the collection.
    chosen : what a person has decided, see `jlac_graph.importers.entities.Chosen`.
    names : of the graph, if they were read before.
    tables : where the rows go, and what they take.

    Attributes
    ----------
    entities, places : the ids of what was named.
    locator : of the record that is read.
    pending : the rows that its cells introduce.
    deferred : ids whose rows wait until a fact names them; `referred`: those that the row being made names.
    """

    def __init__(
        self,
        mapping: Mapped,
        store: Store,
        collection: str,
        *,
        chosen: Chosen,
        names: Names | None,
        tables: Tables,
    ) -> None:
        self._mapping, self._collection, self._tables = mapping, collection, tables
        self._store = store
        self.entities = Entities(store, collection, chosen, names)
        self.places = Places(store)
        self._new_places: dict[str, str] = {}
        self._codes = {shorten(text_of(code)).removeprefix("code:") for (code,) in store.select(_CODES)}
        self._filters = {
            **FILTERS, "lookup": self._lookup, "place": self._place, "area": self._area,
            "places": self._place_list, "entity": self.entity, "code": self._code,
            "country": self._country, "region": self._region,
        }  # fmt: skip
        self._compiled: dict[str, Template] = {}
        self.locator = ""
        self.pending: list[Pending] = []
        self.deferred: set[str] = set()
        self.referred: list[str] = []
        self._remarks: list[tuple[str, RejectedError]] = []
        self._check()

    def share(self, other: Resolver) -> None:
        """Use what another mapping of the same import has found and named."""
        self.entities, self.places, self.deferred = other.entities, other.places, other.deferred
        self._new_places, self._codes = other._new_places, other._codes

    def forget(self) -> None:
        """Take back what a rejected row would have introduced."""
        for table, cells, named in self.pending:
            if named is not None:
                self.entities.forget(named)
            elif table == "codes":
                self._codes.discard(f"{cells['scheme']}/{cells['code']}")
            elif table == "places":
                del self._new_places[next(k for k, v in self._new_places.items() if v == cells["id"])]
        self.pending.clear()
        self.referred.clear()

    def template(self, text: str) -> Template:
        """Return a template of the mapping; each is compiled once."""
        if text not in self._compiled:
            self._compiled[text] = Template(text, self._filters, self._mapping.name)
        return self._compiled[text]

    def _check(self) -> None:
        """Compile every template, so that a fault of a mapping is found before the first record."""
        mapping = self._mapping
        texts = [scope.value for scope in mapping.scope]
        texts += [t for r in mapping.rows for t in (r.when, *r.cells.values())]
        texts += [
            t for e in mapping.entities.values() for t in (e.table, e.key, e.country, *e.cells.values())
        ]
        for scope in mapping.scope:
            if scope.within and not self.places.is_known(scope.within):
                raise NotFoundError(
                    "place", scope.within, where=f"the graph, in {mapping.name}: scope.{scope.name}"
                )
        for class_ in {name for entity in mapping.entities.values() for name in entity.match}:
            if find_class(self._store, class_) is None:
                raise NotFoundError("class", class_, class_names(self._store, class_), where=mapping.name)
        for rule in mapping.rows:
            if rule.each and _known(mapping) and rule.each.field not in _known(mapping):
                self._check_names(f"rows.{rule.name}.each", self.template(f"{{{rule.each.field}}}"))
        for text in (*texts, mapping.unique, mapping.nothing, *mapping.passage.values()):
            self._check_names(text, self.template(text))

    def _check_names(self, text: str, template: Template) -> None:
        known = _known(self._mapping)
        check_steps(
            template.steps,
            f"{self._mapping.name}: {text!r}",
            fields=known,
            lookups=self._mapping.lookups,
            entities=self._mapping.entities,
        )
        for name in sorted(template.names - known) if known else ():
            near = nearest(name, sorted(known))
            raise UsageError(
                f"{self._mapping.name}: {text!r}: {NotFoundError('field', name, near, legal=sorted(known))}"
            )

    def _lookup(self, text: str, argument: str, fields: Mapping[str, str]) -> str:
        name = argument.removesuffix("?")
        found = self._mapping.lookups[name].get(text.casefold(), "")
        if not found and name == argument:
            raise RejectedError(f"unknown code ({name})", text)
        return found

    def _place(self, text: str, argument: str, fields: Mapping[str, str]) -> str:
        found = self.places.find(text, argument.removesuffix("?"))
        if not found and not argument.endswith("?"):
            raise RejectedError("unknown place", text)
        return self._introduced(found) if found.startswith("?") and "locator" in fields else found

    def _area(self, text: str, argument: str, fields: Mapping[str, str]) -> str:
        """Return a place as a role refers to it: with its kind."""
        found = self._place(text, argument, fields)
        return f"place/{found}" if found else ""

    def _place_list(self, text: str, argument: str, fields: Mapping[str, str]) -> str:
        """Return the places of several codes, those that are not known left out."""
        return " ".join(filter(None, (self.places.find(code, argument) for code in text.split())))

    def _country(self, text: str, argument: str, fields: Mapping[str, str]) -> str:
        """Return the id of a place only if it is not a region."""
        return "" if self.places.is_region(text) else text

    def _region(self, text: str, argument: str, fields: Mapping[str, str]) -> str:
        """Return the id of a place only if it is a region."""
        return text if self.places.is_region(text) else ""

    def _introduced(self, place: str) -> str:
        """Give a place that the graph does not have an id and a row of its own."""
        if place not in self._new_places:
            area = self.places.new[place]
            self._new_places[place] = f"{slug(area.name)}-{self._collection}"
            cells = {
                "id": self._new_places[place], "class": "Country", "name_en": area.name,
                "name_ja": area.name_ja, "name_es": area.name_es, "name_pt": area.name_pt, "iso2": area.iso2,
                "iso3": area.iso3, "m49": area.m49, "part_of": area.part_of, "source": self.locator,
                "note": "Names and codes as in CLDR, ISO 3166 and UN M49.",
            }  # fmt: skip
            self.pending.append(("places", cells, None))
        return self._new_places[place]

    def _code(self, text: str, argument: str, fields: Mapping[str, str]) -> str:
        """Return a code as scheme/code; one that the graph does not have gets a row of its own."""
        scheme, _, label = argument.partition(",")
        full = f"{scheme}/{text}"
        if full not in self._codes:
            self._codes.add(full)
            name = fields.get(label, "") or text
            cells = {"scheme": scheme, "code": text, "label_en": name, "source": self.locator}
            cells |= dict.fromkeys(("label_ja", "label_es", "label_pt"), text.replace("-", " ").upper())
            self.pending.append(("codes", self._tables.fitted("codes", cells), None))
        return full

    def entity(self, text: str, argument: str, fields: Mapping[str, str]) -> str:
        """Return the id of an entity, as the filter ``entity`` does; a new one gets a pending row.

        Parameters
        ----------
        text : what the record has for it, the field ``this`` of its templates.
        argument : name of its rule; with ``?``, only an entity whose key was read before is found.
        fields : of the record.

        Raises
        ------
        RejectedError : it has no name, or its row does not fit.
        """
        rule = self._mapping.entities[argument.removesuffix("?")]
        known = {**fields, "this": text}
        key = self.template(rule.key)(known) if rule.key else ""
        if key and (found := self.entities.find(rule, key)):
            if found.id in self.deferred:
                self.referred.append(found.id)
            return found.id
        if argument.endswith("?"):
            return ""
        name = self.template(rule.cells.get("name", ""))(known)
        country = self.template(rule.country)(known) if rule.country else ""
        key = key or key_of(rule, name, country)
        found = self.entities.find(rule, key)
        if found is None:
            table = self.template(rule.table)(known)
            if table not in KINDS:
                raise RejectedError(f"no table of entities ({rule.name})", table)
            found = self.entities.name(rule, kind=KINDS[table], key=key, name=name, country=country)
            if found.is_new:
                self._introduce(rule, table, found, known)
        return found.id

    def _introduce(self, rule: Entity, table: str, found: Named, fields: Mapping[str, str]) -> None:
        try:
            cells = {column: self.template(text)(fields) for column, text in rule.cells.items()}
            cells = {"id": found.id.partition("/")[2], "source": self.locator} | cells
            cells = self._tables.fitted(table, self._in_order(rule, cells))
            self._tables.check(table, cells)
        except RejectedError:
            self.entities.forget(found)
            raise
        self.pending.append((table, cells, found))

    def _in_order(self, rule: Entity, cells: dict[str, str]) -> dict[str, str]:
        """Return the cells of an entity without its dates when it starts after its end, which is remarked."""
        if not is_reversed(cells):
            return cells
        fault = RejectedError(f"{REVERSED}: neither date is taken", f"{cells['start']}/{cells['end']}")
        self._remarks.append((rule.name, fault))
        return {name: text for name, text in cells.items() if name not in ("start", "end")}

    def remarked(self) -> list[tuple[str, RejectedError]]:
        """Return what of the last row was not taken though the row was: the name of the rule, and why."""
        found, self._remarks = self._remarks, []
        return found


def _known(mapping: Mapped) -> set[str]:
    """Return the fields that a mapping may use; of records whose fields are not fixed, nothing."""
    fields = {"table": set(mapping.options.columns), "iati": set(IATI), "bods": set(BODS)}.get(mapping.reader)
    groups = {name for rule in mapping.rows if rule.each for name in rule.each.pattern.groupindex}
    return fields | groups | {*GIVEN} if fields else set()
