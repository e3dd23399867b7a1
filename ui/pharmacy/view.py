"""The pharmacy screen: the queue at the left, the prescription of the chosen patient at the right."""

from __future__ import annotations

import re
import uuid

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from emr_desktop.changes import Written
from emr_desktop.errors import EmrError
from emr_desktop.pharmacy.rows import Dispensing
from emr_desktop.queue.rows import QueueRow
from emr_desktop.visits.rows import DraftRow
from ui.consultation.draft_keeper import DraftKeeper
from ui.consultation.held_back import HeldBack
from ui.messages import sentence_for
from ui.papers.documents import prescription_document
from ui.pharmacy.answering import Answering, read_with_draft
from ui.pharmacy.line import DispenseRow
from ui.qt.messages import shown_by
from ui.qt.paper_printer import PaperPrinter
from ui.queue.giving_way import GivesWay
from ui.queue.queue_list import QueueList
from ui.queue.telling import leaving_offers
from ui.screen import ScreenContext, ScreenView
from ui.theme import GRID, set_state
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.confirm_bar import ConfirmBar
from ui.widgets.form_keys import FormKeys
from ui.widgets.layout import Card, column, empty, row, words
from ui.widgets.patient_banner import PatientBanner
from ui.widgets.spoken import say_aloud

_QUEUE_WIDTH = 376
_ANY_WIDTH = 16_777_215
_LINE = re.compile(r"lines\.(\d+)\.(\w+)")


