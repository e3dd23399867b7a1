"""Folders that a service copies elsewhere while the record is written."""

from pathlib import Path

import pytest

from db.place import in_synced_folder


@pytest.mark.parametrize(
    ("name", "service"),
    [
        ("OneDrive", "OneDrive"),
        ("OneDrive - Wizara ya Afya", "OneDrive"),
        ("Dropbox (Personal)", "Dropbox"),
        ("Google Drive", "Google Drive"),
        ("onedriver", None),
        ("emr", None),
    ],
)
def test_the_name_of_a_folder_above_tells(tmp_path: Path, name: str, service: str | None) -> None:
    folder = tmp_path / name / "clinic" / "emr-desktop"
    folder.mkdir(parents=True)
    assert in_synced_folder(folder) == service


def test_a_mark_of_the_service_tells_too(tmp_path: Path) -> None:
    (tmp_path / "files" / "emr").mkdir(parents=True)
    (tmp_path / "files" / ".dropbox").write_text("")
    assert in_synced_folder(tmp_path / "files" / "emr") == "Dropbox"
