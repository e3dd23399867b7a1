"""The tests of a visit: the usual three always there, any other added by typing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from emr_desktop.reference.catalogue import answer_name, lab_tests
from emr_desktop.reference.rows import LabTest
from ui.consultation import telling
from ui.consultation.answer_keys import Answer, AnswerKeys
from ui.consultation.presenter import Consultation
from ui.qt.language import Language
from ui.widgets.picker import Choice, Picker, at_once

USUAL = ("mrdt", "bs", "hb")
WAITS = "waits"  # on screen only: ordered, no result yet
_MOST_SEGMENTS = 3
# Letters that take an answer in either language: Positive/Chanya, Negative/Hasi, Ordered/Subiri.
_LETTERS = {"positive": "PC", "negative": "NH", "reactive": "PC", "non_reactive": "NH", WAITS: "OS"}


class TestsBox(QWidget):
    """Signals: ``edited`` when a person changed something."""

    __test__ = False  # not a test of ours

    edited = Signal()

    def __init__(self, *, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("testsBox")
        self._language = language
        self._consultation: Consultation | None = None
        self._inputs: dict[str, QWidget] = {}
        self._follows: QWidget | None = None
        self._rows = QGridLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setHorizontalSpacing(12)
        self._rows.setVerticalSpacing(4)
        self.picker = Picker(search=at_once(self._find), parent=self)
        self.picker.setObjectName("testPicker")
        self.picker.setMinimumWidth(112)
        self.picker.picked.connect(self._add)
        self.picker.textEdited.connect(self._typed)
        self._translate()

    def show_consultation(self, consultation: Consultation) -> None:
        """Put the tests of a visit on screen."""
        self._consultation = consultation
        self.picker.put_back(consultation.fields["test_typed"])
        self._lay_out()

    def follow(self, stop: QWidget | None) -> None:
        """Come after this stop of Tab; made later than the page, the tests would stand behind Save."""
        self._follows = stop

    def input_of(self, test: str) -> QWidget | None:
        """The widget that takes the result of a test, when it is on screen."""
        return self._inputs.get(test)

    def _shown(self) -> tuple[str, ...]:
        extra = [line.test for line in self._consultation.tests] if self._consultation else []
        return tuple(dict.fromkeys((*USUAL, *extra)))

    def _lay_out(self) -> None:
        """The usual tests in one row with the picker at its end, the others below, three in a row."""
        while self._rows.count():
            item = self._rows.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None and widget is not self.picker:
                widget.hide()
                widget.deleteLater()
        self._inputs = {}
        shown = [code for code in self._shown() if code in lab_tests()]
        before = self._follows
        for place, code in enumerate(shown):
            row, column = divmod(place, len(USUAL))
            self._rows.addWidget(self._cell(code), row, column, Qt.AlignmentFlag.AlignLeft)
            entry = self._inputs[code]
            if before is not None:
                QWidget.setTabOrder(before, entry)
            before = entry
        self._rows.addWidget(self.picker, 0, len(USUAL))
        self._rows.setColumnStretch(len(USUAL), 1)
        if before is not None:
            QWidget.setTabOrder(before, self.picker)

    def _cell(self, code: str) -> QWidget:
        test = lab_tests()[code]
        cell = QWidget(self)
        row = QHBoxLayout(cell)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        label = QLabel(telling.test_name(code, language=self._language.code), cell)
        label.setToolTip(test.name_sw if self._language.code == "sw" else test.name_en)
        entry = self._input(test)
        label.setBuddy(entry)
        row.addWidget(label)
        row.addWidget(entry)
        if code not in USUAL:
            row.addWidget(self._remover(code))
        self._inputs[code] = entry
        return cell

    def _remover(self, code: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("removeTest")
        button.setText("×")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        said = self.tr("Take this test off")
        button.setToolTip(said)
        button.setAccessibleName(f"{said}: {telling.test_name(code, language=self._language.code)}")
        button.clicked.connect(lambda: self._set(code, None, rows_change=True))
        return button

    def _input(self, test: LabTest) -> QWidget:
        line = self._consultation.test_line(test.code) if self._consultation else None
        if test.kind == "choice":
            return self._choices(test, None if line is None else line.result)
        edit = QLineEdit(self)
        edit.setObjectName(f"test{test.code.title().replace('_', '')}")
        edit.setAccessibleName(telling.test_name(test.code, language=self._language.code))
        edit.setText("" if line is None else line.result)
        edit.setMaxLength(120)
        waits = line is not None and not line.result
        edit.setFixedWidth(160 if test.kind == "text" else 104 if waits else 72)
        edit.setPlaceholderText(self.tr("ordered") if waits else test.unit or "")
        edit.textEdited.connect(lambda text: self._set(test.code, text))
        return edit

    def _choices(self, test: LabTest, result: str | None) -> AnswerKeys:
        keys = AnswerKeys(self)
        keys.setObjectName(f"test{test.code.title().replace('_', '')}")
        keys.setAccessibleName(telling.test_name(test.code, language=self._language.code))
        answers = [
            Answer(code, answer_name("result", code, language=self._language.code), _LETTERS.get(code, ""))
            for code in test.choices
        ]
        if len(answers) <= _MOST_SEGMENTS:
            answers.append(Answer(WAITS, self.tr("Ordered"), _LETTERS[WAITS]))
        keys.offer(answers, WAITS if result == "" else result or "")
        keys.answered.connect(lambda code: self._answered(test.code, code))
        return keys

    def _answered(self, test: str, code: str) -> None:
        self._set(test, None if code == "" and test in USUAL else "" if code in ("", WAITS) else code)

    def _set(self, test: str, result: str | None, *, rows_change: bool = False) -> None:
        if self._consultation is None:
            return
        empty_usual = result == "" and test in USUAL and lab_tests()[test].kind != "choice"
        self._consultation.set_test(test, None if empty_usual else result)
        if rows_change:
            self._lay_out()
            self.picker.setFocus()
        self.edited.emit()

    # adding --------------------------------------------------------------------------------------------

    def _find(self, text: str) -> Sequence[Choice]:
        wanted = text.casefold()
        found = []
        for test in lab_tests().values():
            name, other = (
                (test.name_sw, test.name_en) if self._language.code == "sw" else (test.name_en, test.name_sw)
            )
            words = f"{test.code} {name} {other}".casefold()
            if wanted in words:
                found.append((not any(w.startswith(wanted) for w in words.split()), Choice(test.code, name)))
        return [choice for _, choice in sorted(found, key=lambda pair: pair[0])]

    def _typed(self, text: str) -> None:
        if self._consultation is not None:
            self._consultation.fields["test_typed"] = text
            self.edited.emit()

    def _add(self, choice: Choice) -> None:
        code = str(choice.key)
        if self._consultation is None:
            return
        self._consultation.fields["test_typed"] = ""
        if self._consultation.test_line(code) is None and code not in USUAL:
            self._consultation.set_test(code, "")
            self._lay_out()
        entry = self._inputs.get(code)
        if entry is not None:
            entry.setFocus(Qt.FocusReason.TabFocusReason)
        self.edited.emit()

    # words ---------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
            self._lay_out()
        super().changeEvent(event)

    def _translate(self) -> None:
        self.picker.setPlaceholderText(self.tr("Another test"))
        self.picker.setAccessibleName(self.tr("Add a test"))
