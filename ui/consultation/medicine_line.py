"""One medicine of the prescription, with the sentence its patient will read."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QToolButton, QWidget

from emr_desktop.prescribing.rows import Suggestion
from ui.consultation import telling, typed
from ui.consultation.elided import ElidedLabel
from ui.consultation.lines import PrescriptionLine
from ui.prescribing.findings_box import FindingsBox
from ui.prescribing.order_picker import OrderPicker
from ui.qt.language import Language
from ui.theme.sizes import follow_text
from ui.widgets.layout import words
from ui.widgets.plain_tip import plain_tip

PARTS = ("dose", "per_day", "days", "quantity")
_NAMES = {"dose": "dose", "per_day": "perDay", "days": "days", "quantity": "quantity"}
_WIDTHS = {"dose": 60, "per_day": 64, "days": 48, "quantity": 64}
_LONGEST = {"dose": 24, "per_day": 16}  # a whole order may be typed as the dose: 2 tds 5/7
_BUTTON_WIDTH = 24
_SPACING = 8


class NumberField(QLineEdit):
    """A short number; Enter says it is done, ``+`` that there is more to order."""

    done = Signal()
    left = Signal()
    more = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.done.emit()
            return
        if plain and event.text() == "+":
            self.more.emit()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class MedicineHeads(QWidget):
    """The words above the columns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_SPACING)
        self._labels = [words(parent=self) for _ in range(5)]
        for place, label in enumerate(self._labels):
            label.setProperty("role", "label")
            if place:
                follow_text(label, width=_WIDTHS[PARTS[place - 1]])
                label.setAlignment(Qt.AlignmentFlag.AlignRight)
            row.addWidget(label, 0 if place else 1)
        gap = QWidget(self)
        follow_text(gap, width=2 * _BUTTON_WIDTH + _SPACING)
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
    """One line of the prescription.

    Signals: ``edited``; ``settled`` when Enter was pressed after the last number; ``removed``;
    ``stock_marked`` with whether the medicine ran out.

    ``findings`` holds the suggested dose and the warnings.
    """

    edited = Signal()
    settled = Signal()
    removed = Signal()
    stock_marked = Signal(bool)

    def __init__(
        self,
        line: PrescriptionLine,
        *,
        language: Language,
        is_out_of_stock: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("medicineLine")
        self._line = line
        self._language = language
        self.fields: dict[str, NumberField] = {}
        self.has_draft = False
        self.offered: Suggestion | None = None  # the dose that Enter in an empty field takes
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(_SPACING)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(0, 1)
        name = telling.medicine_name(line.medicine)
        self.name = ElidedLabel(name, self)
        grid.addWidget(self.name, 0, 0)
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
            field.setMaxLength(_LONGEST.get(part, 7))
            follow_text(field, width=_WIDTHS[part])
            field.setAlignment(Qt.AlignmentFlag.AlignRight)
            field.setText(line.settled_quantity if part == "quantity" else getattr(line, part))
            field.textEdited.connect(lambda text, part=part: self._typed(part, text))
            field.done.connect(lambda part=part: self._done(part))
            field.left.connect(self._spread)
            field.more.connect(self._order_more)
            grid.addWidget(field, 0, column)
            self.fields[part] = field
        self.fields["dose"].setToolTip(self.tr("Or the whole order at once: 2 tds 5/7, 1x3x5. + adds more"))
        self.fields["per_day"].setToolTip(self.tr("3, bd, tds, q8h, at night: nocte, weekly, stat, 4 prn"))
        self.fields["days"].setToolTip(self.tr("5, 5/7 days, 2/52 weeks, 1/12 months"))
        self.adder = self._button(
            "orderMore", "+", self.tr("More to order: route, food, as needed, own words"), name
        )
        self.adder.clicked.connect(self._order_more)
        grid.addWidget(self.adder, 0, 5)
        self.remover = self._button("removeMedicine", "×", self.tr("Take this medicine off"), name)
        self.remover.clicked.connect(self.removed)
        grid.addWidget(self.remover, 0, 6)
        self.order = OrderPicker(line, language=language, is_out_of_stock=is_out_of_stock, parent=self)
        self.order.hide()
        self.order.changed.connect(self._ordered)
        self.order.closed.connect(self._order_done)
        self.order.stock_marked.connect(self.stock_marked)
        grid.addWidget(self.order, 1, 0, 1, 7)
        self._sentence = ElidedLabel("", self)
        self._sentence.setObjectName("medicineSentence")
        self._sentence.setProperty("role", "small")
        grid.addWidget(self._sentence, 2, 0, 1, 7)
        self.findings = FindingsBox(language=language, parent=self)
        grid.addWidget(self.findings, 3, 0, 1, 7)
        self._tell()

    def _button(self, name: str, sign: str, what: str, medicine: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setText(sign)
        follow_text(button, width=_BUTTON_WIDTH)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setToolTip(plain_tip(what))
        button.setAccessibleName(f"{what}: {medicine}")
        return button

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Where the Tab key stops, in order."""
        return (*self.fields.values(), self.order, *self.findings.reason_fields, self.adder, self.remover)

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
        self._show_numbers()

    def show_stock(self, is_out: bool) -> None:
        """Say in the list of what may be ordered whether the medicine is out of stock."""
        self.order.is_out_of_stock = is_out

    def show_draft(self, text: str) -> None:
        """Mark a medicine whose dose rules are drafts: a dot after its name that says so when asked."""
        self.has_draft = bool(text)
        name = telling.medicine_name(self._line.medicine)
        self.name.setText(f"{name} ◦" if text else name)
        self.name.setToolTip(plain_tip(f"{name}\n{text}" if text else name))
        self.fields["dose"].setAccessibleDescription(text)

    def _show_numbers(self) -> None:
        line = self._line
        for part, field in self.fields.items():
            field.setText(line.settled_quantity if part == "quantity" else getattr(line, part))
        self._tell()

    def _spread(self) -> None:
        """An order typed in one go goes into its fields once the person moves on."""
        if self._line.spread():
            self._show_numbers()
            self.edited.emit()

    def _order_more(self) -> None:
        self._spread()
        self.order.begin()

    def _ordered(self) -> None:
        self._show_numbers()
        self.edited.emit()

    def _order_done(self) -> None:
        target = self.first_empty or self.fields["quantity"]
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        self.order.hide()

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
        if self._line.spread():
            self._show_numbers()
            self.edited.emit()
            if self.first_empty is None:
                part = "days"
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
