"""The recovery key is printed after a look at it, and no copy of it lies anywhere meanwhile."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from db.paper import write_recovery_key
from ui.login.recovery import RecoveryPage
from ui.qt.language import Language
from ui.qt.preview import PreviewDialog
from ui.qt.tasks import Tasks
from ui.widgets.key_paper import KeyPaper

KEY = write_recovery_key(bytes(range(20)))


@pytest.mark.skipif(os.name == "nt", reason="there the pages are painted")
def test_the_printing_program_gets_the_key_and_the_disk_does_not(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tools, taken, scratch = tmp_path / "bin", tmp_path / "taken.pdf", tmp_path / "tmp"
    for folder in (tools, scratch):
        folder.mkdir()
    program = tools / "lp"
    program.write_text(f'#!/bin/sh\n/bin/cat > "{taken}"\necho "$@" > "{taken}.words"\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(tools))
    monkeypatch.setenv("TMPDIR", str(scratch))
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    window, tasks, language = QWidget(), Tasks(), Language(qapp, code="en")
    qtbot.addWidget(window)
    paper = KeyPaper(window)
    paper.offer_print(tasks=tasks, language=language, facility=lambda: ("101168-3 Buigiri", False))
    window.resize(1000, 700)
    window.show()
    paper.show_key(KEY)
    paper.print_key()
    qtbot.waitUntil(lambda: bool(window.findChildren(PreviewDialog)), timeout=10_000)
    (dialog,) = window.findChildren(PreviewDialog)
    assert dialog.findChild(QPushButton, "previewOpen").isHidden()  # it would need a file
    qtbot.waitUntil(lambda: tasks.is_idle, timeout=10_000)
    dialog.print_it()
    qtbot.waitUntil(lambda: Path(f"{taken}.words").exists(), timeout=10_000)
    qtbot.waitUntil(lambda: tasks.is_idle and not window.findChildren(PreviewDialog), timeout=10_000)
    assert taken.read_bytes().startswith(b"%PDF")
    assert ".pdf" not in Path(f"{taken}.words").read_text()
    assert list(scratch.rglob("*")) == []


def test_a_scanner_that_types_fills_the_recovery_field(qtbot: QtBot, qapp: QApplication) -> None:
    page = RecoveryPage(language=Language(qapp, code="en"))
    qtbot.addWidget(page)
    page.show()
    page.begin("mkuu")
    asked: list[object] = []
    page.asked.connect(lambda *what: asked.append(what))
    qtbot.keyClicks(page.key.editor, KEY)
    qtbot.keyClick(page.key.editor, Qt.Key.Key_Return)  # as scanners end
    assert page.key.text() == KEY
    assert asked == []  # the password is still to be chosen
