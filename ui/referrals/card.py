"""The referral that is marked in the list: what the letter says, and what became of it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from emr_desktop.access.permissions import may
from emr_desktop.reference.care import care_name
from emr_desktop.referrals.rows import ReferralRow
from ui.reception.chosen_card import FIRM, phone_text
from ui.referrals.answer_form import AnswerFields, ArrivalFields
from ui.screen import ScreenContext
from ui.theme import GRID
from ui.widgets.buttons import Button
from ui.widgets.flow import Flow
from ui.widgets.form_keys import FormKeys
from ui.widgets.layout import Card, column, words
from ui.widgets.scrolled import scrolled_column
from ui.widgets.spoken_day import day_words


class ReferralCard(Card):
    """``show_row(row)``.

    Signals:
        asked: a form is to be saved: ``arrival`` or ``answer``.
        print_wanted, open_wanted: the referral on show.
    """

    asked = Signal(str)
    print_wanted = Signal(object)
    open_wanted = Signal(object)

    def __init__(self, *, context: ScreenContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("referralCard")
        self._context = context
        self.row: ReferralRow | None = None
        self._mode = ""
        self._follows = may(context.clinic.work.actor.roles, "referral.follow")
        self._name = words(role="title", wrap=True, parent=self)
        self._name.setObjectName("referralWho")
        self._facts = words(wrap=True, parent=self)
        self._facts.setObjectName("referralFacts")
        self.answer = AnswerFields(self)
        self.arrival = ArrivalFields(self)
        self._buttons = {
            name: Button(f"referral{name.title()}", parent=self)
            for name in ("answer", "arrival", "letter", "visit")
        }
        self._save = Button("referralSave", kind="primary", shortcut="Ctrl+Return", parent=self)
        self._stop = Button("referralStop", kind="quiet", parent=self)
        self._lay_out()
        self._buttons["letter"].clicked.connect(lambda: self.print_wanted.emit(self.row))
        self._buttons["visit"].clicked.connect(lambda: self.open_wanted.emit(self.row))
        for name in ("answer", "arrival"):
            self._buttons[name].clicked.connect(lambda _checked=False, name=name: self.begin(name))
        self._save.clicked.connect(lambda: self.asked.emit(self._mode))
        self._stop.clicked.connect(self.stop)
        self._translate()

    def _lay_out(self) -> None:
        inside = scrolled_column(self.body)
        inside.addWidget(self._name)
        inside.addWidget(self._facts)
        self._forms = QStackedWidget(self)
        self._actions = QWidget(self)
        actions = column(self._actions, spacing=GRID // 2)
        for button in self._buttons.values():
            actions.addWidget(button)
        actions.addStretch(1)
        self._form = QWidget(self)
        form = column(self._form)
        self._fields = QStackedWidget(self._form)
        self._fields.addWidget(self.answer)
        self._fields.addWidget(self.arrival)
        form.addWidget(self._fields)
        form.addStretch(1)
        self._foot = Flow(self)
        self._foot.add(self._stop)
        self._foot.push()
        self._foot.add(self._save)
        self._forms.addWidget(self._actions)
        self._forms.addWidget(self._form)
        inside.addWidget(self._forms, 1)
        self.body.addWidget(self._foot)
        FormKeys(self)

    def show_row(self, shown: ReferralRow | None) -> None:
        """Show one referral; a form that was open goes."""
        self.row, self._mode = shown, ""
        self._translate()

    def begin(self, mode: str) -> None:
        """Open the form for the answer or the arrival."""
        if self.row is None or not self._follows:
            return
        self._mode = mode
        self._translate()
        if mode == "answer":
            self.answer.begin(self.row)
        else:
            self.arrival.begin(self.row, today=self._context.clinic.work.clock.today())

    def stop(self) -> None:
        """Close the form; nothing is written."""
        self._mode = ""
        self._translate()

    @property
    def is_busy(self) -> bool:
        """Whether a form is open."""
        return bool(self._mode)

    def point_at(self, field: str, text: str) -> bool:
        """Say what is wrong in the form that is open."""
        if self._mode == "answer":
            return self.answer.bound.point_at(field, text)
        return self._mode == "arrival" and self.arrival.bound.point_at(field, text)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        headings = {"answer": self.tr("What came back"), "arrival": self.tr("The patient arrived")}
        self.set_heading(headings.get(self._mode, self.tr("Chosen in the list")))
        self._buttons["answer"].set_text(self.tr("&Write down what came back"))
        self._buttons["arrival"].set_text(self.tr("The patient arri&ved there"))
        self._buttons["letter"].set_text(self.tr("&Print the letter"))
        self._buttons["visit"].set_text(self.tr("Open the visit  (Enter)"))
        self._save.set_text(self.tr("Save"))
        self._stop.set_text(self.tr("Not now"))
        self._forms.setCurrentWidget(self._form if self._mode else self._actions)
        self._foot.setVisible(bool(self._mode))
        self._fields.setCurrentWidget(self.arrival if self._mode == "arrival" else self.answer)
        shown = self.row
        self._forms.setVisible(shown is not None)
        self._name.setText("" if shown is None else shown.patient.full_name)
        self._facts.setText("" if shown is None else "\n".join(self._told(shown)))
        for name in ("answer", "arrival"):
            self._buttons[name].setEnabled(self._follows and shown is not None)
        if shown is not None and shown.counter is not None:
            self._buttons["answer"].set_text(self.tr("Correct &what came back"))

    def _told(self, shown: ReferralRow) -> list[str]:
        code = self._context.language.code
        patient, entry = shown.patient, shown.entry
        facts = (patient.number, phone_text(patient.phone, blank=FIRM), patient.village)
        lines = ["  ·  ".join(fact for fact in facts if fact)]
        sent_to = shown.sent_to or self.tr("(not written)")
        lines.append(self.tr("Sent {0} to {1}").format(day_words(shown.sent_on), sent_to))
        if entry is not None:
            lines.append(f"{care_name('urgency', entry.urgency, language=code)}  ·  {entry.reason}")
        if shown.arrived_on is not None:
            arrived = self.tr("Arrived {0}").format(day_words(shown.arrived_on))
            lines.append("  ·  ".join(part for part in (arrived, shown.arrival_told_by) if part))
        answer = shown.counter
        if answer is not None:
            lines.append(self.tr("Answer of {0}").format(day_words(answer.seen_on)))
            for label, text in (
                (self.tr("Diagnosis"), answer.diagnosis),
                (self.tr("Treatment"), answer.treatment),
                (self.tr("Advice"), answer.advice),
                (self.tr("By"), answer.written_by),
            ):
                if text:
                    lines.append(f"{label}: {text}")
        return lines
