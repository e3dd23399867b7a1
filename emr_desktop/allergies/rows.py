"""What callers hand in and see of allergies."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

SEVERITIES = ("mild", "moderate", "severe")
CERTAINTIES = ("reported", "confirmed")


@dataclass(frozen=True, kw_only=True)
class AllergyForm:
    """One allergy as a person enters it.

    ``id`` is made by the caller before the first save, so that saving twice changes nothing. ``substance`` is
    what people read; ``substance_code`` the line of substances.csv that was picked, if one was.
    """

    id: uuid.UUID
    patient_id: uuid.UUID
    substance: str
    substance_code: str | None = None
    reaction: str | None = None  # a code of allergy_reactions.csv, or own words
    severity: str | None = None  # mild moderate severe; None was not said
    certainty: str = "reported"  # reported by the patient, or confirmed: seen, or on a paper
    expected_version: int | None = None  # None records; a number corrects that version


@dataclass(frozen=True, kw_only=True)
class AllergyRow:
    """An allergy that holds."""

    form: AllergyForm  # ``expected_version`` is the version read
    noted_on: date
    noted_by: str | None  # full name
    understood: bool  # whether the prescribing checks know what is meant

    @property
    def id(self) -> uuid.UUID:
        return self.form.id


@dataclass(frozen=True, kw_only=True)
class NoneKnown:
    """Somebody asked, and there is no allergy."""

    asked_on: date
    asked_by: str | None  # full name


@dataclass(frozen=True, kw_only=True)
class AllergyList:
    """What is known of one patient. Without allergies and without ``none_known`` nobody has asked."""

    patient_id: uuid.UUID
    allergies: tuple[AllergyRow, ...] = ()
    none_known: NoneKnown | None = None

    @property
    def substances(self) -> tuple[str, ...]:
        """As the patient's banner and the prescribing checks read them."""
        return tuple(row.form.substance for row in self.allergies)
