"""How urgent the visit is, with the reason beside it; a person may raise it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from emr_desktop.queue.rows import PRIORITIES
from emr_desktop.queue.rules import reason_text
from ui.qt.language import Language
from ui.queue.telling import urgency_name
from ui.theme.apply import repolish
from ui.triage.presenter import Triaging
from ui.widgets.choice_bar import ChoiceBar
from ui.widgets.layout import row, words

_ROLES = {"emergency": "danger", "priority": "warn", "routine": "quiet"}
_LETTERS = {"emergency": "DE", "priority": "P", "routine": "KR"}


class UrgencyRow(QWidget):
    """Signals: ``edited`` when a person chose a priority."""

    edited = Signal()

    def __init__(self, *, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("urgencyRow")
        self._language = language
        self._triaging: Triaging | None = None
        self._label = words(role="label", parent=self)
        self.bar = ChoiceBar(self)
        self.bar.setObjectName("urgency")
        self._label.setBuddy(self.bar)
        self.bar.chosen.connect(self._chosen)
        self._why = words(wrap=True, parent=self)
        self._why.setObjectName("urgencyWhy")
        line = row(self)
        line.addWidget(self._label)
        line.addWidget(self.bar)
        line.addWidget(self._why, 1)
        self._translate()

    def show_triaging(self, triaging: Triaging) -> None:
        """Say how urgent this visit is as it stands."""
        self._triaging = triaging
        self.refresh()

    def refresh(self) -> None:
        """Something was measured or ticked."""
        if self._triaging is None:
            return
        found = self._triaging.urgency()
        self.bar.choose(found.priority)
        said = [reason_text(each, language=self._language.code) for each in found.reasons]
        self._why.setText("  ·  ".join(said))
        if self._why.property("role") != _ROLES[found.priority]:
            self._why.setProperty("role", _ROLES[found.priority])
            repolish(self._why)

    @property
    def why(self) -> str:
        """The reasons on show."""
        return self._why.text()

    def _chosen(self, priority: str) -> None:
        if self._triaging is not None:
            self._triaging.chosen = priority
            self.refresh()  # what was seen is not talked down
            self.edited.emit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._label.setText(self.tr("&Urgency"))
        self.bar.setAccessibleName(self.tr("Urgency"))
        code = self._language.code
        self.bar.offer([(each, urgency_name(each, code)) for each in PRIORITIES], letters=_LETTERS)
        self.refresh()
