"""The triage as the main window knows it."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

from ui.screen import Screen
from ui.triage.view import TriageView

SCREEN = Screen(
    name="triage",
    title=str(QT_TRANSLATE_NOOP("Screens", "Triage")),
    icon="triage",
    shortcut="F3",
    verb="triage.save",
    build=lambda context: TriageView(context=context),
)
