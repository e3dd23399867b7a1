"""A visit in a few words: what the timeline and the read-only page show, in the language chosen."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from emr_desktop.errors import ValidationError
from emr_desktop.languages import either
from emr_desktop.printing.dose import dose_sentence, packs_words, quantity_words
from emr_desktop.reference.catalogue import answer_name, concepts, diagnosis_name, lab_tests, medicines
from emr_desktop.visits.age import age_text, age_text_of_months
from emr_desktop.visits.rows import DiagnosisEntry, LabEntry, PrescriptionEntry
from ui.consultation import typed
from ui.consultation.lines import PrescriptionLine


def day(value: date) -> str:
    """A date as it is written here: 22/11/2026."""
    return f"{value.day:02}/{value.month:02}/{value.year}"


def diagnosis(entry: DiagnosisEntry, *, language: str) -> str:
    """The name of a recorded diagnosis; a provisional one carries a question mark."""
    name = name_of(entry.icd10, entry.concept, language=language)
    return f"{name} ?" if entry.certainty == "provisional" else name


@cache
def _concept_of() -> dict[str, str]:
    """The concept that a bare ICD-10 code is best said by: the one seen most often."""
    ordered = sorted(concepts().values(), key=lambda concept: concept.frequency, reverse=True)
    return {concept.icd10: concept.code for concept in ordered}


def name_of(icd10: str, concept: str | None, *, language: str) -> str:
    """What a diagnosis is called; a bare code that a concept carries is said in the concept's words."""
    return diagnosis_name(icd10, concept or _concept_of().get(icd10), language=language)


def icd10_name(code: str, *, language: str) -> str:
    """``Malaria (B54)`` where only the code is known."""
    return f"{name_of(code, None, language=language)} ({code})"


def age(text: str, on: date, *, language: str) -> str:
    """Say an age such as ``3y 2m`` or ``14d`` in the language in use."""
    parts = {unit: int(number) for number, unit in re.findall(r"(\d+)([dwmy])", text)}
    if parts.keys() & {"d", "w"}:
        return age_text(on - timedelta(days=parts.get("d", 0) + 7 * parts.get("w", 0)), on, language)
    return age_text_of_months(12 * parts.get("y", 0) + parts.get("m", 0), language)


def medicine_name(code: str) -> str:
    """Name and strength of a medicine; a code the formulary no longer has stands for itself."""
    medicine = medicines().get(code)
    return code if medicine is None else f"{medicine.name} {medicine.strength}".strip()


def medicine(entry: PrescriptionEntry) -> str:
    """``Paracetamol 500 mg 1 x 3 x 5``: dose, times a day, days."""
    often = entry.frequency or str(entry.per_day)
    often = f"{often} prn" if entry.as_needed else often
    return f"{medicine_name(entry.medicine)} {typed.plain(entry.dose)} × {often} × {entry.days}"


def test_name(code: str, *, language: str) -> str:
    """The name of a test, without the explanation in brackets when it has a short one inside."""
    test = lab_tests().get(code)
    if test is None:
        return code
    name = either(language, test.name_sw, test.name_en)
    opening, closing = name.rfind("("), name.rfind(")")
    return name[opening + 1 : closing] if 0 <= opening < closing else name


def test(entry: LabEntry, *, language: str) -> str:
    """``mRDT: Chanya``; a result that is not there yet is an ellipsis."""
    known = lab_tests().get(entry.test)
    if entry.result is None:
        shown = "…"
    elif known is not None and known.kind == "choice":
        shown = answer_name("result", entry.result, language=language)
    else:
        unit = f" {known.unit}" if known is not None and known.unit else ""
        shown = f"{entry.result}{unit}"
    return f"{test_name(entry.test, language=language)}: {shown}"


def how_to_take(line: PrescriptionLine, *, language: str) -> str:
    """What the patient will read and is handed; empty while a number is missing."""
    try:
        entry = line.entry(0)
    except ValidationError:
        return ""
    known = medicines().get(line.medicine)
    handed = quantity_words(entry.quantity, known, language=language)
    packs = packs_words(entry.quantity, known, language=language)
    handed = f"{handed} ({packs})" if packs else handed
    whole = dose_sentence(entry, known, language=language)
    # What is handed out stands where it is read first, before what else the patient is told.
    taken = dose_sentence(
        replace(entry, directions=(), start_now=False, instructions=None), known, language=language
    )
    return f"{taken}  → {handed}  {whole.removeprefix(taken).strip()}".rstrip()
