"""Client registries among the targets: they are asked, and nothing is ever sent to them to keep."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from db.models import Delivery, OutboxEvent, Target
from sync.line import Line, LineTools
from sync.target_state import REGISTRY

PROTOCOLS = ("pdqm", "hdu")
REGISTRY_PDQM, REGISTRY_HDU = (f"{REGISTRY}{protocol}" for protocol in PROTOCOLS)


def registry_line(_tools: LineTools) -> Line:
    """There is none: no delivery is ever planned for a registry."""
    raise NotImplementedError("nothing is sent to a registry")


def plan_nothing(
    session: Session, target: Target, events: Sequence[OutboxEvent], *, now: datetime
) -> Sequence[Delivery]:
    """No event concerns a registry."""
    return ()
