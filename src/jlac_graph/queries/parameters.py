"""A query with its parameters: text from a command line or URL becomes an RDF term.

An IRI may be written as such, as a prefixed name (``jlac:Firm``), as the end of an entity's IRI
(``agent/mitsui``), or as a slug or label (``mitsui``, ``三井物産``) that only one entity has. A value
that names nothing is refused however it is written. A parameter takes several values: a list, or values
separated by commas.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from ..core.currency_words import currency_meant
from ..core.errors import NotFoundError, UsageError
from ..core.namespaces import BASE, ONT, PREFIXES, expand, local_name, shorten
from ..core.sector_words import sector_meant
from ..core.terms import text_of
from ..lookup.likeness import fold
from ..lookup.search import find_class, resolve
from ..sparql.answers import python_value
from ..sparql.syntax import form
from .glossary import Texts
from .listing import listing
from .nearest import nearest_classes, nearest_names

if TYPE_CHECKING:
    from pyoxigraph import Literal, NamedNode

    from ..sparql.store import Store
    from ..sparql.syntax import Term

Chosen: TypeAlias = "dict[str, tuple[Term, ...]]"
"""The values taken for each parameter, by the parameter's name."""

__all__ = [
    "Chosen",
    "Parameter",
    "Query",
    "bindings",
    "chosen",
    "legal_values",
    "resolve_iri",
    "takes",
    "to_term",
]

