"""The lines of a visit that is being written: a test, a diagnosis, a medicine, each as it was typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from emr_desktop.errors import ValidationError
from emr_desktop.reference.catalogue import medicines
from emr_desktop.visits.rows import DiagnosisEntry, LabEntry, PrescriptionEntry
from emr_desktop.visits.rules import quantity_for
from ui.consultation import typed


@dataclass
class TestLine:
    """A test and its result as typed; an empty result waits for the laboratory."""

    __test__ = False  # not a test of ours

    test: str
    result: str = ""

    def entry(self) -> LabEntry:
        return LabEntry(test=self.test, result=self.result.strip().replace(",", ".") or None)


@dataclass
class DiagnosisLine:
    """One diagnosis; ``severity`` is asked only where the concept asks for it."""

    icd10: str
    concept: str | None = None
    certainty: str = "confirmed"
    severity: str | None = None

    def entry(self) -> DiagnosisEntry:
        return DiagnosisEntry(
            icd10=self.icd10, concept=self.concept, certainty=self.certainty, severity=self.severity
        )


@dataclass
class PrescriptionLine:
    """One medicine as typed. ``quantity`` empty means: what the dose asks for."""

    medicine: str
    dose: str = ""
    per_day: str = ""
    days: str = ""
    quantity: str = ""
    instructions: str = ""

    @property
    def computed(self) -> int | None:
        """Dispensing units for the course (a tube: one), or None while a number is missing or wrong."""
        try:
            dose = typed.number(self.dose, "dose")
            per_day = typed.whole(self.per_day, "per_day")
            days = typed.whole(self.days, "days")
        except ValidationError:
            return None
        if not (dose and per_day and days):
            return None
        return quantity_for(dose, per_day, days, medicines().get(self.medicine))

    @property
    def settled_quantity(self) -> str:
        """What the quantity field shows: the person's own number, else the computed one."""
        if self.quantity.strip():
            return self.quantity.strip()
        return "" if self.computed is None else str(self.computed)

    def entry(self, position: int) -> PrescriptionEntry:
        """Read the line.

        Raises:
            ValidationError: at ``prescriptions.<position>.<part>``.
        """
        at = f"prescriptions.{position}"
        dose = _needed(typed.number(self.dose, f"{at}.dose"), f"{at}.dose")
        per_day = _needed(typed.whole(self.per_day, f"{at}.per_day"), f"{at}.per_day")
        days = _needed(typed.whole(self.days, f"{at}.days"), f"{at}.days")
        quantity = _needed(typed.whole(self.settled_quantity, f"{at}.quantity"), f"{at}.quantity")
        return PrescriptionEntry(
            medicine=self.medicine,
            dose=dose,
            per_day=per_day,
            days=days,
            quantity=quantity,
            instructions=self.instructions.strip() or None,
        )


Count = TypeVar("Count", int, float)


def _needed(value: Count | None, field: str) -> Count:
    if not value:
        raise ValidationError(field, "consultation.missing_number")
    return value
