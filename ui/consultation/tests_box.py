"""The tests of a visit: the usual three always there, any other added by typing, results in their place."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from emr_desktop.laboratory.rows import OrderRow
from emr_desktop.reference.catalogue import answer_name, lab_tests
from emr_desktop.reference.rows import LabTest
from ui.consultation import telling
from ui.consultation.answer_keys import Answer, AnswerKeys
from ui.consultation.elided import ElidedLabel
from ui.consultation.lab_results import LabResults, judged
from ui.consultation.presenter import Consultation
from ui.laboratory import wording
from ui.laboratory.test_search import find_tests
from ui.qt.language import Language
from ui.theme.apply import repolish
from ui.widgets.buttons import Button
from ui.widgets.picker import Choice, Picker, at_once

USUAL = ("mrdt", "bs", "hb")
WAITS = "waits"  # on screen only: ordered, no result yet
_MOST_SEGMENTS = 3
# Letters that take an answer in either language: Positive/Chanya, Negative/Hasi, Ordered/Subiri.
_LETTERS = {"positive": "PC", "negative": "NH", "reactive": "PC", "non_reactive": "NH", WAITS: "OS"}
_ORDER_LETTERS = ("o", "s")  # typed alone into a number's box: it is ordered


class TestsBox(QWidget):
    """``show_consultation``, then ``show_orders`` whenever the laboratory has something to say.

    Signals:
        edited: a person changed something, or a result came.
        send_wanted: order what waits.
    """

    __test__ = False  # not a test of ours

    edited = Signal()
    send_wanted = Signal()

    def __init__(self, *, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("testsBox")
        self._language = language
        self._consultation: Consultation | None = None
        self._lab = LabResults()
        self._inputs: dict[str, QWidget] = {}
        self._verdicts: dict[str, QLabel] = {}
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
        self.send = Button("sendToLaboratory", shortcut="Alt+Q", parent=self)
        self.send.clicked.connect(self.send_wanted)
        self.send.hide()
        self._news = ElidedLabel("", self)
        self._news.setObjectName("laboratoryNews")
        self._news.hide()
        self._translate()

    def show_consultation(self, consultation: Consultation) -> None:
        """Put the tests of a visit on screen."""
        if consultation is not self._consultation:
            self._lab = LabResults()
            self._say("")
        self._consultation = consultation
        self.picker.put_back(consultation.fields["test_typed"])
        self._lay_out()

    # the laboratory ------------------------------------------------------------------------------------

    def show_orders(self, orders: Sequence[OrderRow]) -> None:
        """Show what the laboratory says now; what is typed stays, and the cursor too."""
        consultation = self._consultation
        if consultation is None or (tuple(orders) == self._lab.orders and orders):
            return
        first = not self._lab.orders
        news = self._lab.take(consultation, orders)
        self._lay_out_keeping_cursor()
        code = self._language.code
        if news.arrived and not first:
            first_abnormal = sorted(news.arrived, key=lambda value: not value.is_abnormal)
            said = wording.values_text(first_abnormal, language=code)
            if len(news.arrived) == 1:
                said = wording.value_text(news.arrived[0], language=code)
            critical = any(value.is_critical for value in news.arrived)
            self._say(self.tr("From the laboratory: {0}").format(said), "danger" if critical else "good")
        for test, reason in news.voided:
            name = telling.test_name(test, language=code)
            self._say(self.tr("The order of {0} was voided: {1}").format(name, reason), "warn")
        if news.arrived or news.gone:
            self.edited.emit()

    def say_sent(self, tests: Sequence[str]) -> None:
        """Say what was ordered."""
        names = ", ".join(telling.test_name(test, language=self._language.code) for test in tests)
        self._say(self.tr("Sent to the laboratory: {0}").format(names), "good")

    def unsent(self) -> tuple[str, ...]:
        """What waits on the page and was not ordered yet."""
        return self._lab.unsent(self._consultation) if self._consultation is not None else ()

    @property
    def news(self) -> str:
        """What is said of the laboratory."""
        return "" if self._news.isHidden() else self._news.text()

    def _say(self, text: str, role: str = "good") -> None:
        self._news.setText(text)
        self._news.setVisible(bool(text))
        self._news.setProperty("role", role)
        repolish(self._news)

    # laying out ----------------------------------------------------------------------------------------

    def follow(self, stop: QWidget | None) -> None:
        """Come after this stop of Tab; made later than the page, the tests would stand behind Save."""
        self._follows = stop

    def input_of(self, test: str) -> QWidget | None:
        """The widget that takes the result of a test, when it is on screen."""
        return self._inputs.get(test)

    def _shown(self) -> tuple[str, ...]:
        """What has a cell of its own; the parts of a panel stand in one line."""
        extra = [line.test for line in self._consultation.tests] if self._consultation else []
        parts = {
            value.test
            for order in self._lab.panels()
            for value in (order.released.values if order.released is not None else ())
        }
        kept = [code for code in extra if code not in parts or code in USUAL]
        return tuple(dict.fromkeys((*USUAL, *kept)))

    def _lay_out_keeping_cursor(self) -> None:
        held = next((code for code, each in self._inputs.items() if each.hasFocus()), None)
        before = self._inputs.get(held or "")
        at = before.cursorPosition() if isinstance(before, QLineEdit) else 0
        self._lay_out()
        if held is None:
            return
        now = self._inputs.get(held)
        if now is None or isinstance(now, QLabel):
            self.picker.setFocus()
        else:
            now.setFocus()
            if isinstance(now, QLineEdit):
                now.setCursorPosition(at)

    def _lay_out(self) -> None:
        """The usual tests in one row with the picker at its end, the others below, three in a row."""
        while self._rows.count():
            item = self._rows.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None and widget not in (self.picker, self.send, self._news):
                widget.hide()
                widget.deleteLater()
        self._inputs, self._verdicts = {}, {}
        shown = [code for code in self._shown() if code in lab_tests()]
        before = self._follows
        for place, code in enumerate(shown):
            row, column = divmod(place, len(USUAL))
            self._rows.addWidget(self._cell(code), row, column, Qt.AlignmentFlag.AlignLeft)
            entry = self._inputs[code]
            if isinstance(entry, QLabel):
                continue
            if before is not None:
                QWidget.setTabOrder(before, entry)
            before = entry
        self._rows.addWidget(self.picker, 0, len(USUAL))
        self._rows.setColumnStretch(len(USUAL), 1)
        below = (len(shown) + len(USUAL) - 1) // len(USUAL)
        for panel in self._lab.panels():
            self._rows.addWidget(self._panel(panel), below, 0, 1, len(USUAL) + 1)
            below += 1
        self._rows.addWidget(self._news, below, 0, 1, len(USUAL))
        self._rows.addWidget(self.send, below, len(USUAL), Qt.AlignmentFlag.AlignRight)
        self.send.setVisible(bool(self.unsent()))
        if before is not None:
            QWidget.setTabOrder(before, self.picker)
        QWidget.setTabOrder(self.picker, self.send)

    def _panel(self, order: OrderRow) -> QWidget:
        """All parts of a panel in one line."""
        report, code = order.released, self._language.code
        assert report is not None  # noqa: S101 - panels() gives released ones
        name = telling.test_name(order.test, language=code)
        label = ElidedLabel(f"{name}:  {wording.report_text(report, language=code)}", self)
        label.setObjectName(f"panel{order.test.title().replace('_', '')}")
        label.setProperty("role", "danger" if order.is_critical else None)
        return label

    def _cell(self, code: str) -> QWidget:
        test = lab_tests()[code]
        cell = QWidget(self)
        row = QHBoxLayout(cell)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        label = QLabel(telling.test_name(code, language=self._language.code), cell)
        label.setToolTip(test.name_sw if self._language.code == "sw" else test.name_en)
        entry = self._found(code) or self._input(test)
        label.setBuddy(entry)
        row.addWidget(label)
        row.addWidget(entry)
        verdict = QLabel(cell)
        verdict.setTextFormat(Qt.TextFormat.PlainText)
        verdict.setObjectName(f"verdict{test.code.title().replace('_', '')}")
        row.addWidget(verdict)
        self._verdicts[code] = verdict
        unsent = test.kind == "panel" and self._lab.waiting(code) is None
        if code not in USUAL and (unsent or not isinstance(entry, QLabel)):
            row.addWidget(self._remover(code))
        self._inputs[code] = entry
        self._judge(code)
        return cell

    def _found(self, code: str) -> QLabel | None:
        """What the laboratory found, or the state of its order, where nothing is to be typed."""
        consultation = self._consultation
        line = consultation.test_line(code) if consultation is not None else None
        if line is None or consultation is None:
            return None
        language = self._language.code
        if line.result and self._lab.shown.get(code) == line.result:
            text = wording.result_text(code, line.result, language=language)
        elif not line.result and (lab_tests()[code].kind == "panel" or code not in USUAL):
            order = self._lab.waiting(code)
            if order is None and lab_tests()[code].kind != "panel":
                return None
            text = self._state(order)
        else:
            return None
        label = QLabel(text, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setProperty(
            "role", wording.role_of(judged(consultation, code).flag) if line.result else "quiet"
        )
        label.setObjectName(f"test{code.title().replace('_', '')}")
        return label

    def _state(self, order: OrderRow | None) -> str:
        if order is None:
            return self.tr("to be ordered")
        if order.status == "to_validate":
            return self.tr("result is being checked")
        if order.status == "taken":
            return self.tr("sample taken")
        return self.tr("new sample needed") if order.rejected_at is not None else self.tr("ordered")

    def _judge(self, code: str) -> None:
        """Say what the result means, in words; or what else the laboratory found."""
        consultation, verdict = self._consultation, self._verdicts.get(code)
        if consultation is None or verdict is None:
            return
        line = consultation.test_line(code)
        other = self._lab.differs(code, line.result if line is not None else "")
        if other is not None:
            said = wording.result_text(code, other.result, language=self._language.code)
            text, role = self.tr("Laboratory: {0}").format(said), "danger"
        else:
            found = judged(consultation, code)
            shown = found.is_abnormal and lab_tests()[code].kind == "number"
            text = wording.judged_text(found, language=self._language.code) if shown else ""
            role = wording.role_of(found.flag)
        verdict.setText(text)
        verdict.setVisible(bool(text))
        verdict.setProperty("role", role)
        repolish(verdict)

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
        edit.textEdited.connect(lambda text: self._type(test, edit, text))
        return edit

    def _type(self, test: LabTest, edit: QLineEdit, text: str) -> None:
        """A letter alone in the box of a number orders the test: O, or S for Swahili's subiri."""
        if test.kind == "number" and text.strip().casefold() in _ORDER_LETTERS:
            edit.clear()
            edit.setPlaceholderText(self.tr("ordered"))
            if self._consultation is not None:
                self._consultation.set_test(test.code, "")
                self._after_change(test.code)
            return
        self._set(test.code, text)

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
        self._after_change(test)

    def _after_change(self, test: str) -> None:
        self._judge(test)
        self.send.setVisible(bool(self.unsent()))
        self.edited.emit()

    # adding --------------------------------------------------------------------------------------------

    def _find(self, text: str) -> Sequence[Choice]:
        return find_tests(text, language=self._language.code)

    def _typed(self, text: str) -> None:
        if self._consultation is not None:
            self._consultation.fields["test_typed"] = text
            self.edited.emit()

    def _add(self, choice: Choice) -> None:
        code = str(choice.key)
        if self._consultation is None:
            return
        self._consultation.fields["test_typed"] = ""
        if self._consultation.test_line(code) is None and code not in self._lab.shown:
            self._consultation.set_test(code, "")
            self._lay_out()
        entry = self._inputs.get(code)
        if entry is not None and not isinstance(entry, QLabel):
            entry.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.picker.setFocus(Qt.FocusReason.TabFocusReason)
        self._after_change(code)

    # words ---------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
            self._lay_out()
        super().changeEvent(event)

    def _translate(self) -> None:
        self.picker.setPlaceholderText(self.tr("Another test"))
        self.picker.setAccessibleName(self.tr("Add a test"))
        self.send.set_text(self.tr("Send to the laboratory"))
