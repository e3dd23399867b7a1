"""What the administrator of a PC fixed: what is right counts, what is wrong is told, and nothing stops."""

import os
import sys
from pathlib import Path

import pytest

from emr_desktop.managed import known_settings, managed, managed_path
from emr_desktop.managed.rights import written_by_administrators_only
from emr_desktop.managed.windows_rights import is_trusted_owner
from ui.messages import catalogue, sentence
from ui.theme.tokens import palettes

posix = pytest.mark.skipif(sys.platform == "win32", reason="rights of POSIX")


def test_without_a_file_nothing_is_fixed(managed_file: Path) -> None:
    found = managed()
    assert (found.is_there, dict(found.values), found.notes) == (False, {}, ())
    assert found.path == managed_file


def test_what_is_right_is_in_force_and_the_rest_is_told(managed_file: Path) -> None:
    managed_file.write_text(
        'language = "en"\ncolour = "red"\n'
        '[session]\nlock_minutes = 99\n[update]\naddress = "https://updates.example.org/emr/"\n'
        '[network]\nproxy = "http://user:secret@proxy:3128"\n'
    )
    found = managed()
    assert dict(found.values) == {"language": "en", "update.address": "https://updates.example.org/emr/"}
    told = {(note.code, note.params.get("key")) for note in found.notes}
    assert told == {
        ("managed.unknown_key", "colour"),
        ("managed.value", "session.lock_minutes"),
        ("managed.value", "network.proxy"),
    }
    for note in found.notes:
        for language in ("sw", "en"):
            said = sentence(note.code, note.params, language)
            assert str(managed_file) in said
            assert "secret" not in said
            assert "{" not in said


def test_a_changed_file_counts_at_once(managed_file: Path) -> None:
    managed_file.write_text('theme = "dark"\n')
    assert managed().get("theme") == "dark"
    managed_file.write_text('theme = "light" # later\n')
    assert managed().get("theme") == "light"
    managed_file.unlink()
    assert managed().get("theme") is None


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b'theme = "dark"\nlanguage = sw\n', "managed.syntax"),
        (b"\xff\xfe\x00", "managed.not_read"),
        (b"x" * 300_000, "managed.not_read"),
    ],
)
def test_a_broken_file_fixes_nothing_and_says_why(managed_file: Path, content: bytes, code: str) -> None:
    managed_file.write_bytes(content)
    found = managed()
    assert (dict(found.values), [note.code for note in found.notes]) == ({}, [code])
    if code == "managed.syntax":
        assert found.notes[0].params["line"] == "2"


@posix
@pytest.mark.parametrize("mode", [0o664, 0o646, 0o666])
def test_a_file_that_others_may_write_fixes_nothing(managed_file: Path, mode: int) -> None:
    managed_file.write_text('theme = "dark"\n')
    managed_file.chmod(mode)
    found = managed()
    assert (dict(found.values), [note.code for note in found.notes]) == ({}, ["managed.writable"])


@posix
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
def test_the_systems_file_must_belong_to_root_and_so_must_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "emr-desktop"
    folder.mkdir(mode=0o755)
    path = folder / "managed.toml"
    path.write_text("")
    path.chmod(0o644)
    assert written_by_administrators_only(path)
    os.chown(path, 1000, 1000)
    assert not written_by_administrators_only(path)
    os.chown(path, 0, 0)
    os.chown(folder, 1000, 1000)
    assert not written_by_administrators_only(path)  # who owns the folder can put another file there


@pytest.mark.parametrize(
    ("sid", "trusted"),
    [
        ("S-1-5-18", True),
        ("S-1-5-32-544", True),
        ("S-1-5-21-1-2-3-512", True),
        ("S-1-5-21-1-2-3-1001", False),
        ("S-1-5-32-545", False),
        ("S-1-1-0", False),
        ("", False),
    ],
)
def test_on_windows_the_owner_tells_who_made_it(sid: str, trusted: bool) -> None:
    assert is_trusted_owner(sid) is trusted


def test_half_a_window_of_hours_is_told(managed_file: Path) -> None:
    for hours in ('from = "18:00"', 'to = "06:00"', 'from = "18:00"\nto = "18:00" # same'):
        managed_file.write_text(f"[sync]\n{hours}\n")
        assert [note.code for note in managed().notes] == ["managed.hours"], hours
        assert not managed().has("sync.from")
    managed_file.write_text('[sync]\nfrom = "18:00"\nto = "06:00"\n')
    assert managed().notes == ()


def test_the_variable_names_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("EMR_MANAGED_FILE", str(tmp_path / "other.toml"))
    assert managed_path() == tmp_path / "other.toml"
    monkeypatch.delenv("EMR_MANAGED_FILE")
    assert managed_path().name == "managed.toml"
    assert managed_path().parent.name == "emr-desktop"


def test_every_name_is_told_and_the_looks_are_those_there_are() -> None:
    assert set(known_settings()["theme"]["choices"]) == set(palettes())
    for name in known_settings():
        assert f"setting.{name}" in catalogue(), name
