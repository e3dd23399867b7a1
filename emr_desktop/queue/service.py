"""The verbs on visits that wait: who comes, where they go next, who has them."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db.models import Draft, Staff, Visit
from emr_desktop.access.permissions import may
from emr_desktop.access.work_session import WorkSession
from emr_desktop.changes import Changes, Written
from emr_desktop.errors import EmrError, ValidationError
from emr_desktop.queue import passes, reading
from emr_desktop.queue.drafts import station_draft_ids
from emr_desktop.queue.flow import VisitFlow, check_station, close_uncounted
from emr_desktop.queue.for_tests import send_for_tests
from emr_desktop.queue.records import keep_priority
from emr_desktop.queue.rows import PRIORITIES, PassRow, QueueRow, StartForm, StationCount
from emr_desktop.visits import rules as visit_rules
from emr_desktop.visits.rows import VisitForm

LONGEST_REASON = 200
PlaceOrders = Callable[[Session, VisitForm], None]


class QueueService:
    """Visits that wait at a station. Every verb tells when somebody else was quicker."""

    def __init__(self, *, work: WorkSession, flow: VisitFlow, place: PlaceOrders | None = None) -> None:
        """Take the laboratory's ``place``: it orders the tests a patient is sent for."""
        self._work = work
        self._flow = flow
        self._place = place
        self._seen: dict[str, frozenset[uuid.UUID]] = {}  # who was on the lists of this session already

    # reading ---------------------------------------------------------------------------------------------

    def stations(self) -> tuple[str, ...]:
        """The stations this facility uses; empty where one person does everything on one screen."""
        with self._work.database.read() as session:
            return passes.stations_used(session)

    def queue(self, station: str) -> tuple[QueueRow, ...]:
        """Everybody at a station, in the order in which they are to be seen.

        Audited as a view whenever somebody is on it whom this session has not shown there yet.

        Raises:
            EmrError: ``queue.station_unknown``.
        """
        self._work.require("queue.view")
        check_station(station)
        with self._work.database.read() as session:
            rows = reading.read_queue(session, station, now=self._work.clock.now())
        self._audit_view(station, rows)
        return rows

    def everywhere(self) -> tuple[QueueRow, ...]:
        """Everybody at every station, station by station (audited as ``queue``)."""
        self._work.require("queue.view")
        with self._work.database.read() as session:
            rows = reading.read_everywhere(session, now=self._work.clock.now())
        self._audit_view("everywhere", rows)
        return rows

    def counts(self) -> dict[str, StationCount]:
        """How many wait at each station; tells of no patient."""
        self._work.require("queue.view")
        with self._work.database.read() as session:
            return reading.read_counts(session, now=self._work.clock.now())

    def where(self, visit_id: uuid.UUID) -> QueueRow | None:
        """Where one visit waits now; None when it waits nowhere."""
        self._work.require("queue.view")
        with self._work.database.read() as session:
            row = reading.read_one(session, visit_id, now=self._work.clock.now())
        if row is not None:
            self._audit_view(row.station, (row,))
        return row

    def colleagues(self) -> tuple[tuple[uuid.UUID, str], ...]:
        """Who a patient may be handed to: everybody who works here and may take one, by name."""
        self._work.require("queue.view")
        with self._work.database.read() as session:
            staff = session.scalars(
                select(Staff).where(Staff.disabled_at.is_(None)).order_by(Staff.full_name)
            )
            return tuple((one.id, one.full_name) for one in staff if may(one.roles, "queue.take"))

    def passes(self, visit_id: uuid.UUID) -> tuple[PassRow, ...]:
        """Every stay of a visit, so that waiting times can be worked out."""
        self._work.require("queue.view")
        with self._work.database.read() as session:
            return reading.read_passes(session, passes.passes_of(session, visit_id))

    # writing ---------------------------------------------------------------------------------------------

    def start_visit(self, form: StartForm) -> Written[QueueRow]:
        """Begin a visit and let the patient wait at the first station. Starting it again changes nothing.

        Raises:
            ValidationError: payer, exemption or kind of visit is wrong.
            EmrError: ``visit.patient_missing queue.station_unknown queue.already_waiting queue.not_waiting``.
        """
        self._work.require("queue.start")
        with self._work.database.write.begin() as session:
            present = session.get(Visit, form.id)
            if present is not None:
                return Written(self._flow.row(session, self._flow.waiting(session, form.id)[0]), Changes.of())
            visit = self._flow.begin(session, form)
            row = self._flow.row(session, visit)
        return Written(row, Changes.of("queue", patient_id=form.patient_id))

    def move(self, visit_id: uuid.UUID, to: str, *, seen_at: str | None = None) -> Written[QueueRow]:
        """Send a patient to another station.

        Args:
            visit_id: the visit.
            to: the station.
            seen_at: the station at which the caller saw the patient; refused when it is no longer so.

        Raises:
            EmrError: ``queue.taken queue.moved_on queue.not_waiting queue.station_unknown visit.missing``.
        """
        return self.hand_over(visit_id, station=to, seen_at=seen_at)

    def send_on(self, visit_id: uuid.UUID, *, seen_at: str | None = None) -> Written[QueueRow | None]:
        """This station is done: send the patient where the visit goes next, or home.

        Raises:
            EmrError: ``queue.save_first`` for a consultation that was not saved, and as ``move``.
        """
        self._work.require("queue.move")
        with self._work.database.write.begin() as session:
            visit, stay = self._flow.mine(session, visit_id, seen_at=seen_at)
            self._flow.forward(session, visit, stay)
            row = reading.read_one(session, visit_id, now=self._work.clock.now())
        return Written(row, Changes.of("queue", patient_id=visit.patient_id))

    def take(self, visit_id: uuid.UUID, *, seen_at: str | None = None) -> Written[QueueRow]:
        """Have the patient: nobody else can take the same one. A draft of the visit comes along.

        Raises:
            EmrError: ``queue.taken`` with who has the patient, ``queue.moved_on queue.not_waiting``.
        """
        self._work.require("queue.take")
        hand = self._flow.hand()
        with self._work.database.write.begin() as session:
            visit, stay = self._flow.mine(session, visit_id, seen_at=seen_at)
            changed = stay.taken_by is None
            if changed:
                stay.taken_by, stay.taken_at = hand.staff_id, hand.at
                self._flow.audit(session, "queue.taken", visit, station=stay.station)
            _bring_drafts(session, visit_id, hand.staff_id)
            session.flush()
            row = self._flow.row(session, visit)
        return Written(row, Changes.of(*(["queue", "draft"] if changed else [])))

    def hand_over(
        self,
        visit_id: uuid.UUID,
        *,
        station: str | None = None,
        person: uuid.UUID | None = None,
        seen_at: str | None = None,
    ) -> Written[QueueRow]:
        """Give the patient to a station, or to one person there; a draft is kept for who takes the patient.

        Args:
            visit_id: the visit.
            station: where to; the present station when None.
            person: who shall see the patient; whoever comes first when None.
            seen_at: the station at which the caller saw the patient.

        Raises:
            EmrError: ``queue.person_unknown``, and as ``move``.
        """
        self._work.require("queue.move")
        if station is not None:
            check_station(station)
        hand = self._flow.hand()
        with self._work.database.write.begin() as session:
            visit, stay = self._flow.mine(session, visit_id, seen_at=seen_at)
            to = station or stay.station
            if person is not None and not _is_at_work(session, person):
                raise EmrError("queue.person_unknown")
            if (to, person) == (stay.station, stay.for_staff) and stay.taken_by is None:
                return Written(self._flow.row(session, visit), Changes.of())
            how = "moved" if to != stay.station else "handed_over"
            passes.depart(session, visit, stay, how, by=hand)
            passes.arrive(session, visit, to, by=hand, for_staff=person)
            self._flow.audit(session, f"queue.{how}", visit, station=to, before=stay.station)
            row = self._flow.row(session, visit)
        return Written(row, Changes.of("queue", patient_id=visit.patient_id))

    def take_back(self, visit_id: uuid.UUID) -> Written[QueueRow]:
        """Take a patient from the person who has them; else undo the last move.

        The patient is with the caller afterwards, and the other person's draft of the visit too.

        Raises:
            EmrError: ``queue.nothing_to_take_back queue.not_waiting visit.missing visit.voided``.
        """
        self._work.require("queue.take_back")
        hand = self._flow.hand()
        with self._work.database.write.begin() as session:
            visit, stay = self._flow.waiting(session, visit_id)
            held = stay.taken_by is not None and stay.taken_by != hand.staff_id
            to = stay.station if held else self._flow.before(session, visit, stay)
            passes.depart(session, visit, stay, "taken_back", by=hand)
            passes.arrive(session, visit, to, by=hand, taken=True)
            _bring_drafts(session, visit_id, hand.staff_id)
            detail = {"from_staff": stay.taken_by.hex} if held and stay.taken_by else {}
            self._flow.audit(session, "queue.taken_back", visit, station=to, before=stay.station, **detail)
            row = self._flow.row(session, visit)
        return Written(row, Changes.of("queue", "draft", patient_id=visit.patient_id))

    def leave(self, visit_id: uuid.UUID, *, reason: str) -> Written[None]:
        """The patient went away. A visit that no clinician saved is closed and never counted.

        Raises:
            ValidationError: ``reason`` is empty or too long.
            EmrError: as ``move``.
        """
        self._work.require("queue.leave")
        reason = _reason(reason)
        hand = self._flow.hand()
        with self._work.database.write.begin() as session:
            visit, stay = self._flow.mine(session, visit_id, seen_at=None)
            passes.depart(session, visit, stay, "left", by=hand, reason=reason)
            if visit.status == "open":
                close_uncounted(visit, hand, reason)
            self._flow.audit(session, "queue.left", visit, station=stay.station)
        return Written(None, Changes.of("queue", "visit", patient_id=visit.patient_id))

    def set_priority(
        self, visit_id: uuid.UUID, priority: str, *, reason: str | None = None
    ) -> Written[QueueRow]:
        """Say how urgent a patient is. What is measured afterwards may raise it, never lower it.

        Raises:
            ValidationError: ``priority`` is unknown, or it is lowered without a ``reason``.
            EmrError: ``queue.not_waiting visit.missing visit.voided``.
        """
        self._work.require("queue.priority")
        if priority not in PRIORITIES:
            raise ValidationError("priority", "queue.priority_unknown", priority=priority)
        with self._work.database.write.begin() as session:
            visit, _ = self._flow.waiting(session, visit_id)
            before = self._flow.row(session, visit)
            lowered = PRIORITIES.index(priority) > PRIORITIES.index(before.priority)
            words = _reason(reason or "") if lowered or (reason or "").strip() else None
            keep_priority(session, visit_id, priority, words=words, by=self._flow.hand())
            self._flow.audit(session, "queue.priority", visit, before=before.priority, after=priority)
            row = self._flow.row(session, visit)
        return Written(row, Changes.of("queue", patient_id=visit.patient_id))

    def send_for_tests(self, form: VisitForm) -> Written[QueueRow]:
        """Send a patient to the laboratory out of a consultation; they come back to the same person.

        The tests of the form without a result are ordered. A visit that was not begun at the reception is
        begun here. The draft of the consultation stays.

        Raises:
            ValidationError: ``queue.no_tests``, or something that must hold from the start is wrong.
            EmrError: ``queue.taken visit.voided visit.patient_missing``.
        """
        self._work.require("visit.save")
        form = visit_rules.cleaned(form)
        with self._work.database.write.begin() as session:
            visit = send_for_tests(session, self._flow, form, today=self._work.clock.today())
            if self._place is not None:
                self._place(session, form)
            row = self._flow.row(session, visit)
        return Written(row, Changes.of("queue", "visit", "laboratory", patient_id=form.patient_id))

    def _audit_view(self, station: str, rows: tuple[QueueRow, ...]) -> None:
        shown = frozenset(row.patient.id for row in rows)
        fresh = shown - self._seen.get(station, frozenset())
        self._seen[station] = self._seen.get(station, frozenset()) | shown
        if fresh:
            with self._work.database.write.begin() as session:
                detail = {"station": station, "patients": sorted(each.hex for each in fresh)}
                self._work.audit(session, "queue.viewed", detail=detail)


def _bring_drafts(session: Session, visit_id: uuid.UUID, staff_id: uuid.UUID) -> None:
    kept = station_draft_ids(visit_id)
    session.execute(update(Draft).where(Draft.id.in_(kept)).values(staff_id=staff_id))


def _is_at_work(session: Session, person: uuid.UUID) -> bool:
    staff = session.get(Staff, person)
    return staff is not None and staff.disabled_at is None


def _reason(words: str) -> str:
    cleaned = " ".join(words.split())
    if not cleaned:
        raise ValidationError("reason", "queue.reason_missing")
    if len(cleaned) > LONGEST_REASON:
        raise ValidationError("reason", "queue.reason_too_long", longest=LONGEST_REASON)
    return cleaned
