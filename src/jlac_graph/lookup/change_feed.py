"""The feed of changes between releases, in Atom: an entry for each release, the newest first."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from ..build.dataset_description import DATASET, TITLE
from ..core.characters import for_xml
from ..core.version import VERSION

if TYPE_CHECKING:
    from .diff import Difference

__all__ = ["change_feed"]

_MOST = 200
_ENTRY = re.compile(r"<entry>.*?</entry>\n", re.DOTALL)
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">\n'


def change_feed(day: datetime.date, found: Difference | None, *, earlier: str = "") -> bytes:
    """Return the feed with a new entry.

    Parameters
    ----------
    day : the day of the release.
    found : what has changed since the release before; None for the first one.
    earlier : the feed of the release before, whose entries follow.

    Examples
    --------
    >>> feed = change_feed(datetime.date(2026, 1, 2), None)
    >>> f"<title>Release {VERSION} of 2026-01-02</title>".encode() in feed
    True
    """
    when, release = f"{day.isoformat()}T00:00:00Z", f"{DATASET}/release/{day.isoformat()}"
    entry = (
        f"<entry>\n<id>{release}</id>\n<title>Release {VERSION} of {day}</title>\n"
        f'<updated>{when}</updated>\n<link rel="alternate" href="{DATASET}"/>\n'
        f'<content type="text">{escape(for_xml(_told(found)))}</content>\n</entry>\n'
    )
    kept = [old for old in _ENTRY.findall(earlier) if f"<id>{release}</id>" not in old]
    head = (
        f"<id>{DATASET}/changes</id>\n<title>{escape(TITLE)}: changes</title>\n<updated>{when}</updated>\n"
        "<author><name>The jlac-graph developers</name></author>\n"
    )
    return (_HEAD + head + entry + "".join(kept) + "</feed>\n").encode()


def _told(found: Difference | None) -> str:
    """Say how many entities were added, removed and changed, and which."""
    if found is None:
        return "The first release."
    counts = Counter(change.kind for change in found.changes)
    lines = [", ".join(f"{counts[kind]:,} {kind}" for kind in ("added", "removed", "changed"))]
    lines += [
        f"{change.kind}: {change.label or change.thing} <{change.thing}>" for change in found.changes[:_MOST]
    ]
    left = len(found.changes) - _MOST
    return "\n".join([*lines, f"and {left:,} more, which jlac diff lists"] if left > 0 else lines)
