"""How long what is kept, and what is past its time: a list for people; nothing is deleted."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QDialog, QWidget

from emr_desktop.languages import either
from emr_desktop.protection.rows import KeptFor, PastItsTime, Retention
from ui.qt.messages import shown_by
from ui.screen import ScreenContext
from ui.theme import GRID
from ui.theme.sizes import open_at
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.layout import PageHeader, column, words
from ui.widgets.table import Column, DataTable


class RetentionDialog(QDialog):
    """Esc closes it; the look is a row of the trail."""

    def __init__(self, *, context: ScreenContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("retention")
        self._context = context
        self._found: Retention | None = None
        self.banner = Banner(self)
        failed = shown_by(
            language=lambda: context.language.code,
            field=lambda _field, _text: False,
            banner=lambda text: self.banner.show_message(text),
            trouble=context.trouble,
        )
        self._header = PageHeader(self)
        self._close = Button("retentionClose", parent=self)
        self._close.clicked.connect(self.reject)
        self._header.add_action(self._close)
        self._rule = words(wrap=True, parent=self)
        self.schedule: DataTable[KeptFor] = DataTable(
            "retentionSchedule",
            (
                Column(lambda: self.tr("What"), self._what, stretch=True, tip=self._what),
                Column(lambda: self.tr("How long"), self._how_long, width=152),
                Column(lambda: self.tr("Known"), self._known, width=272, tip=lambda each: each.source),
            ),
            parent=self,
        )
        self._past_heading = words(role="heading", parent=self)
        self.past: DataTable[PastItsTime] = DataTable(
            "retentionPast",
            (
                Column(lambda: self.tr("Past since"), lambda each: f"{each.since:%d/%m/%Y}", width=120),
                Column(lambda: self.tr("Number"), lambda each: each.number or "–", width=208),
                Column(lambda: self.tr("Name"), lambda each: each.name or "–", stretch=True),
                Column(lambda: self.tr("What"), self._kind, width=272),
                Column(lambda: self.tr("Last"), lambda each: f"{each.last:%d/%m/%Y}", width=120),
            ),
            parent=self,
        )
        page = column(self, margin=2 * GRID)
        page.addWidget(self._header)
        page.addWidget(self.banner)
        page.addWidget(self._rule)
        page.addWidget(self.schedule, 2)
        page.addWidget(self._past_heading)
        page.addWidget(self.past, 3)
        open_at(self, width=1120, height=640)
        self._translate()
        self.past.show_loading()
        context.tasks.run(
            self,
            context.clinic.protection.retention,
            done=self._show,
            failed=self.past.unless(failed),
            stoppable=True,
        )

    def _show(self, found: Retention) -> None:
        self._found = found
        self.schedule.show_rows(found.schedule)
        self.past.show_rows(found.past)
        self._translate()

    def _what(self, line: KeptFor) -> str:
        return either(self._context.language.code, line.sw, line.en)

    def _how_long(self, line: KeptFor) -> str:
        if line.years:
            return self.tr("%n year(s)", "", line.years)
        return self.tr("%n day(s)", "", line.days)

    def _known(self, line: KeptFor) -> str:
        known = self.tr("confirmed") if line.confirmed else self.tr("not confirmed")
        return f"[{line.evidence}] {known}"

    def _kind(self, past: PastItsTime) -> str:
        return {
            "adult_record": self.tr("Record of an adult"),
            "child_record": self.tr("Record of a child"),
            "record_of_the_dead": self.tr("Record of somebody who died"),
            "draft": self.tr("Form not finished"),
        }[past.what]

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        found = self._found
        self.setWindowTitle(self.tr("How long records are kept"))
        self._header.set_title(self.tr("How long records are kept"))
        own = found is not None and found.own_file
        self._header.set_line(
            self.tr("By the facility's own schedule (retention.toml in the data folder)")
            if own
            else self.tr("By the schedule of the program: no national schedule was found")
        )
        self._rule.setText(
            self.tr(
                "Nothing is deleted by this list, and the audit trail is kept for ever. What is past its "
                "time is for the council to decide on."
            )
        )
        count = 0 if found is None else found.count
        self._past_heading.setText(self.tr("Past its time: {0}").format(count))
        for table in (self.schedule, self.past):
            table.model.say_headings_again()
        self.schedule.view.setAccessibleName(self.tr("How long records are kept"))
        self.past.view.setAccessibleName(self._past_heading.text())
        self.past.set_empty_text(self.tr("Nothing is past its time."))
        self._close.set_text(self.tr("&Close"))
