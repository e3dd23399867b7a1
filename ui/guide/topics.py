"""The tasks of the guide, read from ``ui/i18n/help/guide/<screen>.toml``: how each is done, step by step."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from emr_desktop.languages import by_language

FOLDER = Path(__file__).parents[1] / "i18n" / "help" / "guide"
EVERYWHERE = "everywhere"
# In the order of the rail; what concerns every screen stands first.
SCREENS = (
    EVERYWHERE,
    "reception",
    "triage",
    "consultation",
    "laboratory",
    "pharmacy",
    "reports",
    "sync",
    "administration",
)
# The roles that have a chapter and a card, in the order of a patient's way.
ROLES = ("receptionist", "nurse", "clinician", "lab", "pharmacist", "in_charge", "it_admin")
_ALL = "all"


@dataclass(frozen=True)
class Topic:
    """One task: texts by language, with references to the words of the windows (see ``ui.guide.said``)."""

    name: str
    screen: str  # where the task begins; ``everywhere`` for all
    roles: tuple[str, ...]
    title: dict[str, str]
    steps: tuple[dict[str, str], ...]
    card: dict[str, str] | None  # its line on the role card
    picture: str  # of docs/user-guide/pictures; empty when it has none


@cache
def topics() -> tuple[Topic, ...]:
    """Every task, in the order of the rail."""
    return tuple(_topic(screen, table) for screen in SCREENS for table in _read(screen))


def topics_for(roles: Iterable[str]) -> tuple[Topic, ...]:
    """The tasks of somebody with these roles."""
    held = set(roles)
    return tuple(topic for topic in topics() if held & set(topic.roles))


def _topic(screen: str, table: dict[str, Any]) -> Topic:
    roles = tuple(table["roles"])
    return Topic(
        name=table["name"],
        screen=screen,
        roles=(*ROLES, "cashier") if roles == (_ALL,) else roles,
        title=table["title"],
        steps=tuple(table["steps"]),
        card=table.get("card"),
        picture=table.get("picture", ""),
    )


def _read(screen: str) -> list[dict[str, Any]]:
    content = by_language(tomllib.loads((FOLDER / f"{screen}.toml").read_text(encoding="utf-8")))
    found: list[dict[str, Any]] = content["topic"]
    return found
