"""Puts what a FHIR resource says into the words of an import line, or says why it has no place."""

from __future__ import annotations

import math
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from emr_desktop.exchange.fhir_bundle import codings, has_code, items, told_code
from emr_desktop.exchange.fhir_parts import Resource, codes, system
from emr_desktop.reference.catalogue import concepts, icd10_title, lab_tests, medicines
from emr_desktop.reference.tables import read_table
from emr_desktop.visits.rows import DiagnosisEntry, LabEntry, PrescriptionEntry
from emr_desktop.visits.rules import normal_icd10

_PANELS = ("85354-9", "55284-4")
_WHOLES = ("systolic", "diastolic", "pulse", "respiration", "spo2")
# UCUM unit -> factor and offset to the unit of the record.
_UNITS: dict[str, dict[str, tuple[float, float]]] = {
    "kg": {"kg": (1, 0), "g": (0.001, 0), "[lb_av]": (0.45359237, 0)},
    "cm": {"cm": (1, 0), "m": (100, 0), "mm": (0.1, 0), "[in_i]": (2.54, 0)},
    "Cel": {"Cel": (1, 0), "[degF]": (5 / 9, -160 / 9)},
    "/min": {"/min": (1, 0), "{beats}/min": (1, 0), "{breaths}/min": (1, 0)},
    "%": {"%": (1, 0)},
    "mm[Hg]": {"mm[Hg]": (1, 0)},
}
_DAYS = {"d": 1, "wk": 7}


_ICD10 = ("/icd-10", "/icd-10-cm", "/icd10", "urn:oid:2.16.840.1.113883.6.3")


@cache
def other_codes() -> dict[str, Any]:
    """The codes of fhir_in_codes.toml."""
    return tomllib.loads((Path(__file__).parent / "fhir_in_codes.toml").read_text(encoding="utf-8"))


@cache
def icd10_of_snomed() -> dict[str, str]:
    """ICD-10 codes by SNOMED CT code: snomed_icd10.csv, which is ours and unconfirmed."""
    return {row["snomed"]: row["icd10"] for row in read_table("snomed_icd10.csv")}


