"""Carries out what Hypothesis drew, by the real verbs; a plain model keeps count.

The model knows which visits hold, whose they are and on which day; what the program says of them comes from
its export alone and is compared with the model before anything is counted by it.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from emr_desktop.clinic import Clinic
from emr_desktop.clock import EAST_AFRICA
from emr_desktop.deaths.rows import DeathForm
from emr_desktop.errors import EmrError, ValidationError
from emr_desktop.exchange.endings import write_entry
from emr_desktop.exchange.service import import_visits
from emr_desktop.exchange.short_forms import write_diagnoses, write_prescriptions, write_tests
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm
from emr_desktop.queue.rows import StartForm
from emr_desktop.referrals.rows import CounterForm
from emr_desktop.visits.ending_rows import DeathEntry, ReferredInEntry
from emr_desktop.visits.rows import FROM_PAPER, VisitForm, VitalsEntry
from tests.emr_desktop.exchange.facility_model import (
    KnownPerson,
    KnownVisit,
    death_of,
    fitting,
    letter_of,
    months_before,
)
from tests.emr_desktop.exchange.facility_plans import NAMES, VILLAGES, Content, Plan, Step


@dataclass
class RandomFacility:
    """Carries a plan out. What the program rightly refuses changes nothing here either."""

    clinic: Clinic
    clock: Any
    folder: Path
    chronic: frozenset[str]  # categories of which every later visit is a return
    done: Counter[str] = field(default_factory=Counter)
    people: list[KnownPerson] = field(default_factory=list)
    visits: list[KnownVisit] = field(default_factory=list)
    answered: set[UUID] = field(default_factory=set)
    opened: list[tuple[UUID, KnownPerson, date, str]] = field(default_factory=list)
    merges: list[tuple[UUID, KnownPerson, KnownPerson, list[KnownVisit]]] = field(default_factory=list)
    _saves: int = 0

    def carry_out(self, plan: Plan) -> None:
        self.clock.set(datetime.combine(plan.first_day, time(8), EAST_AFRICA))
        for step in plan.steps:
            self._go_on(step)
            does: Callable[[Plan, Step], bool] = getattr(self, f"_{step.does}")
            try:
                if does(plan, step):
                    self.done[step.does] += 1
            except (EmrError, ValidationError) as refusal:
                self.done[f"{step.does}: {refusal.code}"] += 1

    @property
    def holding(self) -> list[KnownVisit]:
        return [visit for visit in self.visits if not visit.voided]

    def _go_on(self, step: Step) -> None:
        now = self.clock.now().astimezone(EAST_AFRICA)
        then = datetime.combine(now.date() + timedelta(days=step.ahead), step.at, EAST_AFRICA)
        self.clock.set(max(then, now + timedelta(seconds=1)))

    @property
    def today(self) -> date:
        return self.clock.today()  # type: ignore[no-any-return]

    def _person(self, plan: Plan, number: int, *, day: date | None = None) -> KnownPerson:
        """Somebody of the plan, registered on the way; ``day`` is the visit that birth dates are aimed at."""
        place = number % len(plan.people)
        while len(self.people) <= place:
            wanted = plan.people[len(self.people)]
            aim = day or self.today
            born = wanted.born or months_before(aim, wanted.months) + timedelta(days=wanted.days)
            who = KnownPerson(new_id(), wanted.sex, min(born, self.today), wanted.village, 0, "")
            self._register(who)
            self.people.append(who)
        who = self.people[place]
        for _, kept, merged, _ in reversed(self.merges):
            if who is merged and merged.merged:
                who = kept
        return who

    def _register(self, who: KnownPerson) -> None:
        form = PatientForm(
            id=who.id,
            first_name=NAMES[len(self.people)],
            last_name="Mwakyusa",
            sex=who.sex,
            birth_date=who.born,
            village=who.village,
        )
        who.version = self.clinic.patients.register(form).value.version
        who.key = str(who.id)

    def _form(
        self, visit_id: UUID, who: KnownPerson, day: date, content: Content, **options: Any
    ) -> VisitForm:
        return VisitForm(
            id=visit_id,
            patient_id=who.id,
            visit_date=day,
            visit_type=content.visit_type,
            payer=content.payer,
            outcome=content.outcome,
            diagnoses=content.diagnoses,
            tests=content.tests,
            prescriptions=content.medicines,
            new_this_year=content.new_this_year,
            new_problem=content.new_problem,
            vitals=VitalsEntry(weight_kg=content.weight_kg),
            pregnancy=content.pregnancy,
            referred_to="Hospitali ya Rufaa" if content.outcome == "referred" else None,
            referral=letter_of(content),
            referred_in=ReferredInEntry(kind=content.sent_by) if content.sent_by else None,
            death=death_of(content, day),
            **options,
        )

    def _save(self, who: KnownPerson, day: date, content: Content, visit_id: UUID, **options: Any) -> bool:
        content = fitting(content, who.born, day)
        form = self._form(visit_id, who, day, content, **options)
        try:
            row = self.clinic.visits.save(form).value
        except ValidationError as refusal:
            if not (refusal.field or "").startswith(("prescription", "findings")):
                raise
            content = replace(content, medicines=())  # the safety checks keep these from being given
            row = self.clinic.visits.save(replace(form, prescriptions=())).value
        self._keep(KnownVisit(visit_id, str(visit_id), who, day, row.version, 0, content))
        return True

    def _keep(self, visit: KnownVisit) -> None:
        self._saves += 1
        visit.saved = self._saves
        self._settle(visit, [other for other in self.holding if other.person is visit.person])
        self.visits.append(visit)

    def _settle(self, visit: KnownVisit, others: list[KnownVisit]) -> None:
        """The attendance rule, told a second time: what nobody chose is worked out from the visits before."""
        said, day = visit.content, visit.day
        before = [
            other
            for other in others
            if other is not visit and (other.day < day or (other.day == day and other.saved < visit.saved))
        ]
        visit.new_this_year = said.new_this_year
        if said.new_this_year is None:
            visit.new_this_year = all(other.day.year != day.year for other in before)
        visit.new_problem = said.new_problem
        if said.new_problem is None:
            kinds = [entry.icd10[:3] for entry in said.diagnoses]
            returns = [
                any(
                    kind in [entry.icd10[:3] for entry in other.content.diagnoses]
                    and (kind in self.chronic or (day - other.day).days <= 30)
                    for other in before
                )
                for kind in kinds
            ]
            visit.new_problem = not kinds or not all(returns)

    # The steps ------------------------------------------------------------------------------------------

    def _see(self, plan: Plan, step: Step) -> bool:
        who = self._person(plan, step.who)
        day = self.today
        waiting = [one for one in self.opened if one[1] is who and one[2] == day]
        if any(one[3] == step.content.visit_type for one in waiting):
            return False  # that is filling in: another step
        return self._save(who, day, step.content, new_id())

    def _paper(self, plan: Plan, step: Step) -> bool:
        day = self.today - timedelta(days=step.back)
        who = self._person(plan, step.who, day=day)
        made = new_id()
        return self._save(who, day, step.content, made, source=FROM_PAPER)

    def _open(self, plan: Plan, step: Step) -> bool:
        who = self._person(plan, step.who)
        visit_id = new_id()
        form = StartForm(id=visit_id, patient_id=who.id, visit_type=step.content.visit_type)
        self.clinic.queue.start_visit(form)
        self.opened.append((visit_id, who, self.today, step.content.visit_type))
        return True

    def _fill(self, plan: Plan, step: Step) -> bool:
        """Save what the reception began, today or days later."""
        if not self.opened:
            return False
        opened = self.opened[step.other % len(self.opened)]
        visit_id, who, day, kind = opened
        if who.merged:
            return False
        content = replace(step.content, visit_type=kind)
        self._save(who, day, content, visit_id)
        self.opened.remove(opened)
        return True

    def _correct(self, plan: Plan, step: Step) -> bool:
        if not self.visits:
            return False
        visit = self.visits[step.other % len(self.visits)]
        day = min(visit.day + timedelta(days=(step.back % 3) - 1), self.today)
        content = fitting(replace(step.content, medicines=()), visit.person.born, day)
        form = self._form(visit.id, visit.person, day, content, expected_version=visit.version)
        row = self.clinic.visits.save(form).value
        visit.day, visit.content, visit.version = day, content, row.version
        if visit.key == str(visit.id):
            self._settle(visit, [other for other in self.holding if other.person is visit.person])
        else:  # of lines that came in together the record does not know which was first
            visit.new_this_year, visit.new_problem = content.new_this_year, content.new_problem
        return True

    def _void(self, plan: Plan, step: Step) -> bool:
        if not self.visits:
            return False
        visit = self.visits[step.other % len(self.visits)]
        visit.version = self.clinic.visits.void(visit.id, reason="makosa").value.version
        visit.voided = True
        return True

    def _merge(self, plan: Plan, step: Step) -> bool:
        keep, other = self._person(plan, step.who), self._person(plan, step.other)
        done = self.clinic.merging.merge(keep.id, other.id).value
        moved = [visit for visit in self.visits if visit.person is other]
        for visit in self.visits:
            if visit.person in (keep, other):
                visit.new_this_year = visit.new_problem = None  # proposed anew: another test follows that
            if visit.person is other:
                visit.person = keep
        self.opened = [(one, keep if who is other else who, day, kind) for one, who, day, kind in self.opened]
        other.merged = True
        keep.village = keep.village or other.village
        self.merges.append((done.id, keep, other, moved))
        return True

    def _undo(self, plan: Plan, step: Step) -> bool:
        if not self.merges:
            return False
        merge_id, keep, other, moved = self.merges[-1]
        if not other.merged:
            return False
        self.clinic.merging.undo_merge(merge_id)
        other.merged = False
        self.merges.pop()
        for visit in moved:
            visit.person = other
        for visit in self.visits:
            if visit.person in (keep, other):
                visit.new_this_year = visit.new_problem = None
        keep.village = other.village = None
        for who in (keep, other):
            row = self.clinic.patients.get(who.id)
            who.village, who.born, who.sex = row.village, row.birth_date, row.sex
        self.opened = []  # which of them went back is not followed
        return True

    def _answer(self, plan: Plan, step: Step) -> bool:
        """The hospital writes back about a referral, or somebody tells that the patient arrived."""
        sent = [
            one for one in self.holding if one.content.outcome == "referred" and one.id not in self.answered
        ]
        if not sent:
            return False
        visit = sent[step.other % len(sent)]
        if step.back % 2:
            self.clinic.referrals.mark_arrived(
                visit.id, arrived_on=max(visit.day, self.today - timedelta(days=1))
            )
            return True
        form = CounterForm(id=new_id(), visit_id=visit.id, seen_on=self.today, treatment="Amepona")
        self.clinic.referrals.record_answer(form)
        self.answered.add(visit.id)
        return True

    def _death(self, plan: Plan, step: Step) -> bool:
        """Somebody tells of a death at home."""
        who = self._person(plan, step.who)
        day = self.today - timedelta(days=step.back)
        entry = death_of(replace(step.content, outcome="died"), day) or DeathEntry(died_on=day)
        self.clinic.deaths.record(DeathForm(id=new_id(), patient_id=who.id, entry=entry))
        return True

    def _patient(self, plan: Plan, step: Step) -> bool:
        """Correct who somebody is: birth date by some days, sex, village."""
        who = self._person(plan, step.who)
        row = self.clinic.patients.get(who.id)
        born = min(row.birth_date + timedelta(days=step.back - 2), self.today)
        form = PatientForm(
            id=who.id,
            first_name=row.first_name,
            last_name=row.last_name,
            sex="M" if step.other % 2 else "F",
            birth_date=born,
            village=VILLAGES[step.other % len(VILLAGES)],
            source=row.source,
            source_id=row.source_id,
            expected_version=row.version,
        )
        kept = self.clinic.patients.correct(form).value
        who.born, who.sex, who.village = kept.birth_date, kept.sex, kept.village
        return True

    def _import(self, plan: Plan, step: Step) -> bool:
        """Lines of another program, taken in twice."""
        lines: list[tuple[dict[str, str], KnownVisit]] = []
        for number, back, content in step.more:
            day = self.today - timedelta(days=back)
            who = self._person(plan, number, day=day)
            if day < who.born:
                continue
            content = fitting(content, who.born, day)
            key = f"v{self._saves}-{len(lines)}"
            lines.append(
                (self._line(key, who, day, content), KnownVisit(new_id(), key, who, day, 1, 0, content))
            )
        if not lines:
            return False
        path = self.folder / f"in{self._saves}.csv"
        with path.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(handle, list(lines[0][0]))
            writer.writeheader()
            writer.writerows(line for line, _ in lines)
        result = import_visits(self.clinic.work, path)
        assert (result.added, result.refused) == (len(lines), 0), result.problems
        again = import_visits(self.clinic.work, path)
        assert (again.added, again.unchanged, again.refused) == (0, len(lines), 0), again.problems
        ids = self._imported_ids()
        # By day, and on one day as they stand: that is the order in which they count as coming.
        for _, visit in sorted(lines, key=lambda one: one[1].day):
            visit.id = ids[visit.key]
            self._keep(visit)
        return True

    def _imported_ids(self) -> dict[str, UUID]:
        from sqlalchemy import select

        from db.models import Visit

        with self.clinic.work.database.read() as session:
            return {key: own for own, key in session.execute(select(Visit.id, Visit.source_id)) if key}

    def _line(self, key: str, who: KnownPerson, day: date, content: Content) -> dict[str, str]:
        row = self.clinic.patients.get(who.id)
        flags = {None: "", True: "yes", False: "no"}
        return {
            "visit_id": key,
            "patient_id": who.key,
            "first_name": row.first_name,
            "last_name": row.last_name,
            "sex": who.sex,
            "birth_date": who.born.isoformat(),
            "visit_date": day.isoformat(),
            "visit_type": content.visit_type,
            "new_this_year": flags[content.new_this_year],
            "new_problem": flags[content.new_problem],
            "payer": content.payer,
            "tests": write_tests(content.tests),
            "diagnoses": write_diagnoses(content.diagnoses),
            "prescriptions": write_prescriptions(content.medicines),
            "outcome": content.outcome,
            "weight_kg": "" if content.weight_kg is None else f"{content.weight_kg:g}",
            "pregnancy": content.pregnancy or "",
            "referred_to": "Hospitali ya Rufaa" if content.outcome == "referred" else "",
            "referral": write_entry(letter_of(content)),
            "referred_in": f"kind={content.sent_by}" if content.sent_by else "",
            "death": write_entry(death_of(content, day)),
        }
