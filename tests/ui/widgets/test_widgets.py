"""The building blocks by keyboard: fields, answers side by side, banners, tables."""

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.qt.language import Language
from ui.theme import Theme
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.choice_bar import ChoiceField
from ui.widgets.date_or_age import DateOrAgeField
from ui.widgets.field import NumberField, TextField
from ui.widgets.form_keys import FormKeys
from ui.widgets.layout import WrappedLabel
from ui.widgets.table import Column, DataTable


@pytest.fixture
def language(qapp: QApplication) -> Iterator[Language]:
    Theme(qapp)
    made = Language(qapp, code="en")
    yield made
    made.use("en")


class Form(QWidget):
    """First name, a skipped field, sex, weight, a button."""

    def __init__(self) -> None:
        super().__init__()
        self.saved, self.left = 0, 0
        column = QVBoxLayout(self)
        self.name, self.off = TextField("firstName"), TextField("off")
        self.sex, self.weight = ChoiceField("sex"), NumberField("weightKg", unit="kg")
        self.button = QPushButton("Go", self)
        self.sex.bar.offer((("M", "Male"), ("F", "Female")))
        self.off.editor.setEnabled(False)
        for widget in (self.name, self.off, self.sex, self.weight, self.button):
            column.addWidget(widget)
        FormKeys(self, save=self._save, back=self._back)

    def _save(self) -> None:
        self.saved += 1

    def _back(self) -> None:
        self.left += 1


@pytest.fixture
def form(qtbot: QtBot, language: Language) -> Form:
    made = Form()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.name.editor.setFocus()
    return made


def test_enter_goes_to_the_next_field_that_can_be_filled(form: Form, qtbot: QtBot) -> None:
    order = []
    for _ in range(3):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
        order.append(QApplication.focusWidget().objectName() or "button")
    assert order == ["sex", "weightKg", "button"]


def test_enter_on_a_button_presses_it(form: Form, qtbot: QtBot) -> None:
    pressed: list[bool] = []
    form.button.clicked.connect(lambda: pressed.append(True))
    form.button.setFocus()
    qtbot.keyClick(form.button, Qt.Key.Key_Return)
    assert pressed == [True]


