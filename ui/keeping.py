"""Keeps what stands on the screen when something goes wrong."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.main_window import MainWindow

log = logging.getLogger(__name__)


def keep_drafts(frame: MainWindow) -> None:
    """Let the screen in front keep its draft; if that goes wrong too, the first trouble is the one shown."""
    if not frame.current_screen:
        return
    try:
        frame.view(frame.current_screen).leaving()
    except Exception as error:  # must not hide what is shown already
        log.warning("draft not kept: %s", type(error).__name__)
