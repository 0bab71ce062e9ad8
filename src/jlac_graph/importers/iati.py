"""Activities of IATI 2, read one by one: the activity, who takes part, each transaction."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from ..core.errors import DataError
from .records import Options, Record, Unreadable, clean, opened

__all__ = ["FIELDS", "read_iati"]

_CHUNK = 1 << 16
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ACTIVITY = (
    "identifier", "title", "description", "reporting_ref", "reporting_name", "status", "start", "end",
    "country", "countries", "regions", "orgs", "purpose", "purpose_name", "flow_type", "finance_type",
    "aid_type",
    "currency",
)  # fmt: skip
FIELDS = (
    *_ACTIVITY, "ref", "name", "role", "type", "date", "value", "provider_ref", "provider_name",
    "receiver_ref", "receiver_name", "number",
)  # fmt: skip
"""Fields of the records; each has those of its activity."""


def read_iati(path: Path, options: Options) -> Iterator[Record | Unreadable]:
    """Yield each activity, then each organisation (``participant``) and each ``transaction`` of it.

    Entities of a document's own are refused, never expanded or left out.

    Raises
    ------
    DataError : the file is not XML, is cut off, declares entities, or is not IATI 2.
    """
    for number, (line, activity) in enumerate(_activities(path), 1):
        fragment, where = f"activity-{number}", f"activity {number} (line {line})"
        fields = _activity(activity)
        if not fields["identifier"]:
            yield Unreadable(fragment, where, "an activity without iati-identifier", fields["title"])
            continue
        yield Record("activity", fragment, where, fields | {"number": "0"})
        for part, org in enumerate(activity.iterfind("participating-org"), 1):
            own = {
                "ref": org.get("ref", ""),
                "name": _narrative(org, activity.get(_LANG, "en")),
                "role": org.get("role", ""),
                "number": str(part),
            }
            yield Record(
                "participant",
                f"{fragment}.organisation-{part}",
                f"organisation {part} of {where}",
                fields | own,
            )
        for part, found in enumerate(activity.iterfind("transaction"), 1):
            own = _transaction(found, fields, activity.get(_LANG, "en")) | {"number": str(part)}
            yield Record(
                "transaction",
                f"{fragment}.transaction-{part}",
                f"transaction {part} of {where}",
                fields | own,
            )


class _Parser:
    """Builds one activity after the other; what is between them is not kept."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.expat = expat.ParserCreate(namespace_separator="}")
        self.expat.StartElementHandler = self._start
        self.expat.EndElementHandler = self._end
        self.expat.CharacterDataHandler = self._data
        self.expat.EntityDeclHandler = self._declared
        self.expat.SkippedEntityHandler = self._declared
        self.expat.buffer_text = True
        self._builder: TreeBuilder | None = None
        self._depth = self._line = 0
        self.done: list[tuple[int, Element]] = []

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if self._depth == 0:
            _check_root(self._path, tag, attributes)
        elif self._depth == 1 and tag == "iati-activity":
            self._builder, self._line = TreeBuilder(), self.expat.CurrentLineNumber
        self._depth += 1
        if self._builder:
            names = {f"{{{name}" if "}" in name else name: text for name, text in attributes.items()}
            self._builder.start(tag, names)

    def _end(self, tag: str) -> None:
        self._depth -= 1
        if self._builder:
            self._builder.end(tag)
            if self._depth == 1:
                self.done.append((self._line, self._builder.close()))
                self._builder = None

    def _data(self, text: str) -> None:
        if self._builder:
            self._builder.data(text)

    def _declared(self, name: str, *_: object) -> None:
        raise DataError(
            f"{self._path}: line {self.expat.CurrentLineNumber}: the document has an entity {name!r} of its"
            " own; entities are not expanded: replace them by their text, for example with xmllint --noent"
        )


def _check_root(path: Path, tag: str, attributes: dict[str, str]) -> None:
    if tag != "iati-activities":
        raise DataError(
            f"{path} is not a file of IATI activities: its root is {tag!r}, expected 'iati-activities'"
        )
    version = attributes.get("version", "")
    if not version.startswith("2."):
        raise DataError(
            f"{path} is of IATI version {version or 'not stated'}; version 2.01, 2.02 or 2.03 is read"
        )


