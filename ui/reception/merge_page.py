"""Two records of one person become one: both side by side, a person chooses field by field."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QGridLayout, QStackedWidget, QWidget

from emr_desktop.changes import Written
from emr_desktop.patients.merge_rows import MergeComparison, MergeRow
from emr_desktop.patients.rows import DuplicateHint, PatientRow
from ui.frame.finding import PatientFinder
from ui.messages import sentence
from ui.qt.messages import shown_by
from ui.reception.merge_choice import MergeChoice
from ui.reception.merge_table import MergeTable
from ui.reception.merge_words import same_fields, size_text
from ui.screen import ScreenContext
from ui.theme import GRID
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.confirm_bar import ConfirmBar
from ui.widgets.layout import PageHeader, column, row, words

_LIKELY = 8


class MergePage(QWidget):
    """``open_for(patient)``; Esc goes from the comparison to the choice, and from there back.

    Signals:
        back: leave the page.
        merged: the ``MergeRow`` of what was done.
        list_wanted: show the merges that were made.
    """

    back = Signal()
    merged = Signal(object)
    list_wanted = Signal()

    def __init__(self, *, context: ScreenContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("mergePage")
        self._context = context
        self._patient: PatientRow | None = None
        self._comparison: MergeComparison | None = None
        self.banner = Banner(self)
        self._failed = shown_by(
            language=lambda: context.language.code,
            field=self._say_field,
            banner=lambda text: self.banner.show_message(text),
            trouble=context.trouble,
        )
        today = context.clinic.work.clock.today
        self._header = PageHeader(self)
        self._list = Button("listMerges", parent=self)
        self._list.clicked.connect(self.list_wanted)
        self._leave = Button("leaveMerge", parent=self)
        self._leave.clicked.connect(self.step_back)
        self._header.add_action(self._list)
        self._header.add_action(self._leave)
        self.choice = MergeChoice(
            finder=PatientFinder(
                patients=context.clinic.patients,
                tasks=context.tasks,
                language=context.language,
                today=today(),
                failed=self._failed,
                parent=self,
            ),
            language=context.language,
            today=today,
            parent=self,
        )
        self.choice.chosen.connect(self._compare)
        self.table = MergeTable(self)
        self.confirm = ConfirmBar(self)
        self._lay_out()
        self._translate()

    def _lay_out(self) -> None:
        self._warnings = words(role="tagDanger", wrap=True, parent=self)
        self._warnings.setObjectName("mergeWarnings")
        self._same = words(role="quiet", wrap=True, parent=self)
        self._keys = words(role="small", wrap=True, parent=self)
        facts = QGridLayout()
        facts.setContentsMargins(0, 0, 0, 0)
        facts.setHorizontalSpacing(2 * GRID)
        facts.setColumnStretch(1, 1)
        self._labels = [words(role="quiet", parent=self) for _ in range(2)]
        self._told = [words(wrap=True, parent=self) for _ in range(2)]
        for line, (label, told) in enumerate(zip(self._labels, self._told, strict=True)):
            facts.addWidget(label, line, 0)
            facts.addWidget(told, line, 1)
        self._swap = Button("swapRecords", parent=self)
        self._swap.clicked.connect(self._exchange)
        self._do = Button("mergeRecords", kind="primary", shortcut="Ctrl+Return", parent=self)
        self._do.clicked.connect(self._ask)
        self.table.passed.connect(self._do.setFocus)
        buttons = row()
        buttons.addWidget(self._swap)
        buttons.addStretch(1)
        buttons.addWidget(self._do)
        compare = QWidget(self)
        body = column(compare)
        body.addLayout(facts)
        body.addWidget(self._warnings)
        body.addWidget(self.table, 1)
        body.addWidget(self._same)
        body.addWidget(self._keys)
        body.addWidget(self.confirm)
        body.addLayout(buttons)
        self._compared = compare
        self._steps = QStackedWidget(self)
        self._steps.addWidget(self.choice)
        self._steps.addWidget(compare)
        page = column(self)
        page.addWidget(self._header)
        page.addWidget(self.banner)
        page.addWidget(self._steps, 1)

    def open_for(self, patient: PatientRow) -> None:
        """Begin with the patient who is chosen: whose number stays, unless the two are exchanged."""
        self.banner.clear()
        self._patient, self._comparison = patient, None
        self._steps.setCurrentWidget(self.choice)
        self.choice.open_for(patient)
        self._translate()

        def done(hints: Sequence[DuplicateHint]) -> None:
            if self._patient is patient:
                self.choice.show_hints(hints)

        self._context.tasks.run(
            self,
            lambda: self._context.clinic.patients.likely_duplicates_of(patient.id, limit=_LIKELY),
            done=done,
            failed=self.choice.hints.unless(self._failed),
            key="likely",
        )

    def step_back(self) -> bool:
        """From the comparison to the choice, from the choice out of the page."""
        if not self.confirm.isHidden():
            self.confirm.clear()
            self.table.view.setFocus()
        elif self._steps.currentWidget() is not self.choice and self._patient is not None:
            self.open_for(self._patient)
        else:
            self.back.emit()
        return True

    def _compare(self, other: uuid.UUID) -> None:
        if self._patient is not None:
            self._read(self._patient.id, other)

    def _exchange(self) -> None:
        if self._comparison is not None:
            self._read(self._comparison.merged.id, self._comparison.kept.id)

    def _read(self, keep: uuid.UUID, other: uuid.UUID) -> None:
        self.banner.clear()
        self._context.tasks.run(
            self,
            lambda: self._context.clinic.merging.compare(keep, other),
            done=self._show,
            failed=self._failed,
            key="compare",
        )

    def _show(self, comparison: MergeComparison) -> None:
        self._comparison = comparison
        self.confirm.clear()
        self._steps.setCurrentWidget(self._compared)
        self.table.show_comparison(comparison)
        self._translate()
        if self.table.model.rows:
            self.table.view.setFocus()
            self.table.view.selectRow(0)
        else:
            self._do.setFocus()

    def _ask(self) -> None:
        seen = self._comparison
        if seen is None or not self.confirm.isHidden():
            return
        self.confirm.ask(
            self.tr("Make one record of {0} ({1}) and {2} ({3})?").format(
                seen.kept.full_name, seen.kept.number, seen.merged.full_name, seen.merged.number
            ),
            yes=self.tr("Yes, merge"),
            then=lambda _reason: self._merge(seen),
            details="  ".join(
                part
                for part in (
                    self._warning_text(),
                    self.tr("All visits and entries move to {0}. This can be undone.").format(
                        seen.kept.number
                    ),
                )
                if part
            ),
            again=self._ask,
        )

    def _merge(self, seen: MergeComparison) -> None:
        choices = self.table.choices
        self._do.setEnabled(False)

        def done(written: Written[MergeRow]) -> None:
            self._do.setEnabled(True)
            self._context.say(
                self.tr("Merged: {0}, {1}").format(written.value.kept.full_name, written.value.kept.number)
            )
            self.merged.emit(written.value)

        def failed(error: BaseException) -> None:
            self._do.setEnabled(True)
            self._failed(error)

        self._context.tasks.run(
            self,
            lambda: self._context.clinic.merging.merge(seen.kept.id, seen.merged.id, choices),
            done=done,
            failed=failed,
        )

    def _say_field(self, _field: str, text: str) -> bool:
        self.banner.show_message(text)
        self.table.view.setFocus()
        return True

    def _warning_text(self) -> str:
        if self._comparison is None:
            return ""
        language = self._context.language.code
        return "  ".join(
            sentence(f"merge.{code}", params, language) for code, params in self._comparison.warnings
        )

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
            self.table.say_again()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._header.set_title(self.tr("Two records of one patient"))
        self._header.set_line(
            self.tr(
                "Compare before you merge: two people in one record are dangerous. A merge can be undone."
            )
        )
        self._list.set_text(self.tr("Merges &made"))
        self._leave.set_text(self.tr("Back  (Esc)"))
        self._swap.set_text(self.tr("E&xchange: the other number stays"))
        self._do.set_text(self.tr("Merge  (Ctrl+Enter)"))
        self.table.view.setAccessibleName(self.tr("Fields that differ"))
        self.table.set_empty_text(self.tr("Both records say the same in every field."))
        self._keys.setText(
            self.tr("Up and down: next field.  Left, right or Space: whose value stays (●).  Enter: go on.")
        )
        seen = self._comparison
        if seen is None:
            return
        for label, told, text, patient, size in zip(
            self._labels,
            self._told,
            (self.tr("Stays"), self.tr("Is merged into it")),
            (seen.kept, seen.merged),
            (seen.kept_size, seen.merged_size),
            strict=True,
        ):
            label.setText(text)
            told.setText(f"{patient.full_name}  ·  {patient.number}  ·  {size_text(size)}")
        warning = self._warning_text()
        self._warnings.setVisible(bool(warning))
        self._warnings.setText(warning)
        same = same_fields(seen)
        self._same.setVisible(bool(same))
        self._same.setText(self.tr("The same in both: {0}").format(same))
