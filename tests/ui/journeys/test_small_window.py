"""On the smallest display the stop and its reasons are read whole, and Save is never covered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QLabel, QWidget


def place_of(widget: QWidget) -> QRect:
    return QRect(widget.mapTo(widget.window(), QPoint(0, 0)), widget.size())


@pytest.mark.parametrize("size", [(1366, 768), (1024, 600)])
@pytest.mark.parametrize("language", ["sw", "en"])
def test_reasons_cover_neither_the_warning_nor_save(
    person: Callable[..., Any], registered: Callable[..., Any], language: str, size: tuple[int, int]
) -> None:
    clinician = person(language=language, size=size)
    clinician.call(registered(clinician, allergies=("Penisilini",)))
    for medicine in ("par500", "cot480"):
        clinician.pick("medicinePicker", medicine)
        clinician.write("2 bd 5")
    clinician.pick("medicinePicker", "amo250")
    assert clinician.place == "findingReason"
    clinician.offered()
    popup = next(
        each for each in clinician.frame.window().findChildren(QWidget, "pickerPopup") if each.isVisible()
    )
    warning = next(
        each
        for each in clinician.consultation.page.medicines.lines[2].findings.findChildren(
            QLabel, "findingText"
        )
        if each.isVisible()
    )
    for seen in (warning, clinician.at, clinician.visible("saveVisit")):
        assert not place_of(popup).intersects(place_of(seen)), seen.objectName()
    assert QRect(QPoint(0, 0), clinician.frame.window().size()).contains(place_of(popup))
    clinician.type("1")
    assert clinician.place == "dose"
