"""The people who work here: adding, disabling, one-time codes."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from emr_desktop.access.work_session import WorkSession
from emr_desktop.changes import Written


@dataclass(frozen=True, kw_only=True)
class StaffRow:
    id: uuid.UUID
    username: str
    full_name: str
    cadre: str | None
    roles: tuple[str, ...]
    disabled_at: datetime | None


class StaffService:
    """Users and roles. ``add`` and ``reset`` give a one-time code; nobody is told a password."""

    def __init__(self, *, work: WorkSession) -> None:
        self._work = work

    def list_all(self) -> tuple[StaffRow, ...]:
        raise NotImplementedError

    def add(self, *, username: str, full_name: str, roles: tuple[str, ...]) -> Written[str]:
        """Add a user; the value is the one-time code."""
        raise NotImplementedError

    def reset(self, username: str) -> Written[str]:
        """Give a user who forgot the password a new one-time code."""
        raise NotImplementedError

    def disable(self, username: str) -> Written[StaffRow]:
        """Take a user's slot away. The last in-charge cannot be disabled (``staff.last_in_charge``)."""
        raise NotImplementedError
