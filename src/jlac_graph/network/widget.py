"""A network or a trace as an interactive widget of a notebook, with `anywidget`.

It works wherever anywidget does, such as JupyterLab and VS Code, and loads nothing from elsewhere.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.notebook import installed

if TYPE_CHECKING:
    from ..export.flat_network import Edge, FlatNetwork, Node

__all__ = ["network_widget"]

_SCRIPT = Path(__file__).with_name("widget.js")


def network_widget(flat: FlatNetwork, *, height: int = 480) -> Any:
    """Return a widget that draws a network.

    Parameters
    ----------
    flat : from `flat_view` or `as_flat_network`, with positions.
    height : of the drawing, in pixels.

    Returns
    -------
    An `anywidget.AnyWidget`. A click on a node or link shows its statements with their passages, and sets
    the trait `selected` to its id.

    Raises
    ------
    UsageError : when anywidget is not installed.

    Examples
    --------
    >>> import networkx as nx
    >>> from jlac_graph.export.flat_network import flat_network
    >>> made = network_widget(flat_network(nx.MultiDiGraph([("agent/a", "agent/b")])))
    >>> made.network["nodes"][0]["id"], made.selected
    ('agent/a', '')
    """
    return _widget_class()(network=_content(flat), height=height)


@lru_cache(maxsize=1)
def _widget_class() -> Any:
    """Make the class when it is first needed: anywidget takes half a second to import."""
    anywidget, traitlets = installed("anywidget", "widget"), installed("traitlets", "widget")
    members = {
        "_esm": _SCRIPT.read_text("utf-8"),
        "__doc__": "A network that can be moved, enlarged and asked for its statements.",
        "network": traitlets.Dict().tag(sync=True),
        "height": traitlets.Int(480).tag(sync=True),
        "selected": traitlets.Unicode("").tag(sync=True),
    }
    return type("NetworkWidget", (anywidget.AnyWidget,), members)


def _content(flat: FlatNetwork) -> dict[str, Any]:
    return {
        "title": flat.title,
        "sources": list(flat.documents),
        "nodes": [_node(node) for node in flat.nodes],
        "edges": [_edge(edge) for edge in flat.edges],
    }


def _node(node: Node) -> dict[str, Any]:
    look = {"x": node.x, "y": node.y, "size": node.size, "colour": node.style.colour}
    return {"id": node.id, "label": node.label, "kind": node.kind, **look}


def _edge(edge: Edge) -> dict[str, Any]:
    said = edge.attributes
    return {
        "id": edge.id,
        "source": edge.source,
        "target": edge.target,
        "relation": str(said.get("relation_label", edge.relation)),
        "words": str(said.get("wording", edge.relation)),
        "sources": str(said.get("source_passages", "")),
        "dashed": edge.dashed,
    }
