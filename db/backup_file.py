"""Writes and reads the file of a backup so that only what was read back gets its name.

A file is written beside its place as ``.part``, synced, read again from the disk, and renamed. Whatever goes
wrong before the rename leaves every earlier file as it was.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import IO

from db.backup_header import MAGIC, PREFIX_LENGTH, BackupHeader, header_length, parse_header
from db.device import sync_folder
from db.errors import BackupTrouble
from db.into_place import into_place, is_held

ENDING = ".emrbackup"
PART = ".part"
_CHUNK = 1 << 20
_SYNC_EVERY = 8 << 20  # so that the bar tells of the stick, not of the system's memory
_MARGIN = 1 << 20

Told = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Watch:
    """Who looks on: told of each step (word, done, all), and asked whether to stop.

    Steps: ``copy check write read_back unpack``.
    """

    tell: Told | None = None
    cancelled: threading.Event = field(default_factory=threading.Event)

    def step(self, name: str, done: int, total: int) -> None:
        """Tell, and stop if somebody asked to.

        Raises:
            BackupTrouble: ``backup.cancelled``.
        """
        if self.cancelled.is_set():
            raise BackupTrouble("backup.cancelled")
        if self.tell is not None:
            self.tell(name, min(done, total), total)


@dataclass(frozen=True)
class Container:
    """A backup whose header was read; the database begins at ``offset``."""

    path: Path
    header: BackupHeader
    offset: int


def read_container(path: Path) -> Container:
    """Read the header of a backup and compare the length of the file with it.

    Raises:
        BackupTrouble: ``backup.not_a_backup backup.newer backup.damaged backup.place_gone`` ...
    """
    with place_troubles(path), path.open("rb") as stream:
        return _container(path, stream)


def _container(path: Path, stream: IO[bytes]) -> Container:
    prefix = stream.read(PREFIX_LENGTH)
    length = header_length(prefix)
    header = parse_header(stream.read(length))
    offset = PREFIX_LENGTH + length
    if os.fstat(stream.fileno()).st_size != offset + header.size:
        raise BackupTrouble("backup.damaged", path=str(path))
    return Container(path, header, offset)


def write_container(folder: Path, name: str, header: BackupHeader, body: Path, watch: Watch) -> Path:
    """Write header and database into ``folder``, read them back, and give the file its name.

    Args:
        folder: is made when it is missing (its parent must be there).
        name: of the file; another is found when it is taken.
        header: complete, with size, checksum and MAC.
        body: the encrypted database.
        watch: told ``write`` and ``read_back``.

    Raises:
        BackupTrouble: nothing new lies there then, and nothing old was touched.
    """
    head = header.to_bytes()
    start = MAGIC + len(head).to_bytes(4, "big") + head
    total = len(start) + header.size

    def chunks() -> Iterator[bytes]:
        yield start
        with body.open("rb") as stream:
            yield from _chunks(stream)

    return _place(folder, name, chunks(), total, watch)


def copy_container(source: Container, folder: Path, watch: Watch) -> Path:
    """Put the same backup into another folder, by the same steps; a file that is there already stays.

    Raises:
        BackupTrouble: as ``write_container``.
    """
    there = folder / source.path.name
    with contextlib.suppress(BackupTrouble):
        if read_container(there).header == source.header:
            return there
    total = source.offset + source.header.size

    def chunks() -> Iterator[bytes]:
        with source.path.open("rb") as stream:
            yield from _chunks(stream)

    return _place(folder, source.path.name, chunks(), total, watch)


def _place(folder: Path, name: str, chunks: Iterator[bytes], total: int, watch: Watch) -> Path:
    with place_troubles(folder):
        folder.mkdir(exist_ok=True, mode=0o700)
        free = shutil.disk_usage(folder).free
        if free < total + _MARGIN:
            raise BackupTrouble(
                "backup.place_full", path=str(folder), needed_mb=_mb(total + _MARGIN), free_mb=_mb(free)
            )
        part = folder / f"{name}.{secrets.token_hex(4)}{PART}"
        try:
            written = _write_part(part, chunks, total, watch)
            if _read_back(part, total, watch) != written:
                raise BackupTrouble("backup.read_back_differs", path=str(folder))
            final = _free_name(folder, name)
            into_place(part, final)
        finally:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
        sync_folder(folder)
        return final


def _write_part(part: Path, chunks: Iterator[bytes], total: int, watch: Watch) -> bytes:
    hashed, done, unsynced = sha256(), 0, 0
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        for chunk in chunks:
            hashed.update(chunk)
            rest = memoryview(chunk)
            while rest:
                rest = rest[os.write(handle, rest) :]
            done, unsynced = done + len(chunk), unsynced + len(chunk)
            if unsynced >= _SYNC_EVERY:
                os.fsync(handle)
                unsynced = 0
            watch.step("write", done, total)
        os.fsync(handle)
        if hasattr(os, "posix_fadvise"):  # what is read next comes from the disk, not from memory
            with contextlib.suppress(OSError):
                os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(handle)
    return hashed.digest()


def _read_back(part: Path, total: int, watch: Watch) -> bytes:
    hashed, done = sha256(), 0
    with part.open("rb") as stream:
        for chunk in _chunks(stream):
            hashed.update(chunk)
            done += len(chunk)
            watch.step("read_back", done, total)
    return hashed.digest()


def _free_name(folder: Path, name: str) -> Path:
    wanted = folder / name
    number = 2
    while wanted.exists():
        wanted = folder / f"{name.removesuffix(ENDING)}-{number}{ENDING}"
        number += 1
    return wanted


def unpack(container: Container, target: Path, watch: Watch) -> None:
    """Take the encrypted database out of a backup, comparing it with its checksum.

    Raises:
        BackupTrouble: ``backup.damaged`` (nothing is left at ``target``), ``backup.no_room`` ...
    """
    size = container.header.size
    free = shutil.disk_usage(target.parent).free
    if free < size + _MARGIN:
        raise BackupTrouble("backup.no_room", needed_mb=_mb(size + _MARGIN), free_mb=_mb(free))
    hashed, done = sha256(), 0
    try:
        with target.open("xb") as out:
            with place_troubles(container.path), container.path.open("rb") as stream:
                stream.seek(container.offset)
                for chunk in _chunks(stream):
                    hashed.update(chunk)
                    done += len(chunk)
                    if done > size:
                        break
                    out.write(chunk)
                    watch.step("unpack", done, size)
            out.flush()
            os.fsync(out.fileno())
        if done != size or hashed.digest() != container.header.checksum:
            raise BackupTrouble("backup.damaged", path=str(container.path))
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def is_whole(container: Container, watch: Watch) -> bool:
    """Whether the bytes behind the header are those it was made for: against accident, not tampering.

    Raises:
        BackupTrouble: ``backup.place_gone`` ...
    """
    hashed, done = sha256(), 0
    with place_troubles(container.path), container.path.open("rb") as stream:
        stream.seek(container.offset)
        for chunk in _chunks(stream):
            hashed.update(chunk)
            done += len(chunk)
            watch.step("read_back", done, container.header.size)
    return done == container.header.size and hashed.digest() == container.header.checksum


def checksum(path: Path) -> tuple[int, bytes]:
    """Size and SHA-256 of a closed file that is not the live database."""
    hashed, done = sha256(), 0
    with path.open("rb") as stream:
        for chunk in _chunks(stream):
            hashed.update(chunk)
            done += len(chunk)
    return done, hashed.digest()


@contextmanager
def place_troubles(place: Path) -> Iterator[None]:
    """Say what a failed operation on a backup's place means.

    Raises:
        BackupTrouble: instead of the ``OSError``.
    """
    try:
        yield
    except OSError as error:
        raise BackupTrouble(
            "backup.place_held"
            if is_held(error)
            else _BY_WINERROR.get(getattr(error, "winerror", None) or 0)
            or _BY_ERRNO.get(error.errno or 0, "backup.place_failed"),
            path=str(place),
            needed_mb="?",
            free_mb="0",
        ) from error


_BY_ERRNO = {
    errno.ENOSPC: "backup.place_full",
    errno.EDQUOT: "backup.place_full",
    errno.EFBIG: "backup.file_too_large",
    errno.EROFS: "backup.place_read_only",
    errno.EACCES: "backup.place_read_only",
    errno.EPERM: "backup.place_read_only",
    errno.ENODEV: "backup.place_gone",
    errno.ENXIO: "backup.place_gone",
    errno.EIO: "backup.place_gone",
    errno.ENOENT: "backup.place_gone",
    errno.ENOTDIR: "backup.place_gone",
}

# Windows says some of these in its own numbers alone (winerror.h), which the errno hides or has wrong.
_BY_WINERROR = {
    15: "backup.place_gone",  # ERROR_INVALID_DRIVE
    21: "backup.place_gone",  # ERROR_NOT_READY
    39: "backup.place_full",  # ERROR_HANDLE_DISK_FULL
    55: "backup.place_gone",  # ERROR_DEV_NOT_EXIST
    433: "backup.place_gone",  # ERROR_NO_SUCH_DEVICE
    1006: "backup.place_gone",  # ERROR_FILE_INVALID: the volume was changed under the open file
    1117: "backup.place_gone",  # ERROR_IO_DEVICE
    1167: "backup.place_gone",  # ERROR_DEVICE_NOT_CONNECTED
}


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    while chunk := stream.read(_CHUNK):
        yield chunk


def _mb(number: int) -> int:
    return -(-number // 1_000_000)
