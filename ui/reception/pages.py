"""The pages behind the reception's first one: allergies, household, merges, appointments, referrals."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from emr_desktop.patients.merge_rows import MergeRow
from emr_desktop.patients.rows import PatientRow
from ui.allergies.editor import AllergyEditor
from ui.appointments.page import AppointmentsPage
from ui.deaths.page import DeathReportPage
from ui.queue.waiting_page import WaitingPage
from ui.reception.desk_page import DeskPage
from ui.reception.household_page import HouseholdPage
from ui.reception.merge_page import MergePage
from ui.reception.merges_page import MergesPage
from ui.reception.registry_page import RegistryPage
from ui.referrals.page import ReferralsPage
from ui.screen import ScreenContext
from ui.widgets.scrolled import ScrolledStack

_PAGES = (RegistryPage, MergePage, MergesPage, HouseholdPage, WaitingPage, DeskPage)
P = TypeVar("P", AppointmentsPage, ReferralsPage, DeathReportPage)


class ReceptionPages(QObject):
    """Holds the stack; pages are built when they are first asked for.

    Signals:
        came_back: the first page is in front again.
        merged: two records became one.
        child_wanted: register somebody new beside this patient.
    """

    came_back = Signal()
    merged = Signal(object)
    child_wanted = Signal(object)

    def __init__(self, *, context: ScreenContext, front: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._front = front
        self.stack = ScrolledStack(parent)
        # The widest page must not push the others over the edge of a narrow window.
        self.stack.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.stack.addWidget(front)
        self._merge: MergePage | None = None
        self._merges: MergesPage | None = None
        self._registry: RegistryPage | None = None
        self._household: HouseholdPage | None = None
        self._waiting: WaitingPage | None = None
        self._desk: dict[str, DeskPage] = {}
        self._allergies: AllergyEditor | None = None

    @property
    def is_front(self) -> bool:
        return self.stack.currentWidget() is self._front

    @property
    def merge(self) -> MergePage:
        if self._merge is None:
            self._merge = MergePage(context=self._context, parent=self.stack)
            self._merge.back.connect(self.go_back)
            self._merge.merged.connect(self._merge_done)
            self._merge.list_wanted.connect(self.open_merges)
            self.stack.addWidget(self._merge)
        return self._merge

    @property
    def merges(self) -> MergesPage:
        if self._merges is None:
            self._merges = MergesPage(context=self._context, parent=self.stack)
            self._merges.back.connect(self.go_back)
            self.stack.addWidget(self._merges)
        return self._merges

    @property
    def household(self) -> HouseholdPage:
        if self._household is None:
            self._household = HouseholdPage(context=self._context, parent=self.stack)
            self._household.back.connect(self.go_back)
            self._household.child_wanted.connect(self._wish_child)
            self.stack.addWidget(self._household)
        return self._household

    @property
    def waiting(self) -> WaitingPage:
        if self._waiting is None:
            self._waiting = WaitingPage(context=self._context, parent=self.stack)
            self._waiting.back.connect(self.go_back)
            self.stack.addWidget(self._waiting)
        return self._waiting

    def open_waiting(self) -> None:
        """Show who waits where."""
        self.stack.setCurrentWidget(self.waiting)
        self.waiting.open()

    def _desk_page(self, kind: type[P]) -> P:
        page = self._desk.get(kind.__name__)
        if not isinstance(page, kind):
            page = kind(context=self._context, parent=self.stack)
            page.back.connect(self.go_back)
            self._desk[kind.__name__] = page
            self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        return page

    def open_list(self, name: str) -> None:
        """Show a list: ``appointments`` or ``referrals``."""
        if name == "referrals":
            self._desk_page(ReferralsPage).open()
        else:
            self._desk_page(AppointmentsPage).open()

    def expect(self, patient: PatientRow) -> None:
        """Make an appointment for a patient."""
        self._desk_page(AppointmentsPage).open_for(patient)

    def report_death(self, patient: PatientRow) -> None:
        """Report the death of a patient, or show the one on record."""
        self._desk_page(DeathReportPage).open_for(patient)

    @property
    def allergies(self) -> AllergyEditor:
        if self._allergies is None:
            self._allergies = AllergyEditor(context=self._context, named=True, parent=self.stack)
            self._allergies.back.connect(self.go_back)
            self.stack.addWidget(self._allergies)
        return self._allergies

    def open_allergies(self, patient: PatientRow) -> None:
        """Ask about allergies while the patient stands at the desk."""
        self.stack.setCurrentWidget(self.allergies)
        self.allergies.open(patient)

    def open_household(self, patient: PatientRow) -> None:
        """Show who lives with this patient."""
        self.stack.setCurrentWidget(self.household)
        self.household.open_for(patient)

    def open_merge(self, patient: PatientRow) -> None:
        """Look for another record of this patient."""
        self.stack.setCurrentWidget(self.merge)
        self.merge.open_for(patient)

    def open_registry(self, patient: PatientRow) -> None:
        """Look for a patient in the client registry."""
        if self._registry is None:
            self._registry = RegistryPage(context=self._context, parent=self.stack)
            self._registry.back.connect(self.go_back)
            self.stack.addWidget(self._registry)
        self.stack.setCurrentWidget(self._registry)
        self._registry.open_for(patient)

    def open_merges(self) -> None:
        """Show the merges that were made."""
        self.stack.setCurrentWidget(self.merges)
        self.merges.open()

    def step_back(self) -> bool:
        """Esc: one step back in the page in front; False on the first page."""
        page = self.stack.currentWidget()
        if page is self._allergies and page is not None:
            self.go_back()
            return True
        return page.step_back() if isinstance(page, _PAGES) else False

    def go_back(self) -> None:
        self.stack.setCurrentWidget(self._front)
        self.came_back.emit()

    def _wish_child(self, patient: PatientRow) -> None:
        self.go_back()
        self.child_wanted.emit(patient)

    def _merge_done(self, merge: MergeRow) -> None:
        self.go_back()
        self.merged.emit(merge)
