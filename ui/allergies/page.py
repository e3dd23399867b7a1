"""The allergies as a side page of the visit."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from emr_desktop.allergies.rows import AllergyList
from ui.allergies.editor import AllergyEditor
from ui.consultation.presenter import Consultation
from ui.consultation.side_page import SidePage, SideTools
from ui.widgets.layout import column


class AllergyPage(SidePage):
    """What is recorded here holds for the medicines on the page at once."""

    saves_visit = False  # Ctrl+Enter saves the line of the list

    def __init__(self, *, tools: SideTools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("allergyPage")
        self._consultation: Consultation | None = None
        self.editor = AllergyEditor(context=tools.context, parent=self)
        self.editor.back.connect(self.back)
        self.editor.changed.connect(self._changed)
        column(self).addWidget(self.editor)

    def open(self, consultation: Consultation) -> None:
        self._consultation = consultation
        self.editor.open(consultation.patient)

    def _changed(self, known: AllergyList) -> None:
        consultation = self._consultation
        if consultation is not None and consultation.patient.id == known.patient_id:
            none = known.none_known
            consultation.sheet.severe_allergies = tuple(
                row.form.substance for row in known.allergies if row.form.severity == "severe"
            )
            consultation.patient = replace(
                consultation.patient,
                allergies=known.substances,
                none_known_on=None if none is None else none.asked_on,
            )
            self.edited.emit()
