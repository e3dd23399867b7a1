"""The report of a breach: for which days, when it was noticed, what happened; then the paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QDialog, QWidget

from emr_desktop.clock import EAST_AFRICA, local
from emr_desktop.errors import ValidationError
from emr_desktop.languages import languages
from emr_desktop.printing.breach_report import breach_report_pdf
from ui.qt.messages import shown_by
from ui.qt.paper_printer import PaperPrinter
from ui.screen import ScreenContext
from ui.theme import GRID
from ui.theme.sizes import open_at
from ui.trail.words import audit_line
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.choice_bar import ChoiceField
from ui.widgets.day_field import DayField
from ui.widgets.field import TextField
from ui.widgets.layout import PageHeader, column, row, words
from ui.widgets.password_bar import PasswordBar


@dataclass(frozen=True)
class AskedReport:
    """What was typed."""

    first: date
    last: date
    noticed_at: datetime


class BreachDialog(QDialog):
    """Esc closes it; nothing is read before the paper is asked for."""

    def __init__(
        self,
        *,
        context: ScreenContext,
        first: date | None = None,
        last: date | None = None,
        staff: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """``staff``: a user name, where the report is about one person."""
        super().__init__(parent)
        self.setObjectName("breachReport")
        self._context, self._staff = context, staff
        self.banner = Banner(self)
        self._failed = shown_by(
            language=lambda: context.language.code,
            field=self._point_at,
            banner=lambda text: self.banner.show_message(text),
            trouble=context.trouble,
        )
        self._printer = PaperPrinter(context=context, banner=self.banner, failed=self._failed, parent=self)
        self.password = PasswordBar.of_screen(context, parent=self)
        self._header = PageHeader(self)
        self._duty = words(wrap=True, parent=self)
        today, language = context.clinic.work.clock.today, context.language
        self.first = DayField("breachFirst", language=language, today=today, required=True, parent=self)
        self.last = DayField("breachLast", language=language, today=today, required=True, parent=self)
        self.noticed = DayField("breachNoticed", language=language, today=today, required=True, parent=self)
        self.at = TextField("breachNoticedAt", required=True, longest=5, parent=self)
        self.what_happened = TextField("breachWhatHappened", longest=600, parent=self)
        self.paper_language = ChoiceField("breachLanguage", parent=self)
        self._print = Button("breachPrint", kind="primary", parent=self)
        self._close = Button("breachClose", parent=self)
        self._print.clicked.connect(self._ask)
        self._close.clicked.connect(self.reject)
        self._lay_out()
        now = local(context.clinic.work.clock.now())
        for field, day in ((self.first, first or now.date()), (self.last, last or now.date())):
            field.show_day(day)
        self.noticed.show_day(now.date())
        self.at.set_text(f"{now:%H:%M}")
        self._translate()
        self.paper_language.bar.choose(context.language.code)
        open_at(self, width=760, height=480)
        self.first.editor.setFocus()

    def _lay_out(self) -> None:
        page = column(self, margin=2 * GRID)
        for widget in (self._header, self.banner, self.password, self._duty):
            page.addWidget(widget)
        for fields in ((self.first, self.last), (self.noticed, self.at), (self.what_happened,)):
            line = row(spacing=2 * GRID)
            for field in fields:
                line.addWidget(field, 1)
            page.addLayout(line)
        page.addWidget(self.paper_language)
        page.addStretch(1)
        below = row()
        below.addWidget(self._close)
        below.addStretch(1)
        below.addWidget(self._print)
        page.addLayout(below)

    def asked(self) -> AskedReport:
        """What was typed.

        Raises:
            ValidationError: ``first last noticed at``.
        """
        days = {}
        for name, field in (("first", self.first), ("last", self.last), ("noticed", self.noticed)):
            day = field.value(name)
            if day is None:
                raise ValidationError(name, "surveillance.day_unreadable")
            days[name] = day
        try:
            at = time.fromisoformat(self.at.text().strip().replace(".", ":"))
        except ValueError:
            raise ValidationError("at", "breach.time_unreadable") from None
        noticed = datetime.combine(days["noticed"], at.replace(tzinfo=None), EAST_AFRICA)
        return AskedReport(days["first"], days["last"], noticed)

    def _ask(self) -> None:
        self.banner.clear()
        for field in (self.first, self.last, self.noticed, self.at):
            field.set_error(None)
        try:
            asked = self.asked()
        except ValidationError as wrong:
            self._failed(wrong)
            return
        self.password.before(lambda: self.show_paper(asked))

    def show_paper(self, asked: AskedReport) -> None:
        """Fill the report from the trail and show it; from there it is printed or saved."""
        clinic, staff = self._context.clinic, self._staff
        language = self.paper_language.bar.code or self._context.language.code
        happened = self.what_happened.text()

        def make() -> bytes:
            report = clinic.protection.breach_report(
                asked.first, asked.last, noticed_at=asked.noticed_at, staff=staff
            )
            lines = [audit_line(each, language) for each in report.taken_out]
            return breach_report_pdf(
                report, lines, clinic.work.facility, what_happened=happened, language=language
            )

        self._printer.show_it(make, name="breach-report")

    def _point_at(self, field: str, text: str) -> bool:
        box = {"first": self.first, "last": self.last, "noticed": self.noticed, "at": self.at}.get(field)
        if box is None:
            return False
        box.set_error(text)
        box.editor.setFocus()
        return True

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self.setWindowTitle(self.tr("Report of a breach"))
        self._header.set_title(self.tr("Report of a breach"))
        whom = self.tr("Everybody") if self._staff is None else self.tr("User {0}").format(self._staff)
        self._header.set_line(whom)
        self._duty.setText(
            self.tr(
                "The Commission (PDPC) is to be told promptly [S: section 27(5) of the Act]; within 72 "
                "hours, as is said of the regulations [M: not confirmed]. The paper is filled from the "
                "audit trail; what is not known yet is written by hand."
            )
        )
        self.first.set_label(self.tr("From"))
        self.last.set_label(self.tr("To"))
        self.noticed.set_label(self.tr("Noticed on"))
        self.at.set_label(self.tr("at (hour:minute)"))
        self.what_happened.set_label(self.tr("What happened, in a few words"))
        self.paper_language.set_label(self.tr("Language of the paper"))
        self.paper_language.bar.offer([(one.code, one.name) for one in languages().values()])
        self._print.set_text(self.tr("Show and &print"))
        self._close.set_text(self.tr("&Close"))
