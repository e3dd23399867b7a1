"""Whether only administrators can change a file: else it fixes nothing for anybody."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path


def written_by_administrators_only(path: Path, *, own: bool = False) -> bool:
    """Say whether no ordinary user can write the file or put another in its place.

    Args:
        path: the file; it is there.
        own: the user named the file, so it may belong to the user too; nobody else may write it all the same.

    Raises:
        OSError: its rights cannot be read.
    """
    if sys.platform == "win32":
        from emr_desktop.managed.windows_rights import belongs_to_administrators, opens_for_writing

        return own or (belongs_to_administrators(path) and not opens_for_writing(path))
    owners = {0, os.geteuid()} if own else {0}
    return all(_closed(each, owners) for each in ((path,) if own else (path, path.parent)))


def _closed(path: Path, owners: set[int]) -> bool:
    state = path.stat()
    return state.st_uid in owners and not state.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
