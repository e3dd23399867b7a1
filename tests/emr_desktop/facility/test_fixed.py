"""What the administrator of a PC fixed holds for the facility's settings, and nobody changes it there."""

from pathlib import Path

import pytest

from emr_desktop.clinic import Clinic
from emr_desktop.errors import EmrError
from emr_desktop.facility.doctor import managed_check
from emr_desktop.facility.in_force import SettingInForce, settings_in_force


def test_a_fixed_setting_holds_and_cannot_be_changed(
    clinic: Clinic, managed_file: Path, tmp_path: Path
) -> None:
    clinic.facility.set("session.lock_minutes", 5)
    place = tmp_path.as_posix()  # a backslash of Windows would be an escape in TOML
    managed_file.write_text(f'[session]\nlock_minutes = 3\n[backup]\nfolder = "{place}/all/{{code}}"\n')
    assert clinic.facility.settings()["session.lock_minutes"] == 3
    assert clinic.facility.settings()["backup.folder"] == f"{place}/all/101168-3"
    assert clinic.backups.chosen_folder() == tmp_path / "all" / "101168-3"
    for change in (
        lambda: clinic.facility.set("session.lock_minutes", 5),
        lambda: clinic.backups.choose_folder(None),
        lambda: clinic.backups.choose_folder(tmp_path),
    ):
        with pytest.raises(EmrError) as refused:
            change()
        assert refused.value.code == "managed.fixed"
    clinic.facility.set("queue.triage", True)
    managed_file.unlink()
    assert clinic.facility.settings()["session.lock_minutes"] == 5
    assert clinic.facility.settings()["backup.folder"] == ""


def test_a_broken_file_is_told_by_the_doctor_and_stops_nobody(clinic: Clinic, managed_file: Path) -> None:
    assert (managed_check().state, managed_check().code) == ("ok", "doctor.managed_none")
    managed_file.write_text('theme = "dark"\n')
    assert (managed_check().state, managed_check().params["count"]) == ("ok", 1)
    managed_file.write_text("theme = dark\n")
    assert (managed_check().state, managed_check().code) == ("warn", "managed.syntax")
    assert clinic.facility.settings()["session.lock_minutes"] == 5


def test_each_setting_says_who_decided_it(
    clinic: Clinic, data_folder: Path, managed_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    managed_file.write_text(f"data_folder = '{data_folder}'\n[session]\nlock_minutes = 3\n")
    clinic.facility.set("update.folder", "/updates")

    def row(name: str, *, closed: bool = False) -> SettingInForce:
        rows = settings_in_force(data_folder, work=None if closed else clinic.work)
        return next(each for each in rows if each.name == name)

    assert (row("data_folder").value, row("data_folder").source) == (str(data_folder), "administrator")
    monkeypatch.setenv("EMR_DATA_DIR", str(data_folder))
    assert row("data_folder").source == "environment"
    assert (row("session.lock_minutes").value, row("session.lock_minutes").source) == (3, "administrator")
    assert (row("update.folder").value, row("update.folder").source) == ("/updates", "facility")
    assert row("update.address").source == "default"
    assert (row("update.folder", closed=True).value, row("update.folder", closed=True).source) == (
        None,
        "record",
    )
    assert row("language").source == "pc"
