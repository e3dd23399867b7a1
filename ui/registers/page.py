"""The page of Reports with the registers: a book and its days on screen, on paper, in a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import QEvent, QSignalBlocker, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QProgressBar, QStackedWidget, QWidget

from emr_desktop.access.permissions import may
from emr_desktop.errors import ValidationError
from emr_desktop.printing.book_register import FORMATS, end_notes, register_bytes, register_name
from emr_desktop.printing.book_words import line_words
from emr_desktop.registers.rows import BOOKS, BookHead, BookLine
from emr_desktop.registers.service import NUMBERINGS, number_on
from ui.qt.messages import shown_by
from ui.qt.paper_printer import PaperPrinter
from ui.registers.tables import PERIODS, ShownLine, days_of, name_table, table_of
from ui.reports.beside_page import BesidePage
from ui.reports.files import ask_where
from ui.screen import ScreenContext
from ui.theme import GRID
from ui.theme.sizes import follow_text
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.choice_bar import ChoiceBar
from ui.widgets.day_field import DayField
from ui.widgets.flow import Flow
from ui.widgets.layout import PageHeader, column, row, words
from ui.widgets.password_bar import PasswordBar
from ui.widgets.table import DataTable
from ui.widgets.wide_combo import WideCombo

Write = Callable[[Path, Callable[[], bytes]], None]


class RegistersPage(BesidePage):
    """Opens with today's outpatients; Enter opens the visit."""

    def __init__(
        self, *, context: ScreenContext, banner: Banner, write: Write, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("registersPage")
        self._context, self._banner, self._write = context, banner, write
        self._today = context.clinic.work.clock.today
        self._days = days_of("today", self._today())
        self._head: BookHead | None = None
        self._lines: list[BookLine] = []
        self._ticket = 0
        self._failed = shown_by(
            language=lambda: context.language.code,
            field=self._point_at,
            banner=banner.show_message,
            trouble=context.trouble,
        )
        self._printer = PaperPrinter(context=context, banner=banner, failed=self._failed, parent=self)
        self._header = PageHeader(self)
        self._password = PasswordBar.of_screen(context, parent=self)
        self._back = Button("registersBack", parent=self)
        self._save = Button("saveRegister", parent=self)
        self._print = Button("printRegister", kind="primary", parent=self)
        self._files = QMenu(self)
        self._actions = {kind: self._files.addAction(kind.upper()) for kind in FORMATS}
        self._save.setMenu(self._files)
        self.book = WideCombo("registerBook", letters=22, parent=self)
        self.numbered = WideCombo("registerNumbered", letters=12, parent=self)
        self.period = ChoiceBar(self)
        self.period.setObjectName("registerPeriod")
        self.first, self.last = (
            DayField(name, language=context.language, today=self._today, echo=False, parent=self)
            for name in ("registerFrom", "registerTo")
        )
        self._labels = {name: words(role="label", parent=self) for name in ("book", "numbered")}
        self._bar = QProgressBar(self)
        self._bar.setObjectName("registerProgress")
        self._stop = Button("stopRegister", parent=self)
        self._notes = words(role="quiet", wrap=True, parent=self)
        self._notes.setObjectName("registerNotes")
        self._tables: dict[str, DataTable[ShownLine]] = {}
        self._stack = QStackedWidget(self)
        roles = context.clinic.work.actor.roles
        self._books = tuple(book for book, verb in BOOKS.items() if may(roles, verb))
        self._lay_out()
        self._wire()
        self._translate()
        self._busy(False)

    def _lay_out(self) -> None:
        for button in (self._back, self._save, self._print):
            self._header.add_action(button)
        page = column(self)
        page.addWidget(self._header)
        page.addWidget(self._password)
        line = Flow(self, spacing=2 * GRID, bottom=True)
        for name, combo in (("book", self.book), ("numbered", self.numbered)):
            holder = QWidget(line)
            pair = column(holder, spacing=2)
            self._labels[name].setBuddy(combo)
            pair.addWidget(self._labels[name])
            pair.addWidget(combo)
            line.add(holder)
        line.add(self.period)
        for field in (self.first, self.last):
            follow_text(field, width=17 * GRID)
            line.add(field)
        page.addWidget(line)
        under = row()
        under.addWidget(self._notes, 1)
        under.addWidget(self._bar)
        under.addWidget(self._stop)
        page.addWidget(self._stack, 1)
        page.addLayout(under)

    def _wire(self) -> None:
        self._back.clicked.connect(self.back)
        self._print.clicked.connect(self.print_it)
        self._stop.clicked.connect(self.stop)
        self.book.activated.connect(lambda _at: self._read())
        self.numbered.activated.connect(lambda _at: self._read())
        self.period.chosen.connect(self.choose)
        for field in (self.first, self.last):
            field.edit.returnPressed.connect(self._read_days)
            field.edit.editingFinished.connect(self._read_days)
        for kind, action in self._actions.items():
            action.triggered.connect(lambda _checked=False, kind=kind: self._ask(kind))
        keys = QShortcut(QKeySequence("Ctrl+P"), self, self.print_it)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _point_at(self, field: str, text: str) -> bool:
        if field == "last":
            self.last.set_error(text)
        return field == "last"

    # which book, which days ----------------------------------------------------------------------------

    def opened(self) -> None:
        """Read today's outpatients."""
        self.choose("today")
        self.book.setFocus()

    @property
    def table(self) -> DataTable[ShownLine]:
        """The lines of the book on screen."""
        return self._table_of(str(self.book.currentData()))

    def choose(self, period: str) -> None:
        """Show the days of a period."""
        self._show_days(*days_of(period, self._today()))

    def show_book(self, book: str, first: date, last: date) -> None:
        """Show a book and any days."""
        self.book.setCurrentIndex(max(self.book.findData(book), 0))
        self._show_days(first, last)

    def _show_days(self, first: date, last: date) -> None:
        self._days = (first, last)
        self.first.show_day(first)
        self.last.show_day(last)
        self._mark_period()
        self._read()

    def _mark_period(self) -> None:
        known = (name for name in PERIODS if days_of(name, self._today()) == self._days)
        self.period.choose(next(known, None))

    def _read_days(self) -> None:
        try:
            first, last = self.first.value(), self.last.value()
        except ValidationError:
            return
        if first is None or last is None or (first, last) == self._days:
            return
        self._days = (first, last)
        self._mark_period()
        self._read()

    # reading -------------------------------------------------------------------------------------------

    def _read(self) -> None:
        registers, (first, last) = self._context.clinic.registers, self._days
        book, numbered = str(self.book.currentData()), str(self.numbered.currentData())
        self.last.set_error(None)
        self._ticket += 1
        ticket = self._ticket
        self._head, self._lines = None, []
        table = self._table_of(book)
        table.show_rows(())  # never the lines of other days beside these
        table.show_loading()
        self._notes.setText("")
        self._stack.setCurrentWidget(table)
        self._busy(True)

        def show(head: BookHead) -> None:
            self._head = head
            if book == "opd":
                self._read_day(head, head.first, head.numbered_from, ticket)
                return
            self._lines = list(head.lines)
            self._show_lines()
            self._busy(False)

        self._context.tasks.run(
            self,
            lambda: registers.open_book(book, first, last, numbered_by=numbered),
            done=show,
            failed=table.unless(self._fail),
            key="book",
        )

    def _read_day(self, head: BookHead, day: date, number: int, ticket: int) -> None:
        """One day after the other, so that whoever saves a visit meanwhile need not wait for all of them."""
        if ticket != self._ticket:
            return
        if day > head.last:
            self._show_lines()
            self._busy(False)
            return
        registers = self._context.clinic.registers
        self._bar.setRange(0, (head.last - head.first).days + 1)
        self._bar.setValue((day - head.first).days)

        def show(lines: tuple[BookLine, ...]) -> None:
            if ticket != self._ticket:
                return
            self._lines += lines
            following = day + timedelta(days=1)
            reached = lines[-1].number + 1 if lines else number
            self._read_day(
                head, following, number_on(following, reached, numbered_by=head.numbered_by), ticket
            )

        self._context.tasks.run(
            self,
            lambda: registers.lines_of_day(head, day, number=number),
            done=show,
            failed=self._fail,
            key="day",
        )

    def stop(self) -> None:
        """Let it be: nothing of these days is shown."""
        self._ticket += 1
        self._head, self._lines = None, []
        self.table.show_error(self.tr("Stopped. Choose the days again."))
        self._busy(False)

    def _fail(self, error: BaseException) -> None:
        self._busy(False)
        self._failed(error)

    def _busy(self, busy: bool) -> None:
        self._bar.setVisible(busy)
        self._stop.setVisible(busy)
        for button in (self._print, self._save):
            button.setEnabled(not busy and self._head is not None)

    def _show_lines(self) -> None:
        code, facility = self._context.language.code, self._context.clinic.work.facility
        book = str(self.book.currentData())
        shown = [
            ShownLine(line, line_words(book, line, language=code, facility_code=facility.code))
            for line in self._lines
        ]
        self.table.show_rows(shown)
        total: Counter[str] = Counter()
        for one in shown:
            total.update(one.words.tally)
        hidden = sum(line.hidden for line in self._lines)
        head = self._head
        self._notes.setText("" if head is None else "  ·  ".join(end_notes(head, total, hidden, code)))

    def _open(self, shown: ShownLine) -> None:
        if shown.line.visit is not None and not shown.line.hidden:
            self._context.open_visit(shown.line.visit)

    def _table_of(self, book: str) -> DataTable[ShownLine]:
        if book not in self._tables:
            table = table_of(book, language=self._context.language, parent=self._stack)
            table.opened.connect(self._open)
            self._tables[book] = table
            self._stack.addWidget(table)
        return self._tables[book]

    # paper and files -----------------------------------------------------------------------------------

    def print_it(self) -> None:
        """Print the book of the days on screen; the trail says so."""
        self._with_note(
            "printed",
            lambda head, make: self._printer.print_it(make, name=register_name(head), kind="register"),
            "pdf",
        )

    def _ask(self, kind: str) -> None:
        if self._head is None:
            return
        path = ask_where(self, name=register_name(self._head), kind=kind, title=self.tr("Save the register"))
        if path is not None:
            self._password.before(lambda: self.save_as(path, kind))

    def save_as(self, path: Path, kind: str) -> None:
        """Write the book at ``path`` as pdf, csv or xlsx; the trail says so."""
        self._with_note("exported", lambda _head, make: self._write(path, make), kind)

    def _with_note(
        self, purpose: str, use: Callable[[BookHead, Callable[[], bytes]], None], kind: str
    ) -> None:
        head, lines = self._head, tuple(self._lines)
        if head is None or self._bar.isVisible():
            return
        clinic, code = self._context.clinic, self._context.language.code
        made_at = clinic.work.clock.now()

        def ready(noted: BookHead) -> None:
            use(
                noted,
                lambda: register_bytes(
                    kind, noted, lines, clinic.work.facility, language=code, made_at=made_at
                ),
            )

        self._context.tasks.run(
            self,
            lambda: clinic.registers.note(head, purpose),
            done=ready,
            failed=self._failed,
            stoppable=True,
        )

    # words ---------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
            if self._head is not None:
                self._show_lines()
        super().changeEvent(event)

    def _translate(self) -> None:
        code = self._context.language.code
        self._header.set_title(self.tr("Registers"))
        self._header.set_line(self.tr("The books as the paper ones. Enter opens the visit."))
        self._back.set_text(self.tr("Back to the forms"), tip=self.tr("Back to the forms (Esc)"))
        self._save.set_text(self.tr("&Save as"))
        self._print.set_text(self.tr("&Print"), tip=self.tr("Look at the pages and print them (Ctrl+P)"))
        self._stop.set_text(self.tr("St&op"))
        self._labels["book"].setText(self.tr("&Book"))
        self._labels["numbered"].setText(self.tr("&Numbered by"))
        self.book.setAccessibleName(self.tr("Book"))
        self.numbered.setAccessibleName(self.tr("Numbered by"))
        self.first.set_label(self.tr("&From"))
        self.last.set_label(self.tr("&To"))
        self.period.setAccessibleName(self.tr("Days"))
        self.period.offer(
            (
                ("today", self.tr("Today")),
                ("week", self.tr("7 days")),
                ("month", self.tr("This month")),
                ("last_month", self.tr("Last month")),
            )
        )
        self._bar.setAccessibleName(self.tr("Progress"))
        numberings = {"year": self.tr("Year"), "month": self.tr("Month")}
        names = {
            "opd": self.tr("Outpatients (book 5)"),
            "referrals": self.tr("Referrals"),
            "deaths": self.tr("Deaths"),
            "laboratory": self.tr("Laboratory"),
            "notifications": self.tr("Immediate notifications"),
        }
        for combo, choices in (
            (self.book, [(book, names[book]) for book in self._books]),
            (self.numbered, [(one, numberings[one]) for one in NUMBERINGS]),
        ):
            chosen = combo.currentData()
            with QSignalBlocker(combo):
                combo.clear()
                for value, text in choices:
                    combo.addItem(text, value)
                combo.setCurrentIndex(max(combo.findData(chosen), 0))
        for book, table in self._tables.items():
            name_table(table, book, code)
