"""Says whether a folder lies where no database may: on a network share, or where it is copied elsewhere."""

from __future__ import annotations

import os
from pathlib import Path

# https://sqlite.org/lockingv3.html#how_to_corrupt: locks of network file systems are often broken, and WAL
# needs shared memory that two machines do not have.
_NETWORK_TYPES = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "ceph", "glusterfs", "fuse.sshfs"}
# Names the services give their folders; a folder may have a company's name behind it: "OneDrive - MoH".
_SYNCED_NAMES = (
    ("onedrive", "OneDrive"),
    ("dropbox", "Dropbox"),
    ("google drive", "Google Drive"),
    ("googledrive", "Google Drive"),
    ("my drive", "Google Drive"),
    ("icloud drive", "iCloud"),
    ("iclouddrive", "iCloud"),
    ("nextcloud", "Nextcloud"),
    ("owncloud", "ownCloud"),
    ("megasync", "MEGA"),
)


def on_network_share(folder: Path) -> bool:
    """True when the system says so; False when it is local or nobody can tell."""
    if os.name == "nt":
        return _on_windows_share(folder)
    return _type_of_mount(folder, _mounts()) in _NETWORK_TYPES


def in_synced_folder(folder: Path) -> str | None:
    """The name of the service that copies this folder elsewhere while it is written; None when none is seen.

    Such a program copies the database without its log, in the middle of writing, and brings old copies back.
    """
    for place in (folder.resolve(), *folder.resolve().parents):
        word = place.name.casefold()
        for start, service in _SYNCED_NAMES:
            if word == start or word.startswith((f"{start} ", f"{start}-", f"{start}(", f"{start} (")):
                return service
        if any((place / mark).exists() for mark in (".dropbox", ".dropbox.cache")):
            return "Dropbox"
    return None


def _mounts() -> str:
    try:
        return Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _type_of_mount(folder: Path, mounts: str) -> str | None:
    """The file system type of the longest mount point above ``folder``; later lines cover earlier ones."""
    place = folder.resolve()
    best: tuple[int, str] | None = None
    for line in mounts.splitlines():
        fields = line.split()
        if len(fields) < 3:
            continue
        point = Path(fields[1].replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\"))
        if (place == point or point in place.parents) and (best is None or len(point.parts) >= best[0]):
            best = (len(point.parts), fields[2])
    return best[1] if best else None


def _on_windows_share(folder: Path) -> bool:
    import ctypes

    anchor = str(folder.resolve().anchor)
    if anchor.startswith("\\\\"):
        return True
    remote = 4  # DRIVE_REMOTE
    library = getattr(ctypes, "windll", None)
    return library is not None and library.kernel32.GetDriveTypeW(anchor) == remote
