"""Lays out the folder of an installed program that updates can change: launcher, one version, pointer.

    python lay_out.py PROGRAM LAUNCHER ROOT [--version V]

PROGRAM is the frozen program (``emr-desktop`` and ``emr-admin`` lie in it), LAUNCHER what ``launcher.spec``
made.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Sequence
from pathlib import Path

from emr_desktop import __version__
from emr_desktop.updates.program_folder import ProgramFolder, version_of


def lay_out(program: Path, launcher: Path, root: Path, version: str) -> None:
    """Make ``root``; it must not be there."""
    if version_of(version) is None:
        raise SystemExit(f"{version} is not a version like 1.4.0")
    shutil.copytree(launcher, root, symlinks=True)
    shutil.copytree(program, root / "versions" / version, symlinks=True)
    ProgramFolder(root).point_to(version)


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("program", type=Path)
    parser.add_argument("launcher", type=Path)
    parser.add_argument("root", type=Path)
    parser.add_argument("--version", default=__version__)
    told = parser.parse_args(arguments)
    lay_out(told.program, told.launcher, told.root, told.version)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
