"""The problem list as a side page of the visit."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from emr_desktop.problems.rows import ProblemRow
from ui.consultation.presenter import Consultation
from ui.consultation.side_page import SidePage, SideTools
from ui.problems.editor import ProblemEditor
from ui.widgets.layout import column


class ProblemPage(SidePage):
    """What stands here counts for the checks of the medicines on the page at once."""

    saves_visit = False  # Ctrl+Enter saves the line of the list

    def __init__(self, *, tools: SideTools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("problemPage")
        self._consultation: Consultation | None = None
        self.editor = ProblemEditor(context=tools.context, parent=self)
        self.editor.back.connect(self.back)
        self.editor.changed.connect(self._changed)
        column(self).addWidget(self.editor)

    def open(self, consultation: Consultation) -> None:
        self._consultation = consultation
        self.editor.open(consultation.patient)

    def _changed(self, rows: Sequence[ProblemRow]) -> None:
        if self._consultation is not None:
            self._consultation.know_problems(rows)
            self.edited.emit()
