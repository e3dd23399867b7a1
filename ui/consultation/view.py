"""The consultation screen: opens a patient, keeps the draft, saves the visit, prints the prescription."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from emr_desktop.access.permissions import may
from emr_desktop.changes import Written
from emr_desktop.clock import local
from emr_desktop.errors import StaleVersion, ValidationError
from emr_desktop.patients.rows import PatientHit
from emr_desktop.visits.rows import DraftRow, VisitRow
from ui.consultation.attendance import AttendanceSuggestion
from ui.consultation.conflict import VersionConflict
from ui.consultation.draft_keeper import DraftKeeper
from ui.consultation.growing import Growing
from ui.consultation.opening import Opened, begin, checked_form, read_patient, read_start, restored
from ui.consultation.page import VisitPage
from ui.consultation.page_bar import PageBar
from ui.consultation.presenter import Consultation
from ui.consultation.printing import PrescriptionPrinter
from ui.consultation.reading import VisitReading
from ui.consultation.start_page import StartPage
from ui.consultation.timeline import Timeline
from ui.growth.page import GrowthPage
from ui.messages import sentence
from ui.qt.messages import shown_by
from ui.screen import ScreenContext, ScreenView
from ui.theme import GRID
from ui.widgets.banner import Banner
from ui.widgets.layout import column, row
from ui.widgets.patient_banner import PatientBanner
from ui.widgets.standing_message import StandingMessage

_TIMELINE_WIDTH = 208


class ConsultationView(ScreenView):
    """One page for one visit; other pages for starting, reading and a conflict of versions."""

    def __init__(self, *, context: ScreenContext) -> None:
        super().__init__()
        self.setObjectName("consultation")
        self._context = context
        self._clinic = context.clinic
        self._today = context.clinic.work.clock.today
        self._consultation: Consultation | None = None
        self._last_saved: VisitRow | None = None
        self._saving = False
        language = context.language
        self._failed = shown_by(
            language=lambda: language.code,
            field=self._point_at,
            banner=lambda text: self._message.say_once(text),
            trouble=context.trouble,
        )
        self.patient_banner = PatientBanner(language=language, parent=self)
        self.banner = Banner(self)
        self._message = StandingMessage(self.banner)
        self.timeline = Timeline(language=language, parent=self)
        self.timeline.setFixedWidth(_TIMELINE_WIDTH)
        self.timeline.opened.connect(self.show_visit)
        self.page = VisitPage(language=language, parent=self)
        self.page.edited.connect(self._edited)
        self._attendance = AttendanceSuggestion(
            visits=self._clinic.visits,
            outcome=self.page.outcome,
            tasks=context.tasks,
            failed=self._failed,
            parent=self,
        )
        self.page.diagnoses_changed.connect(lambda: self._attendance.ask(self._consultation))
        self.page.growth.chart_wanted.connect(self._show_growth)
        self.growth = GrowthPage(context=context, banner=self.banner, failed=self._failed, parent=self)
        self.growth.back.connect(self.step_back)
        self._growing = Growing(page=self.page, chart=self.growth, language=language, parent=self)
        self._growing.edited.connect(self._edited)
        self.start = StartPage(
            patients=self._clinic.patients,
            tasks=context.tasks,
            language=language,
            today=self._today,
            failed=self._failed,
            parent=self,
        )
        self.start.patient_chosen.connect(self.show_patient)
        self.reading = VisitReading(
            language=language, may_correct=may(self._clinic.work.actor.roles, "visit.save"), parent=self
        )
        self.reading.back.connect(self.step_back)
        self.reading.correct.connect(self._correct)
        self.reading.print_wanted.connect(self._print_current)
        self.conflict = VersionConflict(language=language, parent=self)
        self.conflict.mine.connect(self._keep_mine)
        self.conflict.theirs.connect(self._take_theirs)
        self._keeper = DraftKeeper(
            drafts=self._clinic.drafts,
            tasks=context.tasks,
            now=self._clinic.work.clock.now,
            failed=self._failed,
            parent=self,
        )
        self._keeper.kept.connect(lambda at: self.bar.show_kept(at))
        self._printer = PrescriptionPrinter(
            context=context, banner=self.banner, failed=self._failed, parent=self
        )
        self._lay_out()
        print_it = QShortcut(QKeySequence("Ctrl+P"), self, self._print_current)
        print_it.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._go_to_start()

    def _lay_out(self) -> None:
        self._work = QWidget(self)
        work = row(self._work)
        work.addWidget(self.timeline)
        work.addWidget(self.page, 1)
        self._pages = QStackedWidget(self)
        for page in (self.start, self._work, self.reading, self.conflict, self.growth):
            self._pages.addWidget(page)
        self.bar = PageBar(self)
        self.bar.fold.toggled.connect(self._fold_timeline)
        self.bar.later.clicked.connect(self.step_back)
        self.bar.save.clicked.connect(self.save)
        body = column(margin=GRID)
        body.addWidget(self.banner)
        body.addWidget(self._pages, 1)
        body.addWidget(self.bar)
        whole = column(self, spacing=0)
        whole.addWidget(self.patient_banner)
        whole.addLayout(body, 1)

    # coming and going ------------------------------------------------------------------------------------

    @property
    def consultation(self) -> Consultation | None:
        """The visit on the page."""
        return self._consultation

    def entered(self) -> None:
        if self._consultation is None:
            self._read_start()
            self.start.picker.setFocus()

    def leaving(self) -> None:
        self._keeper.keep_now()

    def step_back(self) -> bool:
        if self._pages.currentWidget() is self.reading:
            if self._consultation is None:
                self._go_to_start()
            else:
                self._pages.setCurrentWidget(self._work)
                self._show_bar()
                self.page.start()
            return True
        if self._pages.currentWidget() is self.growth:
            self._pages.setCurrentWidget(self._work)
            self._show_bar()
            self.page.go_back_to_field()
            return True
        if self._consultation is not None and self._pages.currentWidget() is self._work:
            if self._consultation.is_empty:
                self._keeper.discard()
            self._go_to_start()
            return True
        return False

    def _show_growth(self) -> None:
        consultation = self._consultation
        if consultation is not None:
            self._keeper.keep_now()
            self._pages.setCurrentWidget(self.growth)
            self._show_bar()
            self._growing.open(consultation)

    def _go_to_start(self) -> None:
        self._keeper.watch(None)
        self._consultation = None
        self.patient_banner.clear()
        self._pages.setCurrentWidget(self.start)
        self._show_bar()
        self._read_start()
        if self.isVisible():
            self.start.picker.setFocus()

    def _read_start(self) -> None:
        def show(found: tuple[Sequence[DraftRow], Sequence[PatientHit]]) -> None:
            self.start.show_drafts(found[0])
            self.start.show_seen(found[1])

        self._context.tasks.run(
            self, lambda: read_start(self._clinic), done=show, failed=self._failed, key="start"
        )

    # a patient comes -------------------------------------------------------------------------------------

    def show_patient(self, patient_id: uuid.UUID) -> None:
        if self._consultation is not None and self._consultation.patient.id == patient_id:
            self._pages.setCurrentWidget(self._work)
            self._show_bar()
            return
        self._keeper.watch(None)
        self._context.tasks.run(
            self,
            lambda: read_patient(self._clinic, patient_id),
            done=self._open,
            failed=self._failed,
            key="open",
        )

    def _open(self, opened: Opened) -> None:
        self._message.clear()
        consultation, draft = restored(opened), opened.draft
        if consultation is not None and draft is not None:
            self._message.say(lambda: self._say_restored(draft))
        elif draft is not None:
            unreadable = sentence("consultation.draft_unreadable", {}, self._context.language.code)
            self._message.say_once(unreadable, kind="warn")
        self._show(consultation or begin(opened.patient, today=self._today()), opened)

    def _say_restored(self, draft: DraftRow) -> None:
        self.banner.show_message(
            self.tr("This visit was begun on {0} and not saved. It goes on where it stopped.").format(
                f"{local(draft.updated_at):%d/%m/%Y %H:%M}"
            ),
            kind="info",
            action=self.tr("Start again"),
            then=self._start_again,
        )

    def _start_again(self) -> None:
        if self._consultation is not None:
            before = self._consultation
            self._keeper.discard()
            again = begin(before.patient, today=self._today())
            again.sheet.book, again.sheet.known_weight = before.sheet.book, before.sheet.known_weight
            self._show_consultation(again)

    def _show(self, consultation: Consultation, opened: Opened) -> None:
        self.timeline.show_visits([visit for visit in opened.earlier if visit.id != consultation.visit_id])
        self.bar.show_earlier(not self.timeline.is_empty)
        self._fold_timeline()
        self.patient_banner.show_patient(consultation.patient, today=self._today(), weight=opened.last_weight)
        consultation.sheet.book = opened.book
        consultation.sheet.known_weight = opened.weight_before(consultation)
        self._show_consultation(consultation)

    def _fold_timeline(self) -> None:
        self.timeline.setVisible(self.bar.fold.isChecked() and not self.timeline.is_empty)

    def _show_consultation(self, consultation: Consultation) -> None:
        self._consultation = consultation
        self._keeper.watch(consultation)
        self.bar.show_kept(None)
        self.page.show_consultation(consultation)
        self._pages.setCurrentWidget(self._work)
        self._show_bar()
        self.page.start()
        self._attendance.ask(consultation)

    # writing ---------------------------------------------------------------------------------------------

    def _edited(self) -> None:
        self._keeper.touch()

    def save(self) -> None:
        """Save the visit on the page and go to the next patient; what is wrong is shown at its field."""
        consultation = self._consultation
        if consultation is None or self._saving or self._pages.currentWidget() is not self._work:
            return
        doubt = self.page.vitals.first_doubt()
        if doubt is not None:
            self.page.vitals.focus_doubt(doubt[0])
            return
        try:
            form = checked_form(consultation, today=self._today())
        except ValidationError as problem:
            self._failed(problem)
            return
        self._saving = True
        self.bar.save.setEnabled(False)
        self._keeper.stop()
        self._context.tasks.run(
            self, lambda: self._clinic.visits.save(form), done=self._saved, failed=self._not_saved
        )

    def _saved(self, written: Written[VisitRow]) -> None:
        self._saving = False
        self.bar.save.setEnabled(True)
        self._last_saved = written.value
        name = written.value.patient.full_name
        self._context.say(self.tr("Saved: {0}").format(name))
        self._go_to_start()
        self._message.say(lambda: self._say_saved(written.value))

    def _say_saved(self, visit: VisitRow) -> None:
        name, printable = visit.patient.full_name, bool(visit.form.prescriptions)
        self.banner.show_message(
            self.tr("The visit of {0} is saved.").format(name),
            kind="good",
            action=self.tr("Print prescription (Ctrl+P)") if printable else "",
            then=self._print_current if printable else None,
        )

    def _not_saved(self, error: BaseException) -> None:
        self._saving = False
        self.bar.save.setEnabled(True)
        self._keeper.touch()
        consultation = self._consultation
        if (
            isinstance(error, StaleVersion)
            and isinstance(error.current, VisitRow)
            and consultation is not None
        ):
            self.conflict.show_both(consultation.to_form(), error.current)
            self._pages.setCurrentWidget(self.conflict)
            self._show_bar()
            return
        self._failed(error)

    def _keep_mine(self) -> None:
        if self._consultation is not None and self.conflict.saved is not None:
            self._consultation.expected_version = self.conflict.saved.version
            self._pages.setCurrentWidget(self._work)
            self._show_bar()
            self._keeper.touch()
            self.page.start()

    def _take_theirs(self) -> None:
        if self.conflict.saved is not None:
            self._keeper.discard()
            theirs = Consultation.correcting(self.conflict.saved)
            if self._consultation is not None:
                mine = self._consultation.sheet
                theirs.sheet.book, theirs.sheet.known_weight = mine.book, mine.known_weight
            self._show_consultation(theirs)

    def _point_at(self, field: str, text: str) -> bool:
        if self._consultation is not None and field == "vitals.head_cm":
            self._show_growth()
            self.growth.more.head.edit.setFocus()
            return True
        return self._consultation is not None and self.page.point_at(field, text)

    # reading, correcting, printing -----------------------------------------------------------------------

    def show_visit(self, visit_id: uuid.UUID) -> None:
        self._keeper.keep_now()
        self._message.clear()
        self._context.tasks.run(
            self,
            lambda: self._clinic.visits.get(visit_id),
            done=self._read,
            failed=self._failed,
            key="open",
        )

    def _read(self, visit: VisitRow) -> None:
        if self._consultation is not None and self._consultation.patient.id != visit.patient.id:
            self._keeper.watch(None)
            self._consultation = None
        self.patient_banner.show_patient(visit.patient, today=self._today())
        self.reading.show_visit(visit)
        self._pages.setCurrentWidget(self.reading)
        self._show_bar()

    def _correct(self, visit: VisitRow) -> None:
        self._keeper.watch(None)
        self._context.tasks.run(
            self,
            lambda: read_patient(self._clinic, visit.patient.id),
            done=lambda opened: self._show(Consultation.correcting(visit), opened),
            failed=self._failed,
            key="open",
        )

    def _print_current(self) -> None:
        showing = self._pages.currentWidget()
        if showing is self.reading and self.reading.visit is not None:
            self._printer.print_visit(self.reading.visit)
        elif showing is self.start and self._last_saved is not None:
            self._printer.print_visit(self._last_saved)
        elif showing is self.growth:
            self.growth.print_chart()
        elif showing is self._work:
            self._message.say(self._say_save_first)

    def _say_save_first(self) -> None:
        self.banner.show_message(self.tr("Save the visit first, then print it."), kind="info")

    # what is on show -------------------------------------------------------------------------------------

    def _show_bar(self) -> None:
        self.bar.setVisible(self._pages.currentWidget() is self._work)
        self.bar.show_correcting(self._consultation is not None and self._consultation.is_correction)
