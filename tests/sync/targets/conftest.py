"""A facility that sends its patients' records, and the stand-ins they go to."""

from __future__ import annotations

import importlib.util
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from emr_desktop.clinic import Clinic
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm, PatientRow
from emr_desktop.visits.rows import DiagnosisEntry, VisitForm, VisitRow, VitalsEntry
from sync.pace import Pace
from sync.service import SyncService

TODAY = date(2026, 11, 18)
FACILITY = "101168-3"
_LETTERS = str.maketrans("0123456789", "abcdefghij")  # nobody is called N4


def load_server(name: str) -> ModuleType:
    """A stand-in by its file."""
    path = Path(__file__).parents[2] / "servers" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"stand_in_{name}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def fhir() -> ModuleType:
    return load_server("fhir")


@pytest.fixture(scope="session")
def hdu() -> ModuleType:
    return load_server("hdu")


@pytest.fixture
def fhir_server(fhir: ModuleType) -> Iterator[Any]:
    with fhir.serve(lifetime_s=300) as server:
        yield server


@pytest.fixture
def hdu_server(hdu: ModuleType) -> Iterator[Any]:
    with hdu.serve(lifetime_s=300) as server:
        yield server


@dataclass
class Desk:
    """The facility at work: registers, sees patients, corrects, sends."""

    clinic: Clinic
    sync: SyncService

    def patient(self, first_name: str = "Neema", **more: Any) -> PatientRow:
        first_name = first_name.translate(_LETTERS)
        told: dict[str, Any] = {"last_name": "Mushi", "sex": "F", "birth_date": date(1994, 3, 8), **more}
        return self.clinic.patients.register(PatientForm(id=new_id(), first_name=first_name, **told)).value

    def visit(self, patient: PatientRow, *codes: str, **more: Any) -> VisitRow:
        told: dict[str, Any] = {
            "visit_date": TODAY,
            "vitals": VitalsEntry(temperature_c=38.4, weight_kg=61),
            "complaint": "Homa siku 2",
            "diagnoses": tuple(DiagnosisEntry(icd10=code) for code in codes or ("B54",)),
            **more,
        }
        return self.clinic.visits.save(VisitForm(id=new_id(), patient_id=patient.id, **told)).value

    def correct(self, visit: VisitRow, **changes: Any) -> VisitRow:
        now = self.clinic.visits.get(visit.form.id)
        form = replace(now.form, expected_version=now.version, findings=(), **changes)
        return self.clinic.visits.save(form).value

    def run(self, *, eager: bool = True, timeout_s: float = 20) -> Any:
        return self.sync.run_pass(eager=eager, timeout_s=timeout_s)

    def state(self, entity: uuid.UUID | None = None) -> dict[str, int]:
        counted: dict[str, int] = {}
        for row in self.sync.status(limit=100_000).deliveries:
            counted[row.state] = counted.get(row.state, 0) + 1
        return counted

    def problems(self) -> list[tuple[str, str]]:
        return [(row.state, row.problem) for row in self.sync.status().deliveries if row.problem]


@pytest.fixture
def desk(clinic: Clinic) -> Desk:
    pace = Pace(random=lambda: 0.01, sleep=lambda _seconds: None)
    return Desk(clinic=clinic, sync=SyncService(work=clinic.work, pace=pace))


@pytest.fixture
def to_fhir(desk: Desk, fhir_server: Any) -> Desk:
    desk.sync.add_target(kind="fhir", name="shr", url=fhir_server.url, token=fhir_server.token)
    return desk


@pytest.fixture
def to_hdu(desk: Desk, hdu_server: Any) -> Desk:
    user, password = next(iter(hdu_server.users.items()))
    desk.sync.add_target(kind="hdu", name="him", url=hdu_server.url, username=user, password=password)
    return desk


@pytest.fixture(scope="session")
def bad_line() -> Any:
    """``with bad_line(url, speed=50, failing=0.3) as line``: see the stand-in of that name."""
    return load_server("bad_line").bad_line
