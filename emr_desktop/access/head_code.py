"""The short code of the head of the audit chain: at the foot of papers, to be read out on the phone."""

from __future__ import annotations

from emr_desktop.errors import EmrError

# No 0, 1, I, L or O: a prime number of signs, so that one wrong or two swapped letters always show.
_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_LENGTH = 8
_BLANKS = " -\t\r\n\u2010\u2011\u2013\u2014"


def chain_code(mac: bytes) -> str:
    """Eight signs and a check sign, bare: ``K7QF2M9XC``."""
    rest = int.from_bytes(mac, "big")
    signs = ""
    for _ in range(_LENGTH):
        rest, at = divmod(rest, len(_SIGNS))
        signs += _SIGNS[at]
    return signs + _check(signs)


def head_code(seq: int, mac: bytes) -> str:
    """Number of the last row and code of its MAC, as papers carry it: ``5210-K7QF-2M9X-C``."""
    return f"{seq}-{written(chain_code(mac))}"


def written(code: str) -> str:
    """As it is printed: ``K7QF-2M9X-C``."""
    return "-".join(part for part in (code[:4], code[4:8], code[8:]) if part)


def read_code(text: str) -> str:
    """Read a code as somebody typed it; small letters, blanks and dashes do not matter.

    Raises:
        EmrError: ``form.code_mistyped``.
    """
    code = "".join(sign for sign in text.upper() if sign not in _BLANKS)
    known = len(code) == _LENGTH + 1 and set(code) <= set(_SIGNS)
    if not known or _check(code[:_LENGTH]) != code[_LENGTH]:
        raise EmrError("form.code_mistyped", typed=text[:40])
    return code


def _check(signs: str) -> str:
    return _SIGNS[sum(place * _SIGNS.index(sign) for place, sign in enumerate(signs, 1)) % len(_SIGNS)]
