"""The room that is kept for a full disk: laid down where there is room, given back once."""

from collections import namedtuple
from pathlib import Path

import pytest

from db import ballast

Usage = namedtuple("Usage", "total used free")


def _free(monkeypatch: pytest.MonkeyPatch, free: int) -> None:
    monkeypatch.setattr(ballast.shutil, "disk_usage", lambda _folder: Usage(10**12, 0, free))


def test_it_takes_its_room_for_real_and_gives_it_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _free(monkeypatch, 5_000_000_000)
    assert ballast.make_ballast(tmp_path, size=1 << 20)
    (file,) = tmp_path.iterdir()
    assert file.stat().st_size == 1 << 20
    if hasattr(file.stat(), "st_blocks"):  # Windows does not tell
        assert file.stat().st_blocks * 512 >= 1 << 20
    assert ballast.make_ballast(tmp_path, size=1 << 20)
    assert ballast.release_ballast(tmp_path)
    assert not ballast.release_ballast(tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_disk_that_is_nearly_full_is_not_filled_further(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _free(monkeypatch, 900_000_000)
    assert not ballast.make_ballast(tmp_path, size=1 << 20)
    assert not list(tmp_path.iterdir())


def test_a_full_disk_leaves_nothing_half_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int, _size: int) -> None:
        raise OSError(28, "No space left on device")

    _free(monkeypatch, 5_000_000_000)
    monkeypatch.setattr(ballast, "_fill", full)
    assert not ballast.make_ballast(tmp_path)
    assert not list(tmp_path.iterdir())
