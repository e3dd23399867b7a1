"""What goes over the wire, case by case, as it stands in golden files that a person has read.

``GOLDEN=write pytest`` writes them anew; look at the difference before it is kept.
"""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from fhirclient.models.bundle import Bundle

from emr_desktop.allergies.rows import AllergyForm, AllergyList, AllergyRow, NoneKnown
from emr_desktop.exchange.record import (
    CaseRecord,
    LabOrderRecord,
    LabPart,
    OtherRecord,
    PatientRecord,
    ProblemRecord,
    VisitRecord,
)
from emr_desktop.exchange.record_filter import without_sensitive
from emr_desktop.patients.rows import PatientRow
from emr_desktop.visits.ending_rows import CauseEntry, DeathEntry, ReferralEntry, ReferredInEntry
from emr_desktop.visits.rows import (
    DiagnosisEntry,
    LabEntry,
    PrescriptionEntry,
    VisitForm,
    VisitRow,
    VitalsEntry,
)
from sync.targets.fhir.mapping import parts_of, patient_bundle, visit_bundle
from sync.targets.hdu.mapping import envelope, visit_block
from sync.targets.hdu.people import as_bytes, client_body, merge_body

FACILITY = "101168-3"
NAME = "Buigiri Dispensary"
GOLDEN = Path(__file__).parent / "golden"
DAY = date(2026, 1, 5)
SEEN = datetime(2026, 1, 5, 6, 2, tzinfo=UTC)


def own_id(number: int) -> uuid.UUID:
    return uuid.UUID(f"019b0000-0000-7000-8000-{number:012d}")


def patient(number: int = 1, **changes: Any) -> PatientRecord:
    who = PatientRow(
        id=own_id(number),
        number=f"{FACILITY}/2026/{number:06d}",
        first_name="Neema",
        middle_name="Aisha",
        last_name="Mushi",
        sex="F",
        birth_date=date(1994, 3, 8),
        birth_precision="day",
        phone="+255700000001",
        nida="19940308141230000121",
        insurance_number=None,
        region="Dodoma",
        council="Chamwino",
        ward="Buigiri",
        village="Buigiri",
        guardian=None,
        allergies=(),
        version=1,
    )
    none = AllergyList(patient_id=who.id, none_known=NoneKnown(asked_on=DAY, asked_by=None))
    record: dict[str, Any] = {"allergies": changes.pop("allergies", none), "changed_at": SEEN}
    told = {name: changes.pop(name) for name in list(changes) if name in PatientRow.__dataclass_fields__}
    record |= changes
    return PatientRecord(patient=replace(who, **told), **record)


def visit(number: int = 9, who: PatientRecord | None = None, **changes: Any) -> VisitRecord:
    record = who or patient()
    beside = {name: changes.pop(name) for name in list(changes) if name in VisitRecord.__dataclass_fields__}
    version = changes.pop("version", 1)
    told: dict[str, Any] = {
        "new_this_year": True,
        "new_problem": True,
        "vitals": VitalsEntry(temperature_c=38.4, weight_kg=61, systolic=118, diastolic=76, pulse=92),
        "complaint": "Homa siku 2",
        "diagnoses": (DiagnosisEntry(icd10="B54", concept="malaria"),),
        **changes,
    }
    row = VisitRow(
        form=VisitForm(id=own_id(number), patient_id=record.id, visit_date=DAY, **told),
        patient=record.patient,
        sex=record.patient.sex,
        age_months=381,
        malaria_test=None,
        status="done",
        version=version,
        saved_at=datetime(2026, 1, 5, 7, 20, tzinfo=UTC),
        clinician="Dkt. Asha Mrisho",
    )
    return VisitRecord(
        visit=row,
        patient=record,
        started_at=datetime(2026, 1, 5, 5, 55, tzinfo=UTC),
        ended_at=datetime(2026, 1, 5, 7, 20, tzinfo=UTC),
        measured_at=SEEN,
        clinician_cadre="Clinical officer",
        **beside,
    )


def plain() -> VisitRecord:
    return visit(
        history="Homa, maumivu ya kichwa",
        examination="Hana dalili za hatari",
        advice="Rudi ukizidiwa",
        procedures=("dressing",),
    )


