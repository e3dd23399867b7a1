"""A program notices that other files were put in the place of its own."""

from __future__ import annotations

import os
from pathlib import Path

from emr_desktop.updates.replaced import OwnFiles, own_files


def test_another_file_of_the_same_size_and_time_is_noticed(tmp_path: Path) -> None:
    own, other = tmp_path / "modules", tmp_path / "modules.new"
    for path in (own, other):
        path.write_bytes(b"1234")
        os.utime(path, (1, 1))
    files = OwnFiles([own])
    assert not files.were_replaced()
    other.replace(own)  # as dpkg does
    assert files.were_replaced()


def test_a_file_that_is_gone_is_noticed(tmp_path: Path) -> None:
    own = tmp_path / "modules"
    own.touch()
    files = OwnFiles([own])
    own.unlink()
    assert files.were_replaced()


def test_a_program_of_sources_has_no_own_files() -> None:
    assert not own_files().were_replaced()
