"""The tests of a visit: the usual three always there, any other added by typing, results in their place."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from emr_desktop.laboratory.rows import OrderRow
from emr_desktop.reference.catalogue import lab_tests
from ui.consultation import telling
from ui.consultation.elided import ElidedLabel
from ui.consultation.lab_results import LabResults
from ui.consultation.presenter import Consultation
from ui.consultation.test_cell import TestCell
from ui.laboratory import wording
from ui.laboratory.test_search import find_tests
from ui.qt.language import Language
from ui.theme.apply import repolish
from ui.theme.tokens import GRID
from ui.widgets.buttons import Button
from ui.widgets.flow import Flow
from ui.widgets.layout import column, empty
from ui.widgets.picker import Choice, Picker, at_once

USUAL = ("mrdt", "bs", "hb")


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
        self._cells: dict[str, TestCell] = {}
        self._follows: QWidget | None = None
        outer = column(self, spacing=GRID // 2)
        self._line = Flow(self, spacing=3 * GRID // 2)
        self._panels = column(spacing=GRID // 2)
        self._under = Flow(self)
        outer.addWidget(self._line)
        outer.addLayout(self._panels)
        outer.addWidget(self._under)
        self.picker = Picker(search=at_once(self._find), parent=self)
        self.picker.setObjectName("testPicker")
        self.picker.setMinimumWidth(14 * GRID)
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
        cell = self._cells.get(test)
        return None if cell is None else cell.entry

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
        held = next((code for code, cell in self._cells.items() if cell.entry.hasFocus()), None)
        before = self.input_of(held) if held is not None else None
        at = before.cursorPosition() if isinstance(before, QLineEdit) else 0
        self._lay_out()
        if held is None:
            return
        cell = self._cells.get(held)
        if cell is None or not cell.takes_keys:
            self.picker.setFocus()
            return
        cell.entry.setFocus()
        if isinstance(cell.entry, QLineEdit):
            cell.entry.setCursorPosition(at)

    def _lay_out(self) -> None:
        """The usual tests in one row with the picker at its end, the others below, three in a row."""
        consultation = self._consultation
        if consultation is None:
            return
        for widget in (*self._line.clear(), *self._under.clear()):
            if widget not in (self.picker, self.send, self._news):
                widget.hide()
                widget.deleteLater()
        empty(self._panels)
        self._cells = {}
        shown = [code for code in self._shown() if code in lab_tests()]
        before = self._follows
        for code in shown:
            cell = self._cell(code, consultation)
            self._cells[code] = cell
            self._line.add(cell)
            if not cell.takes_keys:
                continue
            if before is not None:
                QWidget.setTabOrder(before, cell.entry)
            before = cell.entry
        self._line.add(self.picker, 1, least=14 * GRID)
        for panel in self._lab.panels():
            self._panels.addWidget(self._panel(panel))
        self._under.add(self._news, 1)
        self._under.add(self.send)
        self.send.setVisible(bool(self.unsent()))
        if before is not None:
            QWidget.setTabOrder(before, self.picker)
        QWidget.setTabOrder(self.picker, self.send)

    def _cell(self, code: str, consultation: Consultation) -> TestCell:
        cell = TestCell(
            code,
            consultation=consultation,
            lab=self._lab,
            language=self._language.code,
            usual=code in USUAL,
            parent=self,
        )
        cell.changed.connect(lambda result: self._set(code, result))
        cell.removed.connect(lambda: self._take_off(code))
        return cell

    def _panel(self, order: OrderRow) -> QWidget:
        """All parts of a panel in one line."""
        report, code = order.released, self._language.code
        assert report is not None  # noqa: S101 - panels() gives released ones
        name = telling.test_name(order.test, language=code)
        label = ElidedLabel(f"{name}:  {wording.report_text(report, language=code)}", self)
        label.setObjectName(f"panel{order.test.title().replace('_', '')}")
        label.setProperty("role", "danger" if order.is_critical else None)
        return label

    def _set(self, test: str, result: str | None) -> None:
        if self._consultation is not None:
            self._consultation.set_test(test, result)
            self._after_change(test)

    def _take_off(self, test: str) -> None:
        if self._consultation is not None:
            self._consultation.set_test(test, None)
            self._lay_out()
            self.picker.setFocus()
            self._after_change(test)

    def _after_change(self, test: str) -> None:
        if test in self._cells:
            self._cells[test].judge()
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
        cell = self._cells.get(code)
        typed_into = cell.entry if cell is not None and cell.takes_keys else self.picker
        typed_into.setFocus(Qt.FocusReason.TabFocusReason)
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
