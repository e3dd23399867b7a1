"""A saved visit to read: what was found, done and given, in words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from emr_desktop.access.permissions import may
from emr_desktop.clock import local
from emr_desktop.languages import either
from emr_desktop.printing.dose import dose_sentence, quantity_words
from emr_desktop.reference.catalogue import exemptions, medicines, payers, severity_name
from emr_desktop.reference.procedures import procedure_name
from emr_desktop.visits.rows import VisitForm, VisitRow
from ui.consultation import telling, typed
from ui.consultation.ending_words import ending_lines, outcome_words
from ui.prescribing.words import kept_text
from ui.qt.language import Language
from ui.theme import GRID
from ui.widgets.buttons import Button
from ui.widgets.layout import Card, PageHeader, column, words


class VisitText(QWidget):
    """The content of a visit as labelled lines; nothing can be changed here."""

    def __init__(self, *, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._form: VisitForm | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(2 * GRID)
        self._grid.setVerticalSpacing(GRID)
        self._grid.setColumnStretch(1, 1)

    def show_form(self, form: VisitForm) -> None:
        self._form = form
        self._translate()

    def lines(self) -> tuple[tuple[str, str], ...]:
        """Label and text of everything that was recorded, in the order of the page."""
        form = self._form
        if form is None:
            return ()
        code = self._language.code
        payer = payers().get(form.payer)
        exemption = exemptions().get(form.exemption or "")
        paid = "" if payer is None else either(code, payer.name_sw, payer.name_en)
        if exemption is not None:
            paid = f"{paid}: {exemption.name_sw if code == 'sw' else exemption.name_en}"
        attendance = self.tr("New problem") if form.new_problem else self.tr("Re-attendance")
        if form.new_this_year:
            attendance = "; ".join((attendance, self.tr("first this year")))
        found = (
            (self.tr("Measurements"), self._vitals(form)),
            (self.tr("Pregnancy"), self._pregnancy(form)),
            (self.tr("Complaint"), form.complaint or ""),
            (self.tr("History"), form.history or ""),
            (self.tr("Examination"), form.examination or ""),
            (self.tr("Tests"), "\n".join(telling.test(test, language=code) for test in form.tests)),
            (self.tr("Diagnosis"), "\n".join(self._diagnoses(form))),
            (self.tr("Medicines"), "\n".join(self._medicines(form))),
            (self.tr("Warnings"), "\n".join(kept_text(each, language=code) for each in form.findings)),
            (
                self.tr("Procedures"),
                ", ".join(procedure_name(each, language=code) for each in form.procedures),
            ),
            (self.tr("Advice"), form.advice or ""),
            (self.tr("Attendance"), attendance),
            (self.tr("Payer"), paid),
            (self.tr("Outcome"), outcome_words(form, language=code)),
            *ending_lines(form, language=code),
        )
        return tuple((label, text) for label, text in found if text)

    def _pregnancy(self, form: VisitForm) -> str:
        said = {
            "no": self.tr("Not pregnant"),
            "pregnant": self.tr("Pregnant"),
            "breastfeeding": self.tr("Breast-feeding"),
        }.get(form.pregnancy or "", "")
        if form.pregnancy_weeks is not None:
            weeks = self.tr("%n week(s)", "", form.pregnancy_weeks)
            said = f"{said}: {weeks}"
        return said

    def _vitals(self, form: VisitForm) -> str:
        vitals = form.vitals
        measured = (
            (self.tr("Weight"), vitals.weight_kg, "kg"),
            (self.tr("Height"), vitals.height_cm, "cm"),
            (self.tr("Temperature"), vitals.temperature_c, "°C"),
            (self.tr("Pulse"), vitals.pulse, "/min"),
            (self.tr("Breathing"), vitals.respiration, "/min"),
            ("SpO2", vitals.spo2, "%"),
            ("MUAC", vitals.muac_cm, "cm"),
            (self.tr("Head"), vitals.head_cm, "cm"),
        )
        shown = [
            f"{label} {typed.plain(value)} {unit}" for label, value, unit in measured if value is not None
        ]
        if vitals.systolic is not None and vitals.diastolic is not None:
            pressure = f"{vitals.systolic}/{vitals.diastolic} mmHg"
            shown.insert(3, " ".join((self.tr("BP"), pressure)))
        if vitals.height_lying is not None:
            shown.append(self.tr("measured lying") if vitals.height_lying else self.tr("measured standing"))
        if vitals.oedema:
            shown.append(self.tr("swelling of both feet"))
        return "   ".join(shown)

    def _diagnoses(self, form: VisitForm) -> list[str]:
        code = self._language.code
        shown = []
        for entry in form.diagnoses:
            text = f"{telling.diagnosis(entry, language=code)}  ({entry.icd10})"
            if entry.severity is not None:
                text = f"{text}  {severity_name(entry.icd10, entry.severity, language=code)}"
            shown.append(text)
        return shown

    def _medicines(self, form: VisitForm) -> list[str]:
        code = self._language.code
        shown = []
        for entry in form.prescriptions:
            known = medicines().get(entry.medicine)
            told = dose_sentence(entry, known, language=code)
            handed = quantity_words(entry.quantity, known, language=code)
            shown.append(f"{telling.medicine_name(entry.medicine)}: {told}  → {handed}")
        return shown

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        while self._grid.count():
            item = self._grid.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for at, (label, text) in enumerate(self.lines()):
            head = words(label, role="label", parent=self)
            body = words(text, wrap=True, parent=self)
            body.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._grid.addWidget(head, at, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(body, at, 1)


class VisitReading(QWidget):
    """A saved visit on its own page.

    Signals:
        correct: the ``VisitRow`` to correct; print_wanted: the one to print; papers_wanted: the one whose
            papers are wanted; letter_wanted: the one whose letter to print;
            why_wanted: the one of which the forms are to say where they count it;
            back: enough read.
    """

    correct = Signal(object)
    print_wanted = Signal(object)
    papers_wanted = Signal(object)
    letter_wanted = Signal(object)
    why_wanted = Signal(object)
    back = Signal()

    def __init__(
        self,
        *,
        language: Language,
        roles: Sequence[str],
        reads_only: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """``reads_only``: nothing but the text and the way back; no paper, letter or correction."""
        super().__init__(parent)
        self.setObjectName("visitReading")
        self._reads_only = reads_only
        self._visit: VisitRow | None = None
        self._header = PageHeader(self)
        self._back = Button("readingBack", parent=self)
        self._print = Button("readingPrint", parent=self)
        self._papers = Button("readingPapers", parent=self)
        self._letter = Button("readingLetter", parent=self)
        self._correct = Button("correctVisit", parent=self)
        self._correct.setVisible(not reads_only and may(roles, "visit.save"))
        self._why = Button("readingWhy", parent=self)
        self._why.setVisible(not reads_only and may(roles, "report.cases"))
        for button in (self._print, self._papers, self._letter):
            button.setVisible(not reads_only)
        for button in (self._back, self._why, self._letter, self._papers, self._print, self._correct):
            self._header.add_action(button)
        self._text = VisitText(language=language, parent=self)
        card = Card(self)
        card.body.addWidget(self._text)
        card.body.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(card)
        page = column(self)
        page.addWidget(self._header)
        page.addWidget(area, 1)
        self._back.clicked.connect(self.back)
        self._papers.clicked.connect(lambda: self.papers_wanted.emit(self._visit))
        self._print.clicked.connect(lambda: self.print_wanted.emit(self._visit))
        self._letter.clicked.connect(lambda: self.letter_wanted.emit(self._visit))
        self._why.clicked.connect(lambda: self.why_wanted.emit(self._visit))
        self._correct.clicked.connect(lambda: self.correct.emit(self._visit))
        self._translate()

    @property
    def visit(self) -> VisitRow | None:
        return self._visit

    def show_visit(self, visit: VisitRow) -> None:
        """Put a saved visit on screen."""
        self._visit = visit
        self._text.show_form(visit.form)
        self._print.setEnabled(bool(visit.form.prescriptions))
        ending = visit.form.outcome in ("referred", "died") or visit.form.referred_in is not None
        self._letter.setVisible(ending and not self._reads_only)
        self._translate()
        self._back.setFocus()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._back.set_text(self.tr("Back"), tip=self.tr("Back to the page (Esc)"))
        self._print.set_text(self.tr("Print prescription"))
        self._papers.set_text(self.tr("Papers …"), tip=self.tr("Papers of this visit (Ctrl+Shift+P)"))
        self._letter.set_text(self.tr("Print letter"), tip=self.tr("Print letter (Ctrl+Shift+L)"))
        self._correct.set_text(self.tr("Correct"))
        self._why.set_text(
            self.tr("On the &forms"), tip=self.tr("Where the forms count this visit, and why not")
        )
        visit = self._visit
        if visit is not None:
            self._header.set_title(self.tr("Visit of {0}").format(telling.day(visit.form.visit_date)))
            saved = f"{local(visit.saved_at):%d/%m/%Y %H:%M}"
            self._header.set_line(
                self.tr("{0}, saved {1}, version {2}").format(visit.clinician or "-", saved, visit.version)
            )
