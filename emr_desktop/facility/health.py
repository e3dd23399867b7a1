"""What is looked after while people work, whatever their role: room on the disk, pages that do not read."""

from __future__ import annotations

import shutil

from db.ballast import FAIL_FREE, has_ballast, make_ballast, release_ballast
from db.errors import DatabaseTrouble
from db.health import damaged_pages, quick_look
from emr_desktop.access.work_session import WorkSession
from emr_desktop.facility.doctor import Check

_QUICK_S = 0.5


def keep_room(*, work: WorkSession) -> Check | None:
    """Lay down the room that is kept for a full disk, or give it back when the disk is nearly full.

    Returns:
        What everybody has to know when it was given back just now; else None.
    """
    folder = work.database.path.parent
    free = shutil.disk_usage(folder).free
    if free >= FAIL_FREE:
        make_ballast(folder)
        return None
    if not has_ballast(folder) or not release_ballast(folder):
        return None
    return Check("disk", "fail", "doctor.room_released", {"free_gb": f"{free / 1e9:.1f}"})


def damage_found_quickly(*, work: WorkSession) -> bool:
    """Whether a bounded look (half a second) finds a page that does not read."""
    try:
        return bool(quick_look(work.database, seconds=_QUICK_S))
    except DatabaseTrouble as trouble:
        return trouble.code in ("damaged", "not_a_database")


def damage_found(*, work: WorkSession) -> bool:
    """Whether the whole record, page by page and table by table, holds damage."""
    try:
        return bool(damaged_pages(work.database, whole=True))
    except DatabaseTrouble as trouble:
        return trouble.code in ("damaged", "not_a_database")
