"""Answers in pages that fit the context of a language model, with the passages that each page cites."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

__all__ = ["MOST_CHARACTERS", "Found", "Outcome", "page", "shortened", "written"]

MOST_CHARACTERS = 12_000
"""Most characters of one answer, as JSON: about 4,000 tokens of English, 12,000 of Japanese."""
_MOST_ITEMS = 200
_ABOUT, _NOTES, _NOTE, _ITEM = 3_000, 2_000, 500, 4_000
_TEXTS = (1_000, 300, 100, 40)
_RESERVE = 200
"""Characters for the names and numbers around the items."""
_LOCATOR = re.compile(r"[^\s,;|()]+#[^\s,;|()]+")

Outcome = Literal["found", "none found", "unknown name", "not covered"]
Passages = Mapping[str, Mapping[str, str]]
Item = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """The answer of a tool before it is cut into pages.

    Attributes
    ----------
    items : best or first ones first.
    outcome : what it means that there are items, or none.
    about : what the answer is about; it is repeated on every page.
    notes : what a reader must know, most important first.
    enrich : adds to the items of one page what is costly to know of all.
    """

    items: Sequence[Item]
    outcome: Outcome
    about: Item = field(default_factory=dict)
    notes: Sequence[str] = ()
    enrich: Callable[[Sequence[Item]], Sequence[Item]] = list


def written(value: Any) -> str:
    """Return a value as compact JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)


def page(found: Found, start: int, passages: Passages) -> dict[str, Any]:
    """Return one page of an answer, of at most `MOST_CHARACTERS` as JSON.

    Parameters
    ----------
    start : number of items to skip.
    passages : locator -> label, section, address and tier, of all passages of the graph.

    Examples
    --------
    >>> found = Found([{"id": n, "text": "a" * 3000} for n in range(9)], "found")
    >>> first = page(found, 0, {})
    >>> len(first["items"]), first["next_start"], page(found, 6, {}).get("next_start")
    (3, 3, None)
    """
    about = shortened(dict(found.about), _ABOUT)
    beyond = [f"start {start} is after the last item; there are {len(found.items)}"]
    notes = _fitting([*(beyond if found.items and start >= len(found.items) else []), *found.notes])
    room = MOST_CHARACTERS - _RESERVE - len(written([about, notes]))
    items: list[Any] = []
    cited = _known(about, passages, room // 2)
    room -= len(written(cited))
    for item in found.enrich(found.items[start : start + _MOST_ITEMS]):
        ready = shortened(dict(item), _ITEM)
        new = {name: passages[name] for name in _cited(ready) if name in passages and name not in cited}
        if items and len(written(ready)) + len(written(new)) > room:
            break
        room -= len(written(ready)) + 1
        items.append(ready)
        new = _known(new, new, room)
        room -= len(written(new))
        cited |= new
    after = start + len(items)
    return {
        "outcome": found.outcome,
        **({"about": about} if about else {}),
        "total": len(found.items),
        "start": start,
        "items": items,
        **({"next_start": after} if after < len(found.items) else {}),
        "passages": cited,
        "notes": notes,
    }


def _known(value: Any, passages: Passages, room: int) -> dict[str, Mapping[str, str]]:
    """Return the passages that a value cites, as many as there is room for; the tool cite has all."""
    found: dict[str, Mapping[str, str]] = {}
    for name in _cited(value):
        if name in passages and len(written({**found, name: passages[name]})) <= room:
            found[name] = passages[name]
    return found


def _fitting(notes: Sequence[str]) -> list[str]:
    """Return the notes that fit, each cut, and at the end how many did not."""
    kept: list[str] = []
    for note in notes:
        short = note if len(note) <= _NOTE else note[:_NOTE] + "…"
        if len(written([*kept, short])) > _NOTES:
            return [*kept, f"{len(notes) - len(kept)} more notes are omitted"]
        kept.append(short)
    return kept


def _cited(value: Any) -> Iterator[str]:
    """Yield everything in a value that has the form of a locator."""
    if isinstance(value, str):
        yield from _LOCATOR.findall(value)
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from _LOCATOR.findall(str(key))
            yield from _cited(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _cited(part)


def shortened(value: Any, most: int) -> Any:
    """Return a value of at most so many characters as JSON: long texts are cut, long lists too.

    A text keeps its beginning and its end, where the sentence of a fact has its scope, status and time.

    Examples
    --------
    >>> shortened({"words": "a" * 50}, 100)
    {'words': 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'}
    >>> shortened({"words": [f"{'a' * 990} (planned)"] * 3}, 500)["words"][0][45:]
    'aaaaa … (900 characters omitted) … aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa (planned)'
    """
    if len(written(value)) <= most:
        return value
    for longest in _TEXTS:
        if len(written(cut := _cut(value, longest))) <= most:
            return cut
    return {"cut": written(value)[: most // 2 - _RESERVE]}


def _cut(value: Any, longest: int) -> Any:
    if isinstance(value, str) and len(value) > longest:
        half = longest // 2
        return f"{value[:half]} … ({len(value) - 2 * half} characters omitted) … {value[-half:]}"
    if isinstance(value, Mapping):
        return {key: _cut(part, longest) for key, part in value.items()}
    if isinstance(value, list | tuple):
        kept = [_cut(part, longest) for part in value[: longest // 10]]
        more = len(value) - len(kept)
        return [*kept, f"… ({more} more)"] if more > 0 else kept
    return value
