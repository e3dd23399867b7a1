"""Whatever people type is shown as it was typed: no label, tooltip or box guesses at rich text."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from ui.widgets.layout import ShrinkingLabel, WrappedLabel, words
from ui.widgets.plain_tip import plain_tip

ROOT = Path(__file__).resolve().parents[2]
# Where a label is made that is told its format in the next lines.
_TOLD = {
    "ui/widgets/layout.py",
    "ui/laboratory/part_row.py",
    "ui/consultation/page.py",
    "ui/consultation/vitals_row.py",
    "ui/qt/preview.py",
}
_RICH = {
    "QMessageBox",
    "QTextBrowser",
    "QTextDocument",
    "QTextEdit",
    "QToolTip",
    "QInputDialog",
    "QErrorMessage",
}
_RICH_CALLS = {"setHtml", "insertHtml", "appendHtml", "setMarkdown", "setWhatsThis", "setDetailedText"}


def _calls() -> Iterator[tuple[str, ast.Call, str]]:
    for path in sorted((ROOT / "ui").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield str(path.relative_to(ROOT)), node, ast.unparse(node.func)


def test_labels_tooltips_and_boxes_are_plain() -> None:
    wrong = []
    for place, call, name in _calls():
        last = name.rpartition(".")[2]
        if last == "QLabel" and place not in _TOLD:
            wrong.append(f"{place}:{call.lineno}: words(…) makes a plain label")
        if last in _RICH or last in _RICH_CALLS:
            wrong.append(f"{place}:{call.lineno}: {name} shows rich text")
        if last == "setTextFormat" and "PlainText" not in ast.unparse(call):
            wrong.append(f"{place}:{call.lineno}: {ast.unparse(call)}")
        if last == "setToolTip" and not _fixed(call.args[0]):
            wrong.append(f"{place}:{call.lineno}: plain_tip(…) around {ast.unparse(call.args[0])[:60]}")
    assert wrong == []


def _fixed(text: ast.expr) -> bool:
    return isinstance(text, ast.Constant) or (
        isinstance(text, ast.Call) and ast.unparse(text.func) in ("self.tr", "plain_tip")
    )


def test_each_label_that_is_told_its_format_is_told_plain() -> None:
    for place in _TOLD:
        text = (ROOT / place).read_text(encoding="utf-8")
        assert text.count("QLabel(") <= text.count("PlainText") + text.count("(QLabel)"), place


def test_a_name_like_a_page_stays_a_name(qtbot: QtBot, qapp: QApplication) -> None:
    name = '<img src="file://10.0.0.1/x.png">Asha'
    assert "<img" not in plain_tip(name)
    assert plain_tip("Asha Juma") == "Asha Juma"
    for label in (words(name), words(name, wrap=True), WrappedLabel(name), ShrinkingLabel("quiet")):
        qtbot.addWidget(label)
        label.setText(name)
        assert label.textFormat() == Qt.TextFormat.PlainText or type(label) is WrappedLabel
        assert isinstance(label, QLabel)
        assert label.text() == name
