"""Colours, fonts, sizes and spaces come from ui/theme: no view has any of its own."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from ui.theme.tokens import SPACES

UI = Path(__file__).parents[3] / "ui"
_COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})$")
_LENGTHS = re.compile(r"set(?:Fixed|Minimum|Maximum)(?:Width|Height|Size)$|QSize$|resize$")
_SPACES = ("setContentsMargins", "setSpacing", "setHorizontalSpacing", "setVerticalSpacing", "addSpacing")
_FONTS = ("QFont", "setPixelSize", "setPointSize", "setPointSizeF", "setWeight", "setBold", "setFamily")
# Windows of a program, not of a view; a picture is taken at the size of a display.
_ELSEWHERE = ("theme", "cli", "i18n", "walk", "pictures", "gallery", "guide")


def _sources() -> Iterator[Path]:
    for path in sorted(UI.rglob("*.py")):
        if path.relative_to(UI).parts[0] not in _ELSEWHERE:
            yield path


def _numbers(call: ast.Call) -> list[int]:
    return [each.value for each in call.args if isinstance(each, ast.Constant) and type(each.value) is int]


def faults(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Lines with something that belongs to the theme."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _COLOUR.match(node.value):
            yield node.lineno, f"a colour: {node.value}"
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name == "setStyleSheet" or name in _FONTS:
            yield node.lineno, name
        elif name == "QColor" and any(isinstance(each, ast.Constant) for each in node.args):
            yield node.lineno, "a colour of its own"
        elif _LENGTHS.match(name) and any(number > 1 for number in _numbers(node)):
            yield node.lineno, f"{name}: a length in px"
        elif name in _SPACES and any(number not in SPACES for number in _numbers(node)):
            yield node.lineno, f"{name}: not on the scale {SPACES}"


def test_no_view_has_a_colour_font_size_or_space_of_its_own() -> None:
    found = [
        f"{path.relative_to(UI.parent)}:{line}: {fault}"
        for path in _sources()
        for line, fault in faults(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert not found, "\n".join(found)


def test_such_things_are_noticed() -> None:
    text = """
label.setStyleSheet("color: red")
pen = QColor("#FF0000")
field.setFixedWidth(120)
row.setSpacing(7)
bold = QFont()
row.setSpacing(8)
field.setMinimumWidth(1)
ink = QColor(theme.palette.text)
"""
    assert {line for line, _fault in faults(ast.parse(text))} == {2, 3, 4, 5, 6}
