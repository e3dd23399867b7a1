"""What a PIN must be: four to eight digits that nobody tries first."""

from __future__ import annotations

import re

from emr_desktop.errors import ValidationError

SHORTEST_PIN, LONGEST_PIN = 4, 8
# After so many wrong tries in a row only the password opens, until it was typed.
WRONG_TRIES = 5

_PIN = re.compile(rf"[0-9]{{{SHORTEST_PIN},{LONGEST_PIN}}}")
_RUN = "01234567890123456789"
# Straight lines and corners of the keypad.
_KEYPAD = frozenset(
    {"2580", "0852", "1470", "0741", "3690", "0963", "1379", "9731", "7913", "1397", "147258"}
)
_YEARS = range(1900, 2100)


def looks_like_pin(secret: str) -> bool:
    """Say whether what was typed is a PIN; a password is longer than any PIN."""
    return _PIN.fullmatch(secret) is not None


def check_pin(pin: str) -> None:
    """Refuse a PIN that is not four to eight digits, or that a colleague would guess.

    Raises:
        ValidationError: ``pin``: ``pin.format`` or ``pin.easy`` (one or two digits only, a run, a half said
            twice, a year, a date, a line of the keypad).
    """
    if not looks_like_pin(pin):
        raise ValidationError("pin", "pin.format", shortest=SHORTEST_PIN, longest=LONGEST_PIN)
    half = len(pin) // 2
    if (
        len(set(pin)) <= 2
        or pin in _RUN
        or pin in _RUN[::-1]
        or pin in _KEYPAD
        or (len(pin) % 2 == 0 and pin[:half] == pin[half:])
        or _is_date(pin)
    ):
        raise ValidationError("pin", "pin.easy")


def _is_date(pin: str) -> bool:
    """A year, or a day with its year at either end: birthdays are known to colleagues."""
    if len(pin) == 4:
        return int(pin) in _YEARS
    if len(pin) == 6:  # ddmmyy, yymmdd, mmyyyy, yyyymm
        return (
            _is_day(pin[:2], pin[2:4])
            or _is_day(pin[4:], pin[2:4])
            or (int(pin[2:]) in _YEARS and 1 <= int(pin[:2]) <= 12)
            or (int(pin[:4]) in _YEARS and 1 <= int(pin[4:]) <= 12)
        )
    if len(pin) == 8:
        return (int(pin[4:]) in _YEARS and _is_day(pin[:2], pin[2:4])) or (
            int(pin[:4]) in _YEARS and _is_day(pin[6:], pin[4:6])
        )
    return False


def _is_day(day: str, month: str) -> bool:
    return 1 <= int(day) <= 31 and 1 <= int(month) <= 12
