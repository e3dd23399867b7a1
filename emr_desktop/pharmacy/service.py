"""The verbs of the pharmacy: read a prescription, say what was given, send the patient home."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db.models import DispenseLine, Draft, Prescription, Staff, Visit
from emr_desktop.access.work_session import WorkSession
from emr_desktop.changes import Changes, Written
from emr_desktop.errors import EmrError, ValidationError
from emr_desktop.identity import new_id
from emr_desktop.pharmacy.rows import DispenseEntry, Dispensing, OrderLine
from emr_desktop.pharmacy.rules import settled
from emr_desktop.queue.drafts import dispensing_draft_id
from emr_desktop.queue.flow import VisitFlow
from emr_desktop.queue.passes import present_pass
from emr_desktop.visits.records import read_visit
from emr_desktop.visits.rows import VisitForm, VisitRow


class PharmacyService:
    """Dispensing of what a saved visit prescribes. Stock is not counted here."""

    def __init__(self, *, work: WorkSession, flow: VisitFlow) -> None:
        self._work = work
        self._flow = flow

    def read(self, visit_id: uuid.UUID) -> Dispensing:
        """A prescription with what was answered so far (audited as a view).

        Of a visit marked sensitive, who may not read it sees the medicines and the patient, nothing else.

        Raises:
            EmrError: ``visit.missing visit.voided``.
        """
        self._work.require("pharmacy.dispense")
        with self._work.database.write.begin() as session:
            visit = self._visit(session, visit_id)
            found = self._dispensing(session, visit)
            self._work.audit(
                session, "pharmacy.viewed", entity="visit", entity_id=visit_id, patient_id=visit.patient_id
            )
        return found

    def dispense(
        self, visit_id: uuid.UUID, entries: Sequence[DispenseEntry], *, send: bool = True
    ) -> Written[Dispensing]:
        """Keep what was given; with ``send`` every medicine must be answered, and the patient goes on.

        The draft of the answers goes then too. The same answer again changes nothing. Another answer replaces
        the first, which stays readable.

        Raises:
            ValidationError: at ``lines.<place>.<part>``: as ``pharmacy.rules.settled``, and
                ``pharmacy.not_answered``.
            EmrError: ``pharmacy.changed`` when the clinician changed the prescription meanwhile,
                ``queue.taken visit.missing visit.voided``.
        """
        self._work.require("pharmacy.dispense")
        hand = self._flow.hand()
        with self._work.database.write.begin() as session:
            visit = self._visit(session, visit_id)
            if present_pass(session, visit_id) is not None:
                self._flow.mine(session, visit_id, seen_at=None)
            before = self._dispensing(session, visit)
            places = {line.prescription_id: place for place, line in enumerate(before.lines)}
            written: list[str] = []
            for entry in entries:
                if entry.prescription_id not in places:
                    raise EmrError("pharmacy.changed")
                place = places[entry.prescription_id]
                line = before.lines[place]
                entry = settled(entry, ordered=line.order.quantity, place=place)
                if entry == line.answer:
                    continue
                self._replace(session, visit_id, line.order.medicine)
                session.add(
                    DispenseLine(
                        id=new_id(),
                        visit_id=visit_id,
                        medicine=line.order.medicine,
                        ordered=line.order.quantity,
                        answered_at=hand.at,
                        answered_by=hand.staff_id,
                        **vars(entry),
                    )
                )
                written.append(line.order.medicine)
            session.flush()
            found = self._dispensing(session, visit)
            if send:
                for place, line in enumerate(found.lines):
                    if line.answer is None:
                        raise ValidationError(f"lines.{place}.answer", "pharmacy.not_answered")
                session.execute(delete(Draft).where(Draft.id == dispensing_draft_id(visit_id)))
            if written:
                self._work.audit(
                    session,
                    "pharmacy.dispensed",
                    entity="visit",
                    entity_id=visit_id,
                    patient_id=visit.patient_id,
                    detail={"medicines": written},
                )
            sent = send and self._send(session, visit)
        changed = ["dispensing"] if written else []
        return Written(found, Changes.of(*changed, *(["queue"] if sent else [])))

    def _send(self, session: Session, visit: Visit) -> bool:
        stay = present_pass(session, visit.id)
        if stay is None or stay.station != "pharmacy":
            return False
        self._flow.forward(session, visit, stay)
        return True

    def _visit(self, session: Session, visit_id: uuid.UUID) -> Visit:
        visit = session.get(Visit, visit_id)
        if visit is None:
            raise EmrError("visit.missing")
        if visit.voided_at is not None:
            raise EmrError("visit.voided")
        return visit

    def _replace(self, session: Session, visit_id: uuid.UUID, medicine: str) -> None:
        for line in session.scalars(
            select(DispenseLine).where(
                DispenseLine.visit_id == visit_id,
                DispenseLine.medicine == medicine,
                DispenseLine.replaced_at.is_(None),
            )
        ):
            line.replaced_at = self._work.clock.now()

    def _dispensing(self, session: Session, visit: Visit) -> Dispensing:
        row = self._for_the_counter(visit, read_visit(session, visit))
        ids = list(
            session.scalars(
                select(Prescription.id)
                .where(Prescription.visit_id == visit.id)
                .order_by(Prescription.position)
            )
        )
        answers = {
            line.medicine: (line, name)
            for line, name in session.execute(
                select(DispenseLine, Staff.full_name)
                .outerjoin(Staff, Staff.id == DispenseLine.answered_by)
                .where(DispenseLine.visit_id == visit.id, DispenseLine.replaced_at.is_(None))
            )
        }
        lines: list[OrderLine] = []
        for prescription_id, order in zip(ids, row.form.prescriptions, strict=True):
            line, name = answers.get(order.medicine, (None, None))
            answer = None
            if line is not None and line.ordered == order.quantity:  # else the order changed: asked again
                answer = DispenseEntry(
                    prescription_id=prescription_id,
                    answer=line.answer,
                    given=line.given,
                    reason=line.reason,
                    reason_words=line.reason_words,
                )
            lines.append(
                OrderLine(
                    prescription_id=prescription_id,
                    order=order,
                    answer=answer,
                    answered_at=None if answer is None or line is None else line.answered_at,
                    answered_by=name if answer is not None else None,
                )
            )
        return Dispensing(visit=row, lines=tuple(lines), visit_private=visit.sensitive)

    def _for_the_counter(self, visit: Visit, row: VisitRow) -> VisitRow:
        if not visit.sensitive or self._work.may("visit.sensitive"):
            return row
        form = row.form
        bare = VisitForm(
            id=form.id,
            patient_id=form.patient_id,
            visit_date=form.visit_date,
            visit_type=form.visit_type,
            payer=form.payer,
            prescriptions=form.prescriptions,
        )
        return replace(row, form=bare, malaria_test=None)
