"""Setting a facility up, and unlocking it."""

from __future__ import annotations

import logging
from pathlib import Path

from db.council import open_private
from db.errors import DatabaseTrouble
from db.key_file import KdfParameters, KeyStore
from db.keys import Vault, recover_by_council, recover_vault, unlock_vault
from db.models import Facility, Staff
from emr_desktop.access.audit import append_entry
from emr_desktop.access.clock_behind import newer_entry
from emr_desktop.access.credentials import check_password
from emr_desktop.access.work_session import WorkSession
from emr_desktop.clock import Clock
from emr_desktop.errors import EmrError, ValidationError
from emr_desktop.facility.answers import key_answers
from emr_desktop.facility.attempts import noted, take_in_attempts
from emr_desktop.facility.looking import has_facility, key_files, login_names
from emr_desktop.facility.opening import (
    active_staff,
    hold_after_put_back,
    known_public_keys,
    note_device,
    open_record,
    refuse_older_keys,
    start_session,
    the_facility,
    where_of,
    witness_keys,
)
from emr_desktop.facility.pins import allow_pin_again
from emr_desktop.facility.rekeying import RECOVERY_MADE, change_database_key, note
from emr_desktop.facility.rows import FacilityDetails, FirstUser, LoginName
from emr_desktop.facility.set_up import (
    checked_details,
    checked_first_user,
    make_data_folder,
)

log = logging.getLogger(__name__)

__all__ = [
    "FacilityDetails",
    "FirstUser",
    "LoginName",
    "create_facility",
    "has_facility",
    "login_names",
    "recover",
    "recover_with_council_key",
    "set_own_password",
    "unlock",
]


def create_facility(
    folder: Path,
    *,
    details: FacilityDetails,
    first_user: FirstUser,
    clock: Clock | None = None,
    parameters: KdfParameters | None = None,
    next_step: str = "",
) -> str:
    """Make the data folder: encrypted database, key file, first user with the role ``in_charge``.

    Args:
        folder: the data folder; its parent must be there.
        details: what the facility is.
        first_user: who opens it first.
        clock: where the time comes from.
        parameters: work of one password guess; later users get the same.
        next_step: of the set-up, where somebody goes through it: the setting ``setup.step`` from the start.

    Returns:
        The recovery key, to be written on paper; it is kept nowhere.

    Raises:
        ValidationError: a field is wrong (``code``, ``name``, ``username``, ``password`` ...).
        EmrError: ``facility.already_there``, ``folder.read_only``, ``folder.missing_parent``,
            ``folder.not_a_folder``, ``keys.not_enough_memory``.
        DatabaseTrouble: ``disk_full`` ...; what was begun is removed again.
    """
    details = checked_details(details)
    first_user = checked_first_user(first_user, details=details)
    return make_data_folder(
        folder,
        details=details,
        first_user=first_user,
        clock=clock or Clock(),
        parameters=parameters,
        next_step=next_step,
    )


def unlock(folder: Path, *, username: str | None, password: str, clock: Clock | None = None) -> WorkSession:
    """Open the facility for one person, upgrading the schema first when it is behind.

    Args:
        folder: the data folder.
        username: who; None means the first user that was ever added.
        password: the person's own password.
        clock: where the session takes the time from.

    Raises:
        EmrError: ``login.refused`` (one answer for unknown user, wrong password and disabled user),
            ``login.code_must_be_changed`` (right one-time code, no own password yet), ``login.code_expired``,
            ``login.wait`` (too many tries in vain; ``seconds``), ``login.too_many`` (a new code is needed),
            ``login.other_device`` (the password was set on another PC), ``facility.missing``,
            ``keys.missing`` (a database without keys: recovery, never a new key), ``keys.damaged``,
            ``keys.device_secret_missing``, ``keys.rolled_back``.
        DatabaseTrouble: the machine is in trouble.
    """
    clock = clock or Clock()
    key_file = key_files(folder)[0]
    if username is None:
        username = next((slot.username for slot in key_file.users() if slot.username), "")
    with key_answers(), noted(key_file, username, clock):
        vault, slot = unlock_vault(
            KeyStore(folder), username=username, secret=password, now=clock.now().timestamp()
        )
    if slot.one_time_until is not None:
        raise EmrError("login.code_must_be_changed")
    database = open_record(folder, vault)
    try:
        with database.write.begin() as session:
            refuse_older_keys(session, vault)
            staff, facility = active_staff(session, username), the_facility(session)
            if staff is None:
                with noted(key_file, username, clock):
                    raise EmrError("login.refused")
            if vault.is_below_floor(slot):
                with key_answers():
                    vault.set_user(username=staff.username, full_name=staff.full_name, secret=password)
            witness_keys(session, vault, clock=clock, staff_id=staff.id)
            note_device(session, vault, clock=clock, staff_id=staff.id, facility=facility)
            hold_after_put_back(
                session, vault, folder=folder, clock=clock, staff_id=staff.id, facility=facility
            )
            work = start_session(database, vault, staff=staff, facility=facility, clock=clock)
            taken_in = take_in_attempts(session, work)
            allow_pin_again(session, staff.id)
            work.audit(session, "login")
            newest = newer_entry(session, clock.now())
            if newest is not None:
                work.audit(session, "clock.behind", detail={"newest": newest.isoformat()})
        taken_in()
        vault.heal_copies()
        _tell_lost_attempts(work)
        _end_cut_off_rekey(work)
    except BaseException:
        database.engine.dispose()
        raise
    return work


