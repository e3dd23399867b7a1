"""The signed versions of a form: look at them, compare them, print them, find one by its printed code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from emr_desktop.access.permissions import may
from emr_desktop.changes import Changes
from emr_desktop.clock import local
from emr_desktop.forms.rows import FormReport
from emr_desktop.forms.version_rows import FormChanges, SignedForm, Verified, VersionLine
from emr_desktop.languages import either
from ui.qt.messages import shown_by
from ui.reports.beside_page import BesidePage
from ui.reports.changes_view import ChangesView
from ui.reports.code_line import CodeLine
from ui.reports.output import FormOutput
from ui.reports.period_words import period_name
from ui.reports.signed_list import SignedList
from ui.reports.version_sheet import VersionSheet
from ui.screen import ScreenContext
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.layout import PageHeader, column, row
from ui.widgets.table import Column, DataTable

_BUTTONS = ("lookAtVersion", "changedSince", "compareVersions", "printThisVersion")


@dataclass(frozen=True)
class _Shown:
    """A form and a period, perhaps of a form that is offered no more."""

    form: str
    edition: str
    period: str
    period_type: str
    name_en: str
    name_sw: str


class VersionsPage(BesidePage):
    """A list; Enter looks at a version, the buttons below compare and print it."""

    def __init__(
        self,
        *,
        context: ScreenContext,
        banner: Banner,
        output: FormOutput,
        report: Callable[[], FormReport | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("versionsPage")
        self._context, self._output, self._on_screen = context, output, report
        self._banner = banner
        self._report: FormReport | None = None
        self._shown: _Shown | None = None  # whose versions are listed
        self._from_everything = False
        self._wanted: int | None = None  # the version to put the cursor on
        self._failed = shown_by(
            language=lambda: context.language.code,
            field=lambda _field, _text: False,
            banner=banner.show_message,
            trouble=context.trouble,
        )
        self._header = PageHeader(self)
        self._back = Button("versionsBack", parent=self)
        self._everything = Button("everySigned", parent=self)
        self._header.add_action(self._everything)
        self._header.add_action(self._back)
        self.code = CodeLine(language=context.language, parent=self)
        self.table: DataTable[VersionLine] = DataTable(
            "versionList",
            (
                Column(lambda: self.tr("Version"), lambda line: str(line.version), width=88),
                Column(lambda: self.tr("Signed"), lambda line: f"{line.signed_on:%d/%m/%Y}", width=112),
                Column(lambda: self.tr("By"), _signer, stretch=True),
                Column(lambda: self.tr("Code"), lambda line: line.code or "–", width=128),
                Column(
                    lambda: self.tr("Visits"),
                    lambda line: "–" if line.visits is None else str(line.visits),
                    right=True,
                    width=96,
                ),
                Column(lambda: self.tr("State"), self._state, stretch=True, tip=self._story),
            ),
            parent=self,
        )
        self._look, self._since, self._compare, self._print = (Button(name, parent=self) for name in _BUTTONS)
        self.sheet = VersionSheet(language=context.language, theme=context.theme, parent=self)
        self.changes = ChangesView(language=context.language, parent=self)
        self.signed = SignedList(language=context.language, parent=self)
        self._list = QWidget(self)
        self._stack = QStackedWidget(self)
        self._lay_out()
        self._wire()
        self._since.setVisible(may(context.clinic.work.actor.roles, "report.cases"))
        self._compare.setVisible(self._since.isVisibleTo(self))
        self._translate()
        self._enable(None)

    def _lay_out(self) -> None:
        inner = column(self._list)
        inner.addWidget(self._header)
        inner.addWidget(self.code)
        inner.addWidget(self.table, 1)
        buttons = row()
        buttons.addStretch(1)
        for button in (self._look, self._since, self._compare, self._print):
            buttons.addWidget(button)
        inner.addLayout(buttons)
        for page in (self._list, self.sheet, self.changes, self.signed):
            self._stack.addWidget(page)
        column(self).addWidget(self._stack)

    def _wire(self) -> None:
        self._back.clicked.connect(self.back)
        self.table.opened.connect(lambda line: self._read(line, self._show_sheet))
        self.table.selected.connect(self._enable)
        self._look.clicked.connect(lambda: self._with_line(self._show_sheet))
        self._print.clicked.connect(lambda: self._with_line(self._output.print_form))
        self._since.clicked.connect(lambda: self._ask_changes(against=None))
        self._compare.clicked.connect(self._compare_with_before)
        self.sheet.printed.connect(self._output.print_form)
        self.changes.opened.connect(self._context.open_visit)
        self._everything.clicked.connect(self._ask_everything)
        self.signed.opened.connect(self._open_signed)
        self.code.asked.connect(self._verify)
        for page in (self.sheet, self.changes, self.signed):
            page.back.connect(self.step_back)
        self._context.tasks.changed.connect(self._something_changed)

    def opened(self) -> None:
        """Read the versions of the form on screen."""
        report = self._on_screen()
        if report is not None and (self._report is None or _place(report) != _place(self._report)):
            self._stack.setCurrentWidget(self._list)
        self._report = report
        self._from_everything = False
        self.code.show_found(None)
        if report is not None:
            info = report.info
            period = (report.period, info.period_type)
            self._shown = _Shown(info.form, info.edition, *period, info.name_en, info.name_sw)
        self._show_versions()

    def _show_versions(self) -> None:
        self._stack.setCurrentWidget(self._list)
        self._translate()
        self._read_list()
        self.table.setFocus()

    def _ask_everything(self) -> None:
        self._context.tasks.run(
            self,
            self._context.clinic.forms.signed,
            done=self._list_everything,
            failed=self._failed,
            key="signed",
        )

    def _list_everything(self, found: tuple[SignedForm, ...]) -> None:
        self.signed.table.show_rows(found)
        self._stack.setCurrentWidget(self.signed)
        self.signed.table.setFocus()

    def _open_signed(self, one: SignedForm) -> None:
        self._from_everything = True
        self._show_signed(one)

    def _show_signed(self, one: SignedForm) -> None:
        line = one.line
        period = (line.period, one.period_type)
        self._shown = _Shown(line.form, line.edition, *period, one.name_en, one.name_sw)
        self.code.show_found(None)
        self._show_versions()

    def _verify(self, code: str) -> None:
        forms = self._context.clinic.forms

        def work() -> tuple[Verified, SignedForm | None]:
            found = forms.verify(code)
            place = _where(found.line)
            return found, next((one for one in forms.signed() if _where(one.line) == place), None)

        def show(found: tuple[Verified, SignedForm | None]) -> None:
            verified, signed = found
            self._banner.clear()
            self._wanted = verified.line.version
            if signed is not None:
                self._show_signed(signed)
            self.code.show_found(verified)

        self._context.tasks.run(self, work, done=show, failed=self._not_verified, key="verify")

    def _not_verified(self, error: BaseException) -> None:
        self.code.show_found(None)
        self._failed(error)

    def step_back(self) -> bool:
        """Esc: from a version or a comparison back to the list, from everything to the form on screen."""
        if self._stack.currentWidget() is self._list:
            if not self._from_everything:
                return False
            self._from_everything = False
            self._stack.setCurrentWidget(self.signed)
            self.signed.table.setFocus()
            return True
        if self._stack.currentWidget() is self.signed:
            self.opened()
            return True
        self._stack.setCurrentWidget(self._list)
        self.table.setFocus()
        return True

    def _something_changed(self, changes: Changes) -> None:
        if self.isVisible() and "form" in changes.kinds:
            self._read_list()

    def _read_list(self) -> None:
        shown, forms = self._shown, self._context.clinic.forms
        if shown is None:
            return
        self._context.tasks.run(
            self,
            lambda: forms.versions(shown.form, shown.period, edition=shown.edition),
            done=self._show_lines,
            failed=self._failed,
            key="versions",
        )

    def _show_lines(self, lines: tuple[VersionLine, ...]) -> None:
        self.table.show_rows(lines)
        wanted, self._wanted = self._wanted, None
        for at, line in enumerate(lines):
            if line.version == wanted:
                self.table.view.setCurrentIndex(self.table.model.index(at, 0))

    def _with_line(self, use: Callable[[FormReport], None]) -> None:
        if self.table.current is not None:
            self._read(self.table.current, use)

    def _read(self, line: VersionLine, use: Callable[[FormReport], None]) -> None:
        forms = self._context.clinic.forms
        self._context.tasks.run(
            self,
            lambda: forms.closed_version(line.form, line.period, edition=line.edition, version=line.version),
            done=use,
            failed=self._failed,
            key="version",
        )

    def _show_sheet(self, report: FormReport) -> None:
        self._stack.setCurrentWidget(self.sheet)
        self.sheet.show_version(report)

    def _compare_with_before(self) -> None:
        line = self.table.current
        if line is not None and line.version > 1:
            self._ask_changes(against=line.version - 1)

    def _ask_changes(self, *, against: int | None) -> None:
        line, forms = self.table.current, self._context.clinic.forms
        if line is None:
            return
        form, period, edition, version = line.form, line.period, line.edition, line.version

        def work() -> tuple[FormChanges, FormReport]:
            changes = forms.changes(form, period, edition=edition, version=version, against=against)
            named = forms.closed_version(form, period, edition=edition, version=changes.version)
            return changes, named

        def show(found: tuple[FormChanges, FormReport]) -> None:
            self._stack.setCurrentWidget(self.changes)
            self.changes.show_changes(*found)

        self._context.tasks.run(self, work, done=show, failed=self._failed, key="version")

    def _enable(self, line: VersionLine | None) -> None:
        for button in (self._look, self._since, self._print):
            button.setEnabled(line is not None)
        self._compare.setEnabled(line is not None and line.version > 1)

    def _state(self, line: VersionLine) -> str:
        if line.in_force:
            return self.tr("In force")
        if line.replaced_at is not None:
            return self.tr("Replaced {0}").format(f"{local(line.replaced_at):%d/%m/%Y}")
        opened = "" if line.reopened_at is None else f"{local(line.reopened_at):%d/%m/%Y}"
        return self.tr("Opened again {0}").format(opened)

    def _story(self, line: VersionLine) -> str:
        said = [self._state(line)]
        if line.reopen_reason:
            said.append(
                self.tr("Opened again by {0}: {1}").format(line.reopened_by or "", line.reopen_reason)
            )
        if line.not_over:
            said.append(self.tr("Signed before the period was over"))
        if line.open_visits:
            said.append(self.tr("Signed with %n visit(s) not finished", "", line.open_visits))
        if line.confirmation:
            said.append(line.confirmation)
        return "\n".join(said)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._header.set_title(self.tr("Signed versions"))
        self._back.set_text(self.tr("Back to the form"), tip=self.tr("Back to the form (Esc)"))
        self._look.set_text(self.tr("Look at it"), tip=self.tr("Look at this version (Enter)"))
        self._since.set_text(self.tr("Changed since"), tip=self.tr("What changed since it was signed"))
        self._compare.set_text(self.tr("Against the one before"))
        self._print.set_text(self.tr("Print"))
        self.table.set_empty_text(self.tr("This form was not signed for this period yet."))
        self._everything.set_text(
            self.tr("Everything signed …"), tip=self.tr("Also of forms that are offered no more")
        )
        shown = self._shown
        if shown is not None:
            code = self._context.language.code
            name = either(code, shown.name_sw, shown.name_en)
            period = period_name(shown.period, shown.period_type, code)
            self._header.set_line(f"{name} [{shown.edition}], {period}")


def _place(report: FormReport) -> tuple[str, str, str]:
    return report.info.form, report.info.edition, report.period


def _where(line: VersionLine) -> tuple[str, str, str]:
    return line.form, line.edition, line.period


def _signer(line: VersionLine) -> str:
    return ", ".join(part for part in (line.signer_name, line.signer_cadre) if part)
