"""Backups of an open record: made, looked into, rehearsed, thinned out, written down."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

import db.backup
from emr_desktop.backups.watching import Watch
from emr_desktop.clinic import Clinic
from emr_desktop.errors import EmrError, PermissionRefused
from emr_desktop.facility.doctor import run_checks
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm


def actions(clinic: Clinic) -> list[str]:
    with clinic.work.database.read() as session:
        found = session.scalars(
            text("SELECT action FROM audit_entry WHERE action LIKE 'backup.%' ORDER BY seq")
        )
        return list(found)


def register(clinic: Clinic, name: str = "Zawadina") -> None:
    clinic.patients.register(
        PatientForm(id=new_id(), first_name=name, last_name="Kanariwengu", sex="F", age_years=30)
    )


def test_a_backup_is_read_back_counted_and_written_down(clinic: Clinic, stick: Path) -> None:
    register(clinic)
    made = clinic.backups.make(stick).value
    assert made.row.rows["patient"] == 1
    assert made.row.file.parent == stick
    checked = clinic.backups.verify(made.row.file).value
    assert (checked.problem, checked.row.rows) == (None, made.row.rows)
    rehearsed = clinic.backups.drill(made.row.file).value
    assert rehearsed.problem is None
    assert actions(clinic) == ["backup.made", "backup.verified", "backup.drilled"]
    assert list(clinic.backups.folder.iterdir()) == []  # the scratch folders are gone
    state = clinic.backups.state()
    assert (state.days, state.is_due, state.drill_is_due) == (0, False, False)


def test_nothing_of_a_person_stands_in_clear_and_no_password_opens_it(clinic: Clinic, stick: Path) -> None:
    register(clinic)
    content = clinic.backups.make(stick).value.row.file.read_bytes()
    for word in ("Zawadina", "Kanariwengu", "mkuu", "Neema", "Mollel", "Buigiri", "argon2", "SQLite format"):
        assert word.encode() not in content
        assert word.lower().encode() not in content


def test_the_daily_one_is_made_once_a_day_and_by_whoever_is_in(
    clinic: Clinic, clinic_as: Callable[..., Clinic], clock: Any
) -> None:
    nurse = clinic_as("nurse")
    first = nurse.backups.make_if_due().value
    assert first is not None
    assert first.row.reason == "daily"
    assert nurse.backups.make_if_due().value is None
    clock.advance(hours=5)
    assert not nurse.backups.is_due()
    assert not nurse.backups.is_due(closing=True)  # nothing happened since
    register(clinic)
    register(clinic)
    assert nurse.backups.is_due(closing=True)
    clock.advance(hours=16)
    assert nurse.backups.make_if_due().value is not None
    clinic.work.vault.renew_recovery_key()
    assert clinic.backups.is_due()  # the earlier ones open with the old paper alone
    with pytest.raises(PermissionRefused):
        nurse.backups.make()


def test_old_ones_give_way_and_the_chosen_folder_gets_each(clinic: Clinic, stick: Path, clock: Any) -> None:
    clinic.backups.choose_folder(stick)
    clinic.facility.set("backup.daily", 2)
    clinic.facility.set("backup.weekly", 0)
    clinic.facility.set("backup.monthly", 0)
    (stick / "EMR-101168-3-of-somebody.emrbackup").write_bytes(b"something else")
    for _ in range(4):
        made = clinic.backups.make_if_due().value
        assert made is not None
        assert made.second is not None
        clock.advance(days=1)
    assert len(list(clinic.backups.folder.glob("*.emrbackup"))) == 2
    assert len(list(stick.glob("*.emrbackup"))) == 3
    assert "backup.removed" in actions(clinic)
    assert len(clinic.backups.list_all()) == 4
    assert clinic.backups.list_all()[0].checked_at is not None


def test_a_stick_that_is_away_or_full_leaves_the_backup_on_this_pc(
    clinic: Clinic, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clinic.backups.choose_folder(stick)
    stick.rmdir()
    made = clinic.backups.make_if_due().value
    assert made is not None
    assert made.second_problem == "backup.not_plugged_in"
    assert not clinic.backups.state().chosen_is_there


def test_a_damaged_backup_is_told_and_written_down(clinic: Clinic) -> None:
    file = clinic.backups.make().value.row.file
    content = bytearray(file.read_bytes())
    content[-2000] ^= 4
    file.write_bytes(content)
    assert clinic.backups.verify(file).value.problem == "backup.damaged"
    assert clinic.backups.drill(file).value.problem == "backup.damaged"
    assert clinic.backups.list_all()[0].problem == "backup.damaged"


def test_what_fails_is_written_down_and_what_is_stopped_leaves_nothing(
    clinic: Clinic, tmp_path: Path
) -> None:
    with pytest.raises(EmrError) as refused:
        clinic.backups.make(tmp_path / "not there" / "deeper")
    assert refused.value.code == "backup.place_gone"
    assert actions(clinic) == ["backup.failed"]
    stopped = threading.Event()
    stopped.set()
    with pytest.raises(EmrError) as refused:
        clinic.backups.make(watch=Watch(cancelled=stopped))
    assert refused.value.code == "backup.cancelled"
    assert list(clinic.backups.folder.iterdir()) == []


def test_stopping_while_the_engine_copies_interrupts_it(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db.backup, "_TICK", 10)
    told: list[str] = []
    watch = Watch(tell=lambda step, done, _all: (told.append(step), done and watch.cancelled.set()))  # type: ignore[func-returns-value]
    with pytest.raises(EmrError) as refused:
        clinic.backups.make(watch=watch)
    assert refused.value.code == "backup.cancelled"
    assert set(told) == {"copy"}
    assert list(clinic.backups.folder.iterdir()) == []


def test_people_go_on_writing_while_a_backup_is_made(clinic: Clinic) -> None:
    written = threading.Event()

    def write_meanwhile(step: str, _done: int, _all: int) -> None:
        if step == "copy" and not written.is_set():
            written.set()
            thread = threading.Thread(target=register, args=(clinic,))
            thread.start()
            thread.join(20)

    clinic.backups.make(watch=Watch(tell=write_meanwhile))
    assert written.is_set()


def test_a_backup_of_another_record_is_refused(
    clinic: Clinic, with_paper: tuple[Path, str], clock: Any, password: str, stick: Path
) -> None:
    from emr_desktop.clinic import open_clinic
    from emr_desktop.facility.service import unlock

    other = open_clinic(unlock(with_paper[0], username="mkuu", password=password, clock=clock))
    file = other.backups.make(stick).value.row.file
    other.close()
    with pytest.raises(EmrError) as refused:
        clinic.backups.verify(file)
    assert refused.value.code == "backup.other_facility"
    assert clinic.backups.list_all(stick) == ()


def test_doctor_reminds_of_the_rehearsal_after_a_month(clinic: Clinic, clock: Any) -> None:
    def check() -> tuple[str, str]:
        return next((one.state, one.code) for one in run_checks(work=clinic.work) if one.name == "drill")

    clinic.backups.make()
    clinic.backups.drill()
    assert check() == ("ok", "doctor.rehearsal")
    clock.advance(days=40)
    assert check() == ("warn", "doctor.rehearsal_due")
    assert clinic.backups.state().drill_is_due


def test_an_older_backup_opens_after_the_keys_were_changed(clinic: Clinic) -> None:
    older = clinic.backups.make().value.row.file
    clinic.keys.rekey()
    newer = clinic.backups.make().value.row.file
    for file in (older, newer):
        assert clinic.backups.verify(file).value.problem is None
        assert clinic.backups.drill(file).value.problem is None


def test_backups_made_elsewhere_are_listed_while_their_place_is_there(
    clinic: Clinic, stick: Path, tmp_path: Path
) -> None:
    """On a stick that the system does not call one, and under a name that somebody chose."""
    clinic.backups.make()
    clinic.backups.make(stick, name="ya-mwisho.emrbackup")
    listed = {row.file.name for row in clinic.backups.list_all()}
    assert "ya-mwisho.emrbackup" in listed
    assert len(listed) == 2
    stranger = stick / "ya-mwingine.emrbackup"
    stranger.write_bytes(b"EMRBKUP\n")
    assert stranger.name not in {row.file.name for row in clinic.backups.list_all()}
    assert [place.is_there for place in clinic.backups.places()] == [True, True]
    stick.rename(tmp_path / "away")
    assert {row.file.parent for row in clinic.backups.list_all()} == {clinic.backups.folder}
    (away,) = (place for place in clinic.backups.places() if not place.is_there)
    assert away.folder == stick
