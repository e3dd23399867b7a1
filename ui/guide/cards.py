"""Fills the cards for the desk with the texts behind F1."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from emr_desktop.printing.guide_cards import KeyboardCard, RoleCard, keyboard_card_pdf, role_cards_pdf
from ui.frame.help_texts import help_text
from ui.guide.said import said
from ui.guide.topics import EVERYWHERE, ROLES, SCREENS, topics_for
from ui.guide.wording import role_title, screen_title, word

# The screens a role works at all day; what else it may do stands behind F1.
_SCREENS = {
    "receptionist": ("reception",),
    "nurse": ("reception", "triage"),
    "clinician": ("reception", "consultation"),
    "lab": ("laboratory",),
    "pharmacist": ("pharmacy",),
    "in_charge": ("reports", "sync", "administration"),
    "it_admin": ("sync", "administration"),
}


def role_card(role: str, language: str) -> RoleCard:
    """The card of one role."""
    sections = []
    for screen in (*_SCREENS[role], EVERYWHERE):
        lines = tuple(
            _for_paper(said(topic.card[language], language).replace("**", ""), language)
            for topic in topics_for((role,))
            if topic.screen == screen and topic.card is not None
        )
        sections.append((screen_title(screen, language), lines))
    return RoleCard(role_title(role, language), tuple(sections), word("more", language))


def role_cards(roles: Iterable[str], language: str) -> bytes:
    """The cards of these roles as one PDF, a sheet for each that has a card."""
    held = set(roles)
    return role_cards_pdf(
        [role_card(role, language) for role in ROLES if role in held] or [role_card(ROLES[0], language)],
        language=language,
    )


def keyboard_card(language: str, screens: Sequence[str] = SCREENS) -> bytes:
    """The keys of these screens as a PDF; what works everywhere stands first."""
    keys = {EVERYWHERE: help_text(EVERYWHERE, language).everywhere}
    keys |= {screen: help_text(screen, language).keys for screen in screens if screen != EVERYWHERE}
    sections = [
        (
            screen_title(screen, language),
            tuple((_for_paper(pressed, language), _for_paper(does, language)) for pressed, does in lines),
        )
        for screen, lines in keys.items()
    ]
    card = KeyboardCard(word("keyboard_card", language), tuple(sections), word("more", language))
    return keyboard_card_pdf(card, language=language)


def _for_paper(text: str, language: str) -> str:
    """The typeface of paper has no arrows."""
    arrows, down = word("arrows", language), word("down", language)
    return text.replace("↑ ↓ ← →", arrows).replace("↑ ↓", arrows).replace("↓", down)
