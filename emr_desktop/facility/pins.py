"""A person's own PIN: setting, changing and taking it away. See ``switching`` for its use."""

from __future__ import annotations

import uuid

from sqlalchemy.orm import Session

from db.models import StaffPin
from emr_desktop.access.pin_rules import check_pin
from emr_desktop.access.pin_verifier import verifier_of
from emr_desktop.access.work_session import WorkSession
from emr_desktop.changes import Changes, Written
from emr_desktop.facility.confirming import check_own_password


class PinService:
    """Everybody may do this for themselves; the own password is asked, since a session may stand open.

    The PIN wraps no key. Its verifier lies inside the encrypted record, so that nobody can try PINs without a
    session that somebody opened with a password.
    """

    def __init__(self, *, work: WorkSession) -> None:
        self._work = work

    def has_pin(self) -> bool:
        """Say whether the person who is in has a PIN."""
        with self._work.database.read() as session:
            return session.get(StaffPin, self._work.actor.staff_id) is not None

    def set(self, pin: str, *, password: str) -> Written[bool]:
        """Set or change the PIN of the person who is in; True when there was one before.

        Raises:
            ValidationError: ``pin`` (``pin.format pin.easy``), ``password`` (``pin.password_wrong``).
            EmrError: ``login.wait`` and whatever else keeps a password from being checked.
        """
        check_pin(pin)
        check_own_password(self._work, password)
        verifier, staff_id = verifier_of(pin), self._work.actor.staff_id
        with self._work.database.write.begin() as session:
            kept = session.get(StaffPin, staff_id)
            had_one = kept is not None
            if kept is None:
                kept = StaffPin(staff_id=staff_id)
                session.add(kept)
            kept.verifier, kept.wrong_tries, kept.set_at = verifier, 0, self._work.clock.now()
            self._work.audit(
                session, "pin.changed" if had_one else "pin.set", entity="staff", entity_id=staff_id
            )
        return Written(had_one, Changes.of("pin"))

    def remove(self) -> Written[bool]:
        """Take the PIN of the person who is in away; True when there was one."""
        staff_id = self._work.actor.staff_id
        with self._work.database.write.begin() as session:
            had_one = forget_pin(session, staff_id)
            if had_one:
                self._work.audit(session, "pin.removed", entity="staff", entity_id=staff_id)
        return Written(had_one, Changes.of("pin"))


def forget_pin(session: Session, staff_id: uuid.UUID) -> bool:
    """Drop somebody's PIN; True when there was one."""
    kept = session.get(StaffPin, staff_id)
    if kept is None:
        return False
    session.delete(kept)
    return True


def allow_pin_again(session: Session, staff_id: uuid.UUID) -> None:
    """The password was typed: wrong tries of the PIN are forgiven."""
    kept = session.get(StaffPin, staff_id)
    if kept is not None and kept.wrong_tries:
        kept.wrong_tries = 0
