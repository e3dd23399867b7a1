"""Brings a facility back from a backup: made ready beside the record, then moved in whole."""

from __future__ import annotations

import contextlib
import os
import platform
import shutil
import uuid
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.backup import Watch, copy_under_key, looked_into
from db.backup_file import read_container
from db.engine import open_database
from db.errors import DatabaseTrouble, trouble_from_os
from db.key_file import KdfParameters, KeyStore
from db.keys import Vault, rebuilt_vault
from db.migrate import SCHEMA_VERSION, upgrade
from db.models import Device, Facility, Staff
from db.paper import new_one_time_code
from db.place import on_network_share
from db.trail import chain_key_of
from emr_desktop.access.audit import append_entry
from emr_desktop.access.chain import driver
from emr_desktop.access.credentials import check_password
from emr_desktop.backups.known_head import newest_known_entry
from emr_desktop.backups.listing import row_of
from emr_desktop.backups.opening import (
    Opened,
    newest_generation,
    open_by_council,
    open_by_paper,
    open_by_password,
)
from emr_desktop.backups.rows import Restored
from emr_desktop.backups.rules import missing_entries
from emr_desktop.clock import Clock, local
from emr_desktop.errors import EmrError, ValidationError
from emr_desktop.facility.answers import backup_answers
from emr_desktop.facility.in_use import in_use
from emr_desktop.facility.incarnation import begin_incarnation
from emr_desktop.facility.instance import InstanceLock
from emr_desktop.facility.layout import backups_folder, database_path, restore_folder
from emr_desktop.facility.looking import has_facility
from emr_desktop.facility.moving_in import begin_move
from emr_desktop.facility.opening import this_device, where_of, witness_keys
from emr_desktop.settings import Settings, save_settings

_CODE_LASTS = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class Secret:
    """What opens the backup: one of the three.

    Attributes:
        recovery_key: as typed.
        council_key: the council's private key, 32 bytes.
        password: of somebody whose key file is still on this PC; with ``username`` (None: the first user).
    """

    recovery_key: str | None = None
    council_key: bytes | None = None
    password: str | None = None
    username: str | None = None


def council_key(typed: str) -> bytes:
    """Read a council's private key: 64 digits of 0-9 and a-f, blanks do not matter.

    Raises:
        ValidationError: ``recovery_key``.
    """
    try:
        key = bytes.fromhex("".join(typed.split()))
    except ValueError:
        key = b""
    if len(key) != 32:
        raise ValidationError("recovery_key", "restore.council_key")
    return key


def secret_of(way: str, typed: str | bytes, username: str | None) -> Secret:
    """What was typed for one of the ways ``paper council password``."""
    if isinstance(typed, bytes):
        return Secret(council_key=typed)
    return Secret(recovery_key=typed) if way == "paper" else Secret(password=typed, username=username)


def restore(
    folder: Path,
    file: Path,
    *,
    secret: Secret,
    username: str | None = None,
    new_password: str | None = None,
    replace_facility: bool = False,
    holds_lock: bool = False,
    clock: Clock | None = None,
    watch: Watch | None = None,
    parameters: KdfParameters | None = None,
) -> Restored:
    """Make ``folder`` the facility that is in the backup.

    With the paper or the council's key a new key file is made: ``username`` (an in-charge; None takes the
    first one) gets ``new_password`` or a one-time code, everybody else a code from them later. With a
    password the key file of this PC goes on, and with it everybody's password. The record becomes another
    incarnation, so that nothing is sent before somebody compared.

    Args:
        folder: the data folder; it may be missing if its parent is there.
        file: the backup.
        secret: what opens it.
        username: who logs in first.
        new_password: for that person.
        replace_facility: a facility that lies there is moved aside, whole; False refuses.
        holds_lock: the caller has the lock of the folder already.
        clock: where the time comes from.
        watch: told of ``unpack check move``.
        parameters: work of one password guess in a new key file.

    Raises:
        EmrError: ``restore.not_empty``, ``facility.already_open``, ``restore.in_use``,
            ``backup.…``, ``login.…``, ``recovery.…``, ``restore.newer``
            (made by a newer program) ...: nothing was changed.
        ValidationError: the recovery key was mistyped, ``username`` is nobody in charge there, or the
            ``password`` is weak.
        DatabaseTrouble: ``disk_full`` ...: nothing was changed.
    """
    clock, watch = clock or Clock(), watch or Watch()
    with backup_answers():
        container = read_container(file)
    if container.header.schema > SCHEMA_VERSION:
        raise EmrError("restore.newer", found=container.header.schema, known=SCHEMA_VERSION)
    _check_folder(folder, replace_facility=replace_facility)
    opened = _opened(container_secret=secret, file=file, folder=folder, clock=clock)
    lock = contextlib.nullcontext() if holds_lock or not folder.exists() else InstanceLock(folder)
    alone = in_use(folder, alone=True) if folder.exists() else contextlib.nullcontext()
    with lock, alone:
        return _restore(
            folder,
            opened,
            username=username,
            new_password=new_password,
            clock=clock,
            watch=watch,
            parameters=parameters,
        )


