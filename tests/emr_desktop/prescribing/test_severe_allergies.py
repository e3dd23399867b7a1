"""How severe a reaction was decides what is asked of medicines that are related to it."""

from __future__ import annotations

from datetime import date

import pytest

from emr_desktop.allergies.rows import AllergyForm
from emr_desktop.clinic import Clinic
from emr_desktop.errors import ValidationError
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm
from emr_desktop.visits.rows import PrescriptionEntry, VisitForm


@pytest.mark.parametrize(("severity", "stops"), [(None, False), ("mild", False), ("severe", True)])
def test_ceftriaxone_after_penicillin_stops_only_after_a_severe_reaction(
    clinic: Clinic, severity: str | None, stops: bool
) -> None:
    patient = clinic.patients.register(
        PatientForm(id=new_id(), first_name="Juma", last_name="Mrisho", sex="M", birth_date=date(1986, 1, 2))
    ).value
    clinic.allergies.record(
        AllergyForm(id=new_id(), patient_id=patient.id, substance="Penisilini", severity=severity)
    )
    form = VisitForm(
        id=new_id(),
        patient_id=patient.id,
        visit_date=date(2026, 11, 18),
        prescriptions=(PrescriptionEntry(medicine="ceft1000inj", dose=1, per_day=1, days=3, quantity=3),),
    )
    assert clinic.prescribing.severe_allergies(patient.id) == (("Penisilini",) if stops else ())
    if stops:
        with pytest.raises(ValidationError) as refused:
            clinic.visits.save(form)
        assert refused.value.code == "prescribing.reason_missing"
    else:
        clinic.visits.save(form)
        (finding,) = clinic.visits.get(form.id).form.findings
        assert (finding.severity, finding.action) == ("mild", "shown")
