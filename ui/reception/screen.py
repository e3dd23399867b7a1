"""The reception as the main window knows it."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

from ui.reception.view import ReceptionView
from ui.screen import Screen

SCREEN = Screen(
    name="reception",
    title=str(QT_TRANSLATE_NOOP("Screens", "Reception")),
    icon="reception",
    shortcut="F2",
    verb="patient.search",
    build=lambda context: ReceptionView(context=context),
)
