"""Makes a facility out of answers: in a folder beside, which gets its name when everything is in it."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from db.device import device_folder, sync_folder
from db.errors import KeyTrouble, trouble_from_os
from db.key_file import KeyStore
from emr_desktop.access.credentials import new_passphrase
from emr_desktop.access.witness import WITNESS_FILE_NAME
from emr_desktop.answer_file.rows import Answers, AnswersFaulty, Fault, Place
from emr_desktop.clinic import Clinic, open_clinic
from emr_desktop.clock import Clock
from emr_desktop.errors import DatabaseTrouble, EmrError
from emr_desktop.exchange.service import import_patients
from emr_desktop.facility.council import check_fingerprint, read_council_file
from emr_desktop.facility.looking import has_facility, key_files
from emr_desktop.facility.rows import FirstUser
from emr_desktop.facility.service import create_facility, unlock
from emr_desktop.managed import managed

Connect = Callable[[Clinic, Answers], tuple[str, ...]]


@dataclass(frozen=True, kw_only=True)
class MadeFacility:
    """What was made, or with ``dry_run`` would be.

    Attributes:
        code: of the facility.
        recovery_key: to be written on paper; kept nowhere. Empty after a dry run.
        one_time_codes: user name to code; good for seven days. After a dry run they open nothing.
        settings: names of what was set; ``fixed`` were passed over: the administrator of the PC fixed them.
        patients: how many were registered.
        forms, targets: their names.
    """

    code: str
    folder: Path
    dry_run: bool
    recovery_key: str
    one_time_codes: dict[str, str] = field(repr=False)
    settings: tuple[str, ...] = ()
    fixed: tuple[str, ...] = ()
    council: str = ""
    patients: int = 0
    forms: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()


def make_facility(
    folder: Path,
    answers: Answers,
    *,
    connect: Connect,
    password: str | None = None,
    dry_run: bool = False,
    clock: Clock | None = None,
) -> MadeFacility:
    """Make the data folder, whole or not at all.

    Args:
        folder: the data folder; not there yet, or empty.
        answers: what was read and found right.
        connect: sets the targets and the proxy up, which lie above this; gives the names of the targets.
        password: of the in-charge; None: a one-time code, so that nobody else ever knows it.
        dry_run: make everything, and throw it away.
        clock: where the time comes from.

    Raises:
        AnswersFaulty: something of the answers could not be done; ``folder`` is as it was.
        EmrError, DatabaseTrouble: the folder itself cannot be; it is as it was.
    """
    clock = clock or Clock()
    _require_free(folder)
    staging = folder.with_name(f".{folder.name}.set-up")
    _discard(staging)  # what a power cut left of an earlier one: nobody has seen its keys
    try:
        made = _make(staging, folder, answers, connect, password, dry_run=dry_run, clock=clock)
        if not dry_run:
            _move_in(staging, folder)
    except BaseException:
        _discard(staging)
        raise
    if dry_run:
        _discard(staging)
    return made


def _require_free(folder: Path) -> None:
    if has_facility(folder):
        raise EmrError("facility.already_there", path=str(folder))
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise EmrError("answers.folder_not_empty", path=str(folder))
    except OSError as error:
        raise EmrError("folder.no_access", path=str(folder), reason=error.strerror or "") from error


def _make(
    staging: Path,
    folder: Path,
    answers: Answers,
    connect: Connect,
    password: str | None,
    *,
    dry_run: bool,
    clock: Clock,
) -> MadeFacility:
    first = answers.in_charge
    secret = password or new_passphrase()
    with blamed_on(first.place, only=("password.",)):
        recovery_key = create_facility(
            staging,
            details=answers.details,
            first_user=FirstUser(
                username=first.username, full_name=first.full_name, password=secret, roles=first.roles
            ),
            clock=clock,
        )
    clinic = open_clinic(unlock(staging, username=first.username, password=secret, clock=clock))
    try:
        fixed = [name for name in answers.settings if name in managed().values]
        for name, (value, place) in answers.settings.items():
            with blamed_on(place):
                if name not in fixed:
                    clinic.facility.set(name, value)
        codes: dict[str, str] = {}
        for user in answers.users:
            with blamed_on(user.place):
                codes[user.username] = clinic.staff.add(
                    username=user.username, full_name=user.full_name, roles=user.roles, cadre=user.cadre
                ).value
        council = _add_council(clinic, answers)
        forms = _add_forms(clinic, answers)
        patients = _import_patients(clinic, answers)
        targets = connect(clinic, answers)
        if password is None:
            codes = {first.username: clinic.staff.reset(first.username).value, **codes}
    finally:
        clinic.close()
    return MadeFacility(
        code=answers.details.code,
        folder=folder,
        dry_run=dry_run,
        recovery_key="" if dry_run else recovery_key,
        one_time_codes=codes,
        settings=tuple(name for name in answers.settings if name not in fixed),
        fixed=tuple(fixed),
        council=council,
        patients=patients,
        forms=forms,
        targets=targets,
    )


def _add_council(clinic: Clinic, answers: Answers) -> str:
    table = answers.council
    if table is None:
        return ""
    with blamed_on(table.place("key_file")):
        key = read_council_file(table.path.parent / str(table.values["key_file"]))
    with blamed_on(table.place("fingerprint")):
        check_fingerprint(str(table.values["fingerprint"]), key)
        clinic.keys.set_council(key)
    return key.name


def _add_forms(clinic: Clinic, answers: Answers) -> tuple[str, ...]:
    names = []
    for path, place in answers.forms:
        with blamed_on(place):
            read = clinic.local_forms.look_over(path)
            if read.definition is None:
                fault = read.faults[0]
                raise AnswersFaulty(
                    Fault(place, fault.code, fault.params),
                    *(Fault(place, each.code, each.params) for each in read.faults[1:]),
                )
            clinic.local_forms.add(read.text)
            names.append(f"{read.definition.form} {read.definition.edition}")
    return tuple(names)


def _import_patients(clinic: Clinic, answers: Answers) -> int:
    if answers.patients is None:
        return 0
    path, place = answers.patients
    with blamed_on(place):
        result = import_patients(clinic.work, path)
    if result.refused:
        raise AnswersFaulty(
            *(
                Fault((path, problem.line, problem.column or "-"), problem.code, problem.params)
                for problem in result.problems
            )
        )
    return result.added


@contextmanager
def blamed_on(place: Place, *, only: tuple[str, ...] = ("",)) -> Iterator[None]:
    """What the verbs refuse, they refuse because of what stands at this place."""
    try:
        yield
    except EmrError as error:
        if not error.code.startswith(only):
            raise
        raise AnswersFaulty(Fault(place, error.code, error.params)) from error


def _move_in(staging: Path, folder: Path) -> None:
    """Give the folder its name: from here on there is a facility."""
    before = KeyStore(staging).outside_copy
    try:
        if folder.exists():
            folder.rmdir()  # it is empty; Windows renames onto nothing else
        staging.rename(folder)
        sync_folder(folder.parent)
    except OSError as error:
        raise trouble_from_os(error, path=str(folder)) from error
    with contextlib.suppress(OSError, KeyTrouble, EmrError, DatabaseTrouble):  # a log-in heals it too
        KeyStore(folder).heal(key_files(folder)[0])
        before.unlink(missing_ok=True)


def _discard(staging: Path) -> None:
    """Take away a set-up that nobody will open: the folder, and what this PC keeps of it outside."""
    store = KeyStore(staging)
    identities = set()
    with contextlib.suppress(OSError, KeyTrouble):
        identities = {found.db_id.hex() for found in store.read_all()}
    shutil.rmtree(staging, ignore_errors=True)
    with contextlib.suppress(OSError):
        store.outside_copy.unlink(missing_ok=True)
        for identity in identities:
            for name in (f"{identity}.attempts", f"{identity}.{WITNESS_FILE_NAME}"):
                (device_folder() / name).unlink(missing_ok=True)
