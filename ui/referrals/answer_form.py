"""What became of a referral: the day of arrival, and what came back on the slip."""

from __future__ import annotations

import uuid
from datetime import date

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

from emr_desktop.errors import ValidationError
from emr_desktop.identity import new_id
from emr_desktop.referrals.rows import CounterForm, ReferralRow
from ui.widgets.bound_fields import BoundFields
from ui.widgets.field import TextField
from ui.widgets.layout import column
from ui.widgets.spoken_day import day_words, read_day
from ui.widgets.words_field import WordsField


class AnswerFields(QWidget):
    """``form(today)`` gives the counter-referral that stands here."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row: ReferralRow | None = None
        self._own_id: uuid.UUID = new_id()
        self.seen_on = TextField("answerSeenOn", required=True, longest=20, parent=self)
        self.diagnosis = WordsField("answerDiagnosis", lines=1, parent=self)
        self.treatment = WordsField("answerTreatment", lines=2, parent=self)
        self.advice = WordsField("answerAdvice", lines=2, parent=self)
        self.written_by = TextField("answerBy", parent=self)
        self.bound = BoundFields(self)
        outer = column(self)
        for name in ("seen_on", "diagnosis", "treatment", "advice", "written_by"):
            self.bound.add(name, getattr(self, name))
            outer.addWidget(getattr(self, name))
        self._translate()

    def begin(self, row: ReferralRow) -> None:
        """The answer to this referral; one that was recorded is corrected."""
        self._row = row
        known = row.counter
        self._own_id = new_id() if known is None else known.id
        self.bound.show(
            {
                "seen_on": "" if known is None else day_words(known.seen_on),
                "diagnosis": "" if known is None else known.diagnosis or "",
                "treatment": "" if known is None else known.treatment or "",
                "advice": "" if known is None else known.advice or "",
                "written_by": "" if known is None else known.written_by or "",
            }
        )
        self.seen_on.setFocus()

    def form(self, *, today: date) -> CounterForm:
        """What is to be recorded.

        Raises:
            ValidationError: the day is missing or cannot be understood.
        """
        assert self._row is not None  # noqa: S101 - begun before it can be saved
        seen_on = read_day(self.seen_on.text(), "seen_on", today=today)
        if seen_on is None:
            raise ValidationError("seen_on", "referral.day_missing")
        known = self._row.counter
        return CounterForm(
            id=self._own_id,
            visit_id=self._row.visit_id,
            seen_on=seen_on,
            diagnosis=self.diagnosis.text() or None,
            treatment=self.treatment.text() or None,
            advice=self.advice.text() or None,
            written_by=self.written_by.text_or_none(),
            expected_version=None if known is None else known.version,
        )

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self.seen_on.set_label(self.tr("Day on the slip"))
        self.seen_on.set_placeholder(self.tr("25/12/2026, today"))
        self.diagnosis.set_label(self.tr("Diagnosis there"))
        self.treatment.set_label(self.tr("Treatment there"))
        self.advice.set_label(self.tr("Advice to us"))
        self.written_by.set_label(self.tr("Who wrote it"))


class ArrivalFields(QWidget):
    """``day(today)`` and ``told_by``: that the patient arrived."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.arrived_on = TextField("arrivedOn", required=True, longest=20, parent=self)
        self.told_by = TextField("arrivalToldBy", parent=self)
        self.bound = BoundFields(self)
        outer = column(self)
        for name in ("arrived_on", "told_by"):
            self.bound.add(name, getattr(self, name))
            outer.addWidget(getattr(self, name))
        self._translate()

    def begin(self, row: ReferralRow, *, today: date) -> None:
        """What is known so far; today when nothing is."""
        self.bound.show(
            {"arrived_on": day_words(row.arrived_on or today), "told_by": row.arrival_told_by or ""}
        )
        self.arrived_on.setFocus()

    def day(self, *, today: date) -> date:
        """The day of arrival.

        Raises:
            ValidationError: it is missing or cannot be understood.
        """
        found = read_day(self.arrived_on.text(), "arrived_on", today=today)
        if found is None:
            raise ValidationError("arrived_on", "referral.day_missing")
        return found

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self.arrived_on.set_label(self.tr("Arrived on"))
        self.told_by.set_label(self.tr("Told by"))
