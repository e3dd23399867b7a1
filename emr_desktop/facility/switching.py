"""Who goes on in an open session: the same person after a pause, or a colleague by PIN or password."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Staff, StaffPin
from emr_desktop.access.pin_rules import WRONG_TRIES, looks_like_pin
from emr_desktop.access.pin_verifier import fits
from emr_desktop.access.work_session import Actor, WorkSession
from emr_desktop.errors import EmrError
from emr_desktop.facility.confirming import check_password_of
from emr_desktop.facility.opening import active_staff
from emr_desktop.facility.pins import allow_pin_again

# Why a session is covered.
COVERED_BY = ("person", "idle")


@dataclass(frozen=True, kw_only=True)
class Colleague:
    """A tile of the page that covers a session."""

    username: str
    full_name: str
    takes_pin: bool  # a PIN is set, and not too many wrong ones were typed
    is_in: bool  # the session is this person's


class SwitchService:
    """Verbs on the covered session; whoever stands before it may use them, the secret decides."""

    def __init__(self, *, work: WorkSession) -> None:
        self._work = work

    def people(self) -> tuple[Colleague, ...]:
        """Everybody who may work here, in the order they were added."""
        with self._work.database.read() as session:
            chosen = (
                select(Staff, StaffPin)
                .outerjoin(StaffPin, StaffPin.staff_id == Staff.id)
                .where(Staff.disabled_at.is_(None))
                .order_by(Staff.id)
            )
            return tuple(
                Colleague(
                    username=staff.username,
                    full_name=staff.full_name,
                    takes_pin=pin is not None and pin.wrong_tries < WRONG_TRIES,
                    is_in=staff.id == self._work.actor.staff_id,
                )
                for staff, pin in session.execute(chosen)
            )

    def cover(self, *, by: str) -> None:
        """Write down that the session was covered: by the ``person``, or as nobody touched it (``idle``)."""
        if by not in COVERED_BY:
            raise ValueError(by)
        self._work.password.forget()
        with self._work.database.write.begin() as session:
            self._work.audit(session, "session.covered", detail={"by": by})

    def enter(self, username: str, secret: str) -> WorkSession:
        """Go on as this person: the same session for who is in, for a colleague one of their own.

        What was begun in the earlier person's session ends as theirs, on the same open record.

        Args:
            username: whose tile.
            secret: 4-8 digits are taken for the PIN, all else for the password.

        Raises:
            EmrError: ``pin.refused`` (``left`` tries), ``pin.password_needed`` (none set, or too many wrong
                ones), ``login.refused`` and what else a log-in answers.
        """
        with self._work.database.read() as session:
            staff = active_staff(session, username)
            if staff is None:
                raise EmrError("login.refused")
            staff_id = staff.id
        by = "pin" if looks_like_pin(secret) else "password"
        if by == "pin":
            self._check_pin(staff_id, secret)
        else:
            self._check_password(staff_id, username, secret)
        with self._work.database.write.begin() as session:
            staff = active_staff(session, username)
            if staff is None:
                raise EmrError("login.refused")
            allow_pin_again(session, staff.id)
            if staff.id == self._work.actor.staff_id:
                self._work.audit(session, "session.uncovered", detail={"by": by})
                if by == "password":
                    self._work.password.note(self._work.clock.now())
                return self._work
            work = self._work.of(Actor(staff.id, staff.username, staff.full_name, tuple(staff.roles)))
            work.audit(
                session,
                "session.switched",
                entity="staff",
                entity_id=self._work.actor.staff_id,
                detail={"by": by},
            )
        if by == "password":
            work.password.note(work.clock.now())
        return work

    def _check_pin(self, staff_id: uuid.UUID, pin: str) -> None:
        with self._work.database.write.begin() as session:
            kept = session.get(StaffPin, staff_id)
            if kept is None or kept.wrong_tries >= WRONG_TRIES:
                raise EmrError("pin.password_needed")
            verifier = kept.verifier
            # Before it is looked at: switching the PC off does not give a try back.
            kept.wrong_tries += 1
            left = WRONG_TRIES - kept.wrong_tries
        if fits(verifier, pin):
            return
        with self._work.database.write.begin() as session:
            self._refused(session, staff_id, "pin")
        raise EmrError("pin.refused", left=left) if left else EmrError("pin.password_needed")

    def _check_password(self, staff_id: uuid.UUID, username: str, password: str) -> None:
        try:
            check_password_of(self._work, username=username, password=password)
        except EmrError:
            with self._work.database.write.begin() as session:
                self._refused(session, staff_id, "password")
            raise

    def _refused(self, session: Session, staff_id: uuid.UUID, by: str) -> None:
        self._work.audit(session, "session.refused", entity="staff", entity_id=staff_id, detail={"by": by})
