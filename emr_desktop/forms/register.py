"""The register: every visit of a period read anew, to compare the summary with.

The summary trusts the counting columns that were worked out when a visit was saved, and groups them in SQL.
Here each line is read by itself, those columns are worked out again, and each thing is put into its cells by
rules of its own (``register_places``), so that a fault in either way shows.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Diagnosis, LabResult, Patient, Prescription, Visit, VisitProcedure
from emr_desktop.forms.amounts import amount_of
from emr_desktop.forms.counting import visits_in_scope
from emr_desktop.forms.definition import FormDefinition
from emr_desktop.forms.facts import Fact, base_of
from emr_desktop.forms.periods import Period
from emr_desktop.forms.register_places import WrittenForm
from emr_desktop.forms.register_records import (
    RegisterRecord,
    last_weights,
    referral_facts,
    referred_in_kinds,
    register_records,
)
from emr_desktop.laboratory.rows import Subject
from emr_desktop.laboratory.rules import judge
from emr_desktop.reference.catalogue import lab_tests
from emr_desktop.visits.age import completed_months
from emr_desktop.visits.counting import malaria_test
from emr_desktop.visits.rows import LabEntry

# Facts that are columns of the visit; the others are worked out from what lies beside it.
_OF_VISIT = (
    "visit_type",
    "sex",
    "age_months",
    "new_this_year",
    "new_problem",
    "payer",
    "exemption",
    "outcome",
    "outcome_detail",
    "malaria_test",
    "pregnancy",
)


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
    medicines: list[tuple[str, int]] = field(default_factory=list)  # with the quantity
    procedures: list[str] = field(default_factory=list)
    pregnancy_weeks: int | None = None
    referral: dict[str, Fact] | None = None
    sent_by: str | None = None

    def things(self, source: str) -> Iterator[dict[str, Fact]]:
        """The facts of each thing of this visit that a source may count."""
        base = base_of(source)
        if base == "visits":
            yield self.facts
        elif base == "diagnoses":
            for diagnosis in self.diagnoses:
                yield self.facts | diagnosis
        elif base == "tests":
            for test in self.tests:
                yield self.facts | {"test": test.test, "result": test.result, "flag": self._flag(test)}
        elif base == "treatments":
            for medicine, quantity in self.medicines:
                yield self.facts | {"medicine": medicine, "quantity": quantity}
        elif base == "procedures":
            for procedure in self.procedures:
                yield self.facts | {"procedure": procedure}
        elif base == "referrals" and self.referral is not None:
            yield self.facts | self.referral
        elif base == "referrals_in" and self.sent_by is not None:
            yield self.facts | {"sent_by": self.sent_by}

    def _flag(self, test: LabEntry) -> str | None:
        known = lab_tests().get(test.test)
        if test.result is None or known is None or known.kind != "number":
            return None
        pregnancy = self.facts["pregnancy"]
        subject = Subject(
            sex=str(self.facts["sex"]),
            age_months=int(self.facts["age_months"] or 0),
            pregnant=None if pregnancy is None else pregnancy == "pregnant",
            weeks=self.pregnancy_weeks,
        )
        return judge(test.test, test.result, subject).flag


def register_lines(session: Session, definition: FormDefinition, period: Period) -> list[RegisterLine]:
    """Read the visits of the period by date."""
    lines: dict[uuid.UUID, RegisterLine] = {}
    wanted = visits_in_scope(
        definition,
        period,
        Visit.id,
        Visit.visit_date,
        Patient.birth_date,
        Patient.village,
        Visit.pregnancy_weeks,
        Visit.referred_to,
        *(getattr(Visit, name) for name in _OF_VISIT),
    )
    if not definition.asks_patients:
        wanted = wanted.join(Patient, Patient.id == Visit.patient_id)
    for visit_id, visit_date, birth_date, village, weeks, referred_to, *values in session.execute(
        wanted.order_by(Visit.visit_date)
    ):
        facts: dict[str, Fact] = dict(zip(_OF_VISIT, values, strict=True))
        facts |= {"village": village, "weight_kg": None, "referred_in": False}
        stored: Any = facts["age_months"]
        line = RegisterLine(visit_id, birth_date, visit_date, int(stored), facts, pregnancy_weeks=weeks)
        if facts["outcome"] == "referred":
            line.referral = {"urgency": None, "referred_to": referred_to, "arrived": False, "answered": False}
        lines[visit_id] = line
    inside = visits_in_scope(definition, period, Visit.id).scalar_subquery()
    _read_things(session, inside, lines)
    _read_beside(session, definition, inside, lines)
    for line in lines.values():
        if line.birth_date <= line.visit_date:
            line.facts["age_months"] = completed_months(line.birth_date, line.visit_date)
        line.facts["malaria_test"] = malaria_test(line.tests)
    return list(lines.values())


def _read_things(session: Session, inside: Any, lines: dict[uuid.UUID, RegisterLine]) -> None:
    diagnosis = (Diagnosis.icd10, Diagnosis.concept, Diagnosis.certainty, Diagnosis.severity)
    for visit_id, *values in session.execute(
        select(Diagnosis.visit_id, *diagnosis)
        .where(Diagnosis.visit_id.in_(inside))
        .order_by(Diagnosis.visit_id, Diagnosis.position)
    ):
        names = ("icd10", "concept", "certainty", "severity")
        lines[visit_id].diagnoses.append(dict(zip(names, values, strict=True)))
    for visit_id, test, result in session.execute(
        select(LabResult.visit_id, LabResult.test, LabResult.result).where(LabResult.visit_id.in_(inside))
    ):
        lines[visit_id].tests.append(LabEntry(test=test, result=result))
    for visit_id, medicine, quantity in session.execute(
        select(Prescription.visit_id, Prescription.medicine, Prescription.quantity).where(
            Prescription.visit_id.in_(inside)
        )
    ):
        lines[visit_id].medicines.append((medicine, quantity))


def _read_beside(
    session: Session, definition: FormDefinition, inside: Any, lines: dict[uuid.UUID, RegisterLine]
) -> None:
    """What few forms ask for is read for those alone."""
    facts = {name for source in definition.sources for name in definition.facts_used(source)}
    if "procedures" in definition.sources:
        for visit_id, code in session.execute(
            select(VisitProcedure.visit_id, VisitProcedure.code).where(VisitProcedure.visit_id.in_(inside))
        ):
            lines[visit_id].procedures.append(code)
    if "weight_kg" in facts:
        for visit_id, weight in last_weights(session, inside).items():
            lines[visit_id].facts["weight_kg"] = weight
    if "referred_in" in facts or "referrals_in" in definition.sources:
        for visit_id, kind in referred_in_kinds(session, inside).items():
            lines[visit_id].sent_by = kind
            lines[visit_id].facts["referred_in"] = True
    if "referrals" in definition.sources:
        for visit_id, said in referral_facts(session, inside).items():
            referral = lines[visit_id].referral
            if referral is not None:
                referral |= said


def register_count(
    lines: list[RegisterLine],
    definition: FormDefinition,
    count: str,
    records: list[RegisterRecord] | None = None,
) -> dict[tuple[str, str], list[uuid.UUID]]:
    """Count the open cells from the register: row and column -> the visits, as often as they are counted.

    Args:
        lines: the visits of the period.
        definition: the form.
        count: a key of the definition's choices.
        records: what is counted by another day than that of its visit: see ``register_records``.
    """
    found: dict[tuple[str, str], list[uuid.UUID]] = {}

    form = WrittenForm(definition)

    def add(source: str, who: uuid.UUID, facts: dict[str, Fact]) -> None:
        if not form.wants(source, count, facts):
            return
        times = 1
        if "quantity" in facts:
            times = amount_of(source, str(facts["medicine"]), int(facts["quantity"] or 0))
        for cell in form.cells(source, facts):
            found.setdefault(cell, []).extend([who] * times)

    for line in lines:
        for source in definition.sources:
            for facts in line.things(source):
                add(source, line.visit_id, facts)
    for record in records or ():
        add(record.source, record.who, record.facts)
    return found


__all__ = ["RegisterLine", "RegisterRecord", "register_count", "register_lines", "register_records"]
