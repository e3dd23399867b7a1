"""Nobody writes to a record that was merged meanwhile: every verb names the survivor."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import emr_desktop
from emr_desktop.allergies.rows import AllergyForm
from emr_desktop.appointments.rows import AppointmentForm
from emr_desktop.clinic import Clinic
from emr_desktop.errors import EmrError
from emr_desktop.identity import new_id
from emr_desktop.laboratory.rows import NewOrder
from emr_desktop.patients.rows import PatientRow
from emr_desktop.problems.rows import ProblemForm
from emr_desktop.queue.rows import StartForm
from emr_desktop.visits.rows import VisitForm

Register = Callable[..., PatientRow]


def test_every_writing_verb_names_the_survivor(clinic: Clinic, register: Register) -> None:
    keep, other = register("Asha Ali", sex="F"), register("Asha Ally", sex="F")
    clinic.merging.merge(keep.id, other.id)
    new, who = new_id(), other.id
    verbs: tuple[Callable[[], object], ...] = (
        lambda: clinic.visits.save(VisitForm(id=new, patient_id=who, visit_date=date(2026, 11, 18))),
        lambda: clinic.queue.start_visit(StartForm(id=new, patient_id=who)),
        lambda: clinic.allergies.record(AllergyForm(id=new, patient_id=who, substance="Sulfa")),
        lambda: clinic.allergies.say_none(who, entry_id=new),
        lambda: clinic.problems.record(ProblemForm(id=new, patient_id=who, icd10="I10")),
        lambda: clinic.appointments.make(AppointmentForm(id=new, patient_id=who, due_on=date(2026, 11, 25))),
        lambda: clinic.laboratory.order([NewOrder(id=new, patient_id=who, test="mrdt")]),
    )
    for verb in verbs:
        with pytest.raises(EmrError) as refused:
            verb()
        assert refused.value.code == "visit.patient_merged"
        assert refused.value.params["survivor"] == keep.id.hex


def test_no_domain_looks_up_the_patient_to_write_for_by_itself() -> None:
    """``present_patient`` is the one way, so that the next domain cannot forget who was merged."""
    root = Path(emr_desktop.__file__).parent
    allowed = {"growth", "exchange", "patients", "forms"}  # read only, or settle merges in their own way
    found = [
        str(path.relative_to(root))
        for path in root.rglob("*.py")
        if path.relative_to(root).parts[0] not in allowed
        and "session.get(Patient," in path.read_text(encoding="utf-8")
    ]
    assert found == []
