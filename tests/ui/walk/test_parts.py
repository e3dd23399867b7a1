"""The parts of the walk: what may be noted, which letters clash, which files may go."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ui.walk.album import clear_folder, keep_pictures, same_letters
from ui.walk.hands import StepFailed
from ui.walk.notebook import Notebook


def test_what_is_not_so_is_never_noted_as_seen(tmp_path: Path) -> None:
    notebook = Notebook()
    with notebook.step("Count"):
        notebook.check(True, "there is one")
    with pytest.raises(StepFailed, match="this is not so: there are two"), notebook.step("Count again"):
        notebook.check(False, "there are two")
    notebook.write(tmp_path / "summary.md")
    summary = (tmp_path / "summary.md").read_text(encoding="utf-8")
    assert "FAILED in “Count again”" in summary
    assert "- there is one" in summary
    assert "- there are two" not in summary


def test_a_value_that_differs_fails_with_both_values() -> None:
    notebook = Notebook()
    with pytest.raises(StepFailed, match="weight is 58, not 59"), notebook.step("Read back"):
        notebook.same("weight", 58, 59)


def test_a_letter_of_two_fields_is_found_and_hidden_ones_do_not_count(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    for text in ("&History", "Weig&ht", "&Weight"):
        label = QLabel(text, window)
        label.setBuddy(QLineEdit(window))
    hidden = QPushButton("&Walk", window)
    window.show()
    hidden.hide()
    assert same_letters(window) == {"H": ["&History", "Weig&ht"]}


def test_only_what_an_earlier_walk_left_goes(tmp_path: Path) -> None:
    ours = ("01-login-sw.png", "prescription.pdf", "opd-202611.pdf", "summary.md", "failed.png")
    theirs = ("notes.md", "holiday.png", "opd-2014-202611-999999-6.pdf")
    for name in (*ours, *theirs):
        (tmp_path / name).write_text("x", encoding="utf-8")
    clear_folder(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(theirs)


def test_a_picture_that_was_not_taken_cannot_be_kept(tmp_path: Path) -> None:
    (tmp_path / "02-reception-en.png").write_bytes(b"x")
    kept = keep_pictures(tmp_path, tmp_path / "kept", wanted={"reception": "front"}, language="en")
    assert kept == ["front.png"]
    with pytest.raises(StepFailed, match="no picture of sync"):
        keep_pictures(tmp_path, tmp_path / "kept", wanted={"sync": "sync"}, language="en")
