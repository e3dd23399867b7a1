"""kill -9 in the middle of the work: what was kept is there whole, and nothing is there in part."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select

from db.models import AuditEntry, Diagnosis, Draft, LabResult, OutboxEvent, Visit, Vitals
from emr_desktop.access.chain import first_broken_entry
from emr_desktop.clinic import open_clinic
from emr_desktop.facility.service import unlock
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm

CHILD = Path(__file__).parent / "crash_child.py"
ROOT = Path(__file__).parents[3]


@pytest.fixture
def patient(data_folder: Path, password: str) -> UUID:
    """Somebody registered in the facility, which is closed again."""
    clinic = open_clinic(unlock(data_folder, username="mkuu", password=password))
    form = PatientForm(id=new_id(), first_name="Asha", last_name="Juma", sex="F", birth_date=date(1994, 1, 1))
    clinic.patients.register(form)
    clinic.close()
    return form.id


@pytest.mark.parametrize("seed", range(4))
def test_a_killed_process_leaves_every_visit_whole_or_absent(
    data_folder: Path, password: str, patient: UUID, seed: int
) -> None:
    child = subprocess.Popen(
        [sys.executable, str(CHILD), str(data_folder), password, str(patient)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    try:
        said = [child.stdout.readline().split() for _ in range(random.Random(seed).randrange(3, 24))]
        time.sleep(random.Random(seed + 100).random() * 0.02)
    finally:
        child.kill()
        said += [
            line.split()
            for line in child.stdout.read().splitlines()
            if line.endswith(tuple("0123456789abcdef"))
        ]
        child.wait(20)
        child.stdout.close()
    said = [line for line in said if len(line) == 2 and len(line[1]) == 36]
    kept = [UUID(each) for word, each in said if word == "kept"]
    saved = [UUID(each) for word, each in said if word == "saved"]
    assert kept

    clinic = open_clinic(unlock(data_folder, username="mkuu", password=password))
    with clinic.work.database.read() as session:
        there = set(session.scalars(select(Visit.id)))
        drafts = set(session.scalars(select(Draft.id)))
        counts = {
            table: session.scalar(select(func.count()).select_from(table))
            for table in (Vitals, LabResult, Diagnosis)
        }
        events = session.scalar(
            select(func.count()).select_from(OutboxEvent).where(OutboxEvent.kind == "visit.saved")
        )
        audited = session.scalar(
            select(func.count()).select_from(AuditEntry).where(AuditEntry.action == "visit.saved")
        )
        assert first_broken_entry(session, clinic.work.audit_key) is None
        assert session.connection().exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
    assert set(saved) <= there
    assert len(there) - len(saved) in (0, 1)  # committed, killed before it could say so
    assert counts == {Vitals: len(there), LabResult: len(there), Diagnosis: 2 * len(there)}
    assert events == audited == len(there)
    # A draft that was kept is a draft still, or became the visit; never both and never neither.
    for each in kept:
        assert (each in drafts) != (each in there)
    for visit_id in there:
        assert len(clinic.visits.get(visit_id).form.diagnoses) == 2
    clinic.close()
