"""A process that saves visits until it is killed: prints one line for each thing done."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from uuid import UUID

from emr_desktop.clinic import open_clinic
from emr_desktop.facility.service import unlock
from emr_desktop.identity import new_id
from emr_desktop.visits.rows import DiagnosisEntry, LabEntry, VisitForm, VitalsEntry


def main() -> None:
    folder, password, patient = Path(sys.argv[1]), sys.argv[2], UUID(sys.argv[3])
    clinic = open_clinic(unlock(folder, username="mkuu", password=password))
    for number in range(10_000):
        form = VisitForm(
            id=new_id(),
            patient_id=patient,
            visit_date=date(2026, 1, 1 + number % 28),
            complaint=f"number {number}",
            vitals=VitalsEntry(weight_kg=60),
            tests=(LabEntry(test="mrdt", result="positive"),),
            diagnoses=(DiagnosisEntry(icd10="B54"), DiagnosisEntry(icd10="A09")),
        )
        clinic.drafts.keep(form.id, kind="visit", patient_id=patient, content={"complaint": form.complaint})
        print("kept", form.id, flush=True)
        clinic.visits.save(form)
        print("saved", form.id, flush=True)


if __name__ == "__main__":
    main()
