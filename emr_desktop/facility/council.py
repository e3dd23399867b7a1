"""The key files of a council health office: made there, read at a facility."""

from __future__ import annotations

import os
from pathlib import Path

from db.council import CouncilKey, new_council_pair, read_public
from db.key_file import KdfParameters
from db.paper import plain
from emr_desktop.access.credentials import check_password
from emr_desktop.errors import EmrError
from emr_desktop.facility.answers import key_answers

__all__ = ["CouncilKey", "check_fingerprint", "make_council_files", "read_council_file", "read_private_file"]


def make_council_files(
    out: Path, *, name: str, passphrase: str, parameters: KdfParameters | None = None
) -> tuple[CouncilKey, Path]:
    """Make a pair: the public file at ``out``, the private one beside it; gives the key and the second path.

    Raises:
        ValidationError: ``password``: the passphrase is weak. ``name``: it is empty.
        EmrError: ``file.there_already`` (nothing is overwritten), ``file.not_written``.
    """
    check_password(passphrase, own_words=(name,))
    if not name.strip():
        raise EmrError("council.name_missing")
    beside = out.with_name(out.name + ".private")
    for path in (out, beside):
        if path.exists():
            raise EmrError("file.there_already", path=str(path))
    with key_answers():
        public, private = new_council_pair(name, passphrase, parameters=parameters)
    _write_new(beside, private)
    _write_new(out, public.to_bytes())
    return public, beside


def read_council_file(path: Path) -> CouncilKey:
    """Read the public file of a council; nothing is taken over by reading.

    Raises:
        EmrError: ``council.not_a_key_file council.private_file file.not_read``.
    """
    with key_answers():
        return read_public(_content(path))


def read_private_file(path: Path) -> bytes:
    """The content of a private file, still closed.

    Raises:
        EmrError: ``file.not_read``.
    """
    return _content(path)


def check_fingerprint(typed: str, key: CouncilKey) -> None:
    """Refuse a file whose fingerprint is another than the council told.

    Raises:
        EmrError: ``council.other_fingerprint``.
    """
    if plain(typed) != plain(key.fingerprint):
        raise EmrError("council.other_fingerprint", found=key.fingerprint)


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(64 * 1024)
    except OSError as error:
        raise EmrError("file.not_read", path=str(path), reason=error.strerror or "") from error


def _write_new(path: Path, content: bytes) -> None:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    except FileExistsError as error:
        raise EmrError("file.there_already", path=str(path)) from error
    except OSError as error:
        raise EmrError("file.not_written", path=str(path), reason=error.strerror or "") from error
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        path.unlink(missing_ok=True)
        raise EmrError("file.not_written", path=str(path), reason=error.strerror or "") from error
