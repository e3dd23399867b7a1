"""Working on one result: opens it with its draft, enters, agrees, rejects, voids; nothing typed is lost."""

from __future__ import annotations

import uuid

from PySide6.QtCore import QObject, Signal

from emr_desktop.changes import Written
from emr_desktop.errors import StaleVersion
from emr_desktop.identity import new_id
from emr_desktop.laboratory.rows import NewOrder, OrderRow, TrendPoint
from emr_desktop.laboratory.service import OrderVoided
from emr_desktop.reference.catalogue import answer_name
from ui.laboratory import wording
from ui.laboratory.entry import Entry
from ui.laboratory.entry_page import EntryPage
from ui.laboratory.keeping import ResultKeeper, open_entry
from ui.laboratory.test_search import name_of
from ui.messages import sentence_for
from ui.qt.tasks import Failed
from ui.screen import ScreenContext
from ui.widgets.banner import Banner
from ui.widgets.confirm_bar import ConfirmBar

_REJECTED = ("clotted", "too_little", "wrong_container", "unlabelled", "too_old", "saliva")


class ResultWork(QObject):
    """``open(order_id)``.

    Signals:
        opened: the order is on the page.
        finished: done with it; back to the list.
    """

    opened = Signal(object)
    finished = Signal()

    def __init__(
        self,
        *,
        context: ScreenContext,
        page: EntryPage,
        banner: Banner,
        confirm: ConfirmBar,
        failed: Failed,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context, self._page = context, page
        self._banner, self._confirm, self._failed = banner, confirm, failed
        self._laboratory = context.clinic.laboratory
        self._busy = False
        self._keeper = ResultKeeper(clinic=context.clinic, tasks=context.tasks, failed=failed, parent=self)
        page.edited.connect(self._keeper.touch)
        page.save_wanted.connect(self.save)
        page.agree_wanted.connect(self.agree)
        page.reject_wanted.connect(self.ask_rejection)
        page.void_wanted.connect(self.ask_void)

    def open(self, order_id: uuid.UUID) -> None:
        """Read an order, with the draft that waits for it."""
        self._keeper.keep_now()
        self._context.tasks.run(
            self,
            lambda: open_entry(self._context.clinic, order_id),
            done=self._show,
            failed=self._failed,
            key="open",
        )

    def leave(self) -> None:
        """The page is left: what is typed is kept."""
        self._keeper.keep_now()

    def _show(self, found: tuple[Entry, bool]) -> None:
        entry, put_back = found
        self._keeper.watch(entry)
        self.opened.emit(entry.order)
        self._page.show_entry(entry)
        if put_back:
            self._banner.show_message(
                self.tr("This result was begun and not entered. It goes on where it stopped."), kind="info"
            )
        self._read_trend(entry)

    def _read_trend(self, entry: Entry) -> None:
        part = entry.trend_of
        if part is None:
            return
        order_id, patient_id = entry.order.id, entry.order.patient.id

        def done(points: tuple[TrendPoint, ...]) -> None:
            if self._page.entry is not None and self._page.entry.order.id == order_id:
                self._page.show_trend(part, points)

        self._context.tasks.run(
            self,
            lambda: self._laboratory.trend(patient_id, part),
            done=done,
            failed=self._failed,
            key="trend",
        )

    # entering --------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Enter what stands on the page; unlikely numbers are asked about once."""
        entry = self._page.entry
        if entry is None or self._busy or self._page.ask_doubts():
            return
        self._busy = True
        self._keeper.stop()
        form = entry.form()
        self._context.tasks.run(
            self, lambda: self._laboratory.enter(form), done=self._entered, failed=self._not_entered
        )

    def _entered(self, written: Written[OrderRow]) -> None:
        self._busy = False
        order = written.value
        self._keeper.watch(None)
        self._banner.clear()
        code = self._context.language.code
        name = name_of(order.test, language=code)
        report = order.waiting or order.released
        said = wording.report_text(report, language=code) if report is not None else ""
        if order.status == "to_validate":
            self._context.say(self.tr("Entered, waits for a second person: {0}").format(name))
        else:
            self._context.say(
                self.tr("{0}, {1}: {2}").format(
                    order.patient.full_name, name, "" if order.sensitive else said
                )
            )
        self.finished.emit()
        if order.is_critical and not order.sensitive:
            self._banner.show_message(
                self.tr("DANGER: {0}, {1}: {2}. Tell the clinician now.").format(
                    order.patient.full_name, name, said
                ),
                kind="danger",
            )

    def _not_entered(self, error: BaseException) -> None:
        self._busy = False
        self._keeper.touch()
        entry = self._page.entry
        if entry is not None and isinstance(error, StaleVersion) and isinstance(error.current, OrderRow):
            self._show_both(entry, error.current)
        elif entry is not None and isinstance(error, OrderVoided):
            self._offer_again(entry, error)
        else:
            self._failed(error)

    def _show_both(self, entry: Entry, current: OrderRow) -> None:
        """Somebody else entered something meanwhile: theirs stands beside what is typed."""
        theirs = current.waiting or current.released
        old = entry.id
        entry.go_on_with(current, other=theirs)
        self._keeper.discard(old)
        self._page.show_entry(entry)
        self._keeper.watch(entry)
        self._keeper.touch()
        if theirs is None:
            self._banner.show_message(
                self.tr("The order changed meanwhile. Look at it, and enter the result again."), kind="warn"
            )
            return
        self._banner.show_message(
            self.tr(
                "{0} entered a result meanwhile: it stands beside yours. Keep yours as a correction with a"
                " reason, or take theirs."
            ).format(theirs.entered_by),
            kind="warn",
            action=self.tr("Take theirs"),
            then=lambda: self._take_theirs(entry),
        )

    def _take_theirs(self, entry: Entry) -> None:
        self._keeper.watch(None)
        self._keeper.discard(entry.id)
        self.finished.emit()

    def _offer_again(self, entry: Entry, error: OrderVoided) -> None:
        """The order does not hold any more: what is typed stays, and can go to a new order."""
        entry.order = error.current
        self._page.show_entry(entry)
        said = sentence_for(error, self._context.language.code)
        if error.current.void_reason:
            said = f"{said} ({error.current.voided_by}: {error.current.void_reason})"
        self._banner.show_message(
            said, action=self.tr("Order it again  (Enter)"), then=lambda: self._order_again(entry)
        )
        self._banner.focus_action()

    def _order_again(self, entry: Entry) -> None:
        order = entry.order
        new = NewOrder(
            id=new_id(),
            patient_id=order.patient.id,
            visit_id=None if order.visit_voided else order.visit_id,
            test=order.test,
            urgent=order.urgent,
            note=order.note,
        )

        def done(written: Written[tuple[OrderRow, ...]]) -> None:
            old = entry.id
            entry.go_on_with(written.value[0])
            self._keeper.discard(old)
            self._keeper.watch(entry)
            self._keeper.touch()
            self._page.show_entry(entry)
            self._banner.show_message(
                self.tr("Ordered again. What you typed stands here; enter it now."), kind="info"
            )

        self._context.tasks.run(self, lambda: self._laboratory.order([new]), done=done, failed=self._failed)

    def agree(self) -> None:
        """Release what another person entered."""
        entry = self._page.entry
        if entry is None:
            return
        order_id, version = entry.order.id, entry.order.version

        def done(written: Written[OrderRow]) -> None:
            name = name_of(written.value.test, language=self._context.language.code)
            self._context.say(self.tr("Released: {0}").format(name))
            self.finished.emit()

        def failed(error: BaseException) -> None:
            if isinstance(error, StaleVersion) and isinstance(error.current, OrderRow):
                self._show((Entry.begin(error.current), False))
                self._banner.show_message(
                    self.tr("The result changed meanwhile. Look at it again."), kind="warn"
                )
            else:
                self._failed(error)

        self._context.tasks.run(
            self,
            lambda: self._laboratory.validate(order_id, expected_version=version),
            done=done,
            failed=failed,
        )

    # sample and order ------------------------------------------------------------------------------------

    def ask_rejection(self) -> None:
        """Ask why the sample cannot be used."""
        entry = self._page.entry
        if entry is None:
            return
        code = self._context.language.code
        reasons = "   ".join(
            f"{place} {answer_name('rejected', reason, language=code)}"
            for place, reason in enumerate(_REJECTED, start=1)
        )
        self._confirm.ask(
            self.tr("Why can this sample not be used? A digit, or your own words."),
            details=reasons,
            yes=self.tr("Ask for a new sample"),
            reason=self.tr("Why"),
            then=self._reject,
            again=self.ask_rejection,
        )

    def _reject(self, typed: str) -> None:
        entry = self._page.entry
        if entry is None:
            return
        known = typed.isdigit() and 1 <= int(typed) <= len(_REJECTED)
        reason = _REJECTED[int(typed) - 1] if known else typed
        order_id = entry.order.id

        def done(_written: Written[OrderRow]) -> None:
            self._context.say(self.tr("A new sample is asked for."))
            self.finished.emit()

        self._context.tasks.run(
            self,
            lambda: self._laboratory.reject_sample(order_id, reason=reason),
            done=done,
            failed=self._failed,
        )

    def ask_void(self) -> None:
        """Ask why the order is taken back."""
        self._confirm.ask(
            self.tr("Take this order back? A result it has leaves the visit and stays readable."),
            yes=self.tr("Void the order"),
            reason=self.tr("Why"),
            then=self._void,
            again=self.ask_void,
        )

    def _void(self, reason: str) -> None:
        entry = self._page.entry
        if entry is None:
            return
        order_id = entry.order.id

        def done(_written: Written[OrderRow]) -> None:
            self._context.say(self.tr("The order is void."))
            self.finished.emit()

        self._context.tasks.run(
            self,
            lambda: self._laboratory.void(order_id, reason=reason),
            done=done,
            failed=self._failed,
        )
