"""What a patient's record may hold."""

import uuid
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emr_desktop.errors import ValidationError
from emr_desktop.patients.rows import PatientForm
from emr_desktop.patients.rules import (
    birth_date_from_age,
    birth_of,
    clean_name,
    cleaned,
    normal_nida,
    normal_phone,
    problems,
)

TODAY = date(2026, 11, 22)


def form(**values: object) -> PatientForm:
    given_values: dict[str, object] = {
        "id": uuid.UUID(int=1),
        "first_name": "Juma",
        "last_name": "Hamisi",
        "sex": "M",
        "birth_date": date(1990, 1, 1),
    }
    return PatientForm(**(given_values | values))  # type: ignore[arg-type]


def codes(patient: PatientForm) -> list[tuple[str, str]]:
    return [(error.field, error.code) for error in problems(cleaned(patient, today=TODAY), today=TODAY)]


@pytest.mark.parametrize(
    "written",
    ["0754123456", "0754 123 456", "754123456", "255754123456", "+255 754 123-456", "00255754123456",
     "+255(0)754123456"],
)  # fmt: skip
def test_every_way_of_writing_a_phone_number_gives_the_same_number(written: str) -> None:
    assert normal_phone(written) == "+255754123456"


def test_a_number_of_a_neighbour_country_is_kept() -> None:
    assert normal_phone("+254 712 345 678") == "+254712345678"


@pytest.mark.parametrize(
    "written", ["", "12", "0954123456", "07541234567", "075412345", "abc", "+", "07٤4123456"]
)
def test_a_phone_number_that_cannot_be_one_is_refused(written: str) -> None:
    with pytest.raises(ValidationError) as refused:
        normal_phone(written)
    assert refused.value.code == "patient.phone_malformed"


def test_a_nida_number_is_kept_with_its_hyphens() -> None:
    assert normal_nida("19900101141110000121", today=TODAY) == "19900101-14111-00001-21"


@pytest.mark.parametrize(
    "written", ["1990010114111000012", "19901301-14111-00001-21", "20300101-14111-00001-21", "x"]
)
def test_a_nida_number_that_cannot_be_one_is_refused(written: str) -> None:
    with pytest.raises(ValidationError):
        normal_nida(written, today=TODAY)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("JUMA  hamisi", "JUMA hamisi"), ("juma", "Juma"), ("JUMA ALI", "Juma Ali"), (" Ng’ombe ", "Ng'ombe"),
     ("ng'ombe-ole", "Ng'ombe-Ole"), ("J", "J"), ("\u200b\n", None), ("Zoë", "Zoë")],
)  # fmt: skip
def test_names_are_tidied(typed: str, kept: str | None) -> None:
    assert clean_name(typed) == kept


def test_all_problems_are_told_at_once() -> None:
    wrong = form(
        first_name=" ", last_name="Ham1si", sex="x", birth_date=date(2027, 1, 1), phone="12", nida="9"
    )
    assert codes(wrong) == [
        ("first_name", "patient.name_missing"),
        ("last_name", "patient.name_malformed"),
        ("sex", "patient.sex_missing"),
        ("birth_date", "patient.born_in_future"),
        ("phone", "patient.phone_malformed"),
        ("nida", "patient.nida_malformed"),
    ]


@pytest.mark.parametrize(
    ("born", "code"),
    [(TODAY, None), (TODAY + timedelta(days=1), "patient.born_in_future"), (date(1896, 11, 22), None),
     (date(1896, 11, 21), "patient.born_too_long_ago"), (date(1886, 1, 1), "patient.born_too_long_ago")],
)  # fmt: skip
def test_impossible_birth_dates_are_refused(born: date, code: str | None) -> None:
    assert [found for _, found in codes(form(birth_date=born))] == ([code] if code else [])


def test_a_birth_date_and_an_age_together_are_refused_and_so_is_neither() -> None:
    assert codes(form(age_years=3)) == [("birth_date", "patient.birth_and_age")]
    assert codes(form(birth_date=None)) == [("birth_date", "patient.birth_missing")]


def _full_months(born: date, on: date) -> int:
    """An independent slow definition: count month by month until the day is not reached."""
    months = 0
    while True:
        year, month = divmod(born.month + months, 12)
        reached = (born.year + year, month + 1, born.day) <= (on.year, on.month, on.day)
        if not reached:
            return months
        months += 1


@given(st.integers(0, 128), st.none() | st.integers(0, 11), st.dates(date(2020, 1, 1), date(2040, 12, 31)))
def test_the_birth_date_of_an_age_has_that_completed_age(years: int, months: int | None, on: date) -> None:
    birth = birth_date_from_age(years, months, on=on)
    age = _full_months(birth.date, on)
    assert (age // 12, birth.precision) == (years, "age" if months is None else "month")
    if months is not None:
        assert age % 12 == months


def test_an_estimated_date_says_so() -> None:
    assert birth_of(form(birth_date_estimated=True), today=TODAY).precision == "year"
    assert birth_of(form(), today=TODAY).precision == "day"


@given(st.text(max_size=40))
def test_any_text_in_any_field_gives_problems_and_never_a_crash(text: str) -> None:
    problems(
        cleaned(
            form(first_name=text, last_name=text, sex=text, phone=text, nida=text, village=text), today=TODAY
        ),
        today=TODAY,
    )
