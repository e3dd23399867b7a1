"""A signed version as it was signed, read only, marked which one it is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from emr_desktop.clock import local
from emr_desktop.forms.rows import FormReport
from ui.qt.language import Language
from ui.reports.sheet import lay_out
from ui.reports.table import ReportTable
from ui.reports.table_model import SheetModel
from ui.theme import Theme
from ui.widgets.buttons import Button
from ui.widgets.layout import PageHeader, column


class VersionSheet(QWidget):
    """Signals: ``printed`` with the report, ``back``."""

    printed = Signal(object)
    back = Signal()

    def __init__(self, *, language: Language, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("versionSheet")
        self._language = language
        self._report: FormReport | None = None
        self._model = SheetModel(self)
        self._header = PageHeader(self)
        self._print = Button("printVersion", parent=self)
        self._back = Button("versionSheetBack", parent=self)
        self._header.add_action(self._back)
        self._header.add_action(self._print)
        self.table = ReportTable(self._model, theme=theme, parent=self)
        page = column(self)
        page.addWidget(self._header)
        page.addWidget(self.table, 1)
        self._back.clicked.connect(self.back)
        self._print.clicked.connect(self.print_it)
        self._translate()

    @property
    def report(self) -> FormReport | None:
        """The version on show."""
        return self._report

    def print_it(self) -> None:
        """Ask for the paper of this version."""
        if self._report is not None:
            self.printed.emit(self._report)

    def show_version(self, report: FormReport) -> None:
        """Show a version."""
        self._report = report
        self._translate()
        self.table.go_to_first()
        self.table.figures.setFocus()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._back.set_text(self.tr("Back to the versions"), tip=self.tr("Back to the versions (Esc)"))
        self._print.set_text(self.tr("Print this version"))
        self.table.set_words(
            number=self.tr("No."), name=self.tr("Description"), grand_total=self.tr("Grand total")
        )
        report = self._report
        if report is None or report.signature is None or report.standing is None:
            return
        self._model.show(lay_out(report), language=self._language.code, total=self.tr("Total"))
        signature, standing = report.signature, report.standing
        self._header.set_title(self.tr("Version {0} of {1}").format(report.version, standing.versions))
        signer = ", ".join(part for part in (signature.signer_name, signature.signer_cadre) if part)
        said = [self.tr("Signed {0}: {1}").format(f"{signature.day:%d/%m/%Y}", signer)]
        if signature.code:
            said.append(self.tr("code {0}").format(signature.code))
        if standing.replaced_at is not None:
            said.append(self.tr("REPLACED {0}").format(f"{local(standing.replaced_at):%d/%m/%Y}"))
        elif standing.reopened_at is not None:
            said.append(self.tr("OPENED AGAIN {0}").format(f"{local(standing.reopened_at):%d/%m/%Y}"))
        else:
            said.append(self.tr("in force"))
        self._header.set_line("  ·  ".join(said))
