"""The verbs on patients."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from db.models import Draft, Patient, Visit
from db.search import Candidate, seen_lately
from emr_desktop.access.work_session import WorkSession
from emr_desktop.changes import Changes, Written
from emr_desktop.clock import local
from emr_desktop.errors import EmrError, StaleVersion, ValidationError
from emr_desktop.outbox.events import record_event
from emr_desktop.patients import rules
from emr_desktop.patients.duplicates import find_duplicates
from emr_desktop.patients.finding import RecentPatients, Vocabulary, find
from emr_desktop.patients.following import follow_patient
from emr_desktop.patients.numbers import take_numbers
from emr_desktop.patients.records import (
    allergies_of,
    change_patient,
    form_of_row,
    insert_patient,
    patient_row,
    read_row,
    rows_by_id,
    same_content,
    say_none_known,
)
from emr_desktop.patients.rows import DuplicateHint, PatientForm, PatientHit, PatientRow
from emr_desktop.reference.localities import Place
from emr_desktop.reference.no_allergy import says_no_allergy

# Searching while typing is one search: within this time and as long as the text only grows or shrinks.
_ONE_SEARCH = timedelta(seconds=20)


class PatientService:
    """Registering, correcting, finding. One instance for a session, used from one thread at a time."""

    def __init__(self, *, work: WorkSession) -> None:
        self._work = work
        self._vocabulary = Vocabulary()
        self._recent = RecentPatients()
        self._last_search: tuple[datetime, str] | None = None
        self._compared: set[uuid.UUID] = set()

    def check(self, form: PatientForm) -> tuple[ValidationError, ...]:
        """List everything that would keep the form from being saved; writes nothing."""
        today = self._work.clock.today()
        return rules.problems(rules.cleaned(form, today=today), today=today)

    def register(self, form: PatientForm) -> Written[PatientRow]:
        """Register a patient under ``form.id``; a second call with the same id and content changes nothing.

        An allergy field that says "none" means that the patient was asked today and knows of none.

        Raises:
            ValidationError: a field is wrong (name missing, born in the future or over 130 years ago, ...).
            StaleVersion: the id is registered with other content; ``correct`` is for that.
        """
        self._work.require("patient.register")
        now = self._work.clock.now()
        none_known = any(map(says_no_allergy, form.allergies))
        form = self._ready(form)
        with self._work.database.write.begin() as session:
            existing = session.get(Patient, form.id)
            if existing is not None:
                return self._registered_before(session, existing, form)
            self._refuse_taken_source(session, form)
            birth = rules.birth_of(form, today=self._work.clock.today())
            self._check_mother(session, form, birth.date)
            number = take_numbers(
                session,
                device_id=self._work.device_id,
                facility_code=self._work.facility.code,
                year=local(now).year,
            )[0]
            staff = self._work.actor.staff_id
            insert_patient(session, form, birth, number=number, at=now, by=staff)
            if none_known and not form.allergies:
                say_none_known(session, form.id, on=self._work.clock.today(), at=now, by=staff)
            self._finish(session, form.id, "patient.registered", at=now)
            row = read_row(session, form.id)
            assert row is not None  # noqa: S101
        return Written(row, Changes.of("patient", patient_id=form.id))

    def correct(self, form: PatientForm) -> Written[PatientRow]:
        """Correct a patient whose version is ``form.expected_version``.

        A new sex or birth date is carried to the counting columns of the patient's visits, so that each month
        says what the record says.

        Raises:
            ValidationError: a field is wrong, or a visit would lie before the birth.
            StaleVersion: someone else corrected it meanwhile.
            EmrError: ``patient.missing``, ``patient.merged``, ``patient.version_missing``.
        """
        self._work.require("patient.change")
        if form.expected_version is None:
            raise EmrError("patient.version_missing")
        now = self._work.clock.now()
        form = self._ready(form)
        with self._work.database.write.begin() as session:
            patient = session.get(Patient, form.id)
            if patient is None or patient.voided_at is not None:
                raise EmrError("patient.missing")
            if patient.merged_into is not None:
                raise EmrError("patient.merged", number=patient.number)
            form = replace(form, source=patient.source, source_id=patient.source_id)
            allergies = allergies_of(session, [patient.id]).get(patient.id, ())
            birth = self._birth_for(patient, form)
            self._check_mother(session, form, birth.date)
            if same_content(patient, allergies, form, birth):
                return Written(patient_row(patient, allergies), Changes.of())
            if patient.version != form.expected_version:
                raise StaleVersion("patient", patient_row(patient, allergies))
            changed = change_patient(session, patient, form, birth, at=now, by=self._work.actor.staff_id)
            visits = 0
            if "sex" in changed or "birth_date" in changed:
                visits = self._recount_visits(session, patient)
            self._finish(
                session,
                form.id,
                "patient.corrected",
                at=now,
                detail={"fields": list(changed), "visits": visits},
            )
            row = read_row(session, form.id)
            assert row is not None  # noqa: S101
        kinds = ("patient", "visit") if visits else ("patient",)
        return Written(row, Changes.of(*kinds, patient_id=form.id))

    def get(self, patient_id: uuid.UUID) -> PatientRow:
        """Read one patient (audited as a view); of a record that was merged, the one it became.

        Raises:
            EmrError: ``patient.missing``.
        """
        self._work.require("patient.view")
        with self._work.database.write.begin() as session:
            patient = session.get(Patient, patient_id)
            if patient is not None and patient.merged_into is not None:
                patient_id = patient.merged_into
            row = read_row(session, patient_id)
            if row is None:
                raise EmrError("patient.missing")
            self._work.audit(
                session, "patient.viewed", entity="patient", entity_id=patient_id, patient_id=patient_id
            )
        return row

    def search(self, text: str, *, limit: int = 20) -> tuple[PatientHit, ...]:
        """Find by name, number, phone, village in any order with forgiving spelling, best first.

        Any text may be given; one that asks for nothing gives nothing. Typing on is one search in the audit
        trail, which keeps the length of the text, never the text.
        """
        self._work.require("patient.search")
        with self._work.database.read() as session:
            found = find(
                session,
                text,
                vocabulary=self._vocabulary,
                recent=self._recent,
                today=self._work.clock.today(),
                limit=limit,
            )
            hits = self._hits(session, found)
        self._audit_search(text, len(hits))
        return hits

    def seen_lately(self, *, limit: int = 20) -> tuple[PatientHit, ...]:
        """Patients with the newest visits, for an empty search box."""
        self._work.require("patient.search")
        with self._work.database.read() as session:
            found = [(0.0, candidate) for candidate in seen_lately(session, limit=limit)]
            hits = self._hits(session, found)
        hits = tuple(sorted(hits, key=lambda hit: hit.last_visit or date.min, reverse=True))
        self._audit_search("", len(hits))
        return hits

    def known_places(self, *, limit: int = 200) -> tuple[Place, ...]:
        """Where the patients of this facility live, the commonest place first; names nobody."""
        self._work.require("patient.search")
        columns = (Patient.region, Patient.council, Patient.ward, Patient.village)
        with self._work.database.read() as session:
            rows = session.execute(
                select(*columns)
                .where(Patient.village.is_not(None), Patient.merged_into.is_(None))
                .group_by(*columns)
                .order_by(func.count().desc(), Patient.village)
                .limit(limit)
            ).all()
        return tuple(Place(*(name or "" for name in row)) for row in rows)

    def likely_duplicates_of(self, patient_id: uuid.UUID, *, limit: int = 5) -> tuple[DuplicateHint, ...]:
        """Who else is registered and may be this patient.

        Raises:
            EmrError: ``patient.missing``.
        """
        self._work.require("patient.search")
        with self._work.database.read() as session:
            row = read_row(session, patient_id)
        if row is None:
            raise EmrError("patient.missing")
        return self.likely_duplicates(form_of_row(row), limit=limit)

    def likely_duplicates(self, form: PatientForm, *, limit: int = 5) -> tuple[DuplicateHint, ...]:
        """Who is already here and may be the same person; works on a half-filled form."""
        self._work.require("patient.search")
        today = self._work.clock.today()
        form = rules.cleaned(form, today=today)
        try:
            born = rules.birth_of(form, today=today).date
        except ValidationError:
            born = None
        with self._work.database.read() as session:
            hints = find_duplicates(
                session, form, born, vocabulary=self._vocabulary, today=today, limit=limit
            )
        if hints and form.id not in self._compared:
            with self._work.database.write.begin() as session:
                self._work.audit(session, "patient.compared", detail={"results": len(hints)})
            self._compared.add(form.id)
        return hints

    def _ready(self, form: PatientForm) -> PatientForm:
        today = self._work.clock.today()
        form = rules.cleaned(form, today=today)
        for problem in rules.problems(form, today=today):
            raise problem
        return form

    def _registered_before(
        self, session: Session, patient: Patient, form: PatientForm
    ) -> Written[PatientRow]:
        allergies = allergies_of(session, [patient.id]).get(patient.id, ())
        row = patient_row(patient, allergies)
        if patient.version == 1 and same_content(patient, allergies, form, self._birth_for(patient, form)):
            session.execute(delete(Draft).where(Draft.id == form.id))
            return Written(row, Changes.of())
        raise StaleVersion("patient", row)

    def _birth_for(self, patient: Patient, form: PatientForm) -> rules.BirthDate:
        """An age is worked out from the day it was first said, so that saying it again is no change.

        Nor is saying again the date that was worked out then.
        """
        today = self._work.clock.today()
        if (
            form.birth_date_estimated
            and form.birth_date == patient.birth_date
            and patient.birth_precision != "day"
        ):
            return rules.BirthDate(patient.birth_date, patient.birth_precision)
        if form.birth_date is None:
            then = rules.birth_of(form, today=local(patient.created_at).date())
            if (then.date, then.precision) == (patient.birth_date, patient.birth_precision):
                return then
        return rules.birth_of(form, today=today)

    def _check_mother(self, session: Session, form: PatientForm, born: date) -> None:
        if form.mother_id is None:
            return
        mother = read_row(session, form.mother_id)
        if mother is None:
            raise ValidationError("mother_id", "patient.missing")
        rules.check_mother(mother, born=born)

    def _refuse_taken_source(self, session: Session, form: PatientForm) -> None:
        if form.source_id is None:
            return
        taken = select(Patient.id).where(Patient.source == form.source, Patient.source_id == form.source_id)
        if session.scalar(taken) is not None:
            raise ValidationError("source_id", "patient.source_taken")

    def _recount_visits(self, session: Session, patient: Patient) -> int:
        born = patient.birth_date
        first = session.scalar(
            select(func.min(Visit.visit_date)).where(
                Visit.patient_id == patient.id, Visit.voided_at.is_(None)
            )
        )
        if first is not None and first < born:
            raise ValidationError("birth_date", "patient.born_after_visit", date=first.isoformat())
        return follow_patient(session, patient)

    def _finish(
        self,
        session: Session,
        patient_id: uuid.UUID,
        action: str,
        *,
        at: datetime,
        detail: dict[str, object] | None = None,
    ) -> None:
        # Only the own: what somebody else was typing about this patient is not lost.
        session.execute(
            delete(Draft).where(Draft.id == patient_id, Draft.staff_id == self._work.actor.staff_id)
        )
        self._work.audit(
            session, action, entity="patient", entity_id=patient_id, patient_id=patient_id, detail=detail
        )
        record_event(session, "patient.saved", at=at, entity_id=patient_id)

    def _hits(self, session: Session, found: list[tuple[float, Candidate]]) -> tuple[PatientHit, ...]:
        ids = [candidate.patient_id for _, candidate in found]
        rows = rows_by_id(session, ids)
        return tuple(
            PatientHit(
                patient=rows[patient_id],
                score=round(score, 1),
                last_visit=date.fromisoformat(one.newest_visit) if one.newest_visit else None,
            )
            for patient_id, (score, one) in zip(ids, found, strict=True)
            if patient_id in rows
        )

    def _audit_search(self, text: str, results: int) -> None:
        now = self._work.clock.now()
        if self._last_search is not None:
            at, before = self._last_search
            going_on = text.startswith(before) or before.startswith(text)
            if going_on and timedelta(0) <= now - at < _ONE_SEARCH:
                self._last_search = (at, text)
                return
        with self._work.database.write.begin() as session:
            self._work.audit(session, "patient.searched", detail={"length": len(text), "results": results})
        self._last_search = (now, text)