def _own_words(staff: Staff, facility: Facility) -> tuple[str, ...]:
    """Names that everybody here knows, and tries first."""
    places = (facility.name, facility.ward, facility.council, facility.region)
    return (staff.username, staff.full_name, *(place for place in places if place))


def _tell_lost_attempts(work: WorkSession) -> None:
    if work.vault.take_lost_attempts():
        with work.database.write.begin() as session:
            work.audit(session, "login.attempts_lost")


def _end_cut_off_rekey(work: WorkSession) -> None:
    """Go on with a change of key that was cut off; when that cannot be, the record opens all the same."""
    if work.vault.previous_database_key is None:
        return
    try:
        change_database_key(work.database, work.vault, clock=work.clock, staff_id=work.actor.staff_id)
    except (DatabaseTrouble, EmrError) as trouble:
        log.warning("the change of key is still to be ended: %s", trouble.code)


def set_own_password(
    folder: Path, *, username: str, current: str, new: str, clock: Clock | None = None
) -> None:
    """Change the password of a slot; ``current`` is the old password or the one-time code.

    Raises:
        EmrError: as ``unlock`` does; a right one-time code is what this is for.
        ValidationError: ``password`` is too short, common or the user's own name.
    """
    clock = clock or Clock()
    key_file = key_files(folder)[0]
    with key_answers(), noted(key_file, username, clock):
        vault, slot = unlock_vault(
            KeyStore(folder), username=username, secret=current, now=clock.now().timestamp()
        )
    database = open_record(folder, vault)
    try:
        with database.write.begin() as session:
            refuse_older_keys(session, vault)
            staff, facility = active_staff(session, username), the_facility(session)
            if staff is None:
                raise EmrError("login.refused")
            own_words = _own_words(staff, facility)
            check_password(new, own_words=own_words)
            append_entry(
                session,
                key=vault.audit_key,
                at=clock.now(),
                staff_id=staff.id,
                action="password.changed",
                entity="staff",
                entity_id=staff.id,
                detail={"with_code": slot.one_time_until is not None},
                where=where_of(vault, staff.id, facility),
            )
            with key_answers():
                vault.set_user(username=staff.username, full_name=staff.full_name, secret=new)
            witness_keys(session, vault, clock=clock, staff_id=staff.id)
    finally:
        database.close()


def recover(
    folder: Path, *, recovery_key: str, username: str, new_password: str, clock: Clock | None = None
) -> str:
    """Open with the paper key, give ``username`` a new password, and return the new recovery key.

    On a PC that the record does not know, this is also how a copied or restored facility comes to life there.

    Raises:
        EmrError: ``recovery.refused``, ``facility.missing``, ``keys.missing``, ``keys.damaged``,
            ``keys.rolled_back``.
        ValidationError: the key was mistyped (``recovery_key``, with the group), the ``username`` does not
            work here, or the ``password`` is weak.
    """
    key_file = key_files(folder)[0]
    with key_answers(), noted(key_file, username, clock or Clock()):
        vault = recover_vault(KeyStore(folder), recovery_key)
    return _take_over(
        folder, vault, username=username, new_password=new_password, clock=clock or Clock(), by="recovery_key"
    )


def recover_with_council_key(
    folder: Path,
    *,
    private_file: bytes,
    passphrase: str,
    username: str,
    new_password: str,
    clock: Clock | None = None,
) -> str:
    """As ``recover``, with the private key file of the council and its passphrase instead of the paper.

    Raises:
        EmrError: ``council.refused council.not_a_key_file council.wrong_passphrase``, and as ``recover``.
        ValidationError: as ``recover``.
    """
    key_file = key_files(folder)[0]
    with key_answers(), noted(key_file, username, clock or Clock()):
        vault = recover_by_council(KeyStore(folder), open_private(private_file, passphrase))
    return _take_over(
        folder, vault, username=username, new_password=new_password, clock=clock or Clock(), by="council_key"
    )


def _take_over(folder: Path, vault: Vault, *, username: str, new_password: str, clock: Clock, by: str) -> str:
    """Give somebody a new password in a record that opened without one; a new paper key follows."""
    database = open_record(folder, vault)
    try:
        with database.write.begin() as session:
            refuse_older_keys(session, vault)
            staff, facility = active_staff(session, username), the_facility(session)
            if staff is None:
                raise ValidationError("username", "recovery.unknown_user")
            own_words = _own_words(staff, facility)
            check_password(new_password, own_words=own_words)
            tampered = not vault.is_intact
            append_entry(
                session,
                key=vault.audit_key,
                at=clock.now(),
                staff_id=staff.id,
                action=f"{by}.used",
                entity="staff",
                entity_id=staff.id,
                detail={"key_file_tampered": tampered},
                where=where_of(vault, staff.id, facility),
            )
            note_device(session, vault, clock=clock, staff_id=staff.id, facility=facility)
            with key_answers():
                if tampered:
                    vault.keep_only(known_public_keys(session))
                vault.set_user(username=staff.username, full_name=staff.full_name, secret=new_password)
            witness_keys(session, vault, clock=clock, staff_id=staff.id)
            staff_id = staff.id
        # Only now: a paper key that nobody could read yet must not replace one that works.
        with database.write.begin() as session:
            append_entry(
                session,
                key=vault.audit_key,
                at=clock.now(),
                staff_id=staff_id,
                action="recovery_key.renewed",
                where=where_of(vault, staff_id, the_facility(session)),
            )
            note(session, RECOVERY_MADE, clock.now().isoformat(), clock=clock, staff_id=staff_id)
            with key_answers():
                new_key = vault.renew_recovery_key()
            witness_keys(session, vault, clock=clock, staff_id=staff_id)
    finally:
        database.close()
    return new_key
