"""Records that go by hand, records that must not go at all, and the command line's words for both."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from db.models import AuditEntry, Facility, Target
from emr_desktop.errors import EmrError


def test_a_file_for_a_stick_holds_the_very_bytes_that_are_sent_later(to_fhir: Any, fhir_server: Any) -> None:
    patient = to_fhir.patient()
    visit = to_fhir.visit(patient, "B54", "B24")
    other = to_fhir.visit(to_fhir.patient("Asha"), "A09.0")
    to_fhir.clinic.visits.void(other.form.id, reason="Kosa")
    document = json.loads(to_fhir.sync.export("shr"))
    [carried] = document["deliveries"]  # the voided one never goes
    assert carried["post_to"] == "/"
    assert "B24" not in json.dumps(carried)
    with to_fhir.clinic.work.database.read() as session:
        rows = session.scalars(select(AuditEntry).where(AuditEntry.action == "sync.carried")).all()
        assert [(row.patient_id, row.detail["hash"]) for row in rows] == [(patient.id, carried["sha256"])]
    to_fhir.run()
    shown = to_fhir.sync.show(carried["id"])
    assert shown["payload_sha256"] == carried["sha256"]
    assert shown["payload"] == carried["request"]
    assert set(fhir_server.live("Encounter")) == {str(visit.form.id)}


def test_what_was_carried_counts_as_told(to_fhir: Any, fhir_server: Any) -> None:
    visit = to_fhir.visit(to_fhir.patient(), "B54", "J06.9")
    to_fhir.sync.export("shr")
    from emr_desktop.visits.rows import DiagnosisEntry

    to_fhir.correct(visit, diagnoses=(DiagnosisEntry(icd10="J06.9"),))
    to_fhir.run()
    # Whoever carried the first file may have brought the diagnosis there.
    assert len(fhir_server.all("Condition")) == 2
    assert len(fhir_server.live("Condition")) == 1


def test_a_record_that_was_carried_is_confirmed_or_refused_by_what_comes_back(
    to_fhir: Any, fhir_server: Any
) -> None:
    to_fhir.visit(to_fhir.patient(), "B54")
    content = to_fhir.sync.export("shr")
    [carried] = json.loads(content)["deliveries"]
    by_hand = to_fhir.sync.by_hand
    assert by_hand.mark_carried(content).carried == (carried["id"],)
    to_fhir.run()
    assert not fhir_server.live("Encounter")  # it is not sent again
    entries = [{"response": {"status": "201 Created"}} for _ in carried["request"]["entry"]]
    answer: dict[str, Any] = {"resourceType": "Bundle", "type": "transaction-response", "entry": entries}
    [taken] = by_hand.take_receipt(json.dumps(answer).encode())
    assert (taken.number, taken.state) == (carried["id"], "acknowledged")
    outcome = {
        "resourceType": "OperationOutcome",
        "issue": [{"severity": "error", "diagnostics": "unknown code B54"}],
    }
    [taken] = by_hand.take_receipt(json.dumps(outcome).encode(), number=carried["id"])
    assert (taken.state, taken.problem) == ("refused", "delivery.record_refused")
    assert "unknown code B54" in taken.problem_params["server_text"]
    to_fhir.sync.retry(carried["id"])
    to_fhir.run()
    assert len(fhir_server.live("Encounter")) == 1


def test_a_file_for_the_hdu_needs_its_template(to_hdu: Any, hdu_server: Any) -> None:
    to_hdu.visit(to_hdu.patient(), "B54")
    with pytest.raises(EmrError) as caught:
        to_hdu.sync.export("him")
    assert caught.value.code == "sync.test_first"
    to_hdu.sync.test_target("him")
    [carried] = json.loads(to_hdu.sync.export("him"))["deliveries"]
    assert carried["post_to"] == "/api/v1/hduApi/dataTemplates"
    assert carried["request"]["templateDetails"]["id"] == "tpl-1"
    assert len(carried["request"]["data"]["listGrid"]) == 1


def test_lists_that_nobody_confirmed_are_named(to_hdu: Any, hdu_server: Any) -> None:
    from sync.targets.hdu.template_words import unconfirmed_lists, words

    assert set(unconfirmed_lists()) <= set(words())
    told = to_hdu.sync.test_target("him")["notes"]
    [note] = [each for each in told if each["code"] == "sync.lists_unconfirmed"]
    assert "payer" in note["params"]["lists"]
    assert to_hdu.sync.records.unconfirmed("him") == [note]


def carried_to_hdu(to_hdu: Any) -> int:
    to_hdu.visit(to_hdu.patient(), "B54")
    to_hdu.sync.test_target("him")
    content = to_hdu.sync.export("him")
    [number] = to_hdu.sync.by_hand.mark_carried(content).carried
    return int(number)


def test_the_servers_own_answer_to_a_carried_visit_confirms_it(to_hdu: Any, hdu_server: Any) -> None:
    to_hdu.visit(to_hdu.patient(), "B54")
    to_hdu.sync.test_target("him")
    content = to_hdu.sync.export("him")
    [carried] = json.loads(content)["deliveries"]
    to_hdu.sync.by_hand.mark_carried(content)
    status, _, told = hdu_server.answer(
        "POST", carried["post_to"], {}, json.dumps(carried["request"]).encode()
    )
    assert status == 200
    [taken] = to_hdu.sync.by_hand.take_receipt(told)
    assert (taken.number, taken.state) == (carried["id"], "acknowledged")
    [row] = to_hdu.sync.status().deliveries
    assert row.queued is True  # 200 means queued there, by hand as well
    to_hdu.run()
    assert hdu_server.writes == 1  # only what was carried


@pytest.mark.parametrize(
    "answer",
    [
        {"invalidClients": 1, "invalidClientsSummary": [{"index": 0, "validationIssues": ["diagnosisCode"]}]},
        {"status": "VALIDATION_ERROR", "statusCode": 400, "message": "diagnosisCode"},
        {"status": "BAD_REQUEST", "message": "diagnosisCode"},
    ],
)
def test_a_refusal_of_the_hdu_that_comes_back_is_told(to_hdu: Any, hdu_server: Any, answer: Any) -> None:
    number = carried_to_hdu(to_hdu)
    [taken] = to_hdu.sync.by_hand.take_receipt(json.dumps(answer).encode(), number=number)
    assert (taken.state, taken.problem) == ("refused", "delivery.record_refused")
    assert "diagnosisCode" in taken.problem_params["server_text"]
    to_hdu.sync.retry(number)
    to_hdu.run()
    assert hdu_server.writes == 1


@pytest.mark.parametrize(
    "answer", [{}, {"hello": 1}, {"resourceType": "Bundle", "type": "transaction-response"}, [5]]
)
def test_what_is_no_answer_of_the_hdu_changes_nothing(to_hdu: Any, hdu_server: Any, answer: Any) -> None:
    number = carried_to_hdu(to_hdu)
    before = to_hdu.sync.show(number)
    with pytest.raises(EmrError) as caught:
        to_hdu.sync.by_hand.take_receipt(json.dumps(answer).encode(), number=number)
    assert caught.value.code == "carried.receipt_unreadable"
    assert to_hdu.sync.show(number) == before


def test_nothing_of_a_training_facility_leaves_this_pc(to_fhir: Any, fhir_server: Any) -> None:
    to_fhir.visit(to_fhir.patient(), "B54")
    with to_fhir.clinic.work.database.write.begin() as session:
        session.scalars(select(Facility)).one().training = True
        session.scalars(select(Target)).one().url = "https://shr.example.org/fhir"
    result = to_fhir.run(timeout_s=1)
    assert result.waiting == 1
    assert to_fhir.problems() == [("waiting", "sync.training")]
    for ask in (lambda: to_fhir.sync.test_target("shr"), lambda: to_fhir.sync.export("shr")):
        with pytest.raises(EmrError) as caught:
            ask()
        assert caught.value.code == "sync.training"
    assert not fhir_server.requests


def test_a_copied_database_holds_until_somebody_confirms_it(to_fhir: Any, fhir_server: Any) -> None:
    import uuid

    to_fhir.visit(to_fhir.patient(), "B54")
    with to_fhir.clinic.work.database.write.begin() as session:
        session.scalars(select(Facility)).one().incarnation = uuid.uuid4()
    assert to_fhir.run(timeout_s=1).waiting == 1
    assert not fhir_server.posts()
    assert to_fhir.sync.confirm_incarnation("shr") == []
    assert to_fhir.run().acknowledged == 1


def test_a_target_of_figures_has_no_filter(to_fhir: Any) -> None:
    to_fhir.sync.add_target(kind="dhis2", name="moh", url="https://dhis.example.org", token="d2pat_x")
    with pytest.raises(EmrError) as caught:
        to_fhir.sync.records.set_filter("moh", sensitive=True)
    assert caught.value.code == "target.takes_no_records"


def test_another_address_forgets_that_marked_things_may_go_there(to_fhir: Any, fhir_server: Any) -> None:
    to_fhir.sync.records.set_filter("shr", sensitive=True)
    to_fhir.sync.add_target(kind="fhir", name="shr", url="https://other.example.org", token="t")
    assert to_fhir.sync.targets()[0].details.get("sensitive") is not True


def test_a_nurse_may_not_open_the_filter(to_fhir: Any, clinic_as: Any) -> None:
    from emr_desktop.errors import PermissionRefused
    from sync.service import SyncService

    with pytest.raises(PermissionRefused):
        SyncService(work=clinic_as("nurse").work).records.set_filter("shr", sensitive=True)


def test_visits_of_before_the_target_go_when_somebody_asks(desk: Any, fhir_server: Any) -> None:
    from datetime import timedelta

    from emr_desktop.visits.rows import DiagnosisEntry

    patient = desk.patient()
    today = desk.clinic.work.clock.today()
    old = desk.visit(patient, "B54", visit_date=today - timedelta(days=40))
    near = desk.visit(patient, "A09.0", visit_date=today - timedelta(days=3))
    void = desk.visit(patient, "J06.9", visit_date=today - timedelta(days=2))
    desk.clinic.visits.void(void.form.id, reason="Kosa")
    desk.sync.add_target(kind="fhir", name="shr", url=fhir_server.url, token=fhir_server.token)
    assert desk.run().acknowledged == 0
    assert desk.sync.records.send_earlier("shr", today - timedelta(days=7), today) == 1
    assert desk.run().acknowledged == 1
    assert set(fhir_server.live("Encounter")) == {str(near.form.id)}
    assert desk.sync.records.send_earlier("shr", today - timedelta(days=60), today) == 1
    assert desk.sync.records.send_earlier("shr", today - timedelta(days=60), today) == 0
    desk.run()
    assert set(fhir_server.live("Encounter")) == {str(near.form.id), str(old.form.id)}
    assert desk.sync.show(1)["figures"] is None
    # From then on they follow like all others.
    desk.correct(old, diagnoses=(DiagnosisEntry(icd10="L02"),))
    desk.run()
    codes = {each["code"]["coding"][0]["code"] for each in fhir_server.live("Condition").values()}
    assert codes == {"L02", "A09.0"}
    with pytest.raises(EmrError) as caught:
        desk.sync.records.send_earlier("shr", today, today - timedelta(days=1))
    assert caught.value.code == "export.dates_reversed"


def _restored(desk: Any) -> None:
    import uuid

    with desk.clinic.work.database.write.begin() as session:
        session.scalars(select(Facility)).one().incarnation = uuid.uuid4()


def test_a_restored_record_does_not_go_over_a_newer_one_there(
    to_fhir: Any, fhir_server: Any, clock: Any
) -> None:
    visit = to_fhir.visit(to_fhir.patient(), "B54")
    other = to_fhir.visit(to_fhir.patient("Asha"), "A09.0")
    bundle = to_fhir.sync.export("shr")  # what waits, as it is now
    _restored(to_fhir)
    # The PC that broke had sent a corrected version of the first visit an hour later.
    [first] = [each for each in json.loads(bundle)["deliveries"] if str(visit.form.id) in json.dumps(each)]
    later = (visit.saved_at + timedelta(hours=1)).isoformat(timespec="seconds")
    for entry in first["request"]["entry"]:
        if entry["resource"]["resourceType"] == "Provenance":
            entry["resource"]["recorded"] = later
    fhir_server.answer("POST", "/", {}, json.dumps(first["request"]).encode())
    to_fhir.sync.confirm_incarnation("shr")
    assert to_fhir.problems() == [("refused", "delivery.newer_there")]
    assert to_fhir.run().acknowledged == 1
    assert str(other.form.id) in fhir_server.live("Encounter")
    to_fhir.sync.retry(first["id"])  # somebody looked, and ours is right
    assert to_fhir.run().acknowledged == 1


def test_what_the_hdu_cannot_tell_a_person_decides_after_a_restore(to_hdu: Any, hdu_server: Any) -> None:
    to_hdu.visit(to_hdu.patient(), "B54")
    _restored(to_hdu)
    to_hdu.sync.confirm_incarnation("him")
    assert to_hdu.problems() == [("refused", "delivery.may_be_newer_there")]
    assert to_hdu.run().acknowledged == 0
    to_hdu.sync.retry(None)
    assert to_hdu.run().acknowledged == 1


def test_a_hold_of_records_stays_when_the_server_cannot_be_asked(to_fhir: Any, fhir_server: Any) -> None:
    to_fhir.visit(to_fhir.patient(), "B54")
    _restored(to_fhir)
    fhir_server.fail("html", times=9)
    with pytest.raises(EmrError) as caught:
        to_fhir.sync.confirm_incarnation("shr")
    assert caught.value.code == "sync.not_the_server"
    assert to_fhir.sync.status().held == "sync.incarnation_changed"
