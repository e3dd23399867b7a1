"""The main window: what each role may open, the keys, the palette, the words at the bottom."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from emr_desktop.clinic import Clinic
from emr_desktop.errors import DatabaseTrouble
from emr_desktop.facility.doctor import Check
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm
from sync.service import SyncStatus
from ui.frame.palette import CommandPalette
from ui.frame.screens import screens_for
from ui.main_window import MainWindow
from ui.qt.language import Language
from ui.shell import Shell
from ui.widgets.status_line import StatusLine

CONTROL = Qt.KeyboardModifier.ControlModifier


def _frame(shell: Shell) -> MainWindow:
    assert shell.frame is not None
    return shell.frame


@pytest.mark.parametrize(
    ("role", "names"),
    [
        ("receptionist", {"reception"}),
        ("lab", {"reception", "laboratory"}),
        ("nurse", {"reception", "triage", "consultation", "laboratory", "pharmacy", "reports", "sync"}),
        (
            "clinician",
            {
                "reception",
                "triage",
                "consultation",
                "laboratory",
                "pharmacy",
                "reports",
                "sync",
                "administration",
            },
        ),
        (
            "in_charge",
            {
                "reception",
                "triage",
                "consultation",
                "laboratory",
                "pharmacy",
                "reports",
                "sync",
                "administration",
            },
        ),
        ("it_admin", {"reports", "sync", "administration"}),
    ],
)
def test_the_rail_holds_what_the_role_may_open(role: str, names: set[str]) -> None:
    assert {screen.name for screen in screens_for((role,))} == names


def test_every_screen_has_its_own_key() -> None:
    keys = [screen.shortcut for screen in screens_for(("in_charge",))]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("language", ["sw", "en"])
def test_every_screen_opens_by_its_key_in_both_languages(
    logged_in: Callable[..., Shell], qtbot: QtBot, language: str
) -> None:
    frame = _frame(logged_in(language=language))
    for screen in reversed(screens_for(("in_charge",))):
        qtbot.keyClick(frame, getattr(Qt.Key, f"Key_{screen.shortcut}"))
        assert frame.current_screen == screen.name
        qtbot.wait(50)


def test_no_screen_pushes_the_window_over_the_edge_of_a_small_display(
    logged_in: Callable[..., Shell], qtbot: QtBot
) -> None:
    shell = logged_in(language="sw")
    for name in _frame(shell).screen_names:
        _frame(shell).go_to(name)
        qtbot.wait(20)
    assert (shell.width(), shell.height()) == (1366, 768)
    assert _frame(shell).minimumSizeHint().width() <= 1366


def test_f9_changes_the_language_of_everything(logged_in: Callable[..., Shell], qtbot: QtBot) -> None:
    shell = logged_in()
    search = shell.findChild(QLineEdit, "patientSearch")
    assert search is not None
    qtbot.keyClick(shell, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: search.accessibleName() == "Tafuta mgonjwa")
    qtbot.keyClick(shell, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: search.accessibleName() == "Find a patient")


def test_the_palette_knows_actions_and_patients(
    clinic: Clinic, logged_in: Callable[..., Shell], qtbot: QtBot
) -> None:
    patient = clinic.patients.register(
        PatientForm(id=new_id(), first_name="Zawadi", last_name="Chacha", sex="F", age_years=20)
    ).value
    shell = logged_in()
    frame = _frame(shell)
    palette = frame.findChild(CommandPalette, "commandPalette")
    assert palette is not None
    qtbot.keyClick(frame, Qt.Key.Key_K, CONTROL)
    assert palette.isVisible()
    qtbot.keyClicks(palette.box, "repo")
    qtbot.keyClick(palette.box, Qt.Key.Key_Return)
    assert frame.current_screen == "reports"
    assert not palette.isVisible()

    qtbot.keyClick(frame, Qt.Key.Key_K, CONTROL)
    qtbot.keyClicks(palette.box, "zawadi")
    qtbot.waitUntil(lambda: palette.list.count() == 1, timeout=10_000)
    qtbot.keyClick(palette.box, Qt.Key.Key_Return)
    assert frame.current_screen == "consultation"
    name = frame.findChild(QLabel, "patientName")
    assert name is not None
    qtbot.waitUntil(lambda: name.text() == patient.full_name, timeout=10_000)


def test_a_slash_goes_to_the_search_but_can_be_typed_into_a_field(
    logged_in: Callable[..., Shell], qtbot: QtBot
) -> None:
    frame = _frame(logged_in())
    search = frame.findChild(QLineEdit, "patientSearch")
    anywhere = frame.findChild(QLineEdit, "anywhereSearch")
    assert search is not None
    assert anywhere is not None
    search.setFocus()
    qtbot.keyClick(search, Qt.Key.Key_Slash)
    assert search.text() == "/"
    frame.findChild(QWidget, "goReception").setFocus()
    qtbot.keyClick(frame.findChild(QWidget, "goReception"), Qt.Key.Key_Slash)
    qtbot.waitUntil(anywhere.hasFocus)


def test_a_trouble_of_the_machine_takes_the_window_and_gives_it_back(
    logged_in: Callable[..., Shell], qtbot: QtBot
) -> None:
    shell = logged_in(language="sw")
    _frame(shell).trouble.emit(DatabaseTrouble("disk_full", path="/data"))
    assert shell.is_in_trouble
    assert "diski" in shell.trouble_page.text.lower()
    shell.trouble_page.back.emit()
    assert not shell.is_in_trouble
    assert shell.frame is not None


def test_closing_the_window_releases_the_folder(
    logged_in: Callable[..., Shell], data_folder: Path, open_shell: Callable[..., Shell]
) -> None:
    first = logged_in()
    first.close()
    second = open_shell(data_folder)
    assert not second.is_in_trouble


def test_a_clock_that_went_back_is_told_at_the_bottom_of_every_screen(
    logged_in: Callable[..., Shell], clock: object, qtbot: QtBot
) -> None:
    frame = _frame(logged_in())
    warning = frame.findChild(QLabel, "machineWarning")
    assert warning is not None
    frame._checks.look()
    qtbot.wait(200)
    assert not warning.isVisible()
    clock.advance(hours=-5)  # type: ignore[attr-defined]
    frame._checks.look()
    qtbot.waitUntil(warning.isVisible, timeout=10_000)
    assert warning.text() == "Look at the clock"
    assert "main board" in warning.toolTip()


def _status(**values: object) -> SyncStatus:
    settled: dict[str, object] = {
        "targets": (),
        "deliveries": (),
        "waiting": 0,
        "waiting_since": None,
        "need_person": 0,
        "last_success_at": None,
        "held": None,
        **values,
    }
    return SyncStatus(**settled)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, "Nothing is sent: no national system is set up"),
        ({"waiting": 1}, "1 waits to be sent"),
        ({"waiting": 3, "waiting_since": timedelta(hours=2)}, "3 wait to be sent, since 2 hours ago"),
        ({"waiting": 3, "need_person": 2}, "2 could not be sent: a person must look"),
    ],
)
def test_the_bottom_line_says_sync_in_words(
    qapp: object, qtbot: QtBot, values: dict[str, object], expected: str
) -> None:
    language = Language(qapp, code="en")  # type: ignore[arg-type]
    line = StatusLine(language=language)
    qtbot.addWidget(line)
    settled = {
        name: datetime.now(UTC) - value if isinstance(value, timedelta) else value
        for name, value in values.items()
    }
    line.show_sync(_status(**settled))
    assert line.sync_text == expected


@pytest.mark.parametrize(
    ("check", "words", "stands_out"),
    [
        (Check("backup", "ok", "doctor.backup", {"day": "2026-11-18", "days": 0}), "Backup today", False),
        (
            Check("backup", "ok", "doctor.backup", {"day": "2026-11-15", "days": 3}),
            "Backup 3 days ago",
            False,
        ),
        (Check("backup", "warn", "doctor.backup_old", {"days": 9}), "Backup 9 days ago", True),
        (Check("backup", "warn", "doctor.no_backup", {"days": 2}), "No backup yet", False),
        (Check("backup", "warn", "doctor.no_backup", {"days": 30}), "No backup yet", True),
    ],
)
def test_the_bottom_line_says_the_age_of_the_backup_without_nagging(
    qapp: object, qtbot: QtBot, check: Check, words: str, stands_out: bool
) -> None:
    line = StatusLine(language=Language(qapp, code="en"))  # type: ignore[arg-type]
    qtbot.addWidget(line)
    line.show_backup(check)
    label = line.findChild(QLabel, "backupAge")
    assert label is not None
    assert label.text() == words
    assert (label.property("role") == "warn") is stands_out


def test_the_bottom_line_reminds_of_the_rehearsal_when_it_is_due(qapp: object, qtbot: QtBot) -> None:
    line = StatusLine(language=Language(qapp, code="en"))  # type: ignore[arg-type]
    qtbot.addWidget(line)
    made = Check("backup", "ok", "doctor.backup", {"day": "2026-11-18", "days": 0})
    label = line.findChild(QLabel, "backupAge")
    assert label is not None
    line.show_backup(made, Check("drill", "ok", "doctor.rehearsal_later", {"days": 3}))
    assert label.text() == "Backup today"
    line.show_backup(made, Check("drill", "warn", "doctor.rehearsal_due", {"days": 40}))
    assert label.text() == "Backup today · rehearsal due"
    assert "40" in label.toolTip()


def test_the_backup_stands_at_the_bottom_of_every_screen(
    logged_in: Callable[..., Shell], qtbot: QtBot
) -> None:
    backup = _frame(logged_in()).findChild(QLabel, "backupAge")
    assert backup is not None
    qtbot.waitUntil(lambda: backup.text() == "No backup yet", timeout=10_000)
    assert "USB" in backup.toolTip()
