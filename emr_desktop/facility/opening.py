"""Opens the record with an opened key file, and reads who and what it belongs to."""

from __future__ import annotations

import platform
import uuid
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.backup import Made, Watch, make_backup
from db.engine import Database, open_database
from db.errors import DatabaseTrouble, translated
from db.keys import Vault
from db.migrate import is_behind, schema_version, upgrade
from db.models import Device, Facility, Setting, Staff
from db.place import in_synced_folder, on_network_share
from db.trail import Where, chain_key_of
from db.trail_keys import begin_chapter
from emr_desktop import __version__
from emr_desktop.access.audit import append_entry
from emr_desktop.access.chain import driver
from emr_desktop.access.witness import PUT_BACK, compare, heads_of, keep_witness, witness_paths
from emr_desktop.access.work_session import Actor, FacilityRow, WorkSession
from emr_desktop.clock import Clock
from emr_desktop.errors import EmrError
from emr_desktop.facility.answers import backup_answers
from emr_desktop.facility.backed_up import PROGRAM, note_backup
from emr_desktop.facility.incarnation import begin_incarnation
from emr_desktop.facility.layout import backups_folder, database_path

_GENERATION = "keys.generation"  # the newest key file this database has seen


def open_record(folder: Path, vault: Vault) -> Database:
    """Open the database of an opened key file, after a backup bringing its schema up to date.

    Raises:
        DatabaseTrouble: ``missing``, ``network_share``, ``synced_folder``, ``damaged`` (also for a damaged
            header: the key is known to be right), ``newer``, ``disk_full`` ...
        EmrError: ``backup.…``: the backup before an upgrade could not be made, so nothing was changed.
    """
    path = database_path(folder)
    if not path.exists():
        raise DatabaseTrouble("missing", path=str(path))
    if on_network_share(folder):
        raise DatabaseTrouble("network_share", path=str(folder))
    if (service := in_synced_folder(folder)) is not None:
        raise DatabaseTrouble("synced_folder", path=str(folder), service=service)
    if path.stat().st_size == 0:  # SQLite would take it for a new database
        raise DatabaseTrouble("damaged", path=str(path))
    database = _open_with_either_key(path, vault)
    made: Made | None = None
    try:
        if schema_version(database) == 0:
            raise DatabaseTrouble("damaged", path=str(path))
        if is_behind(database):
            made = _upgrade(database, vault, backups_folder(folder))
        with translated(path), database.read() as session:
            vault.use_audit_key(chain_key_of(driver(session)))
        keep_witness(database, folder, vault)
        if made is not None:
            _note_upgrade(database, vault, made)
    except BaseException:
        database.let_go()
        raise
    return database


def _open_with_either_key(path: Path, vault: Vault) -> Database:
    """Open with the key of the key file; while it is being changed, with the one of before too."""
    previous = vault.previous_database_key
    try:
        return open_database(path, vault.database_key)
    except DatabaseTrouble as trouble:
        if trouble.code != "not_a_database":
            raise
        if vault.generation < vault.newest_seen:  # with an older key, and not a damaged first page
            seen = vault.newest_seen
            raise EmrError("keys.rolled_back", found=vault.generation, wanted=seen) from trouble
        if previous is None:
            raise DatabaseTrouble("damaged", path=str(path)) from trouble
    try:
        return open_database(path, previous)
    except DatabaseTrouble as trouble:
        if trouble.code != "not_a_database":
            raise
        raise DatabaseTrouble("damaged", path=str(path)) from trouble


def _upgrade(database: Database, vault: Vault, backups: Path) -> Made:
    with backup_answers():
        made = make_backup(
            database,
            vault,
            scratch=backups,
            folder=backups,
            reason="before_migration",
            now=Clock().now(),
            made_by=__version__,
            watch=Watch(),
        )
    upgrade(database)
    return made


def _note_upgrade(database: Database, vault: Vault, made: Made) -> None:
    now = Clock().now()
    with database.write.begin() as session, backup_answers():
        detail = note_backup(session, made, at=now, staff_id=PROGRAM, paper_mark=vault.paper_mark)
        append_entry(
            session,
            key=vault.audit_key,
            at=now,
            staff_id=None,
            action="backup.made",
            entity="backup",
            detail=detail,
            where=where_of(vault, None, the_facility(session)),
        )


def start_session(
    database: Database, vault: Vault, *, staff: Staff, facility: Facility, clock: Clock
) -> WorkSession:
    """Build the session of one person, who just gave the password, from the rows that were read."""
    work = WorkSession(
        database=database,
        clock=clock,
        actor=Actor(staff.id, staff.username, staff.full_name, tuple(staff.roles)),
        facility=facility_row(facility),
        device_id=this_device(vault),
        vault=vault,
    )
    work.password.note(clock.now())
    return work


