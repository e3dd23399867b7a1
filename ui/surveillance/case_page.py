"""One case form on screen: definition, boxes, save and print, the call, the decision that it is none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QScrollArea, QWidget

from emr_desktop.changes import Written
from emr_desktop.errors import ValidationError
from emr_desktop.printing.case_form import case_form_pdf
from emr_desktop.reference.notifiable import conditions
from emr_desktop.surveillance.rows import NotificationForm, NotificationRow
from ui.qt.messages import shown_by
from ui.qt.paper_printer import PaperPrinter
from ui.screen import ScreenContext
from ui.surveillance.case_fields import CaseFields
from ui.surveillance.case_texts import form_from, texts_of
from ui.surveillance.telling import condition_name, steps_line
from ui.theme import GRID
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.confirm_bar import ConfirmBar
from ui.widgets.form_keys import FormKeys
from ui.widgets.layout import Card, PageHeader, column, words


class CasePage(QWidget):
    """``begin(form, texts)`` for a new one, ``show_row(row)`` for a saved one.

    Signals:
        back: enough seen.
        typed: a field's name and text, for the draft.
        decided: the row after a save, a call, a print, a decision.
    """

    back = Signal()
    typed = Signal(str, str)
    decided = Signal(object)

    def __init__(self, *, context: ScreenContext, banner: Banner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("casePage")
        self._context, self._banner = context, banner
        self._form: NotificationForm | None = None
        self._row: NotificationRow | None = None
        self._texts: dict[str, str] = {}
        self._saving = False
        self._failed = shown_by(
            language=lambda: context.language.code,
            field=self._point_at,
            banner=banner.show_message,
            trouble=context.trouble,
        )
        self._printer = PaperPrinter(context=context, banner=banner, failed=self._failed, parent=self)
        self._header = PageHeader(self)
        self.confirm = ConfirmBar(self)
        self._steps = words(role="tag", parent=self)
        self._steps.setObjectName("caseSteps")
        self._definition = words(wrap=True, parent=self)
        self._definition.setObjectName("caseDefinition")
        self._specimen = words(role="quiet", wrap=True, parent=self)
        self._unconfirmed = words(role="small", wrap=True, parent=self)
        self.fields = CaseFields(
            language=context.language, today=context.clinic.work.clock.today, parent=self
        )
        self.fields.typed.connect(self._typed)
        self._save = Button("saveCase", kind="primary", parent=self)
        self._phone = Button("phoneCase", parent=self)
        self._print = Button("printCase", parent=self)
        self._none = Button("notACase", parent=self)
        self._void = Button("voidCase", parent=self)
        self._back = Button("caseBack", parent=self)
        self._lay_out()
        self._save.clicked.connect(self.save)
        self._phone.clicked.connect(self._ask_phone)
        self._print.clicked.connect(self.print_form)
        self._none.clicked.connect(self._ask_none)
        self._void.clicked.connect(self._ask_void)
        self._back.clicked.connect(self.back)
        FormKeys(self, save=self.save, back=self._step_back)
        self._translate()

    def _lay_out(self) -> None:
        for button in (self._back, self._void, self._none, self._phone, self._print, self._save):
            self._header.add_action(button)
        page = column(self)
        page.addWidget(self._header)
        page.addWidget(self.confirm)
        about = Card(self)
        about.body.addWidget(self._steps, 0, Qt.AlignmentFlag.AlignLeft)
        for label in (self._definition, self._specimen, self._unconfirmed):
            about.body.addWidget(label)
        page.addWidget(about)
        holder = Card()
        holder.body.addWidget(self.fields)
        holder.body.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(holder)
        page.addWidget(area, 1)
        page.setSpacing(GRID)

    # what is on the page -------------------------------------------------------------------------------

    @property
    def row(self) -> NotificationRow | None:
        """The saved form on the page."""
        return self._row

    def begin(self, form: NotificationForm, texts: dict[str, str]) -> None:
        """A form that is not saved yet; ``texts`` is what was typed before, or empty."""
        self._form, self._row = form, None
        self._texts = texts_of(form) | texts
        self._show()
        self.fields.start()

    def show_row(self, row: NotificationRow) -> None:
        """A saved form, or the decision that it is not a case."""
        self._row = row
        self._form = replace(row.form, expected_version=row.version)
        self._texts = texts_of(row.form)
        self._show()
        (self._phone if "to_phone" in row.steps else self._back).setFocus()

    def _show(self) -> None:
        row = self._row
        open_for_writing = row is None or (row.kind == "case" and row.voided_at is None)
        self.confirm.clear()
        self.fields.show_texts(self._texts, enabled=open_for_writing)
        self._save.setVisible(open_for_writing)
        self._none.setVisible(row is None)
        for button in (self._phone, self._print):
            button.setVisible(row is not None and row.kind == "case" and row.voided_at is None)
        self._void.setVisible(row is not None and row.voided_at is None)
        self._translate()

    def _typed(self, name: str, text: str) -> None:
        self._texts[name] = text
        self.typed.emit(name, text)

    def _point_at(self, field: str, text: str) -> bool:
        return self.fields.point_at(field, text)

    def _step_back(self) -> None:
        if self.confirm.text:
            self.confirm.clear()
        else:
            self.back.emit()

    # doing ---------------------------------------------------------------------------------------------

    def _wanted(self) -> NotificationForm | None:
        if self._form is None:
            return None
        try:
            return form_from(self._form, self._texts, today=self._context.clinic.work.clock.today())
        except ValidationError as wrong:
            self._failed(wrong)
            return None

    def save(self) -> None:
        """Save the form, print it, and ask for the call; pressing twice saves once."""
        form = self._wanted()
        if form is None or self._saving or not self._save.isVisible():
            return
        self._saving = True

        def done(written: Written[NotificationRow]) -> None:
            self._saving = False
            first = self._row is None
            self._took(written)
            if first:
                self.print_form()
                self._ask_phone()

        def failed(error: BaseException) -> None:
            self._saving = False
            self._failed(error)

        notifications = self._context.clinic.notifications
        self._context.tasks.run(self, lambda: notifications.save(form), done=done, failed=failed)

    def print_form(self) -> None:
        """Print the saved form and keep that it was printed."""
        row = self._row
        if row is None or row.kind != "case":
            return
        facility, language = self._context.clinic.work.facility, self._context.language.code
        self._printer.print_it(
            lambda: case_form_pdf(row, facility, language=language), name="case-notification"
        )
        notifications = self._context.clinic.notifications
        self._run(lambda: notifications.mark_printed(row.form.id))

    def _ask_phone(self) -> None:
        row = self._row
        if row is None:
            return
        self.confirm.ask(
            self.tr("Phone the council's surveillance officer now. Whom did you tell?"),
            yes=self.tr("Told by phone"),
            then=lambda who: self._run(
                lambda: self._context.clinic.notifications.mark_phoned(row.form.id, to=who)
            ),
            reason=self.tr("Name or office"),
            again=self._ask_phone,
        )

    def _ask_none(self) -> None:
        form = self._wanted()
        if form is None:
            return
        self.confirm.ask(
            self.tr("Not a case by this definition? The reason is kept."),
            yes=self.tr("Not a case"),
            then=lambda reason: self._run(
                lambda: self._context.clinic.notifications.not_a_case(form, reason=reason)
            ),
            reason=self.tr("Reason"),
            again=self._ask_none,
        )

    def _ask_void(self) -> None:
        row = self._row
        if row is None:
            return
        self.confirm.ask(
            self.tr("Take this form back? It stays readable and leaves the list."),
            yes=self.tr("Take back"),
            then=lambda reason: self._run(
                lambda: self._context.clinic.notifications.void(row.form.id, reason=reason)
            ),
            reason=self.tr("Reason"),
            again=self._ask_void,
        )

    def _run(self, verb: Callable[[], Written[NotificationRow]]) -> None:
        self._context.tasks.run(self, verb, done=self._took, failed=self._failed)

    def _took(self, written: Written[NotificationRow]) -> None:
        asking = self.confirm.text
        row = written.value
        self._row, self._form = row, replace(row.form, expected_version=row.version)
        self._texts = texts_of(row.form)
        if asking:
            self._say_steps()
        else:
            self._show()
            self._back.setFocus()
        self.decided.emit(row)

    # words ---------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _say_steps(self) -> None:
        row, code = self._row, self._context.language.code
        number = "" if row is None or row.number is None else f"{row.number}: "
        self._steps.setText(
            self.tr("Not saved yet") if row is None else number + steps_line(row, language=code)
        )

    def _translate(self) -> None:
        code = self._context.language.code
        self._save.set_text(
            self.tr("Save and print") if self._row is None else self.tr("Save changes"),
            tip=self.tr("Save (Ctrl+Enter)"),
        )
        self._phone.set_text(self.tr("Told by phone …"))
        self._print.set_text(self.tr("Print"))
        self._none.set_text(self.tr("Not a case …"))
        self._void.set_text(self.tr("Take back …"))
        self._back.set_text(self.tr("Back"), tip=self.tr("Back (Esc)"))
        form = self._form
        if form is None:
            return
        self._header.set_title(condition_name(form.condition, language=code))
        condition = conditions().get(form.condition)
        if condition is not None:
            self._definition.setText(self.tr("Suspected case: {0}").format(condition.case(code)))
            self._specimen.setText(self.tr("Specimen: {0}").format(condition.specimen(code)))
            within = self.tr("Notify the council within {0} hours.").format(condition.deadline_hours)
            doubt = self.tr("Not confirmed against the national guideline.")
            self._unconfirmed.setText(f"{within} {doubt}" if condition.state == "unconfirmed" else within)
        self._say_steps()
