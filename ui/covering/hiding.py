"""Takes away what would stay in sight beside the cover: other windows, and what was copied."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QWidget


def close_other_windows(window: QWidget) -> None:
    """Close menus, previews and questions; a question is answered with "no"."""
    while (popup := QApplication.activePopupWidget()) is not None and popup.close():
        pass
    for other in QApplication.topLevelWidgets():
        if other is window.window() or not other.isVisible():
            continue
        if isinstance(other, QDialog):
            other.reject()
        else:
            other.close()


class CopiedHere(QObject):
    """Remembers that something was copied in this program; not every system says whose a clipboard is."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clipboard = QGuiApplication.clipboard()
        self._is_ours = False
        self._clipboard.dataChanged.connect(self._note)

    def _note(self) -> None:
        active = QGuiApplication.applicationState() == Qt.ApplicationState.ApplicationActive
        self._is_ours = active or self._clipboard.ownsClipboard()

    def clear(self) -> None:
        """Empty the clipboard when it holds what was copied here; what comes from elsewhere stays."""
        if self._is_ours or self._clipboard.ownsClipboard():
            self._clipboard.clear(QClipboard.Mode.Clipboard)
            self._is_ours = False
        if self._clipboard.supportsSelection() and self._clipboard.ownsSelection():
            self._clipboard.clear(QClipboard.Mode.Selection)
