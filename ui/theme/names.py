"""What the looks of the program are called, in the language in use."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def theme_name(name: str) -> str:
    """The name of ``light``, ``dark`` or ``high_contrast`` for a person; one that is not known as it is."""
    return {
        "light": QCoreApplication.translate("MainWindow", "Light colours"),
        "dark": QCoreApplication.translate("MainWindow", "Dark colours"),
        "high_contrast": QCoreApplication.translate("MainWindow", "High contrast"),
    }.get(name, name)
