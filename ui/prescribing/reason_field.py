"""Why a serious warning is overruled: a digit or two letters pick from a short list, or own words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

from emr_desktop.prescribing.rows import Finding
from emr_desktop.prescribing.tables import reasons
from emr_desktop.reference.folding import fold
from emr_desktop.visits.rows import FindingEntry
from ui.messages import sentence
from ui.prescribing import words
from ui.qt.language import Language
from ui.widgets.picker import Choice, Picker, at_once

MOST_OFFERED = 9
_GAP = 12
_LEAST_ROOM = 300
OPENS_AFTER_MS = 80  # the list of lines has scrolled to the field by then


class ReasonField(Picker):
    """Opens its list when the cursor comes. An empty box is never answered by Enter alone.

    Signals:
        answered: the code of a reason or None, and own words or None; both None when it was cleared.
        done: a reason stands and Enter goes on.
        taken_off: Delete in the empty box: the medicine is not given after all.
    """

    answered = Signal(object, object)
    done = Signal()
    taken_off = Signal()

    def __init__(
        self,
        finding: Finding,
        *,
        answer: FindingEntry | None,
        language: Language,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(search=at_once(self._find), minimum=0, clear_after_pick=False, parent=parent)
        self.setObjectName("findingReason")
        self.setMaxLength(200)
        self._kind = finding.code.removeprefix(words.CODE_PREFIX)
        self._language = language
        self._moved = False
        if answer is not None:
            self.setText(words.reason_name(answer, language=language.code))
        self.picked.connect(self._take_choice)
        self.textEdited.connect(self._typed)
        self._translate()

    def _offered(self) -> list[tuple[str, str]]:
        swahili = self._language.code == "sw"
        special = [one for one in reasons().values() if self._kind in one.codes]
        usual = [one for one in reasons().values() if not one.codes]
        return [(one.code, one.name_sw if swahili else one.name_en) for one in (*special, *usual)][
            :MOST_OFFERED
        ]

    def _find(self, text: str) -> Sequence[Choice]:
        asked = fold(text)
        found = [
            Choice((code, None), name, str(place))
            for place, (code, name) in enumerate(self._offered(), start=1)
            if all(any(word.startswith(part) for word in fold(name).split()) for part in asked.split())
        ]
        if asked:
            said = sentence("prescribing.words_choice", {"text": text}, self._language.code)
            found.append(Choice((None, text), said))
        return found

    def _take_choice(self, choice: Choice) -> None:
        key = choice.key
        if not isinstance(key, tuple):
            return
        code, own = key
        self.setText(choice.primary if own is None else own)
        self.answered.emit(code, own)
        self.done.emit()

    def _typed(self, text: str) -> None:
        # Typed and left without Enter: own words, nothing is thrown away.
        self._moved = False
        self.answered.emit(None, text.strip() or None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        empty = not self.text().strip()
        key = event.key()
        plain = not event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        )
        if empty and plain and key == Qt.Key.Key_Delete:
            self.taken_off.emit()
            return
        if empty and plain and event.text().isdigit() and event.text() != "0":
            offered = self._find("")
            at = int(event.text()) - 1
            if at < len(offered):
                self._take(offered[at])
            return
        if plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if empty and not self._moved:
                self._look("")
                return
            if not empty and not self.is_open:
                self.done.emit()
                return
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._moved = True
        super().keyPressEvent(event)

    def _enter(self) -> None:
        if not self.text().strip() and self.highlighted is not None:
            self._take(self.highlighted)
        else:
            super()._enter()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._moved = False
        if not self.text().strip():
            QTimer.singleShot(OPENS_AFTER_MS, self, self._offer)

    def _offer(self) -> None:
        if self.hasFocus() and not self.text().strip():
            self._look("")

    def _place(self, popup: QFrame) -> QPoint:
        """Beside the field, so that neither the warning above it nor Save below it is covered."""
        window = self.window()
        at = self.mapTo(window, QPoint(0, 0))
        room = at.x() - self._left_edge() - _GAP
        if room < _LEAST_ROOM:
            return super()._place(popup)
        popup.setFixedWidth(min(popup.width(), room))
        lowest = min(at.y() + self.height(), self._floor(at.y())) - popup.height()
        return QPoint(at.x() - popup.width() - _GAP, max(0, lowest))

    def _left_edge(self) -> int:
        """Where the page begins, right of the rail."""
        page: QWidget | None = self
        while page is not None and page.objectName() != "visitPage":
            page = page.parentWidget()
        return 0 if page is None else page.mapTo(self.window(), QPoint(0, 0)).x()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()

    def _translate(self) -> None:
        self.setPlaceholderText(self.tr("Why all the same? 1-9 or words; Delete takes the medicine off"))
        self.setAccessibleName(self.tr("Reason for giving it all the same"))
