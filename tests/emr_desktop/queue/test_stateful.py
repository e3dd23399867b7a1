"""Whatever two people do, in any order: a visit waits in one place or none, and none is lost."""

from __future__ import annotations

import itertools
import shutil
import tempfile
import uuid
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from db.models import Staff, StationPass, Visit
from emr_desktop.access.work_session import Actor, WorkSession
from emr_desktop.clinic import Clinic, open_clinic
from emr_desktop.clock import Clock
from emr_desktop.errors import EmrError
from emr_desktop.facility.service import unlock
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm
from emr_desktop.queue.reading import LEFT_OVER_AFTER
from emr_desktop.queue.rows import PRIORITIES, STATIONS, QueueRow, StartForm, TriageForm
from emr_desktop.visits.rows import LabEntry, PrescriptionEntry, VisitForm

MEDICINES = (PrescriptionEntry(medicine="par500", dose=2, per_day=3, days=3, quantity=18),)
WHO = st.integers(0, 1)


def machine_on(template: Path, password: str, start: Callable[[], Clock]) -> type[RuleBasedStateMachine]:
    class Queue(RuleBasedStateMachine):
        visits = Bundle("visits")

        def __init__(self) -> None:
            super().__init__()
            self.folder = Path(tempfile.mkdtemp())
            shutil.copytree(template, self.folder / "facility")
            self.clock = start()
            first = open_clinic(
                unlock(self.folder / "facility", username="mkuu", password=password, clock=self.clock)
            )
            self.people = [first, _somebody_else(first)]
            self.begun: set[uuid.UUID] = set()
            self.saved: set[uuid.UUID] = set()
            self.gone: set[uuid.UUID] = set()

        @initialize(chosen=st.sets(st.sampled_from(("triage", "consultation", "laboratory", "pharmacy"))))
        def use(self, chosen: set[str]) -> None:
            for station in chosen:
                self.people[0].facility.set(f"queue.{station}", True)

        def try_to(self, what: Callable[[], object]) -> bool:
            self.clock.advance(seconds=40)  # type: ignore[attr-defined]
            try:
                what()
            except EmrError as refused:
                code = refused.code
            else:
                return True
            assert code.startswith(("queue.", "visit.voided", "record.stale"))
            return False

        @rule(target=visits, who=WHO, station=st.sampled_from((None, *STATIONS)))
        def start(self, who: int, station: str | None) -> uuid.UUID:
            patient = self.people[who].patients.register(
                PatientForm(
                    id=new_id(), first_name="Asha", last_name="Mfano", sex="F", birth_date=date(1994, 10, 10)
                )
            )
            form = StartForm(id=new_id(), patient_id=patient.value.id, station=station)
            assert self.try_to(lambda: self.people[who].queue.start_visit(form))
            self.begun.add(form.id)
            return form.id

        @rule(visit=visits, who=WHO)
        def take(self, visit: uuid.UUID, who: int) -> None:
            self.try_to(lambda: self.people[who].queue.take(visit))

        @rule(visit=visits, who=WHO, to=st.sampled_from(STATIONS), seen=st.none() | st.sampled_from(STATIONS))
        def move(self, visit: uuid.UUID, who: int, to: str, seen: str | None) -> None:
            before = self.people[who].queue.where(visit)
            if self.try_to(lambda: self.people[who].queue.move(visit, to, seen_at=seen)):
                after = self.people[who].queue.where(visit)
                assert before is not None
                assert after is not None
                assert seen in (None, before.station)
                assert after.station == to

        @rule(visit=visits, who=WHO)
        def send_on(self, visit: uuid.UUID, who: int) -> None:
            self.try_to(lambda: self.people[who].queue.send_on(visit))

        @rule(visit=visits, who=WHO)
        def hand_over(self, visit: uuid.UUID, who: int) -> None:
            other = self.people[1 - who].work.actor.staff_id
            self.try_to(lambda: self.people[who].queue.hand_over(visit, person=other))

        @rule(visit=visits, who=WHO)
        def take_back(self, visit: uuid.UUID, who: int) -> None:
            if self.try_to(lambda: self.people[who].queue.take_back(visit)):
                row = self.people[who].queue.where(visit)
                assert row is not None
                assert row.holder_id == self.people[who].work.actor.staff_id

        @rule(visit=visits, who=WHO)
        def leave(self, visit: uuid.UUID, who: int) -> None:
            left = self.try_to(lambda: self.people[who].queue.leave(visit, reason="Ameondoka"))
            if left and visit not in self.saved:
                self.gone.add(visit)

        @rule(visit=visits, who=WHO, priority=st.sampled_from(PRIORITIES))
        def judge(self, visit: uuid.UUID, who: int, priority: str) -> None:
            self.try_to(lambda: self.people[who].queue.set_priority(visit, priority, reason="Hali"))

        @rule(visit=visits, who=WHO, signs=st.sampled_from(((), ("ad_shock",), ("ad_injury",))))
        def triage(self, visit: uuid.UUID, who: int, signs: tuple[str, ...]) -> None:
            patient = self.people[who].visits.get(visit).patient.id
            form = TriageForm(visit_id=visit, patient_id=patient, signs=signs, signs_asked=True)
            self.try_to(lambda: self.people[who].triage.save(form))

        @rule(visit=visits, who=WHO, test=st.booleans(), medicine=st.booleans())
        def save(self, visit: uuid.UUID, who: int, test: bool, medicine: bool) -> None:
            row = self.people[who].visits.get(visit)
            form = VisitForm(
                id=visit,
                patient_id=row.patient.id,
                visit_date=row.form.visit_date,
                complaint="Homa",
                tests=(LabEntry(test="mrdt"),) if test else (),
                prescriptions=MEDICINES if medicine else (),
                expected_version=row.version,
            )
            if self.try_to(lambda: self.people[who].visits.save(form)):
                self.saved.add(visit)

        @rule(minutes=st.integers(1, 900))
        def time_goes_by(self, minutes: int) -> None:
            self.clock.advance(minutes=minutes)  # type: ignore[attr-defined]

        @invariant()
        def a_visit_waits_in_one_place_and_none_is_lost(self) -> None:
            clinic = self.people[0]
            rows = [row for station in STATIONS for row in clinic.queue.queue(station)]
            ids = [row.visit_id for row in rows]
            assert len(set(ids)) == len(ids)
            assert set(ids) <= self.begun - self.gone
            # Who was begun and neither seen nor sent away still waits somewhere.
            assert self.begun - self.saved - self.gone <= set(ids)
            with clinic.work.database.read() as session:
                stations = {
                    visit.id: (visit.station, visit.status, visit.voided_at is None)
                    for visit in session.scalars(select(Visit))
                }
                stays = list(session.scalars(select(StationPass)))
            assert {row.visit_id: row.station for row in rows} == {
                visit: station for visit, (station, _, _) in stations.items() if station is not None
            }
            assert {visit for visit, (_, status, _) in stations.items() if status == "done"} == self.saved
            assert {visit for visit, (_, _, holds) in stations.items() if not holds} == self.gone
            assert all((stay.left_at is None) == (stay.ended is None) for stay in stays)

        @invariant()
        def each_queue_is_in_order(self) -> None:
            now = self.clock.now()
            for station in STATIONS:
                rows = self.people[1].queue.queue(station)
                for first, second in itertools.pairwise(rows):
                    assert _may_stand_before(first, second, now - LEFT_OVER_AFTER)

        def teardown(self) -> None:
            for clinic in self.people:
                clinic.close()
            shutil.rmtree(self.folder)

    return Queue


