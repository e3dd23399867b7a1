"""The consultation as the main window knows it."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

from ui.consultation.view import ConsultationView
from ui.screen import Screen

SCREEN = Screen(
    name="consultation",
    title=str(QT_TRANSLATE_NOOP("Screens", "Consultation")),
    icon="consultation",
    shortcut="F4",
    verb="visit.save",
    build=lambda context: ConsultationView(context=context),
)
