"""Shows what the administrator of a PC fixed: it stands there, and nobody changes it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from ui.widgets.field import Field


def fixed_words() -> str:
    """The line under a field that is fixed."""
    return QCoreApplication.translate("Fixed", "Set by the administrator of this PC")


def show_fixed(field: Field, fixed: bool, *, help_text: str = "") -> None:
    """Close a field that is fixed and say so under it; open it again otherwise."""
    field.setEnabled(not fixed)
    field.set_help(fixed_words() if fixed else help_text)
