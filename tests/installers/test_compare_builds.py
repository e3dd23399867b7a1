"""Two builds are equal only when every file, its mode and every link are."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from installers.compare_builds import differences, main


@pytest.fixture
def builds(tmp_path: Path) -> tuple[Path, Path]:
    first = tmp_path / "first"
    (first / "inner").mkdir(parents=True)
    (first / "inner" / "program").write_bytes(b"0123456789")
    (first / "link").symlink_to("inner/program")
    shutil.copytree(first, tmp_path / "second", symlinks=True)
    return first, tmp_path / "second"


def test_equal_builds_are_equal(builds: tuple[Path, Path]) -> None:
    assert differences(*builds) == []
    assert main(*builds) == 0


def test_the_first_byte_that_differs_is_named(builds: tuple[Path, Path]) -> None:
    (builds[1] / "inner" / "program").write_bytes(b"0123X56789")
    assert differences(*builds) == ["differs: inner/program (10 and 10 bytes, from byte 4 on)"]
    assert main(*builds) == 1


def test_modes_links_and_missing_files_count(builds: tuple[Path, Path]) -> None:
    (builds[0] / "inner" / "program").chmod(0o755)
    (builds[1] / "link").unlink()
    (builds[1] / "link").symlink_to("inner")
    (builds[1] / "new").write_bytes(b"")
    assert len(differences(*builds)) == 3
