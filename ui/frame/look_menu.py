"""The button of the top bar with which a person chooses colours and size of text."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QEvent
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from ui.theme import Theme
from ui.theme.tokens import SCALES, palettes
from ui.widgets.plain_tip import plain_tip

K = TypeVar("K", str, int)


class LookMenu(QToolButton):
    """Three looks and six sizes; what is in use has a mark."""

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("chooseLook")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._theme = theme
        menu = QMenu(self)
        menu.setObjectName("lookMenu")
        self._looks = self._group(menu, tuple(palettes()), lambda name: theme.use(name=name))
        menu.addSeparator()
        for action in self._looks.values():
            action.setEnabled(not theme.is_fixed)
        self._sizes = self._group(menu, SCALES, lambda percent: theme.use(percent=percent))
        self.setMenu(menu)
        theme.changed.connect(self._mark)
        self._mark()
        self._translate()

    @staticmethod
    def _group(menu: QMenu, keys: tuple[K, ...], use: Callable[[K], None]) -> dict[K, QAction]:
        group = QActionGroup(menu)
        made: dict[K, QAction] = {}
        for key in keys:
            action = menu.addAction("")
            action.setObjectName(f"look{str(key).title().replace('_', '')}")
            action.setCheckable(True)
            action.triggered.connect(partial(_use, use, key))
            group.addAction(action)
            made[key] = action
        return made

    def _mark(self) -> None:
        for name, action in self._looks.items():
            action.setChecked(name == self._theme.name)
        for percent, action in self._sizes.items():
            action.setChecked(percent == self._theme.tokens.percent)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        said = self.tr("Colours and size of text")
        self.setAccessibleName(said)
        fixed = (
            self.tr("The colours are set by the administrator of this PC.") if self._theme.is_fixed else ""
        )
        self.setToolTip(plain_tip("\n".join(filter(None, (f"{said} (Ctrl++, Ctrl+-)", fixed)))))
        names = {
            "light": self.tr("&Light colours"),
            "dark": self.tr("&Dark colours"),
            "high_contrast": self.tr("&High contrast"),
        }
        for name, action in self._looks.items():
            action.setText(names[name])
        for percent, action in self._sizes.items():
            action.setText(self.tr("Text {0} %").format(percent))


def _use(use: Callable[[K], None], key: K, _on: bool = False) -> None:
    use(key)
