"""Pictures of patients on screen: chosen from a file, made small, shown on the card."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPixmap
from PySide6.QtWidgets import QFileDialog, QWidget

from emr_desktop.errors import ValidationError

_WIDTH, _HEIGHT = 300, 400  # points at most
_SIDE = QSize(_WIDTH, _HEIGHT)
_QUALITY = 80
_MOST_FILE_BYTES = 20_000_000  # a camera's picture is smaller


def choose_file(parent: QWidget, *, title: str, kinds: str) -> Path | None:
    """Ask for a picture; None when nobody chose."""
    chosen, _ = QFileDialog.getOpenFileName(parent, title, "", f"{kinds} (*.jpg *.jpeg *.png)")
    return Path(chosen) if chosen else None


def small_jpeg(path: Path) -> bytes:
    """Read a picture, turn it upright, and give it as a small JPEG.

    Raises:
        ValidationError: ``photo.unreadable``.
    """
    try:
        if path.stat().st_size > _MOST_FILE_BYTES:
            raise ValidationError("photo", "photo.unreadable")
    except OSError as error:
        raise ValidationError("photo", "photo.unreadable") from error
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    image = reader.read()
    if image.isNull():
        raise ValidationError("photo", "photo.unreadable")
    if image.width() > _SIDE.width() or image.height() > _SIDE.height():
        image = image.scaled(
            _SIDE, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.convertToFormat(QImage.Format.Format_RGB888).save(buffer, "JPEG", _QUALITY)  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def pixmap_of(content: bytes, *, height: int) -> QPixmap:
    """The picture for the screen; empty when it cannot be read."""
    pixmap = QPixmap()
    pixmap.loadFromData(content)
    if pixmap.isNull():
        return pixmap
    return pixmap.scaledToHeight(height, Qt.TransformationMode.SmoothTransformation)
