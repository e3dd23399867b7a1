"""The report for who helps from outside: read here first, then saved."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QWidget

from emr_desktop.facility.support import write_support
from ui.messages import sentence
from ui.qt.tasks import Failed
from ui.screen import ScreenContext
from ui.widgets.buttons import Button
from ui.widgets.layout import PageHeader, column


class SupportView(QWidget):
    """Signals: ``back`` to the doctor."""

    back = Signal()

    def __init__(self, *, context: ScreenContext, failed: Failed, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("supportView")
        self._context, self._failed = context, failed
        self._header = PageHeader(self)
        self._save = Button("saveSupport", kind="primary", parent=self)
        self._back = Button("supportBack", parent=self)
        self._header.add_action(self._save)
        self._header.add_action(self._back)
        self.text = QPlainTextEdit(self)
        self.text.setObjectName("supportText")
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        page = column(self)
        page.addWidget(self._header)
        page.addWidget(self.text, 1)
        self._save.clicked.connect(self._ask_where)
        self._back.clicked.connect(self.back)
        self._translate()

    def show_text(self, text: str) -> None:
        self.text.setPlainText(text)
        self._save.setFocus()

    def save_to(self, path: Path) -> None:
        """Write what was read, nothing else."""
        text = self.text.toPlainText()
        self._context.tasks.run_aside(
            self,
            lambda: write_support(path, text),
            done=lambda _none: self._context.say(
                sentence("support.written", {"path": str(path)}, self._context.language.code)
            ),
            failed=self._failed,
        )

    def _ask_where(self) -> None:
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        suggested = str(Path(documents) / f"emr-support-{self._context.clinic.work.clock.now():%Y%m%d}.txt")
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("Save the report"), suggested, "Text (*.txt)")
        if chosen:
            self.save_to(Path(chosen))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._header.set_title(self.tr("Report for support"))
        self._header.set_line(
            self.tr("Read it before you give it away. It holds no patient, no user and no key.")
        )
        self._save.set_text(self.tr("Save as…"))
        self._back.set_text(self.tr("Back"))
        self.text.setAccessibleName(self.tr("Report for support"))
