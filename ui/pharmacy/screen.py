"""The pharmacy as the main window knows it."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

from ui.pharmacy.view import PharmacyView
from ui.screen import Screen

SCREEN = Screen(
    name="pharmacy",
    title=str(QT_TRANSLATE_NOOP("Screens", "Pharmacy")),
    icon="pharmacy",
    shortcut="F6",
    verb="pharmacy.dispense",
    build=lambda context: PharmacyView(context=context),
)
