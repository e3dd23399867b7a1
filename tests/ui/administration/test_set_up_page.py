"""The steps of a new facility: what is done has its tick, and each button leads where it is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from emr_desktop.clinic import Clinic
from emr_desktop.facility.looking import has_facility, login_names
from ui.administration.set_up_page import SetUpPage
from ui.administration.view import AdministrationView
from ui.practising import Practising, practice_folder
from ui.qt.tasks import Tasks
from ui.screen import ScreenContext

Settle = Callable[[ScreenContext], None]


@pytest.fixture
def view(open_part: Callable[[str], AdministrationView]) -> AdministrationView:
    return open_part("set_up")


@pytest.fixture
def tasks(qapp: QApplication) -> Iterator[Tasks]:
    made = Tasks(qapp)
    yield made
    made.close()


def _read_again(page: SetUpPage, context: ScreenContext, settle: Settle) -> frozenset[str]:
    page.read()
    settle(context)
    return page.done


def test_each_step_gets_its_tick_when_the_thing_is_there(
    view: AdministrationView, context: ScreenContext, clinic: Clinic, settle: Settle, tmp_path: Path
) -> None:
    page = view.set_up
    assert page.done == frozenset()
    clinic.staff.add(username="asha", full_name="Asha Komba", roles=("nurse",))
    assert _read_again(page, context, settle) == {"people"}
    stick = tmp_path / "stick"
    stick.mkdir()
    clinic.backups.choose_folder(stick)
    assert _read_again(page, context, settle) == {"people", "backup"}
    assert str(stick) in page._told["backup"].text()
    stick.rmdir()
    _read_again(page, context, settle)
    assert "not plugged in" in page._told["backup"].text()


@pytest.mark.parametrize(
    ("step", "part"),
    [
        ("people", "users"),
        ("backup", "backup"),
        ("paper", "keys"),
        ("stations", "facility"),
        ("files", "data"),
    ],
)
def test_a_button_leads_to_where_the_step_is_done(
    view: AdministrationView, context: ScreenContext, settle: Settle, step: str, part: str
) -> None:
    view.set_up.buttons[step].click()
    settle(context)
    assert view.tabs.currentWidget() is getattr(view, part)


def test_the_practice_facility_is_made_once_beside_the_record_and_opened(
    tmp_path: Path, qtbot: QtBot, tasks: Tasks, context: ScreenContext, qapp: QApplication
) -> None:
    folder, started, said = tmp_path / "emr", [], []
    practising = Practising(
        folder=folder,
        tasks=tasks,
        language=context.language,
        start=lambda where, language: started.append((where, language)) or True,
        parent=qapp,
    )
    practising.said.connect(said.append)
    for times in (1, 2):
        practising.begin()
        practising.begin()  # pressed twice
        qtbot.waitUntil(lambda times=times: len(started) == times, timeout=120_000)
    assert started == [(practice_folder(folder), context.language.code)] * 2
    assert has_facility(practice_folder(folder))
    assert not folder.exists()
    assert "mganga" in {each.username for each in login_names(practice_folder(folder))}
    assert "mafunzo-ya-emr" in said[-1]


def test_a_practice_facility_that_cannot_be_made_says_why(
    tmp_path: Path, qtbot: QtBot, tasks: Tasks, context: ScreenContext, qapp: QApplication
) -> None:
    folder = tmp_path / "emr"
    practice_folder(folder).mkdir()
    (practice_folder(folder) / "mine.txt").write_text("keep me", encoding="utf-8")
    said: list[str] = []
    practising = Practising(
        folder=folder,
        tasks=tasks,
        language=context.language,
        start=lambda _where, _language: pytest.fail("started all the same"),
        parent=qapp,
    )
    practising.said.connect(said.append)
    practising.begin()
    qtbot.waitUntil(lambda: len(said) == 2, timeout=60_000)
    assert str(practice_folder(folder)) in said[-1]
    assert (practice_folder(folder) / "mine.txt").read_text(encoding="utf-8") == "keep me"
