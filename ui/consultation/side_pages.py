"""The side pages of the consultation, in the order of their buttons. See ``side_page`` for how to add one."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

from ui.allergies.page import AllergyPage
from ui.appointments import side_page as returning
from ui.consultation.ending_fields import has_letter
from ui.consultation.growing import GROWTH_ENTRY
from ui.consultation.plan_page import PlanPage
from ui.consultation.presenter import Consultation
from ui.consultation.side_page import SideEntry
from ui.deaths import side_page as dying
from ui.problems.page import ProblemPage
from ui.referrals import side_page as referring
from ui.surveillance.case_side import CaseSide, has_case, waiting
from ui.surveillance.notice_box import CASE_KEYS


def _planned(consultation: Consultation) -> str:
    """How many parts of the plan are entered: procedures, and advice."""
    return str(len(consultation.procedures) + bool(consultation.fields["advice"].strip()) or "")


SIDE_PAGES: tuple[SideEntry, ...] = (
    SideEntry(
        name="allergies",
        title=str(QT_TRANSLATE_NOOP("SidePages", "Allergies")),
        shortcut="Alt+1",
        build=lambda tools: AllergyPage(tools=tools),
        shown=lambda _consultation: True,
        mark=lambda consultation: str(len(consultation.patient.allergies) or ""),
    ),
    SideEntry(
        name="problems",
        title=str(QT_TRANSLATE_NOOP("SidePages", "Problems")),
        shortcut="Alt+2",
        build=lambda tools: ProblemPage(tools=tools),
        shown=lambda _consultation: True,
        mark=lambda consultation: str(sum(row.is_active for row in consultation.problems) or ""),
    ),
    SideEntry(
        name="plan",
        title=str(QT_TRANSLATE_NOOP("SidePages", "Plan")),
        shortcut="Alt+3",
        build=lambda tools: PlanPage(tools=tools),
        shown=lambda _consultation: True,
        fields=("procedures",),
        mark=_planned,
    ),
    GROWTH_ENTRY,
    SideEntry(
        name="case",
        title=str(QT_TRANSLATE_NOOP("SidePages", "Case form")),
        shortcut=CASE_KEYS,
        build=lambda tools: CaseSide(tools=tools),
        shown=has_case,
        mark=waiting,
        in_bar=False,  # its button stands at the diagnosis
    ),
    SideEntry(
        name="return",
        title=str(QT_TRANSLATE_NOOP("SidePages", "Coming back")),
        shortcut=returning.KEYS,
        build=lambda tools: returning.ReturnPage(tools=tools),
        shown=lambda consultation: consultation.outcome != "died",
        fields=("follow_up.",),
        mark=lambda consultation: consultation.fields["follow_up.due_on"].strip(),
    ),
    SideEntry(
        name="referral",
        title=str(QT_TRANSLATE_NOOP("SidePages", "Referral")),
        shortcut=referring.KEYS,
        build=lambda tools: referring.ReferralPage(tools=tools),
        shown=lambda _consultation: True,
        fields=("referral.", "referred_in."),
        mark=lambda consultation: "✓" if has_letter(consultation.fields) else "",
    ),
    SideEntry(
        name="death",
        title=str(QT_TRANSLATE_NOOP("SidePages", "Death")),
        shortcut=dying.KEYS,
        build=lambda tools: dying.DeathPage(tools=tools),
        shown=dying.has_death,
        fields=("death.",),
        mark=lambda consultation: "✓" if consultation.fields["death.immediate"] else "!",
    ),
)
