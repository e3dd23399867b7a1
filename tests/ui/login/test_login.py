"""Logging in, as people do it: right, wrong, with a one-time code, with the paper key, locking."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from db.keys import CHEAPEST
from emr_desktop.clinic import Clinic
from emr_desktop.clock import Clock
from emr_desktop.facility.instance import InstanceLock
from emr_desktop.facility.service import FacilityDetails, FirstUser, create_facility
from ui.login.view import LoginView
from ui.shell import Shell

CONTROL = Qt.KeyboardModifier.ControlModifier
NEW_PASSWORD = "mbuzi watatu kwenye shamba"


def _login(shell: Shell) -> LoginView:
    assert shell.login is not None
    return shell.login


def _choose(login: LoginView, username: str, qtbot: QtBot) -> None:
    for tile in login.findChildren(QPushButton, "person"):
        if tile.property("username") == username and tile.isVisible():
            qtbot.mouseClick(tile, Qt.MouseButton.LeftButton)


def _type_password(login: LoginView, password: str, qtbot: QtBot) -> None:
    box = login.enter_page.password.edit
    box.clear()
    qtbot.keyClicks(box, password)
    qtbot.keyClick(box, Qt.Key.Key_Return)


def test_the_right_password_opens_the_record(
    open_shell: Callable[..., Shell], data_folder: Path, password: str, qtbot: QtBot
) -> None:
    shell = open_shell(data_folder)
    with qtbot.waitSignal(shell.opened, timeout=20_000):
        _type_password(_login(shell), password, qtbot)
    assert shell.frame is not None
    assert _login(shell).enter_page.password.raw_text() == ""


@pytest.mark.parametrize("language", ["sw", "en"])
def test_a_wrong_password_is_told_under_the_field_and_can_be_typed_again(
    open_shell: Callable[..., Shell], data_folder: Path, qtbot: QtBot, language: str
) -> None:
    shell = open_shell(data_folder, language=language)
    login = _login(shell)
    _type_password(login, "si hili kabisa", qtbot)
    qtbot.waitUntil(lambda: bool(login.enter_page.password.error), timeout=20_000)
    expected = "nywila" if language == "sw" else "password"
    assert expected in login.enter_page.password.error
    assert login.enter_page.password.raw_text() == ""
    assert shell.frame is None


def test_an_empty_password_asks_for_one_without_trying(
    open_shell: Callable[..., Shell], data_folder: Path, qtbot: QtBot
) -> None:
    login = _login(open_shell(data_folder))
    qtbot.keyClick(login.enter_page.password.edit, Qt.Key.Key_Return)
    assert login.enter_page.password.error == "Type the password."


def test_a_one_time_code_leads_to_an_own_password_and_into_work(
    clinic: Clinic, open_shell: Callable[..., Shell], data_folder: Path, qtbot: QtBot
) -> None:
    code = clinic.staff.add(username="asha", full_name="Asha Komba", roles=("nurse",)).value
    shell = open_shell(data_folder)
    login = _login(shell)
    _choose(login, "asha", qtbot)
    assert login.enter_page.password.editor.accessibleName() == "One-time code"
    _type_password(login, code, qtbot)
    qtbot.waitUntil(lambda: login.currentWidget() is login.new_page, timeout=20_000)

    qtbot.keyClicks(login.new_page.first.editor, "fupi")
    qtbot.keyClicks(login.new_page.second.editor, "fupu")
    qtbot.keyClick(login.new_page.second.editor, Qt.Key.Key_Return)
    assert "differ" in login.new_page.second.error

    login.new_page.begin()
    qtbot.keyClicks(login.new_page.first.editor, "fupi")
    qtbot.keyClicks(login.new_page.second.editor, "fupi")
    qtbot.keyClick(login.new_page.second.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(login.new_page.first.error), timeout=20_000)

    login.new_page.begin()
    qtbot.keyClicks(login.new_page.first.editor, NEW_PASSWORD)
    qtbot.keyClicks(login.new_page.second.editor, NEW_PASSWORD)
    with qtbot.waitSignal(shell.opened, timeout=20_000):
        qtbot.keyClick(login.new_page.second.editor, Qt.Key.Key_Return)
    assert shell.frame is not None
    assert "administration" not in shell.frame.screen_names


def test_locking_ends_the_session_and_asks_for_the_same_person(
    logged_in: Callable[..., Shell], qtbot: QtBot
) -> None:
    shell = logged_in()
    assert shell.frame is not None
    shell.frame.log_out_asked.emit()
    qtbot.waitUntil(lambda: shell.frame is None and _login(shell).isVisible(), timeout=20_000)
    assert _login(shell).enter_page.chosen == "mkuu"
    assert _login(shell).enter_page.password.raw_text() == ""


def test_a_record_without_its_keys_leads_to_recovery_and_never_to_a_new_set_up(
    open_shell: Callable[..., Shell], data_folder: Path, qtbot: QtBot
) -> None:
    for path in data_folder.iterdir():
        if "key" in path.name:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    shell = open_shell(data_folder)
    assert shell.is_in_trouble
    assert shell.setup is None
    assert "key file is missing" in shell.trouble_page.text
    button = shell.trouble_page.findChild(QPushButton, "useRecoveryKey")
    assert button is not None
    assert not button.isHidden()


def test_a_mistyped_recovery_key_is_told_at_its_field(
    open_shell: Callable[..., Shell], data_folder: Path, qtbot: QtBot
) -> None:
    login = _login(open_shell(data_folder))
    lost = login.findChild(QPushButton, "lostPassword")
    qtbot.mouseClick(lost, Qt.MouseButton.LeftButton)
    page = login.recovery_page
    assert login.currentWidget() is page
    assert page.username.text() == "mkuu"
    qtbot.keyClicks(page.key.editor, "ABCDE-FGHJK")
    qtbot.keyClicks(page.first.editor, NEW_PASSWORD)
    qtbot.keyClicks(page.second.editor, NEW_PASSWORD)
    qtbot.keyClick(page.second.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(page.key.error), timeout=20_000)


def test_the_paper_key_gives_a_new_password_and_a_new_paper(
    open_shell: Callable[..., Shell], tmp_path: Path, clock: Clock, qtbot: QtBot
) -> None:
    folder = tmp_path / "recovered"
    key = create_facility(
        folder,
        details=FacilityDetails(code="101168-3", name="Buigiri Dispensary"),
        first_user=FirstUser(username="mkuu", full_name="Neema Mollel", password="paka wanne juu ya paa"),
        clock=clock,
        parameters=CHEAPEST,
    )
    shell = open_shell(folder)
    login = _login(shell)
    qtbot.mouseClick(login.findChild(QPushButton, "lostPassword"), Qt.MouseButton.LeftButton)
    page = login.recovery_page
    qtbot.keyClicks(page.key.editor, key.lower())
    qtbot.keyClicks(page.first.editor, NEW_PASSWORD)
    qtbot.keyClicks(page.second.editor, NEW_PASSWORD)
    qtbot.keyClick(page.second.editor, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(page.paper.isVisible, timeout=20_000)
    assert "-".join(page.paper.groups) != key
    qtbot.keyClick(page.paper.answers[0].editor, Qt.Key.Key_Escape)
    assert login.currentWidget() is page  # the new key is shown once: a slip must not lose it
    for field, place in zip(page.paper.answers, page.paper.asked, strict=True):
        qtbot.keyClicks(field.editor, page.paper.groups[place])
    with qtbot.waitSignal(shell.opened, timeout=20_000):
        qtbot.keyClick(page.paper.answers[1].editor, Qt.Key.Key_Return, CONTROL)
    assert shell.frame is not None


def test_a_second_start_on_the_same_folder_is_refused_in_words(
    open_shell: Callable[..., Shell], data_folder: Path
) -> None:
    with InstanceLock(data_folder):
        shell = open_shell(data_folder)
        assert shell.is_in_trouble
        assert "already open" in shell.trouble_page.text


def test_a_damaged_database_is_told_and_the_file_is_left_as_it_is(
    open_shell: Callable[..., Shell], data_folder: Path, password: str, qtbot: QtBot
) -> None:
    database = data_folder / "clinic.db"
    damaged = b"\x00" * 4096 + database.read_bytes()[4096:]
    database.write_bytes(damaged)
    shell = open_shell(data_folder)
    _type_password(_login(shell), password, qtbot)
    qtbot.waitUntil(lambda: shell.is_in_trouble, timeout=20_000)
    assert shell.trouble_page.text
    assert database.read_bytes() == damaged


def test_after_four_wrong_passwords_a_countdown_stands_there_and_others_go_on(
    open_shell: Callable[..., Shell], data_folder: Path, qtbot: QtBot
) -> None:
    shell = open_shell(data_folder)
    login = _login(shell)
    page = login.enter_page
    for _ in range(4):
        _type_password(login, "si hili kabisa", qtbot)
        qtbot.waitUntil(lambda: bool(page.password.error) or page.waiting.is_on, timeout=20_000)
        page.password.set_error(None)
    qtbot.waitUntil(lambda: page.waiting.is_on, timeout=20_000)
    assert "0:" in page.waiting.text
    assert not page.password.isEnabled()
    page.show_wait("mkuu", 0.01, closed=False)  # the wait is over
    qtbot.waitUntil(lambda: page.password.isEnabled(), timeout=5_000)
    assert not page.waiting.is_on


def test_a_key_that_is_left_for_closing_time_is_changed_before_the_window_closes(
    open_shell: Callable[..., Shell], data_folder: Path, password: str, qtbot: QtBot
) -> None:
    shell = open_shell(data_folder)
    with qtbot.waitSignal(shell.opened, timeout=20_000):
        _type_password(_login(shell), password, qtbot)
    assert shell.frame is not None
    clinic = shell.frame.clinic
    clinic.staff.add(username="juma", full_name="Juma", roles=("nurse",))
    clinic.staff.disable("juma")
    assert clinic.keys.rekey_is_due()
    shell.frame._checks.look()
    qtbot.waitUntil(lambda: "key" in shell.frame._status._warning.text(), timeout=20_000)
    before = clinic.work.vault.database_key
    shell.close()
    qtbot.waitUntil(lambda: not shell.isVisible(), timeout=20_000)
    assert clinic.work.vault.database_key != before
