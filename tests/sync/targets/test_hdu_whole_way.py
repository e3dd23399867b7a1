"""Records of patients reach the HDU behind its mediator, and what it says is understood."""

from __future__ import annotations

import json
from typing import Any

import pytest

from emr_desktop.errors import EmrError
from emr_desktop.visits.rows import DiagnosisEntry, LabEntry, PrescriptionEntry


def test_a_visit_is_queued_there_and_the_words_say_so(to_hdu: Any, hdu_server: Any) -> None:
    patient = to_hdu.patient(nida="19940308141230000121")
    visit = to_hdu.visit(
        patient,
        "B54",
        tests=(LabEntry(test="mrdt", result="positive"),),
        prescriptions=(PrescriptionEntry(medicine="alu20120", dose=4, per_day=2, days=3, quantity=24),),
    )
    result = to_hdu.run()
    assert (result.acknowledged, result.refused, result.waiting) == (1, 0, 0)
    record = hdu_server.visits[f"101168-3-{visit.form.id}"]
    number = patient.number.replace("/", "-")
    assert record["mrn"] == number
    assert number.startswith("101168-3-")
    assert [each["type"] for each in record["identifiers"]] == ["NIDA", "MRN"]
    assert record["labInvestigationDetails"][0]["testStatus"] == "POSITIVE"
    assert record["medicationDetails"][0]["codeStandard"] in ("MSD", "EMR")
    row = to_hdu.sync.status().deliveries[0]
    assert row.queued
    assert row.state == "acknowledged"
    from ui.sync_view.sync_words import delivery_story

    assert "queued" in delivery_story(row, "en")
    shown = to_hdu.sync.show(row.number)
    assert len(shown["attempts"][0]["transaction"]) == 24


def test_the_template_is_fetched_and_kept(to_hdu: Any, hdu_server: Any) -> None:
    assert to_hdu.sync.test_target("him")["template"]["id"] == "tpl-1"
    hdu_server.template = {"id": "tpl-2", "code": "HDU2", "name": "Newer"}
    to_hdu.visit(to_hdu.patient(), "B54")
    assert to_hdu.run().refused == 1  # the old one is no longer known there
    assert to_hdu.sync.test_target("him")["template"]["id"] == "tpl-2"
    to_hdu.sync.retry(None)
    assert to_hdu.run().acknowledged == 1


def test_a_partial_answer_is_told_to_the_right_visits(to_hdu: Any, hdu_server: Any) -> None:
    visits = [to_hdu.visit(to_hdu.patient(f"N{number}"), "B54") for number in range(5)]
    bad = f"101168-3-{visits[2].form.id}"
    from sync.targets.hdu import mapping

    original = mapping._outcome
    try:
        mapping._outcome = lambda record: {} if record.id == visits[2].form.id else original(record)
        result = to_hdu.run()
    finally:
        mapping._outcome = original
    assert (result.acknowledged, result.refused) == (4, 1)
    assert bad not in hdu_server.visits
    row = next(row for row in to_hdu.sync.status().deliveries if row.state == "refused")
    assert "outcomeDetails.isAlive" in row.problem_params["server_text"]
    assert row.number == next(
        each.number
        for each in to_hdu.sync.status().deliveries
        if each.subject.endswith(visits[2].patient.id.hex)
    )


def test_one_unknown_word_that_fails_all_is_found_by_halving(to_hdu: Any, hdu_server: Any) -> None:
    visits = [to_hdu.visit(to_hdu.patient(f"N{number}"), "B54") for number in range(7)]
    from sync.targets.hdu import mapping

    original = mapping._visit

    def one_bad(record: Any, facility_code: str) -> Any:
        block = original(record, facility_code)
        return {**block, "visitType": "HOME"} if record.id == visits[3].form.id else block

    try:
        mapping._visit = one_bad
        result = to_hdu.run()
    finally:
        mapping._visit = original
    assert (result.acknowledged, result.refused, result.waiting) == (6, 1, 0)
    assert len(hdu_server.visits) == 6
    # Corrected in the program: the same record goes through.
    to_hdu.sync.retry(None)
    assert to_hdu.run().acknowledged == 1


def test_at_most_twenty_visits_go_in_a_request(to_hdu: Any, hdu_server: Any) -> None:
    for number in range(50):
        to_hdu.visit(to_hdu.patient(f"N{number}"), "B54")
    assert to_hdu.run().acknowledged == 50
    assert len(hdu_server.visits) == 50
    assert 5 <= hdu_server.largest <= 20


