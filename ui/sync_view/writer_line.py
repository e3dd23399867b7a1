"""Who writes a form's figures at the national system, on the mapping page: said, and changed."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

from emr_desktop.forms.periods import period_of
from sync.writers import HDU, US, WriterRow
from ui.qt.tasks import Failed
from ui.reports.period_words import period_name
from ui.screen import ScreenContext
from ui.theme import GRID
from ui.widgets.buttons import Button
from ui.widgets.layout import column, row, words
from ui.widgets.wide_combo import WideCombo

_DAY = timedelta(days=1)
_BACK, _AHEAD = 3, 3  # periods offered around the running one


class WriterLine(QWidget):
    """One line that says it; "Change" folds out who and from when. Never both for one period."""

    def __init__(self, *, context: ScreenContext, failed: Failed, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("writerLine")
        self._context, self._failed = context, failed
        self._row: WriterRow | None = None
        self._periods: tuple[str, ...] = ()
        self._said = words(wrap=True, parent=self)
        self._said.setObjectName("writerSaid")
        self._change = Button("changeWriter", parent=self)
        self._fold = QWidget(self)
        self._who_label, self._from_label = (words(role="label", parent=self) for _ in range(2))
        self.who = WideCombo("writerWho", letters=24, parent=self)
        self.since = WideCombo("writerFrom", letters=16, parent=self)
        self._who_label.setBuddy(self.who)
        self._from_label.setBuddy(self.since)
        self._save = Button("saveWriter", parent=self)
        page = column(self, spacing=GRID // 2)
        line = row()
        line.addWidget(self._said, 1)
        line.addWidget(self._change)
        page.addLayout(line)
        choose = row(spacing=2 * GRID)
        choose.setContentsMargins(0, 0, 0, 0)
        for label, box in ((self._who_label, self.who), (self._from_label, self.since)):
            choose.addWidget(label)
            choose.addWidget(box)
        choose.addWidget(self._save)
        choose.addStretch(1)
        self._fold.setLayout(choose)
        self._fold.hide()
        page.addWidget(self._fold)
        self._change.clicked.connect(self._turn)
        self._save.clicked.connect(self._save_it)
        self._translate()

    def start(self, form: str) -> None:
        """Read who writes a form."""
        self._fold.hide()
        writers = self._context.sync.writers
        self._context.tasks.run(
            self, lambda: writers.of(form), done=self._show, failed=self._failed, key="writer"
        )

    def _show(self, found: WriterRow) -> None:
        self._row = found
        day, periods = self._context.clinic.work.clock.today(), []
        period = period_of(day, found.period_type)
        for _ in range(_BACK):
            period = period_of(period.first_day - _DAY, found.period_type)
        for _ in range(_BACK + 1 + _AHEAD):
            periods.append(period.code)
            period = period_of(period.last_day + _DAY, found.period_type)
        self._periods = tuple(periods)
        self._translate()

    def _turn(self) -> None:
        shown = not self._fold.isVisible()
        self._fold.setVisible(shown)
        if shown and self._row is not None:
            self.who.setCurrentIndex(0 if self._row.writer == HDU else 1)
            self.since.setCurrentIndex(_BACK + 1)
            self.who.setFocus()

    def _save_it(self) -> None:
        found, at = self._row, self.since.currentIndex()
        if found is None or at < 0:
            return
        by, since = (US, HDU)[self.who.currentIndex()], self._periods[at]
        writers = self._context.sync.writers

        def done(changed: WriterRow) -> None:
            self._show(changed)
            self._fold.hide()
            self._context.say(self.tr("Saved: {0}").format(self._words()))
            self._context.sync_bridge.refresh()
            self._change.setFocus()

        self._context.tasks.run(
            self,
            lambda: writers.change(found.form, by=by, since=since),
            done=done,
            failed=self._failed,
            key="changeWriter",
            stoppable=False,
        )

    # words -----------------------------------------------------------------------------------------------

    def _name(self, writer: str) -> str:
        return self.tr("the HDU, out of the visits") if writer == HDU else self.tr("this program (DHIS2)")

    def _words(self) -> str:
        found = self._row
        if found is None:
            return ""
        language = self._context.language.code
        said = self.tr("{0} is written there by {1}.").format(found.form.upper(), self._name(found.writer))
        if found.changes:
            since, writer = found.changes[-1]
            named = period_name(since, found.period_type, language)
            said += " " + self.tr("From {0}: {1}.").format(named, self._name(writer))
        if found.both_get_it:
            said += " " + self.tr(
                "The HDU gets the visits too: agree with them that it does not count this form."
            )
        return said

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        found, language = self._row, self._context.language.code
        self._said.setText(self._words())
        self._change.set_text(self.tr("Change &who"))
        self._change.setEnabled(found is not None)
        self._who_label.setText(self.tr("Written &by"))
        self.who.setAccessibleName(self.tr("Written by"))
        self._from_label.setText(self.tr("fro&m"))
        self.since.setAccessibleName(self.tr("from"))
        self._save.set_text(self.tr("Sa&ve who writes"))
        chosen = self.who.currentIndex(), self.since.currentIndex()
        self.who.clear()
        self.who.addItems([self._name(US), self._name(HDU)])
        self.since.clear()
        if found is not None:
            self.since.addItems([period_name(each, found.period_type, language) for each in self._periods])
        self.who.setCurrentIndex(max(chosen[0], 0))
        self.since.setCurrentIndex(min(max(chosen[1], 0), self.since.count() - 1))