def test_control_enter_saves_from_any_field_and_escape_steps_back(form: Form, qtbot: QtBot) -> None:
    form.weight.editor.setFocus()
    qtbot.keyClick(form.weight.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(form.weight.editor, Qt.Key.Key_Enter, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(form.weight.editor, Qt.Key.Key_Escape)
    assert (form.saved, form.left) == (2, 1)


def test_a_letter_a_digit_or_the_arrows_choose_an_answer(form: Form, qtbot: QtBot) -> None:
    bar = form.sex.bar
    told: list[str] = []
    bar.chosen.connect(told.append)
    qtbot.keyClick(bar, Qt.Key.Key_F)
    qtbot.keyClick(bar, Qt.Key.Key_Left)
    qtbot.keyClick(bar, Qt.Key.Key_2)
    assert told == ["F", "M", "F"]
    assert bar.code == "F"
    assert bar.accessibleDescription() == "Female"


def test_letters_of_another_language_choose_the_same_answer(form: Form, qtbot: QtBot) -> None:
    form.sex.bar.offer((("M", "ME"), ("F", "KE")), letters={"M": "M", "F": "FK"})
    qtbot.keyClick(form.sex.bar, Qt.Key.Key_K)
    assert form.sex.code == "F"
    form.sex.bar.offer((("M", "Male"), ("F", "Female")))
    assert form.sex.code == "F"


def test_an_error_stands_under_its_field_until_the_person_types(form: Form, qtbot: QtBot) -> None:
    form.name.set_help("As on the card")
    form.name.set_error("A name is missing.")
    assert form.name.note == "A name is missing."
    assert form.name.editor.property("doubt") == "error"
    assert form.name.editor.accessibleDescription() == "A name is missing."
    qtbot.keyClick(form.name.editor, Qt.Key.Key_A)
    assert form.name.note == "As on the card"
    assert form.name.editor.property("doubt") is None


def test_a_number_takes_point_and_comma(form: Form) -> None:
    form.weight.set_text("12,5")
    assert form.weight.value() == 12.5
    form.weight.set_text("12.5")
    assert form.weight.value() == 12.5
    form.weight.set_text("")
    assert form.weight.value() is None


def test_the_birth_box_says_what_it_understood_in_the_language_in_use(
    qtbot: QtBot, language: Language
) -> None:
    field = DateOrAgeField("birth", language=language, today=lambda: date(2026, 11, 18))
    qtbot.addWidget(field)
    field.show()
    qtbot.keyClicks(field.editor, "8m")
    assert field.note == "Age 8m"
    language.use("sw")
    qtbot.waitUntil(lambda: field.note == "Umri miezi 8")
    field.set_text("")
    qtbot.keyClicks(field.editor, "30/2/2021")
    assert field.error == ""  # not while typing
    field.edit.editingFinished.emit()
    assert "kalenda" in field.error


def test_a_banner_says_acts_and_goes(qtbot: QtBot, language: Language) -> None:
    banner = Banner()
    qtbot.addWidget(banner)
    done: list[bool] = []
    banner.show_message("<b>Disk</b>", kind="warn", action="Again", then=lambda: done.append(True))
    assert banner.text == "<b>Disk</b>"
    qtbot.mouseClick(banner.findChild(QPushButton, "bannerAction"), Qt.MouseButton.LeftButton)
    assert done == [True]
    assert banner.text == ""


def test_a_button_shows_its_keys_and_enter_presses_it(qtbot: QtBot, language: Language) -> None:
    button = Button("saveVisit", kind="primary", shortcut="Ctrl+Return")
    qtbot.addWidget(button)
    button.set_text("&Save", tip="Save the visit")
    button.show()
    assert button.toolTip() == "Save the visit (Ctrl+Enter)"
    assert button.accessibleName() == "Save"
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(button, Qt.Key.Key_Return)


@pytest.fixture
def table(qtbot: QtBot, language: Language) -> "DataTable[tuple[str, int]]":
    made: DataTable[tuple[str, int]] = DataTable(
        "figures",
        (
            Column(lambda: "Name", lambda row: row[0], stretch=True),
            Column(lambda: "Count", lambda row: str(row[1]), right=True, width=80),
            Column(lambda: "Spare", lambda row: "", width=200, spare=True),
        ),
    )
    qtbot.addWidget(made)
    made.resize(600, 300)
    made.show()
    return made


def test_a_table_says_loading_empty_and_failed_in_words(table: "DataTable[tuple[str, int]]") -> None:
    table.set_empty_text("Register somebody first.")
    table.show_loading()
    assert table.state_text == "Loading …"
    table.show_rows(())
    assert table.state_text == "Register somebody first."
    table.show_error("The file is busy.")
    assert table.state_text == "The file is busy."
    table.show_rows((("Asha", 1),))
    assert table.state_text == ""


def test_arrows_move_and_enter_opens_a_row(table: "DataTable[tuple[str, int]]", qtbot: QtBot) -> None:
    table.show_rows((("Asha", 1), ("Juma", 2)))
    qtbot.keyClick(table.view, Qt.Key.Key_Down)
    with qtbot.waitSignal(table.opened) as opened:
        qtbot.keyClick(table.view, Qt.Key.Key_Return)
    assert opened.args == [("Juma", 2)]


def test_a_column_that_finds_no_room_is_left_out(table: "DataTable[tuple[str, int]]") -> None:
    assert not table.view.isColumnHidden(2)
    table.resize(300, 300)
    assert table.view.isColumnHidden(2)


def test_a_wrapped_text_has_the_height_of_all_its_lines_and_shrinks_again(
    qtbot: QtBot, language: Language
) -> None:
    label = WrappedLabel("word " * 40)
    qtbot.addWidget(label)
    label.resize(200, 20)
    label.show()
    line = label.fontMetrics().height()
    assert label.height() > 4 * line
    label.setText("word")
    assert label.height() <= 2 * line
