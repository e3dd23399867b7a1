"""The danger signs of an age, each with its letter: one stop of Tab, letters tick, 0 says there is none."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QWidget

from emr_desktop.languages import either
from ui.qt.language import Language
from ui.theme import GRID
from ui.triage.presenter import Triaging
from ui.widgets.flow import Flow
from ui.widgets.layout import column, words
from ui.widgets.ticks import on_tick, show_tick

NONE_KEY = "0"


class SignsBox(QFrame):
    """Signals: ``edited`` when a person ticked something."""

    edited = Signal()

    def __init__(self, *, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("dangerSigns")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("bar", "true")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._language = language
        self._triaging: Triaging | None = None
        self._asked: tuple[str, ...] = ()
        self._boxes: dict[str, QCheckBox] = {}
        self._heading = words(role="label", parent=self)
        self._lines = Flow(self, spacing=2 * GRID, even=2, gap=2)
        self.none = self._box("noDangerSign", self._none_seen)
        outer = column(self, margin=GRID, spacing=GRID // 2)
        outer.addWidget(self._heading)
        outer.addWidget(self._lines)
        outer.addWidget(self.none)
        self._translate()

    def show_triaging(self, triaging: Triaging) -> None:
        """Ask for the signs of this patient."""
        self._triaging = triaging
        self._lay_out()

    def refresh(self) -> None:
        """The pregnancy changed: other signs may be asked for."""
        if self._triaging is not None:
            codes = tuple(sign.code for sign in self._triaging.asked_signs())
            if codes != self._asked:
                self._lay_out()

    def box(self, sign: str) -> QCheckBox:
        return self._boxes[sign]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        letter = event.text().lower()
        plain = not event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        )
        if self._triaging is not None and plain and letter:
            if letter == NONE_KEY:
                self._none_seen()
                return
            for sign in self._triaging.asked_signs():
                if sign.key == letter:
                    self._tick(sign.code)
                    return
        super().keyPressEvent(event)

    def _box(self, name: str, do: Callable[[], object]) -> QCheckBox:
        box = QCheckBox(self)
        box.setObjectName(name)
        box.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        on_tick(box, lambda _on: do())
        return box

    def _lay_out(self) -> None:
        if self._triaging is None:
            return
        for box in self._lines.clear():
            box.hide()
            box.deleteLater()
        self._boxes = {}
        signs = self._triaging.asked_signs()
        self._asked = tuple(sign.code for sign in signs)
        for sign in signs:
            name = f"sign{sign.code.title().replace('_', '')}"
            box = self._box(name, partial(self._tick, sign.code))
            self._lines.add(box)
            self._boxes[sign.code] = box
        self._translate()
        self._show_ticks()

    def _tick(self, sign: str) -> None:
        if self._triaging is not None:
            self._triaging.tick(sign)
            self._show_ticks()
            self.edited.emit()

    def _none_seen(self) -> None:
        if self._triaging is not None:
            self._triaging.none_seen()
            self._show_ticks()
            self.edited.emit()

    def _show_ticks(self) -> None:
        triaging = self._triaging
        if triaging is None:
            return
        for code, box in self._boxes.items():
            show_tick(box, code in triaging.signs)
        show_tick(self.none, triaging.signs_asked and not triaging.signs)
        ticked = [box.text() for box in self._boxes.values() if box.isChecked()]
        self.setAccessibleDescription(", ".join(ticked))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._heading.setText(self.tr("Danger signs: the letter of each that is there, 0 when there is none"))
        self.setAccessibleName(self.tr("Danger signs"))
        self.none.setText(self.tr("0   None of these"))
        self.none.setAccessibleName(self.tr("None of these danger signs"))
        if self._triaging is None:
            return
        for sign in self._triaging.asked_signs():
            if sign.code in self._boxes:
                name = either(self._language.code, sign.name_sw, sign.name_en)
                self._boxes[sign.code].setText(f"{sign.key.upper()}   {name}")
                self._boxes[sign.code].setAccessibleName(name)
