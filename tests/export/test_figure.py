"""Figures, read back as XML: what is drawn, where arrows stand, what is left out and said."""

import re
import struct
from zlib import crc32

import networkx as nx
from lxml import etree

from jlac_graph.export.figure import write_png, write_svg
from jlac_graph.export.flat_network import FlatNetwork, flat_network
from jlac_graph.export.label_placement import Box, width
from jlac_graph.export.layout import layout

SVG = "{http://www.w3.org/2000/svg}"


def drawn(graph: nx.MultiDiGraph, title: str = "") -> etree._Element:
    flat = flat_network(graph, title=title, positions=layout(graph))
    return etree.fromstring(write_svg(flat)[""])


def pair(**data: object) -> nx.MultiDiGraph:
    graph = nx.MultiDiGraph()
    for name in "ab":
        graph.add_node(name, label=name.upper(), entity_class="Firm")
    graph.add_edge("a", "b", relation="owns", wording="A owns B", start="2006", **data)
    return graph


def texts(root: etree._Element) -> list[str]:
    """Every text, without the white rim that is drawn below it."""
    drawn = [element for element in root.iter(SVG + "text") if element.get("aria-hidden") is None]
    return [(element.text or "").strip() for element in drawn]


def test_a_name_lies_over_a_rim_that_every_program_draws() -> None:
    words = [e for e in drawn(pair()).iter(SVG + "text") if e.text == "A"]
    assert [(e.get("stroke"), e.get("aria-hidden"), e.get("paint-order")) for e in words] == [
        ("#ffffff", "true", None),
        (None, None, None),
    ]


def test_parallel_links_make_one_line_that_tells_them_all() -> None:
    graph = pair()
    graph.add_edge("a", "b", relation="finances", wording="A finances B", start="2001")
    graph.add_edge("a", "b", relation="owns", wording="A owns more of B", start="2011")
    root = drawn(graph)
    (line,) = root.iter(SVG + "path")
    assert line.findtext(SVG + "title") == "A finances B\nA owns B\nA owns more of B"
    assert {"finances, 2001", "owns, 2006–2011"} <= {*texts(root)}
    assert any(words.startswith("2 nodes, 3 links in 1 lines.") for words in texts(root))


def test_arrows_stand_where_links_point_and_nowhere_on_symmetric_ones() -> None:
    def tips(graph: nx.MultiDiGraph) -> int:
        return sum(1 for shape in drawn(graph).iter(SVG + "polygon") if shape.get("transform"))

    both = pair()
    both.add_edge("b", "a", relation="lends")
    assert (tips(pair()), tips(both), tips(pair(symmetric=True))) == (1, 2, 0)


def test_an_arrow_head_touches_its_target() -> None:
    root = drawn(pair())
    (tip,) = (shape for shape in root.iter(SVG + "polygon") if shape.get("transform"))
    x = float(tip.get("transform").partition("(")[2].partition(",")[0])
    places = {
        g.findtext(SVG + "title"): float(g.find(SVG + "circle").get("cx")) for g in root.iter(SVG + "g")
    }
    assert abs(x - places["B (Firm)"]) < 20 < abs(x - places["A (Firm)"])


def test_names_without_room_are_counted() -> None:
    """Two hundred nodes in a star: most names would lie over others."""
    star = nx.MultiDiGraph([("hub", f"a leaf with a long name, number {n}") for n in range(200)])
    for name in star:
        star.nodes[name].update(label=name, entity_class="Firm")
    root = drawn(star)
    shown = sum(1 for words in texts(root) if words.startswith("a leaf with"))
    (footer,) = (words for words in texts(root) if words.startswith("201 nodes"))
    assert f"labels of {200 - shown:,} nodes omitted for lack of room" in footer
    assert 20 < shown < 200


def test_every_class_is_in_the_legend_and_loops_are_drawn() -> None:
    graph = pair()
    graph.add_node("c", label="C", entity_class="PublicAgency")
    graph.add_edge("c", "c", relation="owns", wording="C owns C")
    root = drawn(graph)
    assert {"Firm", "Public agency"} <= {*texts(root)}
    assert "C owns C" in [c.findtext(SVG + "title") for c in root.iter(SVG + "circle")]


def test_odd_text_and_an_empty_sheet_are_still_pictures(flat: FlatNetwork) -> None:
    assert etree.fromstring(write_svg(flat)[""]).findtext(SVG + "title") == "A <test> & more"
    empty = FlatNetwork("", (), (), {}, {}, ())
    foot = texts(etree.fromstring(write_svg(empty)[""]))
    assert foot[-2] == "0 nodes, 0 links in 0 lines. Sources: none cited."
    assert write_png(flat)[""][:8] == b"\x89PNG\r\n\x1a\n"


