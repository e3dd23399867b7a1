"""A stack of paper visits, one after the other: the day stays, Ctrl+Enter saves and takes the next sheet."""

from __future__ import annotations

import uuid

from PySide6.QtCore import QEvent
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from emr_desktop.changes import Written
from emr_desktop.errors import ValidationError
from emr_desktop.patients.rows import PatientRow
from emr_desktop.prescribing.rows import Finding
from emr_desktop.reference.catalogue import answer_name
from emr_desktop.visits.rows import VisitRow
from ui.late.closed_note import ClosedNote
from ui.late.entered_note import EnteredNote
from ui.late.entry import DECIMALS, TEXTS, PaperVisit, next_number
from ui.late.given import GivenBox
from ui.late.keeping import LateKeeper, SheetDraft
from ui.late.newcomer import Newcomer
from ui.late.patient_search import PatientSearch
from ui.late.saving import save_sheet
from ui.late.written import WrittenBox
from ui.qt.messages import shown_by
from ui.reception.names import first_words
from ui.reports.beside_page import BesidePage
from ui.screen import ScreenContext
from ui.theme import GRID
from ui.theme.sizes import follow_text
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.choice_bar import ChoiceField
from ui.widgets.day_field import DayField
from ui.widgets.field import Field, TextField
from ui.widgets.flow import Flow
from ui.widgets.form_keys import FormKeys, focus_next
from ui.widgets.layout import Card, PageHeader, column, words
from ui.widgets.picker import Picker
from ui.widgets.scrolled import Scrolled

_OUTCOMES = ("home", "referred", "admitted", "died")


