"""What a facility uses most is offered first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from emr_desktop.clinic import Clinic
from emr_desktop.errors import PermissionRefused
from emr_desktop.identity import new_id
from emr_desktop.reference.catalogue import search_diagnoses, search_medicines
from emr_desktop.visits.rows import DiagnosisEntry, PrescriptionEntry, VisitForm

Make = Callable[..., VisitForm]


def entry(medicine: str) -> PrescriptionEntry:
    return PrescriptionEntry(medicine=medicine, dose=1, per_day=2, days=3, quantity=6)


def test_uses_of_the_last_twelve_months_are_counted(clinic: Clinic, whole_visit: Make, clock: object) -> None:
    for days in (0, 30, 300, 400):
        clinic.visits.save(
            whole_visit(
                id=new_id(),
                visit_date=date(2026, 11, 18) - timedelta(days=days),
                diagnoses=(DiagnosisEntry(icd10="B54", concept="malaria"), DiagnosisEntry(icd10="A77.0")),
                prescriptions=(entry("par500"),),
            )
        )
    voided = whole_visit(id=new_id(), visit_date=date(2026, 11, 1))
    clinic.visits.save(voided)
    clinic.visits.void(voided.id, reason="Mgonjwa mwingine")
    usage = clinic.usage.of_facility()
    assert usage.diagnoses == {"malaria": 3, "A77.0": 3}
    assert usage.medicines == {"par500": 3}


def test_counting_again_within_the_hour_reads_nothing(
    clinic: Clinic, whole_visit: Make, clock: object
) -> None:
    assert clinic.usage.of_facility().diagnoses == {}
    clinic.visits.save(whole_visit())
    assert clinic.usage.of_facility().diagnoses == {}
    clock.advance(minutes=61)  # type: ignore[attr-defined]
    assert clinic.usage.of_facility().diagnoses == {"malaria": 1}


def test_those_who_read_no_visits_count_none(clinic_as: Callable[..., Clinic]) -> None:
    with pytest.raises(PermissionRefused):
        clinic_as("receptionist").usage.of_facility()


def test_the_most_used_goes_first_among_what_fits_alike() -> None:
    plain = [hit.concept.code for hit in search_diagnoses("ma", language="en", limit=8) if hit.concept]
    last = plain[-1]
    ranked = search_diagnoses("ma", language="en", limit=8, used={last: 50})
    fits_alike = [hit.concept.code for hit in ranked if hit.concept]
    assert fits_alike.index(last) < plain.index(last)
    bare = [hit.icd10 for hit in search_diagnoses("S52", language="en", limit=5) if hit.concept is None]
    used = search_diagnoses("S52", language="en", limit=5, used={bare[-1]: 2})
    assert [hit.icd10 for hit in used if hit.concept is None] == [bare[-1], *bare[:-1]]
    found = [medicine.code for medicine in search_medicines("amo", limit=5)]
    assert search_medicines("amo", limit=5, used={found[1]: 9})[0].code == found[1]


def test_a_whole_code_stays_first_however_seldom_it_is_used() -> None:
    assert search_diagnoses("B54", language="en", used={"malaria_severe": 900})[0].icd10 == "B54"
    assert search_medicines("par500", used={"par120sy": 900})[0].code == "par500"
