"""A bundle: one zip file with ``manifest.json``, ``signatures.json`` and the program below ``program/``.

The manifest and its signatures are read first; nothing of the program is believed that the manifest does not
name, with its length and its SHA-256.
"""

from __future__ import annotations

import errno
import hashlib
import os
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from emr_desktop.backups.watching import Watch
from emr_desktop.errors import EmrError
from emr_desktop.facility.answers import backup_answers
from emr_desktop.updates.disk import PART, digest, move, sync_folder
from emr_desktop.updates.manifest import LARGEST_MANIFEST, Manifest, ProgramFile, manifest_of
from emr_desktop.updates.signing import check_signatures, signatures_of

ENDING = ".emrupdate"
MANIFEST_NAME, SIGNATURES_NAME, PROGRAM = "manifest.json", "signatures.json", "program/"
_LARGEST_SIGNATURES = 64 * 1024
_CHUNK = 1 << 20


class Bundle:
    """An open bundle whose signatures were checked."""

    def __init__(self, archive: zipfile.ZipFile, manifest: Manifest) -> None:
        self._archive = archive
        self.manifest = manifest

    def check_files(self, watch: Watch) -> None:
        """Read every file and compare it with what was signed.

        Raises:
            EmrError: ``update.damaged``, ``update.unreadable``, ``backup.cancelled``.
        """
        done = 0
        with _reading():
            for each in self.manifest.files:
                if not each.link:
                    self._read(each, None)
                done += each.size
                _tell(watch, "check", done, self.manifest.size)

    def unpack(self, folder: Path, watch: Watch) -> None:
        """Write the program into a folder that is not there yet, and read it back.

        Raises:
            EmrError: ``update.damaged``, ``update.unreadable``, ``backup.cancelled``.
            OSError: the disk does not take it.
        """
        folder.mkdir(parents=True)
        done, folders = 0, {folder}
        for each in self.manifest.files:
            path = folder / each.path
            path.parent.mkdir(parents=True, exist_ok=True)
            folders.update(parent for parent in path.parents if folder in parent.parents)
            if each.link:
                path.symlink_to(each.link)
            else:
                self._write(each, path)
            done += each.size
            _tell(watch, "unpack", done, self.manifest.size)
        for parent in folders:
            sync_folder(parent)
        self.check_folder(folder)

    def take_out(self, name: str, path: Path) -> None:
        """Write one file of the program under another name, whole or not at all.

        Raises:
            EmrError: ``update.damaged``, ``update.unreadable``.
            OSError: the disk does not take it.
        """
        part = path.with_name(path.name + PART)
        part.unlink(missing_ok=True)
        self._write(next(each for each in self.manifest.files if each.path == name), part)
        move(part, path)

    def check_folder(self, folder: Path) -> None:
        """Compare an unpacked program with what was signed.

        Raises:
            EmrError: ``update.damaged``.
        """
        check_program(self.manifest, folder)

    def _write(self, each: ProgramFile, path: Path) -> None:
        with path.open("xb") as stream:
            with _reading():
                self._read(each, stream)
            stream.flush()
            os.fsync(stream.fileno())
        if each.executable and os.name != "nt":
            path.chmod(0o755)

    def _read(self, each: ProgramFile, out: IO[bytes] | None) -> None:
        hashed, size = hashlib.sha256(), 0
        with self._archive.open(PROGRAM + each.path) as stream:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                if size > each.size:
                    raise EmrError("update.damaged")
                hashed.update(chunk)
                if out is not None:
                    _put(out, chunk)
        if size != each.size or hashed.hexdigest() != each.sha256:
            raise EmrError("update.damaged")


class _NotWritten(Exception):
    """The disk refused, and not the bundle."""

    def __init__(self, error: OSError) -> None:
        super().__init__(str(error))
        self.error = error


def _put(out: IO[bytes], chunk: bytes) -> None:
    try:
        out.write(chunk)
    except OSError as error:
        raise _NotWritten(error) from error


@contextmanager
def opened(file: Path, *, trusted: tuple[bytes, ...]) -> Iterator[Bundle]:
    """Open a bundle and check who signed it.

    Args:
        file: the bundle.
        trusted: the public release keys.

    Raises:
        EmrError: ``update.not_a_bundle``, ``update.unreadable``, ``update.damaged`` (half copied,
            changed), ``update.not_signed``, ``update.no_release_keys``, ``update.newer_format``.
    """
    with _reading():
        stream = file.open("rb")
    with stream:
        with _reading(first=True):
            archive = zipfile.ZipFile(stream)
        with archive:
            with _reading():
                names = [each.filename for each in archive.infolist()]
                if MANIFEST_NAME not in names or SIGNATURES_NAME not in names:
                    raise EmrError("update.not_a_bundle")
                content = _small(archive, MANIFEST_NAME, LARGEST_MANIFEST)
                signatures = signatures_of(_small(archive, SIGNATURES_NAME, _LARGEST_SIGNATURES))
            check_signatures(content, signatures, trusted)
            manifest = manifest_of(content)
            promised = {PROGRAM + each.path for each in manifest.files if not each.link}
            if len(names) != len(set(names)) or set(names) != promised | {MANIFEST_NAME, SIGNATURES_NAME}:
                raise EmrError("update.damaged")
            yield Bundle(archive, manifest)


def check_program(manifest: Manifest, folder: Path) -> None:
    """Compare a program on disk with its manifest: every file is there, as long and with the same content.

    Raises:
        EmrError: ``update.damaged``.
    """
    for each in manifest.files:
        path = folder / each.path
        try:
            if each.link:
                good = os.readlink(path) == each.link  # noqa: PTH115 - the text, not the place it leads to
            else:
                good = path.stat().st_size == each.size and digest(path) == each.sha256
        except OSError:
            good = False
        if not good:
            raise EmrError("update.damaged")


def _small(archive: zipfile.ZipFile, name: str, largest: int) -> bytes:
    with archive.open(name) as stream:
        content = stream.read(largest + 1)
    if len(content) > largest:
        raise EmrError("update.damaged")
    return content


@contextmanager
def _reading(*, first: bool = False) -> Iterator[None]:
    try:
        yield
    except _NotWritten as refused:
        raise refused.error from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise EmrError("update.not_a_bundle" if first else "update.damaged") from error
    except KeyError as error:
        raise EmrError("update.damaged") from error
    except OSError as error:
        if error.errno == errno.EINVAL:  # a place before the beginning: a length in the file is wrong
            raise EmrError("update.damaged") from error
        raise EmrError("update.unreadable", reason=error.strerror or "") from error


def _tell(watch: Watch, step: str, done: int, total: int) -> None:
    with backup_answers():
        watch.step(step, done, max(total, 1))
