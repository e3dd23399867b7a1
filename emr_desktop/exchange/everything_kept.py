"""Everything kept about one person: for somebody who asks what the facility holds, and who has looked at it.

The right of access is in Part VI of the Personal Data Protection Act 2022 [S: summaries; the text itself was
not at hand]. Who asks has to be known as that person, or as who may ask for them: people look at that.
"""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from db.models import Staff
from emr_desktop.access.audit import head_of_chain
from emr_desktop.access.head_code import head_code
from emr_desktop.access.work_session import FacilityRow, WorkSession
from emr_desktop.clock import local
from emr_desktop.errors import EmrError
from emr_desktop.exchange.kept_rows import KeptTable, kept_about
from emr_desktop.exchange.record import VisitRecord
from emr_desktop.exchange.record_reading import read_visits
from emr_desktop.patients.records import rows_by_id
from emr_desktop.patients.rows import PatientRow
from emr_desktop.trail.asking import condition, read_rows
from emr_desktop.trail.rows import TrailQuery, TrailRow

PURPOSES = ("printed", "exported")
FORMAT, VERSION = "emr-desktop-everything-kept", 1
_MOST = 100_000  # rows of the trail


@dataclass(frozen=True, kw_only=True)
class EverythingKept:
    """What the record holds of one person.

    Attributes:
        facility: whose record it is.
        patient: who it is about.
        visits: told whole, voided ones too, the newest first.
        tables: every row, the same visits among them.
        looked: what anybody did with this person's record, the newest first.
        staff: full names by id (as text): who is meant in the rows.
        head_code: of the trail when this was put together.
        made_at: on the facility's wall clock.
        made_by: full name.
    """

    facility: FacilityRow
    patient: PatientRow
    visits: tuple[VisitRecord, ...]
    tables: tuple[KeptTable, ...]
    looked: tuple[TrailRow, ...]
    staff: dict[str, str]
    head_code: str
    made_at: datetime
    made_by: str


def everything_kept(work: WorkSession, patient_id: uuid.UUID, *, purpose: str = "exported") -> EverythingKept:
    """Put together what is kept about a person, for a paper (``printed``) or a file (``exported``).

    Records that were merged into this one are in it, and so is what was voided, and what is marked sensitive.

    Raises:
        PermissionRefused: ``patient.everything``.
        PasswordNeeded: it is a copy of a patient's record.
        EmrError: ``patient.missing``.
    """
    work.require("patient.everything")
    if purpose not in PURPOSES:
        raise ValueError(purpose)
    with work.database.write.begin() as session:
        patient = rows_by_id(session, [patient_id]).get(patient_id)
        if patient is None:
            raise EmrError("patient.missing")
        tables = kept_about(session, patient_id)
        seen = [uuid.UUID(row["id"]) for table in tables if table.name == "visit" for row in table.rows]
        visits = read_visits(session, seen)
        wanted = condition(session, TrailQuery(patient_id=patient_id))
        looked = read_rows(session, wanted, before=None, most=_MOST, patients=True)
        staff = {str(each.id): each.full_name for each in session.execute(select(Staff.id, Staff.full_name))}
        code = head_code(*head_of_chain(session))
        detail = {"rows": sum(len(table.rows) for table in tables), "trail": len(looked)}
        work.audit(
            session,
            f"patient.everything_{purpose}",
            entity="patient",
            entity_id=patient_id,
            patient_id=patient_id,
            detail=detail,
        )
    return EverythingKept(
        facility=work.facility,
        patient=patient,
        visits=tuple(sorted(visits.values(), key=lambda one: one.started_at, reverse=True)),
        tables=tables,
        looked=tuple(looked),
        staff=_those_named(staff, tables),
        head_code=code,
        made_at=local(work.clock.now()),
        made_by=work.actor.full_name,
    )


def kept_json(kept: EverythingKept) -> bytes:
    """The same as a JSON document: every row with every column, and the trail."""
    document = {
        "format": FORMAT,
        "version": VERSION,
        "facility": {"code": kept.facility.code, "name": kept.facility.name},
        "training": kept.facility.training,
        "made_at": kept.made_at.isoformat(timespec="seconds"),
        "made_by": kept.made_by,
        "trail_head": kept.head_code,
        "person": {"number": kept.patient.number, "name": kept.patient.full_name},
        "records": {table.name: list(table.rows) for table in kept.tables},
        "staff": kept.staff,
        "looked": [_looked(row) for row in kept.looked],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _looked(row: TrailRow) -> dict[str, Any]:
    return {
        "row": row.seq,
        "at": local(row.at).isoformat(timespec="seconds"),
        "who": row.staff,
        "action": row.action,
        "device": row.device,
        "detail": row.detail,
    }


def _those_named(staff: dict[str, str], tables: tuple[KeptTable, ...]) -> dict[str, str]:
    """The people who stand in these rows, and nobody else who works here."""
    named = {
        value for table in tables for row in table.rows for value in row.values() if isinstance(value, str)
    }
    return {key: name for key, name in staff.items() if key in named}
