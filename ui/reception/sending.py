"""Sends the chosen patient in: a visit begins and waits at the first station."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from emr_desktop.access.permissions import may
from emr_desktop.changes import Written
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientRow
from emr_desktop.queue.rows import QueueRow, StartForm
from emr_desktop.visits.age import completed_months
from ui.consultation.suggesting import suggested_payer
from ui.qt.tasks import Failed
from ui.queue.telling import station_name
from ui.reception.chosen_card import ChosenCard
from ui.screen import ScreenContext


class Sending(QObject):
    """``read()`` when the screen comes to the front; the card offers it where the facility uses stations.

    Signals:
        sent: somebody waits now.
    """

    sent = Signal()

    def __init__(self, *, context: ScreenContext, card: ChosenCard, failed: Failed, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._card, self._failed = context, card, failed
        roles = context.clinic.work.actor.roles
        self._may_send = may(roles, "queue.start")
        self._may_treat = may(roles, "visit.save")
        self._stations: Sequence[str] = ()
        card.send_wanted.connect(self.send_chosen)

    def read(self) -> None:
        """Read which stations are in use."""
        if self._may_send:
            self._context.tasks.run(
                self,
                self._context.clinic.queue.stations,
                done=self._offer,
                failed=self._failed,
                key="stations",
            )

    @property
    def instead_of_opening(self) -> bool:
        """Whether Enter sends: for who does not treat patients, where there is somewhere to wait."""
        return self._may_send and not self._may_treat and bool(self._first)

    @property
    def _first(self) -> str:
        """Where patients wait first; the laboratory and the pharmacy are no beginning."""
        return next((each for each in self._stations if each in ("triage", "consultation")), "")

    def _offer(self, stations: Sequence[str]) -> None:
        self._stations = stations
        self._card.offer_sending(self._first)

    def send_chosen(self) -> None:
        """Send the patient on the card."""
        if self._card.hit is not None:
            self.send(self._card.hit.patient)

    def send(self, patient: PatientRow) -> None:
        """Begin a visit for a patient, with the payer that age and sex suggest."""
        queue, today = self._context.clinic.queue, self._context.clinic.work.clock.today()
        payer, exemption = suggested_payer(
            completed_months(patient.birth_date, max(today, patient.birth_date)), patient.sex
        )
        form = StartForm(id=new_id(), patient_id=patient.id, payer=payer, exemption=exemption)
        self._context.tasks.run(self, lambda: queue.start_visit(form), done=self._sent, failed=self._failed)

    def _sent(self, written: Written[QueueRow]) -> None:
        row = written.value
        station = station_name(row.station, self._context.language.code)
        self._context.say(self.tr("{0} waits now: {1}").format(row.patient.full_name, station))
        self.sent.emit()
