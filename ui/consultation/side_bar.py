"""The buttons of the side pages in one compact row; those that do not fit wait behind "More"."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from ui.consultation.presenter import Consultation
from ui.consultation.side_page import SideEntry
from ui.theme import GRID
from ui.widgets.buttons import Button, shown_keys
from ui.widgets.layout import row
from ui.widgets.plain_tip import plain_tip

_GAP = GRID // 2


def title_of(entry: SideEntry) -> str:
    """What a side page is called in the language in use."""
    return QCoreApplication.translate("SidePages", entry.title)


class SideBar(QWidget):
    """Signals: ``wanted`` with the name of the side page to open."""

    wanted = Signal(str)

    def __init__(self, entries: Sequence[SideEntry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sideBar")
        self._consultation: Consultation | None = None
        self._entries = tuple(entry for entry in entries if entry.in_bar)
        self._buttons: dict[str, Button] = {}
        self._line = row(self, spacing=_GAP)
        for entry in self._entries:
            button = Button(f"{entry.name}Side", kind="side", parent=self)
            # Enter goes from field to field: a stop here would open a page by the next Enter.
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _checked=False, name=entry.name: self.wanted.emit(name))
            self._buttons[entry.name] = button
            self._line.addWidget(button)
        self._more = Button("moreSides", kind="side", parent=self)
        self._more.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._menu = QMenu(self._more)
        self._more.setMenu(self._menu)
        self._line.addWidget(self._more)
        self._line.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._translate()

    def show_consultation(self, consultation: Consultation | None) -> None:
        """Offer the side pages of this visit; asked again when something was entered on one."""
        self._consultation = consultation
        self._translate()

    def minimumSizeHint(self) -> QSize:
        return QSize(self._more.sizeHint().width(), self._more.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _offered(self) -> list[SideEntry]:
        visit = self._consultation
        return [] if visit is None else [entry for entry in self._entries if entry.shown(visit)]

    def _translate(self) -> None:
        for entry in self._entries:
            mark = entry.mark(self._consultation) if self._consultation is not None else ""
            key, title = entry.shortcut.rpartition("+")[2], title_of(entry)
            button = self._buttons[entry.name]
            button.set_text(f"{key} {title}{f' ({mark})' if mark else ''}")
            button.setAccessibleName(title)
            button.setToolTip(plain_tip(f"{title} ({shown_keys(entry.shortcut)})"))
        self._more.set_text(self.tr("More"), tip=self.tr("More pages of this visit"))
        self._fit()

    def _fit(self) -> None:
        offered = self._offered()
        widths = [self._buttons[entry.name].sizeHint().width() + _GAP for entry in offered]
        room, shown = self.width() + _GAP, len(offered)
        if sum(widths) > room:
            room -= self._more.sizeHint().width() + _GAP
            while shown and sum(widths[:shown]) > room:
                shown -= 1
        for entry in self._entries:
            self._buttons[entry.name].setVisible(entry in offered[:shown])
        self._menu.clear()
        for entry in offered[shown:]:
            action = self._menu.addAction(f"{self._buttons[entry.name].text()}\t{entry.shortcut}")
            action.triggered.connect(lambda _checked=False, name=entry.name: self.wanted.emit(name))
        self._more.setVisible(shown < len(offered))
