"""Why a delivery did not get through, in the three classes that are never mixed."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from db import stopping


class Kind(StrEnum):
    """Transport is tried again for ever; meaning waits for a person; credentials stop the whole target."""

    TRANSPORT = "transport"
    MEANING = "meaning"
    CREDENTIALS = "credentials"


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One reason, with a code that has a sentence.

    Attributes:
        kind: which of the three classes.
        code: ``sync.unreachable``, ``delivery.period_locked`` ...
        params: values for the sentence; never a secret, never anything about a patient.
        may_have_arrived: the server may have acted on the request: read back before sending again.
        retry_after_s: the server asked for this pause.
        http_status: what the server answered, if it did.
    """

    kind: Kind
    code: str
    params: dict[str, Any] = field(default_factory=dict)
    may_have_arrived: bool = False
    retry_after_s: float | None = None
    http_status: int | None = None


class Failed(Exception):
    """An exchange failed for the reason in ``problem``."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


class LeaseLost(Exception):
    """Somebody else has taken this delivery over: whatever is known about it here no longer counts."""


class Stopped(stopping.Stopped):
    """The person or the program asked sync to stop in the middle of an exchange."""
