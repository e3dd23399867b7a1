"""A facility with a bare record, written row by row, for counting."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from sqlalchemy import delete, text
from sqlalchemy.orm import Session

from db import migrate
from db.engine import Database, open_database
from db.keys import Vault
from db.models import (
    AuditEntry,
    CounterReferral,
    Death,
    Diagnosis,
    FormDefinitionCopy,
    FormVersion,
    FormVersionKept,
    LabResult,
    Patient,
    PatientMerge,
    Prescription,
    Referral,
    ReferralIn,
    Setting,
    Staff,
    Visit,
    VisitProcedure,
    VisitRevision,
    Vitals,
)
from emr_desktop.access.work_session import Actor, FacilityRow, WorkSession
from emr_desktop.clock import Clock
from emr_desktop.forms.service import FormService
from emr_desktop.identity import new_id
from emr_desktop.visits.counting import counting_columns, number_in
from emr_desktop.visits.rows import LabEntry

NOW = datetime(2026, 11, 22, 8, 15, tzinfo=UTC)


@dataclass
class Desk:
    """The record, the verbs on forms, and a quick way to put a visit into the register."""

    database: Database
    work: WorkSession
    forms: FormService

    def see(
        self,
        visit_date: date,
        birth_date: date,
        sex: str = "F",
        *,
        diagnoses: tuple[Any, ...] = (),
        tests: tuple[tuple[str, str | None], ...] = (),
        medicines: tuple[str, ...] = (),
        village: str | None = None,
        new_problem: bool = True,
        new_this_year: bool = False,
        outcome: str = "home",
        payer: str = "cash",
        visit_type: str = "opd",
        pregnancy: str | None = None,
        status: str = "done",
        voided: bool = False,
    ) -> uuid.UUID:
        """Write one visit; ``diagnoses`` are codes or (code, certainty, severity)."""
        visit_id, patient_id, staff_id = new_id(), new_id(), self.work.actor.staff_id
        entries = [LabEntry(test=test, result=result) for test, result in tests]
        columns = counting_columns(birth_date, visit_date, entries)
        stamps = {"created_at": NOW, "created_by": staff_id, "updated_at": NOW, "updated_by": staff_id}
        void = {"voided_at": NOW, "voided_by": staff_id, "void_reason": "test"} if voided else {}
        with self.database.write.begin() as session:
            session.add(
                Patient(
                    id=patient_id,
                    number=f"101168-3/2026/{patient_id.hex[-6:]}{patient_id.hex[8:12]}",
                    first_name="Neema",
                    last_name="Juma",
                    sex=sex,
                    birth_date=birth_date,
                    village=village,
                    **stamps,
                )
            )
            session.flush()
            session.add(
                Visit(
                    id=visit_id,
                    patient_id=patient_id,
                    visit_type=visit_type,
                    visit_date=visit_date,
                    started_at=NOW,
                    status=status,
                    sex=sex,
                    age_months=columns.age_months,
                    malaria_test=columns.malaria_test,
                    new_this_year=new_this_year,
                    new_problem=new_problem,
                    outcome=outcome,
                    payer=payer,
                    pregnancy=pregnancy,
                    **stamps,
                    **void,
                )
            )
            session.flush()
            for position, entry in enumerate(diagnoses):
                code, certainty, severity = (entry, "confirmed", None) if isinstance(entry, str) else entry
                session.add(
                    Diagnosis(
                        id=new_id(),
                        visit_id=visit_id,
                        position=position,
                        icd10=code,
                        certainty=certainty,
                        severity=severity,
                    )
                )
            for test, result in tests:
                session.add(
                    LabResult(
                        id=new_id(), visit_id=visit_id, test=test, result=result, value=number_in(result)
                    )
                )
            for position, medicine in enumerate(medicines):
                session.add(
                    Prescription(
                        id=new_id(),
                        visit_id=visit_id,
                        position=position,
                        medicine=medicine,
                        dose=1,
                        per_day=2,
                        days=3,
                        quantity=6,
                    )
                )
        return visit_id

    def change_visit(self, visit_id: uuid.UUID, **values: object) -> None:
        with self.database.write.begin() as session:
            visit = session.get_one(Visit, visit_id)
            for name, value in values.items():
                setattr(visit, name, value)
            visit.version += 1

    def clear(self) -> None:
        with self.database.write.begin() as session:
            for table in (
                *(CounterReferral, Referral, ReferralIn, Death, Vitals, VisitProcedure),
                *(Diagnosis, LabResult, Prescription, VisitRevision, Visit, PatientMerge, Patient),
                *(FormVersionKept, FormDefinitionCopy, FormVersion, Setting),
            ):
                session.execute(delete(table))
            _forget_audit(session)

    def cells(self, period: str = "202611", **options: Any) -> dict[tuple[str, str], int]:
        """The cells that are not zero."""
        report = self.forms.show("opd", period, **options)
        return {
            (row.row, column): figure for row in report.rows for column, figure in row.cells.items() if figure
        }

    def as_role(self, *roles: str) -> FormService:
        actor = Actor(self.work.actor.staff_id, "asha", "Asha Mrisho", roles)
        return FormService(work=WorkSession(**{**vars(self.work), "actor": actor}))


def _forget_audit(session: Session) -> None:
    """Empty the trail too, in spite of its triggers: each test has a clock of its own."""
    triggers = session.execute(
        text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_entry'")
    ).all()
    for name, _ in triggers:
        session.execute(text(f'DROP TRIGGER "{name}"'))
    session.execute(delete(AuditEntry))
    for _, made in triggers:
        session.execute(text(made))


@pytest.fixture(scope="session")
def make_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Desk]]:
    folder: Path = tmp_path_factory.mktemp("forms")
    database = open_database(folder / "clinic.db", b"k" * 32)
    migrate.upgrade(database)
    staff_id = new_id()
    with database.write.begin() as session:
        session.add(
            Staff(
                id=staff_id,
                username="asha",
                full_name="Asha Mrisho",
                cadre="Clinical Officer",
                roles=["in_charge"],
                created_at=NOW,
            )
        )
    work = WorkSession(
        database=database,
        clock=Clock(now=lambda: NOW),
        actor=Actor(staff_id, "asha", "Asha Mrisho", ("in_charge",)),
        facility=FacilityRow(
            id=new_id(),
            code="101168-3",
            name="Buigiri Dispensary",
            type="dispensary",
            region="Dodoma",
            council="Chamwino DC",
            ward="Buigiri",
            phone="+255262320000",
            language="sw",
            training=False,
            incarnation=new_id(),
        ),
        device_id=new_id(),
        vault=cast("Vault", SimpleNamespace(audit_key=b"a" * 32)),
    )
    desk = Desk(database, work, FormService(work=work))
    yield lambda: desk
    database.close()


@pytest.fixture
def desk(make_desk: Callable[[], Desk]) -> Desk:
    """An empty register; the file is shared, its visits are cleared before each test."""
    one = make_desk()
    one.clear()
    return one
