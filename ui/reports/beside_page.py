"""What a page of Reports beside the monthly forms is."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget


class BesidePage(QWidget):
    """Signals: ``back``: enough seen."""

    back = Signal()

    def opened(self) -> None:
        """The page came to the front: read, and put the cursor where work begins."""

    def step_back(self) -> bool:
        """Esc inside the page; False: leave it."""
        return False
