"""The sync screen: each target with what waits for it, what was refused and the one action that helps."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from emr_desktop.access.permissions import may
from emr_desktop.errors import EmrError
from sync.rows import DeliveryRow, SyncStatus, TargetRow
from ui.messages import sentence
from ui.qt.messages import shown_by
from ui.screen import ScreenContext, ScreenView
from ui.sync_view.sync_words import (
    delivery_name,
    delivery_state,
    delivery_story,
    target_story,
    when,
)
from ui.sync_view.target_form import NewTarget, TargetForm
from ui.theme import GRID
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.layout import Card, PageHeader, column, row, words
from ui.widgets.standing_message import StandingMessage
from ui.widgets.table import Column, DataTable

_TO_RETRY = frozenset({"waiting", "retry", "unknown", "refused"})


class SyncView(ScreenView):
    """Follows the background pass by itself; nothing here waits for the network."""

    def __init__(self, *, context: ScreenContext) -> None:
        super().__init__()
        self.setObjectName("syncScreen")
        self._context = context
        self._status: SyncStatus | None = None
        roles = context.clinic.work.actor.roles
        self._may_send, self._may_configure = may(roles, "sync.send"), may(roles, "sync.configure")
        self.banner = Banner(self)
        self._message = StandingMessage(self.banner)
        self._failed = shown_by(
            language=lambda: context.language.code,
            field=lambda field, text: self.form.isVisible() and self.form.point_at(field, text),
            banner=lambda text: self._message.say_once(text),
            trouble=context.trouble,
        )
        self._header = PageHeader(self)
        self._send = Button("sendNow", kind="primary", parent=self)
        self._add = Button("addTarget", parent=self)
        self._header.add_action(self._add)
        self._header.add_action(self._send)
        self._targets_card, self._deliveries_card = Card(self), Card(self)
        self.targets: DataTable[TargetRow] = DataTable(
            "targetList",
            (
                Column(lambda: self.tr("Target"), lambda each: each.name, width=120),
                Column(
                    lambda: self.tr("Address"), lambda each: each.url, width=240, tip=lambda each: each.url
                ),
                Column(
                    lambda: self.tr("How it stands"),
                    lambda each: target_story(each, self._language),
                    stretch=True,
                    tip=lambda each: target_story(each, self._language),
                ),
                Column(lambda: self.tr("Last success"), lambda each: when(each.last_success_at), width=152),
            ),
            parent=self,
        )
        self.deliveries: DataTable[DeliveryRow] = DataTable(
            "deliveryList",
            (
                Column(lambda: self.tr("No."), lambda each: str(each.number), right=True, width=56),
                Column(
                    lambda: self.tr("What"),
                    lambda each: delivery_name(each, self._language),
                    width=216,
                ),
                Column(lambda: self.tr("To"), lambda each: each.target, width=104),
                Column(lambda: self.tr("State"), lambda each: delivery_state(each), width=168),
                Column(lambda: self.tr("Since"), lambda each: when(each.created_at), width=144),
                Column(
                    lambda: self.tr("What happened"),
                    lambda each: delivery_story(each, self._language),
                    stretch=True,
                    tip=lambda each: delivery_story(each, self._language),
                ),
            ),
            parent=self,
        )
        self._story = words(wrap=True, parent=self)
        self._story.setObjectName("deliveryStory")
        self._retry = Button("retryDelivery", parent=self)
        self._test = Button("testTarget", parent=self)
        self.form = TargetForm(self)
        self._lay_out()
        self._send.clicked.connect(self._send_now)
        self._add.clicked.connect(self._show_form)
        self._retry.clicked.connect(self._retry_current)
        self._test.clicked.connect(self._test_current)
        self.form.left.connect(self.step_back)
        self.form.saved.connect(self._save_target)
        self.deliveries.selected.connect(lambda _row: self._say_story())
        self.targets.selected.connect(lambda row: self._test.setEnabled(row is not None))
        context.sync_bridge.status_changed.connect(self._show)
        context.sync_bridge.running_changed.connect(self._show_running)
        self._translate()

    def _lay_out(self) -> None:
        self._overview = QWidget(self)
        page = column(self._overview, spacing=GRID * 3 // 2)
        self._targets_card.body.addWidget(self.targets)
        under_targets = row()
        under_targets.addStretch(1)
        under_targets.addWidget(self._test)
        self._targets_card.body.addLayout(under_targets)
        self._deliveries_card.body.addWidget(self.deliveries, 1)
        under = row()
        under.addWidget(self._story, 1)
        under.addWidget(self._retry)
        self._deliveries_card.body.addLayout(under)
        page.addWidget(self._targets_card, 3)
        page.addWidget(self._deliveries_card, 5)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self._overview)
        self._pages.addWidget(self.form)
        whole = column(self, margin=2 * GRID)
        whole.addWidget(self._header)
        whole.addWidget(self.banner)
        whole.addWidget(self._pages, 1)

    @property
    def _language(self) -> str:
        return self._context.language.code

    def entered(self) -> None:
        self._context.sync_bridge.refresh()

    def step_back(self) -> bool:
        if self._pages.currentWidget() is self.form:
            self._pages.setCurrentWidget(self._overview)
            self._say_buttons()
            return True
        return False

    # what is on show -------------------------------------------------------------------------------------

    def _show(self, status: SyncStatus) -> None:
        self._status = status
        self.targets.show_rows(status.targets)
        self.deliveries.show_rows(status.deliveries)
        self._say_line()
        self._say_story()
        self._say_buttons()

    def _say_line(self) -> None:
        status = self._status
        if status is None:
            return
        if status.held is not None:
            line = sentence(status.held, {}, self._language)
        elif status.notice is not None:
            line = sentence(status.notice, status.notice_params, self._language)
        elif status.need_person:
            line = self.tr("%n need(s) a person", "", status.need_person)
        elif status.waiting:
            line = self.tr("{0} since {1}").format(
                self.tr("%n wait(s)", "", status.waiting), when(status.waiting_since)
            )
        elif status.last_success_at is not None:
            line = self.tr("Everything arrived, last {0}").format(when(status.last_success_at))
        else:
            line = self.tr("Nothing was sent yet")
        self._header.set_line(line)

    def _say_story(self) -> None:
        current = self.deliveries.current
        self._story.setText("" if current is None else delivery_story(current, self._language))
        self._retry.setVisible(self._may_send)
        self._retry.setEnabled(current is not None and current.state in _TO_RETRY)

    def _say_buttons(self) -> None:
        overview = self._pages.currentWidget() is self._overview
        self._add.setVisible(self._may_configure and overview)
        self._send.setVisible(self._may_send and overview)
        self._test.setVisible(self._may_configure)
        self._test.setEnabled(self.targets.current is not None)
        waiting = self._status is not None and self._status.waiting > 0
        self._send.setEnabled(waiting and not self._context.sync_bridge.is_running)

    def _show_running(self, running: bool) -> None:
        if running:
            self._message.say(self._say_sending)
        else:
            self._message.clear()
        self._say_buttons()

    def _say_sending(self) -> None:
        self.banner.show_message(self.tr("Sending …"), kind="info", closable=False)

    # what a person does ----------------------------------------------------------------------------------

    def _send_now(self) -> None:
        self._context.sync_bridge.run_pass()

    def _retry_current(self) -> None:
        current = self.deliveries.current
        if current is None:
            return
        number = current.number

        def done(_count: int) -> None:
            self._context.say(self.tr("Tried again now."))
            self._context.sync_bridge.run_pass()
            self._context.sync_bridge.refresh()

        self._context.tasks.run(
            self, lambda: self._context.sync.retry(number), done=done, failed=self._failed
        )

    def _test_current(self) -> None:
        current = self.targets.current
        if current is not None:
            self._run_test(current.name)

    def _run_test(self, name: str) -> None:
        self.banner.show_message(self.tr("Asking {0} …").format(name), kind="info", closable=False)
        self._context.tasks.run_aside(
            self,
            lambda: self._context.sync.test_target(name),
            done=self._tested,
            failed=self._not_tested,
            key="test",
        )

    def _tested(self, found: dict[str, Any]) -> None:
        self._context.sync_bridge.refresh()
        self._message.say(lambda: self._say_test(found))

    def _say_test(self, found: dict[str, Any]) -> None:
        if "org_unit" not in found:
            kept = (
                self.tr("HIV, violence and mental health go there too.")
                if found["sensitive"]
                else self.tr("HIV, violence and mental health are kept back.")
            )
            what = found["version"] or found["kind"].upper()
            answers = self.tr("{0} answers: {1}.").format(found["target"], what)
            self.banner.show_message(f"{answers} {kept}", kind="good")
            return
        unit = found["org_unit"]
        if unit is None:
            self.banner.show_message(
                self.tr("{0} answers (DHIS2 {1}), but does not know this facility. Ask the district.").format(
                    found["target"], found["version"]
                ),
                kind="warn",
            )
            return
        self.banner.show_message(
            self.tr("{0} answers: DHIS2 {1}, we are {2}, this facility is {3}.").format(
                found["target"], found["version"], found["user"], unit.get("name") or unit.get("id")
            ),
            kind="good" if found["may_send"] else "warn",
        )

    def _not_tested(self, error: BaseException) -> None:
        self._message.clear()
        self._context.sync_bridge.refresh()
        self._failed(error)

    def _show_form(self) -> None:
        self._message.clear()
        self._pages.setCurrentWidget(self.form)
        self._say_buttons()
        self.form.start()

    def _save_target(self, new: NewTarget) -> None:
        sync = self._context.sync

        def save() -> str:
            mapping = None
            if not new.takes_records:
                try:
                    mapping = new.read_mapping()
                except (OSError, ValueError) as error:
                    raise EmrError("mapping.malformed", what=str(error)) from None
            row = sync.add_target(
                kind=new.kind,
                name=new.name,
                url=new.url,
                token=new.token,
                username=new.username,
                password=new.password,
                ca_pem=new.ca_pem,
            )
            if mapping is None:
                sync.records.set_filter(row.name, sensitive=new.sensitive)
            else:
                sync.load_mapping(row.name, mapping)
            return row.name

        self._context.tasks.run(self, save, done=self._target_saved, failed=self._failed)

    def _target_saved(self, name: str) -> None:
        self.step_back()
        self._context.sync_bridge.refresh()
        self._run_test(name)

    # words -----------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._header.set_title(self.tr("Sync"))
        self._send.set_text(self.tr("Send now"))
        self._add.set_text(self.tr("Add a target"))
        self._test.set_text(self.tr("Test the connection"))
        self._retry.set_text(self.tr("Try again"))
        self._targets_card.set_heading(self.tr("Where figures and visits go"))
        self._deliveries_card.set_heading(self.tr("What was sent"))
        self.targets.set_empty_text(self.tr("No national system is set up yet. Add a target first."))
        self.deliveries.set_empty_text(
            self.tr("Nothing was sent yet. Under Reports choose a month and press Send.")
        )
        self._say_line()
        self._say_story()
