"""The line under the page: fold the earlier visits, when the draft was kept, later, save."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from emr_desktop.clock import local
from ui.consultation.presenter import Consultation
from ui.consultation.side_bar import SideBar
from ui.consultation.side_page import SideEntry
from ui.theme.tokens import BASE_TEXT
from ui.widgets.buttons import Button
from ui.widgets.layout import row, words
from ui.widgets.picker import KEEP_VISIBLE
from ui.widgets.plain_tip import plain_tip

_ROOM_FOR_EARLIER = 1000  # px at 100 %: below, the page of today needs all of it


class PageBar(QWidget):
    """Buttons ``fold`` (checkable), ``later`` and ``save``, and between them those of the side pages."""

    def __init__(self, *, entries: Sequence[SideEntry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pageBar")
        self._correcting = self._narrow = False
        self._first_visit = True
        self._kept_at: datetime | None = None
        self.fold = Button("foldTimeline", kind="quiet", parent=self)
        self.fold.setCheckable(True)
        self.fold.setChecked(True)
        self.fold.toggled.connect(self._translate)
        self._kept = words(role="small", parent=self)
        self._kept.setObjectName("draftKept")
        self.sides = SideBar(entries, self)
        self.for_tests = Button("sendForTests", parent=self)
        self.for_tests.hide()
        self.uses_laboratory = False
        self.later = Button("laterVisit", parent=self)
        self.save = Button("saveVisit", kind="primary", shortcut="Ctrl+Return", parent=self)
        line = row(self)
        line.addWidget(self.fold)
        line.addWidget(self.sides, 1)
        line.addWidget(self._kept)
        line.addWidget(self.for_tests)
        line.addWidget(self.later)
        self.save.setProperty(KEEP_VISIBLE, True)
        line.addWidget(self.save)
        self._translate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window folds the earlier visits, a wide one shows them; a press on the button stays."""
        super().resizeEvent(event)
        narrow = self.width() < _ROOM_FOR_EARLIER * max(self.fontInfo().pixelSize() / BASE_TEXT, 1.0)
        if narrow != self._narrow:
            self._narrow = narrow
            self.fold.setChecked(not narrow)

    def show_earlier(self, any_visits: bool) -> None:
        """Say whether there are earlier visits to fold."""
        self._first_visit = not any_visits
        self.fold.setEnabled(any_visits)
        self._translate()

    def show_kept(self, at: datetime | None) -> None:
        """Say when the draft was last written; None: not yet."""
        self._kept_at = at
        self._translate()

    def show_visit(self, consultation: Consultation | None) -> None:
        """Say whether Save writes a correction, and offer the side pages of this visit."""
        self._correcting = consultation is not None and consultation.is_correction
        self.sides.show_consultation(consultation)
        self.show_tests(consultation)
        self._translate()

    def show_tests(self, consultation: Consultation | None) -> None:
        """Offer the way to a laboratory that takes patients, while a test waits for its result."""
        self.for_tests.setVisible(
            self.uses_laboratory
            and consultation is not None
            and not consultation.is_correction
            and any(not line.result for line in consultation.tests)
        )

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        if self._first_visit:
            self.fold.set_text(self.tr("First visit"), tip=self.tr("First visit here"))
        elif self.fold.isChecked():
            self.fold.set_text(self.tr("‹ Earlier"), tip=self.tr("Hide earlier visits"))
        else:
            self.fold.set_text(self.tr("› Earlier"), tip=self.tr("Show earlier visits"))
        self.for_tests.set_text(
            self.tr("To &laboratory"),
            tip=self.tr("Send for the tests; the draft stays"),
        )
        self.later.set_text(self.tr("Later"), tip=self.tr("Keep the draft and take another patient (Esc)"))
        text = self.tr("Save the correction") if self._correcting else self.tr("&Save")
        self.save.set_text(text, tip=self.tr("Save and go to the next patient"))
        kept = "" if self._kept_at is None else f"{local(self._kept_at):%H:%M:%S}"
        self._kept.setText(self.tr("Draft {0}").format(kept) if kept else "")
        self._kept.setToolTip(plain_tip(self.tr("Draft kept {0}").format(kept) if kept else ""))
