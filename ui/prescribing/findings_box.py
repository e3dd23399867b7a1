"""Under a medicine: its suggested dose with the working, warnings, and a reason for each serious one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from emr_desktop.prescribing.rows import Finding, NoDose, Suggestion
from ui.prescribing import words
from ui.prescribing.reason_field import ReasonField
from ui.prescribing.sheet import Sheet
from ui.qt.language import Language
from ui.theme import set_state
from ui.widgets.layout import WrappedLabel, column
from ui.widgets.layout import words as label
from ui.widgets.spoken import say_aloud


class FindingsBox(QWidget):
    """Fields stay while their finding stands, so that nothing typed is lost by a check.

    Signals:
        answered: a reason was given or cleared.
        done: Enter after a reason.
        taken_off: the medicine is not given after all.
    """

    answered = Signal()
    done = Signal()
    taken_off = Signal()

    def __init__(self, *, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("findingsBox")
        self._language = language
        self._sheet: Sheet | None = None
        self._rows: dict[str, _FindingRow] = {}
        self._dose = label(role="small", wrap=True, parent=self)
        self._dose.setObjectName("doseWorking")
        self._dose.hide()
        self._room = QTimer(self)
        self._room.setSingleShot(True)
        self._room.setInterval(0)
        self._room.timeout.connect(self._take_room)
        self._column = column(self, spacing=2)
        self._column.addWidget(self._dose)

    @property
    def dose_text(self) -> str:
        """The working on show."""
        return "" if self._dose.isHidden() else self._dose.text()

    @property
    def texts(self) -> tuple[str, ...]:
        """The warnings on show, the serious ones first."""
        return tuple(row.text for row in self._rows.values())

    @property
    def reason_fields(self) -> tuple[ReasonField, ...]:
        return tuple(row.reason for row in self._rows.values() if row.reason is not None)

    @property
    def unanswered(self) -> ReasonField | None:
        """The first reason that is still missing."""
        return next((field for field in self.reason_fields if not field.text().strip()), None)

    def show_dose(self, suggestion: Suggestion | NoDose, *, on: date) -> None:
        """Show how a dose comes about, or why none is suggested."""
        text = words.dose_text(suggestion, on=on, language=self._language.code)
        self._dose.setText(text)
        set_state(self._dose, None)
        self._dose.setVisible(bool(text))
        self._room.start()

    def show_findings(self, findings: Sequence[Finding], sheet: Sheet) -> bool:
        """Bring the warnings up to date; True when one came or went."""
        self._sheet = sheet
        wanted = {finding.key: finding for finding in findings}
        changed = list(wanted) != list(self._rows)
        for key in [key for key in self._rows if key not in wanted]:
            row = self._rows.pop(key)
            row.hide()
            self._column.removeWidget(row)
            row.deleteLater()
        for key, finding in wanted.items():
            if key in self._rows:
                self._rows[key].show_finding(finding)
            else:
                self._rows[key] = self._new_row(finding, sheet)
                self._column.addWidget(self._rows[key])
                say_aloud(self._rows[key], self._rows[key].text, at_once=finding.needs_reason)
        self._rows = {key: self._rows[key] for key in wanted}
        self._room.start()
        return changed

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._room.start()

    def _take_room(self) -> None:
        """Ask for the height once more: a text that wraps while it is laid out is not heard."""
        self._dose.updateGeometry()
        for row in self._rows.values():
            row.ask_for_room()

    def _new_row(self, finding: Finding, sheet: Sheet) -> _FindingRow:
        row = _FindingRow(finding, sheet=sheet, language=self._language, parent=self)
        if row.reason is not None:
            row.reason.answered.connect(lambda code, own: self._answer(row, code, own))
            row.reason.done.connect(self.done)
            row.reason.taken_off.connect(self.taken_off)
        return row

    def _answer(self, row: _FindingRow, code: str | None, own: str | None) -> None:
        if self._sheet is not None:
            self._sheet.answer(row.finding, reason=code, words=own)
            self.answered.emit()


class _FindingRow(QWidget):
    def __init__(
        self, finding: Finding, *, sheet: Sheet, language: Language, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.finding = finding
        self._language = language
        self._label = WrappedLabel("", self)
        self._label.setObjectName("findingText")
        set_state(self._label, "error" if finding.needs_reason else "ask")
        self.reason: ReasonField | None = None
        body = column(self, spacing=2)
        body.addWidget(self._label)
        if finding.needs_reason:
            self.reason = ReasonField(
                finding, answer=sheet.reasons.get(finding.key), language=language, parent=self
            )
            body.addWidget(self.reason)
        self.show_finding(finding)

    @property
    def text(self) -> str:
        return self._label.text()

    def ask_for_room(self) -> None:
        self._label.updateGeometry()

    def show_finding(self, finding: Finding) -> None:
        self.finding = finding
        mark = "!!" if finding.needs_reason else "!"
        text = f"{mark} {words.finding_text(finding, language=self._language.code)}"
        self._label.setText(text)
        if self.reason is not None:
            self.reason.setAccessibleDescription(text)
