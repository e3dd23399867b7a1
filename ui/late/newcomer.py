"""The five boxes that register somebody who stands on a paper and not in the record."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from datetime import date

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm
from ui.qt.language import Language
from ui.theme import GRID
from ui.widgets.choice_bar import ChoiceField
from ui.widgets.date_or_age import DateOrAgeField
from ui.widgets.field import Field, TextField
from ui.widgets.layout import row


class Newcomer(QWidget):
    """``form()`` is what the reception would register."""

    def __init__(
        self, *, language: Language, today: Callable[[], date], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("newcomer")
        self._id = new_id()
        self.first = TextField("lateFirstName", required=True, longest=60, parent=self)
        self.last = TextField("lateLastName", required=True, longest=60, parent=self)
        self.sex = ChoiceField("lateSex", required=True, parent=self)
        self.birth = DateOrAgeField("lateBirth", language=language, today=today, required=True, parent=self)
        self.village = TextField("lateVillage", longest=120, parent=self)
        line = row(self, spacing=2 * GRID)
        for field in self.fields().values():
            line.addWidget(field, 0 if field is self.sex else 1)
        self._translate()

    def fields(self) -> dict[str, Field]:
        """Fields by the name in ``PatientForm``."""
        return {
            "first_name": self.first,
            "last_name": self.last,
            "sex": self.sex,
            "birth_date": self.birth,
            "village": self.village,
        }

    def begin(self, first: str = "", last: str = "") -> None:
        """Empty boxes for somebody new; ``first`` and ``last`` are what the search already told."""
        self._id = new_id()
        for field in self.fields().values():
            field.set_error(None)
        self.first.set_text(first)
        self.last.set_text(last)
        self.birth.set_text("")
        self.sex.bar.choose(None)

    def content(self) -> dict[str, str]:
        """What stands in the boxes, for a draft."""
        return {
            "id": str(self._id),
            "first": self.first.text(),
            "last": self.last.text(),
            "sex": self.sex.code or "",
            "birth": self.birth.text(),
            "village": self.village.text(),
        }

    def put_back(self, content: Mapping[str, str]) -> None:
        """Fill the boxes from a draft; the same id, so that nobody is registered twice."""
        self.begin(content.get("first", ""), content.get("last", ""))
        self._id = uuid.UUID(content["id"])
        self.sex.bar.choose(content.get("sex") or None)
        self.birth.set_text(content.get("birth", ""))
        self.village.set_text(content.get("village", ""))

    def form(self) -> PatientForm:
        """What was typed; the village stays for the next one, who often comes from the same.

        Raises:
            ValidationError: the age or the date of birth cannot be read.
        """
        birth = self.birth.value()
        return PatientForm(
            id=self._id,
            first_name=self.first.text(),
            last_name=self.last.text(),
            sex=self.sex.code or "",
            birth_date=None if birth is None else birth.birth_date,
            age_years=None if birth is None else birth.age_years,
            age_months=None if birth is None else birth.age_months,
            birth_date_estimated=birth is not None and birth.estimated,
            village=self.village.text_or_none(),
        )

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self.first.set_label(self.tr("First name"))
        self.last.set_label(self.tr("Last name"))
        self.sex.set_label(self.tr("Sex"))
        self.sex.bar.offer((("F", self.tr("Female")), ("M", self.tr("Male"))))
        self.birth.set_label(self.tr("Age or date of birth"))
        self.village.set_label(self.tr("Village"))
