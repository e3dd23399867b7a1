"""Roles by name."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from emr_desktop.access.permissions import ROLES


def role_name(role: str) -> str:
    """What a role is called in the language in use."""
    names = {
        "receptionist": QCoreApplication.translate("Roles", "Receptionist"),
        "nurse": QCoreApplication.translate("Roles", "Nurse"),
        "clinician": QCoreApplication.translate("Roles", "Clinician"),
        "lab": QCoreApplication.translate("Roles", "Laboratory"),
        "pharmacist": QCoreApplication.translate("Roles", "Pharmacist"),
        "cashier": QCoreApplication.translate("Roles", "Cashier"),
        "in_charge": QCoreApplication.translate("Roles", "In-charge"),
        "it_admin": QCoreApplication.translate("Roles", "IT"),
    }
    return names.get(role, role)


def role_names(roles: Iterable[str]) -> str:
    """Several roles in the order in which they are always listed."""
    held = set(roles)
    return ", ".join(role_name(role) for role in ROLES if role in held)
