"""The requests of reconciliation, as a worker process answers them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from . import shown
from .batches import read_extension, read_queries

if TYPE_CHECKING:
    from .reconciler import Reconciler

__all__ = ["answer"]


def answer(reconciler: Reconciler, asked: dict[str, Any], body: bytes) -> bytes:
    """Answer a request; the preview is HTML, everything else JSON.

    Parameters
    ----------
    asked : ``what`` is asked, in which language, and its parameters.
    body : the batch of queries, or the data extension query.
    """
    what, lang = asked["what"], asked["lang"]
    if what == "preview":
        return shown.preview(reconciler, asked["id"], asked["root"], lang)
    if what == "manifest":
        made: Any = shown.manifest(reconciler, asked["address"], asked["path"], lang)
    elif what == "queries":
        made = reconciler.results(read_queries(body.decode()), lang)
    elif what == "extend":
        made = reconciler.extended(read_extension(body.decode()), lang)
    elif what == "suggest":
        made = shown.suggested(reconciler, asked["kind"], asked["prefix"], asked["skip"], lang)
    elif what == "flyout":
        made = shown.flyout(reconciler, asked["kind"], asked["id"], asked["root"], lang)
    else:
        made = shown.proposed(reconciler, asked["type"], asked["limit"], lang)
    return json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode()