def child_with_alu() -> VisitRecord:
    allergy = AllergyForm(
        id=own_id(70),
        patient_id=own_id(2),
        substance="Penisilini",
        substance_code="penicillin",
        reaction="rash",
        severity="mild",
    )
    known = AllergyList(
        patient_id=own_id(2),
        allergies=(AllergyRow(form=allergy, noted_on=DAY, noted_by=None, understood=True),),
    )
    who = patient(
        2,
        first_name="Juma",
        sex="M",
        birth_date=date(2023, 8, 14),
        birth_precision="month",
        phone=None,
        nida=None,
        guardian="Asha Juma",
        allergies=known,
    )
    order = LabOrderRecord(
        id=own_id(80),
        test="bs",
        ordered_at=SEEN,
        urgent=True,
        status="done",
        specimen="blood",
        taken_at=SEEN,
        released_at=datetime(2026, 1, 5, 6, 40, tzinfo=UTC),
        report_version=1,
        remark="Vimelea vingi",
        parts=(
            LabPart(test="bs", result="positive", flag="abnormal"),
            LabPart(test="hb", result="7.9", flag="low", low=11, high=14),
        ),
    )
    return visit(
        10,
        who,
        payer="exempt",
        exemption="under_five",
        vitals=VitalsEntry(temperature_c=39.1, weight_kg=12.4, height_cm=91, muac_cm=13.5, spo2=97),
        tests=(LabEntry(test="bs", result="positive"), LabEntry(test="mrdt")),
        diagnoses=(
            DiagnosisEntry(icd10="B54", concept="malaria"),
            DiagnosisEntry(icd10="D64.9", concept="anaemia", certainty="provisional", severity="some"),
        ),
        prescriptions=(
            PrescriptionEntry(medicine="alu20120", dose=1, per_day=2, days=3, quantity=6, start_now=True),
            PrescriptionEntry(medicine="par120sy", dose=7.5, per_day=3, days=3, quantity=68),
        ),
        orders=(order,),
    )


def pregnant_with_uti() -> VisitRecord:
    return visit(
        11,
        complaint="Maumivu wakati wa kukojoa",
        pregnancy="pregnant",
        pregnancy_weeks=24,
        diagnoses=(DiagnosisEntry(icd10="O23.4"),),
        prescriptions=(PrescriptionEntry(medicine="amo250", dose=2, per_day=3, days=7, quantity=42),),
    )


def referral() -> VisitRecord:
    case = CaseRecord(
        id=own_id(90),
        number=f"{FACILITY}/N/2026/0001",
        condition="meningitis",
        icd10="A39.0",
        seen_on=DAY,
        onset_on=date(2026, 1, 3),
        exposure=None,
        symptoms="Shingo ngumu",
        specimen=None,
        specimen_on=None,
        specimen_to=None,
        vaccinated="no",
        doses=None,
        last_dose_on=None,
        outcome="referred",
        action=None,
    )
    return visit(
        12,
        diagnoses=(DiagnosisEntry(icd10="A39.0", certainty="provisional"),),
        outcome="referred",
        referred_to="Dodoma RRH",
        referral=ReferralEntry(urgency="emergency", unit="Watoto", reason="Homa ya uti wa mgongo"),
        referral_number=f"{FACILITY}/2026/000001-R1",
        referred_in=ReferredInEntry(kind="community", sender="Mama Rehema"),
        cases=(case,),
    )


def death() -> VisitRecord:
    return visit(
        13,
        patient(died_on=DAY),
        outcome="died",
        death=DeathEntry(
            died_on=DAY,
            died_at="10:15",
            place="here",
            immediate=CauseEntry(icd10="B50.0"),
            underlying=CauseEntry(icd10="D57.1"),
        ),
    )


def hiv_kept_back() -> VisitRecord:
    who = patient(
        problems=(
            ProblemRecord(
                id=own_id(95),
                icd10="B24",
                concept="hiv",
                since=None,
                status="active",
                resolved_on=None,
                note=None,
                sensitive=True,
                noted_on=DAY,
            ),
        )
    )
    return without_sensitive(
        visit(
            14,
            who,
            sensitive=True,
            complaint="Kuchukua ARV",
            history="VVU tangu 2019",
            exemption="chronic",
            payer="exempt",
            diagnoses=(DiagnosisEntry(icd10="B24", concept="hiv"), DiagnosisEntry(icd10="J06.9")),
            tests=(LabEntry(test="hiv", result="reactive"), LabEntry(test="hb", result="11")),
            prescriptions=(
                PrescriptionEntry(medicine="tld", dose=1, per_day=1, days=30, quantity=30),
                PrescriptionEntry(medicine="par500", dose=2, per_day=3, days=3, quantity=18),
            ),
        )
    )


def voided() -> VisitRecord:
    record = plain()
    return replace(
        record, visit=replace(record.visit, status="void", version=2, voided_at=SEEN, void_reason="Kosa")
    )


