"""Checks a password inside an open session, by the same key file and the same waiting as a log-in."""

from __future__ import annotations

from db.key_file import KeyStore
from db.keys import unlock_vault
from emr_desktop.access.work_session import WorkSession
from emr_desktop.errors import EmrError, ValidationError
from emr_desktop.facility.answers import key_answers
from emr_desktop.facility.opening import refuse_older_keys


def check_password_of(work: WorkSession, *, username: str, password: str) -> None:
    """See that this is the password of that person on this PC.

    Raises:
        EmrError: as at a log-in: ``login.refused login.code_must_be_changed login.code_expired
            login.other_device keys.rolled_back`` ...
    """
    with key_answers():
        vault, slot = unlock_vault(
            KeyStore(work.database.path.parent),
            username=username,
            secret=password,
            now=work.clock.now().timestamp(),
        )
    if slot.one_time_until is not None:
        raise EmrError("login.code_must_be_changed")
    with work.database.read() as session:
        refuse_older_keys(session, vault)


def check_own_password(work: WorkSession, password: str) -> None:
    """See that the person who is in typed the own password.

    Raises:
        ValidationError: ``password``: ``pin.password_wrong``.
        EmrError: another trouble of ``check_password_of``.
    """
    try:
        check_password_of(work, username=work.actor.username, password=password)
    except EmrError as error:
        if error.code == "login.refused":
            with work.database.write.begin() as session:
                work.audit(
                    session,
                    "session.refused",
                    entity="staff",
                    entity_id=work.actor.staff_id,
                    detail={"by": "password"},
                )
            raise ValidationError("password", "pin.password_wrong") from error
        raise
    work.password.note(work.clock.now())


class PasswordService:
    """The own password asked again, before what must not be done from a session that was left open."""

    def __init__(self, *, work: WorkSession) -> None:
        self._work = work

    @property
    def counts(self) -> bool:
        """Whether it was given within the last five minutes; reads nothing."""
        return self._work.password_counts

    def give(self, password: str) -> None:
        """Check the own password; it counts for five minutes. A wrong one counts as at a log-in.

        Raises:
            ValidationError: ``password`` (``pin.password_wrong``).
            EmrError: ``login.wait login.too_many`` and whatever else keeps a password from being checked.
        """
        check_own_password(self._work, password)
        with self._work.database.write.begin() as session:
            self._work.audit(
                session, "session.confirmed", entity="staff", entity_id=self._work.actor.staff_id
            )
