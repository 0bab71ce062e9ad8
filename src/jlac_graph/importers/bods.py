"""Statements of the Beneficial Ownership Data Standard 0.4: entities, persons, interests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ..core.errors import DataError
from .json_records import json_items, scalar
from .records import Options, Record, Unreadable

__all__ = ["FIELDS", "read_bods"]

_VERSION = "0.4"
FIELDS = (
    "statement", "record_id", "date", "publisher", "status", "name", "alternate_names", "type", "subtype",
    "country", "founded", "dissolved", "address", "identifiers", "birth_year", "subject", "party",
    "unspecified", "directness", "beneficial", "share", "share_from", "share_to", "share_over",
    "share_under", "start",
    "end", "details",
)  # fmt: skip
"""Fields of the records; a record has those of its kind."""


def read_bods(path: Path, options: Options) -> Iterator[Record | Unreadable]:
    """Yield the statements of a package: kinds ``entity`` and ``person``, and ``interest`` for each interest.

    Of several statements about one record, the last counts; the earlier are unreadable because superseded.

    Raises
    ------
    DataError : the file is not JSON, is cut off, or holds no statements of version 0.4.
    """
    last = {}
    for number, item in enumerate(json_items(path), 1):
        if number == 1:
            _check_version(path, item)
        if isinstance(item, Mapping):
            last[item.get("recordId")] = number
    for number, item in enumerate(json_items(path), 1):
        fragment, place = f"statement-{number}", f"statement {number}"
        if not isinstance(item, Mapping) or not isinstance(item.get("recordDetails"), Mapping):
            yield Unreadable(fragment, place, "not a statement: no recordDetails", scalar(item)[:200])
        elif last[item.get("recordId")] != number:
            yield Unreadable(
                fragment, place, "superseded by a later statement about the same record", _about(item)
            )
        else:
            yield from _records(item, fragment, place)


def _check_version(path: Path, item: Any) -> None:
    if isinstance(item, Mapping) and isinstance(item.get("recordDetails"), Mapping):
        given = _in(item, "publicationDetails", "bodsVersion")
        if given in ("", _VERSION):
            return
        raise DataError(f"{path} is of BODS version {given}; version {_VERSION} is read")
    older = isinstance(item, Mapping) and "statementType" in item
    raise DataError(
        f"{path} contains no statements of BODS {_VERSION}"
        + (
            "; these are of version 0.3 or older: convert them with bods-utils or get the newer file"
            if older
            else ""
        )
    )


def _about(item: Mapping[str, Any]) -> str:
    return f"statementId={scalar(item.get('statementId'))}; recordId={scalar(item.get('recordId'))}"


def _in(value: Any, *keys: str) -> str:
    """Return the scalar at a path of keys, or an empty text."""
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    return scalar(value)


def _list(value: Any) -> list[Mapping[str, Any]]:
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def _records(item: Mapping[str, Any], fragment: str, place: str) -> Iterator[Record | Unreadable]:
    details, kind = item["recordDetails"], scalar(item.get("recordType"))
    common = {
        "statement": scalar(item.get("statementId")),
        "record_id": scalar(item.get("recordId")),
        "date": scalar(item.get("statementDate"))[:10],
        "publisher": _in(item, "publicationDetails", "publisher", "name"),
        "status": scalar(item.get("recordStatus")),
    }
    if kind == "entity":
        yield Record(kind, fragment, place, common | _entity(details))
    elif kind == "person":
        yield Record(kind, fragment, place, common | _person(details))
    elif kind == "relationship":
        parties = common | _parties(details)
        for number, interest in enumerate(_list(details.get("interests")) or [{}], 1):
            own = f"{fragment}.interest-{number}"
            yield Record("interest", own, f"interest {number} of {place}", parties | _interest(interest))
    else:
        yield Unreadable(fragment, place, f"unknown recordType {kind!r}", _about(item))


def _entity(details: Mapping[str, Any]) -> dict[str, str]:
    addresses = _list(details.get("addresses"))
    return {
        "name": scalar(details.get("name")),
        "alternate_names": scalar(details.get("alternateNames")),
        "type": _in(details, "entityType", "type"),
        "subtype": _in(details, "entityType", "subtype"),
        "country": _in(details, "jurisdiction", "code")[:2],
        "founded": scalar(details.get("foundingDate")),
        "dissolved": scalar(details.get("dissolutionDate")),
        "address": _in(addresses[0], "address") if addresses else "",
        "identifiers": "; ".join(
            f"{_in(i, 'scheme') or _in(i, 'schemeName')} {_in(i, 'id')}"
            for i in _list(details.get("identifiers"))
        ),
    }


def _person(details: Mapping[str, Any]) -> dict[str, str]:
    names = sorted(_list(details.get("names")), key=lambda name: name.get("type") != "legal")
    nations = [_in(nation, "code") for nation in _list(details.get("nationalities"))]
    return {
        "name": _in(names[0], "fullName") if names else "",
        "type": scalar(details.get("personType")),
        "country": nations[0] if len(nations) == 1 else "",
        "birth_year": scalar(details.get("birthDate"))[:4],
    }


def _parties(details: Mapping[str, Any]) -> dict[str, str]:
    subject, party = details.get("subject"), details.get("interestedParty")
    reasons = [_in(end, "reason") for end in (subject, party) if isinstance(end, Mapping)]
    return {
        "subject": scalar(subject),
        "party": scalar(party),
        "unspecified": "; ".join(filter(None, reasons)),
    }


def _interest(interest: Mapping[str, Any]) -> dict[str, str]:
    share = {
        "share": "exact", "share_from": "minimum", "share_to": "maximum", "share_over": "exclusiveMinimum",
        "share_under": "exclusiveMaximum",
    }  # fmt: skip
    return {
        "type": scalar(interest.get("type")),
        "directness": scalar(interest.get("directOrIndirect")) or "unknown",
        "beneficial": scalar(interest.get("beneficialOwnershipOrControl")),
        "start": scalar(interest.get("startDate")),
        "end": scalar(interest.get("endDate")),
        "details": scalar(interest.get("details")),
    } | {name: _in(interest, "share", key) for name, key in share.items()}
