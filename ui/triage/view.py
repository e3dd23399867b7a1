"""The triage screen: the queue at the left, the patient who is measured at the right."""

from __future__ import annotations

import uuid

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSizePolicy, QWidget

from emr_desktop.changes import Written
from emr_desktop.errors import EmrError, StaleVersion, ValidationError
from emr_desktop.queue.rows import QueueRow
from emr_desktop.visits.rows import VisitRow
from ui.consultation.draft_keeper import DraftKeeper
from ui.consultation.growing import GROWTH_ENTRY, has_chart
from ui.consultation.pages import Pages
from ui.consultation.side_page import SidePage, SideTools
from ui.frame.finding import PatientFinder
from ui.growth.line import CHART_KEYS
from ui.messages import sentence_for
from ui.qt.messages import shown_by
from ui.queue.giving_way import GivesWay
from ui.queue.queue_list import QueueList
from ui.queue.telling import leaving_offers, station_name
from ui.screen import ScreenContext, ScreenView
from ui.theme import GRID
from ui.triage.coming import TriageComing
from ui.triage.form import TriageFields
from ui.triage.presenter import Triaging
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.confirm_bar import ConfirmBar
from ui.widgets.flow import Flow
from ui.widgets.form_keys import FormKeys
from ui.widgets.layout import Card, column, row, words
from ui.widgets.patient_banner import PatientBanner
from ui.widgets.picker import Picker
from ui.widgets.scrolled import Scrolled

_QUEUE_WIDTH = 320
_ANY_WIDTH = 16_777_215


