"""Drafts: whose they are, when they go, and that a save drops its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from emr_desktop.clinic import Clinic
from emr_desktop.errors import EmrError, PermissionRefused
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientRow
from emr_desktop.visits.rows import VisitForm

Make = Callable[..., VisitForm]


def keep(clinic: Clinic, draft_id: Any, patient: PatientRow, **content: object) -> None:
    clinic.drafts.keep(draft_id, kind="visit", patient_id=patient.id, content=content)


def test_the_last_content_is_kept(clinic: Clinic, patient: PatientRow) -> None:
    draft = new_id()
    keep(clinic, draft, patient, complaint="Ho")
    keep(clinic, draft, patient, complaint="Homa", flags={"new": None, "lines": [1, 2.5, "ä"]})
    kept = clinic.drafts.mine()
    assert [row.content for row in kept] == [
        {"complaint": "Homa", "flags": {"new": None, "lines": [1, 2.5, "ä"]}}
    ]
    assert (kept[0].id, kept[0].patient_id, kept[0].kind) == (draft, patient.id, "visit")


def test_drafts_are_newest_first(clinic: Clinic, patient: PatientRow, clock: Any) -> None:
    ids = [new_id() for _ in range(3)]
    for draft in ids:
        keep(clinic, draft, patient)
        clock.advance(seconds=5)
    keep(clinic, ids[0], patient)
    assert [row.id for row in clinic.drafts.mine()] == [ids[0], ids[2], ids[1]]


def test_saving_the_visit_drops_its_draft(clinic: Clinic, patient: PatientRow, whole_visit: Make) -> None:
    form = whole_visit()
    keep(clinic, form.id, patient, complaint="Homa")
    clinic.visits.save(form)
    assert clinic.drafts.mine() == ()


def test_a_draft_that_comes_after_the_save_does_not_rise_again(
    clinic: Clinic, patient: PatientRow, whole_visit: Make
) -> None:
    form = whole_visit()
    clinic.visits.save(form)
    keep(clinic, form.id, patient, complaint="Homa", expected_version=None)
    assert clinic.drafts.mine() == ()
    keep(clinic, form.id, patient, complaint="Homa kali", expected_version=1)
    assert [row.content["complaint"] for row in clinic.drafts.mine()] == ["Homa kali"]


def test_a_draft_belongs_to_who_types(
    clinic: Clinic, clinic_as: Callable[..., Clinic], patient: PatientRow
) -> None:
    draft = new_id()
    keep(clinic, draft, patient, complaint="Homa")
    nurse = clinic_as("nurse")
    assert nurse.drafts.mine() == ()
    with pytest.raises(EmrError, match=r"draft\.someone_elses"):
        keep(nurse, draft, patient, complaint="Kikohozi")
    with pytest.raises(EmrError, match=r"draft\.someone_elses"):
        nurse.drafts.discard(draft)
    clinic.drafts.discard(draft)
    clinic.drafts.discard(draft)
    assert clinic.drafts.mine() == ()


def test_only_who_may_save_keeps_a_draft_and_its_kind_is_known(
    clinic: Clinic, clinic_as: Callable[..., Clinic], patient: PatientRow
) -> None:
    with pytest.raises(PermissionRefused):
        keep(clinic_as("cashier"), new_id(), patient)
    with pytest.raises(EmrError, match=r"draft\.kind_unknown"):
        clinic.drafts.keep(new_id(), kind="poem", patient_id=None, content={})
