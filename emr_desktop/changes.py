"""What a write changed, so that open screens know whether to read again."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Changes:
    """``kinds`` are words like ``patient visit draft staff form form_list target delivery``."""

    kinds: frozenset[str]
    patient_ids: frozenset[uuid.UUID] = field(default_factory=frozenset)

    @classmethod
    def of(cls, *kinds: str, patient_id: uuid.UUID | None = None) -> Changes:
        return cls(frozenset(kinds), frozenset() if patient_id is None else frozenset({patient_id}))


@dataclass(frozen=True)
class Written(Generic[T]):
    """What a writing verb gives back: the row as it now is, and what changed on the way."""

    value: T
    changes: Changes
