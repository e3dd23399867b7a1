"""The safe side of a visit on the page: what the checks say, the reasons given, what was heeded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from emr_desktop.errors import ValidationError
from emr_desktop.patients.age import completed_months
from emr_desktop.prescribing.answers import entry_of
from emr_desktop.prescribing.checks import FERTILE_MONTHS, examine
from emr_desktop.prescribing.doses import suggest
from emr_desktop.prescribing.rows import Finding, NoDose, Order, Running, Subject, Suggestion
from emr_desktop.prescribing.tables import RuleBook
from emr_desktop.visits.rows import FindingEntry
from ui.consultation import typed

if TYPE_CHECKING:
    from ui.consultation.presenter import Consultation


@dataclass
class Sheet:
    """Answers are kept by ``Finding.key``: retyping a dose does not lose a reason.

    Attributes:
        book: the rules in force.
        known_weight: the last weight before this visit, in kg, and its date.
        illnesses: ICD-10 codes of the patient's active problems.
        severe_allergies: those, as written, whose reaction was severe.
        running: what the patient still has from earlier visits.
        reasons: what was answered to serious findings.
        seen: serious findings that were on screen; one that stands no more was heeded.
    """

    book: RuleBook = field(default_factory=RuleBook, compare=False)
    known_weight: tuple[float, date] | None = None
    illnesses: tuple[str, ...] = ()
    severe_allergies: tuple[str, ...] = ()
    running: tuple[Running, ...] = ()
    reasons: dict[str, FindingEntry] = field(default_factory=dict)
    seen: dict[str, FindingEntry] = field(default_factory=dict)

    # what the checks say -------------------------------------------------------------------------------

    def subject(self, consultation: Consultation) -> Subject:
        """The patient as far as the page tells; a number that cannot be read yet is not known."""
        patient, on = consultation.patient, consultation.visit_date
        weight, weighed = _number(consultation.fields["weight_kg"]), on
        if weight is None and self.known_weight is not None:
            weight, weighed = self.known_weight
        weeks = _number(consultation.fields["pregnancy_weeks"])
        pregnancy = consultation.pregnancy
        if pregnancy is None and consultation.visit_type == "anc" and patient.sex == "F":
            pregnancy = "pregnant"
        return Subject(
            sex=patient.sex,
            age_months=completed_months(patient.birth_date, max(on, patient.birth_date)),
            on=on,
            allergies=patient.allergies,
            weight_kg=weight,
            weight_date=None if weight is None else weighed,
            pregnancy=pregnancy,
            pregnancy_weeks=None if weeks is None else int(weeks),
            diagnoses=tuple(line.icd10 for line in consultation.diagnoses),
            illnesses=self.illnesses,
            running=self.running,
            severe_allergies=self.severe_allergies,
            tests=tuple(
                (entry.test, entry.result) for entry in (line.entry() for line in consultation.tests)
            ),
        )

    def findings(self, consultation: Consultation) -> tuple[Finding, ...]:
        """What the checks say of the medicines on the page."""
        if not consultation.prescriptions:
            return ()
        orders = []
        for line in consultation.prescriptions:
            dose, per_day, days = line.numbers()
            orders.append(Order(medicine=line.medicine, dose=dose, per_day=per_day, days=days))
        return examine(self.subject(consultation), orders, self.book)

    def suggestion(self, consultation: Consultation, medicine: str) -> Suggestion | NoDose:
        """The dose to suggest for a medicine, or why there is none."""
        return suggest(self.subject(consultation), medicine, self.book)

    # what the clinician does ---------------------------------------------------------------------------

    def answer(self, finding: Finding, *, reason: str | None, words: str | None) -> None:
        """Keep a reason, from the list or in own words; nothing takes it back."""
        if reason is None and not (words or "").strip():
            self.reasons.pop(finding.key, None)
            return
        self.reasons[finding.key] = replace(entry_of(finding), reason=reason, reason_words=words)

    def is_answered(self, finding: Finding) -> bool:
        return not finding.needs_reason or finding.key in self.reasons

    def note(self, findings: tuple[Finding, ...]) -> None:
        """These stand on screen with the line at rest: who changes it now heeds them."""
        self.seen.update({one.key: entry_of(one) for one in findings if one.needs_reason})

    def answers(self, consultation: Consultation) -> tuple[FindingEntry, ...]:
        """What a form brings to be saved: the reasons of what stands, and what was heeded."""
        standing = {one.key for one in self.findings(consultation)}
        kept = tuple(entry for key, entry in self.reasons.items() if key in standing)
        ordered = {line.medicine for line in consultation.prescriptions}
        heeded = tuple(
            replace(entry, action="changed" if entry.medicine in ordered else "taken_off")
            for key, entry in self.seen.items()
            if key not in standing
        )
        return (*kept, *heeded)

    # keeping it ----------------------------------------------------------------------------------------

    def take(self, findings: tuple[FindingEntry, ...]) -> None:
        """Take what a saved visit says."""
        for entry in findings:
            if entry.action == "kept":
                self.reasons[entry.key] = entry
            if entry.severity == "serious":
                self.seen[entry.key] = entry

    def content(self) -> dict[str, Any]:
        """Reasons and what was seen, as plain JSON values for the draft."""
        return {
            "reasons": [vars(entry).copy() for entry in self.reasons.values()],
            "seen": [vars(entry).copy() for entry in self.seen.values()],
        }

    @classmethod
    def from_content(cls, content: Mapping[str, Any]) -> Sheet:
        """Put the part of a draft back."""
        reasons = (FindingEntry(**entry) for entry in content.get("reasons", ()))
        seen = (FindingEntry(**entry) for entry in content.get("seen", ()))
        return cls(reasons={entry.key: entry for entry in reasons}, seen={entry.key: entry for entry in seen})


def asks_pregnancy(consultation: Consultation) -> bool:
    """Whether pregnancy is asked for: a woman of 12 to 49."""
    patient, on = consultation.patient, consultation.visit_date
    months = completed_months(patient.birth_date, max(on, patient.birth_date))
    return patient.sex == "F" and FERTILE_MONTHS[0] <= months < FERTILE_MONTHS[1]


def _number(text: str) -> float | None:
    try:
        return typed.number(text, "")
    except ValidationError:
        return None
