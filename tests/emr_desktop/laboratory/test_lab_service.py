"""Orders, samples, results, corrections, voids: what is kept and who may."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from db.models import AuditEntry, Draft, LabReport
from emr_desktop.clinic import Clinic
from emr_desktop.errors import EmrError, PermissionRefused, StaleVersion, ValidationError
from emr_desktop.identity import new_id
from emr_desktop.laboratory.rows import NewOrder, OrderRow
from emr_desktop.laboratory.service import OrderVoided
from emr_desktop.patients.rows import PatientRow
from emr_desktop.visits.rows import VisitRow

Order = Callable[..., OrderRow]
Enter = Callable[..., OrderRow]


def test_ordering_the_same_again_changes_nothing(clinic: Clinic, lab_patient: PatientRow) -> None:
    new = NewOrder(id=new_id(), patient_id=lab_patient.id, test="hb")
    first = clinic.laboratory.order([new]).value
    assert clinic.laboratory.order([new]).value == first
    assert len(clinic.laboratory.worklist().orders) == 1


def test_a_test_that_is_still_open_is_not_ordered_twice(order: Order) -> None:
    order("hb")
    with pytest.raises(EmrError) as refused:
        order("hb")
    assert refused.value.code == "laboratory.already_ordered"


@pytest.mark.parametrize("test", ["moon", "bs_count", "hiv_result"])
def test_only_what_stands_alone_can_be_ordered(order: Order, test: str) -> None:
    with pytest.raises(ValidationError) as refused:
        order(test)
    assert refused.value.code == "laboratory.test_unknown"


def test_all_orders_of_a_call_or_none(clinic: Clinic, lab_patient: PatientRow) -> None:
    good = NewOrder(id=new_id(), patient_id=lab_patient.id, test="hb")
    bad = NewOrder(id=new_id(), patient_id=lab_patient.id, test="moon")
    with pytest.raises(ValidationError):
        clinic.laboratory.order([good, bad])
    assert clinic.laboratory.worklist().orders == ()


def test_the_worklist_puts_the_urgent_first_and_then_who_waits_longest(
    clinic: Clinic, order: Order, clock: object
) -> None:
    tests = []
    for test, urgent in (("stool", False), ("hb", False), ("bs", True), ("upt", False)):
        order(test, urgent=urgent)
        clock.advance(minutes=3)  # type: ignore[attr-defined]
    tests = [row.test for row in clinic.laboratory.worklist().orders]
    assert tests == ["bs", "stool", "hb", "upt"]


def test_yesterdays_results_leave_the_worklist_and_yesterdays_orders_stay(
    clinic: Clinic, order: Order, enter: Enter, clock: object
) -> None:
    enter(order("hb"), hb="11")
    order("stool")
    clock.advance(days=1)  # type: ignore[attr-defined]
    assert [row.test for row in clinic.laboratory.worklist().orders] == ["stool"]


def test_a_rejected_sample_waits_for_another_one_with_its_reason(clinic: Clinic, order: Order) -> None:
    row = order("hb")
    taken = clinic.laboratory.take_sample(row.id).value
    assert (taken.status, taken.taken_by) == ("taken", "Neema Mollel")
    rejected = clinic.laboratory.reject_sample(row.id, reason="clotted").value
    assert (rejected.status, rejected.rejected_why, rejected.taken_at) == ("ordered", "clotted", None)
    with pytest.raises(ValidationError):
        clinic.laboratory.reject_sample(row.id, reason="  ")


def test_a_result_carries_its_flag_and_the_range_it_was_judged_by(order: Order, enter: Enter) -> None:
    done = enter(order("hb"), hb="7,2")
    assert done.status == "done"
    assert done.released is not None
    value = done.released.values[0]
    assert (value.result, value.flag, value.low, value.range_source) == ("7.2", "critical_low", 12, "WHO2024")
    assert done.is_critical


def test_a_pregnant_woman_is_judged_by_her_own_range(
    clinic: Clinic, lab_visit: Callable[..., VisitRow], order: Order, enter: Enter
) -> None:
    from dataclasses import replace

    visit = lab_visit()
    form = replace(visit.form, pregnancy="pregnant", pregnancy_weeks=20, expected_version=visit.version)
    clinic.visits.save(form)
    done = enter(order("hb", visit_id=visit.form.id), hb="10.7")
    assert done.released is not None
    assert (done.released.values[0].flag, done.released.values[0].low) == ("normal", 10.5)


def test_entering_the_same_result_again_changes_nothing(clinic: Clinic, order: Order, enter: Enter) -> None:
    row, entry = order("hb"), new_id()
    first = enter(row, entry=entry, hb="11")
    assert enter(row, entry=entry, hb="11") == first


def test_the_draft_of_a_result_goes_when_it_is_entered(clinic: Clinic, order: Order, enter: Enter) -> None:
    row, entry = order("hb"), new_id()
    clinic.drafts.keep(entry, kind="lab_result", patient_id=row.patient.id, content={"values": {"hb": "1"}})
    enter(row, entry=entry, hb="11")
    assert clinic.drafts.mine() == ()
    clinic.drafts.keep(entry, kind="lab_result", patient_id=row.patient.id, content={"values": {"hb": "1"}})
    with clinic.work.database.read() as session:
        assert session.get(Draft, entry) is None


def test_a_correction_needs_a_reason_and_keeps_what_was_said_before(order: Order, enter: Enter) -> None:
    first = enter(order("hb"), hb="17.2")
    with pytest.raises(ValidationError) as refused:
        enter(first, hb="7.2")
    assert (refused.value.field, refused.value.code) == ("reason", "laboratory.reason_missing")
    corrected = enter(first, hb="7.2", reason="Kosa la kuandika")
    assert [report.values[0].result for report in corrected.reports] == ["7.2", "17.2"]
    assert [report.reason for report in corrected.reports] == ["Kosa la kuandika", None]
    assert corrected.released is not None
    assert corrected.released.version == 2


def test_a_result_that_stands_there_already_makes_no_version(
    clinic: Clinic, order: Order, enter: Enter
) -> None:
    done = enter(order("hb"), hb="11.2")
    with pytest.raises(EmrError) as refused:
        enter(done, hb="11,2", reason="Bila sababu")
    assert refused.value.code == "laboratory.nothing_changed"
    assert len(clinic.laboratory.get(done.id).reports) == 1


def test_two_people_at_the_same_result_both_see_both(
    clinic: Clinic, clinic_as: Callable[..., Clinic], order: Order, enter: Enter
) -> None:
    row = order("hb")
    enter(row, hb="9.1", by=clinic_as("lab"))
    with pytest.raises(StaleVersion) as stale:
        enter(row, hb="11.9")
    current = stale.value.current
    assert isinstance(current, OrderRow)
    assert current.released is not None
    assert current.released.values[0].result == "9.1"
    assert current.released.entered_by == "Asha Lab"


def test_a_result_for_a_voided_order_is_refused_with_the_order_as_it_is(
    clinic: Clinic, order: Order, enter: Enter
) -> None:
    row = order("hb")
    clinic.laboratory.void(row.id, reason="Mgonjwa amekataa")
    with pytest.raises(OrderVoided) as refused:
        enter(row, hb="9")
    assert refused.value.code == "laboratory.order_voided"
    assert refused.value.current.void_reason == "Mgonjwa amekataa"
    with clinic.work.database.read() as session:
        assert session.scalars(select(LabReport)).all() == []
    # Ordered again, what was typed goes there.
    assert enter(order("hb"), hb="9").status == "done"


def test_a_result_for_a_voided_visit_is_refused(
    clinic: Clinic, lab_visit: Callable[..., VisitRow], enter: Enter
) -> None:
    visit = lab_visit(hb=None)
    (row,) = clinic.laboratory.worklist().orders
    clinic.visits.void(visit.form.id, reason="Mtu mwingine")
    with pytest.raises(OrderVoided) as refused:
        enter(row, hb="9")
    assert refused.value.code == "laboratory.visit_voided"
    worklist = clinic.laboratory.worklist()
    assert [each.visit_voided for each in worklist.orders] == [True]
    assert worklist.counts["ordered"] == 0


def test_voiding_again_changes_nothing_and_needs_a_reason(clinic: Clinic, order: Order) -> None:
    row = order("hb")
    with pytest.raises(ValidationError):
        clinic.laboratory.void(row.id, reason=" ")
    voided = clinic.laboratory.void(row.id, reason="Kosa").value
    assert clinic.laboratory.void(row.id, reason="Tena").value == voided


# a second person ------------------------------------------------------------


def test_with_the_setting_a_second_person_releases(
    clinic: Clinic, clinic_as: Callable[..., Clinic], order: Order, enter: Enter
) -> None:
    clinic.facility.set("laboratory.second_person", True)
    waiting = enter(order("hb"), hb="9.1")
    assert (waiting.status, waiting.released) == ("to_validate", None)
    with pytest.raises(EmrError) as refused:
        clinic.laboratory.validate(waiting.id, expected_version=waiting.version)
    assert refused.value.code == "laboratory.same_person"
    other = clinic_as("lab")
    done = other.laboratory.validate(waiting.id, expected_version=waiting.version).value
    assert done.released is not None
    assert (done.status, done.released.released_by) == ("done", "Asha Lab")
    assert other.laboratory.validate(waiting.id, expected_version=waiting.version).value == done


def test_a_result_that_changed_after_it_was_read_is_not_released(
    clinic: Clinic, clinic_as: Callable[..., Clinic], order: Order, enter: Enter
) -> None:
    clinic.facility.set("laboratory.second_person", True)
    seen = enter(order("hb"), hb="9.1")
    enter(seen, hb="9.9")
    with pytest.raises(StaleVersion):
        clinic_as("lab").laboratory.validate(seen.id, expected_version=seen.version)


def test_until_it_is_checked_a_correction_leaves_the_earlier_result_in_force(
    clinic: Clinic, order: Order, enter: Enter
) -> None:
    done = enter(order("hb"), hb="17.2")
    clinic.facility.set("laboratory.second_person", True)
    corrected = enter(done, hb="7.2", reason="Kosa")
    assert corrected.released is not None
    assert corrected.released.values[0].result == "17.2"
    assert corrected.waiting is not None
    assert corrected.waiting.values[0].result == "7.2"


# who may ------------------------------------------------------------


def test_a_marked_test_is_hidden_from_who_may_not_see_it(
    clinic: Clinic, clinic_as: Callable[..., Clinic], order: Order, enter: Enter
) -> None:
    enter(order("hiv", note="siri"), hiv="non_reactive")
    dispenser = clinic_as("pharmacist")
    (row,) = dispenser.laboratory.worklist().orders
    assert (row.hidden, row.test, row.note, row.reports) == (True, "", None, ())
    with pytest.raises(PermissionRefused):
        dispenser.laboratory.trend(row.patient.id, "hiv")
    (mine,) = clinic.laboratory.worklist().orders
    assert mine.released is not None
    assert mine.released.results == {"hiv": "non_reactive", "hiv_result": "negative"}


def test_a_marked_result_is_printed_only_for_who_may_see_it(
    clinic: Clinic, clinic_as: Callable[..., Clinic], order: Order, enter: Enter
) -> None:
    private, plain = enter(order("hiv"), hiv="non_reactive"), enter(order("hb"), hb="11")
    dispenser = clinic_as("pharmacist")
    assert [row.id for row in dispenser.laboratory.for_paper([plain.id])] == [plain.id]
    with pytest.raises(PermissionRefused):
        dispenser.laboratory.for_paper([plain.id, private.id])
    assert len(clinic.laboratory.for_paper([plain.id, private.id])) == 2


def test_who_only_reads_neither_orders_nor_enters(clinic_as: Callable[..., Clinic], order: Order) -> None:
    row = order("hb")
    dispenser = clinic_as("pharmacist")
    new = NewOrder(id=new_id(), patient_id=row.patient.id, test="bs")
    for verb in (
        lambda: dispenser.laboratory.order([new]),
        lambda: dispenser.laboratory.take_sample(row.id),
        lambda: dispenser.laboratory.void(row.id, reason="x"),
    ):
        with pytest.raises(PermissionRefused):
            verb()


def test_every_verb_leaves_a_trail(clinic: Clinic, order: Order, enter: Enter) -> None:
    row = order("hb")
    clinic.laboratory.take_sample(row.id)
    row = clinic.laboratory.get(row.id)
    enter(row, hb="11")
    clinic.laboratory.trend(row.patient.id, "hb")
    with clinic.work.database.read() as session:
        actions = session.scalars(
            select(AuditEntry.action)
            .where(AuditEntry.action.startswith("laboratory."))
            .order_by(AuditEntry.seq)
        ).all()
    assert actions == [
        "laboratory.ordered",
        "laboratory.sample_taken",
        "laboratory.viewed",
        "laboratory.entered",
        "laboratory.released",
        "laboratory.trend",
    ]
