import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from db.key_file import KeyStore
from emr_desktop.clinic import Clinic
from emr_desktop.clock import Clock
from emr_desktop.errors import DatabaseTrouble, EmrError, ValidationError
from emr_desktop.facility.service import has_facility, login_names, set_own_password, unlock

USER = "mkuu"


def _tree(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture
def refused(data_folder: Path, password: str) -> Callable[..., str]:
    """``refused()`` tries to log in, checks that no byte changed, and gives the code."""

    def attempt(username: str | None = USER, typed: str = password) -> str:
        before = _tree(data_folder)
        with pytest.raises((EmrError, DatabaseTrouble)) as problem:
            unlock(data_folder, username=username, password=typed)
        assert _tree(data_folder) == before
        return f"{problem.value.code}"

    return attempt


def test_no_name_means_the_first_user(data_folder: Path, password: str) -> None:
    work = unlock(data_folder, username=None, password=password)
    assert work.actor.username == USER
    work.database.close()


def test_a_login_leaves_one_audit_row(clinic: Clinic, data_folder: Path, password: str, clock: Clock) -> None:
    def logins() -> int:
        with clinic.work.database.read() as session:
            return int(
                session.execute(text("SELECT count(*) FROM audit_entry WHERE action = 'login'")).scalar_one()
            )

    before = logins()
    unlock(data_folder, username=USER, password=password, clock=clock).database.close()
    assert logins() == before + 1


@pytest.mark.parametrize(
    ("name", "typed"), [(USER, "wrong password"), ("nobody", "wrong password"), (USER, "")]
)
def test_wrong_name_and_wrong_password_get_one_answer(
    refused: Callable[..., str], name: str, typed: str
) -> None:
    assert refused(name, typed) == "login.refused"


def test_an_empty_folder_has_no_facility(tmp_path: Path) -> None:
    for call in (lambda: unlock(tmp_path, username=USER, password="x"), lambda: login_names(tmp_path)):
        with pytest.raises(EmrError) as problem:
            call()
        assert problem.value.code == "facility.missing"
    assert list(tmp_path.iterdir()) == []


def test_a_record_without_keys_never_gets_new_ones(refused: Callable[..., str], data_folder: Path) -> None:
    for path in KeyStore(data_folder).paths:
        path.unlink(missing_ok=True)
    assert has_facility(data_folder)
    assert refused() == "keys.missing"
    assert not (data_folder / "keyslots.json").exists()


def test_keys_without_a_record_never_get_a_new_one(refused: Callable[..., str], data_folder: Path) -> None:
    (data_folder / "clinic.db").unlink()
    assert refused() == "facility.database_missing"
    assert not (data_folder / "clinic.db").exists()


def test_all_key_files_damaged_is_said(refused: Callable[..., str], data_folder: Path) -> None:
    for path in KeyStore(data_folder).paths:
        path.write_bytes(b"{}")
    assert refused() == "keys.damaged"


def test_key_files_lost_in_the_folder_come_back_from_outside(
    data_folder: Path, password: str, clock: Clock
) -> None:
    unlock(data_folder, username=USER, password=password, clock=clock).database.close()
    good = (data_folder / "keyslots.json").read_bytes()
    (data_folder / "keyslots.json").unlink()
    (data_folder / "keyslots.copy.json").write_bytes(good[:100])
    work = unlock(data_folder, username=USER, password=password, clock=clock)
    work.database.close()
    assert (data_folder / "keyslots.json").read_bytes() == good
    assert (data_folder / "keyslots.copy.json").read_bytes() == good


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: b"SQLite format 3\x00" + content[16:],
        lambda content: b"\x00" * 4096 + content[4096:],
        lambda content: bytes([content[0] ^ 1]) + content[1:],
        lambda content: content[:700],
        lambda content: os.urandom(8192),
    ],
)
def test_a_damaged_beginning_is_damage_and_not_a_wrong_key(
    refused: Callable[..., str], data_folder: Path, damage: Callable[[bytes], bytes]
) -> None:
    path = data_folder / "clinic.db"
    path.write_bytes(damage(path.read_bytes()))
    assert refused() == "damaged"


