"""Every control of every screen in both languages can be said, is called something, shows all its text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QStyle,
    QStyleOptionComboBox,
    QTabBar,
    QTabWidget,
    QTextEdit,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from emr_desktop.appointments.rows import AppointmentForm
from emr_desktop.clinic import Clinic
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm, PatientRow
from emr_desktop.visits.rows import DiagnosisEntry, VisitForm
from ui.appointments.page import AppointmentsPage
from ui.consultation.elided import ElidedLabel
from ui.consultation.view import ConsultationView
from ui.reception.view import ReceptionView
from ui.shell import Shell
from ui.widgets.choice_bar import ChoiceBar
from ui.widgets.wide_combo import WideCombo

CONTROLS = (
    QAbstractButton,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QComboBox,
    QAbstractSpinBox,
    QAbstractItemView,
    ChoiceBar,
)
CAMEL = re.compile(r"[a-z][a-zA-Z0-9]*")
# Qt's own parts: the caption of them is the business of what holds them.
PARTS = (QHeaderView,)


def controls(window: QWidget) -> Iterator[QWidget]:
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or not isinstance(widget, CONTROLS) or isinstance(widget, PARTS):
            continue
        holder = widget.parentWidget()
        if isinstance(holder, QComboBox | QAbstractSpinBox | QTabBar | QTabWidget | QAbstractItemView):
            continue
        yield widget


def nameless(window: QWidget) -> list[str]:
    """Controls that a screen reader could not say."""
    found = []
    for widget in controls(window):
        told = QAccessible.queryAccessibleInterface(widget)
        if not told.text(QAccessible.Text.Name).strip():
            found.append(f"{type(widget).__name__} {widget.objectName()} in {_place(widget)}")
    return found


def miscalled(window: QWidget) -> list[str]:
    """Controls that one stops at with Tab, without a name in lowerCamelCase."""
    return [
        f"{type(widget).__name__} “{widget.objectName()}” in {_place(widget)}"
        for widget in controls(window)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not CAMEL.fullmatch(widget.objectName())
    ]


def cut(window: QWidget) -> list[str]:
    """Texts that do not fit into their widget."""
    found = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or isinstance(widget, ElidedLabel):
            continue
        text, needed, there = "", 0, 0
        if isinstance(widget, QLabel):
            text, needed, there = widget.text(), widget.sizeHint().width(), widget.width()
            if widget.wordWrap():
                needed, there = widget.heightForWidth(widget.width()), widget.height()
        elif isinstance(widget, QPushButton | QToolButton | QCheckBox):
            text, needed, there = widget.text(), widget.sizeHint().width(), widget.width()
        elif isinstance(widget, QComboBox):
            if isinstance(widget, WideCombo):  # shortens by itself what was chosen and is rarely that long
                if widget.is_shortened:
                    found.append(f"{widget.objectName()}: {widget.currentText()} in {_place(widget)}")
                continue
            texts = (widget.itemText(at) for at in range(widget.count()))
            text = max(texts, key=widget.fontMetrics().horizontalAdvance, default="")
            needed, there = widget.fontMetrics().horizontalAdvance(text), _text_room(widget)
        elif isinstance(widget, QTabBar):
            for at in range(widget.count()):
                metrics = widget.fontMetrics().horizontalAdvance(widget.tabText(at).replace("&", ""))
                if metrics > widget.tabRect(at).width():
                    found.append(f"tab {widget.tabText(at)}")
        if text and needed > there + 1:
            found.append(f"{widget.objectName()}: {text} ({needed} > {there}) in {_place(widget)}")
    return found


def _text_room(combo: QComboBox) -> int:
    option = QStyleOptionComboBox()
    combo.initStyleOption(option)
    return (
        combo.style()
        .subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, combo
        )
        .width()
    )


def _place(widget: QWidget) -> str:
    holder = widget.parentWidget()
    while holder is not None and not holder.objectName():
        holder = holder.parentWidget()
    return holder.objectName() if holder is not None else ""


@pytest.fixture
def patient(clinic: Clinic) -> PatientRow:
    row = clinic.patients.register(
        PatientForm(
            id=new_id(),
            first_name="Mwanahamisi",
            middle_name="Abubakari",
            last_name="Mwanakatwe",
            sex="F",
            age_years=3,
            phone="0754123456",
            village="Mwembeni Juu",
            guardian="Fatuma Mwanakatwe",
            allergies=("Penicillin",),
        )
    ).value
    visit = VisitForm(
        id=new_id(),
        patient_id=row.id,
        visit_date=clinic.work.clock.today(),
        diagnoses=(DiagnosisEntry(icd10="B54", concept=None, certainty="confirmed", severity=None),),
    )
    clinic.visits.save(visit)
    return row


def _faults(window: QWidget) -> list[str]:
    kinds = {"has no name": nameless, "is miscalled": miscalled, "is cut": cut}
    return [f"{kind}: {what}" for kind, look in kinds.items() for what in look(window)]


@pytest.mark.parametrize("language", ["sw", "en"])
def test_every_control_has_a_name_and_shows_its_text(
    patient: PatientRow, clinic: Clinic, logged_in: Callable[..., Shell], qtbot: QtBot, language: str
) -> None:
    found: list[str] = []
    shell = logged_in(language=language)
    frame = shell.frame
    assert frame is not None

    def look(state: str) -> None:
        qtbot.wait(50)
        qtbot.waitUntil(lambda: frame.context.tasks.is_idle, timeout=20_000)
        qtbot.wait(50)
        assert (shell.width(), shell.height()) == (1366, 768)
        found.extend(f"{state}: {fault}" for fault in _faults(shell))

    look("reception")
    reception = frame.view("reception")
    assert isinstance(reception, ReceptionView)
    qtbot.keyClicks(reception.search, "mwanahamisi")
    qtbot.wait(700)
    look("somebody chosen")
    reception.begin_new()
    reception.form.first_name.set_text("Mwanahamisi")
    reception.form.last_name.set_text("Mwanakatwe")
    reception.form.who_changed.emit()
    qtbot.wait(400)
    look("a likely duplicate")
    assert reception.duplicates.isVisible()
    reception.save()
    look("something is missing")
    for name in frame.screen_names[1:]:
        frame.go_to(name)
        look(name)
        for tabs in frame.view(name).findChildren(QTabWidget):
            for at in range(1, tabs.count()):
                tabs.setCurrentIndex(at)
                look(f"{name} {at}")
    frame.open_patient(patient.id)
    look("a visit")
    consultation = frame.view("consultation")
    assert isinstance(consultation, ConsultationView)
    for name in ("return", "referral"):
        consultation._toggle(name)
        look(f"a visit, {name}")
        consultation.step_back()
    assert consultation.consultation is not None
    consultation.consultation.outcome = "died"
    consultation._toggle("death")
    look("a visit, death")
    consultation.step_back()
    frame.go_to("reception")
    for name in ("appointments", "referrals"):
        reception.pages.open_list(name)
        look(name)
    reception.pages.expect(patient)
    look("expecting a patient")
    page = reception.pages.stack.currentWidget()
    assert isinstance(page, AppointmentsPage)
    row = clinic.appointments.make(
        AppointmentForm(
            id=new_id(), patient_id=patient.id, due_on=clinic.work.clock.today() + timedelta(days=9)
        )
    ).value
    for mode in ("move", "trace", "cancel"):
        page.card.show_row(row)
        page.card.begin(mode)
        look(f"an appointment, {mode}")
    reception.pages.report_death(patient)
    look("reporting a death")
    reception.pages.go_back()
    qtbot.keyClick(frame, Qt.Key.Key_F1)
    look("help")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("language", ["sw", "en"])
def test_the_login_page_too(
    clinic: Clinic, open_shell: Callable[..., Shell], data_folder: object, language: str
) -> None:
    shell = open_shell(data_folder, language=language)
    assert _faults(shell) == []


def test_tab_goes_through_the_register_form_in_the_order_of_the_eye(
    patient: PatientRow, logged_in: Callable[..., Shell], qtbot: QtBot
) -> None:
    shell = logged_in(language="en")
    shell.activateWindow()
    qtbot.waitUntil(shell.isActiveWindow, timeout=5_000)
    assert shell.frame is not None
    reception = shell.frame.view("reception")
    assert isinstance(reception, ReceptionView)
    reception.begin_new()
    order = [shell.focusWidget().objectName()]
    while order[-1] != "clearForm" and len(order) < 20:
        qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Tab)
        order.append(shell.focusWidget().objectName())
    assert order == [
        "firstName",
        "lastName",
        "sex",
        "birthOrAge",
        "phone",
        "village",
        "moreFields",
        "registerPatient",
        "clearForm",
    ]
