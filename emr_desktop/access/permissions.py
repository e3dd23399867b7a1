"""Which role may use which verb: read once from permissions.toml beside this file."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

ROLES = ("receptionist", "nurse", "clinician", "lab", "pharmacist", "cashier", "in_charge", "it_admin")


@cache
def verbs_of(role: str) -> frozenset[str]:
    """The verbs a role may use; empty for an unknown role."""
    table = tomllib.loads((Path(__file__).parent / "permissions.toml").read_text(encoding="utf-8"))
    return frozenset(verb for verb, roles in table["verbs"].items() if role in roles)


def may(roles: Iterable[str], verb: str) -> bool:
    """Say whether any of these roles may use the verb."""
    return any(verb in verbs_of(role) for role in roles)
