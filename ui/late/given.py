"""What the checks say against medicines that a paper says were given, and the answer to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from emr_desktop.prescribing.answers import entry_of
from emr_desktop.prescribing.rows import Finding
from emr_desktop.visits.rows import FindingEntry
from ui.messages import sentence
from ui.prescribing.words import finding_text
from ui.qt.language import Language
from ui.theme import GRID, set_state
from ui.theme.sizes import follow_text
from ui.widgets.buttons import Button
from ui.widgets.layout import column, row, words

GIVEN = "given_on_paper"  # code of reasons.csv


def answers_to(findings: Sequence[Finding]) -> tuple[FindingEntry, ...]:
    """The answer that a form brings to each serious finding: it was given already."""
    return tuple(replace(entry_of(one), reason=GIVEN) for one in findings if one.needs_reason)


class GivenBox(QWidget):
    """Hidden until ``show_findings(...)``.

    Signals:
        answered: the medicines were given all the same; the sheet may be saved.
    """

    answered = Signal()

    def __init__(self, *, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lateGiven")
        self._language = language
        self._findings: tuple[Finding, ...] = ()
        self._told = words(wrap=True, parent=self)
        self._told.setObjectName("lateFindings")
        set_state(self._told, "error")
        self._asked = words(wrap=True, parent=self)
        for label in (self._told, self._asked):
            follow_text(label, least_width=60 * GRID)  # it takes its height before it has its place
        self.given = Button("lateGivenAlready", parent=self)
        self.given.clicked.connect(self.answered)
        page = column(self)
        page.addWidget(self._told)
        below = row()
        below.addWidget(self._asked, 1)
        below.addWidget(self.given)
        page.addLayout(below)
        self._translate()
        self.hide()

    @property
    def text(self) -> str:
        """The findings on show."""
        return "" if self.isHidden() else self._told.text()

    @property
    def keys(self) -> frozenset[str]:
        """The serious findings on show."""
        return frozenset(one.key for one in self._findings if one.needs_reason)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show them, the serious ones first, and ask."""
        self._findings = tuple(sorted(findings, key=lambda one: not one.needs_reason))
        self._translate()
        self.show()
        self.given.setFocus()

    def clear(self) -> None:
        """The sheet says something else now."""
        self._findings = ()
        self.hide()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        code = self._language.code
        lines = (
            f"{'!!' if one.needs_reason else '!'} {finding_text(one, language=code)}"
            for one in self._findings
        )
        self._told.setText("\n".join(lines))
        self._asked.setText(sentence("prescribing.given_on_paper", {}, code))
        self.given.set_text(self.tr("It was given, sa&ve"))
