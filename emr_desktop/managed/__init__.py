"""What the administrator of a PC fixes for it, in a file that ordinary users cannot write."""

from emr_desktop.managed.reading import (
    MANAGED_VARIABLE,
    Managed,
    Note,
    known_settings,
    managed,
    managed_path,
    read_managed,
)

__all__ = [
    "MANAGED_VARIABLE",
    "Managed",
    "Note",
    "known_settings",
    "managed",
    "managed_path",
    "read_managed",
]
