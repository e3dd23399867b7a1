"""What moving in from another system did, or would do: counts, months, codes, each problem."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

from emr_desktop.exchange.move_in.report import said_of
from emr_desktop.exchange.move_in.result import Moved
from ui.messages import sentence
from ui.qt.language import Language
from ui.widgets.layout import column, words
from ui.widgets.table import Column, DataTable


@dataclass(frozen=True)
class MoveRow:
    """One line: what it is, where it stands, in words, how often."""

    what: str
    where: str
    words: str
    count: int | None = None


class MoveReport(QWidget):
    """Empty until ``show_result``."""

    def __init__(self, *, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("moveReport")
        self._language = language
        self._result: Moved | None = None
        self._line = words(wrap=True, parent=self)
        self._line.setObjectName("moveCounts")
        self._sent = words(role="quiet", wrap=True, parent=self)
        self._sent.setObjectName("moveSent")
        self.table: DataTable[MoveRow] = DataTable(
            "moveRows",
            (
                Column(lambda: self.tr("What"), lambda each: each.what, width=200),
                Column(
                    lambda: self.tr("Where"), lambda each: each.where, width=232, tip=lambda each: each.where
                ),
                Column(
                    lambda: self.tr("Number"),
                    lambda each: "" if each.count is None else f"{each.count:,}",
                    right=True,
                    width=88,
                ),
                Column(
                    lambda: self.tr("In words"),
                    lambda each: each.words,
                    stretch=True,
                    tip=lambda each: each.words,
                ),
            ),
            parent=self,
        )
        page = column(self)
        page.addWidget(self._line)
        page.addWidget(self._sent)
        page.addWidget(self.table, 1)
        self._translate()

    @property
    def counts(self) -> str:
        """The line above the table."""
        return self._line.text()

    @property
    def sent(self) -> str:
        """What goes to national systems."""
        return self._sent.text()

    def show_result(self, result: Moved) -> None:
        """Say what became of the export."""
        self._result = result
        self._translate()

    def _say(self, code: str, params: object) -> str:
        return sentence(code, params, self._language.code)  # type: ignore[arg-type]

    def _rows(self, moved: Moved) -> Iterator[MoveRow]:
        for month in moved.months:
            name = f"{month.month[:4]}-{month.month[4:]}"
            kind = month.kind.upper().replace("_", " ")
            yield MoveRow(self.tr("New visits"), name, kind, month.visits)
        for problem in moved.problems:
            where = f"{problem.file}:{problem.line}"
            yield MoveRow(self.tr("Refused"), where, self._say(problem.code, problem.params))
        for code, count in moved.unknown:
            told = f"{code.code} {code.words}".strip()
            yield MoveRow(self.tr("Code without a place"), code.where, self._kept_as_words(told), count)
        for theirs, name, icd10, count in moved.mapped:
            yield MoveRow(self.tr("By an unconfirmed list"), theirs, f"{name}: {icd10}", count)
        for one in moved.likely:
            yield MoveRow(self.tr("Likely registered already"), one.theirs, one.other, None)
        for file, count in moved.left_over:
            told = self._say("move_in.told_left_over", {"file": file, "number": count})
            yield MoveRow(self.tr("Left out"), file, told, count)
        for note in moved.notes:
            told = said_of(note, self._say)
            yield MoveRow(self.tr("Look at it"), f"{note.file}:{note.line}", told)

    def _kept_as_words(self, told: str) -> str:
        return self.tr("{0} (kept as words in the visit)").format(told)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        moved = self._result
        self.table.set_empty_text(
            self.tr(
                "Choose the folder or zip with the tables of the other system. Trying it changes nothing."
            )
        )
        if moved is None:
            self._line.clear()
            self._sent.clear()
            self.table.show_rows(())
            return
        parts = [self.tr("Only tried, nothing kept") if moved.dry_run else self.tr("Kept")]
        for part in moved.parts:
            name = self.tr("Patients") if part.kind == "patients" else self.tr("Visits")
            counts = self.tr("{0}: {1} read, {2} new, {3} here already, {4} refused")
            parts.append(counts.format(name, part.read, part.added, part.unchanged, part.refused))
        if moved.likely_count:
            parts.append(self.tr("%n likely registered already", "", moved.likely_count))
        self._line.setText("  ·  ".join(parts))
        told = [self._say("move_in.told_sent", {"not_sent": moved.not_sent, "sent": moved.sent})]
        if moved.taken_as_they_are:
            told.append(self._say("move_in.told_ciel", {}))
        if moved.rejects:
            told.append(self.tr("Refused rows: {0}").format(", ".join(moved.rejects)))
        self._sent.setText(" ".join(told))
        self.table.show_rows(tuple(self._rows(moved)))
