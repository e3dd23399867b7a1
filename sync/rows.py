"""What callers see of sync: targets, deliveries, and the state of it all, in codes."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

UNDONE = ("waiting", "sending", "unknown", "retry")


@dataclass(frozen=True, kw_only=True)
class TargetRow:
    """A system that data goes to, without its secret.

    ``details`` may hold ``org_unit`` (code, id, name), ``server_version``, ``system_id``, ``skew_s`` (the
    server's clock minus ours, seconds), ``mappings`` (form, edition, data_set, confirmed), ``loopback``.
    """

    id: uuid.UUID
    name: str
    kind: str  # dhis2 hdu fhir
    url: str
    enabled: bool
    breaker_state: str  # closed open
    breaker_reason: str | None  # code
    last_success_at: datetime | None
    details: dict[str, Any]
    breaker_params: dict[str, Any] = field(default_factory=dict)  # for the sentence of the reason
    needs_person: bool = False  # open until somebody gives other credentials or tests the target
    held: str | None = None  # code why nothing goes to this target at all
    waiting: int = 0
    waiting_since: datetime | None = None
    refused: int = 0
    refused_number: int | None = None  # the newest refused delivery, with its reason
    refused_problem: str | None = None
    refused_params: dict[str, Any] = field(default_factory=dict)
    next_try_at: datetime | None = None  # None: with the next pass
    waiting_problem: str | None = None  # why the newest of what waits did not get through yet
    waiting_params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class DeliveryRow:
    number: int
    target: str
    subject: str  # form:opd:2014:202610
    state: str  # waiting sending unknown retry acknowledged refused superseded
    attempts: int
    created_at: datetime
    sent_at: datetime | None
    finished_at: datetime | None
    next_try_at: datetime | None
    problem: str | None  # code with a sentence in messages
    problem_params: dict[str, Any]
    counts: dict[str, int]  # accepted unchanged refused
    training: bool = False
    unclosed: bool = False
    unmapped: int = 0  # open cells that no mapping sends
    kind: str = ""  # dhis2.values, record.visit, record.patient
    queued: bool = False  # taken there, but not stored yet for all we know
    kept_back: tuple[str, ...] = ()  # groups of fields from which the target's filter took something out
    carried: dict[str, str] | None = None  # by at sha256, confirmed_by confirmed_at: it went as a file


@dataclass(frozen=True, kw_only=True)
class SyncStatus:
    """Everything the status line and the sync screen need, for all targets or one."""

    targets: tuple[TargetRow, ...]
    deliveries: tuple[DeliveryRow, ...]  # newest first
    waiting: int
    waiting_since: datetime | None
    need_person: int
    last_success_at: datetime | None
    held: str | None  # code why nothing is sent at all (training, incarnation)
    notice: str | None = None  # code of something worth saying although data flows
    notice_params: dict[str, Any] = field(default_factory=dict)
    next_try_at: datetime | None = None
    carried_at: datetime | None = None  # when something was last said to have been carried by hand


@dataclass(frozen=True, kw_only=True)
class PassResult:
    """``sent`` and ``acknowledged`` happened in this pass; ``waiting`` and ``refused`` is what is left."""

    sent: int
    acknowledged: int
    waiting: int
    refused: int
    problems: tuple[tuple[int, str], ...]  # delivery number, code
    problem_params: dict[int, dict[str, Any]] = field(default_factory=dict)  # delivery number -> for the code
    cut_short: bool = False  # its time was over, or somebody stopped it, before all that was due was tried
