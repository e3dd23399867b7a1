"""Whether she is pregnant, and since how many weeks: asked for women of 12 to 49."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from ui.consultation.presenter import Consultation
from ui.prescribing.sheet import asks_pregnancy
from ui.theme.sizes import follow_text
from ui.widgets.layout import row, words

_STATES = (None, "no", "pregnant", "breastfeeding")
_WEEKS_WIDTH = 56


class PregnancyBox(QWidget):
    """Signals: ``edited`` when a person changed something."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pregnancyBox")
        self._consultation: Consultation | None = None
        self._label = words(role="label", parent=self)
        self.state = QComboBox(self)
        self.state.setObjectName("pregnancy")
        self.state.setMinimumContentsLength(9)
        self.state.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._label.setBuddy(self.state)
        self.weeks = QLineEdit(self)
        self.weeks.setObjectName("pregnancyWeeks")
        self.weeks.setMaxLength(2)
        follow_text(self.weeks, width=_WEEKS_WIDTH)
        line = row(self)
        for widget in (self._label, self.state, self.weeks):
            line.addWidget(widget)
        self.state.activated.connect(self._take_state)
        self.weeks.textEdited.connect(self._take_weeks)
        self._translate()

    def field(self, name: str) -> QWidget:
        """Where an error points to: the weeks while they are on show, else the state."""
        return self.weeks if name == "pregnancy_weeks" and self.weeks.isVisible() else self.state

    def show_consultation(self, consultation: Consultation) -> None:
        """Put the pregnancy of a visit on screen; it is away where it is not asked for."""
        self._consultation = consultation
        self.setVisible(asks_pregnancy(consultation) or consultation.pregnancy is not None)
        self._show_values()

    def _show_values(self) -> None:
        if self._consultation is None:
            return
        pregnancy = self._consultation.pregnancy
        with QSignalBlocker(self.state):
            self.state.setCurrentIndex(_STATES.index(pregnancy))
        self.weeks.setVisible(pregnancy == "pregnant")
        self.weeks.setText(self._consultation.fields["pregnancy_weeks"])

    def _take_state(self, at: int) -> None:
        if self._consultation is None:
            return
        self._consultation.pregnancy = _STATES[at]
        if _STATES[at] != "pregnant":
            self._consultation.fields["pregnancy_weeks"] = ""
        self._show_values()
        self.edited.emit()

    def _take_weeks(self, text: str) -> None:
        if self._consultation is not None:
            self._consultation.fields["pregnancy_weeks"] = text
            self.edited.emit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._label.setText(self.tr("Pre&gnancy"))
        self.state.setAccessibleName(self.tr("Pregnancy"))
        self.weeks.setPlaceholderText(self.tr("weeks"))
        self.weeks.setAccessibleName(self.tr("Weeks of pregnancy"))
        names = (self.tr("Not known"), self.tr("No"), self.tr("Pregnant"), self.tr("Breast-feeding"))
        with QSignalBlocker(self.state):
            self.state.clear()
            self.state.addItems(names)
        self._show_values()
