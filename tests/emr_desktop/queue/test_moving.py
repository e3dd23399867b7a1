"""Moving through the stations: who waits where, who has whom, and what two people do at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from db.models import AuditEntry, Visit
from emr_desktop.clinic import Clinic
from emr_desktop.errors import EmrError, PermissionRefused, ValidationError
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientRow
from emr_desktop.queue.rows import QueueRow, StartForm

Come = Callable[..., PatientRow]
Wait = Callable[..., QueueRow]


def at(clinic: Clinic, station: str) -> list[Any]:
    return [row.visit_id for row in clinic.queue.queue(station)]


def actions(clinic: Clinic) -> list[str]:
    with clinic.work.database.read() as session:
        return list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.seq)))


def test_a_small_facility_uses_no_station_until_somebody_says_so(clinic: Clinic) -> None:
    assert clinic.queue.stations() == ()
    clinic.facility.set("queue.pharmacy", True)
    assert clinic.queue.stations() == ("pharmacy",)
    clinic.facility.set("queue.triage", True)
    assert clinic.queue.stations() == ("triage", "consultation", "pharmacy")


def test_a_visit_waits_at_the_first_station_in_use(clinic: Clinic, wait: Wait) -> None:
    assert wait().station == "consultation"
    clinic.facility.set("queue.triage", True)
    assert wait().station == "triage"


def test_starting_twice_starts_one_visit(clinic: Clinic, come: Come) -> None:
    form = StartForm(id=new_id(), patient_id=come().id, payer="nhif")
    first = clinic.queue.start_visit(form)
    again = clinic.queue.start_visit(form)
    assert again.value == first.value
    assert not again.changes.kinds
    with clinic.work.database.read() as session:
        assert session.scalar(select(func.count()).select_from(Visit)) == 1
        assert session.scalar(select(Visit.payer)) == "nhif"


def test_a_patient_who_waits_is_not_sent_in_again(clinic: Clinic, come: Come, wait: Wait) -> None:
    patient = come()
    wait(patient=patient)
    with pytest.raises(EmrError, match=r"queue\.already_waiting"):
        wait(patient=patient)


def test_a_wrong_payer_is_refused_at_its_field(clinic: Clinic, come: Come) -> None:
    with pytest.raises(ValidationError) as refused:
        clinic.queue.start_visit(StartForm(id=new_id(), patient_id=come().id, payer="cows"))
    assert refused.value.field == "payer"
    with pytest.raises(EmrError, match=r"queue\.station_unknown"):
        clinic.queue.start_visit(StartForm(id=new_id(), patient_id=come().id, station="kitchen"))


def test_who_is_urgent_goes_first_and_then_who_came_first(clinic: Clinic, wait: Wait, clock: Any) -> None:
    rows = []
    for _ in range(4):
        rows.append(wait("consultation"))
        clock.advance(minutes=5)
    clinic.queue.set_priority(rows[3].visit_id, "emergency")
    clinic.queue.set_priority(rows[2].visit_id, "priority", reason="Mtoto mchanga")
    assert at(clinic, "consultation") == [rows[n].visit_id for n in (3, 2, 0, 1)]
    queue = clinic.queue.queue("consultation")
    assert [row.minutes_waited(clock.now()) for row in queue] == [5, 10, 20, 15]
    assert queue[1].reasons == ("words:Mtoto mchanga",)


def test_lowering_a_priority_needs_a_reason(clinic: Clinic, wait: Wait) -> None:
    visit = wait("consultation").visit_id
    clinic.queue.set_priority(visit, "emergency")
    with pytest.raises(ValidationError, match=r"queue\.reason_missing"):
        clinic.queue.set_priority(visit, "routine")
    with pytest.raises(ValidationError, match=r"queue\.priority_unknown"):
        clinic.queue.set_priority(visit, "soon")
    assert clinic.queue.set_priority(visit, "routine", reason="Amepona").value.priority == "routine"


def test_who_comes_back_has_the_old_place(clinic: Clinic, wait: Wait, clock: Any) -> None:
    first = wait("consultation").visit_id
    clock.advance(minutes=5)
    second = wait("consultation").visit_id
    clinic.queue.move(first, "laboratory")
    clock.advance(minutes=30)
    back = clinic.queue.send_on(first, seen_at="laboratory").value
    assert at(clinic, "consultation") == [first, second]
    assert back is not None
    assert (back.came_from, back.minutes_waited(clock.now())) == ("laboratory", 0)


def test_left_over_visits_wait_behind_today(clinic: Clinic, wait: Wait, clock: Any) -> None:
    old = wait("consultation").visit_id
    clinic.queue.set_priority(old, "emergency")
    clock.advance(hours=20)
    new = wait("consultation").visit_id
    assert at(clinic, "consultation") == [new, old]
    assert clinic.queue.counts()["consultation"].waiting == 1
    assert clinic.queue.counts()["consultation"].emergencies == 0


def test_the_second_who_takes_a_patient_hears_who_was_quicker(
    clinic: Clinic, clinic_as: Callable[..., Clinic], wait: Wait
) -> None:
    nurse = clinic_as("nurse")
    visit = wait("consultation").visit_id
    assert [row.holder for row in nurse.queue.queue("consultation")] == [None]
    clinic.queue.take(visit, seen_at="consultation")
    for verb in (nurse.queue.take, nurse.queue.send_on, lambda v: nurse.queue.leave(v, reason="x")):
        with pytest.raises(EmrError, match=r"queue\.taken") as refused:
            verb(visit)
        assert refused.value.params == {"staff": "Neema Mollel"}
    with pytest.raises(EmrError, match=r"queue\.taken"):
        nurse.queue.move(visit, "pharmacy")
    assert clinic.queue.where(visit).holder == "Neema Mollel"  # type: ignore[union-attr]
    assert not clinic.queue.take(visit).changes.kinds


def test_who_sees_an_old_list_moves_nobody(
    clinic: Clinic, clinic_as: Callable[..., Clinic], wait: Wait
) -> None:
    nurse = clinic_as("nurse")
    visit = wait("triage").visit_id
    clinic.queue.move(visit, "consultation", seen_at="triage")
    for refuse in (
        lambda: nurse.queue.move(visit, "pharmacy", seen_at="triage"),
        lambda: nurse.queue.take(visit, seen_at="triage"),
    ):
        with pytest.raises(EmrError, match=r"queue\.moved_on"):
            refuse()
    assert at(nurse, "consultation") == [visit]


def test_a_patient_is_taken_from_somebody_with_the_draft(
    clinic: Clinic, clinic_as: Callable[..., Clinic], wait: Wait
) -> None:
    nurse = clinic_as("nurse")
    row = wait("consultation")
    nurse.queue.take(row.visit_id)
    nurse.drafts.keep(row.visit_id, kind="visit", patient_id=row.patient.id, content={"complaint": "Homa"})
    taken = clinic.queue.take_back(row.visit_id).value
    assert (taken.station, taken.holder) == ("consultation", "Neema Mollel")
    assert [draft.content for draft in clinic.drafts.mine()] == [{"complaint": "Homa"}]
    with pytest.raises(EmrError, match=r"draft\.someone_elses"):
        nurse.drafts.keep(row.visit_id, kind="visit", patient_id=row.patient.id, content={})
    with clinic.work.database.read() as session:
        detail = session.scalars(
            select(AuditEntry.detail).where(AuditEntry.action == "queue.taken_back")
        ).one()
    assert detail["from_staff"] == nurse.work.actor.staff_id.hex


def test_the_last_move_is_taken_back(clinic: Clinic, wait: Wait) -> None:
    visit = wait("triage").visit_id
    with pytest.raises(EmrError, match=r"queue\.nothing_to_take_back"):
        clinic.queue.take_back(visit)
    clinic.queue.move(visit, "laboratory")
    assert clinic.queue.take_back(visit).value.station == "triage"
    with pytest.raises(EmrError, match=r"queue\.nothing_to_take_back"):
        clinic.queue.take_back(visit)
    assert [stay.ended for stay in clinic.queue.passes(visit)] == ["moved", "taken_back", None]


def test_a_patient_is_handed_to_one_person(
    clinic: Clinic, clinic_as: Callable[..., Clinic], wait: Wait
) -> None:
    nurse = clinic_as("nurse")
    visit = wait("consultation").visit_id
    clinic.queue.take(visit)
    row = clinic.queue.hand_over(visit, person=nurse.work.actor.staff_id).value
    assert (row.holder, row.for_name, row.station) == (None, "Asha Nurse", "consultation")
    assert {name for _, name in clinic.queue.colleagues()} == {"Neema Mollel", "Asha Nurse"}
    with pytest.raises(EmrError, match=r"queue\.person_unknown"):
        clinic.queue.hand_over(visit, person=new_id())
    assert nurse.queue.take(visit).value.holder == "Asha Nurse"


def test_who_goes_away_is_closed_with_a_reason_and_not_counted(clinic: Clinic, wait: Wait) -> None:
    visit = wait("triage").visit_id
    with pytest.raises(ValidationError, match=r"queue\.reason_missing"):
        clinic.queue.leave(visit, reason="  ")
    clinic.queue.leave(visit, reason=" Amesubiri  muda mrefu ")
    assert clinic.queue.everywhere() == ()
    closed = clinic.visits.get(visit)
    assert (closed.status, closed.void_reason) == ("open", "Amesubiri muda mrefu")
    assert clinic.visits.timeline(closed.patient.id) == ()
    for verb in (clinic.queue.take, clinic.queue.send_on, clinic.queue.take_back):
        with pytest.raises(EmrError, match=r"visit\.voided"):
            verb(visit)


def test_waiting_times_can_be_worked_out(clinic: Clinic, wait: Wait, clock: Any) -> None:
    visit = wait("triage").visit_id
    clock.advance(minutes=12)
    clinic.queue.take(visit)
    clock.advance(minutes=3)
    clinic.queue.send_on(visit)
    clock.advance(minutes=7)
    first, second = clinic.queue.passes(visit)
    assert (first.waited.total_seconds() / 60, first.taken_by) == (12, "Neema Mollel")  # type: ignore[union-attr]
    assert (second.station, second.waited, second.left_at) == ("consultation", None, None)


def test_each_step_leaves_its_line_in_the_audit_and_a_list_only_for_new_faces(
    clinic: Clinic, wait: Wait
) -> None:
    visit = wait("triage").visit_id
    clinic.queue.queue("triage")
    clinic.queue.queue("triage")
    wait("triage")
    clinic.queue.queue("triage")
    clinic.queue.take(visit)
    clinic.queue.move(visit, "consultation")
    found = [each for each in actions(clinic) if each.startswith("queue.")]
    assert found == [
        "queue.started",
        "queue.viewed",
        "queue.started",
        "queue.viewed",
        "queue.taken",
        "queue.moved",
    ]


def test_roles_do_only_their_part(clinic: Clinic, clinic_as: Callable[..., Clinic], wait: Wait) -> None:
    visit = wait("triage").visit_id
    lab, it_admin = clinic_as("lab"), clinic_as("it_admin")
    assert [row.visit_id for row in lab.queue.queue("triage")] == [visit]
    with pytest.raises(PermissionRefused):
        lab.queue.set_priority(visit, "emergency")
    with pytest.raises(PermissionRefused):
        lab.queue.leave(visit, reason="x")
    for read in (it_admin.queue.counts, it_admin.queue.everywhere, lambda: it_admin.queue.where(visit)):
        with pytest.raises(PermissionRefused):
            read()