class LatePage(BesidePage):
    """Fields in the order of the paper form."""

    def __init__(self, *, context: ScreenContext, banner: Banner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("latePage")
        self._context, self._clinic, self._language = context, context.clinic, context.language
        self._today = context.clinic.work.clock.today
        self._visit = PaperVisit()
        self._patient: PatientRow | None = None
        self._saving = False
        self._failed = shown_by(
            language=lambda: context.language.code,
            field=self._point_at,
            banner=banner.show_message,
            trouble=context.trouble,
        )
        self._header = PageHeader(self)
        self._back = Button("lateBack", parent=self)
        self._save = Button("saveLate", kind="primary", parent=self)
        self.day = DayField(
            "lateDay", language=context.language, today=self._today, required=True, parent=self
        )
        self.number = TextField("lateNumber", longest=20, parent=self)
        self._closed = ClosedNote(context=context, failed=self._failed, parent=self)
        self._finding = PatientSearch(context=context, failed=self._failed, parent=self)
        self.picker = Picker(search=self._finding.look, parent=self)
        self.patient = Field("latePatient", self.picker, parent=self)
        self._chosen = words(role="name", parent=self)
        self._chosen.setObjectName("lateChosen")
        self._space = QWidget(self)  # keeps the buttons at the right while neither is on show
        self._new = Button("lateNewPatient", parent=self)
        self._other = Button("lateOtherPatient", parent=self)
        self.newcomer = Newcomer(language=context.language, today=self._today, parent=self)
        self.payer = ChoiceField("latePayer", parent=self)
        self.malaria = ChoiceField("lateMalaria", parent=self)
        self.outcome = ChoiceField("lateOutcome", parent=self)
        self.texts = {name: TextField(_camel(name), longest=2000, parent=self) for name in TEXTS}
        self.written = WrittenBox(language=context.language, parent=self)
        self.given = GivenBox(language=context.language, parent=self)
        self._keeper = LateKeeper(
            context=context, read=self._as_typed, banner=banner, failed=self._failed, parent=self
        )
        self._done = EnteredNote(self)
        self._lay_out()
        self._wire()
        self._translate()
        self._begin()

    def _lay_out(self) -> None:
        self._header.add_action(self._back)
        self._header.add_action(self._save)
        page = column(self)
        page.addWidget(self._header)
        inner = QWidget(self)
        inner.setProperty("panel", "scrolled")
        page.addWidget(Scrolled(inner, self), 1)
        page = column(inner)
        who = Card(self)
        top = Flow(self, spacing=2 * GRID, bottom=True)
        for button in (self._new, self._other):
            button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        for field in (self.day, self.number):
            follow_text(field, width=20 * GRID)
            top.add(field)
        top.add(self.patient, 1, least=24 * GRID)
        top.add(self._chosen, 1, least=24 * GRID)
        top.add(self._space, 1)
        top.add(self._new)
        top.add(self._other)
        who.body.addWidget(self._closed)
        who.body.addWidget(top)
        who.body.addWidget(self.newcomer)
        page.addWidget(who)
        what = Card(self)
        lines: tuple[tuple[tuple[QWidget, int, int], ...], ...] = (
            (
                (self.payer, 3, 32),
                (self.texts["weight_kg"], 1, 12),
                (self.texts["temperature_c"], 1, 12),
                (self.texts["blood_pressure"], 1, 12),
            ),
            ((self.texts["complaint"], 4, 32), (self.malaria, 2, 24)),
            ((self.written, 1, 32),),
            ((self.texts["advice"], 1, 32), (self.outcome, 1, 32)),
            ((self.given, 1, 32),),
        )
        for fields in lines:
            line = Flow(self, spacing=2 * GRID)
            for each, share, least in fields:
                line.add(each, share, least=least * GRID)
            what.body.addWidget(line)
        page.addWidget(what)
        page.addWidget(self._done)
        page.addStretch(1)

    def _wire(self) -> None:
        self._back.clicked.connect(self.back)
        self._save.clicked.connect(lambda: self.save())
        self.given.answered.connect(lambda: self.save(given=self.given.keys))
        self.written.edited.connect(self._touch)
        self._keeper.taken_up.connect(self._take_up)
        self._new.clicked.connect(self._begin_newcomer)
        self._other.clicked.connect(self._choose_other)
        self.day.edit.editingFinished.connect(self._look_whether_closed)
        self.picker.picked.connect(lambda choice: self._take_patient(choice.key))
        self.picker.passed.connect(lambda: focus_next(self))
        for field in (self.number, self.payer, self.malaria, self.outcome, *self.texts.values()):
            field.edited.connect(self._touch)
        for field in self.newcomer.fields().values():
            field.edited.connect(self._touch)
        FormKeys(self, save=self.save, back=self.back.emit)

    def opened(self) -> None:
        """Begin with the day; a sheet that was begun and not saved is offered again."""
        self.day.editor.setFocus()
        self._keeper.offer()

    def hideEvent(self, event: QHideEvent) -> None:
        self._keeper.keep_now()
        super().hideEvent(event)

    # one sheet -----------------------------------------------------------------------------------------

    def _begin(self) -> None:
        """An empty sheet; day, number on and payer stay."""
        payer = self.payer.code or "cash"
        self._visit = PaperVisit(payer=payer)
        self._patient = None
        for field in self.texts.values():
            field.set_text("")
            field.set_error(None)
        self.written.show_visit(self._visit)
        self.payer.bar.choose(payer)
        self.outcome.bar.choose("home")
        self.malaria.bar.choose("")
        self.picker.clear()
        self.newcomer.begin()
        self.given.clear()
        self._show_who(new=False)
        self._keeper.stop()

    # the sheet as it is typed --------------------------------------------------------------------------

    def _touch(self) -> None:
        self.given.clear()
        self._keeper.touch()

    def _take_typed(self) -> None:
        self._visit.number = self.number.text()
        self._visit.payer = self.payer.code or "cash"
        self._visit.outcome = self.outcome.code or "home"
        self._visit.malaria = self.malaria.code or ""
        self._visit.texts = {name: field.text() for name, field in self.texts.items()}

    def _as_typed(self) -> SheetDraft | None:
        """The sheet for its draft; None when nothing would be missed."""
        self._take_typed()
        new = None if self.newcomer.isHidden() else self.newcomer.content()
        return SheetDraft.made(self._visit, day=self.day.text(), patient=self._patient, newcomer=new)

    def _take_up(self, sheet: SheetDraft, patient: PatientRow | None) -> None:
        """Put a kept sheet back on the page."""
        self._begin()
        visit = self._visit = sheet.visit
        self.day.set_text(sheet.day)
        self.number.set_text(visit.number)
        for name, text in visit.texts.items():
            self.texts[name].set_text(text)
        for field, code in ((self.payer, visit.payer), (self.outcome, visit.outcome)):
            field.bar.choose(code)
        self.malaria.bar.choose(visit.malaria)
        self.written.show_visit(visit)
        if patient is not None:
            self._take_patient(patient)
        elif sheet.newcomer is not None:
            self.newcomer.put_back(sheet.newcomer)
            self._show_who(new=True)
            self.newcomer.first.editor.setFocus()
        else:
            self.picker.setFocus()

    # whose it is ---------------------------------------------------------------------------------------

    def _show_who(self, *, new: bool) -> None:
        known = self._patient is not None
        self.patient.setVisible(not known and not new)
        self._new.setVisible(not known and not new)
        self._chosen.setVisible(known)
        self._space.setVisible(new)
        self._other.setVisible(known or new)
        self.newcomer.setVisible(new)

    def _take_patient(self, patient: object) -> None:
        if isinstance(patient, PatientRow):
            self._patient = patient
            self._chosen.setText(f"{patient.full_name}  ·  {self._finding.told(patient)}")
            self._show_who(new=False)
            self.payer.bar.setFocus()
            self._touch()

    def _begin_newcomer(self) -> None:
        known = first_words(self.picker.text())
        self.newcomer.begin(known.first_name, known.last_name)
        self._show_who(new=True)
        self.newcomer.first.editor.setFocus()

    def _choose_other(self) -> None:
        self._patient = None
        self._show_who(new=False)
        self.picker.setFocus()
        self._touch()

    # saving --------------------------------------------------------------------------------------------

    def _look_whether_closed(self) -> None:
        try:
            day = self.day.value()
        except ValidationError:
            day = None
        self._closed.look(day)

    def save(self, *, given: frozenset[str] = frozenset()) -> None:
        """Save the sheet and take the next; somebody new is registered in the same go.

        Serious findings on its medicines are shown first, unless ``given`` (their keys) says that the
        medicines were given all the same.
        """
        if self._saving:
            return
        try:
            day = self.day.value("visit_date")
            if day is None:
                raise ValidationError("visit_date", "surveillance.day_unreadable")
            if self._patient is None and self.newcomer.isHidden():
                raise ValidationError("patient", "late.patient_missing")
            newcomer = None if self._patient is not None else self.newcomer.form()
            self._take_typed()
            known = self._patient.id if self._patient is not None else None
            form = self._visit.to_form(known or uuid.UUID(int=0), day)
        except ValidationError as wrong:
            self._failed(wrong)
            return
        self._saving = True
        clinic = self._clinic
        self._context.tasks.run(
            self,
            lambda: save_sheet(clinic, form, newcomer=newcomer, given=given),
            done=self._written,
            failed=self._not_saved,
        )

    def _written(self, written: Written[VisitRow] | tuple[Finding, ...]) -> None:
        if isinstance(written, Written):
            self._saved(written)
            return
        self._saving = False
        self.given.show_findings(written)

    def _not_saved(self, error: BaseException) -> None:
        self._saving = False
        self._failed(error)

    def _saved(self, written: Written[VisitRow]) -> None:
        self._saving = False
        visit = written.value
        self._done.add(visit)
        self._context.say(self.tr("Saved: {0}").format(visit.patient.full_name))
        self.number.set_text(next_number(self.number.text()))
        self.number.set_error(None)
        self._begin()
        self.picker.setFocus()

    def _point_at(self, field: str, text: str) -> bool:
        fields: dict[str, Field] = {
            "visit_date": self.day,
            "source_id": self.number,
            "patient": self.patient,
            "payer": self.payer,
            "outcome": self.outcome,
            "vitals.systolic": self.texts["blood_pressure"],
            "vitals.diastolic": self.texts["blood_pressure"],
            "vitals.blood_pressure": self.texts["blood_pressure"],
            "complaint": self.texts["complaint"],
            **{f"vitals.{name}": self.texts[name] for name in DECIMALS},
            **self.newcomer.fields(),
        }
        found = fields.get(field)
        if found is None and field.startswith("prescriptions."):
            found = self.written.order
        if found is None and field.startswith("diagnoses."):
            found = self.written.diagnoses
        if found is None:
            return False
        found.set_error(text)
        found.editor.setFocus()
        return True

    # words ---------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        code = self._language.code
        self._header.set_title(self.tr("Paper visits"))
        self._header.set_line(self.tr("The day stays. Ctrl+Enter saves and takes the next sheet."))
        self._back.set_text(self.tr("Back"), tip=self.tr("Back (Esc)"))
        self._save.set_text(self.tr("Save, next"), tip=self.tr("Save and take the next sheet (Ctrl+Enter)"))
        self.day.set_label(self.tr("&Day of the visit"))
        self.number.set_label(self.tr("Number on the sheet"))
        self.patient.set_label(self.tr("&Patient: name, number, phone"))
        self._new.set_text(self.tr("&New patient"))
        self._other.set_text(self.tr("&Other patient"))
        self.payer.set_label(self.tr("Payer"))
        self.payer.bar.offer(
            (
                ("cash", self.tr("Cash")),
                ("nhif", "NHIF"),
                ("chf", "CHF"),
                ("other_insurance", self.tr("Other insurance")),
                ("exempt", self.tr("Exempt")),
            )
        )
        labels = {
            "weight_kg": self.tr("Weight kg"),
            "temperature_c": self.tr("Temperature °C"),
            "blood_pressure": self.tr("BP"),
            "complaint": self.tr("Complaint"),
            "advice": self.tr("Advice"),
        }
        for name, label in labels.items():
            self.texts[name].set_label(label)
        self.malaria.set_label("mRDT")
        self.malaria.bar.offer(
            (
                ("", self.tr("Not done")),
                ("positive", answer_name("result", "positive", language=code)),
                ("negative", answer_name("result", "negative", language=code)),
            )
        )
        self.outcome.set_label(self.tr("Outcome"))
        self.outcome.bar.offer([(each, answer_name("outcome", each, language=code)) for each in _OUTCOMES])


def _camel(name: str) -> str:
    return "late" + "".join(part.title() for part in name.split("_"))
