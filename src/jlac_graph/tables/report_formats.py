"""Write findings for people and for machines: text, JSON, SARIF 2.1.0, GitHub, CSV."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width
from urllib.parse import quote

from ..core.version import VERSION
from .findings import Finding

__all__ = ["FORMATS", "render", "summary"]


EXAMPLES = 3
SHOWN = 200
BEFORE = 80
LONGEST_LINE = 20_000
SARIF = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def render(
    findings: Sequence[Finding],
    *,
    form: str,
    folders: Mapping[str, Path],
    lang: str = "en",
    total: Sequence[Finding] | None = None,
) -> str:
    """Write findings in one of the formats.

    Parameters
    ----------
    findings : what was found.
    form : a key of FORMATS.
    folders : name of a collection -> its folder; reports quote lines of the files and give their paths.
    lang : language of the messages, where the rule has it: en, ja, es or pt.
    total : what the text report sums up at its end, where that is not what it shows.

    Raises
    ------
    KeyError : for a format that does not exist.

    Examples
    --------
    >>> finding = Finding("mine/loans.csv", 3, "amount", "1,000", "csvw:datatype", "not a number")
    >>> print(render([finding], form="github", folders={"mine": Path("data/mine")}), end="")
    ::error file=data/mine/loans.csv,line=3,title=csvw%3Adatatype::amount: not a number (found '1,000')
    """
    content = FORMATS[form](findings, _Files(findings, folders), lang)
    return content if form != "text" else f"{content}{summary(findings if total is None else total)}\n"


class _Files:
    """The files of some findings: where they are, and the lines with findings; each file is read once."""

    def __init__(self, findings: Sequence[Finding], folders: Mapping[str, Path]) -> None:
        self._folders = folders
        self._rows: dict[str, set[int]] = defaultdict(lambda: {1})
        for finding in findings:
            self._rows[finding.file].add(finding.row)
        self._lines: dict[str, dict[int, str]] = {}
        self._places: dict[str, str] = {}

    def line(self, file: str, row: int) -> str:
        """Return a line with a finding, or the first one, as it can be printed; empty if there is none."""
        if file not in self._lines:
            self._lines[file] = _lines(self._path(file), self._rows[file])
        return _printable(self._lines[file].get(row, ""))

    def place(self, file: str) -> str:
        """Return the path of a file from the root of its repository, or from where the command runs.

        GitHub and readers of SARIF attach a finding to a file by that path.
        """
        if file not in self._places:
            path = self._path(file).resolve()
            root = next((parent for parent in path.parents if (parent / ".git").exists()), Path.cwd())
            self._places[file] = (path.relative_to(root) if path.is_relative_to(root) else path).as_posix()
        return self._places[file]

    def _path(self, file: str) -> Path:
        """Return the path of a file that is named after its collection."""
        homes = [name for name in self._folders if not name or file.startswith(f"{name}/")]
        if not homes:
            return Path(file)
        home = max(homes, key=len)
        return self._folders[home] / file.removeprefix(f"{home}/" if home else "")


def _lines(path: Path, rows: Collection[int]) -> dict[int, str]:
    """Read some lines of a file, by their numbers from 1."""
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", errors="replace") as file:
        wanted = ((number, text) for number, text in enumerate(file, 1) if number in rows)
        return {number: text[:LONGEST_LINE].rstrip("\r\n") for number, text in wanted}


def _message(finding: Finding, lang: str) -> str:
    return dict(finding.messages).get(lang, finding.message)


def _suggestion(finding: Finding, lang: str) -> str:
    return dict(finding.suggestions).get(lang, finding.suggestion)


def _sentence(finding: Finding, lang: str) -> str:
    column = f"{finding.column}: " if finding.column else ""
    found = f" (found {_clip(finding.value)!r})" if finding.value else ""
    way = _suggestion(finding, lang)
    hint = f"; {way}" if way else ""
    return f"{column}{_message(finding, lang)}{found}{hint}"


def _clip(text: str, width: int = 60) -> str:
    return text if len(text) <= width else f"{text[: width - 1]}…"


def _text(findings: Sequence[Finding], files: _Files, lang: str) -> str:
    lines: list[str] = []
    for (severity, file, column, rule, _), group in groupby(sorted(findings, key=_kind), key=_kind):
        alike = sorted(group)
        first = alike[0]
        lines.append(f"{severity}: {file}: {column or 'file'}: {_message(first, lang)} [{rule}]")
        for finding in alike[:EXAMPLES]:
            lines.extend(_example(finding, files, lang))
        if len(alike) > EXAMPLES:
            rows = ", ".join(str(f.row) for f in alike[EXAMPLES : EXAMPLES + 20])
            more = " …" if len(alike) > EXAMPLES + 20 else ""
            lines.append(f"  and {len(alike) - EXAMPLES} more alike, in rows {rows}{more}")
        lines.append("")
    return "".join(f"{line}\n" for line in lines)


def _kind(finding: Finding) -> tuple[str, str, str, str, str]:
    return finding.severity, finding.file, finding.column, finding.rule, finding.message


def _example(finding: Finding, files: _Files, lang: str) -> Iterator[str]:
    yield f"  {finding.file}:{finding.row}:{finding.column}"
    if line := files.line(finding.file, finding.row):
        start, end = _span(line, files, finding)
        first = max(0, min(start - BEFORE, len(line) - SHOWN))
        shown = line[first : first + SHOWN]
        shown = f"…{shown[1:]}" if first else shown
        yield f"    {shown if first + SHOWN >= len(line) else shown[:-1] + '…'}"
        if end > start:
            gap = "".join(_blank(c) for c in shown[: start - first])
            yield f"    {gap}{''.join(_blank(c, '^') for c in line[start : min(end, first + SHOWN)])}"
        elif finding.column and finding.row > 1:
            yield f"    {''.join(_blank(c) for c in shown[: start - first])}^ here"
    if finding.suggestion:
        yield f"    {_printable(_suggestion(finding, lang))}"


def _blank(char: str, mark: str = " ") -> str:
    """Return marks as wide as a character is on a terminal."""
    return mark * (2 if east_asian_width(char) in "WF" else 1)


def _span(line: str, files: _Files, finding: Finding) -> tuple[int, int]:
    """Find where the finding's cell stands in its line: its value, else the whole cell."""
    header = files.line(finding.file, 1).split(",")
    cells = [match.span(1) for match in _CELL.finditer(line)]
    if finding.column in header and header.index(finding.column) < len(cells):
        start, end = cells[header.index(finding.column)]
        at = line.find(finding.value, start, end) if finding.value else -1
        return (at, at + len(finding.value)) if at >= 0 else (start, end)
    at = line.find(finding.value) if finding.value else -1
    return (at, at + len(finding.value)) if at >= 0 else (0, 0)


