"""After a restore or an older file on the same PC: no number comes twice, sync holds, tries are counted."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import text

from db.keys import CHEAPEST, KdfParameters, KeyStore
from emr_desktop.access.verifying import verify
from emr_desktop.backups.restoring import Secret, restore
from emr_desktop.clinic import Clinic, open_clinic
from emr_desktop.clock import Clock
from emr_desktop.errors import EmrError
from emr_desktop.facility.in_use import in_use
from emr_desktop.facility.looking import login_wait
from emr_desktop.facility.series import take_number
from emr_desktop.facility.service import unlock
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm

PASSWORD = "paka wanne juu ya paa"


def opened(folder: Path, clock: Clock) -> Clinic:
    return open_clinic(unlock(folder, username="mkuu", password=PASSWORD, clock=clock))


def numbers(clinic: Clinic, count: int) -> list[str]:
    """Of ``count`` new patients and as many papers."""
    given = [
        clinic.patients.register(
            PatientForm(id=new_id(), first_name="Asha", last_name="Mushi", sex="F", age_years=30)
        ).value.number
        for _ in range(count)
    ]
    work = clinic.work
    with work.database.write.begin() as session:
        for series in "NS":
            given += [
                take_number(
                    session,
                    series=series,
                    device_id=work.device_id,
                    facility_code="101168-3",
                    year=work.clock.today().year,
                )
                for _ in range(count)
            ]
    return given


def test_no_number_given_after_the_backup_is_given_again(
    with_paper: tuple[Path, str], stick: Path, clock: Clock
) -> None:
    folder = with_paper[0]
    clinic = opened(folder, clock)
    seen = numbers(clinic, 2)
    file = clinic.backups.make(stick).value.row.file
    seen += numbers(clinic, 3)
    clinic.close()
    for _ in range(2):  # the same backup twice: the second does not go where the first went
        restore(
            folder,
            file,
            secret=Secret(password=PASSWORD, username="mkuu"),
            replace_facility=True,
            clock=clock,
        )
        clinic = opened(folder, clock)
        seen += numbers(clinic, 3)
        clinic.close()
    assert len(set(seen)) == len(seen)


def test_years_after_the_next_one_count_from_one_again(
    with_paper: tuple[Path, str], stick: Path, clock: Clock
) -> None:
    folder = with_paper[0]
    clinic = opened(folder, clock)
    file = clinic.backups.make(stick).value.row.file
    clinic.close()
    restore(folder, file, secret=Secret(password=PASSWORD), replace_facility=True, clock=clock)
    clinic = opened(folder, clock)
    now = numbers(clinic, 1)[0]
    clock.advance(days=800)  # type: ignore[attr-defined]
    assert len(now.split("/")[-1]) == 8
    assert numbers(clinic, 1)[0].endswith("/000001")
    clinic.close()


def test_an_older_file_put_back_by_hand_holds_sync_and_is_told(
    with_paper: tuple[Path, str], tmp_path: Path, clock: Clock
) -> None:
    folder = with_paper[0]
    clinic = opened(folder, clock)
    seen = numbers(clinic, 2)
    clinic.close()
    shutil.copytree(folder, tmp_path / "yesterday")
    clinic = opened(folder, clock)
    seen += numbers(clinic, 2)
    before = clinic.work.facility.incarnation
    clinic.close()
    shutil.rmtree(folder)
    shutil.copytree(tmp_path / "yesterday", folder)  # with its own witness; the one of this PC tells
    clinic = opened(folder, clock)
    assert clinic.work.facility.incarnation != before
    assert [found.code for found in verify(work=clinic.work).findings] == ["audit.put_back"]
    seen += numbers(clinic, 2)  # care goes on
    assert len(set(seen)) == len(seen)
    now = clinic.work.facility.incarnation
    clinic.close()
    clinic = opened(folder, clock)
    assert clinic.work.facility.incarnation == now  # once
    with clinic.work.database.read() as session:
        told = list(
            session.scalars(text("SELECT action FROM audit_entry WHERE action = 'facility.put_back'"))
        )
    assert len(told) == 1
    clinic.audit.review(f"{clock.today():%Y%m}")
    assert verify(work=clinic.work).findings == ()
    clinic.close()


def test_passwords_tried_at_a_restore_count_wherever_it_would_go(
    with_paper: tuple[Path, str], stick: Path, clock: Clock
) -> None:
    folder = with_paper[0]
    clinic = opened(folder, clock)
    file = clinic.backups.make(stick).value.row.file
    clinic.keys.renew_recovery_key()  # a second key file would make each try two
    clinic.close()
    codes = []
    for number in range(5):
        place = stick / f"elsewhere-{number}"
        if number % 2:
            place = folder
        with pytest.raises(EmrError) as refused:
            restore(
                place,
                file,
                secret=Secret(password="si sahihi kabisa", username="mkuu"),
                replace_facility=True,
                clock=clock,
                parameters=CHEAPEST,
            )
        codes.append(refused.value.code)
    assert codes == ["login.refused"] * 4 + ["login.wait"]
    assert login_wait(folder, "mkuu")[0] > 0
    with pytest.raises(EmrError) as refused:
        opened(folder, clock)
    assert refused.value.code == "login.wait"


def test_refusals_at_a_restore_stand_in_the_trail(
    with_paper: tuple[Path, str], stick: Path, clock: Clock
) -> None:
    folder = with_paper[0]
    clinic = opened(folder, clock)
    file = clinic.backups.make(stick).value.row.file
    clinic.close()
    with pytest.raises(EmrError):
        restore(stick / "new", file, secret=Secret(password="si sahihi", username="mkuu"), clock=clock)
    clinic = opened(folder, clock)
    with clinic.work.database.read() as session:
        failed = list(session.scalars(text("SELECT detail FROM audit_entry WHERE action = 'login.failed'")))
    clinic.close()
    assert len(failed) == 1


def test_a_new_key_file_is_calibrated_to_this_pc(
    with_paper: tuple[Path, str], stick: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, paper = with_paper
    clinic = opened(folder, clock)
    file = clinic.backups.make(stick).value.row.file
    clinic.close()
    here = KdfParameters(memory_kib=19 * 1024, passes=3, lanes=2)
    monkeypatch.setattr("db.calibration.calibrated", lambda: here)
    restore(
        stick / "new",
        file,
        secret=Secret(recovery_key=paper),
        new_password="mvua kubwa ya masika",
        clock=clock,
    )
    (person,) = KeyStore(stick / "new").read_all()[0].users()
    assert person.kdf == here


def test_a_restore_waits_for_no_command_and_lets_none_in(
    with_paper: tuple[Path, str], stick: Path, clock: Clock
) -> None:
    folder, paper = with_paper
    clinic = opened(folder, clock)
    file = clinic.backups.make(stick).value.row.file
    clinic.close()
    secret = Secret(recovery_key=paper)
    before = (folder / "clinic.db").stat().st_ino
    with in_use(folder), in_use(folder):  # two commands beside each other
        with pytest.raises(EmrError) as refused:
            restore(folder, file, secret=secret, replace_facility=True, clock=clock, parameters=CHEAPEST)
        assert refused.value.code == "restore.in_use"
    assert (folder / "clinic.db").stat().st_ino == before
    with in_use(folder, alone=True):
        with pytest.raises(EmrError) as refused, in_use(folder):
            pass
        assert refused.value.code == "restore.under_way"
    restore(folder, file, secret=secret, replace_facility=True, clock=clock, parameters=CHEAPEST)


def test_backups_say_which_paper_opens_them(with_paper: tuple[Path, str], stick: Path, clock: Clock) -> None:
    clinic = opened(with_paper[0], clock)
    clinic.backups.make(stick)
    assert [row.old_paper for row in clinic.backups.list_all(stick)] == [False]
    clinic.keys.renew_recovery_key()
    clock.advance(seconds=2)  # type: ignore[attr-defined]
    clinic.backups.make(stick)
    assert [row.old_paper for row in clinic.backups.list_all(stick)] == [False, True]
    clinic.close()
