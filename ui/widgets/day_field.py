"""One box for a day, which shows at once what it understood."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

from emr_desktop.errors import ValidationError
from ui.messages import sentence
from ui.qt.language import Language
from ui.widgets.field import TextField
from ui.widgets.typed_day import read_day


class DayField(TextField):
    """``value()`` is the day; the line under the box says it in words while typing."""

    def __init__(
        self,
        name: str,
        *,
        language: Language,
        today: Callable[[], date],
        required: bool = False,
        echo: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        """``echo`` False leaves out the line under the box, where a list shows the days anyway."""
        super().__init__(name, required=required, longest=20, parent=parent)
        self._language, self._today, self._echoes = language, today, echo
        self.edited.connect(self._echo)
        self.edit.editingFinished.connect(self._judge)

    def value(self, field: str = "") -> date | None:
        """The day typed; None for an empty box.

        Raises:
            ValidationError: ``surveillance.day_unreadable`` at ``field``.
        """
        try:
            return read_day(self.text(), today=self._today())
        except ValueError:
            raise ValidationError(field or self.editor.objectName(), "surveillance.day_unreadable") from None

    def show_day(self, day: date | None) -> None:
        """Put a day into the box."""
        self.set_text("" if day is None else f"{day:%d/%m/%Y}")

    def set_text(self, text: str | None) -> None:
        super().set_text(text)
        self.set_error(None)
        self._echo()

    def _echo(self) -> None:
        try:
            day = self.value()
        except ValidationError:
            day = None
        self.set_help("" if day is None or not self._echoes else self._in_words(day))

    def _in_words(self, day: date) -> str:
        ago = (self._today() - day).days
        if ago == 0:
            return self.tr("{0}, today").format(f"{day:%d/%m/%Y}")
        if ago > 0:
            return self.tr("%n day(s) ago: {0}", "", ago).format(f"{day:%d/%m/%Y}")
        return f"{day:%d/%m/%Y}"

    def _judge(self) -> None:
        try:
            self.value()
        except ValidationError as wrong:
            self.set_error(sentence(wrong.code, wrong.params, self._language.code))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._echo()
        super().changeEvent(event)