_CELL = re.compile(r'(?:^|,)("(?:[^"]|"")*"?|[^,]*)')


def _printable(text: str) -> str:
    """Return a text without what would act on a terminal."""
    return "".join(c if c.isprintable() else "�" for c in text)


def summary(findings: Sequence[Finding]) -> str:
    """Count findings by severity, in words.

    Examples
    --------
    >>> summary([])
    'conforms: nothing found'
    """
    counts = {s: sum(f.severity == s for f in findings) for s in ("error", "warning", "note")}
    words = [f"{n} {s}{'s' if n != 1 else ''}" for s, n in counts.items() if n]
    return f"{', '.join(words)} found" if words else "conforms: nothing found"


def _json(findings: Sequence[Finding], files: _Files, lang: str) -> str:
    conforms = not any(f.severity == "error" for f in findings)
    items = [asdict(f) | {"messages": dict(f.messages), "suggestions": dict(f.suggestions)} for f in findings]
    return _dump({"conforms": conforms, "findings": items})


def _sarif(findings: Sequence[Finding], files: _Files, lang: str) -> str:
    rules = {f.rule: _message(f, lang) for f in findings}
    driver = {
        "name": "jlac",
        "version": VERSION,
        "rules": [{"id": r, "shortDescription": {"text": t}} for r, t in sorted(rules.items())],
    }
    results = [_sarif_result(f, files, lang) for f in findings]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return _dump({"$schema": SARIF, "version": "2.1.0", "runs": [run]})


def _sarif_result(finding: Finding, files: _Files, lang: str) -> dict[str, Any]:
    location: dict[str, Any] = {"artifactLocation": {"uri": quote(files.place(finding.file))}}
    if finding.row:
        location["region"] = _region(finding, files)
    return {
        "ruleId": finding.rule,
        "level": finding.severity,
        "message": {"text": _sentence(finding, lang)},
        "locations": [
            {
                "physicalLocation": location,
                "logicalLocations": [{"name": finding.column or finding.file}],
            }
        ],
    }


def _region(finding: Finding, files: _Files) -> dict[str, int]:
    region = {"startLine": finding.row}
    if line := files.line(finding.file, finding.row):
        start, end = _span(line, files, finding)
        if end > start:
            region |= {"startColumn": start + 1, "endColumn": end + 1}
    return region


def _github(findings: Sequence[Finding], files: _Files, lang: str) -> str:
    levels = {"error": "error", "warning": "warning", "note": "notice"}
    lines = []
    for finding in findings:
        place = f"file={_property(files.place(finding.file))}"
        region = _region(finding, files) if finding.row else {}
        names = (("line", "startLine"), ("col", "startColumn"), ("endColumn", "endColumn"))
        row = "".join(f",{name}={region[key]}" for name, key in names if key in region)
        title = _property(finding.rule)
        text = _escape(_sentence(finding, lang))
        lines.append(f"::{levels[finding.severity]} {place}{row},title={title}::{text}\n")
    return "".join(lines)


def _property(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _csv(findings: Sequence[Finding], files: _Files, lang: str) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["file", "row", "column", "value", "rule", "message", "severity", "suggestion"])
    for f in findings:
        writer.writerow(
            [f.file, f.row, f.column, f.value, f.rule, _message(f, lang), f.severity, _suggestion(f, lang)]
        )
    return out.getvalue()


def _dump(value: Any) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"


FORMATS: dict[str, Callable[[Sequence[Finding], _Files, str], str]] = {
    "text": _text,
    "json": _json,
    "sarif": _sarif,
    "github": _github,
    "csv": _csv,
}
