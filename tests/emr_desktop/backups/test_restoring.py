"""A facility comes back: on a new PC by paper, here by password, in the place of another; whole, or not."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlalchemy import text

import emr_desktop.facility.moving_in as moving_in
from db.keys import CHEAPEST
from db.migrate import SCHEMA_VERSION
from emr_desktop.access.chain import first_broken_entry
from emr_desktop.backups.restoring import Restored, Secret, restore
from emr_desktop.backups.verifying import verify_from_outside
from emr_desktop.clinic import Clinic, open_clinic
from emr_desktop.clock import Clock
from emr_desktop.errors import EmrError, ValidationError
from emr_desktop.facility.instance import InstanceLock
from emr_desktop.facility.looking import has_facility
from emr_desktop.facility.service import set_own_password, unlock
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm

PASSWORD = "paka wanne juu ya paa"
NEW = "mvua kubwa ya masika"


def opened(folder: Path, clock: Clock, password: str = PASSWORD) -> Clinic:
    return open_clinic(unlock(folder, username="mkuu", password=password, clock=clock))


def register(clinic: Clinic, name: str) -> None:
    clinic.patients.register(
        PatientForm(id=new_id(), first_name=name, last_name="Mushi", sex="F", age_years=30)
    )


def names(clinic: Clinic) -> list[str]:
    with clinic.work.database.read() as session:
        return list(session.scalars(text("SELECT first_name FROM patient ORDER BY first_name")))


@pytest.fixture
def backup(with_paper: tuple[Path, str], stick: Path, clock: Clock) -> Path:
    """A backup with the patient Asha in it; the record got Baraka afterwards."""
    clinic = opened(with_paper[0], clock)
    register(clinic, "Asha")
    file = clinic.backups.make(stick).value.row.file
    register(clinic, "Baraka")
    clinic.close()
    return file


@pytest.fixture
def new_pc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("EMR_DEVICE_DIR", str(tmp_path / "new pc"))
    return tmp_path / "fresh"


def by_paper(folder: Path, file: Path, paper: str, clock: Clock, **more: object) -> Restored:
    return restore(
        folder,
        file,
        secret=Secret(recovery_key=paper),
        clock=clock,
        parameters=CHEAPEST,
        **more,  # type: ignore[arg-type]
    )


def test_on_a_new_pc_the_paper_alone_brings_everything_back(
    backup: Path, with_paper: tuple[Path, str], new_pc: Path, clock: Clock
) -> None:
    checked = verify_from_outside(backup, recovery_key=with_paper[1], scratch=new_pc.parent)
    assert checked.row.rows["patient"] == 1
    restored = by_paper(new_pc, backup, with_paper[1].lower(), clock, new_password=NEW)
    assert (restored.username, restored.one_time_code, restored.recovery_key) == ("mkuu", None, None)
    clinic = opened(new_pc, clock, NEW)
    assert names(clinic) == ["Asha"]
    with clinic.work.database.read() as session:
        assert first_broken_entry(session, clinic.work.audit_key) is None
        actions = list(session.scalars(text("SELECT action FROM audit_entry ORDER BY seq")))
    assert actions[-2:] == ["backup.restored", "login"]
    before = opened_incarnation(backup)
    assert clinic.work.facility.incarnation.bytes != before
    second = clinic.backups.make().value.row.file  # and the paper opens what is made from now on
    clinic.close()
    verify_from_outside(second, recovery_key=with_paper[1], scratch=new_pc.parent)
    assert not (new_pc / ".restore").exists()
    if os.name != "nt":
        assert new_pc.stat().st_mode & 0o077 == 0


def opened_incarnation(file: Path) -> bytes:
    from db.backup_file import read_container

    return read_container(file).header.incarnation


def test_without_a_new_password_the_in_charge_gets_a_one_time_code(
    backup: Path, with_paper: tuple[Path, str], new_pc: Path, clock: Clock
) -> None:
    restored = by_paper(new_pc, backup, with_paper[1], clock)
    assert restored.one_time_code is not None
    set_own_password(new_pc, username="mkuu", current=restored.one_time_code, new=NEW, clock=clock)
    clinic = opened(new_pc, clock, NEW)
    assert names(clinic) == ["Asha"]
    clinic.close()


def test_the_council_opens_it_and_a_new_paper_is_made(
    with_paper: tuple[Path, str], stick: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    new_pc = tmp_path / "fresh"
    council = X25519PrivateKey.generate()
    clinic = opened(with_paper[0], clock)
    clinic.work.vault.set_council(public_key=council.public_key().public_bytes_raw(), name="Chamwino")
    file = clinic.backups.make(stick).value.row.file
    clinic.close()
    monkeypatch.setenv("EMR_DEVICE_DIR", str(tmp_path / "other pc"))
    with pytest.raises(EmrError) as refused:
        restore(new_pc, file, secret=Secret(council_key=b"x" * 32), clock=clock)
    assert refused.value.code == "council.refused"
    secret = Secret(council_key=council.private_bytes_raw())
    restored = restore(new_pc, file, secret=secret, new_password=NEW, clock=clock, parameters=CHEAPEST)
    assert restored.recovery_key is not None
    assert restored.recovery_key != with_paper[1]
    again = opened(new_pc, clock, NEW)
    assert {one.kind for one in again.work.vault.recipients} == {"recovery", "council"}
    again.close()


def test_here_a_password_opens_it_and_the_gap_is_told(
    backup: Path, with_paper: tuple[Path, str], clock: Clock
) -> None:
    folder = with_paper[0]
    secret = Secret(password=PASSWORD, username="mkuu")
    with pytest.raises(EmrError) as refused:
        restore(folder, backup, secret=secret, clock=clock)
    assert refused.value.code == "restore.not_empty"
    restored = restore(folder, backup, secret=secret, replace_facility=True, clock=clock)
    assert restored.missing is not None
    assert restored.missing[0] == restored.row.audit_seq + 1
    clinic = opened(folder, clock)  # with the password as it was
    assert names(clinic) == ["Asha"]
    clinic.close()
    assert restored.moved_to is not None
    aside = restored.moved_to
    shutil.copytree(aside, folder.parent / "looked at")
    old = opened(folder.parent / "looked at", clock)
    assert names(old) == ["Asha", "Baraka"]
    old.close()


def test_a_stale_log_of_the_old_record_does_not_get_into_the_new_one(
    backup: Path, with_paper: tuple[Path, str], clock: Clock
) -> None:
    folder = with_paper[0]
    database = folder / "clinic.db"
    for ending in ("-wal", "-shm"):
        (folder / f"clinic.db{ending}").write_bytes(b"stale" * 2000)
    database.write_bytes(b"damaged" * 5000)
    restored = restore(folder, backup, secret=Secret(password=PASSWORD), replace_facility=True, clock=clock)
    clinic = opened(folder, clock)
    assert names(clinic) == ["Asha"]
    clinic.close()
    assert restored.moved_to is not None
    assert (restored.moved_to / "clinic.db-wal").read_bytes() == b"stale" * 2000
    assert (restored.moved_to / "clinic.db").read_bytes() == b"damaged" * 5000


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("paper", "backup.paper_refused"),
        ("mistyped", "recovery.mistyped"),
        ("weak", "password.too_short"),
        ("nobody", "restore.unknown_user"),
        ("byte", "backup.damaged"),
        ("password", "backup.no_key_file"),
        ("text", "backup.not_a_backup"),
        ("gone", "backup.place_gone"),
    ],
)
def test_what_cannot_be_restored_leaves_no_folder_behind(
    change: str, code: str, backup: Path, with_paper: tuple[Path, str], new_pc: Path, clock: Clock
) -> None:
    secret, more = Secret(recovery_key=with_paper[1]), {"new_password": NEW}
    if change == "paper":
        secret = Secret(recovery_key="-".join(["00000"] * 8))
        code = "recovery.mistyped" if not _is_key(secret.recovery_key or "") else code
    elif change == "mistyped":
        secret = Secret(recovery_key=with_paper[1][:-1] + ("0" if with_paper[1][-1] != "0" else "1"))
    elif change == "weak":
        more = {"new_password": "short"}
    elif change == "nobody":
        more["username"] = "nobody"
    elif change == "byte":
        content = bytearray(backup.read_bytes())
        content[-9000] ^= 1
        backup.write_bytes(content)
    elif change == "password":
        secret, more = Secret(password=PASSWORD), {}
    elif change == "text":
        backup.write_text("nothing")
    else:
        backup.unlink()
    with pytest.raises((EmrError, ValidationError)) as refused:
        restore(new_pc, backup, secret=secret, clock=clock, parameters=CHEAPEST, **more)  # type: ignore[arg-type]
    assert refused.value.code == code
    assert not new_pc.exists()


def _is_key(text_: str) -> bool:
    from db.errors import KeyTrouble
    from db.paper import read_recovery_key

    try:
        read_recovery_key(text_)
    except KeyTrouble:
        return False
    return True


def test_another_papers_key_is_refused(backup: Path, new_pc: Path, clock: Clock) -> None:
    from db.paper import new_recovery_secret, write_recovery_key

    with pytest.raises(EmrError) as refused:
        by_paper(new_pc, backup, write_recovery_key(new_recovery_secret()), clock)
    assert refused.value.code == "backup.paper_refused"


def test_a_facility_that_is_open_is_not_replaced(
    backup: Path, with_paper: tuple[Path, str], clock: Clock
) -> None:
    with InstanceLock(with_paper[0]), pytest.raises(EmrError) as refused:
        restore(with_paper[0], backup, secret=Secret(password=PASSWORD), replace_facility=True, clock=clock)
    assert refused.value.code == "facility.already_open"
    clinic = opened(with_paper[0], clock)
    assert names(clinic) == ["Asha", "Baraka"]
    clinic.close()


def test_a_backup_of_a_newer_program_is_refused(
    backup: Path, with_paper: tuple[Path, str], new_pc: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    import emr_desktop.backups.restoring

    monkeypatch.setattr(emr_desktop.backups.restoring, "SCHEMA_VERSION", SCHEMA_VERSION - 1)
    with pytest.raises(EmrError) as refused:
        by_paper(new_pc, backup, with_paper[1], clock)
    assert refused.value.code == "restore.newer"


class PowerCut(BaseException):
    """What no handler catches."""


def test_a_power_cut_at_any_step_of_the_move_ends_with_one_whole_facility(
    backup: Path, with_paper: tuple[Path, str], clock: Clock, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Every rename of the move fails once, as when the power goes; the next look finishes or leaves all."""
    real: Callable[..., None] = os.replace
    finished, nth = False, 1
    while not finished:
        folder = tmp_path / f"try {nth}"
        shutil.copytree(with_paper[0], folder)
        count = 0

        def cut(source: Path, target: Path, _nth: int = nth) -> None:
            nonlocal count
            count += 1
            if count == _nth:
                raise PowerCut
            real(source, target)

        with monkeypatch.context() as patch:
            patch.setattr(moving_in.os, "replace", cut)
            try:
                restore(folder, backup, secret=Secret(password=PASSWORD), replace_facility=True, clock=clock)
                finished = count < nth
            except PowerCut:
                pass
        assert has_facility(folder)
        clinic = opened(folder, clock)
        names_left = names(clinic)
        clinic.close()
        assert names_left in (["Asha"], ["Asha", "Baraka"])
        moved = names_left == ["Asha"]
        assert moved == bool(list(folder.glob("moved-aside/*/clinic.db")))
        assert not moved or not (folder / ".restore").exists()
        nth += 1
    assert nth > 8
