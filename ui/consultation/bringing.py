"""Brings lines that were written before onto the page: the last prescription, a usual treatment."""

from __future__ import annotations

from collections.abc import Iterable

from emr_desktop.favourites.rows import UsualForm
from emr_desktop.patients.age import completed_months
from emr_desktop.prescribing.rows import Suggestion
from emr_desktop.reference.catalogue import medicines
from ui.consultation import typed
from ui.consultation.lines import PrescriptionLine
from ui.consultation.presenter import Consultation

CHILD_MONTHS = 144  # below: what was right for an earlier weight is worked out again


def missing_lines(
    consultation: Consultation, lines: Iterable[PrescriptionLine]
) -> tuple[PrescriptionLine, ...]:
    """Those whose medicine the formulary knows and the page does not have yet."""
    there = {line.medicine for line in consultation.prescriptions}
    return tuple(line for line in lines if line.medicine in medicines() and line.medicine not in there)


def usual_lines(usual: UsualForm, consultation: Consultation) -> tuple[PrescriptionLine, ...]:
    """The lines of a usual treatment; each call gives new ones."""
    diagnoses = tuple(line.icd10 for line in consultation.diagnoses)
    found = []
    for each in usual.lines:
        line = PrescriptionLine.usual(each.medicine, diagnoses)
        line.dose = each.order
        line.spread()
        found.append(line)
    return tuple(found)


def offered(consultation: Consultation) -> tuple[UsualForm, ...]:
    """The usual treatments of the diagnoses on the page of which something is not there yet."""
    found = []
    for usual in consultation.usual:
        fits = any(usual.fits(line.entry()) for line in consultation.diagnoses)
        if fits and (
            missing_lines(consultation, usual_lines(usual, consultation))
            or any(consultation.test_line(test) is None for test in usual.tests)
            or (usual.advice or "") not in consultation.fields["advice"]
        ):
            found.append(usual)
    return tuple(found)


def take_over(consultation: Consultation, usual: UsualForm) -> None:
    """Order the tests of a usual treatment that are not there, and add its advice."""
    for test in usual.tests:
        if consultation.test_line(test) is None:
            consultation.set_test(test, "")
    advice = consultation.fields["advice"]
    if usual.advice and usual.advice not in advice:
        consultation.fields["advice"] = f"{advice}\n{usual.advice}".strip()


def bring(consultation: Consultation, lines: Iterable[PrescriptionLine]) -> int:
    """Add lines to the page; gives how many came.

    A line without a dose takes that of the rule in force, where there is one. A child's dose is always that
    of the rule, for today's weight, and left empty where there is none: what was given was for another
    weight. Today's checks see the lines as if they had just been typed.
    """
    coming = missing_lines(consultation, lines)
    on = consultation.visit_date
    born = consultation.patient.birth_date
    is_child = completed_months(born, max(on, born)) < CHILD_MONTHS
    for line in coming:
        if is_child:
            line.dose, line.quantity = "", ""
        if not line.dose:
            suggested = consultation.sheet.suggestion(consultation, line.medicine)
            if isinstance(suggested, Suggestion):
                line.dose = typed.plain(suggested.dose)
                line.per_day = line.per_day if suggested.per_day is None else str(suggested.per_day)
                line.days = line.days if suggested.days is None else str(suggested.days)
        consultation.prescriptions.append(line)
    return len(coming)
