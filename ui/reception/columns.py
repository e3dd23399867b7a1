"""The columns of the list of patients found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QCoreApplication

from emr_desktop.patients.rows import PatientHit
from emr_desktop.visits.age import age_text
from ui.reception.chosen_card import phone_text
from ui.widgets.table import Column


def columns_of_hits(
    *, today: Callable[[], date], language: Callable[[], str], facility_code: str
) -> tuple[Column[PatientHit], ...]:
    """Name first and whole; what has a ``spare`` rank goes when room is short."""
    translate = QCoreApplication.translate

    def sex_and_age(hit: PatientHit) -> str:
        born = hit.patient.birth_date
        age = age_text(born, max(today(), born), language())
        sex = translate("ReceptionView", "F") if hit.patient.sex == "F" else translate("ReceptionView", "M")
        return f"{sex}  {age}"

    def number(hit: PatientHit) -> str:
        """Without the facility's own code, which all of them have; the tooltip has it whole."""
        return hit.patient.number.removeprefix(f"{facility_code}/")

    def last_visit(hit: PatientHit) -> str:
        if hit.last_visit is None:
            return ""
        days = (today() - hit.last_visit).days
        if days == 0:
            return translate("ReceptionView", "today")
        if days == 1:
            return translate("ReceptionView", "yesterday")
        return f"{hit.last_visit:%d/%m/%y}"

    return (
        Column(lambda: translate("ReceptionView", "Name"), lambda hit: hit.patient.full_name, stretch=True),
        Column(lambda: translate("ReceptionView", "Sex and age"), sex_and_age),
        Column(lambda: translate("ReceptionView", "Village"), lambda hit: hit.patient.village or "", spare=1),
        Column(
            lambda: translate("ReceptionView", "Phone"), lambda hit: phone_text(hit.patient.phone), spare=4
        ),
        Column(
            lambda: translate("ReceptionView", "Number"), number, tip=lambda hit: hit.patient.number, spare=3
        ),
        Column(lambda: translate("ReceptionView", "Last visit"), last_visit, tip=_whole_day, spare=2),
    )


def _whole_day(hit: PatientHit) -> str:
    return "" if hit.last_visit is None else f"{hit.last_visit:%d/%m/%Y}"
