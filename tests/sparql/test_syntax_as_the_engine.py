"""What the engine parses, the tokenizer takes, and puts together again as the same query."""

from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store

from jlac_graph.sparql.syntax import bind, form, prefixed, tokens

ENGINE = Store()
LETTERS = st.sampled_from(["a", "Z", "é", "e\u0301", "三", "ガ", "か\u3099", "\U0001f5fe", "\U00020bb7", "ﬁ"])
MARKS = st.sampled_from(["", "", "1", "_", "-", "·", "\u203f", "\\u00e9", "\\U000020b7"])
NAMES = st.tuples(LETTERS.filter(lambda c: c not in "\U0001f5fe"), MARKS).map("".join)
LOCAL = st.lists(
    st.one_of(NAMES, st.sampled_from(["1", ":", "%20", "%c3", "\\,", "\\~", "\\-", "\\%", "0.1", "a..b"])),
    min_size=1, max_size=3,
).map("".join)  # fmt: skip
VARIABLES = st.tuples(st.sampled_from("?$"), st.sampled_from(["a", "_", "1", "í", "x\u0301", "三·井"])).map(
    "".join
)
IRIS = st.one_of(
    st.sampled_from(
        ["<http://e/a>", "<http://e/\\u00e9>", "<urn:x#a?b'c>", "<urn:三?q=a-a->", "<rel>", "<>"]
    ),
    LOCAL.map(lambda name: f"e:{name}"),
    st.sampled_from(["e:", ":", ":a", "e:a.b", "e:a-b.c"]),
)
BODIES = st.lists(
    st.sampled_from(
        ["a", "'", '"', "\\\\", "\\'", '\\"', "\\n", "#", "{", "}", "?x", "三", "\\u0041", "<", " "]
    ),
    max_size=6,
).map("".join)
STRINGS = st.one_of(
    BODIES.map(lambda text: f'"{text}"').filter(lambda text: '""' not in text[1:] and '""' not in text[:-1]),
    BODIES.map(lambda text: f"'{text}'").filter(lambda text: "''" not in text[1:] and "''" not in text[:-1]),
    st.sampled_from(['""', "''"]),
    BODIES.map(lambda text: f'"""{text}\n"""'),
    BODIES.map(lambda text: f"'''{text}\r\n'''"),
)
LITERALS = st.one_of(
    STRINGS,
    STRINGS.map(lambda text: f"{text}@es-419"),
    STRINGS.map(lambda text: f"{text}@ar--rtl"),
    STRINGS.map(lambda text: f"{text}^^e:t"),
    st.sampled_from(["1", "-1", "+1.5", ".5", "1.", "1e6", "1.5E-3", "-.5e+1", "true", "false"]),
)
STEPS = st.one_of(IRIS, st.just("a"))
PATHS = st.recursive(
    STEPS,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["/", "|", " / ", "|^"]), inner).map("".join),
        st.tuples(st.just("("), inner, st.just(")"), st.sampled_from(["*", "+", "?", ""])).map("".join),
        inner.map(lambda path: f"^({path})"),
        STEPS.map(lambda step: f"!({step}|^{step})"),
    ),
    max_leaves=4,
)
BLANKS = st.sampled_from(
    ["[]", "[ e:p 1 ]", "_:b", "_:b.1-c", "_:三", "()", "(1 'a' ?a)", "<<( e:a e:b 1 )>>", "_:1"]
)
OBJECTS = st.one_of(VARIABLES, IRIS, LITERALS, BLANKS)
SUBJECTS = st.one_of(VARIABLES, IRIS, st.sampled_from(["[]", "_:c", "(1)"]))
TRIPLES = st.tuples(SUBJECTS, st.one_of(PATHS, VARIABLES), OBJECTS).map(" ".join)
VALUES = st.one_of(VARIABLES, LITERALS)
TESTS = st.tuples(
    VALUES, st.sampled_from(["=", "!=", "<", ">=", "&&", "||", "+", "-", "*", "/"]), VALUES
).map(" ".join)
PATTERNS = st.one_of(
    TRIPLES,
    TESTS.map(lambda test: f"FILTER({test})"),
    TESTS.map(lambda test: f"FILTER(!({test}))"),
    TRIPLES.map(lambda triple: f"OPTIONAL{{{triple}}}"),
    TRIPLES.map(lambda triple: f"FILTER NOT EXISTS{{{triple}.}}"),
    TRIPLES.map(lambda triple: f"GRAPH<urn:g>{{{triple}}}"),
    LITERALS.map(lambda literal: f"VALUES ?v{{{literal} UNDEF}}"),
)
SPACES = st.sampled_from([" ", "\n", "\r", "\r\n", "\t", ' # it\'s a "comment"\n', "#?x\r", "#\r\n"])
ENDS = st.sampled_from(
    ["", " ", "#", "# end '", "\n#\\u0041", "\r", "LIMIT 1", "ORDER BY ?a\r#", "VALUES ?w{1}"]
)
HEADS = st.sampled_from(
    ["SELECT*", "SELECT ?a ", "ASK", "SELECT DISTINCT*WHERE", "CONSTRUCT{?a ?b ?c}WHERE", "DESCRIBE ?a"]
)


@st.composite
def queries(draw: st.DrawFn) -> str:
    patterns = draw(st.lists(PATTERNS, min_size=1, max_size=3))
    space = draw(SPACES)
    body = f" .{space}".join(patterns)
    start = f"BASE <http://e/b/>{space}PREFIX e:<http://e/>PREFIX :<urn:x/>{space}"
    mark = draw(st.sampled_from(["", "\ufeff"]))
    return f"{mark}{start}{draw(HEADS)}{{{space}{body}{space}}}{draw(ENDS)}"


def parses(text: str) -> bool:
    try:
        ENGINE.query(text)
    except SyntaxError:
        return False
    except (RuntimeError, OSError, ValueError):
        pass
    return True


@given(queries())
def test_what_the_engine_parses_the_tokenizer_takes(query: str) -> None:
    bare = query.removeprefix("\ufeff")
    if not parses(bare):
        return
    parts = tokens(query)
    assert form(query) in query
    assert parses(prefixed(query))
    assert parses(bind(query, {}).removeprefix("\ufeff"))
    assert [part.start for part in parts] == sorted({part.start for part in parts})
    assert parses(" ".join(part.text for part in parts))


def test_the_grammar_makes_queries_that_the_engine_parses() -> None:
    """The property above is about something: most of what is drawn is a query."""
    seen: list[bool] = []

    @given(queries())
    def count(query: str) -> None:
        seen.append(parses(query.removeprefix("\ufeff")))

    count()
    assert sum(seen) > len(seen) / 5
