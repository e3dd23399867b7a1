"""Makes the data folder of a new facility, whole or not at all."""

from __future__ import annotations

import contextlib
import os
import platform
import shutil
from dataclasses import replace
from pathlib import Path

from db.device import sync_folder
from db.engine import open_database
from db.errors import DatabaseTrouble, trouble_from_os
from db.key_file import KdfParameters, KeyStore
from db.keys import Vault, make_vault
from db.migrate import upgrade
from db.models import Device, Facility, Setting, Staff
from db.place import in_synced_folder, on_network_share
from emr_desktop.access.audit import append_entry
from emr_desktop.access.credentials import check_password, clean_full_name, clean_username
from emr_desktop.access.permissions import ROLES
from emr_desktop.clock import Clock
from emr_desktop.errors import EmrError, ValidationError
from emr_desktop.facility import rules
from emr_desktop.facility.answers import key_answers
from emr_desktop.facility.layout import database_path, set_up_folder
from emr_desktop.facility.looking import has_facility
from emr_desktop.facility.opening import this_device, where_of, witness_keys
from emr_desktop.facility.rows import FacilityDetails, FirstUser
from emr_desktop.identity import new_id
from emr_desktop.settings import SETTINGS_FILE_NAME, Settings, save_settings


def checked_details(details: FacilityDetails) -> FacilityDetails:
    """Give the details with superfluous blanks taken out.

    Raises:
        ValidationError: a field is wrong.
    """
    rules.check_type(details.type)
    rules.check_language(details.language)
    return replace(
        details,
        code=rules.clean_facility_code(details.code),
        name=rules.clean_facility_name(details.name),
        region=rules.clean_place("region", details.region),
        council=rules.clean_place("council", details.council),
        ward=rules.clean_place("ward", details.ward),
        phone=rules.clean_place("phone", details.phone),
    )


def checked_first_user(user: FirstUser, *, details: FacilityDetails) -> FirstUser:
    """Give the first user with the name folded. A training facility takes any password: it guards nobody.

    Raises:
        ValidationError: a field is wrong.
    """
    username, full_name = clean_username(user.username), clean_full_name(user.full_name)
    unknown = [role for role in user.roles if role not in ROLES]
    if unknown:
        raise ValidationError("roles", "staff.role_unknown", role=unknown[0])
    if "in_charge" not in user.roles:
        raise ValidationError("roles", "staff.first_in_charge")
    if not details.training:
        places = (details.name, details.ward, details.council, details.region)
        check_password(user.password, own_words=(username, full_name, *(place for place in places if place)))
    elif not user.password:
        raise ValidationError("password", "password.too_short", minimum=1)
    return replace(user, username=username, full_name=full_name)


def make_data_folder(
    folder: Path,
    *,
    details: FacilityDetails,
    first_user: FirstUser,
    clock: Clock,
    parameters: KdfParameters | None,
    next_step: str = "",
) -> str:
    """Make everything; details and user were checked before. Returns the recovery key.

    Raises:
        EmrError: ``facility.already_there folder.missing_parent folder.not_a_folder folder.read_only``.
        DatabaseTrouble: ``disk_full network_share synced_folder`` ...; what was begun is removed again.
    """
    if has_facility(folder):
        raise EmrError("facility.already_there", path=str(folder))
    if not folder.parent.is_dir():
        raise EmrError("folder.missing_parent", path=str(folder.parent))
    if folder.exists() and not folder.is_dir():
        raise EmrError("folder.not_a_folder", path=str(folder))
    if on_network_share(folder if folder.exists() else folder.parent):
        raise DatabaseTrouble("network_share", path=str(folder))
    if (service := in_synced_folder(folder if folder.exists() else folder.parent)) is not None:
        raise DatabaseTrouble("synced_folder", path=str(folder), service=service)
    made_folder = not folder.exists()
    store = KeyStore(folder)
    workshop = set_up_folder(folder)
    vault: Vault | None = None
    try:
        _prepare(folder, workshop, store)
        with key_answers():
            vault, recovery_key = make_vault(
                store,
                username=first_user.username,
                full_name=first_user.full_name,
                password=first_user.password,
                parameters=parameters,
            )
        _make_database(
            database_path(workshop),
            vault,
            details=details,
            first_user=first_user,
            clock=clock,
            next_step=next_step,
        )
        settings = Settings(language=details.language, facility_name=details.name, facility_code=details.code)
        save_settings(folder, settings)
        vault.save_new()
        database_path(workshop).rename(database_path(folder))  # from here on there is a facility
        sync_folder(folder)
    except BaseException as error:
        _undo(folder, workshop, vault, made_folder=made_folder)
        if isinstance(error, OSError):
            raise trouble_from_os(error, path=str(folder)) from error
        raise
    shutil.rmtree(workshop, ignore_errors=True)
    return recovery_key


def _prepare(folder: Path, workshop: Path, store: KeyStore) -> None:
    try:
        if not folder.exists():
            folder.mkdir(mode=0o700)
        elif not any(folder.iterdir()) and os.name != "nt":
            folder.chmod(0o700)
        if workshop.exists():
            shutil.rmtree(workshop)
            for path in store.paths[:2]:
                path.unlink(missing_ok=True)
        workshop.mkdir(mode=0o700)
    except OSError as error:
        trouble = trouble_from_os(error)
        if trouble.code == "read_only":
            raise EmrError("folder.read_only", path=str(folder)) from error
        raise


def _make_database(
    path: Path,
    vault: Vault,
    *,
    details: FacilityDetails,
    first_user: FirstUser,
    clock: Clock,
    next_step: str,
) -> None:
    database = open_database(path, vault.database_key)
    try:
        upgrade(database)
        now = clock.now()
        staff = Staff(
            id=new_id(),
            username=first_user.username,
            full_name=first_user.full_name,
            roles=list(first_user.roles),
            language=details.language,
            created_at=now,
        )
        facility = Facility(
            id=new_id(),
            code=details.code,
            name=details.name,
            type=details.type,
            region=details.region,
            council=details.council,
            ward=details.ward,
            phone=details.phone,
            language=details.language,
            training=details.training,
            incarnation=new_id(),
            created_at=now,
        )
        with database.write.begin() as session:
            session.add_all(
                [
                    staff,
                    facility,
                    Device(id=this_device(vault), name=platform.node() or "PC", created_at=now),
                ]
            )
            session.flush()
            if next_step:
                session.add(Setting(name="setup.step", value=next_step, updated_at=now, updated_by=staff.id))
            witness_keys(session, vault, clock=clock, staff_id=staff.id)
            append_entry(
                session,
                key=vault.audit_key,
                at=now,
                staff_id=staff.id,
                action="facility.created",
                entity="facility",
                entity_id=facility.id,
                where=where_of(vault, staff.id, facility),
            )
    finally:
        database.close()
    # Checked here because a log that could not be folded in would stay behind when the file is moved.
    if path.with_name(path.name + "-wal").exists():
        raise DatabaseTrouble("io_error", path=str(path))


def _undo(folder: Path, workshop: Path, vault: Vault | None, *, made_folder: bool) -> None:
    shutil.rmtree(workshop, ignore_errors=True)
    if vault is not None and not database_path(folder).exists():
        vault.discard_new()
        (folder / SETTINGS_FILE_NAME).unlink(missing_ok=True)
    if made_folder:
        with contextlib.suppress(OSError):  # somebody else put something there, or it never came to be
            folder.rmdir()
