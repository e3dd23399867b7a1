"""The doctor: whether the record and this PC are well, in plain words."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from emr_desktop.facility.doctor import Check, run_checks
from emr_desktop.facility.support import support_text
from emr_desktop.monitoring.opened import further_checks
from ui.administration.support_view import SupportView
from ui.messages import sentence
from ui.qt.messages import shown_by
from ui.screen import ScreenContext
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.layout import PageHeader, column
from ui.widgets.table import Column, DataTable

_FIRST = {"fail": 0, "warn": 1, "ok": 2}


class DoctorPage(QWidget):
    """What needs a person stands first."""

    def __init__(self, *, context: ScreenContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("doctorPage")
        self._context = context
        self._checks: tuple[Check, ...] = ()
        self.banner = Banner(self)
        self._failed = shown_by(
            language=lambda: context.language.code,
            field=lambda _field, _text: False,
            banner=lambda text: self.banner.show_message(text),
            trouble=context.trouble,
        )
        self._header = PageHeader(self)
        self._again = Button("runDoctor", kind="primary", parent=self)
        self._again.clicked.connect(self.read)
        self._support = Button("showSupport", parent=self)
        self._support.clicked.connect(self.show_support)
        self._header.add_action(self._again)
        self._header.add_action(self._support)
        self.table: DataTable[Check] = DataTable(
            "checkList",
            (
                Column(lambda: self.tr("State"), self._state, width=136),
                Column(lambda: self.tr("What was looked at"), self._said, stretch=True, tip=self._said),
            ),
            parent=self,
        )
        self._looking = QWidget(self)
        inner = column(self._looking)
        inner.addWidget(self._header)
        inner.addWidget(self.table, 1)
        self.support = SupportView(context=context, failed=self._failed, parent=self)
        self.support.back.connect(self._leave_support)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self._looking)
        self._pages.addWidget(self.support)
        page = column(self)
        page.addWidget(self.banner)
        page.addWidget(self._pages, 1)
        self._translate()

    def read(self) -> None:
        """Look again; large records take a while, which the database worker bears."""
        self.table.show_loading()
        self._context.tasks.run(
            self,
            lambda: run_checks(work=self._context.clinic.work, further=further_checks()),
            done=self._show,
            failed=self.table.unless(self._failed),
            key="doctor",
        )

    def show_support(self) -> None:
        """Make the report for who helps from outside, and show it."""
        work, language = self._context.clinic.work, self._context.language.code

        def make() -> str:
            checks = run_checks(work=work, further=further_checks())
            return support_text(
                work.database.path.parent,
                work=work,
                checks=checks,
                say=lambda code, params: sentence(code, params, language),
            )

        self._context.tasks.run(self, make, done=self._show_support, failed=self._failed, key="support")

    def _show_support(self, text: str) -> None:
        self._pages.setCurrentWidget(self.support)
        self.support.show_text(text)

    def _leave_support(self) -> None:
        self._pages.setCurrentWidget(self._looking)
        self._support.setFocus()

    def _show(self, checks: tuple[Check, ...]) -> None:
        self._checks = checks
        self.table.show_rows(sorted(checks, key=lambda check: _FIRST[check.state]))
        self._say_line()

    def _state(self, check: Check) -> str:
        return {"ok": self.tr("✓ well"), "warn": self.tr("! look"), "fail": self.tr("!! act")}[check.state]

    def _said(self, check: Check) -> str:
        return sentence(check.code, check.params, self._context.language.code)

    def _say_line(self) -> None:
        wrong = sum(check.state != "ok" for check in self._checks)
        if self._checks:
            self._header.set_line(
                self.tr("%n thing(s) to look at", "", wrong) if wrong else self.tr("Everything is well.")
            )

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._header.set_title(self.tr("Doctor"))
        self.table.view.setAccessibleName(self.tr("Doctor"))
        self._again.set_text(self.tr("Look again"))
        self._support.set_text(self.tr("Report for support"))
        self.table.set_empty_text(self.tr("Press “Look again”."))
        self._say_line()
