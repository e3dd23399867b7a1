"""What is read when a patient comes onto the page, and what a new visit starts with."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from emr_desktop.clinic import Clinic
from emr_desktop.errors import ValidationError
from emr_desktop.favourites.rows import UsualForm
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientHit, PatientRow
from emr_desktop.prescribing.answers import settled
from emr_desktop.prescribing.rows import Running
from emr_desktop.prescribing.running import still_running
from emr_desktop.prescribing.tables import RuleBook
from emr_desktop.problems.rows import ProblemRow
from emr_desktop.visits import rules
from emr_desktop.visits.age import completed_months
from emr_desktop.visits.rows import DraftRow, VisitForm, VisitRow, VisitSummary
from ui.consultation.lines import LastGiven
from ui.consultation.presenter import DRAFT_KIND, Consultation
from ui.consultation.suggesting import suggested_payer

MOST_VISITS = 300


@dataclass(frozen=True)
class Opened:
    """A patient with earlier visits, newest first, and the draft that waits, if one does."""

    patient: PatientRow
    earlier: tuple[VisitSummary, ...]
    draft: DraftRow | None
    book: RuleBook = field(default_factory=RuleBook)  # the prescribing rules in force
    problems: tuple[ProblemRow, ...] = ()
    waiting: VisitRow | None = None  # the visit that reception or triage began
    severe_allergies: tuple[str, ...] = ()
    usual: tuple[UsualForm, ...] = ()  # treatments that the facility has in use

    def weight_before(self, consultation: Consultation) -> tuple[float, date] | None:
        """The newest weight in kg and its date that was taken before this visit."""
        return next(
            (
                (visit.weight_kg, visit.visit_date)
                for visit in self.earlier
                if visit.weight_kg is not None
                and visit.id != consultation.visit_id
                and visit.visit_date <= consultation.visit_date
            ),
            None,
        )

    def running(self, consultation: Consultation) -> tuple[Running, ...]:
        """The medicines of earlier visits that are not used up."""
        ordered = (
            (visit.visit_date, entry)
            for visit in self.earlier
            if visit.id != consultation.visit_id
            for entry in visit.prescriptions
        )
        return still_running(ordered, on=consultation.visit_date)

    def given_before(self, consultation: Consultation) -> LastGiven | None:
        """The newest prescription that was written before this visit."""
        return next(
            (
                LastGiven(visit.visit_date, visit.prescriptions)
                for visit in self.earlier
                if visit.prescriptions
                and visit.id != consultation.visit_id
                and visit.visit_date <= consultation.visit_date
            ),
            None,
        )

    @property
    def last_weight(self) -> tuple[float, date] | None:
        """The newest weight in kg and when it was taken."""
        return next(
            ((visit.weight_kg, visit.visit_date) for visit in self.earlier if visit.weight_kg is not None),
            None,
        )


def read_patient(clinic: Clinic, patient_id: uuid.UUID, *, left_over: bool = False) -> Opened:
    """Read all of it in the database worker.

    A visit that waits since an earlier day is gone on with only where it was chosen (``left_over``).
    """
    patient = clinic.patients.get(patient_id)  # of a record that was merged, the one it became
    drafts = (
        draft for draft in clinic.drafts.mine() if draft.kind == DRAFT_KIND and draft.patient_id == patient.id
    )
    waiting, today = clinic.visits.open_visit(patient.id), clinic.work.clock.today()
    return Opened(
        patient,
        clinic.visits.timeline(patient.id, limit=MOST_VISITS),
        next(drafts, None),
        clinic.prescribing.in_force(),
        clinic.problems.of(patient.id),
        waiting if waiting is not None and (left_over or waiting.form.visit_date == today) else None,
        clinic.prescribing.severe_allergies(patient.id),
        clinic.favourites.in_use(),
    )


def read_start(clinic: Clinic) -> tuple[Sequence[DraftRow], Sequence[PatientHit], Sequence[str]]:
    """What the page shows before a patient comes: drafts, patients seen lately, the stations in use."""
    return clinic.drafts.mine(), clinic.patients.seen_lately(limit=20), clinic.queue.stations()


def begin(patient: PatientRow, *, today: date) -> Consultation:
    """A new visit of today, with the payer that age and sex suggest."""
    months = completed_months(patient.birth_date, max(today, patient.birth_date))
    payer, exemption = suggested_payer(months, patient.sex)
    return Consultation(
        patient=patient, visit_id=new_id(), visit_date=today, payer=payer, exemption=exemption
    )


def restored(opened: Opened) -> Consultation | None:
    """The visit of the draft that waits; None without one, or when another program wrote it.

    What triage and laboratory wrote since then is filled in.
    """
    draft = opened.draft
    if draft is None:
        return None
    try:
        put_back = Consultation.from_draft(patient=opened.patient, visit_id=draft.id, content=draft.content)
    except (KeyError, TypeError, ValueError):  # the record itself is untouched
        return None
    if opened.waiting is not None and not put_back.is_correction:
        put_back.take_in(opened.waiting)
    return put_back


def checked_form(consultation: Consultation, *, today: date) -> VisitForm:
    """The form, ready to be saved.

    Raises:
        ValidationError: the first thing that is wrong, in the order of the page.
    """
    form = consultation.to_form()
    if consultation.is_empty:
        raise ValidationError("complaint", "consultation.nothing_entered")
    for problem in rules.problems(form, birth_date=consultation.patient.birth_date, today=today):
        raise problem
    found = consultation.sheet.findings(consultation)
    consultation.sheet.note(found)
    settled(found, form.findings, form.prescriptions)
    return form
