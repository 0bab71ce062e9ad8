"""What people see of reconciliation: the manifest, suggestions, flyouts and previews."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from ...core.errors import NotFoundError
from ...core.namespaces import ID, ONT, expand, kind_of, local_name, named_node, shorten
from ...core.terms import text_of
from ...core.version import VERSION
from ...lookup.likeness import fold
from ..explore.thing import suggestions, thing
from .batches import MOST_QUERIES

if TYPE_CHECKING:
    from .reconciler import Reconciler

__all__ = ["flyout", "manifest", "preview", "proposed", "suggested"]

_TITLE = "jlac-graph: Japan and Latin America and the Caribbean"
_SUGGESTED, _DEFAULTS, _FACTS, _TEXT = 20, 12, 3, 300
_SIZE = {"width": 430, "height": 300}
_CLASSES = """
SELECT ?class (COUNT(DISTINCT ?thing) AS ?n) WHERE {
  ?thing a jlac:Entity , ?class . FILTER (STRSTARTS(STR(?class), STR(jlac:)))
} GROUP BY ?class ORDER BY DESC(?n) ?class"""
_DEFINITION = 'SELECT ?text WHERE { ?_term skos:definition ?text FILTER (LANG(?text) = "en") }'
_PAGE = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>
<link rel="stylesheet" href="{root}/plain.css"></head><body>{body}</body></html>
"""


def _classes(reconciler: Reconciler, lang: str) -> list[dict[str, str]]:
    """Return the classes that have entities, the largest first."""
    rows = reconciler.cache.store.select(_CLASSES)
    names = [local_name(text_of(row[0])) for row in rows]
    labels = reconciler.cache.terms(names, lang)
    return [{"id": name, "name": labels[name]} for name in names]


def manifest(reconciler: Reconciler, address: str, path: str, lang: str) -> dict[str, Any]:
    """Describe the service.

    Parameters
    ----------
    address : of the whole service; path : of reconciliation in one language, such as ``/reconcile/ja``.
    """
    base = address + path
    return {
        "versions": ["0.2"],
        "name": f"{_TITLE} ({lang})",
        "identifierSpace": ID,
        "schemaSpace": ONT,
        "documentation": f"{address}/data",
        "serviceVersion": VERSION,
        "batchSize": MOST_QUERIES,
        "defaultTypes": _classes(reconciler, lang)[:_DEFAULTS],
        "view": {"url": f"{address}/id/{{{{id}}}}"},
        "preview": {"url": f"{base}/preview?id={{{{id}}}}", **_SIZE},
        "suggest": {
            kind: {
                "service_url": base,
                "service_path": f"/suggest/{kind}",
                "flyout_service_url": base,
                "flyout_service_path": f"/flyout/{kind}?id=${{id}}",
            }
            for kind in ("entity", "property", "type")
        },
        "extend": {
            "propose_properties": {"service_url": base, "service_path": "/properties"},
            "property_settings": [],
        },
    }


def suggested(reconciler: Reconciler, kind: str, prefix: str, skip: int, lang: str) -> dict[str, Any]:
    """Suggest entities, properties or types by the beginning of their names or ids."""
    if kind == "entity":
        found = _entities(reconciler, prefix, lang)
    else:
        found = _beginning(_every(reconciler, kind, lang), prefix)
    return {"result": found[skip : skip + _SUGGESTED]}


def _beginning(records: Sequence[Mapping[str, str]], prefix: str) -> list[dict[str, Any]]:
    """Return those with a word of the name, or the id, that begins so; all for an empty prefix."""
    wanted = fold(prefix)
    return [
        dict(record)
        for record in records
        if f" {wanted}" in f" {fold(record['name'])}" or fold(record["id"]).startswith(wanted)
    ]


def _entities(reconciler: Reconciler, prefix: str, lang: str) -> list[dict[str, Any]]:
    text = shorten(prefix.strip())
    hits = suggestions(reconciler.cache, text, lang, 50) if fold(text) else []
    ids = [hit["id"] for hit in hits if kind_of(hit["id"]) not in ("code", "fact", "src", "obs")]
    if reconciler.knows(text):
        ids = list(dict.fromkeys([text, *ids]))
    shown = reconciler.described(ids, lang)
    return [
        {key: shown[name][key] for key in ("id", "name", "description")} | {"notable": shown[name]["type"]}
        for name in ids
    ]


def proposed(reconciler: Reconciler, type_: str, limit: int, lang: str) -> dict[str, Any]:
    """Propose the properties that entities of a type have, the most used first.

    Raises
    ------
    NotFoundError : no class has the name of the type.
    """
    class_ = local_name(reconciler.type_iri(type_ or "Entity"))
    found = [p.record() for p in reconciler.properties.of_class(class_, lang)]
    asked = {"type": type_} if type_ else {}
    return {**asked, **({"limit": limit} if limit else {}), "properties": found[: limit or None]}


def flyout(reconciler: Reconciler, kind: str, id_: str, root: str, lang: str) -> dict[str, str]:
    """Describe one suggestion in HTML.

    Raises
    ------
    NotFoundError : it does not exist.
    """
    if kind == "entity":
        return {"id": id_, "html": _summary(reconciler, id_, root, lang)}
    every = {r["id"]: r["name"] for r in _every(reconciler, kind, lang)}
    if id_ not in every:
        raise NotFoundError(kind, id_)
    iri = expand(id_) if ":" in id_ else ONT + id_
    bound: Any = {"_term": named_node(iri)}
    rows = reconciler.cache.store.select(_DEFINITION, bound).rows
    text = text_of(rows[0][0]) if rows else ""
    return {"id": id_, "html": f"<p><strong>{escape(every[id_])}</strong></p><p>{escape(text)}</p>"}


def _every(reconciler: Reconciler, kind: str, lang: str) -> list[dict[str, str]]:
    """Return every type or property."""
    if kind == "type":
        return _classes(reconciler, lang)
    return [p.record() for p in reconciler.properties.of_class("Entity", lang)]


def preview(reconciler: Reconciler, id_: str, root: str, lang: str) -> bytes:
    """Write a small page about an entity, to be shown in a frame.

    Raises
    ------
    NotFoundError : it does not exist.
    """
    body = _summary(reconciler, id_, root, lang)
    return _PAGE.format(lang=escape(lang), title=escape(id_), root=escape(root), body=body).encode()


def _summary(reconciler: Reconciler, id_: str, root: str, lang: str) -> str:
    """Names, class, and a few facts with their passages, in HTML."""
    name = shorten(id_)
    if not reconciler.knows(name):
        raise NotFoundError("entity", id_)
    found = thing(reconciler.cache, name, lang)
    described = reconciler.described([name], lang)[name]["description"]
    names = dict.fromkeys(n for group in found["names"].values() for n in group if n != found["label"])
    stated = [(fact["words"][:_TEXT], " ".join(fact["sources"][:_FACTS])) for fact in found["facts"][:_FACTS]]
    facts = [f"<li>{escape(words)} <small>{escape(cited)}</small></li>" for words, cited in stated]
    link = f'<a href="{escape(root)}/id/{escape(name)}" target="_blank" rel="noopener">{escape(name)}</a>'
    return (
        f"<p><strong>{escape(found['label'])}</strong> ({escape(described)})</p>"
        f"<p><small>{escape('; '.join(names)[:_TEXT])}</small></p><ul>{''.join(facts)}</ul><p>{link}</p>"
    )
