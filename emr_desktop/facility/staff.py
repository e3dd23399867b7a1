"""The people who work here: adding, disabling, one-time codes."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Staff
from db.paper import new_one_time_code
from emr_desktop.access.credentials import clean_full_name, clean_username
from emr_desktop.access.permissions import ROLES
from emr_desktop.access.work_session import WorkSession
from emr_desktop.changes import Changes, Written
from emr_desktop.errors import EmrError, ValidationError
from emr_desktop.facility.answers import key_answers
from emr_desktop.facility.opening import witness_keys
from emr_desktop.facility.pins import forget_pin
from emr_desktop.facility.rekeying import mark_due
from emr_desktop.identity import new_id

CODE_LIVES = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class StaffRow:
    id: uuid.UUID
    username: str
    full_name: str
    cadre: str | None
    roles: tuple[str, ...]
    disabled_at: datetime | None


class StaffService:
    """Users and roles. ``add`` and ``reset`` give a one-time code; nobody is told a password.

    Taking a slot away closes the record to its owner. Whoever had an older copy of the key file, the database
    *and* this PC's secret could still open with the old password; so another database key is due after it
    (``KeyService.rekey``), and then what they kept opens nothing that comes later.
    """

    def __init__(self, *, work: WorkSession) -> None:
        self._work = work

    def list_all(self) -> tuple[StaffRow, ...]:
        """Everybody, in the order they were added, disabled people too."""
        self._work.require("staff.view")
        with self._work.database.read() as session:
            return tuple(_row(staff) for staff in session.scalars(select(Staff).order_by(Staff.id)))

    def add(
        self, *, username: str, full_name: str, roles: tuple[str, ...], cadre: str | None = None
    ) -> Written[str]:
        """Add a user; the value is the one-time code (ten characters, good for seven days).

        Raises:
            ValidationError: ``username`` (``staff.username_format staff.username_taken``), ``full_name``,
                ``roles`` (``staff.role_unknown staff.roles_missing``).
        """
        self._work.require("staff.manage")
        folded, cleaned = clean_username(username), clean_full_name(full_name)
        roles = _checked_roles(roles)
        code = new_one_time_code()
        with self._work.database.write.begin() as session:
            if session.scalars(select(Staff).where(Staff.username == folded)).one_or_none():
                raise ValidationError("username", "staff.username_taken")
            staff = Staff(
                id=new_id(),
                username=folded,
                full_name=cleaned,
                cadre=" ".join((cadre or "").split()) or None,
                roles=list(roles),
                created_at=self._work.clock.now(),
            )
            session.add(staff)
            session.flush()
            self._work.audit(
                session, "staff.added", entity="staff", entity_id=staff.id, detail={"roles": list(roles)}
            )
            self._give_code(session, staff, code)
        return Written(code, Changes.of("staff"))

    def reset(self, username: str) -> Written[str]:
        """Give a user who forgot the password (or was disabled) a new one-time code; the old password ends.

        Raises:
            EmrError: ``staff.unknown``.
        """
        self._work.require("staff.manage")
        code = new_one_time_code()
        with self._work.database.write.begin() as session:
            staff = _find(session, username)
            if staff.disabled_at is not None:
                staff.disabled_at = None
                staff.version += 1
            self._work.audit(session, "staff.reset", entity="staff", entity_id=staff.id)
            self._give_code(session, staff, code)
        return Written(code, Changes.of("staff"))

    def change_roles(self, username: str, roles: tuple[str, ...]) -> Written[StaffRow]:
        """Give a user other roles; they count from the next login.

        Raises:
            EmrError: ``staff.unknown staff.last_in_charge``.
            ValidationError: ``roles``.
        """
        self._work.require("staff.manage")
        roles = _checked_roles(roles)
        with self._work.database.write.begin() as session:
            staff = _find(session, username)
            if "in_charge" not in roles:
                _keep_an_in_charge(session, staff)
            before = list(staff.roles)
            staff.roles = list(roles)
            staff.version += 1
            self._work.audit(
                session,
                "staff.roles_changed",
                entity="staff",
                entity_id=staff.id,
                detail={"before": before, "after": list(roles)},
            )
            row = _row(staff)
        return Written(row, Changes.of("staff"))

    def disable(self, username: str) -> Written[StaffRow]:
        """Take a user's slot away; what they did stays theirs. Another database key is due from then on.

        Raises:
            EmrError: ``staff.unknown``, ``staff.last_in_charge``.
        """
        self._work.require("staff.manage")
        with self._work.database.write.begin() as session:
            staff = _find(session, username)
            _keep_an_in_charge(session, staff)
            if staff.disabled_at is None:
                staff.disabled_at = self._work.clock.now()
                staff.version += 1
                self._work.audit(session, "staff.disabled", entity="staff", entity_id=staff.id)
            forget_pin(session, staff.id)
            session.flush()
            with key_answers():
                self._work.vault.remove_user(staff.username)
            mark_due(session, clock=self._work.clock, staff_id=self._work.actor.staff_id)
            self._witness(session)
            row = _row(staff)
        return Written(row, Changes.of("staff"))

    def _give_code(self, session: Session, staff: Staff, code: str) -> None:
        session.flush()
        forget_pin(session, staff.id)
        until = self._work.clock.now() + CODE_LIVES
        with key_answers():
            self._work.vault.set_user(
                username=staff.username,
                full_name=staff.full_name,
                secret=code,
                one_time_until=int(until.timestamp()),
            )
        self._witness(session)

    def _witness(self, session: Session) -> None:
        witness_keys(session, self._work.vault, clock=self._work.clock, staff_id=self._work.actor.staff_id)


def _checked_roles(roles: Iterable[str]) -> tuple[str, ...]:
    given = tuple(dict.fromkeys(roles))
    if not given:
        raise ValidationError("roles", "staff.roles_missing")
    for role in given:
        if role not in ROLES:
            raise ValidationError("roles", "staff.role_unknown", role=role)
    return given


def _find(session: Session, username: str) -> Staff:
    staff = session.scalars(select(Staff).where(Staff.username == username.strip().casefold())).one_or_none()
    if staff is None:
        raise EmrError("staff.unknown")
    return staff


def _keep_an_in_charge(session: Session, leaving: Staff) -> None:
    others = session.scalars(select(Staff).where(Staff.disabled_at.is_(None), Staff.id != leaving.id))
    if "in_charge" in leaving.roles and not any("in_charge" in staff.roles for staff in others):
        raise EmrError("staff.last_in_charge")


def _row(staff: Staff) -> StaffRow:
    return StaffRow(
        id=staff.id,
        username=staff.username,
        full_name=staff.full_name,
        cadre=staff.cadre,
        roles=tuple(staff.roles),
        disabled_at=staff.disabled_at,
    )
