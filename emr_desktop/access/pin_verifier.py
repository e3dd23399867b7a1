"""Turns a PIN into what the encrypted record keeps of it, and compares."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

# OWASP's minimum for Argon2id: 19 MiB, two passes, one lane. It lies inside the encrypted database and opens
# no key, so it need not withstand a guessing machine.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def verifier_of(pin: str) -> str:
    """The verifier, with its salt and parameters in it."""
    return _HASHER.hash(pin)


def fits(verifier: str, pin: str) -> bool:
    """Say whether this PIN made the verifier; a damaged verifier fits nothing."""
    try:
        return _HASHER.verify(verifier, pin)
    except (Argon2Error, InvalidHashError):
        return False
