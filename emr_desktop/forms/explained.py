"""What callers see of the answer to "why is this visit not counted?"."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Reason:
    """Why something is not counted, or what else is to be known; ``code`` has a sentence with ``params``."""

    code: str  # form.why.…
    params: Mapping[str, object]


@dataclass(frozen=True)
class ExplainedCell:
    """A cell in which a thing is counted."""

    row: str
    column: str
    row_en: str
    row_sw: str
    column_en: str
    column_sw: str


@dataclass(frozen=True)
class ExplainedThing:
    """One visit, diagnosis, test or medicine: its cells, or why it has none."""

    source: str  # visits, diagnoses, tests, treatments
    code: str  # ICD-10, test, medicine; empty for the visit itself
    cells: tuple[ExplainedCell, ...]
    reason: Reason | None  # always there when there are no cells


@dataclass(frozen=True)
class ExplainedForm:
    """A form of the visit's period. With a ``reason`` the form does not look at the visit at all."""

    form: str
    edition: str
    name_en: str
    name_sw: str
    period: str
    reason: Reason | None
    things: tuple[ExplainedThing, ...]
    notes: tuple[Reason, ...]  # not in the signed version, entered later from paper

    @property
    def cells(self) -> tuple[ExplainedCell, ...]:
        """Every cell in which the visit, or something of it, is counted; one for each thing."""
        return tuple(cell for thing in self.things for cell in thing.cells)


@dataclass(frozen=True)
class ExplainedVisit:
    """One visit and what each form makes of it."""

    visit: uuid.UUID
    date: date
    patient_number: str
    forms: tuple[ExplainedForm, ...]


@dataclass(frozen=True)
class FoundVisit:
    """A visit of a patient, to choose which one to ask about."""

    visit: uuid.UUID
    date: date
    patient_number: str
    visit_type: str
    status: str  # open, done
    is_void: bool
