"""The disk and the record are looked after behind the work."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from db import ballast
from emr_desktop.clinic import Clinic
from emr_desktop.facility import health
from emr_desktop.updates.replaced import OwnFiles
from ui.frame.health_watch import HealthWatch
from ui.qt.tasks import Tasks
from ui.shell import Shell

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def watch(clinic: Clinic, qtbot: QtBot) -> Iterator[HealthWatch]:
    tasks = Tasks()
    made = HealthWatch(work=clinic.work, tasks=tasks, parent=tasks)
    yield made
    tasks.close()


def test_the_room_is_given_back_once_when_the_disk_is_nearly_full(
    watch: HealthWatch, data_folder: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(ballast.make_ballast, "__kwdefaults__", {"size": 1 << 20})
    watch.look_at_room()
    qtbot.waitUntil(lambda: ballast.has_ballast(data_folder), timeout=10_000)
    monkeypatch.setattr(health.shutil, "disk_usage", lambda _folder: Usage(10**12, 0, 150_000_000))
    with qtbot.waitSignal(watch.room_given, timeout=10_000) as told:
        watch.look_at_room()
    assert told.args[0].code == "doctor.room_released"
    assert not ballast.has_ballast(data_folder)
    assert health.keep_room(work=watch._work) is None


def test_a_program_that_was_replaced_says_so_and_again_five_minutes_later(
    clinic: Clinic, tmp_path: Path, qtbot: QtBot
) -> None:
    own = tmp_path / "modules"
    own.touch()
    tasks = Tasks()
    watch = HealthWatch(work=clinic.work, tasks=tasks, parent=tasks, files=OwnFiles([own]))
    heard: list[int] = []
    watch.replaced.connect(lambda: heard.append(1))

    def look(times: int) -> None:
        for _ in range(times):
            watch.look_at_files()
            qtbot.waitUntil(lambda: tasks.is_idle, timeout=5000)

    look(1)
    assert heard == []
    own.unlink()
    look(10)
    assert len(heard) == 1
    look(1)
    assert len(heard) == 2
    tasks.close()


def test_a_sound_record_is_not_called_damaged(watch: HealthWatch, qtbot: QtBot) -> None:
    heard: list[object] = []
    watch.damaged.connect(heard.append)
    watch.look_at_pages()
    watch.start()
    qtbot.waitUntil(lambda: watch._tasks.is_idle, timeout=20_000)
    assert heard == []


def test_a_page_that_does_not_read_is_told(watch: HealthWatch, clinic: Clinic, qtbot: QtBot) -> None:
    path = clinic.work.database.path
    with clinic.work.database.outside_transactions() as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    with path.open("rb+") as handle:
        handle.seek(path.stat().st_size - 3000)
        handle.write(b"damaged here")
    with qtbot.waitSignal(watch.damaged, timeout=20_000) as told:
        watch.look_at_pages()
    assert told.args[0].code == "damaged"


def test_a_draft_is_kept_when_something_goes_wrong(logged_in: Callable[..., Shell]) -> None:
    shell = logged_in()
    assert shell.frame is not None
    left: list[str] = []
    view = shell.frame.view(shell.frame.current_screen)
    view.leaving = lambda: left.append("kept")  # type: ignore[method-assign]
    shell.show_trouble(ValueError("a mistake of the program"))
    assert left == ["kept"]
    assert shell.is_in_trouble
