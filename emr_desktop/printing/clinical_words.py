"""What a visit found and gave, in short lines for letters; what is marked sensitive is left out."""

from __future__ import annotations

from emr_desktop.languages import either
from emr_desktop.printing.texts import Texts
from emr_desktop.reference.catalogue import (
    answer_name,
    diagnosis_name,
    is_sensitive,
    lab_tests,
    medicines,
    severity_name,
)
from emr_desktop.visits.rows import VisitForm, VitalsEntry

_UNITS = {
    "temperature_c": "°C",
    "weight_kg": "kg",
    "height_cm": "cm",
    "pulse": "/min",
    "respiration": "/min",
    "spo2": "%",
    "muac_cm": "cm",
}


def leaves_out(form: VisitForm) -> bool:
    """Whether something sensitive is kept off the paper."""
    tests = lab_tests()
    return any(is_sensitive(one.icd10, one.concept) for one in form.diagnoses) or any(
        one.test in tests and tests[one.test].sensitive for one in form.tests
    )


def vitals_words(vitals: VitalsEntry, *, language: str) -> str:
    """The measurements in one line."""
    texts = Texts("vitals", language)
    told = []
    if vitals.systolic is not None and vitals.diastolic is not None:
        told.append(f"{texts('blood_pressure')} {vitals.systolic}/{vitals.diastolic}")
    for name, unit in _UNITS.items():
        value = getattr(vitals, name)
        if value is not None:
            told.append(f"{texts(name)} {value:g} {unit}".replace(" /", "/").replace(" %", "%"))
    return ", ".join(told)


def diagnoses_words(form: VisitForm, *, language: str, sensitive: bool = False) -> str:
    """The diagnoses with severity and certainty; ``sensitive`` ones only where somebody chose them."""
    texts = Texts("prescription", language)
    told = []
    for entry in form.diagnoses:
        if is_sensitive(entry.icd10, entry.concept) and not sensitive:
            continue
        details = []
        if entry.severity:
            details.append(severity_name(entry.icd10, entry.severity, language=language).lower())
        if entry.certainty == "provisional":
            details.append(texts("provisional"))
        name = f"{diagnosis_name(entry.icd10, entry.concept, language=language)} [{entry.icd10}]"
        told.append(f"{name} ({', '.join(details)})" if details else name)
    return "; ".join(told)


def tests_words(form: VisitForm, *, language: str, sensitive: bool = False) -> str:  # noqa: PT028 - no test
    """The tests that have a result; ``sensitive`` ones only where somebody chose them."""
    known, told = lab_tests(), []
    for entry in form.tests:
        test = known.get(entry.test)
        if entry.result is None or (test is not None and test.sensitive and not sensitive):
            continue
        name = entry.test if test is None else either(language, test.name_sw, test.name_en)
        result = entry.result
        if test is not None and test.kind == "choice":
            result = answer_name("result", entry.result, language=language)
        unit = f" {test.unit}" if test is not None and test.unit else ""
        told.append(f"{name}: {result}{unit}")
    return "; ".join(told)


def medicines_words(form: VisitForm) -> str:
    """The medicines with dose, times a day and days."""
    known, told = medicines(), []
    for entry in form.prescriptions:
        medicine = known.get(entry.medicine)
        name = entry.medicine if medicine is None else f"{medicine.name} {medicine.strength}".strip()
        told.append(f"{name} {entry.dose:g} × {entry.per_day} × {entry.days}")
    return "; ".join(told)
