"""The growth chart as a side page of the visit: shows what was measured, takes back what is typed there."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.consultation.checking import growth_of, remark_on
from ui.consultation.presenter import Consultation
from ui.consultation.side_page import SideTools
from ui.growth.page import GrowthPage
from ui.growth.telling import CHILD_MONTHS
from ui.messages import sentence


def has_chart(consultation: Consultation) -> bool:
    """The WHO curves end with the fifth birthday."""
    return growth_of(consultation).age_months < CHILD_MONTHS


class GrowthSide(GrowthPage):
    """The chart of the child on the page."""

    def __init__(self, *, tools: SideTools, parent: QWidget | None = None) -> None:
        super().__init__(context=tools.context, banner=tools.banner, failed=tools.failed, parent=parent)
        self._language = tools.context.language
        self._consultation: Consultation | None = None
        self.more.typed.connect(self._take_typed)
        self._language.changed.connect(self._say_remark)

    def open(self, consultation: Consultation) -> None:
        self._consultation = consultation
        self.show_growth(
            consultation.patient,
            growth_of(consultation),
            visit_id=consultation.visit_id,
            typed=consultation.fields,
        )
        self._say_remark()

    def point_at(self, field: str, text: str) -> bool:  # the remark says it already
        self.more.head.edit.setFocus()
        return field == "vitals.head_cm"

    def print_it(self) -> bool:
        self.print_chart()
        return True

    def _take_typed(self, name: str, text: str) -> None:
        consultation = self._consultation
        if consultation is None:
            return
        consultation.fields[name] = text
        self.show_today(growth_of(consultation))
        self._say_remark()
        self.edited.emit()

    def _say_remark(self) -> None:
        remark = remark_on(self._consultation, "head_cm") if self._consultation is not None else None
        if remark is None:
            self.more.say("", blocks=False)
        else:
            told = sentence(remark.code, remark.params, self._language.code)
            self.more.say(told, blocks=remark.blocks)
