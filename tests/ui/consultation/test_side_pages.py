"""Side pages: their buttons, their keys, the way back, and the commands they add to the palette."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout

import ui.consultation.view as view_module
from emr_desktop.patients.rows import PatientRow
from ui.consultation.presenter import Consultation
from ui.consultation.side_page import SideEntry, SidePage
from ui.consultation.side_pages import SIDE_PAGES
from ui.consultation.view import ConsultationView
from ui.screen import ScreenContext

Register = Callable[..., PatientRow]
Settle = Callable[[ScreenContext], None]


class AdvicePage(SidePage):
    """Writes the advice of the visit."""

    def __init__(self) -> None:
        super().__init__()
        self.box = QLineEdit(self)
        self.box.setObjectName("sideAdvice")
        QVBoxLayout(self).addWidget(self.box)
        self.box.textEdited.connect(self._typed)
        self._consultation: Consultation | None = None

    def open(self, consultation: Consultation) -> None:
        self._consultation = consultation
        self.box.setText(consultation.fields["advice"])
        self.box.setFocus()

    def point_at(self, field: str, text: str) -> bool:
        self.box.setText(text)
        return field == "advice"

    def _typed(self, text: str) -> None:
        assert self._consultation is not None
        self._consultation.fields["advice"] = text
        self.edited.emit()


def entry(number: int, **changes: object) -> SideEntry:
    said = {
        "name": f"advice{number}",
        "title": f"Advice number {number}",
        "shortcut": f"Alt+{number}",
        "build": lambda _tools: AdvicePage(),
        "shown": lambda _consultation: True,
        "mark": lambda consultation: "1" if consultation.fields["advice"] else "",
    }
    return SideEntry(**(said | changes))  # type: ignore[arg-type]


@pytest.fixture
def open_with(
    context: ScreenContext,
    shown: Callable[..., ConsultationView],
    settle: Settle,
    register: Register,
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[..., ConsultationView]:
    def build(*entries: SideEntry) -> ConsultationView:
        monkeypatch.setattr(view_module, "SIDE_PAGES", entries)
        view = shown(ConsultationView(context=context))
        view.show_patient(register().id)
        settle(context)
        return view

    return build


def alt(number: str) -> None:
    QTest.keyClick(QApplication.focusWidget(), number, Qt.KeyboardModifier.AltModifier)


def test_a_key_opens_a_side_page_and_goes_back_to_the_field(
    open_with: Callable[..., ConsultationView],
) -> None:
    view = open_with(entry(1))
    pulse = view.page.vitals.field("pulse")
    assert pulse is not None
    pulse.setFocus()
    alt("1")
    assert QApplication.focusWidget().objectName() == "sideAdvice"
    assert not view.bar.isVisible()
    alt("1")
    assert QApplication.focusWidget() is pulse
    view.bar.sides.findChild(QPushButton, "advice1Side").click()
    assert view.step_back()
    assert QApplication.focusWidget() is pulse


def test_what_is_entered_beside_the_visit_is_in_its_draft_and_marked_on_the_button(
    open_with: Callable[..., ConsultationView], context: ScreenContext, settle: Settle
) -> None:
    view = open_with(entry(1))
    alt("1")
    QTest.keyClicks(QApplication.focusWidget(), "Maji mengi")
    view.leaving()
    settle(context)
    (draft,) = context.clinic.drafts.mine()
    assert draft.content["fields"]["advice"] == "Maji mengi"
    view.step_back()
    assert view.bar.sides.findChild(QPushButton, "advice1Side").text().endswith("(1)")


def test_a_page_that_a_visit_does_not_have_is_not_offered(
    open_with: Callable[..., ConsultationView],
) -> None:
    view = open_with(entry(1, shown=lambda _consultation: False), entry(2))
    offered = [command for command in view.commands() if command.name.startswith("advice")]
    assert [command.name for command in offered] == ["advice2Side"]
    alt("1")
    assert view.bar.isVisible()
    offered[0].do()
    assert QApplication.focusWidget().objectName() == "sideAdvice"


def test_an_error_at_a_field_of_a_side_page_opens_it(open_with: Callable[..., ConsultationView]) -> None:
    view = open_with(entry(1, fields=("advice",)))
    assert view._point_at("advice", "too long")
    assert not view.bar.isVisible()
    assert QApplication.focusWidget().text() == "too long"


def test_buttons_that_do_not_fit_wait_behind_more(open_with: Callable[..., ConsultationView]) -> None:
    view = open_with(*(entry(number) for number in range(1, 10)))
    view.resize(760, 600)
    QApplication.processEvents()
    sides = view.bar.sides
    seen = [each for each in sides._buttons.values() if each.isVisible()]
    waiting = [action.text() for action in sides._menu.actions()]
    assert sides._more.isVisible()
    assert len(seen) + len(waiting) == 9
    assert all(sides.rect().contains(each.geometry()) for each in seen)
    assert view.bar.save.isVisible()


def test_the_keys_of_side_pages_are_their_own() -> None:
    keys = [each.shortcut for each in SIDE_PAGES]
    assert len(set(keys)) == len(keys)
    assert all(key.rpartition("+")[2].isdigit() for key in keys if key != "Alt+G")
    assert len({each.name for each in SIDE_PAGES}) == len(SIDE_PAGES)
