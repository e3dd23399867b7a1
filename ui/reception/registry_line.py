"""The quiet line under the registration form that asks the client registry, and what comes of it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from sync.registry.candidate import Found, LookUp
from sync.registry.desk import RegistryRow
from ui.qt.tasks import Failed
from ui.reception.register_form import RegisterForm
from ui.reception.registry_asking import RegistryAsking
from ui.reception.registry_compare import Line, Said, compared, said_on_form
from ui.reception.registry_list import RegistryList
from ui.screen import ScreenContext
from ui.widgets.buttons import Button
from ui.widgets.field import TextField
from ui.widgets.layout import column, words

_PAUSE_MS = 250


class RegistryLine(QWidget):
    """Stands under the form while a registry is set up and answers; ``results`` goes beside the form.

    Choosing somebody fills empty fields and keeps the registry's number for the patient who is registered.
    What was typed stays, and stands beside what the registry says.

    Signals:
        offered: whether a registry is set up at all.
    """

    offered = Signal(bool)

    def __init__(
        self, *, context: ScreenContext, form: RegisterForm, failed: Failed, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("registryLine")
        self._context, self._form = context, form
        self._today = context.clinic.work.clock.today
        self._standing: RegistryRow | None = None
        self._filled: dict[str, str] = {}
        self._sentence = ""
        self.asking = RegistryAsking(context=context, failed=failed, parent=self)
        self.results = RegistryList(today=self._today(), parent=parent)
        self.button = Button("askRegistry", kind="quiet", shortcut="Ctrl+R", parent=self)
        self.told = words(role="small", wrap=True, parent=self)
        self.told.setObjectName("registrySilence")
        lines = column(self, spacing=0)
        lines.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        lines.addWidget(self.told)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._compare_again)
        self.button.clicked.connect(self._press)
        self.asking.standing_read.connect(self._stands)
        self.asking.busy.connect(lambda _busy: self._translate())
        self.asking.answered.connect(self._answered)
        self.asking.silent.connect(self._silent)
        self.results.chosen.connect(self._choose)
        self.results.taken.connect(self._take)
        self.results.undone.connect(self._undo)
        self.results.closed.connect(self._close)
        self.results.opened.connect(context.open_patient)
        form.edited.connect(self._pause.start)
        form.who_changed.connect(self._pause.start)
        form.began.connect(self._leave)
        self._translate()

    def stand_beside(self, left: QVBoxLayout, table: QWidget, search: QLineEdit) -> None:
        """Put what the registry knows in the place of the table while there is something; searching ends it.

        Args:
            left: the column beside the form.
            table: what stands there otherwise.
            search: where patients of this facility are looked for.
        """
        left.insertWidget(left.indexOf(table) + 1, self.results, 1)
        self.results.fronted.connect(table.setHidden)
        search.textEdited.connect(self.results.clear)

    def read(self) -> None:
        """Look whether there is a registry to ask."""
        self.asking.read_standing()

    def stop(self) -> None:
        """The person goes on: nothing is waited for."""
        self.asking.give_up()

    def _stands(self, standing: RegistryRow | None) -> None:
        self._standing = standing
        self.offered.emit(standing is not None)
        self._translate()

    @property
    def _is_enough(self) -> bool:
        """Name, sex and birth, or a NIDA number."""
        form = self._form.half_form()
        if self._context.sync.registry.terms_of(form).nida:
            return True
        born = form.birth_date is not None or form.age_years is not None
        return bool(form.first_name and form.last_name and form.sex and born)

    def _press(self) -> None:
        if self.asking.is_asking:
            self.asking.give_up()
            return
        self._sentence = ""
        terms = self._context.sync.registry.terms_of(self._form.half_form())
        if terms.is_enough:
            self.asking.ask(terms)

    def _answered(self, answer: LookUp) -> None:
        self._sentence = "" if answer.found else self.tr("Nobody like this in the registry.")
        if answer.found:
            self.results.show_answer(answer, self._said())
        else:
            self.results.clear()
        self._translate()

    def _silent(self, sentence: str) -> None:
        self._sentence = sentence
        self._translate()

    # taking over -----------------------------------------------------------------------------------------

    def _said(self) -> Said:
        return said_on_form(self._form.half_form(), today=self._today())

    def _choose(self, found: Found) -> None:
        """Fill what is empty; what was typed stays."""
        lines = compared(found.candidate, self._said(), today=self._today())
        self._filled = {line.name: line.entry for line in lines if line.fills}
        for name, entry in self._filled.items():
            self._put(name, entry)
        self._form.registry_id = next(iter(found.candidate.ids), None)
        self._form.unfold()
        self._tell_form()
        self.results.show_chosen(found, self._said(), tuple(self._filled))

    def _take(self, line: Line) -> None:
        """A person saw both and takes the registry's words."""
        self._put(line.name, line.entry)
        self._tell_form()
        found = self.results.found
        if found is not None:
            self.results.show_chosen(found, self._said(), tuple(self._filled))

    def _undo(self) -> None:
        """It is somebody else: what was filled in and not touched since goes again."""
        for name, entry in self._filled.items():
            if self._reads(name) == entry:
                self._put(name, "")
        self._filled, self._form.registry_id = {}, None
        self._tell_form()
        if self.results.answer is not None:
            self.results.show_answer(self.results.answer, self._said())

    def _put(self, name: str, entry: str) -> None:
        if name == "sex":
            self._form.sex.bar.choose(entry or None)
            return
        field = self._form.fields()[name]
        if isinstance(field, TextField):
            field.set_text(entry)
            field.set_error(None)

    def _reads(self, name: str) -> str:
        if name == "sex":
            return self._form.sex.code or ""
        field = self._form.fields()[name]
        return field.text() if isinstance(field, TextField) else ""

    def _tell_form(self) -> None:
        self._form.edited.emit()
        self._form.who_changed.emit()

    def _compare_again(self) -> None:
        self.results.say_again(self._said())
        self._translate()

    def _close(self) -> None:
        self.results.clear()
        self._form.focus_first()

    def _leave(self) -> None:
        """The form is for somebody else now."""
        self.stop()
        self._filled, self._sentence = {}, ""
        self.results.clear()
        self._translate()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._sentence = ""
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        standing = self._standing
        new = self._form.corrected is None
        ready = standing is not None and standing.is_ready and new and self._is_enough
        self.button.setVisible(ready or self.asking.is_asking)
        self.told.setVisible(bool(self._sentence) and not self.asking.is_asking)
        self.told.setText(self._sentence)
        self.setVisible(not self.button.isHidden() or not self.told.isHidden())
        if self.asking.is_asking:
            self.button.set_text(self.tr("Asking the national registry … stop"))
        else:
            self.button.set_text(self.tr("Look up in the national registry  (Ctrl+R)"))
