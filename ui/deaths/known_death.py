"""A death that is on record: what is known of it, and taking it back when the patient is alive."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from emr_desktop.access.permissions import may
from emr_desktop.changes import Written
from emr_desktop.patients.rows import PatientRow
from ui.qt.tasks import Failed
from ui.screen import ScreenContext
from ui.widgets.buttons import Button
from ui.widgets.confirm_bar import ConfirmBar
from ui.widgets.layout import Card, column, row, words
from ui.widgets.spoken_day import day_words


class KnownDeath(QWidget):
    """Signals: ``undone`` when the patient is on record as alive again."""

    undone = Signal()

    def __init__(self, *, context: ScreenContext, failed: Failed, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("knownDeath")
        self._context, self._failed = context, failed
        self._patient: PatientRow | None = None
        self._may = may(context.clinic.work.actor.roles, "death.undo")
        self.card = Card(self)
        self._text = words(wrap=True, parent=self)
        self._text.setObjectName("knownDeathText")
        self.card.body.addWidget(self._text)
        self.undo = Button("undoDeath", kind="danger", parent=self)
        self.undo.clicked.connect(self.ask)
        self.undo.setVisible(self._may)
        buttons = row()
        buttons.addWidget(self.undo)
        buttons.addStretch(1)
        self.card.body.addLayout(buttons)
        self.confirm = ConfirmBar(self)
        page = column(self)
        page.addWidget(self.card)
        page.addWidget(self.confirm)
        self._translate()

    def show_patient(self, patient: PatientRow) -> None:
        """Show the death of this patient."""
        self._patient = patient
        self.confirm.clear()
        self._translate()
        self.undo.setFocus()

    def ask(self) -> None:
        """Ask why the death is taken back."""
        patient = self._patient
        if patient is not None and self._may:
            self.confirm.ask(
                self.tr("Is {0} alive? The death is then taken back, and appointments count again.").format(
                    patient.full_name
                ),
                yes=self.tr("Take the death back"),
                reason=self.tr("Why? The reason is kept."),
                then=self._undo,
                again=self.ask,
            )

    def _undo(self, reason: str) -> None:
        patient = self._patient
        if patient is None:
            return

        def done(_written: Written[None]) -> None:
            self.undone.emit()

        self._context.tasks.run(
            self,
            lambda: self._context.clinic.deaths.undo(patient.id, reason=reason),
            done=done,
            failed=self._failed,
        )

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        tip = self.tr("Take the death back, with a reason")
        self.undo.set_text(self.tr("The patient is alive …"), tip=tip)
        if self._patient is not None:
            self._text.setText(
                self.tr("{0} is recorded as dead since {1}.").format(
                    self._patient.full_name, day_words(self._patient.died_on)
                )
            )
