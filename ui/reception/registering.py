"""Saves what stands on the form: a new patient, with household, or the correction of one."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from emr_desktop.changes import Changes, Written
from emr_desktop.errors import EmrError, StaleVersion, ValidationError
from emr_desktop.patients.rows import PatientRow
from emr_desktop.reference.localities import Place, warm_up
from ui.messages import sentence_for
from ui.qt.tasks import Failed
from ui.reception.register_form import RegisterForm
from ui.screen import ScreenContext


class Registering(QObject):
    """``save()``; what is wrong is said at its field by ``failed``.

    Signals:
        busy: whether a save is on its way.
        registered: the new patient.
        corrected: the patient as corrected.
        took: the patient to correct is in the form.
        not_linked: the patient is saved, but the registry's number could not be kept; carries the error.
        overtaken: somebody else corrected the patient meanwhile; carries what they saved.
    """

    busy = Signal(bool)
    registered = Signal(object)
    corrected = Signal(object)
    took = Signal()
    overtaken = Signal(object)
    not_linked = Signal(object)

    def __init__(
        self, *, context: ScreenContext, form: RegisterForm, failed: Failed, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context, self._form, self._failed = context, form, failed
        self._busy = False
        self._places_read = False

    def read_places(self) -> None:
        """Learn once where patients of this facility live, so that those places are suggested first."""
        if self._places_read:
            return
        self._places_read = True

        def done(places: tuple[Place, ...]) -> None:
            self._form.places.known = places

        def read() -> tuple[Place, ...]:
            warm_up()
            return self._context.clinic.patients.known_places()

        self._context.tasks.run(
            self,
            read,
            done=done,
            failed=self._failed,
            key="places",
        )

    def correct(self, patient: PatientRow) -> None:
        """Put a patient into the form, as the record has it now."""
        clinic = self._context.clinic

        def read() -> tuple[PatientRow, PatientRow | None]:
            now = clinic.patients.get(patient.id)
            return now, None if now.mother_id is None else clinic.patients.get(now.mother_id)

        def done(found: tuple[PatientRow, PatientRow | None]) -> None:
            self._form.correct(found[0], mother=found[1])
            self.took.emit()

        self._context.tasks.run(
            self,
            read,
            done=done,
            failed=self._failed,
            key="correct",
        )

    def save(self) -> None:
        """Register or correct; pressing twice saves once."""
        if self._busy:
            return
        try:
            form = self._form.form()
        except ValidationError as error:
            self._form.show_error(error.field, sentence_for(error, self._context.language.code))
            return
        corrects, beside = self._form.corrected is not None, self._form.lives_with
        number = self._form.registry_id
        refused: list[EmrError] = []
        clinic = self._context.clinic

        def write() -> Written[PatientRow]:
            written = clinic.patients.correct(form) if corrects else clinic.patients.register(form)
            changes = written.changes
            if beside is not None and written.value.household_id is None:
                joined = clinic.households.join(form.id, beside).changes
                changes = Changes(changes.kinds | joined.kinds, changes.patient_ids | joined.patient_ids)
            if number is not None:
                try:
                    clinic.identifiers.link(form.id, number)
                except EmrError as error:  # the patient is registered all the same
                    refused.append(error)
            return Written(written.value, changes)

        def done(written: Written[PatientRow]) -> None:
            self._set_busy(False)
            self._form.places.learn(written.value)
            (self.corrected if corrects else self.registered).emit(written.value)
            for error in refused:
                self.not_linked.emit(error)

        self._set_busy(True)
        self._context.tasks.run(self, write, done=done, failed=self._not_saved)

    def _not_saved(self, error: BaseException) -> None:
        self._set_busy(False)
        if isinstance(error, StaleVersion) and isinstance(error.current, PatientRow):
            self.overtaken.emit(error.current)
            return
        self._failed(error)

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.busy.emit(busy)
