"""Bundles with something wrong, and sticks that go: each is refused in words, and nothing is changed."""

from __future__ import annotations

import errno
import io
import random
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from facility_update import KEYS, NEW, OLD, lay_bundle, updates_of

from db.migrate import SCHEMA_VERSION
from emr_desktop.errors import DatabaseTrouble, EmrError
from emr_desktop.updates import gathering
from emr_desktop.updates.program_folder import ProgramFolder
from ui.messages import catalogue

_MADE: dict[str, dict[str, Any]] = {
    "older": {"version": "1.3.9"},
    "the same": {"version": OLD},
    "another platform": {"platform": "windows-mips"},
    "needs one between": {"minimum_version": "1.4.9"},
    "older schema": {"schema": SCHEMA_VERSION - 1},
    "one signature": {"keys": KEYS[:1]},
    "one signature twice": {"keys": (KEYS[1], KEYS[1])},
}


def _changed_bit(content: bytes, draw: random.Random) -> bytes:
    at = draw.randrange(len(content))
    return content[:at] + bytes([content[at] ^ (1 << draw.randrange(8))]) + content[at + 1 :]


def _cut_short(content: bytes, draw: random.Random) -> bytes:
    return content[: draw.randrange(len(content))]


def _hole(content: bytes, draw: random.Random) -> bytes:
    at, length = draw.randrange(len(content)), draw.randrange(1, 5000)
    return (content[:at] + bytes(length) + content[at + length :])[: len(content)]


def _other_file(content: bytes, draw: random.Random) -> bytes:
    return _anew(
        content, lambda name, each: _changed_bit(each, draw) if name.startswith("program/") else each
    )


def _other_manifest(content: bytes, draw: random.Random) -> bytes:
    return _anew(content, lambda name, each: _changed_bit(each, draw) if name == "manifest.json" else each)


def _other_signature(content: bytes, draw: random.Random) -> bytes:
    return _anew(content, lambda name, each: _changed_bit(each, draw) if name == "signatures.json" else each)


def _one_file_more(content: bytes, _draw: random.Random) -> bytes:
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("program/../../more", b"x")
    return out.getvalue()


def _one_file_less(content: bytes, draw: random.Random) -> bytes:
    gone = draw.choice(("program/emr-admin", "signatures.json", "manifest.json"))
    return _anew(content, lambda name, each: None if name == gone else each)


def _noise(_content: bytes, draw: random.Random) -> bytes:
    return draw.randbytes(draw.randrange(4000))


_SPOILED: dict[str, Callable[[bytes, random.Random], bytes]] = {
    "a bit changed": _changed_bit,
    "half copied": _cut_short,
    "a hole": _hole,
    "another file in it": _other_file,
    "another manifest": _other_manifest,
    "another signature": _other_signature,
    "a file more": _one_file_more,
    "a file less": _one_file_less,
    "noise": _noise,
}
# The place of a date in the zip, or a capital letter of a signature, says nothing of the program.
_MAY_BE_GOOD = ("a bit changed", "a hole", "another signature")
KINDS = (*_SPOILED, *_MADE)
PULLS = ("gone before", "gone in the middle", "reads nothing more", "read error")


def _anew(content: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            each = change(name, old.read(name))
            if each is not None:
                new.writestr(name, each)
    return out.getvalue()


def one_spoiled(root: Path, clinic: Any, kind: str, draw: random.Random) -> list[str]:
    """Try to take a bundle of that kind; what is not as it must be."""
    file = root / "stick" / "new.emrupdate"
    if kind in _MADE:
        with tempfile.TemporaryDirectory(prefix="emr-battery-") as scratch:
            lay_bundle(file.parent, Path(scratch), **_MADE[kind])
    else:
        file.write_bytes(_SPOILED[kind](file.read_bytes(), draw))
    return _tried(root, clinic, file, may_be_good=kind in _MAY_BE_GOOD)


def one_pulled(root: Path, clinic: Any, kind: str, draw: random.Random) -> list[str]:
    """Take the stick away while it is read; what is not as it must be."""
    file = root / "stick" / "new.emrupdate"
    size = file.stat().st_size
    if kind == "gone before":
        file.unlink()
        return _tried(root, clinic, file)
    left = draw.randrange(size)
    kept_open, kept_chunk = Path.open, gathering._CHUNK

    def opened(path: Path, *given: Any, **more: Any) -> Any:
        stream = kept_open(path, *given, **more)
        return _Pulled(stream, left, kind) if path == file else stream

    Path.open, gathering._CHUNK = opened, 1024  # type: ignore[method-assign,assignment]
    try:
        return _tried(root, clinic, file)
    finally:
        Path.open, gathering._CHUNK = kept_open, kept_chunk  # type: ignore[method-assign]


class _Pulled:
    """A file on a stick that goes after some bytes."""

    def __init__(self, stream: Any, left: int, kind: str) -> None:
        self._stream, self._left, self._kind = stream, left, kind

    def read(self, size: int = -1) -> bytes:
        if self._left <= 0:
            if self._kind == "reads nothing more":
                return b""
            raise OSError(errno.ENODEV if self._kind == "gone in the middle" else errno.EIO, "gone")
        content: bytes = self._stream.read(min(size, self._left))
        self._left -= len(content)
        return content

    def __enter__(self) -> _Pulled:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()


def _tried(root: Path, clinic: Any, file: Path, *, may_be_good: bool = False) -> list[str]:
    program = ProgramFolder(root / "program")
    try:
        prepared = updates_of(clinic, root).prepare(file).value
    except (EmrError, DatabaseTrouble) as refused:
        code = f"database.{refused.code}" if isinstance(refused, DatabaseTrouble) else refused.code
        wrong = [] if catalogue().get(code, {}).get("sw") else [f"no sentence for {code}"]
        if program.installed() != (OLD,) or program.current() != OLD:
            wrong.append(f"changed by a refusal: {program.installed()}")
        return wrong
    except Exception as error:
        return [f"{type(error).__name__}: {str(error)[:200]}"]
    prepared.lock.release()
    whole = program.installed() == (NEW, OLD)  # a place in the file that says nothing was changed
    return [] if may_be_good and whole else ["it was taken"]
