"""Who looked at this patient: everything anybody did with one record."""

from __future__ import annotations

import uuid

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QDialog, QWidget

from emr_desktop.trail.rows import TrailQuery
from ui.qt.messages import shown_by
from ui.screen import ScreenContext
from ui.theme import GRID
from ui.theme.sizes import open_at
from ui.trail.audit_list import AuditList
from ui.trail.taking_out import TakeOut
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.layout import PageHeader, column
from ui.widgets.password_bar import PasswordBar


class WhoLookedDialog(QDialog):
    """Esc closes it; the look itself is a row of the trail."""

    def __init__(
        self, patient_id: uuid.UUID, name: str, *, context: ScreenContext, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("whoLooked")
        self._context, self._patient_id, self._name = context, patient_id, name
        self.banner = Banner(self)
        failed = shown_by(
            language=lambda: context.language.code,
            field=lambda _field, _text: False,
            banner=lambda text: self.banner.show_message(text),
            trouble=context.trouble,
        )
        self._header = PageHeader(self)
        self.list = AuditList(context=context, failed=failed, parent=self)
        self.password = PasswordBar.of_screen(context, parent=self)
        self._take_out = TakeOut(
            context=context, banner=self.banner, password=self.password, failed=failed, parent=self
        )
        self._print = Button("whoLookedPrint", parent=self)
        self._save = Button("whoLookedSave", parent=self)
        self._close = Button("whoLookedClose", parent=self)
        self._print.clicked.connect(lambda: self._take_out.print_it(self._query(), self._asked()))
        self._save.clicked.connect(lambda: self._take_out.save_it(self._query(), self._asked()))
        self._close.clicked.connect(self.reject)
        for button in (self._print, self._save, self._close):
            self._header.add_action(button)
        page = column(self, margin=2 * GRID)
        page.addWidget(self._header)
        page.addWidget(self.banner)
        page.addWidget(self.password)
        page.addWidget(self.list, 1)
        open_at(self, width=1120, height=640)
        self._translate()
        audit = context.clinic.audit
        self.list.ask(lambda before: audit.who_looked(patient_id, before=before))
        self.list.table.setFocus()

    def _query(self) -> TrailQuery:
        return TrailQuery(patient_id=self._patient_id)

    def _asked(self) -> str:
        return self.tr("Who looked at this patient: {0}").format(self._name)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self.setWindowTitle(self.tr("Who looked at this patient"))
        self._header.set_title(self.tr("Who looked at this patient"))
        self._header.set_line(self._name)
        self._print.set_text(self.tr("&Print"))
        self._save.set_text(self.tr("&Save as a file"))
        self._close.set_text(self.tr("&Close"))
