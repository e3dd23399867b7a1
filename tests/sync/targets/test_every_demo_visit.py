"""Every visit of the training facility makes a valid R4 transaction and a whole HDU record."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fhirclient.models.bundle import Bundle
from sqlalchemy import event, select

from db.models import Visit
from emr_desktop.access.work_session import WorkSession
from emr_desktop.demo.facility import IN_CHARGE, TRAINING_PASSWORD, make_demo
from emr_desktop.exchange.record import VisitRecord
from emr_desktop.exchange.record_filter import without_sensitive
from emr_desktop.exchange.record_reading import read_visits
from emr_desktop.facility.service import unlock
from sync.targets.fhir.mapping import visit_bundle
from sync.targets.hdu.mapping import visit_block

FACILITY = "101168-3"
# The codes that R4 binds and that structure checks by library let pass.
_BOUND: dict[str, dict[str, set[str]]] = {
    "Encounter": {"status": {"finished", "entered-in-error"}},
    "Observation": {"status": {"registered", "final", "entered-in-error"}},
    "ServiceRequest": {
        "status": {"active", "completed", "entered-in-error"},
        "intent": {"order"},
        "priority": {"routine", "urgent", "asap", "stat"},
    },
    "DiagnosticReport": {"status": {"final", "corrected", "entered-in-error"}},
    "MedicationRequest": {"status": {"active", "completed", "entered-in-error"}, "intent": {"order"}},
    "Procedure": {"status": {"completed", "entered-in-error"}},
    "ClinicalImpression": {"status": {"completed", "entered-in-error"}},
    "Patient": {"gender": {"male", "female", "unknown"}},
}
_REQUIRED = ("visitDetails", "outcomeDetails", "demographicDetails", "identifiers", "mrn")


@pytest.fixture
def training(tmp_path: Path, device_folder: Path) -> Iterator[WorkSession]:
    make_demo(tmp_path / "demo", months=1, per_day=16, until=date(2026, 10, 31))
    work = unlock(tmp_path / "demo", username=IN_CHARGE, password=TRAINING_PASSWORD)
    yield work
    work.database.close()


def all_visits(work: WorkSession) -> list[VisitRecord]:
    with work.database.read() as session:
        ids = session.scalars(select(Visit.id).order_by(Visit.id)).all()
        found = read_visits(session, ids)
    return [found[each] for each in ids]


@pytest.mark.slow
def test_every_visit(training: WorkSession) -> None:
    records = all_visits(training)
    assert len(records) > 250
    for record in records:
        for told in (record, without_sensitive(record)):
            bundle = json.loads(visit_bundle(told, facility_code=FACILITY))
            assert Bundle(bundle, strict=True).as_json() == bundle
            for entry in bundle["entry"]:
                resource = entry["resource"]
                for name, allowed in _BOUND.get(resource["resourceType"], {}).items():
                    assert resource.get(name) in allowed, (resource["resourceType"], name)
            block = visit_block(told, facility_code=FACILITY, facility_name="Mafunzo")
            assert all(block[name] for name in _REQUIRED)
            assert all(each["diagnosisCode"] for each in block["diagnosisDetails"])


def test_reading_many_visits_asks_no_more_than_reading_few(training: WorkSession) -> None:
    def queries(count: int) -> int:
        asked: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
            asked.append(statement)

        with training.database.read() as session:
            ids = session.scalars(select(Visit.id).limit(count)).all()
            engine = session.get_bind()
            event.listen(engine, "before_cursor_execute", note)
            try:
                read_visits(session, ids)
            finally:
                event.remove(engine, "before_cursor_execute", note)
        return len(asked)

    few, many = queries(5), queries(200)
    assert many <= few + 3  # tables that are empty for few
    assert many <= 32
