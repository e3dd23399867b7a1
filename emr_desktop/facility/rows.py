"""What callers hand in and get back when a facility is set up or opened."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class FacilityDetails:
    """What the set-up asks about the facility. ``code`` is the HFR code with its Luhn digit: ``101168-3``."""

    code: str
    name: str
    type: str = "dispensary"  # dispensary, health_centre
    region: str | None = None
    council: str | None = None
    ward: str | None = None
    phone: str | None = None
    language: str = "sw"
    training: bool = False


@dataclass(frozen=True, kw_only=True)
class FirstUser:
    """Who opens the facility first; ``roles`` always holds ``in_charge``."""

    username: str
    full_name: str
    password: str
    roles: tuple[str, ...] = ("in_charge",)


@dataclass(frozen=True)
class LoginName:
    """A tile of the login window; read from the key file before anything is unlocked."""

    username: str
    full_name: str
    must_set_password: bool  # the slot was made with a one-time code
