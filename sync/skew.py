"""How far a server's clock is from ours, as its answers tell."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sync.transport import Transport

WORTH_SAYING_S = 300
DAY_S = 86_400
_NEWS_S = 60  # a smaller change is no reason to write


def skew_told(transport: Transport, details: Mapping[str, Any], now: datetime) -> dict[str, int]:
    """What to keep of a target: ``skew_s``, the server's clock minus ours; empty when it is no news."""
    there = transport.server_date
    if there is None:
        return {}
    skew = round((there - now).total_seconds())
    return {"skew_s": skew} if abs(skew - details.get("skew_s", 0)) > _NEWS_S else {}


def skew_notice(name: str, skew_s: float | None) -> tuple[str, dict[str, Any]] | None:
    """A code with its values for a clock that is too far off; whose, a person must look."""
    if skew_s is None or abs(skew_s) <= WORTH_SAYING_S:
        return None
    if abs(skew_s) < DAY_S:
        return "sync.clock_differs", {"target": name, "minutes": round(abs(skew_s)) // 60}
    code = "sync.clock_days_behind" if skew_s > 0 else "sync.clock_days_ahead"
    return code, {"target": name, "days": round(abs(skew_s) / DAY_S)}
