"""The targets with what each needs, and below them what was sent: the first page of sync."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from emr_desktop.access.permissions import may
from sync.rows import DeliveryRow, SyncStatus, TargetRow
from ui.screen import ScreenContext
from ui.sync_view.fixes import Fix, fix_of
from ui.sync_view.sync_words import (
    delivery_name,
    delivery_state,
    delivery_story,
    fix_words,
    next_try_words,
    queue_words,
    target_story,
    when,
)
from ui.theme import GRID
from ui.theme.sizes import follow_text
from ui.widgets.buttons import Button
from ui.widgets.flow import Flow
from ui.widgets.layout import Card, column, row, words
from ui.widgets.table import Column, DataTable

_TO_RETRY = frozenset({"waiting", "retry", "unknown", "refused"})
_SEND = frozenset({"differences", "again", "send"})  # what these need; the others change the set-up


@dataclass(frozen=True)
class Wish:
    """What a person asked for; ``number``: of a delivery."""

    action: str
    target: str = ""
    number: int | None = None


class SyncOverview(QWidget):
    """Signals: ``wished`` with a ``Wish``: of ``fixes``, or ``by_hand allowance switch_off open``."""

    wished = Signal(object)

    def __init__(self, *, context: ScreenContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("syncOverview")
        self._context = context
        roles = context.clinic.work.actor.roles
        self._may_send, self._may_configure = may(roles, "sync.send"), may(roles, "sync.configure")
        self._may_report, self._may_consent = may(roles, "report.view"), may(roles, "sync.consent")
        self._targets_card, self._deliveries_card = Card(self), Card(self)
        self.targets: DataTable[TargetRow] = DataTable("targetList", self._target_columns(), parent=self)
        self.deliveries: DataTable[DeliveryRow] = DataTable(
            "deliveryList", self._delivery_columns(), parent=self
        )
        self._target_story, self._story = words(wrap=True, parent=self), words(wrap=True, parent=self)
        self._target_story.setObjectName("targetStory")
        self._story.setObjectName("deliveryStory")
        self.fix = Button("fixTarget", kind="primary", parent=self)
        self.mapping = Button("openMapping", parent=self)
        self.filter = Button("filterTarget", parent=self)
        self.test = Button("testTarget", parent=self)
        self.by_hand = Button("byHand", parent=self)
        self.allowance = Button("openAllowance", parent=self)
        self.switch = Button("switchTarget", parent=self)
        self.open = Button("openDelivery", parent=self)
        self.retry = Button("retryDelivery", parent=self)
        self._lay_out()
        self._wire()
        self._translate()

    def _target_columns(self) -> tuple[Column[TargetRow], ...]:
        return (
            Column(lambda: self.tr("System"), lambda each: each.name, width=112, tip=lambda each: each.url),
            Column(lambda: self.tr("How it stands"), self._standing, stretch=True, tip=self._standing),
            Column(lambda: self.tr("Waits"), queue_words, width=200, tip=queue_words),
            Column(
                lambda: self.tr("Last success"), lambda each: when(each.last_success_at) or "–", width=144
            ),
            Column(lambda: self.tr("Next try"), next_try_words, width=144, spare=1),
        )

    def _delivery_columns(self) -> tuple[Column[DeliveryRow], ...]:
        return (
            Column(lambda: self.tr("No."), lambda each: str(each.number), right=True, width=56),
            Column(
                lambda: self.tr("What"),
                lambda each: delivery_name(each, self._context.language.code),
                width=216,
            ),
            Column(lambda: self.tr("To"), lambda each: each.target, width=104),
            Column(lambda: self.tr("State"), delivery_state, width=192),
            Column(lambda: self.tr("Since"), lambda each: when(each.created_at), width=144, spare=1),
            Column(lambda: self.tr("What happened"), self._happened, stretch=True, tip=self._happened),
        )

    def _lay_out(self) -> None:
        # In a low window with a question above, the page scrolls before its lines lie over each other.
        inside = QWidget(self)
        area = QScrollArea(self)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        column(self).addWidget(area)
        page = column(inside, spacing=GRID * 3 // 2)
        self._targets_card.body.addWidget(self.targets, 1)
        self._targets_card.body.addWidget(self._target_story)
        line = Flow(self)
        line.add(self.fix)
        line.push()
        for button in (self.mapping, self.filter, self.by_hand, self.allowance, self.test, self.switch):
            line.add(button)
        self._targets_card.body.addWidget(line)
        self._deliveries_card.body.addWidget(self.deliveries, 1)
        under = row()
        under.addWidget(self._story, 1)
        for button in (self.open, self.retry):
            under.addWidget(button)
        self._deliveries_card.body.addLayout(under)
        for table, least in ((self.targets, 11), (self.deliveries, 10)):
            follow_text(table, least_height=least * GRID)
            table.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)  # what is left
        page.addWidget(self._targets_card, 5)
        page.addWidget(self._deliveries_card, 6)

    def _wire(self) -> None:
        self.targets.selected.connect(lambda _row: self._say_target())
        self.targets.opened.connect(lambda _row: self.fix.click() if self.fix.isVisible() else None)
        self.deliveries.selected.connect(lambda _row: self._say_delivery())
        self.deliveries.opened.connect(lambda line: self.wished.emit(Wish("open", line.target, line.number)))
        self.fix.clicked.connect(self._wish_fix)
        for button, action in (
            (self.mapping, "mapping"),
            (self.filter, "filter"),
            (self.test, "test"),
            (self.by_hand, "by_hand"),
            (self.allowance, "allowance"),
        ):
            button.clicked.connect(lambda _checked=False, name=action: self._wish(name))
        self.switch.clicked.connect(self._wish_switch)
        self.open.clicked.connect(lambda: self._wish_delivery("open"))
        self.retry.clicked.connect(lambda: self._wish_delivery("again"))

    def show_status(self, status: SyncStatus) -> None:
        """Show how it all stands; the cursor stays on its lines."""
        self.targets.show_rows(status.targets)
        self.deliveries.show_rows(status.deliveries)
        self._say_target()
        self._say_delivery()

    # wishes ----------------------------------------------------------------------------------------------

    def _wish(self, action: str) -> None:
        current = self.targets.current
        if current is not None:
            number = current.refused_number if action == "mapping" else None
            self.wished.emit(Wish(action, current.name, number))

    def _wish_fix(self) -> None:
        current = self.targets.current
        fix = None if current is None else self._fix(current)
        if current is not None and fix is not None:
            self.wished.emit(Wish(fix.action, current.name, fix.number))

    def _wish_switch(self) -> None:
        current = self.targets.current
        if current is not None:
            self.wished.emit(Wish("switch_off" if current.enabled else "switch_on", current.name))

    def _wish_delivery(self, action: str) -> None:
        current = self.deliveries.current
        if current is not None:
            self.wished.emit(Wish(action, current.target, current.number))

    def _fix(self, target: TargetRow) -> Fix | None:
        """What helps, if this person may do it; "Send now" stands at the head of the page already."""
        fix = fix_of(target)
        if fix is None or fix.action == "send":
            return None
        if fix.action == "consent":
            return fix if self._may_consent else None
        if fix.action == "reports":
            return fix if self._may_report else None
        return fix if (self._may_send if fix.action in _SEND else self._may_configure) else None

    # words -----------------------------------------------------------------------------------------------

    def _standing(self, target: TargetRow) -> str:
        return target_story(target, self._context.language.code)

    def _happened(self, delivery: DeliveryRow) -> str:
        return delivery_story(delivery, self._context.language.code)

    def _say_target(self) -> None:
        current = self.targets.current
        fix = None if current is None else self._fix(current)
        self._target_story.setText("" if current is None else self._standing(current))
        self.fix.setVisible(fix is not None)
        if fix is not None:
            self.fix.set_text(fix_words(fix.action))
        shown = "" if fix is None else fix.action
        takes_forms = current is not None and current.kind == "dhis2"
        self.mapping.setVisible(self._may_configure and takes_forms and shown != "mapping")
        takes_records = current is not None and current.kind in ("hdu", "fhir")
        self.filter.setVisible(self._may_configure and takes_records)
        self.test.setVisible(self._may_configure and shown != "test")
        asked = current is not None and current.kind.startswith("registry-")
        self.by_hand.setVisible(self._may_send and not asked)
        self.switch.setVisible(self._may_configure and shown != "switch_on")
        for button in (self.mapping, self.filter, self.test, self.by_hand, self.allowance, self.switch):
            button.setEnabled(current is not None)
        off = current is not None and not current.enabled
        self.switch.set_text(self.tr("Switch &on") if off else self.tr("Switch &off"))

    def _say_delivery(self) -> None:
        current = self.deliveries.current
        self._story.setText("" if current is None else self._happened(current))
        self.open.setEnabled(current is not None)
        self.retry.setVisible(self._may_send)
        self.retry.setEnabled(
            current is not None
            and current.state in _TO_RETRY
            and current.problem != "delivery.server_has_other"  # not before the figures there were seen
        )

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self.mapping.set_text(self.tr("&Mapping"))
        self.filter.set_text(self.tr("What may &go"))
        self.test.set_text(self.tr("Test the &connection"))
        self.by_hand.set_text(self.tr("By &hand"))
        self.allowance.set_text(
            self.tr("Ho&urs and data"),
            tip=self.tr("When it may send, how much a day, what was used today"),
        )
        self.open.set_text(
            self.tr("Open &it"), tip=self.tr("Its receipt, and what the server answered (Enter)")
        )
        self.retry.set_text(self.tr("Tr&y again"))
        self._targets_card.set_heading(self.tr("Where figures and visits go"))
        self._deliveries_card.set_heading(self.tr("What was sent"))
        self.targets.view.setAccessibleName(self.tr("Where figures and visits go"))
        self.deliveries.view.setAccessibleName(self.tr("What was sent"))
        self.targets.set_empty_text(self.tr("No national system is set up yet. Add a system first."))
        self.deliveries.set_empty_text(
            self.tr("Nothing was sent yet. Under Reports choose a month and press Send.")
        )
        for table in (self.targets.model, self.deliveries.model):
            table.say_headings_again()
        self._say_target()
        self._say_delivery()
