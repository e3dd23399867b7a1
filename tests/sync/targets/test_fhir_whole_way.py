"""Records of patients reach a FHIR server exactly once in effect, whatever happens on the way."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from emr_desktop.errors import EmrError
from emr_desktop.visits.rows import DiagnosisEntry


def codes_there(server: Any) -> list[str]:
    return sorted(each["code"]["coding"][0]["code"] for each in server.live("Condition").values())


def test_a_visit_arrives_with_its_patient_and_goes_once(to_fhir: Any, fhir_server: Any) -> None:
    visit = to_fhir.visit(to_fhir.patient(), "B54", "A09.0")
    result = to_fhir.run()
    assert (result.acknowledged, result.waiting, result.refused) == (1, 0, 0)
    assert set(fhir_server.live("Encounter")) == {str(visit.form.id)}
    assert codes_there(fhir_server) == ["A09.0", "B54"]
    patient = fhir_server.all("Patient")[0]
    assert patient["name"][0]["family"] == "Mushi"
    encounter = fhir_server.all("Encounter")[0]
    assert encounter["subject"]["reference"] == f"Patient/{patient['id']}"
    to_fhir.run()
    assert fhir_server.transactions == 1


def test_what_a_correction_removes_is_entered_in_error_there(to_fhir: Any, fhir_server: Any) -> None:
    visit = to_fhir.visit(to_fhir.patient(), "B54", "J06.9")
    to_fhir.run()
    to_fhir.correct(visit, diagnoses=(DiagnosisEntry(icd10="J06.9"), DiagnosisEntry(icd10="A09.0")))
    to_fhir.run()
    assert codes_there(fhir_server) == ["A09.0", "J06.9"]
    assert len(fhir_server.all("Condition")) == 3
    # Once more: what was withdrawn stays so.
    to_fhir.correct(visit, complaint="Homa")
    to_fhir.run()
    assert codes_there(fhir_server) == ["A09.0", "J06.9"]
    assert len(fhir_server.all("Encounter")) == 1


def test_a_voided_visit_is_entered_in_error_in_all_its_parts(to_fhir: Any, fhir_server: Any) -> None:
    visit = to_fhir.visit(to_fhir.patient(), "B54")
    to_fhir.run()
    to_fhir.clinic.visits.void(visit.form.id, reason="Mgonjwa mwingine")
    to_fhir.run()
    for kind in ("Encounter", "Condition", "Observation"):
        assert fhir_server.all(kind)
        assert not fhir_server.live(kind)


def test_a_visit_voided_before_it_was_sent_never_goes(to_fhir: Any, fhir_server: Any) -> None:
    visit = to_fhir.visit(to_fhir.patient(), "B54")
    to_fhir.clinic.visits.void(visit.form.id, reason="Kosa")
    result = to_fhir.run()
    assert (result.waiting, result.refused) == (0, 0)
    assert not fhir_server.all("Encounter")


def test_after_a_merge_the_visits_stand_under_the_record_that_stays(to_fhir: Any, fhir_server: Any) -> None:
    kept, other = to_fhir.patient("Neema"), to_fhir.patient("Nema")
    to_fhir.visit(kept, "B54")
    moved = to_fhir.visit(other, "J06.9")
    to_fhir.run()
    to_fhir.clinic.merging.merge(kept.id, other.id, choices={})
    result = to_fhir.run()
    assert (result.waiting, result.refused) == (0, 0)
    patients = {each["identifier"][0]["value"]: each for each in fhir_server.all("Patient")}
    gone, stays = patients[other.number], patients[kept.number]
    assert gone["active"] is False
    assert gone["link"] == [{"other": {"reference": f"Patient/{stays['id']}"}, "type": "replaced-by"}]
    encounter = fhir_server.live("Encounter")[str(moved.form.id)]
    assert encounter["subject"]["reference"] == f"Patient/{stays['id']}"
    assert len(fhir_server.live("Encounter")) == 2


def test_a_later_change_of_the_patient_follows_and_so_does_a_withdrawn_allergy(
    to_fhir: Any, fhir_server: Any
) -> None:
    patient = to_fhir.patient(allergies=("Penisilini", "Sulfa"))
    to_fhir.visit(patient, "B54")
    to_fhir.run()
    assert len(fhir_server.live("AllergyIntolerance")) == 2
    from emr_desktop.patients.records import form_of_row

    row = to_fhir.clinic.patients.get(patient.id)
    from dataclasses import replace

    form = replace(form_of_row(row), expected_version=row.version, allergies=("Sulfa",), phone="0755123456")
    to_fhir.clinic.patients.correct(form)
    to_fhir.run()
    assert [each["code"]["text"] for each in fhir_server.live("AllergyIntolerance").values()] == ["Sulfa"]
    assert fhir_server.all("Patient")[0]["telecom"][0]["value"] == "+255755123456"


def test_marked_things_are_kept_back_until_somebody_decides(to_fhir: Any, fhir_server: Any) -> None:
    visit = to_fhir.visit(
        to_fhir.patient(),
        "B54",
        "B24",
        complaint="Amekuja kuchukua ARV",
        history="VVU tangu 2019",
    )
    to_fhir.run()
    assert codes_there(fhir_server) == ["B54"]
    assert "ARV" not in str(fhir_server.resources)
    assert "VVU" not in str(fhir_server.resources)
    row = to_fhir.sync.status().deliveries[0]
    assert row.kept_back == ("diagnoses", "notes", "problems")
    to_fhir.sync.records.set_filter("shr", sensitive=True)
    to_fhir.correct(visit, advice="Rudi baada ya mwezi")
    to_fhir.run()
    assert codes_there(fhir_server) == ["B24", "B24", "B54"]  # one of them on the problem list
    # And back: what must not be there any more is withdrawn without being named.
    to_fhir.sync.records.set_filter("shr", sensitive=False)
    to_fhir.correct(visit, advice="Rudi")
    to_fhir.run()
    assert codes_there(fhir_server) == ["B54"]
    assert "B24" not in str(fhir_server.resources)


def test_what_left_the_building_stands_in_the_patient_s_trail(to_fhir: Any) -> None:
    patient = to_fhir.patient()
    visit = to_fhir.visit(patient, "B54")
    to_fhir.run()
    from sqlalchemy import select

    from db.models import AuditEntry

    with to_fhir.clinic.work.database.read() as session:
        rows = session.scalars(select(AuditEntry).where(AuditEntry.action == "sync.sent")).all()
        assert [row.patient_id for row in rows] == [patient.id]
        detail = rows[0].detail
    assert detail["record"] == visit.form.id.hex
    assert detail["target"] == "shr"
    assert "diagnoses" in detail["groups"].split()
    assert "tests" not in detail["groups"].split()
    shown = to_fhir.sync.show(1)
    assert detail["hash"] == shown["payload_sha256"]
    assert shown["payload"]["type"] == "transaction"


def test_one_bad_record_is_found_and_the_others_go(to_fhir: Any, fhir_server: Any) -> None:
    fhir_server.check = lambda each: "family name is banned" if "Mbaya" in str(each) else None
    for number in range(9):
        to_fhir.visit(to_fhir.patient(f"N{number}", last_name="Mbaya" if number == 4 else "Mushi"), "B54")
    result = to_fhir.run()
    assert (result.acknowledged, result.refused, result.waiting) == (8, 1, 0)
    assert len(fhir_server.live("Encounter")) == 8
    [(state, problem)] = to_fhir.problems()
    assert (state, problem) == ("refused", "delivery.record_refused")
    params = next(row.problem_params for row in to_fhir.sync.status().deliveries if row.problem)
    assert "family name is banned" in params["server_text"]
    fhir_server.check = None
    to_fhir.sync.retry(None)
    assert to_fhir.run().acknowledged == 1
    assert len(fhir_server.live("Encounter")) == 9


def test_two_of_the_same_there_need_a_person(to_fhir: Any, fhir_server: Any) -> None:
    patient = to_fhir.patient()
    visit = to_fhir.visit(patient, "B54")
    to_fhir.run()
    fhir_server.add_twin("Encounter", fhir_server.live("Encounter")[str(visit.form.id)])
    to_fhir.correct(visit, complaint="Homa kali")
    result = to_fhir.run()
    assert result.refused == 1
    assert to_fhir.problems() == [("refused", "delivery.several_there")]


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("drop_before", {}),
        ("drop_after", {}),
        ("truncate", {}),
        ("html", {}),
        ("portal", {}),
        ("duplicate", {}),
        ("status", {"status": 429, "headers": {"Retry-After": "1"}}),
        ("status", {"status": 409, "body": b'{"resourceType":"OperationOutcome","issue":[]}'}),
        ("status", {"status": 503, "body": b"busy"}),
        ("status_after", {"status": 500, "body": b"An internal server error occurred"}),
        ("status_after", {"status": 200, "body": b"{}"}),
        ("status_after", {"status": 200, "body": b'{"resourceType":"Bundle","type":"transaction-response"}'}),
    ],
)
def test_a_fault_on_the_line_costs_time_and_nothing_else(
    to_fhir: Any, fhir_server: Any, kind: str, options: dict[str, Any]
) -> None:
    for number in range(3):
        to_fhir.visit(to_fhir.patient(f"N{number}"), "B54")
    fhir_server.fail(kind, method="POST", **options)
    result = to_fhir.run()
    assert (result.waiting, result.refused) == (0, 0), to_fhir.problems()
    assert len(fhir_server.all("Encounter")) == len(fhir_server.live("Encounter")) == 3
    assert len(fhir_server.all("Condition")) == 3
    assert len(fhir_server.all("Provenance")) == 3


def test_refused_credentials_stop_the_target_and_lose_nothing(to_fhir: Any, fhir_server: Any) -> None:
    to_fhir.visit(to_fhir.patient(), "B54")
    fhir_server.token = "another"
    assert to_fhir.run().waiting == 1
    assert to_fhir.sync.targets()[0].needs_person
    to_fhir.sync.add_target(kind="fhir", name="shr", url=fhir_server.url, token="another")
    assert to_fhir.run().acknowledged == 1


def test_a_request_too_large_is_sent_in_smaller_ones(to_fhir: Any, fhir_server: Any) -> None:
    for number in range(12):
        to_fhir.visit(to_fhir.patient(f"N{number}"), "B54")
    fhir_server.most_entries = 14
    result = to_fhir.run()
    assert (result.acknowledged, result.refused) == (12, 0)
    assert len(fhir_server.live("Encounter")) == 12


def test_bodies_go_compressed_and_plain_where_that_is_not_understood(to_fhir: Any, fhir_server: Any) -> None:
    to_fhir.visit(to_fhir.patient("A"), "B54")
    to_fhir.run()
    packed = fhir_server.bytes_in
    assert to_fhir.sync.targets()[0].details["gzip"] is True
    assert packed < len(fhir_server.posts()[-1].body) / 2
    fhir_server.takes_gzip = False
    to_fhir.sync.add_target(kind="fhir", name="plain", url=fhir_server.url + "/", token=fhir_server.token)
    to_fhir.visit(to_fhir.patient("B"), "B54")
    to_fhir.sync.enable_target("shr", enabled=False)
    assert to_fhir.run().refused == 0
    assert next(each for each in to_fhir.sync.targets() if each.name == "plain").details["gzip"] is False


def test_a_test_says_what_is_there_and_refuses_another_version(to_fhir: Any, fhir_server: Any) -> None:
    found = to_fhir.sync.test_target("shr")
    assert (found["fhir_version"], found["version"]) == ("4.0.1", "Stand-in FHIR 1.0")
    assert found["sensitive"] is False
    fhir_server.fhir_version = "5.0.0"
    with pytest.raises(EmrError) as caught:
        to_fhir.sync.test_target("shr")
    assert caught.value.code == "sync.other_fhir_version"
    fhir_server.fail("html", path="/metadata")
    with pytest.raises(EmrError) as caught:
        to_fhir.sync.test_target("shr")
    assert caught.value.code == "sync.not_the_server"


def test_a_referral_and_a_day_that_is_only_known_as_a_year(to_fhir: Any, fhir_server: Any) -> None:
    patient = to_fhir.patient(birth_date=None, age_years=40)
    to_fhir.visit(patient, "I10", outcome="referred", referred_to="Dodoma RRH")
    to_fhir.run()
    request = next(iter(fhir_server.live("ServiceRequest").values()))
    assert request["performer"] == [{"display": "Dodoma RRH"}]
    assert fhir_server.all("Patient")[0]["birthDate"] == "1986"
    assert date(1986, 1, 1).isoformat() not in str(fhir_server.all("Patient"))
