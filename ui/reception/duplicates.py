"""Who is already registered and may be the same person, with why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from emr_desktop.patients.rows import DuplicateHint
from emr_desktop.visits.age import age_text
from ui.messages import sentence
from ui.qt.language import Language
from ui.reception.chosen_card import FIRM, phone_text
from ui.theme import GRID
from ui.widgets.layout import column, empty, row, words
from ui.widgets.plain_tip import plain_tip
from ui.widgets.spoken import say_aloud

_SHOWN = 3


class Tile(QPushButton):
    """A button as high as the lines in it need; they wrap only when their width is known."""

    def event(self, event: QEvent) -> bool:
        layout = self.layout()
        if event.type() == QEvent.Type.LayoutRequest and layout is not None:
            self.setMinimumHeight(layout.sizeHint().height())
        return super().event(event)


class DuplicatesBox(QWidget):
    """Signals: ``chosen`` with the id of the patient who is meant after all."""

    chosen = Signal(object)

    def __init__(self, *, language: Language, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("likelyDuplicates")
        self._language, self._today = language, today
        self._hints: tuple[DuplicateHint, ...] = ()
        outer = column(self, spacing=GRID // 2)
        self._head = words(role="warn", wrap=True, parent=self)
        outer.addWidget(self._head)
        self._lines = column(spacing=GRID // 2)
        outer.addLayout(self._lines)
        self.hide()
        for place in range(_SHOWN):
            QShortcut(QKeySequence(f"Ctrl+{place + 1}"), self, lambda place=place: self._choose(place))

    @property
    def hints(self) -> tuple[DuplicateHint, ...]:
        return self._hints

    def show_hints(self, hints: Sequence[DuplicateHint]) -> None:
        """Show the likeliest; nobody likely takes the box away."""
        known = {hint.patient.id for hint in self._hints}
        self._hints = tuple(hints[:_SHOWN])
        self._translate()
        if any(hint.patient.id not in known for hint in self._hints):
            names = ", ".join(hint.patient.full_name for hint in self._hints)
            say_aloud(self, f"{self._head.text()} {names}")

    def _choose(self, place: int) -> None:
        if self.isVisible() and place < len(self._hints):
            self.chosen.emit(self._hints[place].patient.id)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        empty(self._lines)
        self.setVisible(bool(self._hints))
        self._head.setText(
            self.tr("Perhaps already registered. Ctrl+1 opens:")
            if len(self._hints) == 1
            else self.tr("Perhaps already registered. Ctrl+1, Ctrl+2 … open:")
        )
        for place, hint in enumerate(self._hints, start=1):
            self._lines.addWidget(self._tile(place, hint))

    def _tile(self, place: int, hint: DuplicateHint) -> QPushButton:
        patient = hint.patient
        sex = self.tr("F") if patient.sex == "F" else self.tr("M")
        age = age_text(patient.birth_date, max(self._today, patient.birth_date), self._language.code)
        about = "  ·  ".join(
            part for part in (f"{sex} {age}", patient.village, phone_text(patient.phone, blank=FIRM)) if part
        )
        why = why_text(hint, self._language.code)
        button = Tile(self)
        button.setObjectName("likelyDuplicate")
        button.setProperty("kind", "tile")
        button.setAutoDefault(False)
        button.setAccessibleName(f"{patient.full_name}, {about}, {patient.number}. {why}")
        button.setToolTip(plain_tip(f"{patient.number} (Ctrl+{place})"))
        line = row(button)
        line.setContentsMargins(GRID, GRID // 2, GRID, GRID // 2)
        lines = column(spacing=0)
        for text, role in ((patient.full_name, "heading"), (about, None), (why, "warn")):
            lines.addWidget(_see_through(words(text, role=role, wrap=True, parent=button)))
        line.addLayout(lines, 1)
        key = _see_through(words(f"Ctrl+{place}", role="key", parent=button))
        line.addWidget(key, 0, Qt.AlignmentFlag.AlignTop)
        button.clicked.connect(lambda _checked=False, who=patient.id: self.chosen.emit(who))
        return button


def why_text(hint: DuplicateHint, language: str) -> str:
    """What speaks for one person, and what against."""
    told = [
        ", ".join(sentence(f"duplicate.{code}", {}, language) for code in codes)
        for codes in (hint.reasons, hint.against)
        if codes
    ]
    if len(told) < 2:
        return "".join(told)
    return QCoreApplication.translate("DuplicatesBox", "{0}; but {1}").format(*told)


def _see_through(label: QLabel) -> QLabel:
    label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return label
