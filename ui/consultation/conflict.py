"""Two people corrected the same visit: both versions side by side, and a person chooses."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from emr_desktop.clock import local
from emr_desktop.visits.rows import VisitForm, VisitRow
from ui.consultation.reading import VisitText
from ui.qt.language import Language
from ui.widgets.buttons import Button
from ui.widgets.layout import Card, PageHeader, column, row


class VersionConflict(QWidget):
    """Signals: ``mine`` to save this page over theirs (which stays as a revision), ``theirs`` to take it."""

    mine = Signal()
    theirs = Signal()

    def __init__(self, *, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("versionConflict")
        self._saved: VisitRow | None = None
        self._header = PageHeader(self)
        self._my_card, self._their_card = Card(self), Card(self)
        self._my_text = VisitText(language=language, parent=self)
        self._their_text = VisitText(language=language, parent=self)
        self._keep_mine = Button("keepMine", parent=self)
        self._take_theirs = Button("takeTheirs", kind="primary", parent=self)
        for card, text, button in (
            (self._my_card, self._my_text, self._keep_mine),
            (self._their_card, self._their_text, self._take_theirs),
        ):
            card.body.addWidget(text)
            card.body.addStretch(1)
            card.body.addWidget(button)
        both = row()
        both.addWidget(self._my_card, 1)
        both.addWidget(self._their_card, 1)
        page = column(self)
        page.addWidget(self._header)
        page.addLayout(both, 1)
        self._keep_mine.clicked.connect(self.mine)
        self._take_theirs.clicked.connect(self.theirs)
        self._translate()

    @property
    def saved(self) -> VisitRow | None:
        """What the other person saved."""
        return self._saved

    def show_both(self, mine: VisitForm, saved: VisitRow) -> None:
        """Put both versions on screen."""
        self._saved = saved
        self._my_text.show_form(mine)
        self._their_text.show_form(saved.form)
        self._translate()
        self._take_theirs.setFocus()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._header.set_title(self.tr("Someone else saved this visit meanwhile"))
        self._header.set_line(self.tr("Nothing of yours is lost. Choose what should stand."))
        self._my_card.set_heading(self.tr("Yours, not saved"))
        self._keep_mine.set_text(self.tr("Go on with mine"))
        self._take_theirs.set_text(self.tr("Take what was saved"))
        if self._saved is not None:
            who = self._saved.clinician or "-"
            when = f"{local(self._saved.saved_at):%H:%M}"
            self._their_card.set_heading(self.tr("Saved by {0} at {1}").format(who, when))
