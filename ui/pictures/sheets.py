"""Contact sheets: many pictures of the window, small, with their names, on one large picture."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter

_ACROSS, _DOWN = 3, 4
_WIDTH, _NAME, _EDGE = 640, 24, 12


def make_sheets(pictures: Sequence[Path], into: Path, *, name: str) -> list[Path]:
    """Write ``name-01.png`` … with twelve pictures each; gives the files."""
    made = []
    each = _ACROSS * _DOWN
    for at in range(0, len(pictures), each):
        target = into / f"{name}-{at // each + 1:02}.png"
        _sheet(pictures[at : at + each]).save(str(target))
        made.append(target)
    return made


def _sheet(pictures: Sequence[Path]) -> QImage:
    loaded = [(path.stem, QImage(str(path))) for path in pictures]
    first = loaded[0][1]
    height = round(_WIDTH * first.height() / max(first.width(), 1))
    down = -(-len(loaded) // _ACROSS)
    sheet = QImage(
        _ACROSS * (_WIDTH + _EDGE) + _EDGE,
        down * (height + _NAME + _EDGE) + _EDGE,
        QImage.Format.Format_RGB32,
    )
    sheet.fill(Qt.GlobalColor.darkGray)
    painter = QPainter(sheet)
    painter.setPen(Qt.GlobalColor.white)
    for place, (name, image) in enumerate(loaded):
        left = _EDGE + place % _ACROSS * (_WIDTH + _EDGE)
        top = _EDGE + place // _ACROSS * (height + _NAME + _EDGE)
        painter.drawText(QRect(left, top, _WIDTH, _NAME), int(Qt.AlignmentFlag.AlignLeft), name)
        small = image.scaled(
            _WIDTH, height, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        painter.drawImage(left, top + _NAME, small)
    painter.end()
    return sheet
