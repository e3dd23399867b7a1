"""The row of measurements, each judged while it is typed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from ui.consultation.checking import Remark, remark_on
from ui.consultation.presenter import VITAL_FIELDS, Consultation
from ui.messages import sentence
from ui.qt.language import Language
from ui.theme import set_state
from ui.theme.tokens import GRID
from ui.widgets.flow import Flow
from ui.widgets.layout import column, words
from ui.widgets.spoken import say_aloud

_NAMES = {
    "weight_kg": "weightKg",
    "height_cm": "heightCm",
    "temperature_c": "temperatureC",
    "blood_pressure": "bloodPressure",
    "pulse": "pulse",
    "respiration": "respiration",
    "spo2": "spo2",
    "muac_cm": "muacCm",
}


_TOGETHER = ("weight_kg", "height_cm")  # judged together too


class VitalField(QLineEdit):
    """A number that Enter confirms when it is unlikely; only then does Enter go on."""

    confirmed = Signal()

    asking = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if self.asking and enter and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.confirmed.emit()
            return
        super().keyPressEvent(event)


class VitalsRow(QWidget):
    """Signals: ``edited`` when a person changed something."""

    edited = Signal()

    def __init__(self, *, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("vitalsRow")
        self._language = language
        self._consultation: Consultation | None = None
        self._fields: dict[str, VitalField] = {}
        self._labels: dict[str, QLabel] = {}
        outer = column(self, spacing=2)
        line = Flow(self, even=len(VITAL_FIELDS))
        outer.addWidget(line)
        for name in VITAL_FIELDS:
            label = words(parent=self)
            edit = VitalField(self)
            edit.setObjectName(_NAMES[name])
            edit.setMaxLength(9)
            label.setProperty("role", "label")
            label.setBuddy(edit)
            holder = QWidget(line)
            pair = column(holder, spacing=2)
            pair.addWidget(label)
            pair.addWidget(edit)
            line.add(holder, 1, least=7 * GRID)
            self._labels[name], self._fields[name] = label, edit
            edit.textEdited.connect(lambda text, name=name: self._typed(name, text))
            edit.editingFinished.connect(lambda name=name: self._judge(name))
            edit.confirmed.connect(lambda name=name: self._confirm(name))
        self._remark = words(wrap=True, parent=self)
        self._remark.setObjectName("vitalsRemark")
        self._remark.hide()
        outer.addWidget(self._remark)
        self._translate()

    def show_consultation(self, consultation: Consultation) -> None:
        """Put the measurements of a visit on screen."""
        self._consultation = consultation
        for name, edit in self._fields.items():
            edit.setText(consultation.fields[name])
        self._judge_all()

    def field(self, name: str) -> QLineEdit | None:
        """The field of one measurement; systolic and diastolic share one."""
        return self._fields.get("blood_pressure" if name in ("systolic", "diastolic") else name)

    def first_doubt(self) -> tuple[str, Remark] | None:
        """The first measurement that is impossible, unreadable, or unlikely and not confirmed."""
        if self._consultation is None:
            return None
        for name in VITAL_FIELDS:
            remark = remark_on(self._consultation, name)
            if remark is not None:
                return name, remark
        return None

    def focus_doubt(self, name: str) -> None:
        """Put the cursor where the question is, and say it."""
        self._fields[name].setFocus()
        self._fields[name].selectAll()
        self._judge(name)

    # what happens while typing -------------------------------------------------------------------------

    def _typed(self, name: str, text: str) -> None:
        if self._consultation is None:
            return
        self._consultation.fields[name] = text
        if any(self._fields[each].property("doubt") for each in _with(name)):
            self._judge(name)  # a remark that stands follows every key
        self.edited.emit()

    def _confirm(self, name: str) -> None:
        if self._consultation is None:
            return
        self._consultation.confirm(name)
        self._judge(name)
        self.edited.emit()

    def _judge_all(self) -> None:
        for name in VITAL_FIELDS:
            self._judge(name)

    def _judge(self, name: str) -> None:
        for each in _with(name):
            self._mark(each)
        self._say_first()

    def _mark(self, name: str) -> None:
        if self._consultation is None:
            return
        remark = remark_on(self._consultation, name)
        edit = self._fields[name]
        edit.asking = remark is not None and not remark.blocks
        set_state(edit, None if remark is None else "error" if remark.blocks else "ask")

    def _say_first(self) -> None:
        doubt = self.first_doubt()
        self._remark.setVisible(doubt is not None)
        if doubt is None:
            self._remark.clear()
            return
        name, remark = doubt
        said = sentence(remark.code, remark.params, self._language.code)
        if not remark.blocks:
            said = " ".join((said, self.tr("Enter in the box keeps it.")))
        told = f"{self._labels[name].text().replace('&', '')}: {said}"
        if told != self._remark.text():
            say_aloud(self._remark, told, at_once=remark.blocks)
        self._remark.setText(told)
        set_state(self._remark, "error" if remark.blocks else "ask")

    # words ---------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        words = {
            "weight_kg": self.tr("&Weight kg"),
            "height_cm": self.tr("Height cm"),
            "temperature_c": self.tr("&Temp. °C"),
            "blood_pressure": self.tr("&BP mmHg"),
            "pulse": self.tr("Pulse /min"),
            "respiration": self.tr("Breaths /min"),
            "spo2": self.tr("SpO2 %"),
            "muac_cm": self.tr("MUAC cm"),
        }
        for name, text in words.items():
            self._labels[name].setText(text)
            self._fields[name].setAccessibleName(text.replace("&", ""))
        self._say_first()


def _with(name: str) -> tuple[str, ...]:
    """The fields to judge when this one changed."""
    return _TOGETHER if name in _TOGETHER else (name,)
