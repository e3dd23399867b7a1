"""The consultation screen: which patient is on it, and what its pages, its keys and its bar do together."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from emr_desktop.errors import EmrError
from emr_desktop.patients.rows import PatientHit
from emr_desktop.visits.rows import DraftRow, VisitForm, VisitRow
from ui.consultation.asking import Asking
from ui.consultation.coming import Coming
from ui.consultation.conflict import VersionConflict
from ui.consultation.draft_keeper import DraftKeeper
from ui.consultation.emergency import EmergencyBar
from ui.consultation.growing import GrowthSide
from ui.consultation.letters import KEYS, Letters
from ui.consultation.opening import Opened, begin
from ui.consultation.page import VisitPage
from ui.consultation.page_bar import PageBar
from ui.consultation.pages import Pages
from ui.consultation.presenter import Consultation
from ui.consultation.queueing import Desk, Queueing
from ui.consultation.reading import VisitReading
from ui.consultation.saving import VisitSaver
from ui.consultation.saying import Saying
from ui.consultation.side_bar import title_of
from ui.consultation.side_page import SideTools
from ui.consultation.side_pages import SIDE_PAGES
from ui.consultation.start_page import StartPage
from ui.consultation.timeline import Timeline
from ui.consultation.visit_banner import VisitBanner
from ui.frame.palette import Action
from ui.papers.over import PapersOver
from ui.papers.page import PAPERS_KEYS
from ui.qt.messages import shown_by
from ui.screen import ScreenContext, ScreenView
from ui.surveillance.telling import undecided
from ui.theme import GRID
from ui.widgets.banner import Banner
from ui.widgets.layout import column, row


class ConsultationView(ScreenView):
    """One page for one visit; other pages for starting, reading, a conflict of versions, and beside it."""

    def __init__(self, *, context: ScreenContext) -> None:
        super().__init__(context)
        self.setObjectName("consultation")
        self._context = context
        self._clinic = context.clinic
        self._today = context.clinic.work.clock.today
        self._consultation: Consultation | None = None
        self._last_saved: VisitRow | None = None
        language, roles = context.language, context.clinic.work.actor.roles
        self._failed = shown_by(
            language=lambda: language.code,
            field=self._point_at,
            banner=lambda text: self._saying.say(text),
            trouble=context.trouble,
        )
        self.patient_banner = VisitBanner(language=language, parent=self)
        self.banner = Banner(self)
        self._saying = Saying(banner=self.banner, language=language, parent=self)
        self._make_places()
        self.timeline = Timeline(language=language, parent=self._work)
        self.page = VisitPage(language=language, parent=self._work)
        self._asking = Asking(
            clinic=self._clinic, page=self.page, tasks=context.tasks, failed=self._failed, parent=self
        )
        self.start = StartPage(
            clinic=self._clinic,
            tasks=context.tasks,
            language=language,
            today=self._today,
            failed=self._failed,
            parent=self._pages,
        )
        self.reading = VisitReading(language=language, roles=roles, parent=self._pages)
        self.conflict = VersionConflict(language=language, parent=self._pages)
        self._keeper = DraftKeeper(
            drafts=self._clinic.drafts,
            tasks=context.tasks,
            now=self._clinic.work.clock.now,
            failed=self._failed,
            parent=self,
        )
        self._coming = Coming(clinic=self._clinic, tasks=context.tasks, failed=self._failed, parent=self)
        self._saver = VisitSaver(
            clinic=self._clinic, keeper=self._keeper, tasks=context.tasks, failed=self._failed, parent=self
        )
        self._letters = Letters(self.reading, context=context, banner=self.banner, failed=self._failed)
        self._lay_out()
        desk = Desk(start=self.start, page=self.page, bar=self.bar, keeper=self._keeper, saying=self._saying)
        self._queueing = Queueing(context=context, coming=self._coming, desk=desk, parent=self)
        self._connect()
        self._go_to_start()

    def _make_places(self) -> None:
        """What holds the parts, empty: whatever is moved after it was made is styled a second time."""
        self._work = QWidget(self)
        tools = SideTools(context=self._context, banner=self.banner, failed=self._failed)
        self._pages = Pages(work=self._work, entries=SIDE_PAGES, tools=tools, parent=self)

    def _lay_out(self) -> None:
        work = row(self._work)
        work.addWidget(self.timeline)
        work.addWidget(self.page, 1)
        for page in (self.start, self.reading, self.conflict):
            self._pages.addWidget(page)
        self._papers = PapersOver(
            context=self._context, pages=self._pages, banner=self.banner, failed=self._failed, parent=self
        )
        self.bar = PageBar(entries=SIDE_PAGES, parent=self)
        body = column(margin=GRID)
        body.addWidget(self.banner)
        body.addWidget(EmergencyBar.of(self._coming, context=self._context, parent=self))
        body.addWidget(self._pages, 1)
        body.addWidget(self.bar)
        whole = column(self, spacing=0)
        whole.addWidget(self.patient_banner)
        whole.addLayout(body, 1)

    def _connect(self) -> None:
        self.timeline.opened.connect(self.show_visit)
        self.page.edited.connect(self._keeper.touch)
        self._asking.watch_came.connect(self.bar.show_visit)
        self.page.notice.wanted.connect(lambda: self._toggle("case"))
        self.page.growth.chart_wanted.connect(lambda: self._toggle("growth"))
        self.start.patient_chosen.connect(self.show_patient)
        self.start.paper_wanted.connect(self._papers.show_late)
        self.reading.back.connect(self.step_back)
        self.reading.correct.connect(self._correct)
        self.reading.why_wanted.connect(lambda visit: self._context.explain_visit(visit.form.id))
        self.reading.print_wanted.connect(self._print_current)
        self.reading.papers_wanted.connect(self._papers.show_over)
        self.conflict.mine.connect(self._keep_mine)
        self.conflict.theirs.connect(self._take_theirs)
        self._keeper.kept.connect(self.bar.show_kept)
        self._coming.start_read.connect(self._show_start)
        self._coming.visit_came.connect(self._show)
        self._coming.draft_unreadable.connect(self._saying.say_unreadable)
        self._coming.read.connect(self._read)
        self._saver.busy.connect(lambda busy: self.bar.save.setEnabled(not busy))
        self._saver.saved.connect(self._saved)
        self._saver.disagreed.connect(self._show_both)
        self._queueing.sent_for_tests.connect(self._go_to_start)
        self._saver.patient_merged.connect(self._say_merged)
        self._pages.turned.connect(self._show_bar)
        self._pages.leaving_work.connect(self._leave_work)
        self._pages.edited.connect(self._edited_beside)
        self._pages.came_back.connect(self._came_back)
        self._pages.save_wanted.connect(self.save)
        self.bar.fold.toggled.connect(self._fold_timeline)
        self.bar.later.clicked.connect(self.step_back)
        self.bar.save.clicked.connect(self.save)
        self.bar.sides.wanted.connect(self._toggle)
        keys = [(entry.shortcut, lambda name=entry.name: self._toggle(name)) for entry in SIDE_PAGES]
        papers, letter = (PAPERS_KEYS, self._show_papers), (KEYS, self._letters.print_current)
        for sequence, do in (*keys, ("Ctrl+P", self._print_current), papers, letter):
            shortcut = QShortcut(QKeySequence(sequence), self, do)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    # coming and going ------------------------------------------------------------------------------------

    @property
    def consultation(self) -> Consultation | None:
        """The visit on the page."""
        return self._consultation

    @property
    def growth(self) -> GrowthSide:
        """The page of the growth chart."""
        page = self._pages.side_page("growth")
        assert isinstance(page, GrowthSide)  # noqa: S101
        return page

    def entered(self) -> None:
        if self._consultation is None:
            self._coming.read_start()
            self.start.focus_first()

    def leaving(self) -> None:
        self._keeper.keep_now()

    def commands(self) -> Sequence[Action]:
        sides = tuple(
            Action(
                f"{entry.name}Side",
                lambda entry=entry: title_of(entry),  # type: ignore[misc]
                entry.shortcut,
                lambda name=entry.name: self._toggle(name),  # type: ignore[misc]
            )
            for entry in self._pages.offered(self._consultation)
        )
        return (*sides, *self._papers.commands(self._visit_to_print()))

    def step_back(self) -> bool:
        if self._pages.go_back() or self._papers.step_back():
            return True
        if self._pages.currentWidget() is self.reading:
            if self._consultation is None:
                self._go_to_start()
            else:
                self._pages.turn_to(self._work)
                self.page.start()
            return True
        if self._consultation is not None and self._pages.is_at_work:
            if self._consultation.is_empty:
                self._keeper.discard()
            self._queueing.give_back(self._consultation)
            self._go_to_start()
            return True
        return False

    def _go_to_start(self) -> None:
        self._keeper.watch(None)
        self._consultation = None
        self._asking.about(None)
        self.patient_banner.clear()
        self._pages.turn_to(self.start)
        self._coming.read_start()
        if self.isVisible():
            self.start.focus_first()

    def _show_start(self, drafts: Sequence[DraftRow], seen: Sequence[PatientHit]) -> None:
        self.start.show_drafts(drafts)
        self.start.show_seen(seen)

    # side pages ------------------------------------------------------------------------------------------

    def _toggle(self, name: str) -> None:
        self._pages.toggle(name, self._consultation)

    def _leave_work(self) -> None:
        self._keeper.keep_now()
        if self._pages.is_at_work:
            self.page.remember_field()

    def _edited_beside(self) -> None:
        self._keeper.touch()
        if self._consultation is not None:
            self.patient_banner.show_consultation(self._consultation, today=self._today())

    def _came_back(self, changed: bool) -> None:
        if changed and self._consultation is not None:
            self.page.show_consultation(self._consultation)
        self.page.go_back_to_field()

    # a patient comes -------------------------------------------------------------------------------------

    def show_patient(self, patient_id: uuid.UUID) -> None:
        if self._consultation is not None and self._consultation.patient.id == patient_id:
            self._pages.turn_to(self._work)
            return
        self._keeper.watch(None)
        self._coming.open_patient(patient_id)

    def _show(self, consultation: Consultation, opened: Opened, put_back: DraftRow | None) -> None:
        self._saying.clear()
        if put_back is not None:
            self._saying.say_restored(put_back, start_again=self._start_again)
        self._saying.say_dead(consultation.patient, look=lambda: self._toggle("death"))
        self.timeline.show_visits([visit for visit in opened.earlier if visit.id != consultation.visit_id])
        self.bar.show_earlier(not self.timeline.is_empty)
        self._fold_timeline()
        self.patient_banner.last_weight = opened.last_weight
        self._show_consultation(consultation)

    def _start_again(self) -> None:
        if self._consultation is not None:
            before = self._consultation
            self._keeper.discard()
            if not self._queueing.reads_again(before):
                self._show_consultation(begin(before.patient, today=self._today()).knowing_as(before))

    def _fold_timeline(self) -> None:
        self.timeline.setVisible(self.bar.fold.isChecked() and not self.timeline.is_empty)

    def _show_consultation(self, consultation: Consultation) -> None:
        self._consultation = consultation
        self._queueing.opened(consultation)
        self.patient_banner.show_consultation(consultation, today=self._today())
        self._keeper.watch(consultation)
        self.bar.show_kept(None)
        self.page.show_consultation(consultation)
        self._pages.turn_to(self._work)
        self.page.start()
        self._asking.about(consultation)

    # saving ----------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Save the visit on the page and go to the next patient; what is wrong is shown at its field."""
        consultation = self._consultation
        if consultation is None or not (self._pages.is_at_work or self._pages.side is not None):
            return
        self._pages.go_back()
        if (doubt := self.page.vitals.first_doubt()) is not None:
            self.page.vitals.focus_doubt(doubt[0])
            return
        self._saver.save(consultation, today=self._today())

    def _saved(self, visit: VisitRow) -> None:
        self._last_saved = visit
        waits = undecided(self._consultation.watch) if self._consultation is not None else ()
        self._context.say(self.tr("Saved: {0}").format(visit.patient.full_name))
        self._go_to_start()
        letter = self._letters.offer(visit)
        self._saying.say_saved(visit, print_it=self._print_current, papers=self._show_papers, letter=letter)
        if waits:
            self._saying.say_not_notified(waits, open_it=lambda: self.show_visit(visit.form.id))

    def _say_merged(self, mine: Consultation, error: EmrError) -> None:
        survivor = uuid.UUID(str(error.params["survivor"]))

        def go_on() -> None:
            self._coming.go_on_with(mine, survivor)

        self._saying.say_merged(error, go_on=go_on)

    def _show_both(self, mine: VisitForm, saved: VisitRow) -> None:
        self.conflict.show_both(mine, saved)
        self._pages.turn_to(self.conflict)

    def _keep_mine(self) -> None:
        if self._consultation is not None and self.conflict.saved is not None:
            self._consultation.expected_version = self.conflict.saved.version
            self._pages.turn_to(self._work)
            self._keeper.touch()
            self.page.start()

    def _take_theirs(self) -> None:
        if self.conflict.saved is not None:
            self._keeper.discard()
            theirs = Consultation.correcting(self.conflict.saved)
            if self._consultation is not None:
                theirs.knowing_as(self._consultation)
            self._show_consultation(theirs)

    def _point_at(self, field: str, text: str) -> bool:
        consultation = self._consultation
        return consultation is not None and (
            self._pages.point_at(field, text, consultation) or self.page.point_at(field, text)
        )

    # reading, correcting, printing -----------------------------------------------------------------------

    def show_visit(self, visit_id: uuid.UUID) -> None:
        self._keeper.keep_now()
        self._saying.clear()
        self._coming.open_visit(visit_id)

    def _read(self, visit: VisitRow) -> None:
        if self._consultation is not None and self._consultation.patient.id != visit.patient.id:
            self._keeper.watch(None)
            self._consultation = None
        self.patient_banner.show_patient(visit.patient, today=self._today())
        self.reading.show_visit(visit)
        self._pages.turn_to(self.reading)

    def _correct(self, visit: VisitRow) -> None:
        self._keeper.watch(None)
        self._coming.correct(visit)

    def _visit_to_print(self) -> VisitRow | None:
        showing = self._pages.currentWidget()
        if showing is self.reading:
            return self.reading.visit
        return self._last_saved if showing is self.start else None

    def _show_papers(self) -> None:
        visit = self._visit_to_print()
        if visit is not None:
            self._papers.show_over(visit)
        elif self._pages.is_at_work:
            self._saying.say_save_first()

    def _print_current(self) -> None:
        if self._pages.side is not None and self._pages.side.print_it():
            return
        visit = self._visit_to_print()
        if self._papers.page is not None:
            self._papers.page.print_current()
        elif visit is not None and visit.form.prescriptions:
            self._papers.print_prescription(visit)
        elif visit is not None:
            self._papers.show_over(visit)
        elif self._pages.is_at_work:
            self._saying.say_save_first()

    # what is on show -------------------------------------------------------------------------------------

    def _show_bar(self) -> None:
        self.bar.setVisible(self._pages.is_at_work)
        self.bar.show_visit(self._consultation)
