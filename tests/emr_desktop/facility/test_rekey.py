import threading
from pathlib import Path

import pytest

from db.engine import open_database
from db.errors import DatabaseTrouble
from db.key_file import KeyStore
from db.keys import unlock_vault
from emr_desktop.access.chain import first_broken_entry
from emr_desktop.clinic import Clinic
from emr_desktop.facility.rekeying import change_database_key, due_since
from emr_desktop.facility.service import unlock


def _rekey(clinic: Clinic) -> None:
    work = clinic.work
    change_database_key(work.database, work.vault, clock=work.clock, staff_id=work.actor.staff_id)


def _people(clinic: Clinic) -> list[str]:
    return [row.username for row in clinic.staff.list_all()]


def test_the_record_is_open_all_the_while_and_the_old_key_opens_nothing(
    clinic: Clinic, data_folder: Path, password: str
) -> None:
    old = clinic.work.vault.database_key
    _rekey(clinic)
    assert _people(clinic) == ["mkuu"]
    assert clinic.work.vault.previous_database_key is None
    clinic.close()
    with pytest.raises(DatabaseTrouble, match="not_a_database"):
        open_database(data_folder / "clinic.db", old)
    unlock(data_folder, username="mkuu", password=password).database.close()


def test_the_audit_chain_is_whole_after_a_change_of_key(clinic: Clinic) -> None:
    _rekey(clinic)
    _rekey(clinic)
    with clinic.work.database.read() as session:
        assert first_broken_entry(session, clinic.work.audit_key) is None


def test_with_another_program_in_the_record_nothing_changes(
    clinic: Clinic, data_folder: Path, password: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.engine._SETTINGS", {**_quick_settings()})
    other = unlock(data_folder, username="mkuu", password=password)
    before = (data_folder / "keyslots.json").read_bytes()
    with other.database.read() as session:
        session.connection().exec_driver_sql("SELECT count(*) FROM staff").scalar()
        with pytest.raises(DatabaseTrouble, match="busy"):
            _rekey(clinic)
    assert (data_folder / "keyslots.json").read_bytes() == before
    assert _people(clinic) == ["mkuu"]
    other.database.close()


def _quick_settings() -> dict[str, tuple[str, object]]:
    from db.engine import _SETTINGS

    return {**_SETTINGS, "busy_timeout": ("50", 50)}


def test_tasks_of_this_program_wait_and_go_on_with_the_new_key(clinic: Clinic) -> None:
    ended, failed = threading.Event(), []

    def work_on() -> None:
        while not ended.is_set():
            try:
                _people(clinic)
            except BaseException as error:
                failed.append(error)
                return

    others = [threading.Thread(target=work_on) for _ in range(2)]
    for each in others:
        each.start()
    for _ in range(3):
        _rekey(clinic)
    ended.set()
    for each in others:
        each.join()
    assert failed == []


def test_a_change_that_was_cut_off_before_the_database_had_its_key_is_ended_at_the_next_login(
    clinic: Clinic, data_folder: Path, password: str
) -> None:
    vault = clinic.work.vault
    old = vault.database_key
    vault.begin_rekey(known=[vault.public_key_of("mkuu") or ""])
    clinic.close()
    work = unlock(data_folder, username="mkuu", password=password)
    assert work.vault.previous_database_key is None
    assert work.database.door.key == work.vault.database_key != old
    work.database.close()


def test_a_change_that_was_cut_off_after_the_database_had_its_key_is_ended_too(
    clinic: Clinic, data_folder: Path, password: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(_self: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("db.vault.Vault.finish_rekey", cut)
        with pytest.raises(KeyboardInterrupt):
            _rekey(clinic)
    clinic.close()
    pending, _slot = unlock_vault(KeyStore(data_folder), username="mkuu", secret=password, now=0)
    assert pending.previous_database_key is not None
    work = unlock(data_folder, username="mkuu", password=password)
    assert work.vault.previous_database_key is None
    work.database.close()


def test_a_change_that_cannot_be_ended_yet_does_not_keep_anybody_out(
    clinic: Clinic, data_folder: Path, password: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = clinic.work.vault
    vault.begin_rekey(known=[vault.public_key_of("mkuu") or ""])
    clinic.close()

    def full(*_args: object, **_kwargs: object) -> None:
        raise DatabaseTrouble("disk_full")

    monkeypatch.setattr("emr_desktop.facility.rekeying.change_key", full)
    work = unlock(data_folder, username="mkuu", password=password)
    assert work.vault.previous_database_key == work.database.door.key
    work.database.close()


def test_taking_somebody_out_makes_another_key_due_until_it_is_made(clinic: Clinic) -> None:
    clinic.staff.add(username="juma", full_name="Juma", roles=("nurse",))
    with clinic.work.database.read() as session:
        assert due_since(session) is None
    clinic.staff.disable("juma")
    with clinic.work.database.read() as session:
        assert due_since(session) == clinic.work.clock.now()
    _rekey(clinic)
    with clinic.work.database.read() as session:
        assert due_since(session) is None
