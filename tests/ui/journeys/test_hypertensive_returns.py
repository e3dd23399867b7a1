"""A man with high blood pressure comes back: counted as a return, his illness guards the sheet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from emr_desktop.identity import new_id
from emr_desktop.visits.rows import DiagnosisEntry, PrescriptionEntry, VisitForm, VitalsEntry


@pytest.mark.parametrize("language", ["sw", "en"])
def test_the_return_is_known_by_itself_and_painkillers_are_questioned(
    person: Callable[..., Any], registered: Callable[..., Any], printed: Any, tmp_path: Path, language: str
) -> None:
    clinician = person(language=language)
    man = registered(clinician, first_name="Rashidi", sex="M", birth_date=date(1964, 2, 3))
    earlier = VisitForm(
        id=new_id(),
        patient_id=man.id,
        visit_date=date(2026, 8, 20),
        vitals=VitalsEntry(systolic=168, diastolic=102, weight_kg=74),
        diagnoses=(DiagnosisEntry(icd10="I10", concept="hypertension"),),
        prescriptions=(PrescriptionEntry(medicine="aml5", dose=1, per_day=1, days=30, quantity=30),),
    )
    clinician.clinic.visits.save(earlier)

    clinician.call(man)
    assert clinician.consultation.timeline.isVisible()  # what was done in August stands beside it
    clinician.go("bloodPressure")
    clinician.type("150/94")
    clinician.pick("diagnosisPicker", "presha" if language == "sw" else "hypert")
    clinician.settle()
    flags = clinician.consultation.consultation.flags
    assert (flags.new_problem, flags.new_this_year) == (False, False)
    clinician.pick("medicinePicker", "aml5")
    clinician.write("1 od 1/12")
    clinician.pick("medicinePicker", "ibu400")
    (warning,) = clinician.warnings(1)
    assert warning.startswith("!")
    assert clinician.place == "dose"  # mild: a line, nobody is stopped
    clinician.tab_to("removeMedicine")
    clinician.press(Qt.Key.Key_Space)
    clinician.save()

    summaries = clinician.clinic.visits.timeline(man.id)
    assert len(summaries) == 2
    form = clinician.clinic.visits.get(summaries[0].id).form
    assert (form.new_problem, form.new_this_year) == (False, False)
    (line,) = form.prescriptions
    assert (line.medicine, line.frequency, line.days, line.quantity) == ("aml5", "od", 30, 30)
    assert (form.vitals.systolic, form.vitals.diastolic) == (150, 94)
    assert {(each.medicine, each.severity, each.action) for each in form.findings} <= {
        ("ibu400", "mild", "taken_off")
    }
    clinician.print()
    assert "mara 1 kwa siku, kwa siku 30" in " ".join(printed.text(tmp_path).split())
    # A re-attendance, and no new diagnosis.
    assert clinician.month() == {"3": {"y60plus.M": 1}}


@pytest.mark.parametrize("language", ["sw", "en"])
def test_the_last_prescription_comes_again_with_the_checks_of_today(
    person: Callable[..., Any], registered: Callable[..., Any], printed: Any, tmp_path: Path, language: str
) -> None:
    clinician = person(language=language)
    man = registered(clinician, first_name="Rashidi", sex="M", birth_date=date(1964, 2, 3))
    given = [
        PrescriptionEntry(medicine=medicine, dose=1, per_day=per_day, days=30, quantity=30 * per_day)
        for medicine, per_day in (("aml5", 1), ("ibu400", 3))
    ]
    earlier = VisitForm(
        id=new_id(),
        patient_id=man.id,
        visit_date=date(2026, 10, 10),
        diagnoses=(DiagnosisEntry(icd10="I10", concept="hypertension"),),
        prescriptions=tuple(given),
    )
    clinician.clinic.visits.save(earlier)

    clinician.call(man)
    # What lasts was put on the problem list by the visit, and stands in the banner in every later one.
    pressure = "Shinikizo la juu la damu" if language == "sw" else "Hypertension"
    assert pressure.casefold() in clinician.visible("patientProblems").text().casefold()
    clinician.presses = 0
    clinician.go("bloodPressure")
    clinician.type("150/94")
    clinician.pick("diagnosisPicker", "presha" if language == "sw" else "hypert")
    clinician.settle()
    # A re-attendance, suggested by itself: nobody says so.
    assert clinician.visible("attendance").currentData() is False
    clinician.ctrl("r")
    lines = clinician.consultation.page.medicines.lines
    assert [[field.text() for field in line.fields.values()] for line in lines] == [
        ["1", "1", "30", "30"],
        ["1", "3", "30", "90"],
    ]
    # Painkillers with high blood pressure: said today, whatever was given in October.
    assert clinician.warnings(0) == ()
    assert [text[0] for text in clinician.warnings(1)] == ["!"]
    clinician.ctrl("r")
    assert len(clinician.consultation.page.medicines.lines) == 2
    clinician.save()
    assert clinician.presses <= 60

    again = clinician.clinic.visits.get(clinician.clinic.visits.timeline(man.id)[0].id).form
    assert [(line.medicine, line.quantity) for line in again.prescriptions] == [("aml5", 30), ("ibu400", 90)]
    assert {(each.medicine, each.severity, each.action) for each in again.findings} == {
        ("ibu400", "mild", "shown")
    }
    clinician.print()
    assert "mara 1 kwa siku, kwa siku 30" in " ".join(printed.text(tmp_path).split())
    assert len(clinician.clinic.problems.of(man.id)) == 1
    assert clinician.month() == {"3": {"y60plus.M": 1}}


def test_kidneys_on_the_problem_list_speak_in_every_later_visit(
    person: Callable[..., Any], registered: Callable[..., Any]
) -> None:
    clinician = person()
    man = registered(clinician, first_name="Rashidi", sex="M", birth_date=date(1964, 2, 3))
    first = VisitForm(
        id=new_id(),
        patient_id=man.id,
        visit_date=date(2026, 8, 20),
        diagnoses=(DiagnosisEntry(icd10="N18.9"),),
    )
    clinician.clinic.visits.save(first)
    _on_the_list(clinician, man)
    clinician.call(man)
    clinician.pick("medicinePicker", "dic50")
    (warning,) = clinician.warnings(0)
    assert "figo" in warning
    assert clinician.place == "findingReason"
    clinician.press(Qt.Key.Key_Delete)
    clinician.pick("medicinePicker", "par500")
    assert clinician.warnings(0) == ()


def _on_the_list(clinician: Any, man: Any) -> None:
    from emr_desktop.problems.rows import ProblemForm

    if not clinician.clinic.problems.of(man.id):
        clinician.clinic.problems.save(ProblemForm(id=new_id(), patient_id=man.id, icd10="N18.9"))
