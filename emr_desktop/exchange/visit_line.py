"""One line of a visits file: the visit it says, checked by the rules of a visit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from emr_desktop.errors import ValidationError
from emr_desktop.exchange.cells import Cells, as_id
from emr_desktop.exchange.endings import ENDINGS, read_entry
from emr_desktop.exchange.known import SOURCE, KnownPatient
from emr_desktop.exchange.short_forms import (
    read_diagnoses,
    read_orders,
    read_prescriptions,
    read_tests,
    read_words,
)
from emr_desktop.identity import new_id
from emr_desktop.visits.rows import VisitForm, VitalsEntry
from emr_desktop.visits.rules import cleaned, problems

_DECIMALS = ("weight_kg", "height_cm", "temperature_c", "muac_cm", "head_cm")
_ADDED_VITALS = ("head_cm", "height_lying", "oedema")
_SAID_OF_ORDERS = ("medicine", "dose", "per_day", "days", "quantity", "instructions")
_WHOLES = ("systolic", "diastolic", "pulse", "respiration", "spo2")
NEEDED = ("visit_id", "patient_id", "first_name", "last_name", "sex", "birth_date", "visit_date")
COLUMNS = (
    *NEEDED,
    "middle_name",
    "phone",
    "village",
    "visit_type",
    "new_this_year",
    "new_problem",
    "payer",
    "weight_kg",
    "height_cm",
    "temperature_c",
    "systolic",
    "diastolic",
    "pulse",
    "respiration",
    "spo2",
    "muac_cm",
    "complaint",
    "tests",
    "diagnoses",
    "prescriptions",
    "outcome",
    # Not in files of others: what our own export adds.
    "concepts",
    "exemption",
    "history",
    "examination",
    "advice",
    "referred_to",
    "pregnancy",
    "pregnancy_weeks",
    "procedures",
    "outcome_detail",
    "orders",
    *_ADDED_VITALS,
    *ENDINGS,
    # Told, and not taken in again: what came after the visit.
    "referral_arrived_on",
    "referral_answered_on",
)
# What no line says: it stays as the record has it.
_NEVER_SAID = ("findings",)
_SELDOM_SAID = (
    "exemption",
    "history",
    "examination",
    "advice",
    "referred_to",
    "pregnancy",
    "pregnancy_weeks",
    "procedures",
    "outcome_detail",
    *ENDINGS,
)


def read_visit(cells: Cells, patient: KnownPatient, *, today: date) -> VisitForm:
    """Build the visit of one line; flags that the line does not give stay None.

    Raises:
        ValidationError: the first thing that is wrong, by column.
    """
    visit_id = cells.identifier("visit_id")
    visit_date = cells.day("visit_date")
    if visit_date is None:
        raise ValidationError("visit_date", "import.cell_empty", column="visit_date")
    ending: dict[str, Any] = {
        name: read_entry(cells.text(name), kind, name) for name, kind in ENDINGS.items()
    }
    measured: dict[str, Any] = {name: cells.number(name) for name in _DECIMALS}
    measured |= {name: cells.whole(name) for name in _WHOLES}
    measured |= {name: cells.yes_no(name) for name in ("height_lying", "oedema")}
    form = cleaned(
        VisitForm(
            id=as_id(visit_id) or new_id(),
            patient_id=patient.id,
            visit_date=visit_date,
            visit_type=(cells.text("visit_type") or "opd").casefold(),
            payer=(cells.text("payer") or "cash").casefold(),
            exemption=cells.text("exemption"),
            new_this_year=cells.yes_no("new_this_year"),
            new_problem=cells.yes_no("new_problem"),
            vitals=VitalsEntry(**measured),
            complaint=cells.text("complaint"),
            history=cells.text("history"),
            examination=cells.text("examination"),
            advice=cells.text("advice"),
            tests=read_tests(cells.text("tests")),
            diagnoses=read_diagnoses(cells.text("diagnoses"), cells.text("concepts")),
            prescriptions=read_orders(cells.text("orders"), read_prescriptions(cells.text("prescriptions"))),
            pregnancy=cells.text("pregnancy"),
            pregnancy_weeks=cells.whole("pregnancy_weeks"),
            procedures=read_words(cells.text("procedures")),
            outcome_detail=cells.text("outcome_detail"),
            outcome=(cells.text("outcome") or "home").casefold(),
            referred_to=cells.text("referred_to"),
            source=SOURCE,
            source_id=visit_id,
            **ending,
        )
    )
    for problem in problems(form, birth_date=patient.birth_date, today=today):
        raise ValidationError(_column(problem.field), problem.code, **problem.params)
    return form


def check_birth_date(cells: Cells, patient: KnownPatient) -> None:
    """Refuse a line whose birth date is not the one the patient is known with.

    An estimated date gives way within two years, because two people estimate differently.

    Raises:
        ValidationError: ``import.other_birth_date``.
    """
    said = cells.day("birth_date")
    if said is None:
        raise ValidationError("birth_date", "import.cell_empty", column="birth_date")
    apart = abs((said - patient.birth_date).days)
    if apart > (0 if patient.birth_precision == "day" else 731):
        raise ValidationError(
            "birth_date",
            "import.other_birth_date",
            patient=cells.needed("patient_id"),
            said=said.isoformat(),
            known=patient.birth_date.isoformat(),
        )


def says_the_same(line: VisitForm, kept: VisitForm, cells: Cells) -> bool:
    """Say whether a line repeats a kept visit; what it leaves out does not count."""
    leave_out: dict[str, Any] = {"id": kept.id, "source": kept.source, "source_id": kept.source_id}
    for name in ("new_this_year", "new_problem"):
        if getattr(line, name) is None:
            leave_out[name] = getattr(kept, name)
    leave_out |= {name: getattr(kept, name) for name in _SELDOM_SAID if not cells.has(name)}
    leave_out |= {name: getattr(kept, name) for name in _NEVER_SAID}
    if not cells.has("orders") and len(line.prescriptions) == len(kept.prescriptions):
        leave_out["prescriptions"] = tuple(
            replace(known, **{name: getattr(said, name) for name in _SAID_OF_ORDERS})
            for said, known in zip(line.prescriptions, kept.prescriptions, strict=True)
        )
    kept_vitals = {name: getattr(kept.vitals, name) for name in _ADDED_VITALS if not cells.has(name)}
    leave_out["vitals"] = replace(line.vitals, **kept_vitals)
    if not cells.has("concepts") and len(line.diagnoses) == len(kept.diagnoses):
        leave_out["diagnoses"] = tuple(
            replace(said, concept=known.concept)
            for said, known in zip(line.diagnoses, kept.diagnoses, strict=True)
        )
    return replace(line, **leave_out) == kept


def _column(field: str) -> str:
    first, _, rest = field.partition(".")
    return rest if first == "vitals" else first
