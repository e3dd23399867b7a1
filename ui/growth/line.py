"""The line under the measurements: what they say about growth, at once while they are typed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QWidget

from emr_desktop.growth.rows import Assessment
from ui.growth.telling import CHILD_MONTHS, Cell, cells, note
from ui.messages import sentence
from ui.qt.language import Language
from ui.theme import GRID
from ui.theme.apply import repolish
from ui.widgets.buttons import Button
from ui.widgets.layout import column, row, words
from ui.widgets.plain_tip import plain_tip

CHART_KEYS = "Alt+G"
_ROLES = {"danger": "danger", "look": "warn", "fine": "good", "unknown": "quiet"}
_MOST = 4


class GrowthCell(QWidget):
    """One judgement on two lines: name and number, and under it the word in its colour."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        outer = column(self, spacing=0)
        head = row(spacing=GRID // 2)
        self._label = words(role="label", parent=self)
        self._number = words(role="heading", parent=self)
        self._word = words(parent=self)
        head.addWidget(self._label)
        head.addWidget(self._number)
        head.addStretch(1)
        outer.addLayout(head)
        outer.addWidget(self._word)

    def show_cell(self, cell: Cell) -> None:
        self.setObjectName("growthCell" + "".join(part.title() for part in cell.key.split("_")))
        self._label.setText(cell.label)
        self._number.setText(cell.number)
        self._word.setText(cell.word)
        role = _ROLES[cell.level]
        if self._word.property("role") != role:
            self._word.setProperty("role", role)
            repolish(self._word)
        self.setAccessibleName(f"{cell.label} {cell.number}: {cell.word}")

    @property
    def text(self) -> str:
        """All of it, as it is read aloud."""
        return self.accessibleName()

    @property
    def role(self) -> str:
        """The look of the word."""
        return str(self._word.property("role"))


class GrowthLine(QWidget):
    """``show_assessment(...)`` after every key; hidden where there is nothing to judge.

    Signals:
        chart_wanted: the button or its keys were pressed.
    """

    chart_wanted = Signal()

    def __init__(self, *, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("growthLine")
        self._language = language
        self._assessment: Assessment | None = None
        self._about = False
        line = row(self, spacing=2 * GRID)
        self._cells = tuple(GrowthCell(self) for _ in range(_MOST))
        for cell in self._cells:
            line.addWidget(cell)
        self._note = words(role="small", wrap=True, parent=self)
        self._note.setObjectName("growthNote")
        line.addWidget(self._note, 100)
        line.addStretch(1)
        self.chart = Button("growthChart", kind="quiet", parent=self)
        # Enter goes on from MUAC to the complaint: a stop here would open the chart by the next Enter.
        self.chart.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.chart.clicked.connect(self.chart_wanted)
        line.addWidget(self.chart)
        self._translate()

    def show_assessment(self, assessment: Assessment | None, *, about: bool = False) -> None:
        """Show what follows from the measurements.

        Args:
            assessment: of the measurements as they stand, or None.
            about: the birth date is estimated.
        """
        self._assessment, self._about = assessment, about
        self._say()

    @property
    def cells(self) -> tuple[GrowthCell, ...]:
        """The judgements on show."""
        return tuple(cell for cell in self._cells if not cell.isHidden())

    @property
    def note(self) -> str:
        """What is missing."""
        return self._note.text()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self.chart.set_text(self.tr("Growth chart (Alt+G)"), tip=self.tr("Show the WHO curves"))
        self._say()

    def _say(self) -> None:
        found, code = self._assessment, self._language.code
        shown = () if found is None else cells(found, language=code, about=self._about)
        is_child = found is not None and found.age_months < CHILD_MONTHS
        for widget, cell in zip(self._cells, shown, strict=False):
            widget.show_cell(cell)
        for place, widget in enumerate(self._cells):
            widget.setVisible(place < len(shown))
        missing = "" if found is None else note(found, language=code)
        self._note.setText(missing)
        self._note.setVisible(bool(missing))
        role = "danger" if found is not None and found.measured.oedema else "small"
        if self._note.property("role") != role:
            self._note.setProperty("role", role)
            repolish(self._note)
        estimated = sentence("growth.age_estimated", {}, code) if self._about and is_child else ""
        self.setToolTip(plain_tip(estimated))
        self.chart.setVisible(is_child)
        self.setVisible(is_child or bool(shown))
