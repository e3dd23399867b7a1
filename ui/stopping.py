"""The end of a session while something is being sent: it may take two seconds, and the window says so."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEventLoop
from PySide6.QtWidgets import QStackedWidget

from ui.widgets.front_page import FrontPage

if TYPE_CHECKING:
    from emr_desktop.access.work_session import WorkSession
    from sync.scheduler import SyncScheduler

_WITHIN_S = 2.5  # a pass gives up a request within two


def show_stopping(
    stack: QStackedWidget, page: FrontPage, sending: SyncScheduler, *, title: str | None
) -> None:
    """Show the page of meanwhile, and say on it why it may take a moment."""
    stack.setCurrentWidget(page)
    words = QCoreApplication.translate("Stopping", "Stopping what is being sent. The rest goes next time.")
    page.set_title(title or "EMR Desktop", words if sending.is_sending else "")


def paint_until_stopped(sending: SyncScheduler) -> None:
    """Keep the window painted until nothing is sent any more; what is closing takes no keys."""
    until = time.monotonic() + _WITHIN_S
    while sending.is_sending and time.monotonic() < until:
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        time.sleep(0.02)


def in_turn(*steps: Callable[[], object]) -> Callable[[], None]:
    """One thing after the other, for the worker."""

    def do() -> None:
        for step in steps:
            step()

    return do


def closing_of(work: WorkSession, sending: SyncScheduler) -> Callable[[], None]:
    """What closes a record when nothing is sent any more."""
    return in_turn(sending.stop, lambda: work.end("session.closed"))
