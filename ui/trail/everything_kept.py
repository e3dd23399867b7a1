"""Everything kept about this person: a paper in the language they read, or a file, for who asks for it."""

from __future__ import annotations

import uuid
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QDialog, QWidget

from emr_desktop.errors import EmrError
from emr_desktop.exchange.everything_kept import kept_json
from emr_desktop.exchange.kept_paper import kept_pdf
from emr_desktop.exchange.service import everything_kept
from emr_desktop.languages import languages
from emr_desktop.whole_file import write_whole
from ui.qt.messages import shown_by
from ui.qt.paper_printer import PaperPrinter
from ui.reports.files import ask_where
from ui.screen import ScreenContext
from ui.theme import GRID
from ui.theme.sizes import open_at
from ui.trail.words import audit_line
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.choice_bar import ChoiceField
from ui.widgets.layout import PageHeader, column, row, words
from ui.widgets.password_bar import PasswordBar

_NAME = "everything-kept"


class EverythingKeptDialog(QDialog):
    """Esc closes it. Nothing is read before somebody asks for the paper or the file."""

    def __init__(
        self, patient_id: uuid.UUID, name: str, *, context: ScreenContext, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("everythingKept")
        self._context, self._patient_id, self._name = context, patient_id, name
        self.banner = Banner(self)
        self._failed = shown_by(
            language=lambda: context.language.code,
            field=lambda _field, _text: False,
            banner=lambda text: self.banner.show_message(text),
            trouble=context.trouble,
        )
        self._printer = PaperPrinter(context=context, banner=self.banner, failed=self._failed, parent=self)
        self._header = PageHeader(self)
        self.password = PasswordBar.of_screen(context, parent=self)
        self._what = words(wrap=True, parent=self)
        self.paper_language = ChoiceField("everythingKeptLanguage", parent=self)
        self._print = Button("everythingKeptPrint", kind="primary", parent=self)
        self._save = Button("everythingKeptSave", parent=self)
        self._close = Button("everythingKeptClose", parent=self)
        self._print.clicked.connect(lambda: self.password.before(self.show_paper))
        self._save.clicked.connect(self._ask_where)
        self._close.clicked.connect(self.reject)
        page = column(self, margin=2 * GRID)
        for widget in (self._header, self.banner, self.password, self._what, self.paper_language):
            page.addWidget(widget)
        page.addStretch(1)
        below = row()
        below.addWidget(self._close)
        below.addStretch(1)
        below.addWidget(self._save)
        below.addWidget(self._print)
        page.addLayout(below)
        open_at(self, width=640, height=320)
        self._translate()
        self.paper_language.bar.choose(context.language.code)
        self._print.setFocus()

    def show_paper(self) -> None:
        """Put the paper together and show it; from there it is printed or saved as a PDF."""
        language = self.paper_language.bar.code or self._context.language.code
        work, who = self._context.clinic.work, self._patient_id

        def make() -> bytes:
            kept = everything_kept(work, who, purpose="printed")
            return kept_pdf(kept, [audit_line(each, language) for each in kept.looked], language=language)

        self.banner.clear()
        self._printer.show_it(make, name=_NAME, kind="whole-record")

    def _ask_where(self) -> None:
        path = ask_where(self, name=_NAME, kind="json", title=self.tr("Where to write the file"))
        if path is not None:
            self.password.before(lambda: self.save_to(path))

    def save_to(self, path: Path) -> None:
        """Write the file, whole or not at all; it is not encrypted."""
        work, who = self._context.clinic.work, self._patient_id
        self.banner.clear()

        def done(_none: object) -> None:
            text = self.tr("Written: {0}. It is not encrypted: give it only to who may have it.")
            self.banner.show_message(text.format(path), kind="good")

        def write() -> None:
            content = kept_json(everything_kept(work, who, purpose="exported"))
            try:
                write_whole(path, content)
            except OSError as error:
                raise EmrError("file.not_written", path=str(path), reason=error.strerror or "") from None

        self._context.tasks.run_aside(self, write, done=done, failed=self._failed, stoppable=True)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self.setWindowTitle(self.tr("Everything kept about this person"))
        self._header.set_title(self.tr("Everything kept about this person"))
        self._header.set_line(self._name)
        self._what.setText(
            self.tr(
                "The whole record with what was voided and what is private, what was sent where, and who "
                "looked at it. First make sure who asks: the person, or who may ask for them. It stands in "
                "the audit trail."
            )
        )
        self.paper_language.set_label(self.tr("Language of the paper"))
        self.paper_language.bar.offer([(one.code, one.name) for one in languages().values()])
        self._print.set_text(self.tr("Show and &print"))
        self._save.set_text(self.tr("&Save as a file"))
        self._close.set_text(self.tr("&Close"))
