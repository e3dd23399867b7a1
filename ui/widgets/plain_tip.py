"""Tooltips show words as they stand: Qt draws what looks like HTML, and a name may look so."""

from __future__ import annotations

from html import escape

from PySide6.QtGui import Qt


def plain_tip(text: str) -> str:
    """The text for ``setToolTip`` that is shown letter for letter, whatever somebody typed into it.

    A tooltip has no text format of its own (https://doc.qt.io/qt-6/qtooltip.html); rich text loads pictures.
    """
    if not Qt.mightBeRichText(text):
        return text
    told = escape(text, quote=False).replace("\n", "<br>")
    return f"<span>{told}</span>"  # a tag, so that Qt certainly undoes the escapes
