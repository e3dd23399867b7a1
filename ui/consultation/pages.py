"""Which page of the consultation is on show, and the way from the visit to its side pages and back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from ui.consultation.presenter import Consultation
from ui.consultation.side_page import SideEntry, SidePage, SideTools
from ui.widgets.scrolled import ScrolledStack


class Pages(ScrolledStack):
    """The page of the visit (``work``) and the pages that come over it.

    Signals:
        turned: another page came to the front.
        leaving_work: a side page is about to cover the page of the visit.
        edited: something of the visit was changed on a side page.
        came_back: from a side page to the page of the visit; says whether something was changed there.
        save_wanted: Ctrl+Enter on a side page whose content is saved with the visit.
    """

    turned = Signal()
    leaving_work = Signal()
    edited = Signal()
    came_back = Signal(bool)
    save_wanted = Signal()

    def __init__(
        self,
        *,
        work: QWidget,
        entries: Sequence[SideEntry],
        tools: SideTools,
        save_keys: bool = True,
        parent: QWidget,
    ) -> None:
        """Without ``save_keys`` Ctrl+Enter is the screen's own, also over a side page."""
        super().__init__(parent)
        self.work = work
        self.entries = tuple(entries)
        self._tools = tools
        self._sides: dict[str, SidePage] = {}
        self._changed = False
        self._save_keys = ("Ctrl+Return", "Ctrl+Enter") if save_keys else ()
        self.addWidget(work)

    def turn_to(self, page: QWidget) -> None:
        """Bring a page to the front."""
        if self.indexOf(page) < 0:
            self.addWidget(page)
        self.setCurrentWidget(page)
        self.turned.emit()

    @property
    def is_at_work(self) -> bool:
        return self.currentWidget() is self.work

    # side pages ----------------------------------------------------------------------------------------

    @property
    def side(self) -> SidePage | None:
        """The side page on show."""
        page = self.currentWidget()
        return page if isinstance(page, SidePage) else None

    def side_page(self, name: str) -> SidePage:
        """The side page of this name, built when it is first asked for."""
        if name not in self._sides:
            entry = next(entry for entry in self.entries if entry.name == name)
            page = entry.build(self._tools)
            page.back.connect(self.go_back)
            page.edited.connect(self._edited)
            for keys in self._save_keys if page.saves_visit else ():
                saving = QShortcut(QKeySequence(keys), page, self.save_wanted.emit)
                saving.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            self._sides[name] = page
            self.addWidget(page)
        return self._sides[name]

    def offered(self, consultation: Consultation | None) -> tuple[SideEntry, ...]:
        """The side pages that this visit has."""
        if consultation is None or not (self.is_at_work or self.side is not None):
            return ()
        return tuple(entry for entry in self.entries if entry.shown(consultation))

    def open_side(self, name: str, consultation: Consultation) -> None:
        """Show a side page of the visit."""
        self._changed = False
        self.leaving_work.emit()
        page = self.side_page(name)
        self.turn_to(page)
        page.open(consultation)

    def toggle(self, name: str, consultation: Consultation | None) -> None:
        """The key of a side page: opens it, and goes back when it is open."""
        if self._sides.get(name) is self.currentWidget():
            self.go_back()
        elif consultation is not None and name in {entry.name for entry in self.offered(consultation)}:
            self.open_side(name, consultation)

    def point_at(self, field: str, text: str, consultation: Consultation) -> bool:
        """Open the side page that has this field and say what is wrong there; False when none has it."""
        for entry in self.entries:
            if field.startswith(entry.fields) if entry.fields else False:
                self.open_side(entry.name, consultation)
                return self.side_page(entry.name).point_at(field, text)
        return False

    def go_back(self) -> bool:
        """From a side page to the visit; False when none is open."""
        if self.side is None:
            return False
        self.turn_to(self.work)
        self.came_back.emit(self._changed)
        return True

    def _edited(self) -> None:
        self._changed = True
        self.edited.emit()
