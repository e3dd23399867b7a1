"""A name that looks like HTML stands in a tooltip as it was typed."""

import ast
from pathlib import Path

import pytest
from PySide6.QtGui import Qt, QTextDocument
from pytestqt.qtbot import QtBot

from emr_desktop.facility.looking import LoginName
from ui.consultation.elided import ElidedLabel
from ui.widgets.layout import ShrinkingLabel
from ui.widgets.plain_tip import plain_tip
from ui.widgets.table import Column, DataTable

UI = Path(__file__).resolve().parents[3] / "ui"
HOSTILE = "<img src='http://127.0.0.1:9/x'><b>Juma</b> & <font size=7>Asha"


def _seen(tip: str) -> str:
    """What Qt shows of a tooltip."""
    if not Qt.mightBeRichText(tip):
        return tip
    document = QTextDocument()
    document.setHtml(tip)
    return document.toPlainText()


@pytest.mark.parametrize(
    "text",
    ["Neema Mushi", "5 < 7 & 9 > 8", HOSTILE, f"Neema\n{HOSTILE}", "<?xml version='1.0'?>", "&lt;b&gt;", ""],
)
def test_every_letter_is_shown_as_it_was_typed(text: str) -> None:
    assert _seen(plain_tip(text)) == text


def test_labels_and_tables_show_a_hostile_name(qtbot: QtBot) -> None:
    for label in (ElidedLabel(HOSTILE), ShrinkingLabel("small")):
        qtbot.addWidget(label)
        label.setText(HOSTILE)
        assert label.textFormat() == Qt.TextFormat.PlainText
        assert _seen(label.toolTip()) == HOSTILE
    table = DataTable("people", columns=[Column(lambda: "Name", lambda row: row.full_name, stretch=True)])
    qtbot.addWidget(table)
    table.show_rows([LoginName("juma", HOSTILE, must_set_password=False)])
    tip = table.model.data(table.model.index(0, 0), Qt.ItemDataRole.ToolTipRole)
    assert _seen(tip) == HOSTILE


def test_no_tooltip_is_set_with_text_as_it_comes() -> None:
    found, raw = 0, []
    for path in UI.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "setToolTip":
                found += 1
                said = node.args[0]
                name = (
                    getattr(said.func, "attr", getattr(said.func, "id", ""))
                    if isinstance(said, ast.Call)
                    else ""
                )
                text = ast.unparse(said)
                figures = text.startswith("self.tr(") and ".format(" in text
                if name not in ("tr", "plain_tip") and not figures:
                    raw.append(f"{path.name}:{node.lineno}")
    assert found > 20
    assert raw == []
