"""The report of a breach: counted from the trail, per member of staff and in persons."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pypdfium2
import pytest
from sqlalchemy import select

from db.models import AuditEntry
from emr_desktop.clinic import Clinic
from emr_desktop.clock import EAST_AFRICA
from emr_desktop.errors import EmrError, PasswordNeeded, PermissionRefused, ValidationError
from emr_desktop.exchange.service import export_patients
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm, PatientRow
from emr_desktop.printing.audit_list import AuditLine
from emr_desktop.printing.breach_report import breach_report_pdf
from emr_desktop.protection.rows import BreachReport, PersonsDoings

DAY = date(2026, 11, 18)
NOW = datetime(2026, 11, 18, 9, 30, tzinfo=EAST_AFRICA)


def _register(clinic: Clinic, first: str, last: str = "Mushi") -> PatientRow:
    form = PatientForm(id=new_id(), first_name=first, last_name=last, sex="F", birth_date=date(1994, 3, 8))
    return clinic.patients.register(form).value


def _report(clinic: Clinic, **more: Any) -> BreachReport:
    return clinic.protection.breach_report(DAY, DAY, **{"noticed_at": NOW, **more})


def _of(report: BreachReport, username: str) -> PersonsDoings:
    (found,) = (each for each in report.people if each.username == username)
    return found


def test_persons_are_counted_once_however_often_they_were_looked_at(
    clinic: Clinic, clinic_as: Callable[..., Clinic]
) -> None:
    one, other = _register(clinic, "Neema"), _register(clinic, "Zawadi", "Komba")
    nurse = clinic_as("nurse")
    for _ in range(3):
        nurse.patients.get(one.id)
    nurse.patients.get(other.id)
    doings = _of(_report(clinic), "nurse")
    assert (doings.looked, doings.looked_persons) == (4, 2)
    assert (doings.changed, doings.taken_out) == (0, 0)
    assert _of(_report(clinic), "mkuu").changed_persons == 2
    assert _report(clinic).persons == 2


def test_merged_records_are_one_person(clinic: Clinic, clinic_as: Callable[..., Clinic]) -> None:
    one, other = _register(clinic, "Neema"), _register(clinic, "Nehema")
    nurse = clinic_as("nurse")
    nurse.patients.get(one.id)
    nurse.patients.get(other.id)
    clinic.merging.merge(one.id, other.id)
    assert _of(_report(clinic), "nurse").looked_persons == 1
    assert _report(clinic).persons == 1


def test_what_was_taken_out_stands_line_by_line(clinic: Clinic, tmp_path: Any) -> None:
    _register(clinic, "Neema")
    export_patients(clinic.work, DAY, DAY, tmp_path / "out.csv")
    report = _report(clinic)
    assert [row.action for row in report.taken_out] == ["data.exported"]
    assert (report.taken_out_rows, report.in_lists) == (1, 1)
    assert _of(report, "mkuu").taken_out == 1


def test_other_days_are_left_out(clinic: Clinic, clock: Any) -> None:
    patient = _register(clinic, "Neema")
    clinic.patients.get(patient.id)
    clock.advance(minutes=1)
    before = clinic.protection.breach_report(DAY - timedelta(days=9), DAY - timedelta(days=1), noticed_at=NOW)
    assert before.persons == 0


def test_one_person_alone(clinic: Clinic, clinic_as: Callable[..., Clinic]) -> None:
    patient = _register(clinic, "Neema")
    clinic_as("nurse").patients.get(patient.id)
    report = _report(clinic, staff="nurse")
    assert [each.username for each in report.people] == ["nurse"]
    with pytest.raises(ValidationError, match=r"audit\.staff_unknown"):
        _report(clinic, staff="nobody")


def test_the_duty_says_how_well_it_is_known(clinic: Clinic) -> None:
    report = _report(clinic)
    assert report.notify_by - report.noticed_at == timedelta(hours=72)
    promptly, within = report.duties
    assert (promptly.evidence, within.evidence) == ("S", "M")
    assert not promptly.confirmed
    assert not within.confirmed
    assert "27(5)" in promptly.source


def test_it_has_a_row_and_is_for_the_in_charge_after_the_password(
    clinic: Clinic, clinic_as: Callable[..., Clinic], clock: Any
) -> None:
    _report(clinic)
    with clinic.work.database.read() as session:
        row = session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(1)).one()
    assert row.action == "audit.breach_reported"
    with pytest.raises(PermissionRefused):
        _report(clinic_as("it_admin"))
    clock.advance(minutes=6)
    with pytest.raises(PasswordNeeded):
        _report(clinic)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"first": DAY, "last": DAY - timedelta(days=1), "noticed_at": NOW}, "audit.days_reversed"),
        ({"first": DAY, "last": DAY, "noticed_at": NOW + timedelta(hours=1)}, "breach.noticed_in_future"),
    ],
)
def test_days_that_cannot_be_are_refused(clinic: Clinic, given: dict[str, Any], code: str) -> None:
    with pytest.raises(EmrError) as refused:
        clinic.protection.breach_report(**given)
    assert refused.value.code == code


@pytest.mark.parametrize("language", ["en", "sw"])
def test_the_paper_has_the_figures_the_duty_and_the_evidence(
    clinic: Clinic, clinic_as: Callable[..., Clinic], language: str
) -> None:
    patient = _register(clinic, "Neema")
    clinic_as("nurse").patients.get(patient.id)
    report = replace(_report(clinic), taken_out_rows=3)
    line = AuditLine(
        seq=1, at=NOW, who="Asha <i>", what="Printed.", patient="", device="PC-1", clock_behind=False
    )
    content = breach_report_pdf(
        report, [line], clinic.work.facility, what_happened="Laptop <b>imeibwa", language=language
    )
    document = pypdfium2.PdfDocument(io.BytesIO(content))
    text = " ".join("\n".join(page.get_textpage().get_text_bounded() for page in document).split())
    for told in (
        "Laptop <b>imeibwa",
        "Asha <i>",
        "21/11/2026 09:30",
        "[S: ",
        "[M: ",
        "27(5)",
        report.head_code,
    ):
        assert told in text
    assert ("1 persons" if language == "en" else "watu 1") in text
    assert patient.full_name not in text
