"""The boxes of a case form, in the order of the paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from itertools import pairwise

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.qt.language import Language
from ui.surveillance.telling import outcome_answers, vaccinated_answers
from ui.theme import GRID
from ui.widgets.choice_bar import ChoiceField
from ui.widgets.day_field import DayField
from ui.widgets.field import Field, TextField

_LONG = 300
_LINE = 80
# Rows of the grid: field and how many of six columns it takes.
_ROWS: tuple[tuple[tuple[str, int], ...], ...] = (
    (("onset_on", 1), ("symptoms", 3), ("exposure", 2)),
    (("village", 1), ("ward", 1), ("council", 1), ("region", 1), ("phone", 2)),
    (("vaccinated", 2), ("doses", 1), ("last_dose_on", 1)),
    (("specimen", 2), ("specimen_on", 1), ("specimen_to", 3)),
    (("outcome", 4), ("action", 2)),
    (("reporter", 2), ("reporter_cadre", 2), ("reporter_phone", 2)),
)


class CaseFields(QWidget):
    """``show_texts(...)``; signals: ``typed`` with the name of a field and what stands in it."""

    typed = Signal(str, str)

    def __init__(
        self, *, language: Language, today: Callable[[], date], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("caseFields")
        self._language = language
        self._fields: dict[str, Field] = {}
        for line in _ROWS:
            for name, _ in line:
                self._fields[name] = self._make(name, today)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID)
        for place, line in enumerate(_ROWS):
            column = 0
            for name, span in line:
                grid.addWidget(self._fields[name], place, column, 1, span)
                column += span
        for column in range(6):
            grid.setColumnStretch(column, 1)
        for before, after in pairwise(field.editor for field in self._fields.values()):
            QWidget.setTabOrder(before, after)
        self._translate()

    def _make(self, name: str, today: Callable[[], date]) -> Field:
        called = _camel(name)
        field: Field
        if name.endswith("_on"):
            field = DayField(called, language=self._language, today=today, parent=self)
        elif name in ("vaccinated", "outcome"):
            field = ChoiceField(called, parent=self)
        else:
            longest = _LONG if name in ("symptoms", "exposure", "action") else _LINE
            field = TextField(called, longest=longest, parent=self)
        if isinstance(field, TextField):
            field.edited.connect(lambda: self.typed.emit(name, field.text()))
        elif isinstance(field, ChoiceField):
            field.edited.connect(lambda: self._chosen(name, field.code or ""))
        return field

    def _chosen(self, name: str, code: str) -> None:
        self.typed.emit(name, code)
        self._offer_doses()

    def _offer_doses(self) -> None:
        vaccinated = self._fields["vaccinated"]
        asked = isinstance(vaccinated, ChoiceField) and vaccinated.code == "yes"
        for name in ("doses", "last_dose_on"):
            self._fields[name].setEnabled(asked)

    def show_texts(self, texts: Mapping[str, str], *, enabled: bool = True) -> None:
        """Put a form on screen; ``enabled`` False only shows it."""
        for name, field in self._fields.items():
            field.set_error(None)
            if isinstance(field, TextField):
                field.set_text(texts.get(name, ""))
            elif isinstance(field, ChoiceField):
                field.bar.choose(texts.get(name))
        self.setEnabled(enabled)
        self._offer_doses()

    def start(self) -> None:
        """Put the cursor into the first box that is empty, of those that must not be."""
        for name in ("onset_on", "symptoms", "village"):
            field = self._fields[name]
            if isinstance(field, TextField) and not field.text():
                field.editor.setFocus()
                return
        self._fields["specimen"].editor.setFocus()

    def point_at(self, name: str, text: str) -> bool:
        """Say what is wrong at a field and put the cursor there; False when it is not here."""
        field = self._fields.get(name)
        if field is None:
            return False
        field.set_error(text)
        field.editor.setFocus()
        return True

    def field(self, name: str) -> Field:
        return self._fields[name]

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        code = self._language.code
        labels = {
            "onset_on": self.tr("It began on"),
            "symptoms": self.tr("Symptoms and signs"),
            "exposure": self.tr("Journey, contact, animals, food, water"),
            "village": self.tr("Village or street"),
            "ward": self.tr("Ward"),
            "council": self.tr("Council"),
            "region": self.tr("Region"),
            "phone": self.tr("Phone of the patient or a relative"),
            "vaccinated": self.tr("Vaccinated against it"),
            "doses": self.tr("Doses"),
            "last_dose_on": self.tr("Last dose on"),
            "specimen": self.tr("Specimen taken (empty: none)"),
            "specimen_on": self.tr("Taken on"),
            "specimen_to": self.tr("Sent to which laboratory"),
            "outcome": self.tr("Patient now"),
            "action": self.tr("Done at once"),
            "reporter": self.tr("Notified by"),
            "reporter_cadre": self.tr("Cadre"),
            "reporter_phone": self.tr("Phone of the facility or reporter"),
        }
        for name, label in labels.items():
            self._fields[name].set_label(label)
        onset = self._fields["onset_on"]
        if isinstance(onset, TextField):
            onset.set_placeholder(self.tr("17/11, or 3"))
        for name, answers in (("vaccinated", vaccinated_answers(code)), ("outcome", outcome_answers(code))):
            field = self._fields[name]
            if isinstance(field, ChoiceField):
                field.bar.offer(answers)


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return "case" + first.title() + "".join(part.title() for part in rest)
