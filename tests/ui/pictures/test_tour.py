"""The tour reaches every screen and page, and each stop shows something of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from ui.pictures.photographer import Photographer
from ui.pictures.place import furnish
from ui.pictures.sheets import make_sheets
from ui.pictures.stage import Stage, opened
from ui.pictures.tour import at_work, before_login, setting_up

SCREENS = (
    "reception",
    "triage",
    "consultation",
    "laboratory",
    "pharmacy",
    "reports",
    "sync",
    "administration",
)
PAGES = ("login", "setup-1", "cover", "pin", "palette", "help", "trouble", "restore", "consultation-growth")


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("EMR_DEVICE_DIR", str(tmp_path / "device"))
    return tmp_path


def _whole_tour(stage: Stage, photographer: Photographer) -> None:
    photographer.follow(stage, before_login(stage))
    stage.log_in()
    photographer.follow(stage, at_work(stage))


def test_the_tour_reaches_every_screen_and_no_two_stops_look_alike(qapp: QApplication, quiet: Path) -> None:
    folder, _made = furnish(quiet)
    photographer = Photographer(quiet / "out")
    with opened(qapp, quiet / "empty", language="sw") as stage:
        photographer.follow(stage, setting_up(stage))
    with opened(qapp, folder, language="sw") as stage:
        _whole_tour(stage, photographer)
    (taken,) = photographer.taken.values()
    names = [path.stem.partition("-")[2] for path in taken]
    assert {name.partition("-")[0] for name in names} >= set(SCREENS)
    assert set(names) >= set(PAGES)
    assert len(names) == len(set(names))
    seen: dict[bytes, str] = {}
    for path in taken:
        same = seen.setdefault(path.read_bytes(), path.stem)
        assert same == path.stem, f"{path.stem} looks like {same}"
    sheets = make_sheets(taken, quiet, name="sw-light")
    assert len(sheets) == -(-len(taken) // 12)
