import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from db.key_file import KeyStore
from emr_desktop.clinic import Clinic
from emr_desktop.errors import PermissionRefused
from emr_desktop.facility.doctor import Check, run_checks


def _checks(clinic: Clinic) -> dict[str, Check]:
    return {check.name: check for check in run_checks(work=clinic.work)}


def _sql(clinic: Clinic, *statements: str) -> None:
    with clinic.work.database.outside_transactions() as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        for statement in statements:
            connection.execute(statement)
        connection.execute("PRAGMA foreign_keys = ON")


def test_a_new_facility_is_well_but_for_backup_and_sync(clinic: Clinic) -> None:
    checks = _checks(clinic)
    assert [name for name, check in checks.items() if check.state == "fail"] == []
    assert checks["backup"].code == "doctor.no_backup"
    assert checks["sync"].code == "doctor.sync_no_target"
    well = (
        "cipher",
        "schema",
        "integrity",
        "references",
        "triggers",
        "search",
        "audit",
        "keys",
        "clock",
        *(("folder",) if os.name != "nt" else ()),  # there the rights are those of the folder above
    )
    assert [name for name in well if checks[name].state != "ok"] == []
    assert "OpenSSL" in str(checks["engine"].params["crypto"])


def test_progress_counts_to_the_end(clinic: Clinic) -> None:
    seen: list[tuple[int, int]] = []
    checks = run_checks(work=clinic.work, progress=lambda done, everything: seen.append((done, everything)))
    assert seen == [(number, len(checks)) for number in range(1, len(checks) + 1)]


def test_only_management_may(clinic_as: Callable[..., Clinic]) -> None:
    with pytest.raises(PermissionRefused):
        run_checks(work=clinic_as("nurse").work)
    assert run_checks(work=clinic_as("it_admin").work)


def test_it_changes_nothing(clinic: Clinic, data_folder: Path) -> None:
    _checks(clinic)  # the first folds the log in
    before = {path.name: path.read_bytes() for path in data_folder.iterdir() if path.suffix != ".db-shm"}
    _checks(clinic)
    after = {path.name: path.read_bytes() for path in data_folder.iterdir() if path.suffix != ".db-shm"}
    assert {n for n in before if not n.endswith("-shm") and before[n] != after[n]} == set()


def test_a_damaged_page_fails(clinic: Clinic, data_folder: Path) -> None:
    with clinic.work.database.write.begin() as session:
        for number in range(400):
            session.execute(
                text("INSERT INTO setting VALUES (:n, :v, 0, zeroblob(16))"),
                {"n": f"x{number}", "v": '"' + "x" * 800 + '"'},
            )
    clinic.work.database.close()
    path = data_folder / "clinic.db"
    content = bytearray(path.read_bytes())
    content[-3000] ^= 1
    path.write_bytes(content)
    assert (_checks(clinic)["integrity"].state, _checks(clinic)["integrity"].code) == (
        "fail",
        "doctor.damaged",
    )


def test_a_broken_trail_fails(clinic: Clinic) -> None:
    _sql(clinic, "DROP TRIGGER audit_entry_no_update", "UPDATE audit_entry SET action = 'x' WHERE seq = 2")
    checks = _checks(clinic)
    assert (checks["audit"].state, checks["audit"].params) == ("fail", {"entry": 2})
    assert (checks["triggers"].state, checks["triggers"].params) == (
        "fail",
        {"names": "audit_entry_no_update"},
    )


def test_an_orphan_fails(clinic: Clinic) -> None:
    _sql(clinic, "INSERT INTO search_entry VALUES (77, x'00', 'orphan')")
    checks = _checks(clinic)
    assert (checks["references"].state, checks["references"].params) == ("fail", {"tables": "search_entry"})


def test_a_search_index_that_lags_behind_is_noticed(clinic: Clinic) -> None:
    _sql(
        clinic,
        "INSERT INTO search_entry VALUES (77, x'00', 'asha')",
        "INSERT INTO patient_search(patient_search, rowid, words) VALUES ('delete', 77, 'asha')",
    )
    assert _checks(clinic)["search"].state == "warn"


