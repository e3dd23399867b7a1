"""The guided visit stands beside the real screens, notices each step by itself, and goes when told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from emr_desktop.clinic import open_clinic
from emr_desktop.clock import Clock
from emr_desktop.facility.service import set_own_password, unlock
from emr_desktop.settings import load_settings
from ui.first_visit.panel import FirstVisit
from ui.first_visit.steps import Seen, done_now, steps_for
from ui.frame.palette import Action
from ui.guide.said import plain
from ui.shell import Shell

CTRL = Qt.KeyboardModifier.ControlModifier
WAY = steps_for(("in_charge", "clinician"))
NAMES = [step.name for step in WAY]


def _panel(shell: Shell) -> FirstVisit:
    panel = shell.findChild(FirstVisit, "firstVisit")
    assert panel is not None
    return panel


def _actions(shell: Shell) -> dict[str, Action]:
    return {action.name: action for action in _panel(shell).offered()}


_LETTERS = {"en": ("F", "P"), "sw": ("K", "C")}  # of female and of positive


@pytest.mark.parametrize("language", ["en", "sw"])
def test_each_step_is_noticed_as_it_is_done(
    log_in: Callable[..., Shell], hands: Any, qtbot: QtBot, language: str
) -> None:
    shell = log_in(language=language)
    panel = _panel(shell)
    _actions(shell)["firstVisit"].do()

    def noticed(*names: str) -> None:
        hands.settle(shell)
        qtbot.waitUntil(lambda: panel.done == frozenset(names), timeout=5_000)

    sex, positive = _LETTERS[language]
    noticed()
    assert panel.list.lines[0].startswith("1 ")
    assert plain(WAY[0].how[language], language) in panel.list.lines[0]
    hands.write("tumsifu ngalawa")
    noticed("find")
    hands.press(Qt.Key.Key_Return)
    hands.settle(shell)
    hands.reach("sex")
    hands.write(sex)
    hands.press(Qt.Key.Key_Return)
    hands.write("34")
    noticed("find", "fill")
    hands.press(Qt.Key.Key_Return, times=2)
    hands.write("Buigiri")
    hands.press(Qt.Key.Key_Return, CTRL)
    noticed(*NAMES[:3])
    assert shell.frame is not None
    assert shell.frame.current_screen == "consultation"
    hands.write("58")
    noticed(*NAMES[:3])  # the weight alone is not the step
    hands.reach("temperatureC")
    hands.write("38.9")
    noticed(*NAMES[:4])
    hands.reach("complaint")
    hands.write("Homa siku 2")
    noticed(*NAMES[:5])
    hands.reach("testMrdt")
    hands.write(positive)
    noticed(*NAMES[:6])
    hands.reach("diagnosisPicker")
    hands.write("ma")
    hands.settle(shell)
    hands.press(Qt.Key.Key_Return)
    noticed(*NAMES[:7])
    hands.reach("medicinePicker")
    hands.write("pa")
    hands.settle(shell)
    hands.press(Qt.Key.Key_Return)
    for number in "233":
        hands.write(number)
        hands.press(Qt.Key.Key_Return)
    noticed(*NAMES[:8])
    hands.press(Qt.Key.Key_Return, CTRL)
    hands.settle(shell)
    for _ in range(3):
        if "save" in panel.done:
            break
        hands.press(Qt.Key.Key_Return, CTRL)
        hands.settle(shell)
    noticed(*NAMES[:9])
    hands.press(Qt.Key.Key_F7)
    noticed(*NAMES)
    assert {"en": "from 0 to 1", "sw": "kutoka 0 hadi 1"}[language] in panel.about
    assert all(line.startswith("✓ ") for line in panel.list.lines)


def test_it_is_offered_at_the_first_log_in_only(
    log_in: Callable[..., Shell], training: Path, password: str, hands: Any, qtbot: QtBot
) -> None:
    shell = log_in()
    panel = _panel(shell)
    qtbot.waitUntil(panel.isVisible, timeout=5_000)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert not panel.isAncestorOf(focused)
    assert load_settings(training).guided == ("mkuu",)
    panel.leave_button.click()
    assert panel.isHidden()
    assert shell.frame is not None
    shell.lock()
    qtbot.waitUntil(lambda: shell.login is not None and shell.login.isVisible(), timeout=10_000)
    assert shell.login is not None
    shell.login.enter_page.password.edit.setText(password)
    with qtbot.waitSignal(shell.opened, timeout=20_000):
        qtbot.keyClick(shell.login.enter_page.password.edit, "\r")
    hands.settle(shell)
    assert _panel(shell).isHidden()
    assert "firstVisit" in _actions(shell)


def test_escape_leaves_when_the_screen_has_nothing_to_step_back_from(
    log_in: Callable[..., Shell], hands: Any
) -> None:
    shell = log_in()
    panel = _panel(shell)
    _actions(shell)["firstVisit"].do()
    hands.settle(shell)
    hands.write("tumsifu")
    hands.settle(shell)
    hands.press(Qt.Key.Key_Escape)
    assert panel.isVisible()  # that emptied the search
    hands.press(Qt.Key.Key_Escape)
    assert panel.isHidden()
    assert list(_actions(shell)) == ["firstVisit"]
    _actions(shell)["firstVisit"].do()
    hands.settle(shell)
    assert panel.isVisible()
    assert panel.done == frozenset()


def test_a_real_facility_offers_nothing(logged_in: Callable[..., Shell], hands: Any) -> None:
    shell = logged_in()
    hands.settle(shell)
    assert _panel(shell).isHidden()
    assert _actions(shell) == {}


def test_the_way_is_that_of_the_role() -> None:
    assert len(NAMES) == 10
    assert [step.name for step in steps_for(("nurse",))] == NAMES
    assert [step.name for step in steps_for(("receptionist",))] == ["find", "fill", "register", "wait"]
    assert [step.screen for step in steps_for(("lab",))] == ["laboratory"] * 5
    assert [step.screen for step in steps_for(("pharmacist",))] == ["pharmacy"] * 3
    assert steps_for(("cashier",)) == ()
    assert steps_for(("it_admin",)) == ()


def test_the_desk_ends_with_the_queue(
    log_in: Callable[..., Shell], training: Path, password: str, clock: Clock, hands: Any, qtbot: QtBot
) -> None:
    clinic = open_clinic(unlock(training, username="mkuu", password=password, clock=clock))
    added = clinic.staff.add(username="mapokezi", full_name="Asha Juma", roles=("receptionist",))
    clinic.facility.set("queue.triage", True)
    clinic.close()
    set_own_password(training, username="mapokezi", current=added.value, new=password, clock=clock)
    shell = log_in(username="mapokezi")
    panel = _panel(shell)
    qtbot.waitUntil(panel.isVisible, timeout=5_000)
    assert "Four short steps" in panel.about
    _actions(shell)["firstVisit"].do()
    hands.settle(shell)
    hands.write("tumsifu ngalawa")
    hands.settle(shell)
    hands.press(Qt.Key.Key_Return)
    hands.settle(shell)
    hands.reach("sex")
    hands.write("F")
    hands.press(Qt.Key.Key_Return)
    hands.write("34")
    hands.press(Qt.Key.Key_Return, times=2)
    hands.write("Buigiri")
    hands.press(Qt.Key.Key_Return, CTRL)
    hands.settle(shell)
    # Where a station is in use, registering lets the patient wait there.
    assert panel.done == {"find", "fill", "register", "wait"}
    assert "waits now" in panel.about


def test_an_empty_moment_shows_nothing_done() -> None:
    assert done_now(Seen(screen="reports")) == frozenset()


def test_an_unfinished_medicine_is_not_done() -> None:
    draft = {"prescriptions": [{"medicine": "par500", "dose": "2", "per_day": "", "days": ""}]}
    assert "medicine" not in done_now(Seen(screen="consultation", visit=draft))
