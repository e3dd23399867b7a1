"""From the page of updates to the window that starts anew; the new program is this one, one version on."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

import ui.updating
from emr_desktop.updates import service
from emr_desktop.updates.journal import read_journal
from emr_desktop.updates.launcher import version_to_start
from emr_desktop.updates.program_folder import ProgramFolder
from tests.emr_desktop.updates.conftest import TRUSTED
from ui.frame.news_panel import NewsPanel
from ui.shell import Shell
from ui.updating import UpdatingPage
from ui.widgets.buttons import Button

cli = importlib.util.spec_from_file_location("cli_update", Path(__file__).parent / "cli" / "test_update.py")
assert cli is not None
assert cli.loader is not None
with_programs = importlib.util.module_from_spec(cli)
cli.loader.exec_module(with_programs)
site, bundle, NEW = with_programs.site, with_programs.bundle, with_programs.NEW


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What would have been started when the window closed."""
    found: list[Any] = []
    monkeypatch.setattr(ui.updating, "start_again", found.append)
    monkeypatch.setattr(ui.updating, "_READ_MS", 10)
    monkeypatch.setattr(service, "release_keys", lambda: TRUSTED)
    return found


def _press(shell: Shell, name: str) -> None:
    found = shell.findChild(Button, name)
    assert found is not None
    found.click()


def test_one_button_leads_from_the_stick_to_the_new_program(
    logged_in: Callable[..., Shell], site: ProgramFolder, bundle: Path, started: list[Any], qtbot: QtBot
) -> None:
    shell = logged_in()
    assert shell.frame is not None
    shell.frame.go_to("administration")
    view = shell.frame.view("administration")
    view.tabs.setCurrentWidget(view.updates)  # type: ignore[attr-defined]
    page = view.updates  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: page._state is not None, timeout=20_000)
    page.look_at(bundle)
    qtbot.waitUntil(lambda: page._install.isEnabled(), timeout=20_000)
    _press(shell, "installUpdate")
    _press(page.confirm, "confirmYes")
    qtbot.waitUntil(lambda: bool(started), timeout=60_000)
    assert (started[0].new, site.current(), version_to_start(site)) == (NEW, NEW, NEW)
    assert not shell.isVisible()


def test_a_program_that_does_not_fit_leads_back_to_the_log_in(
    logged_in: Callable[..., Shell],
    site: ProgramFolder,
    bundle: Path,
    started: list[Any],
    data_folder: Path,
    qtbot: QtBot,
) -> None:
    shell = logged_in()
    assert shell.frame is not None
    prepared = shell.frame.clinic.updates.prepare(bundle).value
    site.executable(NEW, "emr-admin").write_text("#!/bin/sh\necho '{}'\n")
    shell.frame.leave_asked.emit(prepared)
    qtbot.waitUntil(lambda: shell.findChild(UpdatingPage) is not None, timeout=20_000)
    page = shell.findChild(UpdatingPage)
    qtbot.waitUntil(lambda: page.go_on.isVisible(), timeout=20_000)
    assert NEW in page.banner.text
    page.go_on.click()
    qtbot.waitUntil(lambda: shell.login is not None and shell.login.isVisible(), timeout=20_000)
    assert started == []
    assert site.installed() == ("0.1.0",)
    journal = read_journal(site.root)
    assert journal is not None
    assert journal.reason == "update.trial_failed"


def test_how_it_ended_is_told_after_the_next_log_in(
    logged_in: Callable[..., Shell], site: ProgramFolder, bundle: Path, started: list[Any], qtbot: QtBot
) -> None:
    shell = logged_in()
    assert shell.frame is not None
    clinic = shell.frame.clinic
    clinic.updates.prepare(bundle).value.lock.release()  # the PC went off
    assert version_to_start(site) == "0.1.0"
    NewsPanel.after_login(shell.frame)
    qtbot.waitUntil(lambda: shell.findChild(NewsPanel) is not None, timeout=20_000)
    panel = shell.findChild(NewsPanel)
    assert NEW in panel.text.toPlainText()
    assert "cut off before anything changed" in panel.text.toPlainText()
    _press(panel, "closeNews")
    NewsPanel.after_login(shell.frame)
    qtbot.wait(200)
    assert shell.findChild(NewsPanel) is None
