"""Draws the icons of the packages out of their SVG: a PNG of every size, and one .ico for Windows.

    python installers/icons/draw.py OUT

Leaves ``OUT/<name>-<size>.png`` and ``OUT/<name>.ico``. The same input gives the same bytes.
"""

from __future__ import annotations

import os
import struct
import sys
from pathlib import Path

HERE = Path(__file__).parent
NAMES = ("emr-desktop", "emr-backup")
SIZES = (16, 24, 32, 48, 64, 128, 256)


def main(out: Path) -> None:
    """Draw everything into ``out``."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QGuiApplication

    application = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    out.mkdir(parents=True, exist_ok=True)
    for name in NAMES:
        pictures = {size: _png(HERE / f"{name}.svg", size) for size in SIZES}
        for size, content in pictures.items():
            (out / f"{name}-{size}.png").write_bytes(content)
        (out / f"{name}.ico").write_bytes(ico(pictures))
    del application


def _png(drawing: Path, size: int) -> bytes:
    from PySide6.QtCore import QBuffer, QIODevice, Qt
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(drawing)).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


def ico(pictures: dict[int, bytes]) -> bytes:
    """One .ico of PNG pictures: size in pixels -> content."""
    head = struct.pack("<HHH", 0, 1, len(pictures))
    table, bodies = b"", b""
    start = len(head) + 16 * len(pictures)
    for size, content in sorted(pictures.items()):
        side = size % 256  # 0 stands for 256
        table += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(content), start + len(bodies))
        bodies += content
    return head + table + bodies


if __name__ == "__main__":
    main(Path(sys.argv[1]))
