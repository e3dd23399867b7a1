"""Administration as the main window knows it."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

from ui.administration.view import AdministrationView
from ui.screen import Screen

SCREEN = Screen(
    name="administration",
    title=str(QT_TRANSLATE_NOOP("Screens", "Administration")),
    icon="administration",
    shortcut="F10",
    verb="administration.open",
    build=lambda context: AdministrationView(context=context),
)
