"""Goes through every screen and page of the program; what is done at each stop is up to who follows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from emr_desktop.errors import EmrError
from ui.administration.view import AdministrationView
from ui.consultation.growing import has_chart
from ui.consultation.view import ConsultationView
from ui.laboratory.view import LaboratoryView
from ui.pharmacy.view import PharmacyView
from ui.pictures.stage import Stage
from ui.reception.view import ReceptionView
from ui.reports.view import ReportsView
from ui.sync_view.overview import Wish
from ui.sync_view.view import SyncView
from ui.triage.view import TriageView

_FIVE_YEARS = timedelta(days=5 * 365)
_SIDES = ("allergies", "problems", "plan", "growth", "case", "return", "referral", "death")


def before_login(stage: Stage) -> Iterator[str]:
    """Log-in and what stands beside it; nobody is in."""
    stage.begin()
    login = stage.shell.login
    assert login is not None  # noqa: S101
    yield "login"
    login.enter_page.entered.emit("mganga", "si-neno-langu")
    stage.settle()
    yield "login-refused"
    login.begin_recovery("mganga")
    stage.settle()
    yield "login-recovery"
    login.setCurrentWidget(login.new_page)
    stage.settle()
    yield "login-new-password"
    stage.shell.begin_restore()
    stage.settle()
    yield "restore"
    stage.begin()


def setting_up(stage: Stage) -> Iterator[str]:
    """The pages of the first start, on an empty folder."""
    from ui.setup.view import SetupView

    stage.begin()
    setup = stage.shell.setup
    assert isinstance(setup, SetupView)  # noqa: S101
    for at in range(setup.count()):
        page = setup.widget(at)
        if page is not None:
            setup.setCurrentWidget(page)
            stage.settle()
            yield f"setup-{at + 1}"


def at_work(stage: Stage) -> Iterator[str]:
    """Every screen of the main window; the in-charge is logged in, and nothing is saved."""
    stage.frame._first_visit.leave()  # it is offered once; it has a stop of its own at the end
    for part in (
        _reception,
        _triage,
        _consultation,
        _laboratory,
        _pharmacy,
        _reports,
        _sync,
        _administration,
        _frame,
    ):
        yield from part(stage)


def _type(text: str) -> None:
    focused = QApplication.focusWidget()
    if focused is not None:
        QTest.keyClicks(focused, text)


def _press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focused = QApplication.focusWidget()
    if focused is not None:
        QTest.keyClick(focused, key, modifier)


def _reception(stage: Stage) -> Iterator[str]:
    view = stage.go("reception", ReceptionView)
    yield "reception"
    view.search.setFocus()
    _type("ma")
    stage.settle(400)
    yield "reception-found"
    hit = view.chosen.hit
    view.begin_new()
    view.form.first_name.set_text("Mwanahamisi")
    view.form.last_name.set_text("Abdallah" if hit is None else hit.patient.last_name)
    view.form.unfold()
    view.form.who_changed.emit()
    stage.settle(400)
    yield "reception-registering"
    view.save()
    stage.settle()
    yield "reception-missing"
    view.step_back()
    view.step_back()
    view.search.setFocus()
    view.search.setText("")
    _type("ma")
    stage.settle(400)
    for name in ("household", "mergePatient", "merges", "findInRegistry"):
        if stage.command(view, name):
            yield f"reception-{name}"
            view.pages.go_back()
            stage.settle()
    if hit is not None:
        for name, do in (
            ("allergies", view.pages.open_allergies),
            ("expect", view.pages.expect),
            ("death", view.pages.report_death),
        ):
            do(hit.patient)
            stage.settle()
            yield f"reception-{name}"
            view.pages.go_back()
    view.pages.open_waiting()
    stage.settle()
    yield "reception-waiting"
    view.pages.go_back()
    for name in ("appointments", "referrals"):
        view.pages.open_list(name)
        stage.settle()
        yield f"reception-{name}"
        view.pages.go_back()


def _triage(stage: Stage) -> Iterator[str]:
    view = stage.go("triage", TriageView)
    yield "triage"
    view._take_next()
    stage.settle()
    yield "triage-patient"
    for row in tuple(view.queue.rows):
        view._take(row.visit_id)
        stage.settle()
        if view.triaging is not None and has_chart(view.triaging.visit):
            view._toggle_chart()
            stage.settle()
            yield "triage-chart"
            break
    view.step_back()
    view.step_back()


def _consultation(stage: Stage) -> Iterator[str]:
    view = stage.go("consultation", ConsultationView)
    yield "consultation-start"
    visits = stage.waiting_at("consultation")
    rows = [row for row in stage.frame.clinic.queue.queue("consultation") if row.visit_id in visits]
    for row in rows[:1]:
        view.show_patient(row.patient.id)
        stage.settle()
        view._start_again()  # another look may have left a draft
        stage.settle()
        _fill_visit(stage, view, is_small=row.patient.birth_date > row.visit_date - _FIVE_YEARS)
        yield "consultation"
        _open_list(stage, view)
        yield "consultation-list"
        view.page.diagnoses.picker.clear()
        _press(Qt.Key.Key_Escape)
        for name in _SIDES:
            if stage.command(view, f"{name}Side"):
                yield f"consultation-{name}"
                view.step_back()
                stage.settle()
        if stage.command(view, "late"):
            yield "paper-visits"
            view.step_back()
        found = stage.frame.clinic.visits.timeline(row.patient.id)
        saved = next((each for each in found if each.id != row.visit_id), None)
        if saved is not None:
            view.show_visit(saved.id)
            stage.settle()
            yield "consultation-reading"
            if stage.command(view, "papers"):
                yield "consultation-papers"
                view.step_back()
            view.step_back()
    view.step_back()
    stage.settle()


def _fill_visit(stage: Stage, view: ConsultationView, *, is_small: bool) -> None:
    weight = "9.6" if is_small else "58.5"
    for name, text in (("weightKg", weight), ("temperatureC", "38.9"), ("complaint", "Homa siku tatu")):
        field = view.findChild(QWidget, name)
        if field is not None and field.isVisible():
            field.setFocus()
            _press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)  # triage may have written there
            _type(text)
    for picker, letters in ((view.page.diagnoses.picker, "ma"), (view.page.medicines.picker, "par")):
        picker.setFocus()
        _type(letters)
        stage.settle(300)
        _press(Qt.Key.Key_Return)
        stage.settle()
    _type("2 tds 3")
    _press(Qt.Key.Key_Return)
    stage.settle(300)


def _open_list(stage: Stage, view: ConsultationView) -> None:
    view.page.diagnoses.picker.setFocus()
    _type("ka")
    stage.settle(300)


def _laboratory(stage: Stage) -> Iterator[str]:
    view = stage.go("laboratory", LaboratoryView)
    yield "laboratory"
    order = next((each for each in view.worklist.table.model.rows if each.is_open), None)
    if order is not None:
        view.open_order(order.id)
        stage.settle()
        yield "laboratory-entry"
        view.step_back()
    for name in ("labOrder", "labRegister"):
        if stage.command(view, name):
            yield f"laboratory-{name}"
            view.step_back()
            stage.settle()


def _pharmacy(stage: Stage) -> Iterator[str]:
    view = stage.go("pharmacy", PharmacyView)
    yield "pharmacy"
    view._take_next()
    stage.settle()
    yield "pharmacy-prescription"
    view.step_back()
    stage.settle()


def _reports(stage: Stage) -> Iterator[str]:
    view = stage.go("reports", ReportsView)
    yield "reports"
    model = view.table.figures.model()
    shown = [at for at in range(model.columnCount()) if not view.table.figures.isColumnHidden(at)]
    places = (model.index(line, at) for line in range(model.rowCount()) for at in shown)
    index = next((place for place in places if str(model.data(place) or "0") != "0"), None)
    if index is not None:
        view.table.figures.setCurrentIndex(index)
        view.table.asked.emit(index)
        stage.settle()
        yield "reports-cases"
        view.step_back()
    view._ask_check()
    stage.settle()
    yield "reports-check"
    view.step_back()
    view._close_button.click()
    stage.settle()
    yield "reports-signing"
    view.step_back()
    stage.settle()
    for action in tuple(view.commands()):
        action.do()
        stage.settle(200)
        yield f"reports-{action.name}"
        view.step_back()
        stage.settle()
    forms = stage.frame.clinic.forms.list_forms()
    period, first = view.chooser.period, view.chooser.info
    for info in forms:
        if info.is_default and period is not None and (first is None or info.form != first.form):
            view.chooser.choose(info.form, period)
            stage.settle(200)
            yield f"reports-form-{info.form}"


def _sync(stage: Stage) -> Iterator[str]:
    view = stage.go("sync", SyncView)
    yield "sync"
    view._show_form()
    stage.settle()
    yield "sync-target"
    view.step_back()
    for action in ("token", "allowance", "mapping", "by_hand", "compare"):
        try:
            view._fulfil(Wish(action=action, target="moh"))
        except EmrError:
            continue
        stage.settle(300)
        yield f"sync-{action}"
        view.step_back()
        stage.settle()


def _administration(stage: Stage) -> Iterator[str]:
    view = stage.go("administration", AdministrationView)
    for at in range(view.tabs.count()):
        view.tabs.setCurrentIndex(at)
        stage.settle(200)
        page = view.tabs.widget(at)
        yield f"administration-{at + 1:02}-{'' if page is None else page.objectName()}"


def _frame(stage: Stage) -> Iterator[str]:
    frame = stage.frame
    frame.go_to("reception")
    stage.settle()
    frame._first_visit.begin()
    stage.settle()
    yield "guided-visit"
    frame._first_visit.leave()
    stage.settle()
    frame._palette.open()
    stage.settle()
    yield "palette"
    frame._palette.close_it()
    frame._explain()
    stage.settle()
    yield "help"
    frame._explain()
    stage.shell.keeper.show_pin()
    stage.settle()
    yield "pin"
    stage.shell.keeper._leave_pin()
    stage.shell.keeper.cover()
    stage.settle()
    yield "cover"
    stage.shell.keeper._uncover()
    stage.shell.show_trouble(EmrError("database.disk_full"))
    stage.settle()
    yield "trouble"
