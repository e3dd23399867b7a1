"""The reports screen: a form and a month, the cases behind each number, check, sign, print, export, send."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QModelIndex, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QMenu, QSizePolicy, QWidget

from emr_desktop.access.permissions import may
from emr_desktop.changes import Changes
from emr_desktop.clock import local
from emr_desktop.forms.fact_words import period_params
from emr_desktop.forms.paper import words_above
from emr_desktop.forms.rows import FormInfo, FormReport
from ui.consultation.elided import ElidedLabel
from ui.frame.palette import Action
from ui.messages import sentence
from ui.qt.messages import shown_by
from ui.reports.asking import FormQuestions
from ui.reports.beside import Beside, BesideTools
from ui.reports.chooser import ReportChooser
from ui.reports.files import FORMATS
from ui.reports.giving_room import GivesRoom
from ui.reports.output import FormOutput
from ui.reports.places import CellPlace
from ui.reports.sending import FormSending
from ui.reports.sheet import Sheet, lay_out
from ui.reports.signing import FormSigning
from ui.reports.signing_panel import SigningPanel
from ui.reports.table import ReportTable
from ui.reports.table_model import SheetModel
from ui.reports.why_page import WhyPage
from ui.screen import ScreenContext, ScreenView
from ui.theme import GRID
from ui.theme.apply import repolish
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.confirm_bar import ConfirmBar
from ui.widgets.layout import column, row, words
from ui.widgets.plain_tip import plain_tip
from ui.widgets.scrolled import ScrolledStack

_ROOM_FOR_ONE_LINE = 1060  # px at 100 %: the choosers and the buttons beside each other


class ReportsView(ScreenView):
    """The form looks like the paper one; Enter or a click on a number opens its cases."""

    def __init__(self, *, context: ScreenContext) -> None:
        super().__init__(context)
        self.setObjectName("reports")
        self._context = context
        self._forms_read = False
        self._report: FormReport | None = None
        self._wanted: CellPlace | None = None  # where the cursor goes when the form is there
        self._model = SheetModel(self)
        self.banner = Banner(self)
        self.confirm = ConfirmBar(self)
        self._failed = shown_by(
            language=lambda: context.language.code,
            field=lambda _field, _text: False,
            banner=lambda text: self.banner.show_message(text),
            trouble=context.trouble,
        )
        self.chooser = ReportChooser(
            language=context.language, today=context.clinic.work.clock.today, parent=self
        )
        self._status = words(role="tag", parent=self)
        self._status.setObjectName("reportStatus")
        self._facility = ElidedLabel("", self)
        self._facility.setProperty("role", "quiet")
        self.table = ReportTable(self._model, theme=context.theme, parent=self)
        self._sending = FormSending(
            context=context, banner=self.banner, confirm=self.confirm, failed=self._failed, parent=self
        )
        self.signing_panel = SigningPanel(
            language=context.language, today=context.clinic.work.clock.today, parent=self
        )
        self._signing = FormSigning(
            context=context,
            confirm=self.confirm,
            panel=self.signing_panel,
            signed=self._show,
            failed=self._failed,
            parent=self,
        )
        self._output = FormOutput(context=context, banner=self.banner, failed=self._failed, parent=self)
        self._pages = ScrolledStack(self)
        self._pages.addWidget(self.table)
        self._questions = FormQuestions(context=context, stack=self._pages, failed=self._failed)
        self.cases, self.check = self._questions.pages
        self._beside = Beside(
            tools=BesideTools(
                context=context,
                banner=self.banner,
                output=self._output,
                report=lambda: self._report,
                open_cell=self.open_cell,
                cell=self.table.cell_at_cursor,
            ),
            stack=self._pages,
            parent=self,
        )
        roles = context.clinic.work.actor.roles
        self._may_close = may(roles, "report.close")
        self._may_send = may(roles, "sync.send")
        self._check_button = Button("checkForm", parent=self)
        self._print_button = Button("printForm", parent=self)
        self._save_button = Button("saveForm", parent=self)
        self._close_button = Button("closeForm", parent=self)
        self._send_button = Button("sendForm", kind="primary", parent=self)
        self._files = QMenu(self)
        self._file_actions = {kind: self._files.addAction("") for kind in ("pdf", *FORMATS)}
        self._lay_out()
        self._wire()
        self._translate()

    def _lay_out(self) -> None:
        self._top = top = row()
        top.addWidget(self.chooser, 1)
        line = row()
        line.addStretch(1)
        shown = (self._check_button, self._print_button, self._save_button)
        for button in (*shown, self._close_button, self._send_button):
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        top.addLayout(line)
        page = column(self, margin=2 * GRID)
        self._head = QWidget(self)
        column(self._head).addLayout(top)
        page.addWidget(self._head)
        page.addWidget(self.banner)
        page.addWidget(self.confirm)
        page.addWidget(self.signing_panel)
        self._about = QWidget(self)
        about = row(self._about)
        about.addWidget(self._facility, 1)
        about.addWidget(self._beside)
        about.addWidget(self._status)
        page.addWidget(self._about)
        self._pages.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        page.addWidget(self._pages, 1)
        parts, aside = (self._head, self._about), lambda: self._beside.is_open
        self._room = GivesRoom(parts, stack=self._pages, aside=aside, view=self)

    def _wire(self) -> None:
        self.chooser.chosen.connect(self._choose)
        self._beside.turned.connect(self._turned)
        self.table.asked.connect(self._ask_cases)
        for page in (self.cases, self.check):
            page.back.connect(self.step_back)
        self._questions.why.connect(self.explain_visit)
        self.check.cell_wanted.connect(self.open_cell)
        self.check.reopen_wanted.connect(self._open_again)
        self._check_button.clicked.connect(self._ask_check)
        self.table.wanted.connect(self._beside.open)
        self.signing_panel.looked.connect(self._ask_check)
        self._print_button.clicked.connect(self._print)
        self._save_button.setMenu(self._files)
        for kind, action in self._file_actions.items():
            action.triggered.connect(
                lambda _checked=False, kind=kind: self._output.save_file(self._report, kind)
            )
        self._close_button.clicked.connect(lambda: self._with_report(self._signing.start))
        self._send_button.clicked.connect(lambda: self._with_report(self._sending.start))
        keys = QShortcut(QKeySequence("Ctrl+P"), self, self._print)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._context.tasks.changed.connect(self._something_changed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < self._context.theme.tokens.px(_ROOM_FOR_ONE_LINE)
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._top.setDirection(way)

    # coming and going ------------------------------------------------------------------------------------

    @property
    def report(self) -> FormReport | None:
        """The form on screen."""
        return self._report

    @property
    def sheet(self) -> Sheet:
        """Its lines and columns as they stand on screen."""
        return self._model.sheet

    def entered(self) -> None:
        if not self._forms_read:
            self._context.tasks.run(
                self,
                self._context.clinic.forms.list_forms,
                done=self._show_forms,
                failed=self._failed,
                key="forms",
            )
        else:
            self._read()

    def step_back(self) -> bool:
        if self.confirm.text:
            self.confirm.clear()
            return True
        if self._beside.step_back():
            return True
        if self._pages.currentWidget() is self.table and self.signing_panel.is_open:
            self.signing_panel.clear()
            self.table.figures.setFocus()
            return True
        if self._pages.currentWidget() is not self.table:
            self._pages.setCurrentWidget(self.table)
            self.table.figures.setFocus()
            return True
        return False

    def commands(self) -> Sequence[Action]:
        return self._beside.commands()

    def _turned(self, beside: bool) -> None:
        self.banner.clear()
        self.signing_panel.clear()
        for part in (self._head, self._about):
            part.setVisible(not beside)
        self._room.look()
        if not beside:
            self.table.figures.setFocus()

    def _something_changed(self, changes: Changes) -> None:
        if "form_list" in changes.kinds:
            self._forms_read = False
        if self.isVisible() and changes.kinds & {"visit", "patient", "form"}:
            self._read()

    # what is chosen --------------------------------------------------------------------------------------

    def _show_forms(self, forms: tuple[FormInfo, ...]) -> None:
        self._forms_read = True
        self.chooser.show_forms(forms)
        self._read()

    def _choose(self) -> None:
        self.confirm.clear()
        self.signing_panel.clear()
        self.banner.clear()
        self._read()

    def _read(self) -> None:
        info, period, count = self.chooser.info, self.chooser.period, self.chooser.count
        if info is None or period is None:
            return
        forms = self._context.clinic.forms
        self._context.tasks.run(
            self,
            lambda: forms.show(info.form, period, edition=info.edition, count=count),
            done=self._show,
            failed=self._failed,
            key="report",
        )

    def _show(self, report: FormReport) -> None:
        first = self._report is None
        at = self.table.figures.currentIndex()
        place = (at.row(), at.column())
        self._report = report
        self._model.show(
            lay_out(report),
            language=self._context.language.code,
            total=self.tr("Total"),
            changed=frozenset((cell.row, cell.column) for cell in report.changed),
        )
        wanted, self._wanted = self._wanted, None
        if wanted is None or not self.table.go_to(wanted.row, wanted.column):
            if first or place[0] < 0:
                self.table.go_to_first()
            else:
                self.table.figures.setCurrentIndex(self._model.index(*place))
        self._say_state()
        if self._pages.currentWidget() is self.table and self.isVisible() and not self.signing_panel.is_open:
            self.table.figures.setFocus()

    # the cases and the check -----------------------------------------------------------------------------

    def _ask_cases(self, index: QModelIndex) -> None:
        self._questions.ask_cell(self._report, self._model, index)

    def _ask_check(self) -> None:
        self._questions.ask_check(self._report)

    def open_cell(self, place: CellPlace) -> None:
        """Go to a figure of any form."""
        self._wanted = place
        if self._beside.is_open:
            self._beside.close_page()
        self._pages.setCurrentWidget(self.table)
        self.chooser.choose(place.form, place.period, edition=place.edition)
        if self.chooser.period != place.period:
            self._wanted = None
            text = self.tr("The period {0} is too long ago for the list of periods.")
            self.banner.show_message(text.format(place.period), kind="info")

    def explain_visit(self, visit_id: uuid.UUID) -> None:
        page = self._beside.page("why")
        if isinstance(page, WhyPage):
            page.explain(visit_id)

    def _open_again(self) -> None:
        self._pages.setCurrentWidget(self.table)
        if self._may_close:
            self._with_report(self._signing.start)

    # paper and files -------------------------------------------------------------------------------------

    def _print(self) -> None:
        if not self._beside.is_open:
            self._output.print_form(self._report)

    def _with_report(self, use: Callable[[FormReport], None]) -> None:
        if self._report is not None:
            use(self._report)

    def save_as(self, path: Path, kind: str, *, report: FormReport, language: str) -> None:
        """Write the form at ``path`` as pdf, xlsx, csv or json, and say what came of it."""
        self._output.save_as(path, kind, report=report, language=language)

    # words -----------------------------------------------------------------------------------------------

    def _say_state(self) -> None:
        report = self._report
        if report is None:
            return
        signature = report.signature
        signed = (
            ""
            if signature is None
            else f"{signature.signer_name}, {local(signature.closed_at):%d/%m/%Y %H:%M}"
        )
        role, text = {
            "open": ("tag", self.tr("Open: not signed yet")),
            "closed": ("tag", self.tr("Closed: {0}").format(signed)),
            "changed": (
                "tagDanger",
                self.tr("Changed since closing: %n cell(s)", "", len(report.changed)),
            ),
        }[report.status]
        self._status.setText(text)
        self._status.setToolTip(plain_tip(signed))
        if self._status.property("role") != role:
            self._status.setProperty("role", role)
            repolish(self._status)
        paper = report.paper
        swahili = self._context.language.code == "sw"
        title = paper.title_sw if swahili else paper.title_en
        edition = paper.edition_sw if swahili else paper.edition_en
        facility = f"{report.facility_name} ({report.facility_code})"
        above = words_above(report, self._context.language.code)
        parts = (*above, title, edition, facility, paper.council, paper.region)
        self._facility.setText("  ·  ".join(part for part in parts if part))
        closing = report.status == "open"
        self._close_button.set_text(self.tr("Close form …") if closing else self.tr("Open again …"))
        self._close_button.setVisible(self._may_close)
        self._send_button.setVisible(self._may_send)
        if report.nothing_recorded:
            said = period_params(report.period, report.info.period_type)
            text = sentence("form.check.no_visits", said, self._context.language.code)
            self.banner.show_message(text, kind="warn")
        elif report.misplaced:
            self.banner.show_message(
                self.tr(
                    "%n count(s) fall outside the form's open cells and are not in the figures.",
                    "",
                    len(report.misplaced),
                ),
                kind="warn",
                action=self.tr("Check"),
                then=self._ask_check,
            )

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._check_button.set_text(self.tr("Check"), tip=self.tr("Compare register and form"))
        self._print_button.set_text(self.tr("Print"), tip=self.tr("Print the form (Ctrl+P)"))
        self._save_button.set_text(self.tr("Save as"))
        self._send_button.set_text(self.tr("Send …"), tip=self.tr("See what would change there, then send"))
        self._close_button.set_text(self.tr("Close form …"))
        for kind, action in self._file_actions.items():
            action.setText({"xlsx": self.tr("Excel (XLSX)")}.get(kind, kind.upper()))
        self.table.set_words(
            number=self.tr("No."), name=self.tr("Description"), grand_total=self.tr("Grand total")
        )
        if self._report is not None:
            self._show(self._report)
