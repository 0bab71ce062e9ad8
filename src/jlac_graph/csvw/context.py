"""What every reader of a part of a metadata document needs: where it is, its language, whom to tell."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
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
    DataError : it is not a reference.

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
        raise DataError(f"{text!r} is not a valid IRI: {error}") from None


def parse_object(text: str, url: str) -> dict[str, Any]:
    """Parse a JSON object.

    Raises
    ------
    MetadataError : it is not JSON, not an object, or holds text that is not Unicode.
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


def _short(value: Any) -> str:
    shown = repr(value)
    return shown if len(shown) <= 200 else f"{shown[:199]}…"


@dataclass(slots=True)
class Context:
    """A place in a metadata document, with the base address and default language that hold there.

    Attributes
    ----------
    document : address of the document.
    fetch : gives the text at a URL.
    warn : called with each warning.
    base : what relative addresses are resolved against; the document's own address by default.
    language : of texts that do not say.
    place : JSON path of the value being read, such as ``/tables/3/tableSchema``; empty for the whole.
    """

    document: str
    fetch: Callable[[str], str]
    warn: Callable[[str], None]
    base: str = ""
    language: str = "und"
    place: str = ""

    def __post_init__(self) -> None:
        self.base = self.base or self.document

    def at(self, *keys: str | int) -> Context:
        """Return the context of a value inside this one.

        >>> Context("m.json", str, print).at("tables", 3).place
        '/tables/3'
        """
        return replace(self, place=self.place + "".join(f"/{key}" for key in keys))

    def where(self) -> str:
        """Name the document and the place in it."""
        return f"{self.document}: {self.place}" if self.place else self.document

    def error(self, message: str) -> MetadataError:
        """Make the error for a fault at this place."""
        return MetadataError(f"{self.where()}: {message}")

    def drop(self, key: str, value: Any, instead: Any = None, *, among: Collection[str] = ()) -> Any:
        """Warn of a value that is not allowed, name the nearest that is, and give what stands instead."""
        near = get_close_matches(value, among, 1) if isinstance(value, str) else []
        meant = f"; did you mean {near[0]}?" if near else ""
        self.at(key).say(f"{_short(value)} is not allowed and is ignored{meant}")
        return instead

    def say(self, message: str) -> None:
        """Warn of something at this place."""
        self.warn(f"{self.where()}: {message}")

    def link(self, item: Mapping[str, Any], key: str) -> str:
        """Return the address that a property holds; empty without the property."""
        if key not in item:
            return ""
        value = item[key] if isinstance(item[key], str) else self.drop(key, item[key], "")
        return resolve(self.base, value)

    def boolean(self, item: Mapping[str, Any], key: str, default: bool = False) -> bool:
        """Return a property that is true or false."""
        value = item.get(key, default)
        return value if isinstance(value, bool) else bool(self.drop(key, value, default))

    def objects(self, items: Any, key: str) -> Iterator[tuple[Context, Mapping[str, Any]]]:
        """Yield the members of an array that are objects, each with its context; warn of others."""
        if not isinstance(items, list):
            items = self.drop(key, items, [])
        there = self.at(key)
        for number, item in enumerate(items):
            if isinstance(item, dict):
                yield there.at(number), item
            else:
                there.drop(str(number), item)

    def load(self, value: Any, key: str) -> tuple[Mapping[str, Any] | None, Context]:
        """Return an object that may stand in a file of its own, and the context to read it in."""
        if value is None or isinstance(value, dict):
            return value, self.at(key)
        if not isinstance(value, str):
            self.drop(key, value)
            return None, self.at(key)
        url = resolve(self.base, value)
        there = Context(url, self.fetch, self.warn, language=self.language)
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
