"""The dataset and its entities as schema.org describes them, in JSON-LD, for search engines of data."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from ..build.dataset_description import AUTHORS, DATASET, LICENCE, TITLE
from ..build.release_metadata import ABOUT
from ..core.languages import LANGUAGES
from ..core.rdf_formats import RDF_FORMATS
from ..core.version import VERSION

__all__ = ["dataset_record", "json_ld", "thing_record"]

_KEYWORDS = ("Japan", "Latin America", "Caribbean", "investment", "trade", "development cooperation")
_DUMPS = ("nq", "ttl")


def dataset_record(address: str) -> dict[str, Any]:
    """Describe the dataset.

    Parameters
    ----------
    address : of the service, without a closing slash.

    Examples
    --------
    >>> dataset_record("https://kg.example.org")["distribution"][0]["contentUrl"]
    'https://kg.example.org/export/nq'
    """
    files = [
        {
            "@type": "DataDownload",
            "encodingFormat": RDF_FORMATS[name].media[0],
            "contentUrl": f"{address}/export/{name}",
        }
        for name in _DUMPS
    ]
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": DATASET,
        "name": TITLE,
        "description": ABOUT,
        "url": f"{address}/",
        "license": LICENCE,
        "creator": {"@type": "Organization", "name": AUTHORS},
        "version": VERSION,
        "inLanguage": list(LANGUAGES),
        "keywords": list(_KEYWORDS),
        "spatialCoverage": ["Japan", "Latin America and the Caribbean"],
        "isAccessibleForFree": True,
        "distribution": files,
    }


def thing_record(iri: str, name: str, names: Sequence[str], same: Sequence[str]) -> dict[str, Any]:
    """Describe an entity as part of the dataset.

    Parameters
    ----------
    iri, name : its identifier and its label.
    names : its other names.
    same : addresses of the same entity elsewhere.
    """
    about: Mapping[str, Any] = {
        "@id": iri,
        "name": name,
        "alternateName": [other for other in names if other != name],
        "sameAs": list(same),
    }
    return {
        "@context": "https://schema.org/",
        "@type": "WebPage",
        "name": name,
        "about": {"@type": "Thing"} | {key: value for key, value in about.items() if value},
        "isPartOf": {"@type": "Dataset", "@id": DATASET, "name": TITLE, "license": LICENCE},
    }


def json_ld(record: Mapping[str, Any]) -> str:
    """Return a record as the element of a page's head; nothing in it can end the element.

    >>> json_ld({"name": "</script>"})
    '<script type="application/ld+json">{"name":"\\\\u003c/script>"}</script>'
    """
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>'
