"""What may stand in a patient's record: names, phone, NIDA number, birth date or age. Pure."""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from emr_desktop.errors import ValidationError
from emr_desktop.patients.rows import PatientForm, PatientRow
from emr_desktop.reference.no_allergy import says_no_allergy

OLDEST_YEARS = 130
LONGEST_NAME = 60
LONGEST_TEXT = 200
SEXES = ("M", "F")
INSURANCE_SCHEMES = ("nhif", "chf", "other_insurance")  # payers of payers.csv that give a number
YOUNGEST_MOTHER = 10  # years older than the child

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "‑": "-", "–": "-"})
_NAME = re.compile(r"[^\W\d_]([^\W\d_]|['. -])*", re.UNICODE)
_PHONE_PUNCTUATION = re.compile(r"[\s().\-/]")


@dataclass(frozen=True)
class BirthDate:
    """A birth date and how it is known: ``day``, ``month`` and ``age`` (worked out), ``year`` (estimated)."""

    date: date
    precision: str


def clean_text(text: str | None) -> str | None:
    """Trim, join runs of blanks, drop control characters; nothing left gives None."""
    if text is None:
        return None
    visible = "".join(
        " " if unicodedata.category(letter) in ("Cc", "Zl", "Zp") else letter
        for letter in unicodedata.normalize("NFC", text)
        if unicodedata.category(letter) not in ("Cf", "Cs", "Co", "Cn")
    )
    return " ".join(visible.split()) or None


def clean_name(text: str | None) -> str | None:
    """Give a name as it is kept: one kind of apostrophe, single blanks, ``JUMA`` and ``juma`` as ``Juma``.

    Names that mix small and capital letters are kept as typed (``Ng'ombe``, ``McDonald``).
    """
    cleaned = clean_text(text)
    if cleaned is None:
        return None
    name = cleaned.translate(_APOSTROPHES)
    if name.islower() or (name.isupper() and len(name) > 2):
        name = re.sub(r"(^|[ -])(\w)", lambda m: m[1] + m[2].upper(), name.lower())
    return name


def normal_phone(text: str) -> str:
    """Give a phone number as ``+255NNNNNNNNN``, whatever way it was written.

    ``0754 123 456``, ``754123456``, ``255754123456``, ``00255…`` and ``+255 (0)754…`` are the same number. A
    number with another country code (``+254…``) is kept in international form.

    Raises:
        ValidationError: ``patient.phone_malformed``.
    """
    compact = _PHONE_PUNCTUATION.sub("", text)
    plain = compact.removeprefix("+")
    if not (plain.isascii() and plain.isdigit()):
        raise ValidationError("phone", "patient.phone_malformed")
    international = compact.startswith("+")
    if not international and plain.startswith("00"):
        plain, international = plain[2:], True
    if plain.startswith("255"):
        national = plain[3:].removeprefix("0")
    elif international:
        if 8 <= len(plain) <= 15 and not plain.startswith("0"):
            return f"+{plain}"  # E.164 of a neighbour country
        raise ValidationError("phone", "patient.phone_malformed")
    else:
        national = plain.removeprefix("0")
    # Nine digits; 6 and 7 are mobile, 2 is fixed line (TCRA numbering plan).
    if len(national) != 9 or national[0] not in "267":
        raise ValidationError("phone", "patient.phone_malformed")
    return f"+255{national}"


def normal_nida(text: str, *, today: date) -> str:
    """Give a NIDA number as ``YYYYMMDD-NNNNN-NNNNN-NN``: 20 digits that begin with a possible date of birth.

    The first eight digits are the date of birth. What the five, five and two digits after them say is not
    published, and no check digit is known, so that only the form is checked.

    Raises:
        ValidationError: ``patient.nida_malformed``.
    """
    digits = re.sub(r"[\s\-/.]", "", text)
    if len(digits) != 20 or not (digits.isascii() and digits.isdigit()):
        raise ValidationError("nida", "patient.nida_malformed")
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        raise ValidationError("nida", "patient.nida_malformed") from None
    if born > today or _years_before(today, OLDEST_YEARS) > born:
        raise ValidationError("nida", "patient.nida_malformed")
    return f"{digits[:8]}-{digits[8:13]}-{digits[13:18]}-{digits[18:]}"


def birth_in_nida(text: str, *, today: date) -> date | None:
    """The date of birth that a NIDA number begins with; None when it is not one.

    An aid while typing, never a proof: numbers were given out with dates that people did not know.
    """
    try:
        digits = normal_nida(text, today=today)
    except ValidationError:
        return None
    return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))


def check_mother(mother: PatientRow, *, born: date) -> None:
    """Refuse a mother who cannot have borne the child.

    Raises:
        ValidationError: ``patient.mother_not_female``, ``patient.mother_too_young``.
    """
    if mother.sex != "F":
        raise ValidationError("mother_id", "patient.mother_not_female")
    if months_before(born, YOUNGEST_MOTHER * 12) < mother.birth_date:
        raise ValidationError("mother_id", "patient.mother_too_young", years=YOUNGEST_MOTHER)


def check_birth_date(born: date, *, today: date) -> None:
    """Refuse a birth in the future or more than 130 years ago.

    Raises:
        ValidationError: ``patient.born_in_future``, ``patient.born_too_long_ago``.
    """
    if born > today:
        raise ValidationError("birth_date", "patient.born_in_future", date=born.isoformat())
    if born < _years_before(today, OLDEST_YEARS):
        raise ValidationError(
            "birth_date", "patient.born_too_long_ago", years=OLDEST_YEARS, date=born.isoformat()
        )


