"""One medicine of the prescription, with the sentence its patient will read."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from emr_desktop.prescribing.rows import Suggestion
from ui.consultation import telling, typed
from ui.consultation.elided import ElidedLabel
from ui.consultation.lines import PrescriptionLine
from ui.prescribing.findings_box import FindingsBox
from ui.qt.language import Language

PARTS = ("dose", "per_day", "days", "quantity")
_NAMES = {"dose": "dose", "per_day": "perDay", "days": "days", "quantity": "quantity"}
_WIDTHS = {"dose": 52, "per_day": 64, "days": 52, "quantity": 64}
_REMOVER_WIDTH = 24
_SPACING = 8


class NumberField(QLineEdit):
    """A short number; Enter says it is done."""

    done = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.done.emit()
            return
        super().keyPressEvent(event)


class MedicineHeads(QWidget):
    """The words above the columns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_SPACING)
        self._labels = [QLabel(self) for _ in range(5)]
        for place, label in enumerate(self._labels):
            label.setProperty("role", "label")
            if place:
                label.setFixedWidth(_WIDTHS[PARTS[place - 1]])
                label.setAlignment(Qt.AlignmentFlag.AlignRight)
            row.addWidget(label, 0 if place else 1)
        gap = QWidget(self)
        gap.setFixedWidth(_REMOVER_WIDTH)
        row.addWidget(gap)
        self._translate()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        words = (
            "",
            self.tr("Dose"),
            self.tr("A day"),
            self.tr("Days"),
            self.tr("Quantity"),
        )
        for label, text in zip(self._labels, words, strict=True):
            label.setText(text)


class MedicineWidget(QWidget):
    """Signals: ``edited``; ``settled`` when Enter was pressed after the last number; ``removed``.

    ``findings`` holds the suggested dose and the warnings.
    """

    edited = Signal()
    settled = Signal()
    removed = Signal()

    def __init__(self, line: PrescriptionLine, *, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("medicineLine")
        self._line = line
        self._language = language
        self.fields: dict[str, NumberField] = {}
        self.offered: Suggestion | None = None  # the dose that Enter in an empty field takes
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(_SPACING)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(0, 1)
        name = telling.medicine_name(line.medicine)
        grid.addWidget(ElidedLabel(name, self), 0, 0)
        words = {
            "dose": self.tr("Dose"),
            "per_day": self.tr("Times a day"),
            "days": self.tr("Days"),
            "quantity": self.tr("Quantity"),
        }
        for column, part in enumerate(PARTS, start=1):
            field = NumberField(self)
            field.setObjectName(_NAMES[part])
            field.setAccessibleName(f"{words[part]}: {name}")
            field.setMaxLength(7)
            field.setFixedWidth(_WIDTHS[part])
            field.setAlignment(Qt.AlignmentFlag.AlignRight)
            field.setText(line.settled_quantity if part == "quantity" else getattr(line, part))
            field.textEdited.connect(lambda text, part=part: self._typed(part, text))
            field.done.connect(lambda part=part: self._done(part))
            grid.addWidget(field, 0, column)
            self.fields[part] = field
        self.remover = QToolButton(self)
        self.remover.setObjectName("removeMedicine")
        self.remover.setText("×")
        self.remover.setFixedWidth(_REMOVER_WIDTH)
        self.remover.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        take_off = self.tr("Take this medicine off")
        self.remover.setToolTip(take_off)
        self.remover.setAccessibleName(f"{take_off}: {name}")
        self.remover.clicked.connect(self.removed)
        grid.addWidget(self.remover, 0, 5)
        self._sentence = ElidedLabel("", self)
        self._sentence.setObjectName("medicineSentence")
        self._sentence.setProperty("role", "small")
        grid.addWidget(self._sentence, 1, 0, 1, 6)
        self.findings = FindingsBox(language=language, parent=self)
        grid.addWidget(self.findings, 2, 0, 1, 6)
        self._tell()

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Where the Tab key stops, in order."""
        return (*self.fields.values(), *self.findings.reason_fields, self.remover)

    @property
    def sentence(self) -> str:
        """What the patient will read."""
        return self._sentence.text()

    def take_dose(self, suggestion: Suggestion) -> None:
        """Write a suggested dose into the fields, where it can be changed."""
        line = self._line
        line.dose, line.quantity = typed.plain(suggestion.dose), ""
        line.per_day = "" if suggestion.per_day is None else str(suggestion.per_day)
        line.days = "" if suggestion.days is None else str(suggestion.days)
        for part, field in self.fields.items():
            field.setText(line.settled_quantity if part == "quantity" else getattr(line, part))
        self._tell()

    def _typed(self, part: str, text: str) -> None:
        setattr(self._line, part, text)
        if part != "quantity":
            self.fields["quantity"].setText(self._line.settled_quantity)
        self._tell()
        self.edited.emit()

    @property
    def first_empty(self) -> NumberField | None:
        """The first number that is missing."""
        return next((field for field in self.fields.values() if not field.text().strip()), None)

    def _done(self, part: str) -> None:
        if part == "dose" and not self.fields["dose"].text().strip() and self.offered is not None:
            self.take_dose(self.offered)
            self.edited.emit()
        following = {"dose": "per_day", "per_day": "days"}.get(part)
        if following is None:
            self.settled.emit()
        else:
            self.fields[following].setFocus()
            self.fields[following].selectAll()

    def _tell(self) -> None:
        told = telling.how_to_take(self._line, language=self._language.code)
        self._sentence.setText(told)
        self._sentence.setVisible(bool(told))
