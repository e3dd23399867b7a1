"""Makes up the months of a training facility, day by day: who comes, with what, and what is done."""

from __future__ import annotations

import uuid
from bisect import bisect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import accumulate
from random import Random

from emr_desktop.clock import EAST_AFRICA
from emr_desktop.demo import tables
from emr_desktop.demo.measuring import measurements
from emr_desktop.demo.people import Person, make_people, newborn
from emr_desktop.demo.registering import V7, Home, Homes, patient_id, registration
from emr_desktop.demo.tables import Illness, TreatmentLine
from emr_desktop.patients.rows import PatientForm
from emr_desktop.reference.catalogue import medicines
from emr_desktop.visits.age import completed_months
from emr_desktop.visits.ending_rows import DeathEntry, FollowUpEntry
from emr_desktop.visits.flags import ChronicProblems, EarlierVisit, attendance_flags, chronic_problems
from emr_desktop.visits.rows import DiagnosisEntry, LabEntry, PrescriptionEntry, VisitForm
from emr_desktop.visits.rules import quantity_for

BIRTHS_A_YEAR = 0.036  # of the people, as in Tanzania
# Who is in care for a lasting illness on the first day: from which age, and what share of the people.
_LASTING_AT_START = (
    ("hypertension", 40, 0.022),
    ("diabetes", 40, 0.008),
    ("asthma", 5, 0.0015),
    ("epilepsy", 3, 0.0012),
)
_OPENS = time(7, 45)
# Planned returns of so many last days stand in the book of appointments.
_APPOINTMENTS_BACK = timedelta(days=45)
_REASONS = {"monthly": "chronic", "dressing": "dressing", "review": "review"}


@dataclass(frozen=True)
class MadeVisit:
    """A visit with both flags settled, and what it is counted by."""

    form: VisitForm
    sex: str
    birth_date: date
    started_at: datetime
    ended_at: datetime
    by_in_charge: bool


@dataclass
class Day:
    """What happened on one day, in the order of the day: who was registered when, and the visits."""

    date: date
    patients: list[tuple[PatientForm, datetime]] = field(default_factory=list)
    visits: list[MadeVisit] = field(default_factory=list)


