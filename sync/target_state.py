"""A target as a pass sees it: its address, its breaker, and whether anything may go there at all."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from db.models import Facility, Target
from sync import consent
from sync.addresses import is_loopback
from sync.breaker import Breaker
from sync.transport import Credentials

REGISTRY = "registry-"  # how the kinds begin that are only asked who somebody is


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where to send and how; the credentials are never printed."""

    id: uuid.UUID
    name: str
    kind: str
    url: str
    credentials: Credentials
    ca_pem: str | None
    breaker: Breaker
    details: dict[str, Any]
    held: str | None


def held_because(target: Target, facility: Facility) -> str | None:
    """The code why nothing may go to a target at all, or None.

    A training facility sends to this PC alone. Records of patients wait for the in-charge's word. After a
    restore or in a copied database the incarnation is not the one the target was set up for any more; a
    registry that is only asked does not mind.
    """
    if facility.training and not is_loopback(target.url):
        return "sync.training"
    if consent.is_missing(target):
        return consent.NEEDED
    if target.incarnation != facility.incarnation and not target.kind.startswith(REGISTRY):
        return "sync.incarnation_changed"
    return None


def breaker_of(target: Target) -> Breaker:
    """Read a breaker from its row."""
    return Breaker(
        target.breaker_state, target.breaker_reason, target.breaker_until, target.failures_in_a_row
    )


def keep_breaker(target: Target, state: Breaker) -> None:
    """Write a breaker to its row."""
    target.breaker_state, target.breaker_reason = state.state, state.reason
    target.breaker_until, target.failures_in_a_row = state.until, state.failures


def address_of(target: Target, facility: Facility) -> Address:
    """Read a target's row."""
    return Address(
        id=target.id,
        name=target.name,
        kind=target.kind,
        url=target.url,
        credentials=Credentials(
            kind=target.auth_kind, user=target.auth_user, secret=target.auth_secret or ""
        ),
        ca_pem=target.ca_pem,
        breaker=breaker_of(target),
        details=dict(target.details),
        held=held_because(target, facility),
    )
