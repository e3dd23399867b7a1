"""What the registry says of somebody beside what stands here: pure, in words people read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QCoreApplication

from emr_desktop.errors import ValidationError
from emr_desktop.patients.rows import PatientForm, PatientRow
from emr_desktop.patients.rules import normal_nida, normal_phone
from sync.registry.candidate import Candidate
from ui.reception.chosen_card import phone_text

_TEXTS = ("first_name", "middle_name", "last_name")
_PLACES = ("village", "ward", "council", "region")
FIELDS = (*_TEXTS, "sex", "birth_date", "phone", "nida", *_PLACES)
_AGE_MAY_BE_OFF = 1  # years, when only an age or a year is known


@dataclass(frozen=True)
class Said:
    """What stands here of one person: texts by field, the birth as exactly as it is known."""

    texts: Mapping[str, str]
    born: date | None = None
    born_exactly: bool = False


@dataclass(frozen=True)
class Line:
    """One field; ``ours`` and ``theirs`` as people read them, ``entry`` as it would be typed."""

    name: str
    ours: str
    theirs: str
    entry: str
    same: bool

    @property
    def fills(self) -> bool:
        """Nothing stands here, and the registry knows it."""
        return not self.ours and bool(self.theirs)

    @property
    def differs(self) -> bool:
        """Both say something, and not the same."""
        return bool(self.ours and self.theirs) and not self.same


def said_on_form(form: PatientForm, *, today: date) -> Said:
    """What was typed so far."""
    born = form.birth_date
    if born is None and form.age_years is not None:
        born = date(max(today.year - form.age_years, 1), 1, 1)
    texts = {name: getattr(form, name) or "" for name in FIELDS if name != "birth_date"}
    return Said(texts, born, form.birth_date is not None and not form.birth_date_estimated)


def said_of_patient(patient: PatientRow) -> Said:
    """What is on record."""
    texts = {name: getattr(patient, name) or "" for name in FIELDS if name != "birth_date"}
    return Said(texts, patient.birth_date, patient.birth_precision == "day")


def compared(candidate: Candidate, said: Said, *, today: date) -> tuple[Line, ...]:
    """Every field that either of the two says something of."""
    lines = [_line(name, candidate, said, today) for name in FIELDS]
    return tuple(line for line in lines if line.ours or line.theirs)


def _line(name: str, candidate: Candidate, said: Said, today: date) -> Line:
    if name == "birth_date":
        return _birth(candidate, said)
    theirs, ours = getattr(candidate, name) or "", said.texts.get(name, "")
    if name == "sex":
        return Line(name, sex_word(ours), sex_word(theirs), theirs, ours == theirs)
    if name == "phone":
        return Line(
            name, phone_text(_phone(ours)), phone_text(theirs), phone_text(theirs), _phone(ours) == theirs
        )
    if name == "nida":
        return Line(name, ours, theirs, theirs, _nida(ours, today) == theirs)
    return Line(name, ours, theirs, theirs, _folded(ours) == _folded(theirs))


def _birth(candidate: Candidate, said: Said) -> Line:
    theirs = born_text(candidate.born, candidate.birth_precision)
    ours = born_text(said.born, "day" if said.born_exactly else "year")
    if candidate.born is None or said.born is None:
        return Line("birth_date", ours, theirs, theirs, False)
    if said.born_exactly and candidate.birth_precision == "day":
        same = said.born == candidate.born
    else:
        same = abs(said.born.year - candidate.born.year) <= _AGE_MAY_BE_OFF
    return Line("birth_date", ours, theirs, theirs, same)


def born_text(born: date | None, precision: str) -> str:
    """A birth date as finely as it is known, the way it is typed."""
    if born is None:
        return ""
    return born.strftime({"day": "%d/%m/%Y", "month": "%m/%Y"}.get(precision, "%Y"))


def sex_word(code: str | None) -> str:
    """Female, Male, or nothing."""
    translate = QCoreApplication.translate
    words = {"F": translate("RegistryWords", "Female"), "M": translate("RegistryWords", "Male")}
    return words.get(code or "", "")


def field_word(name: str) -> str:
    """The name of a field in the language in use."""
    translate = QCoreApplication.translate
    return {
        "first_name": translate("RegistryWords", "First name"),
        "middle_name": translate("RegistryWords", "Middle name"),
        "last_name": translate("RegistryWords", "Last name"),
        "sex": translate("RegistryWords", "Sex"),
        "birth_date": translate("RegistryWords", "Date of birth"),
        "phone": translate("RegistryWords", "Phone"),
        "nida": translate("RegistryWords", "NIDA number"),
        "village": translate("RegistryWords", "Village or street"),
        "ward": translate("RegistryWords", "Ward"),
        "council": translate("RegistryWords", "Council"),
        "region": translate("RegistryWords", "Region"),
    }[name]


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _phone(text: str) -> str:
    try:
        return normal_phone(text) if text else ""
    except ValidationError:
        return text


def _nida(text: str, today: date) -> str:
    try:
        return normal_nida(text, today=today) if text else ""
    except ValidationError:
        return text
