"""What callers see of updates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from emr_desktop.facility.instance import InstanceLock
from emr_desktop.updates.program_folder import ProgramFolder


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A bundle whose signatures and files were checked.

    Attributes:
        file: where it lies.
        version: of the program in it.
        made_on: the day of the release.
        notes: what is new, plain text by language.
        size: bytes of the program when unpacked.
        refusal: code of why it cannot be taken here; None when it can.
        params: for that sentence.
    """

    file: Path
    version: str
    made_on: date
    notes: Mapping[str, str]
    size: int
    refusal: str | None = None
    params: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class UpdateState:
    """How the program stands.

    Attributes:
        version: the one that runs.
        how: ``folder`` (can be updated here), ``package`` (apt owns it), ``source``.
        has_keys: this build trusts release keys; without them it takes no updates.
        previous: the version to which one can go back; None without any.
        offers: bundles on the sticks that are plugged in and in the chosen folder, the newest first.
        address: where one can be fetched; empty: nowhere.
        is_working_time: people would wait for it now.
    """

    version: str
    how: str
    has_keys: bool
    previous: str | None
    offers: tuple[Offer, ...]
    address: str = ""
    is_working_time: bool = False


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """An update that only waits for the record to be closed; ``finish`` goes on with it.

    Attributes:
        program: where the versions lie.
        data: the data folder.
        old: the version in force.
        new: the version that is to come.
        backup: the backup that was made and opened before.
        smoke: the windows of the new program are started once before anything changes.
        key: of the record; the new program is handed it to try itself on a copy.
        lock: of the program's folder.
    """

    program: ProgramFolder
    data: Path
    old: str
    new: str
    backup: Path | None
    smoke: bool
    key: bytes = field(repr=False)
    lock: InstanceLock = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class News:
    """How the last update ended, told once.

    Attributes:
        outcome: ``kept not_done went_back``.
        version: of the program that came, or was to come.
        reason: code of why it did not; empty when it did.
        notes: what is new, by language; empty when it did not come.
        data: the data folder that went along.
    """

    outcome: str
    version: str
    reason: str
    notes: Mapping[str, str]
    data: Path
