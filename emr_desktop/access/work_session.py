"""The unlocked working session that every service is built on: who, on which record, by which clock."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from db.engine import Database
from db.keys import Vault
from emr_desktop.access.audit import AuditRow, append_entries, append_entry
from emr_desktop.access.permissions import may
from emr_desktop.clock import Clock
from emr_desktop.errors import PermissionRefused


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

    @property
    def audit_key(self) -> bytes:
        return self.vault.audit_key

    def require(self, verb: str) -> None:
        """Refuse unless one of the actor's roles may use ``verb`` (see permissions.toml).

        Raises:
            PermissionRefused: the actor may not.
        """
        if not self.may(verb):
            raise PermissionRefused(verb)

    def may(self, verb: str) -> bool:
        """Say whether one of the actor's roles may use ``verb``."""
        return may(self.actor.roles, verb)

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
        )

    def audit_all(self, session: Session, action: str, rows: Sequence[AuditRow]) -> None:
        """Add a row for each of many records that one action concerns; see ``audit``."""
        append_entries(
            session,
            rows,
            key=self.audit_key,
            at=self.clock.now(),
            staff_id=self.actor.staff_id,
            action=action,
        )
