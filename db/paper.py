"""Secrets that people write down and type: the paper recovery key and one-time codes.

Crockford's base 32 (https://www.crockford.com/base32.html): no I, L, O, U; small letters, spaces and dashes
do not matter when typing.
"""

from __future__ import annotations

import secrets

from db.errors import KeyTrouble

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENIENT = str.maketrans({"O": "0", "I": "1", "L": "1"})

RECOVERY_KEY_BYTES = 20  # 160 bits
_GROUPS = 8
_DATA_IN_GROUP = 4
ONE_TIME_CODE_LENGTH = 10  # 50 bits, and a slot that dies after days


def plain(text: str) -> str:
    """Fold what somebody typed: capitals, no spaces or dashes, O as 0, I and L as 1."""
    kept = "".join(character for character in text.upper() if character not in " -\t\r\n\u2010\u2013\u2014")
    return kept.translate(_LENIENT)


def new_one_time_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(ONE_TIME_CODE_LENGTH))


def new_recovery_secret() -> bytes:
    return secrets.token_bytes(RECOVERY_KEY_BYTES)


def write_recovery_key(secret: bytes) -> str:
    """Write 20 bytes as eight groups of four characters and a check character each."""
    if len(secret) != RECOVERY_KEY_BYTES:
        raise ValueError("a recovery key has 20 bytes")
    bits = int.from_bytes(secret, "big")
    values = [(bits >> shift) & 31 for shift in range(155, -1, -5)]
    groups = []
    for number in range(_GROUPS):
        group = values[number * _DATA_IN_GROUP : (number + 1) * _DATA_IN_GROUP]
        groups.append("".join(ALPHABET[value] for value in [*group, _check(number, group)]))
    return "-".join(groups)


def read_recovery_key(text: str) -> bytes:
    """Read a typed recovery key.

    Raises:
        KeyTrouble: ``recovery.length`` (with ``found`` and ``wanted`` characters) or ``recovery.mistyped``
            (with the number of the first wrong ``group``, counted from 1).
    """
    typed = plain(text)
    size = _DATA_IN_GROUP + 1
    if len(typed) != _GROUPS * size:
        raise KeyTrouble("recovery.length", found=len(typed), wanted=_GROUPS * size)
    bits = 0
    for number in range(_GROUPS):
        group = [ALPHABET.find(character) for character in typed[number * size : (number + 1) * size]]
        if min(group) < 0 or _check(number, group[:-1]) != group[-1]:
            raise KeyTrouble("recovery.mistyped", group=number + 1)
        for value in group[:-1]:
            bits = (bits << 5) | value
    return bits.to_bytes(RECOVERY_KEY_BYTES, "big")


def _check(number: int, group: list[int]) -> int:
    """Check value over GF(32): finds a wrong character, a swap of two, and a group in a wrong place."""
    total = number
    for position, value in enumerate(group, start=1):
        total ^= _times_two(value, position)
    return total


def _times_two(value: int, times: int) -> int:
    for _ in range(times):
        value <<= 1
        if value & 32:
            value ^= 0b100101  # x^5 + x^2 + 1
    return value
