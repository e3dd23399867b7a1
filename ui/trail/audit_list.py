"""A page of rows of the audit trail with the way to older and newer ones."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from emr_desktop.trail.rows import TrailPage, TrailRow
from ui.qt.tasks import Failed
from ui.screen import ScreenContext
from ui.trail import words as told
from ui.widgets.buttons import Button
from ui.widgets.layout import column, row, words
from ui.widgets.table import Column, DataTable

Read = Callable[[int | None], TrailPage]


class AuditList(QWidget):
    """``ask(read)`` shows the newest page; ``read(before)`` runs on the database worker.

    Signals:
        shown: the ``TrailPage`` that is on screen.
    """

    shown = Signal(object)

    def __init__(self, *, context: ScreenContext, failed: Failed, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("auditListPart")
        self._context, self._failed = context, failed
        self._read: Read | None = None
        self._path: list[int | None] = []  # where each page above began
        self._page: TrailPage | None = None
        language = context.language
        columns = [
            Column[TrailRow](lambda: self.tr("When"), told.when, width=152),
            Column[TrailRow](lambda: self.tr("Who"), told.who, width=200, tip=told.who),
            Column[TrailRow](
                lambda: self.tr("What"),
                lambda each: told.did(each, language.code),
                stretch=True,
                tip=lambda each: told.did(each, language.code),
            ),
        ]
        if context.clinic.audit.sees_patients:
            columns.append(Column(lambda: self.tr("Patient"), told.patient, width=264, tip=told.patient))
        columns.append(Column(lambda: self.tr("PC"), lambda each: each.device or "", width=128, spare=1))
        columns.append(
            Column(lambda: self.tr("Row"), lambda each: str(each.seq), right=True, width=80, spare=2)
        )
        self.table: DataTable[TrailRow] = DataTable("auditRows", tuple(columns), parent=self)
        self.newer = Button("auditNewer", parent=self)
        self.older = Button("auditOlder", parent=self)
        self._count = words(role="quiet", parent=self)
        self.newer.clicked.connect(self._go_newer)
        self.older.clicked.connect(self._go_older)
        page = column(self)
        page.addWidget(self.table, 1)
        under = row()
        under.addWidget(self._count, 1)
        under.addWidget(self.newer)
        under.addWidget(self.older)
        page.addLayout(under)
        self._allow()
        self._translate()

    @property
    def page(self) -> TrailPage | None:
        return self._page

    def ask(self, read: Read) -> None:
        """Show the newest page of what ``read`` gives."""
        self._read, self._path = read, [None]
        self._load()

    def clear(self) -> None:
        self._page = None
        self.table.show_rows(())
        self._allow()

    def _go_older(self) -> None:
        if self._page is not None and self._page.before is not None:
            self._path.append(self._page.before)
            self._load()

    def _go_newer(self) -> None:
        if len(self._path) > 1:
            self._path.pop()
            self._load()

    def _load(self) -> None:
        read, before = self._read, self._path[-1]
        if read is None:
            return
        self.table.show_loading()
        self._context.tasks.run(
            self,
            lambda: read(before),
            done=self._show,
            failed=self.table.unless(self._failed),
            key="auditPage",
        )

    def _show(self, page: TrailPage) -> None:
        self._page = page
        self.table.show_rows(page.rows)
        self._allow()
        self._translate()
        self.shown.emit(page)

    def _allow(self) -> None:
        self.older.setEnabled(self._page is not None and self._page.before is not None)
        self.newer.setEnabled(len(self._path) > 1)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self.table.view.setAccessibleName(self.tr("Rows of the audit trail"))
        self.table.set_empty_text(
            self.tr("Nothing of the kind was done. Ask for other days or another kind.")
        )
        self.table.model.say_headings_again()
        self.newer.set_text(self.tr("Ne&wer"))
        self.older.set_text(self.tr("Ol&der"))
        page = self._page
        self._count.setText(
            self.tr("Page {0}, head of the trail {1}").format(len(self._path), page.head_code) if page else ""
        )
