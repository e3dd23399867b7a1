"""Lets a message that stands on the screen follow the language."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject

from ui.widgets.banner import Banner


class StandingMessage(QObject):
    """``say(show)`` calls ``show``, and again when the language changes while the banner still stands."""

    def __init__(self, banner: Banner) -> None:
        super().__init__(banner)
        self._banner = banner
        self._show: Callable[[], None] | None = None
        banner.installEventFilter(self)

    def say(self, show: Callable[[], None]) -> None:
        """Show a message; ``show`` fills the banner in the language in use."""
        self._show = show
        show()

    def say_once(self, text: str, kind: str = "danger") -> None:
        """Show a text that cannot be said again in another language."""
        self._show = None
        self._banner.show_message(text, kind=kind)

    def clear(self) -> None:
        """Nothing stands any more."""
        self._show = None
        self._banner.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LanguageChange and self._banner.text and self._show is not None:
            self._show()
        return super().eventFilter(watched, event)
