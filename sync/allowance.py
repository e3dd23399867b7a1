"""When data may go to a target, and how much a day: for lines that are paid by the megabyte or shared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from db.models import Delivery, Target
from emr_desktop.access.work_session import WorkSession
from emr_desktop.clock import local
from emr_desktop.errors import EmrError, ValidationError
from emr_desktop.managed import managed
from sync.set_up import target_named

OUTSIDE, SPENT = HELD_BACK = ("sync.outside_window", "sync.budget_spent")
_AMOUNT = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)\s*(kb?|mb?|)", re.IGNORECASE)
SMALLEST_BYTES = 100_000  # one form with its answers needs a few tens of kilobytes


@dataclass(frozen=True, kw_only=True)
class Allowance:
    """What the background pass may use; a person who presses "send" is not held by it.

    Attributes:
        opens, closes: local time of day; both None: at any hour. A window may lie over midnight.
        bytes_a_day: to and from the server in one local day; None: as much as it takes.
    """

    opens: time | None = None
    closes: time | None = None
    bytes_a_day: int | None = None

    def closed_until(self, now: datetime) -> datetime | None:
        """When the window opens next; None when it is open now.

        Args:
            now: an instant with its zone.
        """
        if self.opens is None or self.closes is None:
            return None
        here = local(now)
        at = here.time()
        inside = (
            self.opens <= at < self.closes
            if self.opens < self.closes
            else at >= self.opens or at < self.closes
        )
        if inside:
            return None
        opening = here.replace(hour=self.opens.hour, minute=self.opens.minute, second=0, microsecond=0)
        return opening if opening > here else opening + timedelta(days=1)

    def left_today(self, details: dict[str, Any], now: datetime) -> int | None:
        """Bytes that may still go today; None: no limit."""
        if self.bytes_a_day is None:
            return None
        return max(self.bytes_a_day - used_today(details, now), 0)


def allowance_of(details: dict[str, Any]) -> Allowance:
    """Read the allowance of a target from its details; what the PC's administrator fixed goes before."""
    kept = {**(details.get("allowance") or {}), **_fixed()}
    opens, closes = kept.get("opens"), kept.get("closes")
    return Allowance(
        opens=time.fromisoformat(opens) if opens else None,
        closes=time.fromisoformat(closes) if closes else None,
        bytes_a_day=kept.get("bytes_a_day"),
    )


def _fixed() -> dict[str, Any]:
    fixed = managed()
    kept: dict[str, Any] = {}
    if fixed.has("sync.from"):  # never without the other
        kept |= {"opens": fixed.get("sync.from"), "closes": fixed.get("sync.to")}
    if fixed.has("sync.kb_per_day"):
        kept["bytes_a_day"] = int(fixed.get("sync.kb_per_day")) * 1000
    return kept


def bytes_from(text: str) -> int | None:
    """Read an amount as a person writes it: ``500 kB``, ``2.5 MB``, ``500`` for kB; empty gives None.

    Raises:
        ValidationError: ``bytes_a_day``: it is no amount.
    """
    if not text.strip():
        return None
    found = _AMOUNT.fullmatch(text.strip().replace(",", "."))
    if found is None:
        raise ValidationError("bytes_a_day", "target.bytes_malformed")
    number, unit = float(found[1]), found[2].lower()
    return round(number * (1_000_000 if unit.startswith("m") else 1000))


def used_today(details: dict[str, Any], now: datetime) -> int:
    """Bytes that went to and from a target today."""
    traffic = details.get("traffic") or {}
    return int(traffic.get("bytes", 0)) if traffic.get("day") == local(now).date().isoformat() else 0


def add_traffic(target: Target, count: int, *, now: datetime) -> None:
    """Count bytes against the day."""
    if count > 0:
        day = local(now).date().isoformat()
        traffic = {"day": day, "bytes": used_today(target.details, now) + count}
        target.details = {**target.details, "traffic": traffic}


def next_day(now: datetime) -> datetime:
    """The next local midnight: a new day's bytes."""
    return (local(now) + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)


class AllowanceService:
    """Reads and sets allowances."""

    def __init__(self, *, work: WorkSession) -> None:
        self._work = work

    def read(self, name: str) -> dict[str, Any]:
        """``opens closes bytes_a_day used_today`` of a target, and ``fixed``: what nobody changes here.

        Raises:
            EmrError: ``target.unknown``.
        """
        self._work.require("sync.view")
        with self._work.database.read() as session:
            details = target_named(session, name).details
            kept = allowance_of(details)
            return {
                "target": name,
                "opens": kept.opens and kept.opens.isoformat("minutes"),
                "closes": kept.closes and kept.closes.isoformat("minutes"),
                "bytes_a_day": kept.bytes_a_day,
                "used_today": used_today(details, self._work.clock.now()),
                "fixed": sorted(_fixed()),
            }

    def save(self, name: str, *, opens: str = "", closes: str = "", bytes_a_day: int | None = None) -> None:
        """Set when and how much; empty hours: at any hour, None: as much as it takes.

        Raises:
            ValidationError: ``opens`` or ``closes`` is no time of day or one is missing, both are the same,
                ``bytes_a_day`` is too little for one form.
            EmrError: ``target.unknown``; ``managed.fixed``: one would be another than the administrator's.
        """
        self._work.require("sync.configure")
        _refuse_fixed(opens.strip(), closes.strip(), bytes_a_day)
        hours = {"opens": _hour("opens", opens), "closes": _hour("closes", closes)}
        if (hours["opens"] is None) != (hours["closes"] is None):
            missing = "closes" if hours["closes"] is None else "opens"
            raise ValidationError(missing, "target.hour_missing")
        if hours["opens"] is not None and hours["opens"] == hours["closes"]:
            raise ValidationError("closes", "target.hours_same")
        if bytes_a_day is not None and bytes_a_day < SMALLEST_BYTES:
            raise ValidationError("bytes_a_day", "target.too_few_bytes", least=SMALLEST_BYTES // 1000)
        kept: dict[str, Any] = {
            key: each.isoformat("minutes") for key, each in hours.items() if each is not None
        }
        if bytes_a_day is not None:
            kept["bytes_a_day"] = bytes_a_day
        with self._work.database.write.begin() as session:
            target = target_named(session, name)
            target.details = {**target.details, "allowance": kept}
            held = select(Delivery).where(Delivery.target_id == target.id, Delivery.problem.in_(HELD_BACK))
            for delivery in session.scalars(held):
                delivery.next_try_at = delivery.problem = None
            detail = {"target": name, **{key: str(value) for key, value in kept.items()}}
            self._work.audit(
                session, "sync.target_saved", entity="target", entity_id=target.id, detail=detail
            )


def _refuse_fixed(opens: str, closes: str, bytes_a_day: int | None) -> None:
    fixed = _fixed()
    wanted = {"opens": opens, "closes": closes, "bytes_a_day": bytes_a_day}
    names = {"opens": "sync.from", "closes": "sync.to", "bytes_a_day": "sync.kb_per_day"}
    for key, value in fixed.items():
        if wanted[key] != value:
            raise EmrError("managed.fixed", key=names[key], path=str(managed().path))


def _hour(field: str, text: str) -> time | None:
    if not text.strip():
        return None
    try:
        return datetime.strptime(text.strip(), "%H:%M").time()  # noqa: DTZ007 - a time of day
    except ValueError:
        raise ValidationError(field, "target.hour_malformed") from None