def test_the_record_of_another_facility_is_damage_too(
    refused: Callable[..., str], data_folder: Path, tmp_path: Path
) -> None:
    from db.engine import open_database

    other = open_database(tmp_path / "other.db", b"k" * 32)
    with other.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE x (y)")
    other.close()
    shutil.copy(tmp_path / "other.db", data_folder / "clinic.db")
    assert refused() == "damaged"


def test_a_record_of_a_newer_program_is_refused(clinic: Clinic, data_folder: Path, password: str) -> None:
    with clinic.work.database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA user_version = 999")
        connection.commit()
    with pytest.raises(DatabaseTrouble) as trouble:
        unlock(data_folder, username=USER, password=password)
    assert trouble.value.code == "newer"


def test_a_network_share_is_refused(
    refused: Callable[..., str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("db.place._mounts", lambda: f"/dev/sda / ext4 rw 0 0\nsrv:/x {tmp_path} nfs rw 0 0\n")
    monkeypatch.setattr("db.place._on_windows_share", lambda _folder: True)
    assert refused() == "network_share"


def test_an_old_key_file_that_is_put_back_is_noticed(
    clinic: Clinic, data_folder: Path, password: str, clock: Clock
) -> None:
    store = KeyStore(data_folder)
    old = store.paths[0].read_bytes()
    clinic.staff.add(username="asha", full_name="Asha Mushi", roles=("nurse",))
    for path in store.paths:
        path.write_bytes(old)
    with pytest.raises(EmrError) as problem:
        unlock(data_folder, username=USER, password=password, clock=clock)
    assert problem.value.code == "keys.rolled_back"


def test_a_key_file_that_is_ahead_of_the_record_is_taken(
    data_folder: Path, password: str, clock: Clock
) -> None:
    """A power cut between writing the key file and the commit leaves it one step ahead."""
    from db.keys import unlock_vault

    vault, _ = unlock_vault(KeyStore(data_folder), username=USER, secret=password, now=0)
    vault.renew_recovery_key()
    unlock(data_folder, username=USER, password=password, clock=clock).database.close()
    unlock(data_folder, username=USER, password=password, clock=clock).database.close()


def test_a_copied_folder_opens_on_no_other_pc(data_folder: Path, password: str, device_folder: Path) -> None:
    (device_folder / "device-secret").write_bytes(b"o" * 32)
    with pytest.raises(EmrError) as problem:
        unlock(data_folder, username=USER, password=password)
    assert problem.value.code == "login.other_device"
    (device_folder / "device-secret").unlink()
    with pytest.raises(EmrError) as problem:
        unlock(data_folder, username=USER, password=password)
    assert problem.value.code == "keys.device_secret_missing"


def test_an_own_password_takes_the_place_of_the_old_one(
    data_folder: Path, password: str, refused: Callable[..., str]
) -> None:
    set_own_password(data_folder, username=USER, current=password, new="mvua kubwa ya masika")
    assert refused(USER, password) == "login.refused"
    unlock(data_folder, username=USER, password="mvua kubwa ya masika").database.close()


def test_a_weak_new_password_changes_nothing(data_folder: Path, password: str) -> None:
    before = _tree(data_folder)
    for weak in ("short", "Tanzania2026", "neemamollel", "BuigiriDispensary"):
        with pytest.raises(ValidationError) as problem:
            set_own_password(data_folder, username=USER, current=password, new=weak)
        assert problem.value.field == "password"
    assert _tree(data_folder)["keyslots.json"] == before["keyslots.json"]


def test_changing_needs_the_current_password(data_folder: Path) -> None:
    before = _tree(data_folder)
    with pytest.raises(EmrError) as problem:
        set_own_password(data_folder, username=USER, current="wrong password", new="mvua kubwa ya masika")
    assert problem.value.code == "login.refused"
    assert _tree(data_folder) == before


def test_the_work_session_does_not_show_its_keys(clinic: Clinic) -> None:
    shown = repr(clinic.work) + repr(clinic)
    assert clinic.work.vault.database_key.hex() not in shown
    assert repr(clinic.work.audit_key) not in shown
