"""Sync as the main window knows it."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

from ui.screen import Screen
from ui.sync_view.view import SyncView

SCREEN = Screen(
    name="sync",
    title=str(QT_TRANSLATE_NOOP("Screens", "Sync")),
    icon="sync",
    shortcut="F8",
    verb="sync.view",
    build=lambda context: SyncView(context=context),
)