def facility_row(facility: Facility) -> FacilityRow:
    return FacilityRow(
        id=facility.id,
        code=facility.code,
        name=facility.name,
        type=facility.type,
        region=facility.region,
        council=facility.council,
        ward=facility.ward,
        phone=facility.phone,
        language=facility.language,
        training=facility.training,
        incarnation=facility.incarnation,
    )


def this_device(vault: Vault) -> uuid.UUID:
    """The id of this PC in this facility's record; always the same one."""
    return uuid.UUID(bytes=vault.device_id, version=5)


def the_facility(session: Session) -> Facility:
    facility = session.scalars(select(Facility)).one_or_none()
    if facility is None:
        raise DatabaseTrouble("damaged")
    return facility


def active_staff(session: Session, username: str) -> Staff | None:
    """The person of that name who may work here, or None."""
    staff = session.scalars(select(Staff).where(Staff.username == username.strip().casefold())).one_or_none()
    return staff if staff is not None and staff.disabled_at is None else None


def known_public_keys(session: Session) -> frozenset[str]:
    """The public keys (hex) of the people who may work here: the list that counts after tampering."""
    found = session.scalars(select(Staff.public_key).where(Staff.disabled_at.is_(None)))
    return frozenset(key for key in found if key)


def refuse_older_keys(session: Session, vault: Vault) -> None:
    """Refuse a key file that somebody put back: it would bring old passwords and removed people back.

    Raises:
        EmrError: ``keys.rolled_back``.
    """
    setting = session.get(Setting, _GENERATION)
    if setting is not None and vault.generation < int(setting.value):
        raise EmrError("keys.rolled_back", found=vault.generation, wanted=int(setting.value))


def witness_keys(session: Session, vault: Vault, *, clock: Clock, staff_id: uuid.UUID) -> None:
    """Write down the generation of the key file and whom it is sealed to, when that changed."""
    paper = vault.paper_slot
    if paper is not None:  # a new paper key or council begins a new chapter of the audit trail
        begin_chapter(
            driver(session), paper, vault.db_id, chain_key=vault.audit_key, council=vault.council_slot
        )
    setting = session.get(Setting, _GENERATION)
    if setting is not None and setting.value == vault.generation:
        return
    if setting is None:
        setting = Setting(name=_GENERATION, value=0, updated_at=clock.now(), updated_by=staff_id)
        session.add(setting)
    setting.value, setting.updated_at, setting.updated_by = vault.generation, clock.now(), staff_id
    for person in session.scalars(select(Staff)):
        public_key = vault.public_key_of(person.username)
        if person.public_key != public_key:
            person.public_key = public_key


def note_device(
    session: Session, vault: Vault, *, clock: Clock, staff_id: uuid.UUID, facility: Facility
) -> None:
    """Add this PC if the record does not know it.

    A record that turns up on a PC it does not know was restored or copied: it becomes another incarnation,
    and sync then holds until somebody says which of the two goes on.
    """
    device_id = this_device(vault)
    if session.get(Device, device_id) is not None:
        return
    session.add(Device(id=device_id, name=platform.node() or "PC", created_at=clock.now()))
    begin_incarnation(session, facility, clock=clock, staff_id=staff_id)
    append_entry(
        session,
        key=vault.audit_key,
        at=clock.now(),
        staff_id=staff_id,
        action="facility.new_device",
        entity="device",
        entity_id=device_id,
        where=where_of(vault, staff_id, facility),
    )


def hold_after_put_back(
    session: Session, vault: Vault, *, folder: Path, clock: Clock, staff_id: uuid.UUID, facility: Facility
) -> None:
    """Take notice of an older file that somebody put back by hand: the witnesses saw more than it has.

    It becomes another incarnation, as after a restore: sync holds and numbers do not come twice.
    """
    heads = heads_of(witness_paths(folder, vault), vault.audit_key)
    seen = compare(session, heads)
    if seen is None:
        return
    before = facility.incarnation
    begin_incarnation(session, facility, clock=clock, staff_id=staff_id)
    append_entry(
        session,
        key=vault.audit_key,
        at=clock.now(),
        staff_id=staff_id,
        action=PUT_BACK,
        entity="facility",
        detail={"how": seen[0], "entry": seen[1], "incarnation_before": before.hex},
        where=where_of(vault, staff_id, facility),
    )


def where_of(vault: Vault, staff_id: uuid.UUID | None, facility: Facility) -> Where:
    """Where rows are written that belong to no log-in: set-up, a new password, the paper key."""
    return Where(staff_id, this_device(vault), facility.incarnation, __version__)
