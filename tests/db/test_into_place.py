"""A file that another program holds open for a moment, as an antivirus on Windows does."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

import pytest

from db import into_place as module
from db.backup_file import place_troubles
from db.errors import BackupTrouble, trouble_from_os
from db.into_place import HeldFile, into_place, is_held, patiently


def _refusing(times: int, done: list[str]) -> Callable[[], None]:
    left = [times]

    def act() -> None:
        if left[0]:
            left[0] -= 1
            raise PermissionError(errno.EACCES, "Access is denied", "clinic.db")
        done.append("done")

    return act


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    waited: list[float] = []
    monkeypatch.setattr(module.time, "sleep", waited.append)
    return waited


def test_a_file_that_is_let_go_in_time_gets_its_name(pauses: list[float]) -> None:
    done: list[str] = []
    patiently(_refusing(3, done), windows=True)
    assert done == ["done"]
    assert len(pauses) == 3


def test_a_file_that_stays_held_is_said_to_be_held(pauses: list[float]) -> None:
    done: list[str] = []
    with pytest.raises(HeldFile) as refused:
        patiently(_refusing(100, done), windows=True)
    assert not done
    assert 3 < sum(pauses) < 10  # seconds a person waits for an answer
    assert trouble_from_os(refused.value, path="x").code == "held"


def test_elsewhere_missing_rights_are_said_at_once(pauses: list[float]) -> None:
    with pytest.raises(PermissionError) as refused:
        patiently(_refusing(1, []), windows=False)
    assert not pauses
    assert not is_held(refused.value)
    assert trouble_from_os(refused.value).code == "read_only"


def test_another_error_is_not_tried_again(pauses: list[float]) -> None:
    def full() -> None:
        raise OSError(errno.ENOSPC, "full")

    with pytest.raises(OSError, match="full"):
        patiently(full, windows=True)
    assert not pauses


def test_the_old_file_is_replaced(tmp_path: Path) -> None:
    part, path = tmp_path / "a.part", tmp_path / "a"
    part.write_text("new")
    path.write_text("old")
    into_place(part, path)
    assert path.read_text() == "new"
    assert not part.exists()


@pytest.mark.parametrize(
    ("winerror", "code"),
    [
        (32, "backup.place_held"),
        (33, "backup.place_held"),
        (21, "backup.place_gone"),  # the stick was pulled out
        (1167, "backup.place_gone"),
        (1117, "backup.place_gone"),
        (39, "backup.place_full"),
        (None, "backup.place_read_only"),
    ],
)
def test_what_windows_says_of_a_stick(winerror: int | None, code: str) -> None:
    class Refused(PermissionError):
        pass

    error = Refused(errno.EACCES, "?")
    setattr(error, "winerror", winerror)  # noqa: B010 - what only Windows has
    with pytest.raises(BackupTrouble) as told, place_troubles(Path("E:/")):
        raise error
    assert told.value.code == code
