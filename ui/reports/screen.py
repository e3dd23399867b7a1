"""The reports as the main window knows them."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

from ui.reports.view import ReportsView
from ui.screen import Screen

SCREEN = Screen(
    name="reports",
    title=str(QT_TRANSLATE_NOOP("Screens", "Reports")),
    icon="reports",
    shortcut="F7",
    verb="report.view",
    build=lambda context: ReportsView(context=context),
)
