"""What a screen says where a private visit is held back, and the way to read it in an emergency."""

from __future__ import annotations

import uuid

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from emr_desktop.visits.rows import VisitRow
from ui.consultation.emergency import EmergencyBar
from ui.consultation.reading import VisitReading
from ui.qt.tasks import Failed
from ui.screen import ScreenContext
from ui.theme import GRID
from ui.widgets.buttons import Button
from ui.widgets.layout import Panel, column, row, words


class HeldBack(QWidget):
    """``offer(visit_id, private=True)``: hidden from who may read the visit anyway, and from who never may.

    Signals:
        reads: ``reading`` comes to the front; what is typed on the page behind it is to be kept.
        enough: the page behind it is in front again.
    """

    reads = Signal()
    enough = Signal()

    def __init__(
        self, *, context: ScreenContext, instead_of: QWidget, failed: Failed, parent: QWidget | None = None
    ) -> None:
        """``instead_of``: what makes room for ``reading``; the screen lays both out."""
        super().__init__(parent)
        self.setObjectName("heldBack")
        self._context, self._work, self._failed = context, context.clinic.work, failed
        self._visit_id: uuid.UUID | None = None
        self.reading = VisitReading(language=context.language, roles=(), reads_only=True, parent=parent)
        self.reading.back.connect(self.step_back)
        self.reading.hide()
        self._behind = instead_of
        self.bar = EmergencyBar(context=context, read=self._read, failed=failed, parent=self)
        self._line = Panel("card", self)
        self._text = words(wrap=True, parent=self._line)
        self.open = Button("openInEmergency", parent=self._line)
        line = row(self._line, margin=GRID)
        line.addWidget(self._text, 1)
        line.addWidget(self.open)
        whole = column(self)
        whole.addWidget(self._line)
        whole.addWidget(self.bar)
        self.open.clicked.connect(self._open)
        self.hide()

    def offer(self, visit_id: uuid.UUID | None, *, private: bool) -> None:
        """Say that this visit is held back, where it is; what was asked about another is taken back."""
        if visit_id != self._visit_id:
            self.bar.clear()
            self._show_reading(False)
        may = self._work.may
        lacks = private and not may("visit.sensitive")
        offered = lacks and may("visit.view") and may("visit.break_glass")
        self._visit_id = visit_id if offered else None
        self._translate()
        self.setVisible(self._visit_id is not None)

    def clear(self) -> None:
        """No visit is on the screen any more."""
        self.offer(None, private=False)

    def step_back(self) -> bool:
        """From the visit to the page behind it; False when none is read."""
        if self.reading.isHidden():
            return False
        self._show_reading(False)
        self.show()
        self.enough.emit()
        return True

    def _show_reading(self, shows: bool) -> None:
        self.reading.setVisible(shows)
        self._behind.setVisible(not shows)

    def _open(self) -> None:
        visit_id = self._visit_id
        if visit_id is None:
            return
        if self._is_open:  # its reason stands in the trail
            self._read(visit_id)
        else:
            self.bar.ask_for(visit_id)

    @property
    def _is_open(self) -> bool:
        return self._visit_id in self._work.opened_in_emergency

    def _read(self, visit_id: uuid.UUID) -> None:
        def came(visit: VisitRow) -> None:
            if visit_id != self._visit_id:
                return  # another patient is on the screen meanwhile
            self._translate()
            self.reads.emit()
            self.hide()
            self._show_reading(True)
            self.reading.show_visit(visit)

        self._context.tasks.run(
            self,
            lambda: self._context.clinic.visits.get(visit_id),
            done=came,
            failed=self._failed,
            key="held-back",
        )

    # words -----------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        if self._is_open:
            self._text.setText(self.tr("This visit is private. You opened it in an emergency."))
            self.open.set_text(self.tr("Read it again"))
        else:
            self._text.setText(self.tr("This visit is private: your role does not read it."))
            self.open.set_text(self.tr("Open in an emergency"))
