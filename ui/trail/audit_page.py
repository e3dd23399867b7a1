"""The audit trail of the facility: who did what; checking it, and the look of every month."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

from emr_desktop.access.permissions import may
from emr_desktop.access.verifying import Verdict
from emr_desktop.changes import Written
from emr_desktop.clock import local
from emr_desktop.errors import ValidationError
from emr_desktop.trail.rows import KINDS, MonthReview, PersonName, TrailQuery
from ui.messages import sentence
from ui.qt.messages import shown_by
from ui.screen import ScreenContext
from ui.theme import GRID
from ui.trail.audit_list import AuditList
from ui.trail.taking_out import TakeOut
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.confirm_bar import ConfirmBar
from ui.widgets.day_field import DayField
from ui.widgets.field import TextField
from ui.widgets.flow import Flow
from ui.widgets.layout import PageHeader, column, words
from ui.widgets.password_bar import PasswordBar
from ui.widgets.wide_combo import WideCombo


class AuditPage(QWidget):
    """The in-charge sees patients in it, IT staff do not."""

    def __init__(self, *, context: ScreenContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("auditPage")
        self._context, self._audit = context, context.clinic.audit
        roles = context.clinic.work.actor.roles
        self._reviewed: MonthReview | None = None
        self._people: tuple[PersonName, ...] = ()
        self.banner, self.confirm = Banner(self), ConfirmBar(self)
        self._failed = shown_by(
            language=lambda: context.language.code,
            field=self._point_at,
            banner=lambda text: self.banner.show_message(text),
            trouble=context.trouble,
        )
        self._header = PageHeader(self)
        self._check = Button("auditCheck", parent=self)
        self._review = Button("auditReview", parent=self)
        self._print = Button("auditPrint", parent=self)
        self._save = Button("auditSave", parent=self)
        self._review.setVisible(may(roles, "audit.review"))
        for button in (self._review, self._check, self._print, self._save):
            self._header.add_action(button)
        self.person = WideCombo("auditPerson", letters=16, parent=self)
        self.kind = WideCombo("auditKind", letters=16, parent=self)
        today = context.clinic.work.clock.today
        self.patient = TextField("auditPatient", longest=40, parent=self)
        self.patient.setVisible(may(roles, "audit.patients"))
        self.first = DayField("auditFirst", language=context.language, today=today, echo=False, parent=self)
        self.last = DayField("auditLast", language=context.language, today=today, echo=False, parent=self)
        self._person_label, self._kind_label = (
            words(role="label", parent=self),
            words(role="label", parent=self),
        )
        self._person_label.setBuddy(self.person)
        self._kind_label.setBuddy(self.kind)
        self._find = Button("auditFind", kind="primary", parent=self)
        self._breach = Button("auditBreach", parent=self)
        self._retention = Button("auditRetention", parent=self)
        self._breach.setVisible(may(roles, "audit.breach"))
        self._retention.setVisible(may(roles, "retention.view"))
        self.list = AuditList(context=context, failed=self._failed, parent=self)
        self.password = PasswordBar.of_screen(context, parent=self)
        self._out = TakeOut(
            context=context, banner=self.banner, password=self.password, failed=self._failed, parent=self
        )
        self._lay_out()
        self._wire()
        self._translate()

    def _lay_out(self) -> None:
        page = column(self)
        for widget in (self._header, self.banner, self.confirm, self.password):
            page.addWidget(widget)
        asked = Flow(self, bottom=True)
        for label, box in ((self._person_label, self.person), (self._kind_label, self.kind)):
            holder = QWidget(asked)
            part = column(holder, spacing=GRID // 4)
            part.addWidget(label)
            part.addWidget(box)
            asked.add(holder)
        for field in (self.patient, self.first, self.last):
            asked.add(field, 1, least=14 * GRID)
        asked.add(self._find)
        page.addWidget(asked)
        page.addWidget(self.list, 1)
        below = Flow(self)
        for button in (self._retention, self._breach):
            below.add(button)
        page.addWidget(below)

    def _wire(self) -> None:
        self._find.clicked.connect(self.show_found)
        for field in (self.patient, self.first, self.last):
            field.edit.returnPressed.connect(self.show_found)
        self.person.activated.connect(lambda _place: self.show_found())
        self.kind.activated.connect(lambda _place: self.show_found())
        self._check.clicked.connect(self.check)
        self._review.clicked.connect(self._ask_review)
        self._breach.clicked.connect(self.report_breach)
        self._retention.clicked.connect(self.show_retention)
        self._print.clicked.connect(lambda: self._take_out(printing=True))
        self._save.clicked.connect(lambda: self._take_out(printing=False))

    # asking ----------------------------------------------------------------------------------------------

    def read(self) -> None:
        """Bring the people, the last review, and the newest rows."""
        self._context.tasks.run(
            self,
            lambda: (self._audit.people(), self._audit.last_review()),
            done=self._show_people,
            failed=self._failed,
            key="auditPeople",
        )
        self.show_found()

    def query(self) -> TrailQuery:
        """What is asked for.

        Raises:
            ValidationError: a day cannot be read.
        """
        return TrailQuery(
            staff=self.person.currentData() or None,
            patient=self.patient.text().strip() or None,
            first=self.first.value("first"),
            last=self.last.value("last"),
            kind=self.kind.currentData() or None,
        )

    def show_found(self) -> None:
        """Show the newest page of what is asked for."""
        query = self._asked_now()
        if query is not None:
            self.list.ask(lambda before: self._audit.find(query, before=before))

    def _asked_now(self) -> TrailQuery | None:
        self.banner.clear()
        for field in (self.patient, self.first, self.last):
            field.set_error(None)
        try:
            return self.query()
        except ValidationError as wrong:
            self._failed(wrong)
            return None

    def _point_at(self, field: str, text: str) -> bool:
        box = {"patient": self.patient, "first": self.first, "last": self.last}.get(field)
        if box is None:
            return False
        box.set_error(text)
        box.editor.setFocus()
        return True

    def _show_people(self, found: tuple[tuple[PersonName, ...], MonthReview | None]) -> None:
        self._people, self._reviewed = found
        self._fill()
        self._say_line()

    # checking, reviewing, taking out -----------------------------------------------------------------------

    def check(self) -> None:
        """Check the whole trail and every record, on the worker."""
        self.banner.show_message(self.tr("Checking the trail and every record …"), kind="info")
        self._context.tasks.run(
            self, self._audit.check, done=self._checked, failed=self._failed, stoppable=True
        )

    def _checked(self, verdict: Verdict) -> None:
        language = self._context.language.code
        if not verdict.findings:
            page = self.list.page
            params = {"rows": verdict.rows, "code": page.head_code if page else "–"}
            self.banner.show_message(sentence("audit.whole", params, language), kind="good")
            return
        texts = [sentence(each.code, each.params, language) for each in verdict.findings[:3]]
        if len(verdict.findings) > 3:
            texts.append(self.tr("… and %n more", "", len(verdict.findings) - 3))
        self.banner.show_message("\n".join(texts))

    def _ask_review(self) -> None:
        last = self._context.clinic.work.clock.today().replace(day=1) - timedelta(days=1)
        self.confirm.ask(
            self.tr("Did you look through {0}: refused log-ins, after hours, exports?").format(
                f"{last:%m/%Y}"
            ),
            yes=self.tr("Yes, reviewed"),
            then=lambda _reason: self.review(last),
        )

    def review(self, day: date) -> None:
        """Note the month of ``day`` as gone through."""
        self._context.tasks.run(
            self, lambda: self._audit.review(f"{day:%Y%m}"), done=self._noted, failed=self._failed
        )

    def _noted(self, written: Written[MonthReview]) -> None:
        self._reviewed = written.value
        self._say_line()
        self.show_found()

    def report_breach(self) -> None:
        """Offer the report of a breach, for the person and the days that are asked for."""
        from ui.trail.breach_dialog import BreachDialog

        query = self._asked_now()
        if query is not None:
            BreachDialog(
                context=self._context,
                first=query.first,
                last=query.last,
                staff=query.staff,
                parent=self.window(),
            ).open()

    def show_retention(self) -> None:
        """Show how long what is kept, and what is past its time."""
        from ui.trail.retention_dialog import RetentionDialog

        RetentionDialog(context=self._context, parent=self.window()).open()

    def _take_out(self, *, printing: bool) -> None:
        query = self._asked_now()
        if query is None:
            return
        do = self._out.print_it if printing else self._out.save_it
        do(query, self.asked())

    def asked(self) -> str:
        """What is asked for, in words, for the head of a paper."""
        parts = [self.person.currentText(), self.kind.currentText(), self.patient.text().strip()]
        days = " – ".join(text for text in (self.first.text(), self.last.text()) if text)
        return " · ".join(part for part in (*parts, days) if part)

    # words -------------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _fill(self) -> None:
        names = {
            "changes": self.tr("Changes"),
            "views": self.tr("Looked at"),
            "exports": self.tr("Exports and prints"),
            "refusals": self.tr("Refused"),
            "failed_logins": self.tr("Log-ins refused"),
            "after_hours": self.tr("After hours"),
            "log_ins": self.tr("Log-ins and locking"),
            "keys": self.tr("Keys, people, settings"),
            "emergencies": self.tr("Opened in an emergency"),
        }
        for box, first, choices in (
            (self.kind, self.tr("Everything"), [(kind, names[kind]) for kind in KINDS]),
            (self.person, self.tr("Everybody"), [(each.username, each.full_name) for each in self._people]),
        ):
            chosen = box.currentData()
            box.clear()
            box.addItem(first, "")
            for code, text in choices:
                box.addItem(text, code)
            box.setCurrentIndex(max(box.findData(chosen), 0))

    def _say_line(self) -> None:
        done = self._reviewed
        if done is None:
            self._header.set_line(self.tr("No month has been reviewed yet."))
            return
        month = f"{done.period[4:]}/{done.period[:4]}"
        self._header.set_line(
            self.tr("Last reviewed: {0}, by {1} on {2}").format(
                month, done.staff or "–", f"{local(done.at):%d/%m/%Y}"
            )
        )

    def _translate(self) -> None:
        self._header.set_title(self.tr("Audit trail"))
        self._person_label.setText(self.tr("Person"))
        self._kind_label.setText(self.tr("Kind"))
        self.person.setAccessibleName(self.tr("Person"))
        self.kind.setAccessibleName(self.tr("Kind"))
        self.patient.set_label(self.tr("Patient number"))
        self.first.set_label(self.tr("From"))
        self.last.set_label(self.tr("To"))
        self._find.set_text(self.tr("F&ind"))
        self._check.set_text(self.tr("&Check all"))
        self._review.set_text(self.tr("Mon&th reviewed"))
        self._breach.set_text(
            self.tr("Report of a &breach …"),
            tip=self.tr("For the Commission and the council: who saw and took out what in some days"),
        )
        self._retention.set_text(
            self.tr("Past its time …"), tip=self.tr("How long records are kept, and what is past its time")
        )
        self._print.set_text(self.tr("Pri&nt"))
        self._save.set_text(self.tr("Sa&ve as a file"))
        self._fill()
        self._say_line()
