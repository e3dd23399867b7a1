"""Ticks and pressed buttons that also hear a screen reader.

A screen reader toggles what can be ticked, and Qt tells of that by ``toggled`` alone: what listens to
``clicked`` stays deaf, and the mark on the screen says something that was never taken in.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QAbstractButton


def on_tick(box: QAbstractButton, take: Callable[[bool], object]) -> None:
    """Call ``take`` with what a person ticked, by mouse, key or screen reader; set it by ``show_tick``."""
    box.toggled.connect(lambda on: take(on))


def show_tick(box: QAbstractButton, on: bool) -> None:
    """Show a tick without telling anyone."""
    with QSignalBlocker(box):
        box.setChecked(on)
