"""Everything about an order beside its numbers, from one box: route, how often, directions ..."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from emr_desktop.prescribing.shorthand import read_often
from emr_desktop.reference.catalogue import directions, frequencies, routes, routes_of
from emr_desktop.reference.folding import fold
from ui.consultation.lines import PrescriptionLine
from ui.messages import sentence
from ui.prescribing.reason_field import OPENS_AFTER_MS
from ui.qt.language import Language
from ui.widgets.picker import Choice, Picker, at_once

AS_NEEDED, START_NOW, OUT_OF_STOCK = "as_needed", "start_now", "out_of_stock"
_Found = tuple[Choice, str]  # a line and every word it is found by


class OrderPicker(Picker):
    """Two letters find what to tell; picking it again takes it off. Enter or Esc in the empty box goes back.

    Signals:
        came: it is on screen; the list of lines should bring it into view.
        changed: the order of the line is another one.
        closed: the person is done here.
        stock_marked: the medicine ran out (True) or came back.
    """

    came = Signal()
    changed = Signal()
    closed = Signal()
    stock_marked = Signal(bool)

    def __init__(
        self,
        line: PrescriptionLine,
        *,
        language: Language,
        is_out_of_stock: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(search=at_once(self._find), minimum=0, parent=parent)
        self.setObjectName("orderPicker")
        self.setMaxLength(200)
        self._line = line
        self._language = language
        self.is_out_of_stock = is_out_of_stock
        self._moved = False
        self.picked.connect(self._take_choice)
        self.passed.connect(self.closed)
        self._translate()

    def begin(self) -> None:
        """Come on screen with everything there is to pick."""
        self.clear()
        self.show()
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.came.emit()
        QTimer.singleShot(OPENS_AFTER_MS, self, self._offer)

    def _offer(self) -> None:
        if self.hasFocus() and not self.text():
            self._look("")

    # what is offered -----------------------------------------------------------------------------------

    def _say(self, name: str, **params: object) -> str:
        return sentence(f"prescribing.order_{name}", params, self._language.code)

    def _find(self, text: str) -> Sequence[Choice]:
        asked = fold(text).split()
        found = [
            choice
            for choice, words in self._all()
            if all(
                any(word.startswith(part) for word in fold(f"{words} {choice.primary}").split())
                for part in asked
            )
        ]
        if text.strip():
            found.append(Choice(("words", text.strip()), self._say("own_words", text=text.strip())))
        return found

    def _all(self) -> Iterator[_Found]:
        line, swahili = self._line, self._language.code == "sw"
        for direction in directions().values():
            told = direction.tell_sw if swahili else direction.tell_en
            both = f"{direction.tell_en} {direction.tell_sw} {' '.join(direction.typed)}"
            yield self._choice("direction", direction.code, told, direction.code in line.directions), both
        for code in routes_of(line.medicine):
            route = routes()[code]
            named = self._say("route", route=route.name_sw if swahili else route.name_en)
            both = f"{route.name_en} {route.name_sw} {' '.join(route.typed)} route njia"
            yield self._choice("route", code, named, line.route == code), both
        now = read_often(line.per_day)
        needed = now is not None and now.as_needed
        yield self._choice(AS_NEEDED, None, self._say(AS_NEEDED), needed), "prn needed inapohitajika sos"
        yield (
            self._choice(START_NOW, None, self._say(START_NOW), line.start_now),
            "first now stat dozi kwanza sasa",
        )
        for frequency in frequencies().values():
            told = frequency.tell_sw if swahili else frequency.tell_en
            both = f"{' '.join(frequency.typed)} {frequency.tell_en} {frequency.tell_sw}"
            is_set = now is not None and now.frequency == frequency.code
            yield self._choice("frequency", frequency.code, f"{frequency.code}: {told}", is_set), both
        yield (
            self._choice(OUT_OF_STOCK, None, self._say(OUT_OF_STOCK), self.is_out_of_stock),
            "stock stoo imeisha",
        )

    def _choice(self, kind: str, code: str | None, text: str, is_set: bool) -> Choice:
        return Choice((kind, code), f"✓ {text}" if is_set else text, self._say("take_off") if is_set else "")

    # what is picked ------------------------------------------------------------------------------------

    def _take_choice(self, choice: Choice) -> None:
        key = choice.key
        if not isinstance(key, tuple):
            return
        kind, code = key
        line = self._line
        if kind == "direction":
            if code in line.directions:
                line.directions.remove(code)
            else:
                line.directions.append(code)
        elif kind == "route":
            line.route = "" if line.route == code else code
        elif kind == "frequency":
            line.per_day = code
        elif kind == AS_NEEDED:
            line.per_day = _toggled(line.per_day)
        elif kind == START_NOW:
            line.start_now = not line.start_now
        elif kind == OUT_OF_STOCK:
            self.is_out_of_stock = not self.is_out_of_stock
            self.stock_marked.emit(self.is_out_of_stock)
            return
        else:
            line.instructions = " ".join(part for part in (line.instructions, code) if part)
        self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        empty = not self.text().strip()
        if empty and event.key() == Qt.Key.Key_Backspace and self._line.instructions:
            self._line.instructions = ""  # own words go as they came
            self.changed.emit()
            event.accept()
            return
        going = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self._moved
        if empty and (going or event.key() == Qt.Key.Key_Escape):
            self._close()
            self.closed.emit()
            event.accept()
            return
        self._moved = event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up)
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()

    def _translate(self) -> None:
        self.setPlaceholderText(self.tr("Food, route, as needed, first dose now, own words; Enter goes back"))
        self.setAccessibleName(self.tr("What else to order or tell"))


def _toggled(per_day: str) -> str:
    """The same times a day, taken only when needed, or always again."""
    often = read_often(per_day)
    if often is None or not often.as_needed:
        return f"{per_day} prn".strip()
    return often.frequency or ("" if often.per_day is None else str(often.per_day))
