"""Makes the records of an HDU data template of canonical records: pure, the same record gives the same bytes.

Field names are those of the HDU's data classes. A visit is sent whole each time under the same id, which the
HDU takes as an update; a voided visit goes without its findings and marked as disabled.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from emr_desktop.clock import local
from emr_desktop.exchange.record import PatientRecord, VisitRecord
from emr_desktop.printing.dose import dose_sentence
from emr_desktop.reference.catalogue import diagnosis_name, medicines
from emr_desktop.reference.procedures import procedure_name
from emr_desktop.visits.rows import DiagnosisEntry, PrescriptionEntry
from sync.targets.hdu.laboratory import laboratory
from sync.targets.hdu.people import Block, as_bytes, demographics, identifiers, mrn, present
from sync.targets.hdu.template_words import words


def visit_id(record: VisitRecord, facility_code: str) -> str:
    """The same for ever: a visit that is sent again is an update of this one."""
    return f"{facility_code}-{record.id}"


def visit_block(record: VisitRecord, *, facility_code: str, facility_name: str) -> Block:
    """One ``SharedHealthRecord``: a visit with its patient."""
    form, patient = record.visit.form, record.patient
    number, day = mrn(patient.patient.number, facility_code), form.visit_date.isoformat()
    block: Block = {
        "mrn": number,
        "facilityDetails": {"code": facility_code, "name": facility_name},
        "identifiers": identifiers(patient, number),
        "reportDetails": {"reportingDate": day},
        "demographicDetails": demographics(patient, facility_code=facility_code),
        "visitDetails": _visit(record, facility_code),
        "outcomeDetails": _outcome(record),
    }
    if record.is_void:
        return block
    block |= {
        "clinicalInformation": {"vitalSigns": _vitals(record), "visitNotes": _notes(record)},
        "allergies": _allergies(patient),
        "chronicConditions": [
            {
                "code": problem.icd10,
                "name": diagnosis_name(problem.icd10, problem.concept, language="en"),
                "verificationStatus": "Confirmed",
            }
            for problem in patient.problems
            if problem.status == "active"
        ],
        "diagnosisDetails": [_diagnosis(each, day) for each in form.diagnoses],
        "labInvestigationDetails": laboratory(record),
        "medicationDetails": [_medicine(each, day) for each in form.prescriptions],
        "visitMainPaymentDetails": _payment(record),
    }
    further: dict[str, Block | list[Block] | None] = {
        "treatmentDetails": _procedures(record),
        "investigationDetails": _cases(record),
        "billingsDetails": _exemption(record),
        "referralDetails": _referral(record, number),
        "causesOfDeathDetails": _causes(record),
        "antenatalCareDetails": _antenatal(record),
    }
    return block | {name: value for name, value in further.items() if value}


def envelope(
    visits: Sequence[bytes],
    *,
    template: Mapping[str, Any],
    facility_code: str,
    facility_name: str,
    version: str,
) -> bytes:
    """The request that carries some visits; each stands in it as it was frozen.

    Args:
        visits: of ``visit_block``, as bytes.
        template: ``id``, ``code``, ``name`` as the server gave them.
        facility_code: HFR code.
        facility_name: its name.
        version: of this program.
    """
    days = [json.loads(each)["reportDetails"]["reportingDate"] for each in visits]
    head = {
        "templateDetails": dict(template),
        "data": {
            "facilityDetails": {
                "code": facility_code,
                "name": facility_name,
                "system": {"name": "EMR Desktop", "version": version},
            },
            "reportDetails": {"reportingDate": max(days)},
            "listGrid": [],
        },
    }
    return as_bytes(head).removesuffix(b"]}}") + b",".join(visits) + b"]}}"


def _visit(record: VisitRecord, facility_code: str) -> Block:
    form, told = record.visit.form, words()
    service = told["care_service"].get(form.visit_type, told["care_service"]["other"])
    day = form.visit_date.isoformat()
    return {
        "id": visit_id(record, facility_code),
        "visitDate": day,
        "closedDate": day,
        "visitType": told["visit_type"].get(form.visit_type, told["visit_type"]["other"]),
        "isNew": bool(form.new_problem),
        "newThisYear": bool(form.new_this_year),
        "referredIn": form.referred_in is not None,
        "careServices": [{"careType": service, "visitNumber": 1}],
        "attendedSpecialist": [],
        "serviceComplaints": {"providedComplaints": False},
        "disabled": record.is_void,
    }


def _outcome(record: VisitRecord) -> Block:
    form = record.visit.form
    block: Block = {
        "isAlive": form.outcome != "died",
        "referred": form.outcome == "referred",
        "dischargedLocation": words()["discharged"].get(form.outcome),
    }
    if form.outcome == "died" and form.death is not None:
        block["deathDate"] = form.death.died_on.isoformat()
        block["deathLocation"] = words()["place_of_death"].get(form.death.place)
    if record.cases:
        block["investigationConducted"] = True
    return present(block)


def _vitals(record: VisitRecord) -> list[Block]:
    vitals = record.visit.form.vitals
    if vitals.is_empty:
        return []
    pressure = None
    if vitals.systolic is not None and vitals.diastolic is not None:
        pressure = f"{vitals.systolic}/{vitals.diastolic}"
    beside = {
        "SpO2 {} %": vitals.spo2,
        "MUAC {} cm": vitals.muac_cm,
        "head {} cm": vitals.head_cm,
        "oedema of both feet: {}": None if vitals.oedema is None else ("yes" if vitals.oedema else "no"),
    }
    notes = "; ".join(
        text.format(f"{value:g}" if isinstance(value, (int, float)) else value)
        for text, value in beside.items()
        if value is not None
    )
    block = {
        "bloodPressure": pressure,
        "weight": vitals.weight_kg,
        "temperature": vitals.temperature_c,
        "height": vitals.height_cm,
        "respiration": vitals.respiration,
        "pulseRate": vitals.pulse,
        "dateTime": _wall_clock(record.measured_at, record.visit.form.visit_date, "T"),
        "notes": notes or None,
    }
    return [present(block)]


def _notes(record: VisitRecord) -> list[Block]:
    form = record.visit.form
    examined = [form.examination] if form.examination else []
    if form.pregnancy == "pregnant":
        # No antenatal block: that would count as an antenatal visit.
        weeks = "" if form.pregnancy_weeks is None else f", {form.pregnancy_weeks} weeks"
        examined.append(f"Pregnant{weeks}")
    elif form.pregnancy == "breastfeeding":
        examined.append("Breastfeeding")
    block = {
        "date": _wall_clock(record.started_at, form.visit_date, " "),
        "chiefComplains": [form.complaint] if form.complaint else [],
        "injured": any(each.icd10[:1] in ("S", "T") for each in form.diagnoses),
        "historyOfPresentIllness": [form.history] if form.history else [],
        "generalExaminationObservation": examined,
        "doctorPlanOrSuggestion": [form.advice] if form.advice else [],
        "providerSpeciality": record.clinician_cadre,
    }
    return [present(block)]


def _allergies(record: PatientRecord) -> list[Block]:
    return [
        present(
            {
                "code": row.form.substance_code,
                "category": "medication" if row.form.substance_code else None,
                "name": row.form.substance,
                "criticality": {"severe": "high", "mild": "low"}.get(row.form.severity or ""),
                "verificationStatus": "Confirmed" if row.form.certainty == "confirmed" else "Unconfirmed",
            }
        )
        for row in record.allergies.allergies
    ]


def _diagnosis(entry: DiagnosisEntry, day: str) -> Block:
    return present(
        {
            "diagnosisDate": day,
            "certainty": words()["certainty"][entry.certainty],
            "diagnosisCode": entry.icd10,
            "diagnosis": diagnosis_name(entry.icd10, entry.concept, language="en"),
            "diagnosisDescription": None if entry.severity is None else f"severity: {entry.severity}",
        }
    )


def _medicine(entry: PrescriptionEntry, day: str) -> Block:
    known = medicines().get(entry.medicine)
    msd = known.msd_code if known is not None else None
    return {
        "orderDate": day,
        "code": msd or entry.medicine,
        "codeStandard": "MSD" if msd else "EMR",
        "name": known.label if known is not None else entry.medicine,
        "periodOfMedication": f"{entry.days} days",
        "dosage": {
            "text": dose_sentence(entry, known, language="en"),
            "dose": entry.dose,
            "perDay": entry.per_day,
            "days": entry.days,
            "quantity": entry.quantity,
        },
    }


def _payment(record: VisitRecord) -> Block:
    payer, who = words()["payer"][record.visit.form.payer], record.patient.patient
    insured = who.insurance_number if payer["type"] == "INSURANCE" else None
    return present(
        {
            "type": payer["type"],
            "shortName": payer["short"],
            "name": payer["name"],
            "insuranceId": insured,
        }
    )


def _exemption(record: VisitRecord) -> list[Block]:
    form = record.visit.form
    if form.exemption is None:
        return []
    return [
        {
            "billID": str(form.id),
            "billType": "EXEMPTION",
            "exemptionType": form.exemption,
            "amountBilled": 0,
            "billDate": form.visit_date.isoformat(),
        }
    ]


def _procedures(record: VisitRecord) -> Block | None:
    form = record.visit.form
    done = [
        {"procedureDate": form.visit_date.isoformat(), "procedureType": procedure_name(code, language="en")}
        for code in form.procedures
    ]
    return {"medicalProcedureDetails": done} if done else None


def _cases(record: VisitRecord) -> list[Block]:
    return [
        present(
            {
                "dateOccurred": (case.onset_on or case.seen_on).isoformat(),
                "caseClassification": "Suspected",
                "daysSinceSymptoms": (case.seen_on - case.onset_on).days if case.onset_on else None,
                "diseaseCode": case.icd10 or case.condition,
                "vaccinated": {"yes": True, "no": False}.get(case.vaccinated),
                "specimenCollected": case.specimen is not None,
                "dateSpecimenCollected": case.specimen_on.isoformat() if case.specimen_on else None,
                "typeOfSpecimen": case.specimen,
                "laboratoryName": case.specimen_to,
            }
        )
        for case in record.cases
    ]


def _referral(record: VisitRecord, number: str) -> Block | None:
    form = record.visit.form
    if form.outcome != "referred":
        return None
    letter = form.referral
    reasons = [letter.reason] if letter is not None and letter.reason else []
    clinician = {"name": record.visit.clinician} if record.visit.clinician else None
    fallback = f"{number}-{form.visit_date:%Y%m%d}"
    return present(
        {
            "referralDate": form.visit_date.isoformat(),
            "facility": form.referred_to,
            "reason": reasons,
            "referralNumber": (record.referral_number or fallback).replace("/", "-"),
            "referringClinician": clinician,
            "referredToOtherCountry": False,
        }
    )


def _causes(record: VisitRecord) -> Block | None:
    death = record.visit.form.death
    if death is None:
        return None
    lines: Iterable[tuple[str, str | None]] = (
        ("lineA", death.immediate.icd10 if death.immediate else None),
        ("lineB", death.underlying.icd10 if death.underlying else None),
    )
    return present(
        {
            "dateOfDeath": death.died_on.isoformat(),
            **dict(lines),
            "causeOfDeathOther": death.cause_words,
            "placeOfDeath": words()["place_of_death"].get(death.place),
        }
    )


def _antenatal(record: VisitRecord) -> Block | None:
    form = record.visit.form
    if form.visit_type != "anc":
        return None
    block = {"date": form.visit_date.isoformat(), "pregnancyAgeInWeeks": form.pregnancy_weeks}
    return present({**block, "referredOut": form.outcome == "referred"})


def _wall_clock(at: datetime | None, day: date, between: str) -> str:
    """The instant on the facility's clock; the day at noon when it was written down on another day."""
    if at is None or local(at).date() != day:
        return f"{day.isoformat()}{between}12:00:00"
    return f"{local(at):%Y-%m-%d{between}%H:%M:%S}"
