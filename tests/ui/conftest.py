"""A window's surroundings for tests: the theme, tasks that run for real, a context without a main window."""

from __future__ import annotations

import importlib.util
import json
import os
import sys
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from emr_desktop import reference
from emr_desktop.clinic import Clinic
from emr_desktop.clock import Clock
from sync.service import SyncService
from tests.ui.loop_watch import LoopWatch, allowed_ms, told
from ui.qt.language import Language
from ui.qt.memory import collect_here
from ui.qt.printing import Paper
from ui.qt.sync_bridge import SyncBridge
from ui.qt.tasks import Tasks
from ui.screen import ScreenContext, ScreenView
from ui.shell import Shell
from ui.theme import Theme


@dataclass
class Heard:
    """What screens told the frame."""

    said: list[str] = field(default_factory=list)
    troubles: list[BaseException] = field(default_factory=list)
    patients: list[uuid.UUID] = field(default_factory=list)
    visits: list[uuid.UUID] = field(default_factory=list)
    screens: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def _loop_watch() -> Iterator[LoopWatch]:
    """Hears of every turn of the event loop; the program has been read, as before a log-in."""
    from ui.gate import Gate
    from ui.warming import STEPS

    Gate(Path()).load()
    for step in STEPS:
        step()
    watch, patch = LoopWatch(), pytest.MonkeyPatch()
    watch.install(patch)
    yield watch
    patch.undo()


@pytest.fixture(autouse=True)
def no_stalls(request: pytest.FixtureRequest) -> Iterator[None]:
    """No test of a window may keep its event loop from a key for more than a tenth of a second."""
    if "qtbot" not in request.fixturenames:
        yield
        return
    watch: LoopWatch = request.getfixturevalue("_loop_watch")
    request.getfixturevalue("qapp")
    watch.begin()
    yield
    said = told(watch.end(), allowed_ms(request.node))
    if said:
        pytest.fail(said, pytrace=False)


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
def context(clinic: Clinic, make_context: Callable[..., ScreenContext]) -> ScreenContext:
    """What the main window would hand to a screen, in English."""
    return make_context(clinic)


@pytest.fixture
def open_shell(qapp: QApplication, qtbot: QtBot, clock: Clock) -> Iterator[Callable[..., Shell]]:
    """``open_shell(folder, language="en")``: the real window of the program, begun, with its first page."""
    from ui.app import build

    made: list[tuple[Shell, Tasks]] = []

    def make(folder: Path, *, language: str = "en") -> Shell:
        tasks = Tasks()
        shell = build(qapp, folder=folder, language=language, tasks=tasks, clock=clock)
        made.append((shell, tasks))
        shell.resize(1366, 768)
        shell.show()
        shell.begin()
        qtbot.waitUntil(lambda: tasks.is_idle, timeout=20_000)
        return shell

    yield make
    for shell, tasks in made:
        shell.close()
        tasks.close()
        shell.deleteLater()
    for language in qapp.findChildren(Language):
        language.use("en")


@pytest.fixture
def logged_in(
    open_shell: Callable[..., Shell],
    data_folder: Path,
    password: str,
    qtbot: QtBot,
    _loop_watch: LoopWatch,
) -> Callable[..., Shell]:
    """``logged_in(language="en")``: the window after the in-charge typed the password."""

    def log_in(*, language: str = "en") -> Shell:
        shell = open_shell(data_folder, language=language)
        assert shell.login is not None
        shell.login.enter_page.password.edit.setText(password)
        with _loop_watch.known("log-in"), qtbot.waitSignal(shell.opened, timeout=20_000):
            qtbot.keyClick(shell.login.enter_page.password.edit, "\r")
        return shell

    return log_in


@pytest.fixture(scope="session", autouse=True)
def garbage_in_this_thread(qapp: QApplication) -> None:
    """As in the program: no worker takes a widget down."""
    collect_here(qapp)


@pytest.fixture(scope="session", autouse=True)
def compiled_catalogues() -> None:
    """The words in both languages as the windows load them."""
    from ui.i18n.build import ENGLISH, SWAHILI, compile_stale

    compile_stale(SWAHILI)
    compile_stale(ENGLISH)


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


@pytest.fixture
def district() -> Iterator[Any]:
    """The stand-in DHIS2: ``url``, ``token``, ``values``, ``fail(...)``."""
    path = Path(__file__).parents[1] / "servers" / "dhis2.py"
    spec = importlib.util.spec_from_file_location("district_of_windows", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    mapping = Path(reference.__file__).parent / "mappings" / "dhis2_opd_2014.json"
    with module.serve(mapping=json.loads(mapping.read_text(encoding="utf-8")), lifetime_s=120) as server:
        yield server


@pytest.fixture
def with_district(clinic: Clinic, district: Any) -> Any:
    """The district, set up as the target ``moh`` that takes the OPD form."""
    mapping = Path(reference.__file__).parent / "mappings" / "dhis2_opd_2014.json"
    sync = SyncService(work=clinic.work)
    sync.add_target(kind="dhis2", name="moh", url=district.url, token=district.token)
    sync.load_mapping("moh", json.loads(mapping.read_text(encoding="utf-8")))
    return district
