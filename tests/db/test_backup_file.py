"""A backup on a bad stick: whatever fails at whatever call, the earlier one stays, and a code says why."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

import db.backup_file
from db.backup_file import Watch, copy_container, read_container, unpack, write_container
from db.backup_header import BackupHeader
from db.errors import BackupTrouble
from db.sealing import BOX_LENGTH, SealedKey

BODY = bytes(range(256)) * 4200  # more than a chunk


def header(body: bytes = BODY) -> BackupHeader:
    from hashlib import sha256

    return BackupHeader(
        backup_id=b"b" * 16,
        db_id=b"d" * 16,
        facility="101168-3",
        training=False,
        created=datetime(2026, 11, 28, 16, 57, tzinfo=UTC),
        made_by="1.0",
        reason="daily",
        schema=17,
        incarnation=b"i" * 16,
        generation=1,
        rows={"visit": 3},
        audit_seq=5,
        audit_mac=b"m" * 32,
        size=len(body),
        checksum=sha256(body).digest(),
        sealed=(SealedKey("recovery", b"p" * 32, b"s" * 16, b"x" * BOX_LENGTH),),
    ).signed(b"k" * 32)


@pytest.fixture
def body(tmp_path: Path) -> Path:
    path = tmp_path / "copy.db"
    path.write_bytes(BODY)
    return path


@pytest.fixture
def stick(tmp_path: Path, body: Path) -> Path:
    """A folder with one good backup on it."""
    folder = tmp_path / "stick"
    write_container(folder, "good.emrbackup", header(), body, Watch())
    return folder


def test_what_was_written_is_what_comes_out(stick: Path, tmp_path: Path) -> None:
    container = read_container(stick / "good.emrbackup")
    assert container.header == header()
    assert container.header.file_name == "EMR-101168-3-20261128-195700.emrbackup"
    unpack(container, tmp_path / "out.db", Watch())
    assert (tmp_path / "out.db").read_bytes() == BODY
    assert copy_container(container, tmp_path / "second", Watch()).read_bytes() == container.path.read_bytes()
    assert copy_container(container, tmp_path / "second", Watch()).name == "good.emrbackup"  # not twice


def test_a_name_that_is_taken_is_never_written_over(stick: Path, body: Path) -> None:
    second = write_container(stick, "good.emrbackup", header(), body, Watch())
    assert second.name == "good-2.emrbackup"


FAULTS = {
    errno.ENOSPC: "backup.place_full",
    errno.EROFS: "backup.place_read_only",
    errno.EIO: "backup.place_gone",
    errno.ENODEV: "backup.place_gone",
    errno.EFBIG: "backup.file_too_large",
}


@pytest.mark.parametrize("call", ["write", "fsync", "open", "replace", "mkdir", "read"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EIO])
def test_a_fault_at_the_nth_call_leaves_the_last_good_backup_and_says_what_to_do(
    call: str, number: int, stick: Path, body: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (stick / "good.emrbackup").read_bytes()
    names = {"write": (os, "write"), "fsync": (os, "fsync"), "open": (os, "open"), "mkdir": (Path, "mkdir"),
             "replace": (Path, "replace"), "read": (db.backup_file, "_read_back")}  # fmt: skip
    owner, name = names[call]
    real: Callable[..., object] = getattr(owner, name)
    nth, done = 1, False
    while not done:
        count = 0

        def failing(*given: object, _nth: int = nth, **named: object) -> object:
            nonlocal count
            count += 1
            if count == _nth:
                raise OSError(number, "injected")
            return real(*given, **named)

        with monkeypatch.context() as patch:
            patch.setattr(owner, name, failing)
            try:
                write_container(stick, "new.emrbackup", header(), body, Watch())
                done = count < nth
            except BackupTrouble as trouble:
                assert trouble.code == FAULTS[number]  # noqa: PT017
            except OSError:
                pytest.fail("an OSError came through")
        assert (stick / "good.emrbackup").read_bytes() == before
        left = {path.name for path in stick.iterdir()} - {"good.emrbackup"}
        assert all(name.startswith("new") and name.endswith(".emrbackup") for name in left)
        for name_left in left:  # a fault after the rename: what has the name is whole
            assert read_container(stick / name_left).header == header()
        for name_left in left:
            (stick / name_left).unlink()
        nth += 1
        assert nth < 40


def test_a_stick_that_lies_about_its_size_is_found_out(
    stick: Path, body: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, chunk: real(handle, bytes(len(chunk))))
    with pytest.raises(BackupTrouble) as refused:
        write_container(stick, "new.emrbackup", header(), body, Watch())
    assert refused.value.code == "backup.read_back_differs"
    assert [path.name for path in stick.iterdir()] == ["good.emrbackup"]


def test_a_stick_that_is_too_small_is_refused_before_anything_is_written(
    stick: Path, body: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import shutil
    from collections import namedtuple

    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage(9, 9, 1000))
    with pytest.raises(BackupTrouble) as refused:
        write_container(stick, "new.emrbackup", header(), body, Watch())
    assert refused.value.code == "backup.place_full"
    assert refused.value.params["free_mb"] == 1


def test_stopping_half_way_leaves_nothing_behind(stick: Path, body: Path) -> None:
    seen = []
    watch = Watch(tell=lambda step, done, _total: seen.append((step, done)) or (watch.cancelled.set()))
    with pytest.raises(BackupTrouble) as stopped:
        write_container(stick, "new.emrbackup", header(), body, watch)
    assert stopped.value.code == "backup.cancelled"
    assert len(seen) == 1
    assert [path.name for path in stick.iterdir()] == ["good.emrbackup"]


@pytest.mark.parametrize("cut", [0, 5, 11, 40, 700, -1, -5000])
def test_a_file_cut_short_is_no_backup_and_nothing_comes_out(cut: int, stick: Path, tmp_path: Path) -> None:
    path = stick / "good.emrbackup"
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(BackupTrouble) as refused:
        read_container(path)
    assert refused.value.code in ("backup.damaged", "backup.not_a_backup")


def test_one_changed_byte_of_the_database_is_found_and_nothing_is_left(stick: Path, tmp_path: Path) -> None:
    path = stick / "good.emrbackup"
    content = bytearray(path.read_bytes())
    content[-100] ^= 1
    path.write_bytes(content)
    with pytest.raises(BackupTrouble) as refused:
        unpack(read_container(path), tmp_path / "out.db", Watch())
    assert refused.value.code == "backup.damaged"
    assert not (tmp_path / "out.db").exists()
