"""The sync screen: each target with what waits for it, what was refused and the one action that helps."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

from emr_desktop.access.permissions import may
from sync.rows import DeliveryRow, SyncStatus, TargetRow
from ui.qt.messages import shown_by
from ui.screen import ScreenContext, ScreenView
from ui.sync_view.allowance_form import AllowanceForm
from ui.sync_view.by_hand_page import ByHandPage
from ui.sync_view.compare_page import ComparePage
from ui.sync_view.connection_test import ConnectionTest
from ui.sync_view.consent_question import ConsentQuestion
from ui.sync_view.credentials_form import CredentialsForm
from ui.sync_view.delivery_page import DeliveryPage
from ui.sync_view.filter_question import FilterQuestion
from ui.sync_view.mapping_page import MappingPage
from ui.sync_view.overview import SyncOverview, Wish
from ui.sync_view.sending_bar import SendingBar
from ui.sync_view.standing_line import StandingLine
from ui.sync_view.target_form import TargetForm
from ui.sync_view.target_saving import TargetSaving
from ui.theme import GRID
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.layout import PageHeader, column
from ui.widgets.scrolled import ScrolledStack
from ui.widgets.standing_message import StandingMessage


class SyncView(ScreenView):
    """Follows the background pass by itself; nothing here waits for the network."""

    def __init__(self, *, context: ScreenContext) -> None:
        super().__init__(context)
        self.setObjectName("syncScreen")
        self._context = context
        self._status: SyncStatus | None = None
        roles = context.clinic.work.actor.roles
        self._may_send, self._may_configure = may(roles, "sync.send"), may(roles, "sync.configure")
        self.banner = Banner(self)
        self._message = StandingMessage(self.banner)
        self._failed = shown_by(
            language=lambda: context.language.code,
            field=self._point_at,
            banner=lambda text: self._message.say_once(text),
            trouble=context.trouble,
        )
        self._header = PageHeader(self)
        self._send = Button("sendNow", kind="primary", parent=self)
        self._add = Button("addTarget", parent=self)
        self.sending, self._standing = SendingBar(self), StandingLine(self)
        for action in (self.sending, self._add, self._send):
            self._header.add_action(action)
        self.overview = SyncOverview(context=context, parent=self)
        self.targets, self.deliveries = self.overview.targets, self.overview.deliveries
        self._filter = FilterQuestion(context=context, failed=self._failed, parent=self)
        self.consent = ConsentQuestion(context=context, failed=self._failed, parent=self)
        self._saving = TargetSaving(context=context, failed=self._failed, parent=self)
        self._test = ConnectionTest(
            context=context, banner=self.banner, message=self._message, failed=self._failed, parent=self
        )
        self._lay_out()
        self._wire()
        self._translate()

    def _lay_out(self) -> None:
        self._pages = ScrolledStack(self)
        self._pages.addWidget(self.overview)
        whole = column(self, margin=2 * GRID)
        whole.addWidget(self._header)
        whole.addWidget(self.banner)
        whole.addWidget(self._filter)
        whole.addWidget(self.consent)
        whole.addWidget(self._pages, 1)

    def _wire(self) -> None:
        context = self._context
        self._send.clicked.connect(self._send_now)
        self._add.clicked.connect(self._show_form)
        self.overview.wished.connect(self._fulfil)
        self._saving.saved.connect(self._target_saved)
        self._test.wished.connect(self._fulfil)
        self._filter.changed.connect(context.sync_bridge.refresh)
        self.consent.given.connect(self._confirmed)
        context.sync_bridge.status_changed.connect(self._show)
        context.sync_bridge.running_changed.connect(self._show_running)
        context.sync_bridge.progress_changed.connect(self.sending.show_progress)
        self.sending.stopped.connect(context.sync_bridge.stop_pass)

    # All but the first page are built when somebody asks: at once they kept the window busy for long.

    @cached_property
    def form(self) -> TargetForm:
        """A new target."""
        page = TargetForm(self)
        page.saved.connect(self._saving.save)
        page.left.connect(self.step_back)
        self._pages.addWidget(page)
        return page

    @cached_property
    def credentials(self) -> CredentialsForm:
        """Another token, address or certificate."""
        page = CredentialsForm(self)
        page.saved.connect(self._saving.renew)
        page.back.connect(self.step_back)
        self._pages.addWidget(page)
        return page

    @cached_property
    def allowance(self) -> AllowanceForm:
        """Hours and bytes a day."""
        page = AllowanceForm(context=self._context, failed=self._failed, parent=self)
        page.saved.connect(self._allowed)
        page.sent.connect(self._send_all_the_same)
        page.back.connect(self.step_back)
        self._pages.addWidget(page)
        return page

    @cached_property
    def mapping(self) -> MappingPage:
        """Which cell goes where at a target."""
        page = MappingPage(context=self._context, banner=self.banner, failed=self._failed, parent=self)
        page.saved.connect(self._mapping_saved)
        page.back.connect(self.step_back)
        self._pages.addWidget(page)
        return page

    @cached_property
    def delivery(self) -> DeliveryPage:
        """One delivery with its receipt."""
        page = DeliveryPage(context=self._context, banner=self.banner, failed=self._failed, parent=self)
        page.retried.connect(self._retried)
        page.back.connect(self.step_back)
        self._pages.addWidget(page)
        return page

    @cached_property
    def compare(self) -> ComparePage:
        """What a target has, after a restore."""
        page = ComparePage(context=self._context, failed=self._failed, parent=self)
        page.confirmed.connect(self._confirmed)
        page.back.connect(self.step_back)
        self._pages.addWidget(page)
        return page

    @cached_property
    def by_hand(self) -> ByHandPage:
        """What is carried as a file."""
        page = ByHandPage(context=self._context, banner=self.banner, failed=self._failed, parent=self)
        page.changed.connect(self._context.sync_bridge.refresh)
        page.back.connect(self.step_back)
        self._pages.addWidget(page)
        return page

    @property
    def _language(self) -> str:
        return self._context.language.code

    def _point_at(self, field: str, text: str) -> bool:
        page = self._pages.currentWidget()
        return isinstance(page, TargetForm | CredentialsForm | AllowanceForm) and page.point_at(field, text)

    def entered(self) -> None:
        self._context.sync_bridge.refresh()

    def step_back(self) -> bool:
        if self._filter.text:
            self._filter.clear()
            return True
        if self.consent.is_asking:
            self.consent.clear()
            return True
        page = self._pages.currentWidget()
        if page is self.overview:
            return False
        if isinstance(page, ComparePage) and page.step_back():
            return True
        self._message.clear()
        self._turn_to(self.overview)
        self._context.sync_bridge.refresh()
        self.targets.setFocus()
        return True

    def _turn_to(self, page: QWidget) -> None:
        self._pages.setCurrentWidget(page)
        self._header.setVisible(isinstance(page, SyncOverview | TargetForm | CredentialsForm))
        self._say_buttons()

    # what is on show -------------------------------------------------------------------------------------

    def _show(self, status: SyncStatus) -> None:
        self._status = status
        self.overview.show_status(status)
        self._say_line()
        self._say_buttons()

    def _say_line(self) -> None:
        if self._status is not None:
            self._header.set_line(self._standing.words(self._status, self._language))

    def _say_buttons(self) -> None:
        overview = self._pages.currentWidget() is self.overview
        self._add.setVisible(self._may_configure and overview)
        self._send.setVisible(self._may_send and overview and not self._context.sync_bridge.is_running)
        # Visits of the last minutes do not count as waiting before the next pass has seen them.
        targets = self._status is not None and any(each.enabled for each in self._status.targets)
        self._send.setEnabled(targets and not self._context.sync_bridge.is_running)

    def _show_running(self, running: bool) -> None:
        if running:
            self.sending.begin()
        else:
            self.sending.hide()
        self._say_buttons()

    # what a person does ----------------------------------------------------------------------------------

    def _send_now(self) -> None:
        self._context.sync_bridge.run_pass()

    def _fulfil(self, wish: Wish) -> None:
        """Do what a person asked for on the first page."""
        target, delivery = self._target(wish.target), self._numbered(wish.number)
        if wish.action == "reports":
            self._context.go_to("reports")
        elif wish.action == "again" and wish.number is not None:
            self._retry(wish.number)
        elif wish.action == "test":
            self._test.run(wish.target)
        elif wish.action in ("switch_on", "switch_off"):
            self._saving.switch(wish.target, enabled=wish.action == "switch_on")
        elif wish.action == "compare":
            self._open(self.compare)
            self.compare.start(wish.target)
        elif wish.action in ("open", "differences") and delivery is not None:
            self._open(self.delivery)
            self.delivery.start(delivery)
        elif wish.action in ("token", "address", "certificate") and target is not None:
            self._open(self.credentials)
            self.credentials.start(target, first="url" if wish.action == "address" else wish.action)
        elif wish.action == "by_hand" and target is not None:
            current = self.deliveries.current
            carried = current is not None and current.target == target.name and current.carried is not None
            self._open(self.by_hand)
            self.by_hand.start(target, number=current.number if current is not None and carried else None)
        elif wish.action == "filter" and target is not None:
            self._filter.start(target)
        elif wish.action == "consent" and target is not None:
            self.consent.start(target)
        elif wish.action == "allowance" and target is not None:
            self._open(self.allowance)
            self.allowance.start(target.name)
        elif wish.action == "mapping":
            self._open(self.mapping)
            parts = [] if delivery is None else delivery.subject.split(":")
            known = parts[1:3] if len(parts) == 4 else self._first_mapped(target)
            form, edition = known if len(known) == 2 else (None, None)
            self.mapping.start(wish.target, form=form, edition=edition)

    def _open(self, page: QWidget) -> None:
        self._message.clear()
        self._turn_to(page)

    def _target(self, name: str) -> TargetRow | None:
        rows = () if self._status is None else self._status.targets
        return next((each for each in rows if each.name == name), None)

    def _numbered(self, number: int | None) -> DeliveryRow | None:
        rows = () if self._status is None else self._status.deliveries
        return next((each for each in rows if each.number == number), None)

    @staticmethod
    def _first_mapped(target: TargetRow | None) -> list[str]:
        """The form that a target takes, if it takes one."""
        mapped = [] if target is None else target.details.get("mappings") or []
        return [mapped[0]["form"], mapped[0]["edition"]] if mapped else []

    def _retry(self, number: int) -> None:
        def done(_count: int) -> None:
            self._context.say(self.tr("Tried again now."))
            self._retried()

        self._context.tasks.run(
            self, lambda: self._context.sync.retry(number), done=done, failed=self._failed
        )

    def _retried(self) -> None:
        self._turn_to(self.overview)
        self._context.sync_bridge.run_pass()
        self._context.sync_bridge.refresh()

    def _allowed(self, name: str) -> None:
        self._context.say(self.tr("Hours and data for {0} are kept.").format(name))
        self.step_back()

    def _send_all_the_same(self) -> None:
        self.step_back()
        self._send_now()

    def _confirmed(self, _target: str) -> None:
        self.step_back()
        self._context.sync_bridge.refresh()
        self._context.sync_bridge.run_pass()

    def _show_form(self) -> None:
        self._open(self.form)
        self.form.start()

    def _mapping_saved(self, name: str) -> None:
        """What was refused for its mapping is tried again with the new one."""
        if self._may_send and self._status is not None:
            self._saving.try_mapping(name, self._status.deliveries)
        self._target_saved(name)

    def _target_saved(self, name: str) -> None:
        self.step_back()
        self._context.sync_bridge.refresh()
        self._test.run(name)

    # words -----------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._header.set_title(self.tr("Sync"))
        self._send.set_text(self.tr("Send now"))
        self._add.set_text(self.tr("Add a system"))
        self._say_line()
