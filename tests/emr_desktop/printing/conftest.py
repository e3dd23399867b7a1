"""A visit, a facility, and a reader of what stands on a printed page."""

from __future__ import annotations

import shutil
import subprocess
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from emr_desktop.access.work_session import FacilityRow
from emr_desktop.patients.rows import PatientRow
from emr_desktop.visits.rows import DiagnosisEntry, PrescriptionEntry, VisitForm, VisitRow, VitalsEntry


@pytest.fixture
def facility() -> FacilityRow:
    return FacilityRow(
        id=uuid.uuid4(),
        code="101168-3",
        name="Zahanati ya Buigiri",
        type="dispensary",
        region="Dodoma",
        council="Chamwino",
        ward="Buigiri",
        phone=None,
        language="sw",
        training=False,
        incarnation=uuid.uuid4(),
    )


@pytest.fixture
def patient() -> PatientRow:
    return PatientRow(
        id=uuid.uuid4(),
        number="101168-3/2026/000123",
        first_name="Neema",
        middle_name="Joseph",
        last_name="Mwakalinga",
        sex="F",
        birth_date=date(2023, 8, 14),
        birth_precision="day",
        phone=None,
        nida=None,
        insurance_number=None,
        region="Dodoma",
        council="Chamwino",
        ward="Buigiri",
        village="Chinangali",
        guardian=None,
        allergies=("Penisilini",),
        version=1,
    )


@pytest.fixture
def visit(patient: PatientRow) -> VisitRow:
    return VisitRow(
        form=VisitForm(
            id=uuid.uuid4(),
            patient_id=patient.id,
            visit_date=date(2026, 11, 18),
            vitals=VitalsEntry(weight_kg=12.4),
            advice="Rudi mtoto akizidi kuumwa.",
            diagnoses=(DiagnosisEntry(icd10="B54", concept="malaria"),),
            prescriptions=(
                PrescriptionEntry(medicine="alu20120", dose=1, per_day=2, days=3, quantity=6),
                PrescriptionEntry(medicine="par120sy", dose=7.5, per_day=3, days=3, quantity=68),
            ),
        ),
        patient=patient,
        sex="F",
        age_months=39,
        malaria_test="mrdt_positive",
        status="done",
        version=1,
        saved_at=datetime(2026, 11, 18, 7, tzinfo=UTC),
        clinician="Asha Mwinyimkuu",
    )


@pytest.fixture
def changed(visit: VisitRow) -> Callable[..., VisitRow]:
    """The visit with some fields of its form changed."""

    def change(**fields: object) -> VisitRow:
        return replace(visit, form=replace(visit.form, **fields))

    return change


@pytest.fixture
def read(tmp_path: Path) -> Callable[[bytes], list[str]]:
    """What a person reads on each page, lines kept as laid out, blanks as one."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")

    def pages(pdf: bytes) -> list[str]:
        path = tmp_path / "printed.pdf"
        path.write_bytes(pdf)
        text = subprocess.run(
            ["pdftotext", "-layout", "-enc", "UTF-8", str(path), "-"], check=True, capture_output=True
        ).stdout.decode()
        return [" ".join(page.replace("\u00a0", " ").split()) for page in text.split("\f")[:-1]]

    return pages
