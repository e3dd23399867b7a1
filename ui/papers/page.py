"""The papers that fit a saved visit, one key each; the sick sheet with its copies."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from emr_desktop.access.permissions import may
from emr_desktop.changes import Changes, Written
from emr_desktop.errors import EmrError, ValidationError
from emr_desktop.papers.copies import PrescriptionPrint
from emr_desktop.papers.rows import SickSheetRow
from emr_desktop.papers.service import SIZES
from emr_desktop.printing.clinical_words import leaves_out
from emr_desktop.visits.rows import VisitRow
from ui.papers.documents import prescription_document, sick_sheet_document, summary_document
from ui.papers.other_papers import Beside, OtherPapers, read_beside
from ui.papers.sick_fields import SickFields
from ui.qt.messages import shown_by
from ui.qt.paper_printer import PaperPrinter
from ui.screen import ScreenContext
from ui.theme import GRID
from ui.theme.sizes import follow_text
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.confirm_bar import ConfirmBar
from ui.widgets.form_keys import FormKeys
from ui.widgets.layout import Card, PageHeader, column, row, words
from ui.widgets.scrolled import scrolled_column
from ui.widgets.table import Column, DataTable

PAPERS_KEYS = "Ctrl+Shift+P"


class PapersPage(QWidget):
    """``show_visit(row)``. Signals: ``back``: enough printed."""

    back = Signal()

    def __init__(self, *, context: ScreenContext, banner: Banner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("papersPage")
        self._context = context
        self._visit: VisitRow | None = None
        self._size = SIZES[0]
        self._failed = shown_by(
            language=lambda: context.language.code,
            field=self._point_at,
            banner=banner.show_message,
            trouble=context.trouble,
        )
        self._printer = PaperPrinter(context=context, banner=banner, failed=self._failed, parent=self)
        self._header = PageHeader(self)
        self.confirm = ConfirmBar(self)
        self._back = Button("papersBack", parent=self)
        self._header.add_action(self._back)
        self._prescriptions = {size: Button(f"prescription{size}", parent=self) for size in SIZES}
        self._nothing = words(role="quiet", wrap=True, parent=self)
        self._summary = Button("visitSummary", parent=self)
        self.sensitive = QCheckBox(self)
        self.sensitive.setObjectName("withSensitive")
        self.others = OtherPapers(context=context, printer=self._printer, failed=self._failed, parent=self)
        self._beside_sensitive = False
        self.sick = SickFields(language=context.language, today=context.clinic.work.clock.today, parent=self)
        self._make = Button("makeSickSheet", kind="primary", parent=self)
        self.sheets: DataTable[SickSheetRow] = DataTable("sickSheets", self._columns(), parent=self)
        self._take_back = Button("takeBackSheet", parent=self)
        self._lay_out()
        self._wire()
        self._translate()

    def _columns(self) -> tuple[Column[SickSheetRow], ...]:
        return (
            Column(lambda: self.tr("Number"), lambda sheet: sheet.number, width=184),
            Column(
                lambda: self.tr("Rest"),
                lambda sheet: f"{sheet.form.first_day:%d/%m} - {sheet.last_day:%d/%m/%Y}",
                width=152,
            ),
            Column(lambda: self.tr("Printed"), lambda sheet: str(sheet.printed_count), right=True, width=128),
            Column(lambda: self.tr("State"), self._state, stretch=True),
        )

    def _state(self, sheet: SickSheetRow) -> str:
        if sheet.void_reason is not None:
            return self.tr("Taken back: {0}").format(sheet.void_reason)
        return self.tr("Valid")

    def _lay_out(self) -> None:
        page = column(self)
        page.addWidget(self._header)
        page.addWidget(self.confirm)
        body = row(spacing=2 * GRID)
        self._papers = Card(self)
        follow_text(self._papers, most_width=48 * GRID)
        for widget in (
            *self._prescriptions.values(),
            self._nothing,
            self._summary,
            self.sensitive,
            self.others,
        ):
            self._papers.body.addWidget(widget)
        self._papers.body.addStretch(1)
        body.addWidget(self._papers, 1)
        self._sheet = Card(self)
        sheet = scrolled_column(self._sheet.body)
        sheet.addWidget(self.sick)
        self.sick.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._sheet.body.addWidget(self._make, 0, Qt.AlignmentFlag.AlignLeft)
        sheet.addWidget(self.sheets, 1)
        sheet.addWidget(self._take_back, 0, Qt.AlignmentFlag.AlignLeft)
        sheet.addStretch(0)  # takes the room only while there is no list
        roles = self._context.clinic.work.actor.roles
        self._sheet.setVisible(may(roles, "paper.issue"))
        body.addWidget(self._sheet, 1)
        page.addLayout(body, 1)

    def _wire(self) -> None:
        self._back.clicked.connect(self.back)
        for size, button in self._prescriptions.items():
            button.clicked.connect(lambda _checked=False, size=size: self.print_prescription(size))
        self._summary.clicked.connect(self.print_summary)
        self.sensitive.toggled.connect(self.others.with_sensitive)
        self._make.clicked.connect(self.make_sheet)
        self._take_back.clicked.connect(self._ask_take_back)
        self.sheets.opened.connect(self._print_again)
        self.sheets.selected.connect(self._offer_take_back)
        self._context.tasks.changed.connect(self._read_prints)
        FormKeys(self, save=self.make_sheet, back=self._step_back)

    def _step_back(self) -> None:
        if self.confirm.text:
            self.confirm.clear()
        else:
            self.back.emit()

    # the visit -----------------------------------------------------------------------------------------

    def show_visit(self, visit: VisitRow) -> None:
        """Offer the papers of a saved visit."""
        self._visit = visit
        self.confirm.clear()
        self.sensitive.setChecked(False)
        self.sick.begin(visit.form.visit_date)
        self.others.show_visit(visit)
        self._beside_sensitive = False
        self._take(())
        self._translate()
        self._read()
        (self._prescriptions[self._size] if visit.form.prescriptions else self._summary).setFocus()

    def _read_prints(self, changes: Changes) -> None:
        """A sheet was counted, when the printer took it."""
        if self._visit is not None and "paper" in changes.kinds and self.isVisible():
            self._read()

    def _read(self) -> None:
        visit, clinic = self._visit, self._context.clinic
        if visit is None:
            return

        def show(found: tuple[str, tuple[SickSheetRow, ...], Beside]) -> None:
            self._size = found[0]
            self._take(found[1])
            self.others.show_beside(found[2])
            self._beside_sensitive = found[2].is_sensitive
            self._translate()

        self._context.tasks.run(
            self,
            lambda: (
                clinic.papers.prescription_size(),
                clinic.papers.sick_sheets(visit.form.id),
                read_beside(clinic, visit),
            ),
            done=show,
            failed=self._failed,
            key="papers",
        )

    def _take(self, sheets: tuple[SickSheetRow, ...]) -> None:
        self.sheets.show_rows(sheets)
        self.sheets.setVisible(bool(sheets))
        self._take_back.setVisible(bool(sheets))

    def _offer_take_back(self, sheet: SickSheetRow | None) -> None:
        self._take_back.setEnabled(sheet is not None and sheet.void_reason is None)

    def _point_at(self, field: str, text: str) -> bool:
        return self.sick.point_at(field, text)

    # printing ------------------------------------------------------------------------------------------

    def print_current(self) -> None:
        """Ctrl+P: the prescription on the paper in use, else the summary."""
        if self._visit is not None and self._visit.form.prescriptions:
            self.print_prescription(self._size)
        else:
            self.print_summary()

    def print_prescription(self, size: str) -> None:
        """Print the prescription; the size is the one in use from now on."""
        visit, papers = self._visit, self._context.clinic.papers
        if visit is None or not visit.form.prescriptions:
            return
        facility, language = self._context.clinic.work.facility, self._context.language.code

        def keep() -> PrescriptionPrint:
            papers.use_prescription_size(size)
            return papers.prescription_print(visit)

        def done(known: PrescriptionPrint) -> None:
            self._size = size
            self._translate()
            self._printer.print_document(
                prescription_document(visit, facility, papers, known, language=language, wanted=size)
            )

        self._context.tasks.run(self, keep, done=done, failed=self._failed)

    def print_summary(self) -> None:
        """Print the summary; what is sensitive only where it was chosen."""
        visit = self._visit
        if visit is None:
            return
        clinic, language = self._context.clinic, self._context.language.code
        sensitive = self.sensitive.isChecked()
        self._context.tasks.run(
            self,
            lambda: summary_document(visit, clinic, language=language, sensitive=sensitive),
            done=self._printer.print_document,
            failed=self._failed,
            stoppable=True,
        )

    def make_sheet(self) -> None:
        """Make out the sick sheet and print it."""
        visit, papers = self._visit, self._context.clinic.papers
        if visit is None:
            return
        try:
            form = self.sick.form(visit.form.id)
        except ValidationError as wrong:
            self._failed(wrong)
            return

        def done(written: Written[SickSheetRow]) -> None:
            self.sick.begin(visit.form.visit_date)
            self._read()
            self._print_sheet(visit, written.value)

        self._context.tasks.run(self, lambda: papers.make_sick_sheet(form), done=done, failed=self._failed)

    def _print_again(self, sheet: SickSheetRow) -> None:
        if self._visit is None:
            return
        if sheet.void_reason is not None:
            self._failed(EmrError("papers.taken_back"))
            return
        self._print_sheet(self._visit, sheet)

    def _print_sheet(self, visit: VisitRow, sheet: SickSheetRow) -> None:
        clinic, language = self._context.clinic, self._context.language.code
        self._printer.print_document(
            sick_sheet_document(sheet, visit, clinic.work.facility, clinic.papers, language=language)
        )

    def _ask_take_back(self) -> None:
        sheet, papers = self.sheets.current, self._context.clinic.papers
        if sheet is None:
            return
        self.confirm.ask(
            self.tr("Take sheet {0} back?").format(sheet.number),
            yes=self.tr("Take back"),
            then=lambda reason: self._context.tasks.run(
                self,
                lambda: papers.take_back(sheet.form.id, reason=reason),
                done=lambda _written: self._read(),
                failed=self._failed,
            ),
            reason=self.tr("Reason"),
            again=self._ask_take_back,
        )

    # words ---------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        visit = self._visit
        self._header.set_title(self.tr("Papers of this visit"))
        if visit is not None:
            self._header.set_line(f"{visit.patient.full_name}, {visit.form.visit_date:%d/%m/%Y}")
        self._back.set_text(self.tr("Back"), tip=self.tr("Back (Esc)"))
        self._papers.set_heading(self.tr("Print"))
        prescribed = visit is not None and bool(visit.form.prescriptions)
        texts = {"A5": self.tr("&Prescription, A5"), "A6": self.tr("P&rescription, A6")}
        for size, button in self._prescriptions.items():
            usual = self.tr("usual here")
            button.set_text(f"{texts[size]} ({usual})" if size == self._size else texts[size])
            button.setVisible(prescribed)
        self._nothing.setText(self.tr("No medicine was prescribed in this visit."))
        self._nothing.setVisible(not prescribed)
        self._summary.set_text(self.tr("&Visit summary, A5"))
        self.sensitive.setText(self.tr("With what is marked sensitive"))
        self.sensitive.setVisible(visit is not None and (leaves_out(visit.form) or self._beside_sensitive))
        self._sheet.set_heading(self.tr("Sick sheet (ED)"))
        self._make.set_text(self.tr("Make &out and print"), tip=self.tr("Make out and print (Ctrl+Enter)"))
        self._take_back.set_text(self.tr("Take back …"))
        self.sheets.view.setAccessibleName(self.tr("Sick sheets of this visit; Enter prints a copy"))
        self.sheets.set_empty_text(self.tr("No sick sheet yet."))
