"""Opens the growth chart over the page of a visit, and takes back what is typed there."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from ui.consultation.checking import growth_of, remark_on
from ui.consultation.page import VisitPage
from ui.consultation.presenter import Consultation
from ui.growth.page import GrowthPage
from ui.messages import sentence
from ui.qt.language import Language


class Growing(QObject):
    """Signals: ``edited`` when a person changed a measurement beside the chart."""

    edited = Signal()

    def __init__(
        self, *, page: VisitPage, chart: GrowthPage, language: Language, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._page, self._chart, self._language = page, chart, language
        self._consultation: Consultation | None = None
        chart.more.typed.connect(self._take)
        language.changed.connect(self._say_remark)

    def open(self, consultation: Consultation) -> None:
        """Show the chart of the child on the page."""
        self._consultation = consultation
        self._page.remember_field()
        self._chart.show_growth(
            consultation.patient,
            growth_of(consultation),
            visit_id=consultation.visit_id,
            typed=consultation.fields,
        )
        self._say_remark()

    def _take(self, name: str, text: str) -> None:
        consultation = self._consultation
        if consultation is None:
            return
        consultation.fields[name] = text
        self._chart.show_today(growth_of(consultation))
        self._page.judge_growth()
        self._say_remark()
        self.edited.emit()

    def _say_remark(self) -> None:
        remark = remark_on(self._consultation, "head_cm") if self._consultation is not None else None
        if remark is None:
            self._chart.more.say("", blocks=False)
        else:
            told = sentence(remark.code, remark.params, self._language.code)
            self._chart.more.say(told, blocks=remark.blocks)