class History:
    """Deterministic for its arguments; ``days()`` may be read once."""

    def __init__(
        self, *, seed: int, first_day: date, last_day: date, per_day: int, people: int | None = None
    ) -> None:
        self._draw = Random(f"emr training {seed}")  # noqa: S311 - made-up people, not secrets
        self.first_day = first_day
        self.last_day = last_day
        self._per_day = per_day
        if people is None:
            # About one visit a head and year; in a short time not everybody comes.
            people = max(250, round(per_day * 330))
        self._people = make_people(self._draw, people, first_day)
        self._returns: dict[date, list[tuple[Person, Illness]]] = {}
        self._illness = {illness.name: illness for illness in tables.illnesses()}
        self._chronic: ChronicProblems = chronic_problems()
        self._choices: dict[tuple[int, str], tuple[list[Illness], list[float]]] = {}
        self._groups: list[list[Person]] = []
        self._group_weights: list[float] = []
        self._seen = 0
        self._homes = Homes()
        for person in self._people:
            self._give_lasting_illness(person)

    @property
    def expected_visits(self) -> int:
        """About how many visits there will be, for a progress bar."""
        days = (self.last_day - self.first_day).days + 1
        return round(sum(self._full(self.first_day + timedelta(days=n)) for n in range(days)))

    @property
    def homes(self) -> Mapping[uuid.UUID, Home]:
        """Where the patients registered so far live."""
        return self._homes.by_patient

    def days(self) -> Iterator[Day]:
        """Every day from the first to the last."""
        today = self.first_day
        month = 0
        while today <= self.last_day:
            if today.month != month:
                self._begin_month(today)
                month = today.month
            yield self._day(today)
            today += timedelta(days=1)

    def _full(self, day: date) -> float:
        season = tables.seasons()[day.month]
        busy = 0.55 + 0.30 * season["malaria"] + 0.08 * season["diarrhoea"] + 0.07 * season["respiratory"]
        return self._per_day * tables.fullness(day) * busy

    def _begin_month(self, day: date) -> None:
        births = round(len(self._people) * BIRTHS_A_YEAR / 12)
        for _ in range(births if day > self.first_day else 0):
            born = day + timedelta(days=self._draw.randrange(28))
            self._people.append(newborn(self._draw, self._draw.choice(self._people).household, born))
        self._choices.clear()
        groups: dict[tuple[int, str], list[Person]] = {}
        steps = tables.pyramid()
        starts = [step.from_years for step in steps]
        for person in self._people:
            years = max(0, (day - person.birth_date).days) // 365
            if not person.gone:
                groups.setdefault((bisect(starts, years) - 1, person.sex), []).append(person)
        self._groups = list(groups.values())
        self._group_weights = list(
            accumulate(len(group) * steps[place].visits[sex] for (place, sex), group in groups.items())
        )

    def _give_lasting_illness(self, person: Person) -> None:
        years = (self.first_day - person.birth_date).days // 365
        for name, from_years, share in _LASTING_AT_START:
            if years >= from_years and self._draw.random() < share:
                due = self.first_day + timedelta(days=self._draw.randrange(30))
                person.lasting[name] = due
                self._returns.setdefault(due, []).append((person, self._illness[name]))

    def _day(self, today: date) -> Day:
        draw = self._draw
        day = Day(today)
        number = max(0, round(draw.gauss(self._full(today), 0.09 * self._full(today))))
        who: list[tuple[Person, Illness, bool]] = []
        due = self._returns.pop(today, [])
        if tables.fullness(today) < 0.5 and due:
            # Nobody keeps an appointment on a Sunday or a holiday: the next day then.
            self._returns.setdefault(today + timedelta(days=1), []).extend(due)
            due = []
        # At most one in four is an appointment; who finds no place comes on the next day.
        room = max(1, int(number * 0.25))
        if len(due) > room:
            self._returns.setdefault(today + timedelta(days=1), []).extend(due[room:])
        here = set()
        for person, illness in due[:room]:
            if not person.gone and id(person) not in here:
                here.add(id(person))
                who.append((person, illness, True))
        tries = 0
        while len(who) < number and tries < number * 4:
            tries += 1
            person = draw.choice(draw.choices(self._groups, cum_weights=self._group_weights)[0])
            if person.gone or person.birth_date > today or id(person) in here:
                continue
            here.add(id(person))
            who.append((person, self._illness_of(person, today), False))
        draw.shuffle(who)
        opening = datetime.combine(today, _OPENS, EAST_AFRICA).astimezone(UTC)
        between = timedelta(hours=7.5) / max(1, len(who))
        for place, (person, illness, expected) in enumerate(who):
            started = opening + between * place + timedelta(seconds=draw.randrange(120))
            self._visit(day, person, illness, started, expected=expected)
        return day

    def _illness_of(self, person: Person, today: date) -> Illness:
        band = tables.band_of(completed_months(person.birth_date, today))
        if (band, person.sex) not in self._choices:
            season = tables.seasons()[today.month]
            fitting = [
                (illness, illness.weights[band] * season[illness.season])
                for illness in tables.illnesses()
                if illness.weights[band] > 0 and illness.sex in (None, person.sex)
            ]
            self._choices[band, person.sex] = (
                [illness for illness, _ in fitting],
                list(accumulate(weight for _, weight in fitting)),
            )
        choices, weights = self._choices[band, person.sex]
        return self._draw.choices(choices, cum_weights=weights)[0]

    def _visit(
        self, day: Day, person: Person, illness: Illness, started: datetime, *, expected: bool
    ) -> None:
        draw = self._draw
        if person.patient_number is None:
            self._seen += 1
            person.patient_number = self._seen
            day.patients.append((registration(person, day.date), started - timedelta(minutes=12)))
            self._homes.note(person, day.date)
        months = completed_months(person.birth_date, day.date)
        diagnoses = self._diagnoses(person, illness, months)
        flags = attendance_flags(day.date, diagnoses, person.visits, chronic=self._chronic)
        outcome = self._outcome(illness, again=expected)
        payer, exemption = self._payer(person, illness, months)
        form = VisitForm(
            id=_dated_id(draw, started),
            patient_id=patient_id(person),
            visit_date=day.date,
            payer=payer,
            exemption=exemption,
            new_this_year=flags.new_this_year,
            new_problem=flags.new_problem,
            vitals=measurements(draw, person, months, illness),
            complaint=illness.complaint,
            tests=self._tests(illness, again=expected),
            diagnoses=diagnoses,
            prescriptions=self._prescriptions(illness, months),
            outcome=outcome,
            referred_to="Hospitali ya Wilaya ya Mafunzo" if outcome == "referred" else None,
            death=DeathEntry(died_on=day.date) if outcome == "died" else None,
        )
        day.visits.append(
            MadeVisit(
                form=form,
                sex=person.sex,
                birth_date=person.birth_date,
                started_at=started,
                ended_at=started + timedelta(minutes=draw.randrange(6, 25)),
                by_in_charge=draw.random() < 0.15,
            )
        )
        person.visits.append(EarlierVisit(day.date, diagnoses))
        if outcome == "died":
            person.gone = True
        elif outcome == "home":
            due = self._plan_return(person, illness, day.date, again=expected)
            if due is not None and due > self.last_day - _APPOINTMENTS_BACK:
                made = day.visits[-1]
                promise = FollowUpEntry(due_on=due, reason=_REASONS[illness.returns])
                day.visits[-1] = replace(made, form=replace(made.form, follow_up=promise))

    def _diagnoses(self, person: Person, illness: Illness, months: int) -> tuple[DiagnosisEntry, ...]:
        draw = self._draw
        severity = None
        if illness.severities:
            words = [word for word, _ in illness.severities]
            severity = draw.choices(words, weights=[percent for _, percent in illness.severities])[0]
        certainty = "provisional" if draw.random() < 0.03 else "confirmed"
        found = [
            DiagnosisEntry(
                icd10=illness.icd10, concept=illness.concept, certainty=certainty, severity=severity
            )
        ]
        if draw.random() < 0.16:
            other = self._illness_of_age(person, months)
            if other is not None and other.icd10[:3] != illness.icd10[:3] and other.season != "malaria":
                word = other.severities[0][0] if other.severities else None
                found.append(DiagnosisEntry(icd10=other.icd10, concept=other.concept, severity=word))
        return tuple(found)

    def _illness_of_age(self, person: Person, months: int) -> Illness | None:
        choices = self._choices.get((tables.band_of(months), person.sex))
        if choices is None:
            return None
        other = self._draw.choices(choices[0], cum_weights=choices[1])[0]
        # What needs a referral or comes back every month is a reason of its own, never a side finding.
        return other if other.referred < 200 and other.returns != "monthly" else None

    def _tests(self, illness: Illness, *, again: bool) -> tuple[LabEntry, ...]:
        draw = self._draw
        found = []
        for planned in illness.tests:
            done = planned.done / 5 if again else planned.done
            if illness.season == "malaria" and illness.treatment == "malaria":
                done = planned.done  # a malaria without its positive test would be another illness
            if draw.random() * 100 >= done:
                continue
            if planned.positive is None:
                found.append(
                    LabEntry(test=planned.test, result=f"{draw.uniform(planned.lowest, planned.highest):.1f}")
                )
            else:
                positive = draw.random() * 100 < planned.positive
                found.append(LabEntry(test=planned.test, result=_result(planned.test, positive)))
        return tuple(found)

    def _prescriptions(self, illness: Illness, months: int) -> tuple[PrescriptionEntry, ...]:
        draw = self._draw
        return tuple(
            _ordered(line)
            for line in tables.treatments().get(illness.treatment, ())
            if line.from_months <= months < line.to_months and draw.random() * 100 < line.share
        )

    def _outcome(self, illness: Illness, *, again: bool) -> str:
        drawn = self._draw.random() * 10_000
        for outcome, share in (
            ("died", illness.died),
            ("admitted", illness.admitted),
            ("referred", illness.referred * (0.3 if again else 1)),
        ):
            if drawn < share:
                return outcome
            drawn -= share
        return "home"

    def _payer(self, person: Person, illness: Illness, months: int) -> tuple[str, str | None]:
        if months < 60:
            return "exempt", "under_five"
        if months >= 720 and self._draw.random() < 0.9:
            return "exempt", "elderly"
        if illness.icd10.startswith("O"):
            return "exempt", "pregnant"
        if illness.name == "tb_suspect":
            return "exempt", "chronic"
        if self._draw.random() < 0.02:
            return "exempt", "poor"
        return person.household.payer, None

    def _plan_return(self, person: Person, illness: Illness, today: date, *, again: bool) -> date | None:
        draw = self._draw
        if illness.returns == "monthly" and draw.random() < 0.9:
            due = today + timedelta(days=draw.randrange(27, 33))
            person.lasting[illness.name] = due
        elif illness.returns == "dressing" and draw.random() < (0.6 if again else 0.75):
            due = today + timedelta(days=draw.choice((2, 2, 3)))
        elif illness.returns == "review" and draw.random() < (0.05 if again else 0.22):
            due = today + timedelta(days=draw.randrange(3, 8))
        else:
            return None
        self._returns.setdefault(due, []).append((person, illness))
        return due


@cache
def _ordered(line: TreatmentLine) -> PrescriptionEntry:
    return PrescriptionEntry(
        medicine=line.medicine,
        dose=line.dose,
        per_day=line.per_day,
        days=line.days,
        quantity=quantity_for(line.dose, line.per_day, line.days, medicines()[line.medicine]),
    )


def _result(test: str, positive: bool) -> str:
    if test == "syphilis":
        return "reactive" if positive else "non_reactive"
    if test == "urine_schisto":
        return "seen" if positive else "not_seen"
    if test == "widal":
        return "1:160" if positive else "1:40"
    return "positive" if positive else "negative"


def _dated_id(draw: Random, at: datetime) -> uuid.UUID:
    return uuid.UUID(int=V7 | int(at.timestamp() * 1000) << 80 | draw.getrandbits(62))