_CURRENCY = "jlac:currency"
_FEW = 12
"""Legal values up to which a refusal lists all of them."""
_FORMS = {
    "integer": (r"[+-]?\d+", "a whole number, such as 12"),
    "decimal": (r"[+-]?(\d+\.?\d*|\.\d+)", "a decimal number, such as 12.5"),
    "double": (r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", "a number, such as 1.5e3"),
    "gYear": (r"-?\d{4,}", "a year, such as 2005"),
    "gYearMonth": (r"-?\d{4,}-(0[1-9]|1[0-2])", "a month, such as 2005-04"),
    "date": (r"-?\d{4,}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", "a date, such as 2005-04-01"),
    "boolean": (r"true|false|0|1", "true or false"),
}
_OF_CLASS = "SELECT DISTINCT ?thing { ?thing a ?_class }"
_OF_PROPERTY = "SELECT DISTINCT ?value { ?thing ?_property ?value }"
_IS_A = "ASK { ?_thing a ?_class }"
_HAS = "ASK { ?thing ?_property ?_value }"
_STANDS = "ASK { { ?_thing ?p ?o } UNION { ?s ?_thing ?o } UNION { ?s ?p ?_thing } }"
_ALIKE = "SELECT DISTINCT ?thing { ?thing a ?class FILTER (STRSTARTS(STR(?thing), ?_start)) }"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a query.

    Parameters
    ----------
    name : what callers write, ``year``.
    variable : what the query writes, without ``?``: ``_year_xsd_gYear``.
    kind : ``iri``, ``integer``, ``number``, ``string``, a language as ``@en``, or a datatype's
        prefixed name.
    required : whether the query cannot run without it (no default counts here).
    default : value when none is given; None when there is none.
    legal : the values allowed; empty when any value of the kind is, or when the graph lists them.
    open_list : True when the graph lists the legal values (see `legal_values`).
    legal_class : the class whose members they are; empty when the query's pattern lists them.
    legal_property : the property whose values they are, or several with ``|`` between them; any other text
        is refused.
    about : what it means, by language.
    """

    name: str
    variable: str
    kind: str
    required: bool
    default: str | None = None
    legal: tuple[str, ...] = ()
    open_list: bool = False
    legal_class: str = ""
    legal_property: str = ""
    about: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Query:
    """A query of the library; texts are maps by language with at least ``en``.

    Parameters
    ----------
    name : the file's name without ``.rq``.
    text : the whole file.
    summaries : the question.
    descriptions : what the answer shows, and how to read it.
    tags : the topics.
    parameters : what it asks of the caller.
    examples : parameter values with an instructive answer.
    columns : column name -> what it contains and in which unit, in the order of the answer's columns.
    words : words that the query itself puts into cells -> their texts.
    """

    name: str
    text: str
    summaries: Texts
    descriptions: Texts
    tags: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    columns: Mapping[str, Texts]
    examples: tuple[Mapping[str, str], ...]
    words: Mapping[str, Texts] = field(default_factory=dict)

    @property
    def topic(self) -> str:
        """The topic it is listed under: its first tag, or empty."""
        return self.tags[0] if self.tags else ""

    @property
    def form(self) -> str:
        """SELECT, ASK, CONSTRUCT or DESCRIBE."""
        return form(self.text)

    def summary(self, lang: str = "en") -> str:
        """Return the title in a language, else in English."""
        return _in(self.summaries, lang)

    def description(self, lang: str = "en") -> str:
        """Return the explanation in a language, else in English."""
        return _in(self.descriptions, lang)

    def column(self, name: str, lang: str = "en") -> str:
        """Return what a column contains; empty if the file does not explain it."""
        return _in(self.columns.get(name, {}), lang)

    def parameter(self, name: str) -> Parameter:
        """Look up a parameter.

        Raises
        ------
        NotFoundError : when the query has none of that name.
        """
        for parameter in self.parameters:
            if parameter.name == name:
                return parameter
        own = [p.name for p in self.parameters]
        near = nearest_names(name, own, alike=0.65)
        raise NotFoundError("parameter", name, near, legal=own, where=self.name)


def _in(texts: Texts, lang: str) -> str:
    return texts.get(lang) or texts.get("en", "")


def chosen(query: Query, values: Mapping[str, Any], store: Store) -> Chosen:
    """Turn the values given, and the defaults of the rest, into terms by parameter.

    Parameters
    ----------
    values : parameter name to one value, or to several: a list, or text with commas.

    Raises
    ------
    UsageError : for a missing or unknown parameter, or a value that is not of its kind or names nothing.
    """
    for name in values:
        query.parameter(name)
    _require(query, values)
    found: Chosen = {}
    for parameter in query.parameters:
        value = values.get(parameter.name, parameter.default)
        terms = () if value is None or value == "" else _terms(parameter, value, store)
        if terms:
            found[parameter.name] = terms
        elif parameter.required:
            raise UsageError(f"{parameter.name}: the value is empty; give one, or leave the parameter out")
    return found


def _terms(parameter: Parameter, value: Any, store: Store) -> tuple[Term, ...]:
    """Turn one value, a list of values, or values separated by commas into terms, each once."""
    if isinstance(value, (list, tuple)):
        return tuple(dict.fromkeys(term for one in value for term in _terms(parameter, one, store)))
    if not isinstance(value, str) or "," not in value:
        return (to_term(parameter, value, store),)
    try:
        return (to_term(parameter, value, store),)  # a name may hold a comma
    except UsageError:
        parts = [part for part in map(str.strip, value.split(",")) if part]
        return tuple(dict.fromkeys(to_term(parameter, part, store) for part in parts))


def bindings(query: Query, values: Mapping[str, Any], store: Store) -> dict[str, Term]:
    """Turn values into terms by variable, for a query that is run once.

    Raises
    ------
    UsageError : as `chosen`, or when a parameter has several values.
    """
    found: dict[str, Term] = {}
    for name, terms in chosen(query, values, store).items():
        if len(terms) > 1:
            raise UsageError(f"{name}: {len(terms)} values; give one")
        found[query.parameter(name).variable] = terms[0]
    return found


def _require(query: Query, values: Mapping[str, Any]) -> None:
    """Refuse values that lack a required parameter.

    Raises
    ------
    UsageError : naming the parameters still to be given, with an example.
    """
    missing = [p.name for p in query.parameters if p.required and p.default is None and p.name not in values]
    if missing:
        raise UsageError(
            f"query {query.name} needs {', '.join(missing)}; give a value, such as {missing[0]}=VALUE"
        )


def to_term(parameter: Parameter, value: Any, store: Store) -> Term:
    """Turn one value into a term of the type that its parameter declares.

    Parameters
    ----------
    value : text, a number, a date, or a term, which passes as it is.
    store : where names are looked up.

    Raises
    ------
    UsageError : when the value is not of the parameter's kind, or not among its legal values.
    """
    from pyoxigraph import Literal, NamedNode

    if isinstance(value, (NamedNode, Literal)):
        return value
    text = str(value).lower() if isinstance(value, bool) else str(value).strip()
    if parameter.legal:
        text = _legal(parameter, text, store)
    if parameter.kind == "iri":
        among = _expected(parameter, store)
        named = _in_sector(text, among)
        return _entity(parameter, resolve_iri(store, named, class_=_class(parameter), among=among), text)
    if parameter.kind == "string":
        return Literal(_listed(parameter, text, store))
    if parameter.kind.startswith("@"):
        return Literal(text, language=parameter.kind[1:])
    return _typed(parameter, text)


def _entity(parameter: Parameter, node: NamedNode, text: str) -> NamedNode:
    """Refuse a term of the ontology where an entity or code is asked for."""
    asks = parameter.open_list or (parameter.default or "").startswith(BASE)
    if node.value.startswith(ONT) and asks and not parameter.legal:
        raise UsageError(f"{parameter.name}: {text!r} is a term of the ontology, not an entity or a code")
    return node


def _listed(parameter: Parameter, text: str, store: Store) -> str:
    """Refuse a text that is not among the values of the property that the parameter names."""
    if not parameter.legal_property:
        return text
    known = _values_of(parameter.legal_property, store)
    if text in known:
        return text
    if parameter.legal_property == _CURRENCY:
        return _currency(parameter, text, known)
    ends = [value for value in known if value.endswith(f"#{text}")]
    raise NotFoundError(parameter.name, text, ends[:3] or nearest_names(text, known))


def _currency(parameter: Parameter, text: str, known: tuple[str, ...]) -> str:
    """Return the code that a word, a sign or small letters mean; refuse another with the codes there are."""
    code = currency_meant(text) or text.upper()
    if code in known:
        return code
    near = [code for code in known if code in text.upper()]
    raise NotFoundError(parameter.name, text, near, legal=known)


def _in_sector(text: str, among: frozenset[str]) -> str:
    """Return the sector that a parameter takes for a word such as metro; the text itself for any other."""
    code = sector_meant(fold(text))
    own = any(local_name(expand(name)) == text.lower() for name in among) if code in among else True
    return text if own else code


def _values_of(names: str, store: Store) -> tuple[str, ...]:
    """List the values of a property, or of several with ``|`` between them, as people write them."""
    properties = [_iri(expand(name)) for name in names.split("|")]
    found = [row[0] for name in properties for row in store.select(_OF_PROPERTY, {"_property": name})]
    return tuple(sorted({_written(value) for value in found if value is not None}))


def _expected(parameter: Parameter, store: Store) -> frozenset[str]:
    """List the short names that a parameter of an entity or code takes, if it names their property."""
    return frozenset(_values_of(parameter.legal_property, store)) if parameter.legal_property else frozenset()


def _class(parameter: Parameter) -> str | None:
    return expand(parameter.legal_class) if parameter.legal_class else None


def _legal(parameter: Parameter, text: str, store: Store) -> str:
    for legal in parameter.legal:
        if text == legal or (parameter.kind == "iri" and expand(text) == expand(legal)):
            return legal
    ends = [legal for legal in parameter.legal if local_name(expand(legal)).lower() == text.lower()]
    if parameter.kind == "iri" and len(ends) == 1:
        return ends[0]
    classes = {expand(legal): legal for legal in parameter.legal if expand(legal).startswith(ONT)}
    if classes and (called := classes.get(find_class(store, text) or "")):
        return called
    near = nearest_classes(store, text, classes) if len(parameter.legal) > _FEW else []
    if near:
        raise UsageError(f"{parameter.name}: {text!r} is not a class; did you mean {' or '.join(near)}?")
    raise UsageError(f"{parameter.name}: {text!r} is not one of {', '.join(map(shorten, parameter.legal))}")


def _typed(parameter: Parameter, text: str) -> Literal:
    from pyoxigraph import Literal, NamedNode

    kind = {"number": "xsd:decimal", "integer": "xsd:integer"}.get(parameter.kind, parameter.kind)
    prefix, _, local = kind.partition(":")
    if prefix == "xsd" and local in _FORMS:
        pattern, wanted = _FORMS[local]
        if parameter.kind == "number" and re.search("[eE]", text):
            local, (pattern, wanted) = "double", _FORMS["double"]
        if not re.fullmatch(pattern, text, re.ASCII):
            raise UsageError(f"{parameter.name}: {text!r} is not {wanted}")
    return Literal(text, datatype=NamedNode(PREFIXES[prefix] + local))


def resolve_iri(
    store: Store, text: str, *, class_: str | None = None, among: frozenset[str] = frozenset()
) -> NamedNode:
    """Find the IRI that a name stands for, entities of the class or of the names expected first.

    Raises
    ------
    UsageError : for text that is not a valid IRI.
    NotFoundError, AmbiguousError : for a name of no entity, or of several, and for an IRI that the graph
        does not hold.
    """
    if "://" in text or (text.partition(":")[0] in PREFIXES and ":" in text):
        return _standing(store, _iri(expand(text)), text)
    return _iri(resolve(store, text, class_=class_, among=among))


def _standing(store: Store, node: NamedNode, text: str) -> NamedNode:
    """Refuse an IRI that no triple of the graph holds, naming its nearest neighbours."""
    from pyoxigraph import Literal

    if store.ask(_STANDS, {"_thing": node}):
        return node
    start = node.value.removesuffix(local_name(node.value))
    alike = {shorten(text_of(row[0])) for row in store.select(_ALIKE, {"_start": Literal(start)})}
    raise NotFoundError("entity or code", text, nearest_names(shorten(node.value), sorted(alike)))


def _iri(text: str) -> NamedNode:
    from pyoxigraph import NamedNode

    if re.search(r'[\x00-\x20<>"{}|^`\\]', text):
        raise UsageError(f"{text!r} is not a valid IRI: it contains a space, quote or bracket")
    try:
        return NamedNode(text)
    except ValueError as error:
        raise UsageError(f"{text!r} is not a valid IRI: {error}") from None


def legal_values(query: Query, parameter: Parameter, store: Store) -> tuple[str, ...]:
    """List the values a parameter may take, drawn from the graph when the file says so.

    A file lists them, or names a class (``enumerate: [{host: {class: jlac:Country}}]``) or properties
    (``{section: {values: jlac:section}}``, ``{agency: {values: jlac:financier|jlac:cofinancier}}``), or only
    names the parameter: then they are the values its variable takes when the query's own pattern runs with
    every parameter open.

    Returns
    -------
    Values as people write them, sorted; empty when neither the file nor the graph limits them.
    """
    if parameter.legal or not parameter.open_list:
        return parameter.legal
    if parameter.legal_property:
        return _values_of(parameter.legal_property, store)
    if parameter.legal_class:
        found = store.select(_OF_CLASS, {"_class": _iri(expand(parameter.legal_class))})
    else:
        found = store.select(listing(query.text, parameter.variable))
    terms = {_written(row[0]) for row in found if row[0] is not None}
    return tuple(sorted(terms))


def takes(query: Query, parameter: Parameter, value: str, store: Store) -> bool:
    """Return whether `legal_values` would list an entity or code, without listing the others.

    Parameters
    ----------
    value : its name, such as ``agent/jbic``, or its IRI.
    """
    node = _iri(expand(value))
    if parameter.legal or not parameter.open_list:
        return node.value in {expand(name) for name in parameter.legal}
    if parameter.legal_property:
        properties = [_iri(expand(name)) for name in parameter.legal_property.split("|")]
        return any(store.ask(_HAS, {"_property": name, "_value": node}) for name in properties)
    if parameter.legal_class:
        return store.ask(_IS_A, {"_thing": node, "_class": _iri(expand(parameter.legal_class))})
    text = f"{listing(query.text, parameter.variable)} LIMIT 1"
    return len(store.select(text, {parameter.variable: node})) > 0


def _written(term: Term) -> str:
    from pyoxigraph import NamedNode

    return shorten(term.value) if isinstance(term, NamedNode) else str(python_value(term))
