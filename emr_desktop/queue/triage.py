"""The verbs of the triage: what is measured and seen in an open visit, and how urgent it is."""

from __future__ import annotations

import uuid
from dataclasses import replace

from sqlalchemy import delete
from sqlalchemy.orm import Session

from db.models import Draft, Patient, Visit, Vitals
from emr_desktop.access.work_session import WorkSession
from emr_desktop.changes import Changes, Written
from emr_desktop.errors import EmrError, StaleVersion, ValidationError
from emr_desktop.identity import new_id
from emr_desktop.queue import reading, rules
from emr_desktop.queue.drafts import triage_draft_id
from emr_desktop.queue.flow import VisitFlow
from emr_desktop.queue.records import keep_triage, triage_of, triage_row
from emr_desktop.queue.rows import PRIORITIES, QueueRow, StartForm, TriageForm, TriageRow
from emr_desktop.reference.urgency import danger_signs
from emr_desktop.visits import rules as visit_rules
from emr_desktop.visits.records import form_of, keep_revision, read_visit
from emr_desktop.visits.rows import VisitForm, VisitRow


class TriageService:
    """Reading and saving the triage of a visit."""

    def __init__(self, *, work: WorkSession, flow: VisitFlow) -> None:
        self._work = work
        self._flow = flow

    def read(self, visit_id: uuid.UUID) -> tuple[VisitRow, TriageRow]:
        """An open visit and its triage (audited as a view).

        Raises:
            PermissionRefused: ``visit.view``; of a visit marked sensitive ``visit.sensitive``.
            EmrError: ``visit.missing``.
        """
        self._work.require("visit.view")
        with self._work.database.write.begin() as session:
            visit = session.get(Visit, visit_id)
            if visit is None:
                raise EmrError("visit.missing")
            self._work.require_visit(visit_id, sensitive=visit.sensitive)
            found = read_visit(session, visit), triage_row(triage_of(session, visit_id))
            self._work.audit(
                session, "visit.viewed", entity="visit", entity_id=visit_id, patient_id=visit.patient_id
            )
        return found

    def urgency(self, form: TriageForm) -> rules.Urgency:
        """What the form asks for, as it stands; writes nothing.

        Raises:
            EmrError: ``visit.patient_missing``.
        """
        with self._work.database.read() as session:
            return self._urgency(form, self._flow.patient(session, form.patient_id))

    def save(self, form: TriageForm, *, send: bool = True) -> Written[QueueRow]:
        """Save the triage whole and, with ``send``, let the patient wait for the consultation.

        A visit that is not there is begun. Saving the same form again changes nothing. A danger sign or a
        dangerous measurement raises the priority; one that a person chose is never lowered.

        Raises:
            ValidationError: a measurement is impossible, a sign is unknown, the complaint is too long.
            StaleVersion: somebody else wrote into the visit since ``expected_version``.
            EmrError: ``queue.already_seen queue.taken queue.not_waiting visit.voided visit.patient_missing``.
        """
        self._work.require("triage.save")
        if form.priority not in (None, *PRIORITIES):
            raise ValidationError("priority", "queue.priority_unknown", priority=form.priority)
        for sign in form.signs:
            if sign not in danger_signs():
                raise ValidationError("signs", "queue.sign_unknown", sign=sign)
        hand = self._flow.hand()
        with self._work.database.write.begin() as session:
            patient = self._flow.patient(session, form.patient_id)
            present = session.get(Visit, form.visit_id)
            if present is None:
                visit = self._flow.begin(
                    session,
                    StartForm(
                        id=form.visit_id,
                        patient_id=form.patient_id,
                        visit_type=form.visit_type,
                        payer=form.payer,
                        exemption=form.exemption,
                        station="triage",
                    ),
                )
                is_new = True
            else:
                visit, is_new = present, False
            before = form_of(session, visit)
            wanted = visit_rules.cleaned(_filled(before, form))
            for problem in visit_rules.problems(
                wanted, birth_date=patient.birth_date, today=self._work.clock.today()
            ):
                raise problem
            found = self._urgency(form, patient)
            if not is_new and self._is_saved(session, visit, before, wanted, form):
                session.execute(delete(Draft).where(Draft.id == triage_draft_id(form.visit_id)))
                return Written(self._flow.row(session, visit), Changes.of())
            if visit.status != "open":
                raise EmrError("queue.already_seen")
            if not is_new:
                _, stay = self._flow.mine(session, form.visit_id, seen_at=None)
                if form.expected_version not in (None, visit.version):
                    raise StaleVersion("visit", read_visit(session, visit))
            else:
                _, stay = self._flow.waiting(session, form.visit_id)
            if wanted != before:
                self._write(session, visit, before, wanted)
            triage = keep_triage(
                session,
                form.visit_id,
                found,
                signs=form.signs,
                signs_asked=form.signs_asked,
                chosen=form.priority,
                by=hand,
            )
            session.execute(delete(Draft).where(Draft.id == triage_draft_id(form.visit_id)))
            self._flow.audit(
                session,
                "triage.saved",
                visit,
                version=visit.version,
                priority=triage.priority,
                signs=list(form.signs),
            )
            if send and stay.station in ("reception", "triage"):
                stay.taken_by = stay.taken_by or hand.staff_id
                stay.taken_at = stay.taken_at or hand.at
                self._flow.forward(session, visit, stay, to="consultation")
            row = self._flow.row(session, visit)
        return Written(row, Changes.of("queue", "visit", "draft", patient_id=form.patient_id))

    def _urgency(self, form: TriageForm, patient: Patient) -> rules.Urgency:
        days = rules.age_days(patient.birth_date, self._work.clock.today())
        return rules.urgency(form.vitals, form.signs, days=days, pregnant=form.pregnancy == "pregnant")

    def _is_saved(
        self, session: Session, visit: Visit, before: VisitForm, wanted: VisitForm, form: TriageForm
    ) -> bool:
        """Say whether a crash after the save made the person press the key again."""
        triage = triage_of(session, visit.id)
        return (
            triage is not None
            and triage.done_at is not None
            and before == wanted
            and tuple(triage.signs) == form.signs
            and triage.signs_asked == form.signs_asked
            and reading.read_one(session, visit.id, now=self._work.clock.now()) is not None
            and visit.station != "triage"
        )

    def _write(self, session: Session, visit: Visit, before: VisitForm, wanted: VisitForm) -> None:
        hand = self._flow.hand()
        keep_revision(session, visit, before, at=hand.at, by=hand.staff_id, parts=(Vitals,))
        for name in ("complaint", "pregnancy", "pregnancy_weeks"):
            setattr(visit, name, getattr(wanted, name))
        if not wanted.vitals.is_empty:
            session.add(Vitals(id=new_id(), visit_id=visit.id, taken_at=hand.at, **vars(wanted.vitals)))
        visit.version += 1
        visit.updated_at, visit.updated_by = hand.at, hand.staff_id
        session.flush()


def _filled(before: VisitForm, form: TriageForm) -> VisitForm:
    return replace(
        before,
        vitals=form.vitals,
        complaint=form.complaint,
        pregnancy=form.pregnancy,
        pregnancy_weeks=form.pregnancy_weeks,
    )
