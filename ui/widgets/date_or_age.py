"""One box for a date of birth or an age, which shows at once what it understood."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

from emr_desktop.errors import ValidationError
from emr_desktop.visits.age import age_text, age_text_of_months
from ui.messages import sentence_for
from ui.qt.language import Language
from ui.widgets.field import TextField
from ui.widgets.typed_birth import TypedBirth, read_birth


class DateOrAgeField(TextField):
    """``value()`` is what was understood; the line under the box says it in words while typing."""

    def __init__(
        self,
        name: str,
        *,
        language: Language,
        today: Callable[[], date],
        required: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, required=required, longest=40, parent=parent)
        self._language = language
        self._today = today
        self.edit.editingFinished.connect(self._judge)
        self.edited.connect(self._echo)
        self._translate()

    def value(self) -> TypedBirth | None:
        """What was understood; None for an empty box.

        Raises:
            ValidationError: it cannot be a birth; ``birth_date`` is the field.
        """
        return read_birth(self.text(), today=self._today())

    def set_text(self, text: str | None) -> None:
        super().set_text(text)
        self._echo()

    def _echo(self) -> None:
        """While typing only what is understood is said; the rest may not be finished yet."""
        try:
            understood = self.value()
        except ValidationError:
            understood = None
        self.set_help(self._in_words(understood) if understood else self.tr("12/3/2021, 5y, 8m, 3w, 10d"))

    def _judge(self) -> None:
        try:
            self.value()
        except ValidationError as error:
            self.set_error(sentence_for(error, self._language.code))

    def _in_words(self, understood: TypedBirth) -> str:
        code, today = self._language.code, self._today()
        if understood.birth_date is None:
            months = (understood.age_years or 0) * 12 + (understood.age_months or 0)
            return self.tr("Age {0}").format(age_text_of_months(months, code))
        born = f"{understood.birth_date:%d/%m/%Y}"
        age = age_text(understood.birth_date, today, code)
        if understood.estimated:
            return self.tr("Age {0}, born about {1}").format(age, born)
        return self.tr("Born {0}, age {1}").format(born, age)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._echo()
        if self.error:
            self._judge()
