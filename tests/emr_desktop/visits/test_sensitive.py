"""What is marked sensitive is read by those who treat the patient, and by nobody else."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from emr_desktop.access.work_session import WorkSession
from emr_desktop.clinic import Clinic
from emr_desktop.errors import PermissionRefused
from emr_desktop.exchange.service import export_visits
from emr_desktop.patients.rows import PatientRow
from emr_desktop.visits.rows import DiagnosisEntry, LabEntry, VisitForm

Make = Callable[..., VisitForm]
DAY = date(2026, 11, 18)


@pytest.fixture
def hiv_visit(clinic: Clinic, whole_visit: Make) -> VisitForm:
    """A visit with an HIV test; its words and medicine would tell as much as the test."""
    form = whole_visit(
        complaint="Amekuja kupima VVU",
        tests=(LabEntry(test="hiv", result="non_reactive"),),
        diagnoses=(DiagnosisEntry(icd10="Z71.7"),),
    )
    return clinic.visits.save(form).value.form


@pytest.mark.parametrize("role", ["pharmacist", "lab"])
def test_others_learn_that_there_was_a_visit_and_nothing_of_it(
    clinic_as: Callable[..., Clinic], hiv_visit: VisitForm, patient: PatientRow, role: str
) -> None:
    other = clinic_as(role)
    (line,) = other.visits.timeline(patient.id)
    assert line.is_hidden
    assert line.visit_date == DAY
    assert (line.complaint, line.diagnoses, line.tests, line.prescriptions) == (None, (), (), ())
    with pytest.raises(PermissionRefused):
        other.visits.get(hiv_visit.id)


@pytest.mark.parametrize("role", ["nurse", "clinician", "in_charge"])
def test_who_treats_the_patient_reads_it_whole(
    clinic_as: Callable[..., Clinic], hiv_visit: VisitForm, patient: PatientRow, role: str
) -> None:
    reader = clinic_as(role)
    (line,) = reader.visits.timeline(patient.id)
    assert not line.is_hidden
    assert line.tests == hiv_visit.tests
    assert reader.visits.get(hiv_visit.id).form.complaint == "Amekuja kupima VVU"


def test_an_ordinary_visit_is_read_by_the_pharmacist(
    clinic: Clinic, clinic_as: Callable[..., Clinic], whole_visit: Make, patient: PatientRow
) -> None:
    saved = clinic.visits.save(whole_visit()).value.form
    (line,) = clinic_as("pharmacist").visits.timeline(patient.id)
    assert not line.is_hidden
    assert line.prescriptions == saved.prescriptions


def test_it_staff_save_no_copy_of_visits(
    clinic: Clinic, clinic_as: Callable[..., Clinic], hiv_visit: VisitForm, tmp_path: Path
) -> None:
    with pytest.raises(PermissionRefused):
        export_visits(clinic_as("it_admin").work, DAY, DAY, tmp_path / "visits.csv")
    assert list(tmp_path.glob("*.csv*")) == []


def test_a_copy_by_who_may_not_read_it_leaves_it_out_and_says_so(
    clinic: Clinic,
    hiv_visit: VisitForm,
    whole_visit: Make,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clinic.visits.save(whole_visit())
    out = tmp_path / "visits.csv"
    with monkeypatch.context() as inner:
        inner.setattr(WorkSession, "may", lambda _work, verb: verb != "visit.sensitive")
        result = export_visits(clinic.work, DAY, DAY, out)
    assert (result.records, result.left_out) == (1, 1)
    with out.open(encoding="utf-8", newline="") as file:
        assert [line["diagnoses"] for line in csv.DictReader(file)] == ["B54"]
    assert "VVU" not in out.read_text(encoding="utf-8")
    whole = export_visits(clinic.work, DAY, DAY, out)
    assert (whole.records, whole.left_out) == (2, 0)
