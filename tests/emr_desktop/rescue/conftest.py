"""A facility with a year's worth of small visits, closed, with and without a write-ahead log."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from db.errors import DatabaseTrouble
from emr_desktop.clinic import open_clinic
from emr_desktop.facility.service import unlock
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm
from emr_desktop.visits.rows import DiagnosisEntry, VisitForm

PATIENTS = 30


@pytest.fixture(scope="session")
def filled_facility(
    template_facility: Path, _session_device: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Thirty patients with two visits each, the second still in the log. Copy it; never open it."""
    patch = pytest.MonkeyPatch()
    patch.setenv("EMR_DEVICE_DIR", str(_session_device))
    live = tmp_path_factory.mktemp("filling") / "facility"
    kept = tmp_path_factory.mktemp("filled") / "facility"
    shutil.copytree(template_facility, live)
    try:
        clinic = open_clinic(unlock(live, username="mkuu", password="paka wanne juu ya paa"))
        _fill(clinic)
        shutil.copytree(live, kept)  # the connections are open: the log is not folded in
        clinic.close()
    finally:
        patch.undo()
    assert (kept / "clinic.db-wal").stat().st_size > 0
    return kept


def _fill(clinic: Any) -> None:
    ids = [
        clinic.patients.register(
            PatientForm(
                id=new_id(),
                first_name=f"Asha{'abcdefgh'[n % 8] * (n // 8 + 1)}",
                last_name="Juma",
                sex="F",
                birth_date=date(1990, 1, 1) + timedelta(n),
            )
        ).value.id
        for n in range(PATIENTS)
    ]
    for day in (date(2026, 3, 2), date(2026, 4, 6)):
        for number, patient in enumerate(ids):
            clinic.visits.save(
                VisitForm(
                    id=new_id(),
                    patient_id=patient,
                    visit_date=day,
                    complaint=f"Homa siku {number} " + "x" * 200,
                    diagnoses=(DiagnosisEntry(icd10="B54"),),
                )
            )
        if day.month == 3:
            with clinic.work.database.outside_transactions() as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


@pytest.fixture
def filled(filled_facility: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "facility"
    shutil.copytree(filled_facility, folder)
    return folder


def opens_well(folder: Path) -> bool:
    """Whether the record opens and every page of it is sound."""
    from db.health import damaged_pages

    try:
        work = unlock(folder, username="mkuu", password="paka wanne juu ya paa")
        found = damaged_pages(work.database)
        work.database.close()
    except DatabaseTrouble:
        return False
    return not found
