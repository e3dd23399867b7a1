"""The screens there are, in the order of the rail."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module

from emr_desktop.access.permissions import may
from ui.screen import Screen

_PACKAGES = ("reception", "consultation", "reports", "sync_view", "administration")


def all_screens() -> tuple[Screen, ...]:
    found = []
    for package in _PACKAGES:
        try:
            found.append(import_module(f"ui.{package}.screen").SCREEN)
        except ModuleNotFoundError:
            continue
    return tuple(found)


def screens_for(roles: Iterable[str]) -> tuple[Screen, ...]:
    """The screens that these roles may open."""
    held = tuple(roles)
    return tuple(screen for screen in all_screens() if may(held, screen.verb))
