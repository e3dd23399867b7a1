"""What screens and commands may ask of sync: targets, queue, passes, status in words' codes."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from emr_desktop.access.work_session import WorkSession


@dataclass(frozen=True, kw_only=True)
class TargetRow:
    id: uuid.UUID
    name: str
    kind: str  # dhis2 hdu fhir
    url: str
    enabled: bool
    breaker_state: str  # closed open
    breaker_reason: str | None  # code
    last_success_at: datetime | None
    details: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class DeliveryRow:
    number: int
    target: str
    subject: str
    state: str
    attempts: int
    created_at: datetime
    sent_at: datetime | None
    finished_at: datetime | None
    next_try_at: datetime | None
    problem: str | None  # code with a sentence in messages.toml
    problem_params: dict[str, Any]
    counts: dict[str, int]  # accepted unchanged refused


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


@dataclass(frozen=True, kw_only=True)
class PassResult:
    sent: int
    acknowledged: int
    waiting: int
    refused: int
    problems: tuple[tuple[int, str], ...]  # delivery number, code


class SyncService:
    def __init__(self, *, work: WorkSession) -> None:
        self._work = work

    def add_target(
        self,
        *,
        kind: str,
        name: str,
        url: str,
        token: str | None = None,
        username: str | None = None,
        password: str | None = None,
        ca_pem: str | None = None,
    ) -> TargetRow:
        raise NotImplementedError

    def targets(self) -> tuple[TargetRow, ...]:
        raise NotImplementedError

    def load_mapping(self, name: str, mapping: dict[str, Any]) -> dict[str, Any]:
        """Check and keep a mapping file; returns what is mapped and which open cells are not."""
        raise NotImplementedError

    def test_target(self, name: str) -> dict[str, Any]:
        """Ping, system info, who am I, org unit, data set: what was found, or EmrError with the reason."""
        raise NotImplementedError

    def queue_form(
        self,
        form: str,
        period: str,
        *,
        edition: str | None = None,
        target: str | None = None,
        unclosed: bool = False,
    ) -> tuple[DeliveryRow, ...]:
        raise NotImplementedError

    def preview_form(
        self,
        form: str,
        period: str,
        *,
        edition: str | None = None,
        target: str | None = None,
        unclosed: bool = False,
    ) -> dict[str, Any]:
        """What sending would change there: dry run against the server and a comparison with what it has."""
        raise NotImplementedError

    def run_pass(
        self,
        *,
        target: str | None = None,
        timeout_s: float = 60.0,
        eager: bool = True,
        progress: Callable[[int, int], None] | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> PassResult:
        raise NotImplementedError

    def status(self, *, target: str | None = None, limit: int = 200) -> SyncStatus:
        raise NotImplementedError

    def show(self, number: int) -> dict[str, Any]:
        """One delivery with its frozen payload, attempts and answers."""
        raise NotImplementedError

    def retry(self, number: int | None) -> int:
        """Put one refused or waiting delivery (None: all) back to waiting; returns how many."""
        raise NotImplementedError

    def export(self, target: str) -> bytes:
        """The file twin of everything that waits for a target, for a USB stick."""
        raise NotImplementedError
