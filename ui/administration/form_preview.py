"""How a form would look this month, before it is added."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

from emr_desktop.forms.rows import FormReport
from emr_desktop.languages import either
from ui.reports.period_words import period_name
from ui.reports.sheet import lay_out
from ui.reports.table import ReportTable
from ui.reports.table_model import SheetModel
from ui.screen import ScreenContext
from ui.widgets.layout import Card, words


class FormPreview(Card):
    """Figures of the record as it stands; nothing can be opened from here."""

    def __init__(self, *, context: ScreenContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("formPreview")
        self._context = context
        self._report: FormReport | None = None
        self._line = words(role="quiet", wrap=True, parent=self)
        self._line.setObjectName("formPreviewLine")
        self._model = SheetModel(self)
        self.table = ReportTable(self._model, theme=context.theme, parent=self)
        self.body.addWidget(self._line)
        self.body.addWidget(self.table, 1)
        self._translate()

    @property
    def report(self) -> FormReport | None:
        """What is on show."""
        return self._report

    def show_report(self, report: FormReport | None) -> None:
        """Show a counted form; None: nothing can be shown."""
        self._report = report
        self.table.setVisible(report is not None)
        self._say()

    def _say(self) -> None:
        report = self._report
        if report is None:
            self._line.setText(self.tr("The form appears here as soon as it can be counted."))
            return
        language = self._context.language.code
        self._model.show(lay_out(report), language=language, total=self.tr("Total"))
        paper = report.paper
        title = either(language, paper.title_sw, paper.title_en)
        period = period_name(report.period, report.info.period_type, language)
        self._line.setText(f"{title}  ·  {period}")

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self.set_heading(self.tr("How it would look now"))
        self.table.set_words(
            number=self.tr("No."), name=self.tr("Description"), grand_total=self.tr("Grand total")
        )
        self._say()
