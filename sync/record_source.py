"""Reads the records that claims speak of, with the target's filter applied, for any wire form."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Delivery, Facility
from emr_desktop.exchange.record import PatientRecord, VisitRecord
from emr_desktop.exchange.record_filter import patient_without_sensitive, without_sensitive
from emr_desktop.exchange.record_reading import read_patients, read_visits
from sync.claims import MAY_HAVE_ARRIVED, Claim
from sync.problems import Kind
from sync.record_line import KeptBack
from sync.record_plan import PATIENT, VISIT
from sync.target_state import Address

SENSITIVE = "sensitive"  # of a target's details: True lets marked things go there


def may_have_sensitive(address: Address) -> bool:
    """Whether what is marked (HIV, violence, mental health) may go to a target; kept back unless decided."""
    return address.details.get(SENSITIVE) is True


@dataclass(frozen=True, kw_only=True)
class RecordSource:
    """What some claims need, read at once."""

    visits: dict[uuid.UUID, VisitRecord]
    patients: dict[uuid.UUID, PatientRecord]
    with_sensitive: bool
    earlier: dict[uuid.UUID, list[bytes]] = field(default_factory=dict)  # of a visit, oldest first
    facility_code: str = ""

    def visit(self, claimed: Claim) -> VisitRecord:
        """The visit of a claim as the target may know it.

        Raises:
            KeptBack: ``delivery.void_before_sent``: it was voided, and the target never heard of it.
        """
        assert claimed.entity_id is not None  # noqa: S101 - records have one
        record = self.visits[claimed.entity_id]
        if record.is_void and not self.earlier.get(record.id):
            raise KeptBack("delivery.void_before_sent")
        return record if self.with_sensitive else without_sensitive(record)

    def patient(self, patient_id: uuid.UUID | None) -> PatientRecord:
        """A patient as the target may know them."""
        assert patient_id is not None  # noqa: S101 - records have one
        record = self.patients[patient_id]
        return record if self.with_sensitive else patient_without_sensitive(record)


def read_source(session: Session, address: Address, claims: Sequence[Claim]) -> RecordSource:
    """Read what these claims need, in a fixed number of queries."""
    visits = [each.entity_id for each in claims if each.kind == VISIT and each.entity_id]
    people = [each.entity_id for each in claims if each.kind == PATIENT and each.entity_id]
    patients = read_patients(session, people) if people else {}
    others = {each.merged_into.id for each in patients.values() if each.merged_into} - set(patients)
    if others:
        patients |= read_patients(session, list(others))
    return RecordSource(
        visits=read_visits(session, visits) if visits else {},
        patients=patients,
        with_sensitive=may_have_sensitive(address),
        earlier=_earlier(session, address.id, visits),
        facility_code=session.scalars(select(Facility.code)).one(),
    )


def _earlier(
    session: Session, target_id: uuid.UUID, visits: Sequence[uuid.UUID]
) -> dict[uuid.UUID, list[bytes]]:
    """What may have arrived there of these visits before, by hand as well; a refused one told nothing."""
    found: dict[uuid.UUID, list[bytes]] = defaultdict(list)
    if not visits:
        return found
    for entity_id, payload, details in session.execute(
        select(Delivery.entity_id, Delivery.payload, Delivery.details)
        .where(
            Delivery.entity_id.in_(visits),
            Delivery.target_id == target_id,
            Delivery.kind == VISIT,
            Delivery.payload.is_not(None),
        )
        .order_by(Delivery.number)
    ):
        # What was refused told nothing, unless an earlier attempt may have got through.
        refused = details.get("problem_kind") == Kind.MEANING and not details.get(MAY_HAVE_ARRIVED)
        if entity_id is not None and payload is not None and not refused:
            found[entity_id].append(payload)
    return found
