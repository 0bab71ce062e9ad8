"""Tables for people: readable at 80 to 120 columns, no word cut, else a block a row."""

from pyoxigraph import Literal, NamedNode
from rich.cells import cell_len

from jlac_graph.lookup.labels import with_labels
from jlac_graph.output.terminal import draw, shown
from jlac_graph.queries.library import list_queries, run
from jlac_graph.sparql.answers import Solutions

ID = "https://w3id.org/jlac/id/"


def things(*slugs):
    return [NamedNode(ID + slug) for slug in slugs]


MINE, PERU = things("asset/caserones", "place/peru")
ROWS = Solutions(
    ("asset", "assetLabel", "country", "sum"),
    (
        (MINE, Literal("Caserones copper mine"), PERU, Literal(40_000_000_000)),
        (MINE, None, None, Literal(1234)),
    ),
)


def test_a_wide_terminal_gets_one_line_a_row():
    assert draw(ROWS, width=100).splitlines() == [
        "asset                                    country                sum",
        "─" * 67,
        "Caserones copper mine (asset/caserones)  place/peru  40,000,000,000",
        "asset/caserones                                                1234",
    ]


def test_a_narrower_one_breaks_lines_at_spaces():
    assert draw(ROWS, width=55).splitlines()[2:4] == [
        "Caserones copper mine        place/peru  40,000,000,000",
        "(asset/caserones)",
    ]


def test_too_narrow_for_the_words_gives_blocks_without_open_cells():
    assert draw(ROWS, width=40) == (
        "asset    Caserones copper mine\n         (asset/caserones)\ncountry  place/peru\n"
        "sum      40,000,000,000\n\nasset    asset/caserones\nsum      1234\n"
    )


def test_a_script_of_double_width_is_measured():
    rows = Solutions(("name",), ((Literal("三井物産株式会社"),),))
    assert draw(rows, width=20).splitlines()[1] == "─" * 16
    assert draw(rows, width=8).splitlines() == ["name", "─" * 8, "三井物産", "株式会社"]


def test_a_control_character_in_a_value_does_not_reach_the_terminal():
    rows = Solutions(("name",), ((Literal("a\x1b[31mred\x9b2J\x07"),), (Literal("tab\tand\nline"),)))
    for width in (80, 9):
        drawn = draw(rows, width=width)
        assert {c for c in drawn if not c.isprintable()} == {"\n"}
    assert draw(rows, width=80).splitlines()[2:] == ["a\ufffd[31mred\ufffd2J\ufffd", "tab and line"]


def longest(answer, many=8):
    """The rows with the longest texts of each column: these are what may not fit."""
    kept = set()
    for column in range(len(answer.columns)):
        widths = [cell_len(shown(row[column])) for row in answer.rows]
        kept |= {*sorted(range(len(widths)), key=widths.__getitem__)[-many:]}
    return Solutions(answer.columns, tuple(answer.rows[n] for n in sorted(kept)))


def test_no_answer_of_the_library_is_too_wide_or_cut(graph_of_all):
    for query in list_queries():
        answer = run(query, graph_of_all, query.examples[0] if query.examples else {})
        if not isinstance(answer, Solutions):
            continue
        for lang, widths in (("en", (80,)), ("ja", (100,))):
            rows = longest(with_labels(answer, graph_of_all, lang))
            ids = {shown(t) for row in rows for t in row if isinstance(t, NamedNode)}
            for width in widths:
                drawn = draw(rows, width=width)
                assert max(map(cell_len, drawn.splitlines())) <= width, query.name
                words = set(drawn.split())
                slugs = {s for s in ids if cell_len(s) < width - 4}  # a longer one has no line to itself
                missing = {s for s in slugs if s not in words and f"({s})" not in words}
                assert not missing, (query.name, width, lang, missing)
