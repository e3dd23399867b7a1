"""Reception: one box that finds a patient, and the form for those who are new."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSignalBlocker, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QWidget

from emr_desktop.access.permissions import may
from emr_desktop.changes import Changes
from emr_desktop.patients.merge_rows import MergeRow
from emr_desktop.patients.rows import PatientHit, PatientRow
from ui.frame.palette import Action
from ui.qt.messages import shown_by
from ui.reception.chosen_actions import ChosenActions
from ui.reception.chosen_card import ChosenCard
from ui.reception.columns import columns_of_hits
from ui.reception.desk_bar import DeskBar
from ui.reception.likely import EarlierVisits
from ui.reception.names import first_words
from ui.reception.pages import ReceptionPages
from ui.reception.register_panel import RegisterPanel
from ui.reception.search_keys import SearchKeys
from ui.reception.sending import Sending
from ui.screen import ScreenContext, ScreenView
from ui.theme import GRID
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.flow import Flow
from ui.widgets.layout import Card, column, row, words
from ui.widgets.spoken import say_line
from ui.widgets.table import DataTable

log = logging.getLogger(__name__)

SEARCH_PAUSE_MS = 60
_FORM_WIDTH = 384
_LEAST_COUNT = 180  # px at 100 % beside the button of who waits
_WIDEST_FORM = 0.42  # of the screen, when the text is large


class ReceptionView(ScreenView):
    """Typing finds; Enter opens the best; arrows choose another; Ctrl+N registers who is not found."""

    def __init__(self, *, context: ScreenContext) -> None:
        super().__init__(context)
        self.setObjectName("reception")
        self._context = context
        self._patients = context.clinic.patients
        self._today = context.clinic.work.clock.today
        roles = context.clinic.work.actor.roles
        self._registers = may(roles, "patient.register")
        self._reads_visits = may(roles, "visit.view")
        self._moved = False
        self._shown_for: str | None = None
        self._open_when_found = False
        self.banner = Banner(self)
        self._failed = shown_by(
            language=lambda: context.language.code,
            field=self._say_at_field,
            banner=lambda text: self.banner.show_message(text),
            trouble=context.trouble,
        )
        self._search_pause = QTimer(self)
        self._search_pause.setSingleShot(True)
        self._search_pause.setInterval(SEARCH_PAUSE_MS)
        self._search_pause.timeout.connect(self._look)
        self._lay_out()
        context.tasks.changed.connect(self._changed)
        context.theme.changed.connect(self._fit_card)
        self._fit_card()
        self._translate()

    def _fit_card(self) -> None:
        wanted = self._context.theme.tokens.px(_FORM_WIDTH)
        self._card.setFixedWidth(min(wanted, max(round(self.width() * _WIDEST_FORM), _FORM_WIDTH)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_card()

    def _lay_out(self) -> None:
        front = QWidget(self)  # what is moved after it was made is styled a second time
        self.pages = ReceptionPages(context=self._context, front=front, parent=self)
        first = column(front)
        first.addWidget(self.banner)
        self._card = Card(front)
        self._pages = QStackedWidget(self._card)
        self.search = QLineEdit(front)
        self.search.setObjectName("patientSearch")
        self.search.setProperty("look", "search")
        self.search.textChanged.connect(self._typed)
        keys = SearchKeys(self.search)
        keys.entered.connect(self._on_enter)
        keys.stepped.connect(self._move)
        self._count = words(role="small", wrap=True, parent=front)
        self._count.setObjectName("searchCount")
        self.results: DataTable[PatientHit] = DataTable(
            "searchResults",
            columns_of_hits(
                today=self._today,
                language=lambda: self._context.language.code,
                facility_code=self._context.clinic.work.facility.code,
            ),
            parent=front,
        )
        self.results.opened.connect(lambda hit: self._open(hit.patient))
        left = column()
        left.addWidget(self.search)
        counted = Flow(front)
        counted.add(self._count, 1, least=_LEAST_COUNT)
        self.who_waits = Button("openWaiting", kind="quiet", parent=front)
        counted.add(self.who_waits)
        left.addWidget(counted)
        left.addWidget(self.results, 1)
        self.desk = DeskBar(roles=self._context.clinic.work.actor.roles, parent=front)
        left.addWidget(self.desk)
        page = row(spacing=2 * GRID)
        page.addLayout(left, 1)
        self.chosen = ChosenCard(
            language=self._context.language,
            today=self._today(),
            registers=self._registers,
            merges=may(self._context.clinic.work.actor.roles, "patient.merge"),
            asks_allergies=may(self._context.clinic.work.actor.roles, "allergy.record"),
            sees_trail=may(self._context.clinic.work.actor.roles, "audit.patients"),
            parent=self._pages,
        )
        self._new = RegisterPanel(
            context=self._context,
            banner=self.banner,
            failed=self._failed,
            back=self.step_back,
            parent=self._pages,
        )
        self.form, self.duplicates = self._new.form, self._new.duplicates
        self._new.registry.stand_beside(left, self.results, self.search)
        self._pages.addWidget(self.chosen)
        self._pages.addWidget(self._new)
        self._card.body.addWidget(self._pages, 1)
        page.addWidget(self._card)
        first.addLayout(page, 1)
        column(self, margin=2 * GRID).addWidget(self.pages.stack)
        self._pages.setCurrentWidget(self._new)
        self._visits = EarlierVisits(
            context=self._context, card=self.chosen, failed=self._failed, parent=self
        )
        self._new.registry.offered.connect(self.chosen.offer_registry)
        self.form.edited.connect(self._show_side)
        self.results.selected.connect(self._marked)
        self.chosen.opened.connect(self._on_enter)
        self.chosen.new_wanted.connect(self.begin_new)
        self.chosen_actions = ChosenActions(
            context=self._context,
            card=self.chosen,
            pages=self.pages,
            banner=self.banner,
            failed=self._failed,
            parent=self,
        )
        self.chosen_actions.correct.connect(self._new.correct)  # Clear leaves the record as it is
        self.sending = Sending(context=self._context, card=self.chosen, failed=self._failed, parent=self)
        self.sending.sent.connect(self.entered)
        self.who_waits.clicked.connect(self.pages.open_waiting)
        self._new.registered.connect(self._registered)
        self._new.corrected.connect(self._corrected)
        self._new.cleared.connect(self._show_side)
        self._new.took.connect(self._took)
        self.pages.child_wanted.connect(self._begin_beside)
        self.pages.came_back.connect(self.entered)
        self.desk.wanted.connect(self.pages.open_list)
        self.pages.merged.connect(self._say_merged)
        QShortcut(QKeySequence("Ctrl+N"), self, self.begin_new)

    # what the frame asks -------------------------------------------------------------------------------

    def entered(self) -> None:
        if not self.pages.is_front:
            return
        self._moved = False
        self.search.setFocus()
        self.search.selectAll()
        self._look()
        self.sending.read()
        if self._registers:
            self._new.read()

    def commands(self) -> Sequence[Action]:
        return (*self.desk.commands(), *self.chosen_actions.commands())

    def leaving(self) -> None:
        self._new.keep_now()
        self._new.registry.stop()

    def step_back(self) -> bool:
        """From another page to the first; from the form to the search; from a search to those seen lately."""
        if self.pages.step_back():
            return True
        if self._card.isAncestorOf(self.focusWidget() or self):
            self.search.setFocus()
            self._show_side()
            return True
        if self.search.text():
            self.search.clear()
            self.search.setFocus()
            return True
        return False

    def show_patient(self, patient_id: uuid.UUID) -> None:
        """Show one patient in the list; for people who do not treat patients."""
        self.pages.go_back()

        def done(patient: PatientRow) -> None:
            with QSignalBlocker(self.search):
                self.search.setText(patient.number)
            self.results.show_rows((PatientHit(patient=patient, score=100.0, last_visit=None),))
            self._count.clear()

        self._context.tasks.run(
            self, lambda: self._patients.get(patient_id), done=done, failed=self._failed, key="search"
        )

    # finding -------------------------------------------------------------------------------------------

    def _typed(self) -> None:
        self._open_when_found = False
        self._search_pause.start()

    def _look(self) -> None:
        self._search_pause.stop()
        text = self.search.text().strip()
        self.results.show_loading()

        def work() -> Sequence[PatientHit]:
            return self._patients.search(text, limit=50) if text else self._patients.seen_lately(limit=50)

        def done(hits: Sequence[PatientHit]) -> None:
            self._show(text, hits)

        self._context.tasks.run(self, work, done=done, failed=self.results.unless(self._failed), key="search")

    def _show(self, text: str, hits: Sequence[PatientHit]) -> None:
        self._shown_for = text
        self._say_nobody()
        self.results.show_rows(hits)
        if hits:
            self.results.view.selectRow(0)
            self._marked(hits[0])
        self._say_count()
        if text and hits:  # nobody found is told by the table
            say_line(self.results.view, first=self.tr("%n found:", "", len(hits)))
        if self._open_when_found:
            self._open_when_found = False
            self._on_enter()

    def _on_enter(self) -> None:
        """Enter in the search: open the line that is marked, or register who is not there."""
        if self._shown_for != self.search.text().strip():
            self._open_when_found = True  # the answer is under way: open when it is there
            self._look()
            return
        hit = self.results.current
        if hit is not None:
            self._open(hit.patient)
        elif self.search.text().strip():
            self.begin_new()

    def _open(self, patient: PatientRow) -> None:
        if self.sending.instead_of_opening:
            self.sending.send(patient)
        else:
            self._context.open_patient(patient.id)

    # the card at the right ----------------------------------------------------------------------------

    def _show_side(self, *, new: bool = False) -> None:
        """The form while somebody is registered, else who is marked in the list."""
        busy = new or not self.form.is_empty or self._new.isAncestorOf(self.focusWidget() or self)
        marked = self.results.current
        wanted = self.chosen if marked is not None and not (busy and self._registers) else self._new
        self._pages.setCurrentWidget(wanted)
        self._card.setVisible(self._registers or wanted is self.chosen)
        self._say_heading()

    def _marked(self, hit: PatientHit | None) -> None:
        self._visits.stop()
        if hit is not None:
            self.chosen.show_hit(hit)
            self.chosen_actions.wait_for_photo()
            # Reading visits leaves a line in the audit: only of somebody who was looked for, or at.
            if self._reads_visits and (self._moved or self.search.text().strip()):
                self._visits.wait()
        self._show_side()

    def _say_merged(self, merge: MergeRow) -> None:
        """What was done can be taken back from here."""
        self.banner.show_message(
            self.tr("{0} and {1} are one record now: {2}.").format(
                merge.merged.number, merge.kept.number, merge.kept.full_name
            ),
            kind="good",
            action=self.tr("Merges made, and undo"),
            then=self.pages.open_merges,
        )

    # registering ---------------------------------------------------------------------------------------

    def begin_new(self) -> None:
        """Take over what was typed into the search, and go to the form."""
        if not self._registers:
            return
        self._new.begin(first_words(self.search.text()))
        self._show_side(new=True)
        self.form.focus_first()

    def save(self) -> None:
        """Register the patient and go on to the consultation, or keep the correction."""
        if self._registers:
            self._show_side(new=True)
            self._new.save()

    def _registered(self, patient: PatientRow) -> None:
        with QSignalBlocker(self.search):
            self.search.clear()
        self._open(patient)

    def _took(self) -> None:
        self._show_side(new=True)
        self.form.first_name.setFocus()

    def _corrected(self, patient: PatientRow) -> None:
        self.search.setFocus()
        self.show_patient(patient.id)

    def _begin_beside(self, patient: PatientRow) -> None:
        self._new.begin_beside(patient)
        self._show_side(new=True)
        self.form.focus_first()

    def _say_at_field(self, field: str, text: str) -> bool:
        return self.form.show_error(field, text)

    # words and keys ------------------------------------------------------------------------------------

    def _changed(self, changes: Changes) -> None:
        if self.isVisible() and "patient" in changes.kinds:
            self._look()

    def _move(self, lines: int) -> None:
        rows = len(self.results.model.rows)
        if rows:
            self._moved = True
            at = self.results.view.currentIndex().row() + lines
            self.results.view.selectRow(min(max(at, 0), rows - 1))
            say_line(self.results.view)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _say_count(self) -> None:
        found = len(self.results.model.rows)
        if not self.search.text().strip():
            seen = self.tr("Seen lately.  Enter opens, arrows choose, Ctrl+N registers a new patient")
            self._count.setText(seen if found else "")
        elif not found:
            self._count.clear()
        else:
            self._count.setText(
                self.tr("%n found.  Enter opens, arrows choose, Ctrl+N registers a new patient", "", found)
            )

    def _say_heading(self) -> None:
        new = self._pages.currentWidget() is self._new
        self._card.set_heading(self._new.heading if new else self.tr("Chosen in the list"))

    def _say_nobody(self) -> None:
        if not self._shown_for:
            text = self.tr("Nobody was seen yet. Type a name to find a patient.")
        elif self._registers:
            text = self.tr("Nobody found. Press Enter to register a new patient with what you typed.")
        else:
            text = self.tr("Nobody found. Try fewer letters, the phone number or the village.")
        self.results.set_empty_text(text)

    def _translate(self) -> None:
        self.who_waits.set_text(self.tr("&Who waits"), tip=self.tr("Who waits at which station"))
        self.search.setPlaceholderText(self.tr("Name, number, phone or village"))
        self.search.setAccessibleName(self.tr("Find a patient"))
        self.results.view.setAccessibleName(self.tr("Patients found"))
        self._say_nobody()
        self._say_heading()
        self._say_count()