def test_the_engine_behind_the_exchange_is_down_for_a_while(to_hdu: Any, hdu_server: Any) -> None:
    to_hdu.visit(to_hdu.patient(), "B54")
    hdu_server.engine_down = True
    result = to_hdu.run(eager=False)
    assert (result.waiting, result.refused) == (1, 0)
    assert [problem for _, problem in to_hdu.problems()] == ["sync.engine_down"]
    hdu_server.engine_down = False
    assert to_hdu.run().acknowledged == 1


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("drop_before", {}),
        ("drop_after", {}),
        ("truncate", {}),
        ("html", {}),
        ("portal", {}),
        ("duplicate", {}),
        ("status", {"status": 429}),
        ("status_after", {"status": 500, "body": b"An internal server error occurred"}),
        ("status_after", {"status": 200, "body": b"{}"}),
        ("status_after", {"status": 200, "body": b"<html><body>proxy</body></html>"}),
    ],
)
def test_a_fault_on_the_line_costs_time_and_nothing_else(
    to_hdu: Any, hdu_server: Any, kind: str, options: dict[str, Any]
) -> None:
    for number in range(3):
        to_hdu.visit(to_hdu.patient(f"N{number}"), "B54")
    hdu_server.fail(kind, method="POST", **options)
    result = to_hdu.run()
    assert (result.waiting, result.refused) == (0, 0), to_hdu.problems()
    assert len(hdu_server.visits) == 3


@pytest.mark.parametrize(
    ("change", "code"), [("channel", "sync.no_channel"), ("user", "sync.credentials_refused")]
)
def test_the_mediator_does_not_let_us_in(to_hdu: Any, hdu_server: Any, change: str, code: str) -> None:
    to_hdu.visit(to_hdu.patient(), "B54")
    if change == "channel":
        hdu_server.has_channel = False
    else:
        hdu_server.users = {}
    assert to_hdu.run().waiting == 1
    [target] = to_hdu.sync.targets()
    assert target.needs_person
    assert target.breaker_reason == code
    with pytest.raises(EmrError) as caught:
        to_hdu.sync.test_target("him")
    assert caught.value.code == code


def test_corrected_voided_and_merged(to_hdu: Any, hdu_server: Any) -> None:
    kept, other = to_hdu.patient("Neema"), to_hdu.patient("Nema")
    first, second = to_hdu.visit(kept, "B54"), to_hdu.visit(other, "B54")
    to_hdu.run()
    to_hdu.correct(first, diagnoses=(DiagnosisEntry(icd10="A09.0"),))
    to_hdu.clinic.visits.void(second.form.id, reason="Kosa")
    to_hdu.run()
    record = hdu_server.visits[f"101168-3-{first.form.id}"]
    assert [each["diagnosisCode"] for each in record["diagnosisDetails"]] == ["A09.0"]
    gone = hdu_server.visits[f"101168-3-{second.form.id}"]
    assert gone["visitDetails"]["disabled"] is True
    assert "diagnosisDetails" not in gone
    third = to_hdu.visit(other, "J06.9")
    to_hdu.run()
    to_hdu.clinic.merging.merge(kept.id, other.id)
    assert to_hdu.run().waiting == 0
    number = kept.number.replace("/", "-")
    assert hdu_server.merged == {other.number.replace("/", "-"): number}
    assert hdu_server.visits[f"101168-3-{third.form.id}"]["mrn"] == number
    assert len(hdu_server.visits) == 3


def test_a_day_of_forty_visits_is_small_on_the_wire(to_hdu: Any, hdu_server: Any) -> None:
    for number in range(40):
        to_hdu.visit(to_hdu.patient(f"N{number}"), "B54", "J06.9")
    to_hdu.run()
    assert len(hdu_server.visits) == 40
    assert hdu_server.bytes_in <= 150_000
    assert hdu_server.bytes_in < len(json.dumps(list(hdu_server.visits.values())))


def test_a_dry_run_looks_at_each_visit_by_itself_and_keeps_nothing(to_hdu: Any, hdu_server: Any) -> None:
    visits = [to_hdu.visit(to_hdu.patient(f"N{number}"), "B54") for number in range(3)]
    from sync.targets.hdu import mapping

    original = mapping._outcome
    try:
        mapping._outcome = lambda record: {} if record.id == visits[1].form.id else original(record)
        found = to_hdu.sync.records.check("him")
    finally:
        mapping._outcome = original
    assert [each["ok"] for each in found] == [True, False, True]
    assert "isAlive" in found[1]["problem_params"]["server_text"]
    assert not hdu_server.visits
    assert all(each.query["testDataValidity"] == "true" for each in hdu_server.posts())
    assert to_hdu.sync.status().deliveries[0].state == "waiting"
    assert to_hdu.run().acknowledged == 3


def test_a_fhir_server_keeps_what_it_looks_at(to_fhir: Any) -> None:
    with pytest.raises(EmrError) as caught:
        to_fhir.sync.records.check("shr")
    assert caught.value.code == "target.cannot_check"
