"""Finding somebody who is registered in the client registry, and keeping the registry's number."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from emr_desktop.access.permissions import may
from emr_desktop.changes import Written
from emr_desktop.patients.rows import PatientRow, RegistryId
from sync.registry.candidate import Found, LookUp
from ui.qt.messages import shown_by
from ui.reception.registry_asking import RegistryAsking
from ui.reception.registry_compare import born_text, said_of_patient, sex_word
from ui.reception.registry_list import RegistryList
from ui.screen import ScreenContext
from ui.theme import GRID
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.form_keys import FormKeys
from ui.widgets.layout import Card, PageHeader, column, row, words


class RegistryPage(QWidget):
    """``open_for(patient)`` asks at once. The record's words are not changed here.

    Signals:
        back: the page is left.
    """

    back = Signal()

    def __init__(self, *, context: ScreenContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("registryPage")
        self._context = context
        self._patient: PatientRow | None = None
        self._sentence = ""
        self._may_link = may(context.clinic.work.actor.roles, "patient.change")
        self.banner = Banner(self)
        failed = shown_by(
            language=lambda: context.language.code,
            field=lambda _field, text: self._warn(text),
            banner=self.banner.show_message,
            trouble=context.trouble,
        )
        self._failed = failed
        self.asking = RegistryAsking(context=context, failed=failed, parent=self)
        self._header = PageHeader(self)
        self._leave_page = Button("registryBack", kind="quiet", parent=self)
        self._leave_page.clicked.connect(self.step_back)
        self._again = Button("registryAgain", shortcut="Ctrl+R", parent=self)
        self._again.clicked.connect(self._ask)
        self._header.add_action(self._again)
        self._header.add_action(self._leave_page)
        self._card = Card(self)
        self._known = words(wrap=True, parent=self)
        self._known.setObjectName("registryKnown")
        self._unlink = Button("registryUnlink", parent=self)
        self._unlink.clicked.connect(self._take_back)
        self._told = words(role="quiet", wrap=True, parent=self)
        self._told.setObjectName("registryState")
        line = row()
        line.addWidget(self._known, 1)
        line.addWidget(self._unlink)
        self._card.body.addLayout(line)
        self._card.body.addWidget(self._told)
        self.results = RegistryList(today=context.clinic.work.clock.today(), takes=False, parent=self)
        self.link = Button("registryLink", kind="primary", shortcut="Ctrl+Return", parent=self)
        self.results.under.addWidget(self.link)
        self.link.clicked.connect(self._link)
        page = column(self, spacing=GRID * 3 // 2)
        page.addWidget(self._header)
        page.addWidget(self.banner)
        page.addWidget(self._card)
        page.addWidget(self.results, 1)
        page.addStretch(0)
        self._filler = QWidget(self)
        page.addWidget(self._filler, 1)
        FormKeys(self, back=self.step_back)
        self.asking.busy.connect(lambda _busy: self._translate())
        self.asking.answered.connect(self._answered)
        self.asking.silent.connect(self._silent)
        self.results.chosen.connect(self._choose)
        self.results.undone.connect(self._choose_again)
        self.results.closed.connect(self._close)
        self._translate()

    def open_for(self, patient: PatientRow) -> None:
        """Read the patient as the record has it now, and ask."""
        self.banner.clear()
        self.results.clear()
        self._patient, self._sentence = None, ""
        self._translate()

        def done(now: PatientRow) -> None:
            self._patient = now
            self._ask()

        self._context.tasks.run(
            self,
            lambda: self._context.clinic.patients.get(patient.id),
            done=done,
            failed=self._failed,
            key="patient",
        )

    def step_back(self) -> bool:
        self.asking.give_up()
        self.back.emit()
        return True

    def _ask(self) -> None:
        patient = self._patient
        if patient is None or self.asking.is_asking:
            return
        self.banner.clear()
        self.results.clear()
        self._sentence = ""
        terms = self._context.sync.registry.terms_of_patient(patient)
        self.asking.ask(terms, patient_id=patient.id)

    def _answered(self, answer: LookUp) -> None:
        patient = self._patient
        if patient is None:
            return
        self._sentence = "" if answer.found else self.tr("The registry knows nobody like this.")
        if answer.found:
            self.results.show_answer(answer, said_of_patient(patient), own=patient.id)
            self.results.focus_first()
        self._translate()

    def _silent(self, sentence: str) -> None:
        self._sentence = sentence
        self._translate()

    def _choose(self, found: Found) -> None:
        patient = self._patient
        if patient is None:
            return
        self.banner.clear()
        here = found.here
        if here is not None and here.id != patient.id:
            self.banner.show_message(
                self.tr("{0}, {1}, has this number already. If it is the same person, merge the two.").format(
                    here.full_name, here.number
                ),
                kind="warn",
                action=self.tr("Open that record"),
                then=lambda: self._context.open_patient(here.id),
            )
            return
        if not found.candidate.ids:
            self._warn(self.tr("The registry tells no number of its own for this person: nothing to keep."))
            return
        self.results.show_chosen(found, said_of_patient(patient))
        self._translate()
        self.link.setFocus()

    def _choose_again(self) -> None:
        if self._patient is not None and self.results.answer is not None:
            said = said_of_patient(self._patient)
            self.results.show_answer(self.results.answer, said, own=self._patient.id)
        self._translate()

    def _close(self) -> None:
        self.results.clear()
        self._translate()

    def _link(self) -> None:
        patient, found = self._patient, self.results.found
        if patient is None or found is None:
            return
        number = found.candidate.ids[0]
        self._write(lambda: self._context.clinic.identifiers.link(patient.id, number), number, linked=True)

    def _take_back(self) -> None:
        patient = self._patient
        if patient is not None and patient.registry_ids:
            number = patient.registry_ids[-1]
            self._write(
                lambda: self._context.clinic.identifiers.unlink(patient.id, number), number, linked=False
            )

    def _write(self, verb: object, number: RegistryId, *, linked: bool) -> None:
        def done(written: Written[PatientRow]) -> None:
            self._patient = written.value
            self.results.clear()
            text = self.tr("Kept: {0}") if linked else self.tr("Taken back: {0}")
            self._context.say(text.format(number.value))
            self._translate()

        self._context.tasks.run(self, verb, done=done, failed=self._failed)  # type: ignore[arg-type]

    def _warn(self, text: str) -> bool:
        self.banner.show_message(text, kind="warn")
        return True

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._sentence = ""
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        patient = self._patient
        self._header.set_title(self.tr("National registry"))
        self._leave_page.set_text(self.tr("Back  (Esc)"))
        self._again.set_text(self.tr("Ask again"))
        self._again.setEnabled(patient is not None and not self.asking.is_asking)
        self._unlink.set_text(self.tr("&Not this person"), tip=self.tr("Take the number back"))
        self.link.set_text(self.tr("Keep this number"))
        self.link.setVisible(self.results.found is not None and self._may_link)
        self._filler.setVisible(self.results.isHidden())
        told = self.tr("Asking …") if self.asking.is_asking else self._sentence
        self._told.setText(told)
        self._told.setVisible(bool(told))
        ids = () if patient is None else patient.registry_ids
        self._unlink.setVisible(bool(ids) and self._may_link)
        if patient is None:
            self._card.set_heading("")
            self._known.setText("")
            return
        born = born_text(patient.birth_date, "day" if patient.birth_precision == "day" else "year")
        about = "  ·  ".join(part for part in (sex_word(patient.sex), born, patient.village) if part)
        self._card.set_heading(f"{patient.full_name}  ·  {patient.number}")
        known = ", ".join(each.value for each in ids)
        kept = (
            self.tr("Known there as {0}").format(known) if ids else self.tr("No number of the registry yet")
        )
        self._known.setText(f"{about}\n{kept}")