def test_missing_key_copies_are_named(clinic: Clinic, data_folder: Path) -> None:
    (data_folder / "keyslots.copy.json").write_bytes(b"")
    check = _checks(clinic)["keys"]
    assert (check.state, check.params["good"]) == ("warn", 2)
    assert "keyslots.copy.json" in str(check.params["places"])


def test_an_open_folder_is_named(clinic: Clinic, data_folder: Path) -> None:
    data_folder.chmod(0o755)
    assert _checks(clinic)["folder"].state == "warn"


@pytest.mark.parametrize(
    ("free", "state"), [(5_000_000_000, "ok"), (900_000_000, "warn"), (100_000_000, "fail")]
)
def test_little_space_is_named(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch, free: int, state: str
) -> None:
    from collections import namedtuple

    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr("emr_desktop.facility.doctor.shutil.disk_usage", lambda _path: usage(0, 0, free))
    assert _checks(clinic)["disk"].state == state


def test_a_clock_that_fell_back_fails_and_one_far_ahead_warns(clinic: Clinic, clock: object) -> None:
    now = clock.now()  # type: ignore[attr-defined]
    clock.set(now.replace(year=2000))  # type: ignore[attr-defined]
    assert _checks(clinic)["clock"].code == "doctor.clock_behind"
    clock.set(now.replace(year=2038))  # type: ignore[attr-defined]
    assert _checks(clinic)["clock"].code == "doctor.clock_ahead"


def test_a_clock_that_once_ran_ahead_is_forgotten_after_the_work_of_some_days(
    clinic: Clinic, clock: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("emr_desktop.access.clock_behind._LAST_ENTRIES", 3)
    now = clock.now()  # type: ignore[attr-defined]
    clock.set(now.replace(year=2031))  # type: ignore[attr-defined]
    with clinic.work.database.write.begin() as session:
        clinic.work.audit(session, "patient.viewed")
    clock.set(now)  # type: ignore[attr-defined]
    assert _checks(clinic)["clock"].code == "doctor.clock_behind"
    with clinic.work.database.write.begin() as session:
        for _ in range(3):
            clinic.work.audit(session, "patient.viewed")
    assert _checks(clinic)["clock"].code == "doctor.clock"


def test_a_check_that_cannot_be_done_is_a_failed_check(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_path: object) -> None:
        raise OSError(errno.EIO, "gone")

    monkeypatch.setattr("emr_desktop.facility.doctor.shutil.disk_usage", gone)
    assert _checks(clinic)["disk"].code == "database.io_error"


def test_old_and_fresh_backups(clinic: Clinic, clock: object) -> None:
    moment = clock.now().isoformat()  # type: ignore[attr-defined]
    _sql(clinic, f"INSERT INTO setting VALUES ('backup.last_verified_at', '\"{moment}\"', 0, zeroblob(16))")
    assert _checks(clinic)["backup"].state == "ok"
    clock.advance(days=9)  # type: ignore[attr-defined]
    assert (_checks(clinic)["backup"].state, _checks(clinic)["backup"].params) == ("warn", {"days": 9})


def test_the_key_file_is_looked_at_and_not_healed(clinic: Clinic, data_folder: Path) -> None:
    KeyStore(data_folder).outside_copy.unlink()
    _checks(clinic)
    assert not KeyStore(data_folder).outside_copy.exists()


def test_keys_that_another_program_changed_are_not_a_fault(
    clinic_as: Callable[..., Clinic], clinic: Clinic
) -> None:
    clinic_as("it_admin").staff.add(username="asha", full_name="Asha Mushi", roles=("nurse",))
    check = _checks(clinic)["keys"]
    assert (check.state, check.params["people"]) == ("ok", 3)


def test_key_files_that_are_all_gone_fail(clinic: Clinic, data_folder: Path) -> None:
    for path in KeyStore(data_folder).paths:
        path.unlink()
    assert (_checks(clinic)["keys"].state, _checks(clinic)["keys"].code) == ("fail", "keys.missing")
