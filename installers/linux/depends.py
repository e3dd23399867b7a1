"""What the program needs of the system: the packages of the libraries that it does not bring.

    python installers/linux/depends.py FOLDER [--lines]

Prints the value for ``Depends``, read from the files themselves: it stays true when a library changes.
With ``--lines`` what a start reads to tell a person what is missing: ``glibc 2.35``, then a library and its
package on each line.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

# Their plug-in stays away when they are missing, and the program works without.
OPTIONAL = {"libcups.so.2"}
# Newer releases renamed these for their 64-bit time; the old name lives on as one that they provide.
RENAMED = re.compile(r"(.+)t64$")
_NEEDED = re.compile(r"\(NEEDED\).*\[(.+)\]")
_GLIBC = re.compile(r"GLIBC_(\d+)\.(\d+)")
_ELF = b"\x7fELF"


def binaries(folder: Path) -> list[Path]:
    """The programs and libraries below a folder."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as stream:
                if stream.read(4) == _ELF:
                    found.append(path)
    return found


def needed(files: Iterable[Path]) -> set[str]:
    """The names of the libraries that the files are linked to."""
    return {name for file in files for name in _NEEDED.findall(_run("readelf", "-dW", str(file)))}


def newest_glibc(files: Iterable[Path]) -> tuple[int, int]:
    """The newest version of the C library whose symbols are used."""
    used = {
        (int(major), int(minor))
        for file in files
        for major, minor in _GLIBC.findall(_run("readelf", "-VW", str(file)))
    }
    return max(used, default=(2, 28))


def package_of(library: str) -> str:
    """The package of this system that brings a library.

    Raises:
        SystemExit: none does; the build machine lacks a library.
    """
    listed = re.search(
        rf"^\s*{re.escape(library)} \([^)]*x86-64[^)]*\) => (.+)$", _run("ldconfig", "-p"), re.M
    )
    if listed is None:
        raise SystemExit(f"{library} is not on this machine: install what brings it")
    for path in (listed[1], str(Path(listed[1]).resolve())):
        for candidate in (path, path.removeprefix("/usr"), f"/usr{path}"):
            owner = subprocess.run(  # noqa: S603 - the system's own program
                ["dpkg-query", "-S", candidate],  # noqa: S607
                capture_output=True,
                text=True,
                check=False,
            ).stdout
            if owner:
                name = owner.split(":")[0]
                plain = RENAMED.fullmatch(name)
                return plain[1] if plain else name
    raise SystemExit(f"no package owns {listed[1]}")


def needs(folder: Path) -> tuple[str, dict[str, str]]:
    """The C library that the program in ``folder`` needs (``2.35``), and other libraries with packages."""
    files = binaries(folder)
    brought = {path.name for path in folder.rglob("*")}
    packages = {name: package_of(name) for name in sorted(needed(files) - brought - OPTIONAL)}
    major, minor = newest_glibc(files)
    return f"{major}.{minor}", {name: each for name, each in packages.items() if each != "libc6"}


def depends(folder: Path) -> str:
    """The value of the field for the program in ``folder``."""
    glibc, packages = needs(folder)
    return ", ".join([f"libc6 (>= {glibc})", *sorted(set(packages.values()))])


def lines(folder: Path) -> str:
    """The same for a start that cannot go on: one thing on each line, and what brings it."""
    glibc, packages = needs(folder)
    return "\n".join([f"glibc {glibc}", *(f"{name} {each}" for name, each in packages.items())])


def _run(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603


if __name__ == "__main__":
    print((lines if "--lines" in sys.argv else depends)(Path(sys.argv[1])))
