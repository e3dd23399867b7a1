"""What cannot be, what is doubtful, and what two people did at once, as the window answers it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel

from emr_desktop.clinic import Clinic
from emr_desktop.identity import new_id
from emr_desktop.visits.rows import DiagnosisEntry, VisitForm, VitalsEntry


@pytest.mark.parametrize("language", ["sw", "en"])
@pytest.mark.parametrize(
    ("born", "field", "typed", "limit"),
    [
        (date(1996, 5, 4), "weightKg", "700", "300"),
        (date(1996, 5, 4), "temperatureC", "73", "4"),
        (date(2025, 9, 10), "weightKg", "61", "3"),  # a child of fourteen months
    ],
)
def test_a_measurement_that_cannot_be_is_refused_at_its_field(
    person: Callable[..., Any],
    registered: Callable[..., Any],
    language: str,
    born: date,
    field: str,
    typed: str,
    limit: str,
) -> None:
    clinician = person(language=language)
    patient = registered(clinician, birth_date=born, guardian="Asha")
    clinician.call(patient)
    clinician.tab_to(field)
    clinician.type(typed)
    clinician.save()
    assert clinician.clinic.visits.timeline(patient.id) == ()
    assert clinician.place == field
    assert clinician.visible(field).text() == typed  # nothing is thrown away
    assert typed in clinician.error or limit in clinician.error


@pytest.mark.parametrize("dose", ["0", "100"])
def test_a_dose_that_cannot_be_is_refused_at_its_field(
    person: Callable[..., Any], registered: Callable[..., Any], dose: str
) -> None:
    clinician = person()
    patient = registered(clinician)
    clinician.call(patient)
    clinician.pick("medicinePicker", "par500")
    clinician.write(f"{dose} tds 3")
    clinician.save()
    assert clinician.clinic.visits.timeline(patient.id) == ()
    assert clinician.place == "dose"
    assert clinician.error


def test_two_clinicians_who_save_the_same_visit_see_both_versions_and_nothing_is_lost(
    person: Callable[..., Any], registered: Callable[..., Any], clinic_as: Callable[..., Clinic]
) -> None:
    clinician = person(language="en")
    patient = registered(clinician)
    visit = VisitForm(
        id=new_id(),
        patient_id=patient.id,
        visit_date=date(2026, 11, 18),
        vitals=VitalsEntry(weight_kg=60),
        diagnoses=(DiagnosisEntry(icd10="B54", concept="malaria"),),
        complaint="Homa",
    )
    clinician.clinic.visits.save(visit)
    clinician.frame.open_visit(visit.id)
    clinician.settle()
    clinician.consultation.reading.correct.emit(clinician.clinic.visits.get(visit.id))
    clinician.settle()
    clinician.go("complaint")
    clinician.type(" na kikohozi")

    other = clinic_as("nurse")
    other.visits.save(replace(visit, complaint="Homa na kutapika", expected_version=1))

    clinician.save()
    shown = " ".join(
        label.text() for label in clinician.consultation.conflict.findChildren(QLabel) if label.isVisible()
    )
    assert "Homa na kutapika" in shown  # theirs
    assert "na kikohozi" in shown  # mine
    assert clinician.clinic.visits.get(visit.id).form.complaint == "Homa na kutapika"
