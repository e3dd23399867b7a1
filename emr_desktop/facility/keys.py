"""Who can open the record, and every change of that which is not about one person's password."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from db.council import CouncilKey, fingerprint_of
from db.models import Staff
from emr_desktop.access.work_session import WorkSession
from emr_desktop.changes import Changes, Written
from emr_desktop.errors import DatabaseTrouble, EmrError
from emr_desktop.facility.answers import key_answers
from emr_desktop.facility.opening import witness_keys
from emr_desktop.facility.rekeying import (
    DRILLED,
    RECOVERY_MADE,
    REKEYED,
    change_database_key,
    drill_is_due,
    due_since,
    instant,
    mark_due,
    note,
    recovery_made_at,
)


@dataclass(frozen=True, kw_only=True)
class Opener:
    """A person who can open the record with a password of their own."""

    username: str
    full_name: str
    roles: tuple[str, ...]
    with_code: bool  # has a one-time code and no password yet


@dataclass(frozen=True, kw_only=True)
class KeyOverview:
    """All that is worth knowing about the keys; nothing of it is secret.

    Attributes:
        recovery_made_at: since when the paper key of now opens.
        drilled_at: when somebody last typed it and it opened; None: never.
        drill_due: a year went by since it was made or last tried.
        council: name and fingerprint of the council that can open too.
        generation: number of the key file.
        copies_missing: places whose copy is missing, damaged or old.
        rekeyed_at: when the database last got another key.
        rekey_due_since: somebody was taken out since then, and the key was not changed yet.
        rekey_under_way: a change of key was cut off.
    """

    openers: tuple[Opener, ...]
    recovery_key: bool
    recovery_made_at: datetime
    drilled_at: datetime | None
    drill_due: bool
    council: tuple[str, str] | None
    generation: int
    copies: int
    copies_missing: tuple[str, ...]
    rekeyed_at: datetime | None
    rekey_due_since: datetime | None
    rekey_under_way: bool


class KeyService:
    """The keys of the record as an in-charge or IT staff looks after them.

    Attributes:
        known_due: what ``rekey_is_due`` answered last, for whoever must not wait for the database.
    """

    def __init__(self, *, work: WorkSession) -> None:
        self._work = work
        self.known_due = False

    def overview(self) -> KeyOverview:
        """Everything about the keys.

        Raises:
            EmrError: ``keys.damaged keys.missing``.
        """
        self._work.require("keys.view")
        with key_answers():
            health = self._work.vault.health()
        with self._work.database.read() as session:
            people = session.scalars(select(Staff).where(Staff.disabled_at.is_(None)).order_by(Staff.id))
            openers = tuple(
                Opener(
                    username=person.username,
                    full_name=person.full_name,
                    roles=tuple(person.roles),
                    with_code=health.with_code.get(person.username, False),
                )
                for person in people
                if person.username in health.with_code
            )
            made = recovery_made_at(session)
            drilled = instant(session, DRILLED)
            rekeyed, due = instant(session, REKEYED), due_since(session)
        council = None if health.council is None else (health.council[0], fingerprint_of(health.council[1]))
        return KeyOverview(
            openers=openers,
            recovery_key=health.recovery_key,
            recovery_made_at=made,
            drilled_at=drilled,
            drill_due=drill_is_due(self._work),
            council=council,
            generation=health.generation,
            copies=health.copies,
            copies_missing=health.copies_missing,
            rekeyed_at=rekeyed,
            rekey_due_since=due,
            rekey_under_way=health.rekey_under_way,
        )

    def rekey_is_due(self) -> bool:
        """Whether the key is still to be changed because somebody was taken out; everybody may ask."""
        with self._work.database.read() as session:
            since = due_since(session)
        self.known_due = since is not None or self._work.vault.previous_database_key is not None
        return self.known_due

    def rekey(self, *, progress: Callable[[int, int], None] | None = None) -> Written[int]:
        """Give the database another key; everybody's password goes on working. Returns the generation.

        Raises:
            EmrError: ``keys.damaged keys.copies_not_written``; ``keys.in_use``: another program, or long work
                of this one, has the record open; the key is still to be changed.
            DatabaseTrouble: ``disk_full`` ...
        """
        self._work.require("keys.rekey")
        return self._rekey(progress)

    def rekey_if_due(self, *, progress: Callable[[int, int], None] | None = None) -> bool:
        """At closing time: change the key if that is still to be done, whoever closes. Says if it was.

        Raises:
            EmrError: as ``rekey``.
            DatabaseTrouble: as ``rekey``; it is then still due.
        """
        if not self.rekey_is_due():
            return False
        self._rekey(progress)
        return True

    def _rekey(self, progress: Callable[[int, int], None] | None) -> Written[int]:
        work = self._work
        try:
            change_database_key(
                work.database, work.vault, clock=work.clock, staff_id=work.actor.staff_id, progress=progress
            )
        except DatabaseTrouble as trouble:
            if trouble.code == "busy":
                raise EmrError("keys.in_use") from trouble
            raise
        self.known_due = False
        return Written(work.vault.generation, Changes.of("keys"))

    def renew_recovery_key(self) -> Written[str]:
        """Make a new paper key and return it; the old paper opens nothing from now on.

        Raises:
            EmrError: ``keys.damaged keys.missing``.
        """
        self._work.require("keys.renew")
        work = self._work
        with work.database.write.begin() as session:
            work.audit(session, "recovery_key.renewed")
            now = work.clock.now().isoformat()
            note(session, RECOVERY_MADE, now, clock=work.clock, staff_id=work.actor.staff_id)
            with key_answers():
                paper = work.vault.renew_recovery_key()
            witness_keys(session, work.vault, clock=work.clock, staff_id=work.actor.staff_id)
        return Written(paper, Changes.of("keys"))

    def drill(self, typed: str) -> Written[datetime]:
        """Try the paper key: whether what stands on the paper opens the record. Nothing is changed by it.

        Raises:
            ValidationError: ``recovery_key`` was mistyped.
            EmrError: ``recovery.refused``: it is not the paper of this facility, or not the newest.
        """
        self._work.require("keys.drill")
        with key_answers():
            opens = self._work.vault.recovery_key_opens(typed)
        now = self._work.clock.now()
        with self._work.database.write.begin() as session:
            self._work.audit(session, "recovery_key.drilled", detail={"opens": opens})
            if opens:
                by = self._work.actor.staff_id
                note(session, DRILLED, now.isoformat(), clock=self._work.clock, staff_id=by)
        if not opens:
            raise EmrError("recovery.refused")
        return Written(now, Changes.of("keys"))

    def set_council(self, key: CouncilKey) -> Written[CouncilKey]:
        """Let a council open this record too, in the place of an earlier one.

        Raises:
            EmrError: ``keys.damaged keys.missing``.
        """
        self._work.require("keys.council")
        with self._work.database.write.begin() as session:
            self._work.audit(session, "council_key.added", detail={"fingerprint": key.fingerprint})
            with key_answers():
                self._work.vault.set_council(public_key=key.public_key, name=key.name)
            witness_keys(
                session, self._work.vault, clock=self._work.clock, staff_id=self._work.actor.staff_id
            )
        return Written(key, Changes.of("keys"))

    def remove_council(self) -> Written[None]:
        """Take the council's key out; another database key is due then, as when a person goes.

        Raises:
            EmrError: ``council.none keys.damaged keys.missing``.
        """
        self._work.require("keys.council")
        with key_answers():
            council = self._work.vault.health().council
        if council is None:
            raise EmrError("council.none")
        work = self._work
        with work.database.write.begin() as session:
            work.audit(session, "council_key.removed", detail={"fingerprint": fingerprint_of(council[1])})
            with key_answers():
                work.vault.remove_council()
            mark_due(session, clock=work.clock, staff_id=work.actor.staff_id)
            witness_keys(session, work.vault, clock=work.clock, staff_id=work.actor.staff_id)
        return Written(None, Changes.of("keys"))
