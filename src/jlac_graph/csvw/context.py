"""What every reader of a part of a metadata document needs: where it is, its language, whom to tell."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, urljoin

from ..core.errors import DataError, MetadataError
from .vocabulary import is_language

__all__ = ["CONTEXT", "Context", "parse_object", "resolve"]

CONTEXT = "http://www.w3.org/ns/csvw"
ILLEGAL = re.compile(r'[\x00-\x20<>"{}|\\^`]')


def resolve(base: str, text: str) -> str:
    """Resolve a reference against an address; characters that no IRI may hold are encoded.

    Raises
    ------
    DataError : it is no reference at all.

    Examples
    --------
    >>> resolve("http://example.org/a/b.csv", "c d.csv")
    'http://example.org/a/c%20d.csv'
    """
    text = ILLEGAL.sub(lambda match: quote(match[0]), text)
    if text.startswith(("http://", "https://")) and "[" not in text:
        return text
    try:
        return urljoin(base, text)
    except ValueError as error:
        raise DataError(f"{text!r} is no IRI: {error}") from None


def parse_object(text: str, url: str) -> dict[str, Any]:
    """Parse a JSON object.

    Raises
    ------
    MetadataError : it is not JSON, or no object, or holds what is no text.
    """
    try:
        document = json.loads(text)
        json.dumps(document, ensure_ascii=False).encode()
    except RecursionError:
        raise MetadataError(f"{url} is nested too deeply") from None
    except ValueError as error:
        raise MetadataError(f"{url} is not JSON: {error}") from None
    if not isinstance(document, dict):
        raise MetadataError(f"{url}: the document must be an object")
    return document


@dataclass(slots=True)
class Context:
    """The base address and default language of a document, how to fetch, and whom to warn."""

    base: str
    fetch: Callable[[str], str]
    warn: Callable[[str], None]
    language: str = "und"

    def error(self, message: str) -> MetadataError:
        """Make the error for a fault of this document."""
        return MetadataError(f"{self.base}: {message}")

    def drop(self, key: str, value: Any, instead: Any = None) -> Any:
        """Warn of a value that is not allowed; give what stands instead."""
        self.warn(f"{self.base}: {key}: {value!r} is not allowed and passed over")
        return instead

    def link(self, item: Mapping[str, Any], key: str) -> str:
        """Give the address that a property holds; empty without the property."""
        if key not in item:
            return ""
        value = item[key] if isinstance(item[key], str) else self.drop(key, item[key], "")
        return resolve(self.base, value)

    def boolean(self, item: Mapping[str, Any], key: str, default: bool = False) -> bool:
        """Give a property that is true or false."""
        value = item.get(key, default)
        return value if isinstance(value, bool) else bool(self.drop(key, value, default))

    def is_object(self, value: Any, key: str) -> bool:
        """Say whether a member of an array is an object, and warn when it is none."""
        if isinstance(value, dict):
            return True
        self.drop(key, value)
        return False

    def load(self, value: Any, key: str) -> tuple[Mapping[str, Any] | None, Context]:
        """Give an object that may stand in a file of its own, and the context to read it in."""
        if value is None or isinstance(value, dict):
            return value, self
        if not isinstance(value, str):
            self.drop(key, value)
            return None, self
        url = resolve(self.base, value)
        there = replace(self, base=url)
        item = {"@id": url} | parse_object(self.fetch(url), url)
        there.enter(item.pop("@context", CONTEXT))
        return item, there

    def enter(self, given: Any) -> None:
        """Take the base address and the language from a ``@context``.

        Raises
        ------
        MetadataError : it is not that of CSVW.
        """
        parts = given if isinstance(given, list) else [given]
        if not parts or parts[0] != CONTEXT or len(parts) > 2:
            raise self.error(f"@context must be {CONTEXT}, or an array that begins with it")
        local = parts[1] if len(parts) == 2 else {}
        if not isinstance(local, dict) or set(local) - {"@base", "@language"}:
            raise self.error("@context may add @base and @language only")
        if is_language(local.get("@language", "und")):
            self.language = local.get("@language", self.language)
        else:
            self.drop("@language", local["@language"])
        self.base = resolve(self.base, str(local.get("@base", "")))

    def identify(self, item: Mapping[str, Any], kind: str) -> None:
        """Check the id and the type of a description.

        Raises
        ------
        MetadataError : the id is a blank node, or the type another one.
        """
        if str(item.get("@id", "")).startswith("_:"):
            raise self.error(f"@id {item['@id']} of a {kind} is a blank node")
        if item.get("@type", kind) != kind:
            raise self.error(f"@type of a {kind} is {item['@type']!r}")
