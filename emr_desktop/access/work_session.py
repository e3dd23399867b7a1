"""The unlocked working session that every service is built on: who, on which record, by which clock."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from db.engine import Database, writing_session
from db.errors import DatabaseTrouble
from db.keys import Vault
from db.trail import Where, after_end
from emr_desktop import __version__
from emr_desktop.access.audit import AuditRow, append_entries, append_entry
from emr_desktop.access.password_again import PasswordGiven, verbs_that_ask_again
from emr_desktop.access.permissions import may
from emr_desktop.clock import Clock
from emr_desktop.errors import PasswordNeeded, PermissionRefused

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Actor:
    """The person who is in."""

    staff_id: uuid.UUID
    username: str
    full_name: str
    roles: tuple[str, ...]


@dataclass(frozen=True)
class FacilityRow:
    """The facility the record belongs to, as callers see it."""

    id: uuid.UUID
    code: str
    name: str
    type: str
    region: str | None
    council: str | None
    ward: str | None
    phone: str | None
    language: str
    training: bool
    incarnation: uuid.UUID


@dataclass(frozen=True, kw_only=True)
class WorkSession:
    """Handed by keyword to every service: ``PatientService(work=work)``."""

    database: Database
    clock: Clock
    actor: Actor
    facility: FacilityRow
    device_id: uuid.UUID
    vault: Vault
    _log_ins: dict[object, Where] = field(default_factory=dict, compare=False, repr=False)
    _opened_in_emergency: set[uuid.UUID] = field(default_factory=set, compare=False, repr=False)
    password: PasswordGiven = field(default_factory=PasswordGiven, compare=False, repr=False)

    def of(self, actor: Actor) -> WorkSession:
        """The session of another person on the same open record.

        Nothing opened in an emergency goes over, and no password that was given.
        """
        return replace(self, actor=actor, _opened_in_emergency=set(), _log_ins={}, password=PasswordGiven())

    @property
    def audit_key(self) -> bytes:
        return self.vault.audit_key

    @property
    def where(self) -> Where:
        """The log-in that rows of the trail are written in."""
        whose = (id(self.database), self.actor.staff_id, self.device_id, self.facility.incarnation)
        found = self._log_ins.get(whose)
        if found is None:
            found = Where(
                self.actor.staff_id,
                self.device_id,
                self.facility.incarnation,
                __version__,
                real_clock=self.clock.is_real,
            )
            self._log_ins[whose] = found
        return found

    def require(self, verb: str) -> None:
        """Refuse unless one of the actor's roles may use ``verb`` (see permissions.toml).

        Some verbs ask the password again besides: see ``password_again``.

        Raises:
            PermissionRefused: the actor may not; the attempt has a row of its own in the trail.
            PasswordNeeded: the actor may, and gave the password too long ago; it has a row too.
        """
        if not self.may(verb):
            self._note_refusal("refused", verb)
            raise PermissionRefused(verb)
        if verb in verbs_that_ask_again() and not self.password_counts:
            self._note_refusal("session.unconfirmed", verb)
            raise PasswordNeeded(verb)

    @property
    def password_counts(self) -> bool:
        """Whether the person gave the password within the last five minutes."""
        return self.password.counts(self.clock.now())

    def _note_refusal(self, action: str, verb: str) -> None:
        inside = writing_session()
        if inside is None:
            self._tell_refusal(action, verb)
        else:  # that transaction will be rolled back, and its write lock is held until then
            after_end(inside, lambda: self._tell_refusal(action, verb))

    def _tell_refusal(self, action: str, verb: str) -> None:
        try:
            with self.database.write.begin() as session:
                self.audit(session, action, detail={"verb": verb})
        except (DatabaseTrouble, SQLAlchemyError) as error:  # refused it is all the same
            log.warning("refusal not in the trail: %s", type(error).__name__)

    def may(self, verb: str) -> bool:
        """Say whether one of the actor's roles may use ``verb``."""
        return may(self.actor.roles, verb)

    def may_read_visit(self, visit_id: uuid.UUID, *, sensitive: bool) -> bool:
        """Say whether a visit may be read: a sensitive one by its permission, or opened in an emergency."""
        return not sensitive or self.may("visit.sensitive") or visit_id in self._opened_in_emergency

    def require_visit(self, visit_id: uuid.UUID, *, sensitive: bool) -> None:
        """Refuse a sensitive visit to who may not read it and did not open it in an emergency.

        Raises:
            PermissionRefused: ``visit.sensitive``.
        """
        if not self.may_read_visit(visit_id, sensitive=sensitive):
            self.require("visit.sensitive")

    def open_in_emergency(self, visit_id: uuid.UUID) -> None:
        """This visit may be read until the session ends; the verb that does it writes the reason down."""
        self._opened_in_emergency.add(visit_id)

    @property
    def opened_in_emergency(self) -> frozenset[uuid.UUID]:
        return frozenset(self._opened_in_emergency)

    def audit(
        self,
        session: Session,
        action: str,
        *,
        entity: str | None = None,
        entity_id: uuid.UUID | None = None,
        patient_id: uuid.UUID | None = None,
        detail: dict[str, Any] | None = None,
    ) -> None:
        """Add a row to the audit chain inside the caller's transaction; ``detail`` holds ids, never names."""
        append_entry(
            session,
            key=self.audit_key,
            at=self.clock.now(),
            staff_id=self.actor.staff_id,
            action=action,
            entity=entity,
            entity_id=entity_id,
            patient_id=patient_id,
            detail=detail,
            where=self.where,
        )

    def end(self, how: str) -> None:
        """Say how the session ends (``session.locked session.idle session.closed``) and close the record."""
        try:
            with self.database.write.begin() as session:
                self.audit(session, how)
        except (DatabaseTrouble, SQLAlchemyError) as error:  # it ends all the same
            log.warning("end of session not in the trail: %s", type(error).__name__)
        self.database.close()

    def audit_all(self, session: Session, action: str, rows: Sequence[AuditRow]) -> None:
        """Add a row for each of many records that one action concerns; see ``audit``."""
        append_entries(
            session,
            rows,
            key=self.audit_key,
            at=self.clock.now(),
            staff_id=self.actor.staff_id,
            action=action,
            where=self.where,
        )
