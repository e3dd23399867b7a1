"""The list of who waits at a station, read anew after every change and every half minute while on show."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from emr_desktop.changes import Changes
from emr_desktop.clinic import Clinic
from emr_desktop.queue.rows import QueueRow
from emr_desktop.visits.age import age_text
from ui.qt.language import Language
from ui.qt.tasks import Failed, Tasks
from ui.queue import telling
from ui.widgets.layout import column
from ui.widgets.table import Column, DataTable

READ_AGAIN_MS = 30_000


class QueueList(QWidget):
    """Signals: ``opened`` with the row a person opened; ``shown`` with all rows after they were read."""

    opened = Signal(object)
    shown = Signal(object)

    def __init__(
        self,
        name: str,
        *,
        station: str | None,
        clinic: Clinic,
        tasks: Tasks,
        language: Language,
        failed: Failed,
        parent: QWidget | None = None,
    ) -> None:
        """Show one ``station``, or every station with its name when that is None."""
        super().__init__(parent)
        self._station, self._clinic, self._tasks = station, clinic, tasks
        self._language, self._failed = language, failed
        self._me = clinic.work.actor.staff_id
        self._offered: uuid.UUID | None = None  # who was marked by the list and not by a person
        self._now: Callable[[], datetime] = clinic.work.clock.now
        self.table: DataTable[QueueRow] = DataTable(name, self._columns(), parent=self)
        self.table.opened.connect(self.opened)
        column(self).addWidget(self.table)
        self.setFocusProxy(self.table)
        self._again = QTimer(self)
        self._again.setInterval(READ_AGAIN_MS)
        self._again.timeout.connect(self.read)
        tasks.changed.connect(self._changed)
        self._translate()

    def read(self) -> None:
        """Read who waits."""
        self.table.show_loading()
        station, queue = self._station, self._clinic.queue
        self._tasks.run(
            self,
            lambda: queue.everywhere() if station is None else queue.queue(station),
            done=self._show,
            failed=self.table.unless(self._failed),
            key="queue",
        )

    @property
    def rows(self) -> Sequence[QueueRow]:
        """Who is on the list."""
        return self.table.model.rows

    @property
    def next_one(self) -> QueueRow | None:
        """The first whom nobody else has and who waits for nobody else."""
        free = (
            row for row in self.rows if row.holder_id in (None, self._me) and row.for_id in (None, self._me)
        )
        return next(free, None)

    def _show(self, rows: Sequence[QueueRow]) -> None:
        before = self.table.current
        self.table.show_rows(rows)
        # Whom a person marked stays marked; a mark that nobody moved follows who is next.
        chosen = before is not None and before.visit_id != self._offered
        same = next((row for row in rows if before is not None and row.visit_id == before.visit_id), None)
        if chosen and same is not None:
            self._mark(same)
        else:
            self._offer(self.next_one or same)
        self.shown.emit(rows)

    def _offer(self, row: QueueRow | None) -> None:
        self._offered = None if row is None else row.visit_id
        self._mark(row)

    def _mark(self, row: QueueRow | None) -> None:
        if row is not None and row in self.rows:
            self.table.view.selectRow(self.rows.index(row))

    def _changed(self, changes: Changes) -> None:
        if self.isVisible() and changes.kinds & {"queue", "patient"}:
            self.read()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._again.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self._again.stop()
        super().hideEvent(event)

    def _columns(self) -> tuple[Column[QueueRow], ...]:
        def code() -> str:
            return self._language.code

        urgent = Column[QueueRow](
            lambda: self.tr("Urgency"), lambda row: telling.urgency_name(row.priority, code())
        )
        patient = Column[QueueRow](
            lambda: self.tr("Patient"),
            lambda row: row.patient.full_name,
            stretch=True,
            tip=lambda row: f"{row.patient.full_name} ({row.patient.number})\n{telling.reasons(row, code())}",
        )
        age = Column[QueueRow](
            lambda: self.tr("Age"),
            lambda row: age_text(row.patient.birth_date, max(row.visit_date, row.patient.birth_date), code()),
            spare=2,
        )
        why = Column[QueueRow](
            lambda: self.tr("Why"),
            lambda row: telling.reasons(row, code()),
            stretch=True,
            spare=4,
            tip=lambda row: telling.reasons(row, code()),
        )
        waits = Column[QueueRow](
            lambda: self.tr("Waiting"),
            lambda row: telling.waited(row, self._now(), code()),
            right=True,
            spare=1,
        )
        who = Column[QueueRow](
            lambda: self.tr("With"), lambda row: telling.holder(row, self._me, code()), spare=3
        )
        station = Column[QueueRow](
            lambda: self.tr("Station"), lambda row: telling.station_name(row.station, code())
        )
        if self._station is None:
            return (station, urgent, patient, age, waits, who)
        return (urgent, patient, age, why, waits, who)

    @property
    def me(self) -> uuid.UUID:
        """The person at the keyboard."""
        return self._me

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        name = (
            self.tr("Who waits where")
            if self._station is None
            else self.tr("Waiting: {0}").format(telling.station_name(self._station, self._language.code))
        )
        self.table.view.setAccessibleName(name)
        self.table.set_empty_text(self.tr("Nobody waits here."))
        self.table.model.say_headings_again()
