"""Tab reaches every control of the main screens, and Save is in sight with text of any size."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from ui.pictures import tour
from ui.pictures.faults import controls, may_have_focus, primary_out_of_sight
from ui.pictures.stage import SIZE, Stage, opened

MAIN = ("_reception", "_triage", "_consultation", "_laboratory", "_pharmacy", "_reports")
STOPS = (
    "reception",
    "reception-registering",
    "triage-patient",
    "consultation",
    "laboratory-entry",
    "pharmacy-prescription",
    "reports",
)


def _reached(stage: Stage) -> set[QWidget]:
    """Where Tab comes to from where the cursor is, until it is there again."""
    window, reached = stage.shell, set()
    for _ in range(250):
        now = QApplication.focusWidget()
        if now is None or now in reached:
            break
        reached.add(now)
        # A field of several lines takes Tab for itself only where that is its own business.
        QTest.keyClick(now, Qt.Key.Key_Tab)
    assert window.isActiveWindow()
    return reached


def _walk(stage: Stage) -> Iterator[str]:
    """The main stops, one after another, with the cursor where the screen puts it."""
    seen = []
    for part in MAIN:
        for name in getattr(tour, part)(stage):
            if name in STOPS:
                seen.append(name)
                yield name
    assert seen == list(STOPS)


@pytest.mark.parametrize("language", ["sw", "en"])
def test_tab_reaches_every_control_of_the_main_screens(
    qapp: QApplication, place: Path, language: str
) -> None:
    missed = []
    with opened(qapp, place, language=language) as stage:
        stage.begin()
        stage.log_in()
        for name in _walk(stage):
            if QApplication.focusWidget() is None:
                stage.frame.setFocus()
            at = stage.frame.view(stage.frame.current_screen)
            reached = _reached(stage)
            missed += [
                f"{name}: {widget.objectName()}"
                for widget in controls(at)
                if may_have_focus(widget)
                and not any(each is widget or each.focusProxy() is widget for each in reached)
                and not any(widget.isAncestorOf(each) for each in reached)
            ]
    assert not missed, "\n".join(missed)


@pytest.mark.parametrize(("language", "percent"), [("sw", 200), ("en", 150)])
def test_save_is_in_sight_with_large_text(
    qapp: QApplication, place: Path, language: str, percent: int
) -> None:
    lost = []
    with opened(qapp, place, language=language) as stage:
        stage.theme.use(percent=percent)
        stage.begin()
        stage.log_in()
        stage.theme.use(percent=percent)
        for name in _walk(stage):
            stage.lay_out()
            lost += [f"{name}: {fault}" for fault in primary_out_of_sight(stage.shell)]
            shown = [
                each
                for each in stage.shell.findChildren(QPushButton)
                if each.isVisible() and each.property("kind") == "primary"
            ]
            if not shown:
                lost.append(f"{name}: there is none")
        if (stage.shell.width(), stage.shell.height()) != SIZE:
            lost.append(f"the window grew to {stage.shell.width()} x {stage.shell.height()}")
        stage.theme.use(percent=100)
    assert not lost, "\n".join(dict.fromkeys(lost))


def test_on_a_4k_display_everything_is_drawn_twice_as_fine(qapp: QApplication, place: Path) -> None:
    with opened(qapp, place, language="sw") as stage:
        stage.begin()
        stage.log_in()
        fine = QPixmap(stage.shell.size() * 2)
        fine.setDevicePixelRatio(2.0)
        stage.shell.render(fine)
        once = stage.shell.grab().toImage()
    blown_up = once.scaled(fine.size(), mode=Qt.TransformationMode.FastTransformation)
    image = fine.toImage()
    image.setDevicePixelRatio(1.0)
    assert image.size() == blown_up.size()
    finer = sum(image.pixelColor(x, 90) != blown_up.pixelColor(x, 90) for x in range(0, image.width(), 3))
    assert finer > 5  # letters and icons have edges of their own
