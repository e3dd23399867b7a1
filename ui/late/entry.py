"""A paper visit as typed, and the form that gets saved. Pure."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from emr_desktop.errors import ValidationError
from emr_desktop.identity import new_id
from emr_desktop.visits.rows import FROM_PAPER, LabEntry, VisitForm, VitalsEntry
from ui.consultation import typed
from ui.consultation.lines import DiagnosisLine, PrescriptionLine

DECIMALS = ("weight_kg", "temperature_c")
TEXTS = (*DECIMALS, "blood_pressure", "complaint", "advice")


@dataclass
class PaperVisit:
    """One sheet of the stack; ``number`` is the one printed on it, empty on an unnumbered sheet."""

    visit_id: uuid.UUID = field(default_factory=new_id)
    number: str = ""
    payer: str = "cash"
    outcome: str = "home"
    malaria: str = ""  # result of the rapid test
    texts: dict[str, str] = field(default_factory=lambda: dict.fromkeys(TEXTS, ""))
    diagnoses: list[DiagnosisLine] = field(default_factory=list)
    prescriptions: list[PrescriptionLine] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (any(self.texts.values()) or self.malaria or self.diagnoses or self.prescriptions)

    def content(self) -> dict[str, Any]:
        """Everything on the sheet as plain JSON values, exactly as typed."""
        return {
            "number": self.number,
            "payer": self.payer,
            "outcome": self.outcome,
            "malaria": self.malaria,
            "texts": dict(self.texts),
            "diagnoses": [vars(line).copy() for line in self.diagnoses],
            "prescriptions": [vars(line).copy() for line in self.prescriptions],
        }

    @classmethod
    def from_content(cls, visit_id: uuid.UUID, content: Mapping[str, Any]) -> PaperVisit:
        """Put a kept sheet back.

        Raises:
            KeyError, TypeError, ValueError: another program wrote it.
        """
        return cls(
            visit_id=visit_id,
            number=str(content["number"]),
            payer=str(content["payer"]),
            outcome=str(content["outcome"]),
            malaria=str(content["malaria"]),
            texts={name: str(content["texts"].get(name, "")) for name in TEXTS},
            diagnoses=[DiagnosisLine(**line) for line in content["diagnoses"]],
            prescriptions=[PrescriptionLine(**line) for line in content["prescriptions"]],
        )

    def to_form(self, patient_id: uuid.UUID, day: date) -> VisitForm:
        """The visit of that day. Its source says that it came from paper; a numbered sheet is entered once.

        Raises:
            ValidationError: something cannot be read, or nothing was entered.
        """
        if self.is_empty:
            raise ValidationError("complaint", "consultation.nothing_entered")
        pressure = typed.blood_pressure(self.texts["blood_pressure"])
        weight, temperature = (typed.number(self.texts[name], f"vitals.{name}") for name in DECIMALS)
        number = "".join(self.number.split())
        return VisitForm(
            id=self.visit_id,
            patient_id=patient_id,
            visit_date=day,
            payer=self.payer,
            vitals=VitalsEntry(
                weight_kg=weight,
                temperature_c=temperature,
                systolic=pressure[0] if pressure else None,
                diastolic=pressure[1] if pressure else None,
            ),
            complaint=self.texts["complaint"].strip() or None,
            advice=self.texts["advice"].strip() or None,
            tests=(LabEntry(test="mrdt", result=self.malaria),) if self.malaria else (),
            diagnoses=tuple(line.entry() for line in self.diagnoses),
            prescriptions=tuple(line.entry(at) for at, line in enumerate(self.prescriptions)),
            outcome=self.outcome,
            source=FROM_PAPER,
            source_id=f"{day.isoformat()}/{number}" if number else None,
        )


def next_number(number: str) -> str:
    """The number on the next sheet: ``007`` -> ``008``; empty stays empty."""
    text = number.strip()
    return f"{int(text) + 1:0{len(text)}d}" if text.isdigit() else ""