def birth_date_from_age(years: int | None, months: int | None, *, on: date) -> BirthDate:
    """Work out a date of birth from completed years, months, or both, on a date.

    The middle of the possible time is taken, so that ages are neither too old nor too young on the whole: 30
    years gives a birth 30 and a half years ago, 5 months one five and a half months ago. The completed age on
    ``on`` is what was said.

    Raises:
        ValidationError: ``patient.age_malformed``.
    """
    if years is None and months is None:
        raise ValidationError("birth_date", "patient.birth_missing")
    if (years or 0) < 0 or (months or 0) < 0 or (years is not None and (months or 0) > 11):
        raise ValidationError("age_years" if months is None else "age_months", "patient.age_malformed")
    total = (years or 0) * 12 + (months or 0)
    if total > OLDEST_YEARS * 12 - 12:
        raise ValidationError("age_years", "patient.too_old", years=OLDEST_YEARS)
    if months is None:
        return BirthDate(months_before(on, total) - timedelta(days=182), "age")
    return BirthDate(months_before(on, total) - timedelta(days=14), "month")


def months_before(day: date, months: int) -> date:
    """Go back whole months; a day the month does not have becomes its last."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _years_before(day: date, years: int) -> date:
    return months_before(day, years * 12)


def birth_of(form: PatientForm, *, today: date) -> BirthDate:
    """Give the birth date of a form that holds a date or an age.

    Raises:
        ValidationError: both or neither given, impossible date or age.
    """
    has_age = form.age_years is not None or form.age_months is not None
    if form.birth_date is None:
        return birth_date_from_age(form.age_years, form.age_months, on=today)
    if has_age:
        raise ValidationError("birth_date", "patient.birth_and_age")
    check_birth_date(form.birth_date, today=today)
    return BirthDate(form.birth_date, "year" if form.birth_date_estimated else "day")


def cleaned(form: PatientForm, *, today: date) -> PatientForm:
    """Give the form with every text as it is kept; a value that cannot be read stays as typed."""
    return replace(
        form,
        first_name=clean_name(form.first_name) or "",
        middle_name=clean_name(form.middle_name),
        last_name=clean_name(form.last_name) or "",
        sex=form.sex.strip().upper(),
        phone=_or_as_typed(clean_text(form.phone), normal_phone),
        nida=_or_as_typed(clean_text(form.nida), lambda text: normal_nida(text, today=today)),
        insurance_number=clean_text(form.insurance_number),
        region=clean_text(form.region),
        council=clean_text(form.council),
        ward=clean_text(form.ward),
        village=clean_text(form.village),
        guardian=clean_text(form.guardian),
        allergies=_without_repeats(tuple(text for text in form.allergies if not says_no_allergy(text))),
    )


def _or_as_typed(text: str | None, normal: Callable[[str], str]) -> str | None:
    if text is None:
        return None
    try:
        return normal(text)
    except ValidationError:
        return text


def _without_repeats(texts: tuple[str, ...]) -> tuple[str, ...]:
    seen: dict[str, str] = {}
    for text in texts:
        cleaned_text = clean_text(text)
        if cleaned_text:
            seen.setdefault(cleaned_text.casefold(), cleaned_text)
    return tuple(seen.values())


def problems(form: PatientForm, *, today: date) -> tuple[ValidationError, ...]:
    """List everything that keeps this form from being saved, in the order of the fields.

    ``form`` should come from ``cleaned``.
    """
    found: list[ValidationError] = []
    for field, name, needed in (
        ("first_name", form.first_name, True),
        ("middle_name", form.middle_name, False),
        ("last_name", form.last_name, True),
    ):
        if not name:
            if needed:
                found.append(ValidationError(field, "patient.name_missing"))
        elif len(name) > LONGEST_NAME:
            found.append(ValidationError(field, "patient.text_too_long", longest=LONGEST_NAME))
        elif not _NAME.fullmatch(name):
            found.append(ValidationError(field, "patient.name_malformed"))
    if form.sex not in SEXES:
        found.append(ValidationError("sex", "patient.sex_missing"))
    if form.insurance_scheme is not None and form.insurance_scheme not in INSURANCE_SCHEMES:
        found.append(ValidationError("insurance_scheme", "patient.scheme_unknown"))
    if form.mother_id is not None and form.mother_id == form.id:
        found.append(ValidationError("mother_id", "patient.own_mother"))
    for check in (
        lambda: birth_of(form, today=today),
        lambda: form.phone and normal_phone(form.phone),
        lambda: form.nida and normal_nida(form.nida, today=today),
    ):
        try:
            check()
        except ValidationError as error:
            found.append(error)
    for field in ("insurance_number", "region", "council", "ward", "village", "guardian"):
        text = getattr(form, field)
        if text and len(text) > LONGEST_TEXT:
            found.append(ValidationError(field, "patient.text_too_long", longest=LONGEST_TEXT))
    if any(len(text) > LONGEST_TEXT for text in form.allergies):
        found.append(ValidationError("allergies", "patient.text_too_long", longest=LONGEST_TEXT))
    return tuple(found)