class NotTakenError(Exception):
    """A resource, or a part of one, has no place in the record."""

    def __init__(self, code: str, /, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def diagnosis(condition: Resource) -> DiagnosisEntry:
    """The diagnosis of a Condition: its ICD-10 code, or else the one that our list has for its SNOMED code.

    Raises:
        NotTakenError: ``fhir.entered_in_error fhir.code_unknown``.
    """
    if has_code(condition, "verificationStatus", "entered-in-error", "refuted"):
        raise NotTakenError("fhir.entered_in_error")
    said = codings(condition, "code")
    icd10 = next(
        (
            normal_icd10(code)
            for each, code in said
            if each.rstrip("/").endswith(_ICD10) and icd10_title(normal_icd10(code)) is not None
        ),
        None,
    ) or mapped_icd10(condition, "code")
    if icd10 is None:
        raise NotTakenError("fhir.code_unknown", said=told_code(condition, "code"))
    named = next((code for each, code in said if each == system("concept") and code in concepts()), None)
    severities = [code for each, code in codings(condition, "severity") if each == system("severity")]
    sure = not condition.get("verificationStatus") or has_code(condition, "verificationStatus", "confirmed")
    return DiagnosisEntry(
        icd10=icd10,
        concept=named,
        certainty="confirmed" if sure else "provisional",
        severity=severities[0] if severities else None,
    )


def mapped_icd10(element: object, name: str) -> str | None:
    """The ICD-10 code that our list has for a SNOMED code."""
    return next(
        (
            icd10_of_snomed()[code]
            for each, code in codings(element, name)
            if each == system("snomed") and code in icd10_of_snomed()
        ),
        None,
    )


def is_mapped(condition: Resource, entry: DiagnosisEntry) -> bool:
    """Whether the code of a diagnosis comes from our list, and not from the sender."""
    said = {normal_icd10(code) for each, code in codings(condition, "code") if each != system("snomed")}
    return entry.icd10 not in said


def vital_signs(observation: Resource) -> dict[str, str] | None:
    """The cells of a vital sign; None when it is another kind of observation.

    Raises:
        NotTakenError: ``fhir.no_value fhir.unit_unknown``.
    """
    if any(code in _PANELS for _, code in codings(observation, "code")):
        found: dict[str, str] = {}
        for component in items(observation, "component"):
            found |= _vital(component) or {}
        if not found:
            raise NotTakenError("fhir.no_value")
        return found
    return _vital(observation)


def _vital(element: Resource) -> dict[str, str] | None:
    signs = {sign["loinc"]: (name, sign["ucum"]) for name, sign in codes()["vitals"].items()}
    signs |= {
        loinc: (name, codes()["vitals"][name]["ucum"]) for loinc, name in other_codes()["vitals"].items()
    }
    for name in ("systolic", "diastolic"):
        signs[codes()["blood_pressure"][name]["loinc"]] = (name, "mm[Hg]")
    for each, code in codings(element, "code"):
        if each == system("loinc") and code in signs:
            name, ucum = signs[code]
            value = _measured(element, ucum)
            whole = name in _WHOLES
            return {name: str(round(value)) if whole else f"{round(value, 1 if ucum != 'kg' else 2):g}"}
    return None


def _measured(element: Resource, ucum: str) -> float:
    quantity = element.get("valueQuantity")
    value = number_in(quantity)
    if value is None or not isinstance(quantity, dict):
        raise NotTakenError("fhir.no_value")
    unit = str(quantity.get("code") or quantity.get("unit") or "")
    if unit not in _UNITS[ucum]:
        raise NotTakenError("fhir.unit_unknown", unit=unit[:40])
    factor, offset = _UNITS[ucum][unit]
    return value * factor + offset


def laboratory(observation: Resource) -> LabEntry | None:
    """A test of the record with its result; None when it is no test that is known here.

    Raises:
        NotTakenError: ``fhir.no_value fhir.unit_unknown fhir.result_unknown``.
    """
    loincs = other_codes()["tests"] | {loinc: code for code, loinc in codes()["tests"].items()}
    found = None
    for each, code in codings(observation, "code"):
        name = code if each == system("test") else loincs.get(code) if each == system("loinc") else None
        found = found or lab_tests().get(name or "")
    if found is None:
        return None
    if observation.get("status") == "registered":
        return LabEntry(test=found.code, result=None)
    if found.kind == "number":
        value = number_in(observation.get("valueQuantity"))
        if value is None:
            raise NotTakenError("fhir.no_value")
        unit = str(observation["valueQuantity"].get("code") or observation["valueQuantity"].get("unit") or "")
        return LabEntry(test=found.code, result=f"{_in_unit(value, unit, found.unit or ''):.6g}")
    if found.kind == "choice":
        return LabEntry(test=found.code, result=_choice(observation, found.choices))
    words = observation.get("valueString")
    if not isinstance(words, str) or not words.strip():
        raise NotTakenError("fhir.no_value")
    return LabEntry(test=found.code, result=words.strip())


def _in_unit(value: float, said: str, wanted: str) -> float:
    if said in (wanted, codes()["test_units"].get(wanted, wanted)):
        return value
    factor = other_codes()["units"].get(wanted, {}).get(said)
    if factor is None:
        raise NotTakenError("fhir.unit_unknown", unit=said[:40])
    return float(round(value * factor, 3))


def _choice(observation: Resource, choices: tuple[str, ...]) -> str:
    for each, code in codings(observation, "valueCodeableConcept"):
        meant = other_codes()["results"].get(code, []) if each == system("snomed") else []
        for result in [code] if each == system("result") else meant:
            if result in choices:
                return str(result)
    told = told_code(observation, "valueCodeableConcept")
    if not told:
        raise NotTakenError("fhir.no_value")
    raise NotTakenError("fhir.result_unknown", said=told)


def pregnancy(observation: Resource) -> dict[str, str] | None:
    """The cells of what our own export tells of a pregnancy; None for anything else."""
    care = codes()["care"]
    if has_code(observation, "code", care["pregnancy"]["loinc"]):
        said = [
            code for each, code in codings(observation, "valueCodeableConcept") if each == system("pregnancy")
        ]
        return {"pregnancy": said[0]} if said else None
    if has_code(observation, "code", care["pregnancy_weeks"]["loinc"]):
        value = number_in(observation.get("valueQuantity"))
        return {"pregnancy_weeks": f"{round(value)}"} if value is not None else None
    return None


def prescription(request: Resource, medication: Resource | None) -> PrescriptionEntry:
    """What a MedicationRequest prescribes, by our own code or MSD's.

    Args:
        request: the resource.
        medication: the Medication it refers to, when it does.

    Raises:
        NotTakenError: ``fhir.entered_in_error fhir.code_unknown fhir.dose_missing``.
    """
    if request.get("status") in ("entered-in-error", "cancelled", "draft"):
        raise NotTakenError("fhir.entered_in_error")
    coded, name = (medication, "code") if medication is not None else (request, "medicationCodeableConcept")
    msd = {medicine.msd_code: code for code, medicine in medicines().items() if medicine.msd_code}
    chosen = None
    for each, code in codings(coded, name):
        found = code if each == system("medicine") else msd.get(code) if each == system("msd") else None
        chosen = chosen or (found if found in medicines() else None)
    if chosen is None:
        raise NotTakenError("fhir.code_unknown", said=told_code(coded, name))
    dosage = (items(request, "dosageInstruction") or [{}])[0]
    rates = items(dosage, "doseAndRate")
    dose = number_in(rates[0].get("doseQuantity")) if rates else None
    timing = dosage.get("timing")
    repeat = timing.get("repeat") if isinstance(timing, dict) else None
    per_day, days = _times(repeat if isinstance(repeat, dict) else {})
    dispense = request.get("dispenseRequest")
    handed = number_in(dispense.get("quantity")) if isinstance(dispense, dict) else None
    if not dose or not per_day or not days or handed is None:
        raise NotTakenError("fhir.dose_missing")
    told = dosage.get("patientInstruction")
    return PrescriptionEntry(
        medicine=chosen,
        dose=dose,
        per_day=per_day,
        days=days,
        quantity=math.ceil(handed),
        instructions=told if isinstance(told, str) and told.strip() else None,
        as_needed=dosage.get("asNeededBoolean") is True,
    )


def _times(repeat: dict[str, Any]) -> tuple[int | None, int | None]:
    """Times a day and days; None for what is not said in days."""
    frequency, period, unit = (
        number_in(repeat, "frequency"),
        number_in(repeat, "period"),
        repeat.get("periodUnit"),
    )
    per_day = None
    if frequency and period and unit == "d" and period == 1:
        per_day = int(frequency)
    elif frequency and period and unit == "h" and (24 * frequency / period).is_integer():
        per_day = int(24 * frequency / period)
    bounds = repeat.get("boundsDuration")
    length = number_in(bounds)
    each = _DAYS.get(str(bounds.get("code") or bounds.get("unit"))) if isinstance(bounds, dict) else None
    return per_day, math.ceil(length * each) if length and each else None


def number_in(element: object, name: str = "value") -> float | None:
    """A number element; None when it is not there, no number or not finite."""
    value = element.get(name) if isinstance(element, dict) else None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return float(value)
