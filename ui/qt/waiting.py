"""Says on a banner that something takes a while, and after two seconds offers to stop it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from ui.widgets.banner import Banner

TOLD_MS, STOP_MS = 300, 2_000


class Waiting(QObject):
    """``begin(words, stop)`` and ``end()``; what stands on the banner already stays there."""

    def __init__(self, *, banner: Banner, parent: QObject) -> None:
        super().__init__(parent)
        self._banner = banner
        self._words, self._said = "", ""
        self._stop: Callable[[], object] | None = None
        self._soon, self._later = QTimer(self), QTimer(self)
        for timer, wait, then in (
            (self._soon, TOLD_MS, self._tell),
            (self._later, STOP_MS, self._offer_stop),
        ):
            timer.setSingleShot(True)
            timer.setInterval(wait)
            timer.timeout.connect(then)

    def begin(self, words: str, stop: Callable[[], object] | None = None) -> None:
        """It began; nothing is said of what is over in a moment."""
        self.end()
        self._words, self._stop = words, stop
        self._soon.start()
        self._later.start()

    def end(self) -> None:
        """It is over."""
        self._soon.stop()
        self._later.stop()
        if self._said and self._banner.text == self._said:
            self._banner.clear()
        self._said = ""

    def _tell(self) -> None:
        if not self._banner.text:  # what stands there is more than this
            self._said = self._words
            self._banner.show_message(self._said, kind="info", closable=False)

    def _offer_stop(self) -> None:
        stop = self._stop
        if stop is not None and (not self._banner.text or self._banner.text == self._said):
            self._said = self._words
            self._banner.show_message(
                self._said, kind="info", action=self.tr("Stop"), then=stop, closable=False
            )
