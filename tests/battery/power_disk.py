"""A disk as a power cut may leave it, built again from what a process wrote and what it had synced.

What was synced stays. Of what was not, each write is lost (40 %), torn into sectors of 512 bytes (15 %) or
kept (45 %); each name that was made, taken away or replaced and not synced holds or not (50 %). Harsh by
intent.
"""

from __future__ import annotations

import os
import random
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

SECTOR = 512
_HEAD = struct.Struct("=cIQQ")


@dataclass(frozen=True)
class Record:
    """One call of the process: ``W`` write, ``T`` truncate, ``S`` sync, ``D`` sync of a folder, ``C`` create,
    ``U`` unlink, ``R`` rename (of a folder too), ``L`` link; ``M`` is a mark of its own."""

    what: str
    path: str
    offset: int
    data: bytes


def records(log: bytes) -> Iterator[Record]:
    """What the recorder wrote; a last record that was cut is left out."""
    at = 0
    while at + _HEAD.size <= len(log):
        what, path_length, offset, length = _HEAD.unpack_from(log, at)
        at += _HEAD.size
        path, data = log[at : at + path_length], log[at + path_length : at + path_length + length]
        at += path_length + length
        if at <= len(log):
            yield Record(what.decode(), path.decode(), offset, data)


@dataclass(eq=False)
class _File:
    durable: bytearray = field(default_factory=bytearray)
    pending: list[Record] = field(default_factory=list)

    def sync(self) -> None:
        for record in self.pending:
            _apply(self.durable, record)
        self.pending.clear()

    def after(self, draw: random.Random) -> bytearray:
        content = bytearray(self.durable)
        for record in self.pending:
            fate = draw.random()
            if fate < 0.40:
                continue
            if fate < 0.55 and record.what == "W":
                _tear(content, record, draw)
            else:
                _apply(content, record)
        return content


def _apply(content: bytearray, record: Record) -> None:
    if record.what == "T":
        del content[record.offset :]
        content.extend(bytes(record.offset - len(content)))
        return
    end = record.offset + len(record.data)
    if len(content) < end:
        content.extend(bytes(end - len(content)))
    content[record.offset : end] = record.data


def _tear(content: bytearray, record: Record, draw: random.Random) -> None:
    at, end = record.offset, record.offset + len(record.data)
    while at < end:
        upto = min(end, (at // SECTOR + 1) * SECTOR)
        if draw.random() < 0.5:
            piece = record.data[at - record.offset : upto - record.offset]
            _apply(content, Record("W", record.path, at, piece))
        at = upto


@dataclass(frozen=True)
class _Naming:
    folder: str
    gone: str | None  # this name no longer means ``file``
    made: str | None  # this name now means ``file``
    file: _File
    also: tuple[
        _Naming, ...
    ] = ()  # a folder got another name: what lies in it goes along, all of it or nothing


class Disk:
    """What is on the disk for certain, and what may be."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self._certain = {path: _File(bytearray(content)) for path, content in files.items()}
        self._now = dict(self._certain)
        self._loose: list[_Naming] = []

    def take(self, record: Record) -> None:
        """One more call of the process."""
        path = record.path
        if record.what == "D":
            self._settle(lambda naming: naming.folder == path)
        elif record.what == "C":
            self._now[path] = file = _File()
            self._loose.append(_Naming(_folder(path), None, path, file))
        elif record.what == "U":
            gone_file = self._now.pop(path, None)
            if gone_file is not None:
                self._loose.append(_Naming(_folder(path), path, None, gone_file))
        elif record.what == "R" and path not in self._now:
            self._rename_folder(path, record.data.decode())
        elif record.what in "RL":
            to = record.data.decode()
            moved = self._now.pop(path) if record.what == "R" else self._now[path]
            self._now[to] = moved
            gone = path if record.what == "R" else None
            self._loose.append(_Naming(_folder(to), gone, to, moved))
        elif record.what == "S":
            file = self._now.get(path)
            if file is not None:  # a file that has no name any more can come back under none
                file.sync()
                # What makes a new file safe makes its first name safe too, as on ext4, XFS and NTFS.
                self._settle(lambda naming: naming.file is file and naming.gone is None)
        elif path in self._now:
            self._now[path].pending.append(record)

    def _rename_folder(self, path: str, to: str) -> None:
        below = [name for name in self._now if name.startswith(path + "/")]
        parts = []
        for name in below:
            file, new = self._now.pop(name), to + name[len(path) :]
            self._now[new] = file
            parts.append(_Naming(_folder(to), name, new, file))
        if parts:
            self._loose.append(replace(parts[0], also=tuple(parts[1:])))

    def _settle(self, which: object) -> None:
        assert callable(which)
        for naming in [each for each in self._loose if which(each)]:
            _name(self._certain, naming)
            self._loose.remove(naming)

    def after_kill(self) -> dict[str, bytearray]:
        """Every file as it is when the process alone dies now: the system has all that it was given."""
        found = {}
        for path, file in self._now.items():
            content = bytearray(file.durable)
            for record in file.pending:
                _apply(content, record)
            found[path] = content
        return found

    def after_cut(self, draw: random.Random) -> dict[str, bytearray]:
        """Every file there may be after the power went off now."""
        names = dict(self._certain)
        for naming in self._loose:
            if draw.random() < 0.5:
                _name(names, naming)
        return {path: file.after(draw) for path, file in names.items()}


def _name(names: dict[str, _File], naming: _Naming) -> None:
    if naming.gone is not None and names.get(naming.gone) is naming.file:
        del names[naming.gone]
    if naming.made is not None:
        names[naming.made] = naming.file
    for each in naming.also:
        _name(names, each)


def _folder(path: str) -> str:
    return path.rsplit("/", 1)[0]


def files_under(root: Path) -> dict[str, bytes]:
    """Every file of a folder that is at rest."""
    return {str(path): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def put_back(root: Path, files: dict[str, bytearray]) -> None:
    """Make a folder hold exactly these files; folders that hold none may stay."""
    for folder, _folders, names in os.walk(root):
        for name in names:
            if (path := f"{folder}/{name}") not in files:
                Path(path).unlink()
    for name, content in files.items():
        try:
            Path(name).write_bytes(content)
        except FileNotFoundError:
            Path(name).parent.mkdir(parents=True)
            Path(name).write_bytes(content)
