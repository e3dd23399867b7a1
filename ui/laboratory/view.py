"""The laboratory screen: its pages, and what its keys and buttons do together."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from emr_desktop.changes import Changes, Written
from emr_desktop.errors import EmrError
from emr_desktop.laboratory.register_files import register_csv, register_xlsx
from emr_desktop.laboratory.rows import NewOrder, OrderRow, Register, Worklist
from emr_desktop.queue.rows import QueueRow
from emr_desktop.whole_file import write_whole
from ui.consultation.held_back import HeldBack
from ui.frame.finding import PatientFinder
from ui.frame.palette import Action
from ui.laboratory.entry_page import EntryPage
from ui.laboratory.order_page import OrderPage
from ui.laboratory.printing import LabPrinter
from ui.laboratory.register_page import RegisterPage
from ui.laboratory.test_search import name_of
from ui.laboratory.working import ResultWork
from ui.laboratory.worklist_page import WorklistPage
from ui.messages import sentence
from ui.qt.messages import shown_by
from ui.qt.printing import why_not_saved
from ui.reports.files import ask_where
from ui.screen import ScreenContext, ScreenView
from ui.theme import GRID
from ui.widgets.banner import Banner
from ui.widgets.confirm_bar import ConfirmBar
from ui.widgets.layout import column
from ui.widgets.password_bar import PasswordBar
from ui.widgets.patient_banner import PatientBanner
from ui.widgets.scrolled import ScrolledStack

LOOK_AGAIN_MS = 20_000  # another PC may have ordered or entered something


class LaboratoryView(ScreenView):
    """Worklist first; Enter opens an order, Ctrl+N orders, Alt+G is the register."""

    def __init__(self, *, context: ScreenContext) -> None:
        super().__init__(context)
        self.setObjectName("laboratory")
        self._context = context
        self._laboratory = context.clinic.laboratory
        clock, language = context.clinic.work.clock, context.language
        self._looked = False
        self.patient_banner = PatientBanner(language=language, parent=self)
        self.banner = Banner(self)
        self.confirm = ConfirmBar(self)
        self._failed = shown_by(
            language=lambda: language.code,
            field=self._point_at,
            banner=lambda text: self.banner.show_message(text),
            trouble=context.trouble,
        )
        self.worklist = WorklistPage(
            language=language,
            now=clock.now,
            decides=context.clinic.work.may("facility.change"),
            parent=self,
        )
        self.entry = EntryPage(language=language, parent=self)
        self.order = OrderPage(
            finder=PatientFinder(
                patients=context.clinic.patients,
                tasks=context.tasks,
                language=language,
                today=clock.today(),
                failed=self._fail,
                parent=self,
            ),
            language=language,
            parent=self,
        )
        self.register = RegisterPage(language=language, today=clock.today(), parent=self)
        self._printer = LabPrinter(context=context, banner=self.banner, failed=self._fail, parent=self)
        self.work = ResultWork(
            context=context,
            page=self.entry,
            banner=self.banner,
            confirm=self.confirm,
            failed=self._fail,
            parent=self,
        )
        self._pages = ScrolledStack(self)
        self.password = PasswordBar.of_screen(context, parent=self)
        self.held_back = HeldBack(context=context, instead_of=self._pages, failed=self._fail, parent=self)
        for page in (self.worklist, self.entry, self.order, self.register):
            self._pages.addWidget(page)
        body = column(margin=GRID)
        for widget in (self.banner, self.confirm, self.password, self.held_back):
            body.addWidget(widget)
        body.addWidget(self._pages, 1)
        body.addWidget(self.held_back.reading, 1)
        whole = column(self, spacing=0)
        whole.addWidget(self.patient_banner)
        whole.addLayout(body, 1)
        self._connect()
        self.patient_banner.clear()

    def _connect(self) -> None:
        self.worklist.opened.connect(lambda order: self.open_order(order.id))
        self.worklist.sample_wanted.connect(self._take_sample)
        self.worklist.without_order.order_wanted.connect(self._order_for)
        self.worklist.without_order.send_on_wanted.connect(self._send_on)
        self.worklist.urgent_wanted.connect(self._turn_urgent)
        self.worklist.second_person_chosen.connect(self._choose_second_person)
        self.worklist.order_wanted.connect(lambda: self._turn_to(self.order))
        self.worklist.register_wanted.connect(self._open_register)
        self.order.order_wanted.connect(self._order)
        self.register.asked.connect(self._ask_register)
        self.register.print_wanted.connect(self._printer.print_register)
        self.register.save_wanted.connect(self._save_register)
        self.register.order_opened.connect(self.open_order)
        for page in (self.order, self.register, self.entry):
            page.back.connect(self.step_back)
        self.entry.print_wanted.connect(self._print_current)
        self.entry.visit_wanted.connect(self._open_visit)
        self.held_back.reads.connect(self.work.leave)
        self.held_back.enough.connect(self.entry.start)
        self.work.opened.connect(self._show_order)
        self.work.finished.connect(self._finished)
        self._context.tasks.changed.connect(self._changed)
        self._again = QTimer(self)
        self._again.setInterval(LOOK_AGAIN_MS)
        self._again.timeout.connect(self._look_again)
        shortcut = QShortcut(QKeySequence("Ctrl+P"), self, self._print_current)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    # coming and going ------------------------------------------------------------------------------------

    def entered(self) -> None:
        self._again.start()
        self._look()
        if self._pages.currentWidget() is self.worklist:
            self.worklist.setFocus()

    def leaving(self) -> None:
        self._again.stop()
        self.work.leave()

    def step_back(self) -> bool:
        if self.confirm.text:
            self.confirm.clear()
            return True
        if self._pages.currentWidget() is self.worklist:
            return False
        if self.held_back.step_back():
            return True
        if self._pages.currentWidget() is self.entry:
            self.work.leave()
        self.banner.clear()
        self._turn_to(self.worklist)
        return True

    def commands(self) -> Sequence[Action]:
        return (
            Action("labOrder", lambda: self.tr("Order a test"), "Ctrl+N", lambda: self._turn_to(self.order)),
            Action("labRegister", lambda: self.tr("Laboratory register"), "Alt+G", self._open_register),
        )

    def show_patient(self, patient_id: uuid.UUID) -> None:
        """The first order that waits for this patient."""
        waiting = (each for each in self.worklist.table.model.rows if each.patient.id == patient_id)
        order = next((each for each in waiting if each.is_open), None)
        if order is not None:
            self.open_order(order.id)

    def open_order(self, order_id: uuid.UUID) -> None:
        """Open an order to enter, check or correct its result."""
        self.banner.clear()
        self.work.open(order_id)

    def _turn_to(self, page: QWidget) -> None:
        self._pages.setCurrentWidget(page)
        if page is not self.entry:
            self.patient_banner.clear()
            self.held_back.clear()
        if page is self.worklist:
            self._look_again()
            self.worklist.table.view.setFocus()
        elif page is self.order:
            self.order.start()

    def _show_order(self, order: OrderRow) -> None:
        self._turn_to(self.entry)
        self.patient_banner.show_patient(order.patient, today=self._context.clinic.work.clock.today())
        self.held_back.offer(order.visit_id, private=order.visit_private)

    def _finished(self) -> None:
        self._turn_to(self.worklist)

    # reading ---------------------------------------------------------------------------------------------

    def _look(self) -> None:
        again, self._looked = self._looked, True
        queue = self._context.clinic.queue

        def done(found: tuple[Worklist, Sequence[QueueRow]]) -> None:
            self.worklist.show_worklist(found[0])
            self.worklist.show_waiting(found[1])

        self._context.tasks.run(
            self,
            lambda: (self._laboratory.worklist(again=again), queue.queue("laboratory")),
            done=done,
            failed=self._fail,
            key="worklist",
        )

    def _look_again(self) -> None:
        if self.isVisible() and self._pages.currentWidget() is self.worklist:
            self._look()

    def _changed(self, changes: Changes) -> None:
        if changes.kinds & {"laboratory", "visit", "patient", "queue"}:
            self._look_again()

    def _open_register(self) -> None:
        self._turn_to(self.register)
        self.register.start.edit.setFocus()
        self.register.ask()

    def _ask_register(self, start: date, end: date) -> None:
        self._context.tasks.run(
            self,
            lambda: self._laboratory.register(start, end),
            done=self.register.show_register,
            failed=self._fail,
            key="register",
        )

    # doing -----------------------------------------------------------------------------------------------

    def _take_sample(self, order: OrderRow) -> None:
        def done(written: Written[OrderRow]) -> None:
            name = name_of(written.value.test, language=self._context.language.code)
            self._context.say(self.tr("Sample taken: {0}, {1}").format(written.value.patient.full_name, name))

        self._context.tasks.run(
            self, lambda: self._laboratory.take_sample(order.id), done=done, failed=self._fail
        )

    def _order_for(self, waiting: QueueRow) -> None:
        self.order.choose_patient(waiting.patient)
        self._turn_to(self.order)

    def _send_on(self, waiting: QueueRow) -> None:
        queue = self._context.clinic.queue
        self._context.tasks.run(
            self,
            lambda: queue.send_on(waiting.visit_id, seen_at="laboratory"),
            done=lambda _written: self._context.say(
                self.tr("Sent on: {0}").format(waiting.patient.full_name)
            ),
            failed=self._fail,
        )

    def _turn_urgent(self, order: OrderRow) -> None:
        self._context.tasks.run(
            self, lambda: self._laboratory.set_urgent(order.id, not order.urgent), failed=self._fail
        )

    def _choose_second_person(self, wanted: bool) -> None:
        self._context.tasks.run(
            self,
            lambda: self._context.clinic.facility.set("laboratory.second_person", wanted),
            done=lambda _written: self._look(),
            failed=self._fail,
        )

    def _open_visit(self, order: OrderRow) -> None:
        """Back to the clinician's page: the visit that goes on, else the one that was saved."""
        self.work.leave()
        self._context.open_patient(order.patient.id)

    def _order(self, orders: tuple[NewOrder, ...]) -> None:
        def done(_written: Written[tuple[OrderRow, ...]]) -> None:
            self._context.say(self.tr("Ordered."))
            self.order.empty()
            self.banner.clear()
            self._turn_to(self.worklist)

        self._context.tasks.run(self, lambda: self._laboratory.order(orders), done=done, failed=self._fail)

    def _print_current(self) -> None:
        page = None if self._pages.isHidden() else self._pages.currentWidget()
        if page is self.register:
            self.register.print_it()
        elif page is self.entry and self.entry.entry is not None:
            self._printer.print_orders([self.entry.entry.order.id])
        elif page is self.worklist and self.worklist.current is not None:
            marked = self.worklist.current
            same = [
                each.id
                for each in self.worklist.table.model.rows
                if each.patient.id == marked.patient.id
                and (each.released is None) is (marked.released is None)
                and not each.is_void
                and each.sensitive is marked.sensitive
            ]
            self._printer.print_orders(same or [marked.id])

    def _save_register(self, register: Register, kind: str) -> None:
        name = f"laboratory-{register.start}-{register.end}-{self._context.clinic.work.facility.code}"
        path = ask_where(self, name=name, kind=kind, title=self.tr("Save the register"))
        if path is not None:
            self.password.before(lambda: self.write_register(register, kind, path))

    def write_register(self, register: Register, kind: str, path: Path) -> None:
        """Write the register to a file, whole or not at all."""
        make = register_csv if kind == "csv" else register_xlsx
        laboratory = self._laboratory

        def done(_nothing: None) -> None:
            self._context.say(sentence("print.saved", {"path": str(path)}, self._context.language.code))

        def failed(error: BaseException) -> None:
            if isinstance(error, OSError):
                self.banner.show_message(sentence(*why_not_saved(error, path), self._context.language.code))
            else:
                self._fail(error)

        def write() -> None:
            write_whole(path, make(laboratory.register_taken_out(register, purpose="exported")))

        self._context.tasks.run_aside(self, write, done=done, failed=failed, stoppable=True)

    # what is wrong ---------------------------------------------------------------------------------------

    def _fail(self, error: BaseException) -> None:
        """Say what is wrong, with tests called by their names."""
        if isinstance(error, EmrError):
            for name in ("test", "part"):
                if name in error.params:
                    code = str(error.params[name])
                    error.params[name] = name_of(code, language=self._context.language.code)
        self._failed(error)

    def _point_at(self, field: str, text: str) -> bool:
        page = self._pages.currentWidget()
        if isinstance(page, EntryPage | OrderPage | RegisterPage):
            return page.point_at(field, text)
        return False
