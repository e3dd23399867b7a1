"""One test on the page of a visit: its box or answers, or what the laboratory found, and what it means."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from emr_desktop.laboratory.rows import OrderRow
from emr_desktop.languages import either
from emr_desktop.reference.catalogue import answer_name, lab_tests
from ui.consultation import telling
from ui.consultation.answer_keys import Answer, AnswerKeys
from ui.consultation.lab_results import LabResults, judged
from ui.consultation.presenter import Consultation
from ui.laboratory import wording
from ui.theme.apply import repolish
from ui.theme.sizes import follow_text
from ui.theme.tokens import GRID
from ui.widgets.layout import words
from ui.widgets.plain_tip import plain_tip

WAITS = "waits"  # on screen only: ordered, no result yet
_MOST_SEGMENTS = 3
# Letters that take an answer in either language: Positive/Chanya, Negative/Hasi, Ordered/Subiri.
_LETTERS = {"positive": "PC", "negative": "NH", "reactive": "PC", "non_reactive": "NH", WAITS: "OS"}
_ORDER_LETTERS = ("o", "s")  # typed alone into a number's box: it is ordered


class TestCell(QWidget):
    """Reads the visit when it is made; typing tells what the test is now.

    Signals:
        changed: the result as typed, an empty text for a test that is ordered, None for one taken off.
        removed: a person took the test off.
    """

    __test__ = False  # not a test of ours

    changed = Signal(object)
    removed = Signal()

    def __init__(
        self,
        code: str,
        *,
        consultation: Consultation,
        lab: LabResults,
        language: str,
        usual: bool,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._test, self._usual = lab_tests()[code], usual
        self._consultation, self._lab, self._language = consultation, lab, language
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        name = telling.test_name(code, language=language)
        label = words(name, parent=self)
        label.setToolTip(plain_tip(either(language, self._test.name_sw, self._test.name_en)))
        self.entry = self._found() or self._input()
        self.entry.setObjectName(f"test{code.title().replace('_', '')}")
        self.entry.setAccessibleName(name)
        label.setBuddy(self.entry)
        self._verdict = words(parent=self)
        self._verdict.setTextFormat(Qt.TextFormat.PlainText)
        self._verdict.setObjectName(f"verdict{code.title().replace('_', '')}")
        for widget in (label, self.entry, self._verdict):
            line.addWidget(widget)
        unsent = self._test.kind == "panel" and lab.waiting(code) is None
        if not usual and (unsent or self.takes_keys):
            line.addWidget(self._remover(name))
        self.judge()

    @property
    def takes_keys(self) -> bool:
        """Whether something can be typed here."""
        return not isinstance(self.entry, QLabel)

    @property
    def _result(self) -> str | None:
        line = self._consultation.test_line(self._test.code)
        return None if line is None else line.result

    def judge(self) -> None:
        """Say what the result means, in words; or what else the laboratory found."""
        code = self._test.code
        other = self._lab.differs(code, self._result or "")
        if other is not None:
            said = wording.result_text(code, other.result, language=self._language)
            text, role = self.tr("Laboratory: {0}").format(said), "danger"
        else:
            found = judged(self._consultation, code)
            shown = found.is_abnormal and self._test.kind == "number"
            text = wording.judged_text(found, language=self._language) if shown else ""
            role = wording.role_of(found.flag)
        self._verdict.setText(text)
        self._verdict.setVisible(bool(text))
        self._verdict.setProperty("role", role)
        repolish(self._verdict)

    # what stands in the cell -----------------------------------------------------------------------------

    def _found(self) -> QLabel | None:
        """What the laboratory found, or the state of its order, where nothing is to be typed."""
        code, result = self._test.code, self._result
        if result is None:
            return None
        if result and self._lab.shown.get(code) == result:
            label = words(wording.result_text(code, result, language=self._language), parent=self)
            label.setProperty("role", wording.role_of(judged(self._consultation, code).flag))
        elif not result and (self._test.kind == "panel" or not self._usual):
            order = self._lab.waiting(code)
            if order is None and self._test.kind != "panel":
                return None
            label = words(self._state(order), parent=self)
            label.setProperty("role", "quiet")
        else:
            return None
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label

    def _state(self, order: OrderRow | None) -> str:
        if order is None:
            return self.tr("to be ordered")
        if order.status == "to_validate":
            return self.tr("result is being checked")
        if order.status == "taken":
            return self.tr("sample taken")
        return self.tr("new sample needed") if order.rejected_at is not None else self.tr("ordered")

    def _input(self) -> QWidget:
        if self._test.kind == "choice":
            return self._choices()
        result = self._result
        edit = QLineEdit(self)
        edit.setText(result or "")
        edit.setMaxLength(120)
        waits = result == ""
        follow_text(edit, width=(20 if self._test.kind == "text" else 13 if waits else 9) * GRID)
        edit.setPlaceholderText(self.tr("ordered") if waits else self._test.unit or "")
        edit.textEdited.connect(lambda text: self._typed(edit, text))
        return edit

    def _typed(self, edit: QLineEdit, text: str) -> None:
        """A letter alone in the box of a number orders the test: O, or S for Swahili's subiri."""
        if self._test.kind == "number" and text.strip().casefold() in _ORDER_LETTERS:
            edit.clear()
            edit.setPlaceholderText(self.tr("ordered"))
            self.changed.emit("")
        else:
            self.changed.emit(None if not text and self._usual else text)

    def _choices(self) -> AnswerKeys:
        keys = AnswerKeys(self)
        answers = [
            Answer(code, answer_name("result", code, language=self._language), _LETTERS.get(code, ""))
            for code in self._test.choices
        ]
        if len(answers) <= _MOST_SEGMENTS:
            answers.append(Answer(WAITS, self.tr("Ordered"), _LETTERS[WAITS]))
        result = self._result
        keys.offer(answers, WAITS if result == "" else result or "")
        keys.answered.connect(self._answered)
        return keys

    def _answered(self, code: str) -> None:
        off = code == "" and self._usual
        self.changed.emit(None if off else "" if code in ("", WAITS) else code)

    def _remover(self, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("removeTest")
        button.setText("×")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        said = self.tr("Take this test off")
        button.setToolTip(plain_tip(said))
        button.setAccessibleName(f"{said}: {name}")
        button.clicked.connect(self.removed)
        return button
