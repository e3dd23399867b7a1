"""The pages of a PDF as pictures, drawn by PDFium; loaded when the first one is looked at."""

from __future__ import annotations

import re
import threading
from typing import Any

from PySide6.QtGui import QImage

_POINTS = 72.0
PDFIUM = threading.Lock()  # it is not made for two threads at once
_COUNT = re.compile(rb"/Count\s+(\d+)")


class PdfPages:
    """A document made here. ``can_draw`` is False where PDFium is missing; it still prints and saves.

    Every method may be called in any thread.
    """

    def __init__(self, content: bytes) -> None:
        self.content = content
        self._document: Any = None
        with PDFIUM:
            try:
                import pypdfium2

                self._document = pypdfium2.PdfDocument(content)
                self.count = len(self._document)
                # Asked now: later the window would wait while another page is being drawn.
                self.sizes: tuple[tuple[float, float], ...] = tuple(
                    (float(width), float(height))
                    for width, height in map(self._document.get_page_size, range(self.count))
                )
            except (ImportError, OSError, RuntimeError):  # not there, not for this machine, or no PDF
                self.sizes = ()
                self.count = max((int(found) for found in _COUNT.findall(content)), default=1)

    @property
    def can_draw(self) -> bool:
        return self._document is not None

    def size(self, number: int) -> tuple[float, float]:
        """Width and height of a page in points; ``number`` begins at 1."""
        return self.sizes[number - 1]

    def picture(self, number: int, *, dots_per_inch: float) -> QImage:
        """One page as a picture of its own memory."""
        with PDFIUM:
            page = self._document[number - 1]
            drawn = page.render(scale=dots_per_inch / _POINTS, prefer_bgrx=True)
            picture = QImage(
                drawn.buffer, drawn.width, drawn.height, drawn.stride, QImage.Format.Format_RGB32
            ).copy()
            drawn.close()
            page.close()
        return picture

    def close(self) -> None:
        """Let PDFium forget the document."""
        with PDFIUM:
            if self._document is not None:
                self._document.close()
                self._document = None
