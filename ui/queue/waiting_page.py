"""Who waits where, and what can be done about it: send on, take back, close, change urgency."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from emr_desktop.changes import Written
from emr_desktop.queue.rows import PRIORITIES, STATIONS, QueueRow
from ui.qt.messages import shown_by
from ui.queue.queue_list import QueueList
from ui.queue.telling import leaving_offers, station_name, urgency_name
from ui.screen import ScreenContext
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.confirm_bar import ConfirmBar
from ui.widgets.flow import Flow
from ui.widgets.layout import Card, column, words


class WaitingPage(QWidget):
    """Signals: ``back`` to leave the page."""

    back = Signal()

    def __init__(self, *, context: ScreenContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("waitingPage")
        self._context, self._queue = context, context.clinic.queue
        self.banner, self.confirm = Banner(self), ConfirmBar(self)
        self._failed = shown_by(
            language=lambda: context.language.code,
            field=lambda _field, _text: False,
            banner=self._refused,
            trouble=context.trouble,
        )
        self.list = QueueList(
            "whoWaits",
            station=None,
            clinic=context.clinic,
            tasks=context.tasks,
            language=context.language,
            failed=self._failed,
            parent=self,
        )
        self._to_label, self._urgent_label = (
            words(role="label", parent=self),
            words(role="label", parent=self),
        )
        self.to, self.urgent = QComboBox(self), QComboBox(self)
        self.to.setObjectName("sendTo")
        self.whom = QComboBox(self)
        self.whom.setObjectName("sendToWhom")
        self.whom.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._people: tuple[tuple[uuid.UUID, str], ...] = ()
        self.urgent.setObjectName("newUrgency")
        self._to_label.setBuddy(self.to)
        self._urgent_label.setBuddy(self.urgent)
        self.send = Button("sendThere", kind="primary", parent=self)
        self.change = Button("changeUrgency", parent=self)
        self.take_back = Button("takeBack", parent=self)
        self.left = Button("wentAway", parent=self)
        self.go_back = Button("leaveWaiting", kind="quiet", parent=self)
        self._lay_out()
        self.send.clicked.connect(self._send)
        self.change.clicked.connect(self._ask_urgency)
        self.take_back.clicked.connect(lambda: self._do(lambda row: self._queue.take_back(row.visit_id)))
        self.left.clicked.connect(self._ask_left)
        self.go_back.clicked.connect(self.back)
        self.list.opened.connect(lambda row: context.open_patient(row.patient.id))
        self._translate()

    def _lay_out(self) -> None:
        self._card = Card(self)
        body = self._card.body
        body.addWidget(self.list, 1)
        line = Flow(self)
        for widget in (
            self._to_label,
            self.to,
            self.whom,
            self.send,
            self._urgent_label,
            self.urgent,
            self.change,
        ):
            line.add(widget)
        body.addWidget(line)
        line = Flow(self)
        line.add(self.go_back)
        line.push()
        for button in (self.take_back, self.left):
            line.add(button)
        body.addWidget(line)
        page = column(self)
        page.addWidget(self.banner)
        page.addWidget(self.confirm)
        page.addWidget(self._card, 1)

    def open(self) -> None:
        """The page comes to the front."""
        self.banner.clear()
        self.confirm.clear()
        self.list.read()
        self.list.setFocus()
        self._context.tasks.run(
            self, self._queue.colleagues, done=self._show_people, failed=self._failed, key="people"
        )

    def _show_people(self, people: tuple[tuple[uuid.UUID, str], ...]) -> None:
        self._people = people
        self._translate()

    def step_back(self) -> bool:
        """Esc: leave the page."""
        self.back.emit()
        return True

    # doing -----------------------------------------------------------------------------------------------

    def _do(self, verb: Callable[[QueueRow], Written[Any]]) -> None:
        """Do something with the patient who is marked."""
        row = self.list.table.current
        if row is None:
            return
        self.banner.clear()
        self._context.tasks.run(
            self, lambda: verb(row), done=lambda _written: self.list.setFocus(), failed=self._failed
        )

    def _send(self) -> None:
        to = STATIONS[self.to.currentIndex()]
        at = self.whom.currentIndex()
        person = self._people[at - 1][0] if at > 0 else None
        self._do(
            lambda row: self._queue.hand_over(row.visit_id, station=to, person=person, seen_at=row.station)
        )

    def _ask_urgency(self) -> None:
        row, priority = self.list.table.current, PRIORITIES[self.urgent.currentIndex()]
        if row is None:
            return
        name = urgency_name(priority, self._context.language.code)
        self.confirm.ask(
            self.tr("{0}: {1}?").format(row.patient.full_name, name),
            yes=self.tr("Change the urgency"),
            then=lambda reason: self._do(
                lambda row: self._queue.set_priority(row.visit_id, priority, reason=reason)
            ),
            reason=self.tr("Why?"),
            again=self._ask_urgency,
        )

    def _ask_left(self) -> None:
        row = self.list.table.current
        if row is None:
            return
        self.confirm.ask(
            self.tr("{0} went away?").format(row.patient.full_name),
            yes=self.tr("Yes, take off the list"),
            then=lambda reason: self._do(lambda row: self._queue.leave(row.visit_id, reason=reason)),
            details=self.tr("A visit that no clinician saved is closed and not counted."),
            reason=self.tr("Why? In own words, if none of these"),
            offers=leaving_offers(self._context.language.code),
            again=self._ask_left,
        )

    def _refused(self, text: str) -> None:
        self.banner.show_message(text)
        self.list.read()

    # words -----------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        code = self._context.language.code
        self._card.set_heading(self.tr("Who waits where"))
        self._to_label.setText(self.tr("Send &to"))
        self._urgent_label.setText(self.tr("&Urgency"))
        for combo, names in (
            (self.to, [station_name(station, code) for station in STATIONS]),
            (self.whom, [self.tr("whoever is free"), *(name for _, name in self._people)]),
            (self.urgent, [urgency_name(priority, code) for priority in PRIORITIES]),
        ):
            at = max(combo.currentIndex(), 0)
            with QSignalBlocker(combo):
                combo.clear()
                combo.addItems(names)
                combo.setCurrentIndex(at)
        self.whom.setAccessibleName(self.tr("Person to send to"))
        self.to.setAccessibleName(self.tr("Station to send to"))
        self.urgent.setAccessibleName(self.tr("Urgency"))
        self.send.set_text(self.tr("&Send"), tip=self.tr("Send the marked patient there"))
        self.change.set_text(self.tr("C&hange"), tip=self.tr("Change the urgency of the marked patient"))
        self.take_back.set_text(
            self.tr("Ta&ke back"), tip=self.tr("Take the patient from who has them, or undo the last move")
        )
        self.left.set_text(self.tr("Went awa&y"))
        self.go_back.set_text(self.tr("‹ Back"), tip=self.tr("Back to the search (Esc)"))
