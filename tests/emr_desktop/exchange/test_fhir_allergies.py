"""Allergies in the FHIR copy: what happened, how severe, how sure; and that none is known."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from fhirclient.models.bundle import Bundle

from emr_desktop.allergies.rows import AllergyForm
from emr_desktop.clinic import Clinic
from emr_desktop.exchange.service import export_patients
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm, PatientRow

TODAY = date(2026, 11, 18)


def registered(clinic: Clinic, name: str) -> PatientRow:
    form = PatientForm(id=new_id(), first_name=name, last_name="Juma", sex="F", birth_date=date(1990, 1, 1))
    return clinic.patients.register(form).value


def test_details_and_none_known_are_carried(clinic: Clinic, tmp_path: Path) -> None:
    asha, rehema, zuhura = (registered(clinic, name) for name in ("Asha", "Rehema", "Zuhura"))
    clinic.allergies.record(
        AllergyForm(
            id=new_id(),
            patient_id=asha.id,
            substance="penicillins",
            substance_code="penicillin",
            reaction="swelling",
            severity="severe",
            certainty="confirmed",
        )
    )
    clinic.allergies.say_none(rehema.id, entry_id=new_id())
    out = tmp_path / "patients.json"
    export_patients(clinic.work, TODAY, TODAY, out, file_format="fhir")
    content = json.loads(out.read_text(encoding="utf-8"))
    Bundle(content)  # refuses what is not R4
    found = [
        entry["resource"]
        for entry in content["entry"]
        if entry["resource"]["resourceType"] == "AllergyIntolerance"
    ]
    by_patient = {each["patient"]["reference"].rpartition(":")[2].rpartition("/")[2]: each for each in found}
    assert str(zuhura.id) not in by_patient
    told = by_patient[str(asha.id)]
    assert told["verificationStatus"]["coding"][0]["code"] == "confirmed"
    assert told["reaction"] == [
        {"manifestation": [{"text": "Swelling of face or lips"}], "severity": "severe"}
    ]
    assert told["recordedDate"] == "2026-11-18"
    assert by_patient[str(rehema.id)]["code"]["coding"][0]["code"] == "716186003"
