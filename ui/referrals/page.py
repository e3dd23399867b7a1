"""Referrals: who was sent where, who arrived, and of whom nothing came back yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from emr_desktop.changes import Changes, Written
from emr_desktop.errors import ValidationError
from emr_desktop.reference.care import care_name
from emr_desktop.referrals.rows import ReferralRow
from ui.papers.documents import referral_document
from ui.qt.document import Document
from ui.qt.paper_printer import PaperPrinter
from ui.reception.desk_page import DeskPage
from ui.referrals.card import ReferralCard
from ui.screen import ScreenContext
from ui.theme import GRID
from ui.theme.sizes import follow_text
from ui.widgets.choice_bar import ChoiceBar
from ui.widgets.flow import Flow
from ui.widgets.layout import ShrinkingLabel, column, row
from ui.widgets.spoken_day import day_words
from ui.widgets.table import Column, DataTable

_CARD_WIDTH = 424


class ReferralsPage(DeskPage):
    """The list is exactly what the monthly forms count as referred, as far back as it goes."""

    def __init__(self, *, context: ScreenContext, parent: QWidget | None = None) -> None:
        super().__init__("referralsPage", context=context, parent=parent)
        self._service = context.clinic.referrals
        self._today = context.clinic.work.clock.today
        self._rows: tuple[ReferralRow, ...] = ()
        self._printer = PaperPrinter(context=context, banner=self.banner, failed=self.failed, parent=self)
        self.header.add_action(self.leave)
        self.lists = ChoiceBar(self)
        self.lists.setObjectName("referralLists")
        self.lists.chosen.connect(self._switched)
        self._count = ShrinkingLabel("small", self)
        self.table: DataTable[ReferralRow] = DataTable("referralList", self._columns(), parent=self)
        self.card = ReferralCard(context=context, parent=self)
        follow_text(self.card, most_width=_CARD_WIDTH)
        self.card.setMinimumWidth(1)
        top = Flow(self)
        top.add(self.lists)
        top.add(self._count)
        left = column()
        left.addWidget(top)
        left.addWidget(self.table, 1)
        page = row(spacing=2 * GRID)
        page.addLayout(left, 1)
        page.addWidget(self.card, 1)
        self.body.addLayout(page, 1)
        self.table.selected.connect(self._marked)
        self.table.opened.connect(self._open)
        self.card.open_wanted.connect(self._open)
        self.card.print_wanted.connect(self._print)
        self.card.asked.connect(self._save)
        context.tasks.changed.connect(self._changed)
        self.lists.choose("waiting")
        self.say_all()

    def _columns(self) -> tuple[Column[ReferralRow], ...]:
        def code() -> str:
            return self.context.language.code

        return (
            Column(lambda: self.tr("Sent"), lambda one: day_words(one.sent_on)),
            Column(lambda: self.tr("Name"), lambda one: one.patient.full_name, stretch=True),
            Column(lambda: self.tr("To"), lambda one: one.sent_to or "", stretch=True),
            Column(
                lambda: self.tr("State"),
                lambda one: care_name("referral_state", one.state, language=code()),
            ),
            Column(lambda: self.tr("Days"), lambda one: str(one.days_waiting or ""), right=True, spare=1),
            Column(lambda: self.tr("Phone"), lambda one: one.patient.phone or "", spare=2),
        )

    def open(self) -> None:
        """Read the list."""
        self.banner.clear()
        self.lists.choose("waiting")
        self.card.show_row(None)
        self._read()
        self.lists.setFocus()

    def step_back(self) -> bool:
        if self.card.is_busy:
            self.card.stop()
            self.table.view.setFocus()
            return True
        return super().step_back()

    def point_at(self, field: str, text: str) -> bool:
        return self.card.point_at(field, text)

    def _read(self) -> None:
        def done(rows: Sequence[ReferralRow]) -> None:
            self._rows = tuple(rows)
            self._show()

        self.table.show_loading()
        self.context.tasks.run(
            self, self._service.list_sent, done=done, failed=self.table.unless(self.failed), key="referrals"
        )

    def _show(self) -> None:
        wanted = {"waiting": ("sent", "arrived", "overdue"), "overdue": ("overdue",)}.get(
            self.lists.code or "", ("sent", "arrived", "overdue", "answered")
        )
        self.table.show_rows([one for one in self._rows if one.state in wanted])
        self._say_count()
        if not self.card.is_busy and self.table.current is not None:
            self.card.show_row(self.table.current)

    def _switched(self, _code: str) -> None:
        self.card.show_row(None)
        self._show()

    def _marked(self, shown: ReferralRow | None) -> None:
        # What was just answered leaves the list and stays on the card.
        if shown is not None and not self.card.is_busy:
            self.card.show_row(shown)

    def _changed(self, changes: Changes) -> None:
        if self.isVisible() and changes.kinds & {"referral", "visit"}:
            self._read()

    def _save(self, mode: str) -> None:
        shown, today = self.card.row, self._today()
        if shown is None:
            return
        work: Callable[[], Written[ReferralRow]]
        try:
            if mode == "answer":
                form = self.card.answer.form(today=today)
                work = lambda: self._service.record_answer(form)  # noqa: E731
            else:
                day, told_by = self.card.arrival.day(today=today), self.card.arrival.told_by.text_or_none()
                work = lambda: self._service.mark_arrived(  # noqa: E731
                    shown.visit_id, arrived_on=day, told_by=told_by
                )
        except ValidationError as problem:
            self.failed(problem)
            return
        self.context.tasks.run(self, work, done=self._saved, failed=self.failed)

    def _saved(self, written: Written[ReferralRow]) -> None:
        self.say_done(self.tr("Saved: {0}").format(written.value.patient.full_name))
        self.card.show_row(written.value)
        self._read()
        self.table.view.setFocus()

    def _open(self, shown: ReferralRow | None) -> None:
        if shown is not None:
            self.context.open_visit(shown.visit_id)

    def _print(self, shown: ReferralRow | None) -> None:
        if shown is None:
            return
        clinic, language = self.context.clinic, self.context.language.code

        def read() -> Document:
            visit = clinic.visits.get(shown.visit_id)
            return referral_document(
                visit, shown, clinic, language=language, size=clinic.papers.letter_size()
            )

        self.context.tasks.run(
            self, read, done=self._printer.print_document, failed=self.failed, stoppable=True
        )

    def _say_count(self) -> None:
        self._count.setText(self.tr("%n in the list", "", len(self.table.model.rows)))
        empty = {
            "waiting": self.tr("Of everybody who was referred something came back."),
            "overdue": self.tr("No referral is overdue."),
        }
        nobody = self.tr('Nobody was referred. A visit with the outcome "referred" comes here by itself.')
        self.table.set_empty_text(empty.get(self.lists.code or "", nobody))

    def translate(self) -> None:
        self.header.set_title(self.tr("Referrals"))
        self.header.set_line(self.tr("Visits of the last six months that ended with a referral."))
        self.lists.setAccessibleName(self.tr("List of referrals"))
        self.table.view.setAccessibleName(self.tr("Referrals"))
        self.lists.offer(
            [
                ("waiting", self.tr("Waiting for an answer")),
                ("overdue", self.tr("Overdue")),
                ("all", self.tr("All")),
            ]
        )
        self._say_count()
