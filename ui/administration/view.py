"""The administration screen: people, the facility, files, the doctor."""

from __future__ import annotations

from functools import cached_property
from typing import TypeVar

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from emr_desktop.access.permissions import may
from ui.administration.backup_page import BackupPage
from ui.administration.data_page import DataPage
from ui.administration.doctor_page import DoctorPage
from ui.administration.facility_page import FacilityPage
from ui.administration.forms_page import FormsPage
from ui.administration.keys_page import KeysPage
from ui.administration.pc_page import PcPage
from ui.administration.printers_page import PrintersPage
from ui.administration.set_up_page import SetUpPage
from ui.administration.update_page import UpdatePage
from ui.administration.users_page import UsersPage
from ui.favourites.page import UsualPage
from ui.prescribing.rules_page import RulesPage
from ui.prescribing.stock_page import StockPage
from ui.screen import ScreenContext, ScreenView
from ui.theme import GRID
from ui.theme.sizes import scaled
from ui.trail.audit_page import AuditPage
from ui.widgets.layout import column, row
from ui.widgets.scrolled import ScrolledStack
from ui.widgets.section_list import SectionList

P = TypeVar("P", bound=QWidget)

# The parts in their order, each with the verb that opens it.
_TABS = (
    ("users", "staff.view"),
    ("keys", "keys.view"),
    ("facility", "facility.change"),
    ("data", "data.import"),
    ("forms", "form.define"),
    ("rules", "prescribing.view"),
    ("stock", "prescribing.stock"),
    ("usual", "favourite.view"),
    ("audit", "audit.view"),
    ("backup", "backup.view"),
    ("updates", "update.view"),
    ("printers", "doctor.run"),
    ("doctor", "doctor.run"),
    ("pc", "doctor.run"),
    ("set_up", "facility.change"),
)

_ROOM_FOR_SECTIONS = 880  # px at 100 %; with less, the list of the parts is closed


class AdministrationView(ScreenView):
    """A list of the parts that the person's role may use, and the part that is chosen.

    A part is built when it first comes to the front: all at once they kept the window busy for long.
    """

    def __init__(self, *, context: ScreenContext) -> None:
        super().__init__(context)
        self.setObjectName("administration")
        self._context = context
        self.tabs = ScrolledStack(self)
        self.sections = SectionList("administrationSections", self.tabs, parent=self)
        self._names = [name for name, verb in _TABS if self._may(verb)]
        for name in self._names:
            self.tabs.addWidget(QWidget(self.tabs))
            self.sections.add(name)
        self.tabs.currentChanged.connect(self._read_current)
        parts = row(self, margin=2 * GRID, spacing=2 * GRID)
        parts.addWidget(self.sections)
        page = column()
        page.addWidget(self.sections.closed)
        page.addWidget(self.tabs, 1)
        parts.addLayout(page, 1)
        self._translate()

    @cached_property
    def users(self) -> UsersPage:
        return self._placed(
            "users", UsersPage(context=self._context, may_manage=self._may("staff.manage"), parent=self.tabs)
        )

    @cached_property
    def keys(self) -> KeysPage:
        return self._placed("keys", KeysPage(context=self._context, parent=self.tabs))

    @cached_property
    def facility(self) -> FacilityPage:
        return self._placed(
            "facility",
            FacilityPage(context=self._context, may_change=self._may("facility.change"), parent=self.tabs),
        )

    @cached_property
    def data(self) -> DataPage:
        return self._placed(
            "data", DataPage(context=self._context, may_export=self._may("data.export"), parent=self.tabs)
        )

    @cached_property
    def forms(self) -> FormsPage:
        return self._placed("forms", FormsPage(context=self._context, parent=self.tabs))

    @cached_property
    def rules(self) -> RulesPage:
        return self._placed(
            "rules",
            RulesPage(context=self._context, may_decide=self._may("prescribing.approve"), parent=self.tabs),
        )

    @cached_property
    def stock(self) -> StockPage:
        return self._placed(
            "stock",
            StockPage(context=self._context, may_mark=self._may("prescribing.stock"), parent=self.tabs),
        )

    @cached_property
    def usual(self) -> UsualPage:
        return self._placed("usual", UsualPage(context=self._context, parent=self.tabs))

    @cached_property
    def audit(self) -> AuditPage:
        return self._placed("audit", AuditPage(context=self._context, parent=self.tabs))

    @cached_property
    def backup(self) -> BackupPage:
        return self._placed("backup", BackupPage(context=self._context, parent=self.tabs))

    @cached_property
    def updates(self) -> UpdatePage:
        return self._placed("updates", UpdatePage(context=self._context, parent=self.tabs))

    @cached_property
    def printers(self) -> PrintersPage:
        return self._placed("printers", PrintersPage(context=self._context, parent=self.tabs))

    @cached_property
    def doctor(self) -> DoctorPage:
        return self._placed("doctor", DoctorPage(context=self._context, parent=self.tabs))

    @cached_property
    def pc(self) -> PcPage:
        return self._placed(
            "pc",
            PcPage(context=self._context, may_connect=self._may("sync.configure"), parent=self.tabs),
        )

    @cached_property
    def set_up(self) -> SetUpPage:
        page = SetUpPage(context=self._context, parent=self.tabs)
        page.wanted.connect(lambda name: self.tabs.setCurrentWidget(getattr(self, name)))
        return self._placed("set_up", page)

    def _placed(self, name: str, page: P) -> P:
        """Let a page stand where nothing stood; one that the role may not use stays hidden."""
        if name not in self._names:
            page.hide()
            return page
        tabs, place = self.tabs, self._names.index(name)
        empty, current = tabs.widget(place), tabs.currentIndex()
        tabs.blockSignals(True)
        tabs.insertWidget(place, page)
        if empty is not None:
            tabs.removeWidget(empty)
            empty.deleteLater()
        tabs.setCurrentIndex(current)
        tabs.blockSignals(False)
        return page

    def _may(self, verb: str) -> bool:
        return may(self._context.clinic.work.actor.roles, verb)

    def entered(self) -> None:
        self._read_current()

    def step_back(self) -> bool:
        return self._on_show() == "forms" and self.forms.step_back()

    def session_ends(self) -> None:
        if "backup" in self.__dict__:  # built already
            self.backup.session_ends()
        if "updates" in self.__dict__:
            self.updates.session_ends()

    def _on_show(self) -> str:
        place = self.tabs.currentIndex()
        return self._names[place] if place >= 0 else ""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.sections.fold(self.width() < scaled(_ROOM_FOR_SECTIONS))

    def _read_current(self) -> None:
        if name := self._on_show():
            getattr(self, name).read()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        names = {
            "users": self.tr("People"),
            "keys": self.tr("Keys"),
            "facility": self.tr("Facility"),
            "data": self.tr("Files"),
            "forms": self.tr("Forms"),
            "rules": self.tr("Rules"),
            "stock": self.tr("Medicines"),
            "usual": self.tr("Usual treatments"),
            "audit": self.tr("Audit"),
            "backup": self.tr("Backups"),
            "updates": self.tr("Updates"),
            "printers": self.tr("Printers"),
            "doctor": self.tr("Doctor"),
            "pc": self.tr("This PC"),
            "set_up": self.tr("Set-up"),
        }
        self.sections.closed.setAccessibleName(self.tr("Part of the administration"))
        for name in self._names:
            self.sections.say(name, names[name])
