"""A folder of linked Markdown notes for Obsidian, one per entity, each link with its evidence."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict

from ..core.characters import for_xml, for_yaml
from ..core.contents import Bundle
from .flat_network import Edge, FlatNetwork, Node

__all__ = ["safe_name", "write"]

LIMITS = ("likelihood", "claimant", "scope", "condition", "time_in_words", "basis", "note")
"""Attributes of an edge that say how far its statement goes."""
UNSAFE = re.compile(
    r'[\\/:*?"<>|#^\[\]\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]+'
)
LONGEST = 200
"""Most bytes of a name: file systems take 255, with the suffix and a number that tells namesakes apart."""


def safe_name(label: str, taken: set[str]) -> str:
    """Return a file name that every system and Obsidian's links allow, not among those taken (ignoring case).

    >>> safe_name("CON", {"con"}), safe_name("A/B: c?", set())
    ('CON 2', 'A B c')
    """
    plain = unicodedata.normalize("NFC", UNSAFE.sub(" ", label))
    stem = _cut(" ".join(plain.split()).strip(". ")).rstrip(". ") or "note"
    name, number = stem, 1
    while name.casefold() in taken:
        number += 1
        name = f"{stem} {number}"
    return name


def _cut(text: str) -> str:
    """At most `LONGEST` bytes of a text, whole characters with the marks that belong to them."""
    if len(text.encode()) <= LONGEST:
        return text
    short = text.encode()[:LONGEST].decode(errors="ignore")
    while short and unicodedata.combining(text[len(short)]):
        short = short[:-1]
    return short


DEVICES = {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))}


def write(flat: FlatNetwork) -> Bundle:
    """Write one note per node, in one folder per class, and a start page with counts."""
    taken = {*DEVICES, "index"}
    names: dict[str, str] = {}
    for node in flat.nodes:
        names[node.id] = safe_name(node.label, taken)
        taken.add(names[node.id].casefold())
    out, back = defaultdict(list), defaultdict(list)
    for edge in flat.edges:
        out[edge.source].append(edge)
        back[edge.target].append(edge)
    notes = {
        f"{_folder(node)}/{names[node.id]}.md": _note(node, names, out[node.id], back[node.id])
        for node in flat.nodes
    }
    return {**notes, "index.md": _index(flat, names)}


def _folder(node: Node) -> str:
    return UNSAFE.sub(" ", node.kind)


def _note(node: Node, names: dict[str, str], out: list[Edge], back: list[Edge]) -> bytes:
    front = {"aliases": [node.label], "entity_class": node.kind, **node.attributes}
    lines = ["---"]
    lines += [f"{key}: {for_yaml(json.dumps(value, ensure_ascii=False))}" for key, value in front.items()]
    lines += ["---", "", f"# {node.label}", ""]
    for title, edges, outward in (("Links", out, True), ("Linked from", back, False)):
        if edges:
            lines += [f"## {title}", ""]
            lines += [_line(edge, names, outward=outward) for edge in edges]
            lines.append("")
    return for_xml("\n".join(lines)).encode()


def _line(edge: Edge, names: dict[str, str], *, outward: bool) -> str:
    other = names[edge.target if outward else edge.source]
    extra = [edge.attributes.get("wording"), edge.attributes.get("source_passages")]
    dates = " to ".join(date for date in (edge.start, edge.end) if date)
    status = edge.attributes.get("status")
    known = "planned" if edge.planned and status is None else status
    said = "; ".join(str(part) for part in (*extra[:1], known, dates, *extra[1:]) if part)
    relation = f"{edge.relation} (planned)" if edge.planned else edge.relation
    line = f"- {relation} [[{other}]]" + (f": {said}" if said else "")
    limits = (f"    - {name}: {edge.attributes[name]}" for name in LIMITS if name in edge.attributes)
    return "\n".join([line, *limits])


def _index(flat: FlatNetwork, names: dict[str, str]) -> bytes:
    lines = [f"# {flat.title or 'Network'}", ""]
    lines.append(f"{len(flat.nodes)} entities, {len(flat.edges)} links.")
    for kind in flat.styles:
        lines += ["", f"## {kind}", ""]
        lines += [f"- [[{names[node.id]}]]" for node in flat.nodes if node.kind == kind]
    return ("\n".join(lines) + "\n").encode()
