"""Papers that are handed out are counted by what they say, through the real service."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select

from db.models import AuditEntry
from emr_desktop.clinic import Clinic
from emr_desktop.errors import EmrError, PermissionRefused
from emr_desktop.identity import new_id
from emr_desktop.papers.handing_out import HandedPaper, content_mark
from emr_desktop.patients.rows import PatientForm
from emr_desktop.visits.rows import VitalsEntry


@pytest.fixture
def letter(clinic: Clinic) -> HandedPaper:
    patient = clinic.patients.register(
        PatientForm(id=new_id(), first_name="Neema", last_name="Mrisho", sex="F", age_years=30)
    ).value
    return HandedPaper(
        kind="referral", entity="visit", entity_id=new_id(), patient_id=patient.id, mark=content_mark("Bombo")
    )


def test_what_went_out_is_counted_and_what_the_printer_refused_is_not(
    clinic: Clinic, letter: HandedPaper
) -> None:
    papers = clinic.papers
    assert papers.times_handed_out(letter) == 0
    papers.count_handed_out(letter, times=2)
    papers.uncount_handed_out(letter, times=1)
    assert papers.times_handed_out(letter) == 1
    assert papers.times_handed_out(replace(letter, mark=content_mark("Muhimbili"))) == 0
    assert papers.times_handed_out(replace(letter, kind="referral-answer")) == 0
    with clinic.work.database.read() as session:
        last = session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(1)).one()
    assert (last.action, last.patient_id) == ("referral.not_printed", letter.patient_id)
    assert last.detail == {"copies": 1, "mark": letter.mark}


def test_a_print_from_before_the_marks_counts_for_its_visit(clinic: Clinic, letter: HandedPaper) -> None:
    with clinic.work.database.write.begin() as session:
        clinic.work.audit(
            session,
            "referral.printed",
            entity="visit",
            entity_id=letter.entity_id,
            patient_id=letter.patient_id,
        )
    assert clinic.papers.times_handed_out(letter) == 1
    assert clinic.papers.times_handed_out(replace(letter, entity_id=new_id())) == 0


def test_a_number_read_back_makes_the_same_mark() -> None:
    assert content_mark(VitalsEntry(weight_kg=12)) == content_mark(VitalsEntry(weight_kg=12.0))
    assert content_mark(VitalsEntry(weight_kg=12)) != content_mark(VitalsEntry(weight_kg=12.5))
    assert content_mark(True) != content_mark(1)


def test_only_who_may_print_hands_out_and_only_known_papers(
    clinic: Clinic, clinic_as: Callable[..., Clinic], letter: HandedPaper
) -> None:
    with pytest.raises(PermissionRefused):
        clinic_as("cashier").papers.count_handed_out(letter, times=1)
    with pytest.raises(EmrError) as refused:
        clinic.papers.count_handed_out(replace(letter, kind="keyboard-card"), times=1)
    assert refused.value.code == "papers.unknown"