def test_a_png_has_its_size_in_print() -> None:
    png = write_png(flat_network(pair()))[""]
    chunks, at = [], 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        kind, data = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        assert crc32(kind + data) == int.from_bytes(png[at + 8 + length : at + 12 + length])
        chunks.append((kind, data))
        at += 12 + length
    assert [kind for kind, _ in chunks[:2]] == [b"IHDR", b"pHYs"]
    across, down, unit = struct.unpack(">IIB", chunks[1][1])
    assert (round(across * 0.0254), round(down * 0.0254), unit) == (300, 300, 1)
    assert [kind for kind, _ in chunks].count(b"pHYs") == 1


def test_a_source_of_the_user_is_named_however_many_there_are() -> None:
    graph = pair()
    for number in range(30):
        graph.add_edge("a", "b", relation="owns", sources=[f"s{number:02}#p1"])
    graph.graph["documents"] = {f"s{number:02}": f"Report {number:02}" for number in range(30)}
    graph.graph["own_documents"] = ["s17", "s29"]
    foot = " ".join(texts(drawn(graph)))
    assert "Sources: Report 17 (s17); Report 29 (s29); Report 00 (s00);" in foot
    assert "Report 05 (s05); and 22 more, which" in foot
    graph.graph["own_documents"] = [f"s{number:02}" for number in range(10, 22)]
    foot = " ".join(texts(drawn(graph)))
    assert all(f"(s{number})" in foot for number in range(10, 22))
    assert "and 18 more" in foot


def test_the_words_of_a_line_are_on_white_and_off_the_other_lines() -> None:
    graph = pair()
    graph.add_node("c", label="C", entity_class="Firm")
    graph.add_node("d", label="D", entity_class="Firm")
    graph.add_edge("c", "d", relation="lends")
    places = {"a": (-100.0, 0.0), "b": (100.0, 0.0), "c": (0.0, -100.0), "d": (0.0, 100.0)}
    root = etree.fromstring(write_svg(flat_network(graph, positions=places))[""])
    lines = [[float(n) for n in re.findall(r"[\d.]+", e.get("d"))] for e in root.iter(SVG + "path")]
    beds = [e for e in root.iter(SVG + "rect") if e.get("x") and e.get("fill") == "#ffffff"]
    assert (len(lines), len(beds)) == (2, 2)
    for bed, (x1, y1, x2, y2) in zip(beds, reversed(lines), strict=True):
        x, y, wide, tall = (float(bed.get(key)) for key in ("x", "y", "width", "height"))
        assert not Box(x, y, x + wide, y + tall).crossed((x1, y1), (x2, y2))
    order = list(root.iter())
    assert max(map(order.index, root.iter(SVG + "path"))) < min(map(order.index, beds))


def test_a_line_leads_around_a_node_that_it_does_not_link() -> None:
    """Three in a row: the line from the first to the last must not run through the second."""
    row = nx.MultiDiGraph([("a", "c")])
    for name in "abc":
        row.add_node(name, label=name.upper(), entity_class="Firm")
    places = {"a": (0.0, 0.0), "b": (100.0, 0.0), "c": (200.0, 0.0)}
    root = etree.fromstring(write_svg(flat_network(row, positions=places))[""])
    (line,) = root.iter(SVG + "path")
    assert " Q" in line.get("d")
    del places["b"]
    row.remove_node("b")
    root = etree.fromstring(write_svg(flat_network(row, positions=places))[""])
    (line,) = root.iter(SVG + "path")
    assert " Q" not in line.get("d")


def test_sources_in_japanese_stay_within_the_page_in_a_font_without_serifs() -> None:
    graph = pair(sources=["r#p1"])
    graph.graph["documents"] = {"r": "三井物産がペルーの銅鉱山に出資する" * 8}
    root = drawn(graph)
    page = float(root.get("width"))
    foot = [e for e in root.iter(SVG + "text") if "三井" in (e.text or "")]
    assert len(foot) > 1
    assert all(24 + width(e.text, 12) <= page for e in foot)
    assert all(e.get("font-family", "").startswith("'Noto Sans CJK JP'") for e in foot)


def test_a_class_looks_the_same_beside_other_classes() -> None:
    from jlac_graph.export.colours import styles

    assert styles(["Group"])["Group"] == styles(["Group", "Event", "Plant", "Zoo"])["Group"]


def test_a_figure_says_what_made_it() -> None:
    assert any(words.startswith("jlac-graph ") and "CC BY 4.0" in words for words in texts(drawn(pair())))


def test_a_line_says_amounts_with_their_years_in_the_language_of_the_figure() -> None:
    graph = pair(amount=300e6, currency="USD", precision="up-to", relation_label="投資した")
    graph.add_edge("a", "b", relation="lends", start="2012", end="2014", amount=2e9, currency="JPY")
    graph.graph["kinds"] = {"Firm": "企業"}
    flat = flat_network(graph, lang="ja", positions=layout(graph))
    said = texts(etree.fromstring(write_svg(flat)[""]))
    assert {"投資した, 2006", "JPY 20億 (2012–2014)", "≤ USD 3億 (2006–)", "企業"} <= {*said}
    assert any(line.startswith("ノード2、つながり2（線1本）。出典：なし。") for line in said)
