"""The register: every visit of a period read anew, to compare the summary with.

The summary trusts the counting columns that were worked out when a visit was saved, and groups them in SQL.
Here each line is read by itself and those columns are worked out again, so that a fault in either way shows.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Diagnosis, LabResult, Patient, Prescription, Visit
from emr_desktop.forms.conditions import all_hold
from emr_desktop.forms.counting import visits_in_scope
from emr_desktop.forms.definition import FormDefinition
from emr_desktop.forms.facts import PATIENT_FACTS, SOURCES, Fact
from emr_desktop.forms.periods import Period
from emr_desktop.visits.age import completed_months
from emr_desktop.visits.counting import malaria_test
from emr_desktop.visits.rows import LabEntry


@dataclass
class RegisterLine:
    """One visit as the register tells it."""

    visit_id: uuid.UUID
    birth_date: date
    visit_date: date
    stored_age_months: int
    facts: dict[str, Fact]
    diagnoses: list[dict[str, Fact]] = field(default_factory=list)
    tests: list[LabEntry] = field(default_factory=list)
    medicines: list[str] = field(default_factory=list)

    def things(self, source: str) -> Iterator[dict[str, Fact]]:
        """The facts of each thing of this visit that a source may count."""
        if source == "visits":
            yield self.facts
        elif source == "diagnoses":
            for diagnosis in self.diagnoses:
                yield self.facts | diagnosis
        elif source == "tests":
            for test in self.tests:
                yield self.facts | {"test": test.test, "result": test.result}
        elif source == "treatments":
            for medicine in self.medicines:
                yield self.facts | {"medicine": medicine}


def register_lines(session: Session, definition: FormDefinition, period: Period) -> list[RegisterLine]:
    """Read the visits of the period by date."""
    names = tuple(name for name in SOURCES["visits"] if name not in PATIENT_FACTS)
    lines: dict[uuid.UUID, RegisterLine] = {}
    wanted = visits_in_scope(
        definition,
        period,
        Visit.id,
        Visit.visit_date,
        Patient.birth_date,
        Patient.village,
        *(getattr(Visit, name) for name in names),
    )
    if not definition.asks_patients:
        wanted = wanted.join(Patient, Patient.id == Visit.patient_id)
    for visit_id, visit_date, birth_date, village, *values in session.execute(
        wanted.order_by(Visit.visit_date)
    ):
        facts: dict[str, Fact] = dict(zip(names, values, strict=True))
        facts["village"] = village
        stored: Any = facts["age_months"]
        lines[visit_id] = RegisterLine(visit_id, birth_date, visit_date, int(stored), facts)
    inside = visits_in_scope(definition, period, Visit.id).scalar_subquery()
    for visit_id, icd10, certainty, severity in session.execute(
        select(Diagnosis.visit_id, Diagnosis.icd10, Diagnosis.certainty, Diagnosis.severity)
        .where(Diagnosis.visit_id.in_(inside))
        .order_by(Diagnosis.visit_id, Diagnosis.position)
    ):
        lines[visit_id].diagnoses.append({"icd10": icd10, "certainty": certainty, "severity": severity})
    for visit_id, test, result in session.execute(
        select(LabResult.visit_id, LabResult.test, LabResult.result).where(LabResult.visit_id.in_(inside))
    ):
        lines[visit_id].tests.append(LabEntry(test=test, result=result))
    for visit_id, medicine in session.execute(
        select(Prescription.visit_id, Prescription.medicine).where(Prescription.visit_id.in_(inside))
    ):
        lines[visit_id].medicines.append(medicine)
    for line in lines.values():
        if line.birth_date <= line.visit_date:
            line.facts["age_months"] = completed_months(line.birth_date, line.visit_date)
        line.facts["malaria_test"] = malaria_test(line.tests)
    return list(lines.values())


def register_count(
    lines: list[RegisterLine], definition: FormDefinition, count: str
) -> dict[tuple[str, str], list[uuid.UUID]]:
    """Count the open cells from the register: row and column -> the visits, one for each thing counted."""
    found: dict[tuple[str, str], list[uuid.UUID]] = {}
    for line in lines:
        for source in definition.sources:
            for facts in line.things(source):
                if not all_hold(definition.conditions(source, count), facts):
                    continue
                for place in definition.places(source, facts):
                    if place.is_open and place.row is not None:
                        found.setdefault((place.row, place.column), []).append(line.visit_id)
    return found
