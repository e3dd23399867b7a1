"""How each national system stands, for who helps and who watches: no address, no user, no patient."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import Delivery, Target


@dataclass(frozen=True)
class TargetState:
    """One system. ``deliveries``: how many by state and problem (None: none), in the order of states."""

    name: str
    kind: str
    enabled: bool
    breaker_state: str
    last_success_at: datetime | None
    details: Mapping[str, Any]
    deliveries: Mapping[tuple[str, str | None], int]

    def count(self, *states: str) -> int:
        """How many deliveries are in one of these states."""
        return sum(number for (state, _problem), number in self.deliveries.items() if state in states)


def target_states(session: Session) -> tuple[TargetState, ...]:
    """All of them, by name."""
    counts: dict[object, dict[tuple[str, str | None], int]] = {}
    for target_id, state, problem, number in session.execute(
        select(Delivery.target_id, Delivery.state, Delivery.problem, func.count())
        .group_by(Delivery.target_id, Delivery.state, Delivery.problem)
        .order_by(Delivery.state)
    ):
        counts.setdefault(target_id, {})[(state, problem)] = number
    rows = session.execute(
        select(
            Target.id,
            Target.name,
            Target.kind,
            Target.enabled,
            Target.breaker_state,
            Target.last_success_at,
            Target.details,
        ).order_by(Target.name)
    )
    return tuple(
        TargetState(
            row.name,
            row.kind,
            row.enabled,
            row.breaker_state,
            row.last_success_at,
            row.details or {},
            counts.get(row.id, {}),
        )
        for row in rows
    )
