"""The laboratory as the main window knows it."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

from ui.laboratory.view import LaboratoryView
from ui.screen import Screen

SCREEN = Screen(
    name="laboratory",
    title=str(QT_TRANSLATE_NOOP("Screens", "Laboratory")),
    icon="laboratory",
    shortcut="F5",
    verb="laboratory.enter",
    build=lambda context: LaboratoryView(context=context),
)
