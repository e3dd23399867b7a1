"""The lines of a visit that is being written: a test, a diagnosis, a medicine, each as it was typed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from emr_desktop.errors import ValidationError
from emr_desktop.prescribing.directing import usual_directions
from emr_desktop.prescribing.shorthand import Often, read_days, read_often, read_shorthand
from emr_desktop.reference.catalogue import every_days, medicines, usual_route
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


@dataclass(frozen=True)
class LastGiven:
    """What was prescribed at the newest earlier visit with medicines."""

    visit_date: date
    entries: tuple[PrescriptionEntry, ...]

    def lines(self) -> tuple[PrescriptionLine, ...]:
        """The lines to write it again; each call gives new ones."""
        return tuple(PrescriptionLine.of(entry) for entry in self.entries)


@dataclass
class PrescriptionLine:
    """One medicine as typed. ``quantity`` empty means: what the dose asks for.

    ``per_day`` holds a number or a code (``tds``, ``q8h``, ``usiku``, ``4 prn``); ``dose`` may hold a whole
    order (``2 tds 5/7``), which ``spread`` puts into its fields.
    """

    medicine: str
    dose: str = ""
    per_day: str = ""
    days: str = ""
    quantity: str = ""
    instructions: str = ""
    route: str = ""
    start_now: bool = False
    directions: list[str] = field(default_factory=list)

    @classmethod
    def usual(cls, medicine: str, diagnoses: tuple[str, ...]) -> PrescriptionLine:
        """A new line with the route and the directions that are usual for a medicine."""
        return cls(
            medicine,
            route=usual_route(medicine, diagnoses) or "",
            directions=list(usual_directions(medicine)),
        )

    @classmethod
    def of(cls, entry: PrescriptionEntry) -> PrescriptionLine:
        """The line that a saved medicine was typed as."""
        often = entry.frequency or str(entry.per_day)
        line = cls(
            medicine=entry.medicine,
            dose=typed.plain(entry.dose),
            per_day=f"{often} prn" if entry.as_needed else often,
            days=str(entry.days),
            instructions=entry.instructions or "",
            route=entry.route or "",
            start_now=entry.start_now,
            directions=list(entry.directions),
        )
        if line.computed != entry.quantity:  # someone gave another quantity than the dose asks for
            line.quantity = str(entry.quantity)
        return line

    def spread(self) -> bool:
        """Put an order typed in one go into its fields, and the one day of a single dose; True if it did."""
        before = (self.dose, self.per_day, self.days)
        found = read_shorthand(self.dose)
        if found is not None:
            self.dose, self.per_day = found.dose, found.often
            self.days = found.days or self.days
        often = read_often(self.per_day)
        if often is not None and often.once and not self.days.strip():
            self.days = "1"
        return before != (self.dose, self.per_day, self.days)

    def numbers(self) -> tuple[float | None, int | None, int | None]:
        """Dose, times a day and days as far as they can be read; None where they cannot yet."""
        line = replace(self)
        line.spread()
        try:
            dose = typed.number(line.dose, "dose")
        except ValidationError:
            dose = None
        often = read_often(line.per_day)
        days = read_days(line.days) if line.days.strip() else None
        return dose, None if often is None else often.per_day, days

    @property
    def computed(self) -> int | None:
        """Dispensing units for the course (a tube: one), or None while a number is missing or wrong."""
        dose, per_day, days = self.numbers()
        if not (dose and per_day and days):
            return None
        line = replace(self)
        line.spread()
        often = read_often(line.per_day)
        every = every_days(often.frequency if often is not None else None)
        return quantity_for(dose, per_day, days, medicines().get(self.medicine), every=every)

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
        line = replace(self)
        line.spread()
        dose = typed.number(line.dose, f"{at}.dose")
        if dose == 0:
            raise ValidationError(f"{at}.dose", "consultation.dose_zero")
        dose = _needed(dose, f"{at}.dose")
        often = _often(line.per_day, f"{at}.per_day")
        days = _days(line.days, f"{at}.days")
        quantity = _needed(typed.whole(self.settled_quantity, f"{at}.quantity"), f"{at}.quantity")
        return PrescriptionEntry(
            medicine=self.medicine,
            dose=dose,
            per_day=_needed(often.per_day, f"{at}.per_day"),
            days=days,
            quantity=quantity,
            instructions=self.instructions.strip() or None,
            route=self.route or None,
            frequency=often.frequency,
            as_needed=often.as_needed,
            start_now=self.start_now,
            directions=tuple(self.directions),
        )


Count = TypeVar("Count", int, float)


def _needed(value: Count | None, field_name: str) -> Count:
    if not value:
        raise ValidationError(field_name, "consultation.missing_number")
    return value


def _often(text: str, field_name: str) -> Often:
    if not text.strip():
        raise ValidationError(field_name, "consultation.missing_number")
    found = read_often(text)
    if found is None:
        raise ValidationError(field_name, "consultation.how_often_unclear", text=text.strip())
    if found.per_day is None:
        raise ValidationError(field_name, "consultation.most_a_day_missing")
    return found


def _days(text: str, field_name: str) -> int:
    if not text.strip():
        raise ValidationError(field_name, "consultation.missing_number")
    days = read_days(text)
    if days is None:
        raise ValidationError(field_name, "consultation.days_unclear", text=text.strip())
    return _needed(days, field_name)
