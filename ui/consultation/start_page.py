"""Before a patient is on the page: find one, go on with a draft, or take one of those seen lately."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from emr_desktop.clinic import Clinic
from emr_desktop.clock import local
from emr_desktop.patients.rows import PatientHit
from emr_desktop.queue.rows import QueueRow
from emr_desktop.visits.age import age_text
from emr_desktop.visits.rows import DraftRow
from ui.consultation import telling
from ui.consultation.presenter import DRAFT_KIND
from ui.qt.language import Language
from ui.qt.tasks import Failed, Tasks
from ui.queue.queue_list import QueueList
from ui.theme import GRID
from ui.theme.sizes import follow_text
from ui.widgets.buttons import Button
from ui.widgets.layout import Card, column, row, words
from ui.widgets.picker import Choice, Deliver, Picker
from ui.widgets.table import Column, DataTable


@dataclass(frozen=True)
class DraftLine:
    """A kept draft as the list shows it; the name comes from the draft itself, no record is opened for it."""

    draft: DraftRow

    @property
    def patient(self) -> str:
        return str(self.draft.content.get("patient", ""))

    @property
    def updated_at(self) -> datetime:
        return self.draft.updated_at


class StartPage(QWidget):
    """Before the visit: who is next.

    Signals:
        patient_chosen: a patient id; next_chosen: a row of the queue; paper_wanted: to enter paper visits.
    """

    patient_chosen = Signal(object)
    next_chosen = Signal(object)
    paper_wanted = Signal()

    def __init__(
        self,
        *,
        clinic: Clinic,
        tasks: Tasks,
        language: Language,
        today: Callable[[], date],
        failed: Failed,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("consultationStart")
        self._patients = clinic.patients
        self._tasks = tasks
        self._language = language
        self._today = today
        self._failed = failed
        self._title = words(role="title", parent=self)
        self.picker = Picker(search=self._search, parent=self)
        self.picker.setObjectName("consultationPatient")
        self.picker.setProperty("look", "search")
        self.picker.picked.connect(lambda choice: self.patient_chosen.emit(choice.key))
        self._paper = Button("paperVisits", parent=self)
        self._paper.clicked.connect(self.paper_wanted)
        self._drafts_card, self._seen_card = Card(self), Card(self)
        self._queue_card = Card(self)
        self.queue = QueueList(
            "consultationQueue",
            station="consultation",
            clinic=clinic,
            tasks=tasks,
            language=language,
            failed=failed,
            parent=self._queue_card,
        )
        self._queue_card.body.addWidget(self.queue)
        self._queue_card.hide()
        self._uses_queue = False
        self.queue.opened.connect(self.next_chosen)
        self.queue.shown.connect(self._show_queue)
        self.queue.table.view.installEventFilter(self)
        self.drafts: DataTable[DraftLine] = DataTable(
            "draftList",
            (
                Column(lambda: self.tr("Patient"), lambda line: line.patient, stretch=True),
                Column(lambda: self.tr("Kept"), lambda line: f"{local(line.updated_at):%d/%m %H:%M}"),
            ),
            parent=self._drafts_card,
        )
        self.drafts.opened.connect(lambda line: self.patient_chosen.emit(line.draft.patient_id))
        self.seen: DataTable[PatientHit] = DataTable(
            "seenLately",
            (
                Column(lambda: self.tr("Patient"), lambda hit: hit.patient.full_name, stretch=True),
                Column(lambda: self.tr("Age"), self._age),
                Column(lambda: self.tr("Village"), lambda hit: hit.patient.village or "", spare=2),
                Column(lambda: self.tr("Last visit"), _last_visit, spare=1),
            ),
            parent=self._seen_card,
        )
        self.seen.opened.connect(lambda hit: self.patient_chosen.emit(hit.patient.id))
        self._drafts_card.body.addWidget(self.drafts)
        self._seen_card.body.addWidget(self.seen)
        for table in (self.queue, self.drafts, self.seen):
            follow_text(table, least_height=12 * GRID)
        lists = row(spacing=2 * GRID)
        lists.addWidget(self._drafts_card, 2)
        lists.addWidget(self._seen_card, 3)
        page = column(self, spacing=2 * GRID)
        top = row()
        top.addWidget(self._title, 1)
        top.addWidget(self._paper)
        page.addLayout(top)
        page.addWidget(self.picker)
        page.addWidget(self._queue_card, 3)
        page.addLayout(lists, 2)
        self._translate()

    def show_drafts(self, drafts: Sequence[DraftRow]) -> None:
        """List the visits that were begun and not saved."""
        self.drafts.show_rows([DraftLine(draft) for draft in drafts if draft.kind == DRAFT_KIND])

    def show_stations(self, stations: Sequence[str]) -> None:
        """Show the queue where the facility lets patients wait for the consultation."""
        self._uses_queue = "consultation" in stations
        self.queue.read()

    def focus_first(self) -> None:
        """Put the cursor on who is next, or into the search where nobody waits."""
        (self.queue if self._queue_card.isVisible() and self.queue.rows else self.picker).setFocus()

    def _show_queue(self, rows: Sequence[QueueRow]) -> None:
        self._queue_card.setVisible(bool(rows) or self._uses_queue)
        if rows and self.picker.hasFocus() and not self.picker.text():
            self.queue.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Letters typed on the queue are a search: the cursor goes where they belong."""
        if (
            watched is self.queue.table.view
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.text().isalnum()
            and not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        ):
            self.picker.setFocus()
            self.picker.insert(event.text())
            return True
        return super().eventFilter(watched, event)

    def show_seen(self, hits: Sequence[PatientHit]) -> None:
        """List who was here lately."""
        self.seen.show_rows(hits)

    def _search(self, text: str, deliver: Deliver) -> None:
        def done(hits: Sequence[PatientHit]) -> None:
            deliver([Choice(hit.patient.id, hit.patient.full_name, self._told(hit)) for hit in hits])

        self._tasks.run(
            self, lambda: self._patients.search(text, limit=12), done=done, failed=self._failed, key="search"
        )

    def _told(self, hit: PatientHit) -> str:
        parts = (self._age(hit), hit.patient.village, hit.patient.number)
        return "  ·  ".join(part for part in parts if part)

    def _age(self, hit: PatientHit) -> str:
        born = hit.patient.birth_date
        return age_text(born, max(self._today(), born), self._language.code)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._title.setText(self.tr("Who is next?"))
        tip = self.tr("Enter visits that were written on paper")
        self._paper.set_text(self.tr("Paper &visits …"), tip=tip)
        self.picker.setPlaceholderText(self.tr("Name, number, phone or village"))
        self.picker.setAccessibleName(self.tr("Find a patient"))
        for card, table, text in (
            (self._drafts_card, self.drafts, self.tr("Begun and not saved")),
            (self._seen_card, self.seen, self.tr("Seen lately")),
        ):
            card.set_heading(text)
            table.view.setAccessibleName(text)
        self._queue_card.set_heading(self.tr("Who waits  (Enter takes the marked one)"))
        self.drafts.set_empty_text(self.tr("Nothing is left open."))
        self.seen.set_empty_text(self.tr("Nobody was seen yet. Register a patient at the reception."))


def _kept_at(line: DraftLine) -> str:
    return f"{local(line.updated_at):%d/%m %H:%M}"


def _last_visit(hit: PatientHit) -> str:
    return "" if hit.last_visit is None else telling.day(hit.last_visit)
