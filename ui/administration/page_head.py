"""The head of a page of administration: what it says, what it asks, and how far long work is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from ui.qt.messages import shown_by
from ui.screen import ScreenContext
from ui.widgets.banner import Banner
from ui.widgets.confirm_bar import ConfirmBar
from ui.widgets.layout import column
from ui.widgets.password_bar import PasswordBar

T = TypeVar("T")


class PageHead(QWidget):
    """Banner, question, password and progress, one under the other; each hidden until it is needed.

    Attributes:
        failed: shows an error where it belongs: for tasks of the page.

    Signals:
        progressed: how far and of how much; may be emitted in any thread.
    """

    progressed = Signal(int, int)

    def __init__(
        self, *, context: ScreenContext, point_at: Callable[[str, str], bool], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("pageHead")
        self._context, self._owner = context, parent
        self.banner, self.confirm = Banner(self), ConfirmBar(self)
        self.failed = shown_by(
            language=lambda: context.language.code,
            field=point_at,
            banner=lambda text: self.banner.show_message(text),
            trouble=context.trouble,
        )
        self.password = PasswordBar.of_screen(context, parent=self)
        self.bar = QProgressBar(self)
        self.bar.setObjectName("rekeyProgress")
        self.bar.setRange(0, 100)
        self.bar.hide()
        self.progressed.connect(lambda done, total: self.bar.setValue(100 * done // max(total, 1)))
        lines = column(self)
        for widget in (self.banner, self.confirm, self.password, self.bar):
            lines.addWidget(widget)

    def ask(
        self,
        text: str,
        *,
        yes: str,
        act: Callable[[], object],
        again: Callable[[], object],
        details: str = "",
    ) -> None:
        """Ask ``text``; after yes, and the password where it was given too long ago, do ``act``."""
        self.confirm.ask(
            text, details=details, yes=yes, then=lambda _reason: self.password.before(act), again=again
        )

    def run(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """Run a verb on the database worker; what fails is said here."""
        self.banner.clear()
        self._context.tasks.run(self._owner, work, done=done, failed=self.failed)

    def run_long(self, work: Callable[[], T], *, done: Callable[[T], None], over: Callable[[], None]) -> None:
        """As ``run``, with the bar that ``progressed`` moves; ``over`` is called after it, failed or not."""
        self.banner.clear()
        self.bar.setValue(0)
        self.bar.show()

        def ended(value: T) -> None:
            self.bar.hide()
            done(value)
            over()

        def failed(error: BaseException) -> None:
            self.bar.hide()
            self.failed(error)
            over()

        self._context.tasks.run(self._owner, work, done=ended, failed=failed)
