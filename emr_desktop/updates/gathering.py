"""Brings bundles to the program: finds them on sticks and in folders, and copies one."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from db.errors import trouble_from_os
from emr_desktop.backups.watching import Watch
from emr_desktop.errors import EmrError
from emr_desktop.facility.answers import backup_answers
from emr_desktop.updates.bundle import ENDING

_CHUNK = 1 << 20


def bundles_in(places: Iterable[Path]) -> list[Path]:
    """Every file that has the name of a bundle; places that cannot be read hold none."""
    found: list[Path] = []
    for place in dict.fromkeys(places):
        with suppress(OSError):
            found += sorted(path for path in place.glob(f"*{ENDING}") if path.is_file())
    return found


def fetch(file: Path, incoming: Path, watch: Watch) -> None:
    """Copy the bundle beside the program.

    Raises:
        EmrError: ``update.unreadable``: the stick was pulled out, or does not read.
        OSError: our own disk refused.
    """
    try:
        source = file.open("rb")
        total = file.stat().st_size
    except OSError as error:
        raise EmrError("update.unreadable", reason=error.strerror or "") from error
    with source, incoming.open("wb") as target:
        done = 0
        while True:
            try:
                chunk = source.read(_CHUNK)
            except OSError as error:
                raise EmrError("update.unreadable", reason=error.strerror or "") from error
            if not chunk:
                break
            target.write(chunk)
            done += len(chunk)
            with backup_answers():
                watch.step("fetch", done, max(total, 1))
        target.flush()
        os.fsync(target.fileno())


@contextmanager
def disk_answers(root: Path) -> Iterator[None]:
    """Say what a refusal of the disk under the program means."""
    try:
        yield
    except OSError as error:
        trouble = trouble_from_os(error, path=str(root))
        if trouble.code == "read_only":
            raise EmrError("update.no_rights", path=str(root)) from error
        raise trouble from error
