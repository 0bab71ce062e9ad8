"""A page for every class, property and code of the ontology, and the lists that lead to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from jlac_graph.core.namespaces import ID, ONT, PREFIXES, shorten

from .markdown import code, fence, link, table, text
from .terms import Ontology, Term
from .uses import Code, Example, Uses

__all__ = ["term_pages"]

_LANGUAGES = {"en": "English", "ja": "日本語", "es": "español", "pt": "português"}
_RELATIONS = {
    "rdfs:subClassOf": "subclass of",
    "rdfs:subPropertyOf": "subproperty of",
    "skos:broader": "narrower than",
    "skos:inScheme": "list",
    "rdfs:domain": "stated of",
    "rdfs:range": "leads to",
    "owl:inverseOf": "inverse of",
    "skos:closeMatch": "close match",
    "skos:exactMatch": "exact match",
    "rdfs:seeAlso": "see also",
    "skos:scopeNote": "scope note",
    "skos:notation": "notation",
    "jlac:surcharge": "surcharge in the cost of a path, in thousandths of a link",
    "jlac:isPlan": "not yet realised",
}
_DOWN = {
    "class": ("rdfs:subClassOf", "subclasses"),
    "property": ("rdfs:subPropertyOf", "subproperties"),
    "code": ("skos:broader", "narrower codes"),
}
_FRONT = "---\nhide: [navigation]\n---\n\n"
"""Pages that the navigation does not list have no column for it."""
_UP = {
    "class": ("Classes", "reference/classes/index.md"),
    "property": ("Properties", "reference/properties/index.md"),
    "code": ("Codes", "reference/codes/index.md"),
}
_UNIT = {"class": "member", "property": "triple", "code": "statement"}
_SHOWN = 16
"""How many triples of an example a page shows."""
_HIDDEN = {
    PREFIXES["skos"] + "note",
    PREFIXES["skos"] + "prefLabel",
    PREFIXES["dcterms"] + "date",
    PREFIXES["prov"] + "wasDerivedFrom",
    ONT + "role",
    ONT + "linkedTo",
}
"""Properties that repeat others, for standard vocabularies or as superproperties."""


@dataclass(frozen=True)
class _Site:
    """What the pages are made from."""

    ontology: Ontology
    uses: Uses

    def link(self, name: str, page: str) -> str:
        """Link to the page of a term by its short name; a term of another vocabulary is only named."""
        term = self.ontology.named.get(name)
        return link(code(term.name), term.page, page) if term else code(name)


def term_pages(ontology: Ontology, uses: Uses) -> Iterator[tuple[str, str]]:
    """Yield the path and text of each page."""
    site = _Site(ontology, uses)
    for term in ontology.terms.values():
        if term.kind != "scheme":
            yield term.page, _page(site, term)
    for term in ontology.of_kind("scheme"):
        yield term.page, _scheme(site, term)
    yield (
        "reference/classes/index.md",
        _list(site, "class", "Classes", "What entities, facts and statistics can be."),
    )
    yield "reference/properties/index.md", _list(site, "property", "Properties", "What the graph can state.")
    yield (
        "reference/codes/index.md",
        _list(site, "scheme", "Codes", "The lists from which cells take their codes."),
    )


def _page(site: _Site, term: Term) -> str:
    words, target = _UP[term.kind]
    parts = [
        f"{_FRONT}{link(words, target, term.page)}\n\n# {_title(term)}\n",
        text(term.definition) + "\n" if term.definition else "",
        _names(term),
        _relations(site, term),
        _links_it_yields(site, term),
        _own_properties(site, term),
        _columns(site, term),
        _example(site, term),
        _queries(site, term),
    ]
    return "\n".join(part for part in parts if part)


def _title(term: Term) -> str:
    label = term.labels.get("en", term.name)
    return f"{text(label[:1].upper() + label[1:])} ({code(term.name)})"


def _names(term: Term) -> str:
    rows = [(words, text(term.labels[lang])) for lang, words in _LANGUAGES.items() if lang in term.labels]
    return table(("language", "label"), rows) + f"\nIRI: `{term.iri}`\n"


def _relations(site: _Site, term: Term) -> str:
    """List what the ontology says of the term, and the terms below it."""
    lines = []
    for relation, words in _RELATIONS.items():
        if told := term.values.get(relation):
            shown = (site.link(v, term.page) if ":" in v and " " not in v else text(v) for v in told)
            lines.append(f"- {words}: {', '.join(shown)}")
    relation, words = _DOWN[term.kind]
    name = shorten(term.iri)
    if below := sorted(site.ontology.that(relation, name), key=lambda found: found.name):
        lines.append(f"- {words}: {', '.join(link(code(t.name), t.page, term.page) for t in below)}")
    if other := [t for t in site.ontology.that("owl:inverseOf", name) if t.kind == term.kind]:
        lines.append(f"- its inverse: {', '.join(link(code(t.name), t.page, term.page) for t in other)}")
    return "\n".join(lines) + "\n" if lines else ""


def _links_it_yields(site: _Site, term: Term) -> str:
    """Show the rules for one-hop links that apply to a class, or that yield a property."""
    above = {t.iri for t in (term, *site.ontology.wider(term))}
    rules = [r for r in site.ontology.rules if r.fact in above or term.iri in (r.link, r.source, r.target)]
    cells = ((r.fact, r.source, r.link, r.target) for r in rules)
    rows = [[site.link(shorten(iri), term.page) for iri in row] for row in cells]
    shown = table(("fact", "from the entity in role", "link", "to the entity in role"), rows)
    return f"## Links that facts yield\n\n{shown}" if shown else ""


def _own_properties(site: _Site, term: Term) -> str:
    """List the properties declared for a class or those above it, and what its tables state of a row."""
    if term.kind != "class":
        return ""
    declared = {
        found.iri: (found, site.link(shorten(owner.iri), term.page))
        for owner in (term, *site.ontology.wider(term))
        for found in sorted(site.ontology.that("rdfs:domain", shorten(owner.iri)), key=lambda t: t.name)
    }
    stated = {
        found.iri: (found, f"rows of {link(code(name), f'reference/tables/{name}.md', term.page)}")
        for name in dict.fromkeys(name for name, _ in site.uses.columns.get(term.iri, ()))
        for found in _stated(site, name)
    }
    rows = [
        (link(code(found.name), found.page, term.page), text(found.definition), owner)
        for found, owner in (
            declared | {iri: row for iri, row in stated.items() if iri not in declared}
        ).values()
    ]
    return "## Properties\n\n" + table(("property", "meaning", "declared for"), rows) if rows else ""


def _stated(site: _Site, name: str) -> list[Term]:
    """List the properties that the columns of a table state, by name."""
    return [
        term
        for term in site.ontology.of_kind("property")
        if any(place[0] == name for place in site.uses.columns.get(term.iri, ()))
    ]


def _columns(site: _Site, term: Term) -> str:
    found = site.uses.columns.get(term.iri, ())
    rows = [
        (link(code(name), f"reference/tables/{name}.md", term.page), code(column) if column else "every row")
        for name, column in dict.fromkeys(found)
    ]
    return "## Columns\n\n" + table(("table", "column"), rows) if rows else ""


def _example(site: _Site, term: Term) -> str:
    count, example = site.uses.counts.get(term.iri, 0), site.uses.examples.get(term.iri)
    unit = _UNIT[term.kind]
    if not count:
        return f"## Example\n\nThe graph has no {unit} {'of' if term.kind == 'class' else 'with'} it.\n"
    head = f"## Example\n\n{count:,} {unit}{'s' if count > 1 else ''} in the graph"
    if example is None:
        return f"{head}.\n"
    quoted = [
        f"- {words}: {text(example.labels[lang])}\n"
        for lang, words in _LANGUAGES.items()
        if lang in example.labels
    ]
    shown = fence("turtle", _turtle(example, term))
    return f"{head}{', such as' if count > 1 else ''}:\n\n{''.join(quoted)}\n{shown}"


def _turtle(example: Example, term: Term) -> str:
    """Write the triples of an example, those with the term first."""
    with_term = [t for t in example.triples if term.iri in (t[0], getattr(t[1], "value", ""))]
    shown = [t for t in example.triples if t[0] not in _HIDDEN or t in with_term]
    others = [t for t in shown if t not in with_term]
    seen: dict[str, int] = {}
    kept: list[str] = []
    for predicate, value in (*with_term[:3], *others):
        seen[predicate] = seen.get(predicate, 0) + 1
        if seen[predicate] <= 3 and len(kept) < _SHOWN:
            kept.append(f"    {_node(predicate)} {_term(value)}")
    rest = len(shown) - len(kept)
    more = f"\n# and {rest:,} more triple{'s' if rest > 1 else ''}" if rest else ""
    return f"{_node(example.iri)}\n" + " ;\n".join(kept) + " ." + more


def _term(value: Any) -> str:
    if not hasattr(value, "datatype"):
        return _node(value.value)
    quoted = '"' + value.value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
    if value.language:
        return f"{quoted}@{value.language}"
    kind = value.datatype.value
    return quoted if kind.endswith("#string") else f"{quoted}^^{_node(kind)}"


def _node(iri: str) -> str:
    """Write an IRI with a prefix if the rest is a legal local name."""
    if iri == PREFIXES["rdf"] + "type":
        return "a"
    for prefix, namespace in PREFIXES.items():
        rest = iri.removeprefix(namespace)
        if rest != iri and namespace != ID and rest.replace("-", "").replace("_", "").isalnum():
            return f"{prefix}:{rest}"
    return f"<{iri}>"


def _queries(site: _Site, term: Term) -> str:
    names = site.uses.queries.get(term.iri, ())
    asked, about = _asked(site, term), "use it"
    if not names:
        names = sorted({name for found in asked for name in site.uses.queries.get(found.iri, ())})
        about = "read the property" if len(asked) == 1 else "read these properties"
    links = [link(code(name), f"reference/queries/{name}.md", term.page) for name in names]
    lines = [f"SELECT ?subject {{ ?subject {_node(found.iri)} {_node(term.iri)} }}" for found in asked]
    own = "## Ask for it\n\n" + fence("sparql", "\n".join(lines)) if lines else ""
    listed = f"## Queries that {about}\n\n" + ", ".join(links) + "\n" if links else ""
    return "\n".join(filter(None, (own, listed)))


def _asked(site: _Site, term: Term) -> list[Term]:
    """List the properties whose columns may have a code as their value."""
    places = set(site.uses.columns.get(term.iri, ())) if term.kind == "code" else set()
    return [t for t in site.ontology.of_kind("property") if places & set(site.uses.columns.get(t.iri, ()))]


def _scheme(site: _Site, term: Term) -> str:
    codes = site.uses.codes.get(term.iri, ())
    listed = table(("code", *_LANGUAGES.values(), "meaning"), (_code(site, term, found) for found in codes))
    data = any(found.iri not in site.ontology.terms for found in codes)
    note = (
        "Codes without a link are data: rows of [a table](../tables/codes.md) define them.\n\n"
        if data
        else ""
    )
    head = f"{_FRONT}[Codes](index.md)\n\n# {_title(term)}\n\n{text(term.definition)}"
    return f"{head}\n\n{_names(term)}\n{note}{listed}"


def _code(site: _Site, scheme: Term, found: Code) -> tuple[str, ...]:
    own, name = site.ontology.terms.get(found.iri), code(found.iri.rpartition("/")[2])
    linked = link(name, own.page, scheme.page) if own else name
    return linked, *(text(found.labels.get(lang, "")) for lang in _LANGUAGES), text(found.definition)


def _list(site: _Site, kind: str, title: str, about: str) -> str:
    page = f"reference/{title.lower()}/index.md"
    terms = site.ontology.of_kind(kind)
    rows = [
        (link(code(t.name), t.page, page), text(t.labels.get("en", "")), text(t.definition)) for t in terms
    ]
    listed = table(("name", "label", "meaning"), rows)
    return f"# {title}\n\n{about} The ontology declares {len(terms)}.\n\n{listed}"
