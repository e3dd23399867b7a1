"""Which stations patients wait at; with none of them one person does the whole visit on one screen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QCheckBox, QWidget

from emr_desktop.clinic import Clinic
from ui.qt.language import Language
from ui.queue.telling import station_name
from ui.theme import GRID
from ui.widgets.flow import Flow
from ui.widgets.layout import column, words

_CHOSEN = ("triage", "consultation", "laboratory", "pharmacy")


class StationsBox(QWidget):
    """``show_settings(...)``, then ``write(clinic)`` in the background with what is ticked."""

    def __init__(self, *, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stationsBox")
        self._language = language
        self._label = words(role="label", parent=self)
        self._about = words(role="small", wrap=True, parent=self)
        outer = column(self, spacing=GRID // 2)
        outer.addWidget(self._label)
        line = Flow(self, spacing=3 * GRID)
        self.boxes: dict[str, QCheckBox] = {}
        for station in _CHOSEN:
            box = QCheckBox(self)
            box.setObjectName(f"uses{station.title()}")
            line.add(box)
            self.boxes[station] = box
        outer.addWidget(line)
        outer.addWidget(self._about)
        # Somebody has to see whom the triage sends on.
        self.boxes["triage"].toggled.connect(self._follow_triage)
        self._translate()

    def show_settings(self, settings: Mapping[str, Any]) -> None:
        """Tick the stations in use."""
        for station, box in self.boxes.items():
            box.setChecked(settings[f"queue.{station}"] is True)

    def chosen(self) -> dict[str, bool]:
        """The settings as they are ticked."""
        return {f"queue.{station}": box.isChecked() for station, box in self.boxes.items()}

    @staticmethod
    def write(clinic: Clinic, chosen: Mapping[str, bool | int]) -> None:
        """Change the settings that differ."""
        before = clinic.facility.settings()
        for name, value in chosen.items():
            if before[name] != value:
                clinic.facility.set(name, value)

    def _follow_triage(self, used: bool) -> None:
        box = self.boxes["consultation"]
        if used:
            box.setChecked(True)
        box.setEnabled(not used)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._label.setText(self.tr("Patients wait at these stations"))
        self._about.setText(
            self.tr("Tick none where one person does the whole visit on one screen: nobody is sent anywhere.")
        )
        for station, box in self.boxes.items():
            name = station_name(station, self._language.code)
            box.setText(name)
            box.setAccessibleName(name)
