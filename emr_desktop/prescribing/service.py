"""The verbs on prescribing rules, and the check that every saved visit goes through."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Allergy, Patient, Prescription, Problem, RuleDecision, Staff, Visit, Vitals
from emr_desktop.access.permissions import may
from emr_desktop.access.work_session import WorkSession
from emr_desktop.changes import Changes, Written
from emr_desktop.errors import EmrError, ValidationError
from emr_desktop.identity import new_id
from emr_desktop.patients.age import completed_months
from emr_desktop.patients.present import present_patient
from emr_desktop.patients.rows import PatientForm
from emr_desktop.patients.rules import birth_of
from emr_desktop.prescribing.allergies import read_allergy
from emr_desktop.prescribing.answers import settled
from emr_desktop.prescribing.checks import examine
from emr_desktop.prescribing.rows import INFO, Finding, Order, RuleRow, Running, StockRow, Subject
from emr_desktop.prescribing.running import LOOKED_AT, still_running
from emr_desktop.prescribing.stock import add_stock_mark, out_of_stock, stock_rows
from emr_desktop.prescribing.tables import APPROVED, Rule, RuleBook, all_rules, digest_of
from emr_desktop.reference.catalogue import medicines
from emr_desktop.visits.rows import FindingEntry, PrescriptionEntry, VisitForm

WITHDRAWN = "withdrawn"
LONGEST_REASON = 200


class PrescribingService:
    """Reading the rules in force, deciding on them, and checking a visit before it is saved."""

    def __init__(self, *, work: WorkSession) -> None:
        self._work = work

    def in_force(self) -> RuleBook:
        """The rules that count in this facility now; a screen reads them once for each patient."""
        read_allergy("penicillin")  # makes the index of names, which takes some milliseconds
        may_approve = may(self._work.actor.roles, "prescribing.approve")
        with self._work.database.read() as session:
            return _book(session).for_now(out_of_stock=out_of_stock(session), may_approve=may_approve)

    def severe_allergies(self, patient_id: uuid.UUID) -> tuple[str, ...]:
        """The substances, as written, to which a patient reacted severely."""
        self._work.require("patient.view")
        with self._work.database.read() as session:
            return tuple(
                session.scalars(
                    select(Allergy.substance).where(
                        Allergy.patient_id == patient_id,
                        Allergy.severity == "severe",
                        Allergy.voided_at.is_(None),
                    )
                )
            )

    def stock(self) -> tuple[StockRow, ...]:
        """Every medicine that was ever marked, with its newest mark; nothing is known of the others."""
        self._work.require("prescribing.view")
        with self._work.database.read() as session:
            return stock_rows(session)

    def mark_stock(self, medicine: str, *, is_out: bool) -> Written[StockRow]:
        """Say that a medicine ran out, or came back. Saying it again changes nothing.

        Raises:
            ValidationError: ``visit.medicine_unknown``.
        """
        self._work.require("prescribing.stock")
        if medicine not in medicines():
            raise ValidationError("medicine", "visit.medicine_unknown", medicine=medicine)
        actor, now = self._work.actor, self._work.clock.now()
        row = StockRow(medicine=medicine, is_out=is_out, marked_by=actor.full_name, marked_at=now)
        with self._work.database.write.begin() as session:
            if is_out == (medicine in out_of_stock(session)):
                known = (each for each in stock_rows(session) if each.medicine == medicine)
                return Written(next(known, replace(row, marked_by=None, marked_at=None)), Changes.of())
            add_stock_mark(session, medicine, is_out=is_out, at=now, by=actor.staff_id)
            self._work.audit(
                session,
                "prescribing.stock_marked",
                entity="medicine",
                detail={"medicine": medicine, "is_out": is_out},
            )
        return Written(row, Changes.of("stock"))

    def rules(self) -> tuple[RuleRow, ...]:
        """Every rule with its state and who decided it, in the order of the files."""
        self._work.require("prescribing.view")
        with self._work.database.read() as session:
            decisions = _newest(session)
            names = {row.id: row.full_name for row in session.execute(select(Staff.id, Staff.full_name))}
            return tuple(_row(rule, decisions.get(rule.id), names) for rule in all_rules().values())

    def approve(self, rule_id: str) -> Written[RuleRow]:
        """Put a rule in force, in the name of who is in. Approving it again changes nothing.

        Raises:
            EmrError: ``prescribing.rule_unknown``.
        """
        return self._decide(rule_id, APPROVED, reason=None)

    def withdraw(self, rule_id: str, *, reason: str) -> Written[RuleRow]:
        """Put a rule out of force. Withdrawing it again changes nothing.

        Raises:
            EmrError: ``prescribing.rule_unknown``.
            ValidationError: the reason is missing or too long.
        """
        reason = reason.strip()
        if not reason:
            raise ValidationError("reason", "prescribing.withdrawal_reason_missing")
        if len(reason) > LONGEST_REASON:
            raise ValidationError("reason", "visit.text_too_long", longest=LONGEST_REASON)
        return self._decide(rule_id, WITHDRAWN, reason=reason)

    def examine(self, session: Session, form: VisitForm, patient: Patient) -> tuple[FindingEntry, ...]:
        """Work out the findings of a visit about to be saved, with the answers its form brings.

        Raises:
            ValidationError: at ``prescriptions.<n>.reason`` when a serious finding has no reason.
        """
        found = self._found(session, form, sex=patient.sex, birth_date=patient.birth_date)
        return settled(found, form.findings, form.prescriptions)

    def look_at(self, form: VisitForm, *, newcomer: PatientForm | None = None) -> tuple[Finding, ...]:
        """What the checks would say if this visit were saved now, on its own day; nothing is kept.

        Args:
            form: the visit.
            newcomer: whose visit it is, while the patient is not registered yet.

        Raises:
            ValidationError: the birth of the newcomer cannot be.
            EmrError: ``visit.patient_missing``, ``visit.patient_merged``.
        """
        self._work.require("visit.save")
        with self._work.database.read() as session:
            if newcomer is not None:
                sex, born = newcomer.sex, birth_of(newcomer, today=self._work.clock.today()).date
            else:
                patient = present_patient(session, form.patient_id, missing="visit.patient_missing")
                sex, born = patient.sex, patient.birth_date
            found = self._found(session, form, sex=sex, birth_date=born)
        return tuple(one for one in found if one.severity != INFO)

    def _found(self, session: Session, form: VisitForm, *, sex: str, birth_date: date) -> tuple[Finding, ...]:
        if not form.prescriptions:
            return ()
        allergies = session.execute(
            select(Allergy.substance, Allergy.severity).where(
                Allergy.patient_id == form.patient_id, Allergy.voided_at.is_(None)
            )
        ).all()
        subject = subject_of(
            form,
            sex=sex,
            birth_date=birth_date,
            allergies=[each.substance for each in allergies],
            severe_allergies=[each.substance for each in allergies if each.severity == "severe"],
            known_weight=_last_weight(session, form),
            illnesses=_illnesses(session, form.patient_id),
            running=_running(session, form),
        )
        book = _book(session).for_now(out_of_stock=out_of_stock(session))
        orders = [
            Order(medicine=line.medicine, dose=line.dose, per_day=line.per_day, days=line.days)
            for line in form.prescriptions
        ]
        return tuple(examine(subject, orders, book))

    def _decide(self, rule_id: str, decision: str, *, reason: str | None) -> Written[RuleRow]:
        self._work.require("prescribing.approve")
        rule = all_rules().get(rule_id)
        if rule is None:
            raise EmrError("prescribing.rule_unknown", rule=rule_id)
        actor, now = self._work.actor, self._work.clock.now()
        names = {actor.staff_id: actor.full_name}
        with self._work.database.write.begin() as session:
            before = _newest(session).get(rule_id)
            if before is not None and before.decision == decision:
                names[before.decided_by] = (
                    session.scalar(select(Staff.full_name).where(Staff.id == before.decided_by)) or ""
                )
                return Written(_row(rule, before, names), Changes.of())
            decided = RuleDecision(
                id=new_id(),
                rule=rule_id,
                decision=decision,
                digest=digest_of(rule_id),
                reason=reason,
                decided_at=now,
                decided_by=actor.staff_id,
            )
            session.add(decided)
            self._work.audit(
                session,
                f"prescribing.rule_{decision}",
                entity="rule",
                detail={"rule": rule_id, "digest": digest_of(rule_id), "reason": reason},
            )
            row = _row(rule, decided, names)
        return Written(row, Changes.of("rule"))


def subject_of(
    form: VisitForm,
    *,
    sex: str,
    birth_date: date,
    allergies: Sequence[str],
    known_weight: tuple[float, date] | None,
    illnesses: Sequence[str] = (),
    running: Sequence[Running] = (),
    severe_allergies: Sequence[str] = (),
) -> Subject:
    """What the checks are told of a visit; a weight of today goes before the last known one."""
    weight, weighed = form.vitals.weight_kg, form.visit_date
    if weight is None and known_weight is not None:
        weight, weighed = known_weight
    pregnancy = form.pregnancy
    if pregnancy is None and form.visit_type == "anc" and sex == "F":
        pregnancy = "pregnant"
    return Subject(
        sex=sex,
        age_months=completed_months(birth_date, max(form.visit_date, birth_date)),
        on=form.visit_date,
        allergies=tuple(allergies),
        weight_kg=weight,
        weight_date=None if weight is None else weighed,
        pregnancy=pregnancy,
        pregnancy_weeks=form.pregnancy_weeks,
        diagnoses=tuple(entry.icd10 for entry in form.diagnoses),
        illnesses=tuple(illnesses),
        running=tuple(running),
        severe_allergies=tuple(severe_allergies),
        tests=tuple((entry.test, entry.result) for entry in form.tests),
    )


def _illnesses(session: Session, patient_id: uuid.UUID) -> Sequence[str]:
    """The active problems, those too that the person who saves may not read: a danger is a danger."""
    return session.scalars(
        select(Problem.icd10).where(
            Problem.patient_id == patient_id, Problem.status == "active", Problem.voided_at.is_(None)
        )
    ).all()


def _running(session: Session, form: VisitForm) -> tuple[Running, ...]:
    lately = (
        select(Visit.id, Visit.visit_date, Visit.created_at)
        .where(
            Visit.patient_id == form.patient_id,
            Visit.id != form.id,
            Visit.voided_at.is_(None),
            Visit.visit_date <= form.visit_date,
        )
        .order_by(Visit.visit_date.desc(), Visit.created_at.desc())
        .limit(LOOKED_AT)
        .subquery()
    )
    names = ("medicine", "dose", "per_day", "days", "quantity")
    found = session.execute(
        select(lately.c.visit_date, *(getattr(Prescription, name) for name in names))
        .join(lately, Prescription.visit_id == lately.c.id)
        .order_by(lately.c.visit_date.desc(), lately.c.created_at.desc(), Prescription.position)
    )
    ordered = ((day, PrescriptionEntry(**dict(zip(names, rest, strict=True)))) for day, *rest in found)
    return still_running(ordered, on=form.visit_date)


def _last_weight(session: Session, form: VisitForm) -> tuple[float, date] | None:
    found = session.execute(
        select(Vitals.weight_kg, Visit.visit_date)
        .join(Visit, Visit.id == Vitals.visit_id)
        .where(
            Visit.patient_id == form.patient_id,
            Visit.id != form.id,
            Visit.visit_date <= form.visit_date,
            Visit.voided_at.is_(None),
            Vitals.weight_kg.is_not(None),
        )
        .order_by(Visit.visit_date.desc(), Visit.created_at.desc())
        .limit(1)
    ).one_or_none()
    return None if found is None or found[0] is None else (found[0], found[1])


def _newest(session: Session) -> dict[str, RuleDecision]:
    """The newest decision of each rule, unless the rule says something else now."""
    newest: dict[str, RuleDecision] = {}
    for decision in session.scalars(select(RuleDecision).order_by(RuleDecision.decided_at, RuleDecision.id)):
        newest[decision.rule] = decision
    return {
        rule_id: decision
        for rule_id, decision in newest.items()
        if rule_id in all_rules() and digest_of(rule_id) == decision.digest
    }


def _book(session: Session) -> RuleBook:
    """The book of the decisions that stand; read at every save, so columns alone and made once."""
    columns = (RuleDecision.rule, RuleDecision.decision, RuleDecision.digest)
    newest = {
        rule_id: (decision, digest)
        for rule_id, decision, digest in session.execute(
            select(*columns).order_by(RuleDecision.decided_at, RuleDecision.id)
        )
    }
    return _book_of(
        tuple(
            (rule_id, decision)
            for rule_id, (decision, digest) in newest.items()
            if rule_id in all_rules() and digest_of(rule_id) == digest
        )
    )


@lru_cache(maxsize=4)
def _book_of(decisions: tuple[tuple[str, str], ...]) -> RuleBook:
    return RuleBook(dict(decisions))


def _row(rule: Rule, decision: RuleDecision | None, names: Mapping[uuid.UUID, str]) -> RuleRow:
    row = RuleRow(
        id=rule.id,
        kind=rule.kind,
        severity=rule.severity or None,
        evidence=rule.evidence,
        source=rule.source,
        shipped=rule.state,
        in_force=rule.state == APPROVED,
        text_en=rule.columns.get("text_en") or rule.columns.get("note_en") or "",
        text_sw=rule.columns.get("text_sw") or rule.columns.get("note_sw") or "",
        about=dict(rule.columns),
    )
    if decision is None:
        return row
    return replace(
        row,
        in_force=decision.decision == APPROVED,
        decision=decision.decision,
        decided_by=names.get(decision.decided_by),
        decided_by_id=decision.decided_by,
        decided_at=decision.decided_at,
        reason=decision.reason,
    )
