"""What an update is about, in one file beside the program: written before each step, read at each start."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from emr_desktop.updates.disk import write_whole

JOURNAL_NAME = "update.json"

# Nothing was changed yet; the change goes on; it waits for a first start; it goes back.
STAGING, MOVING, MOVED, GOING_BACK = "staging", "moving", "moved", "going_back"
ENDED = "ended"
UNDER_WAY = (STAGING, MOVING, GOING_BACK)
# How it ended.
KEPT, NOT_DONE, WENT_BACK = "kept", "not_done", "went_back"


@dataclass(frozen=True, kw_only=True)
class Journal:
    """One update.

    Attributes:
        state: ``staging moving moved going_back ended``.
        old: version before.
        new: version that is to come.
        data: the data folder whose record goes along; empty: none.
        moves_data: the record was brought to another schema, and takes the place of the one of before.
        leaves: SHA-256 of the record of before; only while it is untouched is it moved out.
        arrived: SHA-256 of that record as it was moved in; only while untouched does it go back by itself.
        starts: how often the new program was started and did not get as far as its first window.
        outcome: ``kept not_done went_back`` once it ended.
        reason: code of the sentence that says why.
        noted: how it ended stands in the audit trail of the record.
        told: a person has seen how it ended.
        is_back: the program that comes was here before, and stays here when nothing comes of it.
    """

    state: str
    old: str
    new: str
    data: str = ""
    moves_data: bool = False
    leaves: str = ""
    arrived: str = ""
    starts: int = 0
    outcome: str = ""
    reason: str = ""
    noted: bool = False
    told: bool = False
    is_back: bool = False


def read_journal(root: Path) -> Journal | None:
    """The last update of this program; None without any, or when the disk spoiled the file."""
    try:
        found = json.loads((root / JOURNAL_NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(found, dict):
        return None
    kinds: dict[str, type] = {each.name: _KINDS[str(each.type)] for each in fields(Journal)}
    if any(type(found.get(name, kind())) is not kind for name, kind in kinds.items()):
        return None
    if any(not found.get(name) for name in _NEEDED):
        return None
    return Journal(**{name: found[name] for name in kinds if name in found})


_NEEDED = ("state", "old", "new")
_KINDS: dict[str, type] = {"str": str, "bool": bool, "int": int}


def write_journal(root: Path, journal: Journal) -> None:
    """Write it down so that it holds before the step that it announces.

    Raises:
        OSError: the one of before stands.
    """
    write_whole(root / JOURNAL_NAME, (json.dumps(asdict(journal), indent=1) + "\n").encode())
