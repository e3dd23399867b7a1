"""The fields of a death, for the side page of a visit and for the report at the reception."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from emr_desktop.errors import ValidationError
from ui.deaths.cause_field import CauseField
from ui.qt.language import Language
from ui.theme import GRID
from ui.widgets.bound_fields import BoundFields
from ui.widgets.choice_bar import ChoiceField
from ui.widgets.field import TextField
from ui.widgets.flow import Flow
from ui.widgets.layout import column, words
from ui.widgets.words_field import WordsField

_CAUSES = ("immediate", "underlying")


class DeathFields(QWidget):
    """Names of fields begin with ``death.``; values are texts as a draft keeps them.

    Signals:
        edited: the name and the text of a field that a person changed.
    """

    edited = Signal(str, str)

    def __init__(self, *, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self.died_on = TextField("deathDay", required=True, longest=20, parent=self)
        self.died_at = TextField("deathTime", longest=5, parent=self)
        self.place = ChoiceField("deathPlace", required=True, parent=self)
        self.immediate = CauseField("deathImmediate", language=language, parent=self)
        self.underlying = CauseField("deathUnderlying", language=language, parent=self)
        self.cause_words = WordsField("deathWords", lines=3, parent=self)
        self.told_by = TextField("deathToldBy", parent=self)
        self.notified_to = TextField("deathNotifiedTo", parent=self)
        self.notified_on = TextField("deathNotifiedOn", longest=20, parent=self)
        self._bound = BoundFields(self)
        for name in (
            "died_on", "died_at", "place", "cause_words", "told_by", "notified_to", "notified_on",
        ):  # fmt: skip
            self._bound.add(f"death.{name}", getattr(self, name))
        self._bound.edited.connect(self.edited)
        for name in _CAUSES:
            field: CauseField = getattr(self, name)
            field.edited.connect(
                lambda name=name, field=field: self.edited.emit(f"death.{name}", field.cause)
            )
        self._note = words(role="quiet", wrap=True, parent=self)
        self._lay_out()
        self._translate()

    def _lay_out(self) -> None:
        outer = column(self)
        lines = (
            ((self.died_on, 1), (self.died_at, 1), (self.place, 2)),
            ((self.immediate, 2), (self.underlying, 2)),
            ((self.cause_words, 4),),
            ((self.told_by, 2), (self.notified_to, 1), (self.notified_on, 1)),
        )
        for fields in lines:
            line = Flow(self, spacing=2 * GRID)
            for field, share in fields:
                line.add(field, share, least=15 * GRID)
            outer.addWidget(line)
        outer.addWidget(self._note)

    def show_values(self, values: Mapping[str, str]) -> None:
        """Show a death; errors go."""
        self._bound.show(values)
        for name in _CAUSES:
            field: CauseField = getattr(self, name)
            field.show_cause(values.get(f"death.{name}", ""))
            field.set_error(None)

    def values(self) -> dict[str, str]:
        """What stands in the fields.

        Raises:
            ValidationError: words stand in a cause that nobody picked from the list.
        """
        causes: dict[str, str] = {}
        for name in _CAUSES:
            field: CauseField = getattr(self, name)
            if field.is_unpicked:
                raise ValidationError(f"death.{name}", "consultation.not_picked", text=field.text())
            causes[f"death.{name}"] = field.cause
        return {**self._bound.values(), **causes}

    def point_at(self, name: str, text: str) -> bool:
        """Say what is wrong at a field and put the cursor there."""
        if name.removeprefix("death.") in _CAUSES:
            field: CauseField = getattr(self, name.removeprefix("death."))
            field.set_error(text)
            field.setFocus()
            return True
        return self._bound.point_at(name, text)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self.died_on.set_label(self.tr("Day of death"))
        self.died_on.set_placeholder(self.tr("25/12/2026, today"))
        self.died_at.set_label(self.tr("Time"))
        self.died_at.set_placeholder("14:30")
        self.place.set_label(self.tr("Place"))
        self.place.bar.offer(
            [
                ("here", self.tr("Here")),
                ("on_arrival", self.tr("Dead on arrival")),
                ("elsewhere", self.tr("Elsewhere")),
            ]
        )
        self.immediate.set_label(self.tr("Immediate cause"))
        self.underlying.set_label(self.tr("Underlying cause"))
        self.cause_words.set_label(self.tr("Circumstances"))
        self.told_by.set_label(self.tr("Told by"))
        self.notified_to.set_label(self.tr("Notified to"))
        self.notified_on.set_label(self.tr("Notified on"))
        self._note.setText(
            self.tr("Appointments ahead are cancelled, and later visits of this patient are questioned.")
        )
        for name in _CAUSES:
            field: CauseField = getattr(self, name)
            if field.cause:
                field.show_cause(field.cause)
