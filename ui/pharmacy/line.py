"""One medicine at the counter: what was ordered, and given, partly or not, with why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from emr_desktop.languages import either
from emr_desktop.pharmacy.rows import DispenseEntry, OrderLine
from emr_desktop.printing.dose import dose_sentence
from emr_desktop.reference.catalogue import medicine_units, medicines
from emr_desktop.reference.rows import MedicineUnit
from emr_desktop.reference.urgency import not_given_reasons
from ui.qt.language import Language
from ui.theme import GRID, set_state
from ui.theme.sizes import follow_text
from ui.widgets.choice_bar import ChoiceBar
from ui.widgets.layout import Panel, column, row, words

_REASONS = (None, *not_given_reasons())
_GIVEN_WIDTH = 72


class DispenseRow(Panel):
    """Signals: ``edited`` when a person answered something."""

    edited = Signal()

    def __init__(self, place: int, *, language: Language, parent: QWidget | None = None) -> None:
        super().__init__("card", parent)
        self.setObjectName(f"dispenseRow{place}")
        self._language = language
        self._line: OrderLine | None = None
        self._saved: dict[str, str | None] = {}
        self._name = words(role="heading", wrap=True, parent=self)
        self._tell = words(wrap=True, parent=self)
        self._who = words(role="small", parent=self)
        self.bar = ChoiceBar(self)
        self.bar.setObjectName(f"answer{place}")
        self.given = QLineEdit(self)
        self.given.setObjectName(f"given{place}")
        self.given.setMaxLength(6)
        follow_text(self.given, width=_GIVEN_WIDTH)
        self.reason = QComboBox(self)
        self.reason.setObjectName(f"reason{place}")
        self.words = QLineEdit(self)
        self.words.setObjectName(f"reasonWords{place}")
        self.words.setMaxLength(200)
        outer = column(self, margin=GRID, spacing=GRID // 2)
        outer.addWidget(self._name)
        outer.addWidget(self._tell)
        line = row()
        line.addWidget(self.bar)
        line.addWidget(self.given)
        line.addWidget(self.reason)
        line.addWidget(self.words, 1)
        line.addStretch(0)
        line.addWidget(self._who)
        outer.addLayout(line)
        self.bar.chosen.connect(self._chosen)
        self.given.textEdited.connect(lambda _text: self._edited())
        self.words.textEdited.connect(lambda _text: self._edited())
        self.reason.activated.connect(lambda _at: self._edited())
        self._translate()

    def show_line(self, line: OrderLine) -> None:
        """Put a medicine on screen with what was answered so far."""
        self._line = line
        answer = line.answer
        self.bar.choose(None if answer is None else answer.answer)
        self.given.setText(str(answer.given) if answer is not None and answer.answer == "partly" else "")
        self.reason.setCurrentIndex(_REASONS.index(answer.reason) if answer is not None else 0)
        self.words.setText((answer.reason_words or "") if answer is not None else "")
        self._saved = self._typed()
        self._show_parts()
        self._translate()

    @property
    def key(self) -> str:
        """The name of the medicine's line in a draft."""
        return self._line.prescription_id.hex if self._line is not None else ""

    @property
    def is_begun(self) -> bool:
        """Whether there is an answer, whole or not."""
        return self.bar.code is not None

    @property
    def is_unsaved(self) -> bool:
        """Whether something else was answered than what is saved."""
        return self._typed() != self._saved

    def content(self) -> dict[str, Any]:
        """What was typed, and over what, as plain JSON values."""
        return {"over": self._over(), "typed": self._typed()}

    def put_back(self, content: Mapping[str, Any]) -> bool:
        """Show what was kept; False when the medicine was changed or answered meanwhile.

        Raises:
            AttributeError, KeyError, TypeError, ValueError: another program wrote the draft.
        """
        if content["over"] != self._over():
            return False
        typed = content["typed"]
        reason = _REASONS.index(typed["reason"])
        self.given.setText(typed["given"])
        self.words.setText(typed["words"])
        self.reason.setCurrentIndex(reason)
        self.bar.choose(typed["answer"])
        self._show_parts()
        return True

    def _typed(self) -> dict[str, str | None]:
        return {
            "answer": self.bar.code,
            "given": self.given.text(),
            "reason": _REASONS[max(self.reason.currentIndex(), 0)],
            "words": self.words.text(),
        }

    def _over(self) -> list[Any]:
        order = self._line.order if self._line is not None else None
        return [order.medicine, order.quantity, self._saved] if order is not None else []

    def answer(self, answer: str) -> None:
        """Answer for the person who pressed "all given"."""
        self.bar.choose(answer)
        self._chosen()

    @property
    def entry(self) -> DispenseEntry | None:
        """What was answered; None while nothing was."""
        if self._line is None or self.bar.code is None:
            return None
        text = self.given.text().strip()
        return DispenseEntry(
            prescription_id=self._line.prescription_id,
            answer=self.bar.code,
            given=int(text) if text.isascii() and text.isdigit() else 0,
            reason=_REASONS[self.reason.currentIndex()],
            reason_words=self.words.text(),
        )

    def point_at(self, part: str) -> QWidget:
        """Put the cursor where something is wrong."""
        wrong: QWidget = {"given": self.given, "reason": self.reason}.get(part, self.bar)
        set_state(wrong, "error")
        wrong.setFocus()
        return wrong

    def _chosen(self) -> None:
        self._show_parts()
        self._edited()
        if self.bar.code == "partly":
            self.given.setFocus()

    def _edited(self) -> None:
        for widget in (self.bar, self.given, self.reason):
            set_state(widget, None)
        self._show_parts()
        self.edited.emit()

    def _show_parts(self) -> None:
        answer = self.bar.code
        self.given.setVisible(answer == "partly")
        self.reason.setVisible(answer in ("partly", "not_given"))
        self.words.setVisible(self.reason.isVisibleTo(self) and self.reason.currentIndex() > 0)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        code = self._language.code
        self.bar.offer(
            (
                ("given", self.tr("Given")),
                ("partly", self.tr("Partly")),
                ("not_given", self.tr("Not given")),
            ),
            letters={"given": "GT", "partly": "PS", "not_given": "NH"},
        )
        at = max(self.reason.currentIndex(), 0)
        with QSignalBlocker(self.reason):
            self.reason.clear()
            self.reason.addItem(self.tr("Why?"))
            for each in not_given_reasons().values():
                self.reason.addItem(either(code, each.name_sw, each.name_en))
            self.reason.setCurrentIndex(at)
        self.given.setPlaceholderText(self.tr("how much"))
        self.words.setPlaceholderText(self.tr("in own words"))
        if self._line is None:
            return
        order = self._line.order
        medicine = medicines().get(order.medicine)
        name = order.medicine if medicine is None else medicine.label
        unit = None if medicine is None else medicine_units()[medicine.unit]
        self._name.setText(f"{name}  ·  {_counted(order.quantity, unit, code)}")
        self._tell.setText(dose_sentence(order, medicine, language=code))
        self.bar.setAccessibleName(name)
        self.given.setAccessibleName(self.tr("How much of {0} was given").format(name))
        self.reason.setAccessibleName(self.tr("Why less of {0} was given").format(name))
        self.words.setAccessibleName(self.tr("Why less of {0} was given, in own words").format(name))
        self._who.setText(self._line.answered_by or "")


def _counted(quantity: int, unit: MedicineUnit | None, language: str) -> str:
    if unit is None:
        return str(quantity)
    one, many = (unit.sw, unit.sw_many) if language == "sw" else (unit.en, unit.en_many)
    counted = one if quantity == 1 else many
    return f"{counted} {quantity}" if language == "sw" else f"{quantity} {counted}"