def _check_folder(folder: Path, *, replace_facility: bool) -> None:
    if has_facility(folder) and not replace_facility:
        raise EmrError("restore.not_empty", path=str(folder))
    if not folder.parent.is_dir():
        raise EmrError("folder.missing_parent", path=str(folder.parent))
    if folder.exists() and not folder.is_dir():
        raise EmrError("folder.not_a_folder", path=str(folder))
    if on_network_share(folder if folder.exists() else folder.parent):
        raise DatabaseTrouble("network_share", path=str(folder))


def _opened(*, container_secret: Secret, file: Path, folder: Path, clock: Clock) -> Opened:
    with backup_answers():
        container = read_container(file)
        if container_secret.recovery_key is not None:
            return open_by_paper(container, container_secret.recovery_key)
        if container_secret.council_key is not None:
            return open_by_council(container, container_secret.council_key)
        return open_by_password(
            container,
            folder,
            username=container_secret.username,
            password=container_secret.password or "",
            clock=clock,
        )


def _restore(
    folder: Path,
    opened: Opened,
    *,
    username: str | None,
    new_password: str | None,
    clock: Clock,
    watch: Watch,
    parameters: KdfParameters | None,
) -> Restored:
    header = opened.container.header
    known = newest_known_entry(folder, header.db_id, vault=opened.vault, paper=opened.paper)
    missing = missing_entries(restored=header.audit_seq, known=known)
    waiting, made_folder = restore_folder(folder), not folder.exists()
    try:
        folder.mkdir(exist_ok=True, mode=0o700)
        shutil.rmtree(waiting, ignore_errors=True)
        waiting.mkdir(mode=0o700)
        if os.name != "nt":
            folder.chmod(0o700)
        vault, new_paper = _keys(opened, folder, waiting)
        with (
            backup_answers(),
            looked_into(opened.container, opened.keys, scratch=backups_folder(folder), watch=watch) as copy,
        ):
            copy_under_key(copy, opened.keys.database_key, database_path(waiting), vault.database_key)
        person = _make_ready(
            waiting,
            vault,
            opened,
            username=username,
            new_password=new_password,
            missing=missing,
            clock=clock,
            parameters=parameters,
        )
        moved_to = begin_move(folder, stamp=f"{local(clock.now()):%Y%m%d-%H%M%S}")
    except BaseException as error:
        if not (waiting / "ready").exists() and not (waiting / "aside").exists():
            shutil.rmtree(waiting, ignore_errors=True)
            _leave_no_trace(folder, made_folder=made_folder)
        if isinstance(error, OSError):
            raise trouble_from_os(error, path=str(folder)) from error
        raise
    return Restored(
        row=row_of(opened.container, checked_at=clock.now()),
        facility_name=person.facility_name,
        username=person.username,
        one_time_code=person.code,
        recovery_key=new_paper,
        missing=missing,
        moved_to=moved_to,
    )


def _leave_no_trace(folder: Path, *, made_folder: bool) -> None:
    with contextlib.suppress(OSError):
        backups_folder(folder).rmdir()  # only when empty
    if made_folder:
        with contextlib.suppress(OSError):
            folder.rmdir()


