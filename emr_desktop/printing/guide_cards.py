"""Cards for the desk: what a role does in a few lines, and the keys of every screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class RoleCard:
    """One card: the role, and for each screen its lines; keys in a line stand between backticks."""

    title: str
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    foot: str


@dataclass(frozen=True)
class KeyboardCard:
    """The keys of the program: for each screen pairs of the keys and what they do."""

    title: str
    sections: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    foot: str


def role_cards_pdf(cards: Sequence[RoleCard], *, language: str) -> bytes:
    """One A5 sheet for each card, as a PDF with embedded fonts; words in ``language`` (``sw en``)."""
    from emr_desktop.printing.guide_cards_page import lay_out_roles

    return lay_out_roles(cards, language=language)


def keyboard_card_pdf(card: KeyboardCard, *, language: str) -> bytes:
    """A4 sheets, as a PDF with embedded fonts; words in ``language`` (``sw en``)."""
    from emr_desktop.printing.guide_cards_page import lay_out_keyboard

    return lay_out_keyboard(card, language=language)
