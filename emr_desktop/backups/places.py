"""Finds the USB sticks and cards that are plugged in."""

from __future__ import annotations

import os
import shutil
import uuid
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.backup_file import place_troubles
from db.models import Backup
from emr_desktop.backups.rows import KnownPlace, Place

STICK_FOLDER = "EMR-backups"  # on a stick or card; a folder somebody chose is taken as it is
_MOUNTED_BELOW = ("/media", "/run/media", "/mnt")
_NO_DISKS = {
    "tmpfs", "proc", "sysfs", "devtmpfs", "devpts", "overlay", "squashfs", "cgroup", "cgroup2", "autofs",
    "nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs", "fuse.portal", "fuse.gvfsd-fuse", "ramfs", "mqueue",
}  # fmt: skip
_WINDOWS_REMOVABLE = 2  # DRIVE_REMOVABLE of GetDriveType


def sticks() -> tuple[Place, ...]:
    """The removable disks that can be written to now."""
    found = _windows_drives() if os.name == "nt" else _linux_mounts(_mounts(), Path("/sys"))
    return tuple(place for path in found if (place := _place(path)) is not None)


def _place(path: Path) -> Place | None:
    try:
        free = shutil.disk_usage(path).free
    except OSError:
        return None
    return Place(path, path.name or str(path), free) if os.access(path, os.W_OK) else None


def _mounts() -> str:
    try:
        return Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _linux_mounts(mounts: str, system: Path) -> list[Path]:
    """Mounted where desktops mount sticks, or on a disk the system calls removable."""
    found = []
    for line in mounts.splitlines():
        fields = line.split()
        if len(fields) < 4 or fields[2] in _NO_DISKS:
            continue
        device, shown = fields[0], fields[1]
        for code, letter in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
            shown = shown.replace(code, letter)
        below = any(shown.startswith(f"{folder}/") for folder in _MOUNTED_BELOW)
        if (below or _is_removable(device, system)) and "rw" in fields[3].split(","):
            found.append(Path(shown))
    return list(dict.fromkeys(found))


def _is_removable(device: str, system: Path) -> bool:
    if not device.startswith("/dev/"):
        return False
    name = device.removeprefix("/dev/")
    for disk in (name, name.rstrip("0123456789"), name.rpartition("p")[0]):
        try:
            if disk and "/" not in disk:
                told = (system / "block" / disk / "removable").read_text(encoding="ascii")
                return told.strip() == "1"
        except OSError:
            continue
    return False


def _windows_drives() -> list[Path]:
    import ctypes

    library = getattr(ctypes, "windll", None)
    if library is None:
        return []
    mask = int(library.kernel32.GetLogicalDrives())
    letters = [chr(ord("A") + place) for place in range(26) if mask & (1 << place)]
    return [
        Path(f"{letter}:\\")
        for letter in letters
        if letter not in "AB" and library.kernel32.GetDriveTypeW(f"{letter}:\\") == _WINDOWS_REMOVABLE
    ]


def is_there(folder: Path) -> bool:
    """Whether a folder for backups can be reached now: a stick is away as long as its folder's parent is."""
    try:
        return folder.is_dir() or (
            folder.name == STICK_FOLDER and folder.parent.is_dir() and _mounted(folder)
        )
    except OSError:
        return False


def known_places(session: Session) -> tuple[KnownPlace, ...]:
    """Where backups of this record were made, the last used first, and which of these are there now."""
    used = session.execute(
        select(Backup.folder, func.max(Backup.made_at).label("last"))
        .group_by(Backup.folder)
        .order_by(func.max(Backup.made_at).desc())
    )
    return tuple(
        KnownPlace(folder=Path(row.folder), last_at=row.last, is_there=_is_folder(Path(row.folder)))
        for row in used
    )


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def _mounted(folder: Path) -> bool:
    return any(folder.parent == stick.path for stick in sticks())


def try_writing(folder: Path) -> None:
    """Make the folder if need be and try to write in it.

    Raises:
        BackupTrouble: ``backup.place_…``.
    """
    with place_troubles(folder):
        folder.mkdir(exist_ok=True, mode=0o700)
        trial = folder / f".{uuid.uuid4().hex}.part"
        trial.write_bytes(b"")
        trial.unlink()
