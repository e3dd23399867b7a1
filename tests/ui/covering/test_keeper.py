"""The cover over an open session, going on by PIN, a colleague's turn, one's own PIN."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QToolButton
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from db.models import AuditEntry, Draft
from emr_desktop.clinic import Clinic
from emr_desktop.facility.service import set_own_password
from emr_desktop.identity import new_id
from ui.covering.cover_page import CoverPage
from ui.covering.pin_page import PinPage
from ui.login.view import Tile
from ui.shell import Shell

CTRL = Qt.KeyboardModifier.ControlModifier
SECRET_NAME = "Mwajuma Siri"


@pytest.fixture
def shell(logged_in: Callable[..., Shell], password: str, qtbot: QtBot) -> Shell:
    """The in-charge is in, with the PIN 4829; a nurse works here too, with the PIN 7391."""
    shell = logged_in()
    clinic = _clinic(shell)
    code = clinic.staff.add(username="asha", full_name="Asha Komba", roles=("nurse",)).value
    folder = clinic.work.database.path.parent
    set_own_password(folder, username="asha", current=code, new=password, clock=clinic.work.clock)
    clinic.pins.set("4829", password=password)
    from emr_desktop.clinic import open_clinic

    open_clinic(clinic.switching.enter("asha", password)).pins.set("7391", password=password)
    return shell


def _clinic(shell: Shell) -> Clinic:
    assert shell.frame is not None
    return shell.frame.clinic


def _cover(shell: Shell, qtbot: QtBot, *, idle: bool = False) -> CoverPage:
    if idle:
        shell.keeper.cover(by="idle")
    else:
        qtbot.keyClick(shell.frame, Qt.Key.Key_L, CTRL)
    qtbot.waitUntil(lambda: shell.keeper.is_covered, timeout=10_000)
    page = shell.keeper.cover_page
    assert page is not None
    qtbot.waitUntil(lambda: bool(page.findChildren(Tile)), timeout=10_000)
    return page


def _go_on(page: CoverPage, username: str, secret: str, qtbot: QtBot) -> None:
    tile = next(each for each in page.findChildren(Tile) if each.property("username") == username)
    qtbot.mouseClick(tile, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(page.secret.editor, secret)
    qtbot.keyClick(page.secret.editor, Qt.Key.Key_Return)


def _actions(shell: Shell) -> list[str]:
    with _clinic(shell).work.database.read() as session:
        return list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.seq)))


def test_the_cover_hides_everything_and_the_pin_brings_the_same_screen_back(
    shell: Shell, qtbot: QtBot
) -> None:
    frame = shell.frame
    assert frame is not None
    frame.go_to("reports")
    dialog = QDialog(frame)
    dialog.setWindowTitle(SECRET_NAME)
    dialog.open()
    QGuiApplication.clipboard().setText(SECRET_NAME)
    page = _cover(shell, qtbot, idle=True)  # a question that is open takes the keys
    assert not frame.isVisible()
    assert not dialog.isVisible()
    assert QGuiApplication.clipboard().text() == ""
    assert SECRET_NAME not in shell.windowTitle()
    assert page.chosen == "mkuu"
    qtbot.keyClick(page, Qt.Key.Key_F4)  # the keys of the screens do nothing behind it
    _go_on(page, "mkuu", "4829", qtbot)
    qtbot.waitUntil(lambda: not shell.keeper.is_covered, timeout=10_000)
    assert shell.frame is frame
    assert (frame.isVisible(), frame.current_screen) == (True, "reports")
    assert _actions(shell)[-2:] == ["session.covered", "session.uncovered"]


def test_a_wrong_pin_says_how_many_tries_are_left_and_shows_nothing(shell: Shell, qtbot: QtBot) -> None:
    page = _cover(shell, qtbot)
    _go_on(page, "mkuu", "9917", qtbot)
    qtbot.waitUntil(lambda: "4" in page.secret.error, timeout=10_000)
    assert shell.keeper.is_covered
    assert page.secret.raw_text() == ""


def test_a_colleague_goes_on_as_herself_and_drafts_stay_with_their_writer(shell: Shell, qtbot: QtBot) -> None:
    earlier = _clinic(shell)
    draft = new_id()
    assert shell.frame is not None
    page = _cover(shell, qtbot)
    # Still waiting on the worker when the colleague comes.
    shell.frame.context.tasks.run(
        shell.frame,
        lambda: earlier.drafts.keep(draft, kind="visit", patient_id=None, content={"complaint": "homa"}),
        failed=lambda error: pytest.fail(str(error)),
    )
    with qtbot.waitSignal(shell.opened, timeout=20_000):
        _go_on(page, "asha", "7391", qtbot)
    frame = shell.frame
    assert frame is not None
    assert frame.findChild(QToolButton, "whoIsIn").text() == "Asha Komba"
    assert "administration" not in frame.screen_names
    assert frame.clinic.work.database is earlier.work.database
    with frame.clinic.work.database.read() as session:
        kept = session.get(Draft, draft)
        assert kept is not None
        assert kept.staff_id == earlier.work.actor.staff_id
    assert draft not in {each.id for each in frame.clinic.drafts.mine()}


def test_logging_out_from_the_cover_leads_to_the_log_in_page(shell: Shell, qtbot: QtBot) -> None:
    page = _cover(shell, qtbot)
    page.ended.emit()
    qtbot.waitUntil(lambda: shell.login is not None and shell.login.isVisible(), timeout=20_000)
    assert shell.frame is None
    assert not shell.keeper.is_covered


def test_idle_covers_and_a_sleep_ends_the_session(shell: Shell, qtbot: QtBot) -> None:
    watch = shell.keeper.watch
    watch._touched -= 6 * 60
    shell.keeper.look()
    assert shell.keeper.is_covered
    shell.activateWindow()
    qtbot.waitUntil(lambda: QGuiApplication.focusWindow() is shell.windowHandle(), timeout=5000)
    watch._looked = (watch._looked[0], watch._looked[1] - 3600)
    QTest.keyClick(shell.windowHandle(), Qt.Key.Key_Return)  # before anything hears of it
    qtbot.waitUntil(lambda: shell.login is not None and shell.login.isVisible(), timeout=20_000)
    assert shell.frame is None


def test_one_sets_and_removes_the_own_pin(
    logged_in: Callable[..., Shell], password: str, qtbot: QtBot
) -> None:
    shell = logged_in(language="sw")
    assert shell.frame is not None
    shell.frame.pin_asked.emit()
    page = shell.keeper.pin_page
    assert isinstance(page, PinPage)
    qtbot.waitUntil(lambda: shell.frame.context.tasks.is_idle, timeout=10_000)
    for pin, again, typed, field in (
        ("1234", "1234", password, "pin"),
        ("4829", "4828", password, "again"),
        ("4829", "4829", "si yangu", "password"),
    ):
        for name, text in (("pin", pin), ("again", again), ("password", typed)):
            page.fields[name].set_text(text)
        qtbot.keyClick(page.fields["password"].editor, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda field=field: bool(page.fields[field].error), timeout=10_000)
    page.fields["password"].set_text(password)
    qtbot.keyClick(page.fields["password"].editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shell.frame.isVisible(), timeout=10_000)
    assert _clinic(shell).pins.has_pin()
    shell.frame.pin_asked.emit()
    qtbot.waitUntil(lambda: shell.frame.context.tasks.is_idle, timeout=10_000)
    page.removed.emit()
    qtbot.waitUntil(lambda: shell.frame.isVisible(), timeout=10_000)
    assert not _clinic(shell).pins.has_pin()
