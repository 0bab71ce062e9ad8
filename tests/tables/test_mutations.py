"""Any edit of the bytes: no traceback, and nothing passes that another CSV reader would read otherwise."""

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from jlac_graph.build.inputs import Inputs
from jlac_graph.build.pipeline import assemble
from jlac_graph.build.results_to_cells import to_drop
from jlac_graph.tables.checks import check_cells
from jlac_graph.tables.collections import read_collections
from jlac_graph.tables.findings import Finding
from jlac_graph.tables.metadata import REFERENCES, TableGroup
from jlac_graph.tables.quads import LINE, Loaded, convert, drop_cells, load, quote
from jlac_graph.tables.reader import ReadTable, read_table
from jlac_graph.tables.report_formats import FORMATS, render
from jlac_graph.tables.rule_texts import RULES
from tests.fixtures.report import REPORT, copy_report

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data"
FILES = [f"{path.parent.name}/{path.name}" for folder in REPORT for path in sorted(folder.glob("*.csv"))]
TABLES = ("investments.csv", "places.csv", "names.csv")
SNIPPETS = [
    b",", b'"', b'""', b"\n", b"\r", b"\r\n", b"\0", b"\xef\xbb\xbf", b"\xff", b"\xe9", b"\x80", b" ", b"\t",
    b";", b"\\", b"'", b"{", b"<", b">", b"#", b"%", b"\xe2\x80\x8b", b"\xe3\x80\x80", b"\xef\xbc\x91",
    b"\xc3\x83\xc2\xa9", b"e\xcc\x81", b"\x1f", b"\x7f", b"\xc2\x85", b"\xe2\x80\xa8", b"NULL", b"nan",
    b"\xf0\x9f\x98\x80", b"\x01", b"", b"x" * 300, b',"', b'",', b"\n\n", b'"\n"', b"-", b"0", b"Z",
]  # fmt: skip
EDITS = st.lists(
    st.tuples(
        st.floats(0, 1), st.integers(0, 6), st.one_of(st.sampled_from(SNIPPETS), st.binary(max_size=4))
    ),
    min_size=1,
    max_size=3,
)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_report(tmp_path_factory.mktemp("whole"))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three of the tables with a dozen rows each, without keys that lead elsewhere."""
    folder = tmp_path_factory.mktemp("small")
    tables = []
    for name in TABLES:
        schema = json.loads((DATA / "schemas" / f"{Path(name).stem}.json").read_text(encoding="utf-8"))
        del schema["@context"]
        for column in schema["columns"]:
            column.pop(REFERENCES, None)
        tables.append({"url": name, "tableSchema": schema})
        lines = (DATA / "idb-mg-172" / name).read_text(encoding="utf-8").splitlines(keepends=True)
        (folder / name).write_text("".join(lines[:12]), encoding="utf-8", newline="")
    meta = {"@context": "http://www.w3.org/ns/csvw", "tables": tables}
    (folder / "csv-metadata.json").write_text(json.dumps(meta), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def group(small: Path) -> TableGroup:
    return read_collections([small])


def checked(group: TableGroup) -> tuple[list[ReadTable], Loaded, list[Finding]]:
    sheets = [read_table(table) for table in group.tables]
    repaired = {s.table.url: s.repaired for s in sheets if s.repaired is not None}
    loaded = load(group, only=[s.table.url for s in sheets if s.readable], repaired=repaired)
    return sheets, loaded, [f for s in sheets for f in s.findings] + check_cells(loaded, sheets)


def mutated(content: bytes, edits: list[tuple[float, int, bytes]]) -> bytes:
    for place, cut, new in edits:
        at = int(place * len(content))
        content = content[:at] + new + content[at + cut :]
    return content


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@example("places.csv", [(0.5, 0, b'"')])
@example("places.csv", [(0.0, 0, b"\xef\xbb\xbf")])
@example("investments.csv", [(1.0, 0, b"\n")])
@example("investments.csv", [(0.0, 0, b"\xff")])
@given(st.sampled_from(TABLES), EDITS)
def test_what_passes_is_read_as_by_any_other_reader(
    small: Path, group: TableGroup, name: str, edits: list[tuple[float, int, bytes]]
) -> None:
    path = small / name
    sound = path.read_bytes()
    path.write_bytes(mutated(sound, edits))
    try:
        sheets, loaded, findings = checked(group)
        for form in FORMATS:
            render(findings, form=form, folders=loaded.group.folders).encode("utf-8")
        for finding in findings:
            assert finding.rule in RULES
        if not findings:
            assert cells(loaded, name) == by_python(path)
        drop_cells(loaded, to_drop(findings, sheets))
        convert(loaded, small / "out.nq")
    finally:
        path.write_bytes(sound)


def cells(loaded: Loaded, name: str) -> list[tuple[int, list[str]]]:
    (table,) = loaded.group.named(Path(name).stem)
    names = ", ".join(f"coalesce({quote(c.name)}, '')" for c in table.stored)
    rows = loaded.db.execute(f"SELECT {LINE}, {names} FROM {quote(table.url)} ORDER BY 1").fetchall()
    return [(row[0], list(row[1:])) for row in rows]


def by_python(path: Path) -> list[tuple[int, list[str]]]:
    text = path.read_bytes().decode("utf-8")
    reader, found, line = csv.reader(io.StringIO(text, newline=""), strict=True), [], 1
    for record in reader:
        found.append((line, record))
        line = reader.line_num + 1
    return found[1:]


@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.dictionaries(st.sampled_from(FILES), EDITS, min_size=2, max_size=5))
def test_no_edit_of_any_table_gives_a_traceback(
    whole: Path, changes: dict[str, list[tuple[float, int, bytes]]]
) -> None:
    """Several tables are edited at once: most of the time goes to all that is unchanged."""
    sound = {name: (whole / name).read_bytes() for name in changes}
    for name, edits in changes.items():
        (whole / name).write_bytes(mutated(sound[name], edits))
    try:
        findings = assemble(Inputs((whole,), ROOT / "ontology")).findings
    finally:
        for name, content in sound.items():
            (whole / name).write_bytes(content)
    for finding in findings:
        assert finding.message
        assert finding.file, finding
