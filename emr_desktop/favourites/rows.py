"""What callers hand in and see of usual treatments."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from emr_desktop.visits.flags import category
from emr_desktop.visits.rows import DiagnosisEntry


@dataclass(frozen=True, kw_only=True)
class UsualLine:
    """One medicine: its formulary code, and the order as a prescriber writes it: ``2 tds 5/7``.

    An empty order leaves the dose to the rules in force, by the weight or age of the patient.
    """

    medicine: str
    order: str = ""

    @property
    def text(self) -> str:
        """As it is typed in Administration: ``par500 2 tds 5/7``."""
        return f"{self.medicine} {self.order}".strip()


@dataclass(frozen=True, kw_only=True)
class UsualForm:
    """A usual treatment as a person enters it; ``id`` is made by the caller."""

    id: uuid.UUID
    name: str
    icd10: str
    concept: str | None = None
    lines: tuple[UsualLine, ...] = ()
    tests: tuple[str, ...] = ()  # codes of tests.csv
    advice: str | None = None
    in_use: bool = False  # offered at the consultation
    expected_version: int | None = None  # None records; a number corrects that version

    def fits(self, entry: DiagnosisEntry) -> bool:
        """Whether it is offered for a diagnosis: the same concept, else the same code or category."""
        if self.concept is not None and entry.concept is not None:
            return self.concept == entry.concept
        if "." in self.icd10:
            return self.icd10 == entry.icd10
        return category(self.icd10) == category(entry.icd10)


@dataclass(frozen=True, kw_only=True)
class UsualRow:
    """A usual treatment of this facility."""

    form: UsualForm  # ``expected_version`` is the version read
    changed_by: str | None  # full name

    @property
    def id(self) -> uuid.UUID:
        return self.form.id
