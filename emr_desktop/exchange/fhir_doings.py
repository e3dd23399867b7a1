"""What a FHIR Bundle tells of procedures, referrals and deaths, in the words of the record."""

from __future__ import annotations

from datetime import date
from functools import cache

from emr_desktop.exchange.fhir_bundle import codings, day_of, has_code, items, text, told_code
from emr_desktop.exchange.fhir_parts import Resource, system
from emr_desktop.exchange.fhir_reading import NotTakenError, mapped_icd10, other_codes
from emr_desktop.reference.catalogue import icd10_title
from emr_desktop.reference.procedures import procedures
from emr_desktop.reference.tables import read_table
from emr_desktop.visits.ending_rows import CauseEntry, DeathEntry, ReferralEntry
from emr_desktop.visits.ending_rules import LONGEST_LINE, LONGEST_TEXT
from emr_desktop.visits.rules import normal_icd10

_URGENCY = {"stat": "emergency", "asap": "urgent", "urgent": "urgent"}
_NOT_DONE = ("entered-in-error", "not-done", "preparation", "stopped", "on-hold")
_NOT_ASKED = ("entered-in-error", "revoked", "draft")
_INTENTS = ("", "order", "original-order", "filler-order", "instance-order")


@cache
def procedure_of_snomed() -> dict[str, str]:
    """Codes of procedures.csv by SNOMED CT code: snomed_procedures.csv, which is ours and unconfirmed."""
    return {row["snomed"]: row["procedure"] for row in read_table("snomed_procedures.csv")}


def procedure_code(procedure: Resource) -> str:
    """The code of procedures.csv that a Procedure means.

    Raises:
        NotTakenError: ``fhir.entered_in_error fhir.code_unknown``.
    """
    if procedure.get("status") in _NOT_DONE:
        raise NotTakenError("fhir.entered_in_error")
    for each, code in codings(procedure, "code"):
        if each == system("procedure") and code in procedures():
            return code
        if each == system("snomed") and code in procedure_of_snomed():
            return procedure_of_snomed()[code]
    raise NotTakenError("fhir.code_unknown", said=told_code(procedure, "code"))


def referral(request: Resource) -> tuple[str, ReferralEntry | None] | None:
    """Where a ServiceRequest sends the patient, and what the letter says; None when it orders something else.

    A letter without a place or a reason is none that the record keeps: then only the outcome is told.

    Raises:
        NotTakenError: ``fhir.entered_in_error``.
    """
    if request.get("status") in _NOT_ASKED or request.get("intent", "") not in _INTENTS:
        raise NotTakenError("fhir.entered_in_error")
    known = other_codes()["referral"]["snomed"]
    kinds = items(request, "category")
    if not any(has_code({"category": one}, "category", *known) for one in kinds) and not has_code(
        request, "code", *known
    ):
        return None
    where = next((text(one, "display") for one in items(request, "performer") if text(one, "display")), "")
    reasons = [_words(one) for one in items(request, "reasonCode")]
    reasons += [text(one, "display") for one in items(request, "reasonReference")]
    reason = "; ".join(filter(None, reasons))[:LONGEST_TEXT]
    where = where[:LONGEST_LINE]
    if not where or not reason:
        return where, None
    notes = "; ".join(filter(None, (text(one, "text") for one in items(request, "note"))))
    unit = _words(request.get("performerType"))
    return where, ReferralEntry(
        urgency=_URGENCY.get(text(request, "priority"), "routine"),
        unit=unit[:LONGEST_LINE] or None,
        reason=reason,
        summary=notes[:LONGEST_TEXT] or None,
    )


def death_of(patient: Resource) -> DeathEntry | None:
    """That somebody died, by the day; None for the living.

    Raises:
        NotTakenError: ``fhir.death_no_date``.
    """
    day = day_of(text(patient, "deceasedDateTime"))
    if patient.get("deceasedBoolean") is not True and not patient.get("deceasedDateTime"):
        return None
    try:
        return DeathEntry(died_on=date.fromisoformat(day), place="elsewhere")
    except ValueError:
        raise NotTakenError("fhir.death_no_date") from None


def cause_of_death(observation: Resource) -> tuple[str, CauseEntry] | None:
    """Which cause of death an Observation tells; None when it tells something else.

    Raises:
        NotTakenError: ``fhir.code_unknown``.
    """
    if not has_code(observation, "code", *other_codes()["death"]["cause"]):
        return None
    said = "valueCodeableConcept"
    icd10 = next(
        (
            normal_icd10(code)
            for each, code in codings(observation, said)
            if each == system("icd10") and icd10_title(normal_icd10(code)) is not None
        ),
        None,
    ) or mapped_icd10(observation, said)
    if icd10 is None:
        raise NotTakenError("fhir.code_unknown", said=told_code(observation, said))
    immediate = text(observation.get("method"), "text").startswith("immediate")
    return "immediate" if immediate else "underlying", CauseEntry(icd10=icd10)


def _words(concept: object) -> str:
    said = text(concept, "text")
    return said or next(
        (text(one, "display") for one in items(concept, "coding") if text(one, "display")), ""
    )
