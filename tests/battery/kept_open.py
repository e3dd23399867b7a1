"""An opened record whose files are changed from under it: new connections for each state of the disk.

What costs most of an opening (the engine, its statements, whose session it is) is the same for each state.
What depends on the disk is done anew: connections with all their settings, the log played back, version and
keys read. ``open_record`` itself is for one state in so many.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from sqlalchemy import select

from db.engine import Database
from db.errors import DatabaseTrouble
from db.keys import Vault
from db.migrate import SCHEMA_VERSION, schema_version
from db.models import Facility, Staff
from db.trail import chain_key_of
from emr_desktop.access.chain import driver
from emr_desktop.access.work_session import WorkSession
from emr_desktop.clock import Clock
from emr_desktop.facility.opening import open_record, start_session


class KeptOpen:
    """Lends the record as it stands on the disk."""

    def __init__(self) -> None:
        self._work: WorkSession | None = None

    @contextlib.contextmanager
    def lend(self, folder: Path, vault: Vault, *, whole: bool) -> Iterator[WorkSession]:
        """The record under ``folder``, opened with ``vault``; its connections are closed afterwards.

        Args:
            folder: the facility.
            vault: what its key file says now.
            whole: by ``open_record`` itself.

        Raises:
            DatabaseTrouble: it does not open.
        """
        work = self._work
        if whole or work is None or not _of(work, folder, vault):
            database = open_record(folder, vault)
            try:
                self._work = work = session_of(database, vault)
                yield work
            finally:
                database.engine.dispose()
            return
        database = work.database
        if not database.path.exists() or database.path.stat().st_size == 0:
            raise DatabaseTrouble("damaged", path=str(database.path))
        try:
            if schema_version(database) != SCHEMA_VERSION:
                raise DatabaseTrouble("damaged", path=str(database.path))
            with database.read() as session:
                vault.use_audit_key(chain_key_of(driver(session)))
            yield replace(work, vault=vault)
        finally:
            database.engine.dispose()


def _of(work: WorkSession, folder: Path, vault: Vault) -> bool:
    database = work.database
    return (
        database.path.parent == folder
        and vault.previous_database_key is None
        and database.door.key == vault.database_key
    )


def session_of(database: Database, vault: Vault) -> WorkSession:
    """A session of the first person of the record."""
    with database.read() as session:
        staff = session.scalars(select(Staff).order_by(Staff.id).limit(1)).one()
        facility = session.scalars(select(Facility)).one()
        return start_session(database, vault, staff=staff, facility=facility, clock=Clock())
