"""A window's surroundings for tests: the theme, tasks that run for real, a context without a main window."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from emr_desktop.clinic import Clinic
from sync.service import SyncService
from ui.qt.language import Language
from ui.qt.printing import Paper
from ui.qt.sync_bridge import SyncBridge
from ui.qt.tasks import Tasks
from ui.screen import ScreenContext, ScreenView
from ui.theme import Theme


@dataclass
class Heard:
    """What screens told the frame."""

    said: list[str] = field(default_factory=list)
    troubles: list[BaseException] = field(default_factory=list)
    patients: list[uuid.UUID] = field(default_factory=list)
    visits: list[uuid.UUID] = field(default_factory=list)
    screens: list[str] = field(default_factory=list)


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def make_context(qapp: QApplication, heard: Heard) -> Iterator[Callable[..., ScreenContext]]:
    """``make_context(clinic, language="sw")``: what the main window would hand to a screen."""
    made: list[ScreenContext] = []

    def make(clinic: Clinic, *, language: str = "en") -> ScreenContext:
        sync = SyncService(work=clinic.work)
        tasks = Tasks()
        context = ScreenContext(
            clinic=clinic,
            sync=sync,
            sync_bridge=SyncBridge(work=clinic.work, sync=sync, tasks=tasks),
            tasks=tasks,
            language=Language(qapp, code=language),
            theme=Theme(qapp),
            paper=Paper(),
            open_patient=heard.patients.append,
            open_visit=heard.visits.append,
            go_to=heard.screens.append,
            say=heard.said.append,
            trouble=heard.troubles.append,
        )
        made.append(context)
        return context

    yield make
    for context in made:
        context.sync_bridge.close()
        context.tasks.close()
        context.paper.close()
        context.language.use("en")
    assert heard.troubles == []


@pytest.fixture
def settle(qtbot: QtBot) -> Callable[[ScreenContext], None]:
    """``settle(context)``: wait until no task runs or waits."""

    def wait(context: ScreenContext) -> None:
        qtbot.waitUntil(lambda: context.tasks.is_idle, timeout=10_000)
        QApplication.processEvents()

    return wait


@pytest.fixture
def shown(qtbot: QtBot) -> Callable[[ScreenView], ScreenView]:
    """``shown(view)``: the screen in a window of a small clinic PC, active and entered."""
    kept: list[ScreenView] = []

    def show(view: ScreenView) -> ScreenView:
        kept.append(view)
        qtbot.addWidget(view)
        view.resize(1180, 660)
        view.show()
        view.activateWindow()
        qtbot.waitUntil(view.isActiveWindow, timeout=5_000)
        view.entered()
        return view

    return show
