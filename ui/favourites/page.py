"""Administration: what this facility usually gives for a diagnosis, put in use by the in-charge."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from emr_desktop.access.permissions import may
from emr_desktop.changes import Written
from emr_desktop.errors import ValidationError
from emr_desktop.favourites.rows import UsualForm, UsualRow
from emr_desktop.favourites.rules import read_lines
from emr_desktop.reference.catalogue import search_diagnoses
from ui.consultation import telling
from ui.screen import ScreenContext
from ui.widgets.choice_bar import ChoiceField
from ui.widgets.field import Field, TextField
from ui.widgets.list_editor import ListEditor
from ui.widgets.picker import Choice
from ui.widgets.picker_field import PickerField
from ui.widgets.table import Column

_OFF, _IN_USE = "off", "in_use"


class UsualPage(ListEditor[UsualRow]):
    """Nothing is offered at the consultation before it is put in use here."""

    def __init__(self, *, context: ScreenContext, parent: QWidget | None = None) -> None:
        self._context = context
        manages = may(context.clinic.work.actor.roles, "favourite.manage")
        super().__init__(
            "usual",
            self._columns(),
            language=context.language,
            trouble=context.trouble,
            may_save=manages,
            may_remove=manages,
            parent=parent,
        )
        self.leave.hide()  # a tab, not a page over another
        self.name = TextField("usualName", longest=60, required=True, parent=self)
        self.diagnosis = PickerField("usualDiagnosis", self._find, free=False, required=True, parent=self)
        self._lines = QPlainTextEdit(self)
        self._lines.setTabChangesFocus(True)
        self._lines.setFixedHeight(5 * self._lines.fontMetrics().lineSpacing() + 16)
        self.lines = Field("usualLines", self._lines, parent=self)
        self.tests = TextField("usualTests", parent=self)
        self.advice = TextField("usualAdvice", longest=300, parent=self)
        self.state = ChoiceField("usualState", parent=self)
        self.add_fields(
            ("name", self.name),
            ("icd10", self.diagnosis),
            ("lines", self.lines),
            ("tests", self.tests),
            ("advice", self.advice),
            ("state", self.state),
        )
        self._translate()
        self.fill(None)

    def _columns(self) -> tuple[Column[UsualRow], ...]:
        return (
            Column(lambda: self.tr("Name"), lambda row: row.form.name, stretch=True),
            Column(lambda: self.tr("Diagnosis"), self._diagnosis, stretch=True),
            Column(
                lambda: self.tr("Medicines"),
                lambda row: ", ".join(telling.medicine_name(line.medicine) for line in row.form.lines),
                stretch=True,
                tip=lambda row: "\n".join(line.text for line in row.form.lines),
            ),
            Column(
                lambda: self.tr("State"),
                lambda row: self._states()[_IN_USE if row.form.in_use else _OFF],
            ),
            Column(lambda: self.tr("By"), lambda row: row.changed_by or "", spare=1),
        )

    def read(self) -> None:
        """Read the list; called when the tab comes to the front."""
        self.table.show_loading()
        self._context.tasks.run(
            self,
            self._context.clinic.favourites.all,
            done=self._show,
            failed=self.table.unless(self._failed),
            key="usual",
        )

    def _show(self, rows: Sequence[UsualRow]) -> None:
        self.table.show_rows(rows)
        self.remove_button.setEnabled(bool(rows))

    # verbs ---------------------------------------------------------------------------------------------

    def save(self) -> None:
        if not self._may_save or not self.save_button.isEnabled():
            return
        try:
            form = self._form()
        except ValidationError as problem:
            self._failed(problem)
            return
        self._write(lambda: self._context.clinic.favourites.save(form))

    def _form(self) -> UsualForm:
        picked = self.diagnosis.code
        if self.diagnosis.text() and not isinstance(picked, tuple):
            raise ValidationError("icd10", "consultation.not_picked", text=self.diagnosis.text())
        icd10, concept = picked if isinstance(picked, tuple) else ("", None)
        return UsualForm(
            id=self.own_id,
            name=self.name.text(),
            icd10=icd10,
            concept=concept,
            lines=read_lines(self._lines.toPlainText()),
            tests=tuple(code.casefold() for code in self.tests.text().replace(",", " ").split()),
            advice=self.advice.text_or_none(),
            in_use=self.state.code == _IN_USE,
            expected_version=None if self.correcting is None else self.correcting.form.expected_version,
        )

    def remove(self, line: UsualRow, reason: str) -> None:
        self._write(lambda: self._context.clinic.favourites.void(line.id, reason=reason))

    def _write(self, work: Callable[[], Written[tuple[UsualRow, ...]]]) -> None:
        self.save_button.setEnabled(False)

        def done(written: Written[tuple[UsualRow, ...]]) -> None:
            self.save_button.setEnabled(True)
            self._show(written.value)
            self.begin()

        def failed(error: BaseException) -> None:
            self.save_button.setEnabled(True)
            self._failed(error)

        self._context.tasks.run(self, work, done=done, failed=failed)

    # what is on show -----------------------------------------------------------------------------------

    def id_of(self, line: UsualRow) -> uuid.UUID:
        return line.id

    def fill(self, line: UsualRow | None) -> None:
        form = None if line is None else line.form
        self.name.set_text("" if form is None else form.name)
        if line is None or form is None:
            self.diagnosis.show_value("")
        else:
            self.diagnosis.show_value(self._diagnosis(line), (form.icd10, form.concept))
        self._lines.setPlainText("" if form is None else "\n".join(each.text for each in form.lines))
        self.tests.set_text("" if form is None else ", ".join(form.tests))
        self.advice.set_text("" if form is None else form.advice)
        self.state.bar.choose(_IN_USE if form is not None and form.in_use else _OFF)

    def removing(self, line: UsualRow) -> str:
        return self.tr("Take the usual treatment “{0}” away?").format(line.form.name)

    def _diagnosis(self, row: UsualRow) -> str:
        return telling.name_of(row.form.icd10, row.form.concept, language=self._language.code)

    def _find(self, text: str) -> Sequence[Choice]:
        hits = search_diagnoses(text, language=self._language.code, limit=20)
        return [
            Choice((hit.icd10, hit.concept.code if hit.concept else None), hit.name, hit.icd10, hit.matched)
            for hit in hits
        ]

    def _states(self) -> dict[str, str]:
        return {_OFF: self.tr("Off"), _IN_USE: self.tr("In use")}

    def translate(self) -> None:
        self.header.set_title(self.tr("Usual treatments"))
        self.header.set_line(
            self.tr(
                "Offered at the consultation for their diagnosis (Ctrl+T); every check still looks at them"
            )
        )
        self.table.view.setAccessibleName(self.tr("Usual treatments"))
        self.table.set_empty_text(
            self.tr(
                "None yet. Write what your clinicians usually give, by your guidelines, and put it in use."
            )
        )
        self.name.set_label(self.tr("Name"))
        self.diagnosis.set_label(self.tr("Diagnosis"))
        self.diagnosis.picker.setPlaceholderText(self.tr("Two letters, or ICD-10"))
        self.lines.set_label(self.tr("Medicines"))
        self.lines.set_help(
            self.tr("One a line: par500 2 tds 3/7. Without a dose, the rules by weight and age.")
        )
        self.tests.set_label(self.tr("Tests"))
        self.tests.set_help(self.tr("Codes with a comma between: mrdt, hb"))
        self.advice.set_label(self.tr("Advice"))
        self.state.set_label(self.tr("State"))
        self.state.bar.offer(list(self._states().items()))