class TriageView(ScreenView):
    """Enter takes the next; Ctrl+Enter saves and sends on; Esc gives the patient back and keeps the draft."""

    def __init__(self, *, context: ScreenContext) -> None:
        super().__init__(context)
        self.setObjectName("triage")
        self._context, self._clinic = context, context.clinic
        self._today = context.clinic.work.clock.today
        self._triaging: Triaging | None = None
        self._saving = False
        language = context.language
        self.banner = Banner(self)
        self._failed = shown_by(
            language=lambda: language.code,
            field=self._point_at,
            banner=lambda text: self.banner.show_message(text),
            trouble=context.trouble,
        )
        self.patient_banner = PatientBanner(language=language, parent=self)
        self.confirm = ConfirmBar(self)
        self._make_places()
        self.queue = QueueList(
            "triageQueue",
            station="triage",
            clinic=self._clinic,
            tasks=context.tasks,
            language=language,
            failed=self._failed,
            parent=self._queue_card,
        )
        search = PatientFinder(
            patients=self._clinic.patients,
            tasks=context.tasks,
            language=language,
            today=self._today(),
            failed=self._failed,
            parent=self,
        )
        self.finder = Picker(search=search, parent=self._queue_card)
        self.finder.setObjectName("triagePatient")
        self.finder.setProperty("look", "search")
        self.fields = TriageFields(language=language, parent=self._area.viewport())
        self._keeper = DraftKeeper(
            drafts=self._clinic.drafts,
            tasks=context.tasks,
            now=self._clinic.work.clock.now,
            failed=self._failed,
            parent=self,
        )
        self._coming = TriageComing(
            clinic=self._clinic, tasks=context.tasks, failed=self._failed, parent=self
        )
        self._lay_out()
        self._connect()
        self._translate()
        self._show_start()

    def _make_places(self) -> None:
        """What holds the parts, empty: whatever is moved after it was made is styled a second time."""
        self._desk = QWidget(self)
        tools = SideTools(context=self._context, banner=self.banner, failed=self._failed)
        self._pages = Pages(
            work=self._desk, entries=(GROWTH_ENTRY,), tools=tools, save_keys=False, parent=self
        )
        self._queue_card = Card(self._desk)
        self._form = QWidget(self._desk)
        self._area = _area(self._form)

    def _lay_out(self) -> None:
        self._queue_card.body.addWidget(self.finder)
        self._queue_card.body.addWidget(self.queue, 1)
        self._hint = words(role="small", wrap=True, parent=self._queue_card)
        self._queue_card.body.addWidget(self._hint)
        self.later = Button("laterTriage", parent=self._form)
        self.left = Button("leftTriage", kind="quiet", parent=self._form)
        self.save_button = Button("saveTriage", kind="primary", shortcut="Ctrl+Return", parent=self._form)
        bar = Flow(self._form)
        bar.add(self.left)
        bar.push()
        bar.add(self.later)
        bar.add(self.save_button)
        form = column(self._form)
        self._area.setWidget(self.fields)
        form.addWidget(self._area, 1)
        form.addWidget(bar)
        work = row(self._desk, spacing=GRID)
        work.addWidget(self._queue_card, 1)
        work.addWidget(self._form, 3)
        GivesWay(self._queue_card, form=self._form, width=_QUEUE_WIDTH)
        body = column(margin=GRID)
        body.addWidget(self.banner)
        body.addWidget(self.confirm)
        body.addWidget(self._pages, 1)
        whole = column(self, spacing=0)
        whole.addWidget(self.patient_banner)
        whole.addLayout(body, 1)

    def _connect(self) -> None:
        self.queue.opened.connect(lambda row: self._take(row.visit_id))
        self.finder.picked.connect(lambda choice: self.show_patient(choice.key))
        self.fields.edited.connect(self._keeper.touch)
        self.fields.growth.chart_wanted.connect(self._toggle_chart)
        self._pages.edited.connect(self._keeper.touch)
        self._pages.leaving_work.connect(self.fields.remember_field)
        self._pages.came_back.connect(self._came_back)
        self._coming.came.connect(self._show)
        self._coming.refused.connect(self._refused)
        self.later.clicked.connect(self.step_back)
        self.left.clicked.connect(self._ask_left)
        self.save_button.clicked.connect(self.save)
        FormKeys(self._form, back=self.step_back)
        QShortcut(QKeySequence("Alt+N"), self, self._take_next)
        self._chart_keys = tuple(
            QShortcut(QKeySequence(keys), self, do)
            for keys, do in ((CHART_KEYS, self._toggle_chart), ("Ctrl+P", self._print_chart))
        )
        for shortcut in self._chart_keys:
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.setEnabled(False)

    # coming and going ------------------------------------------------------------------------------------

    @property
    def triaging(self) -> Triaging | None:
        """The triage on screen."""
        return self._triaging

    def entered(self) -> None:
        self.queue.read()
        if self._triaging is None:
            self.queue.setFocus()

    def leaving(self) -> None:
        self._keeper.keep_now()

    def step_back(self) -> bool:
        """From the chart to the form; from there give the patient back, keeping what was typed."""
        if self._pages.go_back():
            return True
        triaging = self._triaging
        if triaging is None:
            return False
        if triaging.is_empty:
            self._keeper.discard()
        self._show_start()
        if triaging.known_version is not None:
            visit_id = triaging.visit.visit_id
            self._context.tasks.run(self, lambda: self._clinic.queue.hand_over(visit_id), failed=self._failed)
        return True

    def show_patient(self, patient_id: uuid.UUID) -> None:
        """Somebody who was found by name."""
        self._leave_form()
        self._coming.bring(patient_id)

    def _take(self, visit_id: uuid.UUID) -> None:
        self._leave_form()
        self._coming.take(visit_id, seen_at="triage")

    def _take_next(self) -> None:
        row = self.queue.next_one
        if row is not None:
            self._take(row.visit_id)

    def _leave_form(self) -> None:
        self.banner.clear()
        self.confirm.clear()
        self._pages.go_back()
        if self._triaging is not None:
            self.step_back()

    def _refused(self, error: BaseException, visit_id: uuid.UUID) -> None:
        self.queue.read()
        if isinstance(error, EmrError) and error.code == "queue.taken":
            self.banner.show_message(
                sentence_for(error, self._context.language.code),
                kind="warn",
                action=self.tr("Take the patient back"),
                then=lambda: self._coming.take_back(visit_id),
            )
            return
        self._failed(error)

    def _show(self, triaging: Triaging) -> None:
        self._triaging = triaging
        self._keeper.watch(triaging)
        self.patient_banner.show_patient(triaging.visit.patient, today=self._today())
        self.fields.show_triaging(triaging)
        for shortcut in self._chart_keys:  # of others the same letter is the pregnancy's
            shortcut.setEnabled(has_chart(triaging.visit))
        self.left.setVisible(triaging.known_version is not None)
        self._queue_card.setFixedWidth(_QUEUE_WIDTH)
        self._form.show()
        self.fields.start()

    def _show_start(self) -> None:
        self._pages.go_back()
        self._keeper.watch(None)
        self._triaging = None
        self.confirm.clear()
        self.patient_banner.clear()
        self._form.hide()
        self._queue_card.setMinimumWidth(0)
        self._queue_card.setMaximumWidth(_ANY_WIDTH)
        if self.isVisible():
            self.queue.setFocus()

    # the growth chart ------------------------------------------------------------------------------------

    @property
    def chart(self) -> SidePage | None:
        """The growth chart, while it is on show."""
        return self._pages.side

    def _toggle_chart(self) -> None:
        page = self._pages.side_page(GROWTH_ENTRY.name)
        if page.findChild(FormKeys) is None:
            FormKeys(page, save=self.save, back=self.step_back)
            # The form is as high as it needs to be, whatever the chart would like.
            page.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._pages.toggle(GROWTH_ENTRY.name, self._triaging.visit if self._triaging is not None else None)

    def _came_back(self, _changed: bool) -> None:
        self.fields.show_measures()
        self.fields.go_back_to_field()

    def _print_chart(self) -> None:
        if self._pages.side is not None:
            self._pages.side.print_it()

    # writing ---------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Save the triage and send the patient on; what is wrong is shown at its field."""
        triaging = self._triaging
        if triaging is None or self._saving:
            return
        self._pages.go_back()
        doubt = self.fields.vitals.first_doubt()
        if doubt is not None:
            self.fields.vitals.focus_doubt(doubt[0])
            return
        try:
            if triaging.is_empty:
                raise ValidationError("vitals.weight_kg", "consultation.nothing_entered")
            form = triaging.to_form()
        except ValidationError as problem:
            self._failed(problem)
            return
        self._saving = True
        self._keeper.stop()
        self._context.tasks.run(
            self, lambda: self._clinic.triage.save(form), done=self._saved, failed=self._not_saved
        )

    def _saved(self, written: Written[QueueRow]) -> None:
        self._saving = False
        row = written.value
        station = station_name(row.station, self._context.language.code)
        self.banner.clear()
        self._show_start()
        self._context.say(self.tr("{0} waits now: {1}").format(row.patient.full_name, station))

    def _not_saved(self, error: BaseException) -> None:
        self._saving = False
        self._keeper.touch()
        if isinstance(error, StaleVersion) and isinstance(error.current, VisitRow):
            self._disagree(error.current)
            return
        self._failed(error)

    def _disagree(self, current: VisitRow) -> None:
        """Somebody else measured meanwhile: saving again keeps this, theirs stays as an earlier version."""
        triaging = self._triaging
        if triaging is None:
            return
        triaging.known_version = current.version

        def take_theirs() -> None:
            self._keeper.discard()
            self._show_start()
            self._coming.take(current.form.id)

        self.banner.show_message(
            self.tr("Somebody else wrote into this visit meanwhile. Save again to keep what stands here."),
            kind="warn",
            action=self.tr("Show what they wrote"),
            then=take_theirs,
        )

    def _ask_left(self) -> None:
        triaging = self._triaging
        if triaging is None:
            return
        self.confirm.ask(
            self.tr("{0} went away? The visit is closed and not counted.").format(
                triaging.visit.patient.full_name
            ),
            yes=self.tr("Yes, close the visit"),
            then=self._leave,
            reason=self.tr("Why? In own words, if none of these"),
            offers=leaving_offers(self._context.language.code),
            again=self._ask_left,
        )

    def _leave(self, reason: str) -> None:
        triaging = self._triaging
        if triaging is not None:
            visit_id = triaging.visit.visit_id
            self._keeper.discard()
            self._show_start()
            self._context.tasks.run(
                self, lambda: self._clinic.queue.leave(visit_id, reason=reason), failed=self._failed
            )

    def _point_at(self, field: str, text: str) -> bool:
        return self._triaging is not None and self.fields.point_at(field, text)

    # words -----------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._queue_card.set_heading(self.tr("Who is to be measured"))
        self.finder.setAccessibleName(self.tr("Find a patient"))
        self.finder.setPlaceholderText(self.tr("Somebody else: name, number, phone"))
        self._hint.setText(
            self.tr("Enter takes the marked patient. Who is not on the list is found by name.")
        )
        self.later.set_text(
            self.tr("Back to the queue"), tip=self.tr("Keep the draft and give the patient back (Esc)")
        )
        self.left.set_text(self.tr("Went awa&y"))
        self.save_button.set_text(self.tr("Save and send on"), tip=self.tr("Save and send the patient on"))


def _area(parent: QWidget) -> Scrolled:
    """For the form, which gives way while something is asked above it."""
    area = Scrolled(parent=parent)
    area.setObjectName("triageArea")
    return area
