"""The folder of an installed program: versions side by side, and a file that says which one is in force.

    ROOT/emr-desktop          the launcher, which stays
    ROOT/current              one line: the version
    ROOT/versions/1.4.0/      a program, whole
    ROOT/versions/1.5.0.part/ one that is being unpacked, or taken away

A version folder gets its name when it is complete, so whatever carries one can be started.
"""

from __future__ import annotations

import os
import platform
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from emr_desktop.updates.disk import write_whole

ROOT_VARIABLE = "EMR_PROGRAM_ROOT"  # set by the launcher for the program that it starts
VERSIONS_NAME, POINTER_NAME = "versions", "current"
_VERSION = re.compile(r"(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})")
_PACKAGE_LIST = Path("/var/lib/dpkg/info/emr-desktop.list")
_MACHINES = {"amd64": "x86_64", "x64": "x86_64", "arm64": "aarch64"}

Version = tuple[int, int, int]


def version_of(text: str) -> Version | None:
    """``1.4.0`` as numbers that can be compared; None for anything else."""
    found = _VERSION.fullmatch(text)
    return None if found is None else (int(found[1]), int(found[2]), int(found[3]))


def this_platform() -> str:
    """What the program of this PC is built for: ``linux-x86_64``, ``windows-x86_64`` ..."""
    machine = platform.machine().lower()
    system = "windows" if sys.platform == "win32" else "linux" if sys.platform == "linux" else sys.platform
    return f"{system}-{_MACHINES.get(machine, machine)}"


@dataclass(frozen=True)
class ProgramFolder:
    """A program whose versions lie side by side."""

    root: Path

    def of(self, version: str) -> Path:
        return self.root / VERSIONS_NAME / version

    def installed(self) -> tuple[str, ...]:
        """The complete versions, the newest first."""
        try:
            names = [path.name for path in (self.root / VERSIONS_NAME).iterdir() if path.is_dir()]
        except OSError:
            return ()
        known = [(version, name) for name in names if (version := version_of(name)) is not None]
        return tuple(name for _version, name in sorted(known, reverse=True))

    def current(self) -> str | None:
        """The version in force; None when the pointer does not lead to one."""
        try:
            named = (self.root / POINTER_NAME).read_text(encoding="ascii").strip()
        except (OSError, ValueError):
            return None
        return named if version_of(named) is not None and self.of(named).is_dir() else None

    def point_to(self, version: str) -> None:
        """Put another version in force, in one step."""
        write_whole(self.root / POINTER_NAME, f"{version}\n".encode("ascii"))

    def executable(self, version: str, name: str) -> Path:
        """``emr-desktop`` or ``emr-admin`` of a version."""
        return self.of(version) / (f"{name}.exe" if os.name == "nt" else name)


@dataclass(frozen=True)
class Installed:
    """How this program came here.

    Attributes:
        how: ``folder`` (an update can change it), ``package`` (apt owns it), ``source`` (neither).
        program: its folder, where ``how`` is ``folder``.
    """

    how: str
    program: ProgramFolder | None = None


def how_installed() -> Installed:
    """Find out how the running program came onto this PC."""
    named = os.environ.get(ROOT_VARIABLE)
    candidates = [Path(named)] if named else []
    own = Path(sys.executable)
    if getattr(sys, "frozen", False):
        candidates += list(own.parents[1:3])
    for root in candidates:
        if (root / VERSIONS_NAME).is_dir() and (root / POINTER_NAME).is_file():
            return Installed("folder", ProgramFolder(root))
    if getattr(sys, "frozen", False) and _PACKAGE_LIST.is_file():
        return Installed("package")
    return Installed("source")
