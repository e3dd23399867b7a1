"""One part of a result: its name, the box or the answers, and what it means, said while it is typed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QWidget

from emr_desktop.laboratory.rows import Judgement
from emr_desktop.languages import either
from emr_desktop.reference.catalogue import answer_name, lab_tests
from emr_desktop.reference.rows import LabTest
from ui.consultation import telling
from ui.consultation.answer_keys import Answer, AnswerKeys
from ui.laboratory import wording
from ui.theme import set_state
from ui.theme.apply import repolish
from ui.theme.sizes import follow_text
from ui.theme.tokens import GRID
from ui.widgets.layout import row, words
from ui.widgets.spoken import say_aloud
from ui.widgets.wide_combo import WideCombo

_MOST_KEYS = 5  # more answers stand in a list,
_MOST_LETTERS = 40  # and so do long ones
_LETTERS = {
    "positive": "PC",
    "negative": "NH",
    "reactive": "RC",
    "non_reactive": "NH",
    "invalid": "IB",
    "seen": "SV",
    "not_seen": "NH",
    "trace": "TK",
    "normal": "NK",
    "not_detected": "NH",
}


def editor_name(part: str) -> str:
    """``resultHb``, ``resultUrineProtein``."""
    return f"result{part.title().replace('_', '')}"


class PartRow(QWidget):
    """Puts its widgets into a row of ``grid``.

    Signals:
        changed: what a person typed or chose, as it is kept.
    """

    changed = Signal(str)

    def __init__(self, part: str, *, language: str, parent: QWidget, in_words: bool = False) -> None:
        """``in_words``: a box beside other parts of the same test, for what they do not say."""
        super().__init__(parent)
        self.hide()  # only holds the widgets together
        self.part = part
        self._language = language
        self._test = lab_tests()[part]
        self._in_words = in_words
        self._label = QLabel(self._name(), parent)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self.editor = self._make_editor(self._test, parent)
        self.editor.setAccessibleName(self._name())
        self._label.setBuddy(self.editor)
        self._cell = QWidget(parent)
        cell = row(self._cell)
        cell.addWidget(self.editor)
        cell.addWidget(words(self._test.unit or "", role="quiet", parent=self._cell))
        cell.addStretch(1)
        self._verdict = words(wrap=True, parent=parent)
        self._verdict.setObjectName(f"{editor_name(part)}Verdict")
        follow_text(self._verdict, least_width=20 * GRID)
        self._other = words(role="warn", parent=parent)
        self._other.hide()

    def _name(self) -> str:
        if self._in_words:
            return self.tr("In words")
        name = either(self._language, self._test.name_sw, self._test.name_en)
        return name if len(name) <= 34 else telling.test_name(self.part, language=self._language)

    def _make_editor(self, test: LabTest, parent: QWidget) -> QWidget:
        name = editor_name(test.code)
        said = {code: answer_name("result", code, language=self._language) for code in test.choices}
        short = len(said) <= _MOST_KEYS and sum(map(len, said.values())) <= _MOST_LETTERS
        if test.kind == "choice" and short:
            keys = AnswerKeys(parent)
            keys.setObjectName(name)
            keys.offer([Answer(code, text, _LETTERS.get(code, "")) for code, text in said.items()])
            keys.answered.connect(self.changed)
            return keys
        if test.kind == "choice":
            combo = WideCombo(name, letters=26, parent=parent)
            combo.addItem("", "")
            for digit, (code, text) in enumerate(said.items(), start=1):  # the digit takes it
                combo.addItem(f"{digit}  {text}", code)
            follow_text(combo, most_width=40 * GRID)
            combo.activated.connect(lambda at: self.changed.emit(str(combo.itemData(at))))
            return combo
        edit = QLineEdit(parent)
        edit.setObjectName(name)
        edit.setMaxLength(200)
        follow_text(edit, width=(13 if test.kind == "number" else 45) * GRID)
        edit.textEdited.connect(self.changed)
        return edit

    def place(self, grid: QGridLayout, at: int) -> None:
        """Take row ``at`` of the grid."""
        grid.addWidget(self._label, at, 0)
        grid.addWidget(self._cell, at, 1)
        grid.addWidget(self._verdict, at, 2)
        grid.addWidget(self._other, at, 3)

    def let_go(self) -> None:
        """Off the screen, for good."""
        for widget in (self._label, self._cell, self._verdict, self._other, self):
            widget.hide()
            widget.deleteLater()

    def show_value(self, value: str) -> None:
        """Show what is typed, without telling anyone."""
        if isinstance(self.editor, AnswerKeys):
            self.editor.show_answer(value)
        elif isinstance(self.editor, QComboBox):
            self.editor.setCurrentIndex(max(self.editor.findData(value), 0))
        elif isinstance(self.editor, QLineEdit) and self.editor.text() != value:
            self.editor.setText(value)

    def show_verdict(self, judged: Judgement) -> None:
        """Say what the result means, or what would be normal while nothing is typed."""
        set_state(self.editor, None)
        self._say(wording.judged_text(judged, language=self._language), wording.role_of(judged.flag))

    def show_usual(self, low: float | None, high: float | None) -> None:
        """Nothing is typed: say the range."""
        set_state(self.editor, None)
        self._say(wording.range_text(low, high), "quiet")

    def show_fault(self, text: str, *, state: str = "error") -> None:
        """Say what is wrong (``error``), or what is asked about (``ask``)."""
        set_state(self.editor, state)
        say_aloud(self.editor, f"{self._name()}: {text}", at_once=state == "error")
        self._say(text, "danger" if state == "error" else "warn")

    def show_other(self, text: str) -> None:
        """What somebody else entered; an empty text takes it away."""
        self._other.setText(text)
        self._other.setVisible(bool(text))

    def _say(self, text: str, role: str) -> None:
        self._verdict.setText(text)
        self.editor.setAccessibleDescription(text)
        if self._verdict.property("role") != role:
            self._verdict.setProperty("role", role)
            repolish(self._verdict)
