"""The metadata of a release for archives and catalogues: RO-Crate, Croissant, Zenodo, citation."""

from __future__ import annotations

import csv
import datetime
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..core.languages import LANGUAGES
from ..core.namespaces import BASE
from ..core.version import VERSION
from .dataset_description import AUTHORS, DATASET, LICENCE, TITLE, citation_of_graph

__all__ = ["ABOUT", "ReleasedFile", "citation", "croissant", "ro_crate", "zenodo"]

ABOUT = (
    "A knowledge graph of trade, investment and cooperation between Japan and Latin America and the "
    "Caribbean: firms, agencies, agreements, projects and assets, the facts that link them, and statistics, "
    "each with the passage of the source that states it."
)
_KEYWORDS = ("Japan", "Latin America", "Caribbean", "investment", "trade", "development cooperation")
_CROISSANT = "http://mlcommons.org/croissant/"


@dataclass(frozen=True, slots=True)
class ReleasedFile:
    """A file of a release: its name, media type, size in bytes, SHA-256 and what it holds."""

    name: str
    media: str
    size: int
    sha256: str
    about: str


def _json(value: Any) -> bytes:
    return (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode()


def _dataset(day: datetime.date) -> dict[str, Any]:
    return {
        "name": TITLE,
        "description": ABOUT,
        "license": LICENCE,
        "version": VERSION,
        "datePublished": day.isoformat(),
        "keywords": list(_KEYWORDS),
        "inLanguage": list(LANGUAGES),
    }


def ro_crate(files: Sequence[ReleasedFile], day: datetime.date) -> bytes:
    """Return ``ro-crate-metadata.json``, as RO-Crate 1.1 has it."""
    entities = [
        {
            "@id": "ro-crate-metadata.json",
            "@type": "CreativeWork",
            "about": {"@id": "./"},
            "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
        },
        {
            "@id": "./",
            "@type": "Dataset",
            **_dataset(day),
            "identifier": DATASET,
            "license": {"@id": LICENCE},
            "author": {"@id": "#authors"},
            "hasPart": [{"@id": file.name} for file in files],
        },
        {"@id": "#authors", "@type": "Organization", "name": AUTHORS},
        {"@id": LICENCE, "@type": "CreativeWork", "name": "Creative Commons Attribution 4.0 International"},
    ]
    entities += [
        {
            "@id": file.name,
            "@type": "File",
            "name": file.name,
            "description": file.about,
            "encodingFormat": file.media,
            "contentSize": str(file.size),
            "sha256": file.sha256,
        }
        for file in files
    ]
    return _json({"@context": "https://w3id.org/ro/crate/1.1/context", "@graph": entities})


def croissant(files: Sequence[ReleasedFile], tables: Mapping[str, bytes], day: datetime.date) -> bytes:
    """Return ``croissant.json``: the files, and a record set for each table, as Croissant 1.0 has them.

    Parameters
    ----------
    tables : CSV files of the release by name.
    """
    return _json(
        {
            "@context": _context(),
            "@type": "sc:Dataset",
            **_dataset(day),
            "conformsTo": _CROISSANT + "1.0",
            "url": BASE,
            "creator": {"@type": "sc:Organization", "name": AUTHORS},
            "citeAs": citation_of_graph(day.year),
            "distribution": [
                {
                    "@type": "cr:FileObject",
                    "@id": file.name,
                    "name": file.name,
                    "description": file.about,
                    "contentUrl": file.name,
                    "contentSize": f"{file.size} B",
                    "encodingFormat": file.media,
                    "sha256": file.sha256,
                }
                for file in files
            ],
            "recordSet": [_record_set(name, content) for name, content in tables.items()],
        }
    )


def _context() -> dict[str, Any]:
    """Return the context that the specification asks for."""
    terms = (
        "citeAs", "column", "dataType", "equivalentProperty", "examples", "extract", "field",
        "fileProperty", "fileObject", "fileSet", "format", "includes", "isLiveDataset", "jsonPath", "key",
        "md5", "parentField", "path", "recordSet", "references", "regex", "repeated", "replace",
        "samplingRate", "separator", "source", "subField", "transform",
    )  # fmt: skip
    special = {
        "@language": "en",
        "@vocab": "https://schema.org/",
        "sc": "https://schema.org/",
        "cr": _CROISSANT,
        "rai": _CROISSANT + "RAI/",
        "dct": "http://purl.org/dc/terms/",
        "conformsTo": "dct:conformsTo",
        "data": {"@id": "cr:data", "@type": "@json"},
    }
    types = {
        "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
        "examples": {"@id": "cr:examples", "@type": "@json"},
    }
    return special | {term: f"cr:{term}" for term in terms} | types


def _record_set(name: str, content: bytes) -> dict[str, Any]:
    header, *rows = csv.reader(io.StringIO(content.decode(), newline=""))
    kind = name.removesuffix(".csv")
    return {
        "@type": "cr:RecordSet",
        "@id": kind,
        "name": kind,
        "field": [
            {
                "@type": "cr:Field",
                "@id": f"{kind}/{column}",
                "name": f"{kind}/{column}",
                "description": column,
                "dataType": _data_type([row[at] for row in rows]),
                "source": {"fileObject": {"@id": name}, "extract": {"column": column}},
            }
            for at, column in enumerate(header)
        ],
    }


def _data_type(cells: Sequence[str]) -> str:
    """Return the narrowest type of a column; a number with empty cells is a Float for every reader.

    >>> _data_type(["1", "", "2.5"]), _data_type(["1", "x"]), _data_type(["true", ""])
    ('sc:Float', 'sc:Text', 'sc:Boolean')
    """
    held = {cell for cell in cells if cell}
    if held and held <= {"true", "false"}:
        return "sc:Boolean"
    return "sc:Float" if held and all(map(_is_number, held)) else "sc:Text"


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def zenodo(day: datetime.date) -> bytes:
    """Return ``.zenodo.json``, the metadata of a deposition."""
    return _json(
        {
            "title": TITLE,
            "description": f"<p>{ABOUT}</p>",
            "upload_type": "dataset",
            "access_right": "open",
            "license": "cc-by-4.0",
            "version": VERSION,
            "publication_date": day.isoformat(),
            "creators": [{"name": AUTHORS}],
            "keywords": list(_KEYWORDS),
            "related_identifiers": [
                {"identifier": DATASET, "relation": "isAlternateIdentifier", "scheme": "url"}
            ],
        }
    )


def citation(day: datetime.date) -> bytes:
    """Return ``CITATION.cff``."""
    lines = [
        "cff-version: 1.2.0",
        "message: If you use jlac-graph, please cite it and the source of the facts you use.",
        f"title: {json.dumps(TITLE)}",
        "type: dataset",
        f"version: {VERSION}",
        f"date-released: {day.isoformat()}",
        "license: CC-BY-4.0",
        f"url: {DATASET}",
        "authors:",
        f"  - name: {AUTHORS}",
    ]
    return ("\n".join(lines) + "\n").encode()
