"""Where a visit goes: the way through the stations, inside a caller's transaction."""

from __future__ import annotations

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Patient, Staff, StationPass, Visit
from emr_desktop.access.work_session import WorkSession
from emr_desktop.errors import EmrError
from emr_desktop.laboratory.in_visit import move_orders
from emr_desktop.patients.present import present_patient
from emr_desktop.queue import passes, reading
from emr_desktop.queue.passes import Hand
from emr_desktop.queue.rows import STATIONS, QueueRow, StartForm
from emr_desktop.visits import rules as visit_rules
from emr_desktop.visits import unfinished
from emr_desktop.visits.ending_records import refuse_after_death
from emr_desktop.visits.rows import VisitForm


class VisitFlow:
    """Moves visits for the services; no verb of its own, so that it asks for no permission."""

    def __init__(self, *, work: WorkSession) -> None:
        self._work = work

    def begin(self, session: Session, form: StartForm) -> Visit:
        """Start a visit inside a caller's transaction; as ``start_visit``."""
        hand = self.hand()
        patient = self.patient(session, form.patient_id)
        empty = VisitForm(
            id=form.id,
            patient_id=form.patient_id,
            visit_date=self._work.clock.today(),
            visit_type=form.visit_type,
            payer=form.payer,
            exemption=form.exemption,
        )
        for problem in visit_rules.problems(
            empty, birth_date=patient.birth_date, today=self._work.clock.today()
        ):
            raise problem
        refuse_after_death(session, empty)
        station = form.station or self._first(session)
        check_station(station)
        for other in unfinished.open_visits(session, form.patient_id):
            if other.visit_date == empty.visit_date and other.visit_type == empty.visit_type:
                raise EmrError("queue.already_waiting")
        visit = unfinished.start(session, empty, patient, at=hand.at, by=hand.staff_id)
        passes.arrive(session, visit, station, by=hand)
        self.audit(session, "queue.started", visit, station=station)
        return visit

    def forward(self, session: Session, visit: Visit, stay: StationPass, *, to: str | None = None) -> None:
        """Send a visit on from a station that is done with it, to where it goes next or ``to`` a station.

        Raises:
            EmrError: ``queue.save_first``.
        """
        hand = self.hand()
        to, for_staff = (to, None) if to is not None else self._next(session, visit, stay)
        passes.depart(session, visit, stay, "moved" if to else "finished", by=hand)
        if to is not None:
            passes.arrive(session, visit, to, by=hand, for_staff=for_staff)
        self.audit(session, "queue.sent_on", visit, station=to, before=stay.station)

    def saved(self, session: Session, visit: Visit, *, first: bool) -> bool:
        """A clinician saved the visit: on to laboratory or pharmacy where the facility has them wait there.

        A correction moves nobody who waits nowhere; neither does a visit that is written down later.
        """
        hand = self.hand()
        stay = passes.present_pass(session, visit.id)
        if stay is None and (not first or visit.visit_date != self._work.clock.today()):
            return False
        to = self._after_consultation(session, visit)
        if stay is not None and to == stay.station:
            return True
        if stay is not None:
            passes.depart(session, visit, stay, "moved" if to else "finished", by=hand)
        if to is not None:
            passes.arrive(session, visit, to, by=hand)
            self.audit(session, "queue.sent_on", visit, station=to)
        return to is not None

    def ended(self, session: Session, visit: Visit, *, reason: str) -> None:
        """A visit was voided: it waits nowhere any more."""
        stay = passes.present_pass(session, visit.id)
        if stay is not None:
            passes.depart(session, visit, stay, "left", by=self.hand(), reason=reason)

    def replaced(self, session: Session, old: Visit, new: Visit) -> None:
        """A clinician saved another visit of the same attendance: the waiting one is closed uncounted."""
        hand = self.hand()
        self.ended(session, old, reason=unfinished.OTHER_VISIT)
        close_uncounted(old, hand, unfinished.OTHER_VISIT)
        session.flush()
        move_orders(session, old.id, new.id)
        self.audit(session, "queue.replaced", old, by_visit=new.id.hex)

    # deciding ----------------------------------------------------------------------------------------------

    def _first(self, session: Session) -> str:
        return "triage" if "triage" in passes.stations_used(session) else "consultation"

    def _after_consultation(self, session: Session, visit: Visit) -> str | None:
        used = passes.stations_used(session)
        if visit.outcome == "died":
            return None
        if "laboratory" in used and passes.waits_for_tests(session, visit.id):
            return "laboratory"
        if "pharmacy" in used and passes.waits_for_medicines(session, visit.id):
            return "pharmacy"
        return None

    def _next(self, session: Session, visit: Visit, stay: StationPass) -> tuple[str | None, uuid.UUID | None]:
        match stay.station:
            case "reception":
                return self._first(session), None
            case "triage":
                return "consultation", None
            case "laboratory":
                return "consultation", passes.clinician_of(session, visit)
            case "consultation" if visit.status == "open":
                raise EmrError("queue.save_first")
            case "consultation":
                return self._after_consultation(session, visit), None
            case _:
                return ("consultation", None) if visit.status == "open" else (None, None)

    def before(self, session: Session, visit: Visit, stay: StationPass) -> str:
        """The station the last move came from."""
        stays = [each for each in passes.passes_of(session, visit.id) if each.id != stay.id]
        if not stays or stays[-1].ended not in ("moved", "handed_over"):
            raise EmrError("queue.nothing_to_take_back")
        return stays[-1].station

    # small -------------------------------------------------------------------------------------------------

    def hand(self) -> Hand:
        return Hand(self._work.actor.staff_id, self._work.clock.now())

    def row(self, session: Session, visit: Visit) -> QueueRow:
        session.flush()
        row = reading.read_one(session, visit.id, now=self._work.clock.now())
        if row is None:
            raise EmrError("queue.not_waiting")
        return row

    def patient(self, session: Session, patient_id: uuid.UUID) -> Patient:
        return present_patient(session, patient_id, missing="visit.patient_missing")

    def waiting(self, session: Session, visit_id: uuid.UUID) -> tuple[Visit, StationPass]:
        visit = session.get(Visit, visit_id)
        if visit is None:
            raise EmrError("visit.missing")
        if visit.voided_at is not None:
            raise EmrError("visit.voided")
        stay = passes.present_pass(session, visit_id)
        if stay is None:
            raise EmrError("queue.not_waiting")
        return visit, stay

    def mine(
        self, session: Session, visit_id: uuid.UUID, *, seen_at: str | None
    ) -> tuple[Visit, StationPass]:
        """A visit that waits where the caller thinks it does, and that nobody else has."""
        visit, stay = self.waiting(session, visit_id)
        if seen_at is not None and stay.station != seen_at:
            raise EmrError("queue.moved_on")
        if stay.taken_by is not None and stay.taken_by != self._work.actor.staff_id:
            name = session.scalar(select(Staff.full_name).where(Staff.id == stay.taken_by))
            raise EmrError("queue.taken", staff=name or "-")
        return visit, stay

    def audit(self, session: Session, action: str, visit: Visit, **detail: object) -> None:
        self._work.audit(
            session,
            action,
            entity="visit",
            entity_id=visit.id,
            patient_id=visit.patient_id,
            detail=dict(detail),
        )


def check_station(station: str) -> None:
    if station not in STATIONS:
        raise EmrError("queue.station_unknown", station=station)


def close_uncounted(visit: Visit, hand: Hand, reason: str) -> None:
    visit.voided_at, visit.voided_by, visit.void_reason = hand.at, hand.staff_id, reason
    visit.ended_at, visit.updated_at, visit.updated_by = hand.at, hand.at, hand.staff_id
    visit.version += 1
