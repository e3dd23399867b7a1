"""The start of the portable folder: a Linux that is too old is told so, on another the program starts."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

LINUX = Path(__file__).parents[2] / "installers" / "linux"
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the portable folder is for Linux")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    own = tmp_path / "a folder" / "_launcher"
    own.mkdir(parents=True)
    shutil.copy(LINUX / "start.sh", own)
    (own / "needs.txt").write_text("glibc 2.35\nlibEGL.so.1 libegl1\n")
    (own / "emr-admin").write_text('#!/bin/sh\nprintf "%s|" "$@"\n')
    (own / "emr-admin").chmod(0o755)
    return own.parent


def _start(folder: Path, *arguments: str, glibc: str = "") -> subprocess.CompletedProcess[str]:
    tools = folder / "tools"
    tools.mkdir(exist_ok=True)
    path = "/usr/bin:/bin"
    if glibc:
        (tools / "getconf").write_text(f"#!/bin/sh\necho glibc {glibc}\n")
        (tools / "getconf").chmod(0o755)
        path = f"{tools}:{path}"
    environment = {name: value for name, value in os.environ.items() if "DISPLAY" not in name}
    return subprocess.run(
        ["/bin/sh", str(folder / "_launcher" / "start.sh"), *arguments],
        env={**environment, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("glibc", ["2.31", "2.4", "1.99", "2.34.1"])
def test_an_old_linux_is_told_in_both_languages(folder: Path, glibc: str) -> None:
    told = _start(folder, "emr-admin", "x", glibc=glibc)
    assert told.returncode == 1
    assert told.stdout == ""
    assert f"ya zamani mno (glibc {glibc}; inahitajika 2.35)" in told.stderr
    assert f"too old (glibc {glibc}; 2.35 is needed)" in told.stderr


@pytest.mark.parametrize("glibc", ["2.35", "2.100", "3.0", "2.41.9000", "unknown", ""])
def test_a_linux_that_fits_or_does_not_tell_starts_the_program(folder: Path, glibc: str) -> None:
    told = _start(folder, "emr-admin", "--data-dir", "a b", glibc=glibc)
    assert (told.returncode, told.stdout) == (0, "--data-dir|a b|")


def test_a_half_copied_folder_is_told(folder: Path) -> None:
    told = _start(folder, "emr-desktop")
    assert told.returncode == 1
    assert "Hakuna programu kwenye folda hii" in told.stderr
    assert "No program lies in this folder" in told.stderr


@pytest.mark.skipif(shutil.which("cc") is None, reason="no compiler here")
def test_the_small_program_hands_everything_on(folder: Path) -> None:
    build = (LINUX / "build.sh").read_text()
    flags = build[build.index("cc -Os") :].split("\n")[0].rstrip("\\").split()
    program = folder / "emr-admin"
    subprocess.run([*flags, "-o", str(program), str(LINUX / "start.c")], check=True)
    link = folder.parent / "linked"
    link.symlink_to(program)
    told = subprocess.run([link, "a b", "", "c"], capture_output=True, text=True, check=False)
    assert (told.returncode, told.stdout) == (0, "a b||c|")