def _activities(path: Path) -> Iterator[tuple[int, Element]]:
    parser = _Parser(path)
    with opened(path) as stream:
        try:
            while chunk := stream.read(_CHUNK):
                parser.expat.Parse(chunk, False)
                yield from parser.done
                parser.done.clear()
            parser.expat.Parse(b"", True)
        except expat.ExpatError as error:
            said = expat.ErrorString(error.code)
            raise DataError(
                f"{path}: line {error.lineno}, column {error.offset + 1}: not XML, or cut off: {said}"
            ) from None


def _narrative(element: Element | None, language: str) -> str:
    """Return the text of an element in English, else in the language that it is given in first.

    Parameters
    ----------
    language : of a text that does not name its own: that of the activity.
    """
    if element is None:
        return ""
    found: dict[str, str] = {}
    for item in element.findall("narrative"):
        if text := clean(item.text or ""):
            found.setdefault(item.get(_LANG, language)[:2].lower(), text)
    return found.get("en") or next(iter(found.values()), "")


def _codes(activity: Element, tag: str) -> list[str]:
    return list(
        dict.fromkeys(filter(None, (item.get("code", "").strip() for item in activity.iterfind(tag))))
    )


def _code(element: Element, tag: str) -> str:
    found = element.find(tag)
    return "" if found is None else found.get("code", "").strip()


def _day(activity: Element, *types: str) -> str:
    """Return the date of the first type that the activity has: the actual one before the planned."""
    days = {
        item.get("type", ""): item.get("iso-date", "")[:10] for item in activity.iterfind("activity-date")
    }
    return next(filter(None, (days.get(type_, "") for type_ in types)), "")


def _activity(activity: Element) -> dict[str, str]:
    countries, (purpose, purpose_name) = _codes(activity, "recipient-country"), _purpose(activity)
    language = activity.get(_LANG, "en")
    reporting = activity.find("reporting-org")
    orgs = [
        reporting,
        *activity.iterfind("participating-org"),
        *activity.iterfind("transaction/provider-org"),
    ]
    values = (
        clean(activity.findtext("iati-identifier", "")), _narrative(activity.find("title"), language),
        _narrative(activity.find("description"), language), _ref(reporting), _narrative(reporting, language),
        _code(activity, "activity-status"), _day(activity, "2", "1"), _day(activity, "4", "3"),
        countries[0] if len(countries) == 1 else "", " ".join(countries),
        " ".join(_codes(activity, "recipient-region")), " ".join(dict.fromkeys(filter(None, map(_ref,
        orgs)))), purpose, purpose_name,
        _code(activity, "default-flow-type"), _code(activity, "default-finance-type"),
        _code(activity, "default-aid-type"), activity.get("default-currency", ""),
    )  # fmt: skip
    return dict(zip(_ACTIVITY, values, strict=True))


def _ref(org: Element | None) -> str:
    return "" if org is None else "".join(org.get("ref", "").split())


def _purpose(activity: Element) -> tuple[str, str]:
    """Return the purpose code of the DAC (vocabulary 1, five digits), if there is one alone, and its name."""
    found = [s for s in activity.iterfind("sector") if s.get("vocabulary", "1") == "1" and s.get("code")]
    return (
        (found[0].get("code", ""), _narrative(found[0], activity.get(_LANG, "en")))
        if len(found) == 1
        else ("", "")
    )


def _transaction(found: Element, activity: dict[str, str], language: str) -> dict[str, str]:
    value, day = found.find("value"), found.find("transaction-date")
    provider, receiver = found.find("provider-org"), found.find("receiver-org")
    country = _code(found, "recipient-country")
    return {
        "ref": found.get("ref", ""),
        "type": _code(found, "transaction-type"),
        "date": "" if day is None else day.get("iso-date", "")[:10],
        "value": "" if value is None else clean(value.text or ""),
        "currency": ("" if value is None else value.get("currency", "")) or activity["currency"],
        "provider_ref": _ref(provider),
        "provider_name": _narrative(provider, language),
        "receiver_ref": _ref(receiver),
        "receiver_name": _narrative(receiver, language),
        "country": country or activity["country"],
        "countries": country or activity["countries"],
        "flow_type": _code(found, "flow-type") or activity["flow_type"],
        "finance_type": _code(found, "finance-type") or activity["finance_type"],
        "description": _narrative(found.find("description"), language),
    }
