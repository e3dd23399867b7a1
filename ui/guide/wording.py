"""The few words of the guide that no window shows, and the names of roles and screens in a language."""

from __future__ import annotations

import tomllib
from functools import cache

from emr_desktop.languages import by_language
from ui.guide.said import translated
from ui.guide.topics import EVERYWHERE, FOLDER

_ROLE_WORDS = {
    "receptionist": "Receptionist",
    "nurse": "Nurse",
    "clinician": "Clinician",
    "lab": "Laboratory",
    "pharmacist": "Pharmacist",
    "in_charge": "In-charge",
    "it_admin": "IT",
}


def word(name: str, language: str) -> str:
    """A word of ``words.toml``."""
    return _words()[name][language]


def role_title(role: str, language: str) -> str:
    """What a role is called."""
    return translated("Roles", _ROLE_WORDS[role], language)


def screen_title(screen: str, language: str) -> str:
    """What a screen is called."""
    if screen == EVERYWHERE:
        return word("everyone", language)
    return translated("Screens", screen.title(), language)


@cache
def _words() -> dict[str, dict[str, str]]:
    return dict(by_language(tomllib.loads((FOLDER / "words.toml").read_text(encoding="utf-8"))))