CASES: dict[str, Callable[[], VisitRecord]] = {
    each.__name__: each
    for each in (plain, child_with_alu, pregnant_with_uti, referral, death, hiv_kept_back, voided)
}


def same_as_golden(name: str, payload: bytes) -> None:
    path, told = GOLDEN / f"{name}.json", json.loads(payload)
    assert b"\n" not in payload
    if os.environ.get("GOLDEN") == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert told == json.loads(path.read_text(encoding="utf-8"))


def valid_transaction(payload: bytes) -> dict[str, Any]:
    bundle: dict[str, Any] = json.loads(payload)
    assert Bundle(bundle, strict=True).as_json() == bundle
    links = json.dumps(bundle).split('"reference": "')[1:]
    urls = {entry["fullUrl"] for entry in bundle["entry"]}
    assert {link.partition('"')[0] for link in links} <= urls
    assert len(urls) == len(bundle["entry"])
    assert all(uuid.UUID(url.removeprefix("urn:uuid:")).version == 5 for url in urls)
    assert bundle["entry"][0]["resource"]["resourceType"] == "Patient"
    return bundle


@pytest.mark.parametrize("case", CASES)
def test_fhir(case: str) -> None:
    payload = visit_bundle(CASES[case](), facility_code=FACILITY)
    valid_transaction(payload)
    assert payload == visit_bundle(CASES[case](), facility_code=FACILITY)
    same_as_golden(f"fhir/{case}", payload)


def test_fhir_corrected() -> None:
    before = child_with_alu()
    form = before.visit.form
    after = replace(
        before,
        visit=replace(
            before.visit,
            version=2,
            form=replace(form, diagnoses=form.diagnoses[1:], prescriptions=form.prescriptions[:1]),
        ),
    )
    sent = list(parts_of(visit_bundle(before, facility_code=FACILITY)))
    payload = visit_bundle(after, facility_code=FACILITY, sent=sent)
    bundle = valid_transaction(payload)
    wrong = [
        entry["resource"]["resourceType"]
        for entry in bundle["entry"]
        if "entered-in-error" in json.dumps(entry["resource"])
    ]
    assert sorted(wrong) == ["Condition", "MedicationRequest"]
    same_as_golden("fhir/corrected", payload)
    # What was withdrawn once is withdrawn at every later sending.
    again = visit_bundle(after, facility_code=FACILITY, sent=parts_of(payload))
    assert again == payload


def test_fhir_merged() -> None:
    kept = patient(1)
    merged = patient(3, merged_into=OtherRecord(id=kept.id, number=kept.patient.number), first_name="Nema")
    payload = patient_bundle(merged, facility_code=FACILITY, survivor=kept)
    bundle = valid_transaction(payload)
    survivor = bundle["entry"][-2]
    assert survivor["request"]["method"] == "POST"  # never over what is newer there
    same_as_golden("fhir/merged", payload)


@pytest.mark.parametrize("case", CASES)
def test_hdu(case: str) -> None:
    record = CASES[case]()
    payload = as_bytes(visit_block(record, facility_code=FACILITY, facility_name=NAME))
    same_as_golden(f"hdu/{case}", payload)


def test_hdu_envelope_and_clients() -> None:
    blocks = [
        as_bytes(visit_block(each, facility_code=FACILITY, facility_name=NAME)) for each in (plain(), death())
    ]
    payload = envelope(
        blocks,
        template={"id": "tpl-1", "code": "HDU", "name": "HDU data template"},
        facility_code=FACILITY,
        facility_name=NAME,
        version="1.0.0",
    )
    assert json.loads(payload)["data"]["listGrid"] == [json.loads(each) for each in blocks]
    assert all(each in payload for each in blocks)  # as they were frozen
    merged = patient(3, merged_into=OtherRecord(id=own_id(1), number=f"{FACILITY}/2026/000001"))
    same_as_golden("hdu/merged", merge_body(merged, facility_code=FACILITY))
    same_as_golden("hdu/client", client_body(patient(), facility_code=FACILITY, facility_name=NAME))


def test_nothing_that_is_marked_stands_in_either_form() -> None:
    for text in (
        visit_bundle(hiv_kept_back(), facility_code=FACILITY).decode(),
        json.dumps(visit_block(hiv_kept_back(), facility_code=FACILITY, facility_name=NAME)),
    ):
        for word in ("HIV", "hiv", "VVU", "ARV", "B24", '"chronic"', "TLD", "tld"):
            assert word not in text, word
        assert "J06.9" in text
        assert "Paracetamol" in text
