"""Colours and size of text, and what the program is, among all actions."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication

from ui.frame.palette import Action
from ui.theme import Theme
from ui.theme.names import theme_name


def look_actions(theme: Theme, *, about: Callable[[], object]) -> tuple[Action, ...]:
    """What changes how everything looks on this PC, and the page about the program, which ``about`` opens."""
    colours = (
        Action(action, partial(theme_name, name), "", partial(theme.use, name=name))
        for action, name in (("light", "light"), ("dark", "dark"), ("contrast", "high_contrast"))
    )
    return (
        Action(
            "about",
            lambda: QCoreApplication.translate("MainWindow", "About the program, licences"),
            "",
            about,
        ),
        Action(
            "bigger",
            lambda: QCoreApplication.translate("MainWindow", "Bigger text"),
            "Ctrl++",
            lambda: theme.step_size(1),
        ),
        Action(
            "smaller",
            lambda: QCoreApplication.translate("MainWindow", "Smaller text"),
            "Ctrl+-",
            lambda: theme.step_size(-1),
        ),
        *(() if theme.is_fixed else colours),
    )
