"""The screens there are, in the order of the rail."""

from __future__ import annotations

from collections.abc import Iterable

from emr_desktop.access.permissions import may
from ui.administration.screen import SCREEN as ADMINISTRATION
from ui.consultation.screen import SCREEN as CONSULTATION
from ui.laboratory.screen import SCREEN as LABORATORY
from ui.pharmacy.screen import SCREEN as PHARMACY
from ui.reception.screen import SCREEN as RECEPTION
from ui.reports.screen import SCREEN as REPORTS
from ui.screen import Screen
from ui.sync_view.screen import SCREEN as SYNC
from ui.triage.screen import SCREEN as TRIAGE

ALL: tuple[Screen, ...] = (
    RECEPTION,
    TRIAGE,
    CONSULTATION,
    LABORATORY,
    PHARMACY,
    REPORTS,
    SYNC,
    ADMINISTRATION,
)


def screens_for(roles: Iterable[str]) -> tuple[Screen, ...]:
    """The screens that these roles may open."""
    held = tuple(roles)
    return tuple(screen for screen in ALL if may(held, screen.verb))
