import pytest
from hypothesis import given
from hypothesis import strategies as st

from emr_desktop.access.pin_rules import check_pin, looks_like_pin
from emr_desktop.errors import ValidationError


@pytest.mark.parametrize("pin", ["", "123", "123456789", "12a4", "12 34", "٣٧٤١"])
def test_a_pin_is_four_to_eight_digits(pin: str) -> None:
    with pytest.raises(ValidationError) as refused:
        check_pin(pin)
    assert (refused.value.field, refused.value.code) == ("pin", "pin.format")


@pytest.mark.parametrize(
    "pin",
    [
        "1111",
        "1234",
        "4321",
        "7890",
        "98765",
        "01234567",
        "1212",
        "1221",
        "123123",
        "2580",
        "1985",
        "2026",
        "17031985",
        "19850317",
        "170385",
        "850317",
        "031985",
        "198503",
    ],
)
def test_what_a_colleague_would_try_is_refused(pin: str) -> None:
    with pytest.raises(ValidationError) as refused:
        check_pin(pin)
    assert refused.value.code == "pin.easy"


@pytest.mark.parametrize("pin", ["4829", "70913", "482907", "9917345", "73920518"])
def test_others_are_taken(pin: str) -> None:
    check_pin(pin)


@given(st.text(max_size=10))
def test_what_is_taken_always_looks_like_a_pin(pin: str) -> None:
    try:
        check_pin(pin)
    except ValidationError:
        return
    assert looks_like_pin(pin)
