"""The worklist: what waits in the laboratory, emergencies first, and what was done today."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from emr_desktop.laboratory.rows import OrderRow, Worklist
from emr_desktop.queue.rows import QueueRow
from emr_desktop.reference.catalogue import answer_name
from emr_desktop.visits.age import age_text
from ui.laboratory import wording
from ui.laboratory.test_search import name_of
from ui.laboratory.without_order import WithoutOrder
from ui.qt.language import Language
from ui.widgets.buttons import Button
from ui.widgets.choice_bar import ChoiceBar
from ui.widgets.layout import column, row
from ui.widgets.table import Column, DataTable
from ui.widgets.ticks import on_tick, show_tick

_WAITING = ("ordered", "taken")


class WorklistPage(QWidget):
    """Enter opens an order.

    Signals:
        opened: the order to work on.
        sample_wanted: its sample is here.
        order_wanted: order a test here.
        register_wanted: the register.
        urgent_wanted: put it before the others, or back among them.
        second_person_chosen: whether results wait for a second person from now on.
        selected: the order the cursor is on, or None.
    """

    opened = Signal(object)
    sample_wanted = Signal(object)
    urgent_wanted = Signal(object)
    second_person_chosen = Signal(bool)
    order_wanted = Signal()
    register_wanted = Signal()
    selected = Signal(object)

    def __init__(
        self,
        *,
        language: Language,
        now: Callable[[], datetime],
        decides: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """``decides``: the person may say whether a second person has to agree with results."""
        super().__init__(parent)
        self.setObjectName("worklistPage")
        self._language, self._now = language, now
        self._worklist = Worklist()
        self.filter = ChoiceBar(self)
        self.filter.setObjectName("worklistFilter")
        self._new = Button("newLabOrder", shortcut="Ctrl+N", parent=self)
        self._register = Button("openRegister", parent=self)
        self.table: DataTable[OrderRow] = DataTable("worklist", self._columns(), parent=self)
        self._sample = Button("sampleTaken", shortcut="Alt+S", parent=self)
        self._open = Button("openOrder", kind="primary", parent=self)
        self.without_order = WithoutOrder(self)
        top = row()
        top.addWidget(self.filter)
        top.addStretch(1)
        top.addWidget(self._register)
        top.addWidget(self._new)
        self._urgent = Button("urgentOrNot", kind="quiet", shortcut="Alt+U", parent=self)
        self.second_person = QCheckBox(self)
        self.second_person.setObjectName("secondPerson")
        self.second_person.setVisible(decides)
        bottom = row()
        bottom.addWidget(self.second_person)
        bottom.addStretch(1)
        bottom.addWidget(self._urgent)
        bottom.addWidget(self._sample)
        bottom.addWidget(self._open)
        page = column(self)
        page.addLayout(top)
        page.addWidget(self.without_order)
        page.addWidget(self.table, 1)
        page.addLayout(bottom)
        self.filter.chosen.connect(lambda _code: self._show())
        self.table.opened.connect(self.opened)
        self.table.selected.connect(self._marked)
        self._open.clicked.connect(self._open_current)
        self._sample.clicked.connect(self._take_current)
        self._urgent.clicked.connect(self._turn_urgent)
        on_tick(self.second_person, self.second_person_chosen.emit)
        self._new.clicked.connect(self.order_wanted)
        self._register.clicked.connect(self.register_wanted)
        self.setFocusProxy(self.table.view)
        self._translate()

    def _columns(self) -> tuple[Column[OrderRow], ...]:
        return (
            Column(lambda: self.tr("Waits"), self._waits, right=True, width=88),
            Column(lambda: self.tr("Patient"), lambda order: order.patient.full_name, stretch=True),
            Column(lambda: self.tr("Age"), self._age, width=176),
            Column(lambda: self.tr("Number"), lambda order: order.patient.number, spare=2),
            Column(lambda: self.tr("Test"), self._test, stretch=True),
            Column(lambda: self.tr("Sample"), self._specimen, spare=1),
            Column(lambda: self.tr("State"), self.state_of),
            Column(lambda: self.tr("Ordered by"), lambda order: order.ordered_by, spare=3),
        )

    # what is on show -------------------------------------------------------------------------------------

    @property
    def current(self) -> OrderRow | None:
        return self.table.current

    def show_worklist(self, worklist: Worklist) -> None:
        """Show what waits; the cursor stays on the same order where it is still there."""
        self._worklist = worklist
        if self.filter.code is None:
            self.filter.choose("waiting")
        show_tick(self.second_person, worklist.second_person)
        self._translate_filter()
        self._show()

    def show_waiting(self, queue: Sequence[QueueRow]) -> None:
        """Show who of the queue waits here without an open order."""
        ordered = {order.visit_id for order in self._worklist.orders if order.is_open}
        self.without_order.show_waiting([each for each in queue if each.visit_id not in ordered])

    def _show(self) -> None:
        marked = self.current.id if self.current is not None else None
        shown = [order for order in self._worklist.orders if self._is_shown(order)]
        if self.filter.code == "done":
            shown.sort(key=lambda order: order.done_at or order.ordered_at, reverse=True)
        self.table.show_rows(shown)
        for at, order in enumerate(shown):
            if order.id == marked:
                self.table.view.selectRow(at)
        self._marked(self.current)

    def _is_shown(self, order: OrderRow) -> bool:
        code = self.filter.code
        if code == "all":
            return True
        if order.is_void:
            return False
        if code == "check":
            return order.status == "to_validate"
        return order.status == "done" if code == "done" else order.status in _WAITING

    def state_of(self, order: OrderRow) -> str:
        """The state in words; what is critical or urgent says so."""
        if order.is_void:
            return self.tr("Void")
        if order.status == "done":
            return self.tr("Done, DANGER") if order.is_critical else self.tr("Done")
        if order.status == "to_validate":
            return self.tr("To be checked")
        if order.status == "taken":
            return self.tr("Sample taken")
        return self.tr("New sample needed") if order.rejected_at is not None else self.tr("Ordered")

    def _waits(self, order: OrderRow) -> str:
        waited = wording.waited(order, now=self._now())
        if order.comes_first and order.is_open:
            return f"! {waited}"
        return waited if order.is_open else ""

    def _age(self, order: OrderRow) -> str:
        patient, today = order.patient, order.ordered_on
        sex = self.tr("F") if patient.sex == "F" else self.tr("M")
        age = age_text(patient.birth_date, max(today, patient.birth_date), self._language.code)
        return f"{sex}  {age}"

    def _test(self, order: OrderRow) -> str:
        if order.hidden:
            return self.tr("(private)")
        name = name_of(order.test, language=self._language.code)
        if order.sensitive:
            name = self.tr("{0} - PRIVATE").format(name)
        if order.is_open and order.priority == "emergency":
            return self.tr("EMERGENCY: {0}").format(name)
        return self.tr("URGENT: {0}").format(name) if order.urgent and order.is_open else name

    def _specimen(self, order: OrderRow) -> str:
        return answer_name("specimen", order.specimen or "", language=self._language.code)

    def _marked(self, order: OrderRow | None) -> None:
        self._open.setEnabled(order is not None and not order.hidden)
        self._urgent.setEnabled(order is not None and order.is_open)
        self._sample.setEnabled(order is not None and order.is_open and order.status == "ordered")
        self.selected.emit(order)

    def _open_current(self) -> None:
        if self.current is not None:
            self.opened.emit(self.current)

    def _turn_urgent(self) -> None:
        if self.current is not None:
            self.urgent_wanted.emit(self.current)

    def _take_current(self) -> None:
        if self.current is not None:
            self.sample_wanted.emit(self.current)

    # words -----------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate_filter(self) -> None:
        counts = self._worklist.counts
        waiting = sum(counts.get(status, 0) for status in _WAITING)
        options = [("waiting", self.tr("Waiting ({0})").format(waiting))]
        if self._worklist.second_person or counts.get("to_validate"):
            check = self.tr("To be checked ({0})").format(counts.get("to_validate", 0))
            options.append(("check", check))
        options.append(("done", self.tr("Done today ({0})").format(counts.get("done", 0))))
        options.append(("all", self.tr("All")))
        self.filter.offer(options)

    def _translate(self) -> None:
        self._translate_filter()
        self.filter.setAccessibleName(self.tr("What is shown"))
        self._new.set_text(self.tr("Order a test"))
        self._register.set_text(self.tr("Re&gister"))
        self._urgent.set_text(self.tr("Urgent or not"))
        self.second_person.setText(self.tr("A second person checks results"))
        self._sample.set_text(self.tr("Sample taken"))
        self._open.set_text(self.tr("Enter result"), tip=self.tr("Enter the result (Enter)"))
        self.table.view.setAccessibleName(self.tr("Orders"))
        self.table.set_empty_text(
            self.tr("Nothing waits here. Ctrl+N orders a test for a patient who came to the laboratory.")
        )
