"""A second start knocks; the window that is open answers and comes to the front."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ui.qt.second_start import Doorbell, knock
from ui.shell import Shell

ROOT = Path(__file__).resolve().parents[3]
_KNOCK = (
    "import sys; from pathlib import Path; from ui.qt.second_start import knock;"
    "print(knock(Path(sys.argv[1])))"
)


def test_the_window_that_is_open_comes_to_the_front(
    open_shell: Callable[..., Shell], data_folder: Path, qtbot: QtBot
) -> None:
    shell = open_shell(data_folder)
    shell.showMinimized()
    second = subprocess.Popen(
        [sys.executable, "-c", _KNOCK, str(data_folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    qtbot.waitUntil(lambda: not shell.isMinimized(), timeout=20_000)
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=20_000)
    assert second.communicate()[0].strip() == "True"


def test_a_second_window_ends_and_leaves_the_first_alone(
    open_shell: Callable[..., Shell], data_folder: Path, qtbot: QtBot
) -> None:
    first = open_shell(data_folder)
    second = open_shell(data_folder)
    qtbot.waitUntil(lambda: not second.isVisible(), timeout=20_000)
    assert first.isVisible()
    assert first.login is not None
    assert second.login is None


def test_nobody_answers_after_a_crash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.qt.second_start._WAIT_S", 0.1)
    bell = Doorbell(tmp_path)
    bell.close()
    assert not knock(tmp_path)
    assert not knock(tmp_path / "missing")