class PharmacyView(ScreenView):
    """Enter takes the next; G, P or N answers a medicine; Ctrl+Enter sends the patient home."""

    def __init__(self, *, context: ScreenContext) -> None:
        super().__init__(context)
        self.setObjectName("pharmacy")
        self._context, self._clinic = context, context.clinic
        self._answering: Answering | None = None
        self._saving = False
        self.rows: tuple[DispenseRow, ...] = ()
        language = context.language
        self.banner, self.confirm = Banner(self), ConfirmBar(self)
        self._failed = shown_by(
            language=lambda: language.code,
            field=self._point_at,
            banner=lambda text: self.banner.show_message(text),
            trouble=context.trouble,
        )
        self.patient_banner = PatientBanner(language=language, parent=self)
        self.queue = QueueList(
            "pharmacyQueue",
            station="pharmacy",
            clinic=self._clinic,
            tasks=context.tasks,
            language=language,
            failed=self._failed,
            parent=self,
        )
        self._keeper = DraftKeeper(
            drafts=self._clinic.drafts,
            tasks=context.tasks,
            now=self._clinic.work.clock.now,
            failed=self._failed,
            parent=self,
        )
        self._printer = PaperPrinter(context=context, banner=self.banner, failed=self._failed, parent=self)
        self._lay_out()
        self._connect()
        self._translate()
        self._show_start()

    def _lay_out(self) -> None:
        self._queue_card = Card(self)
        self._queue_card.body.addWidget(self.queue, 1)
        self._hint = words(role="small", wrap=True, parent=self)
        self._queue_card.body.addWidget(self._hint)
        self._form = QWidget(self)
        self._form.setObjectName("dispensePage")
        self._list = QWidget(self)
        self._lines = column(self._list)
        area = QScrollArea(self)
        area.setObjectName("dispenseArea")
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(self._list)
        self._error = words(wrap=True, parent=self)
        self._error.setObjectName("dispenseError")
        set_state(self._error, "error")
        self.left = Button("leftPharmacy", kind="quiet", parent=self)
        self.all_given = Button("allGiven", parent=self)
        self.print_it = Button("printPrescription", shortcut="Ctrl+P", parent=self)
        self.later = Button("laterPharmacy", parent=self)
        self.done = Button("donePharmacy", kind="primary", shortcut="Ctrl+Return", parent=self)
        bar = row()
        bar.addWidget(self.left)
        bar.addStretch(1)
        for button in (self.all_given, self.print_it, self.later, self.done):
            bar.addWidget(button)
        form = column(self._form)
        form.addWidget(area, 1)
        form.addWidget(self._error)
        form.addLayout(bar)
        beside = QWidget(self)
        self.held_back = HeldBack(context=self._context, instead_of=beside, failed=self._failed, parent=self)
        work = row(beside, spacing=GRID)
        work.addWidget(self._queue_card, 1)
        work.addWidget(self._form, 3)
        GivesWay(self._queue_card, form=self._form, width=_QUEUE_WIDTH)
        body = column(margin=GRID)
        body.addWidget(self.banner)
        for widget in (self.confirm, self.held_back):
            body.addWidget(widget)
        for page in (beside, self.held_back.reading):
            body.addWidget(page, 1)
        whole = column(self, spacing=0)
        whole.addWidget(self.patient_banner)
        whole.addLayout(body, 1)

    def _connect(self) -> None:
        self.held_back.reads.connect(self._keeper.keep_now)
        self.held_back.enough.connect(self._go_on)
        self.queue.opened.connect(lambda row: self._take(row.visit_id))
        self.all_given.clicked.connect(self._give_all)
        self.print_it.clicked.connect(self._print)
        self.later.clicked.connect(self.step_back)
        self.left.clicked.connect(self._ask_left)
        self.done.clicked.connect(self.save)
        FormKeys(self._form, back=self.step_back)
        QShortcut(QKeySequence("Alt+N"), self, self._take_next)

    # coming and going ------------------------------------------------------------------------------------

    @property
    def dispensing(self) -> Dispensing | None:
        """The prescription on screen."""
        return self._answering.dispensing if self._answering is not None else None

    def entered(self) -> None:
        self.queue.read()
        if self._answering is None:
            self.queue.setFocus()

    def leaving(self) -> None:
        self._keeper.keep_now()

    def step_back(self) -> bool:
        """From a visit that is read to its medicines; else the patient goes back to the queue."""
        return self.held_back.step_back() or self._give_back()

    def _give_back(self) -> bool:
        """Give the patient back to the queue; what was answered is kept."""
        answering = self._answering
        if answering is None:
            return False
        visit_id, entries = answering.dispensing.visit.form.id, answering.whole_entries()
        done_with = None if answering.is_unfinished else answering.draft_id
        self._show_start()
        clinic = self._clinic

        def keep() -> Written[QueueRow]:
            clinic.pharmacy.dispense(visit_id, entries, send=False)
            if done_with is not None:
                clinic.drafts.discard(done_with)
            return clinic.queue.hand_over(visit_id)

        self._context.tasks.run(self, keep, failed=self._failed)
        return True

    def _take(self, visit_id: uuid.UUID) -> None:
        self.banner.clear()
        self.confirm.clear()
        if self._answering is not None:
            self._give_back()
        self._context.tasks.run(
            self,
            lambda: self._clinic.queue.take(visit_id, seen_at="pharmacy"),
            done=self._taken,
            failed=lambda error: self._refused(error, visit_id),
        )

    def _taken(self, written: Written[QueueRow]) -> None:
        visit_id = written.value.visit_id
        self._context.tasks.run(
            self,
            lambda: read_with_draft(self._clinic, visit_id),
            done=lambda read: self._show(*read),
            failed=self._failed,
            key="read",
        )

    def _take_next(self) -> None:
        row = self.queue.next_one
        if row is not None:
            self._take(row.visit_id)

    def _refused(self, error: BaseException, visit_id: uuid.UUID) -> None:
        self.queue.read()
        if isinstance(error, EmrError) and error.code == "queue.taken":
            self.banner.show_message(
                sentence_for(error, self._context.language.code),
                kind="warn",
                action=self.tr("Take the patient back"),
                then=lambda: self._context.tasks.run(
                    self,
                    lambda: self._clinic.queue.take_back(visit_id),
                    done=self._taken,
                    failed=self._failed,
                ),
            )
            return
        self._failed(error)

    def _show(self, dispensing: Dispensing, draft: DraftRow | None) -> None:
        self.patient_banner.show_patient(dispensing.visit.patient, today=self._clinic.work.clock.today())
        empty(self._lines)
        rows = [
            DispenseRow(place, language=self._context.language, parent=self._list)
            for place in range(len(dispensing.lines))
        ]
        for each, line in zip(rows, dispensing.lines, strict=True):
            each.show_line(line)
            each.edited.connect(self._error.hide)
            each.edited.connect(self._keeper.touch)
            self._lines.addWidget(each)
        self._lines.addStretch(1)
        self.rows = tuple(rows)
        self._answering = Answering(dispensing, self.rows)
        self._keeper.watch(self._answering)
        if draft is not None:
            self._put_back(self._answering, draft)
        self._error.hide()
        self.held_back.offer(dispensing.visit.form.id, private=dispensing.visit_private)
        self._queue_card.setFixedWidth(_QUEUE_WIDTH)
        self._form.show()
        self._go_on()

    def _go_on(self) -> None:
        first = next((row for row in self.rows if row.entry is None), None)
        (self.done if first is None else first.bar).setFocus()

    def _put_back(self, answering: Answering, draft: DraftRow) -> None:
        """Go on where it stopped, and say so."""
        try:
            back = answering.put_back(draft.content)
        except (AttributeError, KeyError, TypeError, ValueError):
            back = False  # what is saved is shown instead
        if back:
            self.banner.show_message(
                self.tr("What was answered before and not saved stands here again. Check it."),
                kind="info",
                action=self.tr("Start again"),
                then=self._start_again,
            )

    def _start_again(self) -> None:
        """Drop what was kept; the saved answers stand."""
        if self._answering is None:
            return
        dispensing = self._answering.dispensing
        self._keeper.discard()
        self._show(dispensing, None)

    def _show_start(self) -> None:
        self._keeper.watch(None)
        self._answering, self.rows = None, ()
        self.confirm.clear()
        self.held_back.clear()
        self.patient_banner.clear()
        self._form.hide()
        self._queue_card.setMinimumWidth(0)
        self._queue_card.setMaximumWidth(_ANY_WIDTH)
        if self.isVisible():
            self.queue.setFocus()

    # writing ---------------------------------------------------------------------------------------------

    def _give_all(self) -> None:
        for each in self.rows:
            if each.entry is None:
                each.answer("given")
        self.done.setFocus()

    def save(self) -> None:
        """Keep what was given and send the patient home; what is missing is shown at its medicine."""
        answering = self._answering
        if answering is None or self._saving:
            return
        visit_id, entries = answering.dispensing.visit.form.id, answering.entries()
        self._saving = True
        self._keeper.stop()

        def saved(written: Written[Dispensing]) -> None:
            self._saving = False
            self.banner.clear()
            self._show_start()
            self._context.say(
                self.tr("{0} has the medicines and is done").format(written.value.visit.patient.full_name)
            )

        def not_saved(error: BaseException) -> None:
            self._saving = False
            self._keeper.touch()
            self._failed(error)

        self._context.tasks.run(
            self,
            lambda: self._clinic.pharmacy.dispense(visit_id, entries),
            done=saved,
            failed=not_saved,
        )

    def _ask_left(self) -> None:
        dispensing = self.dispensing
        if dispensing is None:
            return
        visit_id = dispensing.visit.form.id

        def leave(reason: str) -> None:
            self._keeper.discard()
            self._show_start()
            self._context.tasks.run(
                self, lambda: self._clinic.queue.leave(visit_id, reason=reason), failed=self._failed
            )

        self.confirm.ask(
            self.tr("{0} went away without the medicines?").format(dispensing.visit.patient.full_name),
            yes=self.tr("Yes, take off the list"),
            then=leave,
            details=self.tr("The visit itself stays and counts."),
            reason=self.tr("Why? In own words, if none of these"),
            offers=leaving_offers(self._context.language.code),
            again=self._ask_left,
        )

    def _print(self) -> None:
        dispensing = self.dispensing
        if dispensing is None:
            return
        visit, papers = dispensing.visit, self._clinic.papers
        facility, language = self._clinic.work.facility, self._context.language.code

        self._context.tasks.run(
            self,
            lambda: papers.prescription_print(visit),
            done=lambda known: self._printer.print_document(
                prescription_document(visit, facility, papers, known, language=language)
            ),
            failed=self._failed,
            stoppable=True,
        )

    @property
    def error(self) -> str:
        """What is wrong; empty when nothing is said."""
        return "" if self._error.isHidden() else self._error.text()

    def _point_at(self, field: str, text: str) -> bool:
        match = _LINE.fullmatch(field)
        if match is None or int(match[1]) >= len(self.rows):
            return False
        self._error.setText(text)
        self._error.show()
        say_aloud(self._error, text, at_once=True)
        self.rows[int(match[1])].point_at(match[2])
        return True

    # words -----------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._queue_card.set_heading(self.tr("Who waits for medicines"))
        self._hint.setText(self.tr("Enter takes the marked patient."))
        self.left.set_text(self.tr("Went awa&y"))
        self.all_given.set_text(self.tr("&All given"), tip=self.tr("Those without an answer were given"))
        self.print_it.set_text(self.tr("&Print"), tip=self.tr("Print the prescription"))
        self.later.set_text(
            self.tr("Back to the queue"),
            tip=self.tr("Keep the answers and give the patient back (Esc)"),
        )
        self.done.set_text(self.tr("Done"), tip=self.tr("Keep it and send the patient home"))