def _may_stand_before(first: QueueRow, second: QueueRow, long_ago: object) -> bool:
    old = [row.arrived_at <= long_ago for row in (first, second)]  # type: ignore[operator]
    if old[0] != old[1]:
        return old[1]
    rank = [PRIORITIES.index(row.priority) for row in (first, second)]
    return rank[0] < rank[1] or (rank[0] == rank[1] and first.since <= second.since)


def _somebody_else(clinic: Clinic) -> Clinic:
    """The same record under another person, on connections of its own."""
    from db.engine import open_database

    work = clinic.work
    other = Actor(new_id(), "daktari", "Dkt. Baraka", ("clinician", "in_charge"))
    with work.database.write.begin() as session:
        session.add(
            Staff(
                id=other.staff_id,
                username=other.username,
                full_name=other.full_name,
                roles=list(other.roles),
                created_at=work.clock.now(),
            )
        )
    database = open_database(work.database.path, work.vault.database_key)
    return open_clinic(
        WorkSession(
            database=database,
            clock=work.clock,
            actor=other,
            facility=work.facility,
            device_id=work.device_id,
            vault=work.vault,
        )
    )


def test_two_people_at_one_queue(template_facility: Path, password: str, clock: Clock) -> None:
    first = clock.now()

    def start() -> Clock:
        clock.set(first + timedelta(0))  # type: ignore[attr-defined]
        return clock

    run_state_machine_as_test(
        machine_on(template_facility, password, start),
        settings=settings(max_examples=12, stateful_step_count=25, deadline=None),
    )
