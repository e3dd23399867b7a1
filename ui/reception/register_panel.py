"""The side of the reception where somebody is registered or corrected: form, likely duplicates, keys."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from emr_desktop.patients.rows import PatientRow
from emr_desktop.reference.localities import Place
from ui.frame.finding import PatientFinder
from ui.qt.tasks import Failed
from ui.reception.duplicates import DuplicatesBox
from ui.reception.form_keeper import FormKeeper
from ui.reception.likely import LikelyDuplicates
from ui.reception.names import FirstWords
from ui.reception.register_form import RegisterForm
from ui.reception.registering import Registering
from ui.reception.registry_line import RegistryLine
from ui.screen import ScreenContext
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.flow import Flow
from ui.widgets.form_keys import FormKeys
from ui.widgets.layout import column


class RegisterPanel(QWidget):
    """A form that keeps what it holds until it is saved or cleared.

    Signals:
        registered: the new patient.
        corrected: the patient as corrected.
        edited: something was typed.
        cleared: the form is empty again.
        took: the patient to correct is in the form.
    """

    registered = Signal(object)
    corrected = Signal(object)
    edited = Signal()
    cleared = Signal()
    took = Signal()

    def __init__(
        self,
        *,
        context: ScreenContext,
        banner: Banner,
        failed: Failed,
        back: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context, self._banner = context, banner
        work = context.clinic.work
        facility, today = work.facility, work.clock.today
        self.form = RegisterForm(
            language=context.language,
            today=today,
            home=Place(facility.region or "", facility.council or "", facility.ward or ""),
            search=PatientFinder(
                patients=context.clinic.patients,
                tasks=context.tasks,
                language=context.language,
                today=today(),
                failed=failed,
                parent=self,
            ),
            parent=self,
        )
        self.duplicates = DuplicatesBox(language=context.language, today=today(), parent=self)
        self.form.add_below(self.duplicates)
        self.registry = RegistryLine(context=context, form=self.form, failed=failed, parent=self)
        self.form.add_below(self.registry)
        self._save = Button("registerPatient", kind="primary", parent=self)
        self._empty = Button("clearForm", kind="quiet", parent=self)
        buttons = Flow(self)
        buttons.add(self._empty)
        buttons.push()
        buttons.add(self._save)
        page = column(self)
        page.addWidget(self.form, 1)
        page.addWidget(buttons)
        LikelyDuplicates(context=context, form=self.form, box=self.duplicates, failed=failed, parent=self)
        self._registering = Registering(context=context, form=self.form, failed=failed, parent=self)
        self._keeper = FormKeeper(context=context, form=self.form, banner=banner, failed=failed, parent=self)
        self._keeper.put_back.connect(self._took)
        self.form.edited.connect(self._keeper.touch)
        self._registering.busy.connect(self._show_busy)
        self._registering.registered.connect(self._registered)
        self._registering.corrected.connect(self._corrected)
        self._registering.overtaken.connect(self._overtaken)
        self._registering.took.connect(self._took)
        self._registering.not_linked.connect(failed)
        self.duplicates.chosen.connect(context.open_patient)
        self.form.edited.connect(self.edited)
        self._save.clicked.connect(self.save)
        self._empty.clicked.connect(self._wipe)
        FormKeys(self, save=self.save, back=back)
        self._translate()

    @property
    def heading(self) -> str:
        """What the card over the form is called."""
        corrected = self.form.corrected
        return self.tr("New patient  (Ctrl+N)") if corrected is None else corrected.number

    def read(self) -> None:
        """Read what helps while typing, and offer what was begun and not saved."""
        self._registering.read_places()
        self.registry.read()
        self._keeper.offer()

    def keep_now(self) -> None:
        """Keep what stands on the form without waiting."""
        self._keeper.keep_now()

    def begin(self, known: FirstWords) -> None:
        """Begin a new patient with what the search told, unless somebody is on the form already."""
        if self.form.is_empty:
            self.form.begin(known)
            self._translate()

    def begin_beside(self, patient: PatientRow) -> None:
        """Begin somebody who lives with this patient."""
        self.form.begin_beside(patient)
        self._translate()

    def correct(self, patient: PatientRow) -> None:
        """Read a patient into the form."""
        self._registering.correct(patient)

    def save(self) -> None:
        """Register, or keep the correction."""
        self._banner.clear()
        self._registering.save()

    def _wipe(self) -> None:
        """A person empties the form."""
        self._keeper.discard(self.form.patient_id)
        self.clear()

    def _show_busy(self, busy: bool) -> None:
        self._save.setEnabled(not busy)
        if busy:
            self._keeper.stop()
            self.registry.stop()
        else:
            self._keeper.touch()  # not saved: what stands there is still to be kept

    def clear(self) -> None:
        """Empty the form; the record of who was corrected stays as it was."""
        had_focus = self.isAncestorOf(self.focusWidget() or self)
        self.form.begin()
        self.duplicates.show_hints(())
        self._banner.clear()
        self._translate()
        if had_focus:
            self.form.focus_first()
        self.cleared.emit()

    def _took(self) -> None:
        self.duplicates.show_hints(())
        self._translate()
        self.took.emit()

    def _registered(self, patient: PatientRow) -> None:
        self.clear()
        self._context.say(self.tr("Registered: {0}, {1}").format(patient.full_name, patient.number))
        self.registered.emit(patient)

    def _corrected(self, patient: PatientRow) -> None:
        self.clear()
        self._context.say(self.tr("Corrected: {0}, {1}").format(patient.full_name, patient.number))
        self.corrected.emit(patient)

    def _overtaken(self, theirs: PatientRow) -> None:
        """Nothing typed is lost: it can be kept on top of what somebody else saved."""

        def keep_mine() -> None:
            self.form.take_version(theirs)
            self.save()

        self._banner.show_message(
            self.tr("Somebody else corrected {0} meanwhile. Look at the record again, or keep yours.").format(
                theirs.full_name
            ),
            kind="warn",
            action=self.tr("Keep mine"),
            then=keep_mine,
        )

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        if self.form.corrected is None:
            self._save.set_text(
                self.tr("Register  (Ctrl+Enter)"), tip=self.tr("Register and go on to the consultation")
            )
        else:
            self._save.set_text(self.tr("Keep  (Ctrl+Enter)"), tip=self.tr("Keep the correction"))
        self._empty.set_text(self.tr("Clear"))
