"""The growth chart as a side page of the visit: shows what was measured, takes back what is typed there."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP
from PySide6.QtWidgets import QWidget

from ui.consultation.checking import growth_of, remark_on
from ui.consultation.presenter import Consultation
from ui.consultation.side_page import SideEntry, SideTools
from ui.growth.line import CHART_KEYS
from ui.growth.more_measures import MoreMeasures
from ui.growth.page import GrowthPage
from ui.growth.telling import CHILD_MONTHS
from ui.messages import sentence


def has_chart(consultation: Consultation) -> bool:
    """The WHO curves end with the fifth birthday."""
    return growth_of(consultation).age_months < CHILD_MONTHS


def say_head(more: MoreMeasures, consultation: Consultation, *, language: str) -> None:
    """Say beside the field what is wrong or unusual with the head as it stands."""
    remark = remark_on(consultation, "head_cm")
    told = "" if remark is None else sentence(remark.code, remark.params, language)
    more.say(told, blocks=remark is not None and remark.blocks)


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
        if self._consultation is not None:
            say_head(self.more, self._consultation, language=self._language.code)


GROWTH_ENTRY = SideEntry(
    name="growth",
    title=str(QT_TRANSLATE_NOOP("SidePages", "Growth chart")),
    shortcut=CHART_KEYS,
    build=lambda tools: GrowthSide(tools=tools),
    shown=has_chart,
    fields=("vitals.head_cm",),
    in_bar=False,  # its button stands in the line under the measurements
)
