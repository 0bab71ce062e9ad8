"""Any text in a header, a glossary or a manifest gives a value or an error of the package's own."""

import json
import string
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jlac_graph.build.pipeline import Manifest, is_whole, read_manifest
from jlac_graph.core.errors import JlacError, QueryError
from jlac_graph.core.paths import queries_dir
from jlac_graph.queries.glossary import Glossary, read_glossary
from jlac_graph.queries.library import read_query
from jlac_graph.queries.parameters import Query

BODY = "SELECT ?s ?n { ?s ?p ?_a_iri ; ?q ?__b_xsd_gYear ; ?r ?n }"
KEYS = (
    "summary", "description", "tags", "defaults", "enumerate", "columns", "examples", "parameters",
    "endpoint", "topic", "summary@ja",
)  # fmt: skip
NAMES = st.sampled_from(["a", "b", "s", "n", "en", "ja", "class", "x"])
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | NAMES
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=6,
)
HEADERS = st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=4).map(
    lambda header: "".join(f"#+ {json.dumps(k)}: {json.dumps(v)}\n" for k, v in header.items()) + BODY
)
MARKED = st.lists(st.text(string.printable, max_size=30), max_size=5).map(
    lambda lines: "".join(f"#+ {line}\n" for line in lines) + BODY
)


@given(HEADERS | MARKED | st.text())
def test_a_query_of_any_text_is_read_or_refused(text: str) -> None:
    try:
        query = read_query("q", text)
    except JlacError:
        return
    assert isinstance(query, Query)
    assert all(isinstance(word, str) for texts in query.columns.values() for word in texts.values())
    assert {name for example in query.examples for name in example} <= {p.name for p in query.parameters}


TOML = st.dictionaries(
    st.sampled_from(["topics", "columns", "parameters", "other"]),
    st.dictionaries(
        NAMES,
        st.integers() | st.text(max_size=5) | st.dictionaries(NAMES, st.text(max_size=5), max_size=2),
        max_size=2,
    )
    | st.integers(),
    max_size=3,
)


def toml(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {toml(inner)}" for key, inner in value.items()) + "}"
    return json.dumps(value)


GLOSSARIES = TOML.map(lambda tables: "".join(f"{k} = {toml(v)}\n" for k, v in tables.items())).map(str.encode)


@given(GLOSSARIES | st.text().map(lambda text: text.encode("utf-8", "surrogatepass")) | st.binary())
def test_a_glossary_of_any_bytes_is_read_or_refused(content: bytes) -> None:
    with TemporaryDirectory() as folder:
        (Path(folder) / "glossary.toml").write_bytes(content)
        try:
            glossary = read_glossary(Path(folder))
        except JlacError:
            return
    assert isinstance(glossary, Glossary)
    for table in (glossary.topics, glossary.columns, glossary.parameters):
        assert all(isinstance(word, str) for texts in table.values() for word in texts.values())


def test_the_glossary_that_ships_is_more_than_empty() -> None:
    glossary = read_glossary(queries_dir())
    assert min(map(len, (glossary.topics, glossary.columns, glossary.parameters))) > 5


FIELDS = ("version", "fingerprint", "inputs", "outputs", "counts")
MANIFESTS = st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS, VALUES)).map(json.dumps)
FULL = st.fixed_dictionaries(dict.fromkeys(FIELDS, VALUES)).map(json.dumps)


@given((FULL | MANIFESTS | VALUES.map(json.dumps) | st.text(max_size=20)).map(str.encode) | st.binary())
def test_a_manifest_of_any_bytes_is_none_or_whole(content: bytes) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "manifest.json").write_bytes(content)
        found = read_manifest(folder)
        if found is not None:
            assert isinstance(found, Manifest)
            assert {type(found.inputs), type(found.outputs), type(found.counts)} == {dict}
            assert is_whole(folder, found) is not bool(found.outputs)
    assert read_manifest(folder) is None


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("#+ examples: 3", "examples"),
        ("#+ examples: [3]", "examples"),
        ("#+ tags: 3", "tags"),
        ("#+ enumerate: 3", "enumerate"),
        ("#+ a: \x07", "YAML"),
    ],
)
def test_a_header_of_the_wrong_kind_names_its_key(header: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        read_query("q", f"{header}\n{BODY}")
