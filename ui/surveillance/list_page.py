"""The line list of notifications with its days, the clusters of today, and the rules behind them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from emr_desktop.access.permissions import may
from emr_desktop.changes import Changes
from emr_desktop.errors import ValidationError
from emr_desktop.printing.notification_list import notification_list_csv, notification_list_pdf
from emr_desktop.surveillance.rows import Cluster, NotificationList, NotificationRow
from emr_desktop.visits.age import age_text
from ui.messages import sentence
from ui.qt.messages import shown_by
from ui.qt.paper_printer import PaperPrinter
from ui.reports.beside_page import BesidePage
from ui.reports.files import ask_where
from ui.screen import ScreenContext
from ui.surveillance.case_page import CasePage
from ui.surveillance.cluster_rules_page import ClusterRulesPage
from ui.surveillance.telling import cluster_line, condition_name, steps_line
from ui.theme import GRID
from ui.theme.apply import set_state
from ui.theme.sizes import follow_text
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.choice_bar import ChoiceBar
from ui.widgets.day_field import DayField
from ui.widgets.flow import Flow
from ui.widgets.form_keys import FormKeys
from ui.widgets.layout import Card, PageHeader, column, words
from ui.widgets.password_bar import PasswordBar
from ui.widgets.table import Column, DataTable

PERIODS = ("week", "month", "last_month", "year")


def days_of(period: str, today: date) -> tuple[date, date]:
    """First and last day of a period that ends today, or of the month before."""
    if period == "week":
        return today - timedelta(days=6), today
    if period == "month":
        return today.replace(day=1), today
    if period == "last_month":
        last = today.replace(day=1) - timedelta(days=1)
        return last.replace(day=1), last
    return today.replace(month=1, day=1), today


class NotificationsPage(BesidePage):
    """Opens with this month."""

    def __init__(
        self,
        *,
        context: ScreenContext,
        banner: Banner,
        write: Callable[[Path, Callable[[], bytes]], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("notificationsPage")
        self._context, self._banner, self._write = context, banner, write
        self._today = context.clinic.work.clock.today
        self._days = days_of("month", self._today())
        self._clusters: tuple[Cluster, ...] = ()
        self._failed = shown_by(
            language=lambda: context.language.code,
            field=lambda _field, _text: False,
            banner=banner.show_message,
            trouble=context.trouble,
        )
        self._printer = PaperPrinter(context=context, banner=banner, failed=self._failed, parent=self)
        self._header = PageHeader(self)
        self._password = PasswordBar.of_screen(context, parent=self)
        self._back = Button("notificationsBack", parent=self)
        self._rules = Button("clusterRules", parent=self)
        self._save = Button("saveNotifications", parent=self)
        self._print = Button("printNotifications", parent=self)
        self.period = ChoiceBar(self)
        self.period.setObjectName("notificationPeriod")
        self.first, self.last = (
            DayField(name, language=context.language, today=self._today, echo=False, parent=self)
            for name in ("notificationsFrom", "notificationsTo")
        )
        self._clusters_card = Card(self)
        self._clusters_text = words(wrap=True, parent=self)
        self._clusters_text.setObjectName("clustersToday")
        self.table: DataTable[NotificationRow] = DataTable("notificationList", self._columns(), parent=self)
        self._case: CasePage | None = None
        self._cluster_rules: ClusterRulesPage | None = None
        self._stack = QStackedWidget(self)
        self._lay_out()
        self._wire()
        self._translate()

    @property
    def case(self) -> CasePage:
        """The form of one notification, built when one is first opened: with the list it was felt."""
        if self._case is None:
            self._case = CasePage(context=self._context, banner=self._banner, parent=self)
            self._case.back.connect(self._show_list)
            self._stack.addWidget(self._case)
        return self._case

    @property
    def rules(self) -> ClusterRulesPage:
        """When cases count as a cluster; built when it is first opened."""
        if self._cluster_rules is None:
            self._cluster_rules = ClusterRulesPage(context=self._context, banner=self._banner, parent=self)
            self._cluster_rules.back.connect(self._show_list)
            self._stack.addWidget(self._cluster_rules)
        return self._cluster_rules

    def _columns(self) -> tuple[Column[NotificationRow], ...]:
        code = self._context.language
        return (
            Column(lambda: self.tr("Seen"), lambda row: f"{row.form.seen_on:%d/%m/%Y}", width=104),
            Column(
                lambda: self.tr("Condition"),
                lambda row: condition_name(row.form.condition, language=code.code),
                stretch=True,
            ),
            Column(lambda: self.tr("Patient"), lambda row: row.patient.full_name, width=184),
            Column(
                lambda: self.tr("Age"),
                lambda row: age_text(row.patient.birth_date, row.form.seen_on, code.code),
                width=104,
                spare=2,
            ),
            Column(lambda: self.tr("Village"), lambda row: row.form.village or "", width=128),
            Column(lambda: self.tr("Number"), lambda row: row.number or "", width=176, spare=1),
            Column(lambda: self.tr("State"), lambda row: steps_line(row, language=code.code), stretch=True),
        )

    def _lay_out(self) -> None:
        for button in (self._back, self._rules, self._save, self._print):
            self._header.add_action(button)
        roles = self._context.clinic.work.actor.roles
        self._rules.setVisible(may(roles, "surveillance.configure"))
        listing = QWidget(self)
        page = column(listing)
        page.addWidget(self._header)
        page.addWidget(self._password)
        self._clusters_card.body.addWidget(self._clusters_text)
        page.addWidget(self._clusters_card)
        line = Flow(self, spacing=2 * GRID, bottom=True)
        line.add(self.period)
        for field in (self.first, self.last):
            follow_text(field, width=20 * GRID)
            line.add(field)
        page.addWidget(line)
        page.addWidget(self.table, 1)
        self._listing = listing
        self._stack.addWidget(listing)
        column(self).addWidget(self._stack)

    def _wire(self) -> None:
        self._back.clicked.connect(self.back)
        self._rules.clicked.connect(self._open_rules)
        self._save.clicked.connect(self._ask_file)
        self._print.clicked.connect(self.print_list)
        self.period.chosen.connect(self._choose)
        for field in (self.first, self.last):
            field.edit.returnPressed.connect(self._read_days)
            field.edit.editingFinished.connect(self._read_days)
        self.table.opened.connect(self._open)
        FormKeys(self._listing)
        keys = QShortcut(QKeySequence("Ctrl+P"), self, self._print_what_is_shown)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._context.tasks.changed.connect(self._changed)

    # coming and going ----------------------------------------------------------------------------------

    def opened(self) -> None:
        """Read the list of this month and today's clusters."""
        self._choose("month")
        self._show_list()

    def step_back(self) -> bool:
        """From a form or the rules back to the list."""
        if self._stack.currentWidget() is self._listing:
            return False
        self._show_list()
        return True

    def _show_list(self) -> None:
        self._stack.setCurrentWidget(self._listing)
        self._read()
        self.table.setFocus()

    def _changed(self, changes: Changes) -> None:
        if self.isVisible() and changes.kinds & {"notification", "surveillance", "visit"}:
            self._read()

    # the list ------------------------------------------------------------------------------------------

    def _choose(self, period: str) -> None:
        self.period.choose(period)
        self._days = days_of(period, self._today())
        self.first.show_day(self._days[0])
        self.last.show_day(self._days[1])
        self._read()

    def _read_days(self) -> None:
        try:
            first, last = self.first.value(), self.last.value()
        except ValidationError:
            return
        if first is None or last is None or (first, last) == self._days:
            return
        if last < first:
            self.last.set_error(sentence("surveillance.days_reversed", {}, self._context.language.code))
            return
        self.last.set_error(None)
        self._days = (first, last)
        self.period.choose(
            next((name for name in PERIODS if days_of(name, self._today()) == self._days), None)
        )
        self._read()

    def _read(self) -> None:
        clinic, (first, last) = self._context.clinic, self._days

        def read() -> tuple[tuple[NotificationRow, ...], tuple[Cluster, ...]]:
            return clinic.notifications.list_between(first, last), clinic.surveillance.clusters()

        def show(found: tuple[tuple[NotificationRow, ...], tuple[Cluster, ...]]) -> None:
            self.table.show_rows(found[0])
            self._clusters = found[1]
            self._translate()

        self._context.tasks.run(self, read, done=show, failed=self._failed, key="notifications")

    def _open(self, line: NotificationRow) -> None:
        def show(notification: NotificationRow) -> None:
            self._stack.setCurrentWidget(self.case)
            self.case.show_row(notification)

        notifications = self._context.clinic.notifications
        self._context.tasks.run(
            self,
            lambda: notifications.get(line.form.id),
            done=show,
            failed=self._failed,
            key="notification",
        )

    def _open_rules(self) -> None:
        self._stack.setCurrentWidget(self.rules)
        self.rules.opened()

    # paper and file ------------------------------------------------------------------------------------

    def _print_what_is_shown(self) -> None:
        shown = self._stack.currentWidget()
        if isinstance(shown, CasePage):
            shown.print_form()
        elif shown is self._listing:
            self.print_list()

    def print_list(self) -> None:
        """Print the list of the days on show; the trail says that it was printed."""
        clinic, (first, last), code = self._context.clinic, self._days, self._context.language.code

        def read() -> NotificationList:
            return clinic.notifications.list_taken_out(first, last, purpose="printed")

        def show(found: NotificationList) -> None:
            self._printer.print_it(
                lambda: notification_list_pdf(
                    found.lines,
                    clinic.work.facility,
                    first=first,
                    last=last,
                    language=code,
                    trail=found.trail,
                ),
                name=f"notifications-{first:%Y%m%d}-{last:%Y%m%d}",
                kind="notifications",
            )

        self._context.tasks.run(self, read, done=show, failed=self._failed, stoppable=True)

    def _ask_file(self) -> None:
        first, last = self._days
        name = f"notifications-{first:%Y%m%d}-{last:%Y%m%d}"
        path = ask_where(self, name=name, kind="csv", title=self.tr("Save the list"))
        if path is not None:
            self._password.before(lambda: self.save_csv(path))

    def save_csv(self, path: Path) -> None:
        """Write the list of the days on show as CSV; the trail says that it was exported."""
        notifications, (first, last) = self._context.clinic.notifications, self._days
        self._context.tasks.run(
            self,
            lambda: notifications.list_taken_out(first, last, purpose="exported"),
            done=lambda found: self._write(path, lambda: notification_list_csv(found.lines)),
            failed=self._failed,
            stoppable=True,
        )

    # words ---------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        code = self._context.language.code
        self._header.set_title(self.tr("Immediate notifications"))
        self._header.set_line(
            self.tr("%n in these days. Enter opens the form.", "", len(self.table.model.rows))
        )
        self._back.set_text(self.tr("Back to the forms"), tip=self.tr("Back to the forms (Esc)"))
        self._rules.set_text(self.tr("Rules for &clusters …"))
        self._save.set_text(self.tr("&Save as CSV"))
        self._print.set_text(self.tr("&Print"), tip=self.tr("Print the list (Ctrl+P)"))
        self.first.set_label(self.tr("&From"))
        self.last.set_label(self.tr("&To"))
        self.period.setAccessibleName(self.tr("Days"))
        self.period.offer(
            (
                ("week", self.tr("7 days")),
                ("month", self.tr("This month")),
                ("last_month", self.tr("Last month")),
                ("year", self.tr("This year")),
            )
        )
        self.table.view.setAccessibleName(self.tr("Notifications"))
        self.table.set_empty_text(
            self.tr("Nothing in these days. A notifiable diagnosis offers its form in the consultation.")
        )
        self._clusters_card.set_heading(self.tr("Several alike in a village"))
        lines = [cluster_line(cluster, language=code) for cluster in self._clusters]
        self._clusters_text.setText("\n".join(lines) or self.tr("None today."))
        set_state(self._clusters_text, "error" if lines else None)