def _keys(opened: Opened, folder: Path, waiting: Path) -> tuple[Vault, str | None]:
    """The key file of the restored record, in ``waiting``."""
    header, store = opened.container.header, _Waiting(waiting)
    generation = max(header.generation, newest_generation(header.db_id, folder)) + 1
    if opened.vault is not None:
        vault = opened.vault.moved_to(store, generation=generation)
        vault.save_new()
        return vault, None
    council = next((one.public_key for one in header.sealed if one.kind == "council"), None)
    vault, new_paper = rebuilt_vault(
        store,
        audit_key=opened.keys.audit_key,
        db_id=header.db_id,
        generation=generation,
        paper=opened.paper,
        council=council,
    )
    vault.save_new()
    return vault, new_paper


class _Waiting(KeyStore):
    """Writes no copy outside: that one belongs to what lies in the data folder until the move."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.outside_copy = folder / "keyslots.third.json"
        self.paths = (*self.paths[:2], self.outside_copy)


@dataclass(frozen=True)
class _Person:
    facility_name: str
    username: str | None
    code: str | None


def _make_ready(
    waiting: Path,
    vault: Vault,
    opened: Opened,
    *,
    username: str | None,
    new_password: str | None,
    missing: tuple[int, int] | None,
    clock: Clock,
    parameters: KdfParameters | None,
) -> _Person:
    path, header = database_path(waiting), opened.container.header
    database = open_database(path, vault.database_key)
    try:
        upgrade(database)
        with database.read() as session:
            vault.use_audit_key(chain_key_of(driver(session)))
        with database.write.begin() as session:
            facility = session.scalars(select(Facility)).one()
            before = facility.incarnation
            staff = _who(session, opened.username or username, may_be_anybody=opened.vault is not None)
            person = _Person(facility.name, None, None)
            if opened.vault is None:
                person = _let_in(vault, staff, facility, new_password, clock=clock, parameters=parameters)
            begin_incarnation(session, facility, clock=clock, staff_id=staff.id)
            device_id = this_device(vault)
            if session.get(Device, device_id) is None:
                session.add(Device(id=device_id, name=platform.node() or "PC", created_at=clock.now()))
            append_entry(
                session,
                key=vault.audit_key,
                at=clock.now(),
                staff_id=staff.id,
                action="backup.restored",
                entity="backup",
                entity_id=uuid.UUID(bytes=header.backup_id),
                detail={
                    "made": header.created.isoformat(),
                    "entries": header.audit_seq,
                    "missing": list(missing) if missing else None,
                    "by": "password" if opened.vault else "paper" if opened.paper else "council",
                    "incarnation_before": before.hex,
                },
                where=where_of(vault, staff.id, facility),
            )
            witness_keys(session, vault, clock=clock, staff_id=staff.id)
            settings = Settings(
                language=facility.language, facility_name=facility.name, facility_code=facility.code
            )
    finally:
        database.close()
    if path.with_name(path.name + "-wal").exists():
        raise DatabaseTrouble("io_error", path=str(path))
    save_settings(waiting, settings)
    return person


def _who(session: Session, username: str | None, *, may_be_anybody: bool) -> Staff:
    """The person who is written down for the restore, and who logs in first.

    Raises:
        ValidationError: ``username``: nobody in charge of that name in the backup.
    """
    people = [
        one
        for one in session.scalars(
            select(Staff).where(Staff.disabled_at.is_(None)).order_by(Staff.created_at)
        )
        if may_be_anybody or "in_charge" in one.roles
    ]
    wanted = None if username is None else username.strip().casefold()
    found = next((one for one in people if wanted in (None, one.username)), None)
    if found is None:
        raise ValidationError(
            "username", "restore.unknown_user", names=" ".join(one.username for one in people)
        )
    return found


def _let_in(
    vault: Vault,
    staff: Staff,
    facility: Facility,
    new_password: str | None,
    *,
    clock: Clock,
    parameters: KdfParameters | None,
) -> _Person:
    code = None
    if new_password is None:
        code = new_one_time_code()
        until: int | None = int((clock.now() + _CODE_LASTS).timestamp())
    else:
        until = None
        if not facility.training:
            check_password(
                new_password, own_words=(staff.username, staff.full_name, facility.name, facility.ward or "")
            )
    vault.set_user(
        username=staff.username,
        full_name=staff.full_name,
        secret=code or new_password or "",
        one_time_until=until,
        parameters=parameters,
    )
    return _Person(facility.name, staff.username, code)


__all__ = ["Restored", "Secret", "restore"]
