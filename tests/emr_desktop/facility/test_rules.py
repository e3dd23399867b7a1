import pytest
from hypothesis import given
from hypothesis import strategies as st

from emr_desktop.errors import ValidationError
from emr_desktop.facility.rules import check_digit, clean_facility_code

numbers = st.integers(0, 999_999).map("{:06d}".format)


@pytest.mark.parametrize("code", ["101168-3", "105651-4"])
def test_codes_of_real_facilities_pass(code: str) -> None:
    assert clean_facility_code(f" {code} ") == code
    assert clean_facility_code(code.replace("-", "")) == code


@pytest.mark.parametrize(
    "code", ["", "101168", "101168-33", "10116-83", "A01168-3", "101168--3", "\u0661\u0660\u0661168-3"]
)
def test_another_form_is_refused(code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        clean_facility_code(code)
    assert (refused.value.field, refused.value.code) == ("code", "facility.code_format")


@given(numbers, st.integers(0, 5), st.integers(0, 9))
def test_one_wrong_digit_is_found(number: str, place: int, digit: int) -> None:
    if number[place] == str(digit):
        return
    wrong = number[:place] + str(digit) + number[place + 1 :]
    with pytest.raises(ValidationError) as refused:
        clean_facility_code(f"{wrong}-{check_digit(number)}")
    assert refused.value.code == "facility.code_check_digit"


@given(numbers, st.integers(0, 4))
def test_two_neighbours_swapped_are_found_except_0_and_9(number: str, place: int) -> None:
    a, b = number[place], number[place + 1]
    if a == b or {a, b} == {"0", "9"}:  # the known blind spot of Luhn
        return
    swapped = number[:place] + b + a + number[place + 2 :]
    with pytest.raises(ValidationError):
        clean_facility_code(f"{swapped}-{check_digit(number)}")
