"""The rail at the left: the screens that the person may open, with their keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QToolButton, QWidget

from emr_desktop.queue.rows import StationCount
from ui.screen import Screen
from ui.theme import Theme
from ui.theme.apply import repolish
from ui.theme.sizes import demi_bold, small_text
from ui.theme.tokens import GRID
from ui.widgets.layout import Panel, column, words
from ui.widgets.plain_tip import plain_tip

_WIDTH = 192
_NARROW_WIDTH, _MOST_NARROW_WIDTH = 88, 120  # words under the icons: as wide as they are, between these
_SHORT_WIDTH = 56  # icons alone
_ROOM_FOR_WIDE = 1200  # px of the window, at 100 %


class Rail(Panel):
    """Signals: ``chosen`` with the name of a screen."""

    chosen = Signal(str)

    def __init__(self, *, screens: Sequence[Screen], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("rail", parent)
        self.setObjectName("rail")
        self._screens = tuple(screens)
        self._theme = theme
        self._buttons: dict[str, QToolButton] = {}
        self._keys: list[QLabel] = []
        self._lines: dict[str, QHBoxLayout] = {}
        self._counts: dict[str, QLabel] = {}
        self._waiting: Mapping[str, StationCount] = {}
        self._narrow = self._short = False
        self._tall = 0  # px that the words under the icons need
        self._current = self._came = ""
        self._group = QButtonGroup(self)
        outer = column(self, margin=GRID, spacing=GRID // 4)
        self._outer = outer
        for screen in self._screens:
            button = QToolButton(self)
            button.setObjectName(f"go{screen.name.title().replace('_', '')}")
            button.setProperty("rail", "true")
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.toggled.connect(lambda on, name=screen.name: self._toggled(name, on))
            button.clicked.connect(lambda _on, name=screen.name: self._clicked(name))
            line = QHBoxLayout(button)
            line.addStretch(1)
            count = words(role="count", parent=button)
            count.setObjectName(f"waiting{screen.name.title().replace('_', '')}")
            count.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            count.setAlignment(Qt.AlignmentFlag.AlignRight)
            count.hide()
            line.addWidget(count, 0, Qt.AlignmentFlag.AlignVCenter)
            self._counts[screen.name] = count
            key = words(screen.shortcut, role="small", parent=button)
            key.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            line.addWidget(key)
            self._keys.append(key)
            self._lines[screen.name] = line
            self._group.addButton(button)
            self._buttons[screen.name] = button
            outer.addWidget(button)
        outer.addStretch(1)
        theme.changed.connect(self._repaint)
        self._paint()
        self._translate()

    def show_current(self, name: str) -> None:
        """Mark the screen that is open."""
        if name in self._buttons:
            self._current = name
            self._buttons[name].setChecked(True)
            self._paint()

    def _toggled(self, name: str, on: bool) -> None:
        if on and name != self._current:  # by mouse, key or screen reader
            self._current = self._came = name
            QTimer.singleShot(0, self, self._settle)
            self.chosen.emit(name)

    def _clicked(self, name: str) -> None:
        if self._came != name:  # a click on the screen that is open begins it again
            self.chosen.emit(name)

    def _settle(self) -> None:
        self._came = ""

    def show_waiting(self, counts: Mapping[str, StationCount]) -> None:
        """Say at each station how many wait there; an emergency among them has its mark and colour."""
        self._waiting = counts
        for name, label in self._counts.items():
            count = counts.get(name, StationCount())
            role = "countDanger" if count.emergencies else "count"
            if label.property("role") != role:
                label.setProperty("role", role)
                repolish(label)
            label.setText(f"!! {count.waiting}" if count.emergencies else str(count.waiting))
            label.setMinimumWidth(label.sizeHint().width())
            label.setVisible(count.waiting > 0)
        self._translate()

    def fit(self, window_width: int) -> None:
        """Give its room to the screen where the window is narrow: icons with the words under them."""
        narrow = window_width < self._theme.tokens.px(_ROOM_FOR_WIDE)
        if narrow == self._narrow:
            return
        self._narrow = narrow
        self._dress(short=False)
        for key in self._keys:
            key.setVisible(not narrow)
        self.show_waiting(self._waiting)
        self._paint()
        self._translate()

    def _dress(self, *, short: bool) -> None:
        """Words beside the icons, under them, or where the window is low too, in the tooltip alone."""
        self._short = short
        style = Qt.ToolButtonStyle
        narrow = style.ToolButtonIconOnly if short else style.ToolButtonTextUnderIcon
        for button in self._buttons.values():
            button.setToolButtonStyle(narrow if self._narrow else style.ToolButtonTextBesideIcon)
            button.setProperty("narrow", ("short" if short else "true") if self._narrow else None)
            repolish(button)
        for name, line in self._lines.items():
            # Beside the words, or in the corner over the icon.
            high = Qt.AlignmentFlag.AlignTop if self._narrow else Qt.AlignmentFlag.AlignVCenter
            line.setAlignment(self._counts[name], high)
            line.setContentsMargins(
                0, GRID // 4 if self._narrow else 0, GRID // 2 if self._narrow else GRID, 0
            )

    def _fit_height(self) -> None:
        if not self._narrow or not self.isVisible():
            return
        if not self._short:
            self._tall = self._outer.minimumSize().height()
        short = self.height() < self._tall
        if short != self._short:
            self._dress(short=short)
            self._paint()

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), 0)  # large text must not make the window higher

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_height()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit_height()

    def _repaint(self) -> None:
        self._dress(short=False)
        self._paint()
        self._fit_height()

    def _paint(self) -> None:
        self.setFixedWidth(self._wide())
        edge = GRID // 2 if self._narrow else GRID
        self._outer.setContentsMargins(edge, GRID, edge, GRID)
        side = self._theme.tokens.px(20)
        for screen in self._screens:
            button = self._buttons[screen.name]
            button.setIcon(self._theme.icon(screen.icon, "accent" if button.isChecked() else "quiet"))
            button.setIconSize(QSize(side, side))
            button.setFixedWidth(self.maximumWidth() - (GRID if self._narrow else 2 * GRID) - 1)

    def _wide(self) -> int:
        """What it takes of the window, px."""
        px = self._theme.tokens.px
        if not self._narrow:
            return px(_WIDTH)
        if self._short:
            return px(_SHORT_WIDTH)
        words = max((self._measure(button) for button in self._buttons.values()), default=0)
        return min(max(words + 5 * GRID // 2, px(_NARROW_WIDTH)), px(_MOST_NARROW_WIDTH))

    def _measure(self, button: QToolButton) -> int:
        font = small_text(demi_bold(self.font()))
        return QFontMetrics(font).horizontalAdvance(button.text())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
            self._paint()
        super().changeEvent(event)

    def _translate(self) -> None:
        self.setAccessibleName(self.tr("Screens"))
        for screen in self._screens:
            title = QCoreApplication.translate("Screens", screen.title)
            button = self._buttons[screen.name]
            count = self._waiting.get(screen.name, StationCount())
            button.setText(title if self._narrow else f"  {title}")
            said = [title]
            if count.waiting:
                said.append(self.tr("%n wait", "", count.waiting))
            if count.emergencies:
                said.append(self.tr("%n emergencies", "", count.emergencies))
            button.setAccessibleName(", ".join(said))
            button.setToolTip(plain_tip(f"{', '.join(said)} ({screen.shortcut})"))
