"""The columns of lists of appointments, and how a day or week is said."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from emr_desktop.appointments.rows import AppointmentRow
from emr_desktop.reference.care import appointment_reasons, care_name
from ui.reception.chosen_card import phone_text
from ui.screen import ScreenContext
from ui.widgets.spoken_day import day_words
from ui.widgets.table import Column

translate = QCoreApplication.translate


def when(row: AppointmentRow) -> str:
    """The day, or the week by its first and last day."""
    if row.whole_week:
        return f"{row.due_on:%d/%m} - {row.last_day:%d/%m/%y}"
    return day_words(row.due_on)


def reason(row: AppointmentRow, language: str) -> str:
    """Why the patient is expected."""
    known = appointment_reasons().get(row.reason)
    return row.reason if known is None else known.name(language)


def state(row: AppointmentRow, language: str) -> str:
    """What became of it, with the days it is late."""
    words = care_name("appointment_state", row.state, language=language)
    if row.state in ("kept", "late") and row.came_on is not None:
        return f"{words} {row.came_on:%d/%m}"
    if row.days_late:
        return f"{words} (+{row.days_late})"
    if row.state == "cancelled" and row.closed_reason:
        return f"{words}: {care_name('cancel_reason', row.closed_reason, language=language)}"
    return words


def tried(row: AppointmentRow, language: str) -> str:
    """The last attempt to find the patient."""
    if not row.traces:
        return ""
    last = row.traces[-1]
    return f"{last.done_on:%d/%m} {care_name('trace_result', last.result, language=language)}"


def columns_of_patient(context: ScreenContext) -> tuple[Column[AppointmentRow], ...]:
    """For the appointments of one patient."""
    return (
        Column(lambda: translate("AppointmentColumns", "Day"), when),
        Column(
            lambda: translate("AppointmentColumns", "What for"),
            lambda row: reason(row, context.language.code),
            stretch=True,
        ),
        Column(
            lambda: translate("AppointmentColumns", "State"),
            lambda row: state(row, context.language.code),
            stretch=True,
        ),
        Column(lambda: translate("AppointmentColumns", "Note"), lambda row: row.note or "", spare=1),
    )


def columns_of_list(context: ScreenContext) -> tuple[Column[AppointmentRow], ...]:
    """For lists of people who are expected or did not come."""
    return (
        Column(
            lambda: translate("AppointmentColumns", "Name"), lambda row: row.patient.full_name, stretch=True
        ),
        Column(lambda: translate("AppointmentColumns", "Day"), when),
        Column(
            lambda: translate("AppointmentColumns", "What for"),
            lambda row: reason(row, context.language.code),
            spare=3,
        ),
        Column(
            lambda: translate("AppointmentColumns", "State"), lambda row: state(row, context.language.code)
        ),
        Column(
            lambda: translate("AppointmentColumns", "Village"), lambda row: row.patient.village or "", spare=1
        ),
        Column(
            lambda: translate("AppointmentColumns", "Phone"),
            lambda row: phone_text(row.patient.phone),
            spare=2,
        ),
        Column(
            lambda: translate("AppointmentColumns", "Tried"),
            lambda row: tried(row, context.language.code),
            spare=4,
        ),
    )
