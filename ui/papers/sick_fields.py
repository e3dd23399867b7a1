"""The boxes of a sick sheet."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from emr_desktop.errors import ValidationError
from emr_desktop.identity import new_id
from emr_desktop.papers.rows import SickSheetForm
from ui.qt.language import Language
from ui.theme import GRID
from ui.widgets.choice_bar import ChoiceField
from ui.widgets.day_field import DayField
from ui.widgets.field import Field, NumberField, TextField


class SickFields(QWidget):
    """Signals: ``edited``: a person changed something."""

    edited = Signal()

    def __init__(
        self, *, language: Language, today: Callable[[], date], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("sickFields")
        self._id = new_id()
        self.days = NumberField("sickDays", whole=True, required=True, parent=self)
        self.first = DayField("sickFirstDay", language=language, today=today, required=True, parent=self)
        self.kind = ChoiceField("sickKind", parent=self)
        self.remarks = TextField("sickRemarks", longest=200, parent=self)
        self.agreed = QCheckBox(self)
        self.agreed.setObjectName("diagnosisAgreed")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID)
        grid.addWidget(self.days, 0, 0)
        grid.addWidget(self.first, 0, 1)
        grid.addWidget(self.kind, 1, 0, 1, 2)
        grid.addWidget(self.remarks, 2, 0, 1, 2)
        grid.addWidget(self.agreed, 3, 0, 1, 2)
        for field in (self.days, self.first, self.kind, self.remarks):
            field.edited.connect(self.edited)
        self.agreed.toggled.connect(lambda _on: self.edited.emit())
        self._translate()

    def begin(self, visit_date: date) -> None:
        """An empty sheet from the day of the visit; the diagnosis stays off until the patient agrees."""
        self._id = new_id()
        for field in (self.days, self.remarks):
            field.set_text("")
            field.set_error(None)
        self.first.show_day(visit_date)
        self.kind.bar.choose("rest")
        self.agreed.setChecked(False)

    def form(self, visit_id: uuid.UUID) -> SickSheetForm:
        """What stands in the boxes.

        Raises:
            ValidationError: a day cannot be read.
        """
        first = self.first.value("first_day")
        if first is None:
            raise ValidationError("first_day", "surveillance.day_unreadable")
        return SickSheetForm(
            id=self._id,
            visit_id=visit_id,
            first_day=first,
            days=int(self.days.text() or 0),
            kind=self.kind.code or "rest",
            diagnosis_agreed=self.agreed.isChecked(),
            remarks=self.remarks.text_or_none(),
        )

    def point_at(self, field: str, text: str) -> bool:
        """Say what is wrong at a field and put the cursor there; False when it is not here."""
        fields: dict[str, Field] = {
            "days": self.days,
            "first_day": self.first,
            "kind": self.kind,
            "remarks": self.remarks,
        }
        found = fields.get(field)
        if found is None:
            return False
        found.set_error(text)
        found.editor.setFocus()
        return True

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self.days.set_label(self.tr("&Days of rest"))
        self.first.set_label(self.tr("&From"))
        self.kind.set_label(self.tr("Kind"))
        self.kind.bar.offer((("rest", self.tr("Rest")), ("light_duty", self.tr("Light duty"))))
        self.remarks.set_label(self.tr("Remarks"))
        self.agreed.setText(self.tr("The patient agrees: put the dia&gnosis on it"))
