import errno
import os
import shutil
import stat
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from db.keys import CHEAPEST
from emr_desktop.clock import Clock
from emr_desktop.errors import DatabaseTrouble, EmrError, ValidationError
from emr_desktop.facility.service import (
    FacilityDetails,
    FirstUser,
    create_facility,
    has_facility,
    login_names,
    unlock,
)
from emr_desktop.settings import load_settings

DETAILS = FacilityDetails(code="101168-3", name="Buigiri Dispensary", region="Dodoma", ward="Buigiri")
USER = FirstUser(username="Mkuu", full_name="Neema Mollel", password="paka wanne juu ya paa")


def _create(folder: Path, details: FacilityDetails = DETAILS, user: FirstUser = USER) -> str:
    return create_facility(folder, details=details, first_user=user, parameters=CHEAPEST)


def _tree(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_a_new_facility_opens_for_its_first_user(tmp_path: Path, clock: Clock) -> None:
    folder = tmp_path / "data"
    assert not has_facility(folder)
    paper = _create(folder)
    assert len(paper.split("-")) == 8
    assert has_facility(folder)
    assert [(name.username, name.full_name, name.must_set_password) for name in login_names(folder)] == [
        ("mkuu", "Neema Mollel", False)
    ]
    work = unlock(folder, username="MKUU", password=USER.password, clock=clock)
    try:
        assert work.actor.roles == ("in_charge",)
        assert (work.facility.code, work.facility.name, work.facility.ward) == (
            "101168-3",
            "Buigiri Dispensary",
            "Buigiri",
        )
        assert work.facility.training is False
    finally:
        work.database.close()
    assert load_settings(folder).facility_name == "Buigiri Dispensary"


def test_the_folder_holds_only_what_belongs_there_and_is_private(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    _create(folder)
    assert set(_tree(folder)) == {"clinic.db", "keyslots.json", "keyslots.copy.json", "settings.toml"}
    if os.name != "nt":  # there a folder has the rights of the one it lies in
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_the_database_file_says_nothing_in_clear(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    _create(folder)
    content = (folder / "clinic.db").read_bytes()
    assert not content.startswith(b"SQLite format 3")
    assert b"Buigiri" not in content
    assert b"mkuu" not in content


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"code": "101168-4"}, "code"),
        ({"name": " "}, "name"),
        ({"type": "palace"}, "type"),
        ({"language": "fr"}, "language"),
        ({"ward": "x" * 101}, "ward"),
    ],
)
def test_wrong_details_name_the_field_and_make_nothing(
    tmp_path: Path, change: dict[str, str], field: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        _create(tmp_path / "data", replace(DETAILS, **change))  # type: ignore[arg-type]
    assert refused.value.field == field
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"username": "x y"}, "username"),
        ({"full_name": ""}, "full_name"),
        ({"password": "short"}, "password"),
        ({"password": "BuigiriDispensary"}, "password"),
        ({"roles": ("nurse",)}, "roles"),
        ({"roles": ("in_charge", "king")}, "roles"),
    ],
)
def test_a_wrong_first_user_names_the_field_and_makes_nothing(
    tmp_path: Path, change: dict[str, object], field: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        _create(tmp_path / "data", user=replace(USER, **change))  # type: ignore[arg-type]
    assert refused.value.field == field
    assert not (tmp_path / "data").exists()


def test_a_folder_that_holds_a_facility_is_left_as_it_is(data_folder: Path) -> None:
    before = _tree(data_folder)
    with pytest.raises(EmrError) as refused:
        _create(data_folder)
    assert refused.value.code == "facility.already_there"
    assert _tree(data_folder) == before


@pytest.mark.parametrize("lost", ["clinic.db", "keyslots.json", "keyslots.copy.json"])
def test_half_a_facility_is_a_facility_too(data_folder: Path, lost: str) -> None:
    (data_folder / lost).unlink()
    before = _tree(data_folder)
    assert has_facility(data_folder)
    with pytest.raises(EmrError) as refused:
        _create(data_folder)
    assert refused.value.code == "facility.already_there"
    assert _tree(data_folder) == before


def test_a_missing_parent_is_named(tmp_path: Path) -> None:
    with pytest.raises(EmrError) as refused:
        _create(tmp_path / "usb" / "data")
    assert refused.value.code == "folder.missing_parent"
    assert not (tmp_path / "usb").exists()


def test_a_file_is_not_a_folder(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("mine")
    with pytest.raises(EmrError) as refused:
        _create(tmp_path / "data")
    assert refused.value.code == "folder.not_a_folder"
    assert (tmp_path / "data").read_text() == "mine"


def test_other_files_in_the_folder_stay(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "notes.txt").write_text("mine")
    _create(folder)
    assert (folder / "notes.txt").read_text() == "mine"


def test_a_network_share_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "db.place._mounts", lambda: f"/dev/sda / ext4 rw 0 0\nsrv:/x {tmp_path} nfs4 rw 0 0\n"
    )
    monkeypatch.setattr("db.place._on_windows_share", lambda _folder: True)
    with pytest.raises(DatabaseTrouble) as trouble:
        _create(tmp_path / "data")
    assert trouble.value.code == "network_share"
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("step", ["upgrade", "save_settings"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
def test_a_set_up_that_breaks_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, number: int, device_folder: Path
) -> None:
    def broken(*_args: object, **_named: object) -> None:
        raise OSError(number, "broken")

    monkeypatch.setattr(f"emr_desktop.facility.set_up.{step}", broken)
    with pytest.raises(DatabaseTrouble) as trouble:
        _create(tmp_path / "data")
    assert trouble.value.code == {errno.ENOSPC: "disk_full", errno.EIO: "io_error"}[number]
    assert not (tmp_path / "data").exists()
    assert [path.name for path in device_folder.iterdir()] == ["device-secret"]


def test_a_set_up_that_broke_at_the_keys_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, device_folder: Path
) -> None:
    real = Path.rename

    def broken(self: Path, target: Path) -> Path:
        if self.name == "clinic.db":
            raise OSError(errno.EIO, "broken")
        return real(self, target)

    monkeypatch.setattr(Path, "rename", broken)
    folder = tmp_path / "data"
    folder.mkdir()
    with pytest.raises(DatabaseTrouble):
        _create(folder)
    assert _tree(folder) == {}
    assert [path.name for path in device_folder.iterdir()] == ["device-secret"]


def test_what_a_power_cut_left_of_a_set_up_does_not_stand_in_the_way(data_folder: Path) -> None:
    """Keys written, database still in the workshop: nobody ever saw this facility."""
    (data_folder / ".setup").mkdir()
    (data_folder / "clinic.db").rename(data_folder / ".setup" / "clinic.db")
    assert not has_facility(data_folder)
    _create(data_folder)
    work = unlock(data_folder, username="mkuu", password=USER.password)
    work.database.close()
    assert not (data_folder / ".setup").exists()


def test_leftovers_of_a_set_up_never_touch_a_facility(data_folder: Path) -> None:
    shutil.copytree(data_folder, data_folder / ".setup")
    before = _tree(data_folder)
    assert has_facility(data_folder)
    with pytest.raises(EmrError):
        _create(data_folder)
    assert _tree(data_folder) == before


@pytest.fixture
def mounted(tmp_path: Path) -> Iterator[Path]:
    """A file system of 1 MB of its own, if we may mount one."""
    place = tmp_path / "small"
    place.mkdir()
    if os.name == "nt" or os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if done.returncode != 0:
        pytest.skip("this system does not let us mount a small disk")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.parametrize("kilobytes_free", [0, 8, 64, 200, 400])
def test_a_disk_that_is_full_leaves_nothing_behind(mounted: Path, kilobytes_free: int) -> None:
    (mounted / "films").write_bytes(b"x" * (1024 - kilobytes_free - 4) * 1024)
    before = sorted(path.name for path in mounted.iterdir())
    with pytest.raises(DatabaseTrouble) as trouble:
        _create(mounted / "data")
    assert trouble.value.code == "disk_full"
    assert sorted(path.name for path in mounted.iterdir()) == before
    (mounted / "films").unlink()


def test_a_read_only_disk_is_said_to_be_one(mounted: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(mounted)], check=True)
    with pytest.raises(EmrError) as refused:
        _create(mounted / "data")
    assert refused.value.code == "folder.read_only"
