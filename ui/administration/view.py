"""The administration screen: people, the facility, files, the doctor."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QTabWidget, QWidget

from emr_desktop.access.permissions import may
from ui.administration.backup_page import BackupPage
from ui.administration.data_page import DataPage
from ui.administration.doctor_page import DoctorPage
from ui.administration.facility_page import FacilityPage
from ui.administration.forms_page import FormsPage
from ui.administration.keys_page import KeysPage
from ui.administration.users_page import UsersPage
from ui.favourites.page import UsualPage
from ui.prescribing.rules_page import RulesPage
from ui.prescribing.stock_page import StockPage
from ui.screen import ScreenContext, ScreenView
from ui.theme import GRID
from ui.trail.audit_page import AuditPage
from ui.widgets.layout import column


class AdministrationView(ScreenView):
    """One tab for each part that the person's role may use."""

    def __init__(self, *, context: ScreenContext) -> None:
        super().__init__()
        self.setObjectName("administration")
        roles = context.clinic.work.actor.roles
        self.tabs = QTabWidget(self)
        self.tabs.setObjectName("administrationTabs")
        self.users = UsersPage(context=context, may_manage=may(roles, "staff.manage"), parent=self)
        self.keys = KeysPage(context=context, parent=self)
        self.facility = FacilityPage(context=context, may_change=may(roles, "facility.change"), parent=self)
        self.data = DataPage(context=context, may_export=may(roles, "data.export"), parent=self)
        self.forms = FormsPage(context=context, parent=self)
        self.rules = RulesPage(context=context, may_decide=may(roles, "prescribing.approve"), parent=self)
        self.stock = StockPage(context=context, may_mark=may(roles, "prescribing.stock"), parent=self)
        self.usual = UsualPage(context=context, parent=self)
        self.audit = AuditPage(context=context, parent=self)
        self.backup = BackupPage(context=context, parent=self)
        self.doctor = DoctorPage(context=context, parent=self)
        self._pages: list[tuple[QWidget, str]] = []
        for page, verb in (
            (self.users, "staff.view"),
            (self.keys, "keys.view"),
            (self.facility, "facility.change"),
            (self.data, "data.import"),
            (self.forms, "form.define"),
            (self.rules, "prescribing.view"),
            (self.stock, "prescribing.stock"),
            (self.usual, "favourite.view"),
            (self.audit, "audit.view"),
            (self.backup, "backup.view"),
            (self.doctor, "doctor.run"),
        ):
            if may(roles, verb):
                self.tabs.addTab(page, "")
                self._pages.append((page, verb))
            else:
                page.hide()
        self.tabs.currentChanged.connect(self._read_current)
        page_layout = column(self, margin=2 * GRID)
        page_layout.addWidget(self.tabs, 1)
        self._translate()

    def entered(self) -> None:
        self._read_current()

    def step_back(self) -> bool:
        return self.tabs.currentWidget() is self.forms and self.forms.step_back()

    def session_ends(self) -> None:
        self.backup.session_ends()

    def _read_current(self) -> None:
        page = self.tabs.currentWidget()
        pages = (
            UsersPage
            | KeysPage
            | FacilityPage
            | DataPage
            | FormsPage
            | RulesPage
            | StockPage
            | UsualPage
            | AuditPage
            | BackupPage
            | DoctorPage
        )
        if isinstance(page, pages):
            page.read()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        names = {
            "staff.view": self.tr("&People"),
            "keys.view": self.tr("&Keys"),
            "facility.change": self.tr("&Facility"),
            "data.import": self.tr("Fi&les"),
            "form.define": self.tr("Form&s"),
            "prescribing.view": self.tr("&Rules"),
            "prescribing.stock": self.tr("&Medicines"),
            "favourite.view": self.tr("&Usual treatments"),
            "audit.view": self.tr("&Audit"),
            "backup.view": self.tr("&Backups"),
            "doctor.run": self.tr("D&octor"),
        }
        for place, (_page, verb) in enumerate(self._pages):
            self.tabs.setTabText(place, names[verb])
