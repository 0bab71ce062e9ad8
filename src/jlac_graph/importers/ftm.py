"""Entities of FollowTheMoney, one JSON object per line or in a list; a link is an entity too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from ..core.errors import DataError
from .json_records import json_items, scalar
from .records import Options, Record, Unreadable, clean

__all__ = ["read_ftm"]

_MOST = 20
"""Values of one property that are kept, such as names in many spellings."""
_HOMES = ("nationality", "citizenship", "jurisdiction", "main_country", "country")
"""Properties that name the country of an entity; the first that is stated counts, known to us or not."""


def read_ftm(path: Path, options: Options) -> Iterator[Record | Unreadable]:
    """Yield entities, each of the kind of its schema; a property is a field by its name in small letters.

    Of a property with several values, the field has the first, ``NAME_all`` all, and ``NAME_several`` all
    if they differ. ``home`` is the country of the entity, if it states one alone.

    Raises
    ------
    DataError : the file is not JSON, is cut off, or its first object is not an entity.
    """
    for number, item in enumerate(json_items(path), 1):
        fragment, place = f"entity-{number}", f"entity {number}"
        if (
            not isinstance(item, Mapping)
            or not isinstance(item.get("properties"), Mapping)
            or not item.get("schema")
        ):
            if number == 1:
                raise DataError(
                    f"{path} contains no entities of FollowTheMoney: no schema and properties in item 1; "
                    "expected one entity per line, or a list of entities"
                )
            yield Unreadable(fragment, place, "not an entity: no schema or properties", scalar(item)[:200])
            continue
        fields = {"id": scalar(item.get("id")), "schema": scalar(item["schema"])}
        fields |= {"caption": scalar(item.get("caption")), "datasets": scalar(item.get("datasets"))}
        for name, values in item["properties"].items():
            texts = [text for text in map(scalar, values if isinstance(values, list) else [values]) if text]
            plain = _field(name)
            fields[plain] = texts[0] if texts else ""
            fields[f"{plain}_all"] = "; ".join(dict.fromkeys(texts[:_MOST]))
            fields[f"{plain}_several"] = fields[f"{plain}_all"] if len(set(texts)) > 1 else ""
        fields["home"] = next(filter(None, (fields.get(f"{name}_all", "") for name in _HOMES)), "")
        yield Record(fields["schema"], fragment, place, fields)


def _field(name: str) -> str:
    """Return a property's name as a template writes it.

    >>> _field("startDate"), _field("programId")
    ('start_date', 'program_id')
    """
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in clean(name)).lstrip("_")
