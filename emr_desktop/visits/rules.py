"""What may stand in a visit: all problems of a form at once, and what to ask about. Pure."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from emr_desktop.errors import ValidationError
from emr_desktop.reference import catalogue
from emr_desktop.reference.procedures import procedures
from emr_desktop.reference.rows import Medicine
from emr_desktop.visits.age import completed_months
from emr_desktop.visits.counting import normal_result, number_in
from emr_desktop.visits.ending_rules import cleaned_ending, ending_problems
from emr_desktop.visits.rows import DiagnosisEntry, LabEntry, PrescriptionEntry, VisitForm, VitalsEntry

VISIT_TYPES = (
    "opd",
    "anc",
    "delivery",
    "postnatal",
    "child",
    "family_planning",
    "ipd",
    "dental",
    "eye",
    "ctc",
    "other",
)
CERTAINTIES = ("confirmed", "provisional")
SEVERITIES = ("none", "mild", "some", "severe")
OUTCOMES = ("home", "referred", "admitted", "died")
LONGEST_DAYS = 366
MOST_PER_DAY = 24
LARGEST_QUANTITY = 100_000
LONGEST_TEXT = 10_000
PREGNANCIES = ("no", "pregnant", "breastfeeding")
MOST_WEEKS = 44
_WORDS = ("complaint", "history", "examination", "advice", "referred_to")


@dataclass(frozen=True)
class Doubt:
    """Something possible but unlikely: the windows ask whether it is right, imports only mention it."""

    field: str
    code: str
    params: dict[str, object]


def cleaned(form: VisitForm) -> VisitForm:
    """Give the form as it is kept: texts trimmed, codes in their usual spelling, results as codes."""
    return replace(
        cleaned_ending(form),
        complaint=_trimmed(form.complaint),
        history=_trimmed(form.history),
        examination=_trimmed(form.examination),
        advice=_trimmed(form.advice),
        referred_to=_trimmed(form.referred_to),
        tests=tuple(replace(entry, result=_kept_result(entry)) for entry in form.tests),
        diagnoses=tuple(replace(entry, icd10=normal_icd10(entry.icd10)) for entry in form.diagnoses),
        prescriptions=tuple(
            replace(line, dose=float(line.dose), instructions=_trimmed(line.instructions))
            for line in form.prescriptions
        ),
    )


def _kept_result(entry: LabEntry) -> str | None:
    """The code of a result; a number stays what it is (an ESR of 0 is not a negative one)."""
    test = catalogue.lab_tests().get(entry.test)
    if test is not None and test.kind == "number":
        return " ".join((entry.result or "").split()) or None
    return normal_result(entry.result)


def normal_icd10(code: str) -> str:
    """Write a code the ICD-10 way: ``b54`` is ``B54``, ``a090`` is ``A09.0``."""
    plain = code.strip().upper()
    if len(plain) > 3 and plain.isalnum():
        return f"{plain[:3]}.{plain[3:]}"
    return plain


def _trimmed(text: str | None) -> str | None:
    return (text.strip() or None) if text is not None else None


def problems(form: VisitForm, *, birth_date: date, today: date) -> tuple[ValidationError, ...]:
    """List everything that keeps a visit from being saved, in the order of the screen."""
    return tuple(_problems(form, birth_date, today))


def doubts(form: VisitForm, *, birth_date: date) -> tuple[Doubt, ...]:
    """List measurements that are unlikely at this age and should be asked about once."""
    if form.visit_date < birth_date:
        return ()
    months = completed_months(birth_date, form.visit_date)
    found = []
    for name, value in vars(form.vitals).items():
        limits = catalogue.vital_range(name, months) if value is not None else None
        if limits is None or not limits.refuse_below <= value <= limits.refuse_above:
            continue
        if not limits.ask_below <= value <= limits.ask_above:
            params = {"value": value, "lowest": limits.ask_below, "highest": limits.ask_above}
            found.append(Doubt(f"vitals.{name}", "visit.vital_unlikely", params))
    return tuple(found)


def quantity_for(
    dose: float, per_day: int, days: int, medicine: Medicine | None = None, *, every: int = 1
) -> int:
    """Give the whole dispensing units to hand out, rounded up.

    Args:
        dose: units at a time; halves and quarters are exact.
        per_day: times a day.
        days: for how many days.
        medicine: what is dispensed; one that lasts whatever the dose (a tube, an inhaler) gives 1, and where
            what is left of an opened one is thrown away (an ampoule, a vial) each dose takes whole ones.
        every: on each how manieth day it is taken: 7 is once a week.

    Raises:
        ValueError: a number is not positive.
    """
    if not (dose > 0 and math.isfinite(dose)) or per_day <= 0 or days <= 0 or every <= 0:
        raise ValueError("dose, times a day and days must be positive")
    if medicine is not None and not medicine.quantity_from_dose:
        return 1
    times = per_day * math.ceil(days / every)
    if medicine is not None and catalogue.medicine_units()[medicine.unit].each:
        return math.ceil(dose) * times
    # 0.1 x 3 x 10 must be 3, not 4: the dose is read as the decimal that was typed.
    return math.ceil(Fraction(str(dose)) * times)


def _problems(form: VisitForm, born: date, today: date) -> Iterator[ValidationError]:
    if form.visit_date > today:
        yield ValidationError("visit_date", "visit.in_future", date=form.visit_date.isoformat())
    if form.visit_date < born:
        yield ValidationError("visit_date", "visit.before_birth", date=form.visit_date.isoformat())
    if form.visit_type not in VISIT_TYPES:
        yield ValidationError("visit_type", "visit.type_unknown", type=form.visit_type)
    if form.payer not in catalogue.payers():
        yield ValidationError("payer", "visit.payer_unknown", payer=form.payer)
    if form.exemption is not None:
        if form.exemption not in catalogue.exemptions():
            yield ValidationError("exemption", "visit.exemption_unknown", exemption=form.exemption)
        elif form.payer != "exempt":
            yield ValidationError("exemption", "visit.exemption_not_exempt")
    if form.visit_date >= born:
        yield from _of_vitals(form.vitals, completed_months(born, form.visit_date))
    yield from _of_pregnancy(form)
    yield from _of_tests(form.tests)
    yield from _of_diagnoses(form.diagnoses)
    for index, line in enumerate(form.prescriptions):
        yield from _of_prescription(line, f"prescriptions.{index}", ours=form.source is None)
    if form.outcome not in OUTCOMES:
        yield ValidationError("outcome", "visit.outcome_unknown", outcome=form.outcome)
    yield from ending_problems(form, birth_date=born, today=today)
    yield from _of_plan(form)
    for field in _WORDS:
        if len(getattr(form, field) or "") > LONGEST_TEXT:
            yield ValidationError(field, "visit.text_too_long", longest=LONGEST_TEXT)


def _of_plan(form: VisitForm) -> Iterator[ValidationError]:
    seen: set[str] = set()
    for code in form.procedures:
        if code not in procedures():
            yield ValidationError("procedures", "visit.procedure_unknown", procedure=code)
        elif code in seen:
            yield ValidationError("procedures", "visit.procedure_twice", procedure=code)
        seen.add(code)


def _of_pregnancy(form: VisitForm) -> Iterator[ValidationError]:
    if form.pregnancy is not None and form.pregnancy not in PREGNANCIES:
        yield ValidationError("pregnancy", "visit.pregnancy_unknown", pregnancy=form.pregnancy)
    weeks = form.pregnancy_weeks
    if weeks is None:
        return
    if form.pregnancy != "pregnant":
        yield ValidationError("pregnancy_weeks", "visit.weeks_without_pregnancy")
    elif not 1 <= weeks <= MOST_WEEKS:
        yield ValidationError("pregnancy_weeks", "visit.weeks_impossible", value=weeks, most=MOST_WEEKS)


def _of_vitals(vitals: VitalsEntry, age_months: int) -> Iterator[ValidationError]:
    for name, value in vars(vitals).items():
        if value is None:
            continue
        limits = catalogue.vital_range(name, age_months)
        lowest, highest = (limits.refuse_below, limits.refuse_above) if limits else (0, 1000)
        if not lowest <= value <= highest:
            yield ValidationError(
                f"vitals.{name}", "visit.vital_impossible", value=value, lowest=lowest, highest=highest
            )
    upper, lower = vitals.systolic, vitals.diastolic
    if upper is not None and lower is not None and upper <= lower:
        yield ValidationError("vitals.diastolic", "visit.pressure_reversed", systolic=upper, diastolic=lower)


def _of_tests(tests: tuple[LabEntry, ...]) -> Iterator[ValidationError]:
    repeated = {test for test, times in Counter(entry.test for entry in tests).items() if times > 1}
    for index, entry in enumerate(tests):
        field = f"tests.{index}"
        test = catalogue.lab_tests().get(entry.test)
        if test is None:
            yield ValidationError(field, "visit.test_unknown", test=entry.test)
            continue
        if entry.test in repeated:
            repeated.discard(entry.test)
            yield ValidationError(field, "visit.test_twice", test=entry.test)
        result = _kept_result(entry)
        if result is None:
            continue
        if test.kind == "panel":
            yield ValidationError(field, "visit.result_of_panel", test=entry.test)
        elif test.kind == "choice" and result not in test.choices:
            choices = ", ".join(test.choices)
            yield ValidationError(
                field, "visit.result_unknown", test=entry.test, result=result, choices=choices
            )
        elif test.kind == "number":
            value = number_in(result)
            if value is None:
                yield ValidationError(field, "visit.result_not_a_number", test=entry.test, result=result)
            elif (test.lowest is not None and value < test.lowest) or (
                test.highest is not None and value > test.highest
            ):
                yield ValidationError(
                    field,
                    "visit.result_impossible",
                    test=entry.test,
                    value=value,
                    lowest=test.lowest,
                    highest=test.highest,
                )


def _of_diagnoses(diagnoses: tuple[DiagnosisEntry, ...]) -> Iterator[ValidationError]:
    seen: set[str] = set()
    for index, entry in enumerate(diagnoses):
        field = f"diagnoses.{index}"
        if catalogue.icd10_title(entry.icd10) is None:
            yield ValidationError(field, "visit.icd10_unknown", icd10=entry.icd10)
        elif entry.icd10 in seen:
            yield ValidationError(field, "visit.diagnosis_twice", icd10=entry.icd10)
        seen.add(entry.icd10)
        if entry.concept is not None and entry.concept not in catalogue.concepts():
            yield ValidationError(field, "visit.concept_unknown", concept=entry.concept)
        if entry.certainty not in CERTAINTIES:
            yield ValidationError(field, "visit.certainty_unknown", certainty=entry.certainty)
        if entry.severity is not None and entry.severity not in SEVERITIES:
            yield ValidationError(field, "visit.severity_unknown", severity=entry.severity)


def _of_prescription(line: PrescriptionEntry, field: str, *, ours: bool) -> Iterator[ValidationError]:
    medicine = catalogue.medicines().get(line.medicine)
    if medicine is None:
        yield ValidationError(f"{field}.medicine", "visit.medicine_unknown", medicine=line.medicine)
    yield from _of_order(line, field)
    if not (line.dose > 0 and math.isfinite(line.dose)):
        yield ValidationError(f"{field}.dose", "visit.dose_not_positive")
    for name, value, most in (
        ("per_day", line.per_day, MOST_PER_DAY),
        ("days", line.days, LONGEST_DAYS),
        ("quantity", line.quantity, LARGEST_QUANTITY),
    ):
        if not 1 <= value <= most:
            yield ValidationError(f"{field}.{name}", "visit.number_out_of_range", value=value, most=most)
    # What another system sent was given already: only what is typed here can still be a slip of the hand.
    if ours and medicine is not None:
        unit = catalogue.dose_unit(medicine)
        if line.dose > unit.refuse_above:
            yield ValidationError(
                f"{field}.dose",
                "visit.dose_impossible",
                value=line.dose,
                most=unit.refuse_above,
                unit=unit.unit,
            )


def _of_order(line: PrescriptionEntry, field: str) -> Iterator[ValidationError]:
    frequency = catalogue.frequencies().get(line.frequency or "")
    if line.frequency is not None and (frequency is None or frequency.per_day != line.per_day):
        yield ValidationError(f"{field}.per_day", "visit.frequency_unknown", frequency=line.frequency)
    if line.route is not None and line.route not in catalogue.routes():
        yield ValidationError(f"{field}.route", "visit.route_unknown", route=line.route)
    for direction in line.directions:
        if direction not in catalogue.directions():
            yield ValidationError(f"{field}.directions", "visit.direction_unknown", direction=direction)
