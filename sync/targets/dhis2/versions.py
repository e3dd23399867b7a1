"""Which versions of DHIS2 this program knows how to talk to."""

from __future__ import annotations

import re
from typing import Any

from sync.problems import Failed, Kind, Problem

OLDEST = (2, 40)  # takes values as 2.41 does; what is older answers otherwise
TRIED = ((2, 41), (2, 42), (2, 43))

_NUMBERS = re.compile(r"(\d+)(?:\.(\d+))?")


def line_of(version: Any) -> tuple[int, int] | None:
    """``(2, 42)`` for ``2.42.5.2`` and for ``42.5.2``; None: not readable."""
    match = _NUMBERS.match(str(version or ""))
    if match is None:
        return None
    first, second = int(match[1]), int(match[2] or 0)
    return (2, first) if first >= 30 else (first, second)


def is_tried(version: Any) -> bool:
    """Whether this program was tried with such a server; an unreadable version is given the benefit."""
    line = line_of(version)
    return line is None or line in TRIED


def refuse_too_old(info: dict[str, Any]) -> None:
    """Stop at a server that answers in ways nobody looked into.

    Args:
        info: what ``/api/system/info`` told.

    Raises:
        Failed: ``sync.server_too_old``.
    """
    line = line_of(info.get("version"))
    if line is not None and line < OLDEST:
        params = {"version": str(info["version"])[:40], "oldest": ".".join(map(str, OLDEST))}
        raise Failed(Problem(kind=Kind.CREDENTIALS, code="sync.server_too_old", params=params))
