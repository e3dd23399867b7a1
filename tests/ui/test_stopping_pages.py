"""What takes long on a page is stopped on the page: it ends, says so, and the page can be used again.

The database is the stand-in for a slow one: every statement of work that may be stopped waits until it is.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QProgressBar, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import event

from db.stopping import can_be_stopped
from emr_desktop.clinic import Clinic
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm, PatientRow
from emr_desktop.stopping import go_on
from ui.administration.view import AdministrationView
from ui.consultation.view import ConsultationView
from ui.qt import felt
from ui.qt.felt import Wait
from ui.reception.view import ReceptionView
from ui.reports.view import ReportsView
from ui.screen import ScreenContext
from ui.trail.audit_page import AuditPage
from ui.trail.everything_kept import EverythingKeptDialog
from ui.widgets.banner import Banner
from ui.widgets.table import DataTable

Settle = Callable[[ScreenContext], None]
SAID = "Stopped, as you asked"


class Slow:
    """``slow.on = True``: what may be stopped does not come any further; ``held`` waits for ``gate``."""

    def __init__(self) -> None:
        self.on = self.holds = False
        self.gate = threading.Event()

    def __call__(self, *_given: object) -> None:
        while self.on and can_be_stopped():
            go_on()
            time.sleep(0.002)
        if self.holds and threading.current_thread().name.startswith(("database", "aside")):
            self.gate.wait(20)


@pytest.fixture
def patient(clinic: Clinic) -> PatientRow:
    form = PatientForm(id=new_id(), first_name="Asha", last_name="Juma", sex="F", age_years=32)
    return clinic.patients.register(form).value


@pytest.fixture
def slow(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> Iterator[Slow]:
    monkeypatch.setattr(felt, "FELT_MS", 30)
    monkeypatch.setattr(felt, "LONG_MS", 120)
    made = Slow()
    event.listen(clinic.work.database.engine, "before_cursor_execute", made)
    yield made
    made.on = made.holds = False
    made.gate.set()


@pytest.fixture
def stopped(
    context: ScreenContext, slow: Slow, settle: Settle, qtbot: QtBot
) -> Callable[[Callable[[], object]], None]:
    """``stopped(act)``: what ``act`` asks for is seen, stopped after a while, and ends."""
    said: list[Wait] = []
    context.tasks.waited.connect(said.append)

    def stop_it(act: Callable[[], object]) -> None:
        settle(context)
        said.clear()
        slow.on = True
        act()
        qtbot.waitUntil(lambda: said[-1:] == [Wait.STOPPABLE], timeout=10_000)
        assert said[0] is Wait.FELT
        context.tasks.stop()
        qtbot.waitUntil(lambda: context.tasks.is_idle, timeout=5_000)
        assert said[-1] is Wait.NONE
        slow.on = False

    return stop_it


def _says_stopped(page: QWidget) -> bool:
    return any(SAID in banner.text for banner in page.findChildren(Banner))


def test_a_search_at_the_desk(
    patient: PatientRow,
    context: ScreenContext,
    shown: Callable[..., ReceptionView],
    stopped: Callable[..., None],
    qtbot: QtBot,
) -> None:
    view = shown(ReceptionView(context=context))
    stopped(lambda: view.search.setText("asha"))
    assert _says_stopped(view)
    view.search.setText("asha j")
    qtbot.waitUntil(lambda: bool(view.results.model.rows), timeout=10_000)


def test_a_search_in_the_consultation(
    patient: PatientRow,
    context: ScreenContext,
    shown: Callable[..., ConsultationView],
    stopped: Callable[..., None],
    qtbot: QtBot,
) -> None:
    view = shown(ConsultationView(context=context))
    stopped(lambda: qtbot.keyClicks(view.start.picker, "asha"))
    assert _says_stopped(view)


@pytest.mark.parametrize("part", ["count", "check", "use", "month", "registers", "versions", "notifications"])
def test_a_month_that_is_counted(
    part: str,
    context: ScreenContext,
    shown: Callable[..., ReportsView],
    stopped: Callable[..., None],
    settle: Settle,
) -> None:
    view = shown(ReportsView(context=context))
    settle(context)
    view.chooser.choose("opd", "202611")
    settle(context)
    acts: dict[str, Callable[[], object]] = {
        "count": lambda: view.chooser.choose("opd", "202610"),
        "check": view._ask_check,
    }
    stopped(acts.get(part, lambda: view._beside.open(part)))
    assert _says_stopped(view)
    for bar in view.findChildren(QProgressBar):
        assert not bar.isVisible(), bar.objectName()
    if view._beside.is_open:
        view._beside.close_page()
    view.chooser.choose("opd", "202609")
    settle(context)
    assert view.report is not None
    assert view.report.period == "202609"


@pytest.mark.parametrize("part", ["doctor", "audit", "backup", "forms", "facility"])
def test_a_part_of_the_administration(
    part: str,
    context: ScreenContext,
    shown: Callable[..., AdministrationView],
    stopped: Callable[..., None],
    settle: Settle,
) -> None:
    view = shown(AdministrationView(context=context))
    stopped(lambda: view.sections.buttons[part].click())
    assert _says_stopped(view)
    for table in view.findChildren(DataTable):
        assert "Loading" not in table.state_text


def test_the_report_for_support(
    context: ScreenContext, shown: Callable[..., AdministrationView], stopped: Callable[..., None]
) -> None:
    view = shown(AdministrationView(context=context))
    view.sections.buttons["doctor"].click()
    stopped(view.doctor.show_support)
    assert _says_stopped(view)


def test_a_check_of_the_trail_and_a_part_of_it_as_a_file(
    patient: PatientRow, context: ScreenContext, stopped: Callable[..., None], qtbot: QtBot, tmp_path: Path
) -> None:
    page = AuditPage(context=context)
    qtbot.addWidget(page)
    page.read()
    stopped(page.check)
    assert _says_stopped(page)
    page.banner.clear()
    query = page._asked_now()
    assert query is not None
    stopped(lambda: page._out.save_to(tmp_path / "trail.csv", query, "all"))
    assert _says_stopped(page)
    assert list(tmp_path.glob("*trail*")) == []


def test_an_export(
    patient: PatientRow,
    context: ScreenContext,
    shown: Callable[..., AdministrationView],
    stopped: Callable[..., None],
    settle: Settle,
    tmp_path: Path,
) -> None:
    view = shown(AdministrationView(context=context))
    view.sections.buttons["data"].click()
    stopped(lambda: view.data.export_to(tmp_path / "visits.csv"))
    assert _says_stopped(view)
    assert list(tmp_path.glob("*visits*")) == []
    assert not view.data._bar.isVisible()
    view.data.export_to(tmp_path / "visits.csv")
    settle(context)
    assert (tmp_path / "visits.csv").exists()


def test_everything_kept_about_a_person(
    patient: PatientRow, context: ScreenContext, stopped: Callable[..., None], qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = EverythingKeptDialog(patient.id, "Asha Juma", context=context)
    qtbot.addWidget(dialog)
    stopped(lambda: dialog.save_to(tmp_path / "all.json"))
    assert _says_stopped(dialog)
    assert list(tmp_path.glob("*all*")) == []


def test_what_is_saved_goes_on_to_its_end(
    patient: PatientRow, context: ScreenContext, slow: Slow, settle: Settle, qtbot: QtBot
) -> None:
    said: list[Wait] = []
    context.tasks.waited.connect(said.append)
    form = PatientForm(id=new_id(), first_name="Neema", last_name="Said", sex="F", age_years=20)
    saved: list[object] = []
    slow.holds = True
    context.tasks.run(
        context.tasks,
        lambda: context.clinic.patients.register(form),
        done=saved.append,
        failed=context.trouble,
    )
    qtbot.waitUntil(lambda: said[-1:] == [Wait.KEPT], timeout=10_000)
    context.tasks.stop()
    slow.gate.set()
    qtbot.waitUntil(lambda: bool(saved), timeout=10_000)
    assert [hit.patient.first_name for hit in context.clinic.patients.search("Neema")] == ["Neema"]
