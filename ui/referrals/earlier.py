"""The last referral of a patient who is here again: whether something came back, and writing it down."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from emr_desktop.access.permissions import may
from emr_desktop.changes import Written
from emr_desktop.errors import ValidationError
from emr_desktop.reference.care import care_name
from emr_desktop.referrals.rows import ReferralRow
from ui.qt.messages import shown_by
from ui.referrals.answer_form import AnswerFields
from ui.screen import ScreenContext
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.layout import Card, row, words
from ui.widgets.spoken_day import day_words


class EarlierReferral(Card):
    """``read(patient_id, but=visit_id)``; hidden for who was never referred.

    Signals:
        writing: whether the form is open, so that others make room.
    """

    writing = Signal(bool)

    def __init__(self, *, context: ScreenContext, banner: Banner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("earlierReferral")
        self._context = context
        self.row: ReferralRow | None = None
        self._failed = shown_by(
            language=lambda: context.language.code,
            field=lambda field, text: self.answer.bound.point_at(field, text),
            banner=lambda text: banner.show_message(text),
            trouble=context.trouble,
        )
        self._told = words(wrap=True, parent=self)
        self._told.setObjectName("earlierReferralTold")
        self.answer = AnswerFields(self)
        self.write = Button("earlierReferralWrite", parent=self)
        self.write.clicked.connect(self.begin)
        self._save = Button("earlierReferralSave", kind="primary", parent=self)
        self._save.clicked.connect(self.save)
        self._stop = Button("earlierReferralStop", kind="quiet", parent=self)
        self._stop.clicked.connect(self.stop)
        self.body.addWidget(self._told)
        self.body.addWidget(self.write)
        self.body.addWidget(self.answer)
        line = row()
        line.addWidget(self._stop)
        line.addStretch(1)
        line.addWidget(self._save)
        self.body.addLayout(line)
        self._show(None)

    def read(self, patient_id: UUID, *, but: UUID) -> None:
        """Read the last referral of a patient that is not this visit's own."""
        self._show(None)
        service = self._context.clinic.referrals

        def done(rows: Sequence[ReferralRow]) -> None:
            self._show(next((one for one in rows if one.visit_id != but), None))

        self._context.tasks.run(
            self, lambda: service.of_patient(patient_id), done=done, failed=self._failed, key="earlier"
        )

    def begin(self) -> None:
        """Open the form for what came back."""
        if self.row is not None:
            self._open(True)
            self.answer.begin(self.row)

    def stop(self) -> None:
        """Close the form; nothing is written."""
        self._open(False)
        self.write.setFocus()

    def save(self) -> None:
        """Record what came back, at once: it belongs to the earlier visit, not to this one."""
        try:
            form = self.answer.form(today=self._context.clinic.work.clock.today())
        except ValidationError as problem:
            self._failed(problem)
            return

        def done(written: Written[ReferralRow]) -> None:
            self._context.say(self.tr("Saved: {0}").format(written.value.patient.full_name))
            self._show(written.value)
            self.write.setFocus()

        self._context.tasks.run(
            self,
            lambda: self._context.clinic.referrals.record_answer(form),
            done=done,
            failed=self._failed,
        )

    def _show(self, shown: ReferralRow | None) -> None:
        self.row = shown
        self.setVisible(shown is not None)
        self._open(False)
        self._translate()

    def _open(self, opened: bool) -> None:
        for widget in (self.answer, self._save, self._stop):
            widget.setVisible(opened)
        follows = may(self._context.clinic.work.actor.roles, "referral.follow")
        self.write.setVisible(follows and not opened)
        self.writing.emit(opened)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self.set_heading(self.tr("Earlier referral"))
        self._save.set_text(self.tr("Save what came back"))
        self._stop.set_text(self.tr("Not now"))
        shown = self.row
        if shown is None:
            return
        answer = shown.counter
        self.write.set_text(
            self.tr("Write down what came back") if answer is None else self.tr("Correct what came back")
        )
        state = care_name("referral_state", shown.state, language=self._context.language.code)
        lines = [f"{day_words(shown.sent_on)}  {shown.sent_to or ''}  ·  {state}"]
        if answer is not None:
            told = (answer.diagnosis, answer.treatment, answer.advice, answer.written_by)
            lines.append("  ·  ".join(text for text in (day_words(answer.seen_on), *told) if text))
        self._told.setText("\n".join(lines))
