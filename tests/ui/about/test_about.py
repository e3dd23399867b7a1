"""The page about the program: what comes along, each licence to read, both languages, and a way out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

import ui
from ui.about.components import FOLDER, bill_of_materials, components, licence_text
from ui.about.panel import AboutPanel, show_about
from ui.qt.language import Language

LISTED = [
    {"name": "SQLite", "version": "3.53.4", "licence": "blessing", "supplier": "S", "within": "sqlcipher3",
     "kind": "library", "text": ""},
    {"name": "alembic", "version": "1.20", "licence": "MIT", "supplier": "M", "within": "", "kind": "package",
     "text": "alembic.txt"},
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "components.json").write_text(json.dumps(LISTED), encoding="utf-8")
    (tmp_path / "alembic.txt").write_text("Permission is granted", encoding="utf-8")
    (tmp_path / "sbom.cdx.json").write_text('{"bomFormat": "CycloneDX"}', encoding="utf-8")
    return tmp_path


@pytest.fixture
def frame(qtbot: QtBot) -> QWidget:
    window = QWidget()
    window.resize(1000, 700)
    qtbot.addWidget(window)
    QLineEdit(window).setObjectName("before")
    window.show()
    qtbot.waitExposed(window)
    return window


def test_components_come_by_name_with_their_texts(folder: Path) -> None:
    found = components(folder)
    assert [each.name for each in found] == ["alembic", "SQLite"]
    assert licence_text(found[0], folder) == "Permission is granted"
    assert licence_text(found[1], folder) == ""


def test_a_list_that_is_damaged_or_leads_elsewhere_shows_nothing(folder: Path) -> None:
    (folder.parent / "secret.txt").write_text("no", encoding="utf-8")
    strange = [{**LISTED[1], "text": "../secret.txt"}]
    (folder / "components.json").write_text(json.dumps(strange), encoding="utf-8")
    assert licence_text(components(folder)[0], folder) == ""
    (folder / "components.json").write_text('[{"name": 3}]', encoding="utf-8")
    assert components(folder) == ()
    (folder / "components.json").unlink()
    assert components(folder) == ()


def test_the_list_shows_each_licence_and_escape_gives_the_cursor_back(frame: QWidget, folder: Path) -> None:
    before = frame.findChild(QLineEdit, "before")
    assert before is not None
    before.setFocus()
    panel = AboutPanel(over=frame, folder=folder)
    panel.show()
    panel.take_cursor()
    assert panel.list.item(0).text() == "alembic 1.20  ·  MIT"
    assert panel.text.toPlainText() == "Permission is granted"
    QTest.keyClick(panel.list, Qt.Key.Key_Down)
    assert "blessing" in panel.text.toPlainText()
    QTest.keyClick(panel.list, Qt.Key.Key_Escape)
    assert panel.isHidden()
    assert QApplication.focusWidget() is before


def test_the_list_of_parts_is_saved_as_it_ships(frame: QWidget, folder: Path, tmp_path: Path) -> None:
    panel = AboutPanel(over=frame, folder=folder)
    assert panel.save_to(tmp_path / "parts.json")
    assert (tmp_path / "parts.json").read_bytes() == bill_of_materials(folder)
    assert not panel.save_to(tmp_path / "nowhere" / "parts.json")


def test_it_speaks_both_languages_and_opens_once(frame: QWidget) -> None:
    application = QApplication.instance()
    assert application is not None
    language = Language(application, code="en")
    panel = show_about(frame)
    assert show_about(frame) is panel
    english = panel.close_button.text()
    language.use("sw")
    QApplication.processEvents()
    assert panel.close_button.text() != english
    language.use("en")


def test_a_build_puts_the_list_where_the_page_looks_for_it() -> None:
    """In a frozen program the packages lie in ``_internal``, and so does ``licences``."""
    inside = Path(ui.__file__).parents[1]
    assert inside / "licences" == FOLDER
    scripts = Path(__file__).parents[3] / "installers"
    for script in (scripts / "linux" / "build.sh", scripts / "windows" / "build.ps1"):
        told = script.read_text(encoding="utf-8").replace("\\", "/")
        assert "_internal/licences" in told, script.name
